// What allocations count against the fulfilment limits of groups. Called inside commits of
// allocations only; suggestions count nothing. All three run in the running transaction, and see
// what earlier calls in it have counted. The last two write: call them where nothing can refuse the
// operation any more.
//
//   fullCounts(database, draft, siteId, asks: readonly LimitAsk[]): LimitAsk[]
//   countLimits(database, draft, siteId, asks: readonly LimitAsk[]): void
//   returnLimits(database, draft, siteId, returns: readonly LimitReturn[]): void

import type { Database } from '../database.js';
import type { TenantDraft } from '../tenant-draft.js';
import { addEntry, type Counted } from './entries.js';
import { limitsOf, ruleOf, type LimitRule } from './rules.js';
import { amountOf, isFull, settleTally, tallyIn } from './tallies.js';
import { LIMIT_TYPE } from '../../../configuration/enumerations.js';

/** What an allocation counts, or is to count, of a group at a location. */
export type LimitAsk = {
  /** The group that chose the location: Assignment.limit_group_id. */
  readonly groupId: number;
  /** The index of the location. */
  readonly location: number;
  /** Whether the order is counted: 0 where it counts there already, or other units of it stay. */
  readonly orders: 0 | 1;
  readonly items: number;
  /** What the units are worth; whole. */
  readonly valueMinor: number;
};

/** What is given back of what was counted at a time, which is draft.timeEpochMs of then. */
export type LimitReturn = LimitAsk & { readonly countedAtEpochMs: number };

/**
 * Those of the asks whose location is at the limit of the group now. A group without a limit, or
 * that is gone, is never full; nor is a limit of orders where the order counts already.
 */
export function fullCounts(
  database: Database,
  draft: TenantDraft,
  siteId: string,
  asks: readonly LimitAsk[],
): LimitAsk[] {
  return asks.filter((ask) => {
    const rule = ruleFor(draft, siteId, ask);
    if (rule === null) return false;
    if (rule.limit === 0) return true;
    if (rule.type === LIMIT_TYPE.orders && ask.orders === 0) return false;
    const tally = tallyIn(draft, { siteId, ...ask });
    settleTally(database, tally, rule, draft.timeEpochMs);
    return isFull(tally, rule);
  });
}

/** Counts at draft.timeEpochMs. Of a group without a limit, or that is gone, nothing. */
export function countLimits(
  database: Database,
  draft: TenantDraft,
  siteId: string,
  asks: readonly LimitAsk[],
): void {
  const { timeEpochMs } = draft;
  for (const ask of asks) {
    const rule = ruleFor(draft, siteId, ask);
    if (rule === null) continue;
    const tally = tallyIn(draft, { siteId, ...ask });
    settleTally(database, tally, rule, timeEpochMs);
    const added = addEntry(database, tally.key, timeEpochMs, ask);
    tally.oldestEpochMs = Math.min(tally.oldestEpochMs, timeEpochMs);
    tally.used += amountOf(rule, added);
  }
}

/**
 * Takes what was counted out of the moment in which it was: where that counts no more, nothing is
 * left to change. What was counted under a limit that has changed meanwhile is taken back too.
 */
export function returnLimits(
  database: Database,
  draft: TenantDraft,
  siteId: string,
  returns: readonly LimitReturn[],
): void {
  for (const one of returns) {
    const tally = tallyIn(draft, { siteId, ...one });
    const taken = addEntry(database, tally.key, one.countedAtEpochMs, negative(one));
    if (tally.ruleText === '' || one.countedAtEpochMs < tally.fromEpochMs) continue;
    const rule = ruleFor(draft, siteId, one);
    if (rule !== null && rule.text === tally.ruleText) tally.used += amountOf(rule, taken);
    else tally.ruleText = '';
  }
}

function negative({ orders, items, valueMinor }: Counted): Counted {
  return { orders: -orders, items: -items, valueMinor: -valueMinor };
}

/** What the limit of a group means at a location; null: there is none. */
function ruleFor(draft: TenantDraft, siteId: string, ask: LimitAsk): LimitRule | null {
  const site = draft.sites.get(siteId);
  const limit = site && limitsOf(site).get(ask.groupId);
  if (limit === undefined) return null;
  return ruleOf(limit, draft.locationDocuments[ask.location]?.timeZone);
}
