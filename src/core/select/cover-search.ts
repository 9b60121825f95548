// The fewest locations that meet every demand, and of these sets the one that comes first: branch
// and bound. First for the number of locations alone, then for ranks, positions and codes among
// sets of that size.
//
// A node takes the open demand with the fewest suppliers and branches over these, or over the
// choices that supply their share of what is open; one that was tried is left out of the branches
// behind it, so that no set is met twice. Beforehand dominated candidates have left (coverage.ts);
// a branch ends where bounds say that it takes too many choices or comes too late (cover-bounds.ts,
// cover-prices.ts). The last two choices of a set, or the last one, are found without branching
// (cover-pairs.ts).

import type { CoreScratch } from '../scratch.js';
import { canSuffice, countGlances, listLive, prepareBounds, takesTooMany } from './cover-bounds.js';
import { listBySize, pickTwo } from './cover-pairs.js';
import { findPrices, narrow } from './cover-prices.js';
import { keepFirstPlan, takeCertain } from './cover-start.js';
import {
  ban,
  clearPlan,
  endSet,
  liftBans,
  mayBeBest,
  mayTake,
  take,
  takeBack,
} from './cover-state.js';
import { firstUnmet } from './exact-demands.js';
import { suppliedCount, suppliesAllOpen } from './masks.js';
import { DEPTH_MAX, LOOKS_MAX, PRICE_LOOKS, TRIAL_LOOKS, type SearchScratch } from './scratch.js';

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
  const { isProven } = search;
  search.isForSize = true;
  searchUpTo(scratch, search.bestCount < 0 ? mostChoices(search) : search.bestCount - 1);
  if (search.bestCount < 0) return false;
  if (search.isProven) search.leastLocations = search.bestCount;
  else if (isProven) search.leastLocations = leastByPrices(search);
  search.isForSize = false;
  searchUpTo(scratch, search.bestCount);
  return true;
}

/** How many locations prices show to be too few, and one more; 0: none. */
function leastByPrices(search: SearchScratch): number {
  const { certainCount, bestCount } = search;
  listLive(search);
  search.looksLimit = search.looks + PRICE_LOOKS;
  for (let size = bestCount - 2; size > certainCount; size--) {
    if (!findPrices(search, size - certainCount)) return size + 1;
  }
  return 0;
}

/** How many choices a set can have within the limit on new locations. */
function mostChoices(search: SearchScratch): number {
  let used = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    used += 1 - search.choiceIsNew[choice];
  }
  return used + search.newLimit;
}

/**
 * Searches sets of at most so many choices: for a while as it is, then with prices. Sets that are
 * too large to try stay unproven, and so do those that the budget ends.
 */
function searchUpTo(scratch: CoreScratch, size: number): void {
  const { search } = scratch;
  const { undoCount, certainCount } = search;
  search.sizeLimit = Math.min(size, certainCount + DEPTH_MAX);
  const isCut = size > search.sizeLimit && search.openDemands > 0;
  if (isCut && !takesTooMany(search, size - certainCount)) search.isProven = false;
  searchFor(scratch, search.isSummed ? TRIAL_LOOKS : LOOKS_MAX);
  if (search.isCut && search.isSummed) {
    search.isCut = false;
    search.looksLimit = LOOKS_MAX;
    if (findPrices(search, search.sizeLimit - certainCount)) searchFor(scratch, LOOKS_MAX);
    search.isPriced = false;
  }
  if (search.isCut) search.isProven = false;
  while (search.takenCount > certainCount) takeBack(search, undoCount);
}

/** Searches for so many more looks at most. */
function searchFor(scratch: CoreScratch, looks: number): void {
  const { search } = scratch;
  search.isCut = false;
  search.looksLimit = Math.min(search.looks + looks, LOOKS_MAX);
  if (search.isCounted) listBySize(search);
  listLive(search);
  branch(scratch);
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
    if (picks === 2 && search.isCounted && search.exactCount === 0) return pickTwo(search);
  }
  branchOver(scratch, demand);
}

/** Takes each supplier of a demand in turn, without those before it. */
function branchOver(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { demandStart, supplyChoice, supplyUnits, isTaken, isBanned, leastOthers } = search;
  const { banCount, undoCount, openDemands } = search;
  if (!leaveOut(search)) return liftBans(search, banCount);
  if (isShorterBySize(search, demand)) return branchBySize(scratch, banCount);
  const { othersMeet } = search;
  const othersRank = leastOthers[0];
  const othersPosition = leastOthers[1];
  const missing = search.residual[demand];
  let supply = supplyLeft(search, demand);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 1 || isBanned[choice] === 1) continue;
    search.looks++;
    // Without the suppliers before this one the rest may not be enough.
    if (supply < missing || search.sizeLimit === search.takenCount || isSpent(search)) break;
    leastOthers[0] = othersRank;
    leastOthers[1] = othersPosition;
    if (!search.isForSize && comesTooLateWith(search, choice)) break;
    const isHelpful = suppliedCount(search, choice) + othersMeet >= openDemands;
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

