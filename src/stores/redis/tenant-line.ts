// One tenant of the store, and everything that happens to it, one after the other: groups of calls
// that are committed, what other engines committed, a reload, and reads in between.

import { setTimeout as pause } from 'node:timers/promises';
import { Refusal } from '../../base/outcome.js';
import { TENANT_COUNTER } from '../../columns/views.js';
import { momentUs } from '../../telemetry/clock.js';
import { countCommit, STORE_COUNT } from '../../telemetry/engine-figures.js';
import { SCHEMA_VERSION } from '../embedded/database.js';
import { detailOf } from '../embedded/detail.js';
import type { WriteCall } from '../embedded/group-writes.js';
import { hasOld } from '../embedded/history/prune.js';
import type { StoreOutcome } from '../messages.js';
import { type GroupAction, knownAfter, prepare, type Prepared, send } from './commit.js';
import type { FeedEntry } from './feed-entry.js';
import { followEntries } from './follow.js';
import { windowsAfter } from './feed-windows.js';
import { isChain, type Known } from './load-tenant.js';
import { refuseAll, takeGroup, type Work } from './line-work.js';
import { Past } from './past.js';
import { RedisClock } from './redis-clock.js';
import { awayBy, contended, failedBy, unknownSchema } from './refusals.js';
import { reloadTenant } from './reload.js';
import type { SharedParts } from './shared-parts.js';
import { endHolds, letGo, publishPending } from './upkeep.js';

/** How long calls of a group are tried again while other engines commit. */
const COMMIT_MS_MAX = 10_000;
/** Commits that came too late before an engine asks for a turn. */
const STALE_MAX = 3;
const TURN_PAUSE_MS = 5;

/** One tenant. */
export class TenantLine {
  readonly tenantId: string;
  readonly clock = new RedisClock();
  /** When what is known was last found to be all there is, `performance.now()`. */
  verifiedMs = Number.NEGATIVE_INFINITY;
  private readonly parts: SharedParts;
  private readonly work: Work[] = [];
  private isWorking = false;
  private readonly past = new Past();
  /** Why Redis does not answer; null: it did the last time. */
  private away: Refusal | null = null;
  private isPolled = false;
  /** The highest number that was heard of. */
  private heardSequence = 0;
  private isLoaded = false;
  private loadCount = 0;
  /** While a group is committed or everything is loaded, nobody reads. */
  private isShut = false;

  constructor(parts: SharedParts, tenantId: string) {
    this.parts = parts;
    this.tenantId = tenantId;
  }

  private get known(): Known {
    return this.past.known;
  }

  /** Whether everything is being loaded. */
  get isLoading(): boolean {
    return this.loadCount > 0;
  }

  /** Whether it has nothing to do, and nobody ever wrote the tenant. */
  get isNobodys(): boolean {
    return this.known.stamp === '' && !this.isWorking && !this.parts.tenants.has(this.tenantId);
  }

  /** Commits a call with those that wait. */
  commit(call: WriteCall): void {
    if (this.away === null) this.add({ call });
    else this.parts.answer(refuseAll([{ call }], this.away));
  }

  /** Reads when what was to be written before is written. */
  read(task: () => void): void {
    if (this.isShut || this.work.some((one) => 'call' in one)) this.add({ task });
    else task();
  }

  /** Resolves when everything that waits is done. */
  settled(): Promise<void> {
    return new Promise((resolve) => this.add({ task: resolve }));
  }

  /** Hears that there is a commit of a number. */
  hear(sequence: number): void {
    this.heardSequence = Math.max(this.heardSequence, sequence);
    // While something is under way it may be our own, whose answer comes after the hint.
    if (!this.isWorking && sequence > this.known.sequence) this.add({ task: () => {} });
  }

  private async followHeard(): Promise<void> {
    while (this.heardSequence > this.known.sequence) {
      const { heardSequence } = this;
      await this.attempt(() => this.follow());
      if (this.heardSequence === heardSequence) this.heardSequence = this.known.sequence;
    }
  }

  /**
   * Looks whether Redis has what is known here, unless that was found out just now, and gets what
   * is missing, or everything.
   */
  poll(freshMs: number): void {
    if (this.isPolled || performance.now() - this.verifiedMs < freshMs) return;
    this.isPolled = true;
    this.add({
      task: async () => {
        await this.attempt(() => this.compare());
        this.isPolled = false;
      },
    });
  }

