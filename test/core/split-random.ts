// Tiny random split problems of all modes, limits and bundles, and their best splits: group by
// group a full match, else every set and every way to serve it. Must not know: how the search goes.

import type { Rng } from '../support/generate/random.js';
import type {
  Location,
  LocationGroup,
  Route,
  SuggestRoutingRequest,
} from '../support/model/messages.js';
import { action, north, orderOf, type Scenario } from '../support/model/scenario.js';
import { type SearchFacts, SINGLE } from '../support/model/proofs.js';
import { splitByBrute, type BruteProblem, type BruteTake } from './split-brute.js';

const LINE = 'LINE_ITEM_SPLIT';
const QUANTITY = 'QUANTITY_SPLIT';
const KM_PER_DEGREE = (3958.76 * 1.609344 * Math.PI) / 180;

type Group = {
  readonly rank: number;
  readonly members: string[];
  readonly split?: string;
  readonly isFromStart: boolean;
};

/** What a unit and a parcel cost, in minor units. */
type CaseCost = { readonly parcel: number; readonly unit: number; readonly unitKm: number };

/** A problem; the first group in the order of ranks is tried first. */
export type Case = {
  readonly codes: string[];
  readonly stock: Record<string, Record<string, number>>;
  readonly groups: Group[];
  readonly lines: { product: string; need: number; dependency?: number }[];
  readonly excluded: { locationCode: string; orderItemId: number }[];
  readonly isBundled: boolean;
  readonly isAtomic: boolean;
  readonly newLimit: number;
  readonly lineLimit: number;
  /** Degrees north of the destination; undefined: nobody knows. */
  readonly degrees?: Record<string, number | undefined>;
  /** By which plans are compared; absent: by the number of locations. */
  readonly cost?: CaseCost;
};

/** Makes a problem whose plans are compared by their cost. */
export function makeCostCase(rng: Rng): Case {
  const each = makeCase(rng);
  const isCoarse = rng.chance(0.3);
  const degrees = each.codes.map((code) => {
    const far = isCoarse ? rng.integer(1, 2) : rng.integer(1, 200) / 10;
    return [code, rng.chance(0.05) ? undefined : far] as const;
  });
  return {
    ...each,
    degrees: Object.fromEntries(degrees),
    cost: {
      parcel: rng.pick([0, 1, 5, 20, 60, 500]),
      unit: rng.pick([0, 0.423, 7]),
      unitKm: rng.pick([0.0003, 0.0003, 0.01, 0.01, 0.04, 0.04, 1e-9]),
    },
  };
}

/** Makes a problem. */
export function makeCase(rng: Rng): Case {
  const codes = rng.sample(['B', 'a', 'C', 'd', 'E'], rng.integer(2, 4));
  const products = ['p', 'q', 'r'].slice(0, rng.integer(1, 3));
  const unitsMax = rng.integer(1, 4);
  const needMax = rng.integer(1, 4);
  const lineCount = rng.integer(1, needMax > 2 ? 3 : 4);
  const isBundled = rng.chance(0.4);
  const sparse = rng.pick([0.3, 0.6, 0.9]);
  const stock = Object.fromEntries(
    codes.map((code) => {
      const rows = products.flatMap((product) =>
        rng.chance(sparse) ? [[product, rng.integer(1, unitsMax)]] : [],
      );
      return [code, Object.fromEntries(rows) as Record<string, number>];
    }),
  );
  const groupCount = rng.integer(1, 3);
  const groups = Array.from({ length: groupCount }, () => ({
    rank: rng.integer(1, 3),
    members: rng.sample(codes, rng.integer(1, codes.length)),
    ...(rng.chance(0.9)
      ? { split: `${rng.pick([LINE, QUANTITY])}_${rng.pick(['ASSIGN_IF_FULFILLED', 'CANCEL'])}` }
      : {}),
    isFromStart: rng.chance(0.6),
  }));
  const lines = Array.from({ length: lineCount }, () => ({
    product: rng.pick(products),
    need: rng.integer(1, needMax),
    ...(rng.chance(0.5) ? { dependency: rng.integer(1, 5) } : {}),
  }));
  return {
    codes,
    stock,
    groups,
    lines,
    excluded: codes.flatMap((locationCode) =>
      lines.flatMap((_, i) => (rng.chance(0.08) ? [{ locationCode, orderItemId: i + 1 }] : [])),
    ),
    isBundled,
    isAtomic: rng.chance(0.5),
    newLimit: rng.chance(0.4) ? rng.integer(1, 3) : 0,
    lineLimit: rng.chance(0.4) ? rng.integer(1, 2) : 0,
  };
}

