// The engine without its network: a store and the workers that route on what it publishes.

import { availableParallelism } from 'node:os';
import { createIdSource, createRecordRings } from '../columns/record-ring.js';
import { TENANT_COUNTER, type TenantView } from '../columns/views.js';
import { RoutingPool } from '../pool/routing-pool.js';
import type { Asker, Explainer, Linter, Router, Trier } from '../pool/calls.js';
import type { Backup } from '../stores/embedded/backup.js';

import type { Store } from '../stores/store.js';
import { ThreadStore } from '../stores/thread-store.js';
import type { EngineFigures, TenantFigures } from '../telemetry/engine-figures.js';
import { Allocator } from './allocator.js';
import { BackorderServer } from './backorder-server.js';
import { type EngineOptions, storePlaceOf } from './engine-options.js';
import { Planner } from './planner.js';
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

/** What an engine is made of. */
type EngineParts = {
  readonly store: Store;
  readonly pool: RoutingPool;
  readonly allocator: Allocator;
  readonly backorders: BackorderServer;
  readonly figures: EngineFigures;
  readonly backUp: (directory: string) => Promise<Backup>;
};

/** What figures are taken from. */
type Counted = Pick<EngineParts, 'pool' | 'allocator'> & {
  readonly store: ThreadStore;
  readonly watch: RecordWatch;
  readonly tenants: ReadonlyMap<string, TenantView>;
  readonly workerCount: number;
};

/** A store with workers. Opened once, closed once. */
export class Engine {
  readonly store: Store;
  readonly workerCount: number;
  /** What gives orders their stock. */
  readonly allocator: Allocator;
  /** What it counts of itself. */
  readonly figures: EngineFigures;
  /**
   * Copies the store into a new folder of `directory`, which is there, while it serves. Rejects
   * with a `Refusal`: ABORTED (BACKUP_RUNNING), UNAVAILABLE (BACKUP_FAILED).
   */
  readonly backUp: (directory: string) => Promise<Backup>;
  private readonly pool: RoutingPool;
  private readonly backorders: BackorderServer;
  private readonly watch: RecordWatch;

  private constructor(
    { store, pool, allocator, backorders, figures, backUp }: EngineParts,
    watch: RecordWatch,
    workerCount: number,
  ) {
    this.store = store;
    this.pool = pool;
    this.allocator = allocator;
    this.backorders = backorders;
    this.figures = figures;
    this.backUp = backUp;
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
    const place = storePlaceOf(options);
    const store = new ThreadStore(place, {
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
    const tenants = new Map<string, TenantView>();
    store.onPublication = (publication) => {
      tenants.set(publication.tenant.tenantId, publication.tenant);
      pool.publish(publication);
    };
    const planner = new Planner(pool);
    const allocator = new Allocator(store, planner);
    const warn = onWarning ?? emitWarning;
    const backorders = new BackorderServer({ store, planner, allocator, warn });
    store.onStockRise = (rise) => backorders.note(rise);
    try {
      await store.open();
    } catch (error) {
      await pool.close();
      throw error;
    }
    backorders.open();
    const watch = new RecordWatch(rings, warn);
    const figures = figuresOf({ store, pool, allocator, watch, tenants, workerCount });
    const backUp = (directory: string) => store.backUp(directory);
    const parts = { store, pool, allocator, backorders, figures, backUp };
    return new Engine(parts, watch, workerCount);
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
    await this.backorders.close();
    await this.pool.close();
    this.watch.close();
    await this.store.close();
  }
}

function figuresOf({
  store,
  pool,
  allocator,
  watch,
  tenants,
  workerCount,
}: Counted): EngineFigures {
  return {
    workerCount,
    queueMax: pool.queueMax,
    pool: pool.figures,
    store: store.figures,
    conflicts: allocator.conflicts,
    queueDepth: () => pool.depth,
    records: () => watch.counts(),
    tenantCount: () => tenants.size,
    tenants: (count) => sequencesOf(tenants.values(), count),
    snapshotAgeMs: () => Math.max(0, Date.now() - store.heartbeat[0]),
  };
}

function sequencesOf(views: Iterable<TenantView>, count: number): TenantFigures[] {
  return Array.from(views)
    .slice(0, count)
    .map(({ tenantId, counters }) => {
      const sequence = counters[TENANT_COUNTER.sequence];
      return { tenantId, sequence, commit: counters[TENANT_COUNTER.commit] };
    });
}

/**
 * A thread that died with nobody to tell ends the process: an engine that cannot write must not
 * seem well.
 */
function rethrow(error: Error): never {
  throw error;
}

function emitWarning(message: string, fields: object): void {
  process.emitWarning(message, { detail: JSON.stringify(fields) });
}
