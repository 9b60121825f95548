// What is the best split of a tiny problem? Every set of locations and every way to serve the lines
// from it is tried, as the rules are written; nothing is clever. Must not know: the engine, the
// reference model.

/** A location that may serve, in candidate order. */
export type BruteCandidate = {
  readonly code: string;
  readonly rank: number;
  readonly position: number;
  readonly isUsed: boolean;
};

/** An open line. */
export type BruteLine = {
  readonly id: number;
  readonly product: string;
  readonly need: number;
  /** Equal for lines that stay together; lines on their own have their own. */
  readonly bundle: number;
};

/** A split to be made. */
export type BruteProblem = {
  readonly candidates: readonly BruteCandidate[];
  readonly lines: readonly BruteLine[];
  /** Units of a product at a location; 0 where there are none. */
  units(code: string, product: string): number;
  /** Whether a location may serve a line. */
  isPaired(code: string, id: number): boolean;
  readonly isQuantity: boolean;
  readonly isIfFulfilled: boolean;
  readonly isAtomic: boolean;
  readonly newLimit: number;
  readonly lineLimit: number;
  /** What each location of a plan costs, and a unit from it; without, nothing does. */
  readonly parcelCost?: number;
  unitCost?(code: string): number;
};

/** Units of a line from a location. */
export type BruteTake = readonly [id: number, code: string, units: number];

/** By line: units by place of a set. */
type Plan = readonly (readonly number[])[];

/** The best split, the lines in order, each line's locations in candidate order. */
export function splitByBrute(problem: BruteProblem): BruteTake[] {
  let best: { key: number[]; codes: string[]; set: BruteCandidate[] } | undefined;
  for (const set of setsOf(problem)) {
    const { units, atomics, cost } = bestOf(problem, set);
    const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
    const key = [
      -units,
      -atomics,
      cost + set.length * (problem.parcelCost ?? 0),
      set.length,
      sum(set.map(({ rank }) => rank)),
      sum(set.map(({ position }) => position)),
    ];
    const codes = set.map(({ code }) => code).sort();
    const order = best === undefined ? -1 : compare(key, best.key) || compare(codes, best.codes);
    if (order < 0) best = { key, codes, set };
  }
  return best === undefined ? [] : place(problem, best.set);
}

function compare<T extends number | string>(a: readonly T[], b: readonly T[]): number {
  for (const [i, value] of a.entries()) {
    if (value < b[i]) return -1;
    if (value > b[i]) return 1;
  }
  return 0;
}

/** All sets of candidates with no more new ones than the limit allows, in candidate order. */
function* setsOf({ candidates, newLimit }: BruteProblem): Generator<BruteCandidate[]> {
  for (let bits = 0; bits < 2 ** candidates.length; bits++) {
    const set = candidates.filter((_, i) => ((bits >> i) & 1) === 1);
    if (set.filter(({ isUsed }) => !isUsed).length <= newLimit) yield set;
  }
}

/** The most units, then whole lines, then the least cost of units, that a set can give. */
function bestOf(problem: BruteProblem, set: readonly BruteCandidate[]) {
  let best = { units: -1, atomics: -1, cost: 0 };
  for (const plan of plansOf(problem, set)) {
    const value = valueOf(problem, set, plan);
    const isBetter =
      value.units - best.units || value.atomics - best.atomics || best.cost - value.cost;
    if (isBetter > 0) best = value;
  }
  return best;
}

function valueOf(problem: BruteProblem, set: readonly BruteCandidate[], plan: Plan) {
  const { lines, isAtomic } = problem;
  const units = plan.flat().reduce((sum, each) => sum + each, 0);
  const whole = plan.filter((places, i) => places.includes(lines[i].need));
  const costs = plan.map((places) =>
    places.reduce((sum, each, j) => sum + each * unitCost(problem, set[j]), 0),
  );
  const cost = costs.reduce((sum, each) => sum + each, 0);
  return { units, atomics: isAtomic ? whole.length : 0, cost };
}

function unitCost(problem: BruteProblem, { code }: BruteCandidate): number {
  return problem.unitCost?.(code) ?? 0;
}

/** Every plan on a set that the rules allow. */
function* plansOf(
  problem: BruteProblem,
  set: readonly BruteCandidate[],
  plan: Plan = [],
): Generator<Plan> {
  const { lines } = problem;
  if (plan.length === lines.length) {
    if (areBundlesTogether(problem, plan)) yield plan;
    return;
  }
  const line = lines[plan.length];
  const left = set.map(({ code }, place) => {
    const taken = plan
      .filter((_, i) => lines[i].product === line.product)
      .reduce((sum, places) => sum + places[place], 0);
    return problem.isPaired(code, line.id) ? problem.units(code, line.product) - taken : 0;
  });
  for (const places of waysOf(left, line.need)) {
    if (isAllowed(problem, line, places)) yield* plansOf(problem, set, [...plan, places]);
  }
}

/** Every way to take at most `need` units of what places have. */
function* waysOf(left: readonly number[], need: number): Generator<number[]> {
  if (left.length === 0) {
    yield [];
    return;
  }
  for (let units = 0; units <= Math.min(left[0], need); units++) {
    for (const rest of waysOf(left.slice(1), need - units)) yield [units, ...rest];
  }
}

function isAllowed(problem: BruteProblem, line: BruteLine, places: readonly number[]): boolean {
  const units = places.reduce((sum, each) => sum + each, 0);
  const count = places.filter((each) => each > 0).length;
  if (count > problem.lineLimit) return false;
  if (count === 0) return true;
  const isTied = problem.lines.filter(({ bundle }) => bundle === line.bundle).length > 1;
  if (isTied || !problem.isQuantity) return count === 1 && units === line.need;
  return !problem.isIfFulfilled || units === line.need;
}

/** Whether the lines of each bundle are all at one place, or nowhere. */
function areBundlesTogether({ lines }: BruteProblem, plan: Plan): boolean {
  const placeOf = (i: number) => plan[i].findIndex((units) => units > 0);
  return lines.every((line, i) => {
    const tied = lines.flatMap((other, k) => (other.bundle === line.bundle ? [k] : []));
    return tied.every((k) => placeOf(k) === placeOf(i));
  });
}

/**
 * Lines in order, whole at the first place where the best value is still to be had, else in pieces.
 */
function place(problem: BruteProblem, chosen: readonly BruteCandidate[]): BruteTake[] {
  const { lines } = problem;
  // The cheapest first; of those that cost the same, in candidate order.
  const set = chosen.toSorted((a, b) => unitCost(problem, a) - unitCost(problem, b));
  const { units, atomics, cost } = bestOf(problem, set);
  let plans = [...plansOf(problem, set)].filter((plan) => {
    const value = valueOf(problem, set, plan);
    return value.units === units && value.atomics === atomics && value.cost === cost;
  });
  for (const [i, line] of lines.entries()) {
    const whole = set.findIndex((_, j) => plans.some((plan) => plan[i][j] === line.need));
    if (whole >= 0) {
      plans = plans.filter((plan) => plan[i][whole] === line.need);
      continue;
    }
    for (const j of set.keys()) {
      const most = Math.max(...plans.map((plan) => plan[i][j]));
      plans = plans.filter((plan) => plan[i][j] === most);
    }
  }
  const [plan] = plans;
  return lines.flatMap((line, i) =>
    set.flatMap(({ code }, j): BruteTake[] => {
      return plan[i][j] > 0 ? [[line.id, code, plan[i][j]]] : [];
    }),
  );
}
