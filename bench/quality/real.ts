// The real orders of the replay, on its network, stock and rules: every one by the engine, and some
// of them side by side with the rules of others.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Basket,
  codesOf,
  generateBaskets,
  mostFrequent,
  readBaskets,
} from '../../src/cli/replay/baskets.js';
import {
  DISTRIBUTION_CENTER,
  generateNetwork,
  readNetwork,
  type ReplayLocation,
  thinned,
} from '../../src/cli/replay/network.js';
import { LISTED_COUNT } from '../../src/cli/replay/network-replay.js';
import { basketOrders } from '../../src/cli/replay/orders.js';
import type { PlainMessage } from '../../src/cli/proto-json.js';
import { rulesOf, stockOf } from '../../src/cli/replay/stock.js';
import type { DecisionJson } from '../../src/cli/decision.js';
import type { QualityRun } from './quality-run.js';
import { EngineSide, type ProductRows } from './engine-side.js';
import type { Place } from './instance.js';
import { kmBetween } from './instance-cases.js';
import type { Offer, SplitProblem } from './problem.js';
import { compare, type QualityCase } from './side-by-side.js';

/** Orders that all rules decide, those of them that HiGHS gets, and its seconds for each. */
const SAMPLE = {
  full: { orders: 240, solved: 40, seconds: 20 },
  smoke: { orders: 24, solved: 12, seconds: 5 },
} as const;
const SMOKE_ORDERS = 300;
const SMOKE_LOCATION_STEP = 16;
/** The reach of the stores in the replay's rules: 1,500 miles. */
const REACH_KM = 1500 * 1.609344;

type Input = { readonly locations: readonly ReplayLocation[]; readonly baskets: readonly Basket[] };

type World = Input & {
  readonly engine: EngineSide;
  readonly products: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly listed: ReadonlySet<string>;
  readonly orders: readonly PlainMessage[];
};

/** Decides all orders with the engine, and some with every rule. */
export async function benchReal(run: QualityRun): Promise<void> {
  const world = worldOf(await inputOf(run), run.seed);
  const { engine, locations, orders, listed } = world;
  const rules = rulesOf(locations, [...listed]);
  engine.setRules(rules);
  const origin = run.folder === undefined ? 'MADE BY SEED' : 'from their files';
  const all = decideAll(engine, orders);
  run.report.table(
    `real orders, ${origin}: all ${orders.length} by the engine, ${locations.length} locations`,
    [all.row],
  );
  const { orders: sampleCount, solved, seconds } = run.isSmoke ? SAMPLE.smoke : SAMPLE.full;
  const cases = sampleOf(world, sampleCount);
  const options = { rounds: 3, secondsMax: seconds, solvedMax: solved, hasCosts: false };
  const result = compare(engine, cases, () => undefined, run.solve, options);
  const { askedCount, unsolvedCount } = result;
  const given = `HiGHS was given ${askedCount} and did not solve ${unsolvedCount} in ${seconds} s`;
  run.report.table(
    `real orders, side by side: ${cases.length} of several lines; ${given}`,
    result.cards.map((card) => card.card()),
  );
  const { report } = run;
  const differing = result.differing.parcels;
  report.atMost('real', 'orders without the parcels of HiGHS', differing, 0, 'orders', true);
  report.atMost('real', 'wrong', result.engine.wrongCount, 0, 'orders', true);
}

async function inputOf({ folder, seed, isSmoke }: QualityRun): Promise<Input> {
  const network = join(folder ?? '', 'us-retail-network.csv');
  const hasFiles = folder !== undefined && existsSync(network);
  const locations = hasFiles ? await readNetwork(network) : generateNetwork(seed);
  const baskets = hasFiles
    ? await readBaskets(join(folder, 'retail-baskets.txt'))
    : generateBaskets(seed);
  if (!isSmoke) return { locations, baskets };
  return {
    locations: thinned(locations, SMOKE_LOCATION_STEP),
    baskets: baskets.slice(0, SMOKE_ORDERS),
  };
}

function worldOf({ locations, baskets }: Input, seed: number): World {
  const placeOf = new Map(locations.map(({ code }, place) => [code, place]));
  const products = new Map<string, Map<number, number>>();
  for (const row of stockOf(locations, codesOf(baskets), seed)) {
    const sku = row.product.sku ?? '';
    const rows = products.get(sku) ?? new Map<number, number>();
    products.set(sku, rows);
    rows.set(placeOf.get(row.locationCode) ?? -1, row.onHand ?? 0);
  }
  const sorted = new Map<string, ProductRows>();
  for (const [sku, rows] of products)
    sorted.set(
      sku,
      [...rows].sort(([a], [b]) => a - b),
    );
  const documents = locations.map(({ code, city, state, countryCode, latitude, longitude }) => {
    return { code, city, state, countryCode, coordinates: { latitude, longitude } };
  });
  const destinations = documents.map(({ city, state, countryCode, coordinates }) => {
    return { city, state, countryCode, coordinates };
  });
  const batches = [...basketOrders(baskets, destinations, 'sku', seed)];
  return {
    locations,
    baskets,
    engine: new EngineSide(documents, sorted),
    products,
    listed: new Set(mostFrequent(baskets, LISTED_COUNT)),
    orders: batches.flatMap(({ orders }) => [...orders].map(({ message }) => message)),
  };
}

