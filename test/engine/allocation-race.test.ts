// Whether orders that are allocated, released, shipped, rejected and held at once, while stock
// comes and goes, ever get a unit twice; whether everything that is kept fits together afterwards;
// and whether nobody waits for stock that is there.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Refusal, STATUS } from '../../src/base/outcome.js';
import { Engine } from '../../src/engine/engine.js';
import { PRIORITIES, type AllocationResult } from '../../src/stores/allocation.js';
import { checkWhole } from '../stores/support/stock-checks.js';
import { encodeMessage } from '../support/engine/protos.js';
import { createRng, type Rng } from '../support/generate/random.js';

const TENANT = '1';
const SCOPE = { tenantId: TENANT, siteId: '1' };
const CODES = ['L1', 'L2', 'L3'];
const PRODUCTS = ['A', 'B', 'C', 'D'].map((upc) => ({ upc }));
const WORKERS = 24;
const TURNS = Number(process.env.SHIPFROM_TURNS ?? 20);
const SEED = Number(process.env.SHIPFROM_SEED ?? 7);
const ACTION = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY' } as const;

let engine: Engine;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipfrom-race-'));
  engine = await Engine.open({ dataDirectory: folder, workerCount: 2 });
  const { store } = engine;
  await store.upsertLocations(
    TENANT,
    CODES.map((code) => ({ code })),
  );
  const group = {
    name: 'all',
    route: 'ship',
    rank: 1,
    locations: CODES.map((locationCode) => ({ locationCode })),
    sorts: [{ type: 'SORT_TYPE_RANK' as const }],
    afterActionPartial: ACTION,
    afterActionNone: ACTION,
  };
  const routes = [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' as const }];
  await store.applyConfiguration(SCOPE, { routes, locationGroups: [group] }, '', false);
  const rows = PRODUCTS.flatMap((product) => {
    return CODES.map((locationCode) => ({ product, locationCode, onHand: 6 }));
  });
  await store.upsertInventory(TENANT, rows, true);
});

afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

/** What the callers know of each other. */
class Shop {
  readonly orders: string[] = [];
  readonly ends = new Map<string, number>();
  private orderCount = 0;

  allocate(rng: Rng, holdId = ''): Promise<AllocationResult> {
    const orderId = `o${this.orderCount++}`;
    this.orders.push(orderId);
    const items = Array.from({ length: rng.integer(1, 3) }, () => {
      return { ...rng.pick(PRODUCTS), quantity: rng.integer(1, 3), backorderable: true };
    });
    const request = { orderId, orderType: 'ORDER_TYPE_DIRECTSHIP', totalMinor: 100, items, holdId };
    const asked = {
      order: encodeMessage('SuggestRoutingRequest', request),
      isReplanned: false,
      isSplitAllowed: true,
      isBackorderAllowed: true,
      isStrict: rng.chance(0.1),
      priority: rng.pick(['LOW', 'NORMAL', 'HIGH'] as const),
      idempotencyKey: orderId,
      deadlineEpochMs: Number.POSITIVE_INFINITY,
    };
    return this.untilDone(() => engine.allocator.allocate(SCOPE, asked));
  }

  /** Whoever is told that trying again is safe tries again, and gets through soon. */
  private async untilDone<T>(call: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof Refusal) || error.detail.code !== STATUS.aborted) throw error;
        const end = `aborted ${tries}`;
        this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
        if (tries === TRIES_MAX) throw error;
      }
    }
  }

  async turn(rng: Rng): Promise<unknown> {
    const { store } = engine;
    const orderId = rng.pick(this.orders) ?? 'o0';
    const product = rng.pick(PRODUCTS);
    const locationCode = rng.pick(CODES);
    const row = { product, locationCode };
    switch (rng.integer(0, 9)) {
      case 0: {
        const lines = [{ orderItemId: 1, locationCode: '', quantity: 1 }];
        return store.releaseAllocation(
          TENANT,
          { orderId, lines: rng.chance(0.5) ? lines : [] },
          '',
        );
      }
      case 1:
        return store.shipAllocation(TENANT, { orderId, lines: [] }, '');
      case 2: {
        const ask = { orderId, locationCode, lines: [], isLeftUnblocked: rng.chance(0.7) };
        return this.untilDone(() => {
          return engine.allocator.reject(TENANT, ask, '', Number.POSITIVE_INFINITY);
        });
      }
      case 3: {
        const lines = [{ ...row, quantity: rng.integer(1, 2) }];
        const holding = { holdId: '', orderId: '', lines, ttlMs: 60_000, isPartialAllowed: true };
        const { hold } = await store.holdInventory(TENANT, holding, '');
        if (rng.chance(0.5)) return store.releaseHold(TENANT, hold.holdId, '');
        return this.allocate(rng, hold.holdId);
      }
      case 4: {
        const adjustments = [{ row, onHandDelta: rng.integer(1, 4) }];
        return store.changeStock(TENANT, { kind: 'adjust', adjustments, reference: '' }, '');
      }
      case 5: {
        const kind = 'unblock';
        const rows = CODES.map((code) => ({ product, locationCode: code }));
        return store.changeStock(TENANT, { kind, rows, reference: '' }, '');
      }
      default:
        return this.allocate(rng);
    }
  }

  async work(rng: Rng): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) {
      let end = 'done';
      try {
        await this.turn(rng);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        const { code, reason } = error.detail;
        if (!EXPECTED.includes(code)) throw error;
        end = reason;
      }
      this.ends.set(end, (this.ends.get(end) ?? 0) + 1);
    }
  }
}

