// What was counted against fulfilment limits, on disk: for each site, group, location and
// millisecond one entry. Keys of the table `limit-counts` are tenant | bytes of the site id (one
// byte) | site id | group id | location | time, ids and times of 64 bits; values are orders, items
// and value as doubles.

import { binaryKey, type Database } from '../database.js';

/** What was counted. */
export type Counted = {
  readonly orders: number;
  readonly items: number;
  readonly valueMinor: number;
};

/** Whose counts they are. */
export type CountName = {
  readonly siteId: string;
  readonly groupId: number;
  readonly location: number;
};

/** Bytes of group id, location and time behind the site id. */
const NAME_BYTES = 12;
const TIME_BYTES = 8;
const VALUE_BYTES = 24;
/** Where the counts are in a value. */
const VALUE_PLACES = { orders: 0, items: 8, valueMinor: 16 } as const;

/** The front of all keys of a name. */
export function nameKey(tenant: number, { siteId, groupId, location }: CountName): Buffer {
  const site = Buffer.from(siteId);
  const numbers = Buffer.concat([wide(groupId), binaryKey(location)]);
  return Buffer.concat([binaryKey(tenant), Buffer.from([site.length]), site, numbers]);
}

function wide(value: number): Buffer {
  return binaryKey(Math.floor(value / 2 ** 32), value >>> 0);
}

/** Whose count a key is of. */
export function nameOfKey(key: Buffer): CountName {
  const siteEnd = 5 + key[4];
  return {
    siteId: key.toString('utf8', 5, siteEnd),
    groupId: timeOf(key, siteEnd),
    location: key.readUInt32BE(siteEnd + 8),
  };
}

/** The names that have entries. */
export function* namesOf(database: Database, tenant: number): Generator<CountName> {
  const end = binaryKey(tenant + 1);
  let start = binaryKey(tenant);
  for (;;) {
    const [found] = database.limitCounts.getKeys({ start, end, limit: 1 });
    if (found === undefined) return;
    const key = Buffer.from(found);
    yield nameOfKey(key);
    const siteEnd = 5 + key[4];
    // No time is so late.
    start = Buffer.concat([key.subarray(0, siteEnd + NAME_BYTES), Buffer.alloc(TIME_BYTES, 0xff)]);
  }
}

function timeOf(bytes: Buffer, at: number): number {
  return bytes.readUInt32BE(at) * 2 ** 32 + bytes.readUInt32BE(at + 4);
}

/** The entries of a name from a time on, that included, and before another, by time. */
export function* entriesOf(
  database: Database,
  name: Buffer,
  fromEpochMs: number,
  endEpochMs = Number.MAX_SAFE_INTEGER,
): Generator<Counted & { readonly timeEpochMs: number }> {
  if (endEpochMs <= fromEpochMs) return;
  const [start, end] = [entryKey(name, Math.max(0, fromEpochMs)), entryKey(name, endEpochMs)];
  for (const { key, value } of database.limitCounts.getRange({ start, end })) {
    yield { ...decode(value), timeEpochMs: timeOf(Buffer.from(key), name.length) };
  }
}

/** The sum of one count over the entries of a name from a time on and before another. */
export function sumOf(
  database: Database,
  name: Buffer,
  count: keyof Counted,
  fromEpochMs: number,
  endEpochMs = Number.MAX_SAFE_INTEGER,
): number {
  if (endEpochMs <= fromEpochMs) return 0;
  const [start, end] = [entryKey(name, Math.max(0, fromEpochMs)), entryKey(name, endEpochMs)];
  const at = VALUE_PLACES[count];
  let sum = 0;
  // A start of the store sums what may be a million entries.
  for (const { value } of database.limitCounts.getRange({ start, end })) {
    sum += value.readDoubleLE(at);
  }
  return sum;
}

function entryKey(name: Buffer, epochMs: number): Buffer {
  return Buffer.concat([name, wide(epochMs)]);
}

function decode(value: Buffer): Counted {
  return {
    orders: value.readDoubleLE(VALUE_PLACES.orders),
    items: value.readDoubleLE(VALUE_PLACES.items),
    valueMinor: value.readDoubleLE(VALUE_PLACES.valueMinor),
  };
}

/**
 * Adds to the entry of a time in the running transaction, and makes it; what is negative is taken
 * off, down to nothing, of an entry that is there. Answers what was added.
 */
export function addEntry(
  database: Database,
  name: Buffer,
  epochMs: number,
  added: Counted,
): Counted {
  const key = entryKey(name, epochMs);
  const known = database.limitCounts.get(key);
  const before = known === undefined ? NOTHING : decode(known);
  const after = {
    orders: Math.max(0, before.orders + added.orders),
    items: Math.max(0, before.items + added.items),
    valueMinor: Math.max(0, before.valueMinor + added.valueMinor),
  };
  if (after.orders + after.items + after.valueMinor === 0) {
    if (known !== undefined) void database.limitCounts.remove(key);
  } else {
    const value = Buffer.alloc(VALUE_BYTES);
    value.writeDoubleLE(after.orders, VALUE_PLACES.orders);
    value.writeDoubleLE(after.items, VALUE_PLACES.items);
    value.writeDoubleLE(after.valueMinor, VALUE_PLACES.valueMinor);
    void database.limitCounts.put(key, value);
  }
  return {
    orders: after.orders - before.orders,
    items: after.items - before.items,
    valueMinor: after.valueMinor - before.valueMinor,
  };
}

const NOTHING: Counted = { orders: 0, items: 0, valueMinor: 0 };

/**
 * Removes entries of a name from before a time, in the running transaction, at most `limit`.
 * Answers how many were there.
 */
export function removeEntries(
  database: Database,
  name: Buffer,
  endEpochMs: number,
  limit: number,
): number {
  const range = { start: entryKey(name, 0), end: entryKey(name, endEpochMs), limit };
  const keys = [...database.limitCounts.getKeys(range)].map((key) => Buffer.from(key));
  for (const key of keys) void database.limitCounts.remove(key);
  return keys.length;
}
