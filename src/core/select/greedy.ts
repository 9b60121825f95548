// Splits in the order of a strategy: one location that covers everything, else a walk over all,
// each of which takes what it can. Locations that a limit keeps out are passed over.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { isUsed, mayServeOpenLines, newLocationsLeft } from '../limits.js';
import { linkRows } from '../link-rows.js';
import type { CoreScratch } from '../scratch.js';
import { chooseParticipants } from './participants.js';
import { orderByStrategy } from './strategy-order.js';
import { takeBack, takeFrom } from './take-from.js';

/** Walks the split; what it takes is in `takeLine`, `takeRow` and `takeUnits`, in that order. */
export function walkByStrategy(
  strategy: number,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search } = scratch;
  linkRows(scratch);
  search.ignoresLimits = true;
  chooseParticipants(order, scratch);
  startWalk(order, scratch);
  orderByStrategy(strategy, order, locations, scratch);
  search.ignoresLimits = false;
  const single = findSingle(order, scratch);
  if (single >= 0) {
    takeFrom(order, scratch, single, false);
  } else {
    walk(order, scratch);
    redoInFull(order, scratch);
  }
  // Nothing else is tried. What other plans might serve is judged within the limits.
  search.isProven = true;
  search.leastLocations = 0;
  chooseParticipants(order, scratch);
}

/** Walks again without lines that are unfinished, where lines are served in full or not at all. */
function redoInFull(order: OrderColumns, scratch: CoreScratch): void {
  const { search } = scratch;
  if (!search.isQuantitySplit || !search.isIfFulfilled) return;
  while (dropUnfinished(order, scratch)) {
    startWalk(order, scratch);
    walk(order, scratch);
  }
}

/** Nothing is taken yet, and the participants need all that they need. */
function startWalk(order: OrderColumns, scratch: CoreScratch): void {
  const { walkUnits, rowUnits, lineResidual, lineNeed, lineParticipates, search } = scratch;
  scratch.takeCount = 0;
  search.newCount = 0;
  search.newLimit = newLocationsLeft(scratch);
  for (let row = 0; row < scratch.rowCount; row++) walkUnits[row] = rowUnits[row];
  for (let c = 0; c < scratch.candidateCount; c++) scratch.candidateIsTaken[c] = 0;
  for (let line = 0; line < order.lineCount; line++) {
    lineResidual[line] = lineParticipates[line] === 1 ? lineNeed[line] : 0;
    search.lineTakes[line] = 0;
  }
}

/** The first location within the limits that covers every open line, or -1. */
function findSingle(order: OrderColumns, scratch: CoreScratch): number {
  const { search, ordered } = scratch;
  if (!mayServeOpenLines(order, scratch)) return -1;
  let need = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (scratch.lineOpen[line] === 1) need += scratch.lineNeed[line];
  }
  for (let i = 0; i < scratch.orderedCount; i++) {
    const candidate = ordered[i];
    if (search.candidateUnits[candidate] !== need) continue;
    if (search.newLimit > 0 || isUsed(scratch, candidate)) return candidate;
  }
  return -1;
}

/** Where lines should stay whole, a first walk takes whole lines only. */
function walk(order: OrderColumns, scratch: CoreScratch): void {
  if (scratch.search.isAtomic) walkOnce(order, scratch, true);
  walkOnce(order, scratch, false);
}

function walkOnce(order: OrderColumns, scratch: CoreScratch, isWholeOnly: boolean): void {
  const { search, ordered, candidateIsTaken } = scratch;
  let left = unitsLeft(order, scratch);
  for (let i = 0; i < scratch.orderedCount && left > 0; i++) {
    const candidate = ordered[i];
    const { takeCount } = scratch;
    takeFrom(order, scratch, candidate, isWholeOnly);
    if (scratch.takeCount === takeCount) continue;
    left = unitsLeft(order, scratch);
    if (candidateIsTaken[candidate] === 1) continue;
    if (isUsed(scratch, candidate)) {
      candidateIsTaken[candidate] = 1;
    } else if (search.newCount < search.newLimit) {
      search.newCount++;
      candidateIsTaken[candidate] = 1;
    } else {
      takeBack(scratch, takeCount);
      left = unitsLeft(order, scratch);
      scratch.isLimitHit = true;
    }
  }
}

/** Units that participants have yet to find. */
function unitsLeft(order: OrderColumns, { lineResidual }: CoreScratch): number {
  let units = 0;
  for (let line = 0; line < order.lineCount; line++) units += lineResidual[line];
  return units;
}

/**
 * Takes the last participant that the walk left unfinished out of it, with its bundle; answers
 * whether the walk is to be done again. Without one that got nothing it would be the same: then the
 * next one leaves at once.
 */
function dropUnfinished(order: OrderColumns, scratch: CoreScratch): boolean {
  const { lineParticipates, lineResidual, lineNeed, search } = scratch;
  for (let line = order.lineCount - 1; line >= 0; line--) {
    if (lineParticipates[line] === 0 || lineResidual[line] === 0) continue;
    lineParticipates[line] = 0;
    const bundle = search.lineBundle[line];
    const first = bundle < 0 ? -1 : search.bundleFirst[bundle];
    for (let tied = first; tied >= 0; tied = search.lineBundleNext[tied]) {
      lineParticipates[tied] = 0;
    }
    if (lineResidual[line] < lineNeed[line]) return true;
  }
  return false;
}
