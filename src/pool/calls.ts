// What the main thread asks of the workers, and what it hears back.

import type { RefusalDetail } from '../base/outcome.js';

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
  /**
   * Called once, never from inside `submit`: with the bytes of the answer, which belong to the
   * callee, or with why there are none. Not called after `cancel`.
   */
  readonly onDone: (refusal: RefusalDetail | null, bytes: Uint8Array | null) => void;
};

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
