// Whatever happens to stock, in whatever order: does every store of operations do what the plainest
// model says, does each balance add up after every step, and does the ledger lead back?

import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PRODUCT_KIND, routableUnits } from '../../src/columns/stock.js';
import { lookUp } from '../../src/columns/dictionary.js';
import type { StoreOutcome } from '../../src/stores/messages.js';
import type { InventoryRow, LedgerEntry, Page } from '../../src/stores/store.js';
import { ClockedStore } from './support/clocked-store.js';
import { columnRows } from './support/opened-store.js';
import { recordOf } from './support/records.js';
import {
  anyOperation,
  LOCATIONS,
  type Operation,
  passing,
  TENANT,
} from './support/stock-commands.js';
import { CODES, ModelRefusal, nameOf, StockModel } from './support/stock-model.js';

const SCOPE = { tenantId: TENANT, siteId: '1' };
const DAY_MS = 86_400_000;

/** The rows of a product at a version, as they were in shared memory. */
type Copy = { readonly product: number; readonly version: number; readonly rows: object[] };

/** The store, and what is known of its past. */
class Real {
  readonly store: ClockedStore;
  readonly copies: Copy[] = [];
  /** By row: its quantities as the ledger has them so far. */
  balances = new Map<string, string>();
  ledgerToken = 0;
  readonly answers = new Map<string, { body: string; outcome: StoreOutcome; time: number }>();
  repeatCount = 0;

  constructor(store: ClockedStore) {
    this.store = store;
  }
}

type Step = fc.AsyncCommand<StockModel, Real>;

/** Operations that come together, so that one transaction has them all. */
class Together implements Step {
  private readonly operations: readonly Operation[];
  constructor(operations: readonly Operation[]) {
    this.operations = operations;
  }
  check(): boolean {
    return true;
  }
  async run(model: StockModel, real: Real): Promise<void> {
    model.expire();
    const outcomes = real.store.together(this.operations.map(({ call }) => call));
    this.operations.forEach((operation, i) => expectMeant(model, real, operation, outcomes[i]));
    expectWhole(model, real);
  }
  toString(): string {
    return JSON.stringify(this.operations.map(({ call }) => [call.method, ...call.args.slice(1)]));
  }
}

/** Time that passes, and what is old goes. */
class Pass implements Step {
  private readonly passedMs: number;
  constructor(passedMs: number) {
    this.passedMs = passedMs;
  }
  check(): boolean {
    return true;
  }
  async run(model: StockModel, real: Real): Promise<void> {
    model.now += this.passedMs;
    real.store.now = model.now;
    // Nobody calls: the store's own timer ends what is over.
    real.store.store.expireHolds();
    model.expire();
    expectWhole(model, real);
    real.store.sweep();
    model.sweep();
    expectWhole(model, real);
  }
  toString(): string {
    return `${this.passedMs} ms pass`;
  }
}

class Reopen implements Step {
  check(): boolean {
    return true;
  }
  async run(model: StockModel, real: Real): Promise<void> {
    await real.store.reopen();
    expectWhole(model, real);
  }
  toString(): string {
    return 'reopen';
  }
}

/** Fails unless an operation was answered as the model means, and had its effect once. */
function expectMeant(
  model: StockModel,
  real: Real,
  { call, mean }: Operation,
  outcome: StoreOutcome,
): void {
  const args: readonly unknown[] = call.args;
  const key = args.at(-1) as string;
  const { kind = '' } = args[1] as { readonly kind?: string };
  const name = `${call.method} ${kind} ${key}`;
  const body = JSON.stringify(args.slice(1));
  const known = real.answers.get(name);
  const isKept = key !== '' && known !== undefined && known.time > model.now - DAY_MS;
  if (isKept) {
    real.repeatCount++;
    if (known.body === body) expect(outcome).toEqual(known.outcome);
    else expect(reasonOf(outcome)).toBe('IDEMPOTENCY_KEY_REUSED');
    return;
  }
  let reason = '';
  try {
    model.atomically(() => mean(model));
  } catch (error) {
    if (!(error instanceof ModelRefusal)) throw error;
    reason = error.message;
  }
  expect(reasonOf(outcome)).toBe(reason);
  if (outcome.isDone) expect(outcome.value).toMatchObject({ sequence: model.sequence });
  real.answers.set(name, { body, outcome, time: model.now });
}

