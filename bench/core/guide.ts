// What does the algorithm of the published guide cost, on the same stock, rates and model scores?
// Ours is the same score as the sort of a group, by the whole decision: it answers a location that
// has everything, and where none has, a split. Checked: ours is the best of those that have
// everything by the guide's own scores.

import { messageType } from '../../src/cli/schema.js';
import { lookUp } from '../../src/columns/dictionary.js';
import { bytesOf } from '../../src/base/text.js';
import { createOrderColumns, type OrderColumns } from '../../src/columns/order.js';
import { PRODUCT_KIND } from '../../src/columns/stock.js';
import type { LocationSortDocument } from '../../src/configuration/document.js';
import { randomOf } from '../../src/cli/replay/random.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import {
  type GuideInput,
  type GuideRecord,
  optimalLocation,
  scoredLocations,
} from '../peers/guide.js';
import { encodeResponse } from '../support/encode.js';
import { timePairsWarm } from '../support/measure.js';
import { locationCode, type Network } from '../support/network.js';
import { microseconds } from '../support/report.js';
import { compileRules, ruleDocument, type RuleOptions } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge, withFields } from './judge.js';

const QUESTION = 'guide';
const NAMES = ['2 lines, 200 rows', '5 lines, 1,000 rows'];
const ORDERS = { smoke: 8, full: 32 } as const;
const PAIRS = { smoke: 7, full: 15 } as const;
const TIMES = {
  smoke: { warmMs: 80, roundMs: 10 },
  full: { warmMs: 600, roundMs: 50 },
} as const;
const CARRIERS = 2;
const PURPOSE = 11;
const CONTEXT = { configurationVersion: 1, snapshotSequence: 1, snapshotAgeMs: 1 };

/** The guide's score; its terms and its weights are the default. */
const BY_SCORE: readonly LocationSortDocument[] = [
  { type: 'SORT_TYPE_SCORE', score: { mode: 'SCORE_MODE_PUBLISHED' } },
];
const RULES: RuleOptions = { split: 'QUANTITY_SPLIT', filters: [], sorts: BY_SCORE };

/** Prints the guide's algorithm beside our whole decision. Throws where ours is not the best. */
export function benchGuide(run: BenchRun): void {
  const { isSmoke, report } = run;
  const size = isSmoke ? 'smoke' : 'full';
  const judge = new Judge(run.memory);
  const rows = NAMES.map((name) => {
    const found = run.scenario(name);
    const orders = ordersOf(found, ORDERS[size], run.seed);
    const ways = waysOf(found, orders, run.memory);
    const shortCount = expectBest(orders, ways);
    const [pairs, times, count] = [PAIRS[size], TIMES[size], orders.length];
    const core = timePairsWarm(pairs, times, count, ways.guide, ways.engine);
    const whole = timePairsWarm(pairs, times, count, ways.guide, ways.engineWhole);
    report.ratios.add(`${QUESTION}: ${name}`, core.ratio, pairs, 'yield');
    judge.judge(ways.subject, orders[0].request);
    return {
      orders: name,
      'guide us': microseconds(core.firstNs),
      'ours us': microseconds(core.secondNs),
      ratio: core.ratio,
      lowest: core.ratioMin,
      highest: core.ratioMax,
      pairs,
      'ours with wire us': microseconds(whole.secondNs),
      'its ratio': whole.ratio,
      'guide sends to one that is short': `${shortCount} of ${count}`,
    };
  });
  report.table(`${QUESTION}: the guide's algorithm / ours, 1,000 locations, 2 rates each`, rows);
  judge.printTo(run, QUESTION);
}

/** An order for both. */
type Asked = {
  readonly request: Uint8Array;
  readonly order: OrderColumns;
  readonly input: GuideInput;
};

