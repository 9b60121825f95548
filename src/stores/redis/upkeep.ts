// What is committed of a tenant though nobody called: the end of holds, what is too old, and postal
// codes that were left unpublished.

import type { StoreOutcome } from '../messages.js';
import { hasCoordinates } from '../location-table.js';
import { prune } from '../embedded/history/prune.js';
import { publishPostalCodes } from '../embedded/write-locations.js';
import type { GroupAction } from './commit.js';
import type { SharedParts } from './shared-parts.js';

const NO_OUTCOMES: readonly StoreOutcome[] = [];

/** Ends the holds whose time is over, as every commit does. */
export function endHolds({ writes }: SharedParts, tenantId: string): GroupAction {
  return (drafts, now) => {
    writes.draftOf(tenantId, drafts, now);
    return NO_OUTCOMES;
  };
}

/** Things of each kind that are let go in one commit: a script keeps all others waiting. */
const PRUNED_MAX = 300;

/** Lets go some of what is too old; `onMore` is called where there is more of it. */
export function letGo(
  { database, tenants }: SharedParts,
  tenantId: string,
  onMore: () => void,
): GroupAction {
  return (_drafts, now) => {
    const state = tenants.get(tenantId);
    if (state !== undefined && prune(database, state, now, PRUNED_MAX)) onMore();
    return NO_OUTCOMES;
  };
}

/** Publishes the postal codes that the tables of this engine have already. */
export function publishPending({ database, writes }: SharedParts, tenantId: string): GroupAction {
  return (drafts, now) => {
    const draft = writes.draftOf(tenantId, drafts, now);
    if (!draft.isPostalPending) return NO_OUTCOMES;
    publishPostalCodes(database, draft);
    draft.isWritten = true;
    draft.isPastUnknown = !draft.locationDocuments.every(
      (one) => one === undefined || hasCoordinates(one),
    );
    return NO_OUTCOMES;
  };
}
