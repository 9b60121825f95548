// What the store remembers: records of decisions, the ledger, and the locations of before. Drains
// the rings, answers questions about the past, and lets go what is too old.

import type { RecordRing } from '../../../columns/record-ring.js';
import type { ReplayInputs } from '../../../explain/inputs.js';
import type { Page, RecordedOrder, RecordQuery, Scope } from '../../store.js';
import type { Configurations } from '../configurations.js';
import type { Database } from '../database.js';
import type { TenantState } from '../tenant-state.js';
import type { HistoryCall } from './calls.js';
import type { Clock } from './clock.js';
import { findRecords, placeOf, placeToken, type RecordPlace } from './find-records.js';
import { inOneStep, Jobs, type Job, type OnAnswer } from './jobs.js';
import { listLedger } from './ledger-list.js';
import { RecordStore, type RecordPiece, type RecordSite } from './record-store.js';
import { Replays } from './replays.js';
import { SuggestionIds } from './suggestion-ids.js';

/** What the deciding threads and the store have in common. */
export type Recordings = {
  readonly rings: readonly RecordRing[];
  /** See SuggestionIds. */
  readonly nextSuggestionId: BigInt64Array;
};

/** How long a page of records is added to; then it is given as it is, with a token. */
const PAGE_MS_MAX = 200;
const WARNING_PAUSE_MS = 60_000;

/** The past of all tenants. */
export class History {
  private readonly database: Database;
  private readonly tenants: ReadonlyMap<string, TenantState>;
  private readonly clock: Clock;
  private readonly warn: (message: string) => void;
  /** The records themselves. */
  readonly records: RecordStore;
  private readonly replays: Replays;
  private readonly ids: SuggestionIds;
  private readonly jobs = new Jobs();
  private lostCount = 0;
  private warnedEpochMs = Number.NEGATIVE_INFINITY;

  constructor(
    database: Database,
    tenants: ReadonlyMap<string, TenantState>,
    configurations: Configurations,
    { rings, nextSuggestionId }: Recordings,
    clock: Clock,
    warn: (message: string) => void,
    onRecords?: (pieces: readonly RecordPiece[]) => void,
  ) {
    this.database = database;
    this.tenants = tenants;
    this.clock = clock;
    this.warn = warn;
    this.records = new RecordStore(database, rings, tenants, clock, onRecords);
    this.replays = new Replays(database, configurations);
    this.ids = new SuggestionIds(database, nextSuggestionId);
  }

  /** Takes a call on. */
  take(call: HistoryCall): void {
    this.jobs.add(call.id, this.jobOf(call));
  }

  /** Works on the calls for a moment. Answers whether there is more to do. */
  work(onAnswer: OnAnswer): boolean {
    this.jobs.work(onAnswer);
    return !this.jobs.isEmpty;
  }

  /** Writes the records that the deciding threads left. Records that cannot be written are lost. */
  drain(): void {
    let recordCount = 0;
    try {
      this.records.drain((count) => {
        recordCount = count;
      });
    } catch (error) {
      this.lostCount += recordCount;
      this.complain(`${this.lostCount} records of decisions were lost`, error);
    }
  }

  /**
   * Lets go what is too old, a little of it, and keeps the ids ahead; `prune` does so with what
   * else a tenant has. Answers whether there is more to let go.
   */
  sweep(prune: (state: TenantState) => boolean): boolean {
    try {
      this.ids.raise();
      let isMore = this.records.sweep();
      for (const state of this.tenants.values()) isMore = prune(state) || isMore;
      return isMore;
    } catch (error) {
      this.complain('what is too old could not be removed', error);
      return false;
    }
  }

  /** Answers what was taken on, and writes what is left. */
  close(onAnswer: OnAnswer): void {
    while (!this.jobs.isEmpty) this.jobs.work(onAnswer);
    this.drain();
    try {
      this.ids.close();
    } catch (error) {
      this.complain('suggestion ids will have a gap', error);
    }
  }

  private jobOf(call: HistoryCall): Job {
    switch (call.method) {
      case 'listLedger': {
        const [tenantId, filter, pageSize, pageToken] = call.args;
        return listLedger(this.database, this.tenants.get(tenantId), filter, pageSize, pageToken);
      }
      case 'findReplays':
        return this.findReplays(...call.args);
      case 'replayInputs': {
        const [scope, record] = call.args;
        const state = () => this.tenants.get(scope.tenantId);
        return inOneStep(() => this.replays.inputsOf(state(), scope, record, null));
      }
      case 'whyInputs':
        return inOneStep(() => this.whyInputs(...call.args));
      case 'keepLog':
        return inOneStep(() => this.keepLog(...call.args));
    }
  }

  private *findReplays(
    scope: Scope,
    query: RecordQuery,
    pageSize: number,
    pageToken: string,
  ): Generator<undefined, Page<ReplayInputs>> {
    const start = pageToken === '' ? undefined : placeOf(pageToken);
    this.drain();
    const site = this.records.site(scope.tenantId, scope.siteId);
    const items: ReplayInputs[] = [];
    if (site === undefined) return { items, nextPageToken: '' };
    const { suggestionId } = query;
    if (suggestionId !== undefined) {
      const record = this.records.record(site, suggestionId);
      if (record !== undefined) items.push(this.inputsOf(scope, site, record, suggestionId));
      return { items, nextPageToken: '' };
    }
    let workedMs = 0;
    let last: RecordPlace | undefined;
    for (const found of findRecords(this.database, site, query, start, this.replays.order)) {
      if (found !== undefined) {
        const isFull = items.length === pageSize || workedMs > PAGE_MS_MAX;
        if (isFull && last !== undefined) return { items, nextPageToken: placeToken(last) };
        const begun = performance.now();
        items.push(this.inputsOf(scope, site, found.record, found.place.suggestionId));
        workedMs += performance.now() - begun;
        last = found.place;
      }
      yield undefined;
    }
    return { items, nextPageToken: '' };
  }

  private whyInputs(scope: Scope, recorded: RecordedOrder): ReplayInputs | null {
    const { tenantId, siteId } = scope;
    const state = this.tenants.get(tenantId);
    if (recorded.record !== undefined) {
      return this.replays.inputsOf(state, scope, recorded.record, null, true);
    }
    this.drain();
    const site = this.records.site(tenantId, siteId);
    const record = site && this.records.record(site, recorded.suggestionId);
    return record === undefined ? null : this.replays.inputsOf(state, scope, record, null, true);
  }

  private keepLog({ tenantId, siteId }: Scope, suggestionId: number, log: Uint8Array): void {
    this.drain();
    const site = this.records.site(tenantId, siteId);
    if (site !== undefined) this.records.keepLog(site, suggestionId, log);
  }

  private inputsOf(scope: Scope, site: RecordSite, record: Buffer, id: number): ReplayInputs {
    const state = this.tenants.get(scope.tenantId);
    return this.replays.inputsOf(state, scope, record, this.records.log(site, id));
  }

  private complain(what: string, error: unknown): void {
    const now = this.clock();
    if (now - this.warnedEpochMs < WARNING_PAUSE_MS) return;
    this.warnedEpochMs = now;
    this.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
