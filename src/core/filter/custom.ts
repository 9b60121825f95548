// Whether an entry of custom data passes a filter. It is a number where the operator orders, or
// where both sides are numbers.

import { parseDecimalBytes } from '../../base/decimal.js';
import { foldInto } from '../../base/text.js';
import { sameBytes } from '../../columns/dictionary.js';
import { CUSTOM_INTS, type OrderColumns } from '../../columns/order.js';
import { OPERATOR, type Predicate } from '../../columns/program.js';
import { holdsNumber, isOrdering, testNumber } from './number.js';
import { testText } from './text.js';

/** Tests the custom data of a line, or of the order (line -1). */
export function testCustom(
  predicate: Predicate,
  order: OrderColumns,
  line: number,
  fold: Uint8Array,
): boolean {
  const entry = findCustom(order, line, predicate.customKey);
  if (entry < 0) return predicate.passesUnknown;
  const start = order.custom[entry + 3];
  const lengthBytes = order.custom[entry + 4];
  if (isOrdering(predicate.operator)) {
    return testOrdered(predicate, order.bytes, start, lengthBytes, fold);
  }
  const passes = testText(predicate, order.bytes, start, lengthBytes, fold, false);
  if (predicate.numbers.length === 0) return passes;
  return mergeNumber(predicate, order, start, lengthBytes, passes);
}

/** Tests a text as a number. A blank one is unknown; another that is no number is in no order. */
function testOrdered(
  predicate: Predicate,
  bytes: Uint8Array,
  start: number,
  lengthBytes: number,
  fold: Uint8Array,
): boolean {
  const value = parseDecimalBytes(bytes, start, lengthBytes);
  if (value === value) return testNumber(predicate, value);
  const isBlank = lengthBytes === 0 || foldInto(bytes, start, lengthBytes, fold) === 0;
  return isBlank && predicate.passesUnknown;
}

/** Joins the verdict on the text with that on the number: '5.0' equals '5'. */
function mergeNumber(
  predicate: Predicate,
  order: OrderColumns,
  start: number,
  lengthBytes: number,
  passesAsText: boolean,
): boolean {
  const { operator } = predicate;
  const isSetOperator =
    operator === OPERATOR.equal ||
    operator === OPERATOR.notEqual ||
    operator === OPERATOR.in ||
    operator === OPERATOR.notIn;
  if (!isSetOperator) return passesAsText;
  const value = parseDecimalBytes(order.bytes, start, lengthBytes);
  if (value !== value || !holdsNumber(predicate.numbers, value)) return passesAsText;
  return operator === OPERATOR.equal || operator === OPERATOR.in;
}

/** Where the last entry of a key begins in `order.custom`, or -1. */
export function findCustom(order: OrderColumns, line: number, key: Uint8Array): number {
  const { custom, bytes } = order;
  for (let i = order.customCount - 1; i >= 0; i--) {
    const entry = i * CUSTOM_INTS;
    if (custom[entry] !== line || custom[entry + 2] !== key.length) continue;
    if (sameBytes(bytes, custom[entry + 1], key, 0, key.length)) return entry;
  }
  return -1;
}
