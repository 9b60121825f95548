// The stock that all threads share, product by product: for each product, the short list of rows
// that hold it. One thread writes (stock-writer.ts); readers copy rows out and check the product's
// version word around the copy.
//
//   products  start | count | capacity | version    of the product's list in the row columns
//   rows      location | segment | on_hand | allocated | held | in_transit | safety_stock | ltd |
//             flags | attributes | version | routable           48 bytes a row
//
// A version word is odd while its rows are being written. Lists never overlap; a list that outgrows
// its place moves.

import type { Dictionary } from './dictionary.js';
import { INFINITE_UNITS } from './limits.js';

/** Bits of a row's flags. Without `hasLtd`, ltd is unknown, and 0 in its column. */
export const ROW_FLAG = {
  blocked: 1,
  infinite: 2,
  hasLtd: 4,
  holdBlock: 8,
  hasExcessThreshold: 16,
} as const;

/** The kinds of product codes in the product dictionary, one namespace each. */
export const PRODUCT_KIND = { upc: 1, sku: 2, partNumber: 3 } as const;

/** The fields of a row, in the order of the columns. All are 32-bit integers. */
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
  'version',
] as const;

/** The name of a row column. */
export type RowField = (typeof ROW_FIELDS)[number];

/** One 32-bit column for each field of a row. */
export type RowColumns = { readonly [field in RowField]: Int32Array };

/** Positions in the header of the stock. */
export const STOCK_HEADER = { productCount: 0, rowTail: 1, rowCount: 2, rowTouched: 3 } as const;

/**
 * The shared memory of a tenant's stock. Growing makes a new one; the old is never written again.
 */
export type StockColumns = {
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
   * where the row is tagged or blocked or has none; 4,000,000,000 for infinite stock. The one
   * column that every decision reads.
   */
  readonly routable: Uint32Array;
  /** Product code to product, a kind for each namespace. */
  readonly products: Dictionary;
  /**
   * Which words each set of row attributes holds: set s is words [setEnd[s-1], setEnd[s]). Set 0 is
   * empty.
   */
  readonly attributeSetEnd: Int32Array;
  readonly attributeSetWords: Int32Array;
};

/** Stock columns with room for so many products and rows, all empty. */
export function createStockColumns(
  productCapacity: number,
  rowCapacity: number,
  products: Dictionary,
  attributes: { readonly setEnd: Int32Array; readonly setWords: Int32Array },
): StockColumns {
  const rows = {} as { [field in RowField]: Int32Array };
  for (const field of ROW_FIELDS) rows[field] = sharedInts(rowCapacity);
  return {
    header: sharedInts(4),
    productStart: sharedInts(productCapacity),
    productCount: sharedInts(productCapacity),
    productCapacity: sharedInts(productCapacity),
    productVersion: sharedInts(productCapacity),
    rows,
    routable: new Uint32Array(new SharedArrayBuffer(rowCapacity * 4)),
    products,
    attributeSetEnd: attributes.setEnd,
    attributeSetWords: attributes.setWords,
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

/** All columns of the rows, for whoever moves rows about. */
export function rowColumnsOf(stock: StockColumns): (Int32Array | Uint32Array)[] {
  const columns: (Int32Array | Uint32Array)[] = ROW_FIELDS.map((field) => stock.rows[field]);
  columns.push(stock.routable);
  return columns;
}

/** Copies a column's lists from their places in `stock` to `starts`, by product. */
export function copyLists(
  stock: StockColumns,
  starts: Int32Array,
  from: Int32Array | Uint32Array,
  to: Int32Array | Uint32Array,
): void {
  const { productStart, productCount } = stock;
  for (let product = 0; product < starts.length; product++) {
    const first = productStart[product];
    const place = starts[product];
    const count = productCount[product];
    for (let i = 0; i < count; i++) to[place + i] = from[first + i];
  }
}
