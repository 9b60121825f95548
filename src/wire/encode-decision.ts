// How a plan becomes the bytes of a Decision and of a SuggestRoutingResponse. All is measured
// first: equal plans give equal, minimal bytes, and a target that is too small is not touched.
// Moving a reserved length into place was measured to be no faster, for 5 lines and for 50. A
// response is begun and finished, so that its Decision can be recorded in between, and the response
// can say whether it was.

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
import { proofsBytes, writeProofs } from './encode-proofs.js';
import { scoresBytes, writeScores } from './encode-scores.js';
import {
  textFieldBytes,
  varint64Bytes,
  varintBytes,
  wholeBytes,
  writeDouble,
  writeTextField,
  writeVarint,
  writeVarint64,
  writeWhole,
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

/** Whether a record of a decision is kept, with the numbers of the wire. */
export const RECORD_OUTCOME = { kept: 1, sampledOut: 2, dropped: 3 } as const;

/** A response that is begun: where its Decision is, and its suggestion id. */
export type AnswerDraft = {
  decisionStart: number;
  decisionEnd: number;
  /** One whole number of 0 to 2^53; 0: none. */
  readonly suggestionId: Float64Array;
};

/** Tag and outcome. */
const RECORD_FIELD_BYTES = 2;

/** A draft for one response at a time. */
export function createAnswerDraft(): AnswerDraft {
  return { decisionStart: 0, decisionEnd: 0, suggestionId: new Float64Array(1) };
}

/**
 * Writes the Decision of the SuggestRoutingResponse at `target[at]` and notes in `draft` where it
 * is; the suggestion id must be there before. False where the target is too small for the whole
 * response.
 */
export function beginSuggestRoutingResponse(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
  context: AnswerContext,
  draft: AnswerDraft,
): boolean {
  const { texts } = order;
  const { suggestionId } = draft;
  const decisionLength = decisionBytes(order, plan, locations);
  const total =
    1 +
    varintBytes(decisionLength) +
    decisionLength +
    textFieldBytes(texts[ORDER_TEXT.orderId * 2 + 1]) +
    textFieldBytes(texts[ORDER_TEXT.cartId * 2 + 1]) +
    textFieldBytes(texts[ORDER_TEXT.externalResponseId * 2 + 1]) +
    contextBytes(context, plan) +
    (suggestionId[0] === 0 ? 0 : 1 + wholeBytes(suggestionId, 0)) +
    RECORD_FIELD_BYTES;
  if (total > target.length - at) return false;
  target[at] = 0x0a; // decision
  draft.decisionStart = writeVarint(target, at + 1, decisionLength);
  draft.decisionEnd = writeDecision(target, draft.decisionStart, order, plan, locations);
  return true;
}

/**
 * Writes the rest of the response that was begun last, with the ids of the request out of
 * `order.bytes`. `recordOutcome` is one of RECORD_OUTCOME. Returns the end.
 */
export function finishSuggestRoutingResponse(
  target: Uint8Array,
  order: OrderColumns,
  plan: PlanColumns,
  draft: AnswerDraft,
  recordOutcome: number,
): number {
  const { texts, bytes } = order;
  const { suggestionId } = draft;
  let next = draft.decisionEnd;
  for (let text = ORDER_TEXT.orderId; text <= ORDER_TEXT.externalResponseId; text++) {
    // Fields 2 to 4: order_id, cart_id, external_response_id.
    const tag = ((text + 2) << 3) | 2;
    next = writeTextField(target, next, tag, bytes, texts[text * 2], texts[text * 2 + 1]);
  }
  next = writeContext(target, next, plan);
  if (suggestionId[0] !== 0) {
    target[next] = 0x30; // suggestion_id
    next = writeWhole(target, next + 1, suggestionId, 0);
  }
  target[next] = 0x38; // record
  target[next + 1] = recordOutcome;
  return next + RECORD_FIELD_BYTES;
}

// INVARIANT: the length of a change or a warning takes one byte, and so does that of a code, which
// has CODE_BYTES_MAX bytes at most and is never empty.
function decisionBytes(order: OrderColumns, plan: PlanColumns, locations: LocationTable): number {
  let total = plan.route === 0 ? 0 : ENUM_FIELD_BYTES;
  for (let i = 0; i < plan.assignmentCount; i++) {
    const lengthBytes = assignmentBytes(order, plan, locations, i);
    total += 1 + varintBytes(lengthBytes) + lengthBytes;
  }
  for (let i = 0; i < plan.availableCount; i++) {
    total += textFieldBytes(locations.codeBytes[plan.availableLocation[i]]);
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (plan.stateQuantity[line] !== 0) total += 2 + stateChangeBytes(order, plan, line);
  }
  total += warningsBytes(order, plan) + scoresBytes(plan, locations);
  return total + proofsBytes(order, plan);
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
  for (let i = 0; i < plan.futureStart; i++) {
    target[next] = 0x12; // assignments
    next = writeAssignment(target, next + 1, order, plan, locations, i);
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (plan.stateQuantity[line] !== 0) next = writeStateChange(target, next, order, plan, line);
  }
  next = writeWarnings(target, next, order, plan);
  for (let i = plan.futureStart; i < plan.assignmentCount; i++) {
    target[next] = 0x2a; // future_assignments
    next = writeAssignment(target, next + 1, order, plan, locations, i);
  }
  // Field 6: available_location_codes.
  for (let i = 0; i < plan.availableCount; i++) {
    next = writeCode(target, next, 0x32, locations, plan.availableLocation[i]);
  }
  next = writeScores(target, next, plan, locations);
  return writeProofs(target, next, order, plan);
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
    (distanceKm === distanceKm ? DOUBLE_FIELD_BYTES : 0) +
    legBytes(plan, locations, i) +
    (i < plan.futureStart ? 0 : 1 + wholeBytes(plan.assignmentFutureMs, i)) +
    (plan.assignmentLimitGroup[i] === 0 ? 0 : 1 + wholeBytes(plan.assignmentLimitGroup, i))
  );
}

