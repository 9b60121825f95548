// What is written into the tables that engines share, and is not in the replica yet. A group of
// calls is drafted here, and Redis may still refuse it; what Redis has is kept here until it goes
// into the replica, that of several groups at once. Whoever reads the tables sees both.

import { compareKeyed, transact, type Database } from '../embedded/database.js';
import { detailOf } from '../embedded/detail.js';
import { FeedBacklog } from './feed-backlog.js';
import { TENANT_TABLES, type OpenTable, type TableKey, type TenantTable } from './tenant-tables.js';

/** Writes that go into the replica together, where nothing else asks for them. */
const KEPT_WRITES = 512;
/** Writes that wait at most. */
const KEPT_WRITES_MAX = 50_000;

/** A write as the replica takes it. */
export type TableWrite = {
  readonly layer: TableLayer;
  readonly key: TableKey;
  /** The key as a text. */
  readonly name: string;
  /** The bytes under the key; null: it goes. */
  readonly bytes: Buffer | null;
};

/** A write that another of the same group may take the place of. */
type Draft = { -readonly [part in keyof TableWrite]: TableWrite[part] };

type Entry = { key: TableKey; value: unknown };
type Range = { start?: TableKey; end?: TableKey; limit?: number };
/** A table as it is without what is here. */
type Underlying = Pick<OpenTable, 'get' | 'put' | 'remove' | 'getRange'>;
/** What the tables of a database have, of which the owners of the writes see one only. */
type Wrapped = OpenTable & {
  getKeys(range: Range): Iterable<TableKey>;
  getKeysCount(range: Range): number;
};

/** What is on top of all tables of one database. */
export class Overlay {
  /** Below it: older than all that is kept, and put first, before anybody uses a table. */
  readonly backlog: FeedBacklog;
  private readonly database: Database;
  private readonly warn: (message: string) => void;
  private readonly layers: readonly TableLayer[];
  /** What is being drafted, in the order in which it was written first. */
  private drafted: Draft[] | null = null;
  private keptWrites = 0;

  /** Puts itself between the tables and those who use them. */
  constructor(database: Database, warn: (message: string) => void) {
    this.database = database;
    this.warn = warn;
    this.backlog = new FeedBacklog(database);
    this.layers = TENANT_TABLES.map((table) => this.layerOn(table));
  }

  /** Writes that wait to go into the replica. */
  get keptCount(): number {
    return this.keptWrites;
  }

  /** Runs something, and gives what it wrote, which nobody sees any more. */
  draft(action: () => void): TableWrite[] {
    this.backlog.settle();
    const drafted: Draft[] = [];
    this.drafted = drafted;
    try {
      action();
    } finally {
      this.drafted = null;
      for (const { drafts } of this.layers) drafts.clear();
    }
    return drafted;
  }

  /** Keeps what Redis has by now. */
  keep(writes: readonly TableWrite[]): void {
    this.keptWrites += writes.length;
    for (const write of writes) write.layer.kept.set(write.name, write);
  }

  /** Puts what is kept into the replica. Throws where that fails: then it is still kept. */
  flush(): void {
    this.backlog.settle();
    if (this.keptWrites === 0) return;
    const { database, layers } = this;
    transact(database, () => {
      for (const { table, kept } of layers) {
        if (kept.size === 0) continue;
        const raw = table.rawOf(database);
        for (const { key, bytes } of kept.values()) {
          if (bytes === null) void raw.remove(key);
          else void raw.put(key, bytes);
        }
      }
    });
    for (const { kept } of layers) kept.clear();
    this.keptWrites = 0;
  }

  /** The same where it is worth it. What fails is told, and tried again. */
  flushSome(): void {
    if (this.keptWrites < KEPT_WRITES) return;
    try {
      this.flush();
    } catch (error) {
      this.warn(`the replica was not written: ${detailOf(error).message}`);
    }
  }

  /** Throws where so much is kept that the replica must be out of order. */
  checkRoom(): void {
    if (this.keptWrites > KEPT_WRITES_MAX) this.flush();
  }

  private layerOn(table: TenantTable): TableLayer {
    const open = table.of(this.database) as Wrapped;
    const under: Underlying = {
      get: open.get.bind(open),
      put: open.put.bind(open),
      remove: open.remove.bind(open),
      getRange: open.getRange.bind(open),
    };
    const layer = new TableLayer(table, under);
    const getKeys = open.getKeys.bind(open);
    const getKeysCount = open.getKeysCount.bind(open);
    const { backlog } = this;
    open.put = (key, value) => {
      if (this.drafted !== null) return layer.write(this.drafted, key, value);
      backlog.settle();
      return under.put(key, value);
    };
    open.remove = (key) => {
      if (this.drafted !== null) return layer.write(this.drafted, key, undefined);
      backlog.settle();
      return under.remove(key);
    };
    open.get = (key) => {
      backlog.settle();
      return layer.get(key);
    };
    open.getRange = (range: Range) => {
      backlog.settle();
      return layer.isEmpty ? under.getRange(range) : layer.range(range);
    };
    open.getKeys = (range) => {
      backlog.settle();
      return layer.isEmpty ? getKeys(range) : keysOf(layer.range(range));
    };
    open.getKeysCount = (range) => {
      backlog.settle();
      if (layer.isEmpty) return getKeysCount(range);
      let count = 0;
      for (const _ of layer.range(range)) count++;
      return count;
    };
    return layer;
  }
}

