// Sets of small integers as bits of 32-bit words.

/** The number of words that hold `count` bits. */
export function bitWords(count: number): number {
  return (count + 31) >>> 5;
}

/** An empty set with room for `count` integers, in shared memory. */
export function sharedBits(count: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(bitWords(count) * Uint32Array.BYTES_PER_ELEMENT));
}

/** Whether `index` is in the set. An index past the end is not. */
export function hasBit(words: Uint32Array, index: number): boolean {
  return ((words[index >>> 5] >>> (index & 31)) & 1) === 1;
}

/** Puts `index` into the set. */
export function setBit(words: Uint32Array, index: number): void {
  words[index >>> 5] |= 1 << (index & 31);
}

/** Takes `index` out of the set. */
export function clearBit(words: Uint32Array, index: number): void {
  words[index >>> 5] &= ~(1 << (index & 31));
}
