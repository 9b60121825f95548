// The placement of lines that share stock or stay together: each step is tried, and kept where the
// rest can still be packed such that the set gives all that it can give.

import type { CoreScratch } from '../scratch.js';
import { layOutPacking, listTakenPlaces } from './packing-layout.js';
import { attains, pack } from './packing.js';
import { PACK_LOOKS_MAX, PACK_STATE, type SearchScratch } from './scratch.js';
import { noteTake, rowAt } from './takes.js';
import { putWhole, takeWholeBack, unitLineCount } from './whole-units.js';

/** Places the lines of a demand on the taken choices. */
export function placePacked(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  listTakenPlaces(scratch, demand);
  layOutPacking(scratch, demand);
  const cells = search.packLineCount * search.packPlaceCount;
  for (let cell = 0; cell < cells; cell++) {
    search.packSaved[cell] = 0;
    search.packPlanned[cell] = 0;
  }
  search.packLooksMax = search.packLooks + PACK_LOOKS_MAX;
  search.savesPacking = true;
  pack(search, search.demandTarget[demand], search.demandAtomics[demand]);
  search.savesPacking = false;
  const units = search.packBestUnits;
  const atomics = search.packBestAtomics;
  const { cost } = search;
  cost.packGoal = cost.packBest;
  for (let a = 0; a < search.packLineCount; a++) {
    if (search.packState[a] === PACK_STATE.done) continue;
    if (!placeWhole(search, a, units, atomics)) placePieces(search, a, units, atomics);
    setState(search, a, PACK_STATE.done);
  }
  // Only where the budget ended does a step fail that a packing knows: then it is taken as it is.
  const isGiven = search.packBaseUnits === units && search.packBaseAtomics === atomics;
  const isPlaced = isGiven && (!cost.isCounted || cost.packBase === cost.packGoal);
  noteTakes(scratch, isPlaced ? search.packPlanned : search.packSaved);
}

function setState(search: SearchScratch, a: number, state: number): void {
  for (let b = a; b >= 0; b = search.packTied[b]) search.packState[b] = state;
}

/** Places a line or bundle whole at the first place where the goal stays in reach. */
function placeWhole(
  search: SearchScratch,
  a: number,
  goalUnits: number,
  goalAtomics: number,
): boolean {
  const lines = search.isAtomic ? unitLineCount(search, a) : 0;
  for (let j = 0; j < search.packPlaceCount; j++) {
    const units = putWhole(search, a, j);
    if (units === 0) continue;
    setState(search, a, PACK_STATE.done);
    search.packBaseUnits += units;
    search.packBaseAtomics += lines;
    search.cost.packBase += units * search.cost.packUnit[j];
    if (attains(search, goalUnits, goalAtomics)) {
      planWhole(search, a, j);
      return true;
    }
    search.packBaseUnits -= units;
    search.packBaseAtomics -= lines;
    search.cost.packBase -= units * search.cost.packUnit[j];
    setState(search, a, PACK_STATE.open);
    takeWholeBack(search, a, j);
  }
  return false;
}

function planWhole(search: SearchScratch, a: number, j: number): void {
  for (let b = a; b >= 0; b = search.packTied[b]) {
    search.packPlanned[b * search.packPlaceCount + j] = search.packNeed[b];
  }
}

/** Places as much of a line as each place in turn can take while the goal stays in reach. */
function placePieces(
  search: SearchScratch,
  a: number,
  goalUnits: number,
  goalAtomics: number,
): void {
  if (!search.isQuantitySplit || search.lineBundle[search.packLine[a]] >= 0) return;
  const { packPlaceCount, packEdge } = search;
  const cells = search.packSlot[a] * packPlaceCount;
  let hasSome = false;
  for (let j = 0; j < packPlaceCount; j++) {
    if (search.packNeed[a] === 0 || search.packRoom[a] === 0) return;
    if (packEdge[a * packPlaceCount + j] === 0) continue;
    let low = 0;
    let high = Math.min(search.packNeed[a], search.packLeft[cells + j]);
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      putPiece(search, a, j, middle);
      if (attains(search, goalUnits, goalAtomics)) low = middle;
      else high = middle - 1;
      putPiece(search, a, j, -middle);
    }
    if (low > 0) {
      putPiece(search, a, j, low);
      search.packPlanned[a * packPlaceCount + j] = low;
      hasSome = true;
    }
    // A line of which nothing is placed may still be left out.
    search.packState[a] = hasSome ? PACK_STATE.pieces : PACK_STATE.open;
    search.packFree[a] = -1;
    search.packFrom[a] = j + 1;
  }
}

/** Puts units of a line at a place, which may get more; or takes so many back. */
function putPiece(search: SearchScratch, a: number, j: number, units: number): void {
  const slot = search.packSlot[a];
  const places = units > 0 ? 1 : -1;
  search.packLeft[slot * search.packPlaceCount + j] -= units;
  search.packSlotLeft[slot] -= units;
  search.packNeed[a] -= units;
  search.packRoom[a] -= places;
  search.packBaseUnits += units;
  search.cost.packBase += units * search.cost.packUnit[j];
  search.packState[a] = PACK_STATE.pieces;
  search.packFree[a] = j;
  search.packFrom[a] = j;
}

function noteTakes(scratch: CoreScratch, planned: Int32Array): void {
  const { search } = scratch;
  const { packPlaceCount, packPlace, packLine } = search;
  for (let a = 0; a < search.packLineCount; a++) {
    for (let j = 0; j < packPlaceCount; j++) {
      const units = planned[a * packPlaceCount + j];
      if (units === 0) continue;
      noteTake(scratch, packLine[a], rowAt(scratch, packLine[a], packPlace[j]), units);
    }
  }
}
