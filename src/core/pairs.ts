// Which pairs of line and row there are: laid out by line, less what the request excludes, less
// what express shipping does.

import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import { EXCLUDED_INTS, type OrderColumns } from '../columns/order.js';
import { locationOf } from './resolve.js';
import { roomForExcludedPairs, roomForPairs, type CoreScratch } from './scratch.js';

/**
 * Lays out the pairs over the gathered rows and applies the exclusions of single lines and the
 * express rule.
 */
export function layOutPairs(
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
  if (order.excludedCount > 0) excludePairs(order, locations, scratch);
  if (order.isExpress) keepExpress(order, locations, scratch);
}

function excludePairs(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): void {
  for (let i = 0; i < order.excludedCount; i++) {
    const at = i * EXCLUDED_INTS;
    const low = order.excluded[at + 2];
    const high = order.excluded[at + 3];
    if (low === 0 && high === 0) continue;
    const line = lineOfItem(order, low, high);
    const slot = line < 0 ? -1 : scratch.lineSlot[line];
    if (slot < 0) continue;
    const location = locationOf(order, locations, order.excluded[at], order.excluded[at + 1]);
    if (location < 0 || scratch.locationStamp[location] !== scratch.stamp) continue;
    const candidate = scratch.locationCandidate[location];
    if (candidate >= 0) excludePair(scratch, line, slot, candidate);
  }
}

function lineOfItem(order: OrderColumns, low: number, high: number): number {
  for (let line = 0; line < order.lineCount; line++) {
    if (order.itemIdLow[line] === low && order.itemIdHigh[line] === high) return line;
  }
  return -1;
}

function excludePair(scratch: CoreScratch, line: number, slot: number, candidate: number): void {
  const start = scratch.slotRowStart[slot];
  for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
    if (scratch.rowCandidate[row] !== candidate) continue;
    roomForExcludedPairs(scratch, scratch.excludedCount + 1);
    scratch.excludedPairs[scratch.excludedCount++] = scratch.pairStart[line] + row - start;
  }
}

/** Drops the locations that are not express, if one that is has a pair left. */
function keepExpress(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): void {
  markPoolPairs(order, scratch);
  let hasExpress = false;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    if (scratch.candidateSurvives[c] === 1 && (flags & LOCATION_FLAG.express) !== 0)
      hasExpress = true;
  }
  if (!hasExpress) return;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    if ((flags & LOCATION_FLAG.express) === 0) scratch.candidateInPool[c] = 0;
  }
}

/** Marks the candidates that have a pair which the request does not exclude. */
function markPoolPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { candidateSurvives, pairAlive, rowCandidate, pairStart } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateSurvives[c] = 0;
  const pairCount = pairStart[order.lineCount];
  for (let pair = 0; pair < pairCount; pair++) pairAlive[pair] = 1;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[scratch.excludedPairs[i]] = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0) continue;
    const shift = pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (pairAlive[row + shift] === 1) candidateSurvives[rowCandidate[row]] = 1;
    }
  }
}
