// What is too old goes from Redis, too: a store of long ago is put there, and the first engine that
// opens it lets go of what nobody keeps, for all engines.

import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AllocationAsk, Plan } from '../../src/stores/allocation.js';
import { migrateStore } from '../../src/stores/migrate/migrate.js';
import { RedisStore } from '../../src/stores/redis-store.js';
import type { Store } from '../../src/stores/store.js';
import { freshPrefix, sharedRedis } from '../support/redis/shared-redis.js';
import { ClockedStore } from './support/clocked-store.js';
import { openedStore, refusalOf } from './support/opened-store.js';

const TENANT = 'shop';
const SCOPE = { tenantId: TENANT, siteId: '1' };
const DAY_MS = 86_400_000;
const TEA = { upc: 'tea' };
const ROW = { product: TEA, locationCode: 'a' };

let past: ClockedStore;
let client: Redis;
let redis: { url: string; prefix: string };
const stores: Store[] = [];

beforeAll(async () => {
  past = await ClockedStore.open();
  fill();
  await past.close();
  redis = { url: await sharedRedis('standalone'), prefix: freshPrefix() };
  client = new Redis(redis.url);
  await migrateStore({ dataDirectory: past.folder }, { redis });
  for (let i = 0; i < 2; i++) stores.push((await openedStore(new RedisStore({ redis }))).store);
});
afterAll(async () => {
  for (const store of stores) await store.close();
  client?.disconnect();
  await past?.end();
});

/** What happened forty days ago, and one change of a month less a day. */
function fill(): void {
  past.now = Date.now() - 40 * DAY_MS;
  past.call('upsertLocations', TENANT, [{ code: 'a' }]);
  past.call('upsertInventory', TENANT, [{ ...ROW, onHand: 9 }], true);
  past.call('upsertInventory', TENANT, [{ ...ROW, onHand: 8 }], true, 'key');
  const hold = { holdId: 'h', orderId: '', ttlMs: 0, isPartialAllowed: false };
  past.call('holdInventory', TENANT, { ...hold, lines: [{ ...ROW, quantity: 1 }] }, '');
  past.call('releaseHold', TENANT, 'h', '');
  const units = [{ orderItemId: 1, locationCode: 'a', quantity: 2 }];
  for (const orderId of ['shipped', 'open']) {
    past.call('allocateOrder', SCOPE, { ...ORDER, orderId }, '', PLAN, 0);
  }
  past.call('shipAllocation', TENANT, { orderId: 'shipped', lines: units }, '');
  past.now = Date.now() - 29 * DAY_MS;
  past.call('upsertInventory', TENANT, [{ ...ROW, onHand: 5 }], true);
}

const ORDER: Omit<AllocationAsk, 'orderId'> = {
  request: '',
  lines: [{ orderItemId: 1, quantity: 2, upc: 'tea', sku: '', partNumber: '', tags: {} }],
  totalMinor: 1,
  holdId: '',
  isStrict: false,
  isBackorderAllowed: true,
  locationsMax: 0,
  priority: 'NORMAL',
  decision: '',
  isDecisionFinal: false,
  digest: '',
};
const UNITS = { orderItemId: 1, locationCode: 'a', quantity: 2, limitGroupId: 0 };
const PLAN: Plan = {
  units: [{ ...UNITS, route: 0, transferToLocationCode: '' }],
  unserved: [],
  suggestionId: 0,
};

test.each([0, 1])('what is too old has gone, for server %i', async (at) => {
  const store = stores[at];
  const ledger = async () => (await store.listLedger(TENANT, {}, 100, '')).items;
  while ((await ledger()).length > 2);
  expect(await ledger()).toMatchObject([
    { reason: 'OPENING_BALANCE', after: { onHand: 6, allocated: 2, held: 0 } },
    { reason: 'UPSERT', before: { onHand: 6 }, after: { onHand: 5 } },
  ]);
  const shipped = await refusalOf(store.getAllocation(TENANT, 'shipped'));
  expect(shipped.reason).toBe('NOT_FOUND');
  expect((await store.getAllocation(TENANT, 'open')).lines).toHaveLength(1);
  const filter = { orderId: '', locationCode: '', isEndedIncluded: true };
  expect((await store.listHolds(TENANT, filter, 9, '')).items).toEqual([]);
  const events = await refusalOf(
    store.readEvents(TENANT, { afterSequence: 1, kinds: [], limit: 9 }),
  );
  expect(events.reason).toBe('EVENTS_GONE');
});

test('nothing of it is left in Redis, and a key may come again', async () => {
  const lengthOf = (table: string) => client.hlen(`${redis.prefix}:{${TENANT}}:${table}`);
  const tables = ['answers', 'holds', 'dues', 'ledger', 'ledger-products', 'ledger-openings'];
  expect(await Promise.all(tables.map(lengthOf))).toEqual([0, 0, 0, 1, 1, 1]);
  const again = await stores[0].upsertInventory(TENANT, [{ ...ROW, onHand: 7 }], true, 'key');
  expect(again.writtenCount).toBe(1);
  const { items } = await stores[1].listLedger(TENANT, { product: TEA }, 1, '');
  expect(items).toMatchObject([{ reason: 'OPENING_BALANCE' }]);
});
