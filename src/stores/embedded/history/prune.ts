// What a tenant has that is too old, all but records of decisions: events, the ledger, locations of
// before, keys, holds that ended, orders of which nothing is left and counts of limits.

import type { Database } from '../database.js';
import { areEventsOld, eventsKept, pruneEvents } from '../events/prune-events.js';
import { areCountsOld, pruneCounts } from '../limits/prune.js';
import { forgetOld, isStockOld } from '../stock/forget.js';
import { keptMs } from '../stock/idempotency.js';
import type { SiteState, TenantState } from '../tenant-state.js';
import { DAY_MS } from './clock.js';
import { isLedgerOld, pruneLedger } from './ledger.js';
import { isUndoOld, pruneUndo } from './location-history.js';

/** Things of a kind that go in one step at most: some ten milliseconds of work. */
const PRUNED_MAX = 5000;
/** Of several sites the longest holds, and where none says how long, these. */
const ALLOCATION_DAYS_DEFAULT = 30;
const LEDGER_DAYS_DEFAULT = 30;

/** Whether a tenant has something that is too old. */
export function hasOld(database: Database, state: TenantState, nowEpochMs: number): boolean {
  const { number } = state;
  const oldest = oldestOf(state, nowEpochMs);
  return (
    areEventsOld(database, number, eventsKept(state, nowEpochMs)) ||
    isLedgerOld(database, number, oldest.transferEpochMs) ||
    isUndoOld(database, number, oldest.transferEpochMs) ||
    isStockOld(database, number, oldest) ||
    areCountsOld(state, nowEpochMs)
  );
}

/**
 * Lets go some of what is too old of a tenant, in the running transaction: of each kind of things
 * at most `limit`. Answers whether there may be more of it.
 */
export function prune(
  database: Database,
  state: TenantState,
  nowEpochMs: number,
  limit = PRUNED_MAX,
): boolean {
  const { number } = state;
  const oldest = oldestOf(state, nowEpochMs);
  const isMore = [
    pruneEvents(database, number, eventsKept(state, nowEpochMs), limit),
    pruneLedger(database, number, oldest.transferEpochMs, limit),
    forgetOld(database, number, oldest, limit),
    pruneCounts(database, state, nowEpochMs, limit),
    pruneUndo(database, number, oldest.transferEpochMs, limit),
  ];
  return isMore.includes(true);
}

/** The oldest of each that is kept; the ledger and the locations as long as transfers. */
function oldestOf({ sites }: TenantState, nowEpochMs: number) {
  const ledgerDays = daysOf(sites.values(), 'ledgerDays', LEDGER_DAYS_DEFAULT);
  const allocationDays = daysOf(sites.values(), 'allocationDays', ALLOCATION_DAYS_DEFAULT);
  return {
    keyEpochMs: nowEpochMs - keptMs(sites.values()),
    transferEpochMs: nowEpochMs - ledgerDays * DAY_MS,
    allocationEpochMs: nowEpochMs - allocationDays * DAY_MS,
  };
}

function daysOf(
  sites: Iterable<SiteState>,
  setting: 'ledgerDays' | 'allocationDays',
  daysDefault: number,
): number {
  let days = 0;
  for (const { document } of sites) {
    days = Math.max(days, document.settings?.[setting] || daysDefault);
  }
  return days || daysDefault;
}
