// How a plan becomes the bytes of a Decision and of a SuggestRoutingResponse. All is measured
// first: equal plans give equal, minimal bytes, and a target that is too small is not touched.
// Moving a reserved length into place was measured to be no faster, for 5 lines and for 50.

import type { LocationTable } from '../columns/locations.js';
import { ORDER_TEXT, type OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import {
  type AnswerContext,
  contextBytes,
  warningsBytes,
  writeContext,
  writeWarnings,
} from './encode-context.js';
import {
  textFieldBytes,
  varint64Bytes,
  varintBytes,
  writeBytes,
  writeDouble,
  writeTextField,
  writeVarint,
  writeVarint64,
} from './writer.js';

/** Tag and eight bytes. */
const DOUBLE_FIELD_BYTES = 9;
/** Tag and one byte. */
const ENUM_FIELD_BYTES = 2;

/**
 * Writes the Decision message at `target[at]`. `locations` is the table that the plan was made on.
 * Returns the end, or -1 where the target is too small.
 */
export function encodeDecision(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
): number {
  if (decisionBytes(order, plan, locations) > target.length - at) return -1;
  return writeDecision(target, at, order, plan, locations);
}

/**
 * Writes the SuggestRoutingResponse message at `target[at]`, with the ids of the request out of
 * `order.bytes`.
 * Returns the end, or -1 where the target is too small.
 */
export function encodeSuggestRoutingResponse(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
  context: AnswerContext,
): number {
  const { texts, bytes } = order;
  const decisionLength = decisionBytes(order, plan, locations);
  const total =
    1 +
    varintBytes(decisionLength) +
    decisionLength +
    textFieldBytes(texts[ORDER_TEXT.orderId * 2 + 1]) +
    textFieldBytes(texts[ORDER_TEXT.cartId * 2 + 1]) +
    textFieldBytes(texts[ORDER_TEXT.externalResponseId * 2 + 1]) +
    contextBytes(context, plan);
  if (total > target.length - at) return -1;
  target[at] = 0x0a; // decision
  let next = writeVarint(target, at + 1, decisionLength);
  next = writeDecision(target, next, order, plan, locations);
  for (let text = ORDER_TEXT.orderId; text <= ORDER_TEXT.externalResponseId; text++) {
    // Fields 2 to 4: order_id, cart_id, external_response_id.
    const tag = ((text + 2) << 3) | 2;
    next = writeTextField(target, next, tag, bytes, texts[text * 2], texts[text * 2 + 1]);
  }
  return writeContext(target, next, plan);
}

// INVARIANT: the length of an assignment, a change or a warning takes one byte. With a code of
// CODE_BYTES_MAX the longest, an assignment, has 11 + 66 + 6 + 9 = 92 bytes. Codes are never empty.
function decisionBytes(order: OrderColumns, plan: PlanColumns, locations: LocationTable): number {
  let total = plan.route === 0 ? 0 : ENUM_FIELD_BYTES;
  for (let i = 0; i < plan.assignmentCount; i++) {
    total += 2 + assignmentBytes(order, plan, locations, i);
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (plan.stateQuantity[line] !== 0) total += 2 + stateChangeBytes(order, plan, line);
  }
  return total + warningsBytes(order, plan);
}

function writeDecision(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
): number {
  let next = at;
  if (plan.route !== 0) {
    target[next] = 0x08; // route
    target[next + 1] = plan.route;
    next += ENUM_FIELD_BYTES;
  }
  for (let i = 0; i < plan.assignmentCount; i++) {
    next = writeAssignment(target, next, order, plan, locations, i);
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (plan.stateQuantity[line] !== 0) next = writeStateChange(target, next, order, plan, line);
  }
  return writeWarnings(target, next, order, plan);
}

function assignmentBytes(
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
  i: number,
): number {
  const line = plan.assignmentLine[i];
  const distanceKm = plan.assignmentDistanceKm[i];
  return (
    4 +
    varint64Bytes(order.itemIdLow[line], order.itemIdHigh[line]) +
    locations.codeBytes[plan.assignmentLocation[i]] +
    varintBytes(plan.assignmentQuantity[i]) +
    // Only NaN, the unknown distance, differs from itself.
    (distanceKm === distanceKm ? DOUBLE_FIELD_BYTES : 0)
  );
}

function writeAssignment(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
  i: number,
): number {
  const line = plan.assignmentLine[i];
  const location = plan.assignmentLocation[i];
  const distanceKm = plan.assignmentDistanceKm[i];
  const codeBytes = locations.codeBytes[location];
  target[at] = 0x12; // assignments
  target[at + 2] = 0x08; // order_item_id
  let next = writeVarint64(target, at + 3, order.itemIdLow[line], order.itemIdHigh[line]);
  target[next] = 0x12; // location_code
  target[next + 1] = codeBytes;
  const { wireBytes } = locations;
  next = writeBytes(target, next + 2, wireBytes, locations.codeStart[location], codeBytes);
  target[next] = 0x18; // quantity
  next = writeVarint(target, next + 1, plan.assignmentQuantity[i]);
  if (distanceKm === distanceKm) {
    target[next] = 0x21; // distance_km
    next = writeDouble(target, next + 1, plan.assignmentDistanceKm, i);
  }
  target[at + 1] = next - at - 2;
  return next;
}

function stateChangeBytes(order: OrderColumns, plan: PlanColumns, line: number): number {
  return (
    2 +
    varint64Bytes(order.itemIdLow[line], order.itemIdHigh[line]) +
    varintBytes(plan.stateQuantity[line]) +
    (plan.stateChange[line] === 0 ? 0 : ENUM_FIELD_BYTES)
  );
}

function writeStateChange(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  line: number,
): number {
  target[at] = 0x1a; // state_changes
  target[at + 1] = stateChangeBytes(order, plan, line);
  target[at + 2] = 0x08; // order_item_id
  let next = writeVarint64(target, at + 3, order.itemIdLow[line], order.itemIdHigh[line]);
  target[next] = 0x10; // quantity
  next = writeVarint(target, next + 1, plan.stateQuantity[line]);
  if (plan.stateChange[line] === 0) return next;
  target[next] = 0x18; // state_change
  target[next + 1] = plan.stateChange[line];
  return next + ENUM_FIELD_BYTES;
}
