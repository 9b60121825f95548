// What does every question of the core bench get? The options of the run, where figures go, the
// scenarios and the one working memory.

import { createOrderColumns } from '../../src/columns/order.js';
import { createPlanColumns } from '../../src/columns/plan.js';
import { createThreadScratch } from '../../src/core/scratch.js';
import type { Report } from '../support/report.js';
import type { Scenario } from '../support/scenarios.js';

/**
 * The working memory of a process. There is one, as in a worker: code that meets the memory of
 * several, each grown in its own way, is compiled for all of their shapes, and is slower.
 */
export type BenchMemory = ReturnType<typeof createMemory>;

/** Working memory. */
export function createMemory() {
  return {
    order: createOrderColumns(),
    plan: createPlanColumns(),
    scratch: createThreadScratch(),
  };
}

/** One run of the core bench. */
export type BenchRun = {
  /** Whether only a few rounds are made, to see that everything works. */
  readonly isSmoke: boolean;
  readonly seed: number;
  readonly report: Report;
  readonly memory: BenchMemory;
  /** The scenario of a name. Throws where there is none. */
  readonly scenario: (name: string) => Scenario;
};

/** Collects garbage twice: what a first collection frees may hold more. Needs --expose-gc. */
export function collectGarbage(): void {
  if (globalThis.gc === undefined) throw new Error('start node with --expose-gc');
  globalThis.gc();
  globalThis.gc();
}
