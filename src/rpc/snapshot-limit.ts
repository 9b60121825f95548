// How old the stock that decisions see may be: past an operator's limit no order is routed, and the
// server says that it does not serve. Knows nothing of why it is old.

import { type RefusalDetail, STATUS } from '../base/outcome.js';
import { type Call, DECIDED_TICKET, type Router } from '../pool/calls.js';

/** Tickets of refused calls, apart from those of calls that a router decided at once. */
const REFUSED_TICKET = DECIDED_TICKET * 1.5;
const MS_PER_SECOND = 1000;
const RETRY_AFTER_MS = 1000;

/** The age of the snapshot beside its limit. */
export class SnapshotLimit {
  private readonly heartbeat: Float64Array;
  private readonly maxMs: number;

  /** `heartbeat` is `Store.heartbeat`. */
  constructor(heartbeat: Float64Array, maxMs: number) {
    this.heartbeat = heartbeat;
    this.maxMs = maxMs;
  }

  /** Whether the snapshot is too old now. */
  get isPassed(): boolean {
    return Date.now() - this.heartbeat[0] > this.maxMs;
  }

  /** What an order hears that would be decided on it. */
  refusal(): RefusalDetail {
    const ageSeconds = Math.floor((Date.now() - this.heartbeat[0]) / MS_PER_SECOND);
    const maxSeconds = this.maxMs / MS_PER_SECOND;
    return {
      code: STATUS.unavailable,
      reason: 'SNAPSHOT_TOO_OLD',
      message:
        `the stock was last known to be up to date ${ageSeconds} s ago, ` +
        `and orders are routed for ${maxSeconds} s after that`,
      violations: [],
      metadata: { ageSeconds: String(ageSeconds), maxSeconds: String(maxSeconds) },
      retryAfterMs: RETRY_AFTER_MS,
    };
  }
}

/** A router that routes nothing while the snapshot is too old. */
export class LimitedRouter implements Router {
  private readonly router: Router;
  private readonly limit: SnapshotLimit;
  private refusedCount = 0;

  constructor(router: Router, limit: SnapshotLimit) {
    this.router = router;
    this.limit = limit;
  }

  submit(call: Call): number {
    if (!this.limit.isPassed) return this.router.submit(call);
    const { onDone } = call;
    const refusal = this.limit.refusal();
    queueMicrotask(() => onDone(refusal, null, null));
    return REFUSED_TICKET + ++this.refusedCount;
  }

  cancel(ticket: number): void {
    if (ticket < DECIDED_TICKET) this.router.cancel(ticket);
  }

  whenRoom(callback: () => void): void {
    this.router.whenRoom(callback);
  }

  get queueMax(): number {
    return this.router.queueMax;
  }

  get depth(): number {
    return this.router.depth;
  }
}
