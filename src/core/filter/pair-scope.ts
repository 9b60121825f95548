// Which pairs of line and location a group keeps by what the location's stock row says.

import type { OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, OPERATOR, type Predicate } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { testNumber } from './number.js';
import { filterPairPoint } from './pair-point.js';
import { testRowValues } from './values.js';

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
        filterLinePairs(predicates[i], order, stock, scratch, line);
      }
    }
  }
}

/** Clears the pairs of one line for which a filter does not hold. */
export function filterLinePairs(
  predicate: Predicate,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  switch (predicate.attribute) {
    case ATTRIBUTE.inventoryAvailable:
      return filterByNumber(predicate, scratch.rowUnits, scratch, line);
    case ATTRIBUTE.inventoryLtd:
      return filterByNumber(predicate, scratch.rowLtd, scratch, line);
    case 0:
      return filterPairPoint(predicate, order, stock, scratch, line);
    default:
      return filterByAttributes(predicate, stock, scratch, line);
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
function filterByAttributes(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive, rowPart } = scratch;
  const isPlain = predicate.attribute === ATTRIBUTE.inventoryAttributes;
  const rowSets = isPlain ? scratch.rowAttributes : scratch.rowExtensible;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  let judged = -1;
  let verdict = 0;
  for (let row = start; row < end; row++) {
    const set = rowSets[row];
    const isOne = rowPart[row] < 0;
    if (set !== judged || !isOne) {
      const passes = isPlain
        ? testRowWords(predicate, stock, scratch, row)
        : testRowValues(predicate, stock, scratch, row);
      verdict = passes ? 1 : 0;
      // Further sets belong to the row alone.
      judged = isOne ? set : -1;
    }
    pairAlive[row + shift] &= verdict;
  }
}

/** Tests the plain attributes of a gathered row. */
function testRowWords(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
): boolean {
  const { rowAttributes, rowPart } = scratch;
  const first = rowAttributes[row];
  if (rowPart[row] < 0) return testWords(predicate, stock, first);
  return testParts(predicate, stock, scratch, first, rowPart[row]);
}

/** Tests several sets as one: the first, and those of the parts from `part` on. */
function testParts(
  predicate: Predicate,
  stock: StockColumns,
  { partAttributes, partNext }: CoreScratch,
  first: number,
  part: number,
): boolean {
  const { operator } = predicate;
  if (operator === OPERATOR.contains) {
    for (let i = 0; i < predicate.words.length; i++) {
      let isThere = holdsWord(stock, first, predicate.words[i]);
      for (let next = part; next >= 0 && !isThere; next = partNext[next]) {
        isThere = holdsWord(stock, partAttributes[next], predicate.words[i]);
      }
      if (!isThere) return false;
    }
    return true;
  }
  // IN holds where it does for one of the sets, the others where they do for all of them.
  const isAny = operator === OPERATOR.in;
  let passes = testWords(predicate, stock, first);
  for (let next = part; next >= 0 && passes !== isAny; next = partNext[next]) {
    passes = testWords(predicate, stock, partAttributes[next]);
  }
  return passes;
}

function holdsWord(stock: StockColumns, set: number, word: number): boolean {
  const { attributeSetEnd, attributeSetWords } = stock;
  for (let at = set === 0 ? 0 : attributeSetEnd[set - 1]; at < attributeSetEnd[set]; at++) {
    if (attributeSetWords[at] === word) return true;
  }
  return false;
}

/** Tests an attribute set: both sides are ascending word numbers. */
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
