// Which figures does a run leave for the guard? Ratios alone: they hang on the machine far less
// than times do. Any bench may leave some; bench/guard/guard.bench.ts reads them.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** Whether a ratio is a cost (`ours / theirs` in time) or a yield (`ours / theirs` in rate). */
export type RatioKind = 'cost' | 'yield';

/** One ratio of a run. */
export type RatioFigure = {
  /** Greater than 0, without a unit. */
  readonly ratio: number;
  /** How many interleaved pairs it is the median of. */
  readonly pairs: number;
  readonly kind: RatioKind;
};

/** Ratios by name: `bench: question: case`, the same from run to run. */
export type RatioTable = Readonly<Record<string, RatioFigure>>;

/** What a run leaves in a file. */
export type RatioFile = {
  readonly bench: string;
  readonly size: 'smoke' | 'full';
  readonly node: string;
  readonly machine: string;
  readonly commit: string;
  readonly ratios: RatioTable;
};

/**
 * The ratios of one run of a bench, for `--json FILE`:
 *
 *     const ratios = new Ratios('rpc');
 *     ratios.add('unary: 64 in flight', cpuRatio, 5);
 *     if (values.json !== undefined) ratios.writeTo(values.json, values.smoke);
 *
 * Add those that come out alike in every run of the same code, with five pairs or more; the guard
 * fails on a loss of more than a third against the committed baseline.
 */
export class Ratios {
  private readonly bench: string;
  private readonly figures: Record<string, RatioFigure> = {};

  constructor(bench: string) {
    this.bench = bench;
  }

  /** Keeps a ratio. Throws where it is no positive number or the name was there before. */
  add(name: string, ratio: number, pairs: number, kind: RatioKind = 'cost'): void {
    const key = `${this.bench}: ${name}`;
    if (!(ratio > 0 && ratio < Infinity)) throw new Error(`${key} is ${ratio}, which is no ratio`);
    if (Object.hasOwn(this.figures, key)) throw new Error(`${key} is there twice`);
    this.figures[key] = { ratio, pairs, kind };
  }

  /** The ratios by name. */
  get table(): RatioTable {
    return this.figures;
  }

  /** All of it with where it was measured, as the guard reads it. */
  toJson(isSmoke: boolean): RatioFile {
    return {
      bench: this.bench,
      size: isSmoke ? 'smoke' : 'full',
      node: process.version,
      machine: machineText(),
      commit: commitText(),
      ratios: this.figures,
    };
  }

  /** Writes them to a file. */
  writeTo(file: string, isSmoke: boolean): void {
    writeFileSync(file, `${JSON.stringify(this.toJson(isSmoke), null, 2)}\n`);
  }
}

/** The machine in a few words: cores, model, memory, system. */
export function machineText(): string {
  const model = cpus().at(0)?.model.trim() ?? 'unknown';
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} x ${model}, ${memoryGib} GiB, ${process.platform}`;
}

/** The commit that is checked out, with a mark where files differ from it; or `unknown`. */
export function commitText(): string {
  const git = (...words: string[]): string | null => {
    const { status, stdout } = spawnSync('git', words, { encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  };
  const commit = git('rev-parse', '--short', 'HEAD');
  if (commit === null) return 'unknown';
  return git('status', '--porcelain', '--untracked-files=no') === ''
    ? commit
    : `${commit}, changed`;
}