function reasonOf(outcome: StoreOutcome): string {
  return outcome.isDone ? '' : outcome.detail.reason;
}

/** Fails unless store, model, columns and ledger agree, and the invariants hold. */
function expectWhole(model: StockModel, real: Real): void {
  const { store } = real;
  const rows: InventoryRow[] = [];
  let sequence = 0;
  for (const [product] of Object.values(CODES)) {
    const found = store.call('getInventory', TENANT, product);
    rows.push(...found.rows);
    ({ sequence } = found);
    expectColumns(real, Object.values(product)[0], found.productVersion, found.rows);
  }
  expect(sequence).toBe(model.sequence);
  expect(new Map(rows.map((row) => [nameOf(row), modelRow(row)]))).toEqual(model.rows);
  for (const { onHand, allocated, held, inTransit, safetyStock } of rows) {
    expect(Math.min(onHand, allocated, held, inTransit, safetyStock)).toBeGreaterThanOrEqual(0);
    expect(allocated).toBeLessThanOrEqual(onHand + Math.max(0, allocated - onHand));
  }
  expectHolds(model, real, rows);
  expectLedger(real, rows);
}

/** A row as the model has it. */
function modelRow(row: InventoryRow) {
  const { onHand, allocated, held, inTransit, safetyStock, blocked, holdBlock, version } = row;
  const { hasInfiniteInventory: infinite, asOfEpochMs: asOf } = row;
  const counts = { onHand, allocated, held, inTransit, safetyStock };
  return { ...counts, blocked, infinite, holdBlock, version, asOf };
}

/** The holds are those of the model, and what is held of a row is what they hold. */
function expectHolds(model: StockModel, real: Real, rows: readonly InventoryRow[]): void {
  const filter = { orderId: '', locationCode: '', isEndedIncluded: true };
  const { items } = real.store.call('listHolds', TENANT, filter, 100, '');
  const states = new Map(items.map(({ holdId, state }) => [holdId, state]));
  expect(states).toEqual(new Map([...model.holds].map(([id, { state }]) => [id, state])));
  const held = new Map<string, number>();
  for (const { state, lines } of items) {
    if (state !== 'ACTIVE') continue;
    for (const line of lines) {
      held.set(nameOf(line), (held.get(nameOf(line)) ?? 0) + line.quantity);
    }
  }
  for (const row of rows) expect(row.held).toBe(held.get(nameOf(row)) ?? 0);
}

/** What changed since the last step is in the ledger, from what was to what is. */
function expectLedger(real: Real, rows: readonly InventoryRow[]): void {
  const token =
    real.ledgerToken === 0 ? '' : Buffer.from(`${real.ledgerToken}`).toString('base64url');
  const page: Page<LedgerEntry> = real.store.call('listLedger', TENANT, {}, 1000, token);
  for (const entry of page.items) {
    const name = nameOf(entry);
    const before = real.balances.get(name);
    // A row that appeared in the same step is in the ledger from its first change on.
    if (before !== undefined) expect(balanceOf(entry.before)).toBe(before);
    if (entry.after === undefined) real.balances.delete(name);
    else real.balances.set(name, balanceOf(entry.after));
    real.ledgerToken = entry.sequence + 1;
  }
  const now = new Map(rows.map((row) => [nameOf(row), balanceOf(row)]));
  for (const [name, balance] of real.balances) expect(now.get(name)).toBe(balance);
  real.balances = now;
}

function balanceOf(row: LedgerEntry['before']): string {
  const { onHand, allocated, held, inTransit, safetyStock, blocked } = row;
  const flags = [blocked, row.hasInfiniteInventory];
  return JSON.stringify([onHand, allocated, held, inTransit, safetyStock, ...flags]);
}

