// The Redis store inside its thread: the connection, the replica, a line for every tenant, and what
// looks now and then whether Redis has something that is not here.

import { randomBytes } from 'node:crypto';
import { failedPrecondition, type Refusal } from '../../base/outcome.js';
import { STORE_COUNT, type StoreFigures } from '../../telemetry/engine-figures.js';
import { openRise } from '../embedded/allocation/waiting-changes.js';
import type { Backup } from '../embedded/backup.js';
import { Configurations } from '../embedded/configurations.js';
import type { Say } from '../embedded/embedded.js';
import { type Applied, GroupWrites, isRead, tenantOf } from '../embedded/group-writes.js';
import { type HistoryCall, isAboutHistory } from '../embedded/history/calls.js';
import { History, type Recordings } from '../embedded/history/history.js';
import { StoreReads } from '../embedded/store-reads.js';
import type { TenantLimits, TenantState } from '../embedded/tenant-state.js';
import type { StoreKeeper } from '../keeper.js';
import type { CallOutcome, StoreCall, StoreReply } from '../messages.js';
import { incompleteKeyOf, REDIS_PREFIX_DEFAULT, type RedisOptions } from '../redis-options.js';
import { connect, type Connection } from './connection.js';
import { RedisKeys } from './keys.js';
import { RecordFeed } from './record-feed.js';
import { Overlay } from './overlay.js';
import { openReplica, type Replica } from './replica.js';
import type { SharedParts } from './shared-parts.js';
import { SuggestionRanges } from './suggestion-ranges.js';
import { TenantLine } from './tenant-line.js';

/** How often it is looked whether there is something new, where no hint came. */
const POLL_MS = 100;
/** What was found out within it is not asked again. */
const FRESH_MS = 200;
/** Tenants that are loaded at once at the start. */
const LOADS = 4;

/** What a Redis store is opened with. */
export type RedisKeeperOptions = {
  readonly redis: RedisOptions;
  readonly limits: TenantLimits;
  readonly recordings: Recordings;
  readonly figures: StoreFigures;
  readonly say: Say;
  /** Has `work` called: there is something to do that nobody called for just now. */
  readonly wake: () => void;
};

/** Connects, loads everything and tells of every tenant. */
export async function openRedis(options: RedisKeeperOptions): Promise<RedisKeeper> {
  const { redis, recordings } = options;
  const connection = await connect(redis);
  let replica: Replica | undefined;
  try {
    replica = openReplica(redis.replicaDirectory);
    const prefix = redis.prefix ?? REDIS_PREFIX_DEFAULT;
    const keys = new RedisKeys(prefix);
    if ((await connection.client.exists(incompleteKeyOf(prefix))) === 1) throw incomplete();
    const ranges = new SuggestionRanges(connection.client, keys, recordings.nextSuggestionId);
    await ranges.begin(replica.database);
    const keeper = new RedisKeeper(options, { connection, replica, keys, ranges });
    await keeper.load();
    return keeper;
  } catch (error) {
    connection.close();
    await replica?.close();
    throw error;
  }
}

function incomplete(): Refusal {
  const message = 'a migration into it was broken off; run it again with --restart';
  return failedPrecondition('STORE_INCOMPLETE', message);
}

/** What an open store has. */
type KeeperParts = {
  readonly connection: Connection;
  readonly replica: Replica;
  readonly keys: RedisKeys;
  readonly ranges: SuggestionRanges;
};

/** An open store. */
export class RedisKeeper implements StoreKeeper {
  private readonly options: RedisKeeperOptions;
  private readonly opened: KeeperParts;
  private readonly shared: SharedParts;
  private readonly tenants = new Map<string, TenantState>();
  private readonly lines = new Map<string, TenantLine>();
  private readonly reads: StoreReads;
  private readonly history: History;
  private readonly records: RecordFeed;
  private readonly timer: NodeJS.Timeout;
  /** What is to be said together. */
  private untold: StoreReply[] = [];
  /** When the list of tenants was last seen, `performance.now()`. */
  private listedMs = Number.NEGATIVE_INFINITY;
  private isListing = false;
  /** Whether what is about the past waits for a load. */
  private isHeldUp = false;
  /** Calls that wait for the records of other engines. */
  private readonly pulling = new Set<Promise<void>>();
  private isClosed = false;

