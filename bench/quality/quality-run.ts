// What is every part of the quality bench told?

import type { Solver } from '../support/highs.js';
import type { Report } from '../support/report.js';

/** One run. */
export type QualityRun = {
  readonly isSmoke: boolean;
  readonly seed: number;
  /** The folder with the files; undefined: everything is made by seed. */
  readonly folder: string | undefined;
  readonly report: Report;
  readonly solve: Solver;
};
