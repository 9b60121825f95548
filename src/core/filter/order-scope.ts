// Whether the order lets a group be tried: the filters on what the order says of itself and of its
// customer.

import { ATTRIBUTE_OWNER, ORDER_TEXT, type OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, type Predicate } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { testCustom } from './custom.js';
import { testCustomer } from './customer-scope.js';
import { testList } from './list.js';
import { testNumber } from './number.js';
import { isUnitedStates, largestQuantity, orderTypeName, totalQuantity } from './order-values.js';
import { testRequestPoint } from './request-point.js';
import { testText } from './text.js';
import { testAttributes } from './values.js';

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

/** Whether one filter holds for the order. */
export function testOrder(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
): boolean {
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
    case ATTRIBUTE.orderAttributes:
      return testAttributes(predicate, order, ATTRIBUTE_OWNER.order, scratch.fold);
    case 0:
      return testRequestPoint(predicate, order, scratch, -1);
    case ATTRIBUTE.orderOrderType:
      return testOrderType(predicate, order, scratch);
    default:
      return testAddress(predicate, order, scratch);
  }
}

/**
 * Tests the order's city. Of a recorded order the city is not kept, but what came of each test of
 * it.
 */
function testCity(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  if (order.isRecorded) return order.cityVerdicts[predicate.cityIndex] === 1;
  return testOrderText(predicate, order, scratch, ORDER_TEXT.city);
}

/** Writes into `verdicts` which of the predicates on the order's city hold, 1 or 0. */
export function judgeCity(
  predicates: readonly Predicate[],
  order: OrderColumns,
  scratch: CoreScratch,
  verdicts: Uint8Array,
): void {
  for (let i = 0; i < predicates.length; i++) {
    verdicts[i] = testCity(predicates[i], order, scratch) ? 1 : 0;
  }
}

function testAddress(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  switch (predicate.attribute) {
    case ATTRIBUTE.orderPickupLocationCode:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.pickupLocationCode);
    case ATTRIBUTE.orderState:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.state);
    case ATTRIBUTE.orderCity:
      return testCity(predicate, order, scratch);
    case ATTRIBUTE.orderCountryCode:
      return testOrderText(predicate, order, scratch, ORDER_TEXT.countryCode);
    case ATTRIBUTE.orderPostalCode: {
      const start = order.texts[ORDER_TEXT.postalCode * 2];
      const size = order.texts[ORDER_TEXT.postalCode * 2 + 1];
      const isUs = isUnitedStates(order, scratch.fold);
      return testText(predicate, order.bytes, start, size, scratch.fold, isUs);
    }
    default:
      return testCustomer(predicate, order, scratch);
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

function testOrderType(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  const name = orderTypeName(order);
  return testText(predicate, name, 0, name.length, scratch.fold, false);
}

/** The part numbers of the lines that have one. */
function testPartNumbers(predicate: Predicate, order: OrderColumns, scratch: CoreScratch): boolean {
  const { bytes, partNumberStart, partNumberBytes, lineCount } = order;
  return testList(predicate, bytes, partNumberStart, partNumberBytes, lineCount, scratch);
}
