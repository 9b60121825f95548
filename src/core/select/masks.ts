// Sets of demands as bits, in words of 32: what a choice supplies, and what is open.

import { MASK_DEMANDS, type SearchScratch } from './scratch.js';

/** Sets how many words the masks of the demands have. */
export function setMaskWords(search: SearchScratch): void {
  const count = Math.min(search.demandCount, MASK_DEMANDS);
  search.maskWords = Math.max(1, (count + 31) >>> 5);
}

/** How many open demands a choice supplies. */
export function suppliedCount(search: SearchScratch, choice: number): number {
  const { maskWords, openMask, choiceMask } = search;
  const at = choice * maskWords;
  let count = bitCount(openMask[0] & choiceMask[at]);
  for (let w = 1; w < maskWords; w++) count += bitCount(openMask[w] & choiceMask[at + w]);
  return count;
}

/** Whether a choice supplies all open demands that have a bit. */
export function suppliesAllOpen(search: SearchScratch, choice: number): boolean {
  const { maskWords, openMask, choiceMask } = search;
  const at = choice * maskWords;
  for (let w = 0; w < maskWords; w++) {
    if ((openMask[w] & ~choiceMask[at + w]) !== 0) return false;
  }
  return true;
}

/** Whether two choices together do. */
export function twoSupplyAllOpen(search: SearchScratch, one: number, other: number): boolean {
  const { maskWords, openMask, choiceMask } = search;
  for (let w = 0; w < maskWords; w++) {
    const mask = choiceMask[one * maskWords + w] | choiceMask[other * maskWords + w];
    if ((openMask[w] & ~mask) !== 0) return false;
  }
  return true;
}

/** Whether a set of one list is within one of another; each set has `words` words. */
export function isWithin(
  sets: Int32Array,
  i: number,
  others: Int32Array,
  k: number,
  words: number,
): boolean {
  for (let w = 0; w < words; w++) {
    if ((sets[i * words + w] & ~others[k * words + w]) !== 0) return false;
  }
  return true;
}

/** How many members a set of a list has. */
export function memberCount(sets: Int32Array, i: number, words: number): number {
  let count = 0;
  for (let w = 0; w < words; w++) count += bitCount(sets[i * words + w]);
  return count;
}

/** How many bits of a 32-bit word are set: adds up neighbours, then their sums. */
export function bitCount(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