const EXPECTED: readonly number[] = [STATUS.notFound, STATUS.failedPrecondition];
/** So often a caller may be told to try again. */
const TRIES_MAX = 10;

/** Lines that wait for a product that a location could give them; empty: nobody waits in vain. */
async function waitingInVain(): Promise<string[]> {
  const { store } = engine;
  const found: string[] = [];
  for (const product of PRODUCTS) {
    const { rows } = await store.getInventory(TENANT, product);
    const there = rows.filter(({ blocked, onHand, allocated, held }) => {
      return !blocked && onHand - allocated - held > 0;
    });
    const { items } = await store.listBackorders(TENANT, product, 1000, '');
    for (const { orderId } of items) {
      const { rejectedLocationCodes } = await store.getAllocation(TENANT, orderId);
      const served = there.find(
        ({ locationCode }) => !rejectedLocationCodes.includes(locationCode),
      );
      if (served !== undefined) {
        found.push(`${orderId} waits for ${product.upc} of ${served.locationCode}`);
      }
    }
  }
  return found;
}

test('nobody gets a unit twice, and nobody waits for what is there', async () => {
  const shop = new Shop();
  const workers = Array.from({ length: WORKERS }, (_, i) => shop.work(createRng(SEED * 1000 + i)));
  await Promise.all(workers);
  const endMs = Date.now() + 5000;
  while ((await waitingInVain()).length > 0 && Date.now() < endMs) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await waitingInVain()).toEqual([]);
  await checkWhole(engine.store, TENANT, PRODUCTS);
  for (const product of PRODUCTS) {
    for (const { onHand, allocated, held } of (await engine.store.getInventory(TENANT, product))
      .rows) {
      expect(onHand).toBeGreaterThanOrEqual(allocated + held);
    }
  }
  expect(shop.ends.get('done')).toBeGreaterThan((WORKERS * TURNS) / 2);
});

test('units that come one by one, many at once, go to the queue in its order', async () => {
  const { store, allocator } = engine;
  const rng = createRng(SEED);
  const product = { upc: 'queue' };
  const orders = Array.from({ length: 40 }, (_, i) => {
    return { orderId: `q${i}`, place: i, priority: rng.pick(PRIORITIES) };
  });
  for (const { orderId, priority } of orders) {
    const items = [{ ...product, quantity: 1, backorderable: true }];
    const request = { orderId, orderType: 'ORDER_TYPE_DIRECTSHIP', totalMinor: 1, items };
    await allocator.allocate(SCOPE, {
      order: encodeMessage('SuggestRoutingRequest', request),
      isReplanned: false,
      isSplitAllowed: true,
      isBackorderAllowed: true,
      isStrict: false,
      priority,
      idempotencyKey: '',
      deadlineEpochMs: Number.POSITIVE_INFINITY,
    });
  }
  const rows = CODES.map((locationCode) => ({ product, locationCode, onHand: 0 }));
  await store.upsertInventory(TENANT, rows, true);
  const { items: queue } = await store.listBackorders(TENANT, product, 100, '');
  const waiting = queue.map(({ orderId }) => orderId);
  const rank = (orderId: string) => {
    const { place, priority } = orders[Number(orderId.slice(1))];
    return place - PRIORITIES.indexOf(priority) * orders.length;
  };
  expect(waiting).toEqual([...waiting].sort((left, right) => rank(left) - rank(right)));
  const { lastSequence } = await store.readEvents(TENANT, {
    afterSequence: 0,
    kinds: [],
    limit: 1,
  });
  await Promise.all(
    orders.map(async () => {
      await new Promise((resolve) => setTimeout(resolve, rng.integer(0, 60)));
      const row = { product, locationCode: rng.pick(CODES) };
      const adjustments = [{ row, onHandDelta: 1 }];
      await store.changeStock(TENANT, { kind: 'adjust', adjustments, reference: '' }, '');
    }),
  );
  const endMs = Date.now() + 5000;
  while ((await store.listBackorders(TENANT, product, 1, '')).items.length > 0) {
    expect(Date.now()).toBeLessThan(endMs);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const query = { afterSequence: lastSequence, kinds: ['ALLOCATED' as const], limit: 100 };
  const { events } = await store.readEvents(TENANT, query);
  expect(events.map(({ orderId }) => orderId)).toEqual(waiting);
});
