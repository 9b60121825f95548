// The last two choices of a set: pairs are tried, those first that supply the most, as far as two
// of them can supply all that is open.

import { countGlances } from './cover-bounds.js';
import { endSet, mayBeBest, mayTake, take, takeBack } from './cover-state.js';
import { suppliedCount, twoSupplyAllOpen } from './masks.js';
import type { SearchScratch } from './scratch.js';

/** Lists all choices by how many of the open demands they supply, the most first. */
export function listBySize(search: SearchScratch): void {
  const { choiceCount, sizes, bySize, maskWords } = search;
  for (let choice = 0; choice < choiceCount; choice++) {
    search.useful[choice] = choice;
    sizes[choice] = suppliedCount(search, choice);
  }
  countGlances(search, choiceCount * maskWords);
  sortBy(search, sizes, search.useful, choiceCount, bySize);
}

/** Sorts choices by a number of open demands, the largest first: a counting sort. */
function sortBy(
  search: SearchScratch,
  numbers: Int32Array,
  choices: Int32Array,
  count: number,
  sorted: Int32Array,
): void {
  const { sizeEnd, openDemands } = search;
  for (let size = 0; size <= openDemands; size++) sizeEnd[size] = 0;
  for (let i = 0; i < count; i++) sizeEnd[numbers[choices[i]]]++;
  for (let size = openDemands; size > 0; size--) sizeEnd[size - 1] += sizeEnd[size];
  for (let i = count - 1; i >= 0; i--) sorted[--sizeEnd[numbers[choices[i]]]] = choices[i];
}

/** Ends the set at hand with one choice or two, where that makes the best plan. */
export function pickTwo(search: SearchScratch): void {
  const { openDemands, takenCount, met, byMet } = search;
  const count = listUseful(search);
  let pairs = 0;
  for (let i = 0; i < count && met[byMet[i]] * 2 >= openDemands; i++) {
    const one = byMet[i];
    if (met[one] === openDemands) endWith(search, one, one);
    for (let k = i + 1; k < count && met[one] + met[byMet[k]] >= openDemands; k++) {
      if (search.sizeLimit < takenCount + 2) break;
      pairs++;
      const isPair = search.isForSize || isInTime(search, one, byMet[k]);
      if (isPair && twoSupplyAllOpen(search, one, byMet[k])) endWith(search, one, byMet[k]);
    }
    if (search.sizeLimit < takenCount + 2) break;
  }
  countGlances(search, count + pairs * search.maskWords);
}

/** Whether two more choices may make a plan that does not come behind the best. */
function isInTime(search: SearchScratch, one: number, other: number): boolean {
  const { takenCount, choiceRank, choicePosition } = search;
  const rank = search.rankSums[takenCount] + choiceRank[one] + choiceRank[other];
  const position = choicePosition[one] + choicePosition[other];
  return mayBeBest(search, rank, search.positionSums[takenCount] + position);
}

/** Ends the set with two choices, or with one, where they meet all and the limit allows them. */
function endWith(search: SearchScratch, one: number, other: number): void {
  const { undoCount } = search;
  take(search, one);
  const { undoCount: undoOther } = search;
  const isAllowed = one !== other && mayTake(search, other);
  if (isAllowed) take(search, other);
  if (search.openDemands === 0) endSet(search);
  if (isAllowed) takeBack(search, undoOther);
  takeBack(search, undoCount);
}

/**
 * Lists in `byMet` the free choices that may be one of two that supply all that is open, those that
 * supply the most first. None supplies more than it did before anything was taken.
 */
function listUseful(search: SearchScratch): number {
  const { bySize, sizes, met, useful, openDemands, choiceCount } = search;
  let most = 0;
  let count = 0;
  let seen = 0;
  for (; seen < choiceCount; seen++) {
    const choice = bySize[seen];
    const size = sizes[choice];
    if (size === 0 || (size <= most && size + most < openDemands)) break;
    if (!mayTake(search, choice)) continue;
    met[choice] = suppliedCount(search, choice);
    if (met[choice] > most) most = met[choice];
    useful[count++] = choice;
  }
  countGlances(search, seen * search.maskWords);
  sortBy(search, met, useful, count, search.byMet);
  return count;
}
