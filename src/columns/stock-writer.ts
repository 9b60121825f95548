// The one writer of the stock columns: adds products and codes, sets and removes rows, moves lists
// that outgrow their place, and makes larger columns. Knows nothing of where the rows are kept for
// good. For one thread only.
//
// A list of rows is ordered by (location, segment). A product's version word is odd while its list
// changes and has grown by two for every changed row when it is even again; it wraps as a 32-bit
// integer.

import { memoryFull } from '../base/outcome.js';
import {
  addEntry,
  createDictionary,
  dictionaryCount,
  entryAt,
  grownDictionary,
  hasRoom,
  lookUp,
  type Dictionary,
} from './dictionary.js';
import { PRODUCTS_MAX, ROWS_MAX } from './limits.js';
import { FreePlaces, placeSize } from './row-places.js';
import { StockNamesWriter } from './stock-names.js';
import {
  copyLists,
  createStockColumns,
  ROW_FIELDS,
  routableUnits,
  rowColumnsOf,
  STOCK_HEADER,
  type RowField,
  type StockColumns,
  writeRow,
} from './stock.js';

/** The values of a row. `version` is the one after the change. */
export type RowValues = { readonly [field in RowField]: number };

const ZEROS = Object.fromEntries(ROW_FIELDS.map((field) => [field, 0])) as RowValues;

/** A row without units, flags and names, before its first version. */
export function emptyRow(location: number, segment: number): RowValues {
  return { ...ZEROS, location, segment };
}

/** A row that goes. */
export type RowName = { readonly location: number; readonly segment: number };

/** A row that is set, or goes: then `values` is null. */
export type RowChange = RowName & { readonly values: RowValues | null };

/** How much there may be, and how much room there is at first. */
export type StockWriterOptions = {
  readonly productsMax?: number;
  readonly rowsMax?: number;
  readonly productCapacity?: number;
  readonly rowCapacity?: number;
};

const { productCount, rowTail, rowCount, rowTouched } = STOCK_HEADER;

/** Writes the stock of one tenant. */
export class StockWriter {
  /** What the numbers in the rows stand for. A name is added before a row that has it. */
  readonly names = new StockNamesWriter();
  private current: StockColumns;
  private readonly productsMax: number;
  private readonly rowsMax: number;
  private free = new FreePlaces();
  private hasGrown = false;

  constructor(options: StockWriterOptions = {}) {
    this.productsMax = options.productsMax ?? PRODUCTS_MAX;
    this.rowsMax = options.rowsMax ?? ROWS_MAX;
    this.current = createStockColumns(
      Math.max(1, options.productCapacity ?? 16),
      Math.max(1, options.rowCapacity ?? 64),
      createDictionary(16, 256),
      this.names.tables,
    );
  }

  /** What readers are to be given. */
  get columns(): StockColumns {
    // Names come before the rows that have them, and many at a time: rows are copied once for all.
    if (this.names.hasGrown) this.adoptNames();
    return this.current;
  }

  /** Whether `columns` was replaced since the last call: then it has to be published. */
  takeGrowth(): boolean {
    if (this.names.hasGrown) this.adoptNames();
    const hasGrown = this.hasGrown;
    this.hasGrown = false;
    return hasGrown;
  }

  /** How many products there are; the next one gets this number. */
  get productCount(): number {
    return this.columns.header[productCount];
  }

  /** How many rows there are. */
  get rowCount(): number {
    return this.columns.header[rowCount];
  }

  /** How many codes there are, over all products; the next one gets this number. */
  get codeCount(): number {
    return dictionaryCount(this.columns.products);
  }

  /** Refuses with SHARED_MEMORY_FULL where so many more products or rows would pass a limit. */
  checkRoom(newProducts: number, newRows: number): void {
    if (this.productCount + newProducts > this.productsMax) {
      throw memoryFull('products', this.productsMax);
    }
    if (this.rowCount + newRows > this.rowsMax) {
      throw memoryFull('stock rows', this.rowsMax);
    }
  }

  /** The product of a code, or -1. `kind` is one of PRODUCT_KIND. */
  findProduct(kind: number, code: Uint8Array): number {
    return lookUp(this.columns.products, kind, code, 0, code.length);
  }

  /** A code by the order in which codes were added, from 0. */
  codeAt(ordinal: number): { kind: number; key: Uint8Array; value: number } {
    return entryAt(this.columns.products, ordinal);
  }

  /** A new product without codes and rows. Refuses at the limit. */
  addProduct(): number {
    this.checkRoom(1, 0);
    const product = this.productCount;
    if (product >= this.columns.productStart.length) this.growProducts();
    Atomics.store(this.columns.header, productCount, product + 1);
    return product;
  }

