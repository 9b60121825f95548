// A store as the main thread sees it: every call goes to the store thread and comes back under its
// number.

import { Worker } from 'node:worker_threads';
import { Refusal, STATUS } from '../base/outcome.js';
import { createIdSource, type RecordRing } from '../columns/record-ring.js';
import { sharedDoubles } from '../columns/stock.js';
import type { Publication } from '../columns/views.js';
import { createStoreFigures } from '../telemetry/engine-figures.js';
import type { StockRise } from './allocation.js';
import type { Backup } from './embedded/backup.js';
import type { TenantLimits } from './embedded/tenant-state.js';
import type { EventNews } from './events.js';
import type {
  StoreAnswer,
  StoreMethod,
  StoreMethods,
  StorePlace,
  StoreReply,
  StoreRequest,
  StoreThreadData,
} from './messages.js';
import { StoreCalls } from './store-calls.js';
import type { Store } from './store.js';

/** What a store is made with, wherever it is. */
export type ThreadStoreOptions = {
  /**
   * Called once when the store thread died; every call is refused with UNAVAILABLE from then on.
   */
  readonly onFailure?: (error: Error) => void;
  /**
   * Called with what went wrong and stops nothing, as records that could not be written, at most
   * once a minute; absent: a warning of the process.
   */
  readonly onWarning?: (message: string) => void;
  /** Where the threads that decide leave records; absent: there are none. */
  readonly recordRings?: readonly RecordRing[];
  /** BigInt64[1] in shared memory: the first suggestion id that is free; the store sets it. */
  readonly nextSuggestionId?: BigInt64Array;
  /** Limits of a tenant below those of the product; for tests. */
  readonly limits?: TenantLimits;
};

type Waiter = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
};

/** A store on a thread of its own. */
export class ThreadStore extends StoreCalls implements Store {
  onPublication: (publication: Publication) => void = () => {};
  onStockRise: (rise: StockRise) => void = () => {};
  readonly heartbeat = sharedDoubles(1);
  /** What it counts of itself. */
  readonly figures = createStoreFigures();
  private readonly eventListeners = new Set<(news: EventNews) => void>();
  private readonly place: StorePlace;
  private readonly options: ThreadStoreOptions;
  private readonly waiters = new Map<number, Waiter>();
  private worker: Worker | undefined;
  private opening: Waiter | undefined;
  private closing: Promise<void> | undefined;
  private closed: (() => void) | undefined;
  private lastId = 0;

  constructor(place: StorePlace, options: ThreadStoreOptions) {
    super();
    this.place = place;
    this.options = options;
  }

  watchEvents(listener: (news: EventNews) => void): () => void {
    this.eventListeners.add(listener);
    return () => void this.eventListeners.delete(listener);
  }

  open(): Promise<void> {
    const { limits = {} } = this.options;
    const workerData: StoreThreadData = {
      place: this.place,
      limits,
      heartbeat: this.heartbeat,
      recordRings: this.options.recordRings ?? [],
      nextSuggestionId: this.options.nextSuggestionId ?? createIdSource(),
      figures: this.figures,
    };
    const worker = new Worker(new URL('./store-thread.js', import.meta.url), { workerData });
    this.worker = worker;
    worker.on('message', (reply: StoreReply) => this.hear(reply));
    worker.on('error', (error) => this.fail(worker, error));
    worker.on('exit', () => this.fail(worker, new Error('the store thread ended')));
    return new Promise((resolve, reject) => {
      this.opening = { resolve: () => resolve(), reject };
    });
  }

  close(): Promise<void> {
    this.closing ??= new Promise((resolve) => {
      if (this.worker === undefined) resolve();
      else {
        this.closed = resolve;
        this.post({ kind: 'close' });
      }
    });
    return this.closing;
  }

  /**
   * Copies what is committed into a new folder of `directory`, while everything goes on; see
   * embedded/backup.ts for what it refuses.
   */
  backUp(directory: string): Promise<Backup> {
    return this.ask((id) => ({ kind: 'backup', id, directory }));
  }

  protected override call<M extends StoreMethod>(
    method: M,
    args: Parameters<StoreMethods[M]>,
  ): Promise<StoreAnswer<M>> {
    return this.ask((id) => ({ kind: 'call', id, method, args }) as StoreRequest);
  }

  private ask<T>(requestOf: (id: number) => StoreRequest): Promise<T> {
    if (this.worker === undefined || this.closing !== undefined) {
      return Promise.reject(unavailable('the store is not open'));
    }
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiters.set(id, { resolve: resolve as Waiter['resolve'], reject });
      this.post(requestOf(id));
    });
  }

  private post(request: StoreRequest): void {
    this.worker?.postMessage(request);
  }

  private hear(reply: StoreReply): void {
    switch (reply.kind) {
      case 'publication':
        this.onPublication(reply.publication);
        break;
      case 'rise':
        this.onStockRise(reply.rise);
        break;
      case 'events':
        for (const listener of this.eventListeners) listener(reply.news);
        break;
      case 'several':
        for (const one of reply.replies) this.hear(one);
        break;
      case 'answer': {
        const waiter = this.waiters.get(reply.id);
        this.waiters.delete(reply.id);
        if (reply.outcome.isDone) waiter?.resolve(reply.outcome.value);
        else waiter?.reject(new Refusal(reply.outcome.detail));
        break;
      }
      case 'warning':
        if (this.options.onWarning === undefined) process.emitWarning(reply.message);
        else this.options.onWarning(reply.message);
        break;
      case 'opened':
        this.opening?.resolve(undefined);
        this.opening = undefined;
        break;
      case 'refused':
        this.worker = undefined;
        this.opening?.reject(new Refusal(reply.detail));
        this.opening = undefined;
        break;
      case 'closed':
        this.worker = undefined;
        this.closed?.();
        break;
    }
  }

  /** The thread ended without having been asked to. */
  private fail(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    for (const { reject } of this.waiters.values()) reject(unavailable(error.message));
    this.waiters.clear();
    this.closed?.();
    if (this.opening === undefined) this.options.onFailure?.(error);
    this.opening?.reject(error);
    this.opening = undefined;
  }
}

function unavailable(message: string): Refusal {
  const reason = 'STORE_UNAVAILABLE';
  return new Refusal({ code: STATUS.unavailable, reason, message, violations: [] });
}
