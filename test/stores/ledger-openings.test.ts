// What is left of changes of stock that are too old to be kept one by one: for each row an opening
// balance, from which the changes that are kept lead to the rows of now.

import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InventoryUpdate, LedgerEntry, LedgerFilter } from '../../src/stores/store.js';
import { ClockedStore } from './support/clocked-store.js';

const DAY_MS = 86_400_000;
const TEA = { upc: 'tea' };
const KEY = { product: TEA, locationCode: 'a' };

let store: ClockedStore;
let tenant: string;
let tenantCount = 0;
beforeAll(async () => {
  store = await ClockedStore.open();
});
afterAll(() => store.end());

/** A tenant of its own for each story, since a store takes long to open. */
function begin(): void {
  tenant = `t${++tenantCount}`;
  store.call('upsertLocations', tenant, [{ code: 'a' }, { code: 'b' }]);
}

function set(...updates: Partial<InventoryUpdate>[]): void {
  const full = updates.map((rest) => ({ ...KEY, ...rest }));
  store.call('upsertInventory', tenant, full, false);
}

function ledger(filter: LedgerFilter = {}, pageSize = 100): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let token = '';
  do {
    const page = store.call('listLedger', tenant, filter, pageSize, token);
    entries.push(...page.items);
    token = page.nextPageToken;
  } while (token !== '');
  return entries;
}

/** Time passes, and what is too old goes. */
function pass(days: number): void {
  store.now += days * DAY_MS;
  store.sweep();
}

describe('changes that are not kept any more', () => {
  test('come to an opening balance, which moves on as further ones go', () => {
    begin();
    set({ onHand: 5 });
    set({ onHand: 4, safetyStock: 1 });
    set({ onHand: 3 });
    const changed = store.now;
    pass(20);
    set({ onHand: 9 });
    const [, second, third] = ledger();
    pass(11);
    const [opening, ...kept] = ledger();
    expect(opening).toEqual({
      sequence: 3,
      changeTimeEpochMs: changed,
      product: TEA,
      locationCode: 'a',
      segment: {},
      reason: 'OPENING_BALANCE',
      reference: '',
      productVersion: 3,
      after: second.after,
    });
    expect(kept).toEqual([third]);
    pass(20);
    const moved = { sequence: 4, reason: 'OPENING_BALANCE', after: third.after };
    expect(ledger()).toMatchObject([moved]);
    // It is as old as it is, and stays.
    pass(4000);
    expect(ledger()).toMatchObject([moved]);
  });

  test('leave nothing of a row that went, nor of one that never changed', () => {
    begin();
    set({ onHand: 5 }, { locationCode: 'b', onHand: 1 });
    set({ onHand: 4 });
    pass(31);
    expect(ledger().map(({ reason }) => reason)).toEqual(['OPENING_BALANCE']);
    store.call('changeStock', tenant, { kind: 'delete', rows: [KEY], reference: '' }, '');
    expect(ledger().map(({ reason }) => reason)).toEqual(['OPENING_BALANCE', 'DELETED']);
    set({ onHand: 7 });
    pass(31);
    expect(ledger()).toEqual([]);
    set({ onHand: 8 });
    expect(ledger()).toMatchObject([{ before: { onHand: 7 }, after: { onHand: 8 } }]);
  });

  test('are found by product and by location, in pages, and future stock by its time', () => {
    begin();
    const future = { futureEpochMs: store.now + 1 };
    const rows = [{}, { locationCode: 'b' }, future, { product: { sku: 'cup' } }];
    for (const onHand of [1, 2]) set(...rows.map((row) => ({ ...row, onHand })));
    pass(31);
    set({ onHand: 3 });
    const all = ledger();
    expect(all.map(({ reason }) => reason)).toEqual([
      ...Array(4).fill('OPENING_BALANCE'),
      'IMPORT',
    ]);
    for (const size of [1, 2, 4, 5]) expect(ledger({}, size)).toEqual(all);
    const ofTea = all.filter(({ product }) => product.upc === 'tea');
    expect(ofTea).toHaveLength(4);
    expect(ledger({ product: TEA }, 1)).toEqual(ofTea);
    expect(ledger({ product: { sku: 'cup' } }, 1)).toEqual(all.filter((one) => one.product.sku));
    const inB = ledger({ locationCode: 'b' }, 1);
    expect(inB).toMatchObject([{ locationCode: 'b', after: { onHand: 2 } }]);
    expect(all.filter(({ futureEpochMs }) => futureEpochMs !== undefined)).toHaveLength(1);
    const refused = (token: string) => () =>
      store.call('listLedger', tenant, {}, 1, Buffer.from(token).toString('base64url'));
    for (const token of ['o', 'oz', `o${'0'.repeat(26)}`, 'd']) {
      expect(refused(token)).toThrow(/page_token/);
    }
  });
});

