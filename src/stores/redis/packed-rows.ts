// Stock rows of a tenant as they came out of Redis. They go straight into the columns, for routing
// waits for them; the bytes are kept as they are until the replica has them. No object is made for
// a row.

import { appendList } from '../../columns/append-list.js';
import { STOCK_HEADER, type RowColumns } from '../../columns/stock.js';
import type { StockWriter } from '../../columns/stock-writer.js';
import { rowKey } from '../embedded/database.js';
import { decodeRows } from '../embedded/row-codec.js';
import { nextList, packCursor } from './msgpack.js';
import { RowList } from './row-list.js';

/** Bytes of a packed row at least: a field, a value of the shortest kind, and what is before. */
const PACKED_ROW_BYTES = 8 + 44 + 3;

/** The rows of all products. */
export class PackedRows {
  /** Hashes of products one behind the other: for each a list of fields and values in turn. */
  private readonly packs: Buffer[] = [];
  private productCount = 0;

  /**
   * Takes the packed hashes of the next products, and appends them to columns, where there are
   * some, of so many products in all. Throws a RangeError where they are no rows.
   */
  take(bytes: Buffer, writer: StockWriter | null, productsInAll: number): void {
    this.packs.push(bytes);
    if (writer === null) return;
    const cursor = packCursor(bytes);
    const count = nextList(cursor);
    const end = this.productCount + count;
    const rowsMax = Math.floor(bytes.length / PACKED_ROW_BYTES);
    makeRoom(writer, rowsMax, end / Math.max(end, productsInAll));
    const list = new RowList(bytes);
    const fill = (rows: RowColumns, first: number): void => {
      const { locations, segments, order } = list;
      for (let i = 0; i < list.count; i++) {
        rows.location[first + i] = locations[order[i]];
        rows.segment[first + i] = segments[order[i]];
      }
      decodeRows(list, rows, first);
    };
    const { columns } = writer;
    for (; this.productCount < end; this.productCount++) {
      list.read(cursor);
      appendList(columns, this.productCount, list.count, fill);
    }
  }

  /** All rows by product, location and segment, with keys of a tenant. */
  *entries(tenant: number): Generator<{ readonly key: Buffer; readonly value: Buffer }> {
    let product = 0;
    for (const bytes of this.packs) {
      const cursor = packCursor(bytes);
      const list = new RowList(bytes);
      for (const end = product + nextList(cursor); product < end; product++) {
        list.read(cursor);
        for (let i = 0; i < list.count; i++) {
          const row = list.order[i];
          const start = list.starts[row];
          yield {
            key: rowKey(tenant, product, list.locations[row], list.segments[row]),
            value: bytes.subarray(start, start + list.lengths[row]),
          };
        }
      }
    }
  }
}

/** Makes room for so many rows more; a share of all products will have rows then. */
function makeRoom(writer: StockWriter, count: number, share: number): void {
  const { header, rows } = writer.columns;
  const needed = header[STOCK_HEADER.rowTail] + count;
  if (needed <= rows.location.length) return;
  // Room that is not used is no memory; copies are.
  writer.reserveRows(Math.ceil(Math.max(needed / share, needed * 1.25)) + 64);
}
