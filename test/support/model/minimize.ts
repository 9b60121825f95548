// Which locations does a split by MINIMIZE_SHIPMENTS use, and what does each of them give?
// All sets of candidates are tried, the smallest first.
// Must not know: groups, filters, the other strategies.

import type { Effort, Worth } from './cover.js';
import { combinations, compareWorth, createEffort } from './cover.js';
import type { Take } from './ledger.js';
import { placeParcels } from './place.js';
import type { SplitProblem } from './split.js';
import type { StockRow } from './stock.js';
import { worthOf } from './tasks.js';
import { compareBytes } from './text.js';
import type { Trace } from './trace.js';
import type { Candidate } from './unite.js';

/** Steps after which an order is too large for the model. */
const STEPS_MAX = 50_000;

/** Splits the open lines over the fewest locations; throws ModelTooLarge. */
export function smallestSplit(problem: SplitProblem, trace: Trace): Take[] {
  const effort = createEffort(STEPS_MAX);
  const target = bestWorth(problem, effort);
  traceLimits(problem, target, effort, trace);
  if (target.units === 0) return [];
  const set = smallestSet(problem, target, effort);
  return placeParcels(problem, set, target, effort, trace);
}

/** The most that any set within the limit can give; more locations never give less. */
export function bestWorth(problem: SplitProblem, effort: Effort): Worth {
  const worthOfAll = worthOf(problem, problem.candidates, effort);
  const used = problem.candidates.filter((each) => problem.isUsed(each));
  const others = problem.candidates.filter((each) => !used.includes(each));
  if (others.length <= problem.allowedNew) return worthOfAll;
  let best: Worth = { units: 0, wholeLines: 0 };
  for (const chosen of combinations(others, problem.allowedNew)) {
    effort.spend();
    const set = [...used, ...chosen];
    if (mostUnits(problem, set) < best.units) continue;
    const worth = worthOf(problem, set, effort);
    if (compareWorth(worth, best) > 0) best = worth;
    if (compareWorth(best, worthOfAll) === 0) break;
  }
  return best;
}

function smallestSet(problem: SplitProblem, target: Worth, effort: Effort): Candidate[] {
  const { candidates } = problem;
  // A location without which all others together fall short is in every set that does not.
  const needed = candidates.filter((one) => {
    const others = candidates.filter((each) => each !== one);
    return compareWorth(worthOf(problem, others, effort), target) < 0;
  });
  const others = candidates.filter((each) => !needed.includes(each));
  for (let count = 0; count <= others.length; count++) {
    let best: Candidate[] | undefined;
    for (const chosen of combinations(others, count)) {
      effort.spend();
      const set = candidates.filter((each) => needed.includes(each) || chosen.includes(each));
      if (set.filter((each) => !problem.isUsed(each)).length > problem.allowedNew) continue;
      if (best !== undefined && compareSets(set, best) >= 0) continue;
      if (mostUnits(problem, set) < target.units) continue;
      if (compareWorth(worthOf(problem, set, effort), target) === 0) best = set;
    }
    if (best !== undefined) return best;
  }
  throw new Error('no set of locations gives what the best one gives');
}

/** By the sum of the group ranks, then of the positions, then the sorted codes. */
export function compareSets(left: Candidate[], right: Candidate[]): number {
  const ranks = (set: Candidate[]) => set.reduce((sum, each) => sum + each.rank, 0);
  const positions = (set: Candidate[]) => set.reduce((sum, each) => sum + each.position, 0);
  return (
    ranks(left) - ranks(right) ||
    positions(left) - positions(right) ||
    compareLists(codesOf(left), codesOf(right))
  );
}

function codesOf(set: Candidate[]): string[] {
  return set.map((each) => each.place.location.code).sort(compareBytes);
}

function compareLists(left: string[], right: string[]): number {
  for (const [index, code] of left.entries()) {
    const difference = compareBytes(code, right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A bound: all that the rows of each product have, at most all that its lines need. */
export function mostUnits(problem: SplitProblem, set: Candidate[]): number {
  const groups = new Map<string, { need: number; rows: Set<StockRow> }>();
  for (const line of problem.open) {
    const key = `${line.product}`;
    const group = groups.get(key) ?? { need: 0, rows: new Set() };
    groups.set(key, group);
    group.need += line.need;
    for (const candidate of set) {
      const row = candidate.rows.get(line);
      if (row !== undefined) group.rows.add(row);
    }
  }
  return [...groups.values()].reduce((sum, { need, rows }) => {
    const stock = [...rows].reduce((total, row) => total + row.left, 0);
    return sum + Math.min(need, stock);
  }, 0);
}

/** Counts limits that keep a better split out. */
export function traceLimits(
  problem: SplitProblem,
  target: Worth,
  effort: Effort,
  trace: Trace,
): void {
  const isOrderLimited = problem.candidates.length > problem.allowedNew;
  const isLineLimited = problem.open.some((line) => problem.allowedNewOf(line) < Infinity);
  const free = { ...problem, allowedNew: Infinity };
  if (isOrderLimited && compareWorth(worthOf(free, free.candidates, effort), target) > 0) {
    trace('limit:minimize:order');
  }
  if (!isLineLimited) return;
  const unlimited = { ...free, allowedNewOf: () => Infinity };
  const withoutLine = isOrderLimited ? worthOf(free, free.candidates, effort) : target;
  if (compareWorth(worthOf(unlimited, free.candidates, effort), withoutLine) > 0) {
    trace('limit:minimize:line');
  }
}
