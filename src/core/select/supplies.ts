// What the largest of several supplies add up to: a line that only so many locations may serve gets
// no more.

import type { CoreScratch } from '../scratch.js';
import type { SearchScratch } from './scratch.js';

/** Forgets what was kept. */
export function clearLargest(search: SearchScratch): void {
  search.largestCount = 0;
}

/** Keeps a supply where it is among the `count` largest. */
export function keepLargest(search: SearchScratch, count: number, units: number): void {
  const { largest } = search;
  let at = search.largestCount;
  if (at === count) {
    if (at === 0 || largest[at - 1] >= units) return;
    at--;
  } else {
    search.largestCount++;
  }
  for (; at > 0 && largest[at - 1] < units; at--) largest[at] = largest[at - 1];
  largest[at] = units;
}

/** The sum of what was kept. */
export function sumOfLargest(search: SearchScratch): number {
  let sum = 0;
  for (let i = 0; i < search.largestCount; i++) sum += search.largest[i];
  return sum;
}

/** The units of the `count` largest pairs of a line, each capped by its need. */
export function largestSupplies(scratch: CoreScratch, line: number, count: number): number {
  const { rowUnits, unionAlive, slotRowStart, slotRowEnd, search } = scratch;
  const slot = scratch.lineSlot[line];
  const need = scratch.lineNeed[line];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  clearLargest(search);
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    if (unionAlive[row + shift] === 1) keepLargest(search, count, Math.min(need, rowUnits[row]));
  }
  return sumOfLargest(search);
}
