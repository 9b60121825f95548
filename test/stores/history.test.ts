// What the embedded store remembers for how long, by a clock that the test sets; folders of the
// release before; and what happens where the disk fails.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Recording } from '../../src/columns/record-ring.js';
import type { ReplayInputs } from '../../src/explain/inputs.js';
import type { Database } from '../../src/stores/embedded/database.js';
import { openEmbedded, type Embedded } from '../../src/stores/embedded/embedded.js';
import type {
  StoreCall,
  StoreMethod,
  StoreMethods,
  StoreReply,
} from '../../src/stores/messages.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import type { InventoryUpdate, Page } from '../../src/stores/store.js';
import { openedStore, testRecording, Views } from './support/opened-store.js';
import { offer, recordOf, type RecordFacts } from './support/records.js';

const SCOPE = { tenantId: 'shop', siteId: '1' };
const TENANT = SCOPE.tenantId;
const DAY_MS = 86_400_000;
const BEGIN = 1_800_000_000_000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-history-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** An embedded store on the thread of the test, with a clock of its own. */
class Subject {
  readonly views = new Views();
  readonly warnings: string[] = [];
  readonly recording: Recording = testRecording();
  now = BEGIN;
  private embedded: Embedded | undefined;
  private answered: StoreReply[] = [];

  async open(): Promise<void> {
    const say = (reply: StoreReply) => {
      if (reply.kind === 'publication') this.views.accept(reply.publication);
      else if (reply.kind === 'warning') this.warnings.push(reply.message);
      else if (reply.kind === 'answer') this.answered.push(reply);
    };
    this.embedded = await openEmbedded(folder, {}, this.recording, say, () => this.now);
  }

  /** The store on the thread. */
  get store(): Embedded {
    if (this.embedded === undefined) throw new Error('the store is not open');
    return this.embedded;
  }

  call<M extends StoreMethod>(
    method: M,
    ...args: Parameters<StoreMethods[M]>
  ): Awaited<ReturnType<StoreMethods[M]>> {
    this.answered = [];
    this.store.answer([{ kind: 'call', id: 1, method, args } as StoreCall]);
    while (this.answered.length === 0) this.store.work();
    const [reply] = this.answered;
    if (reply.kind !== 'answer' || !reply.outcome.isDone) throw new Error(JSON.stringify(reply));
    return reply.outcome.value as Awaited<ReturnType<StoreMethods[M]>>;
  }

  set(...updates: Partial<InventoryUpdate>[]): void {
    const full = updates.map((rest) => ({ product: { upc: '1' }, locationCode: 'a', ...rest }));
    this.call('upsertInventory', TENANT, full, false);
  }

  leave(...facts: Omit<RecordFacts, 'tenant'>[]): void {
    const tenant = this.views.tenant(TENANT)?.number ?? 0;
    offer(this.recording.rings[0], ...facts.map((one) => recordOf({ tenant, ...one })));
  }

  ids(): number[] {
    const { items }: Page<ReplayInputs> = this.call('findReplays', SCOPE, {}, 100, '');
    return items.map(({ record }) => Buffer.from(record).readDoubleLE(8));
  }

  /** What a record of the product at a version is decided again on. */
  inputsAt(productVersion: number, locationVersion = 2): ReplayInputs {
    const tenant = this.views.tenant(TENANT)?.number ?? 0;
    const lines = [{ code: { upc: '1' }, product: 0, productVersion }];
    const record = recordOf({ suggestionId: 1, tenant, locationVersion, lines });
    return this.call('replayInputs', SCOPE, record);
  }

  problemAt(productVersion: number, locationVersion = 2): string | undefined {
    return this.inputsAt(productVersion, locationVersion).problem?.reason;
  }

  /** Units of the first row. */
  onHandAt(productVersion: number): number | undefined {
    return this.inputsAt(productVersion).world?.stock.rows.onHand[0];
  }

  sweep(): void {
    while (this.store.sweep());
  }
}

