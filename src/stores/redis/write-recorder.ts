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

/** A write as Redis takes it, with the key of the table. */
export type TableWrite = FieldWrite & { readonly key: TableKey };

/** A write as the table takes it; a value of undefined goes. */
type Noted = { readonly table: TenantTable; readonly key: TableKey; readonly value: unknown };

/** Listens to the tables of one database. */
export class WriteRecorder {
  private writes: Map<string, Noted> | null = null;

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
    const writes = new Map<string, Noted>();
    this.writes = writes;
    try {
      action();
    } finally {
      this.writes = null;
    }
    return Array.from(writes.values(), ({ table, key, value }) => {
      return { ...fieldOf(table, key, value), key };
    });
  }

  private note(table: TenantTable, key: TableKey, value: unknown): void {
    if (this.writes === null) return;
    const name = Buffer.isBuffer(key) ? key.toString('latin1') : String(key);
    this.writes.set(`${table.name} ${name}`, { table, key, value });
  }
}
