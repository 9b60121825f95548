// The cheapest set of locations that meets every demand: branch and bound. Of sets that cost the
// same the one with the fewest locations, then the smallest ranks, positions and codes.
//
// A node takes an open demand and branches over its suppliers, the cheapest first; one that was
// tried is left out of the branches behind it, so that no set is met twice. Where nothing is open,
// another location may still pay: then it branches over those that are cheaper for some demand. A
// branch ends where bounds (bounds.ts) say that it costs more than the best plan.

import type { CoreScratch } from '../../scratch.js';
import { canSuffice, countGlances, prepareBounds, takesTooMany } from '../cover-bounds.js';
import { takeCertain } from '../cover-start.js';
import { ban, clearPlan, liftBans, mayTake, take, takeBack } from '../cover-state.js';
import { suppliedCount, suppliesAllOpen } from '../masks.js';
import { DEMAND, LOOKS_MAX, TOP_SUPPLIES, type SearchScratch } from '../scratch.js';
import { leastOfSet, pricedBound } from './bounds.js';
import { keepFirstPlan } from './start.js';
import { prepareCosts } from './unit-costs.js';
import { judge } from './value.js';

/** Prices are found where a plan may take so many more locations. */
const PRICED_PICKS = 3;

/**
 * Searches the cheapest set of choices that meets every demand within the limit on new locations;
 * it is in `best`, and what it costs in the `best` of the costs. Answers whether there is one.
 * Where `isProven` is false, there may be a cheaper one; none costs less than `least`.
 */
export function searchCheapest(scratch: CoreScratch): boolean {
  const { search } = scratch;
  const { cost } = search;
  search.nodes = 0;
  search.looks = 0;
  search.isForSize = true;
  cost.best = Infinity;
  clearPlan(search);
  takeCertain(search);
  if (search.newCount > search.newLimit) return false;
  prepareBounds(search);
  prepareCosts(search);
  const { takenCount, undoCount } = search;
  keepFirstPlan(scratch);
  cost.least = boundOf(search, leastOfSet(search), Infinity);
  branch(scratch);
  while (search.takenCount > takenCount) takeBack(search, undoCount);
  if (search.isProven) cost.least = cost.best;
  return search.bestCount >= 0;
}

/** Searches all sets that hold what is taken and nothing that is banned. */
function branch(scratch: CoreScratch): void {
  const { search } = scratch;
  const { cost } = search;
  search.nodes++;
  if (search.openDemands === 0) judge(scratch);
  const least = leastOfSet(search);
  const picks = picksLeft(search, least);
  if (picks <= 0 || isSpent(search)) return;
  const isOpen = search.openDemands > 0;
  if (isOpen) {
    if (takesTooMany(search, picks)) return;
    if (picks === 1 && search.exactCount === 0) return pickLast(scratch, least);
    if (search.isCounted && picks > 1 && !canSuffice(search, picks)) return;
  }
  const { othersMeet, banCount } = search;
  if (boundOf(search, least, picks) <= cost.best) {
    if (isOpen) branchOver(scratch, firstOpen(search), search.isCounted ? othersMeet : Infinity);
    else branchOverCheaper(scratch);
  }
  liftBans(search, banCount);
}

/** What a plan costs at least that takes more locations, at most so many. */
function boundOf(search: SearchScratch, least: number, picks: number): number {
  const { cost } = search;
  if (cost.parcel === 0 || least === Infinity) return least;
  let fewest = 1;
  if (search.openDemands > 0) {
    while (fewest < Math.min(picks, TOP_SUPPLIES) && takesTooMany(search, fewest)) fewest++;
  }
  const bound = least + cost.parcel * fewest;
  // Two more are soon tried.
  if (bound > cost.best || picks < PRICED_PICKS) return bound;
  return Math.max(bound, pricedBound(search, fewest));
}

