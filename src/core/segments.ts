// Which stock the tags of lines ask for: the tags of each line, and the slot that the rows of a
// segment go to. Tags are compared by their exact bytes.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sameBytes } from '../columns/dictionary.js';
import { TAG_INTS, type OrderColumns } from '../columns/order.js';
import { SEGMENT_TAG_INTS, type StockColumns } from '../columns/stock.js';
import type { CoreScratch } from './scratch.js';
import { roomForSegments } from './stock/scratch.js';

/**
 * Notes where the tags of each line are: its own, else those of the order. Those of the order come
 * first in `order.tags`, then those of the lines in their order.
 */
export function resolveTags(order: OrderColumns, scratch: CoreScratch): void {
  scratch.hasTags = order.tagCount > 0;
  if (!scratch.hasTags) return;
  const { tags, tagCount } = order;
  const { lineTagStart, lineTagEnd } = scratch;
  let ownEnd = 0;
  while (ownEnd < tagCount && tags[ownEnd * TAG_INTS] < 0) ownEnd++;
  let entry = ownEnd;
  for (let line = 0; line < order.lineCount; line++) {
    const start = entry;
    while (entry < tagCount && tags[entry * TAG_INTS] === line) entry++;
    lineTagStart[line] = entry > start ? start : 0;
    lineTagEnd[line] = entry > start ? entry : ownEnd;
  }
}

/** A hash of a line's tags that does not hang on their order; 0 where it has none. */
export function tagHashOf(order: OrderColumns, scratch: CoreScratch, line: number): number {
  const { tags, bytes } = order;
  let sum = 0;
  for (let entry = scratch.lineTagStart[line]; entry < scratch.lineTagEnd[line]; entry++) {
    const at = entry * TAG_INTS;
    const key = fnv1a(FNV_BASIS, bytes, tags[at + 1], tags[at + 2]);
    // Mixed in between, so that the bytes cannot move from the key to the value.
    sum = (sum + mix32(fnv1a(mix32(key), bytes, tags[at + 3], tags[at + 4]))) | 0;
  }
  return sum;
}

/** Whether two lines ask for the same tags. Keys come once in each. */
export function hasSameTags(
  order: OrderColumns,
  scratch: CoreScratch,
  left: number,
  right: number,
): boolean {
  const { lineTagStart, lineTagEnd } = scratch;
  const start = lineTagStart[left];
  const end = lineTagEnd[left];
  const from = lineTagStart[right];
  const to = lineTagEnd[right];
  if (end - start !== to - from) return false;
  if (start === from) return true;
  for (let entry = start; entry < end; entry++) {
    if (!hasTag(order, entry, from, to)) return false;
  }
  return true;
}

function hasTag(order: OrderColumns, entry: number, from: number, to: number): boolean {
  const { tags, bytes } = order;
  const at = entry * TAG_INTS;
  const keyBytes = tags[at + 2];
  const valueBytes = tags[at + 4];
  for (let other = from * TAG_INTS; other < to * TAG_INTS; other += TAG_INTS) {
    if (tags[other + 2] !== keyBytes || tags[other + 4] !== valueBytes) continue;
    if (!sameBytes(bytes, tags[at + 1], bytes, tags[other + 1], keyBytes)) continue;
    if (sameBytes(bytes, tags[at + 3], bytes, tags[other + 3], valueBytes)) return true;
  }
  return false;
}

/** Whether the lines of a slot ask for untagged stock. */
export function isPlainSlot(scratch: CoreScratch, slot: number): boolean {
  if (!scratch.hasTags) return true;
  const line = scratch.slotFirstLine[slot];
  return scratch.lineTagStart[line] === scratch.lineTagEnd[line];
}

/** Begins to judge segments for the slots of another product. */
export function beginOwners(stock: StockColumns, scratch: CoreScratch): void {
  const { segments } = scratch;
  roomForSegments(segments, stock.segmentTagEnd.length);
  if (segments.stamp === 0x7fffffff) {
    segments.stamp = 0;
    segments.judged.fill(0);
  }
  segments.stamp++;
}

/**
 * The slot that a row of `segment` goes to, of those of the product whose first slot is `head`: the
 * first whose tags the segment carries, and where future stock is meant, that has an open line. -1:
 * none. Call `beginOwners` before.
 */
export function ownerOf(
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  head: number,
  segment: number,
): number {
  const { judged, owner, stamp } = scratch.segments;
  if (judged[segment] === stamp) return owner[segment];
  let slot = head;
  while (slot >= 0 && !takesSegment(order, stock, scratch, slot, segment)) {
    slot = scratch.slotSibling[slot];
  }
  judged[segment] = stamp;
  owner[segment] = slot;
  return slot;
}

function takesSegment(
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  slot: number,
  segment: number,
): boolean {
  if (scratch.isFuturePass && !hasOpenLine(scratch, slot)) return false;
  const tagEnd = stock.segmentTagEnd[segment];
  const tagStart = segment === 0 ? 0 : stock.segmentTagEnd[segment - 1];
  if (isPlainSlot(scratch, slot)) return tagStart === tagEnd;
  const line = scratch.slotFirstLine[slot];
  for (let entry = scratch.lineTagStart[line]; entry < scratch.lineTagEnd[line]; entry++) {
    if (!isCarried(order, stock, entry, tagStart, tagEnd)) return false;
  }
  return true;
}

function hasOpenLine(scratch: CoreScratch, slot: number): boolean {
  for (let line = scratch.slotFirstLine[slot]; line >= 0; line = scratch.lineNext[line]) {
    if (scratch.lineOpen[line] === 1) return true;
  }
  return false;
}

/** Whether a tag of the order is among the tags [tagStart, tagEnd) of a segment. */
function isCarried(
  order: OrderColumns,
  stock: StockColumns,
  entry: number,
  tagStart: number,
  tagEnd: number,
): boolean {
  const { tags, bytes } = order;
  const { segmentTags, segmentBytes } = stock;
  const at = entry * TAG_INTS;
  const keyBytes = tags[at + 2];
  const valueBytes = tags[at + 4];
  for (
    let tag = tagStart * SEGMENT_TAG_INTS;
    tag < tagEnd * SEGMENT_TAG_INTS;
    tag += SEGMENT_TAG_INTS
  ) {
    if (segmentTags[tag + 1] !== keyBytes || segmentTags[tag + 3] !== valueBytes) continue;
    if (!sameBytes(segmentBytes, segmentTags[tag], bytes, tags[at + 1], keyBytes)) continue;
    if (sameBytes(segmentBytes, segmentTags[tag + 2], bytes, tags[at + 3], valueBytes)) return true;
  }
  return false;
}
