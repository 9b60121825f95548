// What a commit left in the feed of its tenant: see commit.v1.lua. Its writes stay packed until
// somebody wants them.

import { nextList, nextString, packCursor, type PackCursor } from './msgpack.js';
import { ROWS, tableOfHash, type FieldWrite, type TenantTable } from './tenant-tables.js';

/** An entry of the feed. */
export type FeedEntry = {
  readonly sequence: number;
  /** Of the state that the commit made, and of the one before it. */
  readonly stamp: string;
  readonly before: string;
  /** By the clock of Redis. */
  readonly timeEpochMs: number;
  /** The hashes that were written, and the writes: packed. */
  readonly names: Buffer;
  readonly writes: Buffer;
};

/** A hash of a tenant. */
export type Hash = { readonly table: TenantTable; readonly bucket: number };

/** Reads an entry: its id, its fields and values in turn. Throws where something else is there. */
export function readEntry([id, fields]: readonly [Buffer, readonly Buffer[]]): FeedEntry {
  return {
    sequence: numberAt(id, 0, id.indexOf(DASH)),
    stamp: partOf(fields, 0).toString('latin1'),
    before: partOf(fields, 1).toString('latin1'),
    timeEpochMs: Number(partOf(fields, 2).toString('latin1')),
    names: partOf(fields, 3),
    writes: partOf(fields, 4),
  };
}

const DASH = 0x2d;
/** The parts in the order in which a commit writes them. */
const PARTS = ['stamp', 'before', 'time', 'names', 'writes'].map((name) => Buffer.from(name));

function partOf(fields: readonly Buffer[], part: number): Buffer {
  const name = fields[part * 2];
  if (name === undefined || !isName(name, PARTS[part])) {
    throw new RangeError(`an entry of the feed has no ${PARTS[part].toString()}`);
  }
  return fields[part * 2 + 1];
}

function isName(bytes: Buffer, name: Buffer): boolean {
  for (let i = 0; i < name.length; i++) if (bytes[i] !== name[i]) return false;
  return bytes.length === name.length;
}

/** The hashes of an entry, by their place. Throws where a table is not known. */
export function hashesOf({ names }: FeedEntry): Hash[] {
  const cursor = packCursor(names);
  const count = nextList(cursor);
  const hashes: Hash[] = [];
  for (let i = 0; i < count; i++) {
    nextString(cursor);
    hashes.push(rowsHash(cursor) ?? hashOf(names.toString('latin1', cursor.start, cursor.at)));
  }
  return hashes;
}

/** Most hashes are those of rows, a different one for each product. */
function rowsHash({ bytes, start, at }: PackCursor): Hash | null {
  if (bytes[start] !== ROWS_MARK[0]) return null;
  for (let i = 1; i < ROWS_MARK.length; i++) if (bytes[start + i] !== ROWS_MARK[i]) return null;
  return { table: ROWS, bucket: numberAt(bytes, start + ROWS_MARK.length, at) };
}

const ROWS_MARK = Buffer.from(`${ROWS.name}:`);
/** The hashes that are no buckets, by name. */
const hashes = new Map<string, Hash>();

function hashOf(name: string): Hash {
  const known = hashes.get(name);
  if (known !== undefined) return known;
  const found = tableOfHash(name);
  if (found === undefined) throw new RangeError(`this release knows no table '${name}'`);
  if (found.table.fieldBits < 0) hashes.set(name, found);
  return found;
}

/** A whole number in decimal digits, with a sign where it is below 0. */
function numberAt(bytes: Buffer, start: number, end: number): number {
  const isNegative = bytes[start] === 0x2d;
  let number = 0;
  for (let at = start + Number(isNegative); at < end; at++) number = number * 10 + bytes[at] - 0x30;
  return isNegative ? -number : number;
}

/**
 * Goes through the writes of an entry: for each calls `take` with the hash, where the field begins
 * and ends, and where the value does; -1: the field goes.
 */
export function eachWrite(
  { writes }: FeedEntry,
  entryHashes: readonly Hash[],
  take: (hash: Hash, field: number, fieldEnd: number, value: number, valueEnd: number) => void,
): void {
  const cursor = packCursor(writes);
  const count = nextList(cursor);
  for (let i = 0; i < count; i += 3) {
    nextString(cursor);
    const place = numberAt(writes, cursor.start, cursor.at);
    nextString(cursor);
    const field = cursor.start;
    const fieldEnd = cursor.at;
    nextString(cursor);
    const hash = entryHashes[Math.abs(place) - 1];
    take(hash, field, fieldEnd, place > 0 ? cursor.start : -1, cursor.at);
  }
}

/** The writes of an entry. Throws where a table is not known. */
export function writesOf(entry: FeedEntry): FieldWrite[] {
  const { writes } = entry;
  const found: FieldWrite[] = [];
  eachWrite(entry, hashesOf(entry), ({ table, bucket }, field, fieldEnd, value, valueEnd) => {
    found.push({
      table,
      bucket,
      field: writes.subarray(field, fieldEnd),
      value: value < 0 ? null : writes.subarray(value, valueEnd),
    });
  });
  return found;
}

/** The writes of several entries in their order: of what was written twice the last holds. */
export function unitedWrites(entries: readonly FeedEntry[]): readonly FieldWrite[] {
  if (entries.length === 1) return writesOf(entries[0]);
  const united = new Map<string, FieldWrite>();
  for (const entry of entries) {
    for (const write of writesOf(entry)) {
      const { table, bucket, field } = write;
      united.set(`${table.name} ${bucket} ${field.toString('latin1')}`, write);
    }
  }
  return [...united.values()];
}
