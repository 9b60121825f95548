// Whether what ships from several locations is brought together at one of them or at another, from
// which all of it goes to the shopper.

import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import { ORDER_TEXT, type OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import { ORDER_TYPE } from '../columns/program.js';
import { newLocationsLeft } from './limits.js';
import { CONSOLIDATION } from './observer.js';
import { locationOf } from './resolve.js';
import type { CoreScratch } from './scratch.js';

/** What a location must be to be a point of consolidation, besides the last leg. */
const POINT_FLAGS =
  LOCATION_FLAG.present | LOCATION_FLAG.active | LOCATION_FLAG.consolidationEnabled;

/**
 * Sends the units that ship now by way of a point of consolidation, where the order asks for it and
 * several locations serve it. Units that are to come stay as they are.
 */
export function consolidate(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  if (!isAskedFor(order) || !isDivided(plan)) return;
  const point = pointOf(order, locations, scratch);
  if (point < 0) {
    tell(scratch, CONSOLIDATION.noPoint, -1);
    return;
  }
  if (!isReachable(locations, scratch, plan, point)) return;
  for (let i = 0; i < plan.futureStart; i++) {
    if (plan.assignmentLocation[i] === point) continue;
    plan.assignmentRoute[i] = ORDER_TYPE.transfer;
    plan.assignmentTransferTo[i] = point;
  }
  tell(scratch, CONSOLIDATION.used, point);
}

function isAskedFor({ orderType, isConsolidationForced }: OrderColumns): boolean {
  if (orderType === ORDER_TYPE.sthConsolidated) return true;
  if (!isConsolidationForced) return false;
  return orderType === ORDER_TYPE.directShip || orderType === ORDER_TYPE.delivery;
}

function isDivided({ assignmentLocation, futureStart }: PlanColumns): boolean {
  for (let i = 1; i < futureStart; i++) {
    if (assignmentLocation[i] !== assignmentLocation[0]) return true;
  }
  return false;
}

/** The point that the request names, if it is one, else the nearest; -1: none. */
function pointOf(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): number {
  const { texts } = order;
  const start = texts[ORDER_TEXT.consolidationOverride * 2];
  const lengthBytes = texts[ORDER_TEXT.consolidationOverride * 2 + 1];
  if (lengthBytes > 0) {
    const named = locationOf(order, locations, start, lengthBytes);
    if (named >= 0 && isPoint(order, locations, scratch, named)) return named;
    tell(scratch, CONSOLIDATION.invalidOverride, named);
  }
  return scratch.hasDestination ? nearestPoint(order, locations, scratch) : -1;
}

function nearestPoint(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): number {
  const { x, y, z, codeRank } = locations;
  const { destinationX, destinationY, destinationZ } = scratch;
  let nearest = -1;
  let smallest = Infinity;
  for (let location = 0; location < locations.count; location++) {
    if (!isPoint(order, locations, scratch, location)) continue;
    const dx = x[location] - destinationX;
    const dy = y[location] - destinationY;
    const dz = z[location] - destinationZ;
    const chord = dx * dx + dy * dy + dz * dz;
    // Both are false for an unknown place, which is NaN.
    const isTied = chord === smallest && codeRank[location] < codeRank[nearest];
    if (!(chord < smallest) && !isTied) continue;
    smallest = chord;
    nearest = location;
  }
  return nearest;
}

/** Whether a location may be the point of an order. */
export function isPoint(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  location: number,
): boolean {
  const { wantedCountry, stamp } = scratch;
  const flags = locations.flags[location];
  const isDelivery = order.orderType === ORDER_TYPE.delivery;
  const lastLeg = isDelivery ? LOCATION_FLAG.deliveryEnabled : LOCATION_FLAG.directShip;
  const wanted = POINT_FLAGS | lastLeg;
  if ((flags & wanted) !== wanted || (flags & LOCATION_FLAG.onHold) !== 0) return false;
  if (scratch.excludedStamp[location] === stamp) return false;
  if (order.allowedCount > 0 && scratch.allowedStamp[location] !== stamp) return false;
  const country = locations.country[location];
  return wantedCountry === 0 || country === 0 || country === wantedCountry;
}

/** Whether everything that is elsewhere can be brought to the point. */
function isReachable(
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  point: number,
): boolean {
  for (let i = 0; i < plan.futureStart; i++) {
    const location = plan.assignmentLocation[i];
    if (location === point) continue;
    if ((locations.flags[location] & LOCATION_FLAG.transferEnabled) !== 0) continue;
    tell(scratch, CONSOLIDATION.notTransferable, location);
    return false;
  }
  const isUsed = scratch.usedStamp[point] === scratch.stamp;
  if (isUsed || newLocationsLeft(scratch) > 0) return true;
  tell(scratch, CONSOLIDATION.limitReached, point);
  return false;
}

function tell({ observer }: CoreScratch, step: number, location: number): void {
  if (observer !== null) observer.consolidationStepped(step, location);
}
