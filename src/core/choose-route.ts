// Which route decides an order: the one that the request names, else the one that serves its order
// type.

import { sameBytes } from '../columns/dictionary.js';
import { ORDER_TEXT, type OrderColumns } from '../columns/order.js';
import { ORDER_TYPE, type Program, type RouteProgram } from '../columns/program.js';

/** Digits of the largest id. */
const ID_DIGITS_MAX = 16;

/** The route of an order; null: there is none. */
export function chooseRoute(order: OrderColumns, program: Program): RouteProgram | null {
  const wanted = routedType(order.orderType);
  if (wanted === 0) return null;
  if (order.texts[ORDER_TEXT.strategyId * 2 + 1] === 0) return program.routes[wanted];
  const route = namedRoute(order, program.allRoutes);
  if (route === null || route.orderType === wanted) return route;
  // Without a route of its own consolidation takes that of DIRECTSHIP.
  const isStandIn =
    wanted === ORDER_TYPE.sthConsolidated && route.orderType === ORDER_TYPE.directShip;
  return isStandIn ? route : null;
}

/** The order type whose route decides an order type; 0: no route does. */
function routedType(orderType: number): number {
  switch (orderType) {
    case ORDER_TYPE.return:
    case ORDER_TYPE.disposition:
      return 0;
    case ORDER_TYPE.bopis:
      return ORDER_TYPE.transfer;
    default:
      return orderType;
  }
}

/** The route that the request names: by its name, else by its id as digits. */
function namedRoute(order: OrderColumns, routes: readonly RouteProgram[]): RouteProgram | null {
  const { bytes, texts } = order;
  const start = texts[ORDER_TEXT.strategyId * 2];
  const lengthBytes = texts[ORDER_TEXT.strategyId * 2 + 1];
  for (let i = 0; i < routes.length; i++) {
    const { nameBytes } = routes[i];
    if (nameBytes.length !== lengthBytes) continue;
    if (sameBytes(nameBytes, 0, bytes, start, lengthBytes)) return routes[i];
  }
  const id = idOf(bytes, start, lengthBytes);
  for (let i = 0; i < routes.length; i++) {
    if (routes[i].id === id) return routes[i];
  }
  return null;
}

/** A whole number above 0 in decimal digits as it is written; else -1. */
function idOf(bytes: Uint8Array, start: number, lengthBytes: number): number {
  if (lengthBytes > ID_DIGITS_MAX || bytes[start] === 0x30) return -1;
  let id = 0;
  for (let i = start; i < start + lengthBytes; i++) {
    const digit = bytes[i] - 0x30;
    if (digit < 0 || digit > 9) return -1;
    id = id * 10 + digit;
  }
  return id;
}
