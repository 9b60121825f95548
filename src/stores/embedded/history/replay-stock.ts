// The stock that one recorded order saw: the rows of its products as they were, in columns of their
// own. A product is found by the codes that its lines were matched by.

import { textOf } from '../../../base/text.js';
import {
  addEntry,
  createDictionary,
  lookUp,
  type Dictionary,
} from '../../../columns/dictionary.js';
import type { OrderColumns } from '../../../columns/order.js';
import { IDENTIFIER } from '../../../columns/program.js';
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
 * The stock of a record whose request is decoded in `order`, under rules with the given mapping of
 * bits of IDENTIFIER. Products are numbered in the order of the lines that first name them.
 */
export function replayStock(
  database: Database,
  state: TenantState,
  { lineProducts, lineProductVersions }: DecisionRecord,
  order: OrderColumns,
  identifierMapping: number,
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
  const codes = codesOf(numbers, lineProducts, order, identifierMapping);
  // The names as they are now are enough: they are only ever added.
  const stock = createStockColumns(products.length, rowsMax, codes, columns);
  for (const then of products) appendProduct(stock, columns, then);
  return stock;
}

/** Gives the products the codes by which their lines were matched. */
function codesOf(
  numbers: ReadonlyMap<number, number>,
  lineProducts: Int32Array,
  order: OrderColumns,
  identifierMapping: number,
): Dictionary {
  const lineCount = Math.min(lineProducts.length, order.lineCount);
  const codes: (ProductCode & { readonly number: number })[] = [];
  for (let line = 0; line < lineCount; line++) {
    const number = numbers.get(lineProducts[line]);
    if (number === undefined) continue;
    for (const code of matchedCodes(order, line, identifierMapping))
      codes.push({ ...code, number });
  }
  const byteCount = codes.reduce((sum, { code }) => sum + code.length + 1, 0);
  const dictionary = createDictionary(Math.max(1, codes.length), Math.max(1, byteCount));
  for (const { kind, code, number } of codes) {
    if (lookUp(dictionary, kind, code, 0, code.length) < 0) {
      addEntry(dictionary, kind, code, number);
    }
  }
  return dictionary;
}

/** A code of a product. */
type ProductCode = { readonly kind: number; readonly code: Uint8Array };

/**
 * The codes by which a line was matched: all of those that the mapping names, and where it has none
 * of them its upc, else its sku, else its part number.
 */
function matchedCodes(order: OrderColumns, line: number, identifierMapping: number): ProductCode[] {
  const { bytes } = order;
  const { upcStart, upcBytes, skuStart, skuBytes, partNumberStart, partNumberBytes } = order;
  const given = [
    { identifier: IDENTIFIER.upc, kind: PRODUCT_KIND.upc, start: upcStart, bytes: upcBytes },
    { identifier: IDENTIFIER.sku, kind: PRODUCT_KIND.sku, start: skuStart, bytes: skuBytes },
    {
      identifier: IDENTIFIER.partNumber,
      kind: PRODUCT_KIND.partNumber,
      start: partNumberStart,
      bytes: partNumberBytes,
    },
  ].filter((id) => id.bytes[line] > 0);
  const mapped = given.filter(({ identifier }) => (identifier & identifierMapping) !== 0);
  return (mapped.length > 0 ? mapped : given.slice(0, 1)).map(({ kind, start, ...id }) => ({
    kind,
    code: bytes.subarray(start[line], start[line] + id.bytes[line]),
  }));
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
