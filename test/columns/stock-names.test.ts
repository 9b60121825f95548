// Whether the one writer of names keeps what it is given, through growth, and readers of columns
// that were replaced meet no row whose names they do not have.

import { expect, test } from 'vitest';
import { StockNamesWriter } from '../../src/columns/stock-names.js';
import { StockWriter } from '../../src/columns/stock-writer.js';

const bytes = (text: string) => Buffer.from(text);

test('nothing that was written is lost as the tables grow, and old tables stay right', () => {
  const names = new StockNamesWriter();
  const first = names.tables;
  for (let i = 0; i < 1000; i++) {
    expect(names.addSet(i % 3 === 0 ? [] : [i, i + 1])).toBe(i + 1);
    expect(names.addWord(bytes('x'.repeat(i % 40)))).toBe(i);
    const tags = [
      { key: bytes('b'), value: bytes('v'.repeat(i % 30)) },
      { key: bytes(''), value: bytes(`${i}`) },
      { key: bytes('a'), value: bytes('') },
    ];
    expect(names.addSegment(tags.slice(0, i % 4), i % 2 === 0 ? i : Number.NaN)).toBe(i + 1);
  }
  expect(names.hasGrown).toBe(true);
  const { tables } = names;
  let byteCount = 0;
  for (let i = 0; i < 1000; i++) {
    const from = tables.attributeSetEnd[i];
    const words = tables.attributeSetWords.subarray(from, tables.attributeSetEnd[i + 1]);
    expect([...words]).toEqual(i % 3 === 0 ? [] : [i, i + 1]);
    byteCount += i % 40;
    expect(tables.attributeWordEnd[i]).toBe(byteCount);
    expect(tables.segmentFutureMs[i + 1]).toBe(i % 2 === 0 ? i : Number.NaN);
    expect(tables.segmentTagEnd[i + 1] - tables.segmentTagEnd[i]).toBe(i % 4);
  }
  // Tags are ordered by their keys: the last segment has all three.
  const last = (tables.segmentTagEnd[1000] - 3) * 4;
  const lengths = [0, 1, 2].map((tag) => [
    tables.segmentTags[last + tag * 4 + 1],
    tables.segmentTags[last + tag * 4 + 3],
  ]);
  expect(lengths).toEqual([
    [0, 3],
    [1, 0],
    [1, 9],
  ]);
  expect(first.segmentFutureMs).toHaveLength(64);
  expect(first.segmentTagEnd[1]).toBe(0);
});

test('names that outgrow their tables replace the columns, rows included, once for many', () => {
  const writer = new StockWriter({ rowCapacity: 4 });
  const product = writer.addProduct();
  const row = { onHand: 1, allocated: 0, held: 0, inTransit: 0, safetyStock: 0, ltd: 0, flags: 0 };
  const values = { ...row, attributes: 0, excessThreshold: 0, extensible: 0, version: 1 };
  writer.setRows(product, [{ ...values, location: 0, segment: 0 }]);
  writer.takeGrowth();
  const old = writer.columns;
  writer.names.addSegment([], 5);
  expect([writer.takeGrowth(), writer.columns]).toEqual([false, old]);
  for (let i = 0; i < 500; i++) writer.names.addSegment([], i);
  const segment = writer.names.segmentCount - 1;
  writer.setRows(product, [{ ...values, location: 1, segment }]);
  expect(writer.takeGrowth()).toBe(true);
  expect(old.productCount[product]).toBe(1);
  expect(old.segmentFutureMs.length).toBeLessThan(segment);
  const { rows, productStart, segmentFutureMs } = writer.columns;
  expect(segmentFutureMs[rows.segment[productStart[product] + 1]]).toBe(499);
});
