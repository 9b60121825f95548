// How the commit of an order meets the fulfilment limits of groups: checked before anything is
// written, counted with it, returned with what is given back.

import { failedPrecondition } from '../../../base/outcome.js';
import type { Database } from '../database.js';
import { countLimits, fullCounts, returnLimits } from '../limits/counts.js';
import type { TenantDraft } from '../tenant-draft.js';
import { limitChanges, type LimitChanges } from './limit-counts.js';
import { planConflict, type PlanSource } from './plan-lines.js';
import type { AllocationRecord } from './record.js';

/**
 * What a change of an order counts and returns. Throws where a location is at the limit of the
 * group that chose it.
 */
export function checkLimits(
  database: Database,
  draft: TenantDraft,
  before: AllocationRecord | undefined,
  after: AllocationRecord,
  source: PlanSource,
): LimitChanges {
  const changes = limitChanges(before, after, draft.timeEpochMs);
  const [full] = fullCounts(database, draft, after.siteId, changes.counts);
  if (full === undefined) return changes;
  const { code = '' } = draft.location(full.location);
  const text = `the location '${code}' is at the fulfilment limit of group ${full.groupId}`;
  if (source === 'made') throw planConflict('LIMIT_REACHED', text);
  const metadata = { locationCode: code, groupId: String(full.groupId) };
  throw failedPrecondition('LIMIT_REACHED', text, { metadata });
}

/** Writes these changes in the running transaction. Answers the order as it is to be kept. */
export function keepLimits(
  database: Database,
  draft: TenantDraft,
  after: AllocationRecord,
  { counts, returns, countedOrders }: LimitChanges,
): AllocationRecord {
  returnLimits(database, draft, after.siteId, returns);
  countLimits(database, draft, after.siteId, counts);
  return { ...after, countedOrders };
}
