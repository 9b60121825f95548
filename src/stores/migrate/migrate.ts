// Copies a store of one kind into one of the other: a folder into Redis, or Redis into a folder.
// Both have the same tables, so tables are what is copied. What is half done never looks whole.

import { failedPrecondition, invalidField } from '../../base/outcome.js';
import { STORE_META, transact } from '../embedded/database.js';
import type { Known } from '../redis/load-tenant.js';
import type { RedisOptions } from '../redis-options.js';
import { makeTargetFolder, openSourceFolder, type TargetFolder } from './folder-end.js';
import { entryCounts, type FieldCounts, fieldCounts, fieldsOfTenant } from './hashes.js';
import { recordCounts, recordPieces, RecordSink } from './records.js';
import { RedisEnd } from './redis-end.js';

/** Where a store is. */
export type MigrationEnd = { readonly dataDirectory: string } | { readonly redis: RedisOptions };

/** How to migrate. */
export type MigrationOptions = {
  /** Whether what a migration that was broken off left in Redis is removed. */
  readonly isRestart?: boolean;
  /** Hears how much of a tenant is copied. */
  readonly onProgress?: (tenantId: string, done: number, total: number) => void;
};

/** A tenant that was copied. */
export type MigratedTenant = {
  readonly tenantId: string;
  /** By the name of a table, pages and logs of records among them: how many there are. */
  readonly entries: Readonly<Record<string, number>>;
};

/** What was copied. */
export type Migration = { readonly tenants: readonly MigratedTenant[] };

const FIRST_ID = 1;
const NO_PROGRESS = (): void => {};

/**
 * Copies a store. The source stays as it is. Rejects with a `Refusal`: INVALID_ARGUMENT where both
 * ends are of one kind; FAILED_PRECONDITION where the source is no store (NO_STORE, NOT_A_STORE,
 * SOURCE_INCOMPLETE), is in use (DATA_FOLDER_IN_USE, SOURCE_CHANGED) or of an unknown schema
 * (UNKNOWN_SCHEMA_VERSION), and where the target is not empty (TARGET_NOT_EMPTY,
 * TARGET_INCOMPLETE); and what `connect` rejects with.
 */
export async function migrateStore(
  from: MigrationEnd,
  to: MigrationEnd,
  options: MigrationOptions = {},
): Promise<Migration> {
  if ('redis' in to && 'dataDirectory' in from) {
    return intoRedis(from.dataDirectory, to.redis, options);
  }
  if ('redis' in from && 'dataDirectory' in to) {
    return intoFolder(from.redis, to.dataDirectory, options);
  }
  throw invalidField('to', 'one end must be a folder and the other one Redis');
}

async function intoRedis(
  folder: string,
  redis: RedisOptions,
  { isRestart = false, onProgress = NO_PROGRESS }: MigrationOptions,
): Promise<Migration> {
  const source = await openSourceFolder(folder);
  const { database } = source;
  let target: RedisEnd | undefined;
  try {
    target = await RedisEnd.open(redis);
    await target.beginFilling(isRestart);
    const tenants: MigratedTenant[] = [];
    for (const tenant of source.tenants) {
      const { tenantId } = tenant;
      const counts = fieldCounts(database, tenant);
      const entries = { ...entryCounts(counts), ...recordCounts(database, tenant) };
      const total = sumOf(entries);
      let done = 0;
      const onWritten = (count: number): void => {
        done += count;
        onProgress(tenantId, done, total);
      };
      await target.fill(tenantId, fieldsOfTenant(database, tenant), onWritten);
      await target.verify(tenantId, counts);
      await target.addRecords(tenantId, recordPieces(database, tenant), onWritten);
      tenants.push({ tenantId, entries });
    }
    const ids = tenants.map(({ tenantId }) => tenantId);
    await target.finishFilling(ids, database.meta.get(STORE_META.suggestionIds) ?? FIRST_ID);
    return { tenants };
  } finally {
    target?.close();
    await source.close();
  }
}

async function intoFolder(
  redis: RedisOptions,
  folder: string,
  { onProgress = NO_PROGRESS }: MigrationOptions,
): Promise<Migration> {
  const source = await RedisEnd.open(redis);
  let target: TargetFolder | undefined;
  try {
    if (await source.isIncomplete()) {
      throw failedPrecondition('SOURCE_INCOMPLETE', 'a migration into it was broken off');
    }
    target = await makeTargetFolder(folder);
    const { database } = target;
    const states = new Map<string, Known>();
    const tenants: MigratedTenant[] = [];
    const ids = await source.tenantIds();
    if (ids.length === 0) throw failedPrecondition('NO_STORE', 'there are no tenants in it');
    const allCounts = new Map<string, FieldCounts>();
    for (const tenantId of ids) {
      const number = states.size + 1;
      const tenant = { tenantId, number };
      states.set(tenantId, await source.read(database, tenantId, number));
      const sink = new RecordSink(database);
      for await (const pieces of source.readRecords(tenantId, number)) sink.take(pieces);
      const counts = fieldCounts(database, tenant);
      const entries = { ...entryCounts(counts), ...recordCounts(database, tenant) };
      onProgress(tenantId, sumOf(entries), sumOf(entries));
      allCounts.set(tenantId, counts);
      tenants.push({ tenantId, entries });
    }
    const firstFreeId = await source.firstFreeId();
    transact(database, () => void database.meta.put(STORE_META.suggestionIds, firstFreeId));
    if (!(await source.isAsRead(states))) {
      throw failedPrecondition('SOURCE_CHANGED', 'it was written meanwhile: end its servers first');
    }
    for (const [tenantId, counts] of allCounts) await source.verify(tenantId, counts);
    await target.finish();
    return { tenants };
  } finally {
    source.close();
    await target?.abandon();
  }
}

function sumOf(entries: Readonly<Record<string, number>>): number {
  return Object.values(entries).reduce((sum, count) => sum + count, 0);
}
