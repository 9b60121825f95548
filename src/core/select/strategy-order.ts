// In which order the locations of a split take: by what each could take alone, by group rank, or by
// distance, once, on the stock before the split.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { STRATEGY, type GroupProgram } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { mergeSort } from '../sort/merge-sort.js';
import { takeBack, takeFrom } from './take-from.js';

/**
 * Sorts `ordered` by a strategy; what is equal keeps its place, which is the candidate order.
 * Leaves in `candidateUnits` what each could take alone.
 */
export function orderByStrategy(
  strategy: number,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search, ordered, orderedCount } = scratch;
  const { candidateUnits, candidateKey } = search;
  for (let i = 0; i < orderedCount; i++) {
    const candidate = ordered[i];
    takeFrom(order, scratch, candidate, false);
    let units = 0;
    for (let at = 0; at < scratch.takeCount; at++) units += scratch.takeUnits[at];
    takeBack(scratch, 0);
    candidateUnits[candidate] = units;
    candidateKey[candidate] = -units;
  }
  let keys = candidateKey;
  if (strategy === STRATEGY.distance) keys = scratch.candidateChord;
  else if (strategy === STRATEGY.groupRankAndQuantity) keys = scratch.candidateRank;
  const isQuantityNext = strategy === STRATEGY.groupRankAndQuantity;
  const comesFirst = isQuantityNext ? takesMore : staysBehind;
  scratch.ordered = mergeSort(ordered, orderedCount, keys, comesFirst, null, locations, scratch);
}

/** Whether candidate `a` could take more than `b`. */
function takesMore(
  a: number,
  b: number,
  _group: GroupProgram | null,
  _locations: LocationTable,
  scratch: CoreScratch,
): boolean {
  const { candidateKey } = scratch.search;
  return candidateKey[a] < candidateKey[b];
}

/** Of two that are equal, none comes first: the sort keeps their order. */
export function staysBehind(
  _a: number,
  _b: number,
  _group: GroupProgram | null,
  _locations: LocationTable,
  _scratch: CoreScratch,
): boolean {
  return false;
}
