// How a tenant comes out of Redis whole: its hashes, packed, into the tables of the replica, then
// what was committed meanwhile. The hashes are read one after the other while engines write them;
// what was read too early is written again by the entries of the feed, which begin before.

import type { TenantLimits, TenantState } from '../embedded/tenant-state.js';
import { transact, type Database } from '../embedded/database.js';
import { loadTallies } from '../embedded/limits/tallies.js';
import { loadTenant } from '../embedded/load-tenants.js';
import { readEntry, type FeedEntry } from './feed-entry.js';
import { putFields } from './follow.js';
import type { RedisKeys } from './keys.js';
import { unpack, unpackStrings } from './msgpack.js';
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
  /** Called between two steps, so that a long load lets others have a turn. */
  readonly onStep?: () => void;
};

/** Bytes that one call packs, about: Redis does nothing else meanwhile. */
const CALL_BYTES = 256 * 1024;
const HASHES_MAX = 512;
const SCAN_FIELDS = 2000;
/** Entries of the feed that are read at once. */
export const ENTRIES_MAX = 512;
/** How often a load begins anew because the feed lost what it needs. */
const TRIES_MAX = 5;

/** A tenant that was loaded. */
export type Loaded = { readonly state: TenantState | null; readonly known: Known };

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
  const known = await fillTables(parts, tenantId, number);
  const { database, limits } = parts;
  const record = database.tenants.get(tenantId);
  if (record === undefined) return { state: null, known };
  const state = loadTenant(database, tenantId, record, limits, true);
  loadTallies(database, state, Date.now());
  return { state, known };
}

/** Fills the tables of a tenant, and says which state they have. */
export async function fillTables(
  parts: LoadParts,
  tenantId: string,
  number: number,
): Promise<Known> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [stamp, sequence] = await parts.client.stateOf(1, parts.keys.meta(tenantId));
    clearTenant(parts.database, tenantId, number);
    if (stamp === '') return { stamp, sequence };
    const load = new TenantLoad(parts, tenantId, number);
    await load.readTables();
    const known = await load.catchUp({ stamp, sequence });
    if (known !== null) return known;
  }
  throw new Error(`the feed of tenant ${tenantId} is trimmed faster than the tenant can be read`);
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
  private readonly parts: LoadParts;
  private readonly tenantId: string;
  private readonly number: number;

  constructor(parts: LoadParts, tenantId: string, number: number) {
    this.parts = parts;
    this.tenantId = tenantId;
    this.number = number;
  }

  /** Reads all hashes into the tables. */
  async readTables(): Promise<void> {
    const productCount = await this.readCodes();
    await this.readBuckets(ROWS, productCount);
    for (const table of TENANT_TABLES) {
      if (table.fieldBits < 0) await this.scan(table);
    }
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
    for (let bucket = 0; ; bucket += HASHES_MAX / 8) {
      const count = await this.readHashes(CODES, bucket, HASHES_MAX / 8, ({ value }) => {
        productCount = Math.max(productCount, (value as Buffer).readUInt32BE(0) + 1);
      });
      // Codes are numbered without gaps: where a bucket is not full, there is none behind it.
      if (count < (HASHES_MAX / 8) * CODES_OF_BUCKET) return productCount;
    }
  }

  private async readBuckets(table: TenantTable, bucketCount: number): Promise<void> {
    let step = 8;
    for (let bucket = 0; bucket < bucketCount; ) {
      const count = Math.min(step, bucketCount - bucket);
      let lengthBytes = 0;
      await this.readHashes(table, bucket, count, ({ field, value }) => {
        lengthBytes += field.length + (value as Buffer).length;
      });
      bucket += count;
      const perHash = Math.max(1, lengthBytes / count);
      step = Math.max(1, Math.min(HASHES_MAX, Math.floor(CALL_BYTES / perHash)));
    }
  }

  /** Reads some buckets; answers how many fields they had. */
  private async readHashes(
    table: TenantTable,
    first: number,
    count: number,
    note: (write: FieldWrite) => void,
  ): Promise<number> {
    const { client, keys } = this.parts;
    const names = Array.from({ length: count }, (_, i) =>
      keys.hash(this.tenantId, hashName(table, first + i)),
    );
    const packed = unpack(await client.packBuffer(count, ...names)) as Buffer[][];
    const writes: FieldWrite[] = [];
    packed.forEach((hash, i) => {
      for (let at = 0; at + 1 < hash.length; at += 2) {
        writes.push({ table, bucket: first + i, field: hash[at], value: hash[at + 1] });
      }
    });
    for (const write of writes) note(write);
    this.put(writes);
    return writes.length;
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
    if (writes.length === 0) return;
    const { database, onStep } = this.parts;
    transact(database, () => putFields(database, this.tenantId, this.number, writes));
    onStep?.();
  }
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
