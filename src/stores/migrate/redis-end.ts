// The Redis at one end of a migration: one that is filled, and marked as incomplete until it is
// whole, or one of which it is found out whether it changes while it is read.

import { randomBytes } from 'node:crypto';
import { failedPrecondition, Refusal, STATUS } from '../../base/outcome.js';
import { type Database, SCHEMA_VERSION } from '../embedded/database.js';
import type { RecordPiece } from '../embedded/history/record-store.js';
import { connect, type Connection } from '../redis/connection.js';
import { RedisKeys } from '../redis/keys.js';
import { fillTables, type Known } from '../redis/load-tenant.js';
import { recordFields, recordPiece } from '../redis/record-feed.js';
import type { Scripted } from '../redis/scripts.js';
import { FIRST_ID, IDS_OF_RANGE } from '../redis/suggestion-ranges.js';
import { hashName, type FieldWrite } from '../redis/tenant-tables.js';
import {
  incompleteKeyOf,
  REDIS_PREFIX_DEFAULT,
  type RedisOptions,
  redisTargetOf,
  shownRedisUrl,
} from '../redis-options.js';
import type { FieldCounts } from './hashes.js';

/** What one call writes at most: Redis does nothing else meanwhile. */
const CALL_BYTES = 256 * 1024;
const CALL_FIELDS = 2000;
const SCAN_COUNT = 1000;
/** Stands where the schema version is, so that nobody commits to a tenant that is being filled. */
const INCOMPLETE = 'incomplete';
/** Stands where an engine's id is in the stream of records. */
const MIGRATION = 'migration';
/** Pages and logs that are written or read at once. */
const PIECES = 64;
/** Commits that a tenant's history begins behind. */
const FIRST_SEQUENCE = 1;

/** A Redis with names under one prefix. */
export class RedisEnd {
  private readonly connection: Connection;
  private readonly client: Scripted;
  private readonly keys: RedisKeys;
  private readonly prefix: string;
  private readonly shown: string;

  private constructor(connection: Connection, redis: RedisOptions) {
    this.connection = connection;
    this.client = connection.client;
    this.prefix = redis.prefix ?? REDIS_PREFIX_DEFAULT;
    this.keys = new RedisKeys(this.prefix);
    this.shown = `${shownRedisUrl(redisTargetOf(redis))} under ${this.prefix}:`;
  }

  /** Connects; see `connect` for what it refuses. */
  static async open(redis: RedisOptions): Promise<RedisEnd> {
    return new RedisEnd(await connect(redis), redis);
  }

  close(): void {
    this.connection.close();
  }

  /** Whether a migration into it is under way or was broken off. */
  async isIncomplete(): Promise<boolean> {
    return (await this.client.exists(incompleteKeyOf(this.prefix))) === 1;
  }

  /** The ids of its tenants. */
  async tenantIds(): Promise<string[]> {
    return (await this.client.smembers(this.keys.tenants)).sort();
  }

  /**
   * Marks it as incomplete, to be filled. Rejects with a `Refusal`: TARGET_NOT_EMPTY where there
   * are tenants, TARGET_INCOMPLETE where it is marked already; with `isRestart` what was left there
   * is removed.
   */
  async beginFilling(isRestart: boolean): Promise<void> {
    const isMarked = await this.isIncomplete();
    if (isMarked && !isRestart) {
      throw failedPrecondition(
        'TARGET_INCOMPLETE',
        `a migration into ${this.shown} is under way, or was broken off`,
      );
    }
    if (isMarked) await this.clear();
    else if ((await this.tenantIds()).length > 0) {
      throw failedPrecondition('TARGET_NOT_EMPTY', `there are tenants in ${this.shown} already`);
    }
    // One of two that begin at once is refused.
    const marked = await this.client.set(incompleteKeyOf(this.prefix), '1', 'NX');
    if (marked === null && !isMarked) throw failedPrecondition('TARGET_INCOMPLETE', 'not alone');
  }

