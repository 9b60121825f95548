// What does every curve of the scale bench get, and what does it leave? Options of the run on one
// side; on the other a table, lines to be drawn, ratios and remarks.

import type { BenchMemory } from '../core/bench-run.js';
import type { Report } from '../support/report.js';

/** One run of a curve. */
export type ScaleRun = {
  /** Whether only the small sizes are measured, to see that everything works. */
  readonly isSmoke: boolean;
  readonly seed: number;
  /** Stock rows of the size question. */
  readonly rowCount: number;
  readonly report: Report;
  readonly memory: BenchMemory;
};

/** What an axis of a plot counts. Logarithmic ones hold numbers above 0 alone. */
export type Axis = { readonly label: string; readonly isLog: boolean; readonly unit: AxisUnit };

/** How the numbers of an axis are written. */
export type AxisUnit = 'count' | 'us' | 'perSecond';

/** One line of a plot. */
export type Series = {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
};

/** A plot. */
export type Plot = {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
};

/** A row of a table; all rows of one have the same keys. */
export type TableRow = Readonly<Record<string, string | number>>;

/** What a curve leaves. */
export type CurveResult = {
  /** What was asked, in a sentence or two. */
  readonly question: string;
  readonly tables: readonly { readonly title: string; readonly rows: readonly TableRow[] }[];
  readonly plot: Plot | null;
  /** What has to be known to read the figures. */
  readonly remarks: readonly string[];
  /** What is alike in every run, for the guard: the cost of a curve's last point over its first. */
  readonly ratios: readonly {
    readonly name: string;
    readonly ratio: number;
    readonly pairs: number;
  }[];
};

/** A curve: measures, and throws where a result is not what the reference model says. */
export type CurveBench = (run: ScaleRun) => CurveResult | Promise<CurveResult>;
