// In which order the locations of a split take: by what each could take alone, by group rank, or by
// distance, once, on the stock before the split.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { STRATEGY, type GroupProgram } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { bucketSort } from '../sort/bucket-sort.js';
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
  if (scratch.hasSharedSlots || scratch.search.bundleCount > 0) tryAlone(order, scratch);
  else sumAlone(order, scratch);
  if (strategy === STRATEGY.distance) {
    const { ordered, orderedCount, candidateChord } = scratch;
    scratch.ordered = bucketSort(
      ordered,
      orderedCount,
      candidateChord,
      staysBehind,
      null,
      locations,
      scratch,
    );
    return;
  }
  sortByUnits(strategy === STRATEGY.groupRankAndQuantity, order, locations, scratch);
}

/** Finds what each candidate could take alone by letting it, and takes it back. */
function tryAlone(order: OrderColumns, scratch: CoreScratch): void {
  const { ordered, orderedCount } = scratch;
  const { candidateUnits } = scratch.search;
  for (let i = 0; i < orderedCount; i++) {
    const candidate = ordered[i];
    takeFrom(order, scratch, candidate, false);
    let units = 0;
    for (let at = 0; at < scratch.takeCount; at++) units += scratch.takeUnits[at];
    takeBack(scratch, 0);
    candidateUnits[candidate] = units;
  }
}

/** The same where lines share neither stock nor bundles: then each line takes for itself. */
function sumAlone(order: OrderColumns, scratch: CoreScratch): void {
  const { lineResidual, lineSlot, pairStart, rowCandidate, unionAlive, walkUnits } = scratch;
  const { candidateUnits, isQuantitySplit } = scratch.search;
  candidateUnits.fill(0, 0, scratch.candidateCount);
  for (let line = 0; line < order.lineCount; line++) {
    const need = lineResidual[line];
    if (need === 0) continue;
    const start = scratch.slotRowStart[lineSlot[line]];
    const end = scratch.slotRowEnd[lineSlot[line]];
    const shift = pairStart[line] - start;
    for (let row = start; row < end; row++) {
      const left = walkUnits[row];
      const part = isQuantitySplit ? left : 0;
      const taken = left < need ? part : need;
      candidateUnits[rowCandidate[row]] += unionAlive[row + shift] * taken;
    }
  }
}

/**
 * Sorts `ordered` by what each could take alone, the most first; where it `keepsRanks` within a
 * group rank only, by which it is sorted already.
 */
function sortByUnits(
  keepsRanks: boolean,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { ordered, orderedCount, candidateRank } = scratch;
  const { candidateUnits, candidateKey } = scratch.search;
  let most = 0;
  for (let line = 0; line < order.lineCount; line++) most += scratch.lineResidual[line];
  if (most + 2 > scratch.bucketStart.length) {
    for (let i = 0; i < orderedCount; i++) candidateKey[ordered[i]] = -candidateUnits[ordered[i]];
    const keys = keepsRanks ? candidateRank : candidateKey;
    const comesFirst = keepsRanks ? takesMore : staysBehind;
    scratch.ordered = mergeSort(ordered, orderedCount, keys, comesFirst, null, locations, scratch);
    return;
  }
  for (let start = 0, end = 0; start < orderedCount; start = end) {
    end = orderedCount;
    if (keepsRanks) {
      const rank = candidateRank[ordered[start]];
      for (end = start + 1; end < orderedCount && candidateRank[ordered[end]] === rank; ) end++;
    }
    countingSort(scratch, start, end, most);
  }
  scratch.ordered = scratch.mergeBuffer;
  scratch.mergeBuffer = ordered;
}

/** Sorts places [start, end) of `ordered` by units, at most so many, into `mergeBuffer`. */
function countingSort(scratch: CoreScratch, start: number, end: number, most: number): void {
  const { ordered, mergeBuffer, bucketStart } = scratch;
  const { candidateUnits } = scratch.search;
  bucketStart.fill(0, 0, most + 2);
  for (let i = start; i < end; i++) bucketStart[most - candidateUnits[ordered[i]] + 1]++;
  bucketStart[0] = start;
  for (let bucket = 0; bucket < most; bucket++) bucketStart[bucket + 1] += bucketStart[bucket];
  for (let i = start; i < end; i++) {
    const bucket = most - candidateUnits[ordered[i]];
    mergeBuffer[bucketStart[bucket]++] = ordered[i];
  }
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
