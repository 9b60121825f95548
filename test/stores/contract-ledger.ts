// What every store owes about the ledger: each change of a stock row that was there before, so that
// every earlier state follows from the rows of now.

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type {
  InventoryRow,
  InventoryUpdate,
  LedgerEntry,
  LedgerFilter,
  ProductKey,
  Store,
} from '../../src/stores/store.js';
import type { Subject } from './contract.js';
import { refusalOf } from './support/opened-store.js';
import { TENANT } from './support/tenant.js';

/** The part of the contract on the ledger. */
export function ledgerContract(subject: Subject): void {
  changesAreListed(subject);
  listsAreFiltered(subject);
  balancesAreExplained(subject);
}

function storeOf(subject: Subject): Store {
  return subject.opened.store;
}

function at(locationCode: string, rest: Partial<InventoryUpdate> = {}): InventoryUpdate {
  return { product: { upc: '1' }, locationCode, ...rest };
}

async function withLocations(store: Store, tenant: string, ...codes: string[]): Promise<void> {
  await store.upsertLocations(
    tenant,
    codes.map((code) => ({ code })),
  );
}

/** The whole list, read in small pages. */
async function ledgerOf(
  store: Store,
  tenant: string,
  filter: LedgerFilter = {},
  pageSize = 3,
): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  for (let token = ''; ; ) {
    const page = await store.listLedger(tenant, filter, pageSize, token);
    expect(page.items.length).toBeLessThanOrEqual(pageSize);
    entries.push(...page.items);
    token = page.nextPageToken;
    if (token === '') return entries;
  }
}

function changesAreListed(subject: Subject): void {
  test('a change says what was before and after, and why; a first appearance is none', async () => {
    const store = storeOf(subject);
    await withLocations(store, TENANT, 'a', 'b');
    const begun = Date.now();
    await store.upsertInventory(TENANT, [at('a', { onHand: 5 }), at('b', { onHand: 1 })], true);
    expect(await ledgerOf(store, TENANT)).toEqual([]);
    const aliases = [{ sku: 'other' }];
    await store.upsertInventory(TENANT, [at('a', { aliases, onHand: 3, allocated: 2 })], true);
    const twice = [at('b', { blocked: true }), at('b', { onHand: 0, safetyStock: 4 })];
    await store.upsertInventory(TENANT, twice, false);
    await store.upsertInventory(TENANT, [{ ...at('b'), product: { sku: 'other' } }], false);
    await store.deleteLocation(TENANT, 'b');
    const rest = {
      allocated: 0,
      held: 0,
      inTransit: 0,
      safetyStock: 0,
      blocked: false,
      hasInfiniteInventory: false,
    };
    const entry = {
      product: { upc: '1' },
      segment: {},
      reference: '',
      changeTimeEpochMs: expect.any(Number),
    };
    const [b1, b2, b3] = [
      { ...rest, onHand: 1 },
      { ...rest, onHand: 1, blocked: true },
      { ...rest, onHand: 0, safetyStock: 4 },
    ];
    const inA = { ...entry, locationCode: 'a' };
    const inB = { ...entry, locationCode: 'b' };
    const expected = [
      {
        ...inA,
        sequence: 3,
        productVersion: 3,
        reason: 'UPSERT',
        before: { ...rest, onHand: 5 },
        after: { ...rest, onHand: 3, allocated: 2 },
      },
      { ...inB, sequence: 4, productVersion: 4, reason: 'IMPORT', before: b1, after: b2 },
      { ...inB, sequence: 5, productVersion: 5, reason: 'IMPORT', before: b2, after: b3 },
      { ...inB, sequence: 6, productVersion: 6, reason: 'IMPORT', before: b3, after: b3 },
      { ...inB, sequence: 7, productVersion: 7, reason: 'LOCATION_DELETED', before: b3 },
    ];
    const entries = await ledgerOf(store, TENANT);
    expect(entries).toEqual(expected);
    for (const { changeTimeEpochMs } of entries) {
      expect(changeTimeEpochMs).toBeGreaterThanOrEqual(begun);
      expect(changeTimeEpochMs).toBeLessThanOrEqual(Date.now());
    }
    await subject.reopen();
    expect(await ledgerOf(storeOf(subject), TENANT)).toEqual(entries);
  });

  test('a refused update leaves no trace in it', async () => {
    const store = storeOf(subject);
    await withLocations(store, TENANT, 'a');
    await store.upsertInventory(TENANT, [at('a')], true);
    const updates = [at('a', { onHand: 1 }), at('nowhere')];
    await refusalOf(store.upsertInventory(TENANT, updates, true));
    expect(await ledgerOf(store, TENANT)).toEqual([]);
    await store.upsertInventory(TENANT, updates, false);
    expect(await ledgerOf(store, TENANT)).toHaveLength(1);
  });
}

