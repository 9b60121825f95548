// A Redis store in a process of its own, as an engine has it, without network and workers: what it
// is asked comes from the bench, and what it shows is what workers would see in the columns.

import { setImmediate as turn } from 'node:timers/promises';
import { Refusal, STATUS } from '../../../src/base/outcome.js';
import { STOCK_HEADER } from '../../../src/columns/stock.js';
import { TENANT_COUNTER, type TenantView } from '../../../src/columns/views.js';
import { RedisStore } from '../../../src/stores/redis-store.js';
import type { RedisOptions } from '../../../src/stores/redis-options.js';
import { STORE_COUNT } from '../../../src/telemetry/engine-figures.js';
import {
  preparedOf,
  SCOPE,
  stockLocations,
  type StockShape,
  stockUpdates,
  unitsOf,
} from '../world.js';
import { serveParent } from './child.js';
import { beginSpending, nowNs, paced, type Spent } from './pace.js';

/** Rows of an import that go in one call, and calls that are under way. */
const IMPORT_ROWS = 2000;
const IMPORT_CALLS = 2;
/** How long a watcher sleeps between two looks, ms. */
const LOOK_MS = 0.1;
const LOOKS = 20;

/** Stock as workers see it. */
export type Digest = {
  readonly rows: number;
  readonly onHand: number;
  readonly allocated: number;
  /** Of product, place, counts and version of every row. */
  readonly hash: number;
};

/** What became of orders. */
export type Allocating = {
  readonly seconds: number;
  readonly units: number;
  /** Of all threads of the process. */
  readonly cpuUs: number;
  readonly retried: number;
};

let store: RedisStore | undefined;
let view: TenantView | undefined;
/** Every change is to another count than any before. */
let changeCount = 0;
const sleeper = new Int32Array(new SharedArrayBuffer(4));

function opened(): RedisStore {
  if (store === undefined) throw new Error('the store is not open');
  return store;
}

/** The counters of the tenant, once it is known. */
function counters(): Float64Array {
  return view?.counters ?? new Float64Array(2);
}

/** Looks until `isReached`, and lets the rest of the process have its turns. */
async function lookUntil(isReached: () => boolean): Promise<void> {
  for (;;) {
    for (let looks = 0; looks < LOOKS; looks++) {
      if (isReached()) return;
      Atomics.wait(sleeper, 0, 0, LOOK_MS);
    }
    await turn();
  }
}

