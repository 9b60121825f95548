// What every store owes about records of decisions: that they are found, bounded, and there after a
// restart, and that no suggestion id is given out twice.

import { expect, test } from 'vitest';
import type { ReplayInputs } from '../../src/explain/inputs.js';
import type { Page, RecordQuery } from '../../src/stores/store.js';
import { readRecord, RECORD } from '../../src/wire/record.js';
import { createRng } from '../support/generate/random.js';
import type { Subject } from './contract.js';
import { refusalOf } from './support/opened-store.js';
import { offer, recordOf, type RecordFacts } from './support/records.js';
import { siteOfTenant } from './support/tenant.js';

const SCOPE = siteOfTenant('1');
const MIB = 2 ** 20;

/** The part of the contract on records. */
export function recordContract(subject: Subject): void {
  recordsAreFound(subject);
  recordsAreListed(subject);
  recordsAreBounded(subject);
  logsAreKept(subject);
  idsAreFresh(subject);
}

/** Makes a tenant with a site that has rules; answers its number. */
async function withSite(subject: Subject, scope = SCOPE, settings = {}): Promise<number> {
  const { store, views } = subject.opened;
  await store.upsertLocations(scope.tenantId, [{ code: 'a' }]);
  await store.applyConfiguration(scope, { settings }, '', false);
  return views.tenant(scope.tenantId)?.number ?? 0;
}

/** The bytes of records, without the number of the tenant: a store may give it another one. */
function hex(...records: readonly Uint8Array[]): string[] {
  return records.map((record) => {
    const bytes = Buffer.from(record);
    bytes.writeUInt32LE(0, RECORD.tenant);
    return bytes.toString('hex');
  });
}

/** Between two bursts of records; a burst itself takes less. */
const BURST_MS = 1000;

/** Leaves records in a ring; answers their bytes. */
function leave(subject: Subject, facts: readonly RecordFacts[], ring = 0): Uint8Array[] {
  const records = facts.map(recordOf);
  offer(subject.opened.recording.rings[ring], ...records);
  return records;
}

async function found(
  subject: Subject,
  query: RecordQuery,
  pageSize = 100,
  scope = SCOPE,
): Promise<ReplayInputs[]> {
  const items: ReplayInputs[] = [];
  for (let token = ''; ; ) {
    const page: Page<ReplayInputs> = await subject.opened.store.findReplays(
      scope,
      query,
      pageSize,
      token,
    );
    expect(page.items.length).toBeLessThanOrEqual(pageSize);
    items.push(...page.items);
    token = page.nextPageToken;
    if (token === '') return items;
  }
}

function idsOf(items: readonly ReplayInputs[]): number[] {
  return items.map(({ record }) => readRecord(record, 0).suggestionId);
}

function recordsAreFound(subject: Subject): void {
  test('a record is found by its id and by ids of its order, with all of its bytes', async () => {
    const tenant = await withSite(subject);
    const [first, second, third] = leave(subject, [
      { suggestionId: 1, tenant, orderId: 'A', externalResponseId: 'x' },
      { suggestionId: 2, tenant, orderId: 'B', timeEpochMs: Date.now() - 9 },
      { suggestionId: 1024, tenant, orderId: 'A', timeEpochMs: Date.now() - 8 },
    ]);
    const check = async () => {
      const bytes = async (query: RecordQuery) => {
        const items = await found(subject, query);
        return hex(...items.map(({ record }) => record));
      };
      expect(await bytes({ suggestionId: 2 })).toEqual(hex(second));
      expect(await bytes({ suggestionId: 1024 })).toEqual(hex(third));
      expect(await bytes({ suggestionId: 3 })).toEqual([]);
      expect(await bytes({ suggestionId: 9999 })).toEqual([]);
      expect(await bytes({ orderId: 'A' })).toEqual(hex(first, third));
      expect(await bytes({ orderId: 'C' })).toEqual([]);
      expect(await bytes({ externalResponseId: 'x' })).toEqual(hex(first));
      expect(await bytes({ externalResponseId: 'A' })).toEqual([]);
    };
    await check();
    const [one] = await found(subject, { suggestionId: 1 });
    expect(one).toMatchObject({ ...SCOPE, storedLog: null, problem: null });
    await subject.reopen();
    await check();
  });

  test('records of nobody known, and of a site without rules, are left out', async () => {
    const tenant = await withSite(subject);
    leave(subject, [
      { suggestionId: 1, tenant: tenant + 7 },
      { suggestionId: 2, tenant, siteId: 'other' },
      { suggestionId: 3, tenant },
    ]);
    expect(idsOf(await found(subject, {}))).toEqual([3]);
    expect(await found(subject, {}, 1, { ...SCOPE, siteId: 'other' })).toEqual([]);
    expect(await found(subject, {}, 1, { ...SCOPE, tenantId: 'nobody' })).toEqual([]);
  });

  test('what waits when the store is closed is there when it is opened', async () => {
    const tenant = await withSite(subject);
    leave(subject, [{ suggestionId: 5, tenant }]);
    await subject.reopen();
    expect(idsOf(await found(subject, {}))).toEqual([5]);
  });
}

