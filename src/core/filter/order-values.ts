// What an order says of itself that is more than one of its columns: sums over its lines, the name
// of its type, its country.

import { foldInto } from '../../base/text.js';
import { ORDER_TEXT, type OrderColumns } from '../../columns/order.js';
import { ORDER_TYPE } from '../../columns/program.js';

const DIRECTSHIP = Uint8Array.from('DIRECTSHIP', codeOf);
const TRANSFER = Uint8Array.from('TRANSFER', codeOf);
const STH_CONSOLIDATED = Uint8Array.from('STH_CONSOLIDATED', codeOf);
const DELIVERY = Uint8Array.from('DELIVERY', codeOf);
const BOPIS = Uint8Array.from('BOPIS', codeOf);

function codeOf(letter: string): number {
  return letter.charCodeAt(0);
}

/** The name of the type of an order that finds a route. */
export function orderTypeName({ orderType }: OrderColumns): Uint8Array {
  switch (orderType) {
    case ORDER_TYPE.transfer:
      return TRANSFER;
    case ORDER_TYPE.sthConsolidated:
      return STH_CONSOLIDATED;
    case ORDER_TYPE.delivery:
      return DELIVERY;
    case ORDER_TYPE.bopis:
      return BOPIS;
    default:
      return DIRECTSHIP;
  }
}

/** Whether the order goes to the United States, whose postal codes count by five characters. */
export function isUnitedStates(order: OrderColumns, fold: Uint8Array): boolean {
  const start = order.texts[ORDER_TEXT.countryCode * 2];
  const size = order.texts[ORDER_TEXT.countryCode * 2 + 1];
  if (size === 0 || foldInto(order.bytes, start, size, fold) !== 2) return false;
  return fold[0] === 0x75 && fold[1] === 0x73;
}

/** The largest quantity of a line. */
export function largestQuantity(order: OrderColumns): number {
  let largest = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (order.quantity[line] > largest) largest = order.quantity[line];
  }
  return largest;
}

/** The units of all lines. */
export function totalQuantity(order: OrderColumns): number {
  let total = 0;
  for (let line = 0; line < order.lineCount; line++) total += order.quantity[line];
  return total;
}
