// Questions that may take long, answered in slices: between two slices the store's thread commits,
// drains and beats.

import type { StoreOutcome } from '../../messages.js';
import { detailOf } from '../detail.js';

/** How long the store's thread works on questions before it looks at what else there is. */
const SLICE_MS = 5;

/** A question under way, step by step; when it is done, its value is the answer. */
export type Job = { next(): { readonly done?: boolean; readonly value: unknown } };

/** A question that one step answers. */
export function inOneStep(answer: () => unknown): Job {
  return { next: () => ({ done: true, value: answer() }) };
}

/** Takes what became of a question. */
export type OnAnswer = (id: number, outcome: StoreOutcome) => void;

/** Questions in their order, each getting on in turn. */
export class Jobs {
  private readonly jobs: { readonly id: number; readonly job: Job }[] = [];

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.jobs.length === 0;
  }

  /** Takes a question on, to be answered under its id. */
  add(id: number, job: Job): void {
    this.jobs.push({ id, job });
  }

  /** Works for one slice, or until all are answered. */
  work(onAnswer: OnAnswer, sliceMs = SLICE_MS): void {
    const end = performance.now() + sliceMs;
    for (;;) {
      const next = this.jobs.shift();
      if (next === undefined) return;
      const outcome = stepOf(next.job);
      if (outcome === undefined) this.jobs.push(next);
      else onAnswer(next.id, outcome);
      if (performance.now() >= end) return;
    }
  }
}

/** What became of a question; undefined while it is under way. */
function stepOf(job: Job): StoreOutcome | undefined {
  try {
    const { done, value } = job.next();
    return done === true ? { isDone: true, value } : undefined;
  } catch (error) {
    return { isDone: false, detail: detailOf(error) };
  }
}