describe('what is kept for so many days', () => {
  let subject: Subject;
  beforeEach(async () => {
    subject = new Subject();
    await subject.open();
    subject.call('upsertLocations', TENANT, [{ code: 'a' }, { code: 'b' }]);
    subject.call('applyConfiguration', SCOPE, {}, '', false);
  });
  afterEach(() => subject.store.close());

  test('is the ledger, by the longest of the sites, 30 where none says', () => {
    subject.set({}, { onHand: 1 });
    subject.now += 10 * DAY_MS;
    subject.set({ onHand: 2 });
    // What has gone came to an opening balance; see ledger-openings.test.ts.
    const changes = (filter = {}) => {
      const { items } = subject.call('listLedger', TENANT, filter, 10, '');
      return items.filter(({ reason }) => reason !== 'OPENING_BALANCE');
    };
    const entries = () => changes().length;
    subject.now = BEGIN + 30 * DAY_MS;
    subject.sweep();
    expect(entries()).toBe(2);
    expect([1, 2, 3].map((version) => subject.problemAt(version))).toEqual(
      Array(3).fill(undefined),
    );
    subject.now++;
    subject.sweep();
    expect(entries()).toBe(1);
    const product = { upc: '1' };
    expect(changes({ product })).toHaveLength(1);
    // The change from version 1 to version 2 is forgotten.
    expect([1, 2, 3].map((version) => subject.problemAt(version))).toEqual([
      'STOCK_EXPIRED',
      undefined,
      undefined,
    ]);
    const other = { ...SCOPE, siteId: '2' };
    subject.call('applyConfiguration', SCOPE, { settings: { ledgerDays: 1 } }, '', false);
    subject.call('applyConfiguration', other, { settings: { ledgerDays: 22 } }, '', false);
    subject.now = BEGIN + 32 * DAY_MS;
    subject.sweep();
    expect(entries()).toBe(1);
    subject.now++;
    subject.sweep();
    expect(entries()).toBe(0);
  });

  test('is the ledger in small steps, however much there is', () => {
    for (let i = 0; i < 3; i++) {
      subject.set(...Array.from({ length: 4000 }, (_, onHand) => ({ onHand })));
    }
    subject.now += 31 * DAY_MS;
    expect([1, 2, 3].map(() => subject.store.sweep())).toEqual([true, true, false]);
    const { items } = subject.call('listLedger', TENANT, {}, 10, '');
    expect(items).toMatchObject([{ reason: 'OPENING_BALANCE', after: { onHand: 3999 } }]);
  });

  test('is the ledger of a product whose count of changes wraps', () => {
    subject.set({});
    const stock = subject.views.tenant(TENANT)?.stock;
    if (stock === undefined) throw new Error('the tenant was not published');
    // As after nearly 2^31 changes.
    stock.productVersion[0] = -6;
    const last = 2 ** 31 - 1;
    for (const onHand of [1, 2, 3, 4]) subject.set({ onHand });
    const product = { upc: '1' };
    const { items } = subject.call('listLedger', TENANT, { product }, 10, '');
    expect(items.map(({ productVersion }) => productVersion)).toEqual([last - 1, last, 0, 1]);
    expect(items.map(({ after }) => after?.onHand)).toEqual([1, 2, 3, 4]);
    const { nextPageToken } = subject.call('listLedger', TENANT, { product }, 2, '');
    const rest = subject.call('listLedger', TENANT, { product }, 10, nextPageToken);
    expect(rest.items).toEqual(items.slice(2));
    const versions = [last - 2, last - 1, last, 0, 1];
    expect(versions.map((version) => subject.problemAt(version))).toEqual(Array(5).fill(undefined));
    expect(versions.map((version) => subject.onHandAt(version))).toEqual([0, 1, 2, 3, 4]);
    expect([last - 3, 2].map((version) => subject.problemAt(version))).toEqual(
      Array(2).fill('STOCK_EXPIRED'),
    );
  });

  test('are the locations of before, as the ledger', () => {
    subject.set({});
    subject.now += 5 * DAY_MS;
    subject.call('setLocationHold', TENANT, 'a', true);
    subject.now += DAY_MS;
    subject.call('setLocationHold', TENANT, 'a', false);
    const problems = () => [2, 3, 4].map((version) => subject.problemAt(1, version));
    subject.now = BEGIN + 35 * DAY_MS;
    subject.sweep();
    expect(subject.problemAt(1, 3)).toBe(undefined);
    subject.now++;
    subject.sweep();
    // What was replaced then is not known any more; the one after it is.
    expect(problems()).toEqual(['LOCATIONS_EXPIRED', undefined, undefined]);
  });

  test('are records and their logs, 7 days where the settings do not say', () => {
    subject.leave({ suggestionId: 1, timeEpochMs: BEGIN });
    expect(subject.ids()).toEqual([1]);
    subject.call('keepLog', SCOPE, 1, Uint8Array.of(1));
    subject.leave({ suggestionId: 2, timeEpochMs: BEGIN + DAY_MS });
    subject.now = BEGIN + 7 * DAY_MS;
    subject.sweep();
    expect(subject.ids()).toEqual([2, 1]);
    subject.now++;
    subject.sweep();
    expect(subject.ids()).toEqual([2]);
    const settings = { decisionRecords: { daysMax: 6 } };
    subject.call('applyConfiguration', SCOPE, { settings }, '', false);
    subject.sweep();
    expect(subject.ids()).toEqual([]);
    subject.leave({ suggestionId: 1, timeEpochMs: subject.now });
    const { items } = subject.call('findReplays', SCOPE, { suggestionId: 1 }, 1, '');
    expect(items).toMatchObject([{ storedLog: null }]);
  });

  test('are records, a part of them at once, however many there are', () => {
    for (let id = 1; id <= 600; id++) {
      subject.leave({ suggestionId: id, timeEpochMs: BEGIN });
      subject.store.drain();
    }
    subject.now = BEGIN + 8 * DAY_MS;
    expect([1, 2, 3].map(() => subject.store.sweep())).toEqual([true, true, false]);
    expect(subject.ids()).toEqual([]);
  });

  test('a disk that fails loses records, which is said once a minute, and stops nothing', () => {
    const database: unknown = Reflect.get(subject.store, 'database');
    const root = Reflect.get(database as object, 'root') as { transactionSync: unknown };
    const { transactionSync } = root;
    root.transactionSync = () => {
      throw new Error('no space left');
    };
    subject.leave({ suggestionId: 1 }, { suggestionId: 2 });
    subject.store.drain();
    subject.leave({ suggestionId: 3 });
    subject.store.drain();
    expect(subject.warnings).toEqual(['2 records of decisions were lost: no space left']);
    subject.now += 60_000;
    subject.leave({ suggestionId: 4 });
    subject.store.drain();
    expect(subject.warnings[1]).toBe('4 records of decisions were lost: no space left');
    root.transactionSync = transactionSync;
    subject.leave({ suggestionId: 5, timeEpochMs: subject.now });
    expect(subject.ids()).toEqual([5]);
  });

  test('what LMDB does not commit at once is written once, with its bytes and its drain', () => {
    const database = Reflect.get(subject.store, 'database') as Database;
    const { root } = database;
    const transactionSync = root.transactionSync.bind(root);
    let failsNext = false;
    root.transactionSync = (action) => {
      failsNext = !failsNext;
      if (!failsNext) return transactionSync(action);
      return transactionSync(() => {
        action();
        throw Object.assign(new Error('MDB_BAD_TXN'), { code: -30782 });
      });
    };
    for (let id = 1; id <= 5; id++) {
      subject.leave({ suggestionId: id, timeEpochMs: BEGIN });
      subject.store.drain();
    }
    expect(subject.ids()).toEqual([5, 4, 3, 2, 1]);
    expect(subject.warnings).toEqual([]);
    const pages = Array.from(database.recordPages.getRange({}), ({ value }) => value.length);
    const [{ value: site }] = database.recordSites.getRange({});
    expect(pages).toHaveLength(5);
    expect(site.readDoubleLE(0)).toBe(pages.reduce((sum, length) => sum + length));
    expect(site.readDoubleLE(8)).toBe(5);
  });
});

