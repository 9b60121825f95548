// Which open lines take part in a split: those that the candidates can serve as the action wants,
// line by line and bundle by bundle. Others use up neither stock nor locations.

import type { OrderColumns } from '../../columns/order.js';
import { lineLocationsLeft, UNLIMITED } from '../limits.js';
import type { CoreScratch } from '../scratch.js';
import { countWholeSlots } from './bundles.js';
import { largestSupplies } from './supplies.js';

/** Sets `lineParticipates` for every line; the pairs are united and the bundles found. */
export function chooseParticipants(order: OrderColumns, scratch: CoreScratch): void {
  const { lineParticipates, lineOpen, lineSlot, search } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    lineParticipates[line] = 0;
    if (lineOpen[line] === 0 || lineSlot[line] < 0) continue;
    surveyLine(scratch, line);
    if (isServable(scratch, line)) lineParticipates[line] = 1;
  }
  for (let bundle = 0; bundle < search.bundleCount; bundle++) {
    const first = search.bundleFirst[bundle];
    const participates = isBundleServable(scratch, first) ? 1 : 0;
    for (let line = first; line >= 0; line = search.lineBundleNext[line]) {
      lineParticipates[line] = participates;
    }
  }
}

/** How many locations may still serve a line; limits may be left aside. */
export function roomOf(scratch: CoreScratch, line: number): number {
  return scratch.search.ignoresLimits ? UNLIMITED : lineLocationsLeft(scratch, line);
}

/** Sums up what the pairs of a line offer, each capped by what it needs. */
function surveyLine(scratch: CoreScratch, line: number): void {
  const { rowUnits, unionAlive, slotRowStart, slotRowEnd, search } = scratch;
  const slot = scratch.lineSlot[line];
  const need = scratch.lineNeed[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  let largest = 0;
  let supplies = 0;
  let wholes = 0;
  let sum = 0;
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    if (unionAlive[row + shift] === 0) continue;
    const units = rowUnits[row];
    supplies++;
    if (units >= need) {
      wholes++;
      sum += need;
      largest = need;
    } else {
      sum += units;
      if (units > largest) largest = units;
    }
  }
  search.lineLargest[line] = largest;
  search.lineSupplies[line] = supplies;
  search.lineWholes[line] = wholes;
  search.lineSum[line] = sum;
}

function isServable(scratch: CoreScratch, line: number): boolean {
  const { search } = scratch;
  const need = scratch.lineNeed[line];
  const room = roomOf(scratch, line);
  if (room === 0 || search.lineSupplies[line] === 0) return false;
  if (!search.isQuantitySplit) return search.lineWholes[line] > 0;
  if (!search.isIfFulfilled) return true;
  if (search.lineSum[line] < need) return false;
  return room >= search.lineSupplies[line] || largestSupplies(scratch, line, room) >= need;
}

/** Whether some candidate can take all of a bundle. */
function isBundleServable(scratch: CoreScratch, first: number): boolean {
  const { search, candidateGain } = scratch;
  const { lineBundleNext } = search;
  for (let line = first; line >= 0; line = lineBundleNext[line]) {
    if (scratch.lineSlot[line] < 0 || roomOf(scratch, line) === 0) return false;
  }
  const slotCount = countWholeSlots(scratch, lineBundleNext, search.lineBundle, first);
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateGain[c] === slotCount) return true;
  }
  return false;
}
