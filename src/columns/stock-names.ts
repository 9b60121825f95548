// The one writer of the names in the stock columns: what the numbers of segments, attribute sets
// and words stand for. Appends only; knows no rows. For one thread only.

import {
  createStockNames,
  SEGMENT_TAG_INTS,
  sharedBytes,
  sharedDoubles,
  sharedInts,
  type StockNames,
} from './stock.js';

/** A tag of a segment, in bytes of UTF-8. */
export type SegmentTag = { readonly key: Uint8Array; readonly value: Uint8Array };

const NAMES_AT_FIRST = 64;

/** Writes the names of one tenant. */
export class StockNamesWriter {
  /** What readers are to be given; arrays that are full are replaced, and never resized. */
  tables: StockNames = createStockNames(NAMES_AT_FIRST);
  /** How many sets there are, the empty one included; the next one gets this number. */
  setCount = 1;
  /** How many words there are. */
  wordCount = 0;
  /** How many segments there are, the untagged one of stock that is there included. */
  segmentCount = 1;
  /** Whether `tables` was replaced; for whoever hands it on to take back. */
  hasGrown = false;

  /** A new set of the given words, in the order that StockNames asks for; answers its number. */
  addSet(words: readonly number[]): number {
    const set = this.setCount;
    const start = this.tables.attributeSetEnd[set - 1];
    const end = start + words.length;
    const attributeSetEnd = intsFor(this.tables.attributeSetEnd, set + 1);
    const attributeSetWords = intsFor(this.tables.attributeSetWords, end);
    this.take({ ...this.tables, attributeSetEnd, attributeSetWords });
    attributeSetWords.set(words, start);
    attributeSetEnd[set] = end;
    this.setCount = set + 1;
    return set;
  }

  /** Gives the next word its text; answers its number. */
  addWord(text: Uint8Array): number {
    const word = this.wordCount;
    const start = word === 0 ? 0 : this.tables.attributeWordEnd[word - 1];
    const end = start + text.length;
    const attributeWordEnd = intsFor(this.tables.attributeWordEnd, word + 1);
    const attributeWordBytes = bytesFor(this.tables.attributeWordBytes, end);
    this.take({ ...this.tables, attributeWordEnd, attributeWordBytes });
    attributeWordBytes.set(text, start);
    attributeWordEnd[word] = end;
    this.wordCount = word + 1;
    return word;
  }

  /**
   * A new segment of the given tags, each key once, in any order; answers its number.
   * `futureEpochMs` is NaN for stock that is there.
   */
  addSegment(tags: readonly SegmentTag[], futureEpochMs: number): number {
    const segment = this.segmentCount;
    const { tables } = this;
    const firstTag = tables.segmentTagEnd[segment - 1];
    const endTag = firstTag + tags.length;
    const firstByte = this.segmentBytesUsed();
    const byteCount = tags.reduce((sum, { key, value }) => sum + key.length + value.length, 0);
    const segmentFutureMs = doublesFor(tables.segmentFutureMs, segment + 1);
    const segmentTagEnd = intsFor(tables.segmentTagEnd, segment + 1);
    const segmentTags = intsFor(tables.segmentTags, endTag * SEGMENT_TAG_INTS);
    const segmentBytes = bytesFor(tables.segmentBytes, firstByte + byteCount);
    this.take({ ...tables, segmentFutureMs, segmentTagEnd, segmentTags, segmentBytes });
    const sorted = [...tags].sort((left, right) => Buffer.compare(left.key, right.key));
    let at = firstTag * SEGMENT_TAG_INTS;
    let byte = firstByte;
    for (const { key, value } of sorted) {
      segmentTags.set([byte, key.length, byte + key.length, value.length], at);
      segmentBytes.set(key, byte);
      segmentBytes.set(value, byte + key.length);
      byte += key.length + value.length;
      at += SEGMENT_TAG_INTS;
    }
    segmentFutureMs[segment] = futureEpochMs;
    segmentTagEnd[segment] = endTag;
    this.segmentCount = segment + 1;
    return segment;
  }

  /** A tag's value ends what is used. */
  private segmentBytesUsed(): number {
    const { segmentTagEnd, segmentTags } = this.tables;
    const end = segmentTagEnd[this.segmentCount - 1] * SEGMENT_TAG_INTS;
    return end === 0 ? 0 : segmentTags[end - 2] + segmentTags[end - 1];
  }

  private take(tables: StockNames): void {
    const names = Object.keys(tables) as (keyof StockNames)[];
    if (names.every((name) => tables[name] === this.tables[name])) return;
    this.tables = tables;
    this.hasGrown = true;
  }
}

/** The column, or a copy with twice the room that `count` needs. */
function intsFor(column: Int32Array, count: number): Int32Array {
  if (count <= column.length) return column;
  const grown = sharedInts(count * 2);
  grown.set(column);
  return grown;
}

function bytesFor(column: Uint8Array, count: number): Uint8Array {
  if (count <= column.length) return column;
  const grown = sharedBytes(count * 2);
  grown.set(column);
  return grown;
}

/** Room that nothing is in yet is NaN. */
function doublesFor(column: Float64Array, count: number): Float64Array {
  if (count <= column.length) return column;
  const grown = sharedDoubles(count * 2).fill(Number.NaN);
  grown.set(column);
  return grown;
}
