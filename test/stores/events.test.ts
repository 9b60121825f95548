// What the store tells of stock and holds: each crossing once, in order, without gaps, and as long
// as the settings say.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventKind, EventPage, StoredEvent } from '../../src/stores/events.js';
import type { StockAdjustment } from '../../src/stores/stock-operations.js';
import type { InventoryUpdate } from '../../src/stores/store.js';
import { createRng } from '../support/generate/random.js';
import { ClockedStore } from './support/clocked-store.js';

const DAY_MS = 86_400_000;
const LOW_DEFAULT = 10;
const TEA = { upc: 'tea' };
const ROW = { product: TEA, locationCode: 'a' };

let store: ClockedStore;
/** A tenant for each test, on one store. */
let tenant = 'shop0';
let tenantCount = 0;

beforeAll(async () => {
  store = await ClockedStore.open();
});
afterAll(() => store.end());
beforeEach(() => {
  tenant = `shop${++tenantCount}`;
  store.call('upsertLocations', tenant, [{ code: 'a' }, { code: 'b' }]);
});

function read(afterSequence = 0, kinds: EventKind[] = [], limit = 1000): EventPage {
  return store.call('readEvents', tenant, { afterSequence, kinds, limit });
}

function set(...updates: Partial<InventoryUpdate>[]): void {
  const full = updates.map((rest) => ({ ...ROW, ...rest }));
  store.call('upsertInventory', tenant, full, true);
}

function adjust(onHandDelta: number, rest: Partial<StockAdjustment> = {}): void {
  const adjustments = [{ row: ROW, onHandDelta, ...rest }];
  store.call('changeStock', tenant, { kind: 'adjust', adjustments, reference: '' }, '');
}

/** Applies settings to a site. */
function settle(settings: object, siteId = '1'): void {
  store.call('applyConfiguration', { tenantId: tenant, siteId }, { settings }, '', false);
}

function told(events: readonly StoredEvent[]): string[] {
  return events.map(({ kind, row }) => `${kind} ${row?.effective} ${row?.short}`);
}

