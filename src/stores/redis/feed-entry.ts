// What a commit left in the feed of its tenant: see commit.v1.lua.

import { unpackStrings } from './msgpack.js';
import { tableOfHash, type FieldWrite } from './tenant-tables.js';

/** An entry of the feed. */
export type FeedEntry = {
  readonly sequence: number;
  /** Of the state that the commit made, and of the one before it. */
  readonly stamp: string;
  readonly before: string;
  /** By the clock of Redis. */
  readonly timeEpochMs: number;
  readonly writes: readonly FieldWrite[];
};

/** Reads an entry: its id, its fields and values in turn. Throws where a table is not known. */
export function readEntry([id, fields]: readonly [Buffer, readonly Buffer[]]): FeedEntry {
  const parts = new Map<string, Buffer>();
  for (let i = 0; i + 1 < fields.length; i += 2) parts.set(fields[i].toString(), fields[i + 1]);
  const part = (name: string): Buffer => {
    const found = parts.get(name);
    if (found === undefined) throw new RangeError(`an entry of the feed has no ${name}`);
    return found;
  };
  return {
    sequence: Number(id.toString().split('-', 1)[0]),
    stamp: part('stamp').toString(),
    before: part('before').toString(),
    timeEpochMs: Number(part('time').toString()),
    writes: writesOf(part('names'), part('writes')),
  };
}

function writesOf(packedNames: Buffer, packedWrites: Buffer): FieldWrite[] {
  const hashes = unpackStrings(packedNames).map((bytes) => {
    const name = bytes.toString();
    const found = tableOfHash(name);
    if (found === undefined) throw new RangeError(`this release knows no table '${name}'`);
    return found;
  });
  const strings = unpackStrings(packedWrites);
  const writes: FieldWrite[] = [];
  for (let i = 0; i < strings.length; i += 3) {
    const place = Number(strings[i].toString());
    const { table, bucket } = hashes[Math.abs(place) - 1];
    const value = place > 0 ? strings[i + 2] : null;
    writes.push({ table, bucket, field: strings[i + 1], value });
  }
  return writes;
}

/** The writes of several entries in their order: of what was written twice the last holds. */
export function unitedWrites(entries: readonly FeedEntry[]): readonly FieldWrite[] {
  if (entries.length === 1) return entries[0].writes;
  const united = new Map<string, FieldWrite>();
  for (const { writes } of entries) {
    for (const write of writes) {
      const { table, bucket, field } = write;
      united.set(`${table.name} ${bucket} ${field.toString('latin1')}`, write);
    }
  }
  return [...united.values()];
}
