// What a set of locations can give to lines that share stock or stay together: most units, then
// most lines whole at one location, then, where costs count, the least cost. Exact, by trying where
// each line or bundle goes whole, and letting the lines that may be divided flow (flow.ts) over
// what is left.
//
// *Places* are the locations of the set in the order of choices, *units* here the lines and bundles
// that are decided as one. A packing is small: what has stock to spare never gets here.

import type { CoreScratch } from '../scratch.js';
import { flowCheapest, flowUnits, restoreFlow } from './flow.js';
import { layOutPacking, listAllPlaces, listTakenPlaces } from './packing-layout.js';
import { PACK_STATE, type SearchScratch } from './scratch.js';
import { putWhole, takeWholeBack, unitLineCount } from './whole-units.js';

/**
 * Packs the lines of a demand into all candidates; the result is in `packBestUnits` and -Atomics.
 */
export function packAll(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  listAllPlaces(scratch, demand);
  layOutPacking(scratch, demand);
  pack(search, mostUnits(search), search.isAtomic ? search.packLineCount : 0);
}

/** What all lines need, slot by slot as far as there is stock. */
function mostUnits(search: SearchScratch): number {
  const { packSlotNeed, packSlotLeft, packSlot, packNeed } = search;
  for (let s = 0; s < search.packSlotCount; s++) packSlotNeed[s] = 0;
  for (let a = 0; a < search.packLineCount; a++) packSlotNeed[packSlot[a]] += packNeed[a];
  let most = 0;
  for (let s = 0; s < search.packSlotCount; s++) most += Math.min(packSlotNeed[s], packSlotLeft[s]);
  return most;
}

/** Packs the lines of a demand into what is taken; the result as above. */
export function packTaken(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  listTakenPlaces(scratch, demand);
  layOutPacking(scratch, demand);
  pack(search, search.demandTarget[demand], search.demandAtomics[demand]);
}

/** Whether what is taken gives a demand as much as all candidates together. */
export function attainsTarget(scratch: CoreScratch, demand: number): boolean {
  const { search } = scratch;
  listTakenPlaces(scratch, demand);
  layOutPacking(scratch, demand);
  return attains(search, search.demandTarget[demand], search.demandAtomics[demand]);
}

/** Packs what is not decided; nothing can be more than the goal. */
export function pack(search: SearchScratch, goalUnits: number, goalAtomics: number): void {
  search.packBestUnits = -1;
  search.packBestAtomics = -1;
  search.cost.packBest = Infinity;
  // Until a packing is found, looking at every unit on every level is allowed: orders of hundreds
  // of lines would get nothing otherwise.
  search.packLooksFirst = search.packLooks + 4 * search.packLineCount * search.packLineCount;
  run(search, goalUnits, goalAtomics);
  if (search.packBestUnits >= 0) return;
  // Where the budget ended before anything was found, nothing is packed.
  search.packBestUnits = search.packBaseUnits;
  search.packBestAtomics = search.packBaseAtomics;
  search.cost.packBest = search.cost.packBase;
}

/**
 * Whether what is not decided can be packed so that the goal is reached, at no more than `packGoal`
 * where costs count.
 */
export function attains(search: SearchScratch, goalUnits: number, goalAtomics: number): boolean {
  const { cost } = search;
  search.packBestUnits = goalUnits;
  search.packBestAtomics = cost.isCounted ? goalAtomics : goalAtomics - 1;
  cost.packBest = cost.packGoal + 1;
  // Going down once is allowed whatever was looked at before.
  search.packLooksFirst = search.packLooks + search.packLineCount * (search.packPlaceCount + 2);
  run(search, goalUnits, goalAtomics);
  if (cost.isCounted) return cost.packBest <= cost.packGoal;
  return search.packBestAtomics >= goalAtomics || search.packBestUnits > goalUnits;
}

function run(search: SearchScratch, goalUnits: number, goalAtomics: number): void {
  search.packGoalUnits = goalUnits;
  search.packGoalAtomics = goalAtomics;
  const { packLooks } = search;
  search.cost.packSum = search.cost.packBase;
  listUnits(search);
  decide(search, 0, search.packBaseUnits, search.packBaseAtomics);
  search.looks += search.packLooks - packLooks;
}

/** Lists what is to be decided: bundles, then lines, those that need the most first. */
function listUnits(search: SearchScratch): void {
  const { packLine, packState, packUnit, packNeed, lineBundle } = search;
  search.packUnitCount = 0;
  for (let a = 0; a < search.packLineCount; a++) {
    search.packFlowLine[a] = 0;
    const bundle = lineBundle[packLine[a]];
    const isFirst = bundle < 0 || search.bundleFirst[bundle] === packLine[a];
    if (packState[a] === PACK_STATE.done || !isFirst) continue;
    let at = search.packUnitCount++;
    for (; at > 0; at--) {
      const before = packUnit[at - 1];
      if (lineBundle[packLine[before]] >= 0) break;
      if (bundle < 0 && packNeed[before] >= packNeed[a]) break;
      packUnit[at] = before;
    }
    packUnit[at] = a;
  }
}

