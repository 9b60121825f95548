// ListLedger over a real store: the changes of stock rows as messages.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { type Decoded, type TestClient } from './support/client.js';
import { type Running, startReal } from './support/engine.js';

const UPSERT = 'InventoryService.BatchUpsertInventory';
const IMPORT = 'InventoryService.ImportInventory';
const LEDGER = 'InventoryService.ListLedger';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await client.call('LocationService.BatchUpsertLocations', {
    locations: [{ code: 'D1' }, { code: 'D2' }],
  });
});

afterAll(() => running.stop());

it('lists what changed, oldest first, with its reason, by product, location and page', async () => {
  const tea = { product: { sku: 'tea' }, locationCode: 'D1' };
  const cup = { product: { upc: 'cup' }, locationCode: 'D2', segment: { channel: 'web' } };
  const web = { ...cup, futureEpochMs: 77 };
  await client.call(UPSERT, { updates: [{ ...tea, onHand: 5 }, web] });
  await client.call(UPSERT, { updates: [{ ...tea, onHand: 2, allocated: 1 }] });
  const { stream, answer } = client.upload(IMPORT);
  stream.end({ updates: [{ ...web, hasInfiniteInventory: true }] });
  await answer;
  await client.call(UPSERT, { updates: [{ ...web, hasInfiniteInventory: false }] });
  await client.call('LocationService.DeleteLocation', { code: 'D2' });
  const { entries, nextPageToken } = await client.call(LEDGER, {});
  expect(nextPageToken).toBe('');
  const brief = entries.map((entry: Decoded) => [entry.sequence, entry.reason, entry.locationCode]);
  expect(brief).toEqual([
    [3, 'LEDGER_REASON_UPSERT', 'D1'],
    [4, 'LEDGER_REASON_IMPORT', 'D2'],
    [5, 'LEDGER_REASON_UPSERT', 'D2'],
    [6, 'LEDGER_REASON_LOCATION_DELETED', 'D2'],
  ]);
  expect(entries[0]).toMatchObject({
    product: { sku: 'tea' },
    segment: {},
    reference: '',
    productVersion: 2,
    before: { onHand: 5, allocated: 0 },
    after: { onHand: 2, allocated: 1 },
  });
  const seconds = Date.now() / 1000;
  expect(Math.abs(entries[0].changeTime.seconds - seconds)).toBeLessThan(60);
  expect(entries[1]).toMatchObject({
    segment: { channel: 'web' },
    futureEpochMs: 77,
    before: { hasInfiniteInventory: false },
    after: { hasInfiniteInventory: true },
  });
  expect('_futureEpochMs' in entries[0]).toBe(false);
  expect([entries[2].after === null, entries[3].after]).toEqual([false, null]);
  const sequences = async (request: object) => {
    const page = await client.call(LEDGER, request);
    return page.entries.map((entry: Decoded) => entry.sequence);
  };
  expect(await sequences({ product: { upc: 'cup' } })).toEqual([4, 5, 6]);
  expect(await sequences({ locationCode: 'D1' })).toEqual([3]);
  expect(await sequences({ product: { sku: 'tea' }, locationCode: 'D2' })).toEqual([]);
  const first = await client.call(LEDGER, { pageSize: 3 });
  expect(first.entries).toHaveLength(3);
  expect(await sequences({ pageSize: 3, pageToken: first.nextPageToken })).toEqual([6]);
});

it('refuses a key that names nothing, a size and a token by their fields', async () => {
  for (const [request, field] of [
    [{ product: {} }, 'product'],
    [{ pageSize: 1001 }, 'page_size'],
    [{ pageToken: '?' }, 'page_token'],
  ] as const) {
    const refusal = await client.refusal(LEDGER, request);
    expect([refusal.code, refusal.fields]).toEqual([STATUS.invalidArgument, [field]]);
  }
});
