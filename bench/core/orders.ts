// What do the rules cost that are no filters? Whole decisions of orders, or under settings, that
// ask for one, beside those of the same orders without it.

import { messageType } from '../../src/cli/schema.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { timePairs } from '../support/measure.js';
import { locationCode, makeNetwork, type Network, type StockSegment } from '../support/network.js';
import { compileRules, ruleDocument, type RuleOptions } from '../support/rules.js';
import { microseconds } from '../support/report.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge } from './judge.js';

const QUESTION = 'orders';
const WHOLE = '5 lines, 1,000 rows';
const SPLIT = 'quantity split, 1,000 rows';
/** Orders that are decided in turn: few, so that every case is as warm as the others. */
const ORDERS = 16;
const WARM_ROUNDS = 40;
const JUDGED_ORDERS = 1;
const IN_A_WEEK: StockSegment = { futureEpochMs: 1_800_000_000_000 };

/** A request as an object, with the keys of its fields. */
type Request = Record<string, unknown> & { items: Record<string, unknown>[] };

/** What an order or its rules have that the others have not. */
type Case = {
  readonly name: string;
  readonly scenario: string;
  readonly rules?: Partial<RuleOptions>;
  readonly request?: (request: Request) => object;
  /** The segment of all stock, in place of none. */
  readonly segment?: StockSegment;
};

/** 100 locations as a whole, and products at these and others; never the distribution centres. */
const EXCLUSIONS = Array.from({ length: 1000 }, (_, i) => ({
  locationCode: locationCode(500 + (i % 500)),
  ...(i < 100 ? {} : { upc: `U${i}` }),
}));

const eachItem =
  (more: (line: number) => object) =>
  ({ items }: Request): object => ({
    items: items.map((item, line) => ({ ...item, ...more(line) })),
  });

