// Does the reference model find the best split? On small random ones, each assignment of units to
// locations is written out, and the best of them compared. Must not know: the engine.

import { describe, expect, it } from 'vitest';

import { createRng, type Rng } from './support/generate/random.js';
import { parcelsOf } from './support/model/bundles.js';
import { combinations } from './support/model/cover.js';
import type { Take } from './support/model/ledger.js';
import type { Line } from './support/model/lines.js';
import type { OrderItem } from './support/model/messages.js';
import { smallestSplit } from './support/model/minimize.js';
import type { Order } from './support/model/order.js';
import type { SplitProblem } from './support/model/split.js';
import type { StockRow } from './support/model/stock.js';
import { compareBytes } from './support/model/text.js';
import { silentTrace } from './support/model/trace.js';
import type { Candidate } from './support/model/unite.js';

const PROBLEM_COUNT = 1500;

function randomLines(rng: Rng): Line[] {
  return Array.from({ length: rng.integer(1, 3) }, (_, index) => {
    const quantity = rng.integer(1, 3);
    const item: OrderItem = { quantity };
    if (rng.chance(0.4)) item.itemDependency = rng.integer(1, 3);
    const product = rng.pick(['a', 'a', 'b']);
    return { index, id: index + 1, quantity, need: quantity, product, tags: {}, item };
  });
}

function randomCandidates(rng: Rng, lines: Line[]): Candidate[] {
  return Array.from({ length: rng.integer(1, 4) }, (_, index) => {
    const locationCode = `L${rng.integer(1, 9)}${index}`;
    const stock = new Map<string, StockRow>();
    const rows = new Map<Line, StockRow>();
    for (const line of lines) {
      const product = line.product as string;
      const left = rng.integer(1, 3);
      const more = { attributes: [], extensibleAttributes: [], arrivals: [] };
      const row = stock.get(product) ?? { product, locationCode, left, ...more };
      stock.set(product, row);
      if (rng.chance(0.8)) rows.set(line, row);
    }
    const place = { location: { code: locationCode }, distanceKm: undefined, rows };
    return {
      place,
      rank: rng.integer(1, 2),
      position: index,
      score: undefined,
      limitGroupId: undefined,
      rows,
    };
  });
}

function randomProblem(rng: Rng): SplitProblem {
  const lines = randomLines(rng);
  const candidates = randomCandidates(rng, lines);
  candidates.sort((left, right) => left.rank - right.rank || left.position - right.position);
  const mode = rng.pick(['line', 'quantity', 'quantity'] as const);
  const hasBundles = rng.chance(0.4);
  const bundlingStrategy = hasBundles ? 'BUNDLING_STRATEGY_ITEM_DEPENDENCY' : '';
  const order = { request: { bundlingStrategy }, lines } as unknown as Order;
  const used = new Set(candidates.filter(() => rng.chance(0.2)));
  const limitOfLine = rng.pick([Infinity, Infinity, 1, 2]);
  return {
    mode,
    ifFulfilled: rng.chance(0.4),
    candidates,
    open: lines,
    parcels: parcelsOf(order, lines, mode),
    prefersAtomic: mode === 'quantity' && rng.chance(0.5),
    allowedNew: rng.pick([Infinity, Infinity, 0, 1, 2]),
    isUsed: (candidate) => used.has(candidate),
    allowedNewOf: () => limitOfLine,
    isUsedBy: () => false,
  };
}

/** Units by line, then candidate. */
type Matrix = number[][];

/** All ways to give a line units of the candidates, within its need and their rows. */
function waysOfLine(problem: SplitProblem, line: Line): number[][] {
  let ways: number[][] = [[]];
  for (const candidate of problem.candidates) {
    const most = candidate.rows.get(line)?.left ?? 0;
    ways = ways.flatMap((way) =>
      Array.from({ length: most + 1 }, (_, units) => [...way, units]).filter(
        (longer) => sum(longer) <= line.need,
      ),
    );
  }
  return ways.filter((way) => isLawful(problem, line, way));
}

/** What the mode and the limit of a line ask for. */
function isLawful(problem: SplitProblem, line: Line, way: number[]): boolean {
  const pieces = way.filter((units) => units > 0);
  const isBundled = problem.parcels.some(({ lines }) => lines.length > 1 && lines.includes(line));
  const isWhole = pieces.length === 0 || pieces[0] === line.need;
  if ((problem.mode === 'line' || isBundled) && !isWhole) return false;
  if (problem.ifFulfilled && pieces.length > 0 && sum(way) < line.need) return false;
  return pieces.length <= problem.allowedNewOf(line);
}

