// Changes of stock, transfers and holds over a real server: routing sees each at once, parallel
// callers never get more than there is, and decisions of before are made again as they were.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const HOLD = 'AllocationService.HoldInventory';
const RELEASE = 'AllocationService.ReleaseHold';
const ADJUST = 'InventoryService.AdjustInventory';
const ROW = { product: { upc: 'A' }, locationCode: 'EAST' };

let running: Running;
let client: TestClient;
/** Suggestion ids of what was answered. */
const answered = new Set<number>();

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

beforeEach(async () => {
  await client.call('InventoryService.BatchUpsertInventory', {
    updates: [{ ...ROW, onHand: 10, allocated: 0, safetyStock: 0, blocked: false }],
  });
});

/** Units of the order that are served. */
async function served(quantity: number): Promise<number> {
  const order = { ...ORDER, items: [{ upc: 'A', quantity }] };
  const answer = await client.call('RoutingService.SuggestRouting', order);
  answered.add(answer.suggestionId);
  return answer.decision.assignments.reduce((sum: number, one: Decoded) => sum + one.quantity, 0);
}

async function stockOf(locationCode: string): Promise<Decoded> {
  const { rows } = await client.call('InventoryService.GetInventory', { product: { upc: 'A' } });
  return rows.find((row: Decoded) => row.locationCode === locationCode);
}

it('adjusts, blocks, unblocks and deletes, and answers what is there then', async () => {
  const adjustments = [{ row: ROW, onHandDelta: -4, safetyStockDelta: 1, inTransitDelta: 3 }];
  const request = { adjustments, reference: 'stocktake', idempotencyKey: 'adjust-1' };
  const adjusted = await client.call(ADJUST, request);
  expect(adjusted.levels).toMatchObject([
    { quantities: { onHand: 6, safetyStock: 1, inTransit: 3, hasInfiniteInventory: false } },
  ]);
  expect(await client.call(ADJUST, request)).toEqual(adjusted);
  expect(await served(5)).toBe(5);
  expect(await served(6)).toBe(0);
  await client.call('InventoryService.BlockInventory', { rows: [ROW], holdOverRefreshes: true });
  expect(await served(1)).toBe(0);
  expect(await stockOf('EAST')).toMatchObject({ blocked: true, holdBlock: true });
  const { levels } = await client.call('InventoryService.UnblockInventory', { rows: [ROW] });
  expect(levels).toMatchObject([{ quantities: { blocked: false } }]);
  expect(await served(1)).toBe(1);
  const { snapshotSequence } = await client.call('InventoryService.DeleteInventory', {
    rows: [ROW],
  });
  expect(snapshotSequence).toBeGreaterThan(adjusted.snapshotSequence);
  expect(await stockOf('EAST')).toBe(undefined);
  expect(await served(1)).toBe(0);
  const { entries } = await client.call('InventoryService.ListLedger', { pageSize: 1000 });
  const reasons = entries.slice(-4).map(({ reason, reference }: Decoded) => [reason, reference]);
  expect(reasons).toEqual([
    ['LEDGER_REASON_ADJUSTED', 'stocktake'],
    ['LEDGER_REASON_BLOCKED', ''],
    ['LEDGER_REASON_UNBLOCKED', ''],
    ['LEDGER_REASON_DELETED', ''],
  ]);
});

it('transfers from one location to the other, and totals are the sums of the rows', async () => {
  const way = { transferId: 'T1', fromLocationCode: 'EAST', toLocationCode: 'WEST' };
  const lines = [{ product: { upc: 'A' }, quantity: 6 }];
  const sent = await client.call('InventoryService.TransferInventory', { ...way, lines });
  expect(sent.transfer).toMatchObject({ ...way, open: true, lines: [{ quantity: 6, lost: 0 }] });
  expect(await served(5)).toBe(0);
  const product = { upc: 'A' };
  const { rows, totals } = await client.call('InventoryService.GetInventory', { product });
  for (const [field, total] of Object.entries(totals)) {
    const sum = rows.reduce((units: number, row: Decoded) => units + row[field], 0);
    expect([field, total]).toEqual([field, sum]);
  }
  expect(totals).toMatchObject({ onHand: 4, inTransit: 6, available: 4 });
  const receipt = { transferId: 'T1', lines: [{ product, received: 4, lost: 2 }] };
  const received = await client.call('InventoryService.ReceiveTransfer', receipt);
  expect(received.transfer).toMatchObject({ open: false, lines: [{ received: 4, lost: 2 }] });
  expect(await stockOf('WEST')).toMatchObject({ onHand: 4, inTransit: 0 });
  const removal = { rows: [{ product, locationCode: 'WEST' }] };
  await client.call('InventoryService.DeleteInventory', removal);
});

