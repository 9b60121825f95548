// Does the split search find the best split there is? Against every set and every way to serve it,
// on many tiny problems of all modes, limits and bundles. Must not know: how the search goes.

import { expect, it } from 'vitest';
import { createRng, type Rng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { LocationGroup, SuggestRoutingRequest } from '../support/model/messages.js';
import { action, orderOf, worldOf, type Scenario } from '../support/model/scenario.js';
import { splitByBrute, type BruteTake } from './split-brute.js';

const SEED = 20261122;
const CASES = 600;

const LINE = 'LINE_ITEM_SPLIT';
const QUANTITY = 'QUANTITY_SPLIT';

type Group = {
  readonly rank: number;
  readonly members: string[];
  readonly split?: string;
  readonly isFromStart: boolean;
};

type Case = {
  readonly codes: string[];
  readonly stock: Record<string, Record<string, number>>;
  readonly groups: Group[];
  readonly lines: { product: string; need: number; dependency?: number }[];
  readonly excluded: { locationCode: string; orderItemId: number }[];
  readonly isBundled: boolean;
  readonly isAtomic: boolean;
  readonly newLimit: number;
  readonly lineLimit: number;
};

function makeCase(rng: Rng): Case {
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

function scenarioOf(each: Case): Scenario {
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
    route: { preferAtomicAssignments: each.isAtomic },
    settings: {
      maxFulfillingLocations: each.newLimit,
      maxSplitItemLocations: each.lineLimit,
    },
  };
}

function requestOf(each: Case): SuggestRoutingRequest {
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
  return members.find((code) => {
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
  return splitByBrute({
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
  });
}

/** The decision, group by group: a full match, else the split of the group. */
function expected(each: Case): BruteTake[] {
  const state: State = {
    each,
    bundles: bundlesOf(each),
    open: new Map(each.lines.map((line, i) => [i + 1, line])),
    left: structuredClone(each.stock),
    used: new Set(),
    takes: [],
  };
  const groups = each.groups
    .map((group, i) => ({ ...group, i }))
    .sort((a, b) => a.rank - b.rank || a.i - b.i);
  for (const group of groups) {
    if (state.open.size === 0) break;
    const full = fullMatch(state, group.members);
    if (full !== undefined) {
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
  return state.takes.toSorted((a, b) => a[0] - b[0]);
}

it('finds the best split of tiny problems', { timeout: 60_000 }, () => {
  const rng = createRng(SEED);
  for (let number = 0; number < CASES; number++) {
    const each = makeCase(rng);
    const engine = openWorld(worldOf(scenarioOf(each)));
    const { decision } = askSuggest(engine, requestOf(each)) as {
      decision: { assignments?: { orderItemId: number; locationCode: string; quantity: number }[] };
    };
    const found = (decision.assignments ?? []).map(({ orderItemId, locationCode, quantity }) => [
      orderItemId,
      locationCode,
      quantity,
    ]);
    expect(found, `seed ${SEED}, case ${number}: ${JSON.stringify(each)}`).toEqual(expected(each));
  }
});
