// What becomes of service, and of what callers were told, when an engine, a Redis or the way
// between them fails, and when Redis loses what it should keep. SHIPFROM_FAULT_RUNS=50 makes each
// fault as often; SHIPFROM_SEED=n at other moments.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../support/generate/random.js';
import type { TcpProxy } from '../support/redis/tcp-proxy.js';
import { Load, pause } from './support/load.js';
import { reckon } from './support/reckoning.js';
import { type Fault, play, RUNS, type Scene } from './support/scene.js';
import { ServedEngine } from './support/served-engine.js';
import { openShop, PRODUCTS } from './support/shop.js';
import { TwoEngines } from './support/two-engines.js';

/** Writes are refused so soon while Redis does not answer, with room for a busy machine. */
const REFUSED_WITHIN_MS = 2000;
const AWAY_MS = 2400;
const BACK_WITHIN_MS = 15_000;
const DEADLINE_EXCEEDED = 4;
/** The keys of a commit begin with these two. */
const COMMIT = /:meta\r\n\$\d+\r\n.*:feed\r\n/;

let both: TwoEngines;
let run = 0;

describe.each(Array.from({ length: RUNS }, (_, number) => number))('run %i', (number) => {
  beforeAll(async () => {
    run = number;
    both = await TwoEngines.start();
  });
  afterAll(() => both.stop());
  enginesAreKilled();
  redisFails();
  waysFail();
  dataIsLost();
});

/** A test of a fault that loses nothing. */
function faultIt(title: string, fault: Fault): void {
  it.each([title])('%s', async () => {
    expect((await play(title, run, both.home, both.engines, fault)).lost).toEqual([]);
  });
}

/** Another engine of the scene, at work for a while. */
async function victimOf(scene: Scene): Promise<{ victim: ServedEngine; proxy: TcpProxy }> {
  const victim = await ServedEngine.start(both.home, both.server);
  scene.engines.push(victim);
  if (victim.proxy === undefined) throw new Error('no proxy');
  await pause(createRng(scene.seed).integer(100, 300));
  return { victim, proxy: victim.proxy };
}

/** Does something when an engine next sends a commit to Redis, before it goes on. */
function atNextCommit(proxy: TcpProxy, act: () => void): Promise<void> {
  return new Promise((resolve) => {
    proxy.onBytes = (bytes, direction) => {
      const isCommit = COMMIT.test(bytes.toString('latin1'));
      if (direction !== 'toServer' || !isCommit) return;
      proxy.onBytes = () => undefined;
      act();
      resolve();
    };
  });
}

function enginesAreKilled(): void {
  faultIt('kill -9 of an engine at any moment', async (scene) => {
    const { victim } = await victimOf(scene);
    await victim.kill();
    return performance.now();
  });

  faultIt('kill -9 of an engine between plan and commit', async (scene) => {
    const { victim, proxy } = await victimOf(scene);
    await atNextCommit(proxy, () => proxy.stall('toServer'));
    await victim.kill();
    return performance.now();
  });

  faultIt('kill -9 of an engine between commit and answer', async (scene) => {
    const { victim, proxy } = await victimOf(scene);
    await atNextCommit(proxy, () => proxy.stall('toClient'));
    await pause(20);
    await victim.kill();
    return performance.now();
  });
}

function redisFails(): void {
  faultIt('kill -9 and restart of Redis', async (scene) => {
    await both.server.kill();
    await pause(createRng(scene.seed).integer(0, 600));
    await both.server.restart();
    return performance.now();
  });

  faultIt('SIGSTOP of Redis', (scene) => {
    both.server.halt();
    return untilBack(scene, () => both.server.goOn());
  });

  faultIt('SCRIPT FLUSH', async () => {
    await both.server.client().script('FLUSH');
    return performance.now();
  });
}

/** Redis is away for a while, and then it is not. */
async function untilBack(scene: Scene, mend: () => void): Promise<number> {
  const sinceMs = performance.now();
  try {
    await pause(AWAY_MS / 2);
    const { count } = scene.watch;
    await pause(AWAY_MS / 2);
    await expectAway(scene, sinceMs);
    // Routing goes on.
    expect(scene.watch.count).toBeGreaterThan(count + 2);
  } finally {
    mend();
  }
  return performance.now();
}

