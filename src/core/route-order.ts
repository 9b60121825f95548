// Where each item of an order ships from: the parent of all kernels, and the only place that
// branches on the rules. Follows section 11 of the routing specification.

import type { LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import { WARNING, type PlanColumns } from '../columns/plan.js';
import {
  STATE_CHANGE,
  type AfterActionProgram,
  type Program,
  type RouteProgram,
} from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import type { TenantView } from '../columns/views.js';
import { gatherStock, noteVersions } from './gather.js';
import { evaluateGroup, markSurvivors } from './group.js';
import { finishPlan, settleOpenLines } from './plan.js';
import { layOutPairs } from './pairs.js';
import { openPool } from './pool.js';
import {
  resolveDestination,
  resolveLocationLists,
  resolveProducts,
  seedRandom,
  warnOfRequest,
} from './resolve.js';
import { beginStamp, roomForLocations, type CoreScratch } from './scratch.js';
import { findFullOrder } from './select/full-order.js';
import { commit, splitOrder } from './select/split.js';

/** Decides `order` on the tenant's shared memory under `program`; the decision is in `plan`. */
export function routeOrder(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const route = prepareOrder(order, program, view, scratch, plan);
  scratch.commitCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    plan.stateQuantity[line] = 0;
    scratch.lineAssigned[line] = 0;
  }
  plan.route = route === null ? 0 : route.orderType;
  if (route !== null) tryGroups(route, order, view.stock, view.locations, scratch, plan);
  if (scratch.openCount > 0 && scratch.observer !== null) scratch.observer.restReached();
  settleOpenLines(order, scratch, plan, program.defaultState);
  finishPlan(order, scratch, plan);
}

/**
 * Looks up, gathers and lays out: what routing and candidates have in common. Answers the route;
 * null: there is none.
 */
export function prepareOrder(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): RouteProgram | null {
  const { stock, locations, postal } = view;
  const route = program.routes[order.orderType];
  beginStamp(scratch);
  roomForLocations(scratch, locations.count);
  resolveProducts(order, stock, scratch, plan);
  const knownAllowedCount = resolveLocationLists(order, locations, scratch);
  resolveDestination(order, postal, scratch);
  seedRandom(order, scratch);
  warnOfRequest(order, scratch, plan, knownAllowedCount);
  if (route === null) {
    plan.orderWarnings |= 1 << WARNING.noRoute;
    plan.isConsistent = true;
    plan.rowsTouched = 0;
    noteVersions(stock, scratch);
    return null;
  }
  openPool(order, program, locations, scratch);
  gatherStock(stock, locations, scratch, plan, route.readsRowDetails);
  layOutPairs(order, locations, scratch);
  if (scratch.observer !== null) scratch.observer.poolOpened(route);
  return route;
}

function tryGroups(
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
  if (action.kind === 'cancel-order') {
    settleOpenLines(order, scratch, plan, STATE_CHANGE.cancel);
    return true;
  }
  splitOrder(action, route.groups, current, order, stock, locations, scratch);
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
      commit(order, scratch, line, row, order.quantity[line]);
      break;
    }
  }
}
