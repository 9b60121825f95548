// What the locations that are taken give to each demand, and what that costs at least: most units,
// then most lines whole at one location, then least cost. Choices are listed by what a unit from
// them costs.

import type { CoreScratch } from '../../scratch.js';
import { isPlanBetter, keepPlan } from '../cover-state.js';
import { packTaken } from '../packing.js';
import { roomOf } from '../participants.js';
import { DEMAND, LOOKS_MAX, type SearchScratch } from '../scratch.js';
import { clearLargest, keepLargest, sumOfLargest } from '../supplies.js';

/**
 * Values the set at hand in `setUnits`, `setAtomics` and `setCost`, its parcels included. Stops
 * where it costs more than `most`: then `setCost` is Infinity.
 */
function valueSet(scratch: CoreScratch, most: number): void {
  const { search } = scratch;
  const { cost } = search;
  cost.setUnits = 0;
  cost.setAtomics = 0;
  cost.setCost = cost.parcel * search.takenCount;
  for (let demand = 0; demand < search.demandCount; demand++) {
    valueDemand(scratch, demand);
    cost.setUnits += cost.valueUnits;
    cost.setAtomics += cost.valueAtomics;
    cost.setCost += cost.valueCost;
    if (cost.setCost > most) {
      cost.setCost = Infinity;
      return;
    }
  }
}

/** Keeps the set at hand where it serves as much as is wanted and is the best. */
export function judge(scratch: CoreScratch): void {
  const { search } = scratch;
  const { cost } = search;
  valueSet(scratch, cost.best);
  search.looks += search.demandCount;
  if (cost.setCost > cost.best || cost.setCost === Infinity) return;
  if (cost.setUnits < search.bestUnits || cost.setAtomics < search.bestAtomics) return;
  if (cost.setCost === cost.best && !isPlanBetter(search)) return;
  cost.best = cost.setCost;
  keepPlan(search);
}

/** Values one demand, in `valueUnits`, `valueAtomics` and `valueCost`. */
export function valueDemand(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { cost } = search;
  cost.valueUnits = 0;
  cost.valueAtomics = 0;
  cost.valueCost = 0;
  search.looks += (search.demandStart[demand + 1] - search.demandStart[demand]) >>> 1;
  if (search.demandKind[demand] === DEMAND.packed) return valuePacked(scratch, demand);
  const target = search.demandTarget[demand];
  const isDivisible = search.demandIsDivisible[demand] === 1;
  if (!isDivisible || search.demandAtomics[demand] > 0) {
    const choice = cheapestWhole(search, demand);
    if (choice >= 0) {
      cost.valueUnits = target;
      cost.valueAtomics = search.demandAtomics[demand];
      cost.valueCost = target * cost.choiceUnit[choice];
      return;
    }
    if (!isDivisible) return;
  }
  const room = roomOf(scratch, search.demandFirstLine[demand]);
  const units = unitsWithin(search, demand, room);
  if (units < target && search.isIfFulfilled) return;
  cost.valueUnits = units;
  cost.valueCost = leastOfPieces(search, demand, search.demandStart[demand], room, units);
}

/** The first taken choice that meets a demand alone: the cheapest of them; or -1. */
export function cheapestWhole(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, supplyUnits, demandTarget, isTaken } = search;
  const target = demandTarget[demand];
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    if (isTaken[supplyChoice[at]] === 0 || supplyUnits[at] < target) continue;
    // What tied lines could take of a choice may be as much as all without being all.
    if (search.demandKind[demand] !== DEMAND.packed) return supplyChoice[at];
  }
  return -1;
}

/** Units that the taken choices give to a line, by at most `room` of them. */
function unitsWithin(search: SearchScratch, demand: number, room: number): number {
  const { demandStart, supplyChoice, supplyUnits, isTaken } = search;
  const isLimited = room < search.takenCount;
  let units = 0;
  clearLargest(search);
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    if (isTaken[supplyChoice[at]] === 0) continue;
    if (isLimited) keepLargest(search, room, supplyUnits[at]);
    else units += supplyUnits[at];
  }
  return Math.min(search.demandTarget[demand], isLimited ? sumOfLargest(search) : units);
}

/**
 * What so many units of a line cost at least, from the taken of its supplies from `from` on, at
 * most `room` of them; Infinity: they are not enough. Supplies are listed by cost, so each that is
 * used gives all that it can; where only so many may be used, each is used or passed over.
 */
export function leastOfPieces(
  search: SearchScratch,
  demand: number,
  from: number,
  room: number,
  units: number,
): number {
  if (units === 0) return 0;
  const { demandStart, supplyChoice, supplyUnits, isTaken, cost } = search;
  const { choiceUnit } = cost;
  const end = demandStart[demand + 1];
  if (room >= search.takenCount) {
    let left = units;
    let sum = 0;
    for (let at = from; at < end && left > 0; at++) {
      const choice = supplyChoice[at];
      if (isTaken[choice] === 0) continue;
      const own = Math.min(left, supplyUnits[at]);
      sum += own * choiceUnit[choice];
      left -= own;
    }
    return left > 0 ? Infinity : sum;
  }
  return leastOfFew(search, demand, from, room, units, Infinity);
}

/** The same for few supplies; Infinity too where it is not below `most`. */
function leastOfFew(
  search: SearchScratch,
  demand: number,
  from: number,
  room: number,
  units: number,
  most: number,
): number {
  if (units === 0) return 0;
  const { demandStart, supplyChoice, supplyUnits, isTaken, cost } = search;
  const end = demandStart[demand + 1];
  let at = from;
  while (at < end && isTaken[supplyChoice[at]] === 0) at++;
  search.looks += at - from + 1;
  if (at === end || room === 0) return Infinity;
  const unit = cost.choiceUnit[supplyChoice[at]];
  // What follows costs as much a unit, or more.
  if (unit * units >= most || !isEnough(search, at, end, room, units)) return Infinity;
  const own = Math.min(units, supplyUnits[at]);
  const rest = most - own * unit;
  const used = own * unit + leastOfFew(search, demand, at + 1, room - 1, units - own, rest);
  if (used < Infinity && search.looks > LOOKS_MAX) {
    search.isProven = false;
    return used;
  }
  const passed = leastOfFew(search, demand, at + 1, room, units, Math.min(most, used));
  return Math.min(used, passed);
}

/** Whether so many of the taken supplies from `from` on can give so many units. */
function isEnough(
  search: SearchScratch,
  from: number,
  end: number,
  room: number,
  units: number,
): boolean {
  const { supplyChoice, supplyUnits, isTaken } = search;
  clearLargest(search);
  for (let at = from; at < end; at++) {
    if (isTaken[supplyChoice[at]] === 1) keepLargest(search, room, supplyUnits[at]);
  }
  search.looks += (end - from) >>> 2;
  return sumOfLargest(search) >= units;
}

/** Tied lines: their cheapest packing. */
function valuePacked(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const { cost } = search;
  const units = unitsWithin(search, demand, search.takenCount);
  cost.packGoal = leastOfPieces(
    search,
    demand,
    search.demandStart[demand],
    search.takenCount,
    units,
  );
  cost.isCounted = true;
  packTaken(scratch, demand);
  cost.isCounted = false;
  cost.valueUnits = search.packBestUnits;
  cost.valueAtomics = search.packBestAtomics;
  cost.valueCost = cost.packBest;
}
