// Where the search for the cheapest plan begins: a first plan, which takes again and again the
// location whose units cost the least with their parcel, and is improved by single locations.

import type { CoreScratch } from '../../scratch.js';
import { mayTake, take, takeBack } from '../cover-state.js';
import type { SearchScratch } from '../scratch.js';
import { judge } from './value.js';

/** Rounds of improvement. */
const ROUNDS_MAX = 4;

/** Keeps a first plan; none where the limit ends it. What is taken now stays taken. */
export function keepFirstPlan(scratch: CoreScratch): void {
  const { search } = scratch;
  const { takenCount, undoCount } = search;
  while (search.openDemands > 0) {
    const choice = cheapestHelp(search);
    if (choice < 0) break;
    take(search, choice);
  }
  if (search.openDemands === 0) judge(scratch);
  for (let round = 0; round < ROUNDS_MAX && improve(scratch, takenCount, undoCount); round++);
  while (search.takenCount > takenCount) takeBack(search, undoCount);
}

/** The choice whose units of what is missing cost the least, its parcel included; or -1. */
function cheapestHelp(search: SearchScratch): number {
  const { choiceStart, entryDemand, entryUnits, residual, cost } = search;
  let best = -1;
  let bestUnit = Infinity;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    if (!mayTake(search, choice)) continue;
    let units = 0;
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      units += Math.min(residual[entryDemand[at]], entryUnits[at]);
    }
    if (units === 0) continue;
    const unit = cost.choiceUnit[choice] + cost.parcel / units;
    if (unit >= bestUnit) continue;
    best = choice;
    bestUnit = unit;
  }
  search.looks += search.choiceCount;
  return best;
}

/** Leaves out each location of the best plan that it is cheaper without; answers whether any. */
function improve(scratch: CoreScratch, firstCount: number, undoCount: number): boolean {
  const { search } = scratch;
  const { cost, best } = search;
  if (search.bestCount < 0) return false;
  const before = cost.best;
  for (let left = search.bestCount - 1; left >= firstCount; left--) {
    if (left >= search.bestCount) continue;
    while (search.takenCount > firstCount) takeBack(search, undoCount);
    for (let i = firstCount; i < search.bestCount; i++) if (i !== left) take(search, best[i]);
    if (search.openDemands === 0) judge(scratch);
  }
  return cost.best < before;
}
