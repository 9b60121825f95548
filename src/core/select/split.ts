// How an order that no single location serves is divided: participants, walk, placement,
// commitment.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import type { AfterActionProgram, GroupProgram } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import { roomForTakes, type CoreScratch } from '../scratch.js';
import { placeLines } from './placement.js';
import { uniteGroups } from './range.js';
import { walkCandidates } from './walk.js';

/**
 * Searches a split for the open lines and commits it: units leave `rowUnits` and count in
 * `lineAssigned`, and a line that is covered in full is closed. With an IF_FULFILLED action only
 * such lines are committed.
 */
export function splitOrder(
  action: AfterActionProgram,
  groups: readonly GroupProgram[],
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  uniteGroups(groups, action.firstGroup, action.lastGroup, order, stock, locations, scratch);
  chooseParticipants(action, order, scratch);
  walkCandidates(order, scratch, action.isQuantitySplit);
  if (action.isQuantitySplit && action.isIfFulfilled) {
    while (dropUnfinished(order, scratch)) walkCandidates(order, scratch, true);
  }
  const placedUnits = placeLines(order, scratch, action.isQuantitySplit);
  if (placedUnits < takenUnits(scratch)) commitWalk(scratch);
  else commitPlacement(scratch);
}

/**
 * Lines that the candidates together cannot cover as the action wants take no part, and use up no
 * stock.
 */
function chooseParticipants(
  action: AfterActionProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { lineParticipates, lineOpen, lineSlot } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    let participates = lineOpen[line] === 1 && lineSlot[line] >= 0;
    if (participates && !action.isQuantitySplit) {
      participates = largestPair(scratch, line) >= scratch.lineNeed[line];
    } else if (participates && action.isIfFulfilled) {
      participates = sumOfPairs(scratch, line) >= scratch.lineNeed[line];
    }
    lineParticipates[line] = participates ? 1 : 0;
  }
}

function largestPair(scratch: CoreScratch, line: number): number {
  const { rowUnits, unionAlive, slotRowStart } = scratch;
  const slot = scratch.lineSlot[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  let largest = 0;
  for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
    if (unionAlive[row + shift] === 1 && rowUnits[row] > largest) largest = rowUnits[row];
  }
  return largest;
}

function sumOfPairs(scratch: CoreScratch, line: number): number {
  const { rowUnits, unionAlive, slotRowStart } = scratch;
  const slot = scratch.lineSlot[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  let sum = 0;
  for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
    if (unionAlive[row + shift] === 1) sum += rowUnits[row];
  }
  return sum;
}

/**
 * Takes the last participant that the walk left unfinished out of it; answers whether there was
 * one.
 */
function dropUnfinished(order: OrderColumns, scratch: CoreScratch): boolean {
  for (let line = order.lineCount - 1; line >= 0; line--) {
    if (scratch.lineParticipates[line] === 1 && scratch.lineResidual[line] > 0) {
      scratch.lineParticipates[line] = 0;
      return true;
    }
  }
  return false;
}

function takenUnits(scratch: CoreScratch): number {
  let units = 0;
  for (let i = 0; i < scratch.takeCount; i++) units += scratch.takeUnits[i];
  return units;
}

function commitWalk(scratch: CoreScratch): void {
  for (let i = 0; i < scratch.takeCount; i++) {
    commit(scratch, scratch.takeLine[i], scratch.takeRow[i], scratch.takeUnits[i]);
  }
}

function commitPlacement(scratch: CoreScratch): void {
  for (let i = 0; i < scratch.placeCount; i++) {
    commit(scratch, scratch.placeLine[i], scratch.placeRow[i], scratch.placeUnits[i]);
  }
}

/**
 * Commits units of a line from a row: they are no longer there for anyone else in this decision.
 */
export function commit(
  scratch: CoreScratch,
  line: number,
  row: number,
  units: number,
): void {
  roomForTakes(scratch, scratch.commitCount + 1);
  const candidate = scratch.rowCandidate[row];
  scratch.commitLine[scratch.commitCount] = line;
  scratch.commitLocation[scratch.commitCount] = scratch.candidateLocation[candidate];
  scratch.commitChord[scratch.commitCount] = scratch.candidateChord[candidate];
  scratch.commitUnits[scratch.commitCount++] = units;
  scratch.rowUnits[row] -= units;
  scratch.lineNeed[line] -= units;
  if (scratch.lineNeed[line] === 0) {
    scratch.lineOpen[line] = 0;
    scratch.openCount--;
  }
}
