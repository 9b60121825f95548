// The cheapest set within the limit on new locations where it cannot meet every demand: of those
// that serve the most, which is known when the search begins. Branch and bound over all sets: what
// gives the most is taken, then left out.

import type { CoreScratch } from '../../scratch.js';
import { countGlances } from '../cover-bounds.js';
import { ban, clearPlan, liftBans, mayTake, take, takeBack, takeBest } from '../cover-state.js';
import { searchWithin } from '../limited-search.js';
import { LOOKS_MAX, type SearchScratch } from '../scratch.js';
import { clearLargest, keepLargest, sumOfLargest } from '../supplies.js';
import { prepareCosts } from './unit-costs.js';
import { judge } from './value.js';

/**
 * Searches what can be served at most, in `bestUnits` and `bestAtomics`, then the cheapest set that
 * serves as much; it is in `best`. The choices are listed with pieces.
 */
export function searchCheapestWithin(scratch: CoreScratch): void {
  const { search } = scratch;
  const { cost } = search;
  searchWithin(scratch);
  prepareCosts(search);
  addUpChoices(search);
  search.looks = 0;
  cost.best = Infinity;
  takeBest(search);
  judge(scratch);
  clearTaken(search);
  cost.least = leastOfUnits(search);
  branch(scratch);
  if (search.isProven) cost.least = cost.best;
}

/** Forgets what is taken, and nothing else. */
function clearTaken(search: SearchScratch): void {
  const { bestCount } = search;
  clearPlan(search);
  search.bestCount = bestCount;
}

/** Adds up what each choice can give at most; no share of a parcel is paid in this search. */
function addUpChoices(search: SearchScratch): void {
  const { choiceStart, entryUnits, cost } = search;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    let units = 0;
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) units += entryUnits[at];
    cost.choiceSlack[choice] = units;
  }
}

/** Searches all sets that hold what is taken and nothing that is banned. */
function branch(scratch: CoreScratch): void {
  const { search } = scratch;
  const { cost, banCount, undoCount } = search;
  if (search.takenCount > 0) judge(scratch);
  for (;;) {
    search.nodes++;
    if (isSpent(search) || leastOfUnits(search) + cost.parcel > cost.best) break;
    const choice = mostHelpful(search);
    if (choice < 0 || search.mostUnits < search.bestUnits) break;
    take(search, choice);
    branch(scratch);
    takeBack(search, undoCount);
    ban(search, choice);
  }
  liftBans(search, banCount);
}

/** What is taken, and as many units as are wanted from the cheapest choices that may be there. */
function leastOfUnits(search: SearchScratch): number {
  const { cost, isTaken } = search;
  let left = search.bestUnits;
  let sum = cost.parcel * search.takenCount;
  for (let choice = 0; choice < search.choiceCount && left > 0; choice++) {
    if (isTaken[choice] === 0 && !mayTake(search, choice)) continue;
    const units = Math.min(left, cost.choiceSlack[choice]);
    sum += units * cost.choiceUnit[choice];
    left -= units;
  }
  countGlances(search, search.choiceCount);
  return left > 0 ? Infinity : sum;
}

/**
 * The choice that adds the most units, the cheapest of them; -1 where none may be taken. Leaves in
 * `mostUnits` what the set can have at most with all that the limit allows.
 */
function mostHelpful(search: SearchScratch): number {
  const newLeft = search.newLimit - search.newCount;
  let most = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    most += search.demandTarget[demand] - search.residual[demand];
  }
  let best = -1;
  let bestGain = -1;
  clearLargest(search);
  for (let choice = 0; choice < search.choiceCount; choice++) {
    if (!mayTake(search, choice)) continue;
    const gain = gainOf(search, choice);
    if (search.choiceIsNew[choice] === 1) keepLargest(search, newLeft, gain);
    else most += gain;
    if (gain <= bestGain) continue;
    best = choice;
    bestGain = gain;
  }
  search.mostUnits = most + sumOfLargest(search);
  countGlances(search, search.choiceStart[search.choiceCount]);
  return best;
}

/** Units that a choice adds if no line had to be whole. */
function gainOf(search: SearchScratch, choice: number): number {
  const { choiceStart, entryDemand, entryUnits, residual } = search;
  let gain = 0;
  for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
    gain += Math.min(residual[entryDemand[at]], entryUnits[at]);
  }
  return gain;
}

function isSpent(search: SearchScratch): boolean {
  if (search.looks < LOOKS_MAX) return false;
  search.isProven = false;
  return true;
}
