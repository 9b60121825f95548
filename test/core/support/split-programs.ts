// A split as a mixed-integer program, from its definition: units of a line from a location, within
// the stock that lines of one product share, and a location is used where it gives anything.
// Must not know: the engine, and how it searches.

import { type Solver, sumOf } from '../../../bench/support/highs.js';

/** How lines may be served: in pieces, whole at one location, or in pieces but all or nothing. */
export type Serving = 'pieces' | 'whole' | 'fulfilled';

/** A split to be made. */
export type SplitOrder = {
  readonly serving: Serving;
  readonly lines: readonly { readonly product: string; readonly need: number }[];
  /** By location: units by product. */
  readonly stock: readonly ReadonlyMap<string, number>[];
};

/** Costs in whole numbers: of a parcel, and of a unit by location. */
export type Costs = { readonly parcel: number; readonly unit: readonly number[] };

type Term = readonly [factor: number, name: string];

/** The most units that can be served. */
export function mostUnits(order: SplitOrder, solve: Solver): number {
  const { rows, units, binaries } = constraintsOf(order);
  const { objective } = solved(solve, `Maximize\n obj: ${sumOf(units)}`, rows, binaries);
  return Math.round(objective);
}

/** The fewest locations that serve so many units. */
export function fewestLocations(order: SplitOrder, unitCount: number, solve: Solver): number {
  const { rows, units, binaries, used } = constraintsOf(order);
  const all = [...rows, `all: ${sumOf(units)} = ${unitCount}`];
  const { objective } = solved(solve, `Minimize\n obj: ${sumOf(used)}`, all, binaries);
  return Math.round(objective);
}

/** The least cost of serving so many units. */
export function leastCost(
  order: SplitOrder,
  unitCount: number,
  costs: Costs,
  solve: Solver,
): number {
  const { rows, units, binaries, used, unitsAt } = constraintsOf(order);
  const all = [...rows, `all: ${sumOf(units)} = ${unitCount}`];
  const terms: Term[] = [
    ...used.map(([, name]): Term => [costs.parcel, name]),
    ...unitsAt.flatMap((given, l) =>
      given.map(([factor, name]): Term => [factor * costs.unit[l], name]),
    ),
  ];
  const { objective } = solved(solve, `Minimize\n obj: ${sumOf(terms)}`, all, binaries);
  // Costs are whole, and with the binaries settled so are the units of a best plan.
  return Math.round(objective);
}

function solved(
  solve: Solver,
  objective: string,
  rows: readonly string[],
  binaries: readonly string[],
) {
  const lines = ['Subject To', ...rows, 'Binary', ...binaries, 'End'];
  const found = solve(`${objective}\n${lines.join('\n ')}\n`);
  if (found === null) throw new Error('time was up');
  return found;
}

/** The rows, and what of the variables stands for units and for used locations. */
function constraintsOf({ serving, lines, stock }: SplitOrder) {
  const rows: string[] = [];
  const binaries = stock.map((_, l) => `y${l}`);
  const units: Term[] = [];
  const unitsAt: Term[][] = stock.map(() => []);
  lines.forEach(({ product, need }, i) => {
    const given: Term[] = [];
    stock.forEach((has, l) => {
      const cap = Math.min(need, has.get(product) ?? 0);
      if (cap === 0 || (serving === 'whole' && cap < need)) return;
      const name = `x${i}_${l}`;
      // Of a line that is whole at one location the variable says whether it is there.
      const term: Term = [serving === 'whole' ? need : 1, name];
      if (serving === 'whole') binaries.push(name);
      given.push(term);
      unitsAt[l].push(term);
      rows.push(`u${i}_${l}: ${name} - ${serving === 'whole' ? 1 : cap} y${l} <= 0`);
    });
    if (given.length === 0) return;
    units.push(...given);
    if (serving === 'fulfilled') {
      binaries.push(`z${i}`);
      rows.push(`n${i}: ${sumOf(given)} - ${need} z${i} = 0`);
    } else {
      rows.push(`n${i}: ${sumOf(given)} <= ${need}`);
    }
  });
  stock.forEach((has, l) => {
    for (const [product, count] of has) {
      const shared = unitsAt[l].filter(([, name]) => productOf(name, lines) === product);
      if (shared.length > 1) rows.push(`s${l}_${product}: ${sumOf(shared)} <= ${count}`);
    }
  });
  const used = stock.map((_, l): Term => [1, `y${l}`]);
  return { rows, binaries, units, unitsAt, used };
}

function productOf(name: string, lines: SplitOrder['lines']): string {
  return lines[Number(name.slice(1, name.indexOf('_')))].product;
}
