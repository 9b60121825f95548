// What holding units, releasing them and the end of their time do. A hold that is active is counted
// in `held` of its rows; the three ways in which that changes are here.

import { randomUUID } from 'node:crypto';
import {
  alreadyExists,
  invalidField,
  notFound,
  type FieldViolation,
} from '../../../base/outcome.js';
import { HOLD_MS_DEFAULT } from '../../../columns/limits.js';
import type { NewEvent } from '../../events.js';
import { checkHold, checkIdGiven, type CheckedRow } from '../../stock-check.js';
import type { Hold, HoldRequest, HoldResult } from '../../stock-operations.js';
import { binaryKey, type Database, type HoldRecord } from '../database.js';
import { emit } from '../events/events.js';
import { LEDGER_REASON } from '../history/ledger-codec.js';
import { effectiveUnits } from '../row-units.js';
import type { TenantDraft } from '../tenant-draft.js';
import { DUE, duesUntil, putDue, removeDue } from './dues.js';
import {
  addTo,
  insufficient,
  locationOf,
  StockPlan,
  unitsOf,
  type PlannedRow,
} from './stock-plan.js';

/** Holds units, in the running transaction. Throws the refusal of what may not be so. */
export function holdStock(
  database: Database,
  draft: TenantDraft,
  request: HoldRequest,
): HoldResult {
  const names = checkHold(request);
  const holdId = request.holdId || randomUUID();
  const key = holdKey(draft.state.number, holdId);
  if (database.holds.get(key) !== undefined) {
    throw alreadyExists('ID_TAKEN', 'hold_id', `the hold '${holdId}' exists`);
  }
  const plan = new StockPlan(database, draft);
  const lines = takeLines(draft, plan, request, names);
  draft.holds.checkRoom(draft.state.holds, lines.length);
  plan.write(holdId);
  const { timeEpochMs } = draft;
  const expireTimeEpochMs = timeEpochMs + (request.ttlMs || HOLD_MS_DEFAULT);
  const record: HoldRecord = {
    holdId,
    orderId: request.orderId,
    state: 'ACTIVE',
    lines,
    createTimeEpochMs: timeEpochMs,
    expireTimeEpochMs,
  };
  void database.holds.put(key, record);
  draft.holds.begin(record);
  putDue(database, draft.state.number, DUE.holdEnds, endOf(record));
  draft.nextHoldEndMs = Math.min(draft.nextHoldEndMs, expireTimeEpochMs);
  return resultOf(draft, record);
}

/** The lines that are held, taken off their rows in the plan. */
function takeLines(
  draft: TenantDraft,
  plan: StockPlan,
  { lines, isPartialAllowed }: HoldRequest,
  names: readonly CheckedRow[],
): HoldRecord['lines'] {
  const report: FieldViolation[] = [];
  const held: HoldRecord['lines'][number][] = [];
  lines.forEach(({ product, locationCode, segment = {}, quantity: wanted }, i) => {
    const field = `lines[${i}].quantity`;
    const row = rowOf(draft, plan, names[i]);
    const free = row === undefined ? 0 : effectiveUnits(row.values);
    const quantity = Math.min(wanted, free);
    if (quantity < wanted) report.push({ field, description: `${free} units are free` });
    if (row === undefined || quantity === 0) return;
    addTo(row, 'held', quantity, field);
    const { product: productIndex, location: locationIndex, segment: segmentIndex } = row;
    const numbers = { productIndex, locationIndex, segmentIndex };
    held.push({ product, locationCode, segment, quantity, ...numbers });
  });
  if (report.length > 0 && (!isPartialAllowed || held.length === 0)) throw insufficient(report);
  return held;
}

function rowOf(draft: TenantDraft, plan: StockPlan, name: CheckedRow): PlannedRow | undefined {
  const { locationCode, path } = name;
  const location = locationOf(draft, `${path}.location_code`, locationCode);
  const found = unitsOf(draft, name);
  if (found === null) return undefined;
  return plan.row({ ...found, location, locationCode }, LEDGER_REASON.held);
}

/** Gives back what a hold holds, in the running transaction; one that has ended stays as it is. */
export function releaseHold(database: Database, draft: TenantDraft, holdId: string): HoldResult {
  checkIdGiven('hold_id', holdId);
  const record = database.holds.get(holdKey(draft.state.number, holdId));
  if (record === undefined) throw notFound('hold', holdId);
  if (record.state !== 'ACTIVE') return resultOf(draft, record);
  return resultOf(draft, endHold(database, draft, record, 'RELEASED'));
}

/**
 * Ends the holds whose time is over, each once, in the running transaction. Whoever commits
 * anything of a tenant does this first, so what is decided is decided by the clock.
 */