  /** Writes the fields of a tenant, which has no state yet: nobody can commit to it. */
  async fill(
    tenantId: string,
    fields: Iterable<FieldWrite & { readonly value: Buffer }>,
    onWritten: (fieldCount: number) => void,
  ): Promise<void> {
    const isNew = await this.client.hsetnx(this.keys.meta(tenantId), 'schema', INCOMPLETE);
    if (isNew === 0) throw this.taken(tenantId);
    let part: (FieldWrite & { readonly value: Buffer })[] = [];
    let lengthBytes = 0;
    for (const field of fields) {
      part.push(field);
      lengthBytes += field.field.length + field.value.length;
      if (lengthBytes < CALL_BYTES && part.length < CALL_FIELDS) continue;
      await this.writePart(tenantId, part);
      onWritten(part.length);
      part = [];
      lengthBytes = 0;
    }
    if (part.length > 0) await this.writePart(tenantId, part);
    onWritten(part.length);
  }

  /** Rejects with a `Refusal`, INTERNAL (COPY_DIFFERS), unless the hashes have so many fields. */
  async verify(tenantId: string, counts: FieldCounts): Promise<void> {
    const names = [...counts.keys()];
    for (let first = 0; first < names.length; first += SCAN_COUNT) {
      const part = names.slice(first, first + SCAN_COUNT);
      const pipeline = this.client.pipeline();
      for (const name of part) pipeline.hlen(this.keys.hash(tenantId, name));
      const found = (await pipeline.exec()) ?? [];
      part.forEach((name, i) => {
        const [error, count] = found[i] ?? [new Error('no answer'), 0];
        if (error !== null) throw error;
        if (count !== counts.get(name)) throw this.differs(tenantId, name, Number(count), counts);
      });
    }
  }

  /** Makes it whole: its tenants have states, and can be seen. */
  async finishFilling(tenantIds: readonly string[], ceiling: number): Promise<void> {
    await this.raiseIds(ceiling);
    for (const tenantId of tenantIds) {
      const stamp = randomBytes(9).toString('base64url');
      const meta = this.keys.meta(tenantId);
      const word = await this.client.fill(1, meta, stamp, FIRST_SEQUENCE, String(SCHEMA_VERSION));
      if (word !== 'done') throw this.taken(tenantId);
    }
    if (tenantIds.length > 0) await this.client.sadd(this.keys.tenants, ...tenantIds);
    await this.client.del(incompleteKeyOf(this.prefix));
  }

  /**
   * Reads a tenant into the tables of a folder. Rejects with a `Refusal`, FAILED_PRECONDITION
   * (UNKNOWN_SCHEMA_VERSION), where another release wrote it.
   */
  async read(database: Database, tenantId: string, number: number): Promise<Known> {
    const [, , schema] = await this.client.stateOf(1, this.keys.meta(tenantId));
    if (schema !== '' && schema !== String(SCHEMA_VERSION)) {
      throw failedPrecondition(
        'UNKNOWN_SCHEMA_VERSION',
        `tenant ${tenantId} has schema version ${schema}, this release knows ${SCHEMA_VERSION}`,
      );
    }
    const { client, keys } = this;
    return fillTables({ client, keys, database, limits: {} }, tenantId, number);
  }

  /** Adds records of a tenant to its stream. */
  async addRecords(
    tenantId: string,
    pieces: Iterable<RecordPiece>,
    onWritten: (pieceCount: number) => void,
  ): Promise<void> {
    const key = this.keys.records(tenantId);
    let pipeline = this.client.pipeline();
    const send = async (): Promise<void> => {
      const count = pipeline.length;
      for (const [error] of (await pipeline.exec()) ?? []) if (error !== null) throw error;
      onWritten(count);
      pipeline = this.client.pipeline();
    };
    let addedCount = 0;
    for (const piece of pieces) {
      pipeline.xadd(key, '*', 'engine', MIGRATION, ...recordFields(piece));
      addedCount++;
      if (pipeline.length === PIECES) await send();
    }
    if (pipeline.length > 0) await send();
    const found = await this.client.xlen(key);
    if (found !== addedCount) {
      throw this.differs(tenantId, 'records', found, new Map([['records', addedCount]]));
    }
  }

