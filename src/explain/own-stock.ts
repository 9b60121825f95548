// The rows of an order's products in columns of their own, to be changed: the shared ones are only
// read.

import type { OrderColumns } from '../columns/order.js';
import { lookUp } from '../columns/dictionary.js';
import { PRODUCT_KIND, ROW_FIELDS, type RowField, type StockColumns } from '../columns/stock.js';
import { type RowValues, StockWriter } from '../columns/stock-writer.js';
import type { CoreScratch } from '../core/scratch.js';

/** Reads of a list that its writer changes meanwhile before what was read last is taken. */
const ATTEMPTS_MAX = 100;

/** A copy that may be changed. */
export type OwnStock = {
  readonly writer: StockWriter;
  /** The columns of the copy as they are now; what segments and words stand for is shared. */
  columns(): StockColumns;
};

/**
 * Copies the rows of the products of the order that was decided last, each as `change` gives it.
 */
export function ownStockOf(
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  change: (row: RowValues) => RowValues = (row) => row,
): OwnStock {
  const writer = new StockWriter();
  const copies = new Map<number, number>();
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const product = scratch.slotProduct[slot];
    if (copies.has(product)) continue;
    const copy = writer.addProduct();
    copies.set(product, copy);
    writer.setRows(copy, rowsOfProduct(stock, product).map(change));
  }
  copyCodes(order, stock, writer, copies);
  return { writer, columns: () => ({ ...stock, ...columnsOf(writer.columns) }) };
}

/** What is the writer's own; names stay those of the shared stock. */
function columnsOf(columns: StockColumns) {
  const { header, productStart, productCount, productCapacity, productVersion } = columns;
  const { rows, routable, products } = columns;
  const lists = { productStart, productCount, productCapacity, productVersion };
  return { header, ...lists, rows, routable, products };
}

function rowsOfProduct(stock: StockColumns, product: number): RowValues[] {
  for (let attempt = 1; ; attempt++) {
    const version = Atomics.load(stock.productVersion, product);
    const start = stock.productStart[product];
    const end = Math.min(start + stock.productCount[product], stock.routable.length);
    const rows: RowValues[] = [];
    for (let row = start; row < end; row++) rows.push(rowAt(stock, row));
    const isWhole = (version & 1) === 0 && Atomics.load(stock.productVersion, product) === version;
    if (isWhole || attempt === ATTEMPTS_MAX) return rows;
  }
}

/** The values of a row. */
export function rowAt(stock: StockColumns, row: number): RowValues {
  const values = {} as { [field in RowField]: number };
  for (const field of ROW_FIELDS) values[field] = stock.rows[field][row];
  return values;
}

/** The codes by which the order's lines name these products. */
function copyCodes(
  order: OrderColumns,
  stock: StockColumns,
  writer: StockWriter,
  copies: ReadonlyMap<number, number>,
): void {
  const { bytes } = order;
  const namespaces = [
    [PRODUCT_KIND.upc, order.upcStart, order.upcBytes],
    [PRODUCT_KIND.sku, order.skuStart, order.skuBytes],
    [PRODUCT_KIND.partNumber, order.partNumberStart, order.partNumberBytes],
  ] as const;
  for (let line = 0; line < order.lineCount; line++) {
    for (const [kind, starts, lengths] of namespaces) {
      if (lengths[line] === 0) continue;
      const product = lookUp(stock.products, kind, bytes, starts[line], lengths[line]);
      // A code of another product than the line's keeps the line unknown, as before.
      const copy = copies.get(product) ?? -1;
      const code = bytes.slice(starts[line], starts[line] + lengths[line]);
      if (copy >= 0 && writer.findProduct(kind, code) < 0) writer.addCode(kind, code, copy);
    }
  }
}