function listsAreFiltered(subject: Subject): void {
  test('what nobody knows has no changes; a bad key and a strange token are refused', async () => {
    const store = storeOf(subject);
    expect(await ledgerOf(store, 'nobody')).toEqual([]);
    await withLocations(store, TENANT, 'a');
    await store.upsertInventory(TENANT, [at('a'), at('a')], false);
    expect(await ledgerOf(store, TENANT, { product: { upc: '2' } })).toEqual([]);
    expect(await ledgerOf(store, TENANT, { locationCode: 'b' })).toEqual([]);
    expect(await ledgerOf(store, 'other tenant')).toEqual([]);
    const field = (call: Promise<unknown>) =>
      refusalOf(call).then(({ code, violations }) => [code, violations[0].field]);
    const both = { upc: '1', sku: '1' };
    expect(await field(store.listLedger(TENANT, { product: both }, 1, ''))).toEqual([3, 'product']);
    expect(await field(store.listLedger(TENANT, {}, 1, 'x'))).toEqual([3, 'page_token']);
  });
}

/** One step of the story of a tenant. */
type Step =
  | { readonly kind: 'upsert' | 'import'; readonly updates: readonly InventoryUpdate[] }
  | { readonly kind: 'empty'; readonly locationCode: string }
  | { readonly kind: 'delete'; readonly locationCode: string }
  | { readonly kind: 'look' };

const CODES = ['a', 'b', 'c', 'd'];
const PRODUCTS: readonly ProductKey[] = [{ upc: '1' }, { sku: '1' }, { partNumber: '1' }];
const SEGMENTS: readonly Record<string, string>[] = [{}, { channel: 'web' }];
const ATTRIBUTES: readonly (readonly string[])[] = [['x'], ['y', 'z']];

const count = fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined });
const code = fc.constantFrom(...CODES);
const update = fc.record(
  {
    product: fc.constantFrom(...PRODUCTS),
    locationCode: code,
    segment: fc.constantFrom(...SEGMENTS),
    futureEpochMs: fc.constantFrom(undefined, 7),
    onHand: count,
    allocated: count,
    inTransit: count,
    safetyStock: count,
    blocked: fc.boolean(),
    hasInfiniteInventory: fc.boolean(),
    attributes: fc.constantFrom(...ATTRIBUTES),
  },
  { requiredKeys: ['product', 'locationCode'] },
);
const updates = fc.array(update, { minLength: 1, maxLength: 6 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('upsert' as const), updates }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('import' as const), updates }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('empty' as const), locationCode: code }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete' as const), locationCode: code }) },
  { weight: 3, arbitrary: fc.constant({ kind: 'look' as const }) },
);

/** Quantities by row, as text. */
type State = Map<string, string>;

type Named = Pick<LedgerEntry, 'product' | 'locationCode' | 'segment' | 'futureEpochMs'>;

function rowName({ product, locationCode, segment, futureEpochMs }: Named): string {
  return JSON.stringify([product, locationCode, segment, futureEpochMs]);
}

function quantities(row: Omit<NonNullable<LedgerEntry['before']>, never>): string {
  const { onHand, allocated, held, inTransit, safetyStock, blocked, hasInfiniteInventory } = row;
  return JSON.stringify([
    onHand,
    allocated,
    held,
    inTransit,
    safetyStock,
    blocked,
    hasInfiniteInventory,
  ]);
}

/** What is there now, and how many changes led to it. */
async function look(store: Store, tenant: string): Promise<{ state: State; sequence: number }> {
  const rows: InventoryRow[] = [];
  let sequence = 0;
  for (const product of PRODUCTS) {
    const found = await store.getInventory(tenant, product);
    rows.push(...found.rows);
    sequence = found.sequence;
  }
  return { state: new Map(rows.map((row) => [rowName(row), quantities(row)])), sequence };
}