const METHODS = {
  /** Opens a store; answers what that took. */
  async open(redis: RedisOptions): Promise<Spent> {
    const spent = beginSpending();
    store = new RedisStore({ redis });
    store.onPublication = ({ tenant }) => {
      view = tenant;
    };
    await store.open();
    return spent();
  },

  /** Locations, and rows of a shape; answers the seconds of the rows. */
  async fill(shape: StockShape): Promise<{ readonly seconds: number }> {
    await opened().upsertLocations(SCOPE.tenantId, stockLocations());
    const startMs = performance.now();
    const updates = stockUpdates(shape);
    const calls: (typeof updates)[] = [];
    for (let i = 0; i < updates.length; i += IMPORT_ROWS) {
      calls.push(updates.slice(i, i + IMPORT_ROWS));
    }
    const next = async (): Promise<void> => {
      for (let call = calls.shift(); call !== undefined; call = calls.shift()) {
        const { refusals } = await opened().upsertInventory(SCOPE.tenantId, call, true);
        if (refusals.length > 0) throw new Error(`refused: ${JSON.stringify(refusals[0])}`);
      }
    };
    await Promise.all(Array.from({ length: IMPORT_CALLS }, next));
    return { seconds: (performance.now() - startMs) / 1000 };
  },

  /** Has orders allocated, with plans that are made before. */
  async allocate(callers: number, orders: number, prefix: string): Promise<Allocating> {
    const ready = Array.from({ length: orders }, (_, number) => preparedOf(prefix, number));
    const cpu = process.cpuUsage();
    const startMs = performance.now();
    let next = 0;
    let units = 0;
    let retried = 0;
    const caller = async (): Promise<void> => {
      while (next < orders) {
        const { ask, plan } = ready[next++];
        while (!(await isAllocated(ask, plan))) retried++;
        units += unitsOf(ask);
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    const { user, system } = process.cpuUsage(cpu);
    return { seconds: (performance.now() - startMs) / 1000, units, cpuUs: user + system, retried };
  },

  /**
   * Changes a row at a time at a pace, each of another one of so many products; answers when each
   * change was sent.
   */
  async change(
    count: number,
    perSecond: number,
    products: number,
  ): Promise<{ readonly sentNs: Float64Array }> {
    const answers: Promise<unknown>[] = [];
    const sentNs = await paced(count, perSecond, (number) => {
      const [update] = stockUpdates({ products: 1, rowsPerProduct: 1, first: number % products });
      const changed = { ...update, onHand: 1000 + ++changeCount };
      answers.push(opened().upsertInventory(SCOPE.tenantId, [changed], true));
    });
    await Promise.all(answers);
    return { sentNs };
  },

  /** Waits for so many changes behind one; answers when each was seen. */
  async watch(first: number, count: number): Promise<{ readonly seenNs: Float64Array }> {
    const seenNs = new Float64Array(count);
    let seen = 0;
    await lookUntil(() => {
      const there = Math.min(count, counters()[TENANT_COUNTER.sequence] - first);
      if (there > seen) seenNs.fill(nowNs(), seen, there);
      seen = Math.max(seen, there);
      return seen === count;
    });
    return { seenNs };
  },

  /** Waits for a commit; answers when it was there, and the CPU of this process until then. */
  async reach(commit: number): Promise<{ readonly atNs: number; readonly cpuSeconds: number }> {
    await lookUntil(() => counters()[TENANT_COUNTER.commit] >= commit);
    const { user, system } = process.cpuUsage();
    return { atNs: nowNs(), cpuSeconds: (user + system) / 1e6 };
  },

  /** Reads the rows of a product; answers the seconds until they are there. */
  async read(): Promise<number> {
    const [{ product }] = stockUpdates({ products: 1, rowsPerProduct: 1, first: 0 });
    const startMs = performance.now();
    const { rows } = await opened().getInventory(SCOPE.tenantId, product);
    if (rows.length === 0) throw new Error('a product has no rows');
    return (performance.now() - startMs) / 1000;
  },

  /** The change and the commit that were applied last, and what the store counted. */
  figures(): { sequence: number; commit: number; stale: number; reloads: number } {
    const { counts } = opened().figures;
    return {
      sequence: counters()[TENANT_COUNTER.sequence],
      commit: counters()[TENANT_COUNTER.commit],
      stale: counts[STORE_COUNT.stale],
      reloads: counts[STORE_COUNT.reloads],
    };
  },

  /** All rows as workers see them. */
  digest,

  /** Closes the store. */
  async close(): Promise<void> {
    await store?.close();
    store = undefined;
    view = undefined;
  },
};

/** What a process with a store can be asked. */
export type StoreMethods = typeof METHODS;

async function isAllocated(
  ask: ReturnType<typeof preparedOf>['ask'],
  plan: ReturnType<typeof preparedOf>['plan'],
): Promise<boolean> {
  try {
    await opened().allocateOrder(SCOPE, ask, ask.orderId, plan, 0);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.detail.code === STATUS.aborted) return false;
    throw error;
  }
}

function digest(): Digest {
  if (view === undefined) return { rows: 0, onHand: 0, allocated: 0, hash: 0 };
  const { stock } = view;
  const sum = { rows: 0, onHand: 0, allocated: 0, hash: 0 };
  const products = stock.header[STOCK_HEADER.productCount];
  for (let product = 0; product < products; product++) {
    const start = stock.productStart[product];
    for (let row = start; row < start + stock.productCount[product]; row++) {
      const { location, segment, onHand, allocated, version } = stock.rows;
      sum.rows++;
      sum.onHand += onHand[row];
      sum.allocated += allocated[row];
      const parts = [product, location[row], segment[row], onHand[row], allocated[row]];
      for (const part of [...parts, version[row]]) sum.hash = mixed(sum.hash, part);
    }
  }
  return sum;
}

function mixed(hash: number, part: number): number {
  return Math.imul(hash ^ part, 0x01000193) >>> 0;
}

serveParent(METHODS);
