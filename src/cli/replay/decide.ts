// Sends orders through the pool of a router, a bounded number at once, and tallies the answers.

import { CALL_KIND, type Router } from '../../pool/calls.js';
import type { LineJson } from '../decision.js';
import type { PlainMessage } from '../proto-json.js';
import { messageType } from '../schema.js';
import { REPLAY_SCOPE } from './stock.js';
import { Tally } from './tally.js';

/** An order of a replay. */
export type ReplayOrder = {
  /** Where it stands in its file, counted from 1. */
  readonly line: number;
  /** A SuggestRoutingRequest. */
  readonly message: PlainMessage;
  /** Why it cannot be sent; absent where it can. */
  readonly problem?: string;
};

/** Some orders, and which share of all has come with them, 0 to 1. */
export type OrderBatch = { readonly orders: Iterable<ReplayOrder>; readonly share: number };

/** What a replay did. */
export type ReplayRun = {
  readonly tally: Tally;
  readonly seconds: number;
  /** Resident memory of the process at the start, at each quarter of the orders, and at the end. */
  readonly rssBytes: readonly number[];
};

/** Where the resident memory is read, as shares of the orders. */
const RSS_SHARES = [0.25, 0.5, 0.75];

/**
 * Decides all orders, `inFlightMax` at once; `onProgress` hears the share that is sent and how many
 * are decided.
 */
export async function decideAll(
  router: Router,
  batches: AsyncIterable<OrderBatch> | Iterable<OrderBatch>,
  inFlightMax: number,
  onProgress: (share: number, decidedCount: number) => void,
): Promise<ReplayRun> {
  const window = new Window(router, inFlightMax);
  const rssBytes = [process.memoryUsage.rss()];
  const startMs = performance.now();
  for await (const { orders, share } of batches) {
    for (const order of orders) await window.send(order);
    while (rssBytes.length <= RSS_SHARES.length && share >= RSS_SHARES[rssBytes.length - 1]) {
      rssBytes.push(process.memoryUsage.rss());
    }
    onProgress(share, window.tally.answeredCount);
  }
  await window.drained();
  const seconds = (performance.now() - startMs) / 1000;
  rssBytes.push(process.memoryUsage.rss());
  return { tally: window.tally, seconds, rssBytes };
}

/** A bounded number of orders under way. */
class Window {
  readonly tally = new Tally();
  private readonly router: Router;
  private readonly inFlightMax: number;
  private readonly request = messageType('SuggestRoutingRequest');
  private inFlightCount = 0;
  private wake: () => void = () => undefined;

  constructor(router: Router, inFlightMax: number) {
    this.router = router;
    this.inFlightMax = inFlightMax;
  }

  /** Sends an order as soon as there is room for it. */
  async send(order: ReplayOrder): Promise<void> {
    if (order.problem !== undefined) {
      this.tally.refuse(order.line, order.problem);
      return;
    }
    const bytes = this.request.encode(order.message).finish();
    while (this.inFlightCount >= this.inFlightMax) await this.oneDone();
    while (!this.submit(order, bytes)) {
      await new Promise<void>((resolve) => this.router.whenRoom(resolve));
    }
  }

  /** Waits for the last answer. */
  async drained(): Promise<void> {
    while (this.inFlightCount > 0) await this.oneDone();
  }

  private submit(order: ReplayOrder, bytes: Uint8Array): boolean {
    const startMs = performance.now();
    const ticket = this.router.submit({
      kind: CALL_KIND.suggest,
      ...REPLAY_SCOPE,
      bytes,
      deadlineEpochMs: Number.POSITIVE_INFINITY,
      onDone: (refusal, answer) => {
        const latencyUs = (performance.now() - startMs) * 1000;
        this.inFlightCount--;
        if (answer === null) this.tally.refuse(order.line, refusal?.message ?? 'no answer');
        else this.tally.take(order.line, order.message.items as LineJson[], answer, latencyUs);
        this.wake();
      },
    });
    if (ticket !== -1) this.inFlightCount++;
    return ticket !== -1;
  }

  private oneDone(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}
