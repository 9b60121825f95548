// Sorts candidates whose first keys are spread out, as distances are, in time that grows with their
// number: into as many buckets as there are candidates, then by insertion, which has next to
// nothing left to do. Where keys crowd it is a merge sort.

import type { LocationTable } from '../../columns/locations.js';
import type { GroupProgram } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { mergeSort, type ComesBefore } from './merge-sort.js';

/** Fewer are sorted as they are. */
const BUCKETS_MIN = 16;
/** A bucket that is fuller makes insertion slow. */
const BUCKET_MAX = 12;

/** Sorts as mergeSort does, and answers as it does. */
export function bucketSort(
  items: Int32Array<ArrayBuffer>,
  count: number,
  firstKeys: Float64Array,
  comesBefore: ComesBefore,
  group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
): Int32Array<ArrayBuffer> {
  if (!isSpread(items, count, firstKeys, scratch)) {
    return mergeSort(items, count, firstKeys, comesBefore, group, locations, scratch);
  }
  const { mergeBuffer: sorted, bucketStart, candidateBucket } = scratch;
  for (let i = 0; i < count; i++) sorted[bucketStart[candidateBucket[items[i]]]++] = items[i];
  for (let i = 1; i < count; i++) {
    const item = sorted[i];
    const key = firstKeys[item];
    let at = i;
    for (; at > 0; at--) {
      const before = sorted[at - 1];
      if (firstKeys[before] < key) break;
      const isBefore =
        firstKeys[before] > key || comesBefore(item, before, group, locations, scratch);
      if (!isBefore) break;
      sorted[at] = before;
    }
    sorted[at] = item;
  }
  scratch.mergeBuffer = items;
  return sorted;
}

/**
 * Gives each item its bucket and each bucket its start; answers whether no bucket is too full. The
 * last one is for keys that are not finite.
 */
function isSpread(
  items: Int32Array<ArrayBuffer>,
  count: number,
  firstKeys: Float64Array,
  scratch: CoreScratch,
): boolean {
  if (count < BUCKETS_MIN) return false;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < count; i++) {
    const key = firstKeys[items[i]];
    if (key < least) least = key;
    if (key > most && key !== Infinity) most = key;
  }
  const scale = (count - 1) / (most - least);
  // Nothing finite, all the same, or too far apart for a share of the distance to say anything.
  if (!(scale > 0 && scale < Infinity)) return false;
  const { bucketStart, candidateBucket } = scratch;
  for (let bucket = 0; bucket <= count + 1; bucket++) bucketStart[bucket] = 0;
  for (let i = 0; i < count; i++) {
    const key = firstKeys[items[i]];
    const bucket = key === Infinity ? count : Math.floor((key - least) * scale);
    candidateBucket[items[i]] = bucket;
    bucketStart[bucket + 1]++;
  }
  for (let bucket = 0; bucket <= count; bucket++) {
    if (bucketStart[bucket + 1] > BUCKET_MAX) return false;
    bucketStart[bucket + 1] += bucketStart[bucket];
  }
  return true;
}
