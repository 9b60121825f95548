// How much is counted against fulfilment limits now, without asking the disk: for each site, group
// and location that has entries one sum, which moves on with the time.

import type { FulfillmentLimitDocument } from '../../../configuration/document.js';
import { LIMIT_TYPE } from '../../../configuration/enumerations.js';
import type { Program } from '../../../columns/program.js';
import type { Database } from '../database.js';
import type { TenantDraft } from '../tenant-draft.js';
import type { TenantState } from '../tenant-state.js';
import { entriesOf, nameKey, namesOf, sumOf, type Counted, type CountName } from './entries.js';
import type { Tally } from './tally.js';
import { endOf, limitsOf, ruleOf, startOf, type LimitRule } from './rules.js';

function tallyText({ siteId, groupId, location }: CountName): string {
  return `${groupId} ${location} ${siteId}`;
}

function newTally(tenant: number, { siteId, groupId, location }: CountName): Tally {
  const name = { siteId, groupId, location };
  return {
    ...name,
    key: nameKey(tenant, name),
    oldestEpochMs: Number.POSITIVE_INFINITY,
    ruleText: '',
    fromEpochMs: 0,
    used: 0,
    fullUntilMs: 0,
  };
}

/** The tally of a name in a draft, which may be changed. */
export function tallyIn(draft: TenantDraft, name: CountName): Tally {
  const text = tallyText(name);
  const drafted = draft.tallies.get(text);
  if (drafted !== undefined) return drafted;
  const known = draft.state.tallies.get(text);
  const tally = known === undefined ? newTally(draft.state.number, name) : { ...known };
  draft.tallies.set(text, tally);
  return tally;
}

/** What a limit counts. */
function countOf({ type }: LimitRule): keyof Counted {
  if (type === LIMIT_TYPE.orders) return 'orders';
  return type === LIMIT_TYPE.items ? 'items' : 'valueMinor';
}

/** What a limit counts of something. */
export function amountOf(rule: LimitRule, counted: Counted): number {
  return counted[countOf(rule)];
}

/** Sums what counts at a time. A limit that rolls takes off what has become too old. */
export function settleTally(
  database: Database,
  tally: Tally,
  rule: LimitRule,
  epochMs: number,
): void {
  const from = startOf(rule, epochMs);
  const isSame = tally.ruleText === rule.text;
  if (isSame && tally.fromEpochMs === from) return;
  if (isSame && rule.lengthMs > 0 && tally.fromEpochMs < from) {
    if (tally.oldestEpochMs < from) {
      tally.used -= sumOf(database, tally.key, countOf(rule), tally.fromEpochMs, from);
    }
  } else {
    tally.used = sumOf(database, tally.key, countOf(rule), from);
  }
  tally.ruleText = rule.text;
  tally.fromEpochMs = from;
}

/** Whether a tally that is settled has reached its limit. */
export function isFull(tally: Tally, rule: LimitRule): boolean {
  return tally.used >= rule.limit;
}

/** Until when a tally is full that is settled for a time, see Tally. */
function fullUntil(database: Database, tally: Tally, rule: LimitRule, epochMs: number): number {
  if (rule.limit === 0) return Number.POSITIVE_INFINITY;
  if (!isFull(tally, rule)) return 0;
  if (rule.lengthMs === 0) return endOf(rule, epochMs);
  let left = tally.used;
  for (const entry of entriesOf(database, tally.key, tally.fromEpochMs)) {
    left -= amountOf(rule, entry);
    if (left < rule.limit) return entry.timeEpochMs + rule.lengthMs;
  }
  return epochMs + rule.lengthMs;
}

/**
 * Finishes the tallies of a draft in the running transaction: of what was counted, and of the sites
 * whose rules are new, for these have new columns.
 */
export function settleTallies(database: Database, draft: TenantDraft): void {
  if (draft.changedSites.size > 0) {
    for (const tally of draft.state.tallies.values()) {
      if (draft.changedSites.has(tally.siteId)) tallyIn(draft, tally);
    }
  }
  const zoneOf = (location: number) => draft.locationDocuments[location]?.timeZone;
  for (const tally of draft.tallies.values()) {
    const site = draft.sites.get(tally.siteId);
    const limit = site && limitsOf(site).get(tally.groupId);
    finish(database, tally, limit, zoneOf(tally.location), draft.timeEpochMs);
  }
}

function finish(
  database: Database,
  tally: Tally,
  limit: FulfillmentLimitDocument | undefined,
  timeZone: string | undefined,
  epochMs: number,
): void {
  if (limit === undefined) {
    tally.ruleText = '';
    tally.fullUntilMs = 0;
    return;
  }
  const rule = ruleOf(limit, timeZone);
  settleTally(database, tally, rule, epochMs);
  tally.fullUntilMs = fullUntil(database, tally, rule, epochMs);
}

/**
 * Makes the tallies of a draft those of the tenant, whose sites are those of the draft already, and
 * tells the columns that routing reads.
 */
export function applyTallies(draft: TenantDraft): void {
  for (const [text, tally] of draft.tallies) {
    draft.state.tallies.set(text, tally);
    writeTally(draft.state.sites.get(tally.siteId)?.program, tally);
  }
}

function writeTally(program: Program | undefined, tally: Tally): void {
  if (program === undefined || program.limitCount === 0) return;
  for (const { groups } of program.allRoutes) {
    for (const { id, limit } of groups) {
      if (limit === null || id !== tally.groupId) continue;
      limit.fullUntilMs[tally.location] = tally.fullUntilMs;
    }
  }
}

/** Reads the tallies of a tenant whose locations and sites are there, and fills their columns. */
export function loadTallies(database: Database, state: TenantState, epochMs: number): void {
  for (const name of namesOf(database, state.number)) {
    const tally = newTally(state.number, name);
    // Nothing older is known, so everything may be there.
    tally.oldestEpochMs = 0;
    state.tallies.set(tallyText(name), tally);
    const site = state.sites.get(name.siteId);
    const limit = site && limitsOf(site).get(name.groupId);
    finish(database, tally, limit, state.documents[name.location]?.timeZone, epochMs);
    writeTally(site?.program, tally);
  }
}