  /** The records of a tenant, some at a time, as of the number that it has in a folder. */
  async *readRecords(tenantId: string, number: number): AsyncGenerator<RecordPiece[]> {
    const key = this.keys.records(tenantId);
    for (let last = '-'; ; ) {
      const entries = await this.client.xrangeBuffer(key, last, '+', 'COUNT', PIECES);
      if (entries.length === 0) return;
      const pieces = entries.map(([, fields]) => {
        const parts = new Map<string, Buffer>();
        for (let i = 0; i + 1 < fields.length; i += 2) parts.set(String(fields[i]), fields[i + 1]);
        return recordPiece(parts, number);
      });
      yield pieces.filter((piece) => piece !== null);
      last = `(${entries[entries.length - 1][0].toString()}`;
    }
  }

  /** Whether tenants are still as they were read, and no further ones came. */
  async isAsRead(states: ReadonlyMap<string, Known>): Promise<boolean> {
    const ids = await this.tenantIds();
    if (ids.length !== states.size) return false;
    for (const tenantId of ids) {
      const [stamp] = await this.client.stateOf(1, this.keys.meta(tenantId));
      if (stamp !== states.get(tenantId)?.stamp) return false;
    }
    return true;
  }

  /** The first suggestion id that no engine has taken. */
  async firstFreeId(): Promise<number> {
    const rangeCount = Number((await this.client.get(this.keys.suggestionRanges)) ?? 0);
    return rangeCount * IDS_OF_RANGE + FIRST_ID;
  }

  /** Has engines take ids from a first free one on. */
  private async raiseIds(firstFree: number): Promise<void> {
    const rangeCount = Math.ceil((firstFree - FIRST_ID) / IDS_OF_RANGE);
    const taken = Number((await this.client.get(this.keys.suggestionRanges)) ?? 0);
    if (rangeCount > taken) {
      await this.client.incrby(this.keys.suggestionRanges, rangeCount - taken);
    }
  }

  private async writePart(
    tenantId: string,
    part: readonly (FieldWrite & { readonly value: Buffer })[],
  ): Promise<void> {
    const places = new Map<string, number>();
    const args: (string | Buffer)[] = [];
    for (const { table, bucket, field, value } of part) {
      const name = hashName(table, bucket);
      const place = places.get(name) ?? places.size + 1;
      places.set(name, place);
      args.push(String(place), field, value);
    }
    const hashes = Array.from(places.keys(), (name) => this.keys.hash(tenantId, name));
    const meta = this.keys.meta(tenantId);
    const word = await this.client.fill(hashes.length + 1, meta, ...hashes, '', '', '', ...args);
    if (word !== 'done') throw this.taken(tenantId);
  }

  /** Removes every key of the prefix, of which nothing is whole. The mark goes last. */
  private async clear(): Promise<void> {
    const { client } = this;
    const nodes = 'nodes' in client ? client.nodes('master') : [client];
    const mark = incompleteKeyOf(this.prefix);
    for (const node of nodes) {
      for (let cursor = '0'; ; ) {
        const [next, names] = await node.scan(
          cursor,
          'MATCH',
          `${this.prefix}:*`,
          'COUNT',
          SCAN_COUNT,
        );
        const pipeline = node.pipeline();
        for (const name of names) if (name !== mark) pipeline.unlink(name);
        await pipeline.exec();
        cursor = next;
        if (cursor === '0') break;
      }
    }
  }

  private taken(tenantId: string): Refusal {
    const message = `tenant ${tenantId} is in ${this.shown} already`;
    return failedPrecondition('TARGET_NOT_EMPTY', message);
  }

  private differs(tenantId: string, name: string, found: number, counts: FieldCounts): Refusal {
    const wanted = counts.get(name) ?? 0;
    const where = `tenant ${tenantId}: ${name}`;
    const message = `${where} has ${found} entries in Redis and ${wanted} in the folder`;
    return new Refusal({ code: STATUS.internal, reason: 'COPY_DIFFERS', message, violations: [] });
  }
}
