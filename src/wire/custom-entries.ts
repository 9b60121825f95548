// How equal keys of custom data become one entry: the last value wins, at the place of the first.
// Linear in the entries, by an open-addressing hash table that is as large as the request needs.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sameBytes } from '../columns/dictionary.js';
import { CUSTOM_INTS, type OrderColumns } from '../columns/order.js';

let table = new Int32Array(128);

/** Keys come from outside: a seed of the process's own keeps them from being made to collide. */
const SEED = FNV_BASIS ^ Math.floor(Math.random() * 0x7fffffff);

/** Joins the entries of `order.custom` that have the same line and key. */
export function joinCustomEntries(order: OrderColumns): void {
  const count = order.customCount;
  if (count < 2) return;
  const mask = clearTable(count);
  const { custom } = order;
  let kept = 0;
  for (let entry = 0; entry < count; entry++) {
    const bucket = bucketOf(order, entry, mask);
    const first = table[bucket] - 1;
    if (first >= 0) {
      custom[first * CUSTOM_INTS + 3] = custom[entry * CUSTOM_INTS + 3];
      custom[first * CUSTOM_INTS + 4] = custom[entry * CUSTOM_INTS + 4];
      continue;
    }
    for (let i = 0; i < CUSTOM_INTS; i++) {
      custom[kept * CUSTOM_INTS + i] = custom[entry * CUSTOM_INTS + i];
    }
    kept++;
    table[bucket] = kept;
  }
  order.customCount = kept;
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
function bucketOf(order: OrderColumns, entry: number, mask: number): number {
  const { custom, bytes } = order;
  const at = entry * CUSTOM_INTS;
  const line = custom[at];
  const start = custom[at + 1];
  const lengthBytes = custom[at + 2];
  let bucket = mix32(fnv1a(SEED ^ line, bytes, start, lengthBytes)) & mask;
  for (; table[bucket] !== 0; bucket = (bucket + 1) & mask) {
    const other = (table[bucket] - 1) * CUSTOM_INTS;
    if (custom[other] !== line || custom[other + 2] !== lengthBytes) continue;
    if (sameBytes(bytes, custom[other + 1], bytes, start, lengthBytes)) break;
  }
  return bucket;
}