/** What is on top of one table. */
export class TableLayer {
  readonly table: TenantTable;
  readonly kept = new Map<string, TableWrite>();
  readonly drafts = new Map<string, Draft>();
  private readonly under: Underlying;

  constructor(table: TenantTable, under: Underlying) {
    this.table = table;
    this.under = under;
  }

  get isEmpty(): boolean {
    return this.drafts.size === 0 && this.kept.size === 0;
  }

  /** Drafts a write; a value of undefined goes. Of what is written twice the last holds. */
  write(drafted: Draft[], key: TableKey, value: unknown): void {
    const bytes = value === undefined ? null : bytesOf(this.table, value);
    const name = nameOf(key);
    const known = this.drafts.get(name);
    if (known !== undefined) {
      known.bytes = bytes;
      return;
    }
    const draft = { layer: this, key, name, bytes };
    this.drafts.set(name, draft);
    drafted.push(draft);
  }

  get(key: TableKey): unknown {
    if (this.isEmpty) return this.under.get(key);
    const name = nameOf(key);
    const write = this.drafts.get(name) ?? this.kept.get(name);
    return write === undefined ? this.under.get(key) : this.valueOf(write);
  }

  /** The entries of a range in order, those of the replica and those that are here. */
  *range({ limit = Number.POSITIVE_INFINITY, ...range }: Range): Generator<Entry> {
    let count = 0;
    for (const entry of this.merged(range)) {
      if (count++ >= limit) return;
      yield entry;
    }
  }

  private *merged(range: Range): Generator<Entry> {
    const writes = this.writesIn(range);
    let next = 0;
    for (const { key: found, value } of this.under.getRange(range)) {
      // The bytes of a key are its cursor's, and who goes on meanwhile may use another.
      const key = found instanceof Uint8Array ? Buffer.from(found) : found;
      let order = -1;
      while (next < writes.length) {
        order = compareTableKeys(key, writes[next].key);
        if (order < 0) break;
        const write = writes[next++];
        if (write.bytes !== null) yield { key: write.key, value: this.valueOf(write) };
        if (order === 0) break;
      }
      if (order !== 0) yield { key, value };
    }
    for (; next < writes.length; next++) {
      const write = writes[next];
      if (write.bytes !== null) yield { key: write.key, value: this.valueOf(write) };
    }
  }

  /** The writes whose keys are in a range, in order. */
  private writesIn({ start, end }: Range): TableWrite[] {
    const writes = new Map<string, TableWrite>();
    const isIn = ({ key }: TableWrite): boolean =>
      (start === undefined || compareTableKeys(key, start) >= 0) &&
      (end === undefined || compareTableKeys(key, end) < 0);
    for (const [name, write] of this.kept) if (isIn(write)) writes.set(name, write);
    for (const [name, write] of this.drafts) if (isIn(write)) writes.set(name, write);
    return [...writes.values()].sort((left, right) => compareTableKeys(left.key, right.key));
  }

  private valueOf({ bytes }: TableWrite): unknown {
    if (bytes === null) return undefined;
    return this.table.isJson ? JSON.parse(bytes.toString()) : bytes;
  }
}

/** What is on disk for a value of a table. */
function bytesOf({ isJson }: TenantTable, value: unknown): Buffer {
  if (isJson) return Buffer.from(JSON.stringify(value));
  const bytes = value as Uint8Array;
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function* keysOf(entries: Iterable<Entry>): Generator<TableKey> {
  for (const { key } of entries) yield key;
}

/** Which of two keys of one table comes first. */
function compareTableKeys(left: TableKey, right: TableKey): number {
  if (Array.isArray(left) && Array.isArray(right)) return compareKeyed(left, right);
  if (Buffer.isBuffer(left) && Buffer.isBuffer(right)) return left.compare(right);
  // Texts are in the order of their bytes.
  return Buffer.from(String(left)).compare(Buffer.from(String(right)));
}

function nameOf(key: TableKey): string {
  if (Buffer.isBuffer(key)) return key.toString('latin1');
  return typeof key === 'string' ? key : JSON.stringify(key);
}
