// Has a ratio become worse than it was? By how much each figure of a run differs from the
// baseline's, and which of them lost too much. It measures nothing.

import { median } from '../support/measure.js';
import type { RatioFigure, RatioFile, RatioTable } from '../support/ratios.js';

/** Of a rate so much must be left: a loss of more than a third fails. */
export const LEFT_MIN = 2 / 3;

/** What became of a figure. */
export type Verdict = 'ok' | 'LOST' | 'MISSING' | 'new';

/** A figure beside the baseline's. */
export type Compared = {
  readonly name: string;
  readonly baseline?: number;
  readonly now?: number;
  /** The rate that is left of the baseline's; above 1 it is better than it was. */
  readonly left?: number;
  readonly verdict: Verdict;
};

/** The baselines: what was measured of each size, and where. */
export type Baseline = Partial<Record<RatioFile['size'], Omit<RatioFile, 'bench' | 'size'>>>;

/**
 * Compares figures by name. A figure of the baseline that a question which was asked does not give
 * any more is missing; one that only the run has is new.
 */
export function compareRatios(baseline: RatioTable, run: RatioTable): Compared[] {
  const asked = new Set(Object.keys(run).map(placeOf));
  const names = new Set([
    ...Object.keys(baseline).filter((name) => asked.has(placeOf(name))),
    ...Object.keys(run),
  ]);
  return [...names].map((name) => compareFigure(name, baseline[name], run[name]));
}

/** Whether a figure makes the guard fail. */
export function isLoss({ verdict }: Compared): boolean {
  return verdict === 'LOST' || verdict === 'MISSING';
}

/** The better of two measurements of the same figures, by name. */
export function betterOf(first: RatioTable, second: RatioTable): RatioTable {
  const better: Record<string, RatioFigure> = { ...first };
  for (const [name, figure] of Object.entries(second)) {
    const before = better[name];
    if (before === undefined || leftOf(before, figure) > 1) better[name] = figure;
  }
  return better;
}

function compareFigure(
  name: string,
  before: RatioFigure | undefined,
  now: RatioFigure | undefined,
): Compared {
  if (before === undefined) return { name, now: now?.ratio, verdict: 'new' };
  if (now === undefined) return { name, baseline: before.ratio, verdict: 'MISSING' };
  const left = leftOf(before, now);
  const verdict = left < LEFT_MIN ? 'LOST' : 'ok';
  return { name, baseline: before.ratio, now: now.ratio, left, verdict };
}

function leftOf(before: RatioFigure, now: RatioFigure): number {
  return now.kind === 'cost' ? before.ratio / now.ratio : now.ratio / before.ratio;
}

/** Each figure by the median of the runs that gave it. */
export function mediansOf(runs: readonly RatioTable[]): RatioTable {
  const medians: Record<string, RatioFigure> = {};
  for (const name of new Set(runs.flatMap((run) => Object.keys(run)))) {
    const figures = runs.flatMap((run) => run[name] ?? []);
    medians[name] = { ...figures[0], ratio: median(figures.map(({ ratio }) => ratio)) };
  }
  return medians;
}

/** The question of a figure: `core: growth: random orders` is of `growth`. */
export function questionOf(name: string): string {
  return name.split(': ')[1];
}

/** The bench and the question of a figure. */
function placeOf(name: string): string {
  return name.split(': ').slice(0, 2).join(': ');
}
