// Whether readers that still have replaced columns are told of no more changes than these hold.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { STOCK_HEADER, type StockColumns } from '../../src/columns/stock.js';
import { TENANT_COUNTER, type TenantView } from '../../src/columns/views.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';

const TENANT = 'shop';
const WRITES = 400;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-growth-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The changes that the rows of some columns have seen: each raised the version of its row. */
function changesIn({ header, productStart, productCount, rows }: StockColumns): number {
  let changes = 0;
  for (let product = 0; product < header[STOCK_HEADER.productCount]; product++) {
    const start = productStart[product];
    for (let i = 0; i < productCount[product]; i++) changes += rows.version[start + i];
  }
  return changes;
}

function sequenceOf({ counters }: TenantView): number {
  return counters[TENANT_COUNTER.sequence];
}

test('columns that were replaced never come with a sequence newer than their rows', async () => {
  const store = new EmbeddedStore({ dataDirectory: folder });
  const views: TenantView[] = [];
  store.onPublication = ({ tenant }) => views.push(tenant);
  await store.open();
  await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
  let sequence = 0;
  for (let write = 0; write < WRITES; write++) {
    // New products, new codes, new rows of old products, and changes of rows that are there.
    const updates = [
      { product: { upc: `new ${write}` }, locationCode: 'a', attributes: [`word ${write}`] },
      { product: { upc: `new ${write >>> 1}` }, locationCode: 'b', onHand: write },
    ];
    ({ sequence } = await store.upsertInventory(TENANT, updates, true));
    for (const view of views) {
      expect(sequenceOf(view)).toBeLessThanOrEqual(changesIn(view.stock));
    }
  }
  await store.close();
  const newest = views[views.length - 1];
  expect([sequence, sequenceOf(newest), changesIn(newest.stock)]).toEqual(Array(3).fill(800));
  // The columns were replaced often enough to have been looked at, and the old ones were left.
  expect(new Set(views.map(({ stock }) => stock.rows.version)).size).toBeGreaterThan(5);
  expect(sequenceOf(views[1])).toBeLessThan(sequence);
});
