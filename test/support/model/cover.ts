// How much of some parcels can a set of locations give at best?
// Every way to send parcels whole is tried; what is given in pieces is a flow from lines to rows,
// and by the theorem of Ford and Fulkerson the largest flow is the smallest cut.
// Must not know: which set is wanted, and why.

import type { Line } from './lines.js';
import type { StockRow } from './stock.js';
import type { Candidate } from './unite.js';

/** A parcel that is still to be placed, or what is left of one. */
export interface Task {
  lines: Line[];
  /** Units of each line. */
  needs: number[];
  /** Where it may go. */
  candidates: Candidate[];
  /** Whether it may go whole, and how many lines that counts for. */
  mayBeWhole: boolean;
  wholeLines: number;
  /** Whether it may go in pieces; it is then a single line. */
  mayBePieces: boolean;
  /** Whether pieces count only together: all or none. Of all tasks alike. */
  isAllOrNothing: boolean;
  /** Whether it has to be placed in full. */
  isBound: boolean;
  /** How many locations may join those that each line has. */
  allowedNew: number[];
  isUsedBy: (line: Line, candidate: Candidate) => boolean;
}

/** What a cover is worth: units, then lines that are whole at one location, then what it costs. */
export interface Worth {
  units: number;
  wholeLines: number;
  /** Absent: nobody counts. */
  cost?: number;
}

/** Units that rows have left. */
export type StockLeft = (row: StockRow) => number;

/** Thrown where there is too much to be tried. */
export class ModelTooLarge extends Error {}

/** Counts what is tried; throws where it is too much. */
export interface Effort {
  spend: (steps?: number) => void;
}

/** Makes an effort of at most so many steps. */
export function createEffort(most: number): Effort {
  let spent = 0;
  return {
    spend(steps = 1) {
      spent += steps;
      if (spent > most) throw new ModelTooLarge(`more than ${most} steps`);
    },
  };
}

/** Compares what covers are worth; positive: `left` is better. */
export function compareWorth(left: Worth, right: Worth): number {
  const { cost = 0 } = left;
  return (
    left.units - right.units || left.wholeLines - right.wholeLines || (right.cost ?? cost) - cost
  );
}

/** The best that can be had; undefined where a bound task cannot be placed. */
export function bestCover(tasks: Task[], left: StockLeft, effort: Effort): Worth | undefined {
  let sum: Worth = { units: 0, wholeLines: 0 };
  for (const group of independentGroups(tasks)) {
    const worth = bestOfGroup(group, left, effort);
    if (worth === undefined) return undefined;
    sum = add(sum, worth);
  }
  return sum;
}

/** Tasks that share no row do not get in each other's way. */
export function independentGroups(tasks: Task[]): Task[][] {
  const groups: { tasks: Task[]; rows: Set<StockRow> }[] = [];
  for (const task of tasks) {
    const rows = new Set(task.lines.flatMap((line) => rowsOf(task, line)));
    const joined = groups.filter((group) => [...rows].some((row) => group.rows.has(row)));
    for (const group of joined) {
      groups.splice(groups.indexOf(group), 1);
      for (const row of group.rows) rows.add(row);
    }
    groups.push({ tasks: [...joined.flatMap((group) => group.tasks), task], rows });
  }
  return groups.map((group) => group.tasks);
}

function rowsOf(task: Task, line: Line): StockRow[] {
  return task.candidates.flatMap((candidate) => candidate.rows.get(line) ?? []);
}

/** A line that is given in pieces, and the rows that it may draw on. */
interface Pieces {
  need: number;
  rows: StockRow[];
}

/** The search over one group of tasks, with what was found from each state on. */
interface Search {
  tasks: Task[];
  rows: StockRow[];
  found: Map<string, Worth | undefined>;
  effort: Effort;
}

function bestOfGroup(tasks: Task[], left: StockLeft, effort: Effort): Worth | undefined {
  const rows = [
    ...new Set(tasks.flatMap((task) => task.lines.flatMap((line) => rowsOf(task, line)))),
  ];
  // What no line needs makes no difference, and equal states are found again more often.
  const most = sum(tasks.flatMap((task) => task.needs));
  const stock = rows.map((row) => Math.min(left(row), most));
  return bestFrom({ tasks, rows, found: new Map(), effort }, 0, stock, []);
}

/** The best of the tasks from `index` on, with the flow of all pieces so far. */
function bestFrom(
  search: Search,
  index: number,
  stock: number[],
  pieces: Pieces[],
): Worth | undefined {
  const { tasks, rows, found } = search;
  const ids = pieces.map(({ need, rows: its }) => [need, its.map((row) => rows.indexOf(row))]);
  const state = JSON.stringify([index, stock, ids]);
  search.effort.spend();
  if (found.has(state)) return found.get(state);
  const task = tasks[index];
  const best =
    task === undefined
      ? worthOfPieces(search, stock, pieces)
      : bestWay(waysOf(search, task, index, stock, pieces), ceilingOf(search, index, pieces));
  found.set(state, best);
  return best;
}

