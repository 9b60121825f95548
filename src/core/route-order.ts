// Where each item of an order ships from: the parent of all kernels, and the only place that
// branches on the rules. Follows section 11 of the routing specification.

import { REQUEST_KIND, type OrderColumns } from '../columns/order.js';
import { WARNING, type PlanColumns } from '../columns/plan.js';
import { ORDER_TYPE, type Program, type RouteProgram } from '../columns/program.js';
import type { TenantView } from '../columns/views.js';
import { chooseRoute } from './choose-route.js';
import { consolidate } from './consolidate.js';
import { openFulfillment } from './fulfillment/full.js';
import { routeFuture } from './future.js';
import { gatherAnew, gatherStock, noteVersions } from './gather.js';
import { openLimits } from './limits.js';
import { finishPlan, settleOpenLines } from './plan.js';
import { layOutPairs } from './pairs.js';
import { openPool } from './pool.js';
import { resolveProducts } from './products.js';
import { isNarrow } from './request-type.js';
import { resolveDestination, resolveLocationLists, seedRandom, warnOfRequest } from './resolve.js';
import { beginScoreList } from './score/scratch.js';
import { beginDecisionOn, type CoreScratch } from './scratch.js';
import { dropOwnHold, hasHoldEnded, openOwnHold } from './stock/own-hold.js';
import { giveFromStore, openStore, resolvePickup } from './store-pickup.js';
import { walkGroups } from './walk-groups.js';

/** Decides `order` on the tenant's shared memory under `program`; the decision is in `plan`. */
export function routeOrder(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  beginPlan(order, view, scratch, plan);
  const route = prepareOrder(order, program, view, scratch, plan);
  plan.route = routeTypeOf(order, program, route);
  if (route !== null) walkGroups(route, order, view.stock, view.locations, scratch, plan);
  scratch.futureCommitStart = scratch.commitCount;
  // Whatever ends routing leaves no line open.
  if (route !== null && scratch.openCount > 0) {
    routeFuture(route, order, program, view, scratch, plan);
  }
  if (scratch.openCount > 0 && scratch.observer !== null) scratch.observer.restReached();
  settleOpenLines(order, scratch, plan, program.defaultState);
  finishPlan(order, scratch, plan);
  consolidate(order, view.locations, scratch, plan);
}

function beginPlan(
  order: OrderColumns,
  { locations }: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  plan.availableCount = 0;
  plan.proofCount = 0;
  plan.proofLineCount = 0;
  beginScoreList(scratch.score, plan, locations.count);
  for (let line = 0; line < order.lineCount; line++) plan.stateQuantity[line] = 0;
}

/** The order type that a decision names as its route's; 0: none. */
function routeTypeOf(order: OrderColumns, program: Program, route: RouteProgram | null): number {
  if (isAssignedTooOften(order, program)) return 0;
  if (order.orderType === ORDER_TYPE.bopis) return ORDER_TYPE.bopis;
  return route === null ? 0 : route.orderType;
}

/** Whether the order was assigned so often that it is not routed any more. */
function isAssignedTooOften({ kind, assignmentsSoFar }: OrderColumns, program: Program): boolean {
  const { autoAssignLimit } = program;
  return kind === REQUEST_KIND.routing && autoAssignLimit > 0 && assignmentsSoFar > autoAssignLimit;
}

/**
 * Looks up, gathers and lays out: what routing and candidates have in common. Answers the route;
 * null: there is none, or none is looked for. The pickup store of an order has given what it has.
 */
export function prepareOrder(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): RouteProgram | null {
  beginDecision(order, program, view, scratch, plan);
  const { observer } = scratch;
  if (isAssignedTooOften(order, program)) {
    if (observer !== null) observer.autoLimitExceeded();
    readNoStock(view, scratch, plan);
    settleOpenLines(order, scratch, plan, program.tooManyAssignsState);
    return null;
  }
  const { stock, locations } = view;
  const route = chooseRoute(order, program);
  openStore(order, locations, scratch);
  if (route === null) {
    plan.orderWarnings |= 1 << WARNING.noRoute;
    if (observer !== null) observer.noRouteFound();
    if (scratch.givingStore < 0) {
      readNoStock(view, scratch, plan);
      return null;
    }
  }
  openPool(order, program, locations, scratch);
  const hasDetails = route !== null && route.readsRowDetails;
  gatherStock(order, stock, locations, scratch, plan, hasDetails);
  if (hasHoldEnded(order, view.holds, scratch)) {
    dropOwnHold(scratch, plan);
    gatherAnew(order, stock, locations, scratch, plan, hasDetails);
  }
  giveFromStore(order, locations, scratch);
  if (route !== null) {
    layOutPairs(order, locations, scratch);
    if (observer !== null) observer.poolOpened(route);
    if (observer !== null && isNarrow(order)) observer.requestTypeNarrowed();
  }
  if (observer !== null && scratch.storeCommitCount > 0) observer.pickupAssigned();
  return route;
}

/** Looks up what the request names; nothing is committed yet. */
function beginDecision(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { stock, locations, postal } = view;
  beginDecisionOn(locations.count, scratch);
  scratch.isFuturePass = false;
  scratch.commitCount = 0;
  scratch.storeCommitCount = 0;
  scratch.usedCount = 0;
  for (let line = 0; line < order.lineCount; line++) scratch.lineLocationCount[line] = 0;
  openLimits(order, program, scratch);
  openFulfillment(order, program, locations.count, scratch);
  resolveProducts(order, stock, program.identifierMapping, scratch, plan);
  resolvePickup(order, locations, scratch);
  const knownAllowedCount = resolveLocationLists(order, locations, scratch);
  resolveDestination(order, locations, postal, scratch);
  seedRandom(order, scratch);
  warnOfRequest(order, scratch, plan, knownAllowedCount);
  openOwnHold(order, view, scratch, plan);
}

/** Of an order that reads no stock only the versions of its products are noted. */
function readNoStock({ stock }: TenantView, scratch: CoreScratch, plan: PlanColumns): void {
  plan.isConsistent = true;
  plan.rowsTouched = 0;
  noteVersions(stock, scratch);
}
