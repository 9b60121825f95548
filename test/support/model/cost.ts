// Which locations does a split by MINIMIZE_COST use, and what does each of them give?
// All sets of candidates that give the most are tried, and all ways to serve the lines from them.
// Must not know: groups, filters, the other strategies.

import type { Effort, StockLeft, Task, Worth } from './cover.js';
import { combinations, compareWorth, createEffort, independentGroups } from './cover.js';
import type { Take } from './ledger.js';
import type { Line } from './lines.js';
import type { Route } from './messages.js';
import { bestWorth, compareSets, mostUnits, traceLimits } from './minimize.js';
import { placeParcels } from './place.js';
import type { Scene } from './scene.js';
import type { SplitProblem } from './split.js';
import type { StockRow } from './stock.js';
import { taskOf, worthOf } from './tasks.js';
import type { Trace } from './trace.js';
import type { PoolLocation } from './pool.js';
import type { Candidate } from './unite.js';

/** Steps after which an order is too large for the model. */
const STEPS_MAX = 100_000;
/** Half around the Earth: what an unknown place is away. */
const FARTHEST_KM = Math.PI * 3958.76 * 1.609344;

/** What plans cost, in thousandths of a minor unit. */
export interface PlanCosts {
  parcel: number;
  unitAt: (place: PoolLocation) => number;
}

/** What plans of a route cost; undefined where nobody counts. */
export function planCosts({ order }: Scene, route: Route): PlanCosts | undefined {
  if (route.candidateSortStrategy !== 'CANDIDATE_SORT_STRATEGY_MINIMIZE_COST') return undefined;
  const { parcelMinor = 0, unitMinor = 0, unitKmMinor = 0 } = route.cost ?? {};
  return {
    parcel: parcelMinor * 1000,
    unitAt: ({ distanceKm = FARTHEST_KM }) => {
      const km = order.destination === undefined ? 0 : distanceKm;
      return Math.round(1000 * (unitMinor + unitKmMinor * km));
    },
  };
}

/** Splits the open lines at the least cost; throws ModelTooLarge. */
export function cheapestSplit(problem: SplitProblem, costs: PlanCosts, trace: Trace): Take[] {
  const effort = createEffort(STEPS_MAX);
  const target = bestWorth(problem, effort);
  traceLimits(problem, target, effort, trace);
  if (target.units === 0) return [];
  const unitOf = ({ place }: Candidate) => costs.unitAt(place);
  const cover = (tasks: Task[], left: StockLeft) => cheapestCover(tasks, left, unitOf, effort);
  let best: { set: Candidate[]; cost: number; worth: Worth } | undefined;
  for (const set of setsOf(problem)) {
    effort.spend();
    if (mostUnits(problem, set) < target.units) continue;
    const least = set.length * costs.parcel + target.units * Math.min(...set.map(unitOf));
    if (best !== undefined && least > best.cost) continue;
    if (compareWorth(worthOf(problem, set, effort), target) < 0) continue;
    const tasks = problem.parcels.map((parcel) => taskOf(problem, parcel, set));
    const worth = cover(tasks, (row) => row.left) as Worth;
    const cost = set.length * costs.parcel + (worth.cost ?? 0);
    const order = best === undefined ? -1 : cost - best.cost || compareAll(set, best.set);
    if (order < 0) best = { set, cost, worth };
  }
  if (best === undefined) throw new Error('no set of locations gives what the best one gives');
  trace('cost:searched');
  // The cheapest first; of those that cost the same, in candidate order.
  const set = best.set.toSorted((left, right) => unitOf(left) - unitOf(right));
  return placeParcels({ ...problem, costs }, set, best.worth, effort, trace, cover);
}

/** The fewest locations first, then as sets of one size. */
function compareAll(left: Candidate[], right: Candidate[]): number {
  return left.length - right.length || compareSets(left, right);
}

/** All sets that the limit allows, in candidate order. */
function* setsOf({ candidates, isUsed, allowedNew }: SplitProblem): Generator<Candidate[]> {
  for (let count = 1; count <= candidates.length; count++) {
    for (const set of combinations(candidates, count)) {
      if (set.filter((each) => !isUsed(each)).length <= allowedNew) yield set;
    }
  }
}

/** The best that can be had at the least cost; undefined where a bound task cannot be placed. */
function cheapestCover(
  tasks: Task[],
  left: StockLeft,
  unitOf: (candidate: Candidate) => number,
  effort: Effort,
): Worth | undefined {
  let sum: Worth = { units: 0, wholeLines: 0, cost: 0 };
  for (const group of independentGroups(tasks)) {
    const found = new Map<string, Worth | undefined>();
    const worth = cheapestFrom({ tasks: group, unitOf, effort, found }, 0, new Map(), left);
    if (worth === undefined) return undefined;
    sum = plus(sum, worth);
  }
  return sum;
}

/** The search over tasks that share rows, with what was found from each state on. */
interface Search {
  tasks: Task[];
  unitOf: (candidate: Candidate) => number;
  effort: Effort;
  found: Map<string, Worth | undefined>;
}

