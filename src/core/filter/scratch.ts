// The working memory of filters that compare two attributes, and of filter trees. Made small;
// grown, rarely; only files of this name make arrays.

import { LINES_MAX } from '../../columns/limits.js';

/** Bytes of the buffer that a text is folded into: three times the longest text of a request. */
const FOLD_BYTES = 3 * 1024 * 4;

/** The working memory of filters. */
export type FilterScratch = ReturnType<typeof createFilterScratch>;

/** One side of a comparison as a folded text. */
export type FoldedText = ReturnType<typeof createFoldedText>;

/** One side of a comparison as a list of folded texts. */
export type FoldedList = ReturnType<typeof createFoldedList>;

/** Working memory with room for common orders. */
export function createFilterScratch() {
  return {
    ...createSideNumbers(64),
    /** The least and the most that pass: of units in the group at hand, of a filter on rows. */
    unitBounds: new Float64Array(2),
    range: new Float64Array(2),
    leftText: createFoldedText(),
    rightText: createFoldedText(),
    leftList: createFoldedList(),
    rightList: createFoldedList(),
    /** Columns of verdicts of a tree; each is by pair: 1 where it holds. */
    verdicts: [] as Uint8Array<ArrayBuffer>[],
    /** Verdicts of a node's filters: of one by pair, of one or all by candidate. */
    pairVerdicts: new Uint8Array(0),
    candidateVerdicts: new Uint8Array(0),
    candidateOthers: new Uint8Array(0),
    /** By line: 1 where a node of a tree has nothing more to ask. */
    isSettled: new Uint8Array(LINES_MAX),
  };
}

function createSideNumbers(capacity: number) {
  return {
    /** Both sides of a comparison of numbers, by candidate or by row; NaN where it is unknown. */
    leftNumbers: new Float64Array(capacity),
    rightNumbers: new Float64Array(capacity),
  };
}

function createFoldedText() {
  return {
    /** Where the text stands: in `own`, or in bytes that are folded already. */
    bytes: new Uint8Array(0) as Uint8Array,
    start: 0,
    /** 0: it is unknown. */
    lengthBytes: 0,
    /** Of a postal code of the United States: the bytes of its first five characters; else 0. */
    cutBytes: 0,
    /** Whether it is such a code that was cut already. */
    isCut: false,
    own: new Uint8Array(FOLD_BYTES),
  };
}

function createFoldedList() {
  return {
    /** A text that stands for a list and is unknown makes the list unknown; no list is. */
    isKnown: false,
    count: 0,
    /** Where each text ends in `bytes`. */
    ends: new Int32Array(64),
    bytes: new Uint8Array(1024),
  };
}

/** Makes room for `count` numbers on both sides; keeps nothing. */
export function roomForNumbers(filter: FilterScratch, count: number): void {
  const { length } = filter.leftNumbers;
  if (count > length) Object.assign(filter, createSideNumbers(Math.max(count, length * 2)));
}

/** Makes room for one text more of so many bytes; keeps what is there. */
export function roomForText(list: FoldedList, lengthBytes: number): void {
  const { count, ends, bytes } = list;
  if (count >= ends.length) {
    list.ends = new Int32Array(ends.length * 2);
    list.ends.set(ends);
  }
  const end = (count === 0 ? 0 : ends[count - 1]) + lengthBytes;
  if (end <= bytes.length) return;
  list.bytes = new Uint8Array(Math.max(end, bytes.length * 2));
  list.bytes.set(bytes);
}

/**
 * Makes room for the verdicts of a tree: so many columns over so many pairs, and one filter's over
 * the pairs and the candidates; keeps nothing.
 */
export function roomForVerdicts(
  filter: FilterScratch,
  columnCount: number,
  pairCount: number,
  candidateCount: number,
): void {
  const { verdicts, pairVerdicts, candidateVerdicts } = filter;
  for (let i = 0; i < columnCount; i++) {
    if (i === verdicts.length) verdicts.push(new Uint8Array(pairCount));
    const { length } = verdicts[i];
    if (pairCount > length) verdicts[i] = new Uint8Array(Math.max(pairCount, length * 2));
  }
  if (pairCount > pairVerdicts.length) {
    filter.pairVerdicts = new Uint8Array(Math.max(pairCount, pairVerdicts.length * 2));
  }
  if (candidateCount > candidateVerdicts.length) {
    const capacity = Math.max(candidateCount, candidateVerdicts.length * 2);
    filter.candidateVerdicts = new Uint8Array(capacity);
    filter.candidateOthers = new Uint8Array(capacity);
  }
}
