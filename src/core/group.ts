// What of the order a group may serve: evaluates its rules over the candidates, lines and pairs
// that are still open.

import type { OrderColumns } from '../columns/order.js';
import type { GroupProgram, Predicate } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { CANDIDATE_COLUMNS } from './candidates/scratch.js';
import { filterLines } from './filter/line-scope.js';
import { filterCandidates } from './filter/location-scope.js';
import { passesOrder } from './filter/order-scope.js';
import { boundsUnits, boundUnits, filterPairs } from './filter/pair-scope.js';
import { canHold, filterByTree } from './filter/tree.js';
import { leaveOutPairs } from './retailer.js';
import { THREAD_ROWS, type CoreScratch } from './scratch.js';

const { candidateAlive, candidateCovers, candidateSurvives } = CANDIDATE_COLUMNS;
const { rowCandidate: threadCandidate, rowUnits: threadUnits } = THREAD_ROWS;

/**
 * Evaluates a group against the stock that is left. Answers whether the order may try it at all;
 * then `candidateAlive` says whom it keeps, and `candidateCovers` how many open lines each of these
 * could take whole. Which pairs survive is for `openPairs`, and who survives for `markSurvivors`: a
 * full match asks neither.
 */
export function evaluateGroup(
  group: GroupProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): boolean {
  if (!passesOrder(group.orderPredicates, order, scratch)) return false;
  if (group.tree !== null && !canHold(group.tree, order, scratch)) return false;
  filterCandidates(group, order, scratch);
  filterLines(group.linePredicates, order, scratch);
  boundUnits(group.pairPredicates, scratch);
  const isRefined = hasRefinement(group, scratch);
  if (isRefined) refusePairs(group, order, stock, scratch);
  candidateCovers.fill(0, 0, scratch.candidateCount);
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineSlot[line] < 0 || scratch.lineAlive[line] === 0) continue;
    if (isRefined) countPairs(scratch, line, scratch.lineNeed[line]);
    else countRows(scratch, line, scratch.lineNeed[line]);
  }
  scratch.arePairsRefined = isRefined;
  scratch.arePairsOpen = false;
  scratch.isKeyed = false;
  if (scratch.observer !== null) openPairs(order, scratch);
  return true;
}

/** Whether more is asked of pairs than how many units a row has. */
function hasRefinement(group: GroupProgram, { excludedCount }: CoreScratch): boolean {
  const { pairPredicates, retailerProducts, tree } = group;
  if (tree !== null || excludedCount > 0 || retailerProducts !== null) return true;
  for (let i = 0; i < pairPredicates.length; i++) {
    if (!boundsUnits(pairPredicates[i])) return true;
  }
  return false;
}

/** Counts what a line's rows cover. */
function countRows(scratch: CoreScratch, line: number, need: number): void {
  const { rowCandidate, rowUnits } = scratch;
  // Inlined here, with the columns as constants.
  if (rowUnits === threadUnits) countIn(threadCandidate, threadUnits, scratch, line, need);
  else countIn(rowCandidate, rowUnits, scratch, line, need);
}

/** Sums and not branches: which rows cover a line is no pattern to predict. */
function countIn(
  rowCandidate: Int32Array,
  rowUnits: Float64Array,
  scratch: CoreScratch,
  line: number,
  need: number,
): void {
  const { unitBounds } = scratch.filter;
  const least = Math.max(need, unitBounds[0]);
  const most = unitBounds[1];
  const slot = scratch.lineSlot[line];
  const end = scratch.slotRowEnd[slot];
  for (let row = scratch.slotRowStart[slot]; row < end; row++) {
    const units = rowUnits[row];
    candidateCovers[rowCandidate[row]] += Number(units >= least) & Number(units <= most);
  }
}

