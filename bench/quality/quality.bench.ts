// How good are plans, and how well known to be? The engine, HiGHS, a residual greedy cover and the
// rules of other products, as their documentation has them, on the same orders: two instances and
// the real orders of the replay. SHIPFROM_DATA names the folder with split-instances/*.json and the
// files of the replay; without it all of them are made by seed, in the same shape. Options: --smoke
// (few orders), --only mixed25|stores60|real, --seed N, --json FILE.

import { existsSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadSolver } from '../support/highs.js';
import { Report } from '../support/report.js';
import { type Instance, makeInstance, readInstance } from './instance.js';
import { casesOf, engineOf, rulesFor } from './instance-cases.js';
import type { QualityRun } from './quality-run.js';
import { benchReal } from './real.js';
import { compare } from './side-by-side.js';

/** Orders of an instance, and how often each is timed. */
const SIZE = { full: { orders: 2000, rounds: 5 }, smoke: { orders: 120, rounds: 1 } } as const;
const SECONDS_MAX = 60;
/** The longest that the slowest decision of a hundred may take, in microseconds. */
const P99_US_MAX = 1000;
const UNPROVEN_PERCENT_MAX = 0.1;
const INSTANCES = ['mixed25', 'stores60'] as const;

function instanceOf(name: (typeof INSTANCES)[number], run: QualityRun): Instance {
  const { folder, seed } = run;
  const path = join(folder ?? '', 'split-instances', `${name}.json`);
  if (folder !== undefined && existsSync(path)) return readInstance(path);
  return makeInstance(name, seed, SIZE.full.orders);
}

function benchInstance(name: (typeof INSTANCES)[number], run: QualityRun): void {
  const { orders, rounds } = run.isSmoke ? SIZE.smoke : SIZE.full;
  const instance = instanceOf(name, run);
  const engine = engineOf(instance);
  const cases = casesOf(instance, engine, orders);
  const setMode = (mode: 'parcels' | 'cost'): void => engine.setRules(rulesFor(mode));
  const options = { rounds, secondsMax: SECONDS_MAX, solvedMax: Infinity, hasCosts: true };
  const result = compare(engine, cases, setMode, run.solve, options);
  const { report } = run;
  const origin = run.folder === undefined ? 'MADE BY SEED' : 'from its file';
  report.table(
    `${name}, ${origin}: ${cases.length} orders, ${instance.locations.length} locations`,
    result.cards.map((card) => card.card()),
  );
  const most = (what: string, value: number, bar: number, unit: string, isExact: boolean): void =>
    report.atMost(name, what, value, bar, unit, isExact);
  const { engine: fewest, cheapest, differing } = result;
  most('orders without the parcels of HiGHS', differing.parcels, 0, 'orders', true);
  most('orders without the cost of HiGHS', differing.cost, 0, 'orders', true);
  most('orders that HiGHS did not solve', result.unsolvedCount, 0, 'orders', false);
  for (const card of [fewest, cheapest]) {
    most(`${card.name}: wrong`, card.wrongCount, 0, 'orders', true);
    most(`${card.name}: not proven`, card.unprovenPercent, UNPROVEN_PERCENT_MAX, '%', true);
    most(`${card.name}: p99`, card.percentileUs(0.99), P99_US_MAX, 'us', false);
  }
  most('parcels over the fewest', fewest.overPercent, 0, '%', true);
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const folder = process.env.SHIPFROM_DATA;
  const run: QualityRun = {
    isSmoke: values.smoke,
    seed: Number(values.seed),
    folder: folder === undefined || folder === '' ? undefined : folder,
    report: new Report(),
    solve: await loadSolver(),
  };
  for (const name of INSTANCES) {
    if (values.only === undefined || values.only === name) benchInstance(name, run);
  }
  if (values.only === undefined || values.only === 'real') await benchReal(run);
  const processors = `${cpus().length} x ${cpus().at(0)?.model.trim() ?? 'unknown'}`;
  const smoke = run.isSmoke ? '; smoke' : '';
  const text = `node ${process.version}; ${processors}; seed ${run.seed}${smoke}`;
  run.report.printEnd(text);
  if (values.json !== undefined) {
    const json = { machine: text, ...run.report.toJson() };
    writeFileSync(values.json, `${JSON.stringify(json, null, 2)}\n`);
  }
  return run.report.hasFailed ? 1 : 0;
}

process.exitCode = await main();
