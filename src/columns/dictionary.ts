// Which number a byte string has. One thread adds, any thread looks up, without making strings. An
// entry is written before the bucket that points to it, and is never changed: a reader sees it
// whole or not at all.
//
//   header  Int32[4]        count of entries, bytes used, -, -
//   buckets Int32[2^k]      entry + 1, or 0; open addressing, linear probing
//   entries Int32[3 n]      hash, end offset in bytes, value

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';

const COUNT = 0;
const BYTES_USED = 1;
const HASH = 0;
const END = 1;
const VALUE = 2;
const ENTRY_INTS = 3;

/**
 * The shared memory of a dictionary. Growing makes a new one; the old stays right for what it held.
 */
export type Dictionary = {
  readonly header: Int32Array;
  readonly buckets: Int32Array;
  readonly entries: Int32Array;
  readonly bytes: Uint8Array;
};

/** A dictionary with room for `entryCapacity` entries of `byteCapacity` bytes together. */
export function createDictionary(entryCapacity: number, byteCapacity: number): Dictionary {
  let bucketCount = 8;
  while (bucketCount < entryCapacity * 2) bucketCount *= 2;
  return {
    header: new Int32Array(new SharedArrayBuffer(16)),
    buckets: new Int32Array(new SharedArrayBuffer(bucketCount * 4)),
    entries: new Int32Array(new SharedArrayBuffer(entryCapacity * ENTRY_INTS * 4)),
    bytes: new Uint8Array(new SharedArrayBuffer(byteCapacity)),
  };
}

/** How many entries there are. */
export function dictionaryCount(dictionary: Dictionary): number {
  return Atomics.load(dictionary.header, COUNT);
}

/**
 * The value of `kind` followed by `source[start .. start + lengthBytes)`, or -1. `kind` is a byte
 * that keeps namespaces apart; it is part of the key.
 */
export function lookUp(
  dictionary: Dictionary,
  kind: number,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
): number {
  const { buckets, entries, bytes } = dictionary;
  const hash = keyHash(kind, source, start, lengthBytes);
  const mask = buckets.length - 1;
  for (let bucket = hash & mask; ; bucket = (bucket + 1) & mask) {
    const entry = Atomics.load(buckets, bucket) - 1;
    if (entry < 0) return -1;
    if (entries[entry * ENTRY_INTS + HASH] !== hash) continue;
    const from = entry === 0 ? 0 : entries[(entry - 1) * ENTRY_INTS + END];
    const size = entries[entry * ENTRY_INTS + END] - from;
    if (size !== lengthBytes + 1 || bytes[from] !== kind) continue;
    if (sameBytes(bytes, from + 1, source, start, lengthBytes)) {
      return entries[entry * ENTRY_INTS + VALUE];
    }
  }
}

/** Whether two ranges of `lengthBytes` are equal. */
export function sameBytes(
  left: Uint8Array,
  leftStart: number,
  right: Uint8Array,
  rightStart: number,
  lengthBytes: number,
): boolean {
  for (let i = 0; i < lengthBytes; i++) {
    if (left[leftStart + i] !== right[rightStart + i]) return false;
  }
  return true;
}

function keyHash(kind: number, source: Uint8Array, start: number, lengthBytes: number): number {
  return mix32(fnv1a(Math.imul(FNV_BASIS ^ kind, 0x01000193), source, start, lengthBytes));
}

/** Whether an entry of `lengthBytes` key bytes fits without growing. */
export function hasRoom(dictionary: Dictionary, lengthBytes: number): boolean {
  const count = dictionary.header[COUNT];
  return (
    (count + 1) * ENTRY_INTS <= dictionary.entries.length &&
    (count + 1) * 2 <= dictionary.buckets.length &&
    dictionary.header[BYTES_USED] + lengthBytes + 1 <= dictionary.bytes.length
  );
}

/**
 * Adds a key that is not there yet. For the writing thread only, after `hasRoom`.
 */
export function addEntry(
  dictionary: Dictionary,
  kind: number,
  key: Uint8Array,
  value: number,
): void {
  const { header, buckets, entries, bytes } = dictionary;
  const entry = header[COUNT];
  const hash = keyHash(kind, key, 0, key.length);
  const from = header[BYTES_USED];
  bytes[from] = kind;
  bytes.set(key, from + 1);
  entries[entry * ENTRY_INTS + HASH] = hash;
  entries[entry * ENTRY_INTS + END] = from + 1 + key.length;
  entries[entry * ENTRY_INTS + VALUE] = value;
  header[BYTES_USED] = from + 1 + key.length;
  const mask = buckets.length - 1;
  let bucket = hash & mask;
  while (buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
  // INVARIANT: the entry is complete before a reader can reach it.
  Atomics.store(buckets, bucket, entry + 1);
  Atomics.store(header, COUNT, entry + 1);
}

/** A copy of `dictionary` with at least twice the room, and room for `lengthBytes` more. */
export function grownDictionary(dictionary: Dictionary, lengthBytes: number): Dictionary {
  const count = dictionary.header[COUNT];
  const used = dictionary.header[BYTES_USED];
  const grown = createDictionary(
    Math.max(16, count * 2),
    Math.max(256, (used + lengthBytes + 1) * 2),
  );
  grown.bytes.set(dictionary.bytes.subarray(0, used));
  grown.entries.set(dictionary.entries.subarray(0, count * ENTRY_INTS));
  grown.header[COUNT] = count;
  grown.header[BYTES_USED] = used;
  const mask = grown.buckets.length - 1;
  for (let entry = 0; entry < count; entry++) {
    let bucket = grown.entries[entry * ENTRY_INTS + HASH] & mask;
    while (grown.buckets[bucket] !== 0) bucket = (bucket + 1) & mask;
    grown.buckets[bucket] = entry + 1;
  }
  return grown;
}

/** Where the key of an entry begins in `bytes`; the byte of its kind stands before it. */
export function keyStart({ entries }: Dictionary, entry: number): number {
  return entry === 0 ? 1 : entries[(entry - 1) * ENTRY_INTS + END] + 1;
}

/** Where the key of an entry ends in `bytes`. */
export function keyEnd({ entries }: Dictionary, entry: number): number {
  return entries[entry * ENTRY_INTS + END];
}

/** The kind and the key bytes of an entry; `entry` is below `dictionaryCount`. Copies. */
export function entryAt(
  dictionary: Dictionary,
  entry: number,
): { kind: number; key: Uint8Array; value: number } {
  const { entries, bytes } = dictionary;
  const from = entry === 0 ? 0 : entries[(entry - 1) * ENTRY_INTS + END];
  const end = entries[entry * ENTRY_INTS + END];
  return {
    kind: bytes[from],
    key: bytes.slice(from + 1, end),
    value: entries[entry * ENTRY_INTS + VALUE],
  };
}

/**
 * An immutable dictionary of the given keys of one kind; a key's value is its place, the first of
 * equal ones.
 */
export function dictionaryOf(kind: number, keys: readonly Uint8Array[]): Dictionary {
  let byteCount = 0;
  for (const key of keys) byteCount += key.length + 1;
  const dictionary = createDictionary(Math.max(1, keys.length), Math.max(1, byteCount));
  keys.forEach((key, place) => {
    if (lookUp(dictionary, kind, key, 0, key.length) < 0) addEntry(dictionary, kind, key, place);
  });
  return dictionary;
}
