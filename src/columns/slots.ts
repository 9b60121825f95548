// The memory in which requests go to the workers and answers come back: fixed slots, each owned by
// one side at a time. The main thread fills a slot and gives its number away; the worker answers in
// it and gives it back with its task.
//
//   meta      Int32[8]    kind | tenant | site | request bytes | answer bytes | status | cancelled
//   deadline  Float64     epoch milliseconds
//   request   16 KiB      answer 16 KiB; what is larger travels beside the slot

/** Positions in the meta of a slot. */
export const SLOT_META = {
  kind: 0,
  tenant: 1,
  site: 2,
  requestBytes: 3,
  answerBytes: 4,
  status: 5,
  cancelled: 6,
} as const;

/** Integers of meta of a slot. */
export const SLOT_META_INTS = 8;

/** Bytes of a request or an answer that a slot holds: an order of some 300 lines. */
export const SLOT_BYTES = 16_384;

/** What an answered slot holds. */
export const SLOT_STATUS = {
  /** Nothing yet. */
  none: 0,
  /** The answer's bytes, in the slot. */
  answered: 1,
  /** The answer's bytes, beside the slot. */
  answeredBeside: 2,
  /** A refusal, beside the slot. */
  refused: 3,
  /** Nothing: its caller had gone before a worker took it up. */
  dropped: 4,
} as const;

/** The shared memory of all slots. */
export type SlotArena = {
  readonly count: number;
  readonly meta: Int32Array;
  readonly deadline: Float64Array;
  readonly requests: Uint8Array;
  readonly answers: Uint8Array;
};

/** Slots for `count` calls at once. Their memory is touched only as they are used. */
export function createSlotArena(count: number): SlotArena {
  return {
    count,
    meta: new Int32Array(new SharedArrayBuffer(count * SLOT_META_INTS * 4)),
    deadline: new Float64Array(new SharedArrayBuffer(count * 8)),
    requests: new Uint8Array(new SharedArrayBuffer(count * SLOT_BYTES)),
    answers: new Uint8Array(new SharedArrayBuffer(count * SLOT_BYTES)),
  };
}