/** Units that were taken of rows. */
type Taken = Map<StockRow, number>;

function cheapestFrom(
  search: Search,
  index: number,
  taken: Taken,
  left: StockLeft,
): Worth | undefined {
  search.effort.spend();
  const task = search.tasks[index];
  if (task === undefined) return { units: 0, wholeLines: 0, cost: 0 };
  const state = JSON.stringify([index, [...taken].map(([row, units]) => [rowId(row), units])]);
  if (search.found.has(state)) return search.found.get(state);
  const stock: StockLeft = (row) => left(row) - (taken.get(row) ?? 0);
  let best: Worth | undefined;
  for (const way of waysOf(search, task, stock)) {
    const after = new Map(taken);
    for (const [row, units] of way.rows) after.set(row, (after.get(row) ?? 0) + units);
    const rest = cheapestFrom(search, index + 1, after, left);
    if (rest === undefined) continue;
    const worth = plus(way.worth, rest);
    if (best === undefined || compareWorth(worth, best) > 0) best = worth;
  }
  search.found.set(state, best);
  return best;
}

const rowIds = new WeakMap<StockRow, number>();
let lastRowId = 0;

function rowId(row: StockRow): number {
  const known = rowIds.get(row) ?? ++lastRowId;
  rowIds.set(row, known);
  return known;
}

/** One way to place a task. */
interface Way {
  worth: Worth;
  /** What it takes of which rows. */
  rows: (readonly [StockRow, number])[];
}

const NOTHING: Way = { worth: { units: 0, wholeLines: 0, cost: 0 }, rows: [] };

function* waysOf(search: Search, task: Task, stock: StockLeft): Generator<Way> {
  const { unitOf } = search;
  if (task.mayBeWhole) yield* wholeWays(task, stock, unitOf);
  if (task.mayBePieces) {
    const [need] = task.needs;
    for (const way of pieceWays(search, task, stock, task.candidates, need, task.allowedNew[0])) {
      const isFull = way.worth.units === need;
      if (isFull || (!task.isBound && !(task.isAllOrNothing && way.rows.length > 0))) yield way;
    }
  }
  if (!task.isBound) yield NOTHING;
}

function* wholeWays(
  task: Task,
  stock: StockLeft,
  unitOf: (candidate: Candidate) => number,
): Generator<Way> {
  const units = task.needs.reduce((sum, need) => sum + need, 0);
  for (const candidate of task.candidates) {
    const rows = task.lines.map((line, place) => {
      const row = candidate.rows.get(line);
      const isFree = task.isUsedBy(line, candidate) || task.allowedNew[place] >= 1;
      return row !== undefined && isFree ? ([row, task.needs[place]] as const) : undefined;
    });
    if (rows.some((each) => each === undefined)) continue;
    const known = rows as (readonly [StockRow, number])[];
    const takenOf = (row: StockRow) => known.filter(([other]) => other === row);
    const fits = known.every(([row]) => {
      return takenOf(row).reduce((sum, [, need]) => sum + need, 0) <= stock(row);
    });
    if (!fits) continue;
    const cost = units * unitOf(candidate);
    yield { worth: { units, wholeLines: task.wholeLines, cost }, rows: known };
  }
}

/** Every way to give a line units; of a line that shares nothing only those that give the most. */
function* pieceWays(
  search: Search,
  task: Task,
  stock: StockLeft,
  candidates: Candidate[],
  need: number,
  allowedNew: number,
): Generator<Way> {
  search.effort.spend();
  const [candidate, ...others] = candidates;
  if (candidate === undefined || need === 0) {
    yield NOTHING;
    return;
  }
  const [line] = task.lines as [Line];
  const row = candidate.rows.get(line);
  const price = task.isUsedBy(line, candidate) ? 0 : 1;
  const most = row === undefined || allowedNew < price ? 0 : Math.min(need, stock(row));
  const isAlone = search.tasks.length === 1;
  for (let units = most; units >= 0; units--) {
    // Given in order of costs, what is given at all is given as far as it goes.
    if (isAlone && units > 0 && units < most && isSorted(search, candidates)) continue;
    const left = units > 0 ? allowedNew - price : allowedNew;
    for (const way of pieceWays(search, task, stock, others, need - units, left)) {
      if (units === 0 || row === undefined) {
        yield way;
        continue;
      }
      const own = { units, wholeLines: 0, cost: units * search.unitOf(candidate) };
      yield { worth: plus(own, way.worth), rows: [[row, units], ...way.rows] };
    }
  }
}

function isSorted({ unitOf }: Search, [first, ...others]: Candidate[]): boolean {
  return first !== undefined && others.every((each) => unitOf(first) <= unitOf(each));
}

function plus(left: Worth, right: Worth): Worth {
  return {
    units: left.units + right.units,
    wholeLines: left.wholeLines + right.wholeLines,
    cost: (left.cost ?? 0) + (right.cost ?? 0),
  };
}
