// One fault from its beginning to its end: callers and routing are at work, something fails, and
// service is back; then everything is reckoned. Must not know what fails.

import { expectSame } from '../../stores/support/stock-checks.js';
import { createRng } from '../../support/generate/random.js';
import { Load, pause, type Step } from './load.js';
import { everything, reckon } from './reckoning.js';
import { RoutingWatch } from './routing-watch.js';
import type { EngineHome, ServedEngine } from './served-engine.js';
import { CODES, openShop, PRODUCTS } from './shop.js';

/** How often each fault is made, and with which seeds: SHIPFROM_FAULT_RUNS=50 SHIPFROM_SEED=7. */
export const RUNS = Number(process.env.SHIPFROM_FAULT_RUNS ?? 1);
const SEED = Number(process.env.SHIPFROM_SEED ?? 20_261_123);

/** Answers that are asked for again, of other engines. */
const REPEATED = 25;
/** Before the fault, and after service is back. */
const WORK_MS = 250;
/** How long service may take to be back. */
const BACK_WITHIN_MS = 40_000;

/** What a fault has to do with. */
export type Scene = {
  readonly tenant: string;
  readonly seed: number;
  readonly load: Load;
  readonly watch: RoutingWatch;
  /** Grows where a fault brings engines of its own. */
  readonly engines: ServedEngine[];
};

/** A fault; it gives the moment from which on service could be back, `performance.now()`. */
export type Fault = (scene: Scene) => Promise<number>;

/** What came of it. */
export type Outcome = {
  /** Steps that callers were told of and that are not there. */
  readonly lost: readonly Step[];
  readonly scene: Scene;
};

let count = 0;

/** Makes a fault under load on a tenant of its own; throws with the seed where it goes wrong. */
export async function play(
  title: string,
  run: number,
  home: EngineHome,
  engines: readonly ServedEngine[],
  fault: Fault,
): Promise<Outcome> {
  const seed = SEED + run;
  try {
    return await played(title, seed, home, engines, fault);
  } catch (error) {
    // Whoever dies needs a while to say why.
    await pause(500);
    const words = engines.map(({ lastWords }) => lastWords).join('');
    const text = `${title} (SHIPFROM_SEED=${seed}): ${(error as Error).message}${words}`;
    throw new Error(text, { cause: error });
  }
}

async function played(
  title: string,
  seed: number,
  home: EngineHome,
  engines: readonly ServedEngine[],
  fault: Fault,
): Promise<Outcome> {
  const tenant = `t${++count}`;
  await openShop(engines[0].client, tenant);
  for (const engine of engines) await untilOpen(engine, tenant);
  const all = [...engines];
  const load = new Load(all, tenant, seed);
  const watch = new RoutingWatch(engines, tenant);
  const scene: Scene = { tenant, seed, load, watch, engines: all };
  try {
    await work(title, scene, fault);
  } catch (error) {
    load.abandon();
    watch.abandon();
    for (const engine of all.slice(engines.length)) await engine.kill();
    throw error;
  }
  const living = all.filter(({ isEnded }) => !isEnded);
  const lost = await reckon({ home, tenant, load, engines: living });
  const before = await everything(living[0].client, tenant);
  await checkRepeated(load, seed, lost);
  expectSame('what is kept', await everything(living[0].client, tenant), before);
  return { lost, scene };
}

/** Callers and routing are at work before, during and after the fault. */
async function work(title: string, scene: Scene, fault: Fault): Promise<void> {
  const { load, watch, engines, seed } = scene;
  await pause(WORK_MS);
  const sinceMs = await fault(scene);
  const living = engines.filter(({ isEnded }) => !isEnded);
  const [effectMs, freshMs] = await within(
    Promise.all([load.effectAfter(sinceMs), youngAfter(living)]),
  );
  await pause(WORK_MS);
  await within(load.end());
  await within(watch.end());
  say(title, seed, { load, watch, sinceMs, effectMs, freshMs });
}

/** Waits until an engine knows the shop, which another one opened. */
async function untilOpen({ client }: ServedEngine, tenant: string): Promise<void> {
  const options = { headers: { 'x-tenant-id': tenant } };
  const request = { product: PRODUCTS.at(-1) };
  for (;;) {
    const { rows } = await client.call('InventoryService.GetInventory', request, options);
    if (rows.length === CODES.length) return;
    await pause(5);
  }
}

/** Waits until the columns of all engines are younger than a second; gives when. */
async function youngAfter(engines: readonly ServedEngine[]): Promise<number> {
  await Promise.all(
    engines.map(async (engine) => {
      while (!((await engine.ageSeconds()) < 1)) await pause(5);
    }),
  );
  return performance.now();
}

/** Throws unless what was answered is answered so again, by another engine. */
async function checkRepeated(load: Load, seed: number, lost: readonly Step[]): Promise<void> {
  const isThere = (step: Step) => !lost.includes(step) && !mayBeLost(step, load, lost);
  const there = load.steps.filter(isThere);
  const steps = createRng(seed).sample(there, REPEATED);
  const different = await Promise.all(steps.map((step) => load.repeated(step)));
  const found = different.filter((text) => text !== '');
  if (found.length > 0) throw new Error(`answered differently: ${found.join('; ')}`);
}

/** Whether a refusal, which leaves no other trace, was given while steps were lost. */
function mayBeLost(step: Step, { steps }: Load, lost: readonly Step[]): boolean {
  if (step.reason === '' || lost.length === 0) return false;
  const fromMs = Math.min(...lost.map(({ begunMs }) => begunMs));
  const lastMs = Math.max(...lost.map(({ answeredMs }) => answeredMs));
  const next = steps.find(({ begunMs, reason }) => begunMs > lastMs && reason === '');
  return step.answeredMs >= fromMs && step.begunMs <= (next?.answeredMs ?? Infinity);
}

/** What `work` gives, or an error after a while. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('service is not back')), BACK_WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** What a scene was like. */
type Told = {
  readonly load: Load;
  readonly watch: RoutingWatch;
  readonly sinceMs: number;
  readonly effectMs: number;
  readonly freshMs: number;
};

/** One line of how long service took to be back. */
function say(title: string, seed: number, told: Told): void {
  const { load, watch, sinceMs, effectMs, freshMs } = told;
  const ms = (value: number) => `${Math.max(0, value).toFixed(0)} ms`;
  const waits = load.putOff.map(({ tookMs }) => tookMs);
  const parts = [
    `writes again after ${ms(effectMs - sinceMs)}`,
    `snapshots younger than 1 s after ${ms(freshMs - sinceMs)}`,
    `${load.steps.length} steps, ${waits.length} put off, for ${ms(Math.max(0, ...waits))} at most`,
    `${watch.count} suggestions, ${ms(watch.longestMs)} at most`,
  ];
  process.stdout.write(`${title}: ${parts.join('; ')} (seed ${seed})\n`);
}