/** Decides the units from `index` on; so many units and whole lines are found before. */
function decide(search: SearchScratch, index: number, units: number, atomics: number): void {
  if (!mayImprove(search, index, units, atomics)) return;
  if (index === search.packUnitCount) return endPacking(search, units, atomics);
  const a = search.packUnit[index];
  const isBundle = search.lineBundle[search.packLine[a]] >= 0;
  const isWholeOnly = isBundle || !search.isQuantitySplit;
  const isOpen = search.packState[a] === PACK_STATE.open;
  const from = isTwin(search, index) ? search.packOption[index - 1] : 0;
  if (isOpen && (isWholeOnly || search.isAtomic)) {
    decideWhole(search, index, units, atomics, from);
    if (isDone(search)) return;
  }
  const { packPlaceCount } = search;
  if (!isWholeOnly && from <= packPlaceCount) {
    search.packOption[index] = packPlaceCount;
    search.packFlowLine[a] = 1;
    choosePlaces(search, index, units, atomics);
    search.packFlowLine[a] = 0;
    if (isDone(search)) return;
  }
  const mayLeave = isWholeOnly || (search.isIfFulfilled && isOpen);
  if (!mayLeave) return;
  search.packOption[index] = packPlaceCount + 1;
  decide(search, index + 1, units, atomics);
}

/** Tries every place from `from` on that can take the unit whole. */
function decideWhole(
  search: SearchScratch,
  index: number,
  units: number,
  atomics: number,
  from: number,
): void {
  const a = search.packUnit[index];
  for (let j = from; j < search.packPlaceCount; j++) {
    const taken = putWhole(search, a, j);
    search.packLooks++;
    if (taken === 0) continue;
    search.packOption[index] = j;
    const lines = search.isAtomic ? unitLineCount(search, a) : 0;
    const { packSum } = search.cost;
    search.cost.packSum += taken * search.cost.packUnit[j];
    decide(search, index + 1, units + taken, atomics + lines);
    search.cost.packSum = packSum;
    takeWholeBack(search, a, j);
    if (isDone(search)) return;
  }
}

/**
 * Lets a line take pieces: of all its places, or where fewer may serve it than could, of each set
 * of so many.
 */
function choosePlaces(search: SearchScratch, index: number, units: number, atomics: number): void {
  const a = search.packUnit[index];
  const room = search.packRoom[a];
  if (placesFrom(search, a, search.packFrom[a]) <= room) {
    decide(search, index + 1, units, atomics);
    return;
  }
  choosePlace(search, index, units, atomics, search.packFrom[a], room);
}

/** Keeps `room` of the places from `j` on. */
function choosePlace(
  search: SearchScratch,
  index: number,
  units: number,
  atomics: number,
  j: number,
  room: number,
): void {
  const a = search.packUnit[index];
  const { packEdge, packPlaceCount } = search;
  let place = j;
  while (place < packPlaceCount && !isChoosable(search, a, place)) place++;
  if (place === packPlaceCount) {
    decide(search, index + 1, units, atomics);
    return;
  }
  if (room > 0) {
    choosePlace(search, index, units, atomics, place + 1, room - 1);
    if (isDone(search) || placesFrom(search, a, place + 1) < room) return;
  }
  const edge = a * packPlaceCount + place;
  packEdge[edge] = 0;
  choosePlace(search, index, units, atomics, place + 1, room);
  packEdge[edge] = 1;
}

/** How many places from `j` on would count for a line that they serve. */
function placesFrom(search: SearchScratch, a: number, j: number): number {
  let count = 0;
  for (let place = j; place < search.packPlaceCount; place++) {
    if (isChoosable(search, a, place)) count++;
  }
  return count;
}

function isChoosable(search: SearchScratch, a: number, j: number): boolean {
  const { packPlaceCount, packEdge, packLeft, packSlot } = search;
  const hasSome = packLeft[packSlot[a] * packPlaceCount + j] > 0;
  return hasSome && packEdge[a * packPlaceCount + j] === 1 && search.packFree[a] !== j;
}

/** Lets the lines that may be divided flow over what is left, and keeps what is better. */
function endPacking(search: SearchScratch, units: number, atomics: number): void {
  const { cost } = search;
  search.packLooksFirst = 0;
  const { packSum } = cost;
  const flowed = flowOfLines(search);
  if (flowed >= 0 && isBetter(search, units + flowed, atomics, cost.packSum)) {
    search.packBestUnits = units + flowed;
    search.packBestAtomics = atomics;
    cost.packBest = cost.packSum;
    if (search.savesPacking) savePacking(search);
  }
  cost.packSum = packSum;
  restoreFlow(search);
}

