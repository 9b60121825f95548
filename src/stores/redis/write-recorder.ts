// What a transaction on the replica writes into the tables that engines share, in order, so that it
// can be taken back there and made in Redis first. Of what is written twice the last holds.

import type { Database } from '../embedded/database.js';
import {
  fieldOf,
  TENANT_TABLES,
  type FieldWrite,
  type TableKey,
  type TenantTable,
} from './tenant-tables.js';

/** A write as the table takes it; a value of undefined goes. */
export type TableWrite = {
  readonly table: TenantTable;
  readonly key: TableKey;
  readonly value: unknown;
};

/** Listens to the tables of one database. */
export class WriteRecorder {
  private writes: Map<string, TableWrite> | null = null;

  /** Puts itself between the tables and those who write them. */
  constructor(database: Database) {
    for (const table of TENANT_TABLES) {
      const open = table.of(database);
      const put = open.put.bind(open);
      const remove = open.remove.bind(open);
      open.put = (key, value) => {
        this.note(table, key, value);
        return put(key, value);
      };
      open.remove = (key) => {
        this.note(table, key, undefined);
        return remove(key);
      };
    }
  }

  /** Runs something, and gives what it wrote. */
  record(action: () => void): TableWrite[] {
    const writes = new Map<string, TableWrite>();
    this.writes = writes;
    try {
      action();
    } finally {
      this.writes = null;
    }
    return [...writes.values()];
  }

  private note(table: TenantTable, key: TableKey, value: unknown): void {
    if (this.writes === null) return;
    const name = Buffer.isBuffer(key) ? key.toString('latin1') : String(key);
    this.writes.set(`${table.name} ${name}`, { table, key, value });
  }
}

/** The writes as Redis takes them. */
export function fieldsOf(writes: readonly TableWrite[]): FieldWrite[] {
  return writes.map(({ table, key, value }) => fieldOf(table, key, value));
}

/** Makes writes in the tables, in the running transaction. */
export function putWrites(database: Database, writes: readonly TableWrite[]): void {
  for (const { table, key, value } of writes) {
    const open = table.of(database);
    if (value === undefined) void open.remove(key);
    else void open.put(key, value);
  }
}
