// What a Decision says of units, out of its bytes: for whoever acts on it. The rest is passed over.

import { textOf } from '../base/text.js';
import { fieldsOf, type FieldPart, numberIn } from './message-parts.js';

/** Units of a line that a decision serves from a location. */
export type DecidedUnits = {
  readonly orderItemId: number;
  readonly locationCode: string;
  readonly quantity: number;
  /** Number of the wire of the order type; 0: that of the decision's route. */
  readonly route: number;
  /** Empty: the units go to no other location first. */
  readonly transferToLocationCode: string;
  /** Absent: the stock is there. */
  readonly futureEpochMs?: number;
  /** Absent: the units count against no limit. */
  readonly limitGroupId?: number;
};

/** Units of a line that a decision serves from nothing. */
export type DecidedState = {
  readonly orderItemId: number;
  readonly quantity: number;
  /** Number of the wire of the state change. */
  readonly stateChange: number;
};

/** What a decision says of units. */
export type DecidedOrder = {
  /** Those of future stock come last. */
  readonly units: readonly DecidedUnits[];
  readonly states: readonly DecidedState[];
};

const DECISION = { assignments: 2, stateChanges: 3, futureAssignments: 5 } as const;
const RESPONSE = { decision: 1, suggestionId: 6 } as const;

/** The units of a well-formed Decision. Throws where it is not well-formed. */
export function decodeDecision(message: Uint8Array): DecidedOrder {
  const units: DecidedUnits[] = [];
  const later: DecidedUnits[] = [];
  const states: DecidedState[] = [];
  for (const { number, valueStart, end } of fieldsOf(message)) {
    const part = message.subarray(valueStart, end);
    if (number === DECISION.assignments) units.push(unitsOf(part));
    else if (number === DECISION.futureAssignments) later.push(unitsOf(part));
    else if (number === DECISION.stateChanges) states.push(stateOf(part));
  }
  return { units: [...units, ...later], states };
}

/** The units of the decision of a well-formed SuggestRoutingResponse, and its id. */
export function decodeAnswer(
  message: Uint8Array,
): DecidedOrder & { readonly suggestionId: number } {
  let decided: DecidedOrder = { units: [], states: [] };
  let suggestionId = 0;
  for (const part of fieldsOf(message)) {
    if (part.number === RESPONSE.suggestionId) suggestionId = numberIn(message, part);
    if (part.number !== RESPONSE.decision) continue;
    decided = decodeDecision(message.subarray(part.valueStart, part.end));
  }
  return { ...decided, suggestionId };
}

function unitsOf(message: Uint8Array): DecidedUnits {
  const fields = byNumber(message);
  const numberAt = (field: number) => numberOf(message, fields.get(field));
  const futureEpochMs = fields.has(7) ? { futureEpochMs: numberAt(7) } : {};
  const limitGroupId = fields.has(8) ? { limitGroupId: numberAt(8) } : {};
  return {
    orderItemId: numberAt(1),
    locationCode: textAt(message, fields.get(2)),
    quantity: numberAt(3),
    route: numberAt(5),
    transferToLocationCode: textAt(message, fields.get(6)),
    ...futureEpochMs,
    ...limitGroupId,
  };
}

function stateOf(message: Uint8Array): DecidedState {
  const fields = byNumber(message);
  return {
    orderItemId: numberOf(message, fields.get(1)),
    quantity: numberOf(message, fields.get(2)),
    stateChange: numberOf(message, fields.get(3)),
  };
}

/** Of a field that comes again, the last holds. */
function byNumber(message: Uint8Array): Map<number, FieldPart> {
  return new Map(fieldsOf(message).map((part) => [part.number, part]));
}

function numberOf(message: Uint8Array, part: FieldPart | undefined): number {
  return part === undefined ? 0 : numberIn(message, part);
}

function textAt(message: Uint8Array, part: FieldPart | undefined): string {
  return part === undefined ? '' : textOf(message, part.valueStart, part.end);
}
