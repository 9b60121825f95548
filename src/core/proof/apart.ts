// Lines of which no two share a location that can serve them, as many as are found, and how many
// needed lines one location can serve at most.

import type { CoreScratch } from '../scratch.js';
import { bitCount } from '../select/masks.js';
import { lineOfKey } from './needs.js';
import { MASK_LINES, type ProofScratch } from './scratch.js';

/** Steps after which the search for more such lines ends. */
const STEPS_MAX = 500;

/**
 * Finds lines that share no location among the needed ones that the fewest locations can serve: a
 * largest set, or one that is large, of at most `wanted`. It is in `apart`; answers its size.
 */
export function findApart(scratch: CoreScratch, wanted: number): number {
  const { proof } = scratch;
  const count = Math.min(proof.neededCount, MASK_LINES);
  markSupplies(scratch, count);
  findNeighbours(scratch, count);
  proof.apart = 0;
  proof.apartCount = 0;
  proof.apartWanted = wanted;
  proof.steps = 0;
  extend(proof, firstBits(count), 0, 0);
  return proof.apartCount;
}

/** Notes by candidate which of the first needed lines it can serve. */
function markSupplies(scratch: CoreScratch, count: number): void {
  const { proof, search, rowUnits, rowCandidate, unionAlive, slotRowStart, slotRowEnd } = scratch;
  const { candidateSupplies } = search;
  for (let c = 0; c < scratch.candidateCount; c++) candidateSupplies[c] = 0;
  for (let i = 0; i < count; i++) {
    const line = lineOfKey(proof.neededKeys[i]);
    const fewest = proof.lineFewest[line];
    const slot = scratch.lineSlot[line];
    const shift = scratch.pairStart[line] - slotRowStart[slot];
    const bit = 1 << i;
    const end = slotRowEnd[slot];
    for (let row = slotRowStart[slot]; row < end; row++) {
      if (unionAlive[row + shift] === 0 || rowUnits[row] < fewest) continue;
      candidateSupplies[rowCandidate[row]] |= bit;
    }
  }
}

/** Finds for each of the first needed lines those that share a location with it. */
function findNeighbours(scratch: CoreScratch, count: number): void {
  const { proof, search, rowUnits, rowCandidate, unionAlive, slotRowStart, slotRowEnd } = scratch;
  const { candidateSupplies } = search;
  const all = firstBits(count);
  for (let i = 0; i < count; i++) {
    const line = lineOfKey(proof.neededKeys[i]);
    const fewest = proof.lineFewest[line];
    const slot = scratch.lineSlot[line];
    const shift = scratch.pairStart[line] - slotRowStart[slot];
    const end = slotRowEnd[slot];
    let neighbours = 0;
    for (let row = slotRowStart[slot]; row < end && neighbours !== all; row++) {
      if (unionAlive[row + shift] === 0 || rowUnits[row] < fewest) continue;
      neighbours |= candidateSupplies[rowCandidate[row]];
    }
    proof.neighbours[i] = neighbours;
  }
}

/** The first `count` bits of a word. */
function firstBits(count: number): number {
  return count === MASK_LINES ? -1 : (1 << count) - 1;
}

/**
 * Branches over the line of the fewest neighbours among the free ones: a largest set has it or one
 * of them.
 */
function extend(proof: ProofScratch, free: number, taken: number, count: number): void {
  if (count > proof.apartCount) {
    proof.apart = taken;
    proof.apartCount = count;
  }
  const { neighbours } = proof;
  if (proof.apartCount >= proof.apartWanted || proof.steps++ > STEPS_MAX) return;
  if (count + bitCount(free) <= proof.apartCount) return;
  let best = 0;
  let fewest = MASK_LINES + 1;
  for (let bits = free; bits !== 0; bits &= bits - 1) {
    const i = 31 - Math.clz32(bits & -bits);
    const degree = bitCount(neighbours[i] & free);
    if (degree >= fewest) continue;
    fewest = degree;
    best = i;
  }
  if (fewest > MASK_LINES) return;
  let left = free;
  let branches = (neighbours[best] & free & ~(1 << best)) >>> 0;
  for (let next = best; ; ) {
    extend(proof, left & ~neighbours[next], taken | (1 << next), count + 1);
    // A set with this line was tried.
    left &= ~(1 << next);
    if (branches === 0) return;
    next = 31 - Math.clz32(branches & -branches);
    branches &= branches - 1;
  }
}

/**
 * How many needed lines one location can serve at most. Lines that are apart were sought before.
 */
export function mostCovered(scratch: CoreScratch): number {
  const { proof, search } = scratch;
  if (proof.neededCount > MASK_LINES) return mostCounted(scratch);
  let most = 1;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const count = bitCount(search.candidateSupplies[c]);
    if (count > most) most = count;
  }
  return most;
}

/** The same where lines have no bit: they are counted. */
function mostCounted(scratch: CoreScratch): number {
  const { proof, rowUnits, rowCandidate, unionAlive, candidateGain: covered } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) covered[c] = 0;
  let most = 1;
  for (let i = 0; i < proof.neededCount; i++) {
    const line = lineOfKey(proof.neededKeys[i]);
    const fewest = proof.lineFewest[line];
    const slot = scratch.lineSlot[line];
    const start = scratch.slotRowStart[slot];
    const shift = scratch.pairStart[line] - start;
    for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
      if (unionAlive[row + shift] === 0 || rowUnits[row] < fewest) continue;
      const count = ++covered[rowCandidate[row]];
      if (count > most) most = count;
    }
  }
  return most;
}
