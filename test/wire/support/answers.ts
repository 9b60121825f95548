// Random decisions and lists as columns, and the messages that they should be on the wire.

import * as fc from 'fast-check';
import { bytesOf } from '../../../src/base/text.js';
import type { LocationTable } from '../../../src/columns/locations.js';
import { createOrderColumns, type OrderColumns } from '../../../src/columns/order.js';
import {
  type CandidateColumns,
  createCandidateColumns,
  createPlanColumns,
  type PlanColumns,
  WARNING,
} from '../../../src/columns/plan.js';
import { roomForFutureTimes } from '../../../src/core/stock/scratch.js';
import type { AnswerContext } from '../../../src/wire/encode-context.js';
import {
  type AnswerDraft,
  beginSuggestRoutingResponse,
  createAnswerDraft,
  finishSuggestRoutingResponse,
} from '../../../src/wire/encode-decision.js';
import { joined } from '../../../src/wire/message-bytes.js';
import {
  locationFields,
  sent,
  type Shown,
  shownLocation,
  text,
  wireTable,
} from './wire-locations.js';

const distance = fc.oneof(
  fc.constant(Number.NaN),
  fc.constant(0),
  fc.double({ min: 0, max: 20_100, noNaN: true }),
);
const whole = fc.oneof(fc.constant(0), fc.nat(300), fc.maxSafeNat());

/** An int64 as protobufjs shows it; 0 is not sent. */
function int64(value: number): string | undefined {
  return value === 0 ? undefined : String(value);
}

const orderShape = fc.record({
  ids: fc.array(fc.bigInt({ min: 1n, max: (1n << 63n) - 1n }), { minLength: 1, maxLength: 8 }),
  texts: fc.tuple(text, text, text),
});

type OrderShape = { ids: bigint[]; texts: [string, string, string] };

/** An order with the ids and the first three texts. */
export function orderOf({ ids, texts }: OrderShape): OrderColumns {
  const order = createOrderColumns();
  const parts = texts.map(bytesOf);
  order.bytes = joined(parts);
  let at = 0;
  parts.forEach((part, i) => {
    order.texts.set([at, part.length], 2 * i);
    at += part.length;
  });
  order.lineCount = ids.length;
  ids.forEach((id, line) => {
    order.itemIdLow[line] = Number(BigInt.asIntN(32, id));
    order.itemIdHigh[line] = Number(BigInt.asIntN(32, id >> 32n));
  });
  return order;
}

const contextShape = fc.record({
  configurationVersion: whole,
  snapshotSequence: whole,
  snapshotAgeMs: whole,
});

const planShape = fc.record({
  route: fc.constantFrom(0, 1, 6),
  assignments: fc.array(
    fc.record({
      line: fc.nat(),
      location: fc.nat(),
      quantity: fc.integer({ min: 1, max: 1_000_000 }),
      distanceKm: distance,
      route: fc.constantFrom(0, 2),
      transferTo: fc.option(fc.nat(), { nil: undefined }),
      /** 0: none. */
      limitGroupId: fc.oneof(fc.constant(0), whole),
    }),
    { maxLength: 12 },
  ),
  /** Times of the last assignments, which are of future stock. */
  futureMs: fc.array(whole, { maxLength: 6 }),
  available: fc.array(fc.nat(), { maxLength: 5 }),
  changes: fc.array(fc.tuple(fc.nat(1_000_000), fc.constantFrom(1, 2, 3, 4)), { maxLength: 8 }),
  unknownLines: fc.array(fc.boolean(), { maxLength: 8 }),
  orderWarnings: fc.subarray([
    WARNING.noRoute,
    WARNING.unknownDestination,
    WARNING.unknownAllowedLocations,
    WARNING.unknownPickupLocation,
    WARNING.holdEnded,
  ] as number[]),
  isConsistent: fc.boolean(),
});

/** All that an answer is made of. */
export type Answer = {
  order: OrderColumns;
  plan: PlanColumns;
  candidates: CandidateColumns;
  locations: LocationTable;
  context: AnswerContext;
  /** With the suggestion id; the record outcome goes with it. */
  draft: AnswerDraft;
  recordOutcome: number;
  /** The messages as protobufjs should show them. */
  decision: Shown;
  response: Shown;
  list: Shown;
};

