// What of the order a group may serve: evaluates its rules over the candidates, lines and pairs
// that are still open.

import type { OrderColumns } from '../columns/order.js';
import type { GroupProgram } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { filterLines } from './filter/line-scope.js';
import { filterCandidates } from './filter/location-scope.js';
import { passesOrder } from './filter/order-scope.js';
import { filterPairs } from './filter/pair-scope.js';
import { canHold, filterByTree } from './filter/tree.js';
import { leaveOutPairs } from './retailer.js';
import type { CoreScratch } from './scratch.js';

/**
 * Evaluates a group against the stock that is left. Answers whether the order may try it at all;
 * then `pairAlive` says which pairs survive, and `candidateCovers` how many open lines a candidate
 * could take whole. Who survives is counted only when it is asked: a full match never does.
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
  const hasPairFilters = group.pairPredicates.length > 0 || group.tree !== null;
  const isRefined = hasPairFilters || scratch.excludedCount > 0 || group.retailerProducts !== null;
  resetCounts(scratch);
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineSlot[line] < 0) continue;
    if (scratch.lineAlive[line] === 0) closePairs(scratch, line);
    else openPairs(scratch, line, scratch.lineNeed[line]);
  }
  if (isRefined) refinePairs(group, order, stock, scratch);
  scratch.isKeyed = false;
  return true;
}

function resetCounts(scratch: CoreScratch): void {
  const { candidateCovers } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateCovers[c] = 0;
}

function closePairs(scratch: CoreScratch, line: number): void {
  const { pairAlive, pairStart } = scratch;
  for (let pair = pairStart[line]; pair < pairStart[line + 1]; pair++) pairAlive[pair] = 0;
}

/**
 * Lets a line's pairs live where the candidate does and stock is left, and counts what it covers.
 * Sums and not branches: which rows suffice is no pattern to predict.
 */
function openPairs(scratch: CoreScratch, line: number, need: number): void {
  const { pairAlive, rowCandidate, rowUnits, candidateAlive, candidateCovers } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < end; row++) {
    const units = rowUnits[row];
    const candidate = rowCandidate[row];
    const alive = candidateAlive[candidate] & Number(units > 0);
    pairAlive[row + shift] = alive;
    candidateCovers[candidate] += alive & Number(units >= need);
  }
}

/**
 * Takes out the pairs that the request excludes and those that filters on rows refuse, and counts
 * anew.
 */
function refinePairs(
  group: GroupProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  const { pairAlive, excludedPairs } = scratch;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[excludedPairs[i]] = 0;
  if (group.retailerProducts !== null) leaveOutPairs(group, order, scratch);
  filterPairs(group.pairPredicates, order, stock, scratch);
  if (group.tree !== null) filterByTree(group.tree, order, stock, scratch);
  resetCounts(scratch);
  for (let line = 0; line < order.lineCount; line++) {
    const isCounted = scratch.lineSlot[line] >= 0 && scratch.lineAlive[line] === 1;
    if (isCounted) countPairs(scratch, line, scratch.lineNeed[line]);
  }
}

/** Counts what a line's living pairs cover. */
function countPairs(scratch: CoreScratch, line: number, need: number): void {
  const { pairAlive, rowCandidate, rowUnits, candidateCovers } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < end; row++) {
    candidateCovers[rowCandidate[row]] += pairAlive[row + shift] & Number(rowUnits[row] >= need);
  }
}

/**
 * Sets `candidateSurvives` for the group that was evaluated last: 1 where a candidate has a living
 * pair. Answers whether one has.
 */
export function markSurvivors(order: OrderColumns, scratch: CoreScratch): boolean {
  const { pairAlive, rowCandidate, candidateSurvives, slotRowStart, slotRowEnd } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateSurvives[c] = 0;
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
