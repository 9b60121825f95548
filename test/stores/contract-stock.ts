// What every store owes about changes of stock, transfers and holds: what is refused and by which
// field, that nothing is half done, and that a key has one effect. What they mean in any order is
// in stock-model.test.ts.

import { expect, test } from 'vitest';
import type { HoldRequest, StockAdjustment } from '../../src/stores/stock-operations.js';
import type { InventoryUpdate, LedgerEntry, Store } from '../../src/stores/store.js';
import type { Subject } from './contract.js';
import { columnRows, refusalOf } from './support/opened-store.js';
import { TENANT } from './support/tenant.js';

const TEA = { upc: 'tea' };
const AT_A = { product: TEA, locationCode: 'a' };
const AT_B = { product: TEA, locationCode: 'b' };

/** The part of the contract on operations. */
export function stockContract(subject: Subject): void {
  rowsAreAdjusted(subject);
  rowsAreBlockedAndDeleted(subject);
  unitsAreTransferred(subject);
  unitsAreHeld(subject);
  holdsAreListed(subject);
  keysHaveOneEffect(subject);
}

async function withStock(subject: Subject, ...updates: Partial<InventoryUpdate>[]): Promise<Store> {
  const { store } = subject.opened;
  await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
  const all = updates.map((rest) => ({ ...AT_A, ...rest }));
  await store.upsertInventory(TENANT, all, true);
  return store;
}

function adjust(store: Store, adjustments: readonly StockAdjustment[], key = '') {
  return store.changeStock(TENANT, { kind: 'adjust', adjustments, reference: 'stocktake' }, key);
}

function holdOf(rest: Partial<HoldRequest>): HoldRequest {
  const line = { ...AT_A, quantity: 2 };
  return { holdId: '', orderId: '', lines: [line], ttlMs: 0, isPartialAllowed: false, ...rest };
}

async function rowsOf(store: Store) {
  return (await store.getInventory(TENANT, TEA)).rows;
}

async function ledgerOf(store: Store): Promise<LedgerEntry[]> {
  return [...(await store.listLedger(TENANT, {}, 1000, '')).items];
}

/** Code, reason and fields of a refusal. */
async function shortly(call: Promise<unknown>): Promise<unknown[]> {
  const { code, reason, violations } = await refusalOf(call);
  return [code, reason, ...violations.map(({ field }) => field)];
}

