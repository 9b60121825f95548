// Which locations may serve the order at all, before any group is asked, and which pairs of lines
// and rows there are.

import { hasBit } from '../base/bits.js';
import { LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import { EXCLUDED_INTS, type OrderColumns } from '../columns/order.js';
import { ORDER_TYPE, type Program } from '../columns/program.js';
import { countryOf, locationOf } from './resolve.js';
import { roomForExcludedPairs, roomForPairs, type CoreScratch } from './scratch.js';

/**
 * Turns the gathered rows into the pool: locations become candidates, rows of locations that may
 * not serve go. Then lays out the pairs and applies the exclusions of single lines and the express
 * rule.
 */
export function makePool(
  order: OrderColumns,
  program: Program,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  scratch.candidateCount = 0;
  const wanted = wantedFlags(order.orderType);
  const country = program.isInternationalAllowed ? 0 : countryOf(order, locations, scratch.fold);
  scratch.rowCount = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    scratch.slotRowStart[slot] = scratch.rowCount;
    keepPoolRows(order, locations, scratch, wanted, country, slot);
    scratch.slotRowEnd[slot] = scratch.rowCount;
  }
  scratch.isLinked = false;
  layOutPairs(order, scratch);
  excludePairs(order, locations, scratch);
  if (order.isExpress) keepExpress(order, locations, scratch);
}

function keepPoolRows(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  wanted: number,
  country: number,
  slot: number,
): void {
  const { rawLocation, rawUnits, rawLtd, rawAttributes, stamp } = scratch;
  const { rowCandidate, rowUnits, rowLtd, rowAttributes, rowSlot } = scratch;
  const { locationStamp, locationCandidate } = scratch;
  const end = scratch.slotRawEnd[slot];
  let to = scratch.rowCount;
  for (let row = scratch.slotRawStart[slot]; row < end; row++) {
    const location = rawLocation[row];
    // A row of a location that is newer than this table: the next decision sees it.
    if (location >= locations.count) continue;
    if (locationStamp[location] !== stamp) {
      locationStamp[location] = stamp;
      locationCandidate[location] = admit(order, locations, scratch, location, wanted, country);
    }
    const candidate = locationCandidate[location];
    if (candidate < 0) continue;
    rowCandidate[to] = candidate;
    rowUnits[to] = rawUnits[row];
    rowLtd[to] = rawLtd[row];
    rowAttributes[to] = rawAttributes[row];
    rowSlot[to] = slot;
    to++;
  }
  scratch.rowCount = to;
}

/** The flags that a location must have to serve an order type. */
function wantedFlags(orderType: number): number {
  const base = LOCATION_FLAG.present | LOCATION_FLAG.active;
  if (orderType === ORDER_TYPE.delivery) return base | LOCATION_FLAG.deliveryEnabled;
  return base | LOCATION_FLAG.directShip;
}

/** Makes a location a candidate where the order may be served from it; else -1. */
function admit(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  location: number,
  wanted: number,
  country: number,
): number {
  const flags = locations.flags[location];
  if ((flags & wanted) !== wanted || (flags & LOCATION_FLAG.onHold) !== 0) return -1;
  const own = locations.country[location];
  // An unknown country on either side is never foreign.
  if (country !== 0 && own !== 0 && own !== country) return -1;
  if (order.allowedCount > 0 && scratch.allowedStamp[location] !== scratch.stamp) return -1;
  if (scratch.excludedStamp[location] === scratch.stamp) return -1;
  const candidate = scratch.candidateCount++;
  scratch.candidateLocation[candidate] = location;
  scratch.candidateInPool[candidate] = 1;
  scratch.candidateChord[candidate] = chordTo(locations, scratch, location);
  return candidate;
}

function chordTo(locations: LocationTable, scratch: CoreScratch, location: number): number {
  const x = locations.x[location];
  if (!scratch.hasDestination || x !== x) return Infinity;
  const dx = x - scratch.destinationX;
  const dy = locations.y[location] - scratch.destinationY;
  const dz = locations.z[location] - scratch.destinationZ;
  return dx * dx + dy * dy + dz * dz;
}

function layOutPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { lineSlot, pairStart, slotRowStart, slotRowEnd } = scratch;
  let pairs = 0;
  for (let line = 0; line < order.lineCount; line++) {
    pairStart[line] = pairs;
    const slot = lineSlot[line];
    if (slot >= 0) pairs += slotRowEnd[slot] - slotRowStart[slot];
  }
  pairStart[order.lineCount] = pairs;
  roomForPairs(scratch, pairs);
}

function excludePairs(order: OrderColumns, locations: LocationTable, scratch: CoreScratch): void {
  scratch.excludedCount = 0;
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
  markPairs(order, scratch);
  let hasExpress = false;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    if (scratch.candidatePairs[c] > 0 && (flags & LOCATION_FLAG.express) !== 0) hasExpress = true;
  }
  if (!hasExpress) return;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const flags = locations.flags[scratch.candidateLocation[c]];
    if ((flags & LOCATION_FLAG.express) === 0) scratch.candidateInPool[c] = 0;
  }
}

/** Counts the pairs of each candidate that the request does not exclude. */
function markPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { candidatePairs, pairAlive, rowCandidate, pairStart } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidatePairs[c] = 0;
  const pairCount = pairStart[order.lineCount];
  for (let pair = 0; pair < pairCount; pair++) pairAlive[pair] = 1;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[scratch.excludedPairs[i]] = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0) continue;
    const shift = pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (pairAlive[row + shift] === 1) candidatePairs[rowCandidate[row]]++;
    }
  }
}

/** Whether a candidate is a member of a group: the static rules, as bits. */
export function isMember(members: Uint32Array, location: number): boolean {
  return hasBit(members, location);
}
