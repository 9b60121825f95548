// In which groups an order is tried, one after another, and what a group does that cannot serve all
// of it.

import type { LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import type { AfterActionProgram, GroupProgram, RouteProgram } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { commit } from './commit.js';
import { noteKeeper } from './fulfillment/full.js';
import { evaluateGroup, markSurvivors } from './group.js';
import { settleOpenLines } from './plan.js';
import { noteSingle } from './proof/note.js';
import { listScores, noteFullMatch } from './score/note.js';
import { roomForAvailable, type CoreScratch } from './scratch.js';
import { findFullOrder, markFullOrders } from './select/full-order.js';
import { noteSingleCost } from './select/cost/minimize.js';
import { commitSplit, searchSplit, soleLocation, splitOrder } from './select/split.js';
import { makeSortKeys } from './sort/keys.js';
import { sortSurvivors } from './sort/survivors.js';

/**
 * Tries the groups of a route until no line is open or no group is left. A group runs an action
 * once; when routing comes back to it, it is tried for a full match only.
 */
export function walkGroups(
  route: RouteProgram,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { observer, groupEntered } = scratch;
  const { groups } = route;
  for (let g = 0; g < groups.length; g++) groupEntered[g] = 0;
  let current = 0;
  while (scratch.openCount > 0 && current < groups.length) {
    const group = groups[current];
    if (!evaluateGroup(group, order, stock, scratch)) {
      if (observer !== null) observer.groupSkipped(group);
      current++;
      continue;
    }
    if (observer !== null) observer.groupEvaluated(group);
    if (splitByCost(route, current, order, stock, locations, scratch, plan)) {
      current++;
      continue;
    }
    const full = findFullOrder(group, route.cost, order, locations, scratch);
    if (full >= 0) {
      if (observer !== null) observer.fullMatchFound(group, full);
      const firstCommit = scratch.commitCount;
      noteFullMatch(groups, current, scratch, full);
      noteKeeper(group, scratch, full);
      assignAll(order, scratch, full);
      noteSingle(plan);
      if (route.cost !== null) noteSingleCost(scratch, plan, firstCommit);
      listScores(groups, order, scratch, plan, firstCommit);
      return;
    }
    if (groupEntered[current] === 1) {
      current++;
      continue;
    }
    groupEntered[current] = 1;
    // Whom the group keeps is looked at where something hangs on it.
    if (group.afterPartial === null && group.afterNone === null && observer === null) {
      current++;
      continue;
    }
    const isPartial = markSurvivors(order, scratch);
    const action = isPartial ? group.afterPartial : group.afterNone;
    if (observer !== null) observer.actionReached(group, action, isPartial);
    if (action !== null) runAction(action, route, current, order, stock, locations, scratch, plan);
    const isSentOn = action !== null && action.kind === 'go-to-group';
    current = isSentOn ? action.firstGroup : current + 1;
  }
}

/**
 * Where costs are minimised, a split of the group that was evaluated last takes the place of its
 * full match, since a plan of several locations may cost less; a plan of one that serves all is a
 * full match as any. Answers whether there is such a split, which the group runs once.
 */
function splitByCost(
  route: RouteProgram,
  current: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): boolean {
  const { observer, groupEntered, commitCount: firstCommit } = scratch;
  if (route.cost === null || groupEntered[current] === 1) return false;
  const group = route.groups[current];
  const isPartial = markSurvivors(order, scratch);
  const action = isPartial ? group.afterPartial : group.afterNone;
  if (action === null || action.kind !== 'split') return false;
  groupEntered[current] = 1;
  markFullOrders(scratch);
  searchSplit(action, route, current, order, stock, locations, scratch);
  const sole = soleLocation(order, scratch);
  // The split may look in other groups, too: what serves all there is no match of this one.
  const isFull = sole >= 0 && scratch.search.cost.candidateIsFull[sole] === 1;
  if (observer !== null) {
    if (isFull) observer.fullMatchFound(group, sole);
    else observer.actionReached(group, action, isPartial);
  }
  commitSplit(route, order, scratch, plan);
  listScores(route.groups, order, scratch, plan, firstCommit);
  if (isFull) return true;
  if (observer !== null) observer.splitSearched(group);
  if (!action.isIfFulfilled) settleOpenLines(order, scratch, plan, action.restState);
  return true;
}

/** Runs an after-action. One that ends routing leaves no line open. */
function runAction(
  action: AfterActionProgram,
  route: RouteProgram,
  current: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { observer, commitCount: firstCommit } = scratch;
  const group = route.groups[current];
  switch (action.kind) {
    case 'go-to-group':
      return;
    case 'settle':
      break;
    case 'bidding':
      offerToSurvivors(group, order, locations, scratch, plan);
      if (observer !== null) observer.biddingOpened(group);
      break;
    case 'split':
      splitOrder(action, route, current, order, stock, locations, scratch, plan);
      listScores(route.groups, order, scratch, plan, firstCommit);
      if (observer !== null) observer.splitSearched(group);
      if (action.isIfFulfilled) return;
  }
  settleOpenLines(order, scratch, plan, action.restState);
}

/** Offers what is open to the locations that survive the group, in its order. */
function offerToSurvivors(
  group: GroupProgram,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  makeSortKeys(group, order, locations, scratch);
  sortSurvivors(group, locations, scratch);
  const { survivors, survivorCount, candidateLocation } = scratch;
  roomForAvailable(plan, survivorCount);
  for (let i = 0; i < survivorCount; i++) {
    plan.availableLocation[i] = candidateLocation[survivors[i]];
  }
  plan.availableCount = survivorCount;
}

/** Commits every open line to one candidate, which covers all of them. */
function assignAll(order: OrderColumns, scratch: CoreScratch, candidate: number): void {
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 0) continue;
    const slot = scratch.lineSlot[line];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (scratch.rowCandidate[row] !== candidate) continue;
      commit(scratch, line, row, scratch.lineNeed[line]);
      break;
    }
  }
}
