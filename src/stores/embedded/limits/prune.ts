// Which counts of fulfilment limits may be forgotten: those that count no more, and after a day
// those of groups without a limit, so that one that is given back counts on.

import type { Database } from '../database.js';
import { DAY_MS } from '../history/clock.js';
import type { TenantState } from '../tenant-state.js';
import { entriesOf, removeEntries } from './entries.js';
import { limitsOf, ruleOf, startOf, type LimitRule } from './rules.js';
import { settleTally } from './tallies.js';
import type { Tally } from './tally.js';

/** A tally with what its limit means, null where there is none. */
type Ruled = { readonly tally: Tally; readonly rule: LimitRule | null };

/** The tallies of a tenant that have entries that may go. */
function oldTallies(state: TenantState, nowEpochMs: number): Ruled[] {
  const old: Ruled[] = [];
  for (const tally of state.tallies.values()) {
    const site = state.sites.get(tally.siteId);
    const limit = site && limitsOf(site).get(tally.groupId);
    const { timeZone } = state.documents[tally.location] ?? {};
    const rule = limit === undefined ? null : ruleOf(limit, timeZone);
    if (tally.oldestEpochMs < keptFrom(rule, nowEpochMs)) old.push({ tally, rule });
  }
  return old;
}

function keptFrom(rule: LimitRule | null, nowEpochMs: number): number {
  return rule === null ? nowEpochMs - DAY_MS : startOf(rule, nowEpochMs);
}

/** Whether something may be forgotten. */
export function areCountsOld(state: TenantState, nowEpochMs: number): boolean {
  return oldTallies(state, nowEpochMs).length > 0;
}

/**
 * Forgets some of it, at most `limit` entries, in the running transaction. Answers whether there is
 * more. A tally learns that its old entries are gone in the step after: the transaction may yet
 * fail.
 */
export function pruneCounts(
  database: Database,
  state: TenantState,
  nowEpochMs: number,
  limit: number,
): boolean {
  let left = limit;
  let isMore = false;
  for (const { tally, rule } of oldTallies(state, nowEpochMs)) {
    if (left === 0) return true;
    // What goes must not be in a sum any more: it could not be taken off later.
    if (rule === null) tally.ruleText = '';
    else settleTally(database, tally, rule, nowEpochMs);
    const removedCount = removeEntries(database, tally.key, keptFrom(rule, nowEpochMs), left);
    left -= removedCount;
    isMore ||= removedCount > 0;
    if (removedCount > 0) continue;
    const [first] = entriesOf(database, tally.key, 0);
    tally.oldestEpochMs = first === undefined ? Number.POSITIVE_INFINITY : first.timeEpochMs;
  }
  return isMore;
}
