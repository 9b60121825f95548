// Which pairs of line and location a group keeps by what the location's stock row says.

import type { OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, OPERATOR, type Predicate } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { testNumber } from './number.js';

/** Clears the pairs of living lines for which a filter does not hold. */
export function filterPairs(
  predicates: readonly Predicate[],
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  for (let i = 0; i < predicates.length; i++) {
    for (let line = 0; line < order.lineCount; line++) {
      if (scratch.lineAlive[line] === 1 && scratch.lineSlot[line] >= 0) {
        filterLinePairs(predicates[i], stock, scratch, line);
      }
    }
  }
}

function filterLinePairs(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive, rowUnits, rowLtd, rowAttributes, lineSlot, slotRowStart } = scratch;
  const slot = lineSlot[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  for (let row = slotRowStart[slot]; row < end; row++) {
    if (pairAlive[row + shift] === 0) continue;
    let passes = false;
    if (predicate.attribute === ATTRIBUTE.inventoryAvailable) {
      passes = testNumber(predicate, rowUnits[row]);
    } else if (predicate.attribute === ATTRIBUTE.inventoryLtd) {
      passes = testNumber(predicate, rowLtd[row]);
    } else {
      passes = testWords(predicate, stock, rowAttributes[row]);
    }
    if (!passes) pairAlive[row + shift] = 0;
  }
}

/** Tests the attribute set of a row: both sides are ascending word numbers. */
function testWords(predicate: Predicate, stock: StockColumns, set: number): boolean {
  const { words, operator } = predicate;
  const { attributeSetEnd, attributeSetWords } = stock;
  const end = attributeSetEnd[set];
  let commonCount = 0;
  let at = set === 0 ? 0 : attributeSetEnd[set - 1];
  const size = end - at;
  for (let i = 0; i < words.length && at < end; ) {
    const difference = words[i] - attributeSetWords[at];
    if (difference === 0) commonCount++;
    if (difference <= 0) i++;
    if (difference >= 0) at++;
  }
  switch (operator) {
    case OPERATOR.in:
      return commonCount > 0;
    case OPERATOR.notIn:
    case OPERATOR.doesNotContain:
      return commonCount === 0;
    case OPERATOR.contains:
      return commonCount === words.length;
    case OPERATOR.subset:
      return commonCount === size;
    default:
      return false;
  }
}
