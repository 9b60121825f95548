// What at most so many new locations can serve best, where they cannot serve all that there is: the
// most units, then the most lines whole at one location, then the fewest locations, and of these
// sets the one that comes first. Branch and bound: what helps most is taken, then left out.

import type { CoreScratch } from '../scratch.js';
import { countGlances } from './cover-bounds.js';
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
import { isMetAlone, limitedUnits } from './exact-demands.js';
import { packTaken } from './packing.js';
import { lineCountOf } from './packing-layout.js';
import { DEMAND, LOOKS_MAX, type SearchScratch } from './scratch.js';
import { clearLargest, keepLargest, sumOfLargest } from './supplies.js';

/**
 * Searches the best set of choices within the limit on new locations; it is in `best`, and what it
 * gives in `bestUnits` and `bestAtomics`. The choices are listed with pieces.
 */
export function searchWithin(scratch: CoreScratch): void {
  const { search } = scratch;
  search.nodes = 0;
  search.looks = 0;
  search.bestUnits = -1;
  search.bestAtomics = -1;
  clearPlan(search);
  branch(scratch);
}

/** Searches all sets that hold what is taken and nothing that is banned. */
function branch(scratch: CoreScratch): void {
  const { search } = scratch;
  const { banCount, undoCount } = search;
  judge(scratch);
  const units = search.units;
  const atomics = search.atomics;
  for (;;) {
    const choice = mostHelpful(search);
    if (choice < 0 || !mayImprove(search, units, atomics)) break;
    take(search, choice);
    branch(scratch);
    takeBack(search, undoCount);
    ban(search, choice);
  }
  liftBans(search, banCount);
}

/** Values the set at hand, in `units` and `atomics`, and keeps it where it is the best. */
function judge(scratch: CoreScratch): void {
  const { search } = scratch;
  search.units = 0;
  search.atomics = 0;
  for (let demand = 0; demand < search.demandCount; demand++) addValue(scratch, demand);
  const units = search.units - search.bestUnits;
  const atomics = search.atomics - search.bestAtomics;
  if (units < 0 || (units === 0 && atomics < 0)) return;
  if (units === 0 && atomics === 0 && !isPlanBetter(search)) return;
  search.bestUnits = search.units;
  search.bestAtomics = search.atomics;
  keepPlan(search);
}

/** Adds what the set at hand gives to a demand. */
function addValue(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const target = search.demandTarget[demand];
  if (isMetAlone(search, demand)) {
    search.units += target;
    search.atomics += search.demandAtomics[demand];
  } else if (search.demandKind[demand] === DEMAND.packed) {
    packTaken(scratch, demand);
    search.units += search.packBestUnits;
    search.atomics += search.packBestAtomics;
  } else if (search.demandIsDivisible[demand] === 1) {
    const units = limitedUnits(scratch, demand);
    if (units === target || !search.isIfFulfilled) search.units += units;
  }
}

/**
 * The choice that adds the most units, or -1 where none can be a part of a better set. Leaves in
 * `mostUnits` what the set can have at most with all that the limit allows, and in `firstHelpful`
 * the first choice that may be a part of it.
 */
function mostHelpful(search: SearchScratch): number {
  const { choiceGain, choiceIsNew, choiceCount } = search;
  search.nodes++;
  countGlances(search, search.choiceStart[choiceCount]);
  if (search.looks > LOOKS_MAX) {
    search.isProven = false;
    return -1;
  }
  markUseful(search);
  const newLeft = search.newLimit - search.newCount;
  let most = foundUnits(search);
  clearLargest(search);
  for (let choice = 0; choice < choiceCount; choice++) {
    const gain = mayTake(search, choice) ? gainOf(search, choice) : -1;
    choiceGain[choice] = gain;
    if (gain < 0) continue;
    if (choiceIsNew[choice] === 1) keepLargest(search, newLeft, gain);
    else most += gain;
  }
  most += sumOfLargest(search);
  search.mostUnits = most;
  // A new choice that adds less cannot stand in for one of those that add the most.
  const isFilled = newLeft > 0 && search.largestCount === newLeft;
  const least = isFilled ? search.largest[newLeft - 1] : 0;
  const fewest = least - (most - search.bestUnits);
  let best = -1;
  search.firstHelpful = -1;
  for (let choice = 0; choice < choiceCount; choice++) {
    const gain = choiceGain[choice];
    if (gain < 0 || (choiceIsNew[choice] === 1 && gain < fewest)) continue;
    if (search.firstHelpful < 0) search.firstHelpful = choice;
    if (best < 0 || gain > choiceGain[best]) best = choice;
  }
  return best;
}

