// Do rows that come packed out of Redis stand in the columns as if each had been set by itself?

import { describe, expect, test } from 'vitest';
import { ROW_FIELDS, ROW_FLAG } from '../../src/columns/stock.js';
import { emptyRow, type RowValues, StockWriter } from '../../src/columns/stock-writer.js';
import { encodeRow } from '../../src/stores/embedded/row-codec.js';
import { PackedRows } from '../../src/stores/redis/packed-rows.js';

const AS_OF = { asOfEpochMs: Number.NaN, appearedAt: 3 };

/** As cmsgpack packs it: strings, and lists of them. */
function packed(value: Buffer | readonly unknown[]): Buffer {
  if (Buffer.isBuffer(value)) {
    const head = value.length < 32 ? [0xa0 | value.length] : [0xd9, value.length];
    return Buffer.concat([Buffer.from(head), value]);
  }
  const head = Buffer.from([0xdc, value.length >> 8, value.length & 0xff]);
  return Buffer.concat([head, ...value.map((one) => packed(one as Buffer))]);
}

function fieldOf({ location, segment }: RowValues): Buffer {
  const field = Buffer.alloc(8);
  field.writeUInt32BE(location, 0);
  field.writeUInt32BE(segment, 4);
  return field;
}

/** Different values in all fields. */
function rowAt(location: number, segment: number, seed: number): RowValues {
  const values = ROW_FIELDS.map((field, i) => [field, seed * 100 + i]);
  const row = { ...Object.fromEntries(values), location, segment } as RowValues;
  // A row with an ltd says that it has one.
  return { ...row, flags: ROW_FLAG.hasLtd, version: 1 + (seed % 5) };
}

/** Rows of a product, the last place first and the others in turns. */
function scattered(count: number, segments: number): RowValues[] {
  const rows = Array.from({ length: count }, (_, i) => rowAt((i * 7) % 65_536, i % segments, i));
  return rows.reverse();
}

const SHAPES = [
  { name: 'few', rows: scattered(20, 1) },
  { name: 'more than are put in order one by one', rows: scattered(300, 3) },
  {
    name: 'places beyond what one number holds',
    rows: scattered(70, 1).map((row, i) => ({
      ...row,
      location: 65_535 - (i % 3),
      segment: 2 ** 31 - 1 - i,
    })),
  },
  { name: 'none', rows: [] },
  { name: 'one', rows: [emptyRow(5, 0)] },
];

describe('rows that come packed', () => {
  test('stand in the columns in order, whatever the order in which they came', () => {
    const pack = packed(
      SHAPES.map(({ rows }) =>
        rows.flatMap((values) => [fieldOf(values), encodeRow({ values, ...AS_OF })]),
      ),
    );
    const taken = new StockWriter({ productCapacity: 8, rowCapacity: 1 });
    const set = new StockWriter();
    const rows = new PackedRows();
    SHAPES.forEach((shape, product) => {
      taken.addProduct();
      set.addProduct();
      if (shape.rows.length > 0) set.setRows(product, shape.rows);
    });
    rows.take(pack, taken, SHAPES.length);
    expect(taken.rowCount).toBe(set.rowCount);
    SHAPES.forEach((shape, product) => {
      const listOf = ({ columns }: StockWriter) => {
        const start = columns.productStart[product];
        const end = start + columns.productCount[product];
        return ROW_FIELDS.map((field) => [...columns.rows[field].subarray(start, end)]).concat([
          [...columns.routable.subarray(start, end)],
        ]);
      };
      expect(listOf(taken), shape.name).toEqual(listOf(set));
      const steps = shape.rows.reduce((sum, { version }) => sum + version, 0);
      expect(taken.columns.productVersion[product], shape.name).toBe(steps * 2);
    });
    const keys = [...rows.entries(9)].map(({ key }) => key.toString('hex'));
    expect(keys).toEqual([...keys].sort());
    expect(keys.length).toBe(set.rowCount);
  });

  test('of older releases have neither thresholds nor extensible attributes', () => {
    const values = rowAt(4, 0, 8);
    const whole = encodeRow({ values, ...AS_OF });
    const old = Buffer.concat([whole.subarray(0, 36), whole.subarray(44)]);
    const writer = new StockWriter();
    writer.addProduct();
    new PackedRows().take(packed([[fieldOf(values), old]]), writer, 1);
    const { rows } = writer.columns;
    expect([rows.onHand[0], rows.version[0]]).toEqual([values.onHand, values.version]);
    expect([rows.excessThreshold[0], rows.extensible[0]]).toEqual([0, 0]);
  });

  test('that are no rows are refused', () => {
    const writer = new StockWriter();
    writer.addProduct();
    const bytes = packed([[Buffer.alloc(7), Buffer.alloc(56)]]);
    expect(() => new PackedRows().take(bytes, writer, 1)).toThrow(RangeError);
    const cut = packed([[Buffer.alloc(8), Buffer.alloc(56)]]).subarray(0, 40);
    expect(() => new PackedRows().take(cut, writer, 1)).toThrow(RangeError);
  });
});