function flowOfLines(search: SearchScratch): number {
  if (!search.isQuantitySplit) return 0;
  return search.cost.isCounted ? flowCheapest(search) : flowUnits(search);
}

/** Saves who takes what where. */
function savePacking(search: SearchScratch): void {
  const { packPlaceCount, packSaved, packFlow, packFlowLine, packWhere, packNeed } = search;
  for (let a = 0; a < search.packLineCount; a++) {
    for (let j = 0; j < packPlaceCount; j++) {
      const cell = a * packPlaceCount + j;
      packSaved[cell] = packFlowLine[a] === 1 ? packFlow[cell] : 0;
      if (packWhere[a] === j) packSaved[cell] = packNeed[a];
    }
  }
}

/**
 * Whether more units, or as many and more whole lines, are found than in the best packing; or as
 * many of both at less cost, where costs count.
 */
function isBetter(search: SearchScratch, units: number, atomics: number, sum: number): boolean {
  const { packBestUnits, packBestAtomics, cost } = search;
  if (units !== packBestUnits) return units > packBestUnits;
  if (atomics !== packBestAtomics) return atomics > packBestAtomics;
  return cost.isCounted && sum < cost.packBest;
}

/** Whether the packing may become better than the best one, and the budget is not spent. */
function mayImprove(search: SearchScratch, index: number, units: number, atomics: number): boolean {
  if (isSpent(search)) {
    search.isProven = false;
    return false;
  }
  // On the way down to the first packing nothing is left out: only what must be whole may go wrong.
  if (search.packLooksFirst > 0 && index > 0 && !search.isIfFulfilled) {
    search.packLooks++;
    return true;
  }
  search.packLooks += search.packUnitCount;
  const { packUnit, packSlotNeed, packSlotLeft, packSlot, packNeed, packTied } = search;
  for (let s = 0; s < search.packSlotCount; s++) packSlotNeed[s] = 0;
  for (let i = 0; i < index; i++) {
    const a = packUnit[i];
    if (search.packFlowLine[a] === 1) packSlotNeed[packSlot[a]] += packNeed[a];
  }
  if (search.isIfFulfilled && flowsTooMuch(search)) return false;
  let lines = 0;
  for (let i = index; i < search.packUnitCount; i++) {
    const isOpen = search.packState[packUnit[i]] === PACK_STATE.open;
    for (let a = packUnit[i]; a >= 0; a = packTied[a]) {
      packSlotNeed[packSlot[a]] += packNeed[a];
      if (isOpen) lines++;
    }
  }
  let most = units;
  for (let s = 0; s < search.packSlotCount; s++) most += Math.min(packSlotNeed[s], packSlotLeft[s]);
  // What is missing to as many units costs as much as at the cheapest place, or more.
  const { cost } = search;
  const sum = cost.packSum + (search.packBestUnits - units) * cost.packUnit[0];
  return isBetter(search, most, search.isAtomic ? atomics + lines : 0, sum);
}

/** Whether lines that must get all that they need are to get more than there is left. */
function flowsTooMuch({ packSlotCount, packSlotNeed, packSlotLeft }: SearchScratch): boolean {
  for (let s = 0; s < packSlotCount; s++) if (packSlotNeed[s] > packSlotLeft[s]) return true;
  return false;
}

function isSpent(search: SearchScratch): boolean {
  return search.packLooks >= Math.max(search.packLooksMax, search.packLooksFirst);
}

/** Whether the goal is reached, or the budget spent. */
function isDone(search: SearchScratch): boolean {
  if (isSpent(search)) return true;
  const { packBestUnits, packGoalUnits } = search;
  if (packBestUnits !== packGoalUnits) return packBestUnits > packGoalUnits;
  if (search.packBestAtomics < search.packGoalAtomics) return false;
  return !search.cost.isCounted || search.cost.packBest <= search.cost.packGoal;
}

/**
 * Whether a line is no different from the one that is decided before it: what that one left untried
 * is then tried for neither.
 */
function isTwin(search: SearchScratch, index: number): boolean {
  if (index === 0) return false;
  const { packLine, packSlot, packNeed, packRoom, packState, packEdge, lineBundle } = search;
  const a = search.packUnit[index];
  const b = search.packUnit[index - 1];
  if (lineBundle[packLine[a]] >= 0 || lineBundle[packLine[b]] >= 0) return false;
  if (packState[a] !== PACK_STATE.open || packState[b] !== PACK_STATE.open) return false;
  if (packSlot[a] !== packSlot[b] || packNeed[a] !== packNeed[b]) return false;
  if (packRoom[a] !== packRoom[b]) return false;
  const { packPlaceCount } = search;
  for (let j = 0; j < packPlaceCount; j++) {
    if (packEdge[a * packPlaceCount + j] !== packEdge[b * packPlaceCount + j]) return false;
  }
  return true;
}
