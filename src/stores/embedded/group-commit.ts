// How writes become durable: a group of them is checked in order, written in one transaction, then
// applied to the shared columns. Readers never see what is not on disk.

import { Refusal, STATUS } from '../../base/outcome.js';
import type { Publication } from '../../columns/views.js';
import { momentUs } from '../../telemetry/clock.js';
import { countCommit, STORE_COUNT, type StoreFigures } from '../../telemetry/engine-figures.js';
import type { EventNews } from '../events.js';
import type { StockRise } from '../allocation.js';
import type { StoreCall, StoreMethod, StoreOutcome } from '../messages.js';
import { adoptProducts } from './allocation/adopt-products.js';
import { isAllocation, writeAllocation } from './allocation/calls.js';
import type { Configurations } from './configurations.js';
import { transact, type Database } from './database.js';
import { detailOf } from './detail.js';
import { editSite } from './edits.js';
import type { FileWatch } from './file-watch.js';
import type { Clock } from './history/clock.js';
import type { HistoryCall } from './history/calls.js';
import { putUndo } from './history/location-history.js';
import { applyTallies, settleTallies } from './limits/tallies.js';
import { changeStock } from './stock/change-stock.js';
import { expireHolds, holdStock, releaseHold } from './stock/holds.js';
import { keepAnswer, keptAnswer, keptMs, keyedCall, type KeyedCall } from './stock/idempotency.js';
import { receiveTransfer, sendTransfer } from './stock/transfers.js';
import { TenantDraft } from './tenant-draft.js';
import { TenantState, type TenantLimits } from './tenant-state.js';
import { writeInventory } from './write-inventory.js';
import {
  deleteLocation,
  publishPostalCodes,
  writeHold,
  writeLocations,
  writePostalCodes,
} from './write-locations.js';

const READ_METHODS = [
  'getConfiguration',
  'getResource',
  'listResources',
  'getSettings',
  'listConfigurationVersions',
  'getLocation',
  'listLocations',
  'getInventory',
  'listInventory',
  'listHolds',
  'readEvents',
  'getAllocation',
  'orderBasis',
  'listAllocations',
  'listBackorders',
  'waitingOrders',
  'counts',
  'testWorld',
  'rulesWorld',
] as const satisfies readonly StoreMethod[];

/** A call that changes nothing. */
export type ReadCall = Extract<StoreCall, { method: (typeof READ_METHODS)[number] }>;
/** A call that may change what is decided on. */
export type WriteCall = Exclude<StoreCall, ReadCall | HistoryCall>;

/** Whether a call changes nothing. */
export function isRead(call: StoreCall): call is ReadCall {
  return (READ_METHODS as readonly string[]).includes(call.method);
}

/**
 * What a group of calls came to: what to tell the other threads, that events were
 * written, and the outcome of each call.
 */
export type GroupResult = {
  readonly publications: readonly Publication[];
  readonly news: readonly EventNews[];
  readonly rises: readonly StockRise[];
  readonly outcomes: readonly StoreOutcome[];
};

const NOTHING = { publications: [], news: [], rises: [] } as const;

/** Commits groups of writes to all tenants. */
export class GroupCommit {
  private readonly database: Database;
  private readonly watch: FileWatch;
  private readonly tenants: Map<string, TenantState>;
  private readonly configurations: Configurations;
  private readonly limits: TenantLimits;
  private readonly clock: Clock;
  private readonly figures: StoreFigures;
  /** No active hold of any tenant ends before it. */
  private nextHoldEndMs = Number.NEGATIVE_INFINITY;

  constructor(
    database: Database,
    watch: FileWatch,
    tenants: Map<string, TenantState>,
    configurations: Configurations,
    limits: TenantLimits,
    clock: Clock,
    figures: StoreFigures,
  ) {
    this.database = database;
    this.watch = watch;
    this.tenants = tenants;
    this.configurations = configurations;
    this.limits = limits;
    this.clock = clock;
    this.figures = figures;
    for (const { waiting } of tenants.values()) {
      for (const count of waiting.values()) figures.counts[STORE_COUNT.waiting] += count;
    }
  }

  /**
   * Commits the calls together. A call that is refused changes nothing; where the disk fails, none
   * changes anything. Throws where the file that was written is no longer the data file: nothing
   * is acknowledged then, and the store must end.
   */
  run(calls: readonly WriteCall[]): GroupResult {
    try {
      return this.commit((drafts) => calls.map((call) => this.answer(call, drafts)));
    } catch (error) {
      if (!(error instanceof WriteFailure)) throw error;
      const { detail } = error;
      return { ...NOTHING, outcomes: calls.map(() => ({ isDone: false, detail })) };
    }
  }

