// What becomes of an allocated order over a real server: given back, shipped, refused by a
// location, waiting and served, committed from a decision, within a policy. Each test has a product
// of its own.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { loadAllocationNetwork, orderOf, Shop, told } from './support/allocation.js';
import type { Decoded } from './support/client.js';
import { type Running, startReal } from './support/engine.js';

let running: Running;
let shop: Shop;

beforeAll(async () => {
  running = await startReal();
  await loadAllocationNetwork(running.client);
  shop = new Shop(running.client);
});

afterAll(() => running.stop());

/** The reason for which a call of the service is refused. */
async function reasonOf(method: string, request: object): Promise<[number, string]> {
  const { code, reason } = await running.client.refusal(`AllocationService.${method}`, request);
  return [code, reason];
}

it('gives back by line and quantity, what waits first, and then the rest', async () => {
  await shop.stock('R', { L1: { onHand: 6 }, L2: { onHand: 3 } });
  const before = await shop.row('R');
  await shop.allocate(orderOf('R', [['R', 11]]));
  expect(await shop.has('R')).toBe('PARTIALLY_ALLOCATED: L1 6, L2 3, backordered 2');
  const release = async (lines: object[]) =>
    told((await shop.allocation('ReleaseAllocation', { orderId: 'R', lines })).allocation);
  expect(await release([{ orderItemId: 1, quantity: 3 }])).toBe(
    'FULLY_ALLOCATED: L1 6, L2 2, released 3',
  );
  expect(await release([{ orderItemId: 1, locationCode: 'L1', quantity: 4 }])).toBe(
    'FULLY_ALLOCATED: L1 2, L2 2, released 7',
  );
  expect(await shop.row('R')).toMatchObject({ onHand: 6, allocated: 2, effective: 4 });
  const tooMany = { orderId: 'R', lines: [{ orderItemId: 1, locationCode: 'L1', quantity: 3 }] };
  const [code] = await reasonOf('ReleaseAllocation', tooMany);
  expect(code).toBe(STATUS.failedPrecondition);
  expect(await release([])).toBe('RELEASED: released 11');
  const last = await shop.inventory('R');
  expect(await release([])).toBe('RELEASED: released 11');
  expect(await shop.inventory('R')).toEqual(last);
  expect(await shop.row('R')).toMatchObject({ ...before, version: expect.any(Number) });
});

it('ships once: on_hand and allocated go down together', async () => {
  await shop.stock('S', { L1: { onHand: 5 }, L2: { onHand: 5 } });
  await shop.allocate(orderOf('S', [['S', 7]]));
  const lines = [{ orderItemId: 1, locationCode: 'L1', quantity: 3 }];
  const request = { orderId: 'S', lines, idempotencyKey: 'S-1' };
  const first = await shop.allocation('ShipAllocation', request);
  expect(told(first.allocation)).toBe('FULLY_ALLOCATED: L1 5 (3 shipped), L2 2');
  expect(await shop.allocation('ShipAllocation', request)).toEqual(first);
  expect(await shop.row('S')).toMatchObject({ onHand: 2, allocated: 2, effective: 0 });
  const rest = await shop.allocation('ShipAllocation', { orderId: 'S' });
  expect(told(rest.allocation)).toBe('SHIPPED: L1 5 (5 shipped), L2 2 (2 shipped)');
  expect(await shop.row('S')).toMatchObject({ onHand: 0, allocated: 0 });
  expect(await shop.row('S', 'L2')).toMatchObject({ onHand: 3, allocated: 0, effective: 3 });
  // It is not sent a second time, and nothing of it is there to be given back.
  const again = await reasonOf('AllocateOrder', { order: orderOf('S', [['S', 7]]) });
  expect(again).toEqual([STATUS.alreadyExists, 'ALLOCATION_EXISTS']);
  const after = await shop.inventory('S');
  await shop.allocation('ReleaseAllocation', { orderId: 'S' });
  expect(await shop.inventory('S')).toEqual(after);
});

