// Which locations have served as much as the fulfilment limit of a group lets them.

import { hasBit } from '../../base/bits.js';
import type { LimitProgram } from '../../columns/limit-program.js';
import { FULL_INTS, type OrderColumns } from '../../columns/order.js';
import type { GroupProgram, Program } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { roomForFull, roomForLimits, type FulfillmentScratch } from './scratch.js';

/** Begins a decision, whose stamp is new: nobody was looked at. What is recorded is taken. */
export function openFulfillment(
  order: OrderColumns,
  { limitCount }: Program,
  locationCount: number,
  scratch: CoreScratch,
): void {
  const { fulfillment, stamp } = scratch;
  fulfillment.fullCount = 0;
  roomForLimits(fulfillment, limitCount, locationCount);
  if (!order.isRecorded) return;
  const { recordedFull, recordedFullCount } = order;
  for (let i = 0; i < recordedFullCount; i++) {
    const limit = recordedFull[i * FULL_INTS];
    const location = recordedFull[i * FULL_INTS + 1];
    // A record that is tried under other rules may know more limits than these.
    if (limit < limitCount) fulfillment.seen[limit * locationCount + location] = stamp + 1;
  }
}

/** Clears `candidateAlive` of the members of a group that are full. */
export function dropFull(
  group: GroupProgram,
  limit: LimitProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { candidateAlive, candidateInPool, candidateLocation } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const location = candidateLocation[c];
    if (candidateInPool[c] === 0 || !hasBit(group.listed, location)) continue;
    if (isFull(limit, location, order, scratch)) candidateAlive[c] = 0;
  }
}

/** Whether a location is full in this decision. */
export function isFull(
  limit: LimitProgram,
  location: number,
  order: OrderColumns,
  { fulfillment, stamp }: CoreScratch,
): boolean {
  const { seen, locationCount } = fulfillment;
  const at = limit.index * locationCount + location;
  const before = seen[at];
  if (before === stamp) return false;
  if (before !== stamp + 1) {
    const untilMs = limit.fullUntilMs[location];
    // A limit of 0 is a rule: it needs no record.
    const isNow = untilMs === Infinity || (!order.isRecorded && untilMs > order.decisionTimeMs[0]);
    seen[at] = isNow ? stamp + 1 : stamp;
    if (!isNow) return false;
    if (untilMs !== Infinity) noteFull(fulfillment, limit.index, location);
  }
  return true;
}

function noteFull(fulfillment: FulfillmentScratch, limit: number, location: number): void {
  roomForFull(fulfillment);
  const at = fulfillment.fullCount++;
  fulfillment.fullLimit[at] = limit;
  fulfillment.fullLocation[at] = location;
}

/** Notes that a group keeps a candidate: what is committed there counts against its limit. */
export function noteKeeper(
  { id, limit }: GroupProgram,
  { fulfillment }: CoreScratch,
  candidate: number,
): void {
  fulfillment.candidateGroup[candidate] = limit === null ? 0 : id;
}
