// How a tenant comes out of Redis whole: its hashes, packed, into the tables of the replica, then
// what was committed meanwhile. The hashes are read one after the other while engines write them;
// what was read too early is written again by the entries of the feed, which begin before.

import { setImmediate as immediate } from 'node:timers/promises';
import type { TenantLimits, TenantState } from '../embedded/tenant-state.js';
import { transact, type Database } from '../embedded/database.js';
import { loadTallies } from '../embedded/limits/tallies.js';
import { loadTenant } from '../embedded/load-tenants.js';
import { readEntry, type FeedEntry } from './feed-entry.js';
import { putFields } from './follow.js';
import type { RedisKeys } from './keys.js';
import { unpack, unpackStrings } from './msgpack.js';
import { PackedRows } from './packed-rows.js';
import type { Scripted } from './scripts.js';
import {
  CODES,
  CODES_OF_BUCKET,
  hashName,
  rangeOf,
  ROWS,
  TENANT_TABLES,
  type FieldWrite,
  type TableKey,
  type TenantTable,
} from './tenant-tables.js';

/** A state of a tenant; the stamp is '' where it has none. */
export type Known = { readonly stamp: string; readonly sequence: number };

/** What a load needs. */
export type LoadParts = {
  readonly client: Scripted;
  readonly keys: RedisKeys;
  readonly database: Database;
  readonly limits: TenantLimits;
};

/** Bytes that one call packs, about: Redis does nothing else meanwhile. */
const CALL_BYTES = 256 * 1024;
const HASHES_MAX = 512;
const HASHES_AT_FIRST = 8;
const CODE_HASHES = 64;
const SCAN_FIELDS = 2000;
/** Rows that are put into the replica in one transaction. */
const ROWS_OF_STEP = 5000;
/** Entries of the feed that are read at once. */
export const ENTRIES_MAX = 512;
/** How often a load begins anew because the feed lost what it needs. */
const TRIES_MAX = 5;

/** A tenant that was loaded; its rows are in its columns, and not yet in the replica. */
export type Loaded = {
  readonly state: TenantState | null;
  readonly known: Known;
  /** Puts the rows into the replica, a few at a time. */
  readonly putRows: () => Promise<void>;
};

/**
 * Loads a tenant under a number, in place of what the replica has of it; the state is null where
 * there is nothing. Rejects where Redis cannot be asked, and where the feed is trimmed faster than
 * a tenant can be read.
 */
export async function loadFromRedis(
  parts: LoadParts,
  tenantId: string,
  number: number,
): Promise<Loaded> {
  const { known, rows } = await readTenant(parts, tenantId, number);
  const { database, limits } = parts;
  const putRows = () => fillRows(database, rows);
  const record = database.tenants.get(tenantId);
  if (record === undefined) return { state: null, known, putRows };
  const state = loadTenant(database, tenantId, record, limits, rows);
  loadTallies(database, state, Date.now());
  return { state, known, putRows };
}

/** Fills the tables of a tenant, and says which state they have. */
export async function fillTables(
  parts: LoadParts,
  tenantId: string,
  number: number,
): Promise<Known> {
  const { known, rows } = await readTenant(parts, tenantId, number);
  await fillRows(parts.database, rows);
  return known;
}

async function readTenant(
  parts: LoadParts,
  tenantId: string,
  number: number,
): Promise<{ readonly known: Known; readonly rows: PackedRows }> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [stamp, sequence] = await parts.client.stateOf(1, parts.keys.meta(tenantId));
    clearTenant(parts.database, tenantId, number);
    const load = new TenantLoad(parts, tenantId, number);
    if (stamp === '') return { known: { stamp, sequence }, rows: load.rows };
    await load.readTables();
    const known = await load.catchUp({ stamp, sequence });
    if (known !== null) return { known, rows: load.rows };
  }
  throw new Error(`the feed of tenant ${tenantId} is trimmed faster than the tenant can be read`);
}

async function fillRows(database: Database, rows: PackedRows): Promise<void> {
  const entries = rows.entries();
  for (let isMore = true; isMore; ) {
    isMore = transact(database, () => {
      for (let i = 0; i < ROWS_OF_STEP; i++) {
        const next = entries.next();
        if (next.done === true) return false;
        void database.rows.put(Buffer.from(next.value.key), next.value.value);
      }
      return true;
    });
    // Whoever reads and beats has a turn.
    await immediate();
  }
}

/** Entries behind a sequence, oldest first. */
export async function entriesAfter(
  { client, keys }: Pick<LoadParts, 'client' | 'keys'>,
  tenantId: string,
  sequence: number,
): Promise<FeedEntry[]> {
  const start = `${sequence + 1}-0`;
  const found = await client.xrangeBuffer(keys.feed(tenantId), start, '+', 'COUNT', ENTRIES_MAX);
  return found.map(readEntry);
}

/** Whether entries follow a state and one another without a gap. */
export function isChain({ stamp, sequence }: Known, entries: readonly FeedEntry[]): boolean {
  let before = stamp;
  return entries.every((entry, i) => {
    const isNext = entry.sequence === sequence + i + 1 && entry.before === before;
    before = entry.stamp;
    return isNext;
  });
}

