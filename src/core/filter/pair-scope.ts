// Which pairs of line and location a group keeps by what the location's stock row says.

import type { OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, OPERATOR, type Predicate } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { isOrdering, testNumber } from './number.js';
import { filterPairPoint } from './pair-point.js';
import { testRowValues } from './values.js';

/** Sets `unitBounds` to the units that a row must have by the filters that are ranges of them. */
export function boundUnits(
  predicates: readonly Predicate[],
  { filter: { unitBounds } }: CoreScratch,
): void {
  // Units are whole, and a row without any serves nobody.
  unitBounds[0] = 1;
  unitBounds[1] = Infinity;
  for (let i = 0; i < predicates.length; i++) {
    if (boundsUnits(predicates[i])) narrowRange(predicates[i], unitBounds);
  }
}

/** Whether a filter is a range of units, which needs no pass over the pairs. */
export function boundsUnits({ attribute, operator }: Predicate): boolean {
  return attribute === ATTRIBUTE.inventoryAvailable && isOrdering(operator);
}

/** Clears the pairs of living lines for which a filter does not hold. */
export function filterPairs(
  predicate: Predicate,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineAlive[line] === 1 && scratch.lineSlot[line] >= 0) {
      filterLinePairs(predicate, order, stock, scratch, line);
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

function filterByNumber(
  predicate: Predicate,
  values: Float64Array,
  scratch: CoreScratch,
  line: number,
): void {
  const { range } = scratch.filter;
  if (!isOrdering(predicate.operator)) return keepTested(predicate, values, scratch, line);
  range[0] = -Infinity;
  range[1] = Infinity;
  narrowRange(predicate, range);
  keepRange(predicate, values, scratch, line);
}

/**
 * Narrows a range, both ends included, to the numbers that pass an operator that orders: numbers of
 * rows are whole. An operand that is missing leaves none: NaN is an end that nothing is within.
 */
function narrowRange({ operator, numbers }: Predicate, range: Float64Array): void {
  const first = numbers.length > 0 ? numbers[0] : Number.NaN;
  const second = numbers.length > 1 ? numbers[1] : Number.NaN;
  switch (operator) {
    case OPERATOR.greaterThan:
      range[0] = Math.max(range[0], Math.floor(first) + 1);
      return;
    case OPERATOR.greaterOrEqual:
      range[0] = Math.max(range[0], Math.ceil(first));
      return;
    case OPERATOR.lessThan:
      range[1] = Math.min(range[1], Math.ceil(first) - 1);
      return;
    case OPERATOR.lessOrEqual:
      range[1] = Math.min(range[1], Math.floor(first));
      return;
    default:
      range[0] = Math.max(range[0], Math.ceil(first));
      range[1] = Math.min(range[1], Math.floor(second));
  }
}

/** Keeps what is within `range`. A value that is unknown is NaN, and in no range. */
function keepRange(
  predicate: Predicate,
  values: Float64Array,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive } = scratch;
  const low = scratch.filter.range[0];
  const high = scratch.filter.range[1];
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

/** Rows share few sets of attributes: a verdict is that of all rows up to another set. */
function filterByAttributes(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive } = scratch;
  const isPlain = predicate.attribute === ATTRIBUTE.inventoryAttributes;
  const rowSets = isPlain ? scratch.rowAttributes : scratch.rowExtensible;
  const slot = scratch.lineSlot[line];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - scratch.slotRowStart[slot];
  let next = scratch.slotRowStart[slot];
  for (let row = next; row < end; row = next) {
    next = endOfRun(rowSets, scratch, row, end);
    const passes = isPlain
      ? testRowWords(predicate, stock, scratch, row)
      : testRowValues(predicate, stock, scratch, row);
    if (passes) continue;
    for (let at = row; at < next; at++) pairAlive[at + shift] = 0;
  }
}

/** Where the rows from `row` on end that have its set. One that has further sets stands alone. */
function endOfRun(
  rowSets: Int32Array,
  { rowPart, partCount }: CoreScratch,
  row: number,
  end: number,
): number {
  const hasParts = partCount > 0;
  let next = row + 1;
  if (hasParts && rowPart[row] >= 0) return next;
  const set = rowSets[row];
  for (; next < end; next++) {
    if (rowSets[next] !== set || (hasParts && rowPart[next] >= 0)) break;
  }
  return next;
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