/** Every order once, after some that do not count. */
function decideAll(engine: EngineSide, orders: readonly PlainMessage[]) {
  const requests = orders.map((order) => engine.encode(order));
  for (const bytes of requests.slice(0, 2000)) engine.run(bytes);
  const count = new Counts();
  for (const bytes of requests) count.add(engine.decide(bytes));
  return { row: count.row() };
}

/** What came of all orders. */
class Counts {
  private orderCount = 0;
  private provenCount = 0;
  private unprovenCount = 0;
  private largestGap = 0;
  private parcels = 0;
  private bound = 0;
  private parcelKm = 0;
  private readonly timesUs: number[] = [];

  add({ decision, us }: { decision: DecisionJson; us: number }): void {
    this.orderCount++;
    this.timesUs.push(us);
    const parcels = new Map<string, number>();
    for (const { locationCode, distanceKm } of decision.assignments ?? []) {
      parcels.set(locationCode, distanceKm ?? 0);
    }
    for (const km of parcels.values()) this.parcelKm += km;
    this.parcels += parcels.size;
    const proofs = decision.planProofs ?? [];
    const bound = proofs.reduce((sum, proof) => sum + proof.parcelsBound, 0);
    this.bound += bound;
    this.largestGap = Math.max(this.largestGap, parcels.size - bound);
    if (proofs.every(({ proven }) => proven)) this.provenCount++;
    else this.unprovenCount++;
  }

  row(): Record<string, string | number> {
    const sorted = this.timesUs.sort((a, b) => a - b);
    const at = (share: number): string =>
      (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(1);
    return {
      rule: 'Shipfrom, MINIMIZE_SHIPMENTS',
      orders: this.orderCount,
      'parcels/order': (this.parcels / this.orderCount).toFixed(3),
      'over bound': `${((100 * (this.parcels - this.bound)) / this.bound).toFixed(3)} %`,
      proven: `${((100 * this.provenCount) / this.orderCount).toFixed(3)} %`,
      'not proven': this.unprovenCount,
      'gap max': this.largestGap,
      'km/parcel': (this.parcelKm / this.parcels).toFixed(0),
      'p50 us': at(0.5),
      'p99 us': at(0.99),
    };
  }
}

/** Orders of several lines that can be served, evenly over all. */
function sampleOf(world: World, count: number): QualityCase[] {
  const found: QualityCase[] = [];
  const step = Math.max(1, Math.floor(world.orders.length / (count * 1.2)));
  for (let at = 0; at < world.orders.length && found.length < count; at += step) {
    const one = caseOf(world, world.orders[at]);
    if (one.problem.need.length > 1) found.push(one);
  }
  return found;
}

/**
 * The order under the replay's rules: a line is whole at one location, so a row that has less of it
 * counts for nothing, and a line that no location has whole is no part of the problem.
 */
function caseOf({ products, listed, locations, engine }: World, order: PlainMessage): QualityCase {
  const { coordinates } = order.shippingAddress as { coordinates: Place };
  const items = order.items as { sku: string; quantity: number }[];
  const kms = locations.map((place) => kmBetween(place, coordinates));
  const mayServe = (sku: string, location: number): boolean =>
    locations[location].kind === DISTRIBUTION_CENTER ||
    (kms[location] < REACH_KM && !listed.has(sku));
  const lines = items.flatMap(({ sku, quantity }, i) => {
    const rows = [...(products.get(sku) ?? [])].filter(
      ([location, units]) => units >= quantity && mayServe(sku, location),
    );
    return rows.length === 0 ? [] : [{ id: i + 1, quantity, rows }];
  });
  const need = Int32Array.from(lines, ({ quantity }) => quantity);
  const offers = new Map<number, Offer>();
  lines.forEach(({ rows }, line) => {
    for (const [location, units] of rows) {
      const distanceKm = kms[location];
      const offer = offers.get(location) ?? {
        location,
        distanceKm,
        units: new Int32Array(need.length),
      };
      offers.set(location, offer);
      offer.units[line] = units;
    }
  });
  const listedOrder = [...offers.values()].sort((a, b) => spread(a) - spread(b));
  const isCenter = ({ location }: Offer): boolean =>
    locations[location].kind === DISTRIBUTION_CENTER;
  const problem: SplitProblem = { need, offers: listedOrder };
  const others = listedOrder.filter((offer) => !isCenter(offer));
  return {
    problem,
    centersFirst: { need, offers: [...listedOrder.filter(isCenter), ...others] },
    request: engine.encode(order),
    itemIds: lines.map(({ id }) => id),
    codeOf: (location) => locations[location].code,
  };
}

/** An order of locations that has nothing to do with their kind, the same for every order. */
function spread({ location }: Offer): number {
  return Math.imul(location + 1, 0x9e3779b1) >>> 0;
}