test('a row is told to be low, out and short where it becomes so, and at no other time', () => {
  set({ onHand: 3 });
  expect(read()).toMatchObject({ events: [], lastSequence: 0, oldestSequence: 1 });
  set({ onHand: 11 });
  adjust(-1);
  adjust(-4);
  adjust(-6);
  adjust(30);
  adjust(-30);
  set({ allocated: 2 });
  set({ allocated: 3, attributes: ['x'] });
  set({ attributes: ['y'] });
  set({ onHand: 1 });
  set({ onHand: 20 });
  set({ hasInfiniteInventory: true });
  set({ hasInfiniteInventory: true, onHand: 0, allocated: 5 });
  const { events, lastSequence } = read();
  expect(told(events)).toEqual([
    'STOCK_LOW 10 0',
    'STOCK_OUT 0 0',
    'STOCK_LOW 0 0',
    'STOCK_OUT 0 0',
    'STOCK_SHORT 0 2',
    'STOCK_SHORT 0 3',
    'STOCK_SHORT 0 2',
  ]);
  expect(events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(lastSequence).toBe(7);
  const row = { ...ROW, segment: {}, effective: 10, short: 0 };
  expect(events[0]).toEqual({ sequence: 1, kind: 'STOCK_LOW', timeEpochMs: store.now, row });
});

test('the low mark is the largest of the sites, and may be none', () => {
  const across = (mark: number) => {
    const { lastSequence } = read();
    set({ onHand: mark + 1 });
    adjust(-1);
    return told(read(lastSequence).events);
  };
  set({ onHand: 0 });
  settle({ lowStockUnits: 0 });
  expect(across(10)).toEqual([]);
  settle({ lowStockUnits: 3 }, '2');
  expect(across(3)).toEqual(['STOCK_LOW 3 0']);
  settle({}, '3');
  expect(across(3)).toEqual([]);
  expect(across(10)).toEqual(['STOCK_LOW 10 0']);
});

test('future stock and blocks have no events, tags and rows that go have', () => {
  const segment = { channel: 'web' };
  const future = { futureEpochMs: store.now + DAY_MS };
  set({ onHand: 20 }, { segment, onHand: 20 }, { ...future, onHand: 20 });
  set({ ...future, onHand: 0 }, { blocked: true }, { segment, safetyStock: 15 });
  expect(read().events).toMatchObject([{ kind: 'STOCK_LOW', row: { segment, effective: 5 } }]);
  const rows = [ROW];
  store.call('changeStock', tenant, { kind: 'delete', rows, reference: '' }, '');
  expect(told(read(1).events)).toEqual(['STOCK_LOW 0 0', 'STOCK_OUT 0 0']);
  // A product that is new, and out within one commit.
  const updates = (onHand: number) => [{ ...ROW, product: { sku: 'new' }, onHand }];
  store.together([
    { method: 'upsertInventory', args: [tenant, updates(1), true] },
    { method: 'upsertInventory', args: [tenant, updates(0), true] },
  ]);
  expect(read(3).events).toMatchObject([{ kind: 'STOCK_OUT', row: { product: { sku: 'new' } } }]);
});

test('a hold that runs out is told once, with its units', () => {
  set({ onHand: 4 });
  const lines = [{ ...ROW, quantity: 4 }];
  const hold = { holdId: 'h', orderId: 'o', lines, ttlMs: 1000, isPartialAllowed: false };
  store.call('holdInventory', tenant, hold, '');
  store.call('releaseHold', tenant, 'h', '');
  store.call('holdInventory', tenant, { ...hold, holdId: 'i' }, '');
  store.now += 1000;
  store.news.length = 0;
  store.store.expireHolds();
  store.store.expireHolds();
  expect(store.news).toEqual([{ tenantId: tenant, lastSequence: 3 }]);
  const expired = { kind: 'HOLD_EXPIRED', orderId: 'o', holdId: 'i', units: [lines[0]] };
  expect(read().events).toMatchObject([{ kind: 'STOCK_OUT' }, { kind: 'STOCK_OUT' }, expired]);
});

test('random changes are told as a plain look at each row says, also after a restart', async () => {
  const rng = createRng(6);
  const codes = ['a', 'b'];
  const units = new Map(codes.map((code) => [code, { onHand: 30, allocated: 0, safety: 0 }]));
  set(...codes.map((locationCode) => ({ locationCode, onHand: 30 })));
  const expected: string[] = [];
  for (let step = 0; step < 300; step++) {
    const locationCode = rng.pick(codes);
    const row = units.get(locationCode) ?? { onHand: 0, allocated: 0, safety: 0 };
    const effective = () => Math.max(0, row.onHand - row.allocated - row.safety);
    const short = () => Math.max(0, row.allocated - row.onHand);
    const before = { effective: effective(), short: short() };
    row.onHand = rng.integer(0, 30);
    row.allocated = rng.chance(0.5) ? row.allocated : rng.integer(0, 12);
    row.safety = rng.chance(0.8) ? row.safety : rng.integer(0, 3);
    const { onHand, allocated, safety: safetyStock } = row;
    set({ locationCode, onHand, allocated, safetyStock });
    const tell = (kind: EventKind) => expected.push(`${locationCode} ${kind} ${effective()}`);
    if (before.effective > LOW_DEFAULT && effective() <= LOW_DEFAULT) tell('STOCK_LOW');
    if (before.effective > 0 && effective() === 0) tell('STOCK_OUT');
    if (short() > 0 && short() !== before.short) tell('STOCK_SHORT');
    if (step === 150) await store.reopen();
  }
  const { events, nextAfterSequence } = read();
  const found = events.map(({ row, kind }) => `${row?.locationCode} ${kind} ${row?.effective}`);
  expect(found).toEqual(expected);
  expect(events.map(({ sequence }) => sequence)).toEqual(expected.map((_, place) => place + 1));
  expect(nextAfterSequence).toBe(expected.length);
});

test('pages go on where they ended, and say how far they have looked', () => {
  set({ onHand: 1 });
  for (let i = 0; i < 6; i++) {
    set({ onHand: 0, allocated: 1 });
    set({ onHand: 1, allocated: 0 });
  }
  const whole = read();
  expect(whole.events.map(({ kind }) => kind)).toEqual(
    Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 'STOCK_OUT' : 'STOCK_SHORT')),
  );
  const outs = read(0, ['STOCK_OUT'], 2);
  expect(outs.events.map(({ sequence }) => sequence)).toEqual([1, 3]);
  expect(outs).toMatchObject({ nextAfterSequence: 3, lastSequence: 12 });
  expect(read(11, ['STOCK_OUT'])).toMatchObject({ events: [], nextAfterSequence: 12 });
  expect(read(-1)).toMatchObject({ events: [], nextAfterSequence: 12 });
  for (const afterSequence of [-2, 13]) {
    const query = { afterSequence, kinds: [], limit: 1 };
    expect(store.together([{ method: 'readEvents', args: [tenant, query] }])).toMatchObject([
      { isDone: false, detail: { violations: [{ field: 'after_sequence' }] } },
    ]);
  }
  tenant = 'nobody';
  expect(read()).toEqual({ events: [], nextAfterSequence: 0, oldestSequence: 1, lastSequence: 0 });
});

test('events are kept seven days, or as the settings say, and so many', () => {
  const reasonOf = (afterSequence: number) => {
    const query = { afterSequence, kinds: [], limit: 1 };
    const [outcome] = store.together([{ method: 'readEvents', args: [tenant, query] }]);
    return outcome.isDone
      ? ''
      : `${outcome.detail.reason} ${outcome.detail.metadata?.oldestSequence}`;
  };
  const begin = store.now;
  set({ onHand: 1 });
  for (let day = 0; day < 10; day++) {
    adjust(-1);
    adjust(1);
    store.now += DAY_MS;
  }
  const oldest = () => {
    store.sweep();
    return read().events[0]?.sequence ?? 0;
  };
  settle({ eventDays: 9, eventCountMax: 3 });
  settle({ eventDays: 8, eventCountMax: 20 }, '2');
  expect(oldest()).toBe(2);
  settle({ eventDays: 8 });
  settle({}, '2');
  expect(oldest()).toBe(3);
  settle({});
  expect(oldest()).toBe(4);
  settle({ eventCountMax: 2 });
  settle({ eventCountMax: 1 }, '2');
  expect(oldest()).toBe(9);
  expect(read().oldestSequence).toBe(9);
  expect([7, 8, 9, 10].map(reasonOf)).toEqual(['EVENTS_GONE 9', '', '', '']);
  store.now += 8 * DAY_MS;
  expect(oldest()).toBe(0);
  expect(read(10)).toMatchObject({ events: [], oldestSequence: 11, lastSequence: 10 });
  expect(reasonOf(9)).toBe('EVENTS_GONE 11');
  adjust(-1);
  expect(read(10).events).toMatchObject([{ sequence: 11, timeEpochMs: begin + 18 * DAY_MS }]);
});
