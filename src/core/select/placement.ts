// Which location of the best set serves each line: in request order whole at the first that can
// take it, else in pieces, each location in candidate order as much as it can, such that the set
// still gives all that it can give.

import type { OrderColumns } from '../../columns/order.js';
import type { CoreScratch } from '../scratch.js';
import { countWholeSlots } from './bundles.js';
import { placePacked } from './packed-placement.js';
import { roomOf } from './participants.js';
import { DEMAND } from './scratch.js';
import { clearLargest, keepLargest, sumOfLargest } from './supplies.js';
import { noteTake, rowAt } from './takes.js';

/**
 * Places the demands on the taken choices. Fills `placeLine`, `placeRow` and `placeUnits`, the
 * lines in request order.
 */
export function placeDemands(order: OrderColumns, scratch: CoreScratch): void {
  const { search } = scratch;
  const { chosen } = search;
  listChosen(scratch);
  scratch.takeCount = 0;
  for (let j = 0; j < search.chosenCount; j++) search.candidatePlace[chosen[j]] = j;
  for (let demand = 0; demand < search.demandCount; demand++) {
    if (search.demandKind[demand] === DEMAND.packed) continue;
    const first = search.demandFirstLine[demand];
    if (search.lineDemandNext[first] >= 0) placeBundle(scratch, first);
    else placeLine(scratch, first);
  }
  for (let j = 0; j < search.chosenCount; j++) search.candidatePlace[chosen[j]] = -1;
  if (search.exactCount > 0) {
    for (let demand = 0; demand < search.demandCount; demand++) {
      if (search.demandKind[demand] === DEMAND.packed) placePacked(scratch, demand);
    }
  }
  sortTakes(order, scratch);
}

/** Lists the candidates of what is taken, in candidate order. */
function listChosen(scratch: CoreScratch): void {
  const { search } = scratch;
  const { chosen } = search;
  const { taken, takenCount, choiceCandidate } = search;
  for (let i = 0; i < takenCount; i++) {
    let at = i;
    for (; at > 0 && chosen[at - 1] > taken[i]; at--) chosen[at] = chosen[at - 1];
    chosen[at] = taken[i];
  }
  for (let i = 0; i < takenCount; i++) chosen[i] = choiceCandidate[chosen[i]];
  search.chosenCount = takenCount;
}

/** A line that shares nothing with others. */
function placeLine(scratch: CoreScratch, line: number): void {
  const { search, rowUnits } = scratch;
  const { placeRows, chosenCount } = search;
  findRows(scratch, line);
  const need = scratch.lineNeed[line];
  for (let j = 0; j < chosenCount; j++) {
    if (placeRows[j] < 0 || rowUnits[placeRows[j]] < need) continue;
    noteTake(scratch, line, placeRows[j], need);
    return;
  }
  if (!search.isQuantitySplit) return;
  let room = roomOf(scratch, line);
  let left = Math.min(need, unitsFrom(scratch, 0, room));
  if (search.isIfFulfilled && left < need) return;
  for (let j = 0; j < chosenCount && left > 0; j++) {
    if (placeRows[j] < 0) continue;
    const units = Math.min(left, rowUnits[placeRows[j]]);
    // Where only so many may serve the line, a place that has too little is passed over.
    if (units + unitsFrom(scratch, j + 1, room - 1) < left) continue;
    noteTake(scratch, line, placeRows[j], units);
    left -= units;
    room--;
  }
}

/** Fills `placeRows` with the rows of a line at the chosen locations, -1 where there is none. */
function findRows(scratch: CoreScratch, line: number): void {
  const { search, rowCandidate, slotRowStart, slotRowEnd, lineSlot } = scratch;
  const { placeRows, candidatePlace } = search;
  for (let j = 0; j < search.chosenCount; j++) placeRows[j] = -1;
  const slot = lineSlot[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    const place = candidatePlace[rowCandidate[row]];
    if (place >= 0 && scratch.unionAlive[row + shift] === 1) placeRows[place] = row;
  }
}

/** What the rows from place `j` on can give, at most `count` of them. */
function unitsFrom(scratch: CoreScratch, j: number, count: number): number {
  const { search, rowUnits } = scratch;
  const { placeRows, chosenCount } = search;
  if (count >= chosenCount - j) {
    let units = 0;
    for (let at = j; at < chosenCount; at++) {
      if (placeRows[at] >= 0) units += rowUnits[placeRows[at]];
    }
    return units;
  }
  clearLargest(search);
  for (let at = j; at < chosenCount; at++) {
    if (placeRows[at] >= 0) keepLargest(search, count, rowUnits[placeRows[at]]);
  }
  return sumOfLargest(search);
}

/** A bundle that shares nothing with other lines: whole at the first that can take it. */
function placeBundle(scratch: CoreScratch, first: number): void {
  const { search, candidateGain } = scratch;
  const { lineDemandNext, chosen } = search;
  const slotCount = countWholeSlots(scratch, lineDemandNext, search.lineDemand, first);
  for (let j = 0; j < search.chosenCount; j++) {
    if (candidateGain[chosen[j]] !== slotCount) continue;
    for (let line = first; line >= 0; line = lineDemandNext[line]) {
      noteTake(scratch, line, rowAt(scratch, line, chosen[j]), scratch.lineNeed[line]);
    }
    return;
  }
}

/** Sorts what is taken by line; what a line takes keeps its order. A counting sort. */
export function sortTakes(order: OrderColumns, scratch: CoreScratch): void {
  const { marks: next, takeCount, takeLine, placeLine, placeRow, placeUnits } = scratch;
  for (let line = 0; line <= order.lineCount; line++) next[line] = 0;
  for (let i = 0; i < takeCount; i++) next[takeLine[i] + 1]++;
  for (let line = 0; line < order.lineCount; line++) next[line + 1] += next[line];
  for (let i = 0; i < takeCount; i++) {
    const at = next[takeLine[i]]++;
    placeLine[at] = takeLine[i];
    placeRow[at] = scratch.takeRow[i];
    placeUnits[at] = scratch.takeUnits[i];
  }
  scratch.placeCount = takeCount;
}
