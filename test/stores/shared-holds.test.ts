// Whether the columns that all threads share have the active holds of the store, after a start too.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesOf } from '../../src/base/text.js';
import { copyHold, createHoldCopy, HELD_ROW_INTS } from '../../src/columns/holds.js';
import type { TenantView } from '../../src/columns/views.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';

const TENANT = 'shop';
const copy = createHoldCopy();
let folder: string;
let store: EmbeddedStore;
let view: TenantView;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-holds-'));
  await open();
  await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
  const rows = ['a', 'b'].map((locationCode) => {
    return { product: { upc: 'x' }, locationCode, onHand: 10_000 };
  });
  await store.upsertInventory(TENANT, rows, true);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<void> {
  store = new EmbeddedStore({ dataDirectory: folder });
  store.onPublication = ({ tenant }) => {
    view = tenant;
  };
  await store.open();
}

function hold(holdId: string, ttlMs = 0): Promise<unknown> {
  const lines = ['b', 'a'].map((locationCode, i) => {
    return { product: { upc: 'x' }, locationCode, quantity: i + 1 };
  });
  const request = { holdId, orderId: '', lines, ttlMs, isPartialAllowed: false };
  return store.holdInventory(TENANT, request, '');
}

/** Units by location; null: the hold is not known. */
function held(id: string): number[][] | null {
  const bytes = bytesOf(id);
  if (!copyHold(view.holds, view.counters, bytes, 0, bytes.length, copy)) return null;
  return Array.from({ length: copy.rowCount }, (_, i) => {
    const [, location, , units] = copy.rows.slice(i * HELD_ROW_INTS);
    return [location, units];
  });
}

test('a hold is known from its answer to its end, and after a start', async () => {
  const both = [
    [0, 2],
    [1, 1],
  ];
  expect(held('one')).toBe(null);
  const ids = Array.from({ length: 200 }, (_, i) => `hold ${i}`);
  await Promise.all([...ids, 'one', 'two'].map((id) => hold(id)));
  await hold('short', 1);
  expect([held('one'), held('two'), held('hold 199')]).toEqual([both, both, both]);
  await store.releaseHold(TENANT, 'two', '');
  expect(held('two')).toBe(null);
  // The next commit ends what is over.
  await new Promise((resolve) => setTimeout(resolve, 5));
  await hold('three');
  expect(held('short')).toBe(null);
  await store.close();
  await open();
  expect([held('one'), held('three'), held('two'), held('short')]).toEqual([
    both,
    both,
    null,
    null,
  ]);
  await store.releaseHold(TENANT, 'one', '');
  expect(held('one')).toBe(null);
  const { held: rest } = view.stock.rows;
  const start = view.stock.productStart[0];
  expect([rest[start], rest[start + 1]]).toEqual([402, 201]);
});