class TenantLoad {
  readonly rows: PackedRows;
  private readonly parts: LoadParts;
  private readonly tenantId: string;
  private readonly number: number;

  constructor(parts: LoadParts, tenantId: string, number: number) {
    this.parts = parts;
    this.tenantId = tenantId;
    this.number = number;
    this.rows = new PackedRows(number);
  }

  /** Reads all hashes, the rows last. */
  async readTables(): Promise<void> {
    const productCount = await this.readCodes();
    for (const table of TENANT_TABLES) {
      if (table.fieldBits < 0) await this.scan(table);
    }
    await this.readRows(productCount);
  }

  /** Puts what was committed meanwhile; null: the feed has it no more. */
  async catchUp(start: Known): Promise<Known | null> {
    let known = start;
    for (;;) {
      const entries = await entriesAfter(this.parts, this.tenantId, known.sequence);
      if (!isChain(known, entries)) return null;
      for (const { writes } of entries) this.put(writes);
      const last = entries.at(-1);
      if (last !== undefined) known = { stamp: last.stamp, sequence: last.sequence };
      if (entries.length < ENTRIES_MAX) break;
    }
    const { client, keys } = this.parts;
    const [stamp, sequence] = await client.stateOf(1, keys.meta(this.tenantId));
    if (stamp === known.stamp) return known;
    return sequence > known.sequence ? this.catchUp(known) : null;
  }

  /** Reads the codes, and says how many products they name. */
  private async readCodes(): Promise<number> {
    let productCount = 0;
    for (let bucket = 0; ; bucket += CODE_HASHES) {
      const hashes = await this.pack(CODES, bucket, CODE_HASHES);
      const writes: FieldWrite[] = [];
      hashes.forEach((hash, i) => {
        for (let at = 0; at + 1 < hash.length; at += 2) {
          const [field, value] = [hash[at], hash[at + 1]];
          productCount = Math.max(productCount, value.readUInt32BE(0) + 1);
          writes.push({ table: CODES, bucket: bucket + i, field, value });
        }
      });
      this.put(writes);
      // Codes are numbered without gaps: where a bucket is not full, there is none behind it.
      if (writes.length < CODE_HASHES * CODES_OF_BUCKET) return productCount;
    }
  }

  /** Reads the rows; while some are taken in, Redis packs the next. */
  private async readRows(productCount: number): Promise<void> {
    let count = Math.min(HASHES_AT_FIRST, productCount);
    let asked = this.pack(ROWS, 0, count);
    for (let product = 0; product < productCount; ) {
      const hashes = await asked;
      const next = product + count;
      const lengthBytes = hashes.reduce((sum, hash) => sum + bytesOf(hash), 0);
      const fitting = Math.floor((CALL_BYTES / Math.max(1, lengthBytes)) * count);
      count = Math.min(Math.max(1, fitting), HASHES_MAX, productCount - next);
      if (count > 0) asked = this.pack(ROWS, next, count);
      hashes.forEach((hash, i) => this.rows.putHash(product + i, hash));
      product = next;
    }
  }

  /** Some buckets: of each the fields and values in turn. */
  private async pack(table: TenantTable, first: number, count: number): Promise<Buffer[][]> {
    const { client, keys } = this.parts;
    const names = Array.from({ length: count }, (_, i) =>
      keys.hash(this.tenantId, hashName(table, first + i)),
    );
    return unpack(await client.packBuffer(count, ...names)) as Buffer[][];
  }

  private async scan(table: TenantTable): Promise<void> {
    const { client, keys } = this.parts;
    const key = keys.hash(this.tenantId, hashName(table, 0));
    for (let cursor = '0'; ; ) {
      const [next, packed] = await client.scanPartBuffer(1, key, cursor, SCAN_FIELDS);
      const part = unpackStrings(packed);
      const writes: FieldWrite[] = [];
      for (let at = 0; at + 1 < part.length; at += 2) {
        writes.push({ table, bucket: 0, field: part[at], value: part[at + 1] });
      }
      this.put(writes);
      cursor = next.toString();
      if (cursor === '0') return;
    }
  }

  private put(writes: readonly FieldWrite[]): void {
    const others: FieldWrite[] = [];
    for (const write of writes) {
      if (write.table === ROWS) this.rows.put(write);
      else others.push(write);
    }
    if (others.length === 0) return;
    const { database } = this.parts;
    transact(database, () => putFields(database, this.tenantId, this.number, others));
  }
}

/** About how many bytes a hash has: those of its first row for all. */
function bytesOf(hash: readonly Buffer[]): number {
  return hash.length === 0 ? 0 : (hash.length / 2) * (hash[0].length + hash[1].length);
}

/** Takes everything of a tenant out of the tables that engines share. */
function clearTenant(database: Database, tenantId: string, number: number): void {
  transact(database, () => {
    for (const table of TENANT_TABLES) {
      const open = table.of(database);
      const keys: TableKey[] = [];
      for (const { key } of open.getRange(rangeOf(table, tenantId, number))) {
        keys.push(Buffer.isBuffer(key) ? Buffer.from(key) : key);
      }
      for (const key of keys) void open.remove(key);
    }
  });
}
