// The stock that all threads share, product by product: for each product, the short list of rows
// that hold it. One thread writes (stock-writer.ts); readers copy rows out and check the product's
// version word around the copy.
//
//   products  start | count | capacity | version    of the product's list in the row columns
//   rows      location | segment | on_hand | allocated | held | in_transit | safety_stock | ltd |
//             flags | attributes | excess_threshold | extensible | version | routable
//                                                               53 bytes a row
//   names     what the numbers of segments, attribute sets and words stand for
//
// A version word is odd while its rows are being written. Lists never overlap; a list that outgrows
// its place moves.

import type { Dictionary } from './dictionary.js';
import { INFINITE_UNITS } from './limits.js';

/**
 * Bits of a row's flags. Without `hasLtd`, ltd is unknown, and 0 in its column; without
 * `hasExcessThreshold` so is the threshold. `holdBlock`: a refresh of the count leaves it blocked.
 */
export const ROW_FLAG = {
  blocked: 1,
  infinite: 2,
  hasLtd: 4,
  holdBlock: 8,
  hasExcessThreshold: 16,
} as const;

/** The kinds of product codes in the product dictionary, one namespace each. */
export const PRODUCT_KIND = { upc: 1, sku: 2, partNumber: 3 } as const;

/**
 * The fields of a row, in the order of the columns. All are 32-bit integers but the flags, which
 * are bytes. `segment` names the tags of the stock and, of future stock, its time; `attributes` and
 * `extensible` are numbers of attribute sets.
 */
export const ROW_FIELDS = [
  'location',
  'segment',
  'onHand',
  'allocated',
  'held',
  'inTransit',
  'safetyStock',
  'ltd',
  'flags',
  'attributes',
  'excessThreshold',
  'extensible',
  'version',
] as const;

/** The name of a row column. */
export type RowField = (typeof ROW_FIELDS)[number];

/** One column for each field of a row. */
export type RowColumns = {
  readonly [field in RowField]: field extends 'flags' ? Uint8Array : Int32Array;
};

/** What a column of rows may be. */
export type RowColumn = Int32Array | Uint32Array | Uint8Array;

/** Positions in the header of the stock. */
export const STOCK_HEADER = { productCount: 0, rowTail: 1, rowCount: 2, rowTouched: 3 } as const;

/**
 * What the numbers in stock rows stand for. Numbers are only ever added; a number that a row has is
 * there before the row. The arrays may be longer than what they hold.
 */
export type StockNames = {
  /**
   * Which words each set of row attributes holds: set s is words [setEnd[s-1], setEnd[s]). Set 0 is
   * empty. The words of a set that `rows.attributes` names are ascending; those of one that
   * `rows.extensible` names are in the order in which the attributes were written.
   */
  readonly attributeSetEnd: Int32Array;
  readonly attributeSetWords: Int32Array;
  /**
   * The UTF-8 text of word w is bytes [wordEnd[w-1], wordEnd[w]). A plain attribute is folded; an
   * extensible one is its name, one 0x00 byte and its value, trimmed and not folded. Neither the
   * name nor the value holds another 0x00 byte. Numbers of words are valid while the process runs.
   */
  readonly attributeWordEnd: Int32Array;
  readonly attributeWordBytes: Uint8Array;
  /**
   * By segment: when its stock is to come, in epoch milliseconds; NaN: it is there. Segment 0 is
   * the one without tags of stock that is there.
   */
  readonly segmentFutureMs: Float64Array;
  /** The tags of segment s are tags [tagEnd[s-1], tagEnd[s]). */
  readonly segmentTagEnd: Int32Array;
  /**
   * SEGMENT_TAG_INTS a tag: start and length of the key and of the value, bytes of `segmentBytes`.
   * The tags of a segment are ordered by the bytes of their keys; each key comes once.
   */
  readonly segmentTags: Int32Array;
  readonly segmentBytes: Uint8Array;
};

/** Integers of a tag in StockNames.segmentTags. */
export const SEGMENT_TAG_INTS = 4;

/**
 * The shared memory of a tenant's stock. Growing makes a new one; the old is never written again.
 */
export type StockColumns = StockNames & {
  /** Int32[4], see STOCK_HEADER. */
  readonly header: Int32Array;
  /** The first row of a product's list. */
  readonly productStart: Int32Array;
  /** The rows in a product's list. */
  readonly productCount: Int32Array;
  /** The rows that a product's list has room for. */
  readonly productCapacity: Int32Array;
  /** The version word of a product: odd while its rows are written. */
  readonly productVersion: Int32Array;
  readonly rows: RowColumns;
  /**
   * By row, derived from the others: the units that routing may use for a line without tags. 0
   * where the row is tagged, future or blocked or has none; 4,000,000,000 for infinite stock. The
   * one column that every decision reads.
   */
  readonly routable: Uint32Array;
  /** Product code to product, a kind for each namespace. */
  readonly products: Dictionary;
};