/** Fails unless routing says how old the stock is, and writes were refused in time. */
async function expectAway({ engines, load }: Scene, sinceMs: number): Promise<void> {
  const awaySeconds = (performance.now() - sinceMs) / 1000;
  for (const engine of engines) {
    if (!engine.isEnded) expect(await engine.ageSeconds()).toBeGreaterThan(awaySeconds - 1);
  }
  const refused = load.putOff.filter(({ begunMs }) => begunMs >= sinceMs);
  expect(refused.length).toBeGreaterThan(0);
  expect(refused.map(({ code }) => code)).not.toContain(DEADLINE_EXCEEDED);
  const waits = refused.map(({ tookMs }) => tookMs);
  for (const { begunMs } of load.open) waits.push(performance.now() - begunMs);
  expect(Math.max(...waits)).toBeLessThan(REFUSED_WITHIN_MS);
}

function waysFail(): void {
  const mend = () => both.proxies.forEach((proxy) => proxy.mend());

  faultIt('the network cut', (scene) => {
    for (const proxy of both.proxies) proxy.cut();
    return untilBack(scene, mend);
  });

  faultIt('the network cut for one engine, again and again', async (scene) => {
    const [proxy] = both.proxies;
    const rng = createRng(scene.seed);
    for (let turn = 0; turn < 3; turn++) {
      proxy.cut();
      await pause(rng.integer(0, 120));
      proxy.mend();
      await pause(rng.integer(0, 120));
    }
    return performance.now();
  });

  faultIt('the network silent: what was sent comes late', (scene) => {
    for (const proxy of both.proxies) proxy.stall();
    return untilBack(scene, mend);
  });

  faultIt('the network slow', async () => {
    for (const proxy of both.proxies) proxy.delayMs = 40;
    const sinceMs = performance.now();
    await pause(600);
    mend();
    return sinceMs;
  });
}

async function reloads(engine: ServedEngine): Promise<number> {
  return (await engine.figures()).get('shipfrom_snapshot_reloads_total') ?? Number.NaN;
}

/** The stream of a tenant's changes. */
function feedOf(tenant: string): string {
  return `${both.home.prefix}:{${tenant}}:feed`;
}

function dataIsLost(): void {
  faultIt('a stream trimmed before an engine has read it', async ({ tenant, load }) => {
    const [, behind] = both.engines;
    const before = await reloads(behind);
    behind.proxy?.stall('toClient');
    await load.effectAfter(performance.now());
    await pause(100);
    await both.server.client().xtrim(feedOf(tenant), 'MAXLEN', 0);
    const sinceMs = performance.now();
    behind.proxy?.mend();
    await expect
      .poll(() => reloads(behind), { timeout: BACK_WITHIN_MS, interval: 5 })
      .toBeGreaterThan(before);
    return sinceMs;
  });

  faultIt('a stream deleted', async ({ tenant }) => {
    await both.server.client().del(feedOf(tenant));
    return performance.now();
  });

  it('everything flushed: it is gone everywhere, and begins anew', async () => {
    const { engines, home } = both;
    const tenant = 'flushed';
    await openShop(engines[0].client, tenant);
    const rowsOf = async ({ client }: ServedEngine) => {
      const options = { headers: { 'x-tenant-id': tenant } };
      const request = { product: PRODUCTS[0] };
      const { rows } = await client.call('InventoryService.GetInventory', request, options);
      return rows.length as number;
    };
    const poll = { timeout: BACK_WITHIN_MS, interval: 5 };
    for (const engine of engines) await expect.poll(() => rowsOf(engine), poll).toBe(3);
    const before = await Promise.all(engines.map(reloads));
    const sinceMs = performance.now();
    await both.server.client().flushall();
    for (const engine of engines) await expect.poll(() => rowsOf(engine), poll).toBe(0);
    const goneMs = performance.now() - sinceMs;
    const after = await Promise.all(engines.map(reloads));
    after.forEach((count, i) => expect(count).toBeGreaterThan(before[i]));
    await openShop(engines[1].client, tenant);
    for (const engine of engines) await expect.poll(() => rowsOf(engine), poll).toBe(3);
    const load = new Load(engines, tenant, run);
    const effectMs = (await load.effectAfter(sinceMs)) - sinceMs;
    await pause(250);
    await load.end();
    expect(await reckon({ home, tenant, load, engines })).toEqual([]);
    const [gone, effect] = [goneMs, effectMs].map((ms) => `${ms.toFixed(0)} ms`);
    process.stdout.write(`FLUSHALL: noticed after ${gone}; writes again after ${effect}\n`);
  });
}
