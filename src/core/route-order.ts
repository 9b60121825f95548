// Where each item of an order ships from: the parent of all kernels, and the only place that
// branches on the rules. Follows section 11 of the routing specification.

import type { OrderColumns } from '../columns/order.js';
import { WARNING, type PlanColumns } from '../columns/plan.js';
import type { Program, RouteProgram } from '../columns/program.js';
import type { TenantView } from '../columns/views.js';
import { gatherStock, noteVersions } from './gather.js';
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
import { walkGroups } from './walk-groups.js';

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
    scratch.lineNeed[line] = order.quantity[line];
  }
  plan.route = route === null ? 0 : route.orderType;
  if (route !== null) walkGroups(route, order, view.stock, view.locations, scratch, plan);
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