function recordsAreListed(subject: Subject): void {
  test('all records of a site come newest first, page by page, whatever their ids', async () => {
    const tenant = await withSite(subject);
    const other = { ...SCOPE, siteId: 'other-site' };
    await withSite(subject, other);
    const rng = createRng(7);
    // Two threads, each with blocks of ids of its own, and two sites.
    const blocks = [1, 1025];
    const times = new Map<number, number>();
    let timeEpochMs = Date.now() - 60_000;
    for (let burst = 0; burst < 12; burst++) {
      timeEpochMs += BURST_MS;
      for (let i = rng.integer(1, 90); i > 0; i--) {
        const thread = rng.integer(0, 1);
        const suggestionId = blocks[thread]++;
        if (blocks[thread] % 1024 === 1) blocks[thread] = Math.max(...blocks) + 1024;
        timeEpochMs += rng.integer(0, 2);
        const siteId = rng.chance(0.2) ? other.siteId : SCOPE.siteId;
        const orderId = rng.chance(0.1) ? 'wanted' : `order ${suggestionId}`;
        leave(subject, [{ suggestionId, tenant, siteId, timeEpochMs, orderId }], thread);
        if (siteId === SCOPE.siteId) times.set(suggestionId, timeEpochMs);
      }
      await found(subject, { suggestionId: 1 });
    }
    const expected = idsOf(await found(subject, {}, 100));
    expect([...expected].sort((left, right) => left - right)).toEqual(
      [...times.keys()].sort((left, right) => left - right),
    );
    expect(expected.length).toBeGreaterThan(200);
    // The store empties the rings whenever it likes: of one burst, records of two threads may come
    // in either order; those of two bursts may not.
    for (let i = 1; i < expected.length; i++) {
      const newer = times.get(expected[i - 1]) ?? 0;
      expect(newer).toBeGreaterThan((times.get(expected[i]) ?? 0) - BURST_MS);
    }
    expect(idsOf(await found(subject, {}, 7))).toEqual(expected);
    const wanted = (await found(subject, { orderId: 'wanted' }, 3)).map(({ record }) => record);
    expect(wanted.length).toBeGreaterThan(5);
    const places = wanted.map((record) => expected.indexOf(readRecord(record, 0).suggestionId));
    expect(places).toEqual(places.toSorted((left, right) => left - right));
    for (const suggestionId of expected) {
      expect(idsOf(await found(subject, { suggestionId }))).toEqual([suggestionId]);
    }
    await subject.reopen();
    expect(idsOf(await found(subject, {}, 40))).toEqual(expected);
  });

  test('a token that is none is refused', async () => {
    await withSite(subject);
    const refusal = refusalOf(subject.opened.store.findReplays(SCOPE, {}, 1, 'x'));
    expect((await refusal).violations).toMatchObject([{ field: 'page_token' }]);
  });
}

function recordsAreBounded(subject: Subject): void {
  test('the oldest records go where they exceed the bytes of the settings', async () => {
    const decisionRecords = { bytesMax: MIB };
    const tenant = await withSite(subject, SCOPE, { decisionRecords });
    const count = 60;
    const decisionBytes = 50_000;
    for (let suggestionId = 1; suggestionId <= count; suggestionId++) {
      leave(subject, [{ suggestionId, tenant, decisionBytes }]);
      await found(subject, { suggestionId: 1 });
    }
    const check = async () => {
      const items = await found(subject, {});
      const bytes = items.reduce((sum, { record }) => sum + record.length, 0);
      expect(bytes).toBeLessThanOrEqual(MIB);
      expect(bytes).toBeGreaterThan(MIB - 2 * decisionBytes);
      const ids = idsOf(items);
      expect(ids).toEqual(Array.from({ length: ids.length }, (_, i) => count - i));
    };
    await check();
    await subject.reopen();
    await check();
    // The first is among those that went.
    expect(await found(subject, { suggestionId: 1 })).toEqual([]);
  });
}

function logsAreKept(subject: Subject): void {
  test('a log is kept with its record, goes with it, and is not kept without one', async () => {
    const decisionRecords = { bytesMax: MIB };
    const tenant = await withSite(subject, SCOPE, { decisionRecords });
    const { store } = subject.opened;
    leave(subject, [{ suggestionId: 1, tenant }]);
    const log = (suggestionId: number) =>
      found(subject, { suggestionId }).then(([one]) => one && one.storedLog);
    await store.keepLog(SCOPE, 1, Uint8Array.of(1, 2, 3));
    await store.keepLog(SCOPE, 2, Uint8Array.of(1));
    await store.keepLog({ ...SCOPE, tenantId: 'nobody' }, 1, Uint8Array.of(1));
    expect(await log(1)).toEqual(Uint8Array.of(1, 2, 3));
    await store.keepLog(SCOPE, 1, new Uint8Array(600_000).fill(9));
    leave(subject, [{ suggestionId: 2, tenant }]);
    expect(await log(2)).toBe(null);
    await subject.reopen();
    expect((await log(1))?.length).toBe(600_000);
    const now = subject.opened.views.tenant(SCOPE.tenantId)?.number ?? 0;
    // A log counts for the bytes of the records: the next one takes the place of both.
    leave(subject, [{ suggestionId: 3, tenant: now }]);
    await subject.opened.store.keepLog(SCOPE, 3, new Uint8Array(600_000));
    leave(subject, [{ suggestionId: 4, tenant: now }]);
    expect(idsOf(await found(subject, {}))).toEqual([4, 3, 2]);
    leave(subject, [{ suggestionId: 1, tenant: now }]);
    expect(await log(1)).toBe(null);
  });
}

function idsAreFresh(subject: Subject): void {
  test('no suggestion id is given out again after a restart', async () => {
    const take = () => Number(Atomics.add(subject.opened.recording.nextSuggestionId, 0, 1024n));
    const begun = take();
    expect(begun % 1024).toBe(1);
    let last = take();
    expect(last).toBe(begun + 1024);
    for (let restart = 0; restart < 2; restart++) {
      await subject.reopen();
      const first = take();
      expect(first).toBeGreaterThanOrEqual(last + 1024);
      expect(first % 1024).toBe(1);
      last = first;
    }
  });
}
