// How the parts that both hot answers share are measured and written: warnings and the context of a
// decision.

import type { OrderColumns } from '../columns/order.js';
import { type PlanColumns, WARNING } from '../columns/plan.js';
import { varint64Bytes, wholeBytes, writeVarint64, writeWhole } from './writer.js';

/**
 * The state that a decision was taken on: whole numbers from 0 to 2^53. Whether it was one state is
 * in the plan.
 */
export type AnswerContext = {
  readonly configurationVersion: number;
  readonly snapshotSequence: number;
  readonly snapshotAgeMs: number;
};

/** The order's warnings in the order in which they are listed. */
const ORDER_WARNINGS = [
  WARNING.noRoute,
  WARNING.unknownDestination,
  WARNING.unknownAllowedLocations,
  WARNING.unknownPickupLocation,
  WARNING.holdEnded,
] as const;

/** Tag, length, reason tag, reason. */
const ORDER_WARNING_BYTES = 4;

/** Bytes of all warnings as field 4 of their message. */
export function warningsBytes(order: OrderColumns, plan: PlanColumns): number {
  const { itemIdLow, itemIdHigh, lineCount } = order;
  const { isUnknownProduct, orderWarnings } = plan;
  let total = 0;
  for (let i = 0; i < ORDER_WARNINGS.length; i++) {
    if ((orderWarnings >>> ORDER_WARNINGS[i]) & 1) total += ORDER_WARNING_BYTES;
  }
  for (let line = 0; line < lineCount; line++) {
    if (isUnknownProduct[line] === 0) continue;
    total += ORDER_WARNING_BYTES + 1 + varint64Bytes(itemIdLow[line], itemIdHigh[line]);
  }
  return total;
}

/** Writes all warnings as field 4 of their message. */
export function writeWarnings(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
): number {
  const { itemIdLow, itemIdHigh, lineCount } = order;
  const { isUnknownProduct, orderWarnings } = plan;
  let next = at;
  for (let i = 0; i < ORDER_WARNINGS.length; i++) {
    if (((orderWarnings >>> ORDER_WARNINGS[i]) & 1) === 0) continue;
    next = writeReason(target, next, 2, ORDER_WARNINGS[i]);
  }
  for (let line = 0; line < lineCount; line++) {
    if (isUnknownProduct[line] === 0) continue;
    const idBytes = varint64Bytes(itemIdLow[line], itemIdHigh[line]);
    next = writeReason(target, next, 3 + idBytes, WARNING.unknownProduct);
    target[next] = 0x10; // order_item_id
    next = writeVarint64(target, next + 1, itemIdLow[line], itemIdHigh[line]);
  }
  return next;
}

function writeReason(target: Uint8Array, at: number, lengthBytes: number, reason: number): number {
  target[at] = 0x22; // warnings
  target[at + 1] = lengthBytes;
  target[at + 2] = 0x08; // reason
  target[at + 3] = reason;
  return at + ORDER_WARNING_BYTES;
}

// Doubles that are passed may be boxed, so the numbers of the context go by way of a column.
const numbers = new Float64Array(3);

/** Bytes of the context as field 5 of an answer. Call it before `writeContext`. */
export function contextBytes(context: AnswerContext, plan: PlanColumns): number {
  numbers[0] = context.configurationVersion;
  numbers[1] = context.snapshotSequence;
  numbers[2] = context.snapshotAgeMs;
  return 2 + contextLength(plan);
}

function contextLength(plan: PlanColumns): number {
  let total = plan.isConsistent ? 2 : 0;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] !== 0) total += 1 + wholeBytes(numbers, i);
  }
  return total;
}

/** Writes the context that was measured last as field 5 of an answer. */
export function writeContext(target: Uint8Array, at: number, plan: PlanColumns): number {
  target[at] = 0x2a; // context
  target[at + 1] = contextLength(plan);
  let next = at + 2;
  for (let i = 0; i < numbers.length; i++) {
    if (numbers[i] === 0) continue;
    // Fields 1 to 3: configuration_version, snapshot_sequence, snapshot_age_ms.
    target[next] = (i + 1) << 3;
    next = writeWhole(target, next + 1, numbers, i);
  }
  if (!plan.isConsistent) return next;
  target[next] = 0x20; // consistent
  target[next + 1] = 1;
  return next + 2;
}
