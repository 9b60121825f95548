// What is let go of stock operations when it is old: answers by key, holds and allocations that
// have ended, and transfers of which nothing is on its way.

import { forgetAllocation } from '../allocation/write-allocation.js';
import type { Database } from '../database.js';
import { DUE, duesUntil, removeDue, type Due, type DueKind } from './dues.js';
import { forgetHold } from './holds.js';
import { forgetAnswer } from './idempotency.js';
import { forgetTransfer } from './transfers.js';

/** Things of one kind that are forgotten in one step at most: an order is many rows. */
const FORGOTTEN_MAX = 2000;

/** What is forgotten if it is from this time or before. */
export type Oldest = {
  readonly keyEpochMs: number;
  readonly transferEpochMs: number;
  readonly allocationEpochMs: number;
};

/** Whether something of a tenant is old. */
export function isStockOld(database: Database, tenant: number, oldest: Oldest): boolean {
  return kindsOf(oldest).some(([kind, epochMs]) => {
    return duesUntil(database, tenant, kind, epochMs, 1).dues.length > 0;
  });
}

/**
 * Lets old things of a tenant go, in the running transaction, of each kind at most `limit` and
 * FORGOTTEN_MAX. Answers whether there may be more of them.
 */
export function forgetOld(
  database: Database,
  tenant: number,
  oldest: Oldest,
  limit: number,
): boolean {
  const most = Math.min(limit, FORGOTTEN_MAX);
  let isMore = false;
  for (const [kind, epochMs] of kindsOf(oldest)) {
    const { dues } = duesUntil(database, tenant, kind, epochMs, most);
    for (const due of dues) {
      forget(database, tenant, kind, due);
      removeDue(database, tenant, kind, due);
    }
    isMore ||= dues.length === most;
  }
  return isMore;
}

function kindsOf({ keyEpochMs, transferEpochMs, allocationEpochMs }: Oldest): [DueKind, number][] {
  return [
    [DUE.keyForgotten, keyEpochMs],
    [DUE.holdForgotten, keyEpochMs],
    [DUE.transferForgotten, transferEpochMs],
    [DUE.allocationForgotten, allocationEpochMs],
  ];
}

function forget(database: Database, tenant: number, kind: DueKind, due: Due): void {
  if (kind === DUE.keyForgotten) forgetAnswer(database, tenant, due.name, due.timeEpochMs);
  else if (kind === DUE.holdForgotten) forgetHold(database, tenant, due.name);
  else if (kind === DUE.transferForgotten) forgetTransfer(database, tenant, due.name);
  else forgetAllocation(database, tenant, due.name);
}
