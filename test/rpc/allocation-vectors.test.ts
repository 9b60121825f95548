// The vectors of allocation over a real server, and that parallel callers never get a
// unit twice: each vector has a product of its own.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { loadAllocationNetwork, orderOf, Shop, told } from './support/allocation.js';
import { type Decoded, refusedBy } from './support/client.js';
import { type Running, startReal } from './support/engine.js';

const ALLOCATE = 'AllocationService.AllocateOrder';

let running: Running;
let shop: Shop;

beforeAll(async () => {
  running = await startReal();
  await loadAllocationNetwork(running.client);
  shop = new Shop(running.client);
});

afterAll(() => running.stop());

/** The stock of A-1: L1 has 3 effective units, L2 none, L3 five. */
async function firstStock(upc: string): Promise<void> {
  await shop.stock(upc, {
    L1: { onHand: 6, safetyStock: 2 },
    L2: { onHand: 50 },
    L3: { onHand: 9, safetyStock: 4 },
  });
  await shop.hold(upc, 'L1', 1);
  await shop.hold(upc, 'L2', 45);
  await shop.stock(upc, { L2: { onHand: 50, safetyStock: 10 } });
}

const FIRST = 'PARTIALLY_ALLOCATED: L1 3, L3 5, backordered 2';

it('A-1: takes what is effective in the order of the group, and the rest waits', async () => {
  await firstStock('A1');
  expect(told(await shop.allocate(orderOf('A-1', [['A1', 10]])))).toBe(FIRST);
  expect(await shop.row('A1', 'L1')).toMatchObject({ onHand: 6, allocated: 3, effective: 0 });
  expect(await shop.row('A1', 'L2')).toMatchObject({ onHand: 50, allocated: 0, held: 45 });
  expect(await shop.row('A1', 'L3')).toMatchObject({ onHand: 9, allocated: 5, effective: 0 });
});

it('A-2: lines of one product share its stock in their order', async () => {
  await shop.stock('A2', { L1: { onHand: 10 } });
  const order = orderOf('A-2', [
    ['A2', 6],
    ['A2', 6],
  ]);
  expect(told(await shop.allocate(order))).toBe('PARTIALLY_ALLOCATED: L1 6; L1 4, backordered 2');
  expect(await shop.row('A2')).toMatchObject({ allocated: 10, effective: 0 });
});

it('A-3: a line that two locations serve together is allocated in full', async () => {
  await shop.stock('A3', { L1: { onHand: 6 }, L2: { onHand: 4 } });
  const allocation = await shop.allocate(orderOf('A-3', [['A3', 10]]));
  expect(told(allocation)).toBe('FULLY_ALLOCATED: L1 6, L2 4');
});

it('A-4: an order without any stock waits', async () => {
  const allocation = await shop.allocate(orderOf('A-4', [['A4', 10]]));
  expect(told(allocation)).toBe('BACKORDERED: backordered 10');
});

it('A-5: an own hold is the own stock, and ends with the allocation', async () => {
  await shop.stock('A5', { L1: { onHand: 10 } });
  const holdId = await shop.hold('A5', 'L1', 4, 'A-5');
  await shop.hold('A5', 'L1', 3);
  const order = { ...orderOf('A-5', [['A5', 5]]), holdId };
  const { allocation, holdConsumed } = await shop.allocation('AllocateOrder', { order });
  expect([told(allocation), holdConsumed]).toEqual(['FULLY_ALLOCATED: L1 5', true]);
  const filter = { orderId: 'A-5', includeEnded: true };
  const { holds } = await shop.allocation('ListHolds', filter);
  expect(holds.map(({ state }: Decoded) => state)).toEqual(['HOLD_STATE_CONSUMED']);
  expect(await shop.row('A5')).toMatchObject({ allocated: 5, held: 3, effective: 2 });
  const late = { ...orderOf('A-5b', [['A5', 3]]), holdId };
  const refused = await shop.allocation('AllocateOrder', { order: late }).catch(String);
  expect(refused).toContain("is of the order 'A-5'");
  const unknown = { ...late, holdId: 'nobody' };
  const next = await shop.allocation('AllocateOrder', { order: unknown });
  expect(told(next.allocation)).toBe('PARTIALLY_ALLOCATED: L1 2, backordered 1');
  expect(next.holdConsumed ?? false).toBe(false);
});

it('A-7: nothing is effective where holds and safety stock take more than there is', async () => {
  await shop.stock('A7', { L1: { onHand: 5 } });
  await shop.hold('A7', 'L1', 5);
  await shop.stock('A7', { L1: { onHand: 3, safetyStock: 2 } });
  expect(await shop.row('A7')).toMatchObject({ available: 3, held: 5, effective: 0 });
  const allocation = await shop.allocate(orderOf('A-7', [['A7', 1]]));
  expect(told(allocation)).toBe('BACKORDERED: backordered 1');
});