function rowsAreAdjusted(subject: Subject): void {
  test('an adjustment adds to counts, and refuses all where one would go below 0', async () => {
    const store = await withStock(subject, { onHand: 5, allocated: 4 }, { ...AT_B, onHand: 1 });
    const first = { row: AT_A, onHandDelta: -3, inTransitDelta: 2, safetyStockDelta: 1 };
    const { levels, sequence } = await adjust(store, [first]);
    const quantities = { onHand: 2, allocated: 4, inTransit: 2, safetyStock: 1 };
    expect(levels).toMatchObject([{ quantities, version: 2 }]);
    expect(sequence).toBe(3);
    const both = [
      { row: AT_A, onHandDelta: 1 },
      { row: AT_B, onHandDelta: -2 },
    ];
    const field = 'adjustments[1].on_hand_delta';
    expect(await shortly(adjust(store, both))).toEqual([9, 'INSUFFICIENT_STOCK', field]);
    expect(await rowsOf(store)).toMatchObject([{ onHand: 2 }, { onHand: 1 }]);
    const [entry, ...more] = await ledgerOf(store);
    expect(more).toEqual([]);
    const change = { reason: 'ADJUSTED', reference: 'stocktake', productVersion: 3 };
    expect(entry).toMatchObject({ ...change, before: { onHand: 5 }, after: { onHand: 2 } });
    // What routing reads.
    const { views } = subject.opened;
    expect(columnRows(views.tenant(TENANT), 0)).toMatchObject([{ onHand: 2 }, { onHand: 1 }]);
    await subject.reopen();
    const again = await subject.opened.store.getInventory(TENANT, TEA);
    expect(again).toMatchObject({ productVersion: 3, rows: [{ onHand: 2 }, { onHand: 1 }] });
  });

  test('an adjustment says which of its fields is at fault', async () => {
    const store = await withStock(subject, { onHand: 5 });
    const one = { row: AT_A, onHandDelta: 1 };
    const elsewhere = { product: TEA, locationCode: 'c' };
    for (const [adjustments, ...refusal] of [
      [[], 3, 'INVALID_FIELD', 'adjustments'],
      [[{ row: AT_A }], 3, 'INVALID_FIELD', 'adjustments[0]'],
      [[{ row: AT_A, onHandDelta: 0.5 }], 3, 'INVALID_FIELD', 'adjustments[0].on_hand_delta'],
      [[one, one], 3, 'INVALID_FIELD', 'adjustments[1].row'],
      [[{ ...one, row: AT_B }], 5, 'ROW_NOT_FOUND', 'adjustments[0].row'],
      [[{ ...one, row: elsewhere }], 3, 'INVALID_FIELD', 'adjustments[0].row.location_code'],
      [[{ ...one, expectedVersion: 7 }], 9, 'VERSION_MISMATCH', 'adjustments[0].expected_version'],
      [
        [{ ...one, onHandDelta: 1_000_000_000 }],
        9,
        'COUNT_TOO_LARGE',
        'adjustments[0].on_hand_delta',
      ],
    ] as const) {
      expect(await shortly(adjust(store, adjustments))).toEqual(refusal);
    }
    expect(await ledgerOf(store)).toEqual([]);
    const many = Array.from({ length: 1001 }, () => one);
    expect(await shortly(adjust(store, many))).toEqual([3, 'INVALID_FIELD', 'adjustments']);
  });

  test('a count from before an adjustment is stale, one from after it is not', async () => {
    const store = await withStock(subject, { onHand: 5, asOfEpochMs: 1000 });
    // The clock is the store's, which may be behind ours by as long as an answer of it takes.
    const before = Date.now() - 500;
    await adjust(store, [{ row: AT_A, onHandDelta: -1 }]);
    const set = (onHand: number, asOfEpochMs: number) =>
      store.upsertInventory(TENANT, [{ ...AT_A, onHand, asOfEpochMs }], true);
    expect(await set(5, before)).toMatchObject({ staleCount: 1 });
    expect(await rowsOf(store)).toMatchObject([{ onHand: 4 }]);
    expect(await set(7, Date.now() + 1)).toMatchObject({ writtenCount: 1 });
  });
}

function rowsAreBlockedAndDeleted(subject: Subject): void {
  test('a block may outlive a refresh, and an unblock ends both', async () => {
    const store = await withStock(subject, { onHand: 5 });
    const change = (kind: 'block' | 'unblock', isHeld: boolean) =>
      store.changeStock(TENANT, { kind, rows: [AT_A], reference: '', isHeld }, '');
    const refresh = () => store.upsertInventory(TENANT, [{ ...AT_A, onHand: 6 }], true);
    await change('block', false);
    await change('block', false);
    expect(await rowsOf(store)).toMatchObject([{ blocked: true, version: 2 }]);
    await refresh();
    expect(await rowsOf(store)).toMatchObject([{ blocked: false }]);
    await change('block', true);
    await refresh();
    expect(await rowsOf(store)).toMatchObject([{ blocked: true, holdBlock: true }]);
    await change('unblock', false);
    expect(await rowsOf(store)).toMatchObject([{ blocked: false, holdBlock: false }]);
    const reasons = (await ledgerOf(store)).map(({ reason }) => reason);
    expect(reasons).toEqual(['BLOCKED', 'UPSERT', 'BLOCKED', 'UPSERT', 'UNBLOCKED']);
  });

  test('a row that is promised is not deleted; one that went may come again', async () => {
    const store = await withStock(subject, { onHand: 5, allocated: 1 }, { ...AT_B, onHand: 2 });
    const remove = (...rows: (typeof AT_A)[]) =>
      store.changeStock(TENANT, { kind: 'delete', rows, reference: '' }, '');
    expect(await shortly(remove(AT_B, AT_A))).toEqual([9, 'ROW_IN_USE', 'rows[1]']);
    expect(await rowsOf(store)).toHaveLength(2);
    // Both in one transaction: the row must be the new one afterwards.
    const set = store.upsertInventory(TENANT, [{ ...AT_B, onHand: 9 }], true);
    await Promise.all([set, remove(AT_B)]);
    await store.upsertInventory(TENANT, [{ ...AT_B, onHand: 3 }], true);
    const again = store.upsertInventory(TENANT, [{ ...AT_B, onHand: 4 }], true);
    await Promise.all([again, remove(AT_B), store.upsertInventory(TENANT, [AT_B], true)]);
    expect(await rowsOf(store)).toMatchObject([{ onHand: 5 }, { onHand: 0, version: 1 }]);
    const view = columnRows(subject.opened.views.tenant(TENANT), 0);
    expect(view).toMatchObject([{ onHand: 5 }, { onHand: 0, version: 1 }]);
    const { productVersion } = await store.getInventory(TENANT, TEA);
    await subject.reopen();
    const reopened = await subject.opened.store.getInventory(TENANT, TEA);
    expect(reopened.productVersion).toBe(productVersion);
  });
}

