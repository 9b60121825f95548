// How many orders of five lines are allocated a second in Redis, beside the product's own script
// with arguments that are ready? Over gRPC, by the store alone with plans that are made already,
// each without any other that follows its commits, as the script has none; and by two stores that
// share the tenant.

import { median } from '../../support/measure.js';
import type { Report } from '../../support/report.js';
import { startServerProcess, stopServerProcess, type ServerProcess } from '../../rpc/children.js';
import { Callers } from '../caller-process.js';
import type { StoreRun } from '../questions.js';
import { checkStore, fillStore } from '../world.js';
import {
  type BareChild,
  closeBare,
  closeStore,
  openBare,
  openStore,
  PREFIX,
  startRedis,
  type StoreChild,
} from './bench-redis.js';
import { firstOf } from './pace.js';
import type { RedisServer } from '../../../test/support/redis/redis-server.js';

/** Where the state is kept that every replay begins with, and where replays are made. */
const BASE = 'base';
const REPLAY = 'replay';
/** What the server serves: a store of its own. */
const SERVED = 'served';
/** Orders at one caller, as a share of those of several. */
const ALONE_SHARE = 5;
/** The least that the product may be of the script alone. */
const BAR = 0.5;

/** Who takes part. */
type Scene = {
  readonly redis: RedisServer;
  readonly run: StoreRun;
  readonly report: Report;
  readonly store: StoreChild;
  readonly bare: BareChild;
  readonly server: ServerProcess;
  readonly callers: Callers;
  readonly allocated: { orders: number; units: number; retried: number };
};

/** Orders a second, and microseconds of CPU of the process that asks Redis, an order. */
type Rates = {
  readonly served: number;
  readonly alone: number;
  readonly script: number;
  readonly aloneCpuUs: number;
  readonly scriptCpuUs: number;
};

/** Prints the tables of commits; `isDurable`: of a Redis that has every write on disk. */
export async function redisCommits(
  run: StoreRun,
  report: Report,
  isDurable: boolean,
): Promise<void> {
  const redis = await startRedis(isDurable);
  const [place, served] = [PREFIX, SERVED].map((prefix) => ({ redis: { url: redis.url, prefix } }));
  await fillStore(place);
  await fillStore(served);
  const bare = await openBare(redis);
  await bare.ask('copy', PREFIX, BASE);
  const { child: store } = await openStore(redis);
  const server = await startServerProcess('../store/redis/server-process.js', [redis.url, SERVED]);
  const callers = new Callers(server.port);
  const allocated = { orders: 0, units: 0, retried: 0 };
  const scene = { redis, run, report, store, bare, server, callers, allocated };
  const aof = isDurable ? 'AOF always' : 'no AOF';
  await besideScript(scene, aof);
  callers.end();
  await stopServerProcess(server);
  await sharedByTwo(scene, aof);
  await closeStore(store);
  await closeBare(bare);
  await checkStore(place, allocated.orders, allocated.units);
  await checkStore(served, callers.allocated.orders, callers.allocated.units);
  const orders = allocated.orders + callers.allocated.orders;
  const units = allocated.units + callers.allocated.units;
  const retried = allocated.retried + callers.allocated.retried;
  console.log(`  ${orders} orders, ${units} units: in rows, ledger and orders alike`);
  console.log(`  ${retried} calls were told to try again, and did`);
  await redis.stop();
}

function ordersOf({ orders }: StoreRun, callers: number): number {
  return callers === 1 ? Math.ceil(orders / ALONE_SHARE) : orders;
}

async function besideScript(scene: Scene, aof: string): Promise<void> {
  const { run, report } = scene;
  const rows: Record<string, string | number>[] = [];
  for (const count of run.counts) {
    const orders = ordersOf(run, count);
    await prepareArguments(scene, orders, count);
    const rounds: Rates[] = [];
    for (let round = firstOf(run.rounds); round < run.rounds; round++) {
      const rates = await oneRound(scene, count, orders, `${count}-${round}`);
      if (round >= 0) rounds.push(rates);
    }
    const middle = (read: (rates: Rates) => number): number => median(rounds.map(read));
    const served = middle(({ served: one, script }) => one / script);
    const alone = middle(({ alone: one, script }) => one / script);
    rows.push({
      callers: count,
      'gRPC/s': middle((one) => one.served),
      'store/s': middle((one) => one.alone),
      'script/s': middle((one) => one.script),
      'store CPU us': middle((one) => one.aloneCpuUs),
      'script CPU us': middle((one) => one.scriptCpuUs),
      'gRPC over script': served,
      'store over script': alone,
      'at least 0.5': alone >= BAR ? 'ok' : 'MISSED',
    });
    const name = `commits: ${aof}, ${count} callers`;
    report.ratios.add(name, alone, rounds.length, 'yield');
  }
  report.table(`redis: allocated orders of 5 lines a second, ${aof}`, rows);
}