  /**
   * Ends the holds whose time is over, of all tenants, also where nobody calls. Throws where the
   * disk fails: they are ended the next time.
   */
  expireHolds(): Omit<GroupResult, 'outcomes'> {
    const now = this.clock();
    if (this.nextHoldEndMs > now) return NOTHING;
    const due = [...this.tenants.values()].filter((state) => state.nextHoldEndMs <= now);
    let result: Omit<GroupResult, 'outcomes'> = NOTHING;
    if (due.length > 0) {
      result = this.commit((drafts) => {
        for (const { tenantId } of due) this.draftOf(tenantId, drafts);
        return [];
      });
    }
    let next = Number.POSITIVE_INFINITY;
    for (const state of this.tenants.values()) next = Math.min(next, state.nextHoldEndMs);
    this.nextHoldEndMs = next;
    return result;
  }

  private commit(
    write: (drafts: Map<string, TenantDraft>) => readonly StoreOutcome[],
  ): GroupResult {
    const begunUs = momentUs();
    const drafts = new Map<string, TenantDraft>();
    let outcomes: readonly StoreOutcome[];
    try {
      outcomes = transact(this.database, () => {
        const results = write(drafts);
        for (const draft of drafts.values()) this.settle(draft);
        return results;
      });
    } catch (error) {
      for (const draft of drafts.values()) draft.drop();
      this.figures.counts[STORE_COUNT.failed]++;
      throw new WriteFailure(error);
    }
    this.watch.check();
    const result = { ...this.apply(drafts), outcomes };
    const refusedCount = outcomes.filter(({ isDone }) => !isDone).length;
    countCommit(this.figures, begunUs, outcomes.length, refusedCount);
    return result;
  }

  /** Answers a call, or gives the answer that its key had. */
  private answer(call: WriteCall, drafts: Map<string, TenantDraft>): StoreOutcome {
    const draft = this.draftOf(tenantOf(call), drafts);
    let keyed: KeyedCall | null;
    const { state, timeEpochMs } = draft;
    try {
      keyed = keyedCall(call);
      if (keyed !== null) {
        const oldestEpochMs = timeEpochMs - keptMs(draft.sites.values());
        const kept = keptAnswer(this.database, state.number, keyed, oldestEpochMs);
        if (kept !== undefined) return kept;
      }
    } catch (error) {
      return { isDone: false, detail: detailOf(error) };
    }
    const outcome = this.attempt(call, draft);
    // The number of a tenant that was never written may become another's.
    const isTenantKept = draft.isWritten || this.tenants.has(state.tenantId);
    if (keyed !== null && isTenantKept) {
      keepAnswer(this.database, state.number, keyed, outcome, timeEpochMs);
    }
    return outcome;
  }

  private attempt(call: WriteCall, draft: TenantDraft): StoreOutcome {
    const mark = draft.mark();
    try {
      const value = this.write(call, draft);
      draft.persistNames();
      return { isDone: true, value };
    } catch (error) {
      draft.rollBack(mark);
      return { isDone: false, detail: detailOf(error) };
    }
  }

  private write(call: WriteCall, draft: TenantDraft): unknown {
    const { database, configurations } = this;
    if (isAllocation(call)) return written(draft, writeAllocation(database, draft, call));
    switch (call.method) {
      case 'upsertInventory': {
        const [, updates, isAtomic] = call.args;
        const result = writeInventory(database, draft, updates, isAtomic);
        draft.isWritten ||= result.writtenCount > 0;
        return result;
      }
      case 'changeStock':
        return written(draft, changeStock(database, draft, call.args[1]));
      case 'transferInventory':
        return written(draft, sendTransfer(database, draft, call.args[1]));
      case 'receiveTransfer':
        return written(draft, receiveTransfer(database, draft, call.args[1]));
      case 'holdInventory':
        return written(draft, holdStock(database, draft, call.args[1]));
      case 'releaseHold':
        return written(draft, releaseHold(database, draft, call.args[1]));
      case 'upsertLocations':
        return written(draft, writeLocations(database, draft, call.args[1]));
      case 'setLocationHold':
        return written(draft, writeHold(database, draft, call.args[1], call.args[2]));
      case 'deleteLocation':
        return written(draft, deleteLocation(database, draft, call.args[1]));
      case 'writePostalCodes':
        return written(draft, writePostalCodes(database, draft, call.args[1]));
      case 'publishPostalCodes':
        return publishPostalCodes(database, draft);
      case 'applyConfiguration': {
        const [{ siteId }, document, etag, validateOnly] = call.args;
        const stored = configurations.apply(draft, siteId, document, etag, validateOnly);
        draft.isWritten ||= !validateOnly;
        return stored;
      }
      case 'editConfiguration': {
        const [{ siteId }, edit, validateOnly] = call.args;
        const edited = editSite(configurations, draft, siteId, edit, validateOnly);
        draft.isWritten ||= draft.changedSites.has(siteId);
        return edited;
      }
      case 'activateConfiguration': {
        const [{ siteId }, version, etag] = call.args;
        return written(draft, configurations.activate(draft, siteId, version, etag));
      }
    }
  }

