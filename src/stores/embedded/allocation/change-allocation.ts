// What releasing, shipping and rejecting units of an order do.

import { failedPrecondition, invalidField, notFound } from '../../../base/outcome.js';
import type {
  AllocationResult,
  Plan,
  RejectionAsk,
  UnitsAsk,
  UnitsOfLine,
} from '../../allocation.js';
import type { EventKind, EventUnits } from '../../events.js';
import { checkIdGiven } from '../../stock-check.js';
import { allocationKey, type Database } from '../database.js';
import { emit } from '../events/events.js';
import { LEDGER_REASON } from '../history/ledger-codec.js';
import { StockPlan } from '../stock/stock-plan.js';
import type { TenantDraft } from '../tenant-draft.js';
import { checkOrderVersion, emitPlan, orderChanged } from './allocate.js';
import { checkLimits, keepLimits } from './limits.js';
import {
  checkUnits,
  countOf,
  lastOf,
  moveUnits,
  notAllocated,
  unitsAt,
  type Meant,
  type Move,
} from './move-units.js';
import { resolvedLine } from './order-lines.js';
import { checkAccounts, linesOfPlan } from './plan-lines.js';
import { allocationOf, type AllocationRecord, type LineRecord } from './record.js';
import { putAllocation } from './write-allocation.js';

const RELEASE: Move = {
  reason: LEDGER_REASON.allocationReleased,
  isShipment: false,
  isBlocked: false,
};
const SHIPMENT: Move = { reason: LEDGER_REASON.shipped, isShipment: true, isBlocked: false };

/** Gives units of an order back, in the running transaction. Throws the refusal. */
export function releaseAllocation(
  database: Database,
  draft: TenantDraft,
  ask: UnitsAsk,
): AllocationResult {
  const before = recordOf(database, draft, ask);
  const meant =
    ask.lines.length === 0 ? before.lines.map(everything) : namedUnits(before, ask.lines);
  const isNothing = meant.every(({ waiting, at }) => waiting + countOf(at) === 0);
  if (isNothing) return { allocation: allocationOf(before), sequence: draft.nextSequence - 1 };
  const stock = new StockPlan(database, draft);
  const events: EventUnits[] = [];
  const lines = changedLines(before, meant, (old, one) => {
    const { line, moved } = moveUnits(stock, old, one, RELEASE);
    const { orderItemId, product } = line;
    if (one.waiting > 0) {
      moved.push({ orderItemId, product, locationCode: '', quantity: one.waiting });
    }
    events.push(...moved);
    const released = line.released + one.waiting + countOf(one.at);
    return { ...line, released, backordered: line.backordered - one.waiting };
  });
  return finish(database, draft, stock, before, { ...before, lines }, 'RELEASED', events);
}

/** Notes that units of an order have left, in the running transaction. Throws the refusal. */
export function shipAllocation(
  database: Database,
  draft: TenantDraft,
  ask: UnitsAsk,
): AllocationResult {
  const before = recordOf(database, draft, ask);
  const meant =
    ask.lines.length === 0 ? before.lines.map(shippable) : shippedUnits(before, ask.lines);
  if (meant.every(({ at }) => countOf(at) === 0)) throw notAllocated('lines', 0);
  const stock = new StockPlan(database, draft);
  const events: EventUnits[] = [];
  const lines = changedLines(before, meant, (old, one) => {
    const { line, moved } = moveUnits(stock, old, one, SHIPMENT);
    events.push(...moved);
    return line;
  });
  return finish(database, draft, stock, before, { ...before, lines }, 'SHIPPED', events);
}

/**
 * Takes units of a location back and gives the order what a plan says instead, in the running
 * transaction. Throws the refusal.
 */
export function rejectAllocation(
  database: Database,
  draft: TenantDraft,
  ask: RejectionAsk,
  plan: Plan,
  basisVersion: number,
): AllocationResult {
  const before = recordOf(database, draft, ask);
  const meant = rejectedUnits(before, ask);
  if (before.version !== basisVersion) throw orderChanged(ask.orderId);
  checkAccounts(plan, new Map(meant.map(({ orderItemId, at }) => [orderItemId, countOf(at)])));
  const stock = new StockPlan(database, draft);
  const events: EventUnits[] = [];
  const isBlocked = !ask.isLeftUnblocked;
  const move: Move = { reason: LEDGER_REASON.rejected, isShipment: false, isBlocked };
  const rest = changedLines(before, meant, (old, one) => {
    const { line, moved } = moveUnits(stock, old, one, move);
    events.push(...moved);
    return resolvedLine(draft, before.siteId, line);
  });
  const after: AllocationRecord = {
    ...before,
    lines: linesOfPlan(draft, stock, rest, plan, 'made'),
    assignmentCount: before.assignmentCount + 1,
    rejectedLocationCodes: [...new Set([...before.rejectedLocationCodes, ask.locationCode])],
    suggestionId: plan.suggestionId,
  };
  const result = finish(database, draft, stock, before, after, 'REJECTED', events);
  emitPlan(database, draft, { ...after, version: before.version + 1 }, plan);
  return result;
}

/** The units that a location refuses; throws where there are none or fewer. */
function rejectedUnits(before: AllocationRecord, ask: RejectionAsk): Meant[] {
  const { locationCode } = ask;
  checkIdGiven('location_code', locationCode);
  if (ask.lines.length > 0) {
    return namedUnits(
      before,
      ask.lines.map((line) => ({ ...line, locationCode })),
    );
  }
  const meant = before.lines.map((line) => ({ ...everything(line), waiting: 0 }));
  const there = meant.map((one, i) => ({ ...one, at: unitsAt(before.lines[i], locationCode) }));
  if (there.every(({ at }) => at.size === 0)) throw notAllocated('location_code', 0, locationCode);
  return there;
}

