// Puts a line, or all lines of its bundle, whole at a place of a packing, and takes them back. A
// bundle is named by its first line.

import type { SearchScratch } from './scratch.js';

/**
 * Puts a line and those that stay with it whole at a place. Answers the units; 0: it cannot take
 * them, and nothing is changed.
 */
export function putWhole(search: SearchScratch, a: number, j: number): number {
  let units = 0;
  for (let b = a; b >= 0; b = search.packTied[b]) {
    if (!putLine(search, b, j)) {
      for (let put = a; put !== b; put = search.packTied[put]) takeLineBack(search, put, j);
      return 0;
    }
    units += search.packNeed[b];
  }
  return units;
}

/** Takes back what was put whole at a place. */
export function takeWholeBack(search: SearchScratch, a: number, j: number): void {
  for (let b = a; b >= 0; b = search.packTied[b]) takeLineBack(search, b, j);
}

/** How many lines are decided as one with a line. */
export function unitLineCount(search: SearchScratch, a: number): number {
  let count = 0;
  for (let b = a; b >= 0; b = search.packTied[b]) count++;
  return count;
}

function putLine(search: SearchScratch, a: number, j: number): boolean {
  const { packPlaceCount, packLeft, packNeed, packEdge, packSlot } = search;
  const cell = packSlot[a] * packPlaceCount + j;
  if (packEdge[a * packPlaceCount + j] === 0 || packLeft[cell] < packNeed[a]) return false;
  packLeft[cell] -= packNeed[a];
  search.packSlotLeft[packSlot[a]] -= packNeed[a];
  search.packWhere[a] = j;
  return true;
}

function takeLineBack(search: SearchScratch, a: number, j: number): void {
  const { packSlot, packNeed } = search;
  search.packLeft[packSlot[a] * search.packPlaceCount + j] += packNeed[a];
  search.packSlotLeft[packSlot[a]] += packNeed[a];
  search.packWhere[a] = -1;
}
