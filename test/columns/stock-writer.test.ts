// Whether the one writer of the stock columns keeps what it is given, and readers see whole
// changes.

import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { ROW_FIELDS, STOCK_HEADER, type StockColumns } from '../../src/columns/stock.js';
import { StockWriter, type RowValues } from '../../src/columns/stock-writer.js';
import { builtFile } from '../support/built.js';
import type { ReaderAnswer, ReaderData } from './support/stock-reader.js';

function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function row(location: number, onHand: number, version = 1, segment = 0): RowValues {
  const counts = { allocated: 0, held: 0, inTransit: 0, safetyStock: 0, flags: 0 };
  const rest = { attributes: 0, excessThreshold: location * 3, extensible: 0 };
  return { location, segment, onHand, ltd: location * 7, version, ...counts, ...rest };
}

function rowsOf(stock: StockColumns, product: number): RowValues[] {
  const start = stock.productStart[product];
  return Array.from({ length: stock.productCount[product] }, (_, i) => {
    const entries = ROW_FIELDS.map((field) => [field, stock.rows[field][start + i]]);
    return Object.fromEntries(entries) as RowValues;
  });
}

/** Fails where two lists share a row or a list passes the end. */
function expectNoOverlap(stock: StockColumns): void {
  const spans = Array.from({ length: stock.header[STOCK_HEADER.productCount] }, (_, product) => ({
    start: stock.productStart[product],
    end: stock.productStart[product] + stock.productCapacity[product],
    count: stock.productCount[product],
  })).filter(({ start, end }) => end > start);
  spans.sort((left, right) => left.start - right.start);
  spans.forEach(({ start, end, count }, place) => {
    expect(start + count).toBeLessThanOrEqual(end);
    expect(end).toBeLessThanOrEqual(spans[place + 1]?.start ?? stock.header[STOCK_HEADER.rowTail]);
  });
  expect(stock.header[STOCK_HEADER.rowTail]).toBeLessThanOrEqual(stock.rows.location.length);
}

test.each([1, 2, 3])('random changes leave what a plain map holds, seed %i', (seed) => {
  const random = randomFrom(seed);
  const writer = new StockWriter({ productCapacity: 1, rowCapacity: 1 });
  const model: Map<string, RowValues>[] = [];
  const versions: number[] = [];
  for (let step = 0; step < 4000; step++) {
    if (model.length === 0 || random(20) === 0) {
      versions[writer.addProduct()] = 0;
      model.push(new Map());
    }
    const product = random(model.length);
    const location = random(60);
    const segment = random(3);
    const name = `${location}/${segment}`;
    const old = model[product].get(name);
    if (random(6) === 0) {
      writer.removeRows(product, [{ location, segment }]);
      if (model[product].delete(name)) versions[product] += 2;
    } else {
      const values = row(location, random(1000), (old?.version ?? 0) + 1, segment);
      writer.setRows(product, [values]);
      model[product].set(name, values);
      versions[product] += 2;
    }
  }
  const stock = writer.columns;
  expectNoOverlap(stock);
  let rowCount = 0;
  model.forEach((rows, product) => {
    const order = (left: RowValues, right: RowValues) =>
      left.location - right.location || left.segment - right.segment;
    expect(rowsOf(stock, product)).toEqual([...rows.values()].sort(order));
    expect(stock.productVersion[product]).toBe(versions[product]);
    rowCount += rows.size;
  });
  expect(writer.rowCount).toBe(rowCount);
  expect(stock.header[STOCK_HEADER.rowTail]).toBeLessThan(rowCount * 4);
});

test('a place that a list left is given to another list', () => {
  const writer = new StockWriter({ rowCapacity: 1000 });
  const [first, second] = [writer.addProduct(), writer.addProduct()];
  for (let location = 0; location < 5; location++) writer.setRows(first, [row(location, 1)]);
  const tail = writer.columns.header[STOCK_HEADER.rowTail];
  for (let location = 0; location < 4; location++) writer.setRows(second, [row(location, 2)]);
  expect(writer.columns.header[STOCK_HEADER.rowTail]).toBe(tail);
  expectNoOverlap(writer.columns);
});

test('columns that were replaced stay as they were', () => {
  const writer = new StockWriter({ productCapacity: 1, rowCapacity: 4 });
  const product = writer.addProduct();
  writer.addCode(1, Buffer.from('a'), product);
  writer.setRows(product, [row(1, 5), row(2, 6)]);
  writer.takeGrowth();
  const old = writer.columns;
  const before = rowsOf(old, product);
  for (let i = 0; i < 100; i++) {
    const other = writer.addProduct();
    writer.addCode(1, Buffer.from(`other ${i}`), other);
    writer.setRows(other, [row(i, i)]);
    writer.setRows(product, [row(1, i, i)]);
  }
  expect(writer.takeGrowth()).toBe(true);
  expect(writer.takeGrowth()).toBe(false);
  expect(rowsOf(old, product)).toEqual(before);
  expect(old.productVersion[product] & 1).toBe(0);
  expect(writer.findProduct(1, Buffer.from('other 99'))).toBe(100);
  expect(rowsOf(writer.columns, product)[0].onHand).toBe(99);
});

