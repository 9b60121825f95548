// How the rows of a candidate are found: chained, slot by slot.

import type { CoreScratch } from './scratch.js';

/** Chains the rows of each candidate, once a pool. */
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
