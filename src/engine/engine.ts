// The engine without its network: a store and the workers that route on what it publishes.

import { availableParallelism } from 'node:os';
import { RoutingPool } from '../pool/routing-pool.js';
import type { Router } from '../pool/calls.js';
import { EmbeddedStore } from '../stores/embedded-store.js';
import type { Store } from '../stores/store.js';
import type { EngineOptions } from './engine-options.js';

/** Calls that may wait or run at once, where the options name no number. */
const QUEUE_MAX_DEFAULT = 1024;

/** A store with workers. Opened once, closed once. */
export class Engine {
  readonly store: Store;
  readonly workerCount: number;
  private readonly pool: RoutingPool;

  private constructor(store: Store, pool: RoutingPool, workerCount: number) {
    this.store = store;
    this.pool = pool;
    this.workerCount = workerCount;
  }

  /**
   * Opens the store of `options.dataDirectory`, loads it and starts the workers. Rejects with a
   * `Refusal` where the folder is in use by another process or of an unknown schema.
   */
  static async open(options: EngineOptions): Promise<Engine> {
    const workerCount = options.workerCount ?? Math.max(1, availableParallelism() - 1);
    const store = new EmbeddedStore({
      dataDirectory: options.dataDirectory,
      onFailure: options.onFailure ?? rethrow,
    });
    const queueMax = options.queueMax ?? QUEUE_MAX_DEFAULT;
    const pool = new RoutingPool(
      workerCount,
      queueMax,
      store.heartbeat,
      options.isInlineAllowed ?? true,
    );
    store.onPublication = (publication) => pool.publish(publication);
    try {
      await store.open();
    } catch (error) {
      await pool.close();
      throw error;
    }
    return new Engine(store, pool, workerCount);
  }

  /** Where calls are routed. */
  get router(): Router {
    return this.pool;
  }

  /** Answers what was taken in, ends the workers, flushes and closes the store. */
  async close(): Promise<void> {
    await this.pool.close();
    await this.store.close();
  }
}

/**
 * A thread that died with nobody to tell ends the process: an engine that cannot write must not
 * seem well.
 */
function rethrow(error: Error): never {
  throw error;
}