it('routes refused units again without the location, whose row is blocked', async () => {
  await shop.stock('J', { L1: { onHand: 5 }, L2: { onHand: 2 }, L3: { onHand: 9 } });
  await shop.allocate(orderOf('J', [['J', 4]]));
  expect(await shop.has('J')).toBe('FULLY_ALLOCATED: L1 4');
  const rejection = { orderId: 'J', locationCode: 'L1', idempotencyKey: 'J-1' };
  const first = await shop.allocation('RejectAllocation', rejection);
  expect(told(first.allocation)).toBe('FULLY_ALLOCATED: L3 4');
  expect(await shop.allocation('RejectAllocation', rejection)).toEqual(first);
  expect(first.allocation).toMatchObject({ rejectedLocationCodes: ['L1'], version: 2 });
  expect(await shop.row('J')).toMatchObject({ onHand: 5, allocated: 0, blocked: true });
  // A part of it, and the row stays: the location does not serve this order any more.
  const lines = [{ orderItemId: 1, quantity: 3 }];
  const part = { orderId: 'J', locationCode: 'L3', lines, leaveUnblocked: true };
  const second = await shop.allocation('RejectAllocation', part);
  expect(told(second.allocation)).toBe('PARTIALLY_ALLOCATED: L3 1, L2 2, backordered 1');
  expect(await shop.row('J', 'L3')).toMatchObject({ blocked: false, effective: 8 });
});

it('serves what waits by priority, then age, when stock comes in whatever way', async () => {
  const waits = async (orderId: string, priority: string) => {
    await shop.allocate(orderOf(orderId, [['W', 1]]), { priority });
  };
  await waits('W-n1', 'ALLOCATION_PRIORITY_UNSPECIFIED');
  await waits('W-low', 'ALLOCATION_PRIORITY_LOW');
  await waits('W-high', 'ALLOCATION_PRIORITY_HIGH');
  await waits('W-n2', 'ALLOCATION_PRIORITY_NORMAL');
  await waits('W-crit', 'ALLOCATION_PRIORITY_CRITICAL');
  const product = { upc: 'W' };
  const waiting = async (): Promise<string[]> => {
    const { backorders } = await shop.allocation('ListBackorders', { product });
    return backorders.map(({ orderId }: Decoded) => orderId);
  };
  expect(await waiting()).toEqual(['W-crit', 'W-high', 'W-n1', 'W-n2', 'W-low']);
  const served = (orderId: string, code: string) =>
    shop.comesTo(orderId, `FULLY_ALLOCATED: ${code} 1`);
  await shop.stock('W', { L1: { onHand: 1 }, L2: { onHand: 0 } });
  expect(await served('W-crit', 'L1')).toBe('FULLY_ALLOCATED: L1 1');
  expect(await waiting()).toEqual(['W-high', 'W-n1', 'W-n2', 'W-low']);
  const row = { product, locationCode: 'L2' };
  const { client } = running;
  const adjustments = [{ row, onHandDelta: 1 }];
  await client.call('InventoryService.AdjustInventory', { adjustments });
  expect(await served('W-high', 'L2')).toBe('FULLY_ALLOCATED: L2 1');
  await shop.allocation('ReleaseAllocation', { orderId: 'W-crit' });
  expect(await served('W-n1', 'L1')).toBe('FULLY_ALLOCATED: L1 1');
  await shop.stock('W', { L3: { onHand: 1, safetyStock: 1 } });
  const way = { transferId: 'W', fromLocationCode: 'L3', toLocationCode: 'L2' };
  const lines = [{ product, quantity: 1 }];
  await client.call('InventoryService.TransferInventory', { ...way, lines });
  expect(await waiting()).toEqual(['W-n2', 'W-low']);
  await client.call('InventoryService.ReceiveTransfer', { transferId: 'W' });
  expect(await served('W-n2', 'L2')).toBe('FULLY_ALLOCATED: L2 1');
  await client.call('InventoryService.BlockInventory', { rows: [{ product, locationCode: 'L3' }] });
  await client.call('InventoryService.AdjustInventory', {
    adjustments: [{ row: { product, locationCode: 'L3' }, onHandDelta: 1, safetyStockDelta: -1 }],
  });
  expect(await waiting()).toEqual(['W-low']);
  await client.call('InventoryService.UnblockInventory', {
    rows: [{ product, locationCode: 'L3' }],
  });
  expect(await served('W-low', 'L3')).toBe('FULLY_ALLOCATED: L3 1');
  expect(await waiting()).toEqual([]);
});

