// In which groups an order is tried, one after another, and what a group does that cannot serve all
// of it.

import type { LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import type { AfterActionProgram, RouteProgram } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { evaluateGroup, markSurvivors } from './group.js';
import { settleOpenLines } from './plan.js';
import type { CoreScratch } from './scratch.js';
import { findFullOrder } from './select/full-order.js';
import { commit, splitOrder } from './select/split.js';

/** Tries the groups of a route until no line is open or an action ends routing. */
export function walkGroups(
  route: RouteProgram,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { observer } = scratch;
  for (let g = 0; g < route.groups.length && scratch.openCount > 0; g++) {
    const group = route.groups[g];
    if (!evaluateGroup(group, order, stock, scratch)) {
      if (observer !== null) observer.groupSkipped(group);
      continue;
    }
    if (observer !== null) observer.groupEvaluated(group);
    const full = findFullOrder(group, order, locations, scratch);
    if (full >= 0) {
      if (observer !== null) observer.fullMatchFound(group, full);
      assignAll(order, scratch, full);
      return;
    }
    const isPartial = markSurvivors(order, scratch);
    const action = isPartial ? group.afterPartial : group.afterNone;
    if (observer !== null) observer.actionReached(group, action, isPartial);
    if (action === null) continue;
    if (runAction(action, route, g, order, stock, locations, scratch, plan)) return;
  }
}

/** Runs an after-action; answers whether routing ends with it. */
function runAction(
  action: AfterActionProgram,
  route: RouteProgram,
  current: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): boolean {
  if (action.kind === 'settle') {
    settleOpenLines(order, scratch, plan, action.restState);
    return true;
  }
  splitOrder(action, route.groups, order, stock, locations, scratch);
  if (scratch.observer !== null) scratch.observer.splitSearched(route.groups[current]);
  if (action.isIfFulfilled) return false;
  settleOpenLines(order, scratch, plan, action.restState);
  return true;
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