/**
 * Whether fewer choices supply their share of what is open, as one of each set does, than supply
 * a demand.
 */
function isShorterBySize(search: SearchScratch, demand: number): boolean {
  const { live, met, demandStart, supplyChoice, openDemands } = search;
  if (!search.isCounted || openDemands === 0) return false;
  const least = Math.ceil(openDemands / (search.sizeLimit - search.takenCount));
  let large = 0;
  for (let i = 0; i < search.liveCount; i++) if (met[live[i]] >= least) large++;
  let suppliers = 0;
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    if (met[supplyChoice[at]] + search.othersMeet >= openDemands) suppliers++;
  }
  countGlances(search, search.liveCount);
  return large < suppliers;
}

/** Takes each choice in turn that supplies its share of what is open, without those before it. */
function branchBySize(scratch: CoreScratch, banCount: number): void {
  const { search } = scratch;
  const { bySize, sizes, undoCount, openDemands, leastOthers } = search;
  const othersRank = leastOthers[0];
  const othersPosition = leastOthers[1];
  const least = Math.ceil(openDemands / (search.sizeLimit - search.takenCount));
  for (let i = 0; i < search.choiceCount && sizes[bySize[i]] >= least; i++) {
    const choice = bySize[i];
    if (!mayTake(search, choice) || suppliedCount(search, choice) < least) continue;
    if (search.sizeLimit === search.takenCount || isSpent(search)) break;
    leastOthers[0] = othersRank;
    leastOthers[1] = othersPosition;
    if (search.isForSize || !comesTooLateWith(search, choice)) {
      take(search, choice);
      branch(scratch);
      takeBack(search, undoCount);
    }
    ban(search, choice);
  }
  liftBans(search, banCount);
}

/** Leaves out choices that are in no set that is wanted. False: there is no such set. */
function leaveOut(search: SearchScratch): boolean {
  const { openDemands } = search;
  search.othersMeet = openDemands;
  if (openDemands === 0) {
    search.leastOthers[0] = 0;
    search.leastOthers[1] = 0;
    return true;
  }
  const picks = search.sizeLimit - search.takenCount;
  if (search.isCounted) {
    if (!canSuffice(search, picks)) return false;
    if (!search.isForSize && comesTooLate(search)) return false;
    if (picks > 2) banUnhelpful(search);
  } else if (search.isPriced && picks > 1 && !narrow(search, picks)) {
    return false;
  }
  if (search.takenCount === search.certainCount) keepLive(search);
  return true;
}

/** Leaves out choices that supply too little, whatever others do. */
function banUnhelpful(search: SearchScratch): void {
  const { live, liveCount, met, isTaken, isBanned } = search;
  const least = search.openDemands - search.othersMeet;
  for (let i = 0; i < liveCount; i++) {
    const choice = live[i];
    const isFree = isTaken[choice] === 0 && isBanned[choice] === 0;
    if (isFree && met[choice] < least) ban(search, choice);
  }
}

/** Keeps in the list of choices those that are not left out for good. */
function keepLive(search: SearchScratch): void {
  const { live, isBanned } = search;
  let count = 0;
  for (let i = 0; i < search.liveCount; i++) {
    if (isBanned[live[i]] === 0) live[count++] = live[i];
  }
  search.liveCount = count;
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
  const { demandStart, supplyChoice, undoCount } = search;
  countGlances(search, demandStart[demand + 1] - demandStart[demand]);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (!suppliesAllOpen(search, choice) || !mayTake(search, choice)) continue;
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

/** Whether the budget is spent. */
function isSpent(search: SearchScratch): boolean {
  if (search.looks < search.looksLimit) return false;
  search.isCut = true;
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

/** Whether the set at hand comes behind the best one with a choice or a later one, and others. */
function comesTooLateWith(search: SearchScratch, choice: number): boolean {
  const { takenCount, leastOthers } = search;
  const rank = search.choiceRank[choice] + leastOthers[0];
  const position = search.choicePosition[choice] + leastOthers[1];
  const rankSum = search.rankSums[takenCount] + rank;
  return !mayBeBest(search, rankSum, search.positionSums[takenCount] + position);
}