async function empty(store: Store, tenant: string, locationCode: string): Promise<void> {
  const { items } = await store.listInventory(tenant, locationCode, 100, '');
  const nothing = { onHand: 0, allocated: 0, inTransit: 0, hasInfiniteInventory: false };
  const updates = items.map(({ product, segment, futureEpochMs }) => {
    return { product, locationCode, segment, futureEpochMs, ...nothing };
  });
  await store.upsertInventory(tenant, updates, true);
}

async function take(store: Store, tenant: string, step: Step): Promise<void> {
  switch (step.kind) {
    case 'upsert':
    case 'import':
      // Some are refused, for the same row comes twice.
      await store.upsertInventory(tenant, step.updates, step.kind === 'upsert').catch(() => {});
      break;
    case 'empty':
      // Meanwhile the location may go.
      await empty(store, tenant, step.locationCode).catch(() => {});
      break;
    case 'delete':
      await store.deleteLocation(tenant, step.locationCode).then(
        () => withLocations(store, tenant, step.locationCode),
        () => {},
      );
      break;
    case 'look':
      break;
  }
}

function balancesAreExplained(subject: Subject): void {
  test('taking the changes back from the rows of now gives every earlier state', async () => {
    let runs = 0;
    let goneCount = 0;
    const story = fc.array(step, { minLength: 25, maxLength: 40 });
    const property = fc.asyncProperty(
      story,
      fc.integer({ min: 1, max: 4 }),
      async (steps, atOnce) => {
        const store = storeOf(subject);
        const tenant = `run-${runs++}`;
        await withLocations(store, tenant, ...CODES);
        const looks = [await look(store, tenant)];
        for (let first = 0; first < steps.length; first += atOnce) {
          const together = steps.slice(first, first + atOnce);
          await Promise.all(together.map((one) => take(store, tenant, one)));
          if (together.some(({ kind }) => kind === 'look')) looks.push(await look(store, tenant));
        }
        const entries = await ledgerOf(store, tenant);
        goneCount += entries.filter(({ after }) => after === undefined).length;
        expectExplained(entries, await look(store, tenant), looks);
        await expectFiltered(store, tenant, entries);
      },
    );
    await fc.assert(property, { numRuns: Math.ceil(50 * subject.effort) });
    // The stories have what they are to be about.
    expect(goneCount).toBeGreaterThan(20 * subject.effort);
  });
}

type Look = { readonly state: State; readonly sequence: number };

/** Fails unless taking the entries back from `now` gives each of the `looks`. */
function expectExplained(entries: readonly LedgerEntry[], now: Look, looks: readonly Look[]): void {
  const state = new Map(now.state);
  let { sequence } = now;
  const open = [...entries];
  for (const before of looks.toReversed()) {
    let appearedCount = sequence - before.sequence;
    while ((open.at(-1)?.sequence ?? 0) > before.sequence) {
      const entry = open.pop() as LedgerEntry;
      const name = rowName(entry);
      if (entry.after === undefined && state.delete(name)) {
        // The row went, and one of the same name appeared later.
        appearedCount--;
      }
      expect(state.get(name)).toBe(entry.after && quantities(entry.after));
      state.set(name, quantities(entry.before as NonNullable<LedgerEntry['before']>));
      appearedCount--;
    }
    // What was not there yet appeared since, and each of these was a change without an entry.
    const names = Array.from(state.keys());
    for (const name of names) {
      if (before.state.has(name)) continue;
      state.delete(name);
      appearedCount--;
    }
    expect(appearedCount).toBe(0);
    expect(state).toEqual(before.state);
    sequence = before.sequence;
  }
  expect(open).toEqual([]);
}

/** Fails unless each filter gives just what it names, in the same order. */
async function expectFiltered(
  store: Store,
  tenant: string,
  entries: readonly LedgerEntry[],
): Promise<void> {
  for (const product of PRODUCTS) {
    const ofProduct = entries.filter((one) =>
      rowName(one).startsWith(`[${JSON.stringify(product)},`),
    );
    expect(await ledgerOf(store, tenant, { product }, 100)).toEqual(ofProduct);
    const versions = ofProduct.map(({ productVersion }) => productVersion);
    expect(versions).toEqual([...new Set(versions)].sort((left, right) => left - right));
    const filter = { product, locationCode: 'b' };
    const both = ofProduct.filter(({ locationCode }) => locationCode === 'b');
    expect(await ledgerOf(store, tenant, filter, 2)).toEqual(both);
  }
  const inA = entries.filter(({ locationCode }) => locationCode === 'a');
  expect(await ledgerOf(store, tenant, { locationCode: 'a' })).toEqual(inA);
}