  private draftOf(tenantId: string, drafts: Map<string, TenantDraft>): TenantDraft {
    const known = drafts.get(tenantId);
    if (known !== undefined) return known;
    const state = this.tenants.get(tenantId) ?? this.newTenant(tenantId, drafts);
    const draft = new TenantDraft(state, this.database, this.clock());
    drafts.set(tenantId, draft);
    expireHolds(this.database, draft);
    return draft;
  }

  private newTenant(tenantId: string, drafts: Map<string, TenantDraft>): TenantState {
    let number = 1;
    for (const state of this.tenants.values()) number = Math.max(number, state.number + 1);
    for (const { state } of drafts.values()) number = Math.max(number, state.number + 1);
    return new TenantState(tenantId, number, this.limits);
  }

  /** Finishes a draft inside the transaction. */
  private settle(draft: TenantDraft): void {
    if (!draft.isWritten && !this.tenants.has(draft.state.tenantId)) return;
    draft.recompile();
    if (draft.hasNewCodes && draft.waiting.countOf(draft.state, -1) > 0)
      adoptProducts(this.database, draft);
    settleTallies(this.database, draft);
    const { database } = this;
    const { state, locations, timeEpochMs } = draft;
    const { tenantId, number, sequence, table } = state;
    const isTableNew = locations.table !== table;
    if (isTableNew) putUndo(database, number, state, locations, timeEpochMs);
    if (!isTableNew && !draft.isWritten) return;
    void database.tenants.put(tenantId, {
      number,
      sequence: sequence + draft.changedRowCount,
      locationCount: draft.locationCount,
      locationVersion: locations.table.version,
      postalVersion: draft.postal.version,
      isPostalPending: draft.isPostalPending,
      eventSequence: draft.nextEventSequence - 1,
    });
  }

  private apply(drafts: ReadonlyMap<string, TenantDraft>): Omit<GroupResult, 'outcomes'> {
    const publications: Publication[] = [];
    const news: EventNews[] = [];
    const rises: StockRise[] = [];
    for (const [tenantId, draft] of drafts) {
      const { state } = draft;
      const isNew = !this.tenants.has(tenantId);
      if (isNew && !draft.isWritten) continue;
      const { counts } = this.figures;
      counts[STORE_COUNT.expired] += draft.expiredHoldCount;
      counts[STORE_COUNT.waiting] += draft.waiting.growth;
      const isChanged = draft.apply();
      applyTallies(draft);
      if (draft.eventCount > 0) news.push({ tenantId, lastSequence: state.eventSequence });
      const rise = draft.waiting.riseOf(state, isChanged);
      if (rise !== null) rises.push(rise);
      this.tenants.set(tenantId, state);
      this.nextHoldEndMs = Math.min(this.nextHoldEndMs, state.nextHoldEndMs);
      if (!isNew && !isChanged) continue;
      const sites = state.siteViews((siteId) => draft.changedSites.has(siteId));
      publications.push({ tenant: state.view(), sites });
    }
    return { publications, news, rises };
  }
}

function written<T>(draft: TenantDraft, value: T): T {
  draft.isWritten = true;
  return value;
}

function tenantOf(call: WriteCall): string {
  const [scope] = call.args;
  return typeof scope === 'string' ? scope : scope.tenantId;
}

/** Nothing of a group was written. */
class WriteFailure extends Refusal {
  constructor(cause: unknown) {
    const reason = 'STORE_WRITE_FAILED';
    const message = `nothing was written: ${detailOf(cause).message}`;
    super({ code: STATUS.unavailable, reason, message, violations: [] });
  }
}
