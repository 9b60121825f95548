// Has the code become slower than it was? Compares the ratios of a run with bench/baseline.json,
// names each figure of which more than a third is lost, and exits 1 where there is one. Without
// files it runs questions of the core bench in smoke size itself. What seems lost there is asked up
// to twice more, for the machine may have been busy; the best answer counts.
//
//   npm run bench:guard [-- [--update] [--baseline FILE] [FILE...]]
//
// FILE is what a bench left with --json. --update writes what was measured into the baseline: of
// questions that it asks itself the medians of five runs.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/rpc/package-root.js';
import type { RatioFile, RatioTable } from '../support/ratios.js';
import { Report } from '../support/report.js';
import {
  type Baseline,
  betterOf,
  type Compared,
  compareRatios,
  isLoss,
  LEFT_MIN,
  mediansOf,
  questionOf,
} from './compare.js';

/** The questions of the core bench whose ratios come out alike from run to run. */
const QUESTIONS = ['straight', 'growth', 'peers', 'guide'] as const;
const RUNS_MAX = 3;
const UPDATE_RUNS = 5;
const CORE_BENCH = fileURLToPath(new URL('../core/core.bench.js', import.meta.url));

function main(): number {
  const { values, positionals } = parseArgs({
    options: {
      update: { type: 'boolean', default: false },
      baseline: { type: 'string', default: join(packageRoot(), 'bench', 'baseline.json') },
    },
    allowPositionals: true,
  });
  const files = positionals.map((file) => JSON.parse(readFileSync(file, 'utf8')) as RatioFile);
  if (values.update) {
    update(values.baseline, files);
    return 0;
  }
  const baseline = readBaseline(values.baseline);
  const isOwn = files.length === 0;
  const runs = isOwn ? [runQuestions(QUESTIONS)] : files;
  const compared = runs.flatMap((run) => compareRun(baseline, run));
  print(baseline, compared);
  return compared.some(isLoss) ? 1 : 0;
}

function readBaseline(file: string): Baseline {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Baseline) : {};
}

/** Writes the ratios of the files, or of five runs of its own, over those of the same names. */
function update(path: string, files: readonly RatioFile[]): void {
  const baseline = readBaseline(path);
  const runs = files.length > 0 ? files : [medianRun()];
  for (const { size, node, machine, commit, ratios } of runs) {
    const all: Record<string, RatioTable[string]> = { ...baseline[size]?.ratios, ...ratios };
    const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    baseline[size] = { node, machine, commit, ratios: sorted };
  }
  writeFileSync(path, `${JSON.stringify(baseline, null, 2)}\n`);
  console.log(`${path} is written`);
}

function medianRun(): RatioFile {
  const runs = Array.from({ length: UPDATE_RUNS }, () => runQuestions(QUESTIONS));
  return { ...runs[0], ratios: mediansOf(runs.map(({ ratios }) => ratios)) };
}

/** Compares a run; core questions in smoke size are asked again where something seems lost. */
function compareRun(baseline: Baseline, run: RatioFile): Compared[] {
  const before = baseline[run.size]?.ratios ?? {};
  let { ratios } = run;
  let compared = compareRatios(before, ratios);
  for (let runs = 1; runs < RUNS_MAX && run.bench === 'core' && run.size === 'smoke'; runs++) {
    const lost = compared.filter(({ verdict }) => verdict === 'LOST');
    const names = [...new Set(lost.map(({ name }) => questionOf(name)))];
    if (names.length === 0) break;
    console.log(`asked again: ${names.join(', ')}`);
    ratios = betterOf(ratios, runQuestions(names).ratios);
    compared = compareRatios(before, ratios);
  }
  return compared;
}

/** The ratios of questions of the core bench, in smoke size. */
function runQuestions(names: readonly string[]): RatioFile {
  const folder = mkdtempSync(join(tmpdir(), 'bench-guard-'));
  const runs = names.map((name) => {
    const file = join(folder, `${name}.json`);
    const options = ['--smoke', '--only', name, '--json', file];
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', CORE_BENCH, ...options],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(`bench:core --only ${name} exited with ${status}: ${stderr}`);
    return JSON.parse(readFileSync(file, 'utf8')) as RatioFile;
  });
  rmSync(folder, { recursive: true });
  return { ...runs[0], ratios: Object.assign({}, ...runs.map(({ ratios }) => ratios)) };
}

function print(baseline: Baseline, compared: readonly Compared[]): void {
  const report = new Report();
  const text = (value: number | undefined): string => value?.toFixed(2) ?? '';
  report.table(
    `guard: ratios beside the baseline; at least ${LEFT_MIN.toFixed(2)} must be left`,
    compared.map(({ name, baseline: before, now, left, verdict }) => ({
      figure: name,
      baseline: text(before),
      now: text(now),
      left: text(left),
      verdict,
    })),
  );
  for (const [size, { node, machine, commit }] of Object.entries(baseline)) {
    console.log(`\n  baseline, ${size}: node ${node}; ${machine}; commit ${commit}`);
  }
  for (const { name, verdict, baseline: before, now } of compared.filter(isLoss)) {
    console.error(`${verdict}: ${name} was ${text(before)} and is ${text(now) || 'not there'}`);
  }
}

process.exitCode = main();
