// What does each location give where a split follows the order of a strategy?
// Must not know: groups, filters, how the fewest locations are found.

import type { Parcel } from './bundles.js';
import type { Take } from './ledger.js';
import type { Line } from './lines.js';
import { coversAll } from './pool.js';
import { compareNumbers } from './sorts.js';
import type { SplitProblem } from './split.js';
import type { StockRow } from './stock.js';
import type { Trace } from './trace.js';
import { compareCandidates, type Candidate } from './unite.js';

/** Splits the open lines over locations in the order of a strategy, in the order of taking. */
export function greedySplit(problem: SplitProblem, strategy: string, trace: Trace): Take[] {
  let parcels = problem.parcels.filter((parcel) => takesPart(parcel, problem));
  const candidates = inOrderOf(strategy, problem, parcels);
  const single = candidates.find(
    (candidate) =>
      coversAll(candidate.rows, problem.open) && mayTake(problem, candidate, problem.open, []),
  );
  if (single !== undefined) {
    trace('greedy:single-location');
    return problem.open.map((line) => {
      return takeOf(single, line, single.rows.get(line) as StockRow, line.need);
    });
  }
  for (;;) {
    const takes = walk(problem, candidates, parcels, trace);
    const lines = problem.open.filter((line) => parcels.some(({ lines }) => lines.includes(line)));
    const last = lines.findLast((line) => unitsOf(takes, line) < line.need);
    if (problem.mode === 'line' || !problem.ifFulfilled || last === undefined) return takes;
    trace('greedy:line-left-out');
    parcels = parcels.filter((parcel) => !parcel.lines.includes(last));
  }
}

/** Whether, limits aside, the candidates can give what the mode asks for. */
function takesPart(parcel: Parcel, problem: SplitProblem): boolean {
  const { candidates } = problem;
  if (!parcel.isDivisible) return candidates.some(({ rows }) => coversAll(rows, parcel.lines));
  const [line] = parcel.lines as [Line];
  const stock = candidates.map(({ rows }) => rows.get(line)?.left ?? 0);
  return !problem.ifFulfilled || stock.reduce((sum, units) => sum + units, 0) >= line.need;
}

function inOrderOf(strategy: string, problem: SplitProblem, parcels: Parcel[]): Candidate[] {
  const alone = new Map<Candidate, number>();
  for (const candidate of problem.candidates) {
    const takes: Take[] = [];
    for (const parcel of parcels) takes.push(...offerOf(candidate, parcel, takes, false));
    alone.set(
      candidate,
      takes.reduce((sum, take) => sum + take.units, 0),
    );
  }
  const byTake = (left: Candidate, right: Candidate) =>
    (alone.get(right) as number) - (alone.get(left) as number);
  return problem.candidates.toSorted((left, right) => {
    switch (strategy) {
      case 'QUANTITY':
        return byTake(left, right) || compareCandidates(left, right);
      case 'GROUP_RANK_AND_QUANTITY':
        return left.rank - right.rank || byTake(left, right) || compareCandidates(left, right);
      case 'DISTANCE':
        return (
          compareNumbers(left.place.distanceKm, right.place.distanceKm) ||
          compareCandidates(left, right)
        );
      default:
        throw new Error(`unknown strategy ${strategy}`);
    }
  });
}

/** Each location once takes what it can; with atomic assignments, whole lines in a first round. */
function walk(
  problem: SplitProblem,
  candidates: Candidate[],
  parcels: Parcel[],
  trace: Trace,
): Take[] {
  const takes: Take[] = [];
  for (const wholeOnly of problem.prefersAtomic ? [true, false] : [false]) {
    for (const candidate of candidates) {
      for (const parcel of parcels) {
        const offer = offerOf(candidate, parcel, takes, wholeOnly);
        if (offer.length === 0) continue;
        if (mayTake(problem, candidate, parcel.lines, takes)) takes.push(...offer);
        else trace('limit:greedy');
      }
    }
  }
  return takes;
}

/** What a location can give of a parcel on top of what has been taken, limits aside. */
function offerOf(candidate: Candidate, parcel: Parcel, taken: Take[], wholeOnly: boolean): Take[] {
  const offer: Take[] = [];
  for (const line of parcel.lines) {
    const row = candidate.rows.get(line);
    if (row === undefined) return [];
    const need = line.need - unitsOf(taken, line);
    const stock = leftOf(row, [...taken, ...offer]);
    const isWhole = need === line.need && stock >= need;
    const units = Math.min(need, stock);
    if (units === 0 || (!isWhole && (wholeOnly || !parcel.isDivisible))) return [];
    offer.push(takeOf(candidate, line, row, units));
  }
  return offer;
}

/** Whether the limits let a location serve these lines. */
function mayTake(
  problem: SplitProblem,
  candidate: Candidate,
  lines: Line[],
  takes: Take[],
): boolean {
  const joined = new Set(takes.map((take) => take.place));
  const isNew = !problem.isUsed(candidate) && !joined.has(candidate.place);
  const newOnes = problem.candidates.filter(
    (each) => joined.has(each.place) && !problem.isUsed(each),
  );
  if (isNew && newOnes.length >= problem.allowedNew) return false;
  return lines.every((line) => {
    const its = takes.filter((take) => take.line === line).map((take) => take.place);
    if (problem.isUsedBy(line, candidate) || its.includes(candidate.place)) return true;
    const newOfLine = problem.candidates.filter(
      (each) => its.includes(each.place) && !problem.isUsedBy(line, each),
    );
    return newOfLine.length < problem.allowedNewOf(line);
  });
}

function takeOf(candidate: Candidate, line: Line, row: StockRow, units: number): Take {
  return { line, place: candidate.place, row, units, score: candidate.score };
}

function leftOf(row: StockRow, takes: Take[]): number {
  return row.left - sumUnits(takes.filter((take) => take.row === row));
}

function unitsOf(takes: Take[], line: Line): number {
  return sumUnits(takes.filter((take) => take.line === line));
}

function sumUnits(takes: Take[]): number {
  return takes.reduce((sum, take) => sum + take.units, 0);
}
