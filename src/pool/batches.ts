// The memory of the batches that run, one place for each worker: which slots a batch is of, and the
// requests and answers that are larger than a slot. The main thread fills a place and gives it
// away with a task, as it does with a slot; what has no room in it travels in the messages.

/** Slots of a batch at most. */
export const BATCH_SLOTS_MAX = 192;
/**
 * Bytes of large requests, and of large answers, that a place holds: eight batches of 100 orders of
 * 20 lines. Their memory is touched only as it is used.
 */
const PLACE_BYTES = 1 << 20;
/** A request of up to so many bytes waits in memory that is used again, and so many at once. */
const WAITING_BYTES_MAX = 65_536;
const WAITING_MAX = 32;
/** In a column of where bytes are: not in a place. */
const NOWHERE = -1;

/** The shared memory of all places. Entries of a place follow one another, one for each slot. */
export type BatchArena = {
  /** By entry: the slot. */
  readonly slots: Int32Array;
  readonly requests: BesideColumn;
  readonly answers: BesideColumn;
};

/** Bytes that are larger than a slot. */
export type BesideColumn = {
  /** By entry: where its bytes begin; below 0: they are not here. */
  readonly starts: Int32Array;
  readonly bytes: Uint8Array;
};

/** Places for `count` batches. The first entry of place n is n * BATCH_SLOTS_MAX. */
export function createBatchArena(count: number): BatchArena {
  const column = (): Int32Array =>
    new Int32Array(new SharedArrayBuffer(count * BATCH_SLOTS_MAX * Int32Array.BYTES_PER_ELEMENT));
  const besides = (): BesideColumn => ({
    starts: column(),
    bytes: new Uint8Array(new SharedArrayBuffer(count * PLACE_BYTES)),
  });
  return { slots: column(), requests: besides(), answers: besides() };
}

/** Where the bytes of the place begin whose first entry is `first`. */
export function placeStart(first: number): number {
  return (first / BATCH_SLOTS_MAX) * PLACE_BYTES;
}

/**
 * Puts the first `lengthBytes` of `source` at `next` of an entry's place, and notes where they are.
 * Answers where the next bytes go. Where the place has no room that is noted, and nothing is
 * written.
 */
export function putBeside(
  { starts, bytes }: BesideColumn,
  entry: number,
  next: number,
  source: Uint8Array,
  lengthBytes: number,
): number {
  const first = entry - (entry % BATCH_SLOTS_MAX);
  const end = next + lengthBytes;
  if (end > placeStart(first) + PLACE_BYTES) {
    starts[entry] = NOWHERE;
    return next;
  }
  bytes.set(source.subarray(0, lengthBytes), next);
  starts[entry] = next;
  return end;
}

/** Copies of large requests that wait for a batch: memory that is new for each is much garbage. */
export class WaitingRequests {
  private readonly free: Uint8Array[] = [];

  /** A copy, until it is given back. */
  copyOf(request: Uint8Array): Uint8Array {
    if (request.length > WAITING_BYTES_MAX) return new Uint8Array(request);
    const memory = this.free.pop() ?? new Uint8Array(WAITING_BYTES_MAX);
    memory.set(request);
    return memory.subarray(0, request.length);
  }

  /** Takes a copy back that nobody reads any more. */
  giveBack({ buffer }: Uint8Array): void {
    const isOurs = buffer.byteLength === WAITING_BYTES_MAX;
    if (isOurs && this.free.length < WAITING_MAX) this.free.push(new Uint8Array(buffer));
  }
}
