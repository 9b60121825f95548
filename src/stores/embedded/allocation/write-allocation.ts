// How a change of an order is written with all that hangs on it: its record, the units of rows that
// it has, the queue of lines that wait, what counts against limits, and when it may be forgotten.
// All follows from what the order was and is, so no operation can leave a part out.

import type { AllocationResult } from '../../allocation.js';
import { allocationKey, binaryKey, rowKey, type Database } from '../database.js';
import { DUE, putDue, removeDue } from '../stock/dues.js';
import type { TenantDraft } from '../tenant-draft.js';
import { putWaiting, removeWaiting } from './queue.js';
import { allocationOf, isLive, type AllocationRecord, type LineRecord } from './record.js';

/**
 * Writes an order in the running transaction; `before` is undefined where it is new. Answers it as
 * it is told.
 */
export function putAllocation(
  database: Database,
  draft: TenantDraft,
  before: AllocationRecord | undefined,
  after: AllocationRecord,
): AllocationResult {
  const { number } = draft.state;
  void database.allocations.put(allocationKey(number, after.orderId), after);
  putRows(database, number, before, after);
  putQueue(database, draft, before, after);
  putForgetting(database, number, before, after);
  return { allocation: allocationOf(after), sequence: draft.nextSequence - 1 };
}

/** Forgets an order that has ended, in the running transaction. */
export function forgetAllocation(database: Database, tenant: number, name: Buffer): void {
  void database.allocations.remove(Buffer.concat([binaryKey(tenant), name]));
}

/** Units of a row that orders have, by what is kept of the orders. */
export function allocatedUnits(
  database: Database,
  tenant: number,
  row: { readonly product: number; readonly location: number; readonly segment: number },
): number {
  const { product, location, segment } = row;
  const start = rowKey(tenant, product, location, segment);
  const end = rowKey(tenant, product, location, segment + 1);
  let units = 0;
  for (const { value } of database.allocationRows.getRange({ start, end })) {
    units += Buffer.from(value).readUInt32BE(0);
  }
  return units;
}

function putRows(
  database: Database,
  tenant: number,
  before: AllocationRecord | undefined,
  after: AllocationRecord,
): void {
  const old = rowsOf(tenant, before);
  const now = rowsOf(tenant, after);
  for (const [name, { key, units }] of now) {
    if (old.get(name)?.units !== units) void database.allocationRows.put(key, binaryKey(units));
  }
  for (const [name, { key }] of old) {
    if (!now.has(name)) void database.allocationRows.remove(key);
  }
}

/** Units by row, each under its key. */
function rowsOf(
  tenant: number,
  record: AllocationRecord | undefined,
): Map<string, { readonly key: Buffer; readonly units: number }> {
  const found = new Map<string, { key: Buffer; units: number }>();
  if (record === undefined) return found;
  const orderId = Buffer.from(record.orderId);
  for (const { productIndex, units } of record.lines) {
    for (const { locationIndex, rows } of units) {
      for (const { segmentIndex, quantity } of rows) {
        const name = `${productIndex}/${locationIndex}/${segmentIndex}`;
        const known = found.get(name);
        if (known !== undefined) known.units += quantity;
        else {
          const row = rowKey(tenant, productIndex, locationIndex, segmentIndex);
          found.set(name, { key: Buffer.concat([row, orderId]), units: quantity });
        }
      }
    }
  }
  return found;
}

function putQueue(
  database: Database,
  draft: TenantDraft,
  before: AllocationRecord | undefined,
  after: AllocationRecord,
): void {
  const { number } = draft.state;
  const isWaiting = ({ backordered }: LineRecord) => backordered > 0;
  for (const line of before?.lines.filter(isWaiting) ?? []) {
    removeWaiting(database, number, before as AllocationRecord, line);
    draft.waiting.count(line.productIndex, -1);
  }
  for (const line of after.lines.filter(isWaiting)) {
    putWaiting(database, number, after, line);
    draft.waiting.count(line.productIndex, 1);
    const had = before?.lines.find((one) => one.orderItemId === line.orderItemId)?.backordered;
    if (line.backordered > (had ?? 0)) draft.waiting.begin(line.productIndex, after.orderId);
  }
}

function putForgetting(
  database: Database,
  tenant: number,
  before: AllocationRecord | undefined,
  after: AllocationRecord,
): void {
  const name = Buffer.from(after.orderId);
  if (before !== undefined && !isLive(before)) {
    const due = { timeEpochMs: before.updateTimeEpochMs, name };
    removeDue(database, tenant, DUE.allocationForgotten, due);
  }
  if (isLive(after)) return;
  const due = { timeEpochMs: after.updateTimeEpochMs, name };
  putDue(database, tenant, DUE.allocationForgotten, due);
}
