// Which single location serves everything that is open, if one does.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import type { CostProgram, GroupProgram } from '../../columns/program.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import { isUsed, mayServeOpenLines, newLocationsLeft } from '../limits.js';
import type { CoreScratch } from '../scratch.js';
import { makeSortKeys } from '../sort/keys.js';
import { comesBefore } from '../sort/survivors.js';
import { roomForCosts } from './cost/scratch.js';
import { noteUnitCost, openCosts } from './cost/unit-costs.js';

const { candidateAlive, candidateCovers } = CANDIDATE_COLUMNS;

/**
 * The first candidate, in the order of the group that was evaluated last, that covers every open
 * line within the limits; or -1. With `cost` the cheapest comes first. The best is found in one
 * pass: nothing is sorted.
 */
export function findFullOrder(
  group: GroupProgram,
  cost: CostProgram | null,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): number {
  const { candidateCount, openCount, search } = scratch;
  if (!mayServeOpenLines(order, scratch)) return -1;
  const isFullyBooked = newLocationsLeft(scratch) === 0;
  if (cost !== null) openCosts(cost, scratch);
  let best = -1;
  for (let c = 0; c < candidateCount; c++) {
    if (candidateCovers[c] !== openCount || candidateAlive[c] === 0) continue;
    if (isFullyBooked && !isUsed(scratch, c)) continue;
    if (scratch.hasSharedSlots && !coversTogether(scratch, c)) continue;
    if (cost !== null) noteUnitCost(cost, scratch, c);
    const { candidateUnit } = search.cost;
    if (best < 0) {
      best = c;
      makeSortKeys(group, order, locations, scratch);
    } else if (cost !== null && candidateUnit[c] !== candidateUnit[best]) {
      if (candidateUnit[c] < candidateUnit[best]) best = c;
    } else if (comesBefore(c, best, group, locations, scratch)) {
      best = c;
    }
  }
  return best;
}

/**
 * Marks in `candidateIsFull` the candidates that cover every open line in the group that was
 * evaluated last, whatever the limits.
 */
export function markFullOrders(scratch: CoreScratch): void {
  const { openCount, candidateCount } = scratch;
  const { cost } = scratch.search;
  roomForCosts(cost, candidateCount);
  for (let c = 0; c < candidateCount; c++) {
    const coversEach = candidateCovers[c] === openCount && candidateAlive[c] === 1;
    const isFull = coversEach && (!scratch.hasSharedSlots || coversTogether(scratch, c));
    cost.candidateIsFull[c] = isFull ? 1 : 0;
  }
}

/** Whether a candidate that covers each line alone covers the lines of one product together. */
function coversTogether(scratch: CoreScratch, candidate: number): boolean {
  const { rowCandidate, rowUnits, slotRowStart, slotRowEnd, lineOpen, lineNext } = scratch;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    if (scratch.slotFirstLine[slot] === scratch.slotLastLine[slot]) continue;
    let need = 0;
    for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
      if (lineOpen[line] === 1) need += scratch.lineNeed[line];
    }
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      if (rowCandidate[row] === candidate && rowUnits[row] < need) return false;
    }
  }
  return true;
}
