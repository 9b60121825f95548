// Has every split the optimum that HiGHS finds, in parcels and in cost? Random orders with
// quantities above one, lines that share a product, in pieces, whole, and all or nothing.
// SHIPFROM_ORDERS says how many, SHIPFROM_SEED makes one of them again.

import { beforeAll, expect, it } from 'vitest';
import { loadSolver, type Solver } from '../../bench/support/highs.js';
import { createRng, type Rng } from '../support/generate/random.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import { action, orderOf, type Scenario, worldOf } from '../support/model/scenario.js';
import {
  fewestLocations,
  leastCost,
  mostUnits,
  type Serving,
  type SplitOrder,
} from './support/split-programs.js';

const replaySeed = Number(process.env.SHIPFROM_SEED ?? 0);
const orderCount = Number(process.env.SHIPFROM_ORDERS ?? 400);

const ACTIONS: Readonly<Record<Serving, string>> = {
  pieces: 'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY',
  whole: 'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY',
  fulfilled: 'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
};

const HERE = { latitude: 40, longitude: -80 };
const EARTH_RADIUS_KM = 3958.76 * 1.609344;

type Point = { readonly latitude: number; readonly longitude: number };

type Case = {
  readonly order: SplitOrder;
  readonly places: readonly Point[];
  readonly cost: { parcelMinor: number; unitMinor: number; unitKmMinor: number };
};

type Assignment = { orderItemId: number; locationCode: string; quantity: number };

type Proof = {
  parcels: number;
  parcelsBound: number;
  proven?: boolean;
  costMinor?: number;
  costBoundMinor?: number;
};

/** Seeds of orders whose cost is not proven to be the least, and how many have a dearer plan. */
const unprovenSeeds: number[] = [];
let dearerCount = 0;

let solve: Solver;

beforeAll(async () => {
  solve = await loadSolver();
});

function makeCase(rng: Rng): Case {
  const locationCount = rng.integer(2, 24);
  const productCount = rng.integer(1, 8);
  const products = Array.from({ length: productCount }, (_, i) => `p${i}`);
  const lineCount = rng.integer(1, 8);
  const needMax = rng.pick([1, 3, 6]);
  const share = rng.pick([0.15, 0.35, 0.7]);
  const unitsMax = rng.pick([1, 3, 8]);
  return {
    order: {
      serving: rng.pick(['pieces', 'whole', 'fulfilled']),
      // More lines than products: some share one.
      lines: Array.from({ length: lineCount }, () => {
        return { product: rng.pick(products), need: rng.integer(1, needMax) };
      }),
      stock: Array.from({ length: locationCount }, () => {
        const rows = products.filter(() => rng.chance(share));
        return new Map(rows.map((product) => [product, rng.integer(1, unitsMax)]));
      }),
    },
    places: Array.from({ length: locationCount }, () => {
      return { latitude: 30 + rng.next() * 18, longitude: -120 + rng.next() * 45 };
    }),
    cost: {
      parcelMinor: rng.pick([0, 150, 900]),
      unitMinor: rng.integer(0, 5000) / 100,
      unitKmMinor: rng.integer(1, 5000) / 10_000,
    },
  };
}

function codeOf(location: number): string {
  return `L${10 + location}`;
}

