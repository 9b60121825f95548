// Rows of products as other engines left them, on their way into the columns: of what was written
// twice, the last holds, and readers see what happened to a product at once.

import type { RowChange, StockWriter } from '../../columns/stock-writer.js';
import { decodeRow } from '../embedded/row-codec.js';

/** Fits the number of a write, in a product's map of places. */
type Writes = Map<number, number>;

/** Rows that are set, or go. */
export class RowWrites {
  /** By product and place: the last write. */
  private readonly products = new Map<number, Writes>();
  /** By write: the bytes that hold it, and where the value is in them; -1: the row is gone. */
  private readonly bytes: Buffer[] = [];
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];

  /**
   * Takes a write whose field, which is location and segment, and whose value are parts of some
   * bytes; a `start` of -1: the row is gone.
   */
  put(product: number, bytes: Buffer, field: number, start: number, end: number): void {
    let rows = this.products.get(product);
    if (rows === undefined) {
      rows = new Map();
      this.products.set(product, rows);
    }
    const place = bytes.readUInt32BE(field) * 2 ** 32 + bytes.readUInt32BE(field + 4);
    rows.set(place, this.bytes.length);
    this.bytes.push(bytes);
    this.starts.push(start);
    this.ends.push(end);
  }

  /**
   * What happens to each product: its rows, and how many steps its version takes by it. What is set
   * or gone is told by what the columns have now.
   */
  *changes(
    writer: StockWriter,
  ): Generator<{ readonly product: number; changes: RowChange[]; steps: number }> {
    const { version } = writer.columns.rows;
    for (const [product, rows] of this.products) {
      const changes: RowChange[] = [];
      // The version of a product is the sum of those of its rows, and of rows that are gone.
      let steps = 0;
      for (const [place, write] of rows) {
        const location = Math.floor(place / 2 ** 32);
        const segment = place % 2 ** 32;
        const row = writer.findRow(product, location, segment);
        if (row >= 0) steps -= version[row];
        const values = this.valuesOf(write, location, segment);
        if (values !== null) steps += values.version;
        changes.push({ location, segment, values });
      }
      yield { product, changes, steps };
    }
  }

  private valuesOf(write: number, location: number, segment: number): RowChange['values'] {
    const start = this.starts[write];
    if (start < 0) return null;
    return decodeRow(this.bytes[write].subarray(start, this.ends[write]), location, segment).values;
  }
}
