// When the main thread decides an order itself. A hand-off costs more than a small order does, on
// both threads; while little is under way the main thread has the time. It never takes on much: a
// few calls in a turn of its loop, few rows each.

import type { RefusalDetail } from '../base/outcome.js';
import { Answerer, internalRefusal, TOO_MANY_ROWS } from './answerer.js';
import { CALL_KIND, type Call } from './calls.js';
import type { News } from './messages.js';

/**
 * Stock rows of an order's products that the main thread takes on: some ten microseconds of work
 * (bench:rpc).
 */
const INLINE_ROWS_MAX = 1200;
/** Bytes of a request that the main thread takes on. */
const INLINE_BYTES_MAX = 2048;
/** Calls that the main thread takes on in one turn of its loop. */
const INLINE_CALLS_MAX = 8;

/** Decides small calls on the thread that asks. */
export class InlineDecider {
  private readonly answerer = new Answerer();
  private readonly heartbeat: Float64Array;
  private callsLeft = INLINE_CALLS_MAX;
  private isRefilling = false;

  constructor(heartbeat: Float64Array) {
    this.heartbeat = heartbeat;
  }

  /** Takes news in. */
  learn(news: News): void {
    this.answerer.learn(news);
  }

  /**
   * Answers the call where it is small and its turn has room: then `onDone` is called soon, and the
   * answer is true. Else nothing happened.
   */
  take(call: Call, tenant: number, site: number): boolean {
    const { bytes, kind } = call;
    if (this.callsLeft === 0 || bytes.length > INLINE_BYTES_MAX || kind === CALL_KIND.batch) {
      return false;
    }
    const refusal = this.answer(call, tenant, site);
    if (refusal === TOO_MANY_ROWS) return false;
    this.callsLeft--;
    this.refill();
    const answer = refusal === null ? this.copyAnswer() : null;
    queueMicrotask(() => call.onDone(refusal, answer));
    return true;
  }

  private answer(call: Call, tenant: number, site: number): RefusalDetail | null {
    const { bytes, kind } = call;
    const ageMs = Math.max(0, Math.round(Date.now() - this.heartbeat[0]));
    const end = bytes.length;
    // Never a Buffer: the codec would be compiled for two kinds of arrays, and be slower for both.
    const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, end);
    try {
      return this.answerer.answer(kind, tenant, site, plain, 0, end, ageMs, INLINE_ROWS_MAX);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : String(error), 'RoutingDefect');
      return internalRefusal();
    }
  }

  private copyAnswer(): Uint8Array {
    const { bytes, lengthBytes } = this.answerer;
    const copy = Buffer.allocUnsafe(lengthBytes);
    copy.set(bytes.subarray(0, lengthBytes));
    return copy;
  }

  /** The next turn of the loop has room again. */
  private refill(): void {
    if (this.isRefilling) return;
    this.isRefilling = true;
    setImmediate(() => {
      this.isRefilling = false;
      this.callsLeft = INLINE_CALLS_MAX;
    });
  }
}
