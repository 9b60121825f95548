// What a load reads of a tenant's stock: codes and rows as they came out of Redis, and what was
// committed of them meanwhile. First the columns get it; the replica gets it behind everything that
// routing waits for, a little at a time.

import { setImmediate as immediate } from 'node:timers/promises';
import { transact, type Database } from '../embedded/database.js';
import { loadCode } from '../embedded/load-tenants.js';
import type { TenantState } from '../embedded/tenant-state.js';
import { PackedCodes } from './packed-codes.js';
import { PackedRows } from './packed-rows.js';
import { RowWrites } from './row-writes.js';
import { CODES, putFields, ROWS, type FieldWrite } from './tenant-tables.js';

/** Rows or codes that are put in one transaction; fewer at first, when the start is to be told. */
const PUTS_OF_STEP = 5000;
const PUTS_AT_FIRST = 200;

/** The stock of a tenant that is being loaded. */
export class PackedStock {
  readonly codes = new PackedCodes();
  readonly rows = new PackedRows();
  /** What was committed meanwhile, in order. */
  private readonly later: FieldWrite[] = [];

  /** Takes a write that was made meanwhile; answers whether it is one of stock. */
  put(write: FieldWrite): boolean {
    const isStock = write.table === ROWS || write.table === CODES;
    if (isStock) this.later.push(write);
    return isStock;
  }

  /** Brings what was committed meanwhile into the columns. */
  applyLater(state: TenantState): void {
    const rows = new RowWrites();
    for (const { table, bucket, field, value } of this.later) {
      if (table === ROWS) putRow(rows, bucket, field, value);
      // What was read may have had it already.
      else if (value !== null && field.readUInt32BE(0) >= state.writer.codeCount) {
        loadCode(state, value);
      }
    }
    for (const { product, changes, steps } of rows.changes(state.writer)) {
      state.writer.changeRows(product, changes, steps);
    }
  }

  /** Puts everything into the replica, under the number of the tenant. */
  async fill(database: Database, tenantId: string, number: number): Promise<void> {
    await putAll(database, CODES.rawOf(database), this.codes.entries(number));
    await putAll(database, ROWS.rawOf(database), this.rows.entries(number));
    transact(database, () => putFields(database, tenantId, number, this.later));
  }
}

function putRow(rows: RowWrites, product: number, field: Buffer, value: Buffer | null): void {
  const bytes = value === null ? field : Buffer.concat([field, value]);
  rows.put(product, bytes, 0, value === null ? -1 : field.length, bytes.length);
}

async function putAll(
  database: Database,
  table: ReturnType<typeof ROWS.rawOf>,
  entries: Iterator<{ readonly key: Buffer; readonly value: Buffer }>,
): Promise<void> {
  for (let puts = PUTS_AT_FIRST; ; puts = PUTS_OF_STEP) {
    const some: { readonly key: Buffer; readonly value: Buffer }[] = [];
    for (let next = entries.next(); next.done !== true; next = entries.next()) {
      some.push(next.value);
      if (some.length === puts) break;
    }
    transact(database, () => {
      for (const { key, value } of some) void table.put(key, value);
    });
    if (some.length < puts) return;
    // Whoever reads and beats has a turn.
    await immediate();
  }
}