/** The world of a problem. */
export function scenarioOf(each: Case): Scenario {
  const groups = each.groups.map(
    ({ rank, members, split, isFromStart }, i): Partial<LocationGroup> => {
      const restart = isFromStart ? 'START_AT_BEGINNING' : 'CURRENT_GROUP';
      const name = split?.endsWith('CANCEL') === true ? `${split}_WITHOUT_INVENTORY` : split;
      return {
        name: `group ${i}`,
        rank,
        locations: members.map((locationCode) => ({ locationCode })),
        ...(name === undefined ? {} : { afterActionPartial: action(name, restart) }),
      };
    },
  );
  return {
    stock: each.stock,
    groups,
    places: placesOf(each),
    route: { preferAtomicAssignments: each.isAtomic, ...routeCost(each) },
    settings: {
      maxFulfillingLocations: each.newLimit,
      maxSplitItemLocations: each.lineLimit,
    },
  };
}

function placesOf({ degrees = {} }: Case): Record<string, Partial<Location>> {
  const places = Object.entries(degrees).map(([code, far]) => {
    return [code, far === undefined ? {} : north(far)] as const;
  });
  return Object.fromEntries(places);
}

function routeCost({ cost }: Case): Partial<Route> {
  if (cost === undefined) return {};
  return {
    candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_COST',
    cost: { parcelMinor: cost.parcel, unitMinor: cost.unit, unitKmMinor: cost.unitKm },
  };
}

/** Thousandths of a minor unit for a unit from a location. */
function unitCost({ cost, degrees = {} }: Case, code: string): number {
  if (cost === undefined) return 0;
  const far = degrees[code] ?? 180;
  return Math.round(1000 * (cost.unit + cost.unitKm * far * KM_PER_DEGREE));
}

/** The order of a problem. */
export function requestOf(each: Case): SuggestRoutingRequest {
  const items = each.lines.map(({ product, need, dependency }) => {
    const more = dependency === undefined ? {} : { itemDependency: dependency };
    return [product, need, more] as const;
  });
  return orderOf([...items], {
    excludedLocations: each.excluded,
    ...(each.isBundled ? { bundlingStrategy: 'BUNDLING_STRATEGY_ITEM_DEPENDENCY' } : {}),
  });
}

/** The number of the bundle of each line. */
function bundlesOf({ lines, isBundled }: Case): number[] {
  const bundles = lines.map((_, i) => i);
  if (!isBundled) return bundles;
  for (const [i, line] of lines.entries()) {
    for (const [k, other] of lines.entries()) {
      if (line.dependency === undefined) continue;
      if (line.dependency !== other.dependency && line.dependency !== k + 1) continue;
      const from = bundles[k];
      for (const [at, bundle] of bundles.entries()) if (bundle === from) bundles[at] = bundles[i];
    }
  }
  return bundles;
}

/** A case while it is decided. */
type State = {
  readonly each: Case;
  readonly bundles: readonly number[];
  readonly open: Map<number, Case['lines'][number]>;
  readonly left: Record<string, Record<string, number>>;
  readonly used: Set<string>;
  readonly takes: BruteTake[];
  readonly searches: SearchFacts[];
};

function unitsLeft({ left }: State, code: string, product: string): number {
  return left[code][product] ?? 0;
}

function isPaired(state: State, code: string, id: number): boolean {
  const { each, open } = state;
  const isExcluded = each.excluded.some((e) => e.locationCode === code && e.orderItemId === id);
  return open.has(id) && !isExcluded && unitsLeft(state, code, each.lines[id - 1].product) > 0;
}

function survivors(state: State, members: readonly string[]): string[] {
  return members.filter((code) => [...state.open.keys()].some((id) => isPaired(state, code, id)));
}

function newLeft({ each, used }: State): number {
  return each.newLimit === 0 ? 99 : Math.max(0, each.newLimit - used.size);
}

function commit({ each, open, left, used, takes }: State, found: readonly BruteTake[]): void {
  for (const [id, code, units] of found) {
    takes.push([id, code, units]);
    left[code][each.lines[id - 1].product] -= units;
    used.add(code);
  }
  for (const [id, { need }] of open) {
    const got = found.filter(([line]) => line === id).reduce((sum, take) => sum + take[2], 0);
    if (got === need) open.delete(id);
  }
}

/** The first member that covers everything open. */
function fullMatch(state: State, members: readonly string[]): string | undefined {
  const { open, used } = state;
  const needs: Record<string, number> = {};
  for (const { product, need } of open.values()) needs[product] = (needs[product] ?? 0) + need;
  const byCost = members.toSorted((a, b) => unitCost(state.each, a) - unitCost(state.each, b));
  return byCost.find((code) => {
    if (newLeft(state) === 0 && !used.has(code)) return false;
    const hasAll = Object.entries(needs).every(([product, need]) => {
      return unitsLeft(state, code, product) >= need;
    });
    return hasAll && [...open.keys()].every((id) => isPaired(state, code, id));
  });
}

