// The steps that a worker of the crash test takes, one after the other, each with a key of its own:
// whoever takes a step again must not find it done twice.

import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import type { Engine } from '../../../src/engine/engine.js';
import type { Store } from '../../../src/stores/store.js';
import { encodeMessage } from '../../support/engine/protos.js';
import { checkWhole, expectSame } from './stock-checks.js';

const TENANT = '1';
const SCOPE = { tenantId: TENANT, siteId: '1' };
/** Units on hand that the rows of a worker begin with, at each of two locations. */
const UNITS = 1000;
/** Units on hand of the product that all workers sell. */
const SHARED_UNITS = 10_000_000;

/** What a step changes: units on hand, allocated, held and in transit. */
type Change = readonly [onHand: number, allocated: number, held: number, inTransit: number];

/**
 * A step, and what it changes: at the locations a and b, of the product of all workers, and of the
 * worker's product that there is none of at first.
 */
type Step = {
  readonly take: (at: Place) => Promise<unknown>;
  readonly a?: Change;
  readonly b?: Change;
  readonly shared?: Change;
  readonly rare?: Change;
};

/** Where a step is taken. */
type Place = {
  readonly engine: Engine;
  readonly store: Store;
  readonly worker: number;
  /** Of the order, the hold and the transfer of the round. */
  readonly id: string;
  readonly key: string;
};

/** One round, in which everything happens once. */
const STEPS: readonly Step[] = [
  { take: (at) => hold(at, at.id, 'a', 3), a: [0, 0, 3, 0] },
  { take: (at) => adjust(at, productOf(at.worker), 'a', 6), a: [6, 0, 0, 0] },
  {
    take: ({ store, worker, id, key }) => {
      const way = { transferId: id, fromLocationCode: 'a', toLocationCode: 'b' };
      const lines = [{ product: productOf(worker), quantity: 2 }];
      return store.transferInventory(TENANT, { ...way, lines }, key);
    },
    a: [-2, 0, 0, 0],
    b: [0, 0, 0, 2],
  },
  // 6 at a, of which 3 are held; 1 of what all workers sell; 1 waits.
  { take: allocate, a: [0, 6, -3, 0], shared: [0, 1, 0, 0] },
  { take: (at) => receive(at, 1, 0), b: [1, 0, 0, -1] },
  {
    take: ({ store, id: orderId, key }) => {
      const lines = [{ orderItemId: 1, locationCode: 'a', quantity: 2 }];
      return store.shipAllocation(TENANT, { orderId, lines }, key);
    },
    a: [-2, -2, 0, 0],
  },
  { take: (at) => receive(at, 0, 1), b: [0, 0, 0, -1] },
  {
    // What a refuses comes from b.
    take: ({ engine, id: orderId, key }) => {
      const lines = [{ orderItemId: 1, locationCode: 'a', quantity: 1 }];
      const ask = { orderId, locationCode: 'a', lines, isLeftUnblocked: true };
      return engine.allocator.reject(TENANT, ask, key, Number.POSITIVE_INFINITY);
    },
    a: [0, -1, 0, 0],
    b: [0, 1, 0, 0],
  },
  {
    // What comes is for the line that waits, whoever was killed before it was served.
    take: async (at) => {
      const changed = await adjust(at, rareOf(at.worker), 'b', 1);
      await untilServed(at);
      return changed;
    },
    rare: [1, 1, 0, 0],
  },
  {
    // The last two that were assigned: one at b, one at a.
    take: ({ store, id: orderId, key }) => {
      const lines = [{ orderItemId: 1, locationCode: '', quantity: 2 }];
      return store.releaseAllocation(TENANT, { orderId, lines }, key);
    },
    a: [0, -1, 0, 0],
    b: [0, -1, 0, 0],
  },
  {
    take: ({ store, id: orderId, key }) =>
      store.shipAllocation(TENANT, { orderId, lines: [] }, key),
    a: [-2, -2, 0, 0],
    shared: [-1, -1, 0, 0],
    rare: [-1, -1, 0, 0],
  },
  { take: (at) => hold(at, `${at.id}-b`, 'b', 1), b: [0, 0, 1, 0] },
  {
    take: ({ store, id, key }) => store.releaseHold(TENANT, `${id}-b`, key),
    b: [0, 0, -1, 0],
  },
];

/** Makes the rules, the locations and the first stock of so many workers; once. */
export async function firstStock({ store }: Engine, workers: number): Promise<void> {
  const { items } = await store.listLocations(TENANT, 1, '');
  if (items.length === 0) await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
  const { info } = await store.getConfiguration(SCOPE, 0);
  if (info.version === 0) await store.applyConfiguration(SCOPE, RULES, '', false);
  const row = (product: { readonly upc: string }, locationCode: string, onHand: number) => {
    return { product, locationCode, onHand };
  };
  const updates = Array.from({ length: workers }, (_, worker) => [
    row(productOf(worker), 'a', UNITS),
    row(productOf(worker), 'b', UNITS),
    row(rareOf(worker), 'b', 0),
  ]);
  const all = [...updates.flat(), row(SHARED, 'a', SHARED_UNITS)];
  await store.upsertInventory(TENANT, all, true, 'first');
}

