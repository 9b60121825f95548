// How the proofs of a plan become the PlanProof messages of a Decision. Measured first and written
// after, as all of a Decision.

import type { OrderColumns } from '../columns/order.js';
import { BOUND_REASON, type PlanColumns, PROOF_DOUBLES } from '../columns/plan.js';
import { varint64Bytes, varintBytes, writeDouble, writeVarint, writeVarint64 } from './writer.js';

/** Tag and eight bytes. */
const DOUBLE_FIELD_BYTES = 9;
/** Tag and one byte. */
const BOOL_FIELD_BYTES = 2;

/** Bytes of the plan_proofs of a Decision. */
export function proofsBytes(order: OrderColumns, plan: PlanColumns): number {
  let total = 0;
  for (let entry = 0; entry < plan.proofCount; entry++) {
    const lengthBytes = proofBytes(order, plan, entry);
    total += 1 + varintBytes(lengthBytes) + lengthBytes;
  }
  return total;
}

/** Writes the plan_proofs of a Decision. Returns the end. */
export function writeProofs(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
): number {
  let next = at;
  for (let entry = 0; entry < plan.proofCount; entry++) {
    target[next] = 0x42; // plan_proofs
    next = writeVarint(target, next + 1, proofBytes(order, plan, entry));
    next = writeProof(target, next, order, plan, entry);
  }
  return next;
}

// INVARIANT: a plan has at least one location, and so has its bound.
function proofBytes(order: OrderColumns, plan: PlanColumns, entry: number): number {
  let total = 2 + varintBytes(plan.proofParcels[entry]) + varintBytes(plan.proofBound[entry]);
  if (plan.proofIsProven[entry] === 1) total += BOOL_FIELD_BYTES;
  if (plan.proofReason[entry] !== BOUND_REASON.none) {
    total += fieldBytes(fieldBytes(reasonBytes(order, plan, entry)));
  }
  for (let cost = 0; cost < PROOF_DOUBLES; cost++) {
    if (isKnown(plan, entry, cost)) total += DOUBLE_FIELD_BYTES;
  }
  return total;
}

function writeProof(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  entry: number,
): number {
  target[at] = 0x08; // parcels
  let next = writeVarint(target, at + 1, plan.proofParcels[entry]);
  target[next] = 0x10; // parcels_bound
  next = writeVarint(target, next + 1, plan.proofBound[entry]);
  if (plan.proofIsProven[entry] === 1) {
    target[next] = 0x18; // proven
    target[next + 1] = 1;
    next += BOOL_FIELD_BYTES;
  }
  if (plan.proofReason[entry] !== BOUND_REASON.none) {
    const lengthBytes = reasonBytes(order, plan, entry);
    target[next] = 0x22; // reason
    next = writeVarint(target, next + 1, fieldBytes(lengthBytes));
    // The reasons are numbered as the fields of BoundReason.
    target[next] = (plan.proofReason[entry] << 3) | 2;
    next = writeReason(target, writeVarint(target, next + 1, lengthBytes), order, plan, entry);
  }
  for (let cost = 0; cost < PROOF_DOUBLES; cost++) {
    if (!isKnown(plan, entry, cost)) continue;
    target[next] = ((cost + 5) << 3) | 1; // cost_minor, cost_bound_minor
    next = writeDouble(target, next + 1, plan.proofCosts, entry * PROOF_DOUBLES + cost);
  }
  return next;
}

/** Bytes of a length-delimited field with a tag of one byte. */
function fieldBytes(lengthBytes: number): number {
  return 1 + varintBytes(lengthBytes) + lengthBytes;
}

/** Only NaN, the cost that was not asked, differs from itself. */
function isKnown({ proofCosts }: PlanColumns, entry: number, cost: number): boolean {
  const at = entry * PROOF_DOUBLES + cost;
  return proofCosts[at] === proofCosts[at];
}

/** Bytes of the message of a reason. */
function reasonBytes(order: OrderColumns, plan: PlanColumns, entry: number): number {
  const first = plan.proofFirst[entry];
  const second = plan.proofSecond[entry];
  switch (plan.proofReason[entry]) {
    case BOUND_REASON.noSharedLocation:
      return fieldBytes(lineIdsBytes(order, plan, first, second));
    case BOUND_REASON.shortLine:
      return 2 + lineIdBytes(order, first) + varintBytes(second);
    case BOUND_REASON.leastCoverage:
      return 2 + varintBytes(first) + varintBytes(second);
    default:
      return 0;
  }
}

function writeReason(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  entry: number,
): number {
  const first = plan.proofFirst[entry];
  const second = plan.proofSecond[entry];
  const reason = plan.proofReason[entry];
  if (reason === BOUND_REASON.allTried) return at;
  if (reason === BOUND_REASON.noSharedLocation) {
    target[at] = 0x0a; // order_item_ids
    let next = writeVarint(target, at + 1, lineIdsBytes(order, plan, first, second));
    for (let i = first; i < second; i++)
      next = writeLineId(target, next, order, plan.proofLines[i]);
    return next;
  }
  target[at] = 0x08; // order_item_id, lines
  const isLine = reason === BOUND_REASON.shortLine;
  const next = isLine
    ? writeLineId(target, at + 1, order, first)
    : writeVarint(target, at + 1, first);
  target[next] = 0x10; // locations, most
  return writeVarint(target, next + 1, second);
}

/** Bytes of the ids of the lines [start, end) of `proofLines`. */
function lineIdsBytes(order: OrderColumns, plan: PlanColumns, start: number, end: number): number {
  let total = 0;
  for (let i = start; i < end; i++) total += lineIdBytes(order, plan.proofLines[i]);
  return total;
}

function lineIdBytes(order: OrderColumns, line: number): number {
  return varint64Bytes(order.itemIdLow[line], order.itemIdHigh[line]);
}

function writeLineId(target: Uint8Array, at: number, order: OrderColumns, line: number): number {
  return writeVarint64(target, at, order.itemIdLow[line], order.itemIdHigh[line]);
}