function ordersOf({ requests, network }: Scenario, count: number, seed: number): Asked[] {
  const random = randomOf(seed, PURPOSE);
  return requests.slice(0, count).map((plain) => {
    const locationInputs = network.documents.map((_, location) => ({
      locationCode: locationCode(location),
      modelScore: random(),
      rates: Array.from({ length: CARRIERS }, (_, carrier) => ({
        carrier: `carrier-${carrier}`,
        priceMinor: 500 + Math.floor(random() * 900),
        // No two alike: of equally fast offers the guide takes the first, we the cheaper one.
        transitDays: 1 + CARRIERS * Math.floor(random() * 3) + carrier,
      })),
    }));
    const request = withFields(plain, { locationInputs });
    const order = createOrderColumns();
    const refusal = decodeSuggestRouting(request, 0, request.length, order);
    if (refusal !== null) throw new Error(refusal.message);
    return { request, order, input: inputOf(plain, network, locationInputs) };
  });
}

type LocationInput = {
  readonly locationCode: string;
  readonly modelScore: number;
  readonly rates: readonly { readonly priceMinor: number; readonly transitDays: number }[];
};

function inputOf(
  request: Uint8Array,
  network: Network,
  locationInputs: readonly LocationInput[],
): GuideInput {
  const type = messageType('SuggestRoutingRequest');
  const { items } = type.toObject(type.decode(request)) as {
    items: { sku: string; quantity: number }[];
  };
  const ratesOf = ({ rates }: LocationInput) =>
    rates.map((rate) => [{ price: rate.priceMinor, deliveryDays: rate.transitDays }]);
  return {
    lines: items.map(({ sku, quantity }) => ({ productId: sku, quantity })),
    locations: locationInputs.map((each) => ({ id: each.locationCode })),
    records: items.flatMap(({ sku }) => recordsOf(network, sku)),
    carrierRates: Object.fromEntries(
      locationInputs.map((each) => [each.locationCode, ratesOf(each)]),
    ),
    modelScores: Object.fromEntries(
      locationInputs.map((each) => [each.locationCode, each.modelScore]),
    ),
  };
}

/** The stock of a product as the guide's service would tell it: what may be promised. */
function recordsOf({ stock }: Network, productId: string): GuideRecord[] {
  const code = bytesOf(productId);
  const product = lookUp(stock.products, PRODUCT_KIND.sku, code, 0, code.length);
  const start = stock.productStart[product];
  return Array.from({ length: stock.productCount[product] }, (_, i) => ({
    locationId: locationCode(stock.rows.location[start + i]),
    productId,
    availableQuantity: stock.routable[start + i],
  }));
}

function waysOf(
  { view, network }: Scenario,
  orders: readonly Asked[],
  { order, plan, scratch }: BenchMemory,
) {
  const program = compileRules(network, RULES);
  const target = new Uint8Array(1 << 18);
  const sumOver = (decide: (asked: Asked) => number) => (): number => {
    let total = 0;
    for (const each of orders) total += decide(each);
    return total;
  };
  return {
    plan,
    subject: { network, program, document: ruleDocument(network, RULES) },
    decide: (each: Asked): void => routeOrder(each.order, program, view, scratch, plan),
    guide: sumOver(({ input }) => optimalLocation(input).score * 1e6),
    engine: sumOver((each) => {
      routeOrder(each.order, program, view, scratch, plan);
      return plan.assignmentCount;
    }),
    engineWhole: sumOver(({ request }) => {
      decodeSuggestRouting(request, 0, request.length, order);
      routeOrder(order, program, view, scratch, plan);
      return encodeResponse(target, order, plan, view.locations, CONTEXT);
    }),
  };
}

/** How often the guide's choice has not everything. Throws where ours is not the best that has. */
function expectBest(orders: readonly Asked[], { decide, plan }: ReturnType<typeof waysOf>): number {
  let shortCount = 0;
  for (const asked of orders) {
    if (optimalLocation(asked.input).inventoryScore < 1) shortCount++;
    const able = scoredLocations(asked.input).filter((each) => each.inventoryScore === 1);
    if (able.length === 0) continue;
    const best = able.reduce((first, each) => (each.score > first.score ? each : first));
    decide(asked);
    const ours = locationCode(plan.assignmentLocation[0]);
    if (ours !== best.id) throw new Error(`ours is ${ours}, not ${best.id}`);
  }
  return shortCount;
}
