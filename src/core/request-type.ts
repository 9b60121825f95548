// Which stock counts for the request: all of the order, all of a line, or any of it. Judged once,
// on the stock at the start and the needs of open lines (reading 9).

import { INVENTORY_REQUEST, REQUEST_KIND, type OrderColumns } from '../columns/order.js';
import { roomForExcludedPairs, type CoreScratch } from './scratch.js';

/** Whether the request may not want all of the stock that there is. */
export function isNarrow({ kind, inventoryRequestType }: OrderColumns): boolean {
  // A list of candidates says of each location what it covers.
  if (inventoryRequestType === INVENTORY_REQUEST.allStores) return kind === REQUEST_KIND.routing;
  return inventoryRequestType !== INVENTORY_REQUEST.any;
}

/** Takes out of the pool what the type of the request does not want. */
export function narrowToRequest(order: OrderColumns, scratch: CoreScratch): void {
  if (!isNarrow(order)) return;
  if (order.inventoryRequestType === INVENTORY_REQUEST.all) keepWholeOrders(order, scratch);
  else keepWholeLines(order, scratch);
}

/** Takes the candidates out of the pool that do not cover all open lines together. */
function keepWholeOrders(order: OrderColumns, scratch: CoreScratch): void {
  markPoolPairs(order, scratch);
  const wanted = countCovered(order, scratch, scratch.pairAlive);
  const { candidateCovers } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateCovers[c] === wanted) continue;
    scratch.candidateInPool[c] = 0;
    scratch.candidateIsNarrowed[c] = 1;
  }
}

/**
 * Counts in `candidateCovers` the slots whose open lines a candidate covers together through pairs
 * that are alive. Answers how many it must cover; -1, which none does, where the product of an open
 * line is unknown.
 */
export function countCovered(order: OrderColumns, scratch: CoreScratch, alive: Uint8Array): number {
  const { candidateCovers, lineOpen, lineSlot, rowCandidate, rowUnits } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateCovers[c] = 0;
  let wanted = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const need = openNeed(scratch, slot);
    if (need === 0) continue;
    wanted++;
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (rowUnits[row] < need || !isAliveForAll(scratch, slot, row, alive)) continue;
      candidateCovers[rowCandidate[row]]++;
    }
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (lineOpen[line] === 1 && lineSlot[line] < 0) return -1;
  }
  return wanted;
}

function openNeed(scratch: CoreScratch, slot: number): number {
  const { lineOpen, lineNeed, lineNext } = scratch;
  let need = 0;
  for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
    if (lineOpen[line] === 1) need += lineNeed[line];
  }
  return need;
}

/** Whether the pairs of all open lines of a slot with a row are alive. */
function isAliveForAll(
  scratch: CoreScratch,
  slot: number,
  row: number,
  alive: Uint8Array,
): boolean {
  const { lineOpen, lineNext, pairStart } = scratch;
  const offset = row - scratch.slotRowStart[slot];
  for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
    if (lineOpen[line] === 1 && alive[pairStart[line] + offset] === 0) return false;
  }
  return true;
}

/** Excludes the pairs whose row does not cover their line alone. */
function keepWholeLines(order: OrderColumns, scratch: CoreScratch): void {
  const { lineOpen, lineSlot, lineNeed, pairStart, slotRowStart, slotRowEnd } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = lineSlot[line];
    if (slot < 0 || lineOpen[line] === 0) continue;
    const shift = pairStart[line] - slotRowStart[slot];
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      if (scratch.rowUnits[row] < lineNeed[line]) excludePair(scratch, row + shift);
    }
  }
}

/** Excludes a pair for the rest of the decision on the stock at hand. */
export function excludePair(scratch: CoreScratch, pair: number): void {
  roomForExcludedPairs(scratch, scratch.excludedCount + 1);
  scratch.excludedPairs[scratch.excludedCount++] = pair;
}

/**
 * Marks in `pairAlive` the pairs that are not excluded, and the candidates that have one of an open
 * line.
 */
export function markPoolPairs(order: OrderColumns, scratch: CoreScratch): void {
  const { candidateSurvives, pairAlive, rowCandidate, pairStart } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateSurvives[c] = 0;
  const pairCount = pairStart[order.lineCount];
  for (let pair = 0; pair < pairCount; pair++) pairAlive[pair] = 1;
  for (let i = 0; i < scratch.excludedCount; i++) pairAlive[scratch.excludedPairs[i]] = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0 || scratch.lineOpen[line] === 0) continue;
    const shift = pairStart[line] - scratch.slotRowStart[slot];
    for (let row = scratch.slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      if (pairAlive[row + shift] === 1) candidateSurvives[rowCandidate[row]] = 1;
    }
  }
}
