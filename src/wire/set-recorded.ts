// How an order that was recorded is made ready to be decided again: what the record knows better
// than its request.

import { FULL_INTS, OWN_INTS, type OrderColumns } from '../columns/order.js';
import type { DecisionRecord } from './record.js';

/**
 * Sets what was recorded of the decision on `order`, which holds the record's request, decoded. The
 * columns keep pointing into the record.
 */
export function setRecorded(order: OrderColumns, record: DecisionRecord): void {
  const { destination } = record;
  order.isRecorded = true;
  order.recordedSeed = record.randomSeed | 0;
  order.recordedHasDestination = destination !== null;
  if (destination !== null) {
    order.recordedPlace[0] = destination.x;
    order.recordedPlace[1] = destination.y;
    order.recordedPlace[2] = destination.z;
  }
  order.cityVerdicts = record.cityVerdicts;
  const { ownUnits, full } = record;
  order.recordedIsHeld = ownUnits !== null;
  order.recordedOwnCount = ownUnits === null ? 0 : ownUnits.length / OWN_INTS;
  if (ownUnits !== null) order.recordedOwn = ownUnits;
  order.recordedFullCount = full.length / FULL_INTS;
  order.recordedFull = full;
}