export function expireHolds(database: Database, draft: TenantDraft): void {
  if (draft.nextHoldEndMs > draft.timeEpochMs) return;
  const { number } = draft.state;
  const { dues, nextEpochMs } = duesUntil(database, number, DUE.holdEnds, draft.timeEpochMs);
  for (const { name } of dues) {
    const record = database.holds.get(Buffer.concat([binaryKey(number), name]));
    if (record !== undefined) endHold(database, draft, record, 'EXPIRED');
  }
  draft.nextHoldEndMs = nextEpochMs;
  draft.isWritten ||= dues.length > 0;
  draft.expiredHoldCount += dues.length;
}

/** When the first active hold of a tenant ends; infinity: there is none. */
export function firstHoldEnd(database: Database, tenant: number): number {
  return duesUntil(database, tenant, DUE.holdEnds, Number.NEGATIVE_INFINITY).nextEpochMs;
}

/** Forgets a hold that has ended, in the running transaction. */
export function forgetHold(database: Database, tenant: number, name: Buffer): void {
  void database.holds.remove(Buffer.concat([binaryKey(tenant), name]));
}

/** The end of a hold that an operation consumes; nothing is written before it is called. */
export type ConsumedHold = { end(): void };

/**
 * Takes the units of an order's hold off what is held, in the plan of the operation that consumes
 * it. Null: it has ended, or nobody knows it. Throws where it is of another order.
 */
export function consumeHold(
  database: Database,
  draft: TenantDraft,
  plan: StockPlan,
  { holdId, orderId }: { readonly holdId: string; readonly orderId: string },
): ConsumedHold | null {
  const record = database.holds.get(holdKey(draft.state.number, holdId));
  if (record === undefined) return null;
  if (record.orderId !== '' && record.orderId !== orderId) {
    throw invalidField('order.hold_id', `the hold '${holdId}' is of the order '${record.orderId}'`);
  }
  if (record.state !== 'ACTIVE') return null;
  giveBack(plan, record, LEDGER_REASON.holdConsumed);
  return { end: () => void markEnded(database, draft, record, 'CONSUMED') };
}

function endHold(
  database: Database,
  draft: TenantDraft,
  record: HoldRecord,
  state: 'RELEASED' | 'EXPIRED',
): HoldRecord {
  const reason = state === 'RELEASED' ? LEDGER_REASON.holdReleased : LEDGER_REASON.holdExpired;
  const plan = new StockPlan(database, draft);
  giveBack(plan, record, reason);
  plan.write(record.holdId);
  if (state === 'EXPIRED') emit(database, draft, expiryOf(record));
  return markEnded(database, draft, record, state);
}

function giveBack(plan: StockPlan, record: HoldRecord, reason: number): void {
  for (const line of record.lines) {
    const { productIndex: product, locationIndex: location, segmentIndex: segment } = line;
    const row = plan.row({ product, location, segment, locationCode: line.locationCode }, reason);
    // INVARIANT: neither a row nor a location goes while units of it are held.
    if (row === undefined) throw new Error(`the hold '${record.holdId}' is of a row that is gone`);
    addTo(row, 'held', -line.quantity, 'hold_id');
  }
}

function markEnded(
  database: Database,
  draft: TenantDraft,
  record: HoldRecord,
  state: 'RELEASED' | 'EXPIRED' | 'CONSUMED',
): HoldRecord {
  const { number } = draft.state;
  const ended: HoldRecord = { ...record, state, endTimeEpochMs: draft.timeEpochMs };
  void database.holds.put(holdKey(number, record.holdId), ended);
  draft.holds.end(record.holdId);
  const { timeEpochMs, name } = endOf(record);
  removeDue(database, number, DUE.holdEnds, { timeEpochMs, name });
  putDue(database, number, DUE.holdForgotten, { timeEpochMs: draft.timeEpochMs, name });
  return ended;
}

function expiryOf({ holdId, orderId, lines }: HoldRecord): NewEvent {
  const units = lines.map(({ product, locationCode, quantity }) => {
    return { product, locationCode, quantity };
  });
  return { kind: 'HOLD_EXPIRED', orderId, units, holdId };
}

function endOf({ expireTimeEpochMs, holdId }: HoldRecord) {
  return { timeEpochMs: expireTimeEpochMs, name: Buffer.from(holdId) };
}

function holdKey(tenant: number, holdId: string): Buffer {
  return Buffer.concat([binaryKey(tenant), Buffer.from(holdId)]);
}

function resultOf(draft: TenantDraft, record: HoldRecord): HoldResult {
  return { hold: holdOf(record), sequence: draft.nextSequence - 1 };
}

/** The hold of a record. */
export function holdOf(record: HoldRecord): Hold {
  const lines = record.lines.map(({ product, locationCode, segment, quantity }) => {
    return { product, locationCode, segment, quantity };
  });
  return { ...record, lines };
}
