// How is a split put to the search for the best cover?
// Must not know: which locations are tried, and what becomes of them.

import type { Parcel } from './bundles.js';
import type { Effort, Task, Worth } from './cover.js';
import { bestCover } from './cover.js';
import type { SplitProblem } from './split.js';
import type { Candidate } from './unite.js';

/** The parcel as it is to be placed in some locations. */
export function taskOf(problem: SplitProblem, parcel: Parcel, candidates: Candidate[]): Task {
  return {
    lines: parcel.lines,
    needs: parcel.lines.map((line) => line.need),
    candidates,
    mayBeWhole: !parcel.isDivisible || problem.prefersAtomic,
    wholeLines: problem.prefersAtomic ? parcel.lines.length : 0,
    mayBePieces: parcel.isDivisible,
    isAllOrNothing: problem.ifFulfilled,
    isBound: false,
    allowedNew: parcel.lines.map((line) => problem.allowedNewOf(line)),
    isUsedBy: problem.isUsedBy,
  };
}

/** The best that some locations can give of all parcels. */
export function worthOf(problem: SplitProblem, set: Candidate[], effort: Effort): Worth {
  const tasks = problem.parcels.map((parcel) => taskOf(problem, parcel, set));
  return bestCover(tasks, (row) => row.left, effort) as Worth;
}
