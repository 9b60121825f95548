// Where records of decisions wait for the store thread: one ring of bytes for each thread that
// decides, written by that thread and read by the store thread alone. Offering never waits: a ring
// without room refuses, and counts it.
//
//   head     Int32[8]   owner | write position | read position | offered | refused
//   bytes    the ring; positions are running numbers modulo 2^32, a record is its own length first
//
// A record is copied in as 32-bit words: its length is a multiple of four, and so is every
// position.

/** Positions in the head of a ring. Positions in the bytes are running numbers, as 32-bit words. */
const HEAD = { owner: 0, written: 1, read: 2, offered: 3, refused: 4 } as const;
const HEAD_INTS = 8;

/** The shared memory of one ring. The size in bytes is a power of two. */
export type RecordRing = {
  readonly head: Int32Array;
  readonly bytes: Uint8Array;
  /** The same memory as 32-bit words. */
  readonly words: Int32Array;
};

/** What the threads that decide have in common with the one that keeps the records. */
export type Recording = {
  /** One for each thread that decides, and some to spare; at least one. */
  readonly rings: readonly RecordRing[];
  /** BigInt64[1]: the first suggestion id that no thread has taken. */
  readonly nextSuggestionId: BigInt64Array;
};

/**
 * A record may take this share of its ring at most: a giant one must not crowd out all the others.
 */
const RECORD_SHARE_MAX = 0.25;

/** Words from which a copy by the engine beats a loop; below, a loop that makes no view. */
const BULK_WORDS = 1024;

const NO_MEMORY = new Uint8Array(0);

/** Rings for `count` threads; `sizeBytes` of each is a power of two. */
export function createRecordRings(count: number, sizeBytes: number): RecordRing[] {
  return Array.from({ length: count }, () => {
    const memory = new SharedArrayBuffer(sizeBytes);
    return {
      head: new Int32Array(new SharedArrayBuffer(HEAD_INTS * 4)),
      bytes: new Uint8Array(memory),
      words: new Int32Array(memory),
    };
  });
}

/** A source of suggestion ids, see `Recording.nextSuggestionId`. */
export function createIdSource(): BigInt64Array {
  return new BigInt64Array(new SharedArrayBuffer(8));
}

/** Takes a ring that nobody owns for `owner`, a number above 0; null where there is none. */
export function claimRing(rings: readonly RecordRing[], owner: number): RecordRing | null {
  for (const ring of rings) {
    if (Atomics.compareExchange(ring.head, HEAD.owner, 0, owner) === 0) return ring;
  }
  return null;
}

/**
 * Gives the rings back whose owners have ended: a thread that dies cannot do so itself. What is in
 * them is still read.
 */
export function releaseRings(
  rings: readonly RecordRing[],
  hasEnded: (owner: number) => boolean,
): void {
  for (const { head } of rings) {
    const owner = Atomics.load(head, HEAD.owner);
    if (owner !== 0 && hasEnded(owner)) Atomics.compareExchange(head, HEAD.owner, owner, 0);
  }
}

/**
 * Whether a record of so many bytes has room now and is not too large for the ring. Counts a
 * refusal where it is not so.
 */
export function hasRingRoom(ring: RecordRing, lengthBytes: number): boolean {
  const { head, bytes } = ring;
  const used = (head[HEAD.written] - Atomics.load(head, HEAD.read)) >>> 0;
  const isFit = lengthBytes <= bytes.length * RECORD_SHARE_MAX;
  if (isFit && used + lengthBytes <= bytes.length) return true;
  countRefused(ring);
  return false;
}

/** Counts a record that was not taken, also for a thread that has no ring. */
export function countRefused(ring: RecordRing): void {
  Atomics.add(ring.head, HEAD.refused, 1);
}

/**
 * Puts in the record of `lengthBytes` (a multiple of 4) that `record` begins with, for which there
 * is room. The reader sees all of it or nothing.
 */
export function offerRecord(ring: RecordRing, record: Int32Array, lengthBytes: number): void {
  const { head, words } = ring;
  const written = head[HEAD.written];
  const at = (written >>> 2) & (words.length - 1);
  const count = lengthBytes >>> 2;
  const first = Math.min(count, words.length - at);
  copyWords(record, 0, first, words, at);
  if (first < count) copyWords(record, first, count, words, 0);
  // Seen at the latest with the position, which is stored behind it.
  head[HEAD.offered]++;
  Atomics.store(head, HEAD.written, (written + lengthBytes) | 0);
}

/**
 * Where a record of at most `lengthBytes`, for which there is room, can be written in its place:
 * its first byte in the ring's bytes. -1: it would not lie there in one piece, and is to be
 * offered.
 */
export function placeInRing({ head, bytes }: RecordRing, lengthBytes: number): number {
  const at = head[HEAD.written] & (bytes.length - 1);
  return at + lengthBytes <= bytes.length ? at : -1;
}

/** Puts in the record of `lengthBytes` that was written at its place. */
export function offerPlaced(ring: RecordRing, lengthBytes: number): void {
  const { head } = ring;
  head[HEAD.offered]++;
  Atomics.store(head, HEAD.written, (head[HEAD.written] + lengthBytes) | 0);
}

function copyWords(
  source: Int32Array,
  start: number,
  end: number,
  target: Int32Array,
  at: number,
): void {
  if (end - start >= BULK_WORDS) {
    target.set(source.subarray(start, end), at);
    return;
  }
  for (let i = start; i < end; i++) target[at + i - start] = source[i];
}

/**
 * Takes out everything that is in a ring, as one copy: records one behind the other. Empty where
 * there is nothing.
 */
export function drainRing(ring: RecordRing): Uint8Array {
  return drainRingInto(ring, NO_MEMORY);
}

/** The same; the copy is made at the start of `memory` where that is large enough. */
export function drainRingInto(ring: RecordRing, memory: Uint8Array): Uint8Array {
  const { head, bytes } = ring;
  const written = Atomics.load(head, HEAD.written);
  const read = head[HEAD.read];
  const lengthBytes = (written - read) >>> 0;
  const hasRoom = memory.length >= lengthBytes;
  const copy = hasRoom ? memory.subarray(0, lengthBytes) : new Uint8Array(lengthBytes);
  const at = (read >>> 0) & (bytes.length - 1);
  const first = Math.min(lengthBytes, bytes.length - at);
  copy.set(bytes.subarray(at, at + first), 0);
  if (first < lengthBytes) copy.set(bytes.subarray(0, lengthBytes - first), first);
  Atomics.store(head, HEAD.read, written);
  return copy;
}

/** Records that a ring took and that it refused, since the engine started. */
export function ringCounts(ring: RecordRing): { offered: number; refused: number } {
  return {
    offered: Atomics.load(ring.head, HEAD.offered) >>> 0,
    refused: Atomics.load(ring.head, HEAD.refused) >>> 0,
  };
}
