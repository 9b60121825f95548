// Where the search for the fewest locations begins: the choices that every plan has, and a first
// plan, which takes again and again what helps most.

import type { CoreScratch } from '../scratch.js';
import { keepPlan, mayTake, take, takeBack } from './cover-state.js';
import { firstUnmet } from './exact-demands.js';
import { DEPTH_MAX, type SearchScratch } from './scratch.js';

/** Takes the choices without which some demand cannot be met. */
export function takeCertain(search: SearchScratch): void {
  const { demandStart, supplyUnits, supplyChoice, isTaken } = search;
  for (let demand = 0; demand < search.demandCount; demand++) {
    let supply = 0;
    for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
      supply += supplyUnits[at];
    }
    const spare = supply - search.demandTarget[demand];
    for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
      const choice = supplyChoice[at];
      if (supplyUnits[at] > spare && isTaken[choice] === 0) take(search, choice);
    }
  }
  search.certainCount = search.takenCount;
}

/**
 * Keeps a first plan, without the choices that it does not need after all; none where the limit
 * ends it. What is certain stays taken.
 */
export function keepFirstPlan(scratch: CoreScratch): void {
  const { search } = scratch;
  const { certainCount, undoCount } = search;
  for (;;) {
    const unmet = search.openDemands > 0 ? -1 : firstUnmet(scratch);
    if (search.openDemands === 0 && unmet < 0) {
      if (search.takenCount - certainCount <= DEPTH_MAX) dropNeedless(scratch, undoCount);
      keepPlan(search);
      break;
    }
    const choice = unmet < 0 ? mostHelpful(search) : largestSupplier(search, unmet);
    if (choice < 0) break;
    take(search, choice);
  }
  retreat(search, certainCount, undoCount);
}

/** Takes back all but the first `count` choices. */
function retreat(search: SearchScratch, count: number, undoCount: number): void {
  while (search.takenCount > count) takeBack(search, undoCount);
}

/** The choice that gives the largest share of what is missing; ties to the first. */
function mostHelpful(search: SearchScratch): number {
  const { choiceStart, entryDemand, entryUnits, residual, demandTarget, demandPicks } = search;
  let best = -1;
  let bestShare = 0;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    let share = 0;
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const demand = entryDemand[at];
      const missing = residual[demand];
      if (missing === 0) continue;
      const units = Math.min(missing, entryUnits[at]);
      share += (units / demandTarget[demand]) * demandPicks[demand];
    }
    if (share > bestShare && mayTake(search, choice)) {
      best = choice;
      bestShare = share;
    }
  }
  return best;
}

/** The choice with most of a demand that is not met though its supplies add up. */
function largestSupplier(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, supplyUnits } = search;
  let best = -1;
  let bestUnits = 0;
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    if (supplyUnits[at] > bestUnits && mayTake(search, supplyChoice[at])) {
      best = supplyChoice[at];
      bestUnits = supplyUnits[at];
    }
  }
  return best;
}

/**
 * Leaves out choices without which the plan does as much, the last in candidate order first. The
 * plan is taken anew without each.
 */
function dropNeedless(scratch: CoreScratch, undoCount: number): void {
  const { search } = scratch;
  const { certainCount, taken, best } = search;
  // The choices beside the certain ones, in candidate order.
  let count = 0;
  for (let i = certainCount; i < search.takenCount; i++) {
    let at = count++;
    for (; at > 0 && best[at - 1] > taken[i]; at--) best[at] = best[at - 1];
    best[at] = taken[i];
  }
  let isWhole = true;
  for (let skipped = count - 1; skipped >= 0; skipped--) {
    retreat(search, certainCount, undoCount);
    for (let i = 0; i < count; i++) if (i !== skipped) take(search, best[i]);
    isWhole = search.openDemands === 0 && firstUnmet(scratch) < 0;
    if (!isWhole) continue;
    for (let i = skipped; i + 1 < count; i++) best[i] = best[i + 1];
    count--;
  }
  if (isWhole) return;
  retreat(search, certainCount, undoCount);
  for (let i = 0; i < count; i++) take(search, best[i]);
}