const candidateShape = fc.record({
  location: fc.nat(),
  distanceKm: distance,
  inventory: fc.array(
    fc.tuple(
      fc.nat(),
      fc.oneof(fc.nat(1_000_000_000), fc.constant(4_000_000_000)),
      fc.array(fc.tuple(fc.oneof(fc.nat(300), fc.constant(4_000_000_000)), whole), {
        maxLength: 20,
      }),
    ),
    { maxLength: 4 },
  ),
});

/** What a random answer is made from: small enough to be printed when a property fails. */
export const answerShape = fc.record({
  order: orderShape,
  plan: planShape,
  candidates: fc.array(candidateShape, { maxLength: 8 }),
  unlisted: fc.nat(300),
  locations: fc.array(locationFields, { minLength: 1, maxLength: 5 }),
  context: contextShape,
  suggestionId: whole,
  recordOutcome: fc.constantFrom(1, 2, 3),
});

/** One of `answerShape`. */
export type AnswerShape = typeof answerShape extends fc.Arbitrary<infer Shape> ? Shape : never;

/** The answer: one decision and one list of candidates on the same order. */
export function answerOf(shape: AnswerShape): Answer {
  const { order, plan, context, locations, recordOutcome } = shape;
  const lines = order.ids.length;
  const decision = shownDecision(shape);
  const shownContext = sent({
    configuration_version: int64(context.configurationVersion),
    snapshot_sequence: int64(context.snapshotSequence),
    snapshot_age_ms: int64(context.snapshotAgeMs),
    consistent: plan.isConsistent,
  });
  const [order_id, cart_id, external_response_id] = order.texts;
  const suggestion_id = int64(shape.suggestionId);
  const ids = sent({ order_id, cart_id, external_response_id, suggestion_id });
  const draft = createAnswerDraft();
  draft.suggestionId[0] = shape.suggestionId;
  return {
    order: orderOf(order),
    plan: planColumns(plan, lines, locations.length),
    candidates: candidateColumns(shape.candidates, lines, locations.length, shape.unlisted),
    locations: wireTable(locations),
    context,
    draft,
    recordOutcome,
    decision,
    response: { ...ids, decision, context: shownContext, record: recordOutcome },
    list: { ...shownList(shape), context: shownContext },
  };
}

function shownDecision({ order, plan, locations }: AnswerShape): Shown {
  const lines = order.ids.length;
  const codeOf = (location: number) => locations[location % locations.length].code;
  const futureStart = futureStartOf(plan);
  const shown = plan.assignments.map(
    ({ line, location, quantity, distanceKm, route, transferTo, limitGroupId }) => ({
      order_item_id: String(order.ids[line % lines]),
      location_code: codeOf(location),
      quantity: String(quantity),
      ...shownDistance(distanceKm),
      ...sent({ route }),
      ...(transferTo === undefined ? {} : { transfer_to_location_code: codeOf(transferTo) }),
      ...(limitGroupId === 0 ? {} : { limit_group_id: String(limitGroupId) }),
    }),
  );
  const changes = plan.changes.slice(0, lines).map(([quantity, change], line) => ({
    order_item_id: String(order.ids[line]),
    quantity: String(quantity),
    state_change: change,
  }));
  return sent({
    route: plan.route,
    assignments: shown.slice(0, futureStart),
    future_assignments: shown.slice(futureStart).map((assignment, i) => ({
      ...assignment,
      future_epoch_ms: String(plan.futureMs[i]),
    })),
    available_location_codes: plan.available.map((location) => codeOf(location)),
    state_changes: changes.filter(({ quantity }) => quantity !== '0'),
    warnings: shownWarnings(order, plan),
  });
}

function shownList({ order, plan, candidates, locations, unlisted }: AnswerShape): Shown {
  const list = candidates.map(({ location, distanceKm, inventory }) => ({
    ...shownLocation(locations[location % locations.length]),
    ...shownDistance(distanceKm),
    ...sent({
      inventory: inventory.map(([line, available, future]) =>
        sent({
          order_item_id: String(order.ids[line % order.ids.length]),
          available: int64(available),
          future: future.map(([units, timeMs]) =>
            sent({ available: String(units + 1), future_epoch_ms: int64(timeMs) }),
          ),
        }),
      ),
    }),
  }));
  return sent({
    candidates: list,
    total_candidates: list.length + unlisted,
    truncated: unlisted > 0,
    warnings: shownWarnings(order, plan),
  });
}

