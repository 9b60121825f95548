// A store that is copied from a folder into Redis and back is the same store; what cannot be copied
// is refused, and what is half done never looks whole.

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AllocationAsk } from '../../src/stores/allocation.js';
import {
  type Database,
  openDatabase,
  rowKey,
  SCHEMA_VERSION,
  STORE_META,
} from '../../src/stores/embedded/database.js';
import { lockFolder } from '../../src/stores/embedded/folder-lock.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { migrateStore, type MigrationEnd } from '../../src/stores/migrate/migrate.js';
import { TENANT_TABLES } from '../../src/stores/redis/tenant-tables.js';
import { RedisStore } from '../../src/stores/redis-store.js';
import type { Store } from '../../src/stores/store.js';
import { run } from '../cli/support/command.js';
import { freshPrefix, sharedRedis } from '../support/redis/shared-redis.js';
import { openedStore, refusalOf, testRecording } from './support/opened-store.js';
import { offer, recordOf } from './support/records.js';

const ROOT = mkdtempSync(join(tmpdir(), 'shipfrom-migrate-'));
const FOLDER = join(ROOT, 'source');
const NEXT_ID = 5 * 2 ** 32 + 7;
const TENANTS = ['a-first', 'second'];

let url: string;
let client: Redis;
/** The store of the folder, in Redis. */
let copied: ReturnType<typeof redisOf>;
beforeAll(async () => {
  const recording = testRecording();
  const { rings, nextSuggestionId } = recording;
  const options = { dataDirectory: FOLDER, recordRings: rings, nextSuggestionId };
  const { store, views } = await openedStore(new EmbeddedStore(options), recording);
  for (const tenantId of TENANTS) {
    await fill(store, tenantId);
    const { number: tenant = 0 } = views.tenant(tenantId) ?? {};
    for (const suggestionId of [1, 3000, 5000]) {
      offer(rings[0], recordOf({ tenant, suggestionId, orderId: tenantId }));
      // Asking has the rings emptied: each record is in a drain of its own.
      await store.findReplays({ tenantId, siteId: '1' }, { suggestionId }, 1, '');
    }
    await store.keepLog({ tenantId, siteId: '1' }, 3000, Buffer.from(`log of ${tenantId}`));
  }
  await store.close();
  await withDatabase(FOLDER, ({ meta, tenants, ledgerOpenings, limitCounts }) => {
    meta.putSync(STORE_META.suggestionIds, NEXT_ID);
    for (const { value } of tenants.getRange({})) {
      // Tables that only time fills.
      ledgerOpenings.putSync(rowKey(value.number, 1, 2, 3), Buffer.of(0, 255));
      limitCounts.putSync(rowKey(value.number, 1, 2, 3), Buffer.alloc(0));
    }
  });
  url = await sharedRedis('standalone');
  client = new Redis(url);
  copied = redisOf();
  await migrateStore(SOURCE, copied);
});
afterAll(() => {
  client.disconnect();
  rmSync(ROOT, { recursive: true, force: true });
});

