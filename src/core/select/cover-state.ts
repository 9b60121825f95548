// The plan at hand: which choices are taken, what the demands still miss, and what the best plan so
// far is.

import { UNLIMITED } from '../limits.js';
import { MASK_DEMANDS, type SearchScratch } from './scratch.js';

/** Takes nothing yet, and knows no plan. */
export function clearPlan(search: SearchScratch): void {
  search.takenCount = 0;
  search.newCount = 0;
  search.undoCount = 0;
  search.banCount = 0;
  search.bestCount = -1;
  search.openDemands = search.demandCount;
  search.openMask.fill(0);
  search.rankSums[0] = 0;
  search.positionSums[0] = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    search.isTaken[choice] = 0;
    search.isBanned[choice] = 0;
  }
  for (let demand = 0; demand < search.demandCount; demand++) {
    search.residual[demand] = search.demandTarget[demand];
    if (demand < MASK_DEMANDS) search.openMask[demand >>> 5] |= 1 << demand;
  }
}

/** Whether the limit lets a choice be taken. */
export function mayTake(search: SearchScratch, choice: number): boolean {
  if (search.isTaken[choice] === 1 || search.isBanned[choice] === 1) return false;
  return search.choiceIsNew[choice] === 0 || search.newCount < search.newLimit;
}

/** Takes a choice: its demands miss less. */
export function take(search: SearchScratch, choice: number): void {
  const { residual, choiceStart, entryDemand, entryUnits } = search;
  const count = search.takenCount++;
  search.taken[count] = choice;
  search.isTaken[choice] = 1;
  search.newCount += search.choiceIsNew[choice];
  search.rankSums[count + 1] = search.rankSums[count] + search.choiceRank[choice];
  search.positionSums[count + 1] = search.positionSums[count] + search.choicePosition[choice];
  search.looks += choiceStart[choice + 1] - choiceStart[choice];
  for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
    const demand = entryDemand[at];
    const missing = residual[demand];
    if (missing === 0) continue;
    search.undoDemand[search.undoCount] = demand;
    search.undoUnits[search.undoCount++] = missing;
    const left = missing - entryUnits[at];
    residual[demand] = left > 0 ? left : 0;
    if (left > 0) continue;
    search.openDemands--;
    if (demand < MASK_DEMANDS) search.openMask[demand >>> 5] &= ~(1 << demand);
  }
}

/** Takes back the choice that was taken last, when so many residuals had been lowered. */
export function takeBack(search: SearchScratch, undoCount: number): void {
  const choice = search.taken[--search.takenCount];
  search.isTaken[choice] = 0;
  search.newCount -= search.choiceIsNew[choice];
  while (search.undoCount > undoCount) {
    const demand = search.undoDemand[--search.undoCount];
    if (search.residual[demand] === 0) {
      search.openDemands++;
      if (demand < MASK_DEMANDS) search.openMask[demand >>> 5] |= 1 << demand;
    }
    search.residual[demand] = search.undoUnits[search.undoCount];
  }
}

/** Leaves a choice out until the bans are lifted. */
export function ban(search: SearchScratch, choice: number): void {
  search.isBanned[choice] = 1;
  search.bans[search.banCount++] = choice;
}

/** Lifts all but the first `count` bans. */
export function liftBans(search: SearchScratch, count: number): void {
  while (search.banCount > count) search.isBanned[search.bans[--search.banCount]] = 0;
}

/** Whether a plan of so many locations, at least so much rank and position, may be the best. */
export function mayBeBest(search: SearchScratch, rankSum: number, positionSum: number): boolean {
  const { bestSums } = search;
  if (rankSum !== bestSums[0]) return rankSum < bestSums[0];
  return positionSum <= bestSums[1];
}

/** Makes the plan at hand the best one. */
export function keepPlan(search: SearchScratch): void {
  const count = search.takenCount;
  search.bestCount = count;
  search.bestSums[0] = search.rankSums[count];
  search.bestSums[1] = search.positionSums[count];
  for (let i = 0; i < count; i++) search.best[i] = search.taken[i];
}

/**
 * Whether the plan at hand is better than the best one: it has fewer locations, then the smaller
 * sum of ranks, of positions, then the smaller codes.
 */
export function isPlanBetter(search: SearchScratch): boolean {
  const { takenCount, bestCount, bestSums } = search;
  if (bestCount < 0) return true;
  if (takenCount !== bestCount) return takenCount < bestCount;
  const rankDifference = search.rankSums[takenCount] - bestSums[0];
  if (rankDifference !== 0) return rankDifference < 0;
  const positionDifference = search.positionSums[takenCount] - bestSums[1];
  if (positionDifference !== 0) return positionDifference < 0;
  return hasSmallerCode(search);
}

/**
 * Of two sorted lists of codes, the one with the smallest code that the other lacks is the smaller
 * one.
 */
function hasSmallerCode(search: SearchScratch): boolean {
  const { taken, best, takenCount, choiceCode } = search;
  let ours = UNLIMITED;
  let theirs = UNLIMITED;
  for (let i = 0; i < takenCount; i++) {
    if (!holds(best, takenCount, taken[i])) ours = Math.min(ours, choiceCode[taken[i]]);
    if (search.isTaken[best[i]] === 0) theirs = Math.min(theirs, choiceCode[best[i]]);
  }
  return ours < theirs;
}

function holds(list: Int32Array, count: number, choice: number): boolean {
  for (let i = 0; i < count; i++) if (list[i] === choice) return true;
  return false;
}

/** Keeps the set at hand where it is the best; what follows must be better. */
export function endSet(search: SearchScratch): void {
  if (isPlanBetter(search)) keepPlan(search);
  search.sizeLimit = search.isForSize ? search.bestCount - 1 : search.bestCount;
}

/** Takes the choices of the best plan. */
export function takeBest(search: SearchScratch): void {
  while (search.takenCount > 0) takeBack(search, 0);
  for (let i = 0; i < search.bestCount; i++) take(search, search.best[i]);
}
