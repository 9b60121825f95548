// WatchEvents: pages of the store go out one by one, as the caller takes them, and then what
// happens. Keeps no events: a slow caller costs one page.

import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import type { EventKind, StoredEvent } from '../stores/events.js';
import type { Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import { DRAINING, errorOf, serviceError, unauthenticated } from './errors.js';
import { kindsOf, type WatchAnswer, watchAnswer, type WatchRequest } from './event-messages.js';
import type { OpenStreams } from './open-streams.js';
import { tenantOf } from './scope.js';
import type { Edge } from './unary.js';

/** Events of a response at most. */
const PAGE_EVENTS = 500;
/** After so long without a response there is one without events. */
const HEARTBEAT_MS = 10_000;
/** How soon a stream that has everything looks again, so that many small commits are one page. */
const LOOK_MS = 20;

type Call = ServerWritableStream<Buffer, Uint8Array>;
type WatchCodec = Codec<WatchRequest, WatchAnswer>;
type Watched = Pick<Store, 'readEvents' | 'watchEvents'>;
type Wanted = {
  readonly tenantId: string;
  readonly afterSequence: number;
  readonly kinds: readonly EventKind[];
};

/** The handler of the method. */
export function eventStream(
  edge: Edge,
  codec: WatchCodec,
  streams: OpenStreams,
  store: Watched,
): handleServerStreamingCall<Buffer, Uint8Array> {
  return (call) => {
    if (edge.isKnownCaller !== null && !edge.isKnownCaller(call.metadata)) {
      call.emit('error', unauthenticated());
      return;
    }
    let wanted: Wanted;
    try {
      const request = codec.decode(call.request);
      const { afterSequence = 0 } = request;
      wanted = { tenantId: tenantOf(call.metadata), afterSequence, kinds: kindsOf(request) };
    } catch (thrown) {
      call.emit('error', errorOf(thrown, edge.log, call.getPath()));
      return;
    }
    void new EventStream(call, codec, store, edge).run(wanted, streams);
  };
}

/** One stream, until the caller leaves, the server goes or the store refuses. */
class EventStream {
  private readonly call: Call;
  private readonly codec: WatchCodec;
  private readonly store: Watched;
  private readonly edge: Edge;
  /** The last event that the store told of. */
  private toldSequence = 0;
  private isOver = false;
  /** Ends what the stream waits for. */
  private wake: () => void = () => {};

  constructor(call: Call, codec: WatchCodec, store: Watched, edge: Edge) {
    this.call = call;
    this.codec = codec;
    this.store = store;
    this.edge = edge;
  }

  /** Never rejects. */
  async run(wanted: Wanted, streams: OpenStreams): Promise<void> {
    const leave = streams.add(() => this.fail(serviceError(DRAINING)));
    const unwatch = this.store.watchEvents(({ tenantId, lastSequence }) => {
      if (tenantId !== wanted.tenantId) return;
      this.toldSequence = lastSequence;
      this.wake();
    });
    this.call.on('cancelled', () => this.end());
    try {
      await this.pump(wanted);
    } catch (thrown) {
      this.fail(errorOf(thrown, this.edge.log, this.call.getPath()));
    }
    unwatch();
    leave();
  }

  private async pump({ tenantId, afterSequence, kinds }: Wanted): Promise<void> {
    let cursor = afterSequence;
    let sent: { readonly epochMs: number; readonly cursor: number } | null = null;
    let isCaughtUp = false;
    const send = async (events: readonly StoredEvent[]) => {
      sent = { epochMs: Date.now(), cursor };
      await this.write(watchAnswer(events, cursor));
      return sent;
    };
    while (!this.isOver) {
      const lookedEpochMs = Date.now();
      const query = { afterSequence: cursor, kinds, limit: PAGE_EVENTS };
      const page = await this.store.readEvents(tenantId, query);
      if (cursor === -1) cursor = page.nextAfterSequence;
      // The store has not refused the place: the caller may know.
      sent ??= await send([]);
      cursor = page.nextAfterSequence;
      const isDue = Date.now() >= sent.epochMs + HEARTBEAT_MS;
      // Whoever wants what was there, and no more, learns that this was all.
      const isNewsThatAll = cursor === page.lastSequence && !isCaughtUp && sent.cursor < cursor;
      if (page.events.length > 0 || isDue || isNewsThatAll) sent = await send(page.events);
      if (cursor < page.lastSequence) continue;
      isCaughtUp = true;
      await this.news(cursor, sent.epochMs + HEARTBEAT_MS);
      await this.rest(lookedEpochMs + LOOK_MS);
    }
  }

  /** Waits for events after a place, or until a time. */
  private async news(cursor: number, epochMs: number): Promise<void> {
    while (!this.isOver && this.toldSequence <= cursor && Date.now() < epochMs) {
      await this.pause(epochMs - Date.now());
    }
  }

  /** Waits until a time, whatever is told meanwhile. */
  private async rest(epochMs: number): Promise<void> {
    while (!this.isOver && Date.now() < epochMs) await this.pause(epochMs - Date.now());
  }

  /** Waits until the connection has taken a response, or the stream is over. */
  private write(answer: WatchAnswer): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        if (this.isOver) resolve();
      };
      this.wake = done;
      this.call.write(this.codec.encode(answer), () => resolve());
    });
  }

  /** Waits so long, or until something is told, or the stream is over. */
  private pause(ms: number): Promise<void> {
    if (this.isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private fail(error: Error): void {
    if (this.isOver) return;
    this.end();
    this.call.emit('error', error);
  }

  private end(): void {
    this.isOver = true;
    this.wake();
  }
}