function recordOf(database: Database, draft: TenantDraft, ask: UnitsAsk): AllocationRecord {
  checkIdGiven('order_id', ask.orderId);
  checkUnits(ask.lines);
  const record = database.allocations.get(allocationKey(draft.state.number, ask.orderId));
  if (record === undefined) throw notFound('allocation of the order', ask.orderId);
  checkOrderVersion(record.version, ask.expectedVersion);
  return record;
}

function finish(
  database: Database,
  draft: TenantDraft,
  stock: StockPlan,
  before: AllocationRecord,
  changed: AllocationRecord,
  kind: EventKind,
  units: readonly EventUnits[],
): AllocationResult {
  const after: AllocationRecord = {
    ...changed,
    version: before.version + 1,
    updateTimeEpochMs: draft.timeEpochMs,
  };
  const limits = checkLimits(database, draft, before, after, 'made');
  stock.write(before.orderId);
  const counted = keepLimits(database, draft, after, limits);
  const result = putAllocation(database, draft, before, counted);
  const { orderId, version: orderVersion } = counted;
  emit(database, draft, { kind, orderId, orderVersion, units });
  return result;
}

function changedLines(
  { lines }: AllocationRecord,
  meant: readonly Meant[],
  change: (line: LineRecord, meant: Meant) => LineRecord,
): LineRecord[] {
  const byLine = new Map(meant.map((one) => [one.orderItemId, one]));
  return lines.map((line) => {
    const one = byLine.get(line.orderItemId);
    return one === undefined ? line : change(line, one);
  });
}

function everything(line: LineRecord): Meant {
  return { orderItemId: line.orderItemId, waiting: line.backordered, at: unitsAt(line, '') };
}

function shippable(line: LineRecord): Meant {
  const at = unitsAt(line, '');
  for (const place of at.keys()) {
    if (line.units[place].futureEpochMs !== undefined) at.delete(place);
  }
  return { orderItemId: line.orderItemId, waiting: 0, at };
}

/** The units that lines name; waiting ones first where no location is named. */
function namedUnits(before: AllocationRecord, lines: readonly UnitsOfLine[]): Meant[] {
  const merged = new Map<number, Meant>();
  const anywhere = new Set<number>();
  lines.forEach(({ orderItemId, locationCode, quantity }, i) => {
    const line = lineOf(before, orderItemId, i);
    const known = merged.get(orderItemId);
    if (known !== undefined && (locationCode === '' || anywhere.has(orderItemId))) {
      throw invalidField(`lines[${i}]`, 'a line comes once where one of them names no location');
    }
    if (locationCode === '') anywhere.add(orderItemId);
    const there = unitsAt(line, locationCode);
    const waiting = locationCode === '' ? line.backordered : 0;
    const all = waiting + countOf(there);
    if (all === 0 || quantity > all) {
      throw notAllocated(`lines[${i}].quantity`, all, locationCode);
    }
    const wanted = quantity === 0 ? all : quantity;
    const ofWaiting = Math.min(waiting, wanted);
    const at = new Map([...(known?.at ?? []), ...lastOf(there, wanted - ofWaiting)]);
    merged.set(orderItemId, { orderItemId, waiting: ofWaiting, at });
  });
  return [...merged.values()];
}

/** The units that lines name, of stock that is there. */
function shippedUnits(before: AllocationRecord, lines: readonly UnitsOfLine[]): Meant[] {
  const merged = new Map<number, Map<number, number>>();
  lines.forEach(({ orderItemId, locationCode, quantity }, i) => {
    const line = lineOf(before, orderItemId, i);
    const all = unitsAt(line, locationCode);
    const there = new Map([...all].filter(([place]) => isThere(line, place)));
    const codes = new Set([...there.keys()].map((place) => line.units[place].locationCode));
    if (codes.size > 1) {
      throw invalidField(`lines[${i}].location_code`, 'the line has units at several locations');
    }
    if (there.size < all.size && there.size === 0) throw notThere(`lines[${i}]`);
    const units = countOf(there);
    if (units === 0 || quantity > units) {
      throw notAllocated(`lines[${i}].quantity`, units, locationCode);
    }
    const wanted = quantity === 0 ? units : quantity;
    const known = merged.get(orderItemId) ?? new Map<number, number>();
    for (const [place, count] of lastOf(there, wanted)) {
      if (known.has(place)) throw invalidField(`lines[${i}]`, 'an earlier one is the same');
      known.set(place, count);
    }
    merged.set(orderItemId, known);
  });
  return [...merged].map(([orderItemId, at]) => ({ orderItemId, waiting: 0, at }));
}

function isThere({ units }: LineRecord, place: number): boolean {
  return units[place].futureEpochMs === undefined;
}

function lineOf({ lines }: AllocationRecord, orderItemId: number, place: number): LineRecord {
  const line = lines.find((one) => one.orderItemId === orderItemId);
  if (line !== undefined) return line;
  const field = `lines[${place}].order_item_id`;
  throw invalidField(field, `the order has no line ${orderItemId}`);
}

function notThere(field: string): Error {
  const description = 'the units are of stock that is yet to come';
  const violations = [{ field, description }];
  return failedPrecondition('STOCK_NOT_THERE', `${field}: ${description}`, { violations });
}
