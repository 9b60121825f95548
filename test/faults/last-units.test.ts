// A thousand orders at once, through four engines, for the last ten units.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshPrefix, sharedRedis } from '../support/redis/shared-redis.js';
import { type Asked, askUntilDecided } from './support/load.js';
import { everything } from './support/reckoning.js';
import { type EngineHome, ServedEngine } from './support/served-engine.js';
import { openShop } from './support/shop.js';

const ENGINES = 4;
const ORDERS = 1000;
const UNITS = 10;
const TENANT = 'last';
const OPTIONS = { headers: { 'x-tenant-id': TENANT } };
const LAST = { upc: 'last' };

let home: EngineHome;
let engines: ServedEngine[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-last-'));
  home = { url: await sharedRedis('standalone'), prefix: freshPrefix(), folder };
  engines = await Promise.all(Array.from({ length: ENGINES }, () => ServedEngine.start(home)));
});

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  rmSync(home.folder, { recursive: true, force: true });
});

/** One order for a unit, of the engine of its number and some more. */
function allocate(number: number, shift: number): Promise<Asked> {
  const key = `k${number}`;
  const items = [{ ...LAST, quantity: 1, backorderable: true }];
  const order = { orderId: `o${number}`, orderType: 'ORDER_TYPE_DIRECTSHIP', items, totalMinor: 1 };
  const policy = { allowBackorder: false };
  const request = { order, policy, idempotencyKey: key };
  const { client } = engines[(number + shift) % ENGINES];
  return askUntilDecided(client, 'AllocationService.AllocateOrder', request, OPTIONS.headers);
}

it('gives ten of them a unit, and nobody two, whomever they ask again', async () => {
  const [{ client }] = engines;
  await openShop(client, TENANT);
  const updates = ['L1', 'L2'].map((locationCode) => {
    return { product: LAST, locationCode, onHand: UNITS / 2 };
  });
  await client.call('InventoryService.BatchUpsertInventory', { updates }, OPTIONS);
  const begunMs = performance.now();
  const numbers = Array.from({ length: ORDERS }, (_, number) => number);
  const first = await Promise.all(numbers.map((number) => allocate(number, 0)));
  const tookMs = performance.now() - begunMs;
  const done = first.filter(({ reason }) => reason === '');
  expect(done).toHaveLength(UNITS);
  const refused = first.filter(({ reason }) => reason !== '');
  expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['INSUFFICIENT_STOCK']));
  const before = await everything(client, TENANT, [LAST]);
  const again = await Promise.all(numbers.map((number) => allocate(number, 1)));
  expect(again.map(({ answer, reason }) => [answer, reason])).toEqual(
    first.map(({ answer, reason }) => [answer, reason]),
  );
  for (const engine of engines) {
    const request = { product: LAST };
    const inventory = () => engine.client.call('InventoryService.GetInventory', request, OPTIONS);
    await expect.poll(inventory).toMatchObject({
      rows: ['L1', 'L2'].map((locationCode) => {
        return { locationCode, onHand: UNITS / 2, allocated: UNITS / 2, effective: 0 };
      }),
    });
    await expect.poll(() => everything(engine.client, TENANT, [LAST])).toEqual(before);
  }
  process.stdout.write(`${ORDERS} orders for ${UNITS} units in ${tookMs.toFixed(0)} ms\n`);
});
