// The texts by which segments and attribute sets have their numbers, which are also what is on disk
// of them, and what they say. Knows no rules of what may be in them.
//
//   segment          {category: tag}                  of stock that is there
//                    [{category: tag}, epoch ms]      of future stock
//   attribute set    ["word", ...]                    plain, as they were written
//                    [["name", "value", ...], ...]    extensible

import { foldText } from '../base/text.js';
import type { SegmentTag } from '../columns/stock-names.js';
import type { AttributeDocument } from '../configuration/location-document.js';
import type { RowSegment } from '../explain/inputs.js';

/** A segment as it is on disk. */
export type SegmentRecord =
  | Readonly<Record<string, string>>
  | readonly [tags: Readonly<Record<string, string>>, futureEpochMs: number];

/** An attribute set as it is on disk. */
export type AttributeSetRecord = readonly string[] | readonly (readonly string[])[];

/** Stands between the name and the value in a word of an extensible attribute. */
const WORD_SEPARATOR = '\0';

/** The text of the segment with the given tags; of stock that is there without a time. */
export function segmentText(
  tags: Readonly<Record<string, string>>,
  futureEpochMs: number | undefined,
): string {
  const entries = Object.entries(tags);
  entries.sort(([left], [right]) => (left < right ? -1 : 1));
  const sorted = Object.fromEntries(entries);
  return JSON.stringify(futureEpochMs === undefined ? sorted : [sorted, futureEpochMs]);
}

/** What the text of a segment says. */
export function segmentOf(text: string): RowSegment {
  const record = JSON.parse(text) as SegmentRecord;
  if (!isFuture(record)) return { tags: record };
  const [tags, futureEpochMs] = record;
  return { tags, futureEpochMs };
}

function isFuture(record: SegmentRecord): record is Extract<SegmentRecord, readonly unknown[]> {
  return Array.isArray(record);
}

/** The tags of a segment in bytes of UTF-8. */
export function segmentTags({ tags }: RowSegment): SegmentTag[] {
  return Object.entries(tags).map(([key, value]) => ({
    key: Buffer.from(key),
    value: Buffer.from(value),
  }));
}

/** The text of a set of plain attributes. */
export function attributeText(attributes: readonly string[]): string {
  return JSON.stringify(attributes);
}

/** The plain attributes of a set. */
export function attributesOf(text: string): readonly string[] {
  return JSON.parse(text) as readonly string[];
}

/**
 * The text of a set of extensible attributes: values trimmed, blank ones left out; a name that
 * comes again adds to what it has, and a value comes once.
 */
export function extensibleText(attributes: readonly AttributeDocument[]): string {
  const valuesByName = new Map<string, Set<string>>();
  for (const { attributeFqn = '', attributeValues = [] } of attributes) {
    for (const value of attributeValues) {
      const trimmed = value.trim();
      if (trimmed === '') continue;
      const values = valuesByName.get(attributeFqn) ?? new Set();
      valuesByName.set(attributeFqn, values.add(trimmed));
    }
  }
  return JSON.stringify([...valuesByName].map(([name, values]) => [name, ...values]));
}

/** The extensible attributes of a set. */
export function extensibleOf(text: string): AttributeDocument[] {
  const entries = JSON.parse(text) as readonly (readonly string[])[];
  return entries.map(([attributeFqn, ...attributeValues]) => ({ attributeFqn, attributeValues }));
}

/**
 * The numbers of the words of a set, each once: ascending for plain attributes, in the order of the
 * text for extensible ones.
 */
export function setWords(text: string, words: { intern(text: string): number }): number[] {
  const record = JSON.parse(text) as AttributeSetRecord;
  const isExtensible = record.length > 0 && typeof record[0] !== 'string';
  const texts = record.flatMap((entry) => wordsOf(entry));
  const numbers = [...new Set(texts.map((word) => words.intern(word)))];
  return isExtensible ? numbers : numbers.sort((left, right) => left - right);
}

function wordsOf(entry: string | readonly string[]): string[] {
  if (typeof entry === 'string') return [foldText(entry)];
  const [name, ...values] = entry;
  return values.map((value) => name + WORD_SEPARATOR + value);
}