function split(state: State, range: readonly Group[], mode: string): BruteTake[] {
  const { each, open, used, bundles } = state;
  const placed = new Map<string, { rank: number; position: number }>();
  const paired = new Set<string>();
  for (const { rank, members } of range) {
    for (const [position, code] of survivors(state, members).entries()) {
      if (!placed.has(code)) placed.set(code, { rank, position });
      for (const id of open.keys()) if (isPaired(state, code, id)) paired.add(`${code} ${id}`);
    }
  }
  const isQuantity = mode.startsWith(QUANTITY);
  const problem: BruteProblem = {
    candidates: [...placed]
      .map(([code, at]) => ({ code, ...at, isUsed: used.has(code) }))
      .sort((a, b) => a.rank - b.rank || a.position - b.position || (a.code < b.code ? -1 : 1)),
    lines: [...open].map(([id, { product, need }]) => {
      return { id, product, need, bundle: bundles[id - 1] };
    }),
    units: (code, product) => unitsLeft(state, code, product),
    isPaired: (code, id) => paired.has(`${code} ${id}`),
    isQuantity,
    isIfFulfilled: mode.endsWith('IF_FULFILLED'),
    isAtomic: each.isAtomic && isQuantity,
    newLimit: newLeft(state),
    lineLimit: each.lineLimit === 0 ? 99 : each.lineLimit,
    ...(each.cost === undefined ? {} : { parcelCost: each.cost.parcel * 1000 }),
    unitCost: (code) => unitCost(each, code),
  };
  const takes = splitByBrute(problem);
  if (takes.length > 0) state.searches.push(factsOf(problem, takes));
  return takes;
}

/** What the proof of a split has to agree with. */
function factsOf(problem: BruteProblem, takes: readonly BruteTake[]): SearchFacts {
  const parcels = parcelsOf(takes);
  const lines = problem.lines.map(({ id, product, need, bundle }) => {
    const stock = problem.candidates.map(({ code }): [string, number] => {
      return [code, problem.isPaired(code, id) ? Math.min(need, problem.units(code, product)) : 0];
    });
    const isTied = problem.lines.filter((other) => other.bundle === bundle).length > 1;
    const isOne = isTied || !problem.isQuantity || problem.lineLimit === 1;
    const isWhole = problem.isAtomic && stock.some(([, has]) => has === need);
    const own = takes.filter(([line]) => line === id);
    const units = own.reduce((sum, take) => sum + take[2], 0);
    return { id, units, least: isOne || isWhole ? units : 1, stock: new Map(stock) };
  });
  const { parcelCost } = problem;
  if (parcelCost === undefined) return { parcels, fewest: parcels, isExact: true, lines };
  const units = takes.map(([, code, count]) => count * (problem.unitCost?.(code) ?? 0));
  const sum = units.reduce((total, each) => total + each, parcels * parcelCost);
  const bySize = { ...problem, parcelCost: 0, unitCost: () => 0 };
  const fewest = parcelsOf(splitByBrute(bySize));
  return { parcels, fewest, isExact: true, lines, costMinor: sum / 1000 };
}

function parcelsOf(takes: readonly BruteTake[]): number {
  return new Set(takes.map(([, code]) => code)).size;
}

/** What the proof of a location that serves all has to agree with. */
function singleOf({ each, open }: State, code: string): SearchFacts {
  if (each.cost === undefined) return SINGLE;
  const units = [...open.values()].reduce((sum, { need }) => sum + need, 0);
  return { ...SINGLE, costMinor: each.cost.parcel + (units * unitCost(each, code)) / 1000 };
}

/** The best decision, group by group: a full match or the split of the group; and its searches. */
export function expected(each: Case): { takes: BruteTake[]; searches: SearchFacts[] } {
  const state: State = {
    each,
    bundles: bundlesOf(each),
    open: new Map(each.lines.map((line, i) => [i + 1, line])),
    left: structuredClone(each.stock),
    used: new Set(),
    takes: [],
    searches: [],
  };
  const groups = each.groups
    .map((group, i) => ({ ...group, i }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i);
  for (const group of groups) {
    if (state.open.size === 0) break;
    const isSplit = group.split !== undefined && survivors(state, group.members).length > 0;
    const isSearched = each.cost !== undefined && isSplit;
    const full = isSearched ? undefined : fullMatch(state, group.members);
    if (full !== undefined) {
      state.searches.push(singleOf(state, full));
      commit(
        state,
        [...state.open].map(([id, { need }]) => [id, full, need]),
      );
      break;
    }
    if (group.split === undefined || survivors(state, group.members).length === 0) continue;
    commit(state, split(state, group.isFromStart ? groups : [group], group.split));
    if (!group.split.endsWith('IF_FULFILLED')) break;
  }
  return { takes: state.takes.toSorted((a, b) => a[0] - b[0]), searches: state.searches };
}
