// How equal keys of a map become one entry: the last value wins, at the place of the first. Linear
// in the entries, by an open-addressing hash table that is as large as the request needs.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sameBytes } from '../columns/dictionary.js';
import { CUSTOM_INTS } from '../columns/order.js';

let table = new Int32Array(128);

/** Keys come from outside: a seed of the process's own keeps them from being made to collide. */
const SEED = FNV_BASIS ^ Math.floor(Math.random() * 0x7fffffff);

/**
 * Joins those of the first `count` of `entries`, in the form of `OrderColumns.custom`, that have
 * the same line and key, and answers how many are left. Texts are ranges of `bytes`.
 */
export function joinEntries(bytes: Uint8Array, entries: Int32Array, count: number): number {
  if (count < 2) return count;
  const mask = clearTable(count);
  let kept = 0;
  for (let entry = 0; entry < count; entry++) {
    const bucket = bucketOf(bytes, entries, entry, mask);
    const first = table[bucket] - 1;
    if (first >= 0) {
      entries[first * CUSTOM_INTS + 3] = entries[entry * CUSTOM_INTS + 3];
      entries[first * CUSTOM_INTS + 4] = entries[entry * CUSTOM_INTS + 4];
      continue;
    }
    for (let i = 0; i < CUSTOM_INTS; i++) {
      entries[kept * CUSTOM_INTS + i] = entries[entry * CUSTOM_INTS + i];
    }
    kept++;
    table[bucket] = kept;
  }
  return kept;
}

/** Empties as much of the table as `count` entries need, and returns the mask of its places. */
function clearTable(count: number): number {
  let size = 16;
  while (size < count * 2) size *= 2;
  if (size > table.length) table = new Int32Array(size);
  else table.fill(0, 0, size);
  return size - 1;
}

/** The place of an equal entry that is in the table, or the free place of this one. */
function bucketOf(bytes: Uint8Array, entries: Int32Array, entry: number, mask: number): number {
  const at = entry * CUSTOM_INTS;
  const line = entries[at];
  const start = entries[at + 1];
  const lengthBytes = entries[at + 2];
  let bucket = mix32(fnv1a(SEED ^ line, bytes, start, lengthBytes)) & mask;
  for (; table[bucket] !== 0; bucket = (bucket + 1) & mask) {
    const other = (table[bucket] - 1) * CUSTOM_INTS;
    if (entries[other] !== line || entries[other + 2] !== lengthBytes) continue;
    if (sameBytes(bytes, entries[other + 1], bytes, start, lengthBytes)) break;
  }
  return bucket;
}