it('holds, lists and releases; a hold is effective for nobody else', async () => {
  const lines = [{ ...ROW, quantity: 7 }];
  const request = { holdId: 'cart-1', orderId: 'o-1', lines, ttlMs: 60_000 };
  const { hold } = await client.call(HOLD, request);
  expect(hold).toMatchObject({ holdId: 'cart-1', state: 'HOLD_STATE_ACTIVE', endTime: null });
  expect(hold.expireTime.seconds - hold.createTime.seconds).toBe(60);
  expect(await stockOf('EAST')).toMatchObject({ held: 7, available: 10, effective: 3 });
  expect([await served(3), await served(4)]).toEqual([3, 0]);
  const { holds } = await client.call('AllocationService.ListHolds', { orderId: 'o-1' });
  expect(holds).toEqual([hold]);
  const released = await client.call(RELEASE, { holdId: 'cart-1' });
  expect(released.hold).toMatchObject({ state: 'HOLD_STATE_RELEASED', lines: hold.lines });
  expect(await client.call(RELEASE, { holdId: 'cart-1' })).toEqual(released);
  expect(await served(10)).toBe(10);
});

it('says which field is at fault', async () => {
  const lines = [{ ...ROW, quantity: 11 }];
  for (const [method, request, code, reason, field] of [
    [HOLD, { lines }, STATUS.failedPrecondition, 'INSUFFICIENT_STOCK', 'lines[0].quantity'],
    [HOLD, {}, STATUS.invalidArgument, 'INVALID_FIELD', 'lines'],
    [RELEASE, {}, STATUS.invalidArgument, 'INVALID_FIELD', 'hold_id'],
    [ADJUST, {}, STATUS.invalidArgument, 'INVALID_FIELD', 'adjustments'],
    [
      ADJUST,
      { adjustments: [{ onHandDelta: 1 }] },
      STATUS.invalidArgument,
      'INVALID_FIELD',
      'adjustments[0].row.location_code',
    ],
    [
      'InventoryService.DeleteInventory',
      { rows: [{ ...ROW, segment: { x: 'y' } }] },
      STATUS.notFound,
      'ROW_NOT_FOUND',
      'rows[0]',
    ],
    [
      'InventoryService.TransferInventory',
      { fromLocationCode: 'EAST', toLocationCode: 'EAST', lines: [{ ...ROW, quantity: 1 }] },
      STATUS.invalidArgument,
      'INVALID_FIELD',
      'to_location_code',
    ],
    [
      'InventoryService.ReceiveTransfer',
      { lines: [{ product: { upc: 'A' } }] },
      STATUS.invalidArgument,
      'INVALID_FIELD',
      'transfer_id',
    ],
  ] as const) {
    const refusal = await client.refusal(method, request);
    expect([refusal.code, refusal.reason, refusal.fields[0]]).toEqual([code, reason, field]);
  }
  expect(await stockOf('EAST')).toMatchObject({ held: 0, onHand: 10 });
});

it.each([20, 200])('%i parallel callers get ten units, and not one more', async (callers) => {
  const lines = [{ ...ROW, quantity: 1 }];
  const calls = Array.from({ length: callers }, () =>
    client.call(HOLD, { lines }).catch(() => null),
  );
  const answers = await Promise.all(calls);
  const held = answers.filter((answer) => answer !== null);
  expect(held).toHaveLength(10);
  expect(await stockOf('EAST')).toMatchObject({ held: 10, effective: 0 });
  await Promise.all(held.map(({ hold }) => client.call(RELEASE, { holdId: hold.holdId })));
  expect(await stockOf('EAST')).toMatchObject({ held: 0, effective: 10 });
});

it('a key that comes many times at once has one effect', async () => {
  const lines = [{ ...ROW, quantity: 2 }];
  const request = { lines, idempotencyKey: 'once' };
  const answers = await Promise.all(Array.from({ length: 30 }, () => client.call(HOLD, request)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await stockOf('EAST')).toMatchObject({ held: 2 });
  const other = { lines: [{ ...ROW, quantity: 3 }], idempotencyKey: 'once' };
  const refusal = await client.refusal(HOLD, other);
  expect([refusal.code, refusal.reason]).toEqual([
    STATUS.invalidArgument,
    'IDEMPOTENCY_KEY_REUSED',
  ]);
});

it('every decision of before is made again as it was answered', async () => {
  // The logs of the whole file, on stock that has been changed in every way since.
  const { logs } = await client.call('RoutingService.GetSuggestionLog', { pageSize: 100, view: 2 });
  const byId = new Map(logs.map((log: Decoded) => [log.suggestionId, log]));
  expect(byId.size).toBe(answered.size);
  for (const id of answered) {
    expect(byId.get(id)).toMatchObject({ reproduced: true });
  }
});
