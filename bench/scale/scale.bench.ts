// How large may a network be, and what does a decision cost as it grows? Runs the curves of this
// folder, each in a process of its own, or only the one of `--only CURVE`.
//
//   npm run bench:scale [-- --smoke] [--only CURVE] [--rows N] [--seed N] [--json FILE] [--write]
//
// `--write` draws the plots into bench/plots and puts tables and plots into bench/README.md.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { packageRoot } from '../../src/rpc/package-root.js';
import { createMemory } from '../core/bench-run.js';
import { commitText, machineText, Ratios } from '../support/ratios.js';
import { sinkTotal } from '../support/measure.js';
import { Report } from '../support/report.js';
import { benchFilters } from './filters.js';
import { benchGroups } from './groups.js';
import { benchLines } from './lines.js';
import { benchLocations } from './locations.js';
import { benchProducts } from './products.js';
import { sectionOf, withSection } from './readme.js';
import type { CurveBench, CurveResult } from './scale-run.js';
import { benchSize } from './size.js';
import { svgOf } from './svg.js';
import { benchWorkers } from './workers.js';

const CURVES: Readonly<Record<string, CurveBench>> = {
  size: benchSize,
  locations: benchLocations,
  products: benchProducts,
  lines: benchLines,
  filters: benchFilters,
  groups: benchGroups,
  workers: benchWorkers,
};

const ROWS = { smoke: 50_000, full: 20_000_000 } as const;

type Options = {
  readonly smoke: boolean;
  readonly only?: string;
  readonly rows?: string;
  readonly seed: string;
  readonly json?: string;
  readonly write: boolean;
};

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      only: { type: 'string' },
      rows: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
      write: { type: 'boolean', default: false },
    },
  });
  const { only } = values;
  if (only === undefined) return runAll(values);
  if (Object.hasOwn(CURVES, only)) return runOne(only, values);
  console.error(`there is no curve '${only}': ${Object.keys(CURVES).join(', ')}`);
  return 2;
}

/** Every curve in a process of its own: what one warms up or fills, another does not see. */
function runAll({ smoke, rows, seed, json, write }: Options): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-scale-'));
  const ratios = new Ratios('scale');
  let exitCode = 0;
  for (const name of Object.keys(CURVES)) {
    const file = join(folder, `${name}.json`);
    const options = ['--only', name, '--seed', seed, '--json', file];
    if (rows !== undefined) options.push('--rows', rows);
    if (smoke) options.push('--smoke');
    if (write) options.push('--write');
    const script = fileURLToPath(import.meta.url);
    const child = spawnSync(process.execPath, ['--expose-gc', script, ...options], {
      stdio: 'inherit',
    });
    if (child.status === 0) addRatios(ratios, readFileSync(file, 'utf8'));
    else exitCode = 1;
  }
  rmSync(folder, { recursive: true });
  if (json !== undefined) ratios.writeTo(json, smoke);
  return exitCode;
}

/** Adds the ratios of one curve, whose names have the name of the bench before them. */
function addRatios(all: Ratios, text: string): void {
  const { ratios } = JSON.parse(text) as ReturnType<Ratios['toJson']>;
  for (const [name, { ratio, pairs, kind }] of Object.entries(ratios)) {
    all.add(name.replace('scale: ', ''), ratio, pairs, kind);
  }
}

async function runOne(name: string, options: Options): Promise<number> {
  const { smoke, seed, json, write } = options;
  const rowCount = Number(options.rows ?? ROWS[smoke ? 'smoke' : 'full']);
  const report = new Report('scale');
  const memory = createMemory();
  const run = { isSmoke: smoke, seed: Number(seed), rowCount, report, memory };
  const result = await CURVES[name](run);
  for (const { title, rows } of result.tables) report.table(`${name}: ${title}`, rows);
  console.log(`\n  ${[result.question, ...result.remarks].join(' ')}`);
  const size = smoke ? '; smoke' : '';
  const machine = `node ${process.version}; ${machineText()}; seed ${seed}${size}`;
  report.printEnd(`${machine}; sink ${sinkTotal() >>> 0}`);
  for (const { name: figure, ratio, pairs } of result.ratios) {
    report.ratios.add(figure, ratio, pairs);
  }
  if (json !== undefined) {
    writeFileSync(json, `${JSON.stringify(report.toJson(smoke), null, 2)}\n`);
  }
  if (write) writeCurve(name, result, options);
  return report.hasFailed ? 1 : 0;
}

/** Puts the plot beside the README, and the section into it. */
function writeCurve(name: string, result: CurveResult, { smoke, rows }: Options): void {
  if (smoke) throw new Error('--write is for whole runs, not for --smoke');
  const folder = join(packageRoot(), 'bench');
  if (result.plot !== null) {
    mkdirSync(join(folder, 'plots'), { recursive: true });
    writeFileSync(join(folder, 'plots', `${name}.svg`), svgOf(result.plot));
  }
  const size = rows === undefined ? '' : ` --rows ${rows}`;
  const section = sectionOf(result, `plots/${name}.svg`, {
    command: `npm run bench:scale -- --only ${name}${size}`,
    machine: machineText(),
    node: process.version,
    commit: commitText(),
    date: new Date().toISOString().slice(0, 10),
  });
  const file = join(folder, 'README.md');
  writeFileSync(file, withSection(readFileSync(file, 'utf8'), name, section));
}

process.exitCode = await main();
