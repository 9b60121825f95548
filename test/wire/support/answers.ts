// Random decisions and lists as columns, and the messages that they should be on the wire.

import * as fc from 'fast-check';
import { bytesOf } from '../../../src/base/text.js';
import { createDictionary } from '../../../src/columns/dictionary.js';
import type { LocationTable } from '../../../src/columns/locations.js';
import { createOrderColumns, type OrderColumns } from '../../../src/columns/order.js';
import {
  type CandidateColumns,
  createCandidateColumns,
  createPlanColumns,
  type PlanColumns,
  WARNING,
} from '../../../src/columns/plan.js';
import type { AnswerContext } from '../../../src/wire/encode-context.js';
import {
  type AnswerDraft,
  beginSuggestRoutingResponse,
  createAnswerDraft,
  finishSuggestRoutingResponse,
} from '../../../src/wire/encode-decision.js';
import { encodeLocationWire, type LocationWireFields } from '../../../src/wire/encode-location.js';
import { joined } from '../../../src/wire/message-bytes.js';

/** A message as protobufjs shows it: only fields that were sent, int64 as text. */
export type Shown = { [name: string]: unknown };

const text = fc.oneof(fc.constant(''), fc.string({ unit: 'binary', maxLength: 60 }));
const distance = fc.oneof(
  fc.constant(Number.NaN),
  fc.constant(0),
  fc.double({ min: 0, max: 20_100, noNaN: true }),
);
const whole = fc.oneof(fc.constant(0), fc.nat(300), fc.maxSafeNat());

/** A location with texts and flags, some of them default. */
export const locationFields: fc.Arbitrary<LocationWireFields> = fc.record({
  code: fc.stringMatching(/^[A-Za-zé0-9_-]{1,32}$/),
  name: text,
  city: text,
  state: text,
  countryCode: text,
  postalCode: text,
  directShip: fc.boolean(),
  express: fc.boolean(),
  pickup: fc.boolean(),
  transferEnabled: fc.boolean(),
  deliveryEnabled: fc.boolean(),
});

/** Only the wire columns of a table: what encoders read. */
export function wireTable(locations: readonly LocationWireFields[]): LocationTable {
  const count = locations.length;
  const wires = locations.map(encodeLocationWire);
  const wireEnd = new Int32Array(count);
  const codeStart = new Int32Array(count);
  let end = 0;
  wires.forEach((wire, i) => {
    codeStart[i] = end + wire.codeStart;
    end += wire.bytes.length;
    wireEnd[i] = end;
  });
  const bytes = joined(wires.map((wire) => wire.bytes));
  const wireBytes = new Uint8Array(new SharedArrayBuffer(bytes.length));
  wireBytes.set(bytes);
  const codeBytes = Int32Array.from(wires, (wire) => wire.codeBytes);
  const [ints, doubles] = [new Int32Array(count), new Float64Array(count)];
  const codes = createDictionary(1, 1);
  return {
    version: 1,
    count,
    codes,
    countries: codes,
    flags: ints,
    codeRank: ints,
    country: ints,
    x: doubles,
    y: doubles,
    z: doubles,
    wireEnd,
    codeStart,
    codeBytes,
    wireBytes,
  };
}

/** The location as the first fields of a Candidate. */
export function shownLocation(location: LocationWireFields): Shown {
  return sent({
    location_code: location.code,
    name: location.name,
    city: location.city,
    state: location.state,
    country_code: location.countryCode,
    postal_code: location.postalCode,
    direct_ship: location.directShip,
    express: location.express,
    pickup: location.pickup,
    transfer_enabled: location.transferEnabled,
    delivery_enabled: location.deliveryEnabled,
  });
}

/** Without the fields that have their default value, which proto3 does not send. */
function sent(message: Shown): Shown {
  const isSent = ([, value]: [string, unknown]) => {
    if (Array.isArray(value)) return value.length > 0;
    return value !== undefined && value !== '' && value !== 0 && value !== false;
  };
  return Object.fromEntries(Object.entries(message).filter(isSent));
}

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
    }),
    { maxLength: 12 },
  ),
  changes: fc.array(fc.tuple(fc.nat(1_000_000), fc.constantFrom(1, 2, 3, 4)), { maxLength: 8 }),
  unknownLines: fc.array(fc.boolean(), { maxLength: 8 }),
  orderWarnings: fc.subarray([
    WARNING.noRoute,
    WARNING.unknownDestination,
    WARNING.unknownAllowedLocations,
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
    fc.tuple(fc.nat(), fc.oneof(fc.nat(1_000_000_000), fc.constant(4_000_000_000))),
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
  const changes = plan.changes.slice(0, lines).map(([quantity, change], line) => ({
    order_item_id: String(order.ids[line]),
    quantity: String(quantity),
    state_change: change,
  }));
  return sent({
    route: plan.route,
    assignments: plan.assignments.map(({ line, location, quantity, distanceKm }) => ({
      order_item_id: String(order.ids[line % lines]),
      location_code: locations[location % locations.length].code,
      quantity: String(quantity),
      ...shownDistance(distanceKm),
    })),
    state_changes: changes.filter(({ quantity }) => quantity !== '0'),
    warnings: shownWarnings(order, plan),
  });
}

function shownList({ order, plan, candidates, locations, unlisted }: AnswerShape): Shown {
  const list = candidates.map(({ location, distanceKm, inventory }) => ({
    ...shownLocation(locations[location % locations.length]),
    ...shownDistance(distanceKm),
    ...sent({
      inventory: inventory.map(([line, available]) =>
        sent({
          order_item_id: String(order.ids[line % order.ids.length]),
          available: int64(available),
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

function shownDistance(distanceKm: number): Shown {
  return Number.isNaN(distanceKm) ? {} : { distance_km: distanceKm };
}

function shownWarnings(order: OrderShape, plan: PlanShape): Shown[] {
  const inOrder = [WARNING.noRoute, WARNING.unknownDestination, WARNING.unknownAllowedLocations];
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
  shapes: { location: number; distanceKm: number; inventory: [number, number][] }[],
  lines: number,
  locationCount: number,
  unlisted: number,
): CandidateColumns {
  const columns = createCandidateColumns();
  columns.count = shapes.length;
  columns.totalCount = shapes.length + unlisted;
  let entry = 0;
  shapes.forEach((shape, i) => {
    columns.location[i] = shape.location % locationCount;
    columns.distanceKm[i] = shape.distanceKm;
    for (const [line, available] of shape.inventory) {
      columns.inventoryLine[entry] = line % lines;
      columns.inventoryAvailable[entry] = available;
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