/** Takes step `number` of a worker, from 0; what is answered, as text. */
export async function stockStep(engine: Engine, worker: number, number: number): Promise<string> {
  const id = `${worker}-${Math.floor(number / STEPS.length)}`;
  const place = { engine, store: engine.store, worker, id, key: `${worker}.${number}` };
  return JSON.stringify(await STEPS[number % STEPS.length].take(place));
}

/** Fails unless the rows have what they have after so many steps of each worker. */
export async function checkBalances(store: Store, steps: readonly number[]): Promise<void> {
  const first = [UNITS, 0, 0, 0] as const;
  let shared: Change = [SHARED_UNITS, 0, 0, 0];
  for (const [worker, count] of steps.entries()) {
    const a = after(first, count, (step) => step.a);
    const b = after(first, count, (step) => step.b);
    shared = after(shared, count, (step) => step.shared);
    await expectRows(store, productOf(worker), [a, b]);
    const rare = after([0, 0, 0, 0], count, (step) => step.rare);
    await expectRows(store, rareOf(worker), [rare]);
  }
  await expectRows(store, SHARED, [shared]);
}

/** Fails unless everything that is kept of so many workers fits together. */
export async function checkAll(store: Store, workers: number): Promise<void> {
  const own = Array.from({ length: workers }, (_, i) => [productOf(i), rareOf(i)]);
  await checkWhole(store, TENANT, [...own.flat(), SHARED]);
}

const SHARED = { upc: 'shared' };

function productOf(worker: number): { readonly upc: string } {
  return { upc: `product ${worker}` };
}

/** The worker's product that comes when an order waits for it. */
function rareOf(worker: number): { readonly upc: string } {
  return { upc: `rare ${worker}` };
}

const ACTION = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY' } as const;
const RULES: ConfigurationDocument = {
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      locations: [{ locationCode: 'a' }, { locationCode: 'b' }],
      sorts: [{ type: 'SORT_TYPE_RANK' }],
      afterActionPartial: ACTION,
      afterActionNone: ACTION,
    },
  ],
};

function allocate({ engine, worker, id: orderId, key: idempotencyKey }: Place): Promise<unknown> {
  const order = encodeMessage('SuggestRoutingRequest', {
    orderId,
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    totalMinor: 100,
    holdId: orderId,
    items: [
      { ...productOf(worker), quantity: 6, backorderable: true },
      { ...SHARED, quantity: 1, backorderable: true },
      { ...rareOf(worker), quantity: 1, backorderable: true },
    ],
  });
  return engine.allocator.allocate(SCOPE, {
    order,
    isReplanned: false,
    isSplitAllowed: true,
    isBackorderAllowed: true,
    isStrict: false,
    priority: 'NORMAL',
    idempotencyKey,
    deadlineEpochMs: Number.POSITIVE_INFINITY,
  });
}

async function untilServed({ store, id }: Place): Promise<void> {
  for (;;) {
    const { lines } = await store.getAllocation(TENANT, id);
    if (lines.every(({ backordered }) => backordered === 0)) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

function adjust(
  { store, id: reference, key }: Place,
  product: { readonly upc: string },
  locationCode: string,
  onHandDelta: number,
): Promise<unknown> {
  const adjustments = [{ row: { product, locationCode }, onHandDelta }];
  return store.changeStock(TENANT, { kind: 'adjust', adjustments, reference }, key);
}

function hold(
  { store, worker, key }: Place,
  holdId: string,
  locationCode: string,
  quantity: number,
): Promise<unknown> {
  const lines = [{ product: productOf(worker), locationCode, quantity }];
  const times = { ttlMs: 86_400_000, isPartialAllowed: false };
  return store.holdInventory(TENANT, { holdId, orderId: '', lines, ...times }, key);
}

function receive(
  { store, worker, id: transferId, key }: Place,
  received: number,
  lost: number,
): Promise<unknown> {
  const lines = [{ product: productOf(worker), received, lost }];
  return store.receiveTransfer(TENANT, { transferId, lines }, key);
}

function after(first: Change, steps: number, changeOf: (step: Step) => Change | undefined): Change {
  const sum = [...first] as [number, number, number, number];
  STEPS.forEach((step, i) => {
    const times = Math.floor((steps + STEPS.length - 1 - i) / STEPS.length);
    changeOf(step)?.forEach((units, field) => (sum[field] += units * times));
  });
  return sum;
}

async function expectRows(
  store: Store,
  product: { readonly upc: string },
  wanted: readonly Change[],
): Promise<void> {
  const { rows } = await store.getInventory(TENANT, product);
  const found = rows.map(({ onHand, allocated, held, inTransit }) => {
    return [onHand, allocated, held, inTransit];
  });
  expectSame(`rows of ${product.upc}`, found, wanted);
}
