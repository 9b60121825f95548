// Which lines every plan serves that gives at least as many units as the plan at hand, with how
// many units at least, and what a location must have to serve them.
//
// What all lines get at most less what the plan gives is the *slack*: no line gets less than its
// most by more than that. Lines of one product are counted together as far as its stock goes.

import type { OrderColumns } from '../../columns/order.js';
import type { CoreScratch } from '../scratch.js';
import { LINE_BITS, LINE_MASK, sortKeys } from '../select/demands.js';
import { roomOf } from '../select/participants.js';
import { clearLargest, keepLargest, largestSupplies } from '../select/supplies.js';

/**
 * Finds the needed lines of a plan that takes `count` times units of a line. The lines of the split
 * are surveyed, and those that take part within the limits are marked.
 */
export function findNeeds(
  order: OrderColumns,
  scratch: CoreScratch,
  lines: Int32Array,
  units: Int32Array,
  count: number,
): void {
  const { proof, search, lineParticipates } = scratch;
  let slack = 0;
  let mayBeWhole = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const most = lineParticipates[line] === 1 ? mostOf(scratch, line) : 0;
    proof.lineMost[line] = most;
    slack += most;
    if (most > 0 && search.lineWholes[line] > 0) mayBeWhole++;
  }
  if (scratch.hasSharedSlots) slack -= findSlotShorts(scratch);
  for (let i = 0; i < count; i++) {
    slack -= units[i];
    if (units[i] === scratch.lineNeed[lines[i]]) mayBeWhole--;
  }
  // Where the plan has all lines whole that can be, every plan has.
  const isWhole = search.isAtomic && mayBeWhole === 0;
  proof.neededCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const most = proof.lineMost[line];
    if (most <= slack) continue;
    const short = scratch.hasSharedSlots ? proof.slotShort[scratch.lineSlot[line]] : 0;
    if (most > slack + short) addNeed(scratch, line, most - slack - short, isWhole);
  }
  sortKeys(proof.neededKeys, proof.neededCount);
}

/** The line of a key. */
export function lineOfKey(key: number): number {
  return key & LINE_MASK;
}

/** The most that the candidates can give to a line that has them for itself. */
function mostOf(scratch: CoreScratch, line: number): number {
  const { search } = scratch;
  const need = scratch.lineNeed[line];
  if (!isDivisible(scratch, line) || search.isIfFulfilled) return need;
  const room = roomOf(scratch, line);
  if (room >= search.lineSupplies[line]) return Math.min(need, search.lineSum[line]);
  return Math.min(need, largestSupplies(scratch, line, room));
}

/**
 * Sets by slot what its lines would get at most, each by itself, beyond the stock that there is;
 * answers the sum.
 */
function findSlotShorts(scratch: CoreScratch): number {
  const { proof, lineNext, rowUnits, unionAlive, pairStart, slotRowStart, slotRowEnd } = scratch;
  let sum = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const first = scratch.slotFirstLine[slot];
    let wanted = 0;
    for (let line = first; line >= 0; line = lineNext[line]) wanted += proof.lineMost[line];
    let left = wanted;
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot] && left > 0; row++) {
      const at = row - slotRowStart[slot];
      let line = first;
      while (line >= 0 && unionAlive[pairStart[line] + at] === 0) line = lineNext[line];
      if (line >= 0) left -= Math.min(left, rowUnits[row]);
    }
    proof.slotShort[slot] = left;
    sum += left;
  }
  return sum;
}

/** Whether a line may be served by more than one location. */
function isDivisible({ search }: CoreScratch, line: number): boolean {
  return search.isQuantitySplit && search.lineBundle[line] < 0;
}

/** Adds a line that every plan gives so many units, or its need where it gets that or nothing. */
function addNeed(scratch: CoreScratch, line: number, units: number, isWhole: boolean): void {
  const { proof, search } = scratch;
  const isAllOrNothing = !isDivisible(scratch, line) || search.isIfFulfilled;
  const mustBeWhole = isWhole && search.lineWholes[line] > 0;
  const least = isAllOrNothing || mustBeWhole ? scratch.lineNeed[line] : units;
  const isInOnePiece = mustBeWhole || !isDivisible(scratch, line) || roomOf(scratch, line) === 1;
  proof.lineLeast[line] = least;
  proof.lineFewest[line] = isInOnePiece ? least : 1;
  const pairs = isInOnePiece ? search.lineWholes[line] : search.lineSupplies[line];
  proof.neededKeys[proof.neededCount++] = (pairs << LINE_BITS) | line;
}

/**
 * Finds the needed line that takes the most locations, though each gives all that it has; a plan
 * with `parcels` of them gives it enough.
 */
export function findShortLine(scratch: CoreScratch, parcels: number): void {
  const { proof, search } = scratch;
  proof.shortLocations = 0;
  for (let i = 0; i < proof.neededCount; i++) {
    const line = lineOfKey(proof.neededKeys[i]);
    if (proof.lineLeast[line] <= search.lineLargest[line]) continue;
    const locations = locationsOf(scratch, line, parcels);
    if (locations <= proof.shortLocations) continue;
    proof.shortLine = line;
    proof.shortLocations = locations;
  }
}

/** How many of the largest stocks of a line, at most `most`, add up to its least. */
function locationsOf(scratch: CoreScratch, line: number, most: number): number {
  const { rowUnits, unionAlive, slotRowStart, slotRowEnd, search, proof } = scratch;
  const slot = scratch.lineSlot[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  const least = proof.lineLeast[line];
  clearLargest(search);
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    if (unionAlive[row + shift] === 1) keepLargest(search, most, Math.min(least, rowUnits[row]));
  }
  let locations = 0;
  for (let units = 0; units < least && locations < search.largestCount; locations++) {
    units += search.largest[locations];
  }
  return locations;
}
