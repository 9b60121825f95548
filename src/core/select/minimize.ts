// Splits over the fewest locations: the most units first, then, where it is asked for, the most
// lines whole at one location, then the fewest locations, then those that come first. Exact, within
// a budget of looks.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { newLocationsLeft, UNLIMITED } from '../limits.js';
import type { CoreScratch } from '../scratch.js';
import { searchCover } from './cover-search.js';
import { takeBest } from './cover-state.js';
import { listChoices } from './coverage.js';
import { makeDemands, targetAtomics, targetUnits } from './demands.js';
import { searchWithin } from './limited-search.js';
import { chooseParticipants } from './participants.js';
import { placeDemands } from './placement.js';
import { LOOKS_MAX, PACK_LOOKS_MAX, type SearchScratch } from './scratch.js';

/** Searches the split; what it takes is in `placeLine`, `placeRow` and `placeUnits`. */
export function minimizeShipments(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search } = scratch;
  beginMinimum(order, locations, scratch);
  if (!searchCover(scratch)) {
    beginLess(locations, scratch);
    searchWithin(scratch);
    if (search.isProven) search.leastLocations = search.bestCount;
  }
  takeBest(search);
  placeDemands(order, scratch);
  if (placedUnits(scratch) < search.bestUnits) search.leastLocations = 0;
  noteLimit(scratch);
}

/** Finds what is to be met, and begins the search for a plan that meets all of it. */
export function beginMinimum(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search } = scratch;
  search.newLimit = newLocationsLeft(scratch);
  search.packLooks = 0;
  search.isProven = true;
  search.leastLocations = 0;
  const hasLineLimit = scratch.lineLocationsLimit !== UNLIMITED;
  if (hasLineLimit) {
    search.ignoresLimits = true;
    findTargets(order, scratch);
    search.ignoresLimits = false;
  }
  const { totalTarget, totalAtomics } = search;
  findTargets(order, scratch);
  search.freeTarget = hasLineLimit ? totalTarget : search.totalTarget;
  search.freeAtomics = hasLineLimit ? totalAtomics : search.totalAtomics;
  search.isTargetProven = search.isProven;
  listChoices(locations, scratch, false);
  search.packLooksMax = search.packLooks + LOOKS_MAX;
  search.bestUnits = search.totalTarget;
  search.bestAtomics = search.totalAtomics;
}

/** Begins the search within the limit, where no plan that meets all is within it. */
export function beginLess(locations: LocationTable, scratch: CoreScratch): void {
  const { search } = scratch;
  // It rules out all that the search before it could not.
  search.isProven = search.isTargetProven;
  listChoices(locations, scratch, true);
  search.packLooksMax = search.packLooks + LOOKS_MAX;
}

/** Notes whether the best plan gives less than there would be without the limits. */
export function noteLimit(scratch: CoreScratch): void {
  const { search } = scratch;
  const isLess = isLessThan(search, search.freeTarget, search.freeAtomics);
  scratch.isLimitHit = isLess || isLessThan(search, search.totalTarget, search.totalAtomics);
}

/** What has to be met, and how much of it all candidates together can give. */
function findTargets(order: OrderColumns, scratch: CoreScratch): void {
  const { search } = scratch;
  search.packLooksMax = search.packLooks + PACK_LOOKS_MAX;
  chooseParticipants(order, scratch);
  makeDemands(order, scratch);
  search.totalTarget = targetUnits(search);
  search.totalAtomics = targetAtomics(search);
}

/** What is placed: less than was found where the budget of a packing ended before it was again. */
function placedUnits({ placeUnits, placeCount }: CoreScratch): number {
  let units = 0;
  for (let i = 0; i < placeCount; i++) units += placeUnits[i];
  return units;
}

/** Whether the split gives fewer units, or as many and fewer whole lines. */
function isLessThan(search: SearchScratch, units: number, atomics: number): boolean {
  if (search.bestUnits !== units) return search.bestUnits < units;
  return search.bestAtomics < atomics;
}
