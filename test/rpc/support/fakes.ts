// Stand-ins for an engine where a test must decide by itself when a queue is full or an answer
// comes.

import { Allocator } from '../../../src/engine/allocator.js';
import { Planner } from '../../../src/engine/planner.js';
import type { RefusalDetail } from '../../../src/base/outcome.js';
import {
  answerFor,
  type Asker,
  type Call,
  type Explainer,
  type Linter,
  type Router,
  type WantedLog,
  type Trier,
} from '../../../src/pool/calls.js';
import type { Log } from '../../../src/rpc/log.js';
import { type RunningServer, type ServerOptions, startServer } from '../../../src/rpc/server.js';
import type { Store } from '../../../src/stores/store.js';

/** A router that answers when the test says so. */
export class HeldRouter implements Router {
  readonly calls = new Map<number, Call>();
  readonly cancelled: number[] = [];
  /** Calls that fit; more are turned away. */
  room = Number.POSITIVE_INFINITY;
  /** The most calls that were ever held at once. */
  depthMax = 0;
  #next = 1;
  #waiting: (() => void)[] = [];

  get queueMax(): number {
    return this.room;
  }

  get depth(): number {
    return this.calls.size;
  }

  submit(call: Call): number {
    if (this.calls.size >= this.room) return -1;
    const ticket = this.#next++;
    this.calls.set(ticket, { ...call, bytes: Uint8Array.from(call.bytes) });
    this.depthMax = Math.max(this.depthMax, this.calls.size);
    return ticket;
  }

  cancel(ticket: number): void {
    this.cancelled.push(ticket);
    this.calls.delete(ticket);
  }

  whenRoom(callback: () => void): void {
    this.#waiting.push(callback);
  }

  /** Answers the oldest call, by default with its own bytes. */
  answerOne(
    refusal: RefusalDetail | null = null,
    bytes?: Uint8Array,
    wantedLogs: readonly WantedLog[] | null = null,
  ): void {
    const [first] = this.calls;
    if (first === undefined) throw new Error('nothing is held');
    const [ticket, call] = first;
    this.calls.delete(ticket);
    const answer = bytes ?? call.bytes;
    const copy = refusal === null ? answerFor(call, answer, 0, answer.length) : null;
    call.onDone(refusal, copy, wantedLogs);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const callback of waiting) callback();
  }

  answerAll(): void {
    while (this.calls.size > 0) this.answerOne();
  }
}

/** A store of which a test gives the methods that it expects to be called. */
function stubStore(methods: Partial<Store>): Store {
  return methods as Store;
}

/** A logger that keeps what it is told. */
export class KeptLog implements Log {
  readonly lines: { level: string; fields: object; message: string }[] = [];

  info(fields: object, message: string): void {
    this.lines.push({ level: 'info', fields, message });
  }

  error(fields: object, message: string): void {
    this.lines.push({ level: 'error', fields, message });
  }
}

type FakeParts = {
  readonly router: Router;
  readonly explainer: Explainer;
  readonly store: Partial<Store>;
};

const NO_EXPLAINER: Explainer = {
  explain: () => Promise.reject(new Error('nothing is explained here')),
};

const NO_TRIER: Trier = {
  tryOrder: () => Promise.reject(new Error('nothing is tried here')),
};

const NO_LINTER: Linter = {
  lint: () => Promise.reject(new Error('no rules are looked through here')),
};

const NO_ASKER: Asker = {
  explainLocation: () => Promise.reject(new Error('no location is explained here')),
};

/** A server on a free port of the loopback address, over a held router and a stub of a store. */
export function startFake(
  options: Partial<ServerOptions> & Partial<FakeParts> = {},
): Promise<RunningServer> {
  const { router = new HeldRouter(), explainer = NO_EXPLAINER, ...rest } = options;
  const store = stubStore(options.store ?? {});
  return startServer({
    engine: {
      allocator: new Allocator(store, new Planner(router)),
      router,
      explainer,
      trier: NO_TRIER,
      linter: NO_LINTER,
      asker: NO_ASKER,
      store,
    },
    listen: { host: '127.0.0.1', port: 0 },
    isInsecureAllowed: false,
    isReflectionEnabled: true,
    logger: new KeptLog(),
    ...rest,
  });
}

/** Resolves when `isTrue` holds; rejects after five seconds. */
export async function until(isTrue: () => boolean): Promise<void> {
  const endMs = Date.now() + 20_000;
  while (!isTrue()) {
    if (Date.now() > endMs) throw new Error('waited for twenty seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