/** The same of the pairs that no rule refused. */
function countPairs(scratch: CoreScratch, line: number, need: number): void {
  const { pairAlive, rowCandidate, rowUnits } = scratch;
  const { unitBounds } = scratch.filter;
  const least = Math.max(need, unitBounds[0]);
  const most = unitBounds[1];
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < end; row++) {
    const units = rowUnits[row];
    const covers = pairAlive[row + shift] & Number(units >= least) & Number(units <= most);
    candidateCovers[rowCandidate[row]] += covers;
  }
}

/**
 * Sets `pairAlive` for the group that was evaluated last: 1 where the line and the candidate live,
 * stock is left and no rule refuses the pair. Call it before what it read has changed.
 */
export function openPairs(order: OrderColumns, scratch: CoreScratch): void {
  if (scratch.arePairsOpen) return;
  scratch.arePairsOpen = true;
  const { pairAlive, pairStart, lineAlive, lineSlot } = scratch;
  if (!scratch.arePairsRefined) pairAlive.fill(1, 0, pairStart[order.lineCount]);
  for (let line = 0; line < order.lineCount; line++) {
    if (lineSlot[line] < 0) continue;
    if (lineAlive[line] === 0) pairAlive.fill(0, pairStart[line], pairStart[line + 1]);
    else openLine(scratch, line);
  }
}

function openLine(scratch: CoreScratch, line: number): void {
  const { pairAlive, rowCandidate, rowUnits } = scratch;
  const { unitBounds } = scratch.filter;
  const least = unitBounds[0];
  const most = unitBounds[1];
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < end; row++) {
    const units = rowUnits[row];
    const isWithin = Number(units >= least) & Number(units <= most);
    pairAlive[row + shift] &= candidateAlive[rowCandidate[row]] & isWithin;
  }
}

/** Sets `pairAlive`: 0 where the request excludes the pair, or a filter on rows refuses it. */
function refusePairs(
  group: GroupProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  const { pairAlive, excludedPairs } = scratch;
  const { pairPredicates, retailerProducts, tree } = group;
  pairAlive.fill(1, 0, scratch.pairStart[order.lineCount]);
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[excludedPairs[i]] = 0;
  if (retailerProducts !== null) leaveOutPairs(group, order, scratch);
  if (asksTexts(pairPredicates)) closeDeadPairs(order, scratch);
  for (let i = 0; i < pairPredicates.length; i++) {
    if (!boundsUnits(pairPredicates[i])) filterPairs(pairPredicates[i], order, stock, scratch);
  }
  if (tree !== null) filterByTree(tree, order, stock, scratch);
}

/** Whether a filter compares texts row by row, which is far dearer than to leave rows out. */
function asksTexts(predicates: readonly Predicate[]): boolean {
  for (let i = 0; i < predicates.length; i++) {
    const { point } = predicates[i];
    if (point !== null && point.kind !== 'numbers') return true;
  }
  return false;
}

/** Clears the pairs of candidates that the group does not keep. */
function closeDeadPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { pairAlive, pairStart, rowCandidate, slotRowStart } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0) continue;
    const shift = pairStart[line] - slotRowStart[slot];
    for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      pairAlive[row + shift] &= candidateAlive[rowCandidate[row]];
    }
  }
}

/**
 * Sets `candidateSurvives` for the group that was evaluated last: 1 where a candidate has a living
 * pair. Answers whether one has.
 */
export function markSurvivors(order: OrderColumns, scratch: CoreScratch): boolean {
  openPairs(order, scratch);
  const { pairAlive, rowCandidate, slotRowStart, slotRowEnd } = scratch;
  candidateSurvives.fill(0, 0, scratch.candidateCount);
  let any = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0 || scratch.lineAlive[line] === 0) continue;
    const shift = scratch.pairStart[line] - slotRowStart[slot];
    const end = slotRowEnd[slot];
    for (let row = slotRowStart[slot]; row < end; row++) {
      const alive = pairAlive[row + shift];
      candidateSurvives[rowCandidate[row]] |= alive;
      any |= alive;
    }
  }
  return any === 1;
}
