// Which locations may serve the order at all, before any group is asked.

import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import { ORDER_TYPE, type Program } from '../columns/program.js';
import { countryOf } from './resolve.js';
import type { CoreScratch } from './scratch.js';

/** Sets what a location must be to serve the order. */
export function openPool(
  order: OrderColumns,
  program: Program,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const capability =
    order.orderType === ORDER_TYPE.delivery
      ? LOCATION_FLAG.deliveryEnabled
      : LOCATION_FLAG.directShip;
  scratch.wantedFlags = LOCATION_FLAG.present | LOCATION_FLAG.active | capability;
  scratch.wantedCountry = program.isInternationalAllowed
    ? 0
    : countryOf(order, locations, scratch.fold);
  scratch.isAllowListed = order.allowedCount > 0;
  scratch.isExcludeListed = order.excludedCount > 0;
}

/** Why a location may not serve the order at all, in the order in which it is asked. */
export const OBSTACLE = {
  none: 0,
  absent: 1,
  incapable: 2,
  inactive: 3,
  international: 4,
  unlisted: 5,
  excluded: 6,
} as const;

/** The first obstacle to a location, one of OBSTACLE. A hold is none: groups judge it. */
export function obstacleOf(
  locations: LocationTable,
  scratch: CoreScratch,
  location: number,
): number {
  const { wantedFlags, wantedCountry } = scratch;
  const flags = locations.flags[location];
  if ((flags & wantedFlags) !== wantedFlags) return missingFlag(wantedFlags & ~flags);
  if (wantedCountry !== 0) {
    // An unknown country on either side is never foreign.
    const country = locations.country[location];
    if (country !== 0 && country !== wantedCountry) return OBSTACLE.international;
  }
  if (scratch.isAllowListed && scratch.allowedStamp[location] !== scratch.stamp) {
    return OBSTACLE.unlisted;
  }
  if (scratch.isExcludeListed && scratch.excludedStamp[location] === scratch.stamp) {
    return OBSTACLE.excluded;
  }
  return OBSTACLE.none;
}

function missingFlag(missing: number): number {
  if ((missing & LOCATION_FLAG.present) !== 0) return OBSTACLE.absent;
  return missing === LOCATION_FLAG.active ? OBSTACLE.inactive : OBSTACLE.incapable;
}

/** Makes a location a candidate where it may serve the order; else -1. */
export function admit(locations: LocationTable, scratch: CoreScratch, location: number): number {
  if (obstacleOf(locations, scratch, location) !== OBSTACLE.none) return -1;
  const candidate = scratch.candidateCount++;
  scratch.candidateLocation[candidate] = location;
  scratch.candidateInPool[candidate] = 1;
  setChord(locations, scratch, location, candidate);
  return candidate;
}

/**
 * Writes the chord itself: one that is returned, or chosen by `? :`, would be garbage on the heap.
 */
function setChord(
  locations: LocationTable,
  scratch: CoreScratch,
  location: number,
  candidate: number,
): void {
  const { candidateChord } = scratch;
  const dx = locations.x[location] - scratch.destinationX;
  const dy = locations.y[location] - scratch.destinationY;
  const dz = locations.z[location] - scratch.destinationZ;
  candidateChord[candidate] = dx * dx + dy * dy + dz * dz;
  const isKnown = scratch.hasDestination && candidateChord[candidate] >= 0;
  if (!isKnown) candidateChord[candidate] = Infinity;
}
