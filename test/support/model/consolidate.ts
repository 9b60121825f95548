// Where is an order that several locations serve put together before it goes to the shopper?
// Must not know: groups, splits, how the order was decided.

import type { PostalTable } from './geography.js';
import type { Ledger } from './ledger.js';
import { allowedNew, usedCodes } from './ledger.js';
import type { Location, ModelWorld } from './messages.js';
import type { Order } from './order.js';
import type { PoolLocation } from './pool.js';
import { isAllowed, isExcluded, isForeign, placeOf, shipsLastLeg } from './pool.js';
import { compareNumbers } from './sorts.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';

/** The location to consolidate at, or undefined where the order is not consolidated. */
export function consolidationPoint(
  world: ModelWorld,
  order: Order,
  ledger: Ledger,
  table: PostalTable,
  trace: Trace,
): Location | undefined {
  if (!isWanted(order)) return undefined;
  const places = new Map(
    ledger.takes
      .filter((take) => take.futureEpochMs === undefined)
      .map(({ place }) => [place.location.code, place.location]),
  );
  if (places.size < 2) {
    trace('consolidation:one-location');
    return undefined;
  }
  const point = findPoint(world, order, table, trace);
  if (point === undefined) return undefined;
  const senders = [...places.values()].filter((location) => location.code !== point.code);
  if (senders.some((location) => location.transferEnabled !== true)) {
    trace('consolidation:no-transfer');
    return undefined;
  }
  // One that serves units to come is a location of the order already.
  if (!usedCodes(ledger).has(point.code) && allowedNew(ledger) < 1) {
    trace('consolidation:limit');
    return undefined;
  }
  trace(`consolidation:${places.has(point.code) ? 'at-one-of-them' : 'elsewhere'}`);
  return point;
}

function isWanted(order: Order): boolean {
  if (order.orderType === 'ORDER_TYPE_STH_CONSOLIDATED') return true;
  const isForced = order.request.forceSthConsolidationOnSplitShipments === true;
  const ships = ['ORDER_TYPE_DIRECTSHIP', 'ORDER_TYPE_DELIVERY'].includes(order.orderType);
  return isForced && ships;
}

/** The override where it can be one, else the nearest. */
function findPoint(
  world: ModelWorld,
  order: Order,
  table: PostalTable,
  trace: Trace,
): Location | undefined {
  const points = world.locations
    .filter((location) => canConsolidate(location, order, world))
    .map((location) => placeOf(location, order, table));
  const override = order.request.sthConsolidationLocationOverride ?? '';
  const wanted = points.find((point) => point.location.code === override);
  if (override !== '') {
    trace(`consolidation:override:${wanted === undefined ? 'invalid' : 'valid'}`);
  }
  if (wanted !== undefined) return wanted.location;
  const [nearest] = points.filter((point) => point.distanceKm !== undefined).sort(byDistance);
  if (nearest === undefined) trace('consolidation:no-point');
  return nearest?.location;
}

function canConsolidate(location: Location, order: Order, world: ModelWorld): boolean {
  return (
    location.consolidationEnabled === true &&
    location.active !== false &&
    location.onHold !== true &&
    shipsLastLeg(location, order) &&
    !isExcluded(location, order.request.excludedLocations ?? []) &&
    isAllowed(location, order) &&
    !isForeign(location, order, world)
  );
}

function byDistance(left: PoolLocation, right: PoolLocation): number {
  return (
    compareNumbers(left.distanceKm, right.distanceKm) ||
    compareBytes(left.location.code, right.location.code)
  );
}