const strategy = (name: string): Partial<RuleOptions> => ({
  route: { candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${name}` },
});

const CASES: readonly Case[] = [
  {
    name: 'identifiers matched by sku alone',
    scenario: WHOLE,
    rules: { settings: { productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_SKU_ONLY' } },
  },
  {
    name: 'tags on every line and row',
    scenario: WHOLE,
    request: () => ({ tags: { channel: 'web' } }),
    segment: { tag: ['channel', 'web'] },
  },
  {
    name: 'all of it from future stock',
    scenario: WHOLE,
    request: eachItem(() => ({ futureOrderable: true })),
    segment: IN_A_WEEK,
  },
  {
    name: 'request type PARTIAL',
    scenario: WHOLE,
    request: () => ({ inventoryRequestType: 'INVENTORY_REQUEST_TYPE_PARTIAL' }),
  },
  {
    name: 'request type ALL',
    scenario: WHOLE,
    request: () => ({ inventoryRequestType: 'INVENTORY_REQUEST_TYPE_ALL' }),
  },
  {
    name: 'transfer to a pickup store',
    scenario: WHOLE,
    rules: { route: { orderType: 'ORDER_TYPE_TRANSFER' } },
    request: () => ({ orderType: 'ORDER_TYPE_TRANSFER', pickupLocationCode: locationCode(500) }),
  },
  {
    name: 'pickup in a store, the rest transferred',
    scenario: WHOLE,
    rules: { route: { orderType: 'ORDER_TYPE_TRANSFER' } },
    request: () => ({ orderType: 'ORDER_TYPE_BOPIS', pickupLocationCode: locationCode(500) }),
  },
  {
    name: 'retailer list of 1,000 exclusions',
    scenario: WHOLE,
    rules: {
      settings: { retailerExclusions: EXCLUSIONS },
      group: { useRetailerExclusionList: true },
    },
  },
  {
    name: 'bidding in place of a split',
    scenario: SPLIT,
    rules: {
      group: { afterActionPartial: { action: 'FAILOVER_ACTION_SEND_ORDER_TO_BIDDING' } },
    },
  },
  {
    name: 'at most 2 locations an order',
    scenario: SPLIT,
    rules: { settings: { maxFulfillingLocations: 2 } },
  },
  {
    name: 'at most 2 locations a line',
    scenario: SPLIT,
    rules: { settings: { maxSplitItemLocations: 2 } },
  },
  {
    name: 'whole lines preferred',
    scenario: SPLIT,
    rules: { route: { preferAtomicAssignments: true } },
  },
  {
    name: 'two lines that must ship together',
    scenario: SPLIT,
    request: (request) => ({
      bundlingStrategy: 'BUNDLING_STRATEGY_ITEM_DEPENDENCY',
      ...eachItem((line) => (line < 2 ? { itemDependency: 1 } : {}))(request),
    }),
  },
  {
    name: 'consolidation of the parcels',
    scenario: SPLIT,
    request: () => ({ forceSthConsolidationOnSplitShipments: true }),
  },
  { name: 'strategy QUANTITY', scenario: SPLIT, rules: strategy('QUANTITY') },
  { name: 'strategy DISTANCE', scenario: SPLIT, rules: strategy('DISTANCE') },
  {
    name: 'strategy GROUP_RANK_AND_QUANTITY',
    scenario: SPLIT,
    rules: strategy('GROUP_RANK_AND_QUANTITY'),
  },
];

/** Prints what each adds to a decision. */
export function benchOrders(run: BenchRun): void {
  const { isSmoke, report, scenario, memory } = run;
  const pairs = isSmoke ? 5 : 15;
  const rounds = ORDERS * (isSmoke ? 2 : 20);
  const deciders = CASES.map((each) => {
    const found = scenario(each.scenario);
    const { segment } = each;
    let { network } = found;
    if (segment !== undefined) network = makeNetwork({ ...network.shape, segment });
    const subject = subjectOf(found, network, each);
    return {
      each,
      subject,
      plain: deciderOf(subjectOf(found, found.network, {}), memory),
      asked: deciderOf(subject, memory),
    };
  });
  for (let i = 0; i < ORDERS * WARM_ROUNDS; i++) {
    for (const { plain, asked } of deciders) {
      plain();
      asked();
    }
  }
  const rows = deciders.map(({ each, plain, asked }) => {
    const timing = timePairs(pairs, rounds, 1, asked, plain);
    return {
      rule: each.name,
      orders: each.scenario,
      'with us': microseconds(timing.firstNs),
      'without us': microseconds(timing.secondNs),
      'difference us': microseconds(timing.differenceNs),
      ratio: timing.ratio,
    };
  });
  report.table(`${QUESTION}: whole decisions of ${ORDERS} orders with and without`, rows);
  const judge = new Judge(memory);
  for (const { subject } of deciders) {
    for (const request of subject.requests.slice(0, JUDGED_ORDERS)) judge.judge(subject, request);
  }
  judge.printTo(run, QUESTION);
}

/** The rules and the orders of a case on a network. */
function subjectOf(found: Scenario, network: Network, { rules, request }: Partial<Case>) {
  const options = { ...found.rules, ...rules };
  return {
    network,
    program: compileRules(network, options),
    document: ruleDocument(network, options),
    requests: found.requests.slice(0, ORDERS).map((bytes) => changed(bytes, request)),
  };
}

/** Decides the next order at each call; answers how many assignments it has. */
function deciderOf(
  { network, program, requests }: ReturnType<typeof subjectOf>,
  { order, plan, scratch }: BenchMemory,
): () => number {
  let next = 0;
  return () => {
    const bytes = requests[next++ % ORDERS];
    const refusal = decodeSuggestRouting(bytes, 0, bytes.length, order);
    if (refusal !== null) throw new Error(refusal.message);
    routeOrder(order, program, network.view, scratch, plan);
    const count = plan.assignmentCount + plan.availableCount;
    if (count === 0) throw new Error('nothing serves an order');
    return count;
  };
}

/** The request with what is changed in it. */
function changed(bytes: Uint8Array, change: Case['request']): Uint8Array {
  if (change === undefined) return bytes;
  const type = messageType('SuggestRoutingRequest');
  const request = type.toObject(type.decode(bytes)) as Request;
  return Uint8Array.from(type.encode(type.fromObject({ ...request, ...change(request) })).finish());
}