/** Something in every table that is shared. */
async function fill(store: Store, tenantId: string): Promise<void> {
  const scope = { tenantId, siteId: '1' };
  await store.upsertLocations(tenantId, [
    { code: 'a', countryCode: 'US', postalCode: '10001' },
    { code: 'b' },
    { code: 'gone' },
  ]);
  const places = [{ countryCode: 'US', postalCode: '10001', latitude: 40.7, longitude: -74 }];
  await store.writePostalCodes(tenantId, places);
  await store.publishPostalCodes(tenantId);
  for (const currencyCode of ['EUR', 'USD']) {
    await store.applyConfiguration(scope, { settings: { currencyCode } }, '', false);
  }
  const updates = Array.from({ length: 300 }, (_, i) => {
    const locationCode = i % 2 === 0 ? 'a' : 'b';
    const product = { upc: `u${i >> 1}` };
    return { product, locationCode, onHand: i + 5, attributes: ['x'], segment: { c: `${i % 3}` } };
  });
  await store.upsertInventory(tenantId, updates, true, 'key');
  await store.upsertInventory(
    tenantId,
    ['a', 'b', 'gone'].map((locationCode) => ({ product: { sku: 's' }, locationCode, onHand: 9 })),
    true,
  );
  const gone = { product: { sku: 's' }, locationCode: 'gone' };
  await store.upsertInventory(tenantId, [{ ...gone, onHand: 0 }], true);
  await store.deleteLocation(tenantId, 'gone');
  const row = { product: { sku: 's' }, locationCode: 'a', quantity: 2 };
  const hold = { holdId: 'h', orderId: '', lines: [row], ttlMs: 0, isPartialAllowed: false };
  await store.holdInventory(tenantId, hold, '');
  const lines = [{ product: { sku: 's' }, quantity: 1 }];
  const way = { fromLocationCode: 'a', toLocationCode: 'b', lines };
  await store.transferInventory(tenantId, { transferId: 't', ...way }, '');
  const units = [{ orderItemId: 1, locationCode: 'a', quantity: 2, limitGroupId: 0 }];
  const plan = { units: units.map((one) => ({ ...one, route: 0, transferToLocationCode: '' })) };
  const unserved = [{ orderItemId: 1, quantity: 1, fate: 'backordered' as const }];
  await store.allocateOrder(scope, ORDER, '', { ...plan, unserved, suggestionId: 0 }, 0);
}

const ORDER: AllocationAsk = {
  orderId: 'o',
  request: '',
  lines: [{ orderItemId: 1, quantity: 3, upc: '', sku: 's', partNumber: '', tags: {} }],
  totalMinor: 1,
  holdId: '',
  isStrict: false,
  isBackorderAllowed: true,
  locationsMax: 0,
  priority: 'NORMAL',
  decision: '',
  isDecisionFinal: false,
  digest: '',
};

async function withDatabase<T>(folder: string, look: (database: Database) => T): Promise<T> {
  const database = openDatabase(folder);
  try {
    return look(database);
  } finally {
    await database.root.close();
  }
}

/** Everything in the shared tables, and the first suggestion id that is free. */
function contentOf(folder: string): Promise<{ entries: object; nextId: number }> {
  return withDatabase(folder, (database) => {
    const entries: [string, unknown][] = TENANT_TABLES.map((table) => [
      table.name,
      Array.from(table.of(database).getRange({}), ({ key, value }) => [
        Buffer.isBuffer(key) ? key.toString('hex') : key,
        Buffer.isBuffer(value) ? value.toString('hex') : value,
      ]),
    ]);
    const { recordPages, recordIndex, recordSites, recordLogs } = database;
    for (const table of [recordPages, recordIndex, recordSites, recordLogs]) {
      const rows = Array.from(table.getRange({}), ({ key, value }) => [key, value]);
      entries.push(['records', rows.map((row) => row.map((bytes) => bytes.toString('hex')))]);
    }
    return { entries, nextId: database.meta.get(STORE_META.suggestionIds) as number };
  });
}

function redisOf(prefix = freshPrefix()): { redis: { url: string; prefix: string } } {
  return { redis: { url, prefix } };
}

function folderOf(name: string): { dataDirectory: string } {
  return { dataDirectory: join(ROOT, name) };
}

async function reasonOf(from: MigrationEnd, to: MigrationEnd): Promise<string> {
  return (await refusalOf(migrateStore(from, to))).reason;
}

const SOURCE = { dataDirectory: FOLDER };

describe.each(['standalone', 'cluster'] as const)('a store that goes into a %s', (kind) => {
  test('and back is the same, and its ids go on', async () => {
    const redis = { url: await sharedRedis(kind), prefix: freshPrefix() };
    const told: string[] = [];
    const onProgress = (tenantId: string) => told.push(tenantId);
    const there = await migrateStore(SOURCE, { redis }, { onProgress });
    expect([...new Set(told)]).toEqual(TENANTS);
    const [{ entries }] = there.tenants;
    expect(entries).toMatchObject({ tenant: 1, rows: 302, versions: 2, locations: 2, holds: 1 });
    expect(entries).toMatchObject({ 'record-pages': 3, 'record-logs': 1 });
    // Nothing was left out for having nothing in it.
    const empty = Object.keys(entries).filter((name) => entries[name] === 0);
    expect(empty).toEqual([]);
    const back = folderOf(`back-${kind}`);
    expect(await migrateStore({ redis }, back)).toEqual(there);
    const content = await contentOf(FOLDER);
    // Redis gives ids by ranges: the first free one begins the next.
    const nextId = Math.ceil((content.nextId - 1) / 2 ** 28) * 2 ** 28 + 1;
    expect(await contentOf(back.dataDirectory)).toEqual({ ...content, nextId });
    expect(existsSync(`${back.dataDirectory}.incomplete`)).toBe(false);
  });
});

