// Which location of a chosen set serves each line: whole at the first that can take it, else in
// pieces. The walk says which locations; this says who gets what, in request order, so that lines
// stay together where they can.

import type { OrderColumns } from '../../columns/order.js';
import { roomForTakes, type CoreScratch } from '../scratch.js';

/**
 * Places the lines that the walk served on the locations that it took, in candidate order. Answers
 * the units placed; fills `placeLine`, `placeRow` and `placeUnits`.
 */
export function placeLines(
  order: OrderColumns,
  scratch: CoreScratch,
  isQuantitySplit: boolean,
): number {
  const { walkUnits, rowUnits, lineResidual } = scratch;
  scratch.placeCount = 0;
  for (let row = 0; row < scratch.rowCount; row++) walkUnits[row] = rowUnits[row];
  gatherChosenRows(scratch);
  let placedUnits = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const isServed =
      scratch.lineParticipates[line] === 1 && lineResidual[line] < scratch.lineNeed[line];
    if (isServed) placedUnits += placeLine(scratch, line, scratch.lineNeed[line], isQuantitySplit);
  }
  return placedUnits;
}

/**
 * Lists, by slot, the rows of the taken locations in candidate order: slot s in [start[s], start[s
 * + 1]).
 */
function gatherChosenRows(scratch: CoreScratch): void {
  const { slotChosenStart, chosenRows, rowNext, rowSlot, ordered, candidateIsTaken } = scratch;
  const slotCount = scratch.slotCount;
  for (let slot = 0; slot <= slotCount; slot++) slotChosenStart[slot] = 0;
  for (let i = 0; i < scratch.orderedCount; i++) {
    if (candidateIsTaken[ordered[i]] === 0) continue;
    for (let row = scratch.candidateFirstRow[ordered[i]]; row >= 0; row = rowNext[row]) {
      slotChosenStart[rowSlot[row]]++;
    }
  }
  for (let slot = 1; slot <= slotCount; slot++) slotChosenStart[slot] += slotChosenStart[slot - 1];
  // Each start is now the end of its slot; filled from behind, it moves down to where the slot
  // begins.
  for (let i = scratch.orderedCount - 1; i >= 0; i--) {
    if (candidateIsTaken[ordered[i]] === 0) continue;
    for (let row = scratch.candidateFirstRow[ordered[i]]; row >= 0; row = rowNext[row]) {
      chosenRows[--slotChosenStart[rowSlot[row]]] = row;
    }
  }
}

function placeLine(
  scratch: CoreScratch,
  line: number,
  need: number,
  isQuantitySplit: boolean,
): number {
  const { slotChosenStart, chosenRows, walkUnits } = scratch;
  const slot = scratch.lineSlot[line];
  const from = slotChosenStart[slot];
  const end = slotChosenStart[slot + 1];
  for (let i = from; i < end; i++) {
    if (walkUnits[chosenRows[i]] < need || !isPaired(scratch, line, slot, chosenRows[i])) continue;
    place(scratch, line, chosenRows[i], need);
    return need;
  }
  if (!isQuantitySplit) return 0;
  let left = need;
  for (let i = from; i < end && left > 0; i++) {
    const units = Math.min(left, walkUnits[chosenRows[i]]);
    if (units === 0 || !isPaired(scratch, line, slot, chosenRows[i])) continue;
    place(scratch, line, chosenRows[i], units);
    left -= units;
  }
  return need - left;
}

function isPaired(scratch: CoreScratch, line: number, slot: number, row: number): boolean {
  return scratch.unionAlive[scratch.pairStart[line] + row - scratch.slotRowStart[slot]] === 1;
}

function place(scratch: CoreScratch, line: number, row: number, units: number): void {
  roomForTakes(scratch, scratch.placeCount + 1);
  scratch.walkUnits[row] -= units;
  scratch.placeLine[scratch.placeCount] = line;
  scratch.placeRow[scratch.placeCount] = row;
  scratch.placeUnits[scratch.placeCount++] = units;
}
