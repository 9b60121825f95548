// What becomes of service when the master of a tenant is replaced by its replica: two engines of
// `serve` over a Cluster. What asynchronous replication lost is gone, and that is told.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisCluster } from '../support/redis/redis-cluster.js';
import type { RedisServer } from '../support/redis/redis-server.js';
import { freshPrefix } from '../support/redis/shared-redis.js';
import { pause } from './support/load.js';
import { play, RUNS } from './support/scene.js';
import { type EngineHome, ServedEngine } from './support/served-engine.js';

let cluster: RedisCluster;
let home: EngineHome;
const engines: ServedEngine[] = [];

beforeAll(async () => {
  cluster = await RedisCluster.start(1000, true);
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-faults-'));
  const prefix = freshPrefix();
  home = {
    // Whoever starts needs a node that is there.
    get url() {
      return cluster.url;
    },
    prefix,
    folder,
  };
  engines.push(...(await Promise.all([0, 1].map(() => ServedEngine.start(home)))));
});

afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.stop()));
  await cluster.stop();
  rmSync(home.folder, { recursive: true, force: true });
});

const runs = Array.from({ length: RUNS }, (_, run) => run);

/** Waits until a node is the master of a tenant. */
async function untilMaster(node: RedisServer, tenant: string): Promise<void> {
  while ((await cluster.ownersOf(`{${tenant}}`)).master !== node) await pause(10);
}

async function lostCommits(engine: ServedEngine): Promise<number> {
  return (await engine.figures()).get('shipfrom_store_lost_commits_total') ?? Number.NaN;
}

it.each(runs)('a replica takes over in good order: %i', async (run) => {
  const { lost } = await play('CLUSTER FAILOVER', run, home, engines, async ({ tenant }) => {
    const { replicas } = await cluster.ownersOf(`{${tenant}}`);
    const sinceMs = performance.now();
    await replicas[0].client().cluster('FAILOVER');
    await untilMaster(replicas[0], tenant);
    return sinceMs;
  });
  expect(lost).toEqual([]);
});

it.each(runs)('a master is killed whose replica is behind: %i', async (run) => {
  await cluster.untilWhole();
  const before = await Promise.all(engines.map(lostCommits));
  let dead: RedisServer | undefined;
  const title = 'kill -9 of a master whose replica is behind';
  const { lost } = await play(title, run, home, engines, async ({ tenant }) => {
    const { master, replicas } = await cluster.ownersOf(`{${tenant}}`);
    dead = master;
    // What the master sends from now on, the replica never gets.
    replicas[0].halt();
    await master.client().call('CLIENT', 'KILL', 'TYPE', 'replica');
    await pause(300);
    await master.kill();
    const sinceMs = performance.now();
    replicas[0].goOn();
    await untilMaster(replicas[0], tenant);
    return sinceMs;
  });
  expect(lost.length).toBeGreaterThan(0);
  const after = await Promise.all(engines.map(lostCommits));
  after.forEach((count, i) => expect(count).toBeGreaterThan(before[i]));
  process.stdout.write(`steps that were lost and told of: ${lost.length}\n`);
  await dead?.restart();
});