test('it serves there and back again, and a key is answered as before', async () => {
  const target = redisOf();
  await migrateStore(SOURCE, target);
  const { prefix } = target.redis;
  // What only time fills was no real thing.
  for (const tenantId of TENANTS) {
    const front = `${prefix}:{${tenantId}}`;
    await client.del(`${front}:ledger-openings`, `${front}:limit-counts`);
  }
  const there = await openedStore(new RedisStore(target));
  await expectServed(there.store);
  await there.store.releaseHold('second', 'h', '');
  await there.store.close();
  const back = folderOf('served');
  await migrateStore(target, back);
  const { store } = await openedStore(new EmbeddedStore(back));
  await expectServed(store);
  const { items } = await store.listLedger('second', { product: { sku: 's' } }, 100, '');
  expect(items.at(-1)?.reason).toBe('HOLD_RELEASED');
  await store.close();
});

async function expectServed(store: Store): Promise<void> {
  const { rows } = await store.getInventory('second', { sku: 's' });
  expect(rows).toMatchObject([
    { locationCode: 'a', onHand: 8, allocated: 2 },
    { locationCode: 'b', inTransit: 1 },
  ]);
  const again = await refusalOf(store.upsertInventory('second', [], true, 'key'));
  expect(again.reason).toBe('IDEMPOTENCY_KEY_REUSED');
  expect((await store.getAllocation('second', 'o')).lines).toHaveLength(1);
  const scope = { tenantId: 'second', siteId: '1' };
  const { items } = await store.findReplays(scope, { orderId: 'second' }, 9, '');
  expect(items.map(({ storedLog }) => storedLog && String(Buffer.from(storedLog)))).toEqual([
    null,
    'log of second',
    null,
  ]);
}

describe('is refused', () => {
  test('where there is no store, and where somebody has it', async () => {
    expect(await reasonOf(folderOf('nothing'), redisOf())).toBe('NO_STORE');
    expect(await reasonOf(redisOf(), folderOf('never'))).toBe('NO_STORE');
    expect(existsSync(join(ROOT, 'never'))).toBe(false);
    const lock = await lockFolder(FOLDER);
    expect(await reasonOf(SOURCE, redisOf())).toBe('DATA_FOLDER_IN_USE');
    await lock.release();
    expect(await reasonOf(SOURCE, folderOf('other'))).toBe('INVALID_FIELD');
    expect(await reasonOf(redisOf(), redisOf())).toBe('INVALID_FIELD');
  });

  test('where there is something already', async () => {
    expect(await reasonOf(SOURCE, copied)).toBe('TARGET_NOT_EMPTY');
    mkdirSync(join(ROOT, 'full'));
    writeFileSync(join(ROOT, 'full', 'file'), '');
    expect(await reasonOf(copied, folderOf('full'))).toBe('TARGET_NOT_EMPTY');
    mkdirSync(join(ROOT, 'empty'));
    await migrateStore(copied, folderOf('empty'));
    expect(existsSync(join(ROOT, 'empty', 'data.mdb'))).toBe(true);
  });

  test('where the schema is not known', async () => {
    const meta = `${copied.redis.prefix}:{second}:meta`;
    await client.hset(meta, 'schema', '99');
    expect(await reasonOf(copied, folderOf('unknown'))).toBe('UNKNOWN_SCHEMA_VERSION');
    await client.hset(meta, 'schema', String(SCHEMA_VERSION));
    expect(existsSync(join(ROOT, 'unknown'))).toBe(false);
    mkdirSync(join(ROOT, 'newer'));
    await withDatabase(join(ROOT, 'newer'), ({ meta }) => meta.putSync(STORE_META.schema, 99));
    expect(await reasonOf(folderOf('newer'), redisOf())).toBe('UNKNOWN_SCHEMA_VERSION');
  });

  test('where servers write meanwhile', async () => {
    const meta = `${copied.redis.prefix}:{a-first}:meta`;
    const stamp = (await client.hget(meta, 'stamp')) as string;
    const changed = migrateStore(copied, folderOf('changed'), {
      onProgress: (tenantId) => {
        if (tenantId === 'second') void client.hset(meta, 'stamp', 'another');
      },
    });
    expect((await refusalOf(changed)).reason).toBe('SOURCE_CHANGED');
    await client.hset(meta, 'stamp', stamp);
    expect(existsSync(join(ROOT, 'changed'))).toBe(false);
    expect(existsSync(join(ROOT, 'changed.incomplete'))).toBe(false);
  });
});

