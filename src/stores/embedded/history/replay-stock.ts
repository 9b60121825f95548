// The stock that one recorded order saw: the rows of its products as they were, in columns of their
// own. A product is found by the code that its line was matched by.

import { textOf } from '../../../base/text.js';
import {
  addEntry,
  createDictionary,
  lookUp,
  type Dictionary,
} from '../../../columns/dictionary.js';
import type { OrderColumns } from '../../../columns/order.js';
import type { RowValues } from '../../../columns/stock-writer.js';
import {
  createStockColumns,
  PRODUCT_KIND,
  ROW_FIELDS,
  routableUnits,
  rowColumnsOf,
  STOCK_HEADER,
  type StockColumns,
} from '../../../columns/stock.js';
import type { DecisionRecord } from '../../../wire/record.js';
import type { Database } from '../database.js';
import type { TenantState } from '../tenant-state.js';
import { rowNumber, rowsThen, type RowsThen } from './rewind.js';

/** A product of a record that cannot be had any more, for people. */
export type LostProduct = { readonly lostProduct: string };

/** A product of a record, and how its rows differed then. */
type ProductThen = { readonly product: number; readonly version: number; readonly rows: RowsThen };

/**
 * The stock of a record whose request is decoded in `order`. Products are numbered in the order of
 * the lines that first name them.
 */
export function replayStock(
  database: Database,
  state: TenantState,
  { lineProducts, lineProductVersions }: DecisionRecord,
  order: OrderColumns,
): StockColumns | LostProduct {
  const { columns, productCount } = state.writer;
  const products: ProductThen[] = [];
  const numbers = new Map<number, number>();
  let rowsMax = 0;
  for (let line = 0; line < lineProducts.length; line++) {
    const product = lineProducts[line];
    if (product < 0 || numbers.has(product)) continue;
    const version = lineProductVersions[line];
    const rows = product < productCount ? rowsThen(database, state, product, version) : null;
    if (rows === null) return { lostProduct: nameOf(state, product) };
    numbers.set(product, products.length);
    products.push({ product, version, rows });
    rowsMax += columns.productCount[product] + rows.size;
  }
  const codes = codesOf(numbers, lineProducts, order);
  // The sets as they are now are enough: sets are only ever added.
  const stock = createStockColumns(products.length, rowsMax, codes, {
    setEnd: columns.attributeSetEnd,
    setWords: columns.attributeSetWords,
  });
  for (const then of products) appendProduct(stock, columns, then);
  return stock;
}

/** Gives the products the codes by which their lines were matched. */
function codesOf(
  numbers: ReadonlyMap<number, number>,
  lineProducts: Int32Array,
  order: OrderColumns,
): Dictionary {
  const lineCount = Math.min(lineProducts.length, order.lineCount);
  const codes = Array.from({ length: lineCount }, (_, line) => codeOf(order, line));
  const byteCount = codes.reduce((sum, { code }) => sum + code.length + 1, 0);
  const dictionary = createDictionary(Math.max(1, lineCount), Math.max(1, byteCount));
  codes.forEach(({ kind, code }, line) => {
    const number = numbers.get(lineProducts[line]);
    if (number === undefined || lookUp(dictionary, kind, code, 0, code.length) >= 0) return;
    addEntry(dictionary, kind, code, number);
  });
  return dictionary;
}

/** A line is matched by its upc, else by its sku, else by its part number. */
function codeOf(order: OrderColumns, line: number): { kind: number; code: Uint8Array } {
  const { bytes } = order;
  const code = (start: number, lengthBytes: number) => bytes.subarray(start, start + lengthBytes);
  if (order.upcBytes[line] > 0) {
    return { kind: PRODUCT_KIND.upc, code: code(order.upcStart[line], order.upcBytes[line]) };
  }
  if (order.skuBytes[line] > 0) {
    return { kind: PRODUCT_KIND.sku, code: code(order.skuStart[line], order.skuBytes[line]) };
  }
  const start = order.partNumberStart[line];
  return { kind: PRODUCT_KIND.partNumber, code: code(start, order.partNumberBytes[line]) };
}

/** Appends a product with the rows that it had then, in the order of a product's list. */
function appendProduct(stock: StockColumns, now: StockColumns, then: ProductThen): void {
  const { header } = stock;
  const number = header[STOCK_HEADER.productCount]++;
  const start = header[STOCK_HEADER.rowTail];
  const end = start + appendRows(stock, start, now, then);
  stock.productStart[number] = start;
  stock.productCount[number] = end - start;
  stock.productCapacity[number] = end - start;
  stock.productVersion[number] = then.version << 1;
  header[STOCK_HEADER.rowTail] = end;
  header[STOCK_HEADER.rowCount] = end;
}

/** Writes the rows from `start` on; returns how many there are. */
function appendRows(
  stock: StockColumns,
  start: number,
  now: StockColumns,
  { product, rows }: ProductThen,
): number {
  const first = now.productStart[product];
  const end = first + now.productCount[product];
  const source = rowColumnsOf(now);
  const target = rowColumnsOf(stock);
  if (rows.size === 0) {
    source.forEach((column, i) => target[i].set(column.subarray(first, end), start));
    return end - first;
  }
  let at = start;
  const changed = [...rows].sort(([left], [right]) => left - right);
  let next = 0;
  for (let row = first; row < end; row++) {
    const place = { location: now.rows.location[row], segment: now.rows.segment[row] };
    const name = rowNumber(place);
    // Rows that went since come before those that are behind them.
    for (; next < changed.length && changed[next][0] < name; next++) {
      at += putRow(stock, at, changed[next][1]);
    }
    if (changed[next]?.[0] === name) at += putRow(stock, at, changed[next++][1]);
    else {
      for (let i = 0; i < source.length; i++) target[i][at] = source[i][row];
      at++;
    }
  }
  for (; next < changed.length; next++) at += putRow(stock, at, changed[next][1]);
  return at - start;
}

/** Writes a row; returns 1, or 0 where there was none. */
function putRow(stock: StockColumns, row: number, values: RowValues | null): number {
  if (values === null) return 0;
  for (const field of ROW_FIELDS) stock.rows[field][row] = values[field];
  stock.routable[row] = routableUnits(values);
  return 1;
}

/** The product by the code that first named it. */
function nameOf(state: TenantState, product: number): string {
  const first = state.firstCodes[product];
  return first === undefined ? `number ${product}` : textOf(state.writer.codeAt(first).key);
}
