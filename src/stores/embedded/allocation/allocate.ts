// What allocating an order does: all lines in one step, against the stock that the transaction
// sees, with the hold of the order and whatever hangs on it; or nothing.

import {
  alreadyExists,
  failedPrecondition,
  invalidField,
  type FieldViolation,
} from '../../../base/outcome.js';
import type {
  AllocationAsk,
  AllocationResult,
  Plan,
  PlannedUnits,
  UnservedUnits,
} from '../../allocation.js';
import type { EventUnits } from '../../events.js';
import type { Scope } from '../../scope.js';
import { checkIdGiven } from '../../stock-check.js';
import { allocationKey, type Database } from '../database.js';
import { emit } from '../events/events.js';
import { consumeHold } from '../stock/holds.js';
import { insufficient, StockPlan } from '../stock/stock-plan.js';
import { limitsOf } from '../limits/rules.js';
import type { TenantDraft } from '../tenant-draft.js';
import type { SiteState } from '../tenant-state.js';
import { checkLimits, keepLimits } from './limits.js';
import { newLine, resolvedLine } from './order-lines.js';
import {
  checkAccounts,
  checkSplit,
  linesOfPlan,
  planConflict,
  type PlanSource,
} from './plan-lines.js';
import { hasShipped, isLive, type AllocationRecord, type LineRecord } from './record.js';
import { putAllocation } from './write-allocation.js';

/** Gives an order what a plan says, in the running transaction. Throws the refusal. */
export function allocateOrder(
  database: Database,
  draft: TenantDraft,
  { siteId }: Scope,
  ask: AllocationAsk,
  plan: Plan,
  assignmentsSoFar: number,
): AllocationResult {
  checkIdGiven('order.order_id', ask.orderId);
  const before = database.allocations.get(allocationKey(draft.state.number, ask.orderId));
  checkBefore(before, ask, assignmentsSoFar);
  const source: PlanSource = ask.isDecisionFinal ? 'given' : 'made';
  checkAccounts(plan, new Map(ask.lines.map((line) => [line.orderItemId, line.quantity])));
  if (plan.isGiven === true) checkGroups(draft.sites.get(siteId), plan);
  checkPolicy(ask, plan);
  const stock = new StockPlan(database, draft);
  const hold = ask.holdId === '' ? null : consumeHold(database, draft, stock, ask);
  const fresh = ask.lines.map((line) => newLine(draft, siteId, line));
  const after: AllocationRecord = {
    orderId: ask.orderId,
    siteId,
    version: (before?.version ?? 0) + 1,
    lines: linesOfPlan(draft, stock, fresh, plan, source),
    priority: ask.priority,
    assignmentCount: assignmentsSoFar + (plan.units.length > 0 ? 1 : 0),
    rejectedLocationCodes: before?.rejectedLocationCodes ?? [],
    suggestionId: plan.suggestionId,
    countedOrders: [],
    request: ask.request,
    totalMinor: ask.totalMinor,
    createTimeEpochMs: draft.timeEpochMs,
    updateTimeEpochMs: draft.timeEpochMs,
  };
  const limits = checkLimits(database, draft, undefined, after, source);
  stock.write(ask.orderId);
  hold?.end();
  const counted = keepLimits(database, draft, after, limits);
  const result = putAllocation(database, draft, before, counted);
  emitPlan(database, draft, counted, plan);
  return { ...result, isHoldConsumed: hold !== null };
}

/** Gives waiting units of an order what a plan says, in the running transaction. */
export function serveBackorder(
  database: Database,
  draft: TenantDraft,
  orderId: string,
  version: number,
  plan: Plan,
): AllocationResult {
  const before = database.allocations.get(allocationKey(draft.state.number, orderId));
  if (before?.version !== version) throw orderChanged(orderId);
  const { siteId } = before;
  const served = new Map<number, number>();
  for (const { orderItemId, quantity } of plan.units) {
    served.set(orderItemId, (served.get(orderItemId) ?? 0) + quantity);
  }
  const waiting = before.lines.map((line): LineRecord => {
    const backordered = line.backordered - (served.get(line.orderItemId) ?? 0);
    if (backordered < 0) throw invalidField('decision', 'more units than wait');
    return { ...resolvedLine(draft, siteId, line), backordered };
  });
  const stock = new StockPlan(database, draft);
  const after: AllocationRecord = {
    ...before,
    version: version + 1,
    lines: linesOfPlan(draft, stock, waiting, { ...plan, unserved: [] }, 'made'),
    suggestionId: plan.suggestionId,
    updateTimeEpochMs: draft.timeEpochMs,
  };
  const limits = checkLimits(database, draft, before, after, 'made');
  stock.write(orderId);
  const counted = keepLimits(database, draft, after, limits);
  const result = putAllocation(database, draft, before, counted);
  emitPlan(database, draft, counted, { ...plan, unserved: [] });
  return result;
}

