// When the main thread decides an order itself. A hand-off costs the main thread about as much as a
// small order does, and the worker more: while nothing waits and no worker is at it, small orders
// stay here, and the first few of a turn of the loop may be somewhat larger.

import type { RefusalDetail } from '../base/outcome.js';
import type { Recording } from '../columns/record-ring.js';
import { Answerer, internalRefusal, TOO_MANY_ROWS } from './answerer.js';
import { answerFor, CALL_KIND, type Call } from './calls.js';
import type { News } from './messages.js';

/**
 * Stock rows of an order's products that stay on the main thread: some ten microseconds of work.
 */
const INLINE_ROWS_MAX = 400;
/** The same for the first calls of a turn of the loop, when little else is going on. */
const INLINE_ROWS_FIRST_MAX = 1200;
/**
 * How many calls of a turn of the loop are the first ones, shared among the workers, and at least:
 * the more workers there are, the sooner it pays to give work away. Waking one costs what an order
 * of 1,200 rows does.
 */
const INLINE_FIRST_CALLS = 128;
const INLINE_FIRST_CALLS_MIN = 16;
/** Bytes of a request that stays on the main thread. */
const INLINE_BYTES_MAX = 2048;

const DONE = Promise.resolve();

/** Decides small calls on the thread that asks. */
export class InlineDecider {
  private readonly answerer: Answerer;
  private readonly heartbeat: Float64Array;
  private readonly firstCalls: number;
  private firstCallsLeft: number;

  constructor(workerCount: number, heartbeat: Float64Array, recording: Recording | null) {
    const share = Math.floor(INLINE_FIRST_CALLS / workerCount);
    this.firstCalls = Math.max(INLINE_FIRST_CALLS_MIN, share);
    this.firstCallsLeft = this.firstCalls;
    this.heartbeat = heartbeat;
    this.answerer = new Answerer(recording);
  }

  /** Takes news in. */
  learn(news: News): void {
    this.answerer.learn(news);
  }

  /** Answers the call where it is small: then `onDone` is called soon. Else nothing happened. */
  take(call: Call, tenant: number, site: number): boolean {
    if (call.bytes.length > INLINE_BYTES_MAX || call.kind === CALL_KIND.batch) return false;
    const refusal = this.answer(call, tenant, site);
    if (refusal === TOO_MANY_ROWS) return false;
    if (this.firstCallsLeft > 0) this.countFirst();
    const { wantedLogs, bytes, lengthBytes } = this.answerer;
    const answer = refusal === null ? answerFor(call, bytes, 0, lengthBytes) : null;
    // Cheaper than queueMicrotask, which makes a resource for each.
    void DONE.then(() => call.onDone(refusal, answer, wantedLogs));
    return true;
  }

  private countFirst(): void {
    if (this.firstCallsLeft === this.firstCalls) {
      setImmediate(() => {
        this.firstCallsLeft = this.firstCalls;
      });
    }
    this.firstCallsLeft--;
  }

  private answer(call: Call, tenant: number, site: number): RefusalDetail | null {
    const { bytes, kind } = call;
    const nowEpochMs = Date.now();
    const ageMs = Math.max(0, Math.round(nowEpochMs - this.heartbeat[0]));
    this.answerer.setTime(nowEpochMs);
    const end = bytes.length;
    const rowsMax = this.firstCallsLeft > 0 ? INLINE_ROWS_FIRST_MAX : INLINE_ROWS_MAX;
    // Never a Buffer: the codec would be compiled for two kinds of arrays, and be slower for both.
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, end);
    try {
      return this.answerer.answer(kind, tenant, site, plain, 0, end, ageMs, rowsMax);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error), 'RoutingDefect');
      return internalRefusal();
    }
  }
}
