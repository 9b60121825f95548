// How the list of a product comes into the columns whole, behind all others, while nobody reads: a
// load has millions of rows, and goes by columns.

import { routableUnits, STOCK_HEADER, type RowColumns, type StockColumns } from './stock.js';

const { rowTail, rowCount } = STOCK_HEADER;

/**
 * Appends the rows of a product that has none: `fill` writes all columns of `rows` from `first` on,
 * ordered by (location, segment). Throws a RangeError where there is no room.
 */
export function appendList(
  columns: StockColumns,
  product: number,
  count: number,
  fill: (rows: RowColumns, first: number) => void,
): void {
  if (count === 0) return;
  const { header, rows, productStart, productCount, productCapacity } = columns;
  const first = header[rowTail];
  if (first + count > rows.location.length) {
    throw new RangeError('rows are appended into given room only');
  }
  fill(rows, first);
  let steps = 0;
  for (let row = first; row < first + count; row++) steps += rows.version[row];
  deriveRows(columns, first, first + count);
  productStart[product] = first;
  productCount[product] = count;
  productCapacity[product] = count;
  columns.productVersion[product] += steps * 2;
  header[rowTail] = first + count;
  header[rowCount] += count;
}

function deriveRows({ rows, routable }: StockColumns, first: number, end: number): void {
  const { segment, onHand, allocated, held, safetyStock, flags } = rows;
  for (let row = first; row < end; row++) {
    routable[row] = routableUnits({
      segment: segment[row],
      onHand: onHand[row],
      allocated: allocated[row],
      held: held[row],
      safetyStock: safetyStock[row],
      flags: flags[row],
    });
  }
}
