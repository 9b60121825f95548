// What a split takes: units of a line from a row, in the order of taking.

import { roomForTakes, type CoreScratch } from '../scratch.js';

/** Notes that a line takes units of a row. */
export function noteTake(scratch: CoreScratch, line: number, row: number, units: number): void {
  roomForTakes(scratch, scratch.takeCount + 1);
  const at = scratch.takeCount++;
  scratch.takeLine[at] = line;
  scratch.takeRow[at] = row;
  scratch.takeUnits[at] = units;
}

/** The row of a line at a candidate that has one. */
export function rowAt(scratch: CoreScratch, line: number, candidate: number): number {
  const { rowCandidate, slotRowStart, lineSlot } = scratch;
  let row = slotRowStart[lineSlot[line]];
  while (rowCandidate[row] !== candidate) row++;
  return row;
}
