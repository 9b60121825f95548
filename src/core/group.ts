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
  openPairs(order, scratch);
  const { pairAlive, excludedPairs } = scratch;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[excludedPairs[i]] = 0;
  filterPairs(group.pairPredicates, order, stock, scratch);
  countPairs(order, scratch);
  scratch.isKeyed = false;
  return true;
}

/** Lets a pair live where its line and its candidate do and stock is left. */
function openPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { pairAlive, rowCandidate, rowUnits, candidateAlive, lineSlot, lineAlive } = scratch;
  const { pairStart, slotRowStart, slotRowEnd } = scratch;
  const lineCount = order.lineCount;
  for (let line = 0; line < lineCount; line++) {
    const slot = lineSlot[line];
    if (slot < 0) continue;
    const start = slotRowStart[slot];
    const end = slotRowEnd[slot];
    const shift = pairStart[line] - start;
    if (lineAlive[line] === 0) {
      for (let row = start; row < end; row++) pairAlive[row + shift] = 0;
      continue;
    }
    for (let row = start; row < end; row++) {
      pairAlive[row + shift] = rowUnits[row] > 0 ? candidateAlive[rowCandidate[row]] : 0;
    }
  }
}

function countPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { pairAlive, rowCandidate, rowUnits, lineSlot, lineAlive } = scratch;
  const { pairStart, slotRowStart, slotRowEnd, candidatePairs, candidateCovers } = scratch;
  const candidateCount = scratch.candidateCount;
  for (let c = 0; c < candidateCount; c++) {
    candidatePairs[c] = 0;
    candidateCovers[c] = 0;
  }
  const lineCount = order.lineCount;
  for (let line = 0; line < lineCount; line++) {
    const slot = lineSlot[line];
    if (slot < 0 || lineAlive[line] === 0) continue;
    const start = slotRowStart[slot];
    const end = slotRowEnd[slot];
    const shift = pairStart[line] - start;
    const need = order.quantity[line];
    for (let row = start; row < end; row++) {
      if (pairAlive[row + shift] === 0) continue;
      const candidate = rowCandidate[row];
      candidatePairs[candidate]++;
      if (rowUnits[row] >= need) candidateCovers[candidate]++;
    }
  }
}

/** Whether any pair survives in the group that was evaluated last. */
export function hasSurvivor(scratch: CoreScratch): boolean {
  const { candidatePairs } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) if (candidatePairs[c] > 0) return true;
  return false;
}
