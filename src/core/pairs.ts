// Which pairs of line and row there are: laid out by line, less what the request excludes, less
// what it does not want, less what express shipping leaves out.

import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import { EXCLUDED_INTS, type OrderColumns } from '../columns/order.js';
import { candidateAt } from './pool.js';
import { excludePair, markPoolPairs, narrowToRequest } from './request-type.js';
import { lineOfItem, locationOf } from './resolve.js';
import { roomForPairs, type CoreScratch } from './scratch.js';

/**
 * Lays out the pairs over the gathered rows and applies the exclusions of single lines, the type of
 * the request and the express rule. Lines that are not open have no say in the last two.
 */
export function layOutPairs(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  layOutExclusions(order, locations, scratch);
  narrowToRequest(order, scratch);
  if (order.isExpress) keepExpress(order, locations, scratch);
}

/** Lays out the pairs and applies the exclusions of single lines alone. */
export function layOutExclusions(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { lineSlot, pairStart, slotRowStart, slotRowEnd } = scratch;
  let pairs = 0;
  for (let line = 0; line < order.lineCount; line++) {
    pairStart[line] = pairs;
    const slot = lineSlot[line];
    if (slot >= 0) pairs += slotRowEnd[slot] - slotRowStart[slot];
  }
  pairStart[order.lineCount] = pairs;
  roomForPairs(scratch, pairs);
  scratch.excludedCount = 0;
  const { isFuturePass } = scratch;
  const excluded = isFuturePass ? order.futureExcluded : order.excluded;
  const excludedCount = isFuturePass ? order.futureExcludedCount : order.excludedCount;
  if (excludedCount > 0) excludePairs(order, locations, scratch, excluded, excludedCount);
  scratch.namedCount = scratch.excludedCount;
}

function excludePairs(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  excluded: Int32Array,
  excludedCount: number,
): void {
  for (let i = 0; i < excludedCount; i++) {
    const at = i * EXCLUDED_INTS;
    const low = excluded[at + 2];
    const high = excluded[at + 3];
    if (low === 0 && high === 0) continue;
    const line = lineOfItem(order, low, high);
    const slot = line < 0 ? -1 : scratch.lineSlot[line];
    if (slot < 0) continue;
    const location = locationOf(order, locations, excluded[at], excluded[at + 1]);
    if (location < 0) continue;
    const candidate = candidateAt(scratch, location);
    if (candidate >= 0) excludeCandidate(scratch, line, slot, candidate);
  }
}

function excludeCandidate(
  scratch: CoreScratch,
  line: number,
  slot: number,
  candidate: number,
): void {
  const start = scratch.slotRowStart[slot];
  for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
    if (scratch.rowCandidate[row] === candidate) {
      excludePair(scratch, scratch.pairStart[line] + row - start);
    }
  }
}

/** Drops the locations that are not express, if one that is has a pair left. */
function keepExpress(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): void {
  markPoolPairs(order, scratch);
  let hasExpress = false;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    const isInPool = scratch.candidateInPool[c] === 1 && scratch.candidateSurvives[c] === 1;
    if (isInPool && (flags & LOCATION_FLAG.express) !== 0) hasExpress = true;
  }
  if (!hasExpress) return;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    if ((flags & LOCATION_FLAG.express) === 0) scratch.candidateInPool[c] = 0;
  }
}
