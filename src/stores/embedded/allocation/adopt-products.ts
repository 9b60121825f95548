// What becomes of lines that wait for a product which nobody knew, when a code of it comes: they
// wait for it by its number from then on.

import { allocationKey, type Database } from '../database.js';
import type { TenantDraft } from '../tenant-draft.js';
import { resolvedLine } from './order-lines.js';
import { waitingFor } from './queue.js';
import type { AllocationRecord } from './record.js';
import { putAllocation } from './write-allocation.js';

/** Lists lines under products that are known by now, in the running transaction. */
export function adoptProducts(database: Database, draft: TenantDraft): void {
  const { number } = draft.state;
  const orderIds = new Set<string>();
  for (const { orderId } of waitingFor(database, number, -1, null)) orderIds.add(orderId);
  for (const orderId of orderIds) {
    const before = database.allocations.get(allocationKey(number, orderId)) as AllocationRecord;
    const lines = before.lines.map((line) => resolvedLine(draft, before.siteId, line));
    const adopted = lines.filter((line, i) => line !== before.lines[i]);
    if (adopted.length === 0) continue;
    // There may be units of it already: the code may be one more of a product that is known.
    for (const { productIndex } of adopted) draft.waiting.rise(productIndex);
    putAllocation(database, draft, before, { ...before, lines });
  }
}