describe('a migration that is broken off', () => {
  test('leaves a mark in Redis, and no tenant; what it left can be removed', async () => {
    const target = redisOf();
    const { prefix } = target.redis;
    const broken = migrateStore(SOURCE, target, {
      onProgress: (tenantId) => {
        if (tenantId === 'second') throw new Error('killed');
      },
    });
    await expect(broken).rejects.toThrow('killed');
    expect(await client.exists(`${prefix}:incomplete`)).toBe(1);
    expect(await client.smembers(`${prefix}:tenants`)).toEqual([]);
    expect(await client.hget(`${prefix}:{a-first}:meta`, 'stamp')).toBeNull();
    expect(await reasonOf(target, folderOf('half'))).toBe('SOURCE_INCOMPLETE');
    const started = new RedisStore(target).open();
    expect((await refusalOf(started)).reason).toBe('STORE_INCOMPLETE');
    expect(await reasonOf(SOURCE, target)).toBe('TARGET_INCOMPLETE');
    const left = `${prefix}:{a-first}:rows:9999`;
    await client.hset(left, 'x', 'y');
    await migrateStore(SOURCE, target, { isRestart: true });
    expect(await client.exists(left, `${prefix}:incomplete`)).toBe(0);
    await migrateStore(target, folderOf('whole'));
    expect(await contentOf(join(ROOT, 'whole'))).toMatchObject({
      entries: ((await contentOf(FOLDER)) as { entries: unknown }).entries,
    });
  });

  test('leaves a folder of another name, which the next one takes', async () => {
    mkdirSync(join(ROOT, 'next.incomplete'));
    await withDatabase(join(ROOT, 'next.incomplete'), ({ meta }) => meta.putSync('schema', 99));
    await migrateStore(copied, folderOf('next'));
    expect(existsSync(join(ROOT, 'next.incomplete'))).toBe(false);
    expect(existsSync(join(ROOT, 'next', 'data.mdb'))).toBe(true);
  });
});

test('on the command line: both ways, and what was copied', async () => {
  const prefix = freshPrefix();
  const target = ['--to', 'REDIS_URL', '--redis-prefix', prefix];
  const first = await run(['store', 'migrate', '--from', FOLDER, ...target], { REDIS_URL: url });
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^tenant +locations +stock rows/);
  expect(first.stdout).toMatch(/\nsecond +2 +302 /);
  expect(first.stdout).toMatch(/entries of 2 tenants, counted at both ends\n$/);
  const source = ['--from', url, '--redis-prefix', prefix, '--json'];
  const back = ['store', 'migrate', ...source, '--to', join(ROOT, 'cli')];
  const [second, twice] = [await run(back), await run(back)];
  expect(JSON.parse(second.stdout).tenants).toMatchObject([{ tenantId: 'a-first' }, {}]);
  expect(twice.code).toBe(2);
  expect(JSON.parse(twice.stderr).error).toMatchObject({
    code: 'STORE',
    reason: 'TARGET_NOT_EMPTY',
    message: expect.stringMatching(/^nothing was migrated: there is something in /),
  });
});
