// How repeated entries of a request become columns: allowed codes, exclusions, custom data, tags.
// Reads only.

import { ALLOWED_INTS, CUSTOM_INTS, EXCLUDED_INTS, roomFor, TAG_INTS } from '../columns/order.js';
import type { Draft } from './draft.js';
import { noteBadText, noteMalformed } from './problems.js';
import { breakReader, readRangeEnd, readTag, readText, readVarint, skipField } from './reader.js';

/** Reads one of the allowed location codes. */
export function readAllowedCode(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const entry = order.allowedCount;
  if (!readText(reader, end)) noteBadText(draft.problems, `allowed_location_codes[${entry}]`);
  order.allowedCount = entry + 1;
  order.allowed = roomFor(order.allowed, entry + 1, ALLOWED_INTS);
  order.allowed[entry * ALLOWED_INTS] = reader.textStart;
  order.allowed[entry * ALLOWED_INTS + 1] = reader.textBytes;
}

/** The path of the exclusions, those of future stock or the others. */
export function exclusionPath(isFuture: boolean): string {
  return isFuture ? 'future_excluded_locations' : 'excluded_locations';
}

/** Reads one exclusion. */
export function readExclusion(draft: Draft, end: number): void {
  const { order } = draft;
  const entry = order.excludedCount;
  order.excludedCount = entry + 1;
  order.excluded = roomFor(order.excluded, entry + 1, EXCLUDED_INTS);
  readExclusionInto(draft, end, order.excluded, entry, false);
}

/** Reads one exclusion of future stock. */
export function readFutureExclusion(draft: Draft, end: number): void {
  const { order } = draft;
  const entry = order.futureExcludedCount;
  order.futureExcludedCount = entry + 1;
  order.futureExcluded = roomFor(order.futureExcluded, entry + 1, EXCLUDED_INTS);
  readExclusionInto(draft, end, order.futureExcluded, entry, true);
}

function readExclusionInto(
  draft: Draft,
  end: number,
  excluded: Int32Array,
  entry: number,
  isFuture: boolean,
): void {
  const { reader } = draft;
  const exclusionEnd = readRangeEnd(reader, end);
  const at = entry * EXCLUDED_INTS;
  excluded[at + 1] = 0;
  excluded[at + 2] = 0;
  excluded[at + 3] = 0;
  while (reader.at < exclusionEnd) {
    const tag = readTag(reader, exclusionEnd);
    if (tag === 10) {
      if (!readText(reader, exclusionEnd)) {
        noteBadText(draft.problems, `${exclusionPath(isFuture)}[${entry}].location_code`);
      }
      excluded[at] = reader.textStart;
      excluded[at + 1] = reader.textBytes;
    } else if (tag === 16) {
      readVarint(reader, exclusionEnd);
      excluded[at + 2] = reader.low;
      excluded[at + 3] = reader.high;
    } else skipField(reader, tag, exclusionEnd);
  }
  if (reader.at !== exclusionEnd) {
    noteMalformed(draft.problems, `${exclusionPath(isFuture)}[${entry}]`);
    breakReader(reader);
  }
}

/**
 * Reads one entry of the custom data of a line, or of the order where `line` is -1. Equal keys are
 * still apart.
 */
export function readCustomEntry(draft: Draft, end: number, line: number): void {
  const { order } = draft;
  const entry = order.customCount;
  order.customCount = entry + 1;
  order.custom = roomFor(order.custom, entry + 1, CUSTOM_INTS);
  readMapEntry(draft, end, order.custom, entry, line, false);
}

/** Reads one of the tags of a line, or of the order where `line` is -1; as custom data. */
export function readTagEntry(draft: Draft, end: number, line: number): void {
  const { order } = draft;
  const entry = order.tagCount;
  order.tagCount = entry + 1;
  order.tags = roomFor(order.tags, entry + 1, TAG_INTS);
  readMapEntry(draft, end, order.tags, entry, line, true);
}

/** The path of the custom data that is being read. */
export function customPath(line: number): string {
  return line < 0 ? 'custom_data' : `items[${line}].custom_item_data`;
}

/** The path of the tags that are being read. */
export function tagsPath(line: number): string {
  return line < 0 ? 'tags' : `items[${line}].tags`;
}

/** Reads an entry of a map of texts: the line, then the ranges of its key and its value. */
function readMapEntry(
  draft: Draft,
  end: number,
  entries: Int32Array,
  entry: number,
  line: number,
  isTag: boolean,
): void {
  const { reader } = draft;
  const at = entry * CUSTOM_INTS;
  entries[at] = line;
  for (let i = 1; i < CUSTOM_INTS; i++) entries[at + i] = 0;
  const entryEnd = readRangeEnd(reader, end);
  while (reader.at < entryEnd) {
    const tag = readTag(reader, entryEnd);
    if (tag === 10 || tag === 18) {
      if (!readText(reader, entryEnd)) noteBadText(draft.problems, mapPath(line, isTag));
      // The key's range, or the value's behind it.
      const range = tag === 10 ? at + 1 : at + 3;
      entries[range] = reader.textStart;
      entries[range + 1] = reader.textBytes;
    } else skipField(reader, tag, entryEnd);
  }
  if (reader.at !== entryEnd) {
    noteMalformed(draft.problems, mapPath(line, isTag));
    breakReader(reader);
  }
}

function mapPath(line: number, isTag: boolean): string {
  return isTag ? tagsPath(line) : customPath(line);
}
