// Baskets on a network with seeded stock and fixed rules, in a temporary store: `replay --network`
// and `replay:real`.

import type { Engine } from '../../engine/engine.js';
import { Progress } from '../progress.js';
import { grouped } from '../table.js';
import { type Basket, codesOf, mostFrequent } from './baskets.js';
import { decideAll, type OrderBatch, type ReplayRun } from './decide.js';
import type { ReplayLocation } from './network.js';
import { basketOrders } from './orders.js';
import { regretOf } from './regret/regret.js';
import type { Regret } from './regret/judge.js';
import type { ReplaySetting } from './report.js';
import { loadNetwork, rulesOf, stockOf, stockRowCount } from './stock.js';
import { withTemporaryEngine } from './temporary.js';

/** Codes in the list that stores do not serve. */
export const LISTED_COUNT = 50;

/** What is replayed. */
export type NetworkReplay = {
  readonly locations: readonly ReplayLocation[];
  /** All baskets: their codes make the stock, their frequencies the list. */
  readonly baskets: readonly Basket[];
  readonly seed: number;
  readonly workers?: number;
  readonly inFlightMax: number;
  /** Whether it is asked why orders were split. */
  readonly wantsRegret: boolean;
};

/** What a replay did, and on what; with the regret where it is asked for. */
export type Replayed = {
  readonly run: ReplayRun;
  readonly setting: ReplaySetting;
  readonly regret: Regret | null;
};

/** Loads, decides, and leaves nothing behind. */
export function replayNetwork(replay: NetworkReplay): Promise<Replayed> {
  const { locations, baskets, seed, inFlightMax } = replay;
  return withTemporaryEngine(replay.workers, async (engine) => {
    const rowCount = await load(engine, replay);
    const destinations = locations.map(({ city, state, countryCode, latitude, longitude }) => ({
      city,
      state,
      countryCode,
      coordinates: { latitude, longitude },
    }));
    const orders = () => basketOrders(baskets, destinations, 'sku', seed);
    const run = await decideWithBar(engine, orders(), inFlightMax);
    const { workerCount } = engine;
    const setting = { workerCount, inFlightMax, locationCount: locations.length, rowCount };
    const regret = replay.wantsRegret ? await regretOf(engine.store, orders()) : null;
    return { run, setting, regret };
  });
}

async function load(engine: Engine, { locations, baskets, seed }: NetworkReplay): Promise<number> {
  const codes = codesOf(baskets);
  const total = stockRowCount(locations, codes.length);
  const progress = new Progress('loading stock');
  const rules = rulesOf(locations, mostFrequent(baskets, LISTED_COUNT));
  const rows = stockOf(locations, codes, seed);
  const rowCount = await loadNetwork(engine.store, locations, rows, rules, (count) =>
    progress.show(count, total, `${grouped(count)} rows`),
  );
  progress.clear();
  return rowCount;
}

/** Decides orders with a progress bar. */
export async function decideWithBar(
  engine: Engine,
  orders: AsyncIterable<OrderBatch> | Iterable<OrderBatch>,
  inFlightMax: number,
): Promise<ReplayRun> {
  const progress = new Progress('deciding');
  try {
    return await decideAll(engine.router, orders, inFlightMax, (share, count) =>
      progress.show(share, 1, `${grouped(count)} orders`),
    );
  } finally {
    progress.clear();
  }
}
