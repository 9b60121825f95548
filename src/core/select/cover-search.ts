// The fewest locations that meet every demand, and of these sets the one that comes first: branch
// and bound. First for the number of locations alone, then for ranks, positions and codes among
// sets of that size.
//
// A node takes the open demand with the fewest suppliers and branches over these; a supplier that
// was tried is left out of the branches behind it, so that no set is met twice. Beforehand
// dominated candidates have left (coverage.ts); a branch ends where bounds say that it takes too
// many choices or comes too late (cover-bounds.ts). The last choice of a set is found without
// branching: the first supplier that meets all that is open.

import type { CoreScratch } from '../scratch.js';
import { canSuffice, countGlances, prepareBounds, takesTooMany } from './cover-bounds.js';
import { keepFirstPlan, takeCertain } from './cover-start.js';
import {
  ban,
  clearPlan,
  isPlanBetter,
  keepPlan,
  liftBans,
  mayBeBest,
  mayTake,
  take,
  takeBack,
} from './cover-state.js';
import { bitCount } from './coverage.js';
import { firstUnmet } from './exact-demands.js';
import { DEPTH_MAX, LOOKS_MAX, type SearchScratch } from './scratch.js';

/**
 * Searches the best set of choices that meets every demand within the limit on new locations; it is
 * in `best`. Answers whether there is one. Where `isProven` is false, there may be a better one.
 */
export function searchCover(scratch: CoreScratch): boolean {
  const { search } = scratch;
  search.nodes = 0;
  search.looks = 0;
  clearPlan(search);
  takeCertain(search);
  if (search.newCount > search.newLimit) return false;
  prepareBounds(search);
  keepFirstPlan(scratch);
  search.isForSize = true;
  searchUpTo(scratch, search.bestCount < 0 ? mostChoices(search) : search.bestCount - 1);
  if (search.bestCount < 0) return false;
  search.isForSize = false;
  searchUpTo(scratch, search.bestCount);
  return true;
}

/** How many choices a set can have within the limit on new locations. */
function mostChoices(search: SearchScratch): number {
  let used = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    used += 1 - search.choiceIsNew[choice];
  }
  return used + search.newLimit;
}

/** Searches sets of at most so many choices; sets that are too large to try stay unproven. */
function searchUpTo(scratch: CoreScratch, size: number): void {
  const { search } = scratch;
  const { undoCount, certainCount } = search;
  search.sizeLimit = Math.min(size, certainCount + DEPTH_MAX);
  const isCut = size > search.sizeLimit && search.openDemands > 0;
  if (isCut && !takesTooMany(search, size - certainCount)) search.isProven = false;
  branch(scratch);
  while (search.takenCount > certainCount) takeBack(search, undoCount);
}

/** Searches all sets that hold what is taken and nothing that is banned. */
function branch(scratch: CoreScratch): void {
  const { search } = scratch;
  search.nodes++;
  let demand = -1;
  if (search.openDemands === 0) {
    demand = firstUnmet(scratch);
    if (demand < 0) return endSet(search);
  }
  const picks = search.sizeLimit - search.takenCount;
  if (picks <= 0) return;
  if (demand < 0) {
    if (takesTooMany(search, picks)) return;
    if (!search.isForSize && comesTooLate(search)) return;
    demand = firstOpen(search);
    if (picks === 1 && search.exactCount === 0) return pickLast(search, demand);
  }
  branchOver(scratch, demand);
}

/** Takes each supplier of a demand in turn, without those before it. */
function branchOver(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { demandStart, supplyChoice, supplyUnits, choiceMask, isTaken, isBanned } = search;
  const { banCount, undoCount, openDemands, openMask } = search;
  const missing = search.residual[demand];
  let othersMeet = openDemands;
  if (search.isWholeOnly) {
    if (!canSuffice(search, search.sizeLimit - search.takenCount)) return;
    if (!search.isForSize && comesTooLate(search)) return;
    othersMeet = search.othersMeet;
  }
  let supply = supplyLeft(search, demand);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 1 || isBanned[choice] === 1) continue;
    search.looks++;
    // Without the suppliers before this one the rest may not be enough.
    if (supply < missing || search.sizeLimit === search.takenCount || isSpent(search)) break;
    if (!search.isForSize && comesTooLateWith(search, choice)) break;
    const isHelpful = bitCount(openMask & choiceMask[choice]) + othersMeet >= openDemands;
    if (isHelpful && mayTake(search, choice)) {
      take(search, choice);
      branch(scratch);
      takeBack(search, undoCount);
    }
    supply -= supplyUnits[at];
    ban(search, choice);
  }
  liftBans(search, banCount);
}

/** What the choices that are neither taken nor banned can give to a demand. */
function supplyLeft(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, supplyUnits, isTaken, isBanned } = search;
  let supply = 0;
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 0 && isBanned[choice] === 0) supply += supplyUnits[at];
  }
  countGlances(search, demandStart[demand + 1] - demandStart[demand]);
  return supply;
}

/** The first supplier of a demand that meets everything open ends the set. */
function pickLast(search: SearchScratch, demand: number): void {
  const { demandStart, supplyChoice, choiceMask, undoCount, openMask } = search;
  countGlances(search, demandStart[demand + 1] - demandStart[demand]);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if ((openMask & ~choiceMask[choice]) !== 0 || !mayTake(search, choice)) continue;
    if (!search.isForSize && comesTooLateWith(search, choice)) return;
    if (!meetsAll(search, choice)) continue;
    take(search, choice);
    endSet(search);
    takeBack(search, undoCount);
    return;
  }
}

/** Whether a choice meets every open demand. */
function meetsAll(search: SearchScratch, choice: number): boolean {
  const { choiceStart, entryDemand, entryUnits, residual } = search;
  let met = 0;
  for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
    const missing = residual[entryDemand[at]];
    if (missing > 0 && entryUnits[at] >= missing) met++;
  }
  search.looks += choiceStart[choice + 1] - choiceStart[choice];
  return met === search.openDemands;
}

/** Keeps the set at hand where it is the best; what follows must be better. */
function endSet(search: SearchScratch): void {
  if (isPlanBetter(search)) keepPlan(search);
  search.sizeLimit = search.isForSize ? search.bestCount - 1 : search.bestCount;
}

/** Whether the budget is spent. */
function isSpent(search: SearchScratch): boolean {
  if (search.looks < LOOKS_MAX) return false;
  search.isProven = false;
  return true;
}

/** The open demand with the fewest suppliers: they are in that order. */
function firstOpen(search: SearchScratch): number {
  let demand = 0;
  while (search.residual[demand] === 0) demand++;
  return demand;
}

/** Whether the set at hand, with what it takes at least, comes behind the best one. */
function comesTooLate(search: SearchScratch): boolean {
  const { takenCount, leastSums } = search;
  const rankSum = search.rankSums[takenCount] + leastSums[0];
  return !mayBeBest(search, rankSum, search.positionSums[takenCount] + leastSums[1]);
}

/** Whether the set at hand comes behind the best one with a choice or a later one. */
function comesTooLateWith(search: SearchScratch, choice: number): boolean {
  const { takenCount } = search;
  const rankSum = search.rankSums[takenCount] + search.choiceRank[choice];
  return !mayBeBest(
    search,
    rankSum,
    search.positionSums[takenCount] + search.choicePosition[choice],
  );
}
