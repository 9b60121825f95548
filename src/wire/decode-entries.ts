// How repeated entries of a request become columns: allowed codes, exclusions, custom data. Reads
// only.

import { ALLOWED_INTS, CUSTOM_INTS, EXCLUDED_INTS, roomFor } from '../columns/order.js';
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

/** Reads one exclusion. */
export function readExclusion(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const entry = order.excludedCount;
  const exclusionEnd = readRangeEnd(reader, end);
  order.excludedCount = entry + 1;
  order.excluded = roomFor(order.excluded, entry + 1, EXCLUDED_INTS);
  const { excluded } = order;
  const at = entry * EXCLUDED_INTS;
  excluded[at + 1] = 0;
  excluded[at + 2] = 0;
  excluded[at + 3] = 0;
  while (reader.at < exclusionEnd) {
    const tag = readTag(reader, exclusionEnd);
    if (tag === 10) {
      if (!readText(reader, exclusionEnd)) {
        noteBadText(draft.problems, `excluded_locations[${entry}].location_code`);
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
    noteMalformed(draft.problems, `excluded_locations[${entry}]`);
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
  readMapEntry(draft, end, line);
  order.customCount = entry + 1;
  order.custom = roomFor(order.custom, entry + 1, CUSTOM_INTS);
  const { custom } = order;
  const at = entry * CUSTOM_INTS;
  custom[at] = line;
  custom[at + 1] = draft.keyStart;
  custom[at + 2] = draft.keyBytes;
  custom[at + 3] = draft.valueStart;
  custom[at + 4] = draft.valueBytes;
}

/** The path of the custom data that is being read. */
export function customPath(line: number): string {
  return line < 0 ? 'custom_data' : `items[${line}].custom_item_data`;
}

function readMapEntry(draft: Draft, end: number, line: number): void {
  const { reader } = draft;
  draft.keyStart = 0;
  draft.keyBytes = 0;
  draft.valueStart = 0;
  draft.valueBytes = 0;
  const entryEnd = readRangeEnd(reader, end);
  while (reader.at < entryEnd) {
    const tag = readTag(reader, entryEnd);
    if (tag === 10) {
      if (!readText(reader, entryEnd)) noteBadText(draft.problems, customPath(line));
      draft.keyStart = reader.textStart;
      draft.keyBytes = reader.textBytes;
    } else if (tag === 18) {
      if (!readText(reader, entryEnd)) noteBadText(draft.problems, customPath(line));
      draft.valueStart = reader.textStart;
      draft.valueBytes = reader.textBytes;
    } else skipField(reader, tag, entryEnd);
  }
  if (reader.at !== entryEnd) {
    noteMalformed(draft.problems, customPath(line));
    breakReader(reader);
  }
}
