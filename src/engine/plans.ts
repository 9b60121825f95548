// From a decision to a plan of what a store commits, and from what an order has to the request by
// which the rest of it is routed.

import { STATE_CHANGE } from '../columns/program.js';
import type { Fate, OrderBasis, Plan, PlannedUnits } from '../stores/allocation.js';
import type { DecidedOrder } from '../wire/decode-decision.js';
import { editOrder } from '../wire/edit-order.js';
import type { ReadOrder } from './order-reader.js';

const FATES: Readonly<Record<number, Fate>> = {
  [STATE_CHANGE.cancel]: 'cancelled',
  [STATE_CHANGE.available]: 'offered',
  [STATE_CHANGE.backorder]: 'backordered',
};

/** The plan of a decision. Units of which nothing is said are left to a person. */
export function planOf({ units, states }: DecidedOrder, suggestionId: number): Plan {
  const unserved = states.map(({ orderItemId, quantity, stateChange }) => {
    return { orderItemId, quantity, fate: FATES[stateChange] ?? 'customerCare' };
  });
  return { units, unserved, suggestionId };
}

/** Of a plan of waiting units only what stock that is there serves: the rest goes on waiting. */
export function servedPart({ units, suggestionId }: Plan): Plan {
  const there = units.filter(({ futureEpochMs }: PlannedUnits) => futureEpochMs === undefined);
  return { units: there, unserved: [], suggestionId };
}

/** What the caller of an order said of it that is counted on. */
export type OrderLimits = Pick<
  ReadOrder,
  'assignmentsSoFar' | 'maxLocations' | 'shipmentsElsewhere'
>;

/**
 * The request by which units of an order are routed again, by line: from other locations than those
 * that refused units, next to what it has elsewhere.
 */
export function restRequest(
  basis: OrderBasis,
  quantities: ReadonlyMap<number, number>,
  rejectedCodes: readonly string[],
  { assignmentsSoFar, maxLocations, shipmentsElsewhere }: OrderLimits,
): Uint8Array {
  const used = new Set<string>();
  for (const { locationCode } of basis.assigned) {
    if (!rejectedCodes.includes(locationCode)) used.add(locationCode);
  }
  const isFull = maxLocations > 0 && used.size >= maxLocations;
  return editOrder(Buffer.from(basis.request, 'base64'), {
    quantities,
    excludedCodes: rejectedCodes,
    // Where no further location may serve, those that serve already may.
    ...(isFull ? { allowedCodes: [...used] } : {}),
    ...(maxLocations > 0 ? { maxLocations: isFull ? maxLocations : maxLocations - used.size } : {}),
    shipmentsElsewhere: shipmentsElsewhere + used.size,
    assignmentsSoFar,
  });
}
