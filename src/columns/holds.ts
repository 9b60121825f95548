// Which rows an active hold holds, in memory that all threads share. One thread writes
// (holds-writer.ts); readers copy what they need and check the version word around the copy.
//
//   chunk    header   version                                       odd while the chunk changes
//            buckets  first entry + 1, or 0, by hash of the id
//            entries  hash | bytes of the id | next entry + 1 | serial | first row | rows
//            ids      HOLD_ID_BYTES an entry
//            since    sequence of the stock with which the hold began
//            rows     product | location | segment | units
//
// A chunk never grows, and what is in it never moves: where it is full, there is a further one. So
// an end is seen by readers of every view, and a view without the last chunk lacks the last holds.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sameBytes } from './dictionary.js';
import { ID_BYTES_MAX } from './limits.js';
import { roomFor } from './order.js';
import { sharedBytes, sharedDoubles, sharedInts } from './stock.js';

/** Where the integers of an entry are. A serial is that of one hold; 0: it has ended. */
export const HOLD_ENTRY = {
  hash: 0,
  idBytes: 1,
  next: 2,
  serial: 3,
  rowStart: 4,
  rowCount: 5,
} as const;
/** Integers of an entry. */
export const HOLD_ENTRY_INTS = 6;
/** Bytes that an entry has for its id. */
export const HOLD_ID_BYTES = ID_BYTES_MAX;
/** Integers of a row: product, location, segment, units. */
export const HELD_ROW_INTS = 4;

/** Reads of an odd version word before the reader sleeps a moment. */
const SPINS_MAX = 1000;

/** The shared memory of some holds. */
export type HoldChunk = {
  readonly header: Int32Array;
  /** A power of two of them. */
  readonly buckets: Int32Array;
  readonly entries: Int32Array;
  readonly ids: Uint8Array;
  readonly since: Float64Array;
  readonly rows: Int32Array;
};

/** The active holds of a tenant. */
export type HoldColumns = readonly HoldChunk[];

/** A chunk with room for so many holds, a power of two, of so many rows together; all empty. */
export function createHoldChunk(holdCapacity: number, rowCapacity: number): HoldChunk {
  return {
    header: sharedInts(1),
    buckets: sharedInts(holdCapacity),
    entries: sharedInts(holdCapacity * HOLD_ENTRY_INTS),
    ids: sharedBytes(holdCapacity * HOLD_ID_BYTES),
    since: sharedDoubles(holdCapacity),
    rows: sharedInts(rowCapacity * HELD_ROW_INTS),
  };
}

/** The hash of the id in `source[start .. start + lengthBytes)`. */
export function holdHash(source: Uint8Array, start: number, lengthBytes: number): number {
  return mix32(fnv1a(FNV_BASIS, source, start, lengthBytes));
}

/** What was found of a hold; filled again and again. */
export type HoldCopy = {
  chunk: number;
  entry: number;
  serial: number;
  rowCount: number;
  /** HELD_ROW_INTS a row, ordered by product, location and segment, each once. */
  rows: Int32Array;
  /** A word for the fence between reading entries and reading the version again. */
  readonly fence: Int32Array;
};

/** Memory for what is found. */
export function createHoldCopy(): HoldCopy {
  return {
    chunk: 0,
    entry: 0,
    serial: 0,
    rowCount: 0,
    rows: new Int32Array(16 * HELD_ROW_INTS),
    fence: sharedInts(1),
  };
}

/**
 * Copies the active hold with the id in `source[start .. start + lengthBytes)`. False: there is
 * none, or it began after the stock of the view, whose sequence is `counters[0]`.
 */
export function copyHold(
  holds: HoldColumns,
  counters: Float64Array,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
  copy: HoldCopy,
): boolean {
  if (lengthBytes > HOLD_ID_BYTES) return false;
  for (let chunk = 0; chunk < holds.length; chunk++) {
    copy.chunk = chunk;
    if (copyFrom(holds[chunk], counters, source, start, lengthBytes, copy)) return true;
  }
  return false;
}

/** Whether the hold that was copied from `holds` still holds what was copied. */
export function isStillHeld(
  holds: HoldColumns,
  { chunk, entry, serial, fence }: HoldCopy,
): boolean {
  // What was read since then must not sink below.
  Atomics.add(fence, 0, 1);
  const at = entry * HOLD_ENTRY_INTS + HOLD_ENTRY.serial;
  return Atomics.load(holds[chunk].entries, at) === serial;
}

function copyFrom(
  chunk: HoldChunk,
  counters: Float64Array,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
  copy: HoldCopy,
): boolean {
  const { header } = chunk;
  for (let spins = 0; ; spins++) {
    const version = Atomics.load(header, 0);
    if ((version & 1) === 0) {
      const entry = findEntry(chunk, source, start, lengthBytes);
      // False where the sequence is that of rows which the view does not have.
      const isFound = entry >= 0 && chunk.since[entry] <= counters[0];
      if (isFound) copyEntry(chunk, entry, copy);
      Atomics.add(copy.fence, 0, 1);
      if (Atomics.load(header, 0) === version) return isFound;
    } else if (spins > SPINS_MAX) Atomics.wait(header, 0, version, 1);
  }
}

/**
 * The entry of an id, or -1. While the chunk changes, the answer is any entry of it, or -1.
 */
export function findEntry(
  { buckets, entries, ids }: HoldChunk,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
): number {
  const hash = holdHash(source, start, lengthBytes);
  let entry = buckets[hash & (buckets.length - 1)] - 1;
  // A chain that changes under the reader may lead anywhere, but not on for ever.
  for (let steps = 0; entry >= 0 && steps < buckets.length; steps++) {
    const at = entry * HOLD_ENTRY_INTS;
    const isLike =
      entries[at + HOLD_ENTRY.hash] === hash && entries[at + HOLD_ENTRY.idBytes] === lengthBytes;
    if (isLike && sameBytes(ids, entry * HOLD_ID_BYTES, source, start, lengthBytes)) return entry;
    entry = entries[at + HOLD_ENTRY.next] - 1;
  }
  return -1;
}

function copyEntry({ entries, rows }: HoldChunk, entry: number, copy: HoldCopy): void {
  const at = entry * HOLD_ENTRY_INTS;
  const start = entries[at + HOLD_ENTRY.rowStart] * HELD_ROW_INTS;
  const count = entries[at + HOLD_ENTRY.rowCount];
  const end = start + count * HELD_ROW_INTS;
  copy.entry = entry;
  copy.serial = entries[at + HOLD_ENTRY.serial];
  copy.rowCount = 0;
  // Never where the entry is whole.
  if (count < 0 || start < 0 || end > rows.length) return;
  copy.rows = roomFor(copy.rows, count, HELD_ROW_INTS);
  for (let i = start; i < end; i++) copy.rows[i - start] = rows[i];
  copy.rowCount = count;
}
