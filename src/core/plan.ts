// How a finished decision is laid out: state changes of what is open, assignments by line.

import { LINE_FLAG, type OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import { STATE_CHANGE } from '../columns/program.js';
import { kmOfChord } from './geo.js';
import { roomForAssignments, type CoreScratch } from './scratch.js';

/** Gives the units that every open line still misses a state, and closes the lines. */
export function settleOpenLines(
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  state: number,
): void {
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 0) continue;
    plan.stateChange[line] = stateOf(order, line, state);
    plan.stateQuantity[line] = scratch.lineNeed[line];
    scratch.lineOpen[line] = 0;
  }
  scratch.openCount = 0;
}

/** A line that may not wait is not backordered: a person decides, nothing is lost. */
function stateOf(order: OrderColumns, line: number, state: number): number {
  if (state !== STATE_CHANGE.backorder) return state;
  const mayWait = (order.lineFlags[line] & LINE_FLAG.backorderable) !== 0;
  return mayWait ? state : STATE_CHANGE.customerCare;
}

/**
 * Lays the commitments out by line, each line's in the order in which they were made: a counting
 * sort.
 */
export function finishPlan(order: OrderColumns, scratch: CoreScratch, plan: PlanColumns): void {
  const { marks: next, commitLine, commitUnits, commitLocation, commitChord } = scratch;
  roomForAssignments(plan, scratch.commitCount);
  for (let line = 0; line <= order.lineCount; line++) next[line] = 0;
  for (let i = 0; i < scratch.commitCount; i++) next[commitLine[i] + 1]++;
  for (let line = 0; line < order.lineCount; line++) next[line + 1] += next[line];
  for (let i = 0; i < scratch.commitCount; i++) {
    const at = next[commitLine[i]]++;
    const chord = commitChord[i];
    plan.assignmentLine[at] = commitLine[i];
    plan.assignmentLocation[at] = commitLocation[i];
    plan.assignmentQuantity[at] = commitUnits[i];
    // Two stores: a double that is chosen by `? :` would be garbage on the heap.
    if (chord === Infinity) plan.assignmentDistanceKm[at] = NaN;
    else plan.assignmentDistanceKm[at] = kmOfChord(chord);
  }
  plan.assignmentCount = scratch.commitCount;
}
