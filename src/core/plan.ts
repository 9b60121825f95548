// How a finished decision is laid out: state changes of what is open, assignments by line.

import { LINE_FLAG, type OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import { ORDER_TYPE, STATE_CHANGE } from '../columns/program.js';
import { kmOfChord } from './geo.js';
import { isPickedUp } from './resolve.js';
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
 * Lays the commitments out by line, each line's in the order in which they were made: those of
 * stock that is there, then those of stock that is to come.
 */
export function finishPlan(order: OrderColumns, scratch: CoreScratch, plan: PlanColumns): void {
  const { commitCount, futureCommitStart } = scratch;
  roomForAssignments(plan, commitCount);
  layOutCommits(order, scratch, plan, 0, futureCommitStart, false);
  if (futureCommitStart < commitCount) {
    layOutCommits(order, scratch, plan, futureCommitStart, commitCount, true);
  }
  plan.assignmentCount = commitCount;
  plan.futureStart = futureCommitStart;
}

/** Lays out the commitments [start, end) at the same places: a counting sort. */
function layOutCommits(
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  start: number,
  end: number,
  isFuture: boolean,
): void {
  const { marks: next, commitLine, commitUnits, commitLocation, commitChord } = scratch;
  if (isFuture) beginDraws(scratch);
  for (let line = 0; line <= order.lineCount; line++) next[line] = 0;
  next[0] = start;
  for (let i = start; i < end; i++) next[commitLine[i] + 1]++;
  for (let line = 0; line < order.lineCount; line++) next[line + 1] += next[line];
  for (let i = start; i < end; i++) {
    const at = next[commitLine[i]]++;
    const chord = commitChord[i];
    plan.assignmentLine[at] = commitLine[i];
    plan.assignmentLocation[at] = commitLocation[i];
    plan.assignmentQuantity[at] = commitUnits[i];
    plan.assignmentLimitGroup[at] = scratch.fulfillment.commitGroup[i];
    // Two stores: a double that is chosen by `? :` would be garbage on the heap.
    if (chord === Infinity) plan.assignmentDistanceKm[at] = NaN;
    else plan.assignmentDistanceKm[at] = kmOfChord(chord);
    setLeg(order, scratch, plan, i, at);
    if (isFuture) plan.assignmentFutureMs[at] = scratch.future.timeMs[lastDrawn(scratch, i)];
    else plan.assignmentFutureMs[at] = NaN;
  }
}

/** Units for a pickup store go there first, unless it has them. */
function setLeg(
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  commitment: number,
  at: number,
): void {
  const isMoved = isPickedUp(order) && commitment >= scratch.storeCommitCount;
  const isOwnLeg = isMoved && order.orderType === ORDER_TYPE.bopis;
  plan.assignmentRoute[at] = isOwnLeg ? ORDER_TYPE.transfer : 0;
  plan.assignmentTransferTo[at] = isMoved ? scratch.pickupLocation : -1;
}

/** Nothing is drawn from future rows yet; `walkUnits` counts it, by row. */
function beginDraws({ walkUnits, rowCount }: CoreScratch): void {
  for (let row = 0; row < rowCount; row++) walkUnits[row] = 0;
}

/** The last future row that a commitment draws on: they are drawn on by time. */
function lastDrawn(scratch: CoreScratch, commitment: number): number {
  const { future, walkUnits } = scratch;
  const row = scratch.commitRow[commitment];
  walkUnits[row] += scratch.commitUnits[commitment];
  let at = scratch.rowFutureFirst[row];
  let units = future.units[at];
  while (units < walkUnits[row] && future.next[at] >= 0) {
    at = future.next[at];
    units += future.units[at];
  }
  return at;
}
