// The engine without its network: a store and the workers that route on what it publishes.

import { availableParallelism } from 'node:os';
import { createIdSource, createRecordRings } from '../columns/record-ring.js';
import { RoutingPool } from '../pool/routing-pool.js';
import type { Asker, Explainer, Linter, Router, Trier } from '../pool/calls.js';
import { EmbeddedStore } from '../stores/embedded-store.js';
import type { Store } from '../stores/store.js';
import type { EngineOptions } from './engine-options.js';
import { type RecordCounts, RecordWatch } from './record-watch.js';

/** Calls that may wait or run at once, where the options name no number. */
const QUEUE_MAX_DEFAULT = 1024;

/**
 * Bytes of a thread's ring. A record of a few lines has some 400 bytes: the ring holds 20,000 of
 * them, so at 30,000 decisions a second on one thread the store may be busy with something else for
 * more than half a second, ten times as long as it lets pass between two looks. A record may be a
 * quarter of it, more than an order of 2,000 lines needs.
 */
const RING_BYTES_DEFAULT = 8 * 1024 * 1024;

/** Rings for threads that begin before one that ended gave its ring back. */
const SPARE_RINGS = 2;

/** A store with workers. Opened once, closed once. */
export class Engine {
  readonly store: Store;
  readonly workerCount: number;
  private readonly pool: RoutingPool;
  private readonly watch: RecordWatch;

  private constructor(store: Store, pool: RoutingPool, watch: RecordWatch, workerCount: number) {
    this.store = store;
    this.pool = pool;
    this.watch = watch;
    this.workerCount = workerCount;
  }

  /**
   * Opens the store of `options.dataDirectory`, loads it and starts the workers. Rejects with a
   * `Refusal` where the folder is in use by another process or of an unknown schema.
   */
  static async open(options: EngineOptions): Promise<Engine> {
    const workerCount = options.workerCount ?? Math.max(1, availableParallelism() - 1);
    // One for each worker, one for the main thread.
    const ringCount = workerCount + 1 + SPARE_RINGS;
    const rings = createRecordRings(ringCount, options.recordRingBytes ?? RING_BYTES_DEFAULT);
    const nextSuggestionId = createIdSource();
    const { onWarning } = options;
    const store = new EmbeddedStore({
      dataDirectory: options.dataDirectory,
      recordRings: rings,
      nextSuggestionId,
      onFailure: options.onFailure ?? rethrow,
      onWarning: onWarning && ((message) => onWarning(message, {})),
    });
    const pool = new RoutingPool({
      workerCount,
      queueMax: options.queueMax ?? QUEUE_MAX_DEFAULT,
      heartbeat: store.heartbeat,
      isInlineAllowed: options.isInlineAllowed ?? true,
      recording: (options.isRecordingAllowed ?? true) ? { rings, nextSuggestionId } : null,
    });
    store.onPublication = (publication) => pool.publish(publication);
    try {
      await store.open();
    } catch (error) {
      await pool.close();
      throw error;
    }
    const watch = new RecordWatch(rings, onWarning ?? emitWarning);
    return new Engine(store, pool, watch, workerCount);
  }

  /** Where calls are routed. */
  get router(): Router {
    return this.pool;
  }

  /** Decision records that were left for the store and those that were dropped, since opened. */
  recordCounts(): RecordCounts {
    return this.watch.counts();
  }

  /** Where recorded decisions are made again. */
  get explainer(): Explainer {
    return this.pool;
  }

  /** Where orders are decided on worlds of their own. */
  get trier(): Trier {
    return this.pool;
  }

  /** Where rules are looked through. */
  get linter(): Linter {
    return this.pool;
  }

  /** Where it is said why a location was chosen or not. */
  get asker(): Asker {
    return this.pool;
  }

  /** Answers what was taken in, ends the workers, flushes and closes the store. */
  async close(): Promise<void> {
    await this.pool.close();
    this.watch.close();
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

function emitWarning(message: string, fields: object): void {
  process.emitWarning(message, { code: 'RECORDS_DROPPED', detail: JSON.stringify(fields) });
}
