// Which locations a split takes: the residual greedy cover. Again and again the location that can
// take the most of what is still needed, ties to the earlier in candidate order, until none can
// take anything.
//
// Gains are kept, not computed anew: a row's gain changes only when its own product was taken from,
// so a walk costs about the pairs it touches and not steps times pairs.

import type { OrderColumns } from '../../columns/order.js';
import { roomForTakes, type CoreScratch } from '../scratch.js';

/** Walks from scratch; fills the takes and leaves in `lineResidual` what was not found. */
export function walkCandidates(
  order: OrderColumns,
  scratch: CoreScratch,
  isQuantitySplit: boolean,
): void {
  linkRows(scratch);
  startWalk(order, scratch, isQuantitySplit);
  for (;;) {
    const candidate = largestGain(scratch);
    if (candidate < 0) return;
    scratch.candidateIsTaken[candidate] = 1;
    takeFrom(scratch, candidate, isQuantitySplit);
  }
}

/** Chains the rows of each candidate, once a decision. */
export function linkRows(scratch: CoreScratch): void {
  if (scratch.isLinked) return;
  scratch.isLinked = true;
  const { candidateFirstRow, rowNext, rowCandidate, rowSlot, slotRowStart, slotRowEnd } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateFirstRow[c] = -1;
  for (let slot = scratch.slotCount - 1; slot >= 0; slot--) {
    for (let row = slotRowEnd[slot] - 1; row >= slotRowStart[slot]; row--) {
      rowSlot[row] = slot;
      rowNext[row] = candidateFirstRow[rowCandidate[row]];
      candidateFirstRow[rowCandidate[row]] = row;
    }
  }
}

function startWalk(order: OrderColumns, scratch: CoreScratch, isQuantitySplit: boolean): void {
  const { walkUnits, rowUnits, candidateGain, candidateIsTaken, lineResidual } = scratch;
  scratch.takeCount = 0;
  for (let row = 0; row < scratch.rowCount; row++) walkUnits[row] = rowUnits[row];
  for (let c = 0; c < scratch.candidateCount; c++) {
    candidateGain[c] = 0;
    candidateIsTaken[c] = 0;
  }
  for (let line = 0; line < order.lineCount; line++) {
    lineResidual[line] = scratch.lineParticipates[line] === 1 ? scratch.lineNeed[line] : 0;
  }
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      scratch.rowGain[row] = 0;
    }
    updateGains(scratch, slot, isQuantitySplit);
  }
}

/** Computes the gains of a slot's rows anew and moves those of their candidates along. */
function updateGains(scratch: CoreScratch, slot: number, isQuantitySplit: boolean): void {
  const { rowGain, rowCandidate, candidateGain, slotRowStart, slotRowEnd } = scratch;
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    const gain = gainOfRow(scratch, slot, row, isQuantitySplit);
    candidateGain[rowCandidate[row]] += gain - rowGain[row];
    rowGain[row] = gain;
  }
}

/** The units that a row could give now: its product's open lines in request order. */
function gainOfRow(
  scratch: CoreScratch,
  slot: number,
  row: number,
  isQuantitySplit: boolean,
): number {
  const { lineResidual, lineNext, pairStart, unionAlive } = scratch;
  const offset = row - scratch.slotRowStart[slot];
  let left = scratch.walkUnits[row];
  let gain = 0;
  for (let line = scratch.slotFirstLine[slot]; line >= 0 && left > 0; line = lineNext[line]) {
    const need = lineResidual[line];
    if (need === 0 || unionAlive[pairStart[line] + offset] === 0) continue;
    const units = unitsOf(need, left, isQuantitySplit);
    gain += units;
    left -= units;
  }
  return gain;
}

/**
 * What a line takes of `left`: a piece where lines may be divided, else all of its need or nothing.
 */
function unitsOf(need: number, left: number, isQuantitySplit: boolean): number {
  if (left >= need) return need;
  return isQuantitySplit ? left : 0;
}

function largestGain(scratch: CoreScratch): number {
  const { ordered, candidateGain } = scratch;
  let best = -1;
  let bestGain = 0;
  for (let i = 0; i < scratch.orderedCount; i++) {
    const gain = candidateGain[ordered[i]];
    if (gain > bestGain) {
      best = ordered[i];
      bestGain = gain;
    }
  }
  return best;
}

function takeFrom(scratch: CoreScratch, candidate: number, isQuantitySplit: boolean): void {
  const { rowNext, rowGain, rowSlot, lineNext, lineResidual, walkUnits } = scratch;
  for (let row = scratch.candidateFirstRow[candidate]; row >= 0; row = rowNext[row]) {
    if (rowGain[row] === 0) continue;
    const slot = rowSlot[row];
    const offset = row - scratch.slotRowStart[slot];
    for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
      const need = lineResidual[line];
      if (need === 0 || scratch.unionAlive[scratch.pairStart[line] + offset] === 0) continue;
      const units = unitsOf(need, walkUnits[row], isQuantitySplit);
      if (units === 0) continue;
      lineResidual[line] = need - units;
      walkUnits[row] -= units;
      roomForTakes(scratch, scratch.takeCount + 1);
      scratch.takeLine[scratch.takeCount] = line;
      scratch.takeRow[scratch.takeCount] = row;
      scratch.takeUnits[scratch.takeCount++] = units;
    }
    updateGains(scratch, slot, isQuantitySplit);
  }
}