  /** Gives a product a code that no product has yet. */
  addCode(kind: number, code: Uint8Array, product: number): void {
    if (!hasRoom(this.columns.products, code.length)) {
      // Rows stay shared with the old columns: without the code nobody looks for the product there.
      const products = grownDictionary(this.columns.products, code.length);
      this.current = { ...this.columns, products };
      this.hasGrown = true;
    }
    addEntry(this.columns.products, kind, code, product);
  }

  /** The row of (product, location, segment), or -1. Valid until the product changes. */
  findRow(product: number, location: number, segment: number): number {
    const row = this.firstRowFrom(product, location, segment);
    const { rows, productStart, productCount: counts } = this.columns;
    if (row >= productStart[product] + counts[product]) return -1;
    return rows.location[row] === location && rows.segment[row] === segment ? row : -1;
  }

  /**
   * The first row of a product at (location, segment) or after it; the end of the list where there
   * is none.
   */
  firstRowFrom(product: number, location: number, segment: number): number {
    const { rows, productStart, productCount: counts } = this.columns;
    let low = productStart[product];
    let high = low + counts[product];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const order = rows.location[middle] - location || rows.segment[middle] - segment;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Sets rows, which may be new, at once for readers. See `changeRows`. */
  setRows(product: number, values: readonly RowValues[]): void {
    const changes = values.map((row) => {
      return { location: row.location, segment: row.segment, values: row };
    });
    this.changeRows(product, changes);
  }

  /**
   * Changes of a product in their order, at once for readers: rows are set, and may be new, or
   * taken out. Of a row that comes twice, the later change holds; where one that is to go is not
   * there, it is passed over. The version of the product counts what was changed, or so many steps
   * as are given. Refuses at the limit.
   */
  changeRows(product: number, changes: readonly RowChange[], steps?: number): void {
    const added = this.countNew(product, changes);
    this.checkRoom(0, added);
    // INVARIANT: larger columns are made while the version is even, for the old ones stay as they
    // are.
    const place = this.placeFor(product, added);
    const version = this.beginChange(product);
    this.moveList(product, place, added);
    let count = 0;
    for (const change of changes) {
      if (change.values !== null) this.setRow(product, change.values);
      else if (!this.takeRow(product, change)) continue;
      count++;
    }
    this.endChange(product, version, steps ?? count);
  }

  /** Takes rows out, at once for readers. Rows that are not there are passed over. */
  removeRows(product: number, names: readonly RowName[]): void {
    this.changeRows(
      product,
      names.map((name) => ({ ...name, values: null })),
    );
  }

  /**
   * Appends a row while nobody reads: products and, within them, (location, segment) have to come
   * ascending.
   */
  appendRow(product: number, values: Int32Array): void {
    const { header, rows, productStart, productCount: counts, productCapacity } = this.columns;
    const row = header[rowTail];
    if (row >= rows.location.length) throw new RangeError('rows are appended into given room only');
    for (let i = 0; i < ROW_FIELDS.length; i++) rows[ROW_FIELDS[i]][row] = values[i];
    this.deriveRow(row);
    if (counts[product] === 0) productStart[product] = row;
    counts[product]++;
    productCapacity[product]++;
    this.columns.productVersion[product] += values[ROW_FIELDS.length - 1] * 2;
    header[rowTail] = row + 1;
    header[rowCount]++;
  }

  /** Makes room for so many rows in all, more than there is. */
  reserveRows(capacity: number): void {
    const old = this.columns;
    this.replace(old.productStart.length, capacity, old.products);
    this.copyRows(old);
  }

  /** Adds to a product's version while nobody reads, in changes. */
  raiseVersion(product: number, changes: number): void {
    this.columns.productVersion[product] += changes * 2;
  }

  /** How many rows that are set are not there yet, each counted once. */
  private countNew(product: number, changes: readonly RowChange[]): number {
    let added: Set<number> | null = null;
    for (const { location, segment, values } of changes) {
      if (values === null || this.findRow(product, location, segment) >= 0) continue;
      (added ??= new Set()).add(segment * 2 ** 20 + location);
    }
    return added?.size ?? 0;
  }

  private beginChange(product: number): number {
    // An exchange, and not a store: the writes of the change must not be seen before it.
    const version = this.columns.productVersion[product];
    Atomics.exchange(this.columns.productVersion, product, version + 1);
    return version;
  }

  private endChange(product: number, version: number, changes: number): void {
    Atomics.store(this.columns.productVersion, product, (version + changes * 2) | 0);
    this.columns.header[rowTouched] += changes;
  }

  private setRow(product: number, values: RowValues): void {
    const { header, rows, productStart, productCount: counts } = this.columns;
    const row = this.firstRowFrom(product, values.location, values.segment);
    const end = productStart[product] + counts[product];
    const isThere =
      row < end && rows.location[row] === values.location && rows.segment[row] === values.segment;
    if (!isThere) {
      for (const column of rowColumnsOf(this.columns)) column.copyWithin(row + 1, row, end);
      counts[product]++;
      header[rowCount]++;
    }
    writeRow(rows, row, values);
    this.deriveRow(row);
  }

  private takeRow(product: number, { location, segment }: RowName): boolean {
    const row = this.findRow(product, location, segment);
    if (row < 0) return false;
    const { header, productStart, productCount: counts } = this.columns;
    const end = productStart[product] + counts[product];
    for (const column of rowColumnsOf(this.columns)) column.copyWithin(row, row + 1, end);
    counts[product]--;
    header[rowCount]--;
    return true;
  }

  private deriveRow(row: number): void {
    const { rows, routable } = this.columns;
    routable[row] = routableUnits({
      segment: rows.segment[row],
      onHand: rows.onHand[row],
      allocated: rows.allocated[row],
      held: rows.held[row],
      safetyStock: rows.safetyStock[row],
      flags: rows.flags[row],
    });
  }

  /**
   * A place for a product's list and `added` rows more; -1 where the one it has is large enough.
   * May grow the columns.
   */
  private placeFor(product: number, added: number): number {
    const count = this.columns.productCount[product] + added;
    if (count <= this.columns.productCapacity[product]) return -1;
    const free = this.free.take(count);
    if (free >= 0) return free;
    const size = placeSize(count);
    if (this.columns.header[rowTail] + size > this.columns.rows.location.length) {
      this.growRows(size);
    }
    const start = this.columns.header[rowTail];
    this.columns.header[rowTail] = start + size;
    return start;
  }

  private moveList(product: number, place: number, added: number): void {
    if (place < 0) return;
    const { productStart, productCount: counts, productCapacity } = this.columns;
    const from = productStart[product];
    const count = counts[product];
    for (const column of rowColumnsOf(this.columns)) column.copyWithin(place, from, from + count);
    // A reader that still copies the old place sees the version change, whoever writes there next.
    this.free.release(from, productCapacity[product]);
    productStart[product] = place;
    productCapacity[product] = placeSize(count + added);
  }

  private growProducts(): void {
    // INVARIANT: no dictionary names a product that columns which hold it have no room for.
    const products = grownDictionary(this.columns.products, 0);
    const old = this.columns;
    this.replace(old.productStart.length * 2, old.rows.location.length, products);
    this.copyRows(old);
  }

  /**
   * Larger columns without holes: lists in the order of the products, each with some slack, and
   * room for as much again.
   */
  private growRows(needed: number): void {
    const old = this.columns;
    const starts = new Int32Array(this.productCount);
    let tail = 0;
    for (let product = 0; product < starts.length; product++) {
      starts[product] = tail;
      if (old.productCount[product] > 0) tail += placeSize(old.productCount[product]);
    }
    const capacity = Math.max(old.rows.location.length, tail * 2, tail + needed);
    this.replace(old.productStart.length, capacity, old.products);
    const { header, productStart, productCapacity } = this.columns;
    const columns = rowColumnsOf(this.columns);
    rowColumnsOf(old).forEach((column, i) => copyLists(old, starts, column, columns[i]));
    for (let product = 0; product < starts.length; product++) {
      const count = old.productCount[product];
      productStart[product] = starts[product];
      productCapacity[product] = count > 0 ? placeSize(count) : 0;
    }
    header[rowTail] = tail;
    this.free = new FreePlaces();
  }

  /** Makes names that outgrew their arrays part of the columns. */
  private adoptNames(): void {
    const old = this.current;
    this.names.hasGrown = false;
    // Rows are copied too: a reader of the old columns must not meet a name that it does not have.
    this.replace(old.productStart.length, old.rows.location.length, old.products);
    this.copyRows(old);
  }

  /**
   * New columns with the products of the old ones and no rows yet; the old ones are never written
   * again.
   */
  private replace(productCapacity: number, rowCapacity: number, products: Dictionary): void {
    const old = this.columns;
    const grown = createStockColumns(productCapacity, rowCapacity, products, this.names.tables);
    grown.header.set(old.header);
    grown.productStart.set(old.productStart);
    grown.productCount.set(old.productCount);
    grown.productCapacity.set(old.productCapacity);
    grown.productVersion.set(old.productVersion);
    this.current = grown;
    this.hasGrown = true;
  }

  private copyRows(old: StockColumns): void {
    const tail = old.header[rowTail];
    const columns = rowColumnsOf(this.columns);
    rowColumnsOf(old).forEach((column, i) => columns[i].set(column.subarray(0, tail)));
  }
}