function unitsAreTransferred(subject: Subject): void {
  const way = { fromLocationCode: 'a', toLocationCode: 'b' };

  test('a transfer leaves, arrives bit by bit, and knows what is open', async () => {
    const store = await withStock(subject, { onHand: 9, allocated: 2 });
    const request = { transferId: '', ...way, lines: [{ product: TEA, quantity: 7 }] };
    const { transfer } = await store.transferInventory(TENANT, request, '');
    const { transferId } = transfer;
    expect(transfer).toMatchObject({ isOpen: true, lines: [{ quantity: 7, received: 0 }] });
    expect(await rowsOf(store)).toMatchObject([{ onHand: 2 }, { onHand: 0, inTransit: 7 }]);
    const receive = (lines: object[]) =>
      store.receiveTransfer(TENANT, { transferId, lines: lines as never }, '');
    await receive([{ product: TEA, received: 3, lost: 1 }]);
    expect(await rowsOf(store)).toMatchObject([{ onHand: 2 }, { onHand: 3, inTransit: 3 }]);
    const tooMany = receive([{ product: TEA, received: 2, lost: 2 }]);
    expect(await shortly(tooMany)).toEqual([9, 'INSUFFICIENT_STOCK', 'lines[0].lost']);
    await subject.reopen();
    const opened = subject.opened.store;
    const rest = await opened.receiveTransfer(TENANT, { transferId, lines: [] }, '');
    expect(rest.transfer).toMatchObject({ isOpen: false, lines: [{ received: 6, lost: 1 }] });
    expect(await rowsOf(opened)).toMatchObject([{ onHand: 2 }, { onHand: 6, inTransit: 0 }]);
    const entries = await ledgerOf(opened);
    expect(entries.map(({ reason, reference }) => [reason, reference])).toEqual(
      ['TRANSFER_OUT', 'TRANSFER_IN', 'RECEIVED', 'RECEIVED'].map((one) => [one, transferId]),
    );
  });

  test('a transfer says what is at fault, and infinite stock sends any quantity', async () => {
    const store = await withStock(subject, { onHand: 9, allocated: 8 });
    const line = { product: TEA, quantity: 2 };
    const send = (rest: object) =>
      store.transferInventory(TENANT, { transferId: 't', ...way, lines: [line], ...rest }, '');
    const short = [9, 'INSUFFICIENT_STOCK', 'lines[0].quantity'];
    expect(await shortly(send({}))).toEqual(short);
    expect(await shortly(send({ lines: [{ ...line, product: { sku: '?' } }] }))).toEqual(short);
    for (const [rest, field] of [
      [{ toLocationCode: 'a' }, 'to_location_code'],
      [{ toLocationCode: 'c' }, 'to_location_code'],
      [{ lines: [] }, 'lines'],
      [{ lines: [line, line] }, 'lines[1]'],
      [{ lines: [{ ...line, quantity: 0 }] }, 'lines[0].quantity'],
      [{ transferId: 'x'.repeat(65) }, 'transfer_id'],
    ] as const) {
      expect(await shortly(send(rest))).toEqual([3, 'INVALID_FIELD', field]);
    }
    const receipt = { transferId: 'none', lines: [] };
    expect(await shortly(store.receiveTransfer(TENANT, receipt, ''))).toEqual([5, 'NOT_FOUND']);
    await store.upsertInventory(TENANT, [{ ...AT_A, hasInfiniteInventory: true }], true);
    await send({ lines: [{ ...line, quantity: 50 }] });
    expect(await rowsOf(store)).toMatchObject([{ onHand: 9 }, { inTransit: 50 }]);
    expect(await shortly(send({}))).toEqual([6, 'ID_TAKEN', 'transfer_id']);
  });
}