it('serves what waits when a hold ends, and a part of it when there is a part', async () => {
  await shop.stock('H', { L1: { onHand: 5 } });
  const holdId = await shop.hold('H', 'L1', 2);
  const lines = [{ product: { upc: 'H' }, locationCode: 'L1', quantity: 3 }];
  await shop.allocation('HoldInventory', { lines, ttlMs: 300 });
  expect(told(await shop.allocate(orderOf('H', [['H', 6]])))).toBe('BACKORDERED: backordered 6');
  await shop.allocation('ReleaseHold', { holdId });
  const part = 'PARTIALLY_ALLOCATED: L1 2, backordered 4';
  expect(await shop.comesTo('H', part)).toBe(part);
  // The other one ends by the clock, and nobody calls.
  const more = 'PARTIALLY_ALLOCATED: L1 2, L1 3, backordered 1';
  expect(await shop.comesTo('H', more)).toBe(more);
});

it('keeps to the order of each queue where an order waits for several products', async () => {
  const low = { priority: 'ALLOCATION_PRIORITY_LOW' };
  const both = orderOf('Q-low', [
    ['Q1', 1],
    ['Q2', 1],
  ]);
  await shop.allocate(both, low);
  await shop.allocate(orderOf('Q-high', [['Q2', 1]]), { priority: 'ALLOCATION_PRIORITY_HIGH' });
  const updates = ['Q1', 'Q2'].map((upc) => {
    return { product: { upc }, locationCode: 'L1', onHand: 1 };
  });
  await running.client.call('InventoryService.BatchUpsertInventory', { updates });
  const high = 'FULLY_ALLOCATED: L1 1';
  expect(await shop.comesTo('Q-high', high)).toBe(high);
  const rest = 'PARTIALLY_ALLOCATED: L1 1; backordered 1';
  expect(await shop.comesTo('Q-low', rest)).toBe(rest);
});

it('serves what waits for a code that becomes one of a product that is there', async () => {
  await shop.stock('N', { L2: { onHand: 2 } });
  const order = {
    ...orderOf('N', []),
    items: [{ sku: 'N-sku', quantity: 2, backorderable: true }],
  };
  expect(told(await shop.allocate(order))).toBe('BACKORDERED: backordered 2');
  const update = { product: { upc: 'N' }, locationCode: 'L2', aliases: [{ sku: 'N-sku' }] };
  await running.client.call('InventoryService.BatchUpsertInventory', { updates: [update] });
  expect(await shop.comesTo('N', 'FULLY_ALLOCATED: L2 2')).toBe('FULLY_ALLOCATED: L2 2');
});

it('promises units that are yet to come, which do not ship and are given back', async () => {
  const futureEpochMs = 4_000_000_000_000;
  const row = { product: { upc: 'F' }, locationCode: 'L1' };
  const updates = [
    { ...row, onHand: 1 },
    { ...row, onHand: 5, futureEpochMs },
  ];
  await running.client.call('InventoryService.BatchUpsertInventory', { updates });
  const items = [{ upc: 'F', quantity: 4, backorderable: true, futureOrderable: true }];
  const units = { orderItemId: 1, locationCode: 'L1' };
  const decision = {
    assignments: [{ ...units, quantity: 1 }],
    futureAssignments: [{ ...units, quantity: 3, futureEpochMs }],
  };
  const allocation = await shop.allocate({ ...orderOf('F', []), items }, { decision });
  expect(told(allocation)).toBe('PARTIALLY_ALLOCATED: L1 1, L1 3');
  expect(allocation.lines[0].assignments[1]).toMatchObject({ futureEpochMs });
  const allocated = async () => {
    const { rows } = await shop.inventory('F');
    return rows.map((one: Decoded) => [one.futureEpochMs ?? 0, one.allocated, one.effective]);
  };
  expect(await allocated()).toEqual([
    [0, 1, 0],
    [futureEpochMs, 3, 2],
  ]);
  const { allocation: shipped } = await shop.allocation('ShipAllocation', { orderId: 'F' });
  expect(told(shipped)).toBe('PARTIALLY_ALLOCATED: L1 1 (1 shipped), L1 3');
  const lines = [{ orderItemId: 1, locationCode: 'L1' }];
  expect(await reasonOf('ShipAllocation', { orderId: 'F', lines })).toEqual([
    STATUS.failedPrecondition,
    'STOCK_NOT_THERE',
  ]);
  const strict = orderOf('F-2', []);
  const asked = { order: { ...strict, items }, decision, policy: { strict: true } };
  expect((await reasonOf('AllocateOrder', asked))[1]).toBe('INSUFFICIENT_STOCK');
  await shop.allocation('ReleaseAllocation', { orderId: 'F' });
  expect(await shop.has('F')).toBe('SHIPPED: L1 1 (1 shipped), released 3');
  expect(await allocated()).toEqual([
    [0, 0, 0],
    [futureEpochMs, 0, 5],
  ]);
});