/** Stock columns with room for so many products and rows, all empty. */
export function createStockColumns(
  productCapacity: number,
  rowCapacity: number,
  products: Dictionary,
  names: StockNames,
): StockColumns {
  const rows = {} as { [field in RowField]: RowColumn };
  for (const field of ROW_FIELDS) {
    rows[field] = field === 'flags' ? sharedBytes(rowCapacity) : sharedInts(rowCapacity);
  }
  return {
    header: sharedInts(4),
    productStart: sharedInts(productCapacity),
    productCount: sharedInts(productCapacity),
    productCapacity: sharedInts(productCapacity),
    productVersion: sharedInts(productCapacity),
    rows: rows as RowColumns,
    routable: new Uint32Array(new SharedArrayBuffer(rowCapacity * 4)),
    products,
    ...namesOf(names),
  };
}

/** The columns of names alone. */
function namesOf(names: StockNames): StockNames {
  return {
    attributeSetEnd: names.attributeSetEnd,
    attributeSetWords: names.attributeSetWords,
    attributeWordEnd: names.attributeWordEnd,
    attributeWordBytes: names.attributeWordBytes,
    segmentFutureMs: names.segmentFutureMs,
    segmentTagEnd: names.segmentTagEnd,
    segmentTags: names.segmentTags,
    segmentBytes: names.segmentBytes,
  };
}

/**
 * Names with room for so many sets, words and segments, and a little for what is in each. There is
 * the empty set and the untagged segment of stock that is there.
 */
export function createStockNames(count: number): StockNames {
  return {
    attributeSetEnd: sharedInts(count),
    attributeSetWords: sharedInts(count * 4),
    attributeWordEnd: sharedInts(count),
    attributeWordBytes: sharedBytes(count * 16),
    segmentFutureMs: sharedDoubles(count).fill(Number.NaN),
    segmentTagEnd: sharedInts(count),
    segmentTags: sharedInts(count * SEGMENT_TAG_INTS),
    segmentBytes: sharedBytes(count * 16),
  };
}

/** A zeroed column of 32-bit integers in shared memory. */
export function sharedInts(count: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(count * 4));
}

/** A zeroed column of doubles in shared memory. */
export function sharedDoubles(count: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(count * 8));
}

/** Zeroed bytes in shared memory. */
export function sharedBytes(count: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(count));
}

/** The units of a row that routing may use for a line without tags; see StockColumns.routable. */
export function routableUnits(row: {
  readonly segment: number;
  readonly onHand: number;
  readonly allocated: number;
  readonly held: number;
  readonly safetyStock: number;
  readonly flags: number;
}): number {
  if (row.segment !== 0 || (row.flags & ROW_FLAG.blocked) !== 0) return 0;
  if ((row.flags & ROW_FLAG.infinite) !== 0) return INFINITE_UNITS;
  return Math.max(0, row.onHand - row.allocated - row.held - row.safetyStock);
}

/** Writes the values of a row: by name, for that is ten times as fast as by the list of fields. */
export function writeRow(
  rows: RowColumns,
  row: number,
  values: { readonly [field in RowField]: number },
): void {
  rows.location[row] = values.location;
  rows.segment[row] = values.segment;
  rows.onHand[row] = values.onHand;
  rows.allocated[row] = values.allocated;
  rows.held[row] = values.held;
  rows.inTransit[row] = values.inTransit;
  rows.safetyStock[row] = values.safetyStock;
  rows.ltd[row] = values.ltd;
  rows.flags[row] = values.flags;
  rows.attributes[row] = values.attributes;
  rows.excessThreshold[row] = values.excessThreshold;
  rows.extensible[row] = values.extensible;
  rows.version[row] = values.version;
}

/** All columns of the rows, for whoever moves rows about. */
export function rowColumnsOf(stock: StockColumns): RowColumn[] {
  const columns: RowColumn[] = ROW_FIELDS.map((field) => stock.rows[field]);
  columns.push(stock.routable);
  return columns;
}

/** Copies a column's lists from their places in `stock` to `starts`, by product. */
export function copyLists(
  stock: StockColumns,
  starts: Int32Array,
  from: RowColumn,
  to: RowColumn,
): void {
  const { productStart, productCount } = stock;
  for (let product = 0; product < starts.length; product++) {
    const first = productStart[product];
    const place = starts[product];
    const count = productCount[product];
    for (let i = 0; i < count; i++) to[place + i] = from[first + i];
  }
}
