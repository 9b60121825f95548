// What a unit from each location costs, in whole thousandths of a minor unit: so that sums are
// exact, and equal costs are equal.

import type { LocationTable } from '../../../columns/locations.js';
import type { CostProgram } from '../../../columns/program.js';
import { kmOfChord } from '../../geo.js';
import type { CoreScratch } from '../../scratch.js';
import { mergeSort } from '../../sort/merge-sort.js';
import type { SearchScratch } from '../scratch.js';
import { staysBehind } from '../strategy-order.js';
import { roomForCosts } from './scratch.js';

/** Thousandths of a minor unit. */
export const THOUSANDTHS = 1000;

/** Notes what a parcel costs, and a unit from each candidate of `ordered`. */
export function noteCosts(program: CostProgram, scratch: CoreScratch): void {
  const { ordered, orderedCount } = scratch;
  openCosts(program, scratch);
  for (let i = 0; i < orderedCount; i++) noteUnitCost(program, scratch, ordered[i]);
}

/** Notes what a parcel costs; units are noted by candidate. */
export function openCosts(program: CostProgram, scratch: CoreScratch): void {
  const { cost } = scratch.search;
  roomForCosts(cost, scratch.candidateCount);
  cost.parcel = program.parcelMinor * THOUSANDTHS;
}

/**
 * Notes what a unit from a candidate costs. An unknown place counts as the other side of the Earth;
 * where the destination is unknown, distances do not count.
 */
export function noteUnitCost(program: CostProgram, scratch: CoreScratch, candidate: number): void {
  const { candidateUnit } = scratch.search.cost;
  const km = scratch.hasDestination ? kmOfChord(scratch.candidateChord[candidate]) : 0;
  const minor = program.unitMinor + program.unitKmMinor * km;
  candidateUnit[candidate] = Math.round(THOUSANDTHS * minor);
}

/**
 * Sorts `ordered` by what a unit costs; what is equal keeps its place. Answers whether a unit costs
 * the same everywhere.
 */
export function orderByCost(locations: LocationTable, scratch: CoreScratch): boolean {
  const { ordered, orderedCount } = scratch;
  const { candidateUnit } = scratch.search.cost;
  const sorted = mergeSort(
    ordered,
    orderedCount,
    candidateUnit,
    staysBehind,
    null,
    locations,
    scratch,
  );
  scratch.ordered = sorted;
  const last = orderedCount - 1;
  return last < 0 || candidateUnit[sorted[0]] === candidateUnit[sorted[last]];
}

/** Notes what units from the choices cost, and how many of these the limit does not count. */
export function prepareCosts(search: SearchScratch): void {
  const { cost, choiceCandidate, choiceIsNew } = search;
  cost.usedChoices = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    cost.choiceUnit[choice] = cost.candidateUnit[choiceCandidate[choice]];
    cost.usedChoices += 1 - choiceIsNew[choice];
    search.live[choice] = choice;
  }
  search.liveCount = search.choiceCount;
}
