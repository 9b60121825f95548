// What the lines of a log are put together from: lists of names, units that were assigned, what a
// decision says.

import { type AssignmentJson, dayOf, type DecisionJson, legOf } from '../decision.js';
import { proofLines } from '../plan-notes.js';
import { grouped } from '../table.js';

/** Names in a row, and lines of detail of an event, where not all are asked for. */
export const LISTED_MAX = 8;

/** Names in a row, the first ones of them. */
export function list(names: readonly string[], listedMax: number = LISTED_MAX): string {
  const rest = names.length - listedMax;
  if (rest <= 0) return names.join(', ');
  return `${names.slice(0, listedMax).join(', ')} and ${grouped(rest)} more`;
}

/** `what: a, b, c`, or `what` where there are no names. */
export function headed(what: string, names: readonly string[]): string {
  return names.length === 0 ? what : `${what}: ${list(names)}`;
}

/** How many were too many for the log; empty for none. */
export function omitted(count: number, what: string): string {
  return count === 0 ? '' : `${grouped(count)} more ${what} are not in the log`;
}

/** A line for each assignment: units, location, how they leave, when they are there. */
export function assignmentLines(assignments: readonly AssignmentJson[]): string[] {
  return assignments.map((one) => {
    const { orderItemId, locationCode, quantity, futureEpochMs } = one;
    const leg = legOf(one);
    const by = leg === '' ? '' : `, ${leg}`;
    const on = futureEpochMs === undefined ? '' : `, there on ${dayOf(futureEpochMs)}`;
    return `line ${orderItemId}: ${quantity} at ${locationCode}${by}${on}`;
  });
}

/** What a decision says, line by line. */
export function decisionLines(decision: DecisionJson): string[] {
  const { assignments, futureAssignments, stateChanges, availableLocationCodes, planProofs } =
    decision;
  const offered = availableLocationCodes ?? [];
  return [
    ...assignmentLines(assignments ?? []),
    ...assignmentLines(futureAssignments ?? []),
    ...(stateChanges ?? []).map(
      ({ orderItemId, quantity, stateChange }) => `line ${orderItemId}: ${quantity} ${stateChange}`,
    ),
    ...(offered.length === 0 ? [] : [`offered to ${list(offered)}`]),
    ...proofLines(planProofs ?? []),
  ];
}