function unitsAreHeld(subject: Subject): void {
  test('a hold takes all lines or none, and its release gives back just that', async () => {
    const store = await withStock(subject, { onHand: 5, safetyStock: 1 }, { ...AT_B, onHand: 1 });
    const before = await rowsOf(store);
    const lines = [AT_A, AT_A, AT_B].map((row) => ({ ...row, quantity: 2 }));
    const refused = store.holdInventory(TENANT, holdOf({ lines }), '');
    const field = 'lines[2].quantity';
    expect(await shortly(refused)).toEqual([9, 'INSUFFICIENT_STOCK', field]);
    const request = holdOf({ lines, isPartialAllowed: true, orderId: 'o' });
    const { hold } = await store.holdInventory(TENANT, request, '');
    expect(hold.lines.map(({ quantity }) => quantity)).toEqual([2, 2, 1]);
    expect(hold.expireTimeEpochMs - hold.createTimeEpochMs).toBe(900_000);
    expect(await rowsOf(store)).toMatchObject([{ held: 4 }, { held: 1 }]);
    const nothing = store.holdInventory(TENANT, holdOf({ isPartialAllowed: true }), '');
    expect(await shortly(nothing)).toEqual([9, 'INSUFFICIENT_STOCK', 'lines[0].quantity']);
    await subject.reopen();
    const opened = subject.opened.store;
    const { holdId } = hold;
    const first = await opened.releaseHold(TENANT, holdId, '');
    expect(first.hold).toMatchObject({ state: 'RELEASED', orderId: 'o' });
    expect(await opened.releaseHold(TENANT, holdId, '')).toEqual(first);
    const after = await rowsOf(opened);
    const plain = (rows: typeof before) => rows.map((row) => ({ ...row, version: 0 }));
    expect(plain(after)).toEqual(plain(before));
    const reasons = (await ledgerOf(opened)).map(({ reason }) => reason);
    expect(reasons).toEqual(['HELD', 'HELD', 'HOLD_RELEASED', 'HOLD_RELEASED']);
  });

  test('a hold says what is at fault; blocked stock is none, infinite stock any', async () => {
    const store = await withStock(subject, { onHand: 5 });
    const take = (rest: object) => store.holdInventory(TENANT, holdOf(rest), '');
    const line = { ...AT_A, quantity: 1 };
    for (const [rest, field] of [
      [{ lines: [] }, 'lines'],
      [{ lines: [{ ...line, quantity: 1_000_001 }] }, 'lines[0].quantity'],
      [{ lines: [{ ...line, locationCode: 'c' }] }, 'lines[0].location_code'],
      [{ lines: [{ ...line, product: {} }] }, 'lines[0].product'],
      [{ ttlMs: -1 }, 'ttl_ms'],
      [{ ttlMs: 2_592_000_001 }, 'ttl_ms'],
      [{ holdId: 'x'.repeat(65) }, 'hold_id'],
      [{ orderId: 'x'.repeat(65) }, 'order_id'],
    ] as const) {
      expect(await shortly(take(rest))).toEqual([3, 'INVALID_FIELD', field]);
    }
    expect(await shortly(store.releaseHold(TENANT, 'none', ''))).toEqual([5, 'NOT_FOUND']);
    expect(await shortly(store.releaseHold(TENANT, '', ''))).toEqual([
      3,
      'INVALID_FIELD',
      'hold_id',
    ]);
    await store.upsertInventory(TENANT, [{ ...AT_A, blocked: true }], true);
    expect((await refusalOf(take({}))).reason).toBe('INSUFFICIENT_STOCK');
    const infinite = { ...AT_A, blocked: false, hasInfiniteInventory: true };
    await store.upsertInventory(TENANT, [infinite], true);
    await take({ holdId: 'big', lines: [{ ...line, quantity: 1_000_000 }] });
    expect(await shortly(take({ holdId: 'big' }))).toEqual([6, 'ID_TAKEN', 'hold_id']);
    expect((await refusalOf(store.deleteLocation(TENANT, 'a'))).reason).toBe('LOCATION_IN_USE');
  });
}