  /** Resolves when routing has the tenant. Rejects where Redis cannot be asked. */
  load(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.add({ task: () => this.loadOnce(resolve).then(resolve, reject) });
    });
  }

  private async loadOnce(onPublished?: () => void): Promise<void> {
    if (this.isLoaded) return;
    this.past.note(await this.replace(onPublished));
    this.isLoaded = true;
    this.away = null;
  }

  /** Ends holds whose time is over, and tries to let go what is too old. */
  tidy(isPruning: boolean): void {
    const { tenants, database } = this.parts;
    const state = tenants.get(this.tenantId);
    if (state === undefined || this.isWorking || this.away !== null) return;
    const now = this.clock.now();
    if (state.nextHoldEndMs <= now) this.keepUp(endHolds(this.parts, this.tenantId));
    if (isPruning && hasOld(database, state, now)) this.letGo();
  }

  /**
   * Publishes postal codes that were written and not published, as every start does: they are in
   * the tables that were loaded. Answers whether there are some.
   */
  publishPostal(): boolean {
    const isPending = this.parts.tenants.get(this.tenantId)?.isPostalPending === true;
    if (isPending) this.keepUp(publishPending(this.parts, this.tenantId));
    return isPending;
  }

  /** Lets go a little after a little, with whatever else there is in between. */
  private letGo(): void {
    let isMore = false;
    const action = letGo(this.parts, this.tenantId, () => {
      isMore = true;
    });
    this.add({
      task: async () => {
        isMore = false;
        await this.attempt(() => this.make(action));
        if (isMore && this.away === null) this.letGo();
      },
    });
  }

  private keepUp(action: GroupAction): void {
    this.add({ task: () => this.attempt(() => this.make(action)) });
  }

  private add(work: Work): void {
    this.work.push(work);
    if (this.isWorking) return;
    this.isWorking = true;
    void this.run();
  }

  private async run(): Promise<void> {
    // What has piled up in this turn goes together.
    await Promise.resolve();
    for (let first = this.work[0]; first !== undefined; first = this.work[0]) {
      if ('task' in first) {
        this.work.shift();
        await first.task();
      } else await this.shut(() => this.commitGroup(takeGroup(this.work)));
      await this.followHeard();
      if (this.work.length === 0) this.parts.overlay.flushSome();
    }
    this.isWorking = false;
  }

  private async commitGroup(group: readonly WriteCall[]): Promise<void> {
    const { writes, figures, answer } = this.parts;
    const begunUs = momentUs();
    let outcomes: readonly StoreOutcome[];
    try {
      outcomes = await this.make((drafts, now) =>
        group.map((call) => writes.answer(call, drafts, now)),
      );
    } catch (error) {
      const detail = detailOf(error);
      figures.counts[STORE_COUNT.failed]++;
      outcomes = group.map(() => ({ isDone: false, detail }));
    }
    const refusedCount = outcomes.filter(({ isDone }) => !isDone).length;
    countCommit(figures, begunUs, outcomes.length, refusedCount);
    answer(group.map(({ id }, i) => ({ id, outcome: outcomes[i] })));
  }

  /** Makes what `action` writes in Redis and here; what other engines do meanwhile comes first. */
  private async make(action: GroupAction): Promise<readonly StoreOutcome[]> {
    if (this.away !== null) throw this.away;
    await this.ask(this.loadOnce());
    const { figures, keys, client, overlay } = this.parts;
    const deadlineMs = performance.now() + COMMIT_MS_MAX;
    for (let staleCount = 0; performance.now() < deadlineMs; ) {
      const prepared = prepare(this.parts, action, this.clock.now());
      // Only a write makes a tenant.
      if (this.known.stamp === '' && prepared.writes.length > 0) {
        await this.ask(client.sadd(keys.tenants, this.tenantId), prepared);
      }
      const next = this.parts.nextStamp();
      const sentMs = performance.now();
      const isTurnWanted = staleCount >= STALE_MAX;
      const stamps = { known: this.known.stamp, next, isTurnWanted };
      const reply = await this.ask(send(this.parts, this.tenantId, prepared, stamps), prepared);
      const [word, timeEpochMs, sequence] = reply;
      if (word === 'early') this.clock.set(Number(timeEpochMs));
      else this.clock.take(Number(timeEpochMs));
      if (word === 'done') {
        overlay.keep(prepared.writes);
        this.past.note(knownAfter(next, reply));
        this.apply(prepared);
        this.verifiedMs = sentMs;
        return prepared.outcomes;
      }
      this.parts.writes.drop(prepared.drafts);
      if (word === 'same') {
        this.verifiedMs = sentMs;
        return prepared.outcomes;
      }
      if (word === 'schema') throw unknownSchema(this.tenantId);
      if (word === 'turn') await pause(TURN_PAUSE_MS);
      if (word !== 'stale') continue;
      staleCount++;
      figures.counts[STORE_COUNT.stale]++;
      await this.ask(this.follow(sequence));
      // A client that sends a script twice is told of its own commit.
      if (this.past.has(next)) return prepared.outcomes;
    }
    throw contended();
  }

  private apply({ drafts }: Prepared): void {
    const { writes, tell, tenants } = this.parts;
    const applied = writes.apply(drafts);
    const state = tenants.get(this.tenantId);
    if (state !== undefined) state.counters[TENANT_COUNTER.commit] = this.known.sequence;
    tell(applied);
  }

  /**
   * Follows the feed to its end, or, where it does not lead on from here to the sequence that Redis
   * told, loads everything.
   */
  private async follow(toSequence: number | null = null): Promise<void> {
    const before = this.known.sequence;
    const heard = () => this.heardSequence;
    for await (const entries of windowsAfter(this.parts, this.tenantId, before, heard)) {
      if (!isChain(this.known, entries)) return this.reload();
      this.followEntries(entries);
    }
    if (toSequence === null) return;
    // Whoever was told of another state and finds nothing that leads there has another past.
    if (this.known.sequence === before || this.known.sequence < toSequence) await this.reload();
  }

  private followEntries(entries: readonly FeedEntry[]): void {
    const { overlay, tenants, writes, figures } = this.parts;
    // What comes now is newer.
    if (overlay.keptCount > 0) overlay.flush();
    const state = tenants.get(this.tenantId) ?? writes.newTenant(this.tenantId);
    const draft = followEntries(this.parts, state, entries, this.clock.now());
    for (const { stamp, sequence } of entries) this.past.note({ stamp, sequence });
    const { timeEpochMs } = entries[entries.length - 1];
    this.apply({
      drafts: new Map([[this.tenantId, draft]]),
      outcomes: [],
      writes: [],
      nowEpochMs: 0,
    });
    figures.counts[STORE_COUNT.feedLagMs] = Math.max(0, this.clock.now() - timeEpochMs);
  }

  private async compare(): Promise<void> {
    const { client, keys, figures } = this.parts;
    if (!this.isLoaded) return this.loadOnce();
    for (let tries = 0; tries < 2; tries++) {
      const askedMs = performance.now();
      const [stamp, sequence, schema, now] = await client.stateOf(1, keys.meta(this.tenantId));
      this.clock.take(Number(now));
      this.away = null;
      if (schema !== '' && schema !== String(SCHEMA_VERSION)) throw unknownSchema(this.tenantId);
      if (stamp === this.known.stamp) {
        this.verifiedMs = askedMs;
        figures.counts[STORE_COUNT.feedLagMs] = 0;
        return;
      }
      await this.follow(sequence);
    }
  }

  private async reload(): Promise<void> {
    const { figures, warn } = this.parts;
    const begunMs = performance.now();
    const old = this.known;
    const known = await this.replace();
    figures.counts[STORE_COUNT.reloads]++;
    const lostCount = await this.past.become(this.parts, this.tenantId, known);
    figures.counts[STORE_COUNT.lost] += lostCount;
    // Numbers of commits that are gone are given again.
    this.heardSequence = known.sequence;
    const tookMs = Math.round(performance.now() - begunMs);
    const what = lostCount > 0 ? `${lostCount} are gone from Redis` : 'none is gone';
    warn(
      `tenant ${this.tenantId} was loaded anew in ${tookMs} ms: commit ${old.sequence} was known ` +
        `and Redis has ${known.sequence}; of the acknowledged commits seen here ${what}`,
    );
    this.publishPostal();
  }

  private async replace(onPublished?: () => void): Promise<Known> {
    const { parts, tenantId, clock } = this;
    const begunMs = performance.now();
    const whenPublished = () => {
      this.verifiedMs = begunMs;
      onPublished?.();
    };
    this.loadCount++;
    try {
      parts.overlay.flush();
      const known = await this.shut(() => reloadTenant(parts, tenantId, clock, whenPublished));
      this.verifiedMs = begunMs;
      return known;
    } finally {
      this.loadCount--;
    }
  }

  private async shut<T>(action: () => Promise<T>): Promise<T> {
    const { isShut } = this;
    this.isShut = true;
    try {
      return await action();
    } finally {
      this.isShut = isShut;
    }
  }

  /** Waits for Redis; where that fails, drops what was prepared and says that it is away. */
  private async ask<T>(asked: Promise<T>, prepared?: Prepared): Promise<T> {
    try {
      return await asked;
    } catch (error) {
      if (prepared !== undefined) this.parts.writes.drop(prepared.drafts);
      throw this.fail(error);
    }
  }

  /** Does something that may fail without anybody to tell. */
  private async attempt(action: () => Promise<unknown>): Promise<void> {
    try {
      await action();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): Refusal {
    // A refusal is an answer of Redis.
    if (error instanceof Refusal) return error;
    this.away = awayBy(error);
    // What waits would wait for the next answer of Redis, too.
    this.parts.answer(refuseAll(this.work, this.away));
    return failedBy(error);
  }
}
