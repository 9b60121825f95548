// What it means that units of a line are assigned to a location: they are no longer there for
// anyone else in this decision, and the location counts as used.

import { roomForCommit } from './fulfillment/scratch.js';
import { roomForTakes, type CoreScratch } from './scratch.js';

/** Commits units of a line from a row. */
export function commit(scratch: CoreScratch, line: number, row: number, units: number): void {
  const candidate = scratch.rowCandidate[row];
  const location = scratch.candidateLocation[candidate];
  noteCommit(scratch, line, location, row, units);
  const at = scratch.commitCount - 1;
  scratch.commitChord[at] = scratch.candidateChord[candidate];
  const { commitGroup, candidateGroup } = scratch.fulfillment;
  commitGroup[at] = candidateGroup[candidate];
  scratch.rowUnits[row] -= units;
}

/**
 * Notes units of a line that a location serves, which need not be a candidate: `row` is -1 then.
 * The chord is left to the caller: a double that is passed may be garbage on the heap.
 */
export function noteCommit(
  scratch: CoreScratch,
  line: number,
  location: number,
  row: number,
  units: number,
): void {
  roomForTakes(scratch, scratch.commitCount + 1);
  const at = scratch.commitCount++;
  roomForCommit(scratch.fulfillment, at);
  scratch.fulfillment.commitGroup[at] = 0;
  scratch.commitLine[at] = line;
  scratch.commitLocation[at] = location;
  scratch.commitRow[at] = row;
  scratch.commitUnits[at] = units;
  if (scratch.usedStamp[location] !== scratch.stamp) {
    scratch.usedStamp[location] = scratch.stamp;
    scratch.usedCount++;
  }
  // What a line gets from one location in several pieces is committed in a row.
  const isSame = at > 0 && scratch.commitLine[at - 1] === line;
  if (!isSame || scratch.commitLocation[at - 1] !== location) scratch.lineLocationCount[line]++;
  scratch.lineNeed[line] -= units;
  if (scratch.lineNeed[line] === 0) {
    scratch.lineOpen[line] = 0;
    scratch.openCount--;
  }
}