it('commits a decision as it is, or says that its stock is gone, or plans again', async () => {
  await shop.stock('D', { L1: { onHand: 4 }, L2: { onHand: 9 } });
  const order = orderOf('D', [['D', 4]]);
  const { decision } = await running.client.call('RoutingService.SuggestRouting', order);
  const other = orderOf('D-other', [['D', 1]]);
  expect(told(await shop.allocate(other))).toBe('FULLY_ALLOCATED: L1 1');
  const given = { order, decision };
  expect(await reasonOf('AllocateOrder', given)).toEqual([
    STATUS.failedPrecondition,
    'INSUFFICIENT_STOCK',
  ]);
  const replan = { ...given, onConflict: 'CONFLICT_ACTION_REPLAN' };
  const { allocation } = await shop.allocation('AllocateOrder', replan);
  expect(told(allocation)).toBe('FULLY_ALLOCATED: L2 4');
  // What the rules would not do, and the caller decided.
  const own = { assignments: [{ orderItemId: 1, locationCode: 'L2', quantity: 2 }] };
  const kept = { ...own, stateChanges: [{ orderItemId: 1, quantity: 1, stateChange: 'CANCEL' }] };
  const mine = orderOf('D-mine', [['D', 3]]);
  expect((await reasonOf('AllocateOrder', { order: mine, decision: own }))[0]).toBe(
    STATUS.invalidArgument,
  );
  const changes = kept.stateChanges.map((one) => ({ ...one, stateChange: 'STATE_CHANGE_CANCEL' }));
  const committed = await shop.allocate(mine, {
    decision: { ...own, stateChanges: changes },
  });
  expect(told(committed)).toBe('PARTIALLY_ALLOCATED: L2 2, cancelled 1');
});

it('says what is missing, and where, and how much of it', async () => {
  await shop.stock('M', { L1: { onHand: 2 }, L2: { onHand: 2 } });
  const order = orderOf('M', [['M', 2]]);
  const messageOf = async (method: string, request: object) =>
    (await running.client.refusal(`AllocationService.${method}`, request)).message;
  const units = (orderItemId: number, quantity: number, locationCode = 'L1') => {
    return { orderItemId, quantity, locationCode };
  };
  const refused = (assignments: object[], policy = {}) =>
    messageOf('AllocateOrder', { order, policy, decision: { assignments } });
  expect(await refused([units(7, 1)])).toContain('decision: the order has no line 7');
  expect(await refused([units(1, 1)])).toContain('decision: line 1 has 1 unit too few');
  expect(await refused([units(1, 1), units(1, 1, 'L2')], { allowSplit: false })).toContain(
    '2 locations would serve the order, and at most 1 location may',
  );
  await shop.allocate(order);
  for (const method of ['ShipAllocation', 'ReleaseAllocation', 'RejectAllocation']) {
    const ask = (line: object) => ({ orderId: 'M', locationCode: 'L9', lines: [line] });
    const text = await messageOf(method, ask(units(1, 1, 'L9')));
    expect(text).toContain("lines[0].quantity: 0 units are at 'L9'");
    expect(await messageOf(method, {})).toContain('order_id: is required');
  }
  const reject = (rest: object) => messageOf('RejectAllocation', { orderId: 'M', ...rest });
  expect(await reject({ locationCode: 'L2' })).toContain("location_code: 0 units are at 'L2'");
  expect(await reject({})).toContain('location_code: is required');
  expect(await reject({ orderId: 'nobody' })).toContain('location_code: is required');
  expect(await messageOf('GetAllocation', {})).toContain('order_id: is required');
  expect((await reasonOf('GetAllocation', { orderId: '' }))[0]).toBe(STATUS.invalidArgument);
  const long = { orderId: 'M'.repeat(5000) };
  expect(await messageOf('GetAllocation', long)).toContain('order_id: must be at most 64 bytes');
});

