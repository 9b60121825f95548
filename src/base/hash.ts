// How bytes become 32-bit hashes, the same on every thread and every machine.

/** The offset basis of 32-bit FNV-1a (Fowler, Noll, Vo). */
export const FNV_BASIS = 0x811c9dc5 | 0;

/**
 * 32-bit FNV-1a over `bytes[start .. start + lengthBytes)`, going on from `seed`.
 * Returns a signed 32-bit integer; `>>> 0` gives the published unsigned form.
 */
export function fnv1a(seed: number, bytes: Uint8Array, start: number, lengthBytes: number): number {
  let hash = seed;
  const end = start + lengthBytes;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

/**
 * Spreads a hash over all its bits, so that the low ones can pick a bucket (murmur3's finalizer).
 */
export function mix32(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