type Step =
  | { readonly days: number }
  | { readonly product: string; readonly locationCode: string; readonly onHand: number | null };

const steps = fc.array(
  fc.oneof(
    { weight: 1, arbitrary: fc.record({ days: fc.integer({ min: 1, max: 40 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({
        product: fc.constantFrom('tea', 'cup'),
        locationCode: fc.constantFrom('a', 'b'),
        // Null: the row goes.
        onHand: fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 }),
      }),
    },
  ),
  { minLength: 10, maxLength: 60 },
);

/** The name of the row of an entry. */
function nameOf({ product, locationCode }: Pick<LedgerEntry, 'product' | 'locationCode'>): string {
  return `${product.upc} ${locationCode}`;
}

function take(step: Exclude<Step, { days: number }>): void {
  const { product, locationCode, onHand } = step;
  const row = { product: { upc: product }, locationCode };
  if (onHand !== null) set({ ...row, onHand });
  else if (hasRow(row)) {
    store.call('changeStock', tenant, { kind: 'delete', rows: [row], reference: '' }, '');
  }
}

function hasRow({ product, locationCode }: { product: { upc: string }; locationCode: string }) {
  const { rows } = store.call('getInventory', tenant, product);
  return rows.some((row) => row.locationCode === locationCode);
}

/** What is left of a ledger of which nothing goes: balances in any order, then changes. */
function leftOf(whole: readonly LedgerEntry[], oldestEpochMs: number): LedgerEntry[] {
  const balances = new Map<string, LedgerEntry>();
  const old = whole.filter(({ changeTimeEpochMs }) => changeTimeEpochMs < oldestEpochMs);
  for (const entry of old) {
    const { before: _before, ...rest } = entry;
    balances.delete(nameOf(entry));
    if (entry.after === undefined) continue;
    balances.set(nameOf(entry), { ...rest, reason: 'OPENING_BALANCE', reference: '' });
  }
  return [...sorted([...balances.values()]), ...whole.slice(old.length)];
}

function sorted(balances: LedgerEntry[]): LedgerEntry[] {
  return balances.sort((left, right) => left.sequence - right.sequence);
}

test('whatever happens, what is left leads to the rows of now, by row and by product', () => {
  let foldedCount = 0;
  const property = fc.property(steps, (story) => {
    begin();
    const whole: LedgerEntry[] = [];
    for (const step of story) {
      if ('days' in step) {
        pass(step.days);
        foldedCount += expectLeft(whole);
      } else {
        const last = whole.at(-1)?.sequence ?? 0;
        take(step);
        whole.push(...ledger().filter(({ sequence }) => sequence > last));
      }
    }
  });
  fc.assert(property, { numRuns: 30 });
  expect(foldedCount).toBeGreaterThan(40);
});

/** Fails unless what is left of a whole ledger is what is to be; answers how many balances. */
function expectLeft(whole: readonly LedgerEntry[]): number {
  const found = ledger({}, 7);
  const count = found.filter(({ reason }) => reason === 'OPENING_BALANCE').length;
  const left = leftOf(whole, store.now - 30 * DAY_MS);
  expect([...sorted(found.slice(0, count)), ...found.slice(count)]).toEqual(left);
  for (const upc of ['tea', 'cup']) expectProduct(upc, found);
  return count;
}

/** Fails unless the ledger of a product is its part, and ends with its rows as they are. */
function expectProduct(upc: string, whole: readonly LedgerEntry[]): void {
  const part = whole.filter(({ product }) => product.upc === upc);
  expect(ledger({ product: { upc } }, 3)).toEqual(part);
  const balances = new Map<string, number | undefined>();
  for (const entry of part) {
    const before = balances.get(nameOf(entry)) ?? entry.before?.onHand;
    expect(entry.before?.onHand).toBe(before);
    balances.set(nameOf(entry), entry.after?.onHand);
  }
  const { rows } = store.call('getInventory', tenant, { upc });
  for (const row of rows) expect(row.onHand).toBe(balances.get(nameOf(row)) ?? row.onHand);
}