function matrices(problem: SplitProblem): Matrix[] {
  let all: Matrix[] = [[]];
  for (const line of problem.open) {
    const ways = waysOfLine(problem, line);
    all = all.flatMap((rows) => ways.map((way) => [...rows, way]));
  }
  return all.filter((matrix) => isWithin(problem, matrix));
}

/** What rows, bundles and the limit of the order ask for. */
function isWithin(problem: SplitProblem, matrix: Matrix): boolean {
  const newOnes = usedBy(problem, matrix).filter((candidate) => !problem.isUsed(candidate));
  if (newOnes.length > problem.allowedNew) return false;
  for (const [index, candidate] of problem.candidates.entries()) {
    for (const row of new Set(candidate.rows.values())) {
      const sharing = problem.open.filter((line) => candidate.rows.get(line) === row);
      if (sum(sharing.map((line) => matrix[line.index][index])) > row.left) return false;
    }
  }
  return problem.parcels.every(({ lines }) => {
    const places = lines.map((line) => matrix[line.index].findIndex((units) => units > 0));
    return new Set(places).size === 1;
  });
}

function usedBy(problem: SplitProblem, matrix: Matrix): Candidate[] {
  return problem.candidates.filter((_, index) => matrix.some((way) => way[index] > 0));
}

/** What is compared, in this order: less is better, as numbers first and then as texts. */
function valueOf(problem: SplitProblem, matrix: Matrix): (number | string)[] {
  const used = usedBy(problem, matrix);
  const whole = problem.open.filter((line) => matrix[line.index].includes(line.need));
  return [
    -sum(matrix.map(sum)),
    problem.prefersAtomic ? -whole.length : 0,
    used.length,
    sum(used.map((candidate) => candidate.rank)),
    sum(used.map((candidate) => candidate.position)),
    ...used.map((candidate) => candidate.place.location.code).sort(compareBytes),
  ];
}

/** Of equally good ones: each parcel whole as early as can be, else as much as early as can be. */
function preferenceOf(problem: SplitProblem, matrix: Matrix): number[] {
  return problem.parcels.flatMap(({ lines: [line] }) => {
    const way = matrix[line.index];
    const wholeAt = way.indexOf(line.need);
    return [wholeAt < 0 ? Infinity : wholeAt, ...way.map((units) => -units)];
  });
}

function compareValues(left: (number | string)[], right: (number | string)[]): number {
  for (const [index, value] of left.entries()) {
    const other = right[index];
    if (value === other) continue;
    return typeof value === 'number' ? value - (other as number) : compareBytes(value, `${other}`);
  }
  return 0;
}

function matrixOf(problem: SplitProblem, takes: Take[]): Matrix {
  return problem.open.map((line) =>
    problem.candidates.map(({ place }) =>
      sum(takes.filter((take) => take.line === line && take.place === place).map(unitsOf)),
    ),
  );
}

const unitsOf = (take: Take): number => take.units;

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe('the split that uses the fewest locations', () => {
  it('is the best of all that there are', () => {
    const seen = { pieces: 0, limited: 0, bundled: 0, several: 0 };
    for (let seed = 1; seed <= PROBLEM_COUNT; seed++) {
      const problem = randomProblem(createRng(seed));
      const worth = (each: Matrix) => [...valueOf(problem, each), ...preferenceOf(problem, each)];
      const best = matrices(problem)
        .map((each) => ({ matrix: each, worth: worth(each) }))
        .reduce((left, right) => (compareValues(left.worth, right.worth) <= 0 ? left : right));
      const matrix = matrixOf(problem, smallestSplit(problem, silentTrace));
      expect(isWithin(problem, matrix), `seed ${seed}`).toBe(true);
      for (const line of problem.open) {
        expect(isLawful(problem, line, matrix[line.index]), `seed ${seed}`).toBe(true);
      }
      expect(matrix, `seed ${seed}`).toEqual(best.matrix);
      if (matrix.some((way) => way.filter((units) => units > 0).length > 1)) seen.pieces++;
      if (usedBy(problem, matrix).length === problem.allowedNew) seen.limited++;
      if (problem.parcels.some(({ lines }) => lines.length > 1)) seen.bundled++;
      if (usedBy(problem, matrix).length > 1) seen.several++;
    }
    for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(50);
  });

  it('tries each choice once', () => {
    expect([...combinations([1, 2, 3], 2)]).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
    ]);
    expect([...combinations([1, 2], 0)]).toEqual([[]]);
    expect([...combinations([1], 2)]).toEqual([]);
  });
});
