// What the calls of a group write: each is checked and written into the running transaction and
// into the draft of its tenant, and the drafts become what the tenants are when the writes are
// where they are kept for good. Knows nothing of where that is.

import type { Publication } from '../../columns/views.js';
import { STORE_COUNT, type StoreFigures } from '../../telemetry/engine-figures.js';
import type { EventNews } from '../events.js';
import type { StockRise } from '../allocation.js';
import type { StoreCall, StoreMethod, StoreOutcome } from '../messages.js';
import { adoptProducts } from './allocation/adopt-products.js';
import { isAllocation, writeAllocation } from './allocation/calls.js';
import type { Configurations } from './configurations.js';
import type { Database } from './database.js';
import { detailOf } from './detail.js';
import { editSite } from './edits.js';
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

/** What to tell the other threads when drafts were applied, and that events were written. */
export type Applied = {
  readonly publications: readonly Publication[];
  readonly news: readonly EventNews[];
  readonly rises: readonly StockRise[];
};

/** Nothing to tell. */
export const NOTHING_APPLIED: Applied = { publications: [], news: [], rises: [] };

/** What calls are written with. */
export type GroupWritesParts = {
  readonly database: Database;
  readonly tenants: Map<string, TenantState>;
  readonly configurations: Configurations;
  readonly limits: TenantLimits;
  readonly figures: StoreFigures;
};

/** The drafts of a group, by tenant id. */
export type Drafts = Map<string, TenantDraft>;

/** Writes groups of calls to any tenants. */
export class GroupWrites {
  private readonly database: Database;
  private readonly tenants: Map<string, TenantState>;
  private readonly configurations: Configurations;
  private readonly limits: TenantLimits;
  private readonly figures: StoreFigures;
  private lastNumber = 0;

  constructor({ database, tenants, configurations, limits, figures }: GroupWritesParts) {
    this.database = database;
    this.tenants = tenants;
    this.configurations = configurations;
    this.limits = limits;
    this.figures = figures;
    for (const { number, waiting } of tenants.values()) {
      this.lastNumber = Math.max(this.lastNumber, number);
      for (const count of waiting.values()) figures.counts[STORE_COUNT.waiting] += count;
    }
  }

  /** Answers a call, or gives the answer that its key had. */
  answer(call: WriteCall, drafts: Drafts, nowEpochMs: number): StoreOutcome {
    const draft = this.draftOf(tenantOf(call), drafts, nowEpochMs);
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

  /** The draft of a tenant, without the holds whose time is over by now. */
  draftOf(tenantId: string, drafts: Drafts, nowEpochMs: number): TenantDraft {
    const known = drafts.get(tenantId);
    if (known !== undefined) return known;
    const state = this.tenants.get(tenantId) ?? this.newTenant(tenantId);
    const draft = new TenantDraft(state, this.database, nowEpochMs);
    drafts.set(tenantId, draft);
    expireHolds(this.database, draft);
    return draft;
  }

  /** A tenant that is not known, under a number that is free. */
  newTenant(tenantId: string): TenantState {
    return new TenantState(tenantId, ++this.lastNumber, this.limits);
  }

  /** A tenant without anything, under a number that it had. */
  emptyTenant(tenantId: string, number: number): TenantState {
    return new TenantState(tenantId, number, this.limits);
  }

  /** Forgets drafts of which nothing is kept. */
  drop(drafts: Drafts): void {
    for (const draft of drafts.values()) {
      draft.drop();
      this.giveBackNumber(draft.state);
    }
  }

  /** The number of a tenant that stays unknown is free again while no higher one was taken. */
  giveBackNumber({ tenantId, number }: TenantState): void {
    if (number === this.lastNumber && !this.tenants.has(tenantId)) this.lastNumber--;
  }

  /** Finishes a draft inside the transaction. */
  settle(draft: TenantDraft): void {
    if (!draft.isWritten && !this.tenants.has(draft.state.tenantId)) return;
    draft.recompile();
    if (draft.hasNewCodes && draft.waiting.countOf(draft.state, -1) > 0)
      adoptProducts(this.database, draft);
    settleTallies(this.database, draft);
    const { database } = this;
    const { state, locations, timeEpochMs } = draft;
    const { tenantId, number, sequence, table } = state;
    const isTableNew = locations.table !== table;
    if (isTableNew && !draft.isPastUnknown) {
      putUndo(database, number, state, locations, timeEpochMs);
    }
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

  /** Makes drafts, whose writes are kept by now, what the tenants are. */
  apply(drafts: Drafts): Applied {
    const publications: Publication[] = [];
    const news: EventNews[] = [];
    const rises: StockRise[] = [];
    for (const [tenantId, draft] of drafts) {
      const { state } = draft;
      const isNew = !this.tenants.has(tenantId);
      if (isNew && !draft.isWritten) {
        this.giveBackNumber(state);
        continue;
      }
      const { counts } = this.figures;
      counts[STORE_COUNT.expired] += draft.expiredHoldCount;
      counts[STORE_COUNT.waiting] += draft.waiting.growth;
      const isChanged = draft.apply();
      applyTallies(draft);
      if (draft.eventCount > 0) news.push({ tenantId, lastSequence: state.eventSequence });
      const rise = draft.waiting.riseOf(state, isChanged);
      if (rise !== null) rises.push(rise);
      this.tenants.set(tenantId, state);
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

/** Whose data a call changes. */
export function tenantOf(call: WriteCall): string {
  const [scope] = call.args;
  return typeof scope === 'string' ? scope : scope.tenantId;
}

/** What a call costs, in elements of an import: a line of an order is as much as ten of them. */
export function elementsOf(call: WriteCall): number {
  if (call.method === 'allocateOrder') return call.args[1].lines.length * 10;
  const [, elements] = call.args;
  return Array.isArray(elements) ? elements.length : 1;
}
