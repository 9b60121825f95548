// How much of the open lines each candidate of the group at hand has: lines that it covers, and
// units.

import type { CoreScratch } from '../scratch.js';
import { roomForUnits } from './scratch.js';

/**
 * Fills `candidateCoveredLines` and `candidateUnits`. Lines of one product use up its stock in
 * request order, and one that gets less than it needs still takes what there is.
 */
export function measureCoverage(scratch: CoreScratch): void {
  const { score, slotFirstLine, slotLastLine, lineNext } = scratch;
  const { candidateCoveredLines, candidateUnits } = score;
  for (let c = 0; c < scratch.candidateCount; c++) {
    candidateCoveredLines[c] = 0;
    candidateUnits[c] = 0;
  }
  roomForUnits(score, scratch.rowUnits.length);
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const first = slotFirstLine[slot];
    if (first === slotLastLine[slot]) {
      coverAlone(scratch, slot, first);
      continue;
    }
    copyUnits(scratch, slot);
    for (let line = first; line >= 0; line = lineNext[line]) coverNext(scratch, slot, line);
  }
}

function coverAlone(scratch: CoreScratch, slot: number, line: number): void {
  if (scratch.lineOpen[line] === 0) return;
  const { rowUnits, rowCandidate, pairAlive, slotRowStart } = scratch;
  const { candidateCoveredLines, candidateUnits } = scratch.score;
  const need = scratch.lineNeed[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
    if (pairAlive[row + shift] === 0) continue;
    const candidate = rowCandidate[row];
    if (rowUnits[row] >= need) {
      candidateCoveredLines[candidate]++;
      candidateUnits[candidate] += need;
    } else candidateUnits[candidate] += rowUnits[row];
  }
}

function copyUnits(scratch: CoreScratch, slot: number): void {
  const { rowUnits, slotRowStart } = scratch;
  const { unitsLeft } = scratch.score;
  for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
    unitsLeft[row] = rowUnits[row];
  }
}

/** The next line of a product that has several. */
function coverNext(scratch: CoreScratch, slot: number, line: number): void {
  if (scratch.lineOpen[line] === 0) return;
  const { rowCandidate, pairAlive, slotRowStart } = scratch;
  const { candidateCoveredLines, candidateUnits, unitsLeft } = scratch.score;
  const need = scratch.lineNeed[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
    if (pairAlive[row + shift] === 0) continue;
    const candidate = rowCandidate[row];
    if (unitsLeft[row] >= need) {
      candidateCoveredLines[candidate]++;
      candidateUnits[candidate] += need;
      unitsLeft[row] -= need;
    } else {
      candidateUnits[candidate] += unitsLeft[row];
      unitsLeft[row] = 0;
    }
  }
}
