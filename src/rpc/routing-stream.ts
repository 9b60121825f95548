// StreamSuggestRouting: orders come in, answers go out, and neither side can fill the memory:
// reading stops while the queue is full or while too many orders are in hand.

import type { ServiceError } from '@grpc/grpc-js';
import type { RefusalDetail } from '../base/outcome.js';
import { CALL_KIND, type Router, type WantedLog } from '../pool/calls.js';
import type { Scope } from '../stores/store.js';
import type { CallMeter } from '../telemetry/call-meter.js';
import { momentUs } from '../telemetry/clock.js';
import type { TenantCalls } from '../telemetry/tenant-calls.js';
import { DRAINING, errorOf, serviceError, unauthenticated } from './errors.js';
import type { LogAttacher } from './log-attacher.js';
import type { OpenStreams } from './open-streams.js';
import type { HotStream, HotStreamHandler } from './quick-stream.js';
import { scopeOf } from './scope.js';
import type { Edge } from './unary.js';

/**
 * Orders of one stream that are read and whose answers the connection has not taken; then reading
 * stops.
 */
export const ORDERS_IN_HAND_MAX = 256;
/** Reading begins again at this many, so that it does not stop and start with every order. */
const ORDERS_IN_HAND_RESUME = ORDERS_IN_HAND_MAX / 2;

/** What a stream needs; `meter` takes the times of its orders, `tenants` their number. */
export type StreamParts = {
  readonly router: Router;
  readonly edge: Edge;
  readonly attacher: LogAttacher;
  readonly meter: CallMeter;
  readonly tenants: TenantCalls;
};

/** The handler of the method. */
export function routingStream(streams: OpenStreams, parts: StreamParts): HotStreamHandler {
  const { edge } = parts;
  return (call) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      call.emit('error', unauthenticated());
      return;
    }
    try {
      new RoutingStream(call, scopeOf(call.metadata), parts, streams).start();
    } catch (thrown) {
      call.emit('error', errorOf(thrown, edge.log, call.getPath()));
    }
  };
}

/**
 * One stream. Open until the last answer of an ended stream, a failure, or the caller's leaving.
 * Orders in hand are those in `#tickets` (being routed) and those in the call's write buffer
 * (answered, not taken by the connection).
 */
class RoutingStream {
  private readonly call: HotStream;
  private readonly scope: Scope;
  private readonly router: Router;
  private readonly edge: Edge;
  private readonly attacher: LogAttacher;
  private readonly meter: CallMeter;
  private readonly tenants: TenantCalls;
  private readonly deadlineEpochMs: number;
  private readonly tickets = new Set<number>();
  private readonly leave: () => void;
  /** An order that the queue had no room for. */
  private waiting: Buffer | null = null;
  /** Sent when the last order in hand is answered; null: the stream ends well. */
  private failure: ServiceError | null = null;
  private isInputOver = false;
  private isOver = false;

  constructor(call: HotStream, scope: Scope, parts: StreamParts, streams: OpenStreams) {
    this.call = call;
    this.scope = scope;
    this.router = parts.router;
    this.edge = parts.edge;
    this.attacher = parts.attacher;
    this.meter = parts.meter;
    this.tenants = parts.tenants;
    this.deadlineEpochMs = Number(call.getDeadline());
    this.leave = streams.add(() => this.drain());
  }

  start(): void {
    const call = this.call;
    call.on('data', (bytes: Buffer) => this.guarded(() => this.take(bytes)));
    call.on('end', () => this.endInput());
    call.on('drain', () => this.resumeReading());
    call.on('cancelled', () => this.abandon());
  }

  /** An error that escaped here would end the process. */
  private guarded(step: () => void): void {
    try {
      step();
    } catch (thrown) {
      this.fail(errorOf(thrown, this.edge.log, this.call.getPath()));
      this.endIfDone();
    }
  }

  private take(bytes: Buffer): void {
    if (this.isInputOver) return;
    if (!this.submit(bytes)) {
      this.waiting = bytes;
      this.call.pause();
      this.router.whenRoom(() => this.guarded(() => this.takeWaiting()));
      return;
    }
    if (this.inHandCount() >= ORDERS_IN_HAND_MAX) this.call.pause();
  }

  private takeWaiting(): void {
    const bytes = this.waiting;
    if (bytes === null) return;
    if (!this.submit(bytes)) {
      this.router.whenRoom(() => this.guarded(() => this.takeWaiting()));
      return;
    }
    this.waiting = null;
    this.resumeReading();
  }

  /** False where the queue is full. */
  private submit(bytes: Buffer): boolean {
    const begunUs = momentUs();
    const ticket = this.router.submit({
      kind: CALL_KIND.stream,
      tenantId: this.scope.tenantId,
      siteId: this.scope.siteId,
      bytes,
      deadlineEpochMs: this.deadlineEpochMs,
      onDone: (refusal, answer, wantedLogs) => {
        this.meter.time(begunUs);
        if (wantedLogs === null || answer === null) this.answer(ticket, refusal, answer);
        else this.answerWithLog(ticket, answer, wantedLogs);
      },
    });
    if (ticket < 0) return false;
    this.tickets.add(ticket);
    this.tenants.add(this.scope.tenantId);
    return true;
  }

  /** The order stays in hand while its log is made. */
  private answerWithLog(ticket: number, answer: Uint8Array, wanted: readonly WantedLog[]): void {
    const attached = this.attacher.attach(CALL_KIND.stream, this.scope, answer, wanted);
    void attached.then((whole) => this.guarded(() => this.answer(ticket, null, whole)));
  }

  private answer(ticket: number, refusal: RefusalDetail | null, answer: Uint8Array | null): void {
    this.tickets.delete(ticket);
    if (this.isOver) return;
    if (refusal === null) {
      this.call.write(answer as Uint8Array);
      this.resumeReading();
    } else {
      // Refusals of single orders come as answers; this one is about the stream.
      this.fail(serviceError(refusal));
    }
    this.endIfDone();
  }

  private inHandCount(): number {
    return this.tickets.size + this.call.writableLength;
  }

  private resumeReading(): void {
    if (this.waiting !== null || this.isInputOver || !this.call.isPaused()) return;
    if (this.inHandCount() <= ORDERS_IN_HAND_RESUME) this.call.resume();
  }

  private endInput(): void {
    this.isInputOver = true;
    this.endIfDone();
  }

  private drain(): void {
    if (this.isOver) return;
    this.fail(serviceError(DRAINING));
    this.endIfDone();
  }

  /** Takes nothing more in; what is being routed is still answered. */
  private fail(failure: ServiceError): void {
    this.failure ??= failure;
    this.isInputOver = true;
    this.waiting = null;
    this.call.pause();
  }

  private endIfDone(): void {
    if (this.isOver || !this.isInputOver) return;
    if (this.tickets.size > 0 || this.waiting !== null) return;
    this.close();
    if (this.failure === null) this.call.end();
    else this.call.emit('error', this.failure);
  }

  private abandon(): void {
    if (this.isOver) return;
    this.close();
    for (const ticket of this.tickets) this.router.cancel(ticket);
    this.tickets.clear();
  }

  private close(): void {
    this.isOver = true;
    this.waiting = null;
    this.leave();
  }
}
