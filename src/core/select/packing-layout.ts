// Lays out a packing: the lines of one demand over places, with the stock that their slots have
// there.

import type { CoreScratch } from '../scratch.js';
import { isFirstOfSlot } from './bundles.js';
import { roomForPlaces } from './cost/scratch.js';
import { roomOf } from './participants.js';
import { PACK_STATE, roomForPacking, type SearchScratch } from './scratch.js';

/** Makes all candidates the places of a packing. */
export function listAllPlaces(scratch: CoreScratch, demand: number): void {
  const { search, ordered, orderedCount } = scratch;
  roomForPacking(search, lineCountOf(search, demand), orderedCount);
  search.packPlaceCount = orderedCount;
  for (let i = 0; i < orderedCount; i++) search.packPlace[i] = ordered[i];
}

/** Makes the taken choices the places of a packing, in candidate order. */
export function listTakenPlaces(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { taken, takenCount, packPlace, choiceCandidate } = search;
  roomForPacking(search, lineCountOf(search, demand), takenCount);
  // Choices first, to sort them, then their candidates.
  for (let i = 0; i < takenCount; i++) {
    let at = i;
    for (; at > 0 && search.packPlace[at - 1] > taken[i]; at--) {
      search.packPlace[at] = search.packPlace[at - 1];
    }
    search.packPlace[at] = taken[i];
  }
  search.packPlaceCount = takenCount;
  for (let i = 0; i < takenCount; i++) search.packPlace[i] = choiceCandidate[packPlace[i]];
}

/** Lays out the lines of a demand over the places; nothing is decided yet. */
export function layOutPacking(scratch: CoreScratch, demand: number): void {
  const { search, lineSlot } = scratch;
  const { lineDemandNext, demandFirstLine, packPlaceCount, packPlace, candidatePlace } = search;
  const first = demandFirstLine[demand];
  search.packLineCount = 0;
  search.packSlotCount = 0;
  search.packBaseUnits = 0;
  search.packBaseAtomics = 0;
  search.cost.packBase = 0;
  if (search.cost.isCounted) noteUnitCosts(search);
  for (let j = 0; j < packPlaceCount; j++) candidatePlace[packPlace[j]] = j;
  for (let line = first; line >= 0; line = lineDemandNext[line]) {
    if (isFirstOfSlot(scratch, search.lineDemand, line)) layOutSlot(scratch, lineSlot[line]);
    layOutLine(scratch, line);
  }
  for (let j = 0; j < packPlaceCount; j++) candidatePlace[packPlace[j]] = -1;
  tieBundles(search);
}

function noteUnitCosts({ cost, packPlace, packPlaceCount }: SearchScratch): void {
  roomForPlaces(cost, packPlaceCount);
  for (let j = 0; j < packPlaceCount; j++) cost.packUnit[j] = cost.candidateUnit[packPlace[j]];
}

/** Chains the lines of each bundle. */
function tieBundles(search: SearchScratch): void {
  const { packLine, packTied, lineBundle } = search;
  for (let a = 0; a < search.packLineCount; a++) {
    packTied[a] = -1;
    const bundle = lineBundle[packLine[a]];
    if (bundle < 0) continue;
    let before = a - 1;
    while (before >= 0 && lineBundle[packLine[before]] !== bundle) before--;
    if (before >= 0) packTied[before] = a;
  }
}

function layOutSlot(scratch: CoreScratch, slot: number): void {
  const { search, rowCandidate, rowUnits, slotRowStart, slotRowEnd } = scratch;
  const { packPlaceCount, packLeft, candidatePlace } = search;
  const number = search.packSlotCount++;
  search.packSlotId[number] = slot;
  const start = number * packPlaceCount;
  for (let j = 0; j < packPlaceCount; j++) packLeft[start + j] = 0;
  let left = 0;
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    const place = candidatePlace[rowCandidate[row]];
    if (place < 0) continue;
    packLeft[start + place] = rowUnits[row];
    left += rowUnits[row];
  }
  search.packSlotLeft[number] = left;
}

function layOutLine(scratch: CoreScratch, line: number): void {
  const { search, rowCandidate, slotRowStart, slotRowEnd, lineSlot, unionAlive } = scratch;
  const { packPlaceCount, packEdge, candidatePlace } = search;
  const slot = lineSlot[line];
  const a = search.packLineCount++;
  let number = search.packSlotCount - 1;
  while (search.packSlotId[number] !== slot) number--;
  search.packLine[a] = line;
  search.packSlot[a] = number;
  search.packNeed[a] = scratch.lineNeed[line];
  search.packRoom[a] = roomOf(scratch, line);
  search.packState[a] = PACK_STATE.open;
  search.packFree[a] = -1;
  search.packFrom[a] = 0;
  search.packFlowLine[a] = 0;
  search.packWhere[a] = -1;
  const start = a * packPlaceCount;
  for (let j = 0; j < packPlaceCount; j++) packEdge[start + j] = 0;
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    const place = candidatePlace[rowCandidate[row]];
    if (place >= 0) packEdge[start + place] = unionAlive[row + shift];
  }
}

/** How many lines a demand has. */
export function lineCountOf(search: SearchScratch, demand: number): number {
  let count = 0;
  for (let line = search.demandFirstLine[demand]; line >= 0; line = search.lineDemandNext[line]) {
    count++;
  }
  return count;
}