test('a version word wraps and stays even', () => {
  const writer = new StockWriter();
  const product = writer.addProduct();
  writer.columns.productVersion[product] = 2 ** 31 - 2;
  writer.setRows(product, [row(1, 1)]);
  expect(writer.columns.productVersion[product]).toBe(-(2 ** 31));
});

test('attribute sets keep their words when they outgrow their arrays', () => {
  const writer = new StockWriter();
  for (let set = 1; set < 500; set++) {
    expect(writer.names.addSet([set, set + 1])).toBe(set);
  }
  const { attributeSetEnd, attributeSetWords } = writer.columns;
  expect([...attributeSetWords.subarray(attributeSetEnd[6], attributeSetEnd[7])]).toEqual([7, 8]);
  expect(attributeSetEnd[0]).toBe(0);
});

test('a full limit is refused by name and changes nothing', () => {
  const writer = new StockWriter({ productsMax: 1, rowsMax: 2 });
  const product = writer.addProduct();
  writer.setRows(product, [row(1, 1), row(2, 2)]);
  const full = expect.objectContaining({ reason: 'SHARED_MEMORY_FULL' });
  expect(() => writer.addProduct()).toThrow(expect.objectContaining({ detail: full }));
  expect(() => writer.setRows(product, [row(3, 3)])).toThrow(
    expect.objectContaining({ detail: full }),
  );
  writer.setRows(product, [row(2, 9, 2)]);
  expect(rowsOf(writer.columns, product).map(({ onHand }) => onHand)).toEqual([1, 9]);
});

test('rows appended in bulk take exactly their room and can change afterwards', () => {
  const writer = new StockWriter({ productCapacity: 2, rowCapacity: 3 });
  const [first, second] = [writer.addProduct(), writer.addProduct()];
  const append = (product: number, values: RowValues) =>
    writer.appendRow(product, Int32Array.from(ROW_FIELDS.map((field) => values[field])));
  append(first, row(1, 1, 4));
  append(first, row(5, 2, 1));
  append(second, row(1, 3, 2));
  expect(() => append(second, row(2, 1))).toThrow(RangeError);
  expect(writer.columns.header[STOCK_HEADER.rowTail]).toBe(3);
  expect(writer.columns.productVersion[first]).toBe(10);
  writer.setRows(first, [row(3, 7)]);
  expect(rowsOf(writer.columns, first).map(({ onHand }) => onHand)).toEqual([1, 7, 2]);
  expect(rowsOf(writer.columns, second)).toEqual([row(1, 3, 2)]);
  expectNoOverlap(writer.columns);
});

test('a reader on another thread never sees half a change', async () => {
  const productCount = 20;
  const sum = 1000;
  const random = randomFrom(7);
  const writer = new StockWriter({ productCapacity: productCount, rowCapacity: 64 });
  const locations: number[][] = [];
  for (let product = 0; product < productCount; product++) {
    writer.setRows(writer.addProduct(), [row(0, sum)]);
    locations.push([0]);
  }
  const control = new Int32Array(new SharedArrayBuffer(8));
  const workerData: ReaderData = { stock: writer.columns, productCount, sum, control };
  const entry = builtFile(new URL('./support/stock-reader.js', import.meta.url));
  const reader = new Worker(entry, { workerData });
  const answer = new Promise<ReaderAnswer>((resolve, reject) => {
    reader.once('message', resolve);
    reader.once('error', reject);
  });
  while (Atomics.load(control, 1) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const end = Date.now() + 1500;
  while (Date.now() < end) {
    for (let i = 0; i < 200; i++) changeKeepingSum(writer, locations, random);
    if (writer.takeGrowth()) reader.postMessage(writer.columns);
    await new Promise((resolve) => setImmediate(resolve));
  }
  Atomics.store(control, 0, 1);
  expect((await answer).torn).toEqual([]);
  expect(control[1]).toBeGreaterThan(1000);
});

/** Moves units between two locations of a product, which makes, changes or removes rows. */
function changeKeepingSum(
  writer: StockWriter,
  locations: number[][],
  random: (limit: number) => number,
): void {
  const product = random(locations.length);
  const known = locations[product];
  const values = rowsOf(writer.columns, product);
  const from = values[random(values.length)];
  if (known.length > 40) {
    // Back to one row: the lists grow and move all over again.
    writer.setRows(product, [
      ...values.slice(1).map((old) => ({ ...old, onHand: 0 })),
      row(values[0].location, 1000),
    ]);
    const gone = values.slice(1).map(({ location, segment }) => ({ location, segment }));
    writer.removeRows(product, gone);
    locations[product] = [values[0].location];
    return;
  }
  const target = random(200);
  if (target === from.location) return;
  const units = random(from.onHand + 1);
  const old = values.find(({ location }) => location === target);
  writer.setRows(product, [
    { ...from, onHand: from.onHand - units, version: from.version + 1 },
    row(target, (old?.onHand ?? 0) + units, (old?.version ?? 0) + 1),
  ]);
  if (old === undefined) known.push(target);
}
