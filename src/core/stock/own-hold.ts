// Which units the order holds itself, and what its rows have with them: they are held from others,
// and not from it.

import { mix32 } from '../../base/hash.js';
import { copyHold, HELD_ROW_INTS, isStillHeld, type HoldColumns } from '../../columns/holds.js';
import { ORDER_TEXT, OWN_INTS, type OrderColumns } from '../../columns/order.js';
import { WARNING, type PlanColumns } from '../../columns/plan.js';
import type { StockColumns } from '../../columns/stock.js';
import type { TenantView } from '../../columns/views.js';
import type { CoreScratch } from '../scratch.js';
import { roomForOwn, SLOT_BUCKETS } from './scratch.js';

/**
 * Finds the hold that the order names, where it is active, and lists what it holds of the order's
 * products; else warns. Of an order that is recorded both are recorded. Call it when products have
 * slots.
 */
export function openOwnHold(
  order: OrderColumns,
  { holds, counters }: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { own } = scratch;
  own.isHeld = false;
  own.count = 0;
  const start = order.texts[ORDER_TEXT.holdId * 2];
  const lengthBytes = order.texts[ORDER_TEXT.holdId * 2 + 1];
  if (lengthBytes === 0) return;
  if (order.isRecorded) own.isHeld = order.recordedIsHeld;
  else own.isHeld = copyHold(holds, counters, order.bytes, start, lengthBytes, own.copy);
  if (!own.isHeld) {
    plan.orderWarnings |= 1 << WARNING.holdEnded;
    return;
  }
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    scratch.slotOwnStart[slot] = 0;
    scratch.slotOwnEnd[slot] = 0;
  }
  if (order.isRecorded) listRecorded(order, scratch);
  else listHeld(scratch);
}

/** Whether the hold that was found has ended since: then rows may have its units already. */
export function hasHoldEnded(
  { isRecorded }: OrderColumns,
  holds: HoldColumns,
  { own }: CoreScratch,
): boolean {
  return own.count > 0 && !isRecorded && !isStillHeld(holds, own.copy);
}

/** Takes the hold for one that has ended. */
export function dropOwnHold({ own }: CoreScratch, plan: PlanColumns): void {
  own.isHeld = false;
  own.count = 0;
  plan.orderWarnings |= 1 << WARNING.holdEnded;
}

/** Lists the rows of the hold that was copied, which are ordered, product by product. */
function listHeld(scratch: CoreScratch): void {
  const { own, marks } = scratch;
  const { copy } = own;
  let ordinal = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    marks[slot] = ordinal;
    if (scratch.slotHead[slot] === slot) ordinal++;
  }
  roomForOwn(own, copy.rowCount);
  let head = -1;
  for (let i = 0; i < copy.rowCount; i++) {
    const at = i * HELD_ROW_INTS;
    const product = copy.rows[at];
    if (i === 0 || product !== copy.rows[at - HELD_ROW_INTS]) head = headOf(scratch, product);
    if (head < 0) continue;
    addOwn(scratch, head, marks[head], copy.rows, at);
  }
}

/** Lists what was recorded. Entries of products that no line names are of no order: left out. */
function listRecorded(order: OrderColumns, scratch: CoreScratch): void {
  const { marks } = scratch;
  let productCount = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    if (scratch.slotHead[slot] === slot) marks[productCount++] = slot;
  }
  roomForOwn(scratch.own, order.recordedOwnCount);
  for (let i = 0; i < order.recordedOwnCount; i++) {
    const at = i * OWN_INTS;
    const ordinal = order.recordedOwn[at];
    if (ordinal < productCount) addOwn(scratch, marks[ordinal], ordinal, order.recordedOwn, at);
  }
}

/** Adds location, segment and units at `from[at + 1]` to a product, whose entries lie together. */
function addOwn(
  scratch: CoreScratch,
  head: number,
  ordinal: number,
  from: Int32Array,
  at: number,
): void {
  const { own, slotOwnStart, slotOwnEnd } = scratch;
  const entry = own.count++;
  own.product[entry] = ordinal;
  own.location[entry] = from[at + 1];
  own.segment[entry] = from[at + 2];
  own.units[entry] = from[at + 3];
  if (slotOwnEnd[head] === 0) slotOwnStart[head] = entry;
  slotOwnEnd[head] = entry + 1;
}

/** The first slot of a product, or -1. */
function headOf(scratch: CoreScratch, product: number): number {
  const { slotBucket, slotBucketStamp, slotProduct, slotHead, stamp } = scratch;
  let bucket = mix32(product) & (SLOT_BUCKETS - 1);
  while (slotBucketStamp[bucket] === stamp) {
    const slot = slotBucket[bucket];
    if (slotProduct[slot] === product) return slotHead[slot];
    bucket = (bucket + 1) & (SLOT_BUCKETS - 1);
  }
  return -1;
}

/**
 * The units that the order itself holds of the row (location, segment) of a product, by its first
 * slot.
 */
export function ownUnitsOf(
  { own, slotOwnStart, slotOwnEnd }: CoreScratch,
  head: number,
  location: number,
  segment: number,
): number {
  if (own.count === 0) return 0;
  let low = slotOwnStart[head];
  let high = slotOwnEnd[head];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = own.location[middle] - location || own.segment[middle] - segment;
    if (order === 0) return own.units[middle];
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return 0;
}

/**
 * The untagged row of stock that is there at a location among the rows [start, end) of a product,
 * or -1.
 */
export function untaggedRowOf(
  { rows }: StockColumns,
  start: number,
  end: number,
  location: number,
): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    // Of a location, segment 0 comes first.
    if (rows.location[middle] < location) low = middle + 1;
    else high = middle;
  }
  const isIt = low < end && rows.location[low] === location && rows.segment[low] === 0;
  return isIt ? low : -1;
}
