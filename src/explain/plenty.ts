// The stock of an order's products with every row infinite: what is refused even so, is refused by
// a rule.

import type { OrderColumns } from '../columns/order.js';
import { ROW_FLAG, type StockColumns } from '../columns/stock.js';
import type { CoreScratch } from '../core/scratch.js';
import { ownStockOf } from './own-stock.js';

/**
 * The rows of the products of the order that was decided last, each infinite and none blocked.
 * Segments, attributes, ltd and thresholds stay; the names that they stand for are shared.
 */
export function plentyOf(
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): StockColumns {
  const own = ownStockOf(order, stock, scratch, (row) => {
    return { ...row, flags: (row.flags | ROW_FLAG.infinite) & ~ROW_FLAG.blocked };
  });
  return own.columns();
}
