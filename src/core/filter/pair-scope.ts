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
  switch (predicate.attribute) {
    case ATTRIBUTE.inventoryAvailable:
      return filterByNumber(predicate, scratch.rowUnits, scratch, line);
    case ATTRIBUTE.inventoryLtd:
      return filterByNumber(predicate, scratch.rowLtd, scratch, line);
    default:
      return filterByWords(predicate, stock, scratch, line);
  }
}

/**
 * Numbers of rows are whole, so every operator that orders is a range of whole numbers, both ends
 * included.
 */
function filterByNumber(
  predicate: Predicate,
  values: Float64Array,
  scratch: CoreScratch,
  line: number,
): void {
  const { operator } = predicate;
  const first = predicate.numbers[0];
  switch (operator) {
    case OPERATOR.greaterThan:
      return keepRange(predicate, values, Math.floor(first) + 1, Infinity, scratch, line);
    case OPERATOR.greaterOrEqual:
      return keepRange(predicate, values, Math.ceil(first), Infinity, scratch, line);
    case OPERATOR.lessThan:
      return keepRange(predicate, values, -Infinity, Math.ceil(first) - 1, scratch, line);
    case OPERATOR.lessOrEqual:
      return keepRange(predicate, values, -Infinity, Math.floor(first), scratch, line);
    case OPERATOR.between: {
      const second = predicate.numbers[1];
      return keepRange(predicate, values, Math.ceil(first), Math.floor(second), scratch, line);
    }
    default:
      return keepTested(predicate, values, scratch, line);
  }
}

/** A value that is unknown is NaN, and in no range. */
function keepRange(
  predicate: Predicate,
  values: Float64Array,
  low: number,
  high: number,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  // No branches: which rows pass is no pattern to predict.
  if (!predicate.passesUnknown) {
    for (let row = start; row < end; row++) {
      const value = values[row];
      pairAlive[row + shift] &= Number(value >= low) & Number(value <= high);
    }
    return;
  }
  for (let row = start; row < end; row++) {
    const value = values[row];
    const isWithin = Number(value >= low) & Number(value <= high);
    pairAlive[row + shift] &= isWithin | Number(value !== value);
  }
}

function keepTested(
  predicate: Predicate,
  values: Float64Array,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
    if (!testNumber(predicate, values[row])) pairAlive[row + shift] = 0;
  }
}

/** Rows share few sets of attributes: a verdict is kept while the set stays the same. */
function filterByWords(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive, rowAttributes } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  let judged = -1;
  let passes = false;
  for (let row = start; row < end; row++) {
    const set = rowAttributes[row];
    if (set !== judged) {
      judged = set;
      passes = testWords(predicate, stock, set);
    }
    pairAlive[row + shift] &= Number(passes);
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
