// Which events are kept, and how the others go: by age, and by how many there are.

import { binaryKey, type Database } from '../database.js';
import { DAY_MS } from '../history/clock.js';
import { sequenceOfKey } from '../sequence-key.js';
import type { SiteState, TenantState } from '../tenant-state.js';
import { timeOf } from './events.js';

/** Of several sites the longest and the largest hold, and where none says how long, these. */
const DAYS_DEFAULT = 7;
const COUNT_DEFAULT = 1_000_000;

/** Where the events that are kept begin. */
export type EventsKept = { readonly oldestEpochMs: number; readonly oldestSequence: number };

/** Which events of a tenant are kept at a time. */
export function eventsKept({ sites, eventSequence }: TenantState, epochMs: number): EventsKept {
  const settings = Array.from(sites.values(), ({ document }: SiteState) => document.settings);
  const largest = (values: number[], fallback: number) => Math.max(0, ...values) || fallback;
  const days = settings.map((one) => one?.eventDays || DAYS_DEFAULT);
  const counts = settings.map((one) => one?.eventCountMax || COUNT_DEFAULT);
  return {
    oldestEpochMs: epochMs - largest(days, DAYS_DEFAULT) * DAY_MS,
    oldestSequence: eventSequence - largest(counts, COUNT_DEFAULT) + 1,
  };
}

/** Whether events of a tenant are kept no longer. */
export function areEventsOld(database: Database, tenant: number, kept: EventsKept): boolean {
  return oldKeys(database, tenant, kept, 1).length > 0;
}

/**
 * Takes the oldest events of a tenant out, at most `limit`. Answers whether there may be more of
 * them. Runs in a transaction.
 */
export function pruneEvents(
  database: Database,
  tenant: number,
  kept: EventsKept,
  limit: number,
): boolean {
  const keys = oldKeys(database, tenant, kept, limit);
  for (const key of keys) void database.events.remove(key);
  return keys.length === limit;
}

function oldKeys(database: Database, tenant: number, kept: EventsKept, limit: number): Buffer[] {
  const range = { start: binaryKey(tenant), end: binaryKey(tenant + 1), limit };
  const keys: Buffer[] = [];
  for (const { key, value } of database.events.getRange(range)) {
    const isOld = timeOf(value) < kept.oldestEpochMs;
    if (!isOld && sequenceOfKey(key) >= kept.oldestSequence) break;
    keys.push(Buffer.from(key));
  }
  return keys;
}
