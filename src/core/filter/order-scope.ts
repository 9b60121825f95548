// Whether the order lets a group be tried: the filters on what the order says of itself.

import { foldInto } from '../../base/text.js';
import { lookUp } from '../../columns/dictionary.js';
import { ORDER_TEXT, type OrderColumns } from '../../columns/order.js';
import {
  ATTRIBUTE,
  OPERAND_KIND,
  OPERATOR,
  ORDER_TYPE,
  type Predicate,
} from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { testCustom } from './custom.js';
import { testNumber } from './number.js';
import { testText } from './text.js';

/** Whether all filters hold for the order. */
export function passesOrder(
  predicates: readonly Predicate[],
  order: OrderColumns,
  scratch: CoreScratch,
): boolean {
  for (let i = 0; i < predicates.length; i++) {
    if (!testOrder(predicates[i], order, scratch)) return false;
  }
  return true;
}

function testOrder(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  switch (predicate.attribute) {
    case ATTRIBUTE.orderTotal:
      return testNumber(predicate, order.hasTotal ? order.totalMinor : Number.NaN);
    case ATTRIBUTE.orderFraud:
      return testNumber(predicate, order.hasFraud ? order.fraud : Number.NaN);
    case ATTRIBUTE.orderIsExpress:
      return testNumber(predicate, order.isExpress ? 1 : 0);
    case ATTRIBUTE.orderItemsQuantity:
      return testNumber(predicate, largestQuantity(order));
    case ATTRIBUTE.orderItemsTotalQuantity:
      return testNumber(predicate, totalQuantity(order));
    case ATTRIBUTE.orderItemsPartNumber:
      return testPartNumbers(predicate, order, scratch);
    case ATTRIBUTE.orderCustomData:
      return testCustom(predicate, order, -1, scratch.fold);
    case ATTRIBUTE.orderOrderType:
      return testOrderType(predicate, order, scratch);
    default:
      return testAddress(predicate, order, scratch);
  }
}

function testAddress(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  switch (predicate.attribute) {
    case ATTRIBUTE.orderPickupLocationCode:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.pickupLocationCode);
    case ATTRIBUTE.orderState:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.state);
    case ATTRIBUTE.orderCity:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.city);
    case ATTRIBUTE.orderCountryCode:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.countryCode);
    case ATTRIBUTE.orderPostalCode: {
      const start = order.texts[ORDER_TEXT.postalCode * 2];
      const size = order.texts[ORDER_TEXT.postalCode * 2 + 1];
      const isUs = isUnitedStates(order, scratch.fold);
      return testText(predicate, order.bytes, start, size, scratch.fold, isUs);
    }
    default:
      return false;
  }
}

function testOrderText(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
  text: number,
): boolean {
  const start = order.texts[text * 2];
  return testText(predicate, order.bytes, start, order.texts[text * 2 + 1], scratch.fold, false);
}

function isUnitedStates(order: OrderColumns, fold: Uint8Array): boolean {
  const start = order.texts[ORDER_TEXT.countryCode * 2];
  const size = order.texts[ORDER_TEXT.countryCode * 2 + 1];
  return foldInto(order.bytes, start, size, fold) === 2 && fold[0] === 0x75 && fold[1] === 0x73;
}

const DIRECTSHIP = Uint8Array.from('DIRECTSHIP', codeOf);
const DELIVERY = Uint8Array.from('DELIVERY', codeOf);

function codeOf(letter: string): number {
  return letter.charCodeAt(0);
}

function testOrderType(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  const name = order.orderType === ORDER_TYPE.delivery ? DELIVERY : DIRECTSHIP;
  return testText(predicate, name, 0, name.length, scratch.fold, false);
}

function largestQuantity(order: OrderColumns): number {
  let largest = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (order.quantity[line] > largest) largest = order.quantity[line];
  }
  return largest;
}

function totalQuantity(order: OrderColumns): number {
  let total = 0;
  for (let line = 0; line < order.lineCount; line++) total += order.quantity[line];
  return total;
}

/** A list attribute: the part numbers of the lines that have one. */
function testPartNumbers(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  const { texts, textCount, operator } = predicate;
  const { fold, marks: seen } = scratch;
  let foundCount = 0;
  let strayCount = 0;
  let differentCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const size = order.partNumberBytes[line];
    const folded = size === 0 ? 0 : foldInto(order.bytes, order.partNumberStart[line], size, fold);
    if (folded === 0) continue;
    const operand = lookUp(texts, OPERAND_KIND, fold, 0, folded);
    if (operand < 0) {
      strayCount++;
      continue;
    }
    foundCount++;
    if (!isSeen(seen, differentCount, operand)) seen[differentCount++] = operand;
  }
  switch (operator) {
    case OPERATOR.in:
      return foundCount > 0;
    case OPERATOR.notIn:
    case OPERATOR.doesNotContain:
      return foundCount === 0;
    case OPERATOR.contains:
      return differentCount === textCount;
    case OPERATOR.subset:
      return strayCount === 0;
    default:
      return false;
  }
}

function isSeen(seen: Int32Array, count: number, operand: number): boolean {
  for (let i = 0; i < count; i++) if (seen[i] === operand) return true;
  return false;
}