/** Marks the demands that the set at hand may not give all that it could. */
function markUseful(search: SearchScratch): void {
  const { demandIsOpen, demandKind, residual, choiceStart, taken } = search;
  for (let demand = 0; demand < search.demandCount; demand++) {
    const isMet = demandKind[demand] === DEMAND.pieces && residual[demand] === 0;
    demandIsOpen[demand] = isMet ? 0 : 1;
  }
  for (let i = 0; i < search.takenCount; i++) {
    for (let at = choiceStart[taken[i]]; at < choiceStart[taken[i] + 1]; at++) {
      if (search.entryIsFull[at] === 1) demandIsOpen[search.entryDemand[at]] = 0;
    }
  }
}

/** Units that the set at hand gives if no line had to be whole. */
function foundUnits(search: SearchScratch): number {
  let units = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    units += search.demandTarget[demand] - search.residual[demand];
  }
  return units;
}

/** Units that a choice adds if no line had to be whole; -1: it is of no use. */
function gainOf(search: SearchScratch, choice: number): number {
  const { choiceStart, entryDemand, entryUnits, residual, demandIsOpen } = search;
  let gain = -1;
  for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
    const demand = entryDemand[at];
    if (demandIsOpen[demand] === 0) continue;
    if (gain < 0) gain = 0;
    gain += Math.min(residual[demand], entryUnits[at]);
  }
  return gain;
}

/** Whether more choices may make a better set; the one at hand gives `units` and `atomics`. */
function mayImprove(search: SearchScratch, units: number, atomics: number): boolean {
  const most = Math.min(search.mostUnits, search.totalTarget);
  if (most !== search.bestUnits) return most > search.bestUnits;
  const mostAtomics = atomicsAtMost(search);
  if (mostAtomics !== search.bestAtomics) return mostAtomics > search.bestAtomics;
  // As much at most: then with no more locations, and not behind the best set.
  if (units === search.bestUnits && atomics === search.bestAtomics) return false;
  const { takenCount, bestCount, firstHelpful } = search;
  if (takenCount + 1 !== bestCount) return takenCount + 1 < bestCount;
  const rankSum = search.rankSums[takenCount] + search.choiceRank[firstHelpful];
  const positionSum = search.positionSums[takenCount] + search.choicePosition[firstHelpful];
  return mayBeBest(search, rankSum, positionSum);
}

/** How many lines can be whole at one location with all that the limit allows. */
function atomicsAtMost(search: SearchScratch): number {
  const { demandAtomics, demandIsOpen, demandKind, choiceStart, entryDemand } = search;
  if (!search.isAtomic) return 0;
  let sure = 0;
  let possible = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    // Fewer units of tied lines may be more of them whole.
    if (demandIsOpen[demand] === 0) sure += demandAtomics[demand];
    else if (demandKind[demand] === DEMAND.packed) sure += lineCountOf(search, demand);
    else possible += demandAtomics[demand];
  }
  clearLargest(search);
  const newLeft = search.newLimit - search.newCount;
  let added = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    if (search.choiceGain[choice] < 0) continue;
    let lines = 0;
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const demand = entryDemand[at];
      const counts = demandIsOpen[demand] === 1 && demandKind[demand] !== DEMAND.packed;
      if (counts && search.entryIsFull[at] === 1) lines += demandAtomics[demand];
    }
    if (search.choiceIsNew[choice] === 1) keepLargest(search, newLeft, lines);
    else added += lines;
  }
  return sure + Math.min(possible, added + sumOfLargest(search));
}