function scenarioOf({ order, places, cost }: Case, strategy: string): Scenario {
  const stock = order.stock.map((has, l) => [codeOf(l), Object.fromEntries(has)]);
  const route = {
    candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${strategy}`,
    ...(strategy === 'MINIMIZE_COST' ? { cost } : {}),
  };
  return {
    stock: Object.fromEntries(stock) as Scenario['stock'],
    places: Object.fromEntries(places.map((coordinates, l) => [codeOf(l), { coordinates }])),
    groups: [{ afterActionPartial: action(ACTIONS[order.serving]) }],
    route,
  };
}

function decided(each: Case, strategy: string) {
  const items = each.order.lines.map(({ product, need }) => [product, need] as const);
  const scenario = scenarioOf(each, strategy);
  const { decision } = askSuggest(openWorld(worldOf(scenario)), orderOf(items, {}));
  const { assignments = [], planProofs = [] } = decision as {
    assignments?: Assignment[];
    planProofs?: Proof[];
  };
  const units = assignments.reduce((sum, { quantity }) => sum + quantity, 0);
  return { assignments, planProofs, units };
}

/** The great circle in kilometres, by the haversine formula. */
function kmFromHere({ latitude, longitude }: Point): number {
  const radians = Math.PI / 180;
  const up = Math.sin(((latitude - HERE.latitude) * radians) / 2) ** 2;
  const along = Math.sin(((longitude - HERE.longitude) * radians) / 2) ** 2;
  const cosines = Math.cos(latitude * radians) * Math.cos(HERE.latitude * radians);
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(up + cosines * along));
}

/** Costs in whole thousandths of a minor unit, as the route's contract has them. */
function costsOf({ places, cost }: Case) {
  const unit = places.map((place) =>
    Math.round(1000 * (cost.unitMinor + cost.unitKmMinor * kmFromHere(place))),
  );
  return { parcel: cost.parcelMinor * 1000, unit };
}

function check(seed: number): void {
  const each = makeCase(createRng(seed));
  const { order } = each;
  const most = mostUnits(order, solve);
  const name = `SHIPFROM_SEED=${seed}, ${order.serving}`;
  const fewest = decided(each, 'MINIMIZE_SHIPMENTS');
  expect(fewest.units, `${name}: units`).toBe(most);
  const parcels = new Set(fewest.assignments.map(({ locationCode }) => locationCode)).size;
  const least = most === 0 ? 0 : fewestLocations(order, most, solve);
  expect(parcels, `${name}: parcels`).toBe(least);
  for (const proof of fewest.planProofs) {
    expect(proof, name).toMatchObject({ parcels, proven: true });
    expect(proof.parcelsBound, `${name}: bound`).toBe(least);
  }
  const cheapest = decided(each, 'MINIMIZE_COST');
  expect(cheapest.units, `${name}: units at the least cost`).toBe(most);
  const costs = costsOf(each);
  const used = new Set(cheapest.assignments.map(({ locationCode }) => locationCode));
  const cost = cheapest.assignments.reduce((sum, { locationCode, quantity }) => {
    return sum + quantity * costs.unit[Number(locationCode.slice(1)) - 10];
  }, costs.parcel * used.size);
  const leastSum = most === 0 ? 0 : leastCost(order, most, costs, solve);
  const isProven = cheapest.planProofs.every(({ proven }) => proven === true);
  // Packing whole lines of one product may outlast the budget of a search, which then says so.
  if (!isProven) unprovenSeeds.push(seed);
  if (cost > leastSum) dearerCount++;
  expect(isProven ? cost : Math.min(cost, leastSum), `${name}: cost`).toBe(leastSum);
  for (const { costMinor, costBoundMinor } of cheapest.planProofs) {
    expect(costMinor, `${name}: cost of the proof`).toBeCloseTo(cost / 1000, 3);
    const bound = Math.round(1000 * (costBoundMinor ?? 0));
    expect(bound, `${name}: bound of the cost`).toBeLessThanOrEqual(leastSum);
    expect(bound === cost, `${name}: bound and cost are one where proven`).toBe(isProven);
  }
}

it(
  'every split has the optimum of HiGHS',
  () => {
    if (replaySeed !== 0) check(replaySeed);
    else for (let seed = 1; seed <= orderCount; seed++) check(seed);
    const unproven = `${unprovenSeeds.length} not proven, ${dearerCount} of them not the cheapest`;
    process.stdout.write(`${orderCount} orders have the parcels of HiGHS; by cost ${unproven}\n`);
    const which = `cost not proven: ${unprovenSeeds.join(', ')}`;
    expect(unprovenSeeds.length, which).toBeLessThanOrEqual(orderCount / 100);
  },
  600_000 + orderCount * 1000,
);
