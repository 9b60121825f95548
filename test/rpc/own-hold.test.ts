// An order that names its hold, over a real server: the hold's units are its own and nobody else's,
// as long as it lasts, and the decision is made again as it was when it has long ended.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';

const HOLD = 'AllocationService.HoldInventory';
const SUGGEST = 'RoutingService.SuggestRouting';
const LOG = 'RoutingService.GetSuggestionLog';
const ENDED = [{ reason: 'WARNING_REASON_HOLD_ENDED' }];

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

/** A product with so many units at EAST. */
async function stock(upc: string, onHand: number, safetyStock = 0): Promise<void> {
  const row = { product: { upc }, locationCode: 'EAST', onHand, safetyStock };
  await client.call('InventoryService.BatchUpsertInventory', { updates: [row] });
}

function hold(holdId: string, upc: string, quantity: number): Promise<Decoded> {
  const lines = [{ product: { upc }, locationCode: 'EAST', quantity }];
  return client.call(HOLD, { holdId, lines });
}

function ask(upc: string, quantity: number, more: object = {}): Promise<Decoded> {
  return client.call(SUGGEST, { ...ORDER, items: [{ upc, quantity }], ...more });
}

async function isServed(upc: string, quantity: number, more: object = {}): Promise<boolean> {
  const { decision } = await ask(upc, quantity, more);
  return decision.assignments.length > 0;
}

it('adds the units of the order to those that are free, and those of no other hold', async () => {
  await stock('five', 10);
  await hold('own', 'five', 4);
  await hold('other', 'five', 3);
  expect(await isServed('five', 7, { holdId: 'own' })).toBe(true);
  expect(await isServed('five', 8, { holdId: 'own' })).toBe(false);
  expect(await isServed('five', 6, { holdId: 'other' })).toBe(true);
  expect(await isServed('five', 7, { holdId: 'other' })).toBe(false);
  expect(await isServed('five', 3)).toBe(true);
  expect(await isServed('five', 4)).toBe(false);
  const candidates = await client.call('RoutingService.SuggestCandidates', {
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    items: [{ upc: 'five', quantity: 1 }],
    shippingAddress: ORDER.shippingAddress,
    holdId: 'own',
  });
  expect(candidates.candidates[0].inventory[0].available).toBe(7);
  expect(candidates.warnings).toEqual([]);
});

it('counts the own units of a row that has less than is held', async () => {
  await stock('seven', 10);
  await hold('five of ten', 'seven', 5);
  await stock('seven', 3, 2);
  expect(await isServed('seven', 1)).toBe(false);
  expect(await isServed('seven', 1, { holdId: 'five of ten' })).toBe(true);
  expect(await isServed('seven', 2, { holdId: 'five of ten' })).toBe(false);
});

it('warns of a hold that is unknown or has ended, and makes its decisions again', async () => {
  await stock('log', 6);
  await hold('brief', 'log', 6);
  const during = await ask('log', 6, { holdId: 'brief', returnSuggestionLog: true });
  expect(during.decision).toMatchObject({ assignments: [{ quantity: 6 }], warnings: [] });
  const read = during.suggestionLog.events.find((event: Decoded) => event.inventoryRead);
  expect(read.inventoryRead.rows).toMatchObject([{ onHand: 6, held: 6, available: 6 }]);
  await client.call('AllocationService.ReleaseHold', { holdId: 'brief' });
  const after = await ask('log', 6, { holdId: 'brief' });
  expect(after.decision).toMatchObject({ assignments: [{ quantity: 6 }], warnings: ENDED });
  const unknown = await ask('log', 6, { holdId: 'nobody knows' });
  expect(unknown.decision.warnings).toMatchObject(ENDED);
  await stock('log', 0);
  for (const { suggestionId, decision } of [during, after, unknown]) {
    const { logs } = await client.call(LOG, { suggestionId });
    expect(logs).toMatchObject([{ reproduced: true }]);
    const { response } = logs[0].events.at(-1);
    expect(response.decision).toEqual(decision);
  }
});

it('serves an order from so many locations as it allows', async () => {
  const updates = ['EAST', 'WEST'].map((locationCode) => {
    return { product: { upc: locationCode }, locationCode, onHand: 5 };
  });
  await client.call('InventoryService.BatchUpsertInventory', { updates });
  const items = [
    { upc: 'EAST', quantity: 2 },
    { upc: 'WEST', quantity: 1 },
  ];
  const both = await client.call(SUGGEST, { ...ORDER, items, maxLocations: 2 });
  expect(both.decision.assignments).toHaveLength(2);
  const limited = { ...ORDER, items, maxLocations: 1, returnSuggestionLog: true };
  const one = await client.call(SUGGEST, limited);
  expect(one.decision.assignments).toMatchObject([{ locationCode: 'EAST', quantity: 2 }]);
  const told = one.suggestionLog.events.filter((event: Decoded) => event.maxSplitsExceeded);
  const limits = { maxFulfillingLocations: 0, maxLocations: 1, usedLocationCount: 0 };
  expect(told).toMatchObject([{ maxSplitsExceeded: limits }]);
});
