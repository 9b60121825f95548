// Which calls of the store are about orders, and what answers them.

import type { QueueTurn } from '../../allocation.js';
import type { StoreCall } from '../../messages.js';
import type { Database } from '../database.js';
import type { TenantDraft } from '../tenant-draft.js';
import { allocateOrder, serveBackorder } from './allocate.js';
import { planConflict } from './plan-lines.js';
import { riseCountOf } from './waiting-changes.js';
import { rejectAllocation, releaseAllocation, shipAllocation } from './change-allocation.js';

const METHODS = [
  'allocateOrder',
  'serveBackorder',
  'releaseAllocation',
  'shipAllocation',
  'rejectAllocation',
] as const satisfies readonly StoreCall['method'][];

/** A call that changes an order. */
export type AllocationCall = Extract<StoreCall, { method: (typeof METHODS)[number] }>;

/** Whether a call changes an order. */
export function isAllocation(call: StoreCall): call is AllocationCall {
  return (METHODS as readonly string[]).includes(call.method);
}

/** Does what a call asks, in the running transaction. Throws the refusal. */
export function writeAllocation(
  database: Database,
  draft: TenantDraft,
  call: AllocationCall,
): unknown {
  switch (call.method) {
    case 'allocateOrder': {
      const [scope, ask, , plan, assignmentsSoFar] = call.args;
      return allocateOrder(database, draft, scope, ask, plan, assignmentsSoFar);
    }
    case 'serveBackorder': {
      const [, orderId, version, plan, turn] = call.args;
      if (turn !== undefined) checkTurn(draft, turn);
      return serveBackorder(database, draft, orderId, version, plan);
    }
    case 'releaseAllocation':
      return releaseAllocation(database, draft, call.args[1]);
    case 'shipAllocation':
      return shipAllocation(database, draft, call.args[1]);
    case 'rejectAllocation': {
      const [, ask, , plan, basisVersion] = call.args;
      return rejectAllocation(database, draft, ask, plan, basisVersion);
    }
  }
}

function checkTurn({ state, waiting }: TenantDraft, { product, riseCount }: QueueTurn): void {
  if (!waiting.hasRisen(product) && riseCountOf(state, product) === riseCount) return;
  throw planConflict('QUEUE_CHANGED', 'there is more of the product: the queue is served anew');
}