/** How many more locations the limits and the cost of the best plan leave; costs are `least`. */
function picksLeft(search: SearchScratch, least: number): number {
  const { cost } = search;
  if (least === Infinity) return 0;
  const spare = cost.best - least;
  if (spare < 0) return 0;
  const newLeft = search.newLimit - search.newCount;
  const most = Math.min(search.choiceCount - search.takenCount, newLeft + cost.usedChoices);
  if (spare === Infinity) return most;
  if (cost.parcel > 0) return Math.min(most, Math.floor(spare / cost.parcel));
  // Where parcels cost nothing, a plan that costs as much must have no more of them.
  return spare > 0 ? most : Math.min(most, search.bestCount - search.takenCount);
}

/** Takes each supplier of an open demand in turn, without those before it. */
function branchOver(scratch: CoreScratch, demand: number, othersMeet: number): void {
  const { search } = scratch;
  const { demandStart, supplyChoice, supplyUnits, isTaken, isBanned } = search;
  const { banCount, undoCount, openDemands } = search;
  const missing = search.residual[demand];
  let supply = supplyLeft(search, demand);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 1 || isBanned[choice] === 1) continue;
    // Without the suppliers before this one the rest may not be enough, or cost too much.
    if (supply < missing || isSpent(search)) break;
    if (picksLeft(search, leastOfSet(search)) <= 0) break;
    // The other picks may not meet what this one leaves open.
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

/** Where everything is met: takes each location that may make it cheaper, without those before. */
function branchOverCheaper(scratch: CoreScratch): void {
  const { search } = scratch;
  const { banCount, undoCount, choiceCount } = search;
  for (let choice = 0; choice < choiceCount; choice++) {
    if (!mayTake(search, choice) || !mayHelp(search, choice)) continue;
    if (isSpent(search) || picksLeft(search, leastOfSet(search)) <= 0) break;
    take(search, choice);
    branch(scratch);
    takeBack(search, undoCount);
    ban(search, choice);
  }
  liftBans(search, banCount);
}

/** Whether a choice is cheaper for some demand than what is taken, or may pack it better. */
function mayHelp(search: SearchScratch, choice: number): boolean {
  const { choiceStart, entryDemand, demandKind } = search;
  search.looks++;
  for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
    const demand = entryDemand[at];
    const kind = demandKind[demand];
    if (kind === DEMAND.limited || kind === DEMAND.packed) return true;
    if (choice < dearestTaken(search, demand)) return true;
  }
  return false;
}

/** The last choice that a demand needs of those that are taken; choices are in order of cost. */
function dearestTaken(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, supplyUnits, isTaken } = search;
  let left = search.demandTarget[demand];
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    if (isTaken[supplyChoice[at]] === 0) continue;
    left -= supplyUnits[at];
    if (left <= 0) return supplyChoice[at];
  }
  return search.choiceCount;
}

/** Ends the set with each choice that meets everything open and may be cheap enough. */
function pickLast(scratch: CoreScratch, least: number): void {
  const { search } = scratch;
  const { demandStart, supplyChoice, undoCount, cost } = search;
  const demand = firstOpen(search);
  const isWhole = search.demandKind[demand] === DEMAND.whole;
  countGlances(search, demandStart[demand + 1] - demandStart[demand]);
  const target = search.demandTarget[demand];
  let cheapest = -1;
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const choice = supplyChoice[at];
    if (!mayTake(search, choice)) continue;
    if (cheapest < 0) cheapest = cost.choiceUnit[choice];
    // A demand that is met by one choice costs what it costs there, and not at the cheapest.
    const more = isWhole ? (cost.choiceUnit[choice] - cheapest) * target : 0;
    if (least + cost.parcel + more > cost.best) break;
    if (!suppliesAllOpen(search, choice)) continue;
    take(search, choice);
    if (search.openDemands === 0) judge(scratch);
    takeBack(search, undoCount);
  }
}

/** The open demand with the fewest suppliers: they are in that order. */
function firstOpen(search: SearchScratch): number {
  let demand = 0;
  while (search.residual[demand] === 0) demand++;
  return demand;
}

/** Whether the budget is spent. */
function isSpent(search: SearchScratch): boolean {
  if (search.looks < LOOKS_MAX) return false;
  search.isProven = false;
  return true;
}