it('keeps to the policy', async () => {
  await shop.stock('P', { L1: { onHand: 6 }, L2: { onHand: 4 } });
  const whole = orderOf('P-1', [['P', 10]]);
  const unsplit = await shop.allocate(whole, { policy: { allowSplit: false } });
  expect(told(unsplit)).toBe('PARTIALLY_ALLOCATED: L1 6, backordered 4');
  await shop.allocation('ReleaseAllocation', { orderId: 'P-1' });
  const more = orderOf('P-2', [['P', 11]]);
  const refused = await reasonOf('AllocateOrder', {
    order: more,
    policy: { allowBackorder: false },
  });
  expect(refused).toEqual([STATUS.failedPrecondition, 'INSUFFICIENT_STOCK']);
  const split = await shop.allocate(orderOf('P-3', [['P', 10]]), { policy: { maxSplits: 1 } });
  expect(told(split)).toBe('FULLY_ALLOCATED: L1 6, L2 4');
});

it('counts versions, and refuses who does not know of the last change', async () => {
  await shop.stock('V', { L1: { onHand: 9 } });
  const order = orderOf('V', [['V', 3]]);
  const first = await shop.allocate(order, { expectedOrderVersion: 0 });
  expect(first.version).toBe(1);
  const ship = (expectedOrderVersion: number) => ({
    orderId: 'V',
    lines: [{ orderItemId: 1, quantity: 1 }],
    expectedOrderVersion,
  });
  const { allocation } = await shop.allocation('ShipAllocation', ship(1));
  expect(allocation.version).toBe(2);
  for (const method of ['ShipAllocation', 'ReleaseAllocation']) {
    const [, reason] = await reasonOf(method, ship(1));
    expect(reason).toBe('VERSION_MISMATCH');
  }
  const [, reason] = await reasonOf('AllocateOrder', { order, expectedOrderVersion: 0 });
  expect(reason).toBe('VERSION_MISMATCH');
  expect(await shop.row('V')).toMatchObject({ onHand: 8, allocated: 2 });
});

it('lists allocations by order id, in pages, by status and location', async () => {
  await shop.stock('Z', { L1: { onHand: 2 }, L3: { onHand: 1 } });
  for (const number of [3, 1, 2, 4]) await shop.allocate(orderOf(`Z-${number}`, [['Z', 1]]));
  const list = async (request: object): Promise<string[]> => {
    const ids: string[] = [];
    let pageToken = '';
    do {
      const page = await shop.allocation('ListAllocations', { ...request, pageToken, pageSize: 2 });
      for (const { orderId } of page.allocations) ids.push(orderId);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return ids.filter((id) => id.startsWith('Z-'));
  };
  expect(await list({})).toEqual(['Z-1', 'Z-2', 'Z-3', 'Z-4']);
  expect(await list({ locationCode: 'L3' })).toEqual(['Z-2']);
  expect(await list({ status: 'ALLOCATION_STATUS_BACKORDERED' })).toEqual(['Z-4']);
  expect(await reasonOf('GetAllocation', { orderId: 'nobody' })).toEqual([
    STATUS.notFound,
    'NOT_FOUND',
  ]);
});

it('routes no more who was assigned and refused too often, and asks a person', async () => {
  await shop.stock('T', { L1: { onHand: 5 }, L2: { onHand: 5 }, L3: { onHand: 5 } });
  const { settings, etag } = await running.client.call('SettingsService.GetSettings', {});
  const changed = { settings: { ...settings, autoAssignLimit: 2 }, etag };
  await running.client.call('SettingsService.UpdateSettings', changed);
  await shop.allocate(orderOf('T', [['T', 1]]));
  const reject = async (locationCode: string) => {
    const request = { orderId: 'T', locationCode, leaveUnblocked: true };
    return told((await shop.allocation('RejectAllocation', request)).allocation);
  };
  expect(await reject('L1')).toBe('FULLY_ALLOCATED: L2 1');
  expect(await reject('L2')).toBe('UNALLOCATED: customerCare 1');
  const { allocation } = await shop.allocation('GetAllocation', { orderId: 'T' });
  expect(allocation).toMatchObject({ assignmentCount: 3, rejectedLocationCodes: ['L1', 'L2'] });
});

it('every decision that was committed is made again as it was', async () => {
  const ids = new Set<number>();
  const { allocations } = await shop.allocation('ListAllocations', { pageSize: 1000 });
  for (const { suggestionId } of allocations) ids.add(suggestionId);
  // One decision was brought by its caller.
  ids.delete(0);
  expect(ids.size).toBeGreaterThan(15);
  for (const suggestionId of ids) {
    const request = { suggestionId, view: 2 };
    const { logs } = await running.client.call('RoutingService.GetSuggestionLog', request);
    expect(logs).toMatchObject([{ suggestionId, reproduced: true }]);
  }
});
