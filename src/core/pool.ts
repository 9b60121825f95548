// Which locations may serve the order at all, before any group is asked.

import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import { ORDER_TYPE, type Program } from '../columns/program.js';
import { countryOf } from './resolve.js';
import type { CoreScratch } from './scratch.js';

/**
 * Sets what a location must be to serve the order, from the stock that is there or, with
 * `isFuturePass`, from stock that is to come.
 */
export function openPool(
  order: OrderColumns,
  program: Program,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const capability = capabilityOf(order.orderType);
  scratch.wantedFlags = LOCATION_FLAG.present | LOCATION_FLAG.active | capability;
  scratch.wantedCountry = program.isInternationalAllowed ? 0 : countryOf(order, locations, scratch);
  scratch.isAllowListed = order.allowedCount > 0;
  const { isFuturePass } = scratch;
  scratch.isExcludeListed = (isFuturePass ? order.futureExcludedCount : order.excludedCount) > 0;
  const store = scratch.pickupLocation;
  if (store < 0) return;
  // It is no candidate, and no location is asked for being it.
  scratch.locationStamp[store] = scratch.poolStamp;
  scratch.locationCandidate[store] = store === scratch.givingStore ? GIVING_STORE : -1;
}

/** In `locationCandidate`, the store that gives what it has before any group is asked. */
export const GIVING_STORE = -2;

/** What a location must be able to do for an order type. */
function capabilityOf(orderType: number): number {
  switch (orderType) {
    case ORDER_TYPE.delivery:
      return LOCATION_FLAG.deliveryEnabled;
    case ORDER_TYPE.transfer:
    case ORDER_TYPE.bopis:
      return LOCATION_FLAG.transferEnabled;
    default:
      return LOCATION_FLAG.directShip;
  }
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
  pickupStore: 7,
} as const;

/** The first obstacle to a location, one of OBSTACLE. A hold is none: groups judge it. */
export function obstacleOf(
  locations: LocationTable,
  scratch: CoreScratch,
  location: number,
): number {
  const obstacle = obstacleToAdmission(locations, scratch, location);
  const isStore = location === scratch.pickupLocation;
  return isStore && obstacle === OBSTACLE.none ? OBSTACLE.pickupStore : obstacle;
}

/** The same of a location that is not the pickup store. */
function obstacleToAdmission(
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
  if (!scratch.isExcludeListed) return OBSTACLE.none;
  const excluded = scratch.isFuturePass ? scratch.futureExcludedStamp : scratch.excludedStamp;
  return excluded[location] === scratch.stamp ? OBSTACLE.excluded : OBSTACLE.none;
}

function missingFlag(missing: number): number {
  if ((missing & LOCATION_FLAG.present) !== 0) return OBSTACLE.absent;
  return missing === LOCATION_FLAG.active ? OBSTACLE.inactive : OBSTACLE.incapable;
}

/** Makes a location a candidate where it may serve the order; else -1. */
export function admit(locations: LocationTable, scratch: CoreScratch, location: number): number {
  if (obstacleToAdmission(locations, scratch, location) !== OBSTACLE.none) return -1;
  const candidate = scratch.candidateCount++;
  scratch.candidateLocation[candidate] = location;
  scratch.candidateInPool[candidate] = 1;
  scratch.candidateIsNarrowed[candidate] = 0;
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