it('A-8: the same key has the same answer, and stock changes once', async () => {
  await firstStock('A8');
  const order = orderOf('A-8', [['A8', 10]]);
  const request = { order, idempotencyKey: 'A-8' };
  const first = await shop.allocation('AllocateOrder', request);
  expect(told(first.allocation)).toBe(FIRST);
  const after = await shop.inventory('A8');
  // A plan that was made now would have nothing left to take.
  const again = await Promise.all(
    Array.from({ length: 20 }, () => shop.allocation('AllocateOrder', request)),
  );
  for (const answer of again) expect(answer).toEqual(first);
  expect(await shop.inventory('A8')).toEqual(after);
  const other = { ...request, order: orderOf('A-8', [['A8', 9]]) };
  const refusal = await running.client.refusal(ALLOCATE, other);
  expect([refusal.code, refusal.reason]).toEqual([
    STATUS.invalidArgument,
    'IDEMPOTENCY_KEY_REUSED',
  ]);
});

it('an order is the same whatever order an encoder gives to the entries of its maps', async () => {
  await shop.stock('M', { L1: { onHand: 5 } });
  const maps = [
    { tags: {}, customData: { a: '1', b: '2' } },
    { tags: {}, customData: { b: '2', a: '1' } },
  ];
  const own = [{ customItemData: { x: '1', y: '2' } }, { customItemData: { y: '2', x: '1' } }];
  const answers = await Promise.all(
    maps.map(async (more, i) => {
      const items = [{ upc: 'M', quantity: 2, ...own[i] }];
      const order = { ...orderOf('M', []), ...more, items };
      return shop.allocation('AllocateOrder', { order, idempotencyKey: 'M' });
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  const items = [{ upc: 'M', quantity: 2, customItemData: { x: '2', y: '1' } }];
  const other = { order: { ...orderOf('M', []), items }, idempotencyKey: 'M' };
  expect((await running.client.refusal(ALLOCATE, other)).reason).toBe('IDEMPOTENCY_KEY_REUSED');
});

it('A-9: a strict order that stock does not serve in full writes nothing', async () => {
  await firstStock('A9');
  const before = await shop.inventory('A9');
  const order = orderOf('A-9', [['A9', 10]]);
  const request = { order, policy: { strict: true }, idempotencyKey: 'A-9' };
  const refusals = [await running.client.refusal(ALLOCATE, request)];
  expect(await shop.inventory('A9')).toEqual(before);
  await refusedBy(shop.allocation('GetAllocation', { orderId: 'A-9' }));
  const { backorders } = await shop.allocation('ListBackorders', { product: { upc: 'A9' } });
  expect(backorders).toEqual([]);
  // The key remembers the refusal, also when there is enough.
  await shop.stock('A9', { L2: { onHand: 1000 } });
  refusals.push(await running.client.refusal(ALLOCATE, request));
  for (const { code, reason, fields } of refusals) {
    expect([code, reason]).toEqual([STATUS.failedPrecondition, 'INSUFFICIENT_STOCK']);
    expect(fields).toEqual(['order.items[0].quantity']);
  }
  const later = await shop.allocate(order, { policy: { strict: true } });
  expect(told(later)).toBe('FULLY_ALLOCATED: L2 10');
});

it.each([20, 1000])('A-6: of %i parallel orders of one unit ten get one', async (callers) => {
  const upc = `A6-${callers}`;
  await shop.stock(upc, { L1: { onHand: 7 }, L2: { onHand: 3 } });
  const request = (number: number) => orderOf(`${upc}-${number}`, [[upc, 1]]);
  const calls = Array.from({ length: callers }, async (_, number) => {
    // Whoever is told that trying again is safe tries again.
    for (;;) {
      try {
        return told(await shop.allocate(request(number)));
      } catch (error) {
        const { code } = error as { code: number };
        if (code !== STATUS.aborted && code !== STATUS.resourceExhausted) throw error;
      }
    }
  });
  const answers = await Promise.all(calls);
  const count = (text: string) => answers.filter((answer) => answer.startsWith(text)).length;
  expect(count('FULLY_ALLOCATED')).toBe(10);
  expect(count('BACKORDERED')).toBe(callers - 10);
  expect(await shop.row(upc, 'L1')).toMatchObject({ onHand: 7, allocated: 7, effective: 0 });
  expect(await shop.row(upc, 'L2')).toMatchObject({ onHand: 3, allocated: 3, effective: 0 });
});