  constructor(options: RedisKeeperOptions, opened: KeeperParts) {
    const { limits, figures, recordings, say } = options;
    const { tenants } = this;
    const { database } = opened.replica;
    this.options = options;
    this.opened = opened;
    const configurations = new Configurations(database);
    const warn = (message: string) => say({ kind: 'warning', message });
    const engineId = randomBytes(9).toString('base64url');
    let stampCount = 0;
    this.shared = {
      client: opened.connection.client,
      keys: opened.keys,
      engineId,
      nextStamp: () => `${engineId}.${(++stampCount).toString(36)}`,
      database,
      overlay: new Overlay(database, warn),
      tenants,
      writes: new GroupWrites({ database, tenants, configurations, limits, figures }),
      limits,
      figures,
      answer: (answers) => this.answerAll(answers),
      tell: (applied) => this.tell(applied),
      warn,
    };
    this.reads = new StoreReads(database, configurations, tenants);
    this.records = new RecordFeed(this.shared, () => this.history.records);
    this.history = new History(
      database,
      tenants,
      configurations,
      recordings,
      Date.now,
      warn,
      (pieces) => this.records.add(pieces),
    );
    this.timer = setInterval(() => this.poll(), POLL_MS);
  }

  /** Loads all tenants, a few at a time, and begins to listen. */
  async load(): Promise<void> {
    const { connection, keys } = this.opened;
    await connection.listen(
      keys.channel,
      (message) => this.hear(message),
      () => this.poll(0),
    );
    await this.checkEviction();
    const waiting = await connection.client.smembers(keys.tenants);
    const loadNext = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const line = this.lineOf(next);
        await line.load();
        // Whoever opens a store finds them published.
        if (line.publishPostal()) await line.settled();
      }
    };
    await Promise.all(Array.from({ length: LOADS }, loadNext));
    this.sayUntold();
    this.listedMs = performance.now();
  }

  private async checkEviction(): Promise<void> {
    const info = await this.opened.connection.client.info('memory');
    const [, policy = 'noeviction'] = /maxmemory_policy:(\S+)/.exec(info) ?? [];
    if (policy === 'noeviction') return;
    this.shared.warn(`Redis may throw orders away: its maxmemory-policy is ${policy}`);
  }

  /** When the columns were last known to hold all that Redis has, in epoch milliseconds. */
  get wholeEpochMs(): number {
    let oldestMs = this.listedMs;
    for (const { verifiedMs } of this.lines.values()) oldestMs = Math.min(oldestMs, verifiedMs);
    return Date.now() - (performance.now() - oldestMs);
  }

  /** Answers calls; those of a tenant in their order. */
  answer(calls: readonly StoreCall[]): void {
    for (const call of calls) {
      if (isAboutHistory(call)) this.takeHistory(call);
      else if (isRead(call)) {
        const [scope] = call.args;
        const tenantId = typeof scope === 'string' ? scope : scope.tenantId;
        const answer = () =>
          this.say({ kind: 'answer', id: call.id, outcome: this.reads.answer(call) });
        const line = this.lines.get(tenantId);
        if (line === undefined) answer();
        else line.read(answer);
      } else this.lineOf(tenantOf(call)).commit(call);
    }
  }

  /** Gets on with what is about the past, for a moment. Answers whether there is more to do. */
  work(): boolean {
    // Half a tenant is no past.
    this.isHeldUp = [...this.lines.values()].some((line) => line.isLoading);
    if (this.isHeldUp) return false;
    return this.history.work((id, outcome) => this.say({ kind: 'answer', id, outcome }));
  }

  /** Ends the holds whose time is over. */
  expireHolds(): void {
    for (const line of this.lines.values()) line.tidy(false);
  }

  /** Has what waits tried again where there is some of it: time alone may have made it free. */
  reviveWaiting(): void {
    for (const state of this.tenants.values()) {
      const rise = openRise(state);
      if (rise !== null) this.say({ kind: 'rise', rise });
    }
  }

  /** Writes the records of decisions that are waiting. */
  drain(): void {
    this.history.drain();
  }

  /** Lets go what is too old, a little of it. Answers whether there is more of it. */
  sweep(): boolean {
    void this.opened.ranges.keep();
    void this.records.push();
    void this.records.follow();
    for (const line of this.lines.values()) line.tidy(true);
    return this.history.sweep(() => false);
  }

  /** The replica is this process's own: there is nothing to look after. */
  check(): void {}

  /** Refuses: what is in Redis is copied by its own means, or by migrating it. */
  backUp(): Promise<Backup> {
    const message = 'the store is in Redis: it is copied by Redis, or by `shipfrom store migrate`';
    return Promise.reject(failedPrecondition('STORE_IN_REDIS', message));
  }

  /** Answers what is left, and ends. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await Promise.all(Array.from(this.lines.values(), (line) => line.settled()));
    await Promise.all(this.pulling);
    this.isClosed = true;
    this.sayUntold();
    this.history.close((id, outcome) => this.say({ kind: 'answer', id, outcome }));
    await this.records.push();
    this.opened.connection.close();
    this.shared.overlay.backlog.close();
    await this.opened.replica.close();
  }

  /** Takes a call on that is about the past, when the records of other engines are here. */
  private takeHistory(call: HistoryCall): void {
    const [scope] = call.args;
    const pulled =
      typeof scope === 'string' ? Promise.resolve() : this.records.pull(scope.tenantId);
    const taken = pulled.then(() => {
      this.pulling.delete(taken);
      this.history.take(call);
      this.options.wake();
    });
    this.pulling.add(taken);
  }

  private lineOf(tenantId: string): TenantLine {
    const known = this.lines.get(tenantId);
    if (known !== undefined) return known;
    const line = new TenantLine(this.shared, tenantId);
    this.lines.set(tenantId, line);
    return line;
  }

  private hear(message: string): void {
    const space = message.indexOf(' ');
    const tenantId = message.slice(space + 1);
    const line = this.lines.get(tenantId);
    if (line !== undefined) line.hear(Number(message.slice(0, space)));
    else void this.list();
  }

  private poll(freshMs = FRESH_MS): void {
    if (this.isClosed) return;
    if (this.isHeldUp) this.options.wake();
    for (const [tenantId, line] of this.lines) {
      if (line.isNobodys) this.lines.delete(tenantId);
      else line.poll(freshMs);
    }
    if (performance.now() - this.listedMs >= freshMs) void this.list();
  }

  /** Looks which tenants there are; those that are new here are loaded. */
  private async list(): Promise<void> {
    if (this.isListing || this.isClosed) return;
    this.isListing = true;
    const { connection, keys } = this.opened;
    const { counts } = this.options.figures;
    const askedMs = performance.now();
    try {
      for (const tenantId of await connection.client.smembers(keys.tenants)) {
        if (!this.lines.has(tenantId)) this.lineOf(tenantId).poll(0);
      }
      this.listedMs = askedMs;
      counts[STORE_COUNT.reachable] = 1;
    } catch {
      // What writes is told, and readers see how old their stock is.
      counts[STORE_COUNT.reachable] = 0;
    } finally {
      this.isListing = false;
    }
  }

  /** Tells of a commit, with the answers to its calls where there are some. */
  private tell({ publications, news, rises }: Applied): void {
    const { untold } = this;
    if (untold.length === 0) setImmediate(() => this.sayUntold());
    for (const publication of publications) untold.push({ kind: 'publication', publication });
    for (const one of news) untold.push({ kind: 'events', news: one });
    for (const rise of rises) untold.push({ kind: 'rise', rise });
  }

  private answerAll(answers: readonly CallOutcome[]): void {
    for (const { id, outcome } of answers) this.untold.push({ kind: 'answer', id, outcome });
    this.sayUntold();
  }

  private say(reply: StoreReply): void {
    this.sayUntold();
    this.options.say(reply);
  }

  private sayUntold(): void {
    if (this.untold.length === 0) return;
    const replies = this.untold;
    this.untold = [];
    this.options.say({ kind: 'several', replies });
  }
}
