// What does a decision cost without network and threads? Runs the questions of this folder, each in
// a process of its own, or only the one of `--only NAME`. Options: --smoke (a few rounds of
// everything), --seed N, --json FILE.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { sinkTotal } from '../support/measure.js';
import { machineText, type RatioFile } from '../support/ratios.js';
import { Report } from '../support/report.js';
import { type Scenario, Scenarios } from '../support/scenarios.js';
import { createMemory, type BenchRun } from './bench-run.js';
import { benchGarbage } from './garbage.js';
import { benchGuide } from './guide.js';
import { benchGrowth } from './growth.js';
import { benchOrders } from './orders.js';
import { benchPeers } from './peers.js';
import { benchRecord } from './record.js';
import { benchRules } from './rules.js';
import { benchScores } from './scores.js';
import { benchSize } from './size.js';
import { benchStages } from './stages.js';
import { benchStraight } from './straight.js';

const QUESTIONS: Readonly<Record<string, (run: BenchRun) => void | Promise<void>>> = {
  stages: benchStages,
  record: benchRecord,
  straight: benchStraight,
  rules: benchRules,
  peers: benchPeers,
  scores: benchScores,
  guide: benchGuide,
  orders: benchOrders,
  garbage: benchGarbage,
  growth: benchGrowth,
  size: benchSize,
};

type Options = { smoke: boolean; only?: string; seed: string; json?: string };

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  const { only } = values;
  if (only === undefined) return runAll(values);
  if (Object.hasOwn(QUESTIONS, only)) return runOne(only, values);
  console.error(`there is no question '${only}': ${Object.keys(QUESTIONS).join(', ')}`);
  return 2;
}

/** Every question in a process of its own: what one warms up or wears out, another does not see. */
function runAll({ smoke, seed, json }: Options): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-core-'));
  const questions: Record<string, RatioFile> = {};
  let exitCode = 0;
  for (const name of Object.keys(QUESTIONS)) {
    const file = join(folder, `${name}.json`);
    const options = ['--only', name, '--seed', seed, '--json', file, ...(smoke ? ['--smoke'] : [])];
    const script = fileURLToPath(import.meta.url);
    const child = spawnSync(process.execPath, ['--expose-gc', script, ...options], {
      stdio: 'inherit',
    });
    if (child.status !== 0) exitCode = 1;
    if (existsSync(file)) questions[name] = JSON.parse(readFileSync(file, 'utf8'));
  }
  rmSync(folder, { recursive: true });
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(joined(questions), null, 2)}\n`);
  return exitCode;
}

/** One document of those of all questions: the ratios together, the rest by question. */
function joined(questions: Readonly<Record<string, RatioFile>>): object {
  const [first] = Object.values(questions);
  const ratios = Object.assign({}, ...Object.values(questions).map((each) => each.ratios));
  return { ...first, ratios, tables: undefined, bars: undefined, hashes: undefined, questions };
}

async function runOne(name: string, { smoke, seed, json }: Options): Promise<number> {
  const report = new Report('core');
  const machine = runText(Number(seed), smoke);
  await QUESTIONS[name](createRun(smoke, Number(seed), report));
  report.printEnd(`${machine}; sink ${sinkTotal() >>> 0}`);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(report.toJson(smoke), null, 2)}\n`);
  return report.hasFailed ? 1 : 0;
}

function createRun(isSmoke: boolean, seed: number, report: Report): BenchRun {
  const scenarios = new Scenarios(seed);
  const scenario = (name: string): Scenario => scenarios.get(name);
  return { isSmoke, seed, report, memory: createMemory(), scenario };
}

function runText(seed: number, isSmoke: boolean): string {
  return `node ${process.version}; ${machineText()}; seed ${seed}${isSmoke ? '; smoke' : ''}`;
}

process.exitCode = await main();