/** Writes a folder as the first release did: rows of 44 bytes, and nothing of the past. */
async function writeVersion1(): Promise<void> {
  const root = open({ path: folder, noSubdir: false, maxDbs: 16 });
  const json = (name: string) => root.openDB<unknown, string>(name, { encoding: 'json' });
  const keyed = (name: string) =>
    root.openDB<unknown, (string | number)[]>(name, { encoding: 'json' });
  const binary = (name: string) =>
    root.openDB<Buffer, Uint8Array>(name, { encoding: 'binary', keyEncoding: 'binary' });
  json('meta').putSync('schema', 1);
  json('tenants').putSync(TENANT, { number: 1, sequence: 12, locationCount: 2 });
  keyed('locations').putSync([1, 0], { code: 'a', id: 1, active: true, directShip: true });
  keyed('locations').putSync([1, 1], { code: 'b', id: 2, active: true, directShip: true });
  const codes = Buffer.from('000000000131', 'hex');
  binary('product-codes').putSync(Buffer.from('0000000100000000', 'hex'), codes);
  for (const [location, version] of [
    [0, 5],
    [1, 7],
  ]) {
    const key = Buffer.alloc(16);
    key.writeUInt32BE(1, 0);
    key.writeUInt32BE(location, 8);
    const row = Buffer.alloc(44);
    row.writeInt32LE(10 + location, 0);
    row.writeInt32LE(version, 32);
    row.writeDoubleLE(Number.NaN, 36);
    binary('rows').putSync(key, row);
  }
  await root.close();
}