/** Allocates the orders one by one, so that the feed has one commit for each. */
async function prepareArguments(
  { bare, store, allocated }: Scene,
  orders: number,
  callers: number,
): Promise<void> {
  const before = await bare.ask('sequence', PREFIX);
  const { units } = await store.ask('allocate', 1, orders, `arguments-${callers}`);
  allocated.orders += orders;
  allocated.units += units;
  const count = await bare.ask('prepare', PREFIX, before);
  if (count !== orders) throw new Error(`${count} commits of ${orders} orders at one caller`);
}

async function oneRound(
  { bare, store, callers, allocated }: Scene,
  count: number,
  orders: number,
  name: string,
): Promise<Rates> {
  const served = await callers.run('allocate', count, orders);
  const alone = await store.ask('allocate', count, orders, `alone-${name}`);
  allocated.orders += orders;
  allocated.units += alone.units;
  allocated.retried += alone.retried;
  await bare.ask('copy', BASE, REPLAY);
  const script = await bare.ask('replay', REPLAY, count);
  return {
    served: served.orders / served.seconds,
    alone: orders / alone.seconds,
    script: orders / script.seconds,
    aloneCpuUs: alone.cpuUs / orders,
    scriptCpuUs: (script.cpuSeconds * 1e6) / orders,
  };
}

async function sharedByTwo(scene: Scene, aof: string): Promise<void> {
  const { redis, run, store, bare, allocated, report } = scene;
  const { child: second } = await openStore(redis);
  const stores = [store, second];
  const rows: Record<string, string | number>[] = [];
  for (const count of run.counts) {
    const orders = ordersOf(run, count);
    const rates: number[] = [];
    const before = await staleOf(stores);
    let retried = 0;
    for (let round = firstOf(run.rounds); round < run.rounds; round++) {
      const results = await Promise.all(
        stores.map((one, i) =>
          one.ask('allocate', count, Math.ceil(orders / 2), `two-${count}-${round}-${i}`),
        ),
      );
      const total = Math.ceil(orders / 2) * 2;
      allocated.orders += total;
      for (const result of results) {
        allocated.units += result.units;
        retried += result.retried;
      }
      if (round >= 0) rates.push(total / Math.max(...results.map(({ seconds }) => seconds)));
    }
    allocated.retried += retried;
    const stale = (await staleOf(stores)) - before;
    const asked = (run.rounds - firstOf(run.rounds)) * Math.ceil(orders / 2) * 2;
    rows.push({
      'callers of each': count,
      'orders/s': median(rates),
      'stale commits': stale,
      'an order': stale / asked,
      'told to try again': retried,
    });
  }
  report.table(`redis: two stores that share the tenant, ${aof}`, rows);
  await sameOnAll(stores, await bare.ask('sequence', PREFIX));
  await closeStore(second);
}

async function staleOf(stores: readonly StoreChild[]): Promise<number> {
  const figures = await Promise.all(stores.map((store) => store.ask('figures')));
  return figures.reduce((sum, { stale }) => sum + stale, 0);
}

/** Fails unless all stores show the same rows when they have come to a commit. */
export async function sameOnAll(stores: readonly StoreChild[], commit: number): Promise<void> {
  await Promise.all(stores.map((store) => store.ask('reach', commit)));
  const [first, ...others] = await Promise.all(stores.map((store) => store.ask('digest')));
  for (const other of others) {
    if (JSON.stringify(other) === JSON.stringify(first)) continue;
    throw new Error(`stores differ: ${JSON.stringify(first)} and ${JSON.stringify(other)}`);
  }
}
