// What an engine counts of itself: columns in shared memory, each column written by one thread, and
// read when somebody asks.

import { elapsedUs, momentUs } from './clock.js';
import { createHistogram, type Histogram, observe, sharedNumbers } from './histogram.js';
import type { ReasonCounts } from './reason-counts.js';

/** Counts of the pool, Float64; written by the main thread. */
export const POOL_COUNT = {
  /** Calls that the main thread decided itself. */
  inline: 0,
  /** Calls that were handed to workers. */
  handed: 1,
  /** Calls that found the queue full. */
  full: 2,
} as const;

/** Kinds of work of a worker. */
export const WORK = { routing: 0, explaining: 1 } as const;
const WORK_KINDS = 2;

/** Workers that have a place of their own; one that is started later shares one. */
const PLACES = 1024;

/** What the pool counts. */
export type PoolFigures = {
  readonly counts: Float64Array;
  /** Calls of a batch. */
  readonly batchCalls: Histogram;
  readonly busy: BusyColumns;
};

/** How long workers were at work. */
export type BusyColumns = {
  /** Int32[1]: places that are taken. */
  readonly taken: Int32Array;
  /** Microseconds, by place and by WORK. */
  readonly us: Float64Array;
};

/** The figures of a pool that has done nothing. */
export function createPoolFigures(): PoolFigures {
  return {
    counts: sharedNumbers(Object.keys(POOL_COUNT).length),
    batchCalls: createHistogram([1, 2, 4, 8, 16, 32, 64]),
    busy: {
      taken: new Int32Array(new SharedArrayBuffer(4)),
      us: sharedNumbers(PLACES * WORK_KINDS),
    },
  };
}

/** The place of a worker in the columns of busy time. */
export class BusyClock {
  private readonly us: Float64Array;
  private readonly place: number;

  constructor({ taken, us }: BusyColumns) {
    this.us = us;
    this.place = (Atomics.add(taken, 0, 1) % PLACES) * WORK_KINDS;
  }

  /** The same work, and the time that it takes is counted; work is one of WORK. */
  timed<Task, Result>(kind: number, work: (task: Task) => Result): (task: Task) => Result {
    const at = this.place + kind;
    return (task) => {
      const begunUs = momentUs();
      try {
        return work(task);
      } finally {
        this.us[at] += elapsedUs(begunUs);
      }
    };
  }
}

/** Seconds that all workers were at work of a kind, one of WORK. */
export function busySeconds({ us }: BusyColumns, kind: number): number {
  let sum = 0;
  for (let at = kind; at < us.length; at += WORK_KINDS) sum += us[at];
  return sum / 1e6;
}

/** Counts of the store, Float64; written by its thread. */
export const STORE_COUNT = {
  /** Calls that were committed with others, and those of them that were refused. */
  calls: 0,
  refused: 1,
  /** Transactions that the disk did not take: nothing of them was written. */
  failed: 2,
  /** Holds whose time was over. */
  expired: 3,
  /** Lines of orders that wait for stock now, of all tenants. */
  waiting: 4,
  /** Tenants that were loaded anew while the store was open. */
  reloads: 5,
  /** Commits that came too late, since another engine had committed, and were made again. */
  stale: 6,
  /** Commits that were acknowledged and are found missing. */
  lost: 7,
  /** Milliseconds by which what readers see is behind the truth that all engines share. */
  feedLagMs: 8,
  /** 1 while that truth can be reached, else 0. */
  reachable: 9,
} as const;

/** What the store counts. */
export type StoreFigures = {
  readonly counts: Float64Array;
  /** Calls of a commit; one without calls ends holds. */
  readonly commitCalls: Histogram;
  /** Microseconds of a commit, from the first check to what readers see. */
  readonly commitUs: Histogram;
};

/** The figures of a store that has done nothing and can be reached. */
export function createStoreFigures(): StoreFigures {
  const commitUs = [200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];
  const counts = sharedNumbers(Object.keys(STORE_COUNT).length);
  counts[STORE_COUNT.reachable] = 1;
  return {
    counts,
    commitCalls: createHistogram([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]),
    commitUs: createHistogram([...commitUs, 1_000_000, 2_000_000, 5_000_000]),
  };
}

/** Counts a commit. */
export function countCommit(
  figures: StoreFigures,
  begunUs: number,
  callCount: number,
  refusedCount: number,
): void {
  observe(figures.commitUs, elapsedUs(begunUs));
  observe(figures.commitCalls, callCount);
  figures.counts[STORE_COUNT.calls] += callCount;
  figures.counts[STORE_COUNT.refused] += refusedCount;
}

/** A tenant whose stock the workers have. */
export type TenantFigures = {
  readonly tenantId: string;
  /** Changes of its stock rows that workers see. */
  readonly sequence: number;
  /** The last commit of it that workers see; 0: commits have no numbers here. */
  readonly commit: number;
};

/** All that is counted of an engine, and how to ask for what changes by itself. */
export type EngineFigures = {
  readonly workerCount: number;
  readonly queueMax: number;
  readonly pool: PoolFigures;
  readonly store: StoreFigures;
  /** Plans that met other stock, by reason. */
  readonly conflicts: ReasonCounts;
  /** Calls taken in and not yet answered. */
  queueDepth(): number;
  /** Decision records since the engine was opened. */
  records(): { readonly offered: number; readonly refused: number };
  tenantCount(): number;
  /** The first `count` tenants, in the order in which they came to be known. */
  tenants(count: number): readonly TenantFigures[];
  /** How long ago the store last knew that the columns are whole. */
  snapshotAgeMs(): number;
};
