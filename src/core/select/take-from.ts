// What one location takes of the lines that still need something: in request order, whole where
// lines are not divided, else what there is.

import type { OrderColumns } from '../../columns/order.js';
import type { CoreScratch } from '../scratch.js';
import { roomOf } from './participants.js';
import { noteTake } from './takes.js';

/**
 * Lets a candidate take what it can; with `isWholeOnly` whole lines and bundles only. Sets
 * `isLimitHit` where a line may not have another location that has something for it.
 */
export function takeFrom(
  order: OrderColumns,
  scratch: CoreScratch,
  candidate: number,
  isWholeOnly: boolean,
): void {
  const { search, lineResidual, lineSlot } = scratch;
  const { lineBundle, bundleFirst } = search;
  const takesWhole = isWholeOnly || !search.isQuantitySplit;
  markRows(scratch, candidate);
  for (let line = 0; line < order.lineCount; line++) {
    if (lineResidual[line] === 0) continue;
    const row = search.slotRow[lineSlot[line]];
    if (row < 0 || !isPaired(scratch, line, row)) continue;
    const bundle = lineBundle[line];
    if (bundle >= 0) {
      if (bundleFirst[bundle] === line) takeBundle(scratch, line);
      continue;
    }
    takeLine(scratch, line, row, takesWhole);
  }
  clearRows(scratch, candidate);
}

/** Takes back all but the first `count` takes. */
export function takeBack(scratch: CoreScratch, count: number): void {
  const { takeLine, takeRow, takeUnits, walkUnits, lineResidual, search } = scratch;
  while (scratch.takeCount > count) {
    const at = --scratch.takeCount;
    walkUnits[takeRow[at]] += takeUnits[at];
    lineResidual[takeLine[at]] += takeUnits[at];
    search.lineTakes[takeLine[at]]--;
  }
}

/** Notes the rows of a candidate by slot. */
function markRows(scratch: CoreScratch, candidate: number): void {
  const { candidateFirstRow, rowNext, rowSlot, search } = scratch;
  for (let row = candidateFirstRow[candidate]; row >= 0; row = rowNext[row]) {
    search.slotRow[rowSlot[row]] = row;
  }
}

function clearRows(scratch: CoreScratch, candidate: number): void {
  const { candidateFirstRow, rowNext, rowSlot, search } = scratch;
  for (let row = candidateFirstRow[candidate]; row >= 0; row = rowNext[row]) {
    search.slotRow[rowSlot[row]] = -1;
  }
}

function isPaired(scratch: CoreScratch, line: number, row: number): boolean {
  const { unionAlive, pairStart, slotRowStart, lineSlot } = scratch;
  return unionAlive[pairStart[line] + row - slotRowStart[lineSlot[line]]] === 1;
}

function takeLine(scratch: CoreScratch, line: number, row: number, takesWhole: boolean): void {
  const { walkUnits, lineResidual, lineNeed } = scratch;
  const missing = lineResidual[line];
  const left = walkUnits[row];
  if (left === 0 || (takesWhole && (left < missing || missing < lineNeed[line]))) return;
  if (!hasRoom(scratch, line)) {
    scratch.isLimitHit = true;
    return;
  }
  takeUnits(scratch, line, row, left < missing ? left : missing);
}

/** A bundle is taken with all of its lines or not at all. */
function takeBundle(scratch: CoreScratch, first: number): void {
  const { search, walkUnits, lineNeed, lineSlot, takeCount } = scratch;
  let isAllowed = true;
  for (let line = first; line >= 0; line = search.lineBundleNext[line]) {
    const row = search.slotRow[lineSlot[line]];
    if (row < 0 || !isPaired(scratch, line, row) || walkUnits[row] < lineNeed[line]) {
      takeBack(scratch, takeCount);
      return;
    }
    if (!hasRoom(scratch, line)) isAllowed = false;
    takeUnits(scratch, line, row, lineNeed[line]);
  }
  if (isAllowed) return;
  takeBack(scratch, takeCount);
  scratch.isLimitHit = true;
}

/** Whether the limit lets another location serve a line. */
function hasRoom(scratch: CoreScratch, line: number): boolean {
  return roomOf(scratch, line) > scratch.search.lineTakes[line];
}

function takeUnits(scratch: CoreScratch, line: number, row: number, units: number): void {
  noteTake(scratch, line, row, units);
  scratch.walkUnits[row] -= units;
  scratch.lineResidual[line] -= units;
  scratch.search.lineTakes[line]++;
}
