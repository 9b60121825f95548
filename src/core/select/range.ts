// Among which pairs a split searches: the united survivors of the groups in its range, and the
// order of their locations.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import type { GroupProgram } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import { noteKeeper } from '../fulfillment/full.js';
import { evaluateGroup, markSurvivors } from '../group.js';
import { clearNotes, noteScores } from '../score/note.js';
import type { CoreScratch } from '../scratch.js';
import { makeSortKeys } from '../sort/keys.js';
import { mergeSort } from '../sort/merge-sort.js';
import { sortSurvivors } from '../sort/survivors.js';

/**
 * Unites the surviving pairs of groups [first, last] into `unionAlive` and lists their locations in
 * `ordered`: by the rank of the first of these groups that keeps it, then by its position there,
 * then by code. This is the candidate order. `evaluated` is the group that was evaluated last,
 * whose survivors are marked, or -1.
 */
export function uniteGroups(
  groups: readonly GroupProgram[],
  first: number,
  last: number,
  evaluated: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { pairAlive, unionAlive, candidateIsOrdered } = scratch;
  const pairCount = scratch.pairStart[order.lineCount];
  unionAlive.fill(0, 0, pairCount);
  candidateIsOrdered.fill(0, 0, scratch.candidateCount);
  scratch.orderedCount = 0;
  clearNotes(scratch);
  for (let g = first; g <= last; g++) {
    const group = groups[g];
    const isEvaluated = g === evaluated && g === first;
    if (!isEvaluated && !evaluateGroup(group, order, stock, scratch)) {
      if (scratch.observer !== null) scratch.observer.groupUnited(group, false);
      continue;
    }
    if (scratch.observer !== null) scratch.observer.groupUnited(group, true);
    if (!isEvaluated) markSurvivors(order, scratch);
    for (let pair = 0; pair < pairCount; pair++) unionAlive[pair] |= pairAlive[pair];
    makeSortKeys(group, order, locations, scratch);
    sortSurvivors(group, locations, scratch);
    noteScores(groups, g, scratch);
    const { survivors } = scratch;
    for (let i = 0; i < scratch.survivorCount; i++) {
      const candidate = survivors[i];
      if (candidateIsOrdered[candidate] === 1) continue;
      candidateIsOrdered[candidate] = 1;
      scratch.candidatePosition[candidate] = i;
      scratch.candidateRank[candidate] = group.rank;
      noteKeeper(group, scratch, candidate);
      scratch.ordered[scratch.orderedCount++] = candidate;
    }
  }
  if (!sharesRank(groups, first, last)) return;
  const { ordered, orderedCount, candidateRank } = scratch;
  const sorted = mergeSort(
    ordered,
    orderedCount,
    candidateRank,
    stoodBefore,
    null,
    locations,
    scratch,
  );
  scratch.ordered = sorted;
}

/** Whether two groups of the range have one rank: then their locations mix by position. */
function sharesRank(groups: readonly GroupProgram[], first: number, last: number): boolean {
  for (let g = first + 1; g <= last; g++) {
    if (groups[g].rank === groups[g - 1].rank) return true;
  }
  return false;
}

/**
 * Of two locations of one group rank, the one at the smaller position, then of the smaller code.
 */
function stoodBefore(
  a: number,
  b: number,
  _group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
): boolean {
  const { candidatePosition, candidateLocation } = scratch;
  const difference = candidatePosition[a] - candidatePosition[b];
  if (difference !== 0) return difference < 0;
  return locations.codeRank[candidateLocation[a]] < locations.codeRank[candidateLocation[b]];
}
