// The segment of stock that carries exactly the tags of a line: a number that rows have, or one
// that is made for the question.

import { textOf } from '../../../base/text.js';
import { TAG_INTS } from '../../../columns/order.js';
import { SEGMENT_TAG_INTS, type StockColumns, type StockNames } from '../../../columns/stock.js';
import type { ReplayWorld } from '../../inputs.js';
import type { Scene } from '../../scene.js';

/** A segment, and what the names of the stock are with it. */
export type LineSegment = { readonly segment: number; readonly names: Partial<StockNames> };

type Tag = { readonly key: Uint8Array; readonly value: Uint8Array };

/** The segment of a line of the order that was decided last. */
export function segmentOfLine(scene: Scene, world: ReplayWorld, line: number): LineSegment {
  const tags = tagsOf(scene, line);
  if (tags.length === 0) return { segment: 0, names: {} };
  const wanted = new Map(tags.map(({ key, value }) => [textOf(key), textOf(value)]));
  for (const [segment, { tags: given, futureEpochMs }] of world.segments) {
    const entries = Object.entries(given);
    const isSame = entries.length === wanted.size && futureEpochMs === undefined;
    if (isSame && entries.every(([key, value]) => wanted.get(key) === value)) {
      return { segment, names: {} };
    }
  }
  return withSegment(scene.stock, tags);
}

function tagsOf({ scratch, order }: Scene, line: number): Tag[] {
  if (!scratch.hasTags) return [];
  const { tags, bytes } = order;
  const found: Tag[] = [];
  for (let entry = scratch.lineTagStart[line]; entry < scratch.lineTagEnd[line]; entry++) {
    const [, keyStart, keyBytes, valueStart, valueBytes] = tags.subarray(entry * TAG_INTS);
    const key = bytes.slice(keyStart, keyStart + keyBytes);
    found.push({ key, value: bytes.slice(valueStart, valueStart + valueBytes) });
  }
  return found.sort((a, b) => Buffer.compare(a.key, b.key));
}

/** Names with one segment more. Behind the arrays, which may be longer than what they hold. */
function withSegment(stock: StockColumns, tags: readonly Tag[]): LineSegment {
  const before = stock.segmentTagEnd.length;
  const firstTag = Math.ceil(stock.segmentTags.length / SEGMENT_TAG_INTS);
  // A segment without a name stands between, to say where the tags of the new one begin.
  const segment = before + 1;
  const segmentTagEnd = new Int32Array(before + 2);
  segmentTagEnd.set(stock.segmentTagEnd);
  segmentTagEnd[before] = firstTag;
  segmentTagEnd[segment] = firstTag + tags.length;
  const segmentFutureMs = new Float64Array(before + 2).fill(Number.NaN);
  segmentFutureMs.set(stock.segmentFutureMs);
  const segmentTags = new Int32Array((firstTag + tags.length) * SEGMENT_TAG_INTS);
  segmentTags.set(stock.segmentTags);
  const parts: Uint8Array[] = [stock.segmentBytes];
  let byte = stock.segmentBytes.length;
  tags.forEach(({ key, value }, place) => {
    const valueStart = byte + key.length;
    const entry = [byte, key.length, valueStart, value.length];
    segmentTags.set(entry, (firstTag + place) * SEGMENT_TAG_INTS);
    parts.push(key, value);
    byte = valueStart + value.length;
  });
  const segmentBytes = new Uint8Array(Buffer.concat(parts));
  return { segment, names: { segmentTagEnd, segmentFutureMs, segmentTags, segmentBytes } };
}