type PlanShape = AnswerShape['plan'];

/** How many of the assignments are of stock that is there. */
function futureStartOf({ assignments, futureMs }: PlanShape): number {
  return Math.max(0, assignments.length - futureMs.length);
}

function shownDistance(distanceKm: number): Shown {
  return Number.isNaN(distanceKm) ? {} : { distance_km: distanceKm };
}

function shownWarnings(order: OrderShape, plan: PlanShape): Shown[] {
  const inOrder = [
    WARNING.noRoute,
    WARNING.unknownDestination,
    WARNING.unknownAllowedLocations,
    WARNING.unknownPickupLocation,
    WARNING.holdEnded,
  ];
  const ofOrder = inOrder.filter((reason) => plan.orderWarnings.includes(reason));
  const ofLines = order.ids.filter((_, line) => plan.unknownLines[line]);
  return [
    ...ofOrder.map((reason) => ({ reason })),
    ...ofLines.map((id) => ({ reason: WARNING.unknownProduct, order_item_id: String(id) })),
  ];
}

function planColumns(shape: PlanShape, lines: number, locationCount: number): PlanColumns {
  const plan = createPlanColumns();
  plan.route = shape.route;
  plan.isConsistent = shape.isConsistent;
  for (const reason of shape.orderWarnings) plan.orderWarnings |= 1 << reason;
  plan.assignmentCount = shape.assignments.length;
  shape.assignments.forEach((assignment, i) => {
    plan.assignmentLine[i] = assignment.line % lines;
    plan.assignmentLocation[i] = assignment.location % locationCount;
    plan.assignmentQuantity[i] = assignment.quantity;
    plan.assignmentDistanceKm[i] = assignment.distanceKm;
    const { route, transferTo, limitGroupId } = assignment;
    plan.assignmentLimitGroup[i] = limitGroupId;
    plan.assignmentRoute[i] = route;
    plan.assignmentTransferTo[i] = transferTo === undefined ? -1 : transferTo % locationCount;
  });
  plan.futureStart = futureStartOf(shape);
  for (let i = plan.futureStart; i < plan.assignmentCount; i++) {
    plan.assignmentFutureMs[i] = shape.futureMs[i - plan.futureStart];
  }
  plan.availableCount = shape.available.length;
  shape.available.forEach((location, i) => {
    plan.availableLocation[i] = location % locationCount;
  });
  shape.changes.slice(0, lines).forEach(([quantity, change], line) => {
    plan.stateQuantity[line] = quantity;
    plan.stateChange[line] = change;
  });
  shape.unknownLines.forEach((isUnknown, line) => {
    plan.isUnknownProduct[line] = isUnknown ? 1 : 0;
  });
  return plan;
}

function candidateColumns(
  shapes: AnswerShape['candidates'],
  lines: number,
  locationCount: number,
  unlisted: number,
): CandidateColumns {
  const columns = createCandidateColumns();
  columns.count = shapes.length;
  columns.totalCount = shapes.length + unlisted;
  let entry = 0;
  let time = 0;
  shapes.forEach((shape, i) => {
    columns.location[i] = shape.location % locationCount;
    columns.distanceKm[i] = shape.distanceKm;
    for (const [line, available, future] of shape.inventory) {
      columns.inventoryLine[entry] = line % lines;
      columns.inventoryAvailable[entry] = available;
      for (const [units, timeMs] of future) {
        roomForFutureTimes(columns, time + 1);
        // Units that are to come are above 0.
        columns.futureAvailable[time] = units + 1;
        columns.futureMs[time++] = timeMs;
      }
      columns.inventoryFutureEnd[entry] = time;
      entry++;
    }
    columns.inventoryEnd[i] = entry;
  });
  return columns;
}

/** Writes the routing response in its two steps; returns the end, or -1 where there is no room. */
export function encodeResponse(target: Uint8Array, at: number, a: Answer): number {
  const { order, plan, locations, context, draft } = a;
  const isBegun = beginSuggestRoutingResponse(target, at, order, plan, locations, context, draft);
  if (!isBegun) return -1;
  return finishSuggestRoutingResponse(target, order, plan, draft, a.recordOutcome);
}
