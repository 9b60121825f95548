// How a tenant comes out of Redis whole: its hashes, packed, into the tables of the replica, then
// what was committed meanwhile. The hashes are read one after the other while engines write them;
// what was read too early is written again by the entries of the feed, which begin before.

import { TenantState, type TenantLimits } from '../embedded/tenant-state.js';
import { transact, type Database } from '../embedded/database.js';
import { loadTallies } from '../embedded/limits/tallies.js';
import { loadCode, loadNames, loadPlaces, loadRest } from '../embedded/load-tenants.js';
import { type FeedEntry, writesOf } from './feed-entry.js';
import { windowsAfter } from './feed-windows.js';
import type { RedisKeys } from './keys.js';
import { type Packed, unpack, unpackStrings } from './msgpack.js';
import { PackedStock } from './packed-stock.js';
import type { Scripted } from './scripts.js';
import {
  CODES,
  hashName,
  putFields,
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
/** Calls that Redis has at once: it packs while others are taken in. */
const PACKS_AHEAD = 2;
const CODE_HASHES = 64;
const SCAN_FIELDS = 2000;
/** Tables that have no buckets. */
const OTHERS = TENANT_TABLES.filter(({ fieldBits }) => fieldBits < 0);
/** What locations and sites are loaded from. */
const PLACES: ReadonlySet<string> = new Set([
  'locations',
  'location-undo',
  'postal',
  'sites',
  'versions',
  'documents',
]);
const FEW_LOCATIONS = 2000;
/** How often a load begins anew because the feed lost what it needs. */
const TRIES_MAX = 5;

/** A tenant that was loaded; its stock is in its columns, and not yet in the replica. */
export type Loaded = {
  readonly state: TenantState | null;
  readonly known: Known;
  /** Puts the stock into the replica, a little at a time. */
  readonly putStock: () => Promise<void>;
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
  const load = await readTenant(parts, tenantId, number, true);
  const { known, stock } = load;
  return {
    state: load.state(),
    known,
    putStock: () => stock.fill(parts.database, tenantId, number),
  };
}

/** Fills the tables of a tenant, and says which state they have. */
export async function fillTables(
  parts: LoadParts,
  tenantId: string,
  number: number,
): Promise<Known> {
  const { known, stock } = await readTenant(parts, tenantId, number, false);
  await stock.fill(parts.database, tenantId, number);
  return known;
}

async function readTenant(
  parts: LoadParts,
  tenantId: string,
  number: number,
  hasColumns: boolean,
): Promise<TenantLoad> {
  for (let tries = 0; tries < TRIES_MAX; tries++) {
    const [stamp, sequence] = await parts.client.stateOf(1, parts.keys.meta(tenantId));
    clearTenant(parts.database, tenantId, number);
    const load = new TenantLoad(parts, tenantId, number, { stamp, sequence });
    if (stamp === '') return load;
    await load.readTables(hasColumns);
    if (await load.catchUp()) return load;
  }
  throw new Error(`the feed of tenant ${tenantId} is trimmed faster than the tenant can be read`);
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
  known: Known;
  readonly stock = new PackedStock();
  private readonly parts: LoadParts;
  private readonly tenantId: string;
  private readonly number: number;
  /** The tenant as far as it was read; null: nobody wants its columns. */
  private loading: TenantState | null = null;
  /** Whether its locations and sites are those that the replica has. */
  private hasPlaces = false;

  constructor(parts: LoadParts, tenantId: string, number: number, known: Known) {
    this.parts = parts;
    this.tenantId = tenantId;
    this.number = number;
    this.known = known;
  }

  /**
   * Reads all hashes, in any order: what was committed meanwhile is put over all that was read.
   */
  async readTables(hasColumns: boolean): Promise<void> {
    if (hasColumns) {
      this.loading = new TenantState(this.tenantId, this.number, this.parts.limits);
    }
    const others = this.askOthers();
    const codes = this.pack(CODES, 0, CODE_HASHES);
    await this.takeOthers(await others);
    await this.readStock(codes);
  }

  /** Takes what was committed meanwhile; answers whether the feed still has it. */
  async catchUp(): Promise<boolean> {
    for await (const entries of windowsAfter(this.parts, this.tenantId, this.known.sequence)) {
      if (!isChain(this.known, entries)) return false;
      for (const entry of entries) this.put(writesOf(entry));
      const { stamp, sequence } = entries[entries.length - 1];
      this.known = { stamp, sequence };
    }
    const { client, keys } = this.parts;
    const [stamp, sequence] = await client.stateOf(1, keys.meta(this.tenantId));
    if (stamp === this.known.stamp) return true;
    return sequence > this.known.sequence ? this.catchUp() : false;
  }

  /** The tenant, when everything was read; null: there is none. */
  state(): TenantState | null {
    const { database } = this.parts;
    const state = this.loading;
    const record = database.tenants.get(this.tenantId);
    if (state === null || record === undefined) return null;
    loadNames(database, state);
    this.stock.applyLater(state);
    if (!this.hasPlaces) loadPlaces(database, state, record, true);
    loadRest(database, state, record);
    loadTallies(database, state, Date.now());
    return state;
  }

  /** Reads codes and rows, some calls ahead: Redis packs while others are taken in. */
  private async readStock(firstCodes: Promise<Buffer>): Promise<void> {
    const { rows, codes } = this.stock;
    let askedCodes: Promise<Buffer> | null = firstCodes;
    let bucket = CODE_HASHES;
    let count = HASHES_AT_FIRST;
    let next = 0;
    const asked: { readonly count: number; readonly bytes: Promise<Buffer> }[] = [];
    const ask = (): void => {
      while (asked.length < PACKS_AHEAD && next < codes.productCount) {
        const some = Math.min(count, codes.productCount - next);
        asked.push({ count: some, bytes: this.pack(ROWS, next, some) });
        next += some;
      }
    };
    while (askedCodes !== null || asked.length > 0) {
      if (askedCodes !== null) {
        // Where a bucket is not full, there is none behind it.
        const isMore = codes.take(await askedCodes);
        askedCodes = isMore ? this.pack(CODES, bucket, CODE_HASHES) : null;
        bucket += CODE_HASHES;
        ask();
        this.loadCodes();
        if (askedCodes === null) this.loadFewPlaces();
      }
      const first = asked.shift();
      if (first === undefined) continue;
      const bytes = await first.bytes;
      const fitting = Math.floor((CALL_BYTES / bytes.length) * first.count);
      count = Math.min(Math.max(1, fitting), HASHES_MAX);
      ask();
      rows.take(bytes, this.loading?.writer ?? null, codes.productCount);
    }
  }

  /** Loads locations and sites while Redis packs rows, where that takes but a moment. */
  private loadFewPlaces(): void {
    const { database } = this.parts;
    const record = database.tenants.get(this.tenantId);
    if (this.loading === null || record === undefined) return;
    if (record.locationCount > FEW_LOCATIONS) return;
    loadPlaces(database, this.loading, record, true);
    this.hasPlaces = true;
  }

  /** Loads the codes that were read and not loaded; never many, for Redis answers meanwhile. */
  private loadCodes(): void {
    const state = this.loading;
    if (state === null) return;
    for (const value of this.stock.codes.values(state.writer.codeCount)) loadCode(state, value);
  }

  /** Some buckets, packed: of each the fields and values in turn. */
  private pack(table: TenantTable, first: number, count: number): Promise<Buffer> {
    const { client, keys } = this.parts;
    const names: string[] = [];
    for (let i = 0; i < count; i++) {
      names.push(keys.hash(this.tenantId, hashName(table, first + i)));
    }
    const bytes = client.packBuffer(count, ...names);
    // Of several that are asked for, the first that fails is told.
    bytes.catch(() => {});
    return bytes;
  }

  /** Asks for the tables that have no buckets. */
  private askOthers(): Promise<Buffer> {
    const { client, keys } = this.parts;
    const names = OTHERS.map((table) => keys.hash(this.tenantId, hashName(table, 0)));
    return client.smallBuffer(names.length, ...names, SCAN_FIELDS);
  }

  /** Takes those of them that are small enough to come at once, and reads the others. */
  private async takeOthers(packed: Buffer): Promise<void> {
    const found = unpack(packed) as Packed[];
    const large: TenantTable[] = [];
    const writes: FieldWrite[] = [];
    found.forEach((fields, i) => {
      if (Array.isArray(fields)) writes.push(...fieldsOf(OTHERS[i], fields));
      else large.push(OTHERS[i]);
    });
    this.put(writes);
    for (const table of large) await this.scan(table);
    if (this.loading !== null) loadNames(this.parts.database, this.loading);
  }

  private async scan(table: TenantTable): Promise<void> {
    const { client, keys } = this.parts;
    const key = keys.hash(this.tenantId, hashName(table, 0));
    for (let cursor = '0'; ; ) {
      const [next, packed] = await client.scanPartBuffer(1, key, cursor, SCAN_FIELDS);
      this.put(fieldsOf(table, unpackStrings(packed)));
      cursor = next.toString();
      if (cursor === '0') return;
    }
  }

  private put(writes: readonly FieldWrite[]): void {
    const others = writes.filter((write) => !this.stock.put(write));
    this.hasPlaces &&= !others.some(({ table }) => PLACES.has(table.name));
    if (others.length === 0) return;
    const { database } = this.parts;
    transact(database, () => putFields(database, this.tenantId, this.number, others));
  }
}

/** The writes that make a table have fields and values that come in turn. */
function fieldsOf(table: TenantTable, list: readonly Packed[]): FieldWrite[] {
  const writes: FieldWrite[] = [];
  for (let at = 0; at + 1 < list.length; at += 2) {
    const [field, value] = [list[at] as Buffer, list[at + 1] as Buffer];
    writes.push({ table, bucket: 0, field, value });
  }
  return writes;
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