/** What routing sees is what is stored; it is kept, to be rewound to. */
function expectColumns(
  real: Real,
  code: string,
  version: number,
  rows: readonly InventoryRow[],
): void {
  const view = real.store.views.tenant(TENANT);
  if (view === undefined || rows.length === 0) return;
  const kind = code === 'cup' ? PRODUCT_KIND.partNumber : PRODUCT_KIND.upc;
  const bytes = Buffer.from(code);
  const product = lookUp(view.stock.products, kind, bytes, 0, bytes.length);
  const columns = columnRows(view, product);
  const counts = (list: readonly { onHand?: number; held?: number }[]) =>
    list.map(({ onHand, held }) => `${onHand} ${held}`).sort();
  expect(counts(columns)).toEqual(counts(rows));
  const start = view.stock.productStart[product];
  columns.forEach((row, i) => {
    const routable = routableUnits(row as Parameters<typeof routableUnits>[0]);
    expect(view.stock.routable[start + i]).toBe(routable);
  });
  real.copies.push({ product, version, rows: columns });
}

/** Every state that was seen can be had again. */
function expectRewound(real: Real): void {
  const view = real.store.views.tenant(TENANT);
  if (view === undefined) return;
  for (const { product, version, rows } of real.copies) {
    const line = { code: { upc: '1' }, product, productVersion: version };
    const locationVersion = view.locations.version;
    const facts = { suggestionId: 1, tenant: view.number, locationVersion, lines: [line] };
    const inputs = real.store.call('replayInputs', SCOPE, recordOf(facts));
    expect(inputs.problem).toBe(null);
    const stock = inputs.world?.stock;
    expect(columnRows(stock && { ...view, stock }, 0)).toEqual(rows);
  }
}

/** Whether more units left the way than came. */
function isLoss({ reason, before, after }: LedgerEntry): boolean {
  if (reason !== 'RECEIVED' || after === undefined) return false;
  return before.inTransit - after.inTransit > after.onHand - before.onHand;
}

const steps = fc.commands(
  [
    fc.array(anyOperation, { minLength: 1, maxLength: 4 }).map((all) => new Together(all)),
    fc.array(anyOperation, { minLength: 1, maxLength: 4 }).map((all) => new Together(all)),
    fc.array(anyOperation, { minLength: 1, maxLength: 4 }).map((all) => new Together(all)),
    anyOperation.map((one) => new Together([one, one])),
    passing.map((passedMs) => new Pass(passedMs)),
    fc.constant(new Reopen()),
  ],
  { maxCommands: 60, size: 'max' },
);

test('stock does what the model says, whatever happens to it', { timeout: 240_000 }, async () => {
  const seen = { done: 0, refused: 0, repeated: 0, expired: 0, lost: 0 };
  const property = fc.asyncProperty(steps, async (commands) => {
    const store = await ClockedStore.open();
    const real = new Real(store);
    try {
      const locations = LOCATIONS.map((code) => ({ code }));
      store.call('upsertLocations', TENANT, locations);
      store.call('applyConfiguration', SCOPE, { settings: { ledgerDays: 3650 } }, '', false);
      const model = new StockModel(store.now);
      const [product, ...aliases] = CODES.tea;
      const first = { product, aliases, locationCode: 'a', onHand: 9 };
      const more = { product, locationCode: 'b', onHand: 9 };
      store.call('upsertInventory', TENANT, [first, more], true);
      for (const update of [first, more]) model.upsert(update);
      expectWhole(model, real);
      await fc.asyncModelRun(() => ({ model, real }), commands);
      expectRewound(real);
      for (const { outcome } of real.answers.values()) seen[outcome.isDone ? 'done' : 'refused']++;
      seen.repeated += real.repeatCount;
      const { items } = store.call('listLedger', TENANT, {}, 1000, '');
      seen.expired += items.filter(({ reason }) => reason === 'HOLD_EXPIRED').length;
      seen.lost += items.filter(isLoss).length;
    } finally {
      await store.end();
    }
  });
  await fc.assert(property, { numRuns: 60 });
  // The stories have what they are to be about.
  expect(seen.done).toBeGreaterThan(100);
  expect(seen.refused).toBeGreaterThan(50);
  expect(seen.repeated).toBeGreaterThan(50);
  expect(seen.expired).toBeGreaterThan(20);
  expect(seen.lost).toBeGreaterThan(3);
});
