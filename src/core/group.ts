// What of the order a group may serve: evaluates its rules over the candidates, lines and pairs
// that are still open.

import type { OrderColumns } from '../columns/order.js';
import type { GroupProgram } from '../columns/program.js';
import type { StockColumns } from '../columns/stock.js';
import { filterLines } from './filter/line-scope.js';
import { filterCandidates } from './filter/location-scope.js';
import { passesOrder } from './filter/order-scope.js';
import { filterPairs } from './filter/pair-scope.js';
import type { CoreScratch } from './scratch.js';

/**
 * Evaluates a group against the stock that is left. Answers whether the order may try it at all;
 * then `pairAlive` says which pairs survive, `candidatePairs` how many a candidate has, and
 * `candidateCovers` how many open lines it could take whole.
 */
export function evaluateGroup(
  group: GroupProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): boolean {
  if (!passesOrder(group.orderPredicates, order, scratch)) return false;
  filterCandidates(group, scratch);
  filterLines(group.linePredicates, order, scratch);
  const isRefined = group.pairPredicates.length > 0 || scratch.excludedCount > 0;
  resetCounts(scratch);
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineSlot[line] < 0) continue;
    if (scratch.lineAlive[line] === 0) closePairs(scratch, line);
    else openPairs(scratch, line, order.quantity[line]);
  }
  if (isRefined) refinePairs(group, order, stock, scratch);
  scratch.isKeyed = false;
  return true;
}

function resetCounts(scratch: CoreScratch): void {
  const { candidatePairs, candidateCovers } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    candidatePairs[c] = 0;
    candidateCovers[c] = 0;
  }
}

function closePairs(scratch: CoreScratch, line: number): void {
  const { pairAlive, pairStart } = scratch;
  for (let pair = pairStart[line]; pair < pairStart[line + 1]; pair++) pairAlive[pair] = 0;
}

/** Lets a line's pairs live where the candidate does and stock is left, and counts them by candidate. */
function openPairs(scratch: CoreScratch, line: number, need: number): void {
  const { pairAlive, rowCandidate, rowUnits, candidateAlive } = scratch;
  const { candidatePairs, candidateCovers } = scratch;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  for (let row = start; row < end; row++) {
    const units = rowUnits[row];
    const candidate = rowCandidate[row];
    const alive = units > 0 ? candidateAlive[candidate] : 0;
    pairAlive[row + shift] = alive;
    candidatePairs[candidate] += alive;
    if (units >= need) candidateCovers[candidate] += alive;
  }
}

/** Takes out the pairs that the request excludes and those that filters on rows refuse, and counts anew. */
function refinePairs(
  group: GroupProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  const { pairAlive, excludedPairs, rowCandidate, rowUnits } = scratch;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[excludedPairs[i]] = 0;
  filterPairs(group.pairPredicates, order, stock, scratch);
  resetCounts(scratch);
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0 || scratch.lineAlive[line] === 0) continue;
    const shift = scratch.pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (pairAlive[row + shift] === 0) continue;
      scratch.candidatePairs[rowCandidate[row]]++;
      if (rowUnits[row] >= order.quantity[line]) scratch.candidateCovers[rowCandidate[row]]++;
    }
  }
}

/** Whether any pair survives in the group that was evaluated last. */
export function hasSurvivor(scratch: CoreScratch): boolean {
  const { candidatePairs } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) if (candidatePairs[c] > 0) return true;
  return false;
}