test('a folder without a past is taken over, with rows that were there always', async () => {
  await writeVersion1();
  const subject = new Subject();
  await subject.open();
  const product = { upc: '1' };
  const found = subject.call('getInventory', TENANT, product);
  expect(found).toMatchObject({ productVersion: 12, sequence: 12 });
  expect(found.rows).toMatchObject([
    { locationCode: 'a', onHand: 10, version: 5 },
    { locationCode: 'b', onHand: 11, version: 7 },
  ]);
  subject.call('applyConfiguration', SCOPE, {}, '', false);
  subject.set({ onHand: 3 }, { locationCode: 'b', segment: { x: 'y' } }, { onHand: 4 });
  const rows = async (productVersion: number) => {
    const lines = [{ code: product, product: 0, productVersion }];
    const record = recordOf({ suggestionId: 1, tenant: 1, locationVersion: 1, lines });
    const { world } = subject.call('replayInputs', SCOPE, record);
    const { onHand } = world?.stock.rows ?? { onHand: new Int32Array(0) };
    return Array.from(onHand.subarray(0, world?.stock.productCount[0]));
  };
  expect(await rows(12)).toEqual([10, 11]);
  expect(await rows(13)).toEqual([3, 11]);
  expect(await rows(14)).toEqual([3, 11, 0]);
  expect(await rows(15)).toEqual([4, 11, 0]);
  expect(subject.problemAt(11, 1)).toBe('STOCK_EXPIRED');
  await subject.store.close();
  const root = open({ path: folder, noSubdir: false, maxDbs: 32 });
  expect(root.openDB<number, string>('meta', { encoding: 'json' }).get('schema')).toBe(6);
  await root.close();
  const { store } = await openedStore(new EmbeddedStore({ dataDirectory: folder }));
  const again = await store.getInventory(TENANT, product);
  expect(again.rows).toMatchObject([{ version: 7 }, { version: 7 }, { version: 1 }]);
  await store.close();
});
