// What the main thread asks of the workers, and what it hears back.

import { type RefusalDetail, STATUS } from '../base/outcome.js';
import type { PostalTable } from '../columns/postal.js';
import type { Explanation } from '../explain/explain.js';
import type { ReplayInputs, ReplayWorld } from '../explain/inputs.js';
import type { LintOutcome, LintTask } from '../explain/lint.js';
import type { WhyOutcome, WhyTask } from '../explain/why/answer.js';

/** Kinds of work. `stream` is one message of a stream: its errors come back inside its bytes. */
export const CALL_KIND = { suggest: 1, candidates: 2, batch: 3, stream: 4 } as const;

/**
 * One request as it came: the bytes of the message of its kind. They are copied before `submit`
 * returns.
 */
export type Call = {
  /** One of CALL_KIND. */
  readonly kind: number;
  readonly tenantId: string;
  readonly siteId: string;
  readonly bytes: Uint8Array;
  /** When the caller stops waiting, epoch milliseconds; Infinity: never. */
  readonly deadlineEpochMs: number;
  /** So many bytes before the answer are left for the callee to write; absent: none. */
  readonly headBytes?: number;
  /**
   * Called once, never from inside `submit`: with the bytes of the answer behind those that were
   * left, all of which belong to the callee, or with why there are none; and with the records of
   * the orders whose logs are wanted, null where there are none. Not called after `cancel`.
   */
  readonly onDone: (
    refusal: RefusalDetail | null,
    bytes: Uint8Array | null,
    wantedLogs: readonly WantedLog[] | null,
  ) => void;
};

/** A copy of an answer for its call: `source[start .. start + lengthBytes)`, behind its head. */
export function answerFor(
  { headBytes = 0 }: Call,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
): Uint8Array {
  const copy = Buffer.allocUnsafe(headBytes + lengthBytes);
  copy.set(source.subarray(start, start + lengthBytes), headBytes);
  return copy;
}

/** The record of an order whose request asks for its log; what it is explained from. */
export type WantedLog = {
  /** The place of the order in its batch; 0 for a call of one order. */
  readonly element: number;
  /** See wire/record.ts. It is there also where the record is not kept. */
  readonly record: Uint8Array;
};

/** What decides recorded orders again, on worker threads and behind the calls. */
export interface Explainer {
  /** See explain/explain.ts. Rejects where that throws, and while the engine closes. */
  explain(inputs: ReplayInputs, wantsEvents: boolean): Promise<Explanation>;
}

/** An order and what it is to be decided on. */
export type TrialTask = {
  readonly tenantId: string;
  readonly siteId: string;
  /** A SuggestRoutingRequest message. */
  readonly request: Uint8Array;
  readonly world: ReplayWorld;
  /** Where postal codes are. */
  readonly postal: PostalTable;
  readonly timeEpochMs: number;
};

/** What was decided. */
export type Trial = {
  /** Why the request is refused; null: it is not. */
  readonly refusal: RefusalDetail | null;
  /** A SuggestRoutingResponse message without a log; empty where the request is refused. */
  readonly answer: Uint8Array;
  /** The record of the decision, see wire/record.ts; it is kept nowhere. */
  readonly record: Uint8Array;
};

/** What decides orders on worlds of their own, on worker threads and behind the calls. */
export interface Trier {
  /** See trial.ts. Rejects where that throws, and while the engine closes. */
  tryOrder(task: TrialTask): Promise<Trial>;
}

/** What looks through rules, on worker threads and behind the calls. */
export interface Linter {
  /** See explain/lint.ts. Rejects where that throws, and while the engine closes. */
  lint(task: LintTask): Promise<LintOutcome>;
}

/** What says why a location was chosen or not, on worker threads and behind the calls. */
export interface Asker {
  /** See explain/why/why.ts. Rejects where that throws, and while the engine closes. */
  explainLocation(task: WhyTask): Promise<WhyOutcome>;
}

/** Tickets from here on are of calls that are decided already: there is nothing to cancel. */
export const DECIDED_TICKET = 2 ** 52;

/** What routes on worker threads. */
export interface Router {
  /**
   * Takes a call in. Returns a ticket for `cancel`, or -1 where the queue is full: then nothing
   * happened.
   */
  submit(call: Call): number;
  /** Drops a call whose caller has gone; its answer is not made if it has not begun. */
  cancel(ticket: number): void;
  /** Calls `callback` once, when the queue has room again. */
  whenRoom(callback: () => void): void;
  /** Calls that may be taken in and not yet answered. */
  readonly queueMax: number;
  /** Calls taken in and not yet answered. */
  readonly depth: number;
}

/** The refusal where no further work fits: so many calls wait or run. */
export function queueFull(queueMax: number): RefusalDetail {
  return {
    code: STATUS.resourceExhausted,
    reason: 'QUEUE_FULL',
    message: `${queueMax} calls are waiting or running, and no more fit; try again soon`,
    violations: [],
    metadata: { queueMax: String(queueMax) },
    retryAfterMs: 50,
  };
}

/** What a call hears whose worker died under it. It decided nothing: trying again is safe. */
export const WORKER_LOST: RefusalDetail = {
  code: STATUS.unavailable,
  reason: 'WORKER_LOST',
  message: 'the worker that had the request died',
  violations: [],
  retryAfterMs: 100,
};

/** What a call hears that waited longer than its caller. */
export const DEADLINE_PASSED: RefusalDetail = {
  code: STATUS.deadlineExceeded,
  reason: 'DEADLINE_EXCEEDED',
  message: 'the deadline passed before the request was taken up',
  violations: [],
};
