// How lines are served from stock that is yet to come: a second walk over the groups, on future
// stock alone and for the lines that may wait for it; and what candidates are to get of it.

import { INFINITE_UNITS } from '../columns/limits.js';
import { LINE_FLAG, type OrderColumns } from '../columns/order.js';
import type { CandidateColumns, PlanColumns } from '../columns/plan.js';
import type { Program, RouteProgram } from '../columns/program.js';
import type { TenantView } from '../columns/views.js';
import { linkRows } from './link-rows.js';
import { layOutExclusions, layOutPairs } from './pairs.js';
import { candidateAt, openPool } from './pool.js';
import { isNarrow, markPoolPairs } from './request-type.js';
import { roomForFutureTimes } from './stock/scratch.js';
import { beginPool, type CoreScratch } from './scratch.js';
import { layOutFuture } from './stock/future-rows.js';
import { walkGroups } from './walk-groups.js';

/**
 * Walks the groups again for the open lines that future stock may serve. The pool, the type of the
 * request and the express rule are judged anew on that stock; the other lines stay out of it, and
 * open.
 */
export function routeFuture(
  route: RouteProgram,
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  const { observer } = scratch;
  if (!openFuturePool(order, program, view, scratch)) return;
  layOutPairs(order, view.locations, scratch);
  if (observer !== null) observer.futureBegun(route);
  if (observer !== null && isNarrow(order)) observer.requestTypeNarrowed();
  walkGroups(route, order, view.stock, view.locations, scratch, plan);
  if (observer !== null) observer.futureEnded();
  closeFuturePool(order, scratch);
}

/**
 * Makes the open lines that future stock may serve the only open ones, opens the pool anew and lays
 * that stock out for them, without pairs yet. False: there is no such line, and all is as it was.
 */
function openFuturePool(
  order: OrderColumns,
  program: Program,
  { stock, locations }: TenantView,
  scratch: CoreScratch,
): boolean {
  if (!hasFutureLine(order, scratch)) return false;
  const { lineOpen, lineWaits } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    lineWaits[line] = 0;
    if (lineOpen[line] === 0 || mayWait(order, scratch, line)) continue;
    lineWaits[line] = 1;
    lineOpen[line] = 0;
    scratch.openCount--;
  }
  scratch.isFuturePass = true;
  beginPool(scratch);
  openPool(order, program, locations, scratch);
  layOutFuture(order, stock, locations, scratch);
  return true;
}

function closeFuturePool(order: OrderColumns, scratch: CoreScratch): void {
  const { lineOpen, lineWaits } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    if (lineWaits[line] === 0) continue;
    lineOpen[line] = 1;
    scratch.openCount++;
  }
}

function hasFutureLine(order: OrderColumns, scratch: CoreScratch): boolean {
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 1 && mayWait(order, scratch, line)) return true;
  }
  return false;
}

function mayWait(order: OrderColumns, scratch: CoreScratch, line: number): boolean {
  const isOrderable = (order.lineFlags[line] & LINE_FLAG.futureOrderable) !== 0;
  return isOrderable && scratch.lineSlot[line] >= 0;
}

/**
 * Lists for each entry of a list of candidates whose line future stock may serve what the location
 * is to get for it, by time. All lines are open; the columns of the pool are used up.
 */
export function listFuture(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  candidates: CandidateColumns,
): void {
  const entryCount = candidates.count === 0 ? 0 : candidates.inventoryEnd[candidates.count - 1];
  const { inventoryFutureEnd } = candidates;
  if (!openFuturePool(order, program, view, scratch)) {
    for (let entry = 0; entry < entryCount; entry++) inventoryFutureEnd[entry] = 0;
    return;
  }
  layOutExclusions(order, view.locations, scratch);
  markPoolPairs(order, scratch);
  linkRows(scratch);
  let entry = 0;
  let count = 0;
  for (let i = 0; i < candidates.count; i++) {
    const candidate = noteRowsOf(scratch, candidates.location[i]);
    for (; entry < candidates.inventoryEnd[i]; entry++) {
      const row = rowFor(scratch, candidate, candidates.inventoryLine[entry]);
      if (row >= 0) count = listTimes(scratch, candidates, row, count);
      candidates.inventoryFutureEnd[entry] = count;
    }
  }
}

/** Notes the rows of a location by slot in `marks`; answers its candidate, or below 0. */
function noteRowsOf(scratch: CoreScratch, location: number): number {
  const { marks, rowNext, rowSlot } = scratch;
  const candidate = candidateAt(scratch, location);
  if (candidate < 0) return candidate;
  for (let row = scratch.candidateFirstRow[candidate]; row >= 0; row = rowNext[row]) {
    marks[rowSlot[row]] = row;
  }
  return candidate;
}

/** The row of a line's slot that was noted for a candidate, where the line may use it; else -1. */
function rowFor(scratch: CoreScratch, candidate: number, line: number): number {
  if (candidate < 0 || scratch.lineOpen[line] === 0) return -1;
  const slot = scratch.lineSlot[line];
  const row = scratch.marks[slot];
  // What was noted may be of another candidate: it is believed where it is confirmed.
  if (row < scratch.slotRowStart[slot] || row >= scratch.slotRowEnd[slot]) return -1;
  if (scratch.rowCandidate[row] !== candidate) return -1;
  const pair = scratch.pairStart[line] + row - scratch.slotRowStart[slot];
  return scratch.pairAlive[pair] === 1 ? row : -1;
}

/** Lists the times of a row, equal ones once; answers how many times there are in all. */
function listTimes(
  scratch: CoreScratch,
  candidates: CandidateColumns,
  row: number,
  from: number,
): number {
  const { future } = scratch;
  let to = from;
  for (let at = scratch.rowFutureFirst[row]; at >= 0; at = future.next[at]) {
    const isSameTime = to > from && candidates.futureMs[to - 1] === future.timeMs[at];
    if (!isSameTime) {
      roomForFutureTimes(candidates, to + 1);
      candidates.futureMs[to] = future.timeMs[at];
      candidates.futureAvailable[to++] = future.units[at];
      continue;
    }
    const units = candidates.futureAvailable[to - 1] + future.units[at];
    candidates.futureAvailable[to - 1] = Math.min(units, INFINITE_UNITS);
  }
  return to;
}
