// What comes of a split that is too hard to search to the end: a plan that gives all units that
// there are and breaks no rule, soon. Must not know: how the search goes.

import { expect, it } from 'vitest';
import { createRng, type Rng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { OrderItem } from '../support/model/messages.js';
import { action, orderOf, worldOf } from '../support/model/scenario.js';

type Assignment = { orderItemId: number; locationCode: string; quantity: number };

type Hard = {
  readonly name: string;
  readonly mode: string;
  readonly products: number;
  readonly lines: number;
  readonly locations: number;
  readonly unitsMax: number;
  readonly needMax: number;
  /** Whether the rules let every line have all that is there. */
  readonly isAllThere?: boolean;
  readonly isBundled?: boolean;
  readonly isAtomic?: boolean;
  readonly newLimit?: number;
  readonly lineLimit?: number;
};

const CANCEL = 'CANCEL_WITHOUT_INVENTORY';
const HARD: readonly Hard[] = [
  {
    name: 'large quantities',
    mode: `QUANTITY_SPLIT_${CANCEL}`,
    products: 8,
    lines: 8,
    locations: 300,
    unitsMax: 20,
    needMax: 90,
    isAllThere: true,
  },
  {
    name: 'many lines',
    mode: `LINE_ITEM_SPLIT_${CANCEL}`,
    products: 60,
    lines: 60,
    locations: 300,
    unitsMax: 3,
    needMax: 3,
  },
  {
    name: 'few locations',
    mode: `QUANTITY_SPLIT_${CANCEL}`,
    products: 40,
    lines: 40,
    locations: 200,
    unitsMax: 6,
    needMax: 9,
    newLimit: 4,
  },
  {
    name: 'lines that share stock',
    mode: `LINE_ITEM_SPLIT_${CANCEL}`,
    products: 3,
    lines: 60,
    locations: 40,
    unitsMax: 9,
    needMax: 9,
  },
  {
    name: 'the same in full',
    mode: 'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
    products: 3,
    lines: 60,
    locations: 12,
    unitsMax: 9,
    needMax: 9,
    isAtomic: true,
  },
  {
    name: 'the same with bundles and limits',
    mode: `QUANTITY_SPLIT_${CANCEL}`,
    products: 5,
    lines: 50,
    locations: 30,
    unitsMax: 9,
    needMax: 9,
    isAtomic: true,
    isBundled: true,
    lineLimit: 2,
    newLimit: 9,
  },
];

function stockOf(rng: Rng, hard: Hard): Record<string, Record<string, number>> {
  const stock: Record<string, Record<string, number>> = {};
  for (let i = 0; i < hard.locations; i++) {
    const units: Record<string, number> = {};
    for (let p = 0; p < hard.products; p++) {
      if (rng.chance(0.3)) units[`p${p}`] = rng.integer(1, hard.unitsMax);
    }
    stock[`L${i}`] = units;
  }
  return stock;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

type Items = readonly (readonly [product: string, need: number, more: Partial<OrderItem>])[];
type Stock = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** What is wrong with the lines of a plan. */
function lineFaults(hard: Hard, stock: Stock, items: Items, plan: readonly Assignment[]): string[] {
  const isWholeOnly = hard.mode.startsWith('LINE_ITEM');
  const isInFull = isWholeOnly || hard.mode.endsWith('IF_FULFILLED');
  const placesMax = isWholeOnly ? 1 : (hard.lineLimit ?? hard.locations);
  return items.flatMap(([product, need], line) => {
    const own = plan.filter(({ orderItemId }) => orderItemId === line + 1);
    const units = sum(own.map(({ quantity }) => quantity));
    const there = sum(Object.values(stock).map((rows) => rows[product] ?? 0));
    const faults = [
      units > need ? 'more than is needed' : '',
      own.length > placesMax ? 'too many locations' : '',
      isInFull && units !== 0 && units !== need ? 'not in full' : '',
      hard.isAllThere === true && units !== Math.min(need, there) ? 'less than is there' : '',
    ];
    return faults.filter((fault) => fault !== '').map((fault) => `line ${line + 1}: ${fault}`);
  });
}

/** Rows of which a plan takes more than there is. */
function stockFaults(stock: Stock, items: Items, plan: readonly Assignment[]): string[] {
  return Object.entries(stock).flatMap(([code, rows]) =>
    Object.entries(rows).flatMap(([product, units]) => {
      const taken = plan.filter(({ locationCode, orderItemId }) => {
        return locationCode === code && items[orderItemId - 1][0] === product;
      });
      return sum(taken.map(({ quantity }) => quantity)) > units ? [`${code}: ${product}`] : [];
    }),
  );
}

it.each(HARD)('$name', (hard) => {
  const rng = createRng(7);
  const stock = stockOf(rng, hard);
  const { newLimit = 0, lineLimit = 0 } = hard;
  const engine = openWorld(
    worldOf({
      stock,
      groups: [{ afterActionPartial: action(hard.mode) }],
      route: { preferAtomicAssignments: hard.isAtomic === true },
      settings: { maxFulfillingLocations: newLimit, maxSplitItemLocations: lineLimit },
    }),
  );
  const items = Array.from({ length: hard.lines }, (_, line) => {
    const more: Partial<OrderItem> = rng.chance(0.3) ? { itemDependency: rng.integer(1, 9) } : {};
    return [`p${line % hard.products}`, rng.integer(1, hard.needMax), more] as const;
  });
  const bundling = { bundlingStrategy: 'BUNDLING_STRATEGY_ITEM_DEPENDENCY' };
  const order = orderOf(items, hard.isBundled === true ? bundling : {});
  const { decision } = askSuggest(engine, order) as { decision: { assignments?: Assignment[] } };
  const plan = decision.assignments ?? [];
  const places = new Set(plan.map(({ locationCode }) => locationCode));
  expect(lineFaults(hard, stock, items, plan)).toEqual([]);
  expect(stockFaults(stock, items, plan)).toEqual([]);
  expect(places.size).toBeGreaterThan(0);
  expect(places.size).toBeLessThanOrEqual(newLimit === 0 ? hard.locations : newLimit);
});

const SCARCE = [
  { L0: { p: 93 } },
  { L0: { p: 40 }, L1: { p: 30 }, L2: { p: 23 } },
] as const satisfies readonly Stock[];

it.each([300, 1000, 2000])('%d lines of one product get what there is', (lineCount) => {
  for (const stock of SCARCE) {
    for (const mode of [`QUANTITY_SPLIT_${CANCEL}`, `LINE_ITEM_SPLIT_${CANCEL}`]) {
      for (const preferAtomicAssignments of [false, true]) {
        const group = { afterActionPartial: action(mode) };
        const world = worldOf({ stock, groups: [group], route: { preferAtomicAssignments } });
        const items = Array.from({ length: lineCount }, () => ['p', 1] as const);
        const { decision } = askSuggest(openWorld(world), orderOf(items)) as {
          decision: { assignments?: Assignment[] };
        };
        const plan = decision.assignments ?? [];
        expect(sum(plan.map(({ quantity }) => quantity))).toBe(93);
        expect(
          stockFaults(
            stock,
            items.map(([product, need]) => [product, need, {}]),
            plan,
          ),
        ).toEqual([]);
      }
    }
  }
});
