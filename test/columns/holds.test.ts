// Whether readers of the columns of holds find what was begun and not ended, whole, whichever
// chunks they know.

import { expect, test } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import {
  copyHold,
  createHoldCopy,
  HELD_ROW_INTS,
  isStillHeld,
  type HoldColumns,
} from '../../src/columns/holds.js';
import { HoldsWriter, type HeldRow } from '../../src/columns/holds-writer.js';
import { HELD_ROWS_MAX } from '../../src/columns/limits.js';

const NOW = Float64Array.of(100);
const copy = createHoldCopy();

/** The rows of a hold as texts; undefined where it is not found. */
function find(holds: HoldColumns, id: string, counters = NOW): string[] | undefined {
  // Somewhere in the bytes of a request.
  const bytes = bytesOf(`--${id}--`);
  if (!copyHold(holds, counters, bytes, 2, bytes.length - 4, copy)) return undefined;
  return Array.from({ length: copy.rowCount }, (_, i) =>
    copy.rows.slice(i * HELD_ROW_INTS, (i + 1) * HELD_ROW_INTS).join(),
  );
}

const row = (product: number, location: number, segment: number, units: number): HeldRow => {
  return { product, location, segment, units };
};

test('a hold is found by its whole id, its rows in order and each once', () => {
  const writer = new HoldsWriter();
  const id = 'h'.repeat(64);
  writer.begin(bytesOf(id), [row(2, 1, 0, 5), row(1, 9, 1, 1), row(1, 9, 0, 2)], 7);
  writer.begin(bytesOf('cart é'), [row(3, 3, 3, 3), row(3, 3, 3, 4)], 8);
  expect(find(writer.columns, id)).toEqual(['1,9,0,2', '1,9,1,1', '2,1,0,5']);
  expect(find(writer.columns, 'cart é')).toEqual(['3,3,3,7']);
  const others = ['h'.repeat(63), 'cart', 'cart éé', '', `${id}h`];
  for (const other of others) expect(find(writer.columns, other)).toBe(undefined);
  // Stock that is older than the hold does not have its units taken off.
  expect(find(writer.columns, 'cart é', Float64Array.of(7))).toBe(undefined);
  expect(find(writer.columns, id, Float64Array.of(7))).toHaveLength(3);
});

test('who has copied a hold is told that it has ended, also where the id is used again', () => {
  const writer = new HoldsWriter();
  writer.begin(bytesOf('cart'), [row(1, 1, 0, 1)], 1);
  expect(find(writer.columns, 'cart')).toEqual(['1,1,0,1']);
  expect(isStillHeld(writer.columns, copy)).toBe(true);
  writer.end(bytesOf('another'));
  expect(isStillHeld(writer.columns, copy)).toBe(true);
  writer.end(bytesOf('cart'));
  expect(isStillHeld(writer.columns, copy)).toBe(false);
  expect(find(writer.columns, 'cart')).toBe(undefined);
  writer.begin(bytesOf('cart'), [row(1, 1, 0, 1)], 2);
  expect(isStillHeld(writer.columns, copy)).toBe(false);
  expect(find(writer.columns, 'cart')).toEqual(['1,1,0,1']);
});

test('thousands of holds are what a plain map holds, for views of every age', () => {
  const writer = new HoldsWriter();
  const held = new Map<string, string[]>();
  /** What was published, the oldest first. */
  const views: HoldColumns[] = [];
  let seed = 1;
  const random = (limit: number) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  for (let step = 0; step < 12_000; step++) {
    const id = `cart ${random(3000)}`;
    if (held.delete(id)) writer.end(bytesOf(id));
    else {
      const rows = Array.from({ length: random(30) === 0 ? 90 : random(5) }, (_, i) =>
        row(i >> 1, random(9), i & 1, 1 + random(9)),
      );
      writer.begin(bytesOf(id), rows, 1);
      const texts = rows.toSorted((a, b) => a.product - b.product || a.location - b.location);
      held.set(
        id,
        texts.map((one) => `${one.product},${one.units}`),
      );
    }
    if (writer.takeGrowth()) views.push(writer.columns);
  }
  expect(views.length).toBeGreaterThan(4);
  for (const [id, rows] of held) {
    const units = (texts: readonly string[]) =>
      texts.reduce((sum, text) => sum + Number(text.split(',').at(-1)), 0);
    expect(units(find(writer.columns, id) ?? []), id).toBe(units(rows));
  }
  for (let i = 0; i < 3000; i++) {
    const id = `cart ${i}`;
    if (held.has(id)) continue;
    // What has ended is found by nobody, however old what they know.
    for (const holds of views) expect(find(holds, id)).toBe(undefined);
  }
});

test('no more rows are held than shared memory has room for', () => {
  const writer = new HoldsWriter();
  writer.checkRoom(1, HELD_ROWS_MAX);
  expect(() => writer.checkRoom(1, HELD_ROWS_MAX + 1)).toThrow('held rows');
  expect(() => writer.checkRoom(1_000_001, 0)).toThrow('active holds');
});
