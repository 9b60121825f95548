// Which locations may serve an order at all, before any group looks at them? A hold is the groups'
// affair: a held express location still counts for the express rule.
// Must not know: groups, filters, sorts.

import { distanceKm, locate } from './geography.js';
import type { PostalTable } from './geography.js';
import type { Line, RowsByLine } from './lines.js';
import type { Location, LocationExclusion, ModelWorld } from './messages.js';
import type { Order } from './order.js';
import type { StockRow } from './stock.js';
import { countryKey } from './text.js';
import type { Trace } from './trace.js';

/** A location of the pool and the lines that it may serve. */
export interface PoolLocation {
  location: Location;
  /** Undefined: unknown. */
  distanceKm: number | undefined;
  /** By line; lines of one product and equal tags share a row. Not empty. */
  rows: Map<Line, StockRow>;
}

/** What a pool is made of: the open lines, their rows, and who may not serve. */
export interface PoolRequest {
  order: Order;
  open: Line[];
  rows: RowsByLine;
  exclusions: LocationExclusion[];
}

/** Builds the pool, by location code. */
export function buildPool(
  world: ModelWorld,
  wanted: PoolRequest,
  table: PostalTable,
  trace: Trace,
): Map<string, PoolLocation> {
  const { order } = wanted;
  const pool = new Map<string, PoolLocation>();
  for (const location of world.locations) {
    const obstacle = obstacleOf(location, wanted, world);
    if (obstacle !== undefined) {
      trace(`pool:${obstacle}`);
      continue;
    }
    const rows = rowsAt(location, wanted, trace);
    if (rows.size === 0) continue;
    const place = placeOf(location, order, table);
    pool.set(location.code, { ...place, rows });
  }
  keepByRequestType(pool, wanted, trace);
  if (order.request.isExpress === true) keepExpressIfAny(pool, trace);
  return pool;
}

/** A location without rows. */
export function placeOf(location: Location, order: Order, table: PostalTable): PoolLocation {
  const distance = distanceKm(order.destination, locate(location, table));
  return { location, distanceKm: distance, rows: new Map() };
}

function obstacleOf(
  location: Location,
  wanted: PoolRequest,
  world: ModelWorld,
): string | undefined {
  const { order } = wanted;
  if (!canServe(location, order)) return 'capability';
  if (location.active === false) return 'inactive';
  if (isForeign(location, order, world)) return 'foreign';
  if (!isAllowed(location, order)) return 'not-allowed';
  if (isExcluded(location, wanted.exclusions)) return 'excluded';
  return location === order.pickupStore ? 'pickup-store' : undefined;
}

function canServe(location: Location, order: Order): boolean {
  if (order.isTransfer) return location.transferEnabled === true;
  return shipsLastLeg(location, order);
}

/** Whether a location brings goods to the shopper in the way of the order. */
export function shipsLastLeg(location: Location, order: Order): boolean {
  return order.orderType === 'ORDER_TYPE_DELIVERY'
    ? location.deliveryEnabled === true
    : location.directShip !== false;
}

/** Whether a location is in another country, where that matters. */
export function isForeign(location: Location, order: Order, world: ModelWorld): boolean {
  if (world.configuration.settings?.allowInternationalAssignment === true) return false;
  const here = countryKey(location.countryCode);
  const there = countryKey(order.country);
  return here !== '' && there !== '' && here !== there;
}

/** Whether the allow-list, if there is one, names a location. */
export function isAllowed(location: Location, order: Order): boolean {
  const { allowedLocationCodes = [] } = order.request;
  return allowedLocationCodes.length === 0 || allowedLocationCodes.includes(location.code);
}

/** Whether a location is excluded for the order, or for the line. */
export function isExcluded(
  location: Location,
  exclusions: LocationExclusion[],
  line?: Line,
): boolean {
  return exclusions.some(
    ({ locationCode, orderItemId }) =>
      locationCode === location.code && (orderItemId ? orderItemId === line?.id : true),
  );
}

function rowsAt(location: Location, wanted: PoolRequest, trace: Trace): Map<Line, StockRow> {
  const rows = new Map<Line, StockRow>();
  for (const line of wanted.open) {
    const row = wanted.rows.get(line)?.get(location.code);
    if (row === undefined || row.left === 0) continue;
    if (isExcluded(location, wanted.exclusions, line)) trace('pool:item-excluded');
    else rows.set(line, row);
  }
  return rows;
}

/** Candidates of ALL_STORES are judged when they are listed, not here. */
function keepByRequestType(
  pool: Map<string, PoolLocation>,
  { order, open }: PoolRequest,
  trace: Trace,
): void {
  const type = (order.request.inventoryRequestType ?? '').replace('INVENTORY_REQUEST_TYPE_', '');
  trace(`request-type:${type}`);
  for (const [code, place] of pool) {
    if (type === 'ALL' && !coversAll(place.rows, open)) {
      trace('request-type:ALL:removed');
      pool.delete(code);
    } else if (type === 'PARTIAL' || (type === 'ALL_STORES' && !order.isQuestion)) {
      for (const [line, row] of place.rows) {
        if (row.left >= line.need) continue;
        trace(`request-type:${type}:removed`);
        place.rows.delete(line);
      }
      if (place.rows.size === 0) pool.delete(code);
    }
  }
}

/** Whether rows cover all lines at once; lines that share a row add up. */
export function coversAll(rows: Map<Line, StockRow>, lines: Line[]): boolean {
  return lines.every((line) => {
    const row = rows.get(line);
    if (row === undefined) return false;
    const sharing = lines.filter((other) => rows.get(other) === row);
    return sharing.reduce((sum, other) => sum + other.need, 0) <= row.left;
  });
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
