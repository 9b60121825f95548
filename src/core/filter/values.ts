// Whether the values of an extensible attribute pass a filter: those of an order, its customer and
// its items in the request, those of stock in the names of the stock columns. A value that is blank
// counts for nothing, and so does one that is no number where the operator orders.

import { parseDecimalBytes } from '../../base/decimal.js';
import { foldInto } from '../../base/text.js';
import { lookUp, sameBytes } from '../../columns/dictionary.js';
import { type OrderColumns, TAG_INTS } from '../../columns/order.js';
import { OPERAND_KIND, OPERATOR, type Predicate } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { holdsNumber, isOrdering, testNumber } from './number.js';
import { testFolded } from './text.js';

/** What values say together: that one holds, that one does not; 0: none counts. */
const HOLDS = 1;
const FAILS = 2;

/** Tests the attributes of an owner, of a line or one of ATTRIBUTE_OWNER. */
export function testAttributes(
  predicate: Predicate,
  order: OrderColumns,
  owner: number,
  fold: Uint8Array,
): boolean {
  const { attributes, bytes } = order;
  const { customKey: key } = predicate;
  const end = endOfOwner(order, owner);
  let found = 0;
  for (let entry = startOfOwner(order, owner); entry < end; entry++) {
    const at = entry * TAG_INTS;
    if (!isEntryOf(order, entry, owner, key)) continue;
    found |= judgeValue(predicate, bytes, attributes[at + 3], attributes[at + 4], fold);
  }
  return conclude(predicate, found);
}

/** Where the entries of an owner begin in `order.attributes`; others may lie between them. */
export function startOfOwner(order: OrderColumns, owner: number): number {
  return owner < 0 ? 0 : order.lineAttributeStart[owner];
}

/** Where they end. */
export function endOfOwner(order: OrderColumns, owner: number): number {
  return owner < 0 ? order.attributeCount : order.lineAttributeEnd[owner];
}

/** Whether an entry of `order.attributes` is the owner's, of that name. */
export function isEntryOf(
  { attributes, bytes }: OrderColumns,
  entry: number,
  owner: number,
  key: Uint8Array,
): boolean {
  const at = entry * TAG_INTS;
  if (attributes[at] !== owner || attributes[at + 2] !== key.length) return false;
  return sameBytes(bytes, attributes[at + 1], key, 0, key.length);
}

/** Tests the extensible attributes of a gathered row. */
export function testRowValues(
  predicate: Predicate,
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
): boolean {
  const { rowExtensible, rowPart, partExtensible, partNext, fold } = scratch;
  let found = judgeSet(predicate, stock, rowExtensible[row], fold);
  for (let part = rowPart[row]; part >= 0; part = partNext[part]) {
    found |= judgeSet(predicate, stock, partExtensible[part], fold);
  }
  return conclude(predicate, found);
}

function judgeSet(
  predicate: Predicate,
  stock: StockColumns,
  set: number,
  fold: Uint8Array,
): number {
  const { attributeSetEnd, attributeSetWords, attributeWordBytes } = stock;
  const { customKey: key } = predicate;
  const end = attributeSetEnd[set];
  let found = 0;
  for (let at = set === 0 ? 0 : attributeSetEnd[set - 1]; at < end; at++) {
    const word = attributeSetWords[at];
    const start = valueStart(stock, word, key);
    if (start < 0) continue;
    const lengthBytes = stock.attributeWordEnd[word] - start;
    found |= judgeValue(predicate, attributeWordBytes, start, lengthBytes, fold);
  }
  return found;
}

/** Where the value begins in a word of that name; -1: the word has another name. */
export function valueStart(stock: StockColumns, word: number, key: Uint8Array): number {
  const { attributeWordEnd, attributeWordBytes } = stock;
  const start = word === 0 ? 0 : attributeWordEnd[word - 1];
  const nameEnd = start + key.length;
  if (nameEnd >= attributeWordEnd[word] || attributeWordBytes[nameEnd] !== 0) return -1;
  return sameBytes(attributeWordBytes, start, key, 0, key.length) ? nameEnd + 1 : -1;
}

/** What one value says of what a filter asks of each. */
function judgeValue(
  predicate: Predicate,
  bytes: Uint8Array,
  start: number,
  lengthBytes: number,
  fold: Uint8Array,
): number {
  const { operator } = predicate;
  if (isOrdering(operator)) {
    const value = parseDecimalBytes(bytes, start, lengthBytes);
    if (value !== value) return 0;
    return testNumber(predicate, value) ? HOLDS : FAILS;
  }
  const foldedBytes = lengthBytes === 0 ? 0 : foldInto(bytes, start, lengthBytes, fold);
  if (foldedBytes === 0) return 0;
  switch (operator) {
    case OPERATOR.startsWith:
    case OPERATOR.endsWith:
      return testFolded(operator, predicate.texts, fold, foldedBytes) ? HOLDS : FAILS;
    case OPERATOR.contains:
    case OPERATOR.doesNotContain:
      return testFolded(OPERATOR.contains, predicate.texts, fold, foldedBytes) ? HOLDS : FAILS;
    default: {
      if (lookUp(predicate.texts, OPERAND_KIND, fold, 0, foldedBytes) >= 0) return HOLDS;
      if (predicate.numbers.length === 0) return FAILS;
      const value = parseDecimalBytes(bytes, start, lengthBytes);
      return holdsNumber(predicate.numbers, value) ? HOLDS : FAILS;
    }
  }
}

/** The verdict on all values: negative operators ask that none holds, SUBSET that all do. */
function conclude(predicate: Predicate, found: number): boolean {
  if (found === 0) return predicate.passesUnknown;
  switch (predicate.operator) {
    case OPERATOR.notEqual:
    case OPERATOR.notIn:
    case OPERATOR.doesNotContain:
      return (found & HOLDS) === 0;
    case OPERATOR.subset:
      return (found & FAILS) === 0;
    default:
      return (found & HOLDS) !== 0;
  }
}