function holdsAreListed(subject: Subject): void {
  test('holds are listed by id, by order and by location, in pages', async () => {
    const store = await withStock(subject, { onHand: 50 }, { ...AT_B, onHand: 50 });
    const list = (rest: object, pageSize = 100, token = '') => {
      const filter = { orderId: '', locationCode: '', isEndedIncluded: false, ...rest };
      return store.listHolds(TENANT, filter, pageSize, token);
    };
    const idsOf = async (rest: object) =>
      (await list(rest)).items.map(({ holdId }) => holdId).join('');
    for (const [holdId, orderId, row] of [
      ['3', 'o1', AT_A],
      ['1', 'o1', AT_B],
      ['2', 'o2', AT_A],
    ] as const) {
      const lines = [{ ...row, quantity: 1 }];
      await store.holdInventory(TENANT, holdOf({ holdId, orderId, lines }), '');
    }
    await store.releaseHold(TENANT, '2', '');
    expect(await idsOf({})).toBe('13');
    expect(await idsOf({ isEndedIncluded: true })).toBe('123');
    expect(await idsOf({ orderId: 'o1', locationCode: 'a' })).toBe('3');
    const { items, nextPageToken } = await list({}, 1);
    expect(items).toMatchObject([{ holdId: '1' }]);
    expect((await list({}, 1, nextPageToken)).items).toMatchObject([{ holdId: '3' }]);
    expect(await shortly(list({}, 1, '?'))).toEqual([3, 'INVALID_FIELD', 'page_token']);
    expect(await store.listHolds('nobody', {} as never, 1, '')).toMatchObject({ items: [] });
  });
}

function keysHaveOneEffect(subject: Subject): void {
  test('a key has one effect, also after a restart; another body is refused', async () => {
    const store = await withStock(subject, { onHand: 5 });
    const one = { row: { ...AT_A, segment: {} }, onHandDelta: -2 };
    const answers = await Promise.all([1, 2, 3].map(() => adjust(store, [one], 'k')));
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    await subject.reopen();
    const opened = subject.opened.store;
    // The same request whatever order its keys are in.
    const same = { onHandDelta: -2, row: { segment: {}, locationCode: 'a', product: TEA } };
    expect(await adjust(opened, [same], 'k')).toEqual(answers[0]);
    expect(await rowsOf(opened)).toMatchObject([{ onHand: 3 }]);
    const other = adjust(opened, [{ ...one, onHandDelta: -1 }], 'k');
    expect(await shortly(other)).toEqual([3, 'IDEMPOTENCY_KEY_REUSED', 'idempotency_key']);
    // Keys are of a method and of a tenant.
    await opened.holdInventory(TENANT, holdOf({}), 'k');
    const change = { kind: 'unblock' as const, rows: [AT_A], reference: '' };
    await opened.changeStock(TENANT, change, 'k');
    const long = adjust(opened, [one], 'k'.repeat(65));
    expect(await shortly(long)).toEqual([3, 'INVALID_FIELD', 'idempotency_key']);
    const set = [{ ...AT_A, onHand: 9 }];
    const first = await opened.upsertInventory(TENANT, set, true, 'k');
    await opened.upsertInventory(TENANT, [{ ...AT_A, onHand: 1 }], true);
    expect(await opened.upsertInventory(TENANT, set, true, 'k')).toEqual(first);
    expect(await rowsOf(opened)).toMatchObject([{ onHand: 1 }]);
  });

  test('a refusal is an answer too, and stays one', async () => {
    const store = await withStock(subject, { onHand: 1 });
    const refused = await refusalOf(store.holdInventory(TENANT, holdOf({}), 'k'));
    await adjust(store, [{ row: AT_A, onHandDelta: 9 }]);
    expect(await refusalOf(store.holdInventory(TENANT, holdOf({}), 'k'))).toEqual(refused);
    await store.holdInventory(TENANT, holdOf({}), 'another');
    // Where nobody ever wrote, nothing is kept.
    const change = { kind: 'unblock' as const, rows: [AT_A], reference: '' };
    await refusalOf(store.changeStock('nobody', change, 'k'));
    expect(await store.counts('nobody')).toMatchObject({ locationCount: 0 });
  });
}
