// What time does to holds and to keys: by the store's clock, once, also after a restart, and seen
// by routing within a second.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import type { HoldRequest } from '../../src/stores/stock-operations.js';
import { ClockedStore, type CallOf } from './support/clocked-store.js';
import { columnRows, openedStore } from './support/opened-store.js';

const TENANT = 'shop';
const TEA = { upc: 'tea' };
const ROW = { product: TEA, locationCode: 'a' };
const HOUR_MS = 3_600_000;

function holdOf(holdId: string, quantity: number, ttlMs: number): HoldRequest {
  const lines = [{ ...ROW, quantity }];
  return { holdId, orderId: '', lines, ttlMs, isPartialAllowed: false };
}

describe('by a clock that the test sets', () => {
  let store: ClockedStore;
  beforeEach(async () => {
    store = await ClockedStore.open();
    store.call('upsertLocations', TENANT, [{ code: 'a' }]);
    store.call('upsertInventory', TENANT, [{ ...ROW, onHand: 5 }], true);
  });
  afterEach(() => store.end());

  const heldNow = () => columnRows(store.views.tenant(TENANT), 0)[0].held;
  const reasons = () =>
    store.call('listLedger', TENANT, {}, 100, '').items.map(({ reason }) => reason);
  const states = () => {
    const filter = { orderId: '', locationCode: '', isEndedIncluded: true };
    const { items } = store.call('listHolds', TENANT, filter, 100, '');
    return items.map(({ holdId, state }) => `${holdId} ${state}`);
  };

  test('a commit decides by the clock, though nothing swept before it', () => {
    store.call('holdInventory', TENANT, holdOf('1', 5, 1000), '');
    store.now += 999;
    const take = { method: 'holdInventory', args: [TENANT, holdOf('2', 5, 1000), ''] } as CallOf;
    expect(store.together([take])).toMatchObject([{ detail: { reason: 'INSUFFICIENT_STOCK' } }]);
    store.now += 1;
    expect(store.together([take])).toMatchObject([{ isDone: true }]);
    expect(reasons()).toEqual(['HELD', 'HOLD_EXPIRED', 'HELD']);
    expect(states()).toEqual(['1 EXPIRED', '2 ACTIVE']);
  });

  test('a hold ends once, whoever sees it, and a release afterwards finds it ended', async () => {
    store.call('holdInventory', TENANT, holdOf('1', 2, 1000), '');
    store.call('holdInventory', TENANT, holdOf('2', 1, 5000), '');
    await store.reopen();
    store.now += 2000;
    store.store.expireHolds();
    store.store.expireHolds();
    expect(heldNow()).toBe(1);
    const { hold } = store.call('releaseHold', TENANT, '1', '');
    expect(hold).toMatchObject({ state: 'EXPIRED', endTimeEpochMs: store.now });
    store.now += 3000;
    await store.reopen();
    expect(store.call('getInventory', TENANT, TEA).rows).toMatchObject([{ held: 0 }]);
    expect(reasons()).toEqual(['HELD', 'HELD', 'HOLD_EXPIRED', 'HOLD_EXPIRED']);
  });

  test('keys and ended holds are kept a day, or as long as the longest site says', () => {
    const set = (onHand: number) =>
      store.call('upsertInventory', TENANT, [{ ...ROW, onHand }], true, 'k');
    const settingsOf = (siteId: string, idempotencyHours: number) => {
      const settings = { idempotencyHours };
      store.call('applyConfiguration', { tenantId: TENANT, siteId }, { settings }, '', false);
    };
    store.call('holdInventory', TENANT, holdOf('1', 1, 0), '');
    store.call('releaseHold', TENANT, '1', '');
    set(7);
    store.now += 24 * HOUR_MS - 1;
    store.sweep();
    expect(store.together([{ method: 'upsertInventory', args: [TENANT, [], true, 'k'] }])).toEqual([
      { isDone: false, detail: expect.objectContaining({ reason: 'IDEMPOTENCY_KEY_REUSED' }) },
    ]);
    settingsOf('1', 2);
    settingsOf('2', 48);
    store.now += 2;
    store.sweep();
    expect(states()).toEqual(['1 RELEASED']);
    expect(set(7)).toMatchObject({ writtenCount: 1 });
    expect(store.call('getInventory', TENANT, TEA).rows[0].version).toBe(4);
    settingsOf('2', 24);
    store.sweep();
    expect(states()).toEqual([]);
    set(7);
    expect(store.call('getInventory', TENANT, TEA).rows[0].version).toBe(5);
  });
});

test('routing sees the units of a hold whose time is over within a second', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'shipfrom-holds-'));
  const { store, views } = await openedStore(new EmbeddedStore({ dataDirectory }));
  await store.upsertLocations(TENANT, [{ code: 'a' }]);
  await store.upsertInventory(TENANT, [{ ...ROW, onHand: 5 }], true);
  await store.holdInventory(TENANT, holdOf('1', 4, 100), '');
  const routable = () => views.tenant(TENANT)?.stock.routable[0];
  expect(routable()).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(routable()).toBe(5);
  await store.close();
  await rm(dataDirectory, { recursive: true });
});