/** What each way to place a task is worth, with the best of those after it. */
function* waysOf(
  search: Search,
  task: Task,
  index: number,
  stock: number[],
  pieces: Pieces[],
): Generator<Worth | undefined> {
  for (const rest of task.mayBeWhole ? stocksAfterWhole(search, task, stock) : []) {
    const worth = bestFrom(search, index + 1, rest, pieces);
    const own = { units: sum(task.needs), wholeLines: task.wholeLines };
    yield worth === undefined ? undefined : add(worth, own);
  }
  for (const its of task.mayBePieces ? rowChoices(task) : []) {
    const more = { need: task.needs[0], rows: its };
    yield bestFrom(search, index + 1, stock, [...pieces, more]);
  }
  const piecesMayBeNone = task.mayBePieces && !task.isAllOrNothing;
  if (!task.isBound && !piecesMayBeNone) yield bestFrom(search, index + 1, stock, pieces);
}

/** The best of some ways; none is looked at after one that nothing can exceed. */
function bestWay(ways: Iterable<Worth | undefined>, ceiling: Worth): Worth | undefined {
  let best: Worth | undefined;
  for (const worth of ways) {
    if (worth === undefined) continue;
    if (best === undefined || compareWorth(worth, best) > 0) best = worth;
    if (compareWorth(best, ceiling) === 0) break;
  }
  return best;
}

/** All tasks from `index` on whole, and all pieces in full. */
function ceilingOf({ tasks }: Search, index: number, pieces: Pieces[]): Worth {
  const later = tasks.slice(index);
  return {
    units: sum(later.flatMap((task) => task.needs)) + sum(pieces.map(({ need }) => need)),
    wholeLines: sum(later.map((task) => (task.mayBeWhole ? task.wholeLines : 0))),
  };
}

/** The stock after sending a task whole to each location that can take it. */
function stocksAfterWhole(search: Search, task: Task, stock: number[]): number[][] {
  return task.candidates.flatMap((candidate) => {
    const rest = [...stock];
    for (const [place, line] of task.lines.entries()) {
      const row = candidate.rows.get(line);
      const isFree = task.isUsedBy(line, candidate) || task.allowedNew[place] >= 1;
      if (row === undefined || !isFree) return [];
      const at = search.rows.indexOf(row);
      rest[at] = rest[at] - task.needs[place];
      if (rest[at] < 0) return [];
    }
    return [rest];
  });
}

/** The rows of as many locations as may join, in every choice, with those of the line's own. */
function rowChoices(task: Task): StockRow[][] {
  const [line] = task.lines as [Line];
  const withRow = task.candidates.filter((candidate) => candidate.rows.has(line));
  const own = withRow.filter((candidate) => task.isUsedBy(line, candidate));
  const others = withRow.filter((candidate) => !own.includes(candidate));
  const count = Math.min(others.length, task.allowedNew[0]);
  return [...combinations(others, count)].map((chosen) =>
    [...own, ...chosen].map((candidate) => candidate.rows.get(line) as StockRow),
  );
}

/** The largest flow; undefined where lines that need all of their units do not get them. */
function worthOfPieces(search: Search, stock: number[], pieces: Pieces[]): Worth | undefined {
  search.effort.spend(2 ** pieces.length / 4);
  const units = smallestCut(pieces, (row) => stock[search.rows.indexOf(row)]);
  const isFull = units === sum(pieces.map(({ need }) => need));
  const isBound = search.tasks.some((task) => task.isAllOrNothing);
  return isBound && !isFull ? undefined : { units, wholeLines: 0 };
}

/** Over all sets of lines: all that the set may draw on, and the needs of the others. */
function smallestCut(pieces: Pieces[], stockOf: StockLeft): number {
  let smallest = Infinity;
  for (let members = 0; members < 2 ** pieces.length; members++) {
    const rows = new Set<StockRow>();
    let cut = 0;
    for (const [index, piece] of pieces.entries()) {
      const isMember = Math.floor(members / 2 ** index) % 2 === 1;
      if (!isMember) cut += piece.need;
      else for (const row of piece.rows) rows.add(row);
    }
    for (const row of rows) cut += stockOf(row);
    smallest = Math.min(smallest, cut);
  }
  return smallest;
}

/** All choices of `count` of the values, each in the order of the values. */
export function* combinations<T>(values: T[], count: number): Generator<T[]> {
  if (count === 0) yield [];
  else {
    for (const [index, value] of values
      .slice(0, Math.max(0, values.length - count + 1))
      .entries()) {
      for (const rest of combinations(values.slice(index + 1), count - 1)) yield [value, ...rest];
    }
  }
}

function add(left: Worth, right: Worth): Worth {
  return { units: left.units + right.units, wholeLines: left.wholeLines + right.wholeLines };
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
