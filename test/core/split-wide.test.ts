// Does the split search find the best set of locations for orders of many lines, each of its own
// product? Every set is valued by itself. Must not know: how the search goes.

import { expect, it } from 'vitest';
import { createRng, type Rng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import { action, orderOf, worldOf } from '../support/model/scenario.js';

const SEED = 11221963;
const CASES = 250;

type Wide = {
  /** In the order of their only group. */
  readonly codes: string[];
  /** By line, by location. */
  readonly stock: number[][];
  readonly needs: number[];
  readonly isQuantity: boolean;
  readonly isIfFulfilled: boolean;
  readonly isAtomic: boolean;
  /** 0: any. */
  readonly newLimit: number;
  readonly lineLimit: number;
};

function makeWide(rng: Rng): Wide {
  const codes = rng.sample(['Z', 'b', 'C', 'd', 'E', 'f', 'G', 'h', 'I', 'j'], rng.integer(3, 10));
  const lineCount = rng.pick([5, 9, 12, 31, 33, 50]);
  const share = rng.pick([0.2, 0.4, 0.7]);
  const unitsMax = rng.pick([1, 3, 5]);
  const isQuantity = rng.chance(0.6);
  return {
    codes,
    stock: Array.from({ length: lineCount }, () =>
      codes.map(() => (rng.chance(share) ? rng.integer(1, unitsMax) : 0)),
    ),
    needs: Array.from({ length: lineCount }, () => rng.integer(1, rng.pick([1, 3, 6]))),
    isQuantity,
    isIfFulfilled: rng.chance(0.4),
    isAtomic: isQuantity && rng.chance(0.4),
    newLimit: rng.chance(0.5) ? rng.integer(1, 4) : 0,
    lineLimit: rng.chance(0.3) ? rng.integer(1, 3) : 0,
  };
}

/** Units of a line from each place of a set: whole at the first that can, else in pieces. */
function serve(wide: Wide, line: number, set: readonly number[]): number[] {
  const need = wide.needs[line];
  const has = set.map((place) => wide.stock[line][place]);
  const whole = has.findIndex((units) => units >= need);
  if (whole >= 0) return has.map((_, i) => (i === whole ? need : 0));
  const nothing = has.map(() => 0);
  if (!wide.isQuantity) return nothing;
  let room = wide.lineLimit === 0 ? has.length : wide.lineLimit;
  const largest = (from: number, count: number): number =>
    has
      .slice(from)
      .sort((a, b) => b - a)
      .slice(0, count)
      .reduce((sum, units) => sum + units, 0);
  let left = Math.min(need, largest(0, room));
  if (wide.isIfFulfilled && left < need) return nothing;
  return has.map((units, i) => {
    const taken = Math.min(left, units);
    if (taken === 0 || taken + largest(i + 1, room - 1) < left) return 0;
    left -= taken;
    room--;
    return taken;
  });
}

/** What the set gives, the smaller the better: units, whole lines, locations, positions. */
function keyOf(wide: Wide, set: readonly number[]): number[] {
  const served = wide.needs.map((_, line) => serve(wide, line, set));
  const units = served.flat().reduce((sum, each) => sum + each, 0);
  const whole = served.filter((places, line) => places.includes(wide.needs[line])).length;
  const positions = set.reduce((sum, place) => sum + place, 0);
  return [-units, wide.isAtomic ? -whole : 0, set.length, positions];
}

function expected(wide: Wide): unknown[] {
  const { codes, stock, newLimit } = wide;
  const survivors = codes.map((_, i) => i).filter((i) => stock.some((places) => places[i] > 0));
  let best: { key: number[]; codes: string[]; set: number[] } | undefined;
  for (let bits = 0; bits < 2 ** survivors.length; bits++) {
    const set = survivors.filter((_, i) => ((bits >> i) & 1) === 1);
    if (newLimit > 0 && set.length > newLimit) continue;
    // Positions count survivors only.
    const key = keyOf(wide, set);
    key[3] = set.reduce((sum, place) => sum + survivors.indexOf(place), 0);
    const sorted = set.map((place) => codes[place]).sort();
    const isBetter =
      best === undefined ||
      compare(key, best.key) < 0 ||
      (compare(key, best.key) === 0 && compare(sorted, best.codes) < 0);
    if (isBetter) best = { key, codes: sorted, set };
  }
  const set = best?.set ?? [];
  return wide.needs.flatMap((_, line) =>
    serve(wide, line, set).flatMap((units, i) => {
      return units > 0 ? [[line + 1, codes[set[i]], units]] : [];
    }),
  );
}

function compare<T extends number | string>(a: readonly T[], b: readonly T[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  if (at < 0) return 0;
  return a[at] < b[at] ? -1 : 1;
}

it('finds the best set for many lines', { timeout: 60_000 }, () => {
  const rng = createRng(SEED);
  for (let number = 0; number < CASES; number++) {
    const wide = makeWide(rng);
    const mode = wide.isQuantity ? 'QUANTITY' : 'LINE_ITEM';
    const rest = wide.isIfFulfilled ? 'ASSIGN_IF_FULFILLED' : 'CANCEL_WITHOUT_INVENTORY';
    const scenario = {
      stock: Object.fromEntries(
        wide.codes.map((code, place) => {
          const rows = wide.stock.flatMap((places, line) =>
            places[place] > 0 ? [[`p${line}`, places[place]]] : [],
          );
          return [code, Object.fromEntries(rows) as Record<string, number>];
        }),
      ),
      groups: [{ afterActionPartial: action(`${mode}_SPLIT_${rest}`) }],
      route: { preferAtomicAssignments: wide.isAtomic },
      settings: { maxFulfillingLocations: wide.newLimit, maxSplitItemLocations: wide.lineLimit },
    };
    const items = wide.needs.map((need, line) => [`p${line}`, need] as const);
    const { decision } = askSuggest(openWorld(worldOf(scenario)), orderOf(items)) as {
      decision: { assignments?: { orderItemId: number; locationCode: string; quantity: number }[] };
    };
    const found = (decision.assignments ?? []).map((each) => {
      return [each.orderItemId, each.locationCode, each.quantity];
    });
    expect(found, `seed ${SEED}, case ${number}: ${JSON.stringify(wide)}`).toEqual(expected(wide));
  }
});
