// How much the lines of a packing that may be divided can take of what is left at its places: a
// largest flow from lines to places, slot by slot. Each line takes what it finds; then a line that
// misses units is given them along the shortest chain of others that can move (Edmonds and Karp).
// Where costs count, each place in turn, the cheapest first, is filled as far as it can be: what
// places can take together is a polymatroid, on which that is cheapest (Edmonds).

import type { SearchScratch } from './scratch.js';

/**
 * Lets the lines that are marked flow; what they take is in `packFlow` and gone from `packLeft`
 * until restoreFlow. Answers the units; below 0 where every line must get all, and one does not.
 */
export function flowUnits(search: SearchScratch): number {
  const { packLineCount, packFlowLine, packMissing } = search;
  for (let a = 0; a < packLineCount; a++) if (packFlowLine[a] === 1) fill(search, a);
  let units = 0;
  for (let a = 0; a < packLineCount; a++) {
    if (packFlowLine[a] === 0) continue;
    while (packMissing[a] > 0 && moveAlong(search, a, search.packPlaceCount));
    if (packMissing[a] > 0 && search.isIfFulfilled) return -1;
    units += search.packNeed[a] - packMissing[a];
  }
  return units;
}

/**
 * The same, over the cheapest places; adds to the `packSum` of the costs what the units cost.
 * Places are in the order of costs.
 */
export function flowCheapest(search: SearchScratch): number {
  const { packLineCount, packFlowLine, packMissing, packNeed, packPlaceCount, cost } = search;
  for (let a = 0; a < packLineCount; a++) if (packFlowLine[a] === 1) clear(search, a);
  for (let places = 1; places <= packPlaceCount; places++) {
    for (let a = 0; a < packLineCount; a++) {
      if (packFlowLine[a] === 0) continue;
      while (packMissing[a] > 0 && moveAlong(search, a, places));
    }
  }
  let units = 0;
  for (let a = 0; a < packLineCount; a++) {
    if (packFlowLine[a] === 0) continue;
    if (packMissing[a] > 0 && search.isIfFulfilled) return -1;
    units += packNeed[a] - packMissing[a];
    for (let j = search.packFrom[a]; j < packPlaceCount; j++) {
      cost.packSum += search.packFlow[a * packPlaceCount + j] * cost.packUnit[j];
    }
  }
  return units;
}

/** Puts back what flowed. */
export function restoreFlow(search: SearchScratch): void {
  const { packPlaceCount, packFlow, packFlowLine, packLeft, packSlot } = search;
  for (let a = 0; a < search.packLineCount; a++) {
    if (packFlowLine[a] === 0) continue;
    const start = packSlot[a] * packPlaceCount;
    for (let j = search.packFrom[a]; j < packPlaceCount; j++) {
      packLeft[start + j] += packFlow[a * packPlaceCount + j];
    }
  }
}

/** Takes nothing for a line yet. */
function clear(search: SearchScratch, a: number): void {
  const { packPlaceCount, packFlow, packMissing, packNeed } = search;
  for (let j = search.packFrom[a]; j < packPlaceCount; j++) packFlow[a * packPlaceCount + j] = 0;
  packMissing[a] = packNeed[a];
}

/** Takes for a line what its places have, the first first. */
function fill(search: SearchScratch, a: number): void {
  const { packPlaceCount, packFlow, packEdge, packLeft, packMissing } = search;
  const cells = search.packSlot[a] * packPlaceCount;
  const edges = a * packPlaceCount;
  let missing = search.packNeed[a];
  for (let j = search.packFrom[a]; j < packPlaceCount; j++) {
    packFlow[edges + j] = 0;
    if (packEdge[edges + j] === 0) continue;
    const units = Math.min(missing, packLeft[cells + j]);
    packFlow[edges + j] = units;
    packLeft[cells + j] -= units;
    missing -= units;
  }
  packMissing[a] = missing;
}

/**
 * Gives a line units along the shortest chain among the first `places`; answers whether there was
 * one.
 */
function moveAlong(search: SearchScratch, a: number, places: number): boolean {
  const end = findChain(search, a, places);
  if (end < 0) return false;
  const { packPlaceCount, packFlow, packLeft, packMissing, packPlaceVia, packLineVia } = search;
  const cell = search.packSlot[a] * packPlaceCount + end;
  let units = Math.min(packMissing[a], packLeft[cell]);
  for (let line = packPlaceVia[end]; line !== a; line = packPlaceVia[packLineVia[line]]) {
    units = Math.min(units, packFlow[line * packPlaceCount + packLineVia[line]]);
  }
  packLeft[cell] -= units;
  packMissing[a] -= units;
  let place = end;
  for (;;) {
    const line = packPlaceVia[place];
    packFlow[line * packPlaceCount + place] += units;
    if (line === a) return true;
    place = packLineVia[line];
    packFlow[line * packPlaceCount + place] -= units;
  }
}

/**
 * Searches breadth first for a place that has units left; a line on the way gives up what it takes
 * at the place before it. Answers the place, or -1.
 */
function findChain(search: SearchScratch, a: number, places: number): number {
  const { packPlaceCount, packEdge, packLeft, packPlaceVia, packLineVia, packQueue } = search;
  if (!hasLeft(search, a, places)) return -1;
  for (let j = 0; j < places; j++) packPlaceVia[j] = -1;
  for (let b = 0; b < search.packLineCount; b++) packLineVia[b] = -1;
  const cells = search.packSlot[a] * packPlaceCount;
  let end = 0;
  packQueue[end++] = a;
  for (let at = 0; at < end; at++) {
    const line = packQueue[at];
    for (let j = search.packFrom[line]; j < places; j++) {
      if (packEdge[line * packPlaceCount + j] === 0 || packPlaceVia[j] >= 0) continue;
      packPlaceVia[j] = line;
      if (packLeft[cells + j] > 0) return j;
      end = queueTakers(search, a, j, end);
    }
  }
  return -1;
}

/** Whether there is anything left for a line's product among the first `places`. */
function hasLeft({ packLeft, packSlot, packPlaceCount }: SearchScratch, a: number, places: number) {
  const start = packSlot[a] * packPlaceCount;
  for (let j = 0; j < places; j++) if (packLeft[start + j] > 0) return true;
  return false;
}

/** Queues the lines that take of a place and were not met yet. */
function queueTakers(search: SearchScratch, a: number, j: number, end: number): number {
  const { packFlowLine, packSlot, packFlow, packLineVia, packQueue } = search;
  let to = end;
  for (let b = 0; b < search.packLineCount; b++) {
    if (packFlowLine[b] === 0 || packSlot[b] !== packSlot[a] || b === a) continue;
    // What lies before the first place of a line is not of this flow.
    if (packLineVia[b] >= 0 || j < search.packFrom[b]) continue;
    if (packFlow[b * search.packPlaceCount + j] === 0) continue;
    packLineVia[b] = j;
    packQueue[to++] = b;
  }
  return to;
}
