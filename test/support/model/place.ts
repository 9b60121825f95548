// Inside the locations that a split uses, where does each line go?
// Must not know: how the locations were chosen.

import type { Parcel } from './bundles.js';
import type { Effort, StockLeft, Task, Worth } from './cover.js';
import { bestCover, compareWorth } from './cover.js';
import type { Take } from './ledger.js';
import type { Line } from './lines.js';
import type { SplitProblem } from './split.js';
import type { StockRow } from './stock.js';
import { taskOf } from './tasks.js';
import type { Trace } from './trace.js';
import type { Candidate } from './unite.js';

interface Placing {
  problem: SplitProblem;
  /** In candidate order. */
  set: Candidate[];
  target: Worth;
  effort: Effort;
  trace: Trace;
  cover: Cover;
}

/** The best that tasks can have; undefined where a bound one cannot be placed. */
export type Cover = (tasks: Task[], left: StockLeft) => Worth | undefined;

/** Whole to the first location that can take it, else in pieces, as far as the best allows. */
export function placeParcels(
  problem: SplitProblem,
  set: Candidate[],
  target: Worth,
  effort: Effort,
  trace: Trace,
  cover: Cover = (tasks, left) => bestCover(tasks, left, effort),
): Take[] {
  const placing: Placing = { problem, set, target, effort, trace, cover };
  let takes: Take[] = [];
  problem.parcels.forEach((parcel, index) => {
    const later = problem.parcels.slice(index + 1).map((each) => taskOf(problem, each, set));
    const whole = set
      .map((candidate) => takesOfWhole(problem, parcel, candidate, takes))
      .find((more) => more.length > 0 && isAttainable(placing, [...takes, ...more], later));
    if (whole !== undefined) {
      trace(`place:whole:${parcel.lines.length > 1 ? 'bundle' : 'line'}`);
      takes = [...takes, ...whole];
    } else if (parcel.isDivisible) {
      takes = [...takes, ...piecesOf(placing, parcel, takes, later)];
    }
  });
  return takes;
}

/** What a parcel would take as a whole; empty where the location cannot give it. */
function takesOfWhole(
  problem: SplitProblem,
  parcel: Parcel,
  candidate: Candidate,
  before: Take[],
): Take[] {
  const takes: Take[] = [];
  for (const line of parcel.lines) {
    const row = candidate.rows.get(line);
    const isFree = problem.isUsedBy(line, candidate) || problem.allowedNewOf(line) >= 1;
    if (row === undefined || !isFree) return [];
    if (leftOf(row, [...before, ...takes]) < line.need) return [];
    takes.push(takeOf(candidate, line, row, line.need));
  }
  return takes;
}

/** As much as possible from each location in turn. */
function piecesOf(placing: Placing, parcel: Parcel, before: Take[], later: Task[]): Take[] {
  const { problem, set } = placing;
  const [line] = parcel.lines as [Line];
  const pieces: Take[] = [];
  let need = line.need;
  let allowedNew = problem.allowedNewOf(line);
  set.forEach((candidate, index) => {
    const row = candidate.rows.get(line);
    const costs = problem.isUsedBy(line, candidate) ? 0 : 1;
    if (row === undefined || allowedNew < costs) return;
    const most = Math.min(need, leftOf(row, before));
    for (let units = most; units > 0; units--) {
      const more = [...pieces, takeOf(candidate, line, row, units)];
      const rest: Task = {
        ...taskOf(problem, parcel, set.slice(index + 1)),
        needs: [need - units],
        mayBeWhole: false,
        isBound: problem.ifFulfilled,
        allowedNew: [allowedNew - costs],
      };
      const tasks = need === units ? later : [rest, ...later];
      placing.effort.spend();
      if (!isAttainable(placing, [...before, ...more], tasks)) continue;
      if (units < most) placing.trace('place:less-than-all');
      pieces.push(takeOf(candidate, line, row, units));
      need -= units;
      allowedNew -= costs;
      return;
    }
  });
  placing.trace(`place:pieces:${pieces.length}`);
  return pieces;
}

/** Whether what has been placed can be completed to what the best split is worth. */
function isAttainable(placing: Placing, takes: Take[], tasks: Task[]): boolean {
  const rest = placing.cover(tasks, (row) => leftOf(row, takes));
  if (rest === undefined) return false;
  const units = takes.reduce((sum, take) => sum + take.units, 0);
  const whole = takes.filter((take) => take.units === take.line.need);
  const wholeLines = placing.problem.prefersAtomic ? whole.length : 0;
  const { costs } = placing.problem;
  const price = takes.reduce((sum, take) => sum + take.units * (costs?.unitAt(take.place) ?? 0), 0);
  const worth = {
    units: units + rest.units,
    wholeLines: wholeLines + rest.wholeLines,
    cost: price + (rest.cost ?? 0),
  };
  return compareWorth(worth, placing.target) === 0;
}

function takeOf(candidate: Candidate, line: Line, row: StockRow, units: number): Take {
  return { line, place: candidate.place, row, units, score: candidate.score };
}

function leftOf(row: StockRow, takes: Take[]): number {
  const taken = takes.filter((take) => take.row === row);
  return row.left - taken.reduce((sum, take) => sum + take.units, 0);
}
