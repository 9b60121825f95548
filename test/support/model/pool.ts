// Which locations may serve an order at all, before any group looks at them? A hold is the groups'
// affair: a held express location still counts for the express rule.
// Must not know: groups, filters, sorts.

import { distanceKm, locate } from './geography.js';
import type { PostalTable } from './geography.js';
import type { Location, ModelWorld } from './messages.js';
import type { Line, Order } from './order.js';
import type { Stock, StockRow } from './stock.js';
import { countryKey } from './text.js';
import type { Trace } from './trace.js';

/** A location of the pool and the lines that it may serve. */
export interface PoolLocation {
  location: Location;
  /** Undefined: unknown. */
  distanceKm: number | undefined;
  /** By line; lines of one product share a row. Not empty. */
  rows: Map<Line, StockRow>;
}

/** Builds the pool, by location code. */
export function buildPool(
  world: ModelWorld,
  order: Order,
  stock: Stock,
  table: PostalTable,
  trace: Trace,
): Map<string, PoolLocation> {
  const pool = new Map<string, PoolLocation>();
  for (const location of world.locations) {
    const obstacle = obstacleOf(location, order, world);
    if (obstacle !== undefined) {
      trace(`pool:${obstacle}`);
      continue;
    }
    const rows = rowsOf(location, order, stock, trace);
    if (rows.size === 0) continue;
    const distance = distanceKm(order.destination, locate(location, table));
    pool.set(location.code, { location, distanceKm: distance, rows });
  }
  if (order.request.isExpress === true) keepExpressIfAny(pool, trace);
  return pool;
}

function obstacleOf(location: Location, order: Order, world: ModelWorld): string | undefined {
  const { allowedLocationCodes = [], excludedLocations = [] } = order.request;
  if (location.active === false) return 'inactive';
  if (!canServe(location, order)) return 'capability';
  const staysHome = world.configuration.settings?.allowInternationalAssignment !== true;
  if (staysHome && isForeign(location, order)) return 'foreign';
  if (allowedLocationCodes.length > 0 && !allowedLocationCodes.includes(location.code)) {
    return 'not-allowed';
  }
  const isExcluded = excludedLocations.some(
    (exclusion) => exclusion.locationCode === location.code && !exclusion.orderItemId,
  );
  return isExcluded ? 'excluded' : undefined;
}

function canServe(location: Location, order: Order): boolean {
  return order.orderType === 'ORDER_TYPE_DELIVERY'
    ? location.deliveryEnabled === true
    : location.directShip !== false;
}

function isForeign(location: Location, order: Order): boolean {
  const here = countryKey(location.countryCode);
  const there = countryKey(order.address.countryCode);
  return here !== '' && there !== '' && here !== there;
}

function rowsOf(location: Location, order: Order, stock: Stock, trace: Trace): Map<Line, StockRow> {
  const rows = new Map<Line, StockRow>();
  for (const line of order.lines) {
    if (line.product === undefined) continue;
    const row = stock.rows.get(line.product)?.get(location.code);
    if (row === undefined) continue;
    const isExcluded = (order.request.excludedLocations ?? []).some(
      (exclusion) => exclusion.locationCode === location.code && exclusion.orderItemId === line.id,
    );
    if (isExcluded) trace('pool:item-excluded');
    else rows.set(line, row);
  }
  return rows;
}

function keepExpressIfAny(pool: Map<string, PoolLocation>, trace: Trace): void {
  const isExpress = (place: PoolLocation) => place.location.express === true;
  if (![...pool.values()].some(isExpress)) {
    trace('pool:express-absent');
    return;
  }
  trace('pool:express-only');
  const isFree = (place: PoolLocation) => isExpress(place) && place.location.onHold !== true;
  if (![...pool.values()].some(isFree)) trace('pool:express-on-hold');
  for (const [code, place] of pool) {
    if (!isExpress(place)) pool.delete(code);
  }
}
