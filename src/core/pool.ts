// Which locations may serve the order at all, before any group is asked.

import { LOCATION_FLAG, wantedAdmission, type LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import { ORDER_TYPE, type Program } from '../columns/program.js';
import { countryOf } from './resolve.js';
import { CANDIDATE_COLUMNS, LOCATION_COLUMNS, NO_CANDIDATE } from './candidates/scratch.js';
import type { CoreScratch } from './scratch.js';

const { candidateChord, candidateLocation, candidateInPool } = CANDIDATE_COLUMNS;
const { candidateIsNarrowed } = CANDIDATE_COLUMNS;
const { locationCandidate } = LOCATION_COLUMNS;

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
  const asksEach = scratch.isAllowListed || scratch.isExcludeListed || store >= 0;
  const { wantedFlags, wantedCountry } = scratch;
  scratch.wantedAdmission = asksEach ? -1 : wantedAdmission(wantedFlags, wantedCountry);
  if (store < 0) return;
  // It is no candidate, and no location is asked for being it.
  const { givingStore, outside } = NO_CANDIDATE;
  const mark = store === scratch.givingStore ? givingStore : outside;
  locationCandidate[store] = scratch.poolBase + mark;
}

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
  return obstacleOfLists(scratch, location);
}

function obstacleOfLists(scratch: CoreScratch, location: number): number {
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

/**
 * The candidate of a location, which is made one where it may serve the order, or one of
 * NO_CANDIDATE. What else is known of it is left to `placeCandidates`.
 */
export function admit(locations: LocationTable, scratch: CoreScratch, location: number): number {
  const { poolBase } = scratch;
  const known = locationCandidate[location] - poolBase;
  if (known >= NO_CANDIDATE.givingStore) return known;
  locationCandidate[location] = poolBase + NO_CANDIDATE.outside;
  if (obstacleToAdmission(locations, scratch, location) !== OBSTACLE.none) {
    return NO_CANDIDATE.outside;
  }
  const candidate = scratch.candidateCount++;
  candidateLocation[candidate] = location;
  locationCandidate[location] = poolBase + candidate;
  return candidate;
}

/** The candidate of a location in the pool at hand; -1: it is none. */
export function candidateAt({ poolBase }: CoreScratch, location: number): number {
  return Math.max(-1, locationCandidate[location] - poolBase);
}

/**
 * Puts all candidates into the pool, with their squared chords. A chord is written where it is
 * made: one that is returned, or chosen by `? :`, would be garbage on the heap.
 */
export function placeCandidates(locations: LocationTable, scratch: CoreScratch): void {
  const { x, y, z } = locations;
  const { candidateCount, hasDestination } = scratch;
  const { destinationX, destinationY, destinationZ } = scratch;
  candidateInPool.fill(1, 0, candidateCount);
  candidateIsNarrowed.fill(0, 0, candidateCount);
  for (let c = 0; c < candidateCount; c++) {
    const location = candidateLocation[c];
    const dx = x[location] - destinationX;
    const dy = y[location] - destinationY;
    const dz = z[location] - destinationZ;
    const chord = dx * dx + dy * dy + dz * dz;
    candidateChord[c] = chord;
    if (!hasDestination || !(chord >= 0)) candidateChord[c] = Infinity;
  }
}