function legBytes(plan: PlanColumns, locations: LocationTable, i: number): number {
  const transferTo = plan.assignmentTransferTo[i];
  return (
    (plan.assignmentRoute[i] === 0 ? 0 : ENUM_FIELD_BYTES) +
    (transferTo < 0 ? 0 : textFieldBytes(locations.codeBytes[transferTo]))
  );
}

/** Writes an assignment, its length before it. */
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
  let next = writeVarint(target, at, assignmentBytes(order, plan, locations, i));
  target[next] = 0x08; // order_item_id
  next = writeVarint64(target, next + 1, order.itemIdLow[line], order.itemIdHigh[line]);
  next = writeCode(target, next, 0x12, locations, location);
  target[next] = 0x18; // quantity
  next = writeVarint(target, next + 1, plan.assignmentQuantity[i]);
  if (distanceKm === distanceKm) {
    target[next] = 0x21; // distance_km
    next = writeDouble(target, next + 1, plan.assignmentDistanceKm, i);
  }
  if (plan.assignmentRoute[i] !== 0) {
    target[next] = 0x28; // route
    target[next + 1] = plan.assignmentRoute[i];
    next += ENUM_FIELD_BYTES;
  }
  const transferTo = plan.assignmentTransferTo[i];
  // Field 6: transfer_to_location_code.
  if (transferTo >= 0) next = writeCode(target, next, 0x32, locations, transferTo);
  if (i >= plan.futureStart) {
    target[next] = 0x38; // future_epoch_ms
    next = writeWhole(target, next + 1, plan.assignmentFutureMs, i);
  }
  if (plan.assignmentLimitGroup[i] === 0) return next;
  target[next] = 0x40; // limit_group_id
  return writeWhole(target, next + 1, plan.assignmentLimitGroup, i);
}

/** Writes a location's code as a field. */
function writeCode(
  target: Uint8Array,
  at: number,
  tag: number,
  locations: LocationTable,
  location: number,
): number {
  const { wireBytes, codeStart, codeBytes } = locations;
  return writeTextField(target, at, tag, wireBytes, codeStart[location], codeBytes[location]);
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