/** The order is not what a plan was made of. Another may be made. */
export function orderChanged(orderId: string): Error {
  return planConflict('ORDER_CHANGED', `the order '${orderId}' changed while it was planned`);
}

/** Refuses another version of an order than expected; none: any. */
export function checkOrderVersion(version: number, expectedVersion: number | undefined): void {
  if (expectedVersion === undefined || expectedVersion === version) return;
  const field = 'expected_order_version';
  const description = `the order has version ${version}, not ${expectedVersion}`;
  throw failedPrecondition('VERSION_MISMATCH', `${field}: ${description}`, {
    violations: [{ field, description }],
    metadata: { expectedVersion: String(expectedVersion), version: String(version) },
  });
}

/** Tells of what a plan gave an order. */
export function emitPlan(
  database: Database,
  draft: TenantDraft,
  { orderId, version: orderVersion, lines }: AllocationRecord,
  { units, unserved }: Pick<Plan, 'units' | 'unserved'>,
): void {
  const products = new Map(lines.map(({ orderItemId, product }) => [orderItemId, product]));
  const unitsOf = (one: PlannedUnits | UnservedUnits): EventUnits => {
    const { orderItemId, quantity } = one;
    const locationCode = 'locationCode' in one ? one.locationCode : '';
    return { orderItemId, product: products.get(orderItemId) ?? {}, locationCode, quantity };
  };
  if (units.length > 0)
    emit(database, draft, { kind: 'ALLOCATED', orderId, orderVersion, units: units.map(unitsOf) });
  const waiting = unserved.filter(({ fate }) => fate === 'backordered');
  if (waiting.length === 0) return;
  emit(database, draft, {
    kind: 'BACKORDERED',
    orderId,
    orderVersion,
    units: waiting.map(unitsOf),
  });
}

function checkBefore(
  before: AllocationRecord | undefined,
  { orderId, expectedVersion }: AllocationAsk,
  assignmentsSoFar: number,
): void {
  checkOrderVersion(before?.version ?? 0, expectedVersion);
  if (before === undefined && assignmentsSoFar === 0) return;
  if (before !== undefined && (isLive(before) || hasShipped(before))) {
    const how = isLive(before) ? 'is allocated' : 'has shipped';
    const description = `the order '${orderId}' ${how}`;
    throw alreadyExists('ALLOCATION_EXISTS', 'order.order_id', description);
  }
  if (before?.assignmentCount !== assignmentsSoFar) throw orderChanged(orderId);
}

/** Refuses a caller's decision that counts units under a group which has no limit. */
function checkGroups(site: SiteState | undefined, { units }: Plan): void {
  const limits = site && limitsOf(site);
  units.forEach(({ limitGroupId }, i) => {
    if (limitGroupId === undefined || limits?.has(limitGroupId) === true) return;
    const field = `decision.assignments[${i}].limit_group_id`;
    throw invalidField(field, `no group ${limitGroupId} has a fulfilment limit`);
  });
}

/** Refuses a plan that gives the order less than its policy asks for. */
function checkPolicy(ask: AllocationAsk, { units, unserved, ...rest }: Plan): void {
  checkSplit({ units, unserved, ...rest }, ask.locationsMax);
  const missing = unserved.filter(({ fate }) => ask.isStrict || fate === 'backordered');
  if (!ask.isStrict && ask.isBackorderAllowed) return;
  const report: FieldViolation[] = missing.map((one) => missingUnits(ask, one));
  const future = units.filter(({ futureEpochMs }) => futureEpochMs !== undefined);
  if (ask.isStrict) report.push(...future.map((one) => missingUnits(ask, one)));
  if (report.length > 0) throw insufficient(report);
}

function missingUnits(
  { lines }: AllocationAsk,
  { orderItemId, quantity }: Pick<UnservedUnits, 'orderItemId' | 'quantity'>,
): FieldViolation {
  const line = lines.findIndex((one) => one.orderItemId === orderItemId);
  const description = `no stock that is there for ${quantity} of the units`;
  return { field: `order.items[${line}].quantity`, description };
}
