// Does a decision cost more in a larger network? The same orders, and orders from everywhere, with
// ten times the products and locations, where every product has as many rows as before.

import { createOrderColumns, type OrderColumns } from '../../src/columns/order.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { timePairsWarm } from '../support/measure.js';
import { makeNetwork, type Network } from '../support/network.js';
import { makeOrders } from '../support/orders.js';
import { microseconds } from '../support/report.js';
import { COMMON_FILTERS, compileRules, ruleDocument, type RuleOptions } from '../support/rules.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { Judge } from './judge.js';

const QUESTION = 'growth';
const REPEATED_MAX = 1.2;
const RANDOM_MAX = 1.7;
const TIMES = 10;
const ORDERS = { lineCount: 5, quantityMin: 1, quantityMax: 3 } as const;
const RANDOM_ORDERS = { smoke: 100, full: 1000 } as const;
const RULES: RuleOptions = { split: 'QUANTITY_SPLIT', filters: COMMON_FILTERS };
const JUDGED_ORDERS = { smoke: 2, full: 8 } as const;
const TIMES_MS = {
  smoke: { warmMs: 100, roundMs: 5 },
  full: { warmMs: 500, roundMs: 100 },
} as const;
const PRODUCTS = { smoke: 500, full: 5000 } as const;

/** Prints a small network beside one ten times as large. */
export function benchGrowth(run: BenchRun): void {
  const { isSmoke, seed, report, memory } = run;
  const size = isSmoke ? 'smoke' : 'full';
  const shape = {
    seed,
    locationsPerRegion: 1000,
    productsPerRegion: PRODUCTS[size],
    rowsPerProduct: 100,
  };
  const small = makeNetwork({ ...shape, regions: 1 });
  const large = makeNetwork({ ...shape, regions: TIMES });
  const pairs = isSmoke ? 7 : 15;
  const kinds = [
    { name: 'a repeated order', count: 1, bar: REPEATED_MAX },
    { name: 'random orders', count: RANDOM_ORDERS[size], bar: RANDOM_MAX },
  ];
  const rows = kinds.map(({ name, count, bar }) => {
    const isFirstRegionOnly = count === 1;
    const inSmall = roundOf(small, ordersOf(small, count, isFirstRegionOnly), memory);
    const inLarge = roundOf(large, ordersOf(large, count, isFirstRegionOnly), memory);
    const rowsSmall = inSmall.rowsTouched();
    const rowsLarge = inLarge.rowsTouched();
    const timing = timePairsWarm(pairs, TIMES_MS[size], count, inLarge.round, inSmall.round);
    report.atMost(QUESTION, name, timing.ratio, bar, 'x');
    report.ratios.add(`${QUESTION}: ${name}`, timing.ratio, pairs);
    const more = Math.abs(rowsLarge - rowsSmall);
    report.atMost(QUESTION, `${name}, difference of rows touched`, more, 0, 'rows', true);
    return {
      orders: name,
      'rows, small': rowsSmall,
      'rows, large': rowsLarge,
      'small us': microseconds(timing.secondNs),
      'large us': microseconds(timing.firstNs),
      ratio: timing.ratio,
      lowest: timing.ratioMin,
      highest: timing.ratioMax,
      pairs,
    };
  });
  const { locationsPerRegion, productsPerRegion, rowsPerProduct } = shape;
  report.table(
    `${QUESTION}: ${locationsPerRegion} locations and ${productsPerRegion} products of ` +
      `${rowsPerProduct} rows, and ${TIMES} times as many`,
    rows,
  );
  const judge = new Judge(memory);
  for (const network of [small, large]) judgeNetwork(judge, network, JUDGED_ORDERS[size]);
  judge.printTo(run, QUESTION);
}

function judgeNetwork(judge: Judge, network: Network, count: number): void {
  const program = compileRules(network, RULES);
  const document = ruleDocument(network, RULES);
  for (const request of makeOrders(network, { ...ORDERS, count })) {
    judge.judge({ network, program, document }, request);
  }
}

function ordersOf(network: Network, count: number, isFirstRegionOnly: boolean): OrderColumns[] {
  return makeOrders(network, { ...ORDERS, count, isFirstRegionOnly }).map((request) => {
    const order = createOrderColumns();
    const refusal = decodeSuggestRouting(request, 0, request.length, order);
    if (refusal !== null) throw new Error(refusal.message);
    return order;
  });
}

/** All orders once. */
function roundOf(
  network: Network,
  orders: readonly OrderColumns[],
  { plan, scratch }: BenchMemory,
) {
  const program = compileRules(network, RULES);
  const sumOver = (read: () => number): number => {
    let total = 0;
    for (const order of orders) {
      routeOrder(order, program, network.view, scratch, plan);
      total += read();
    }
    return total;
  };
  return {
    round: (): number => sumOver(() => plan.assignmentCount),
    rowsTouched: (): number => sumOver(() => plan.rowsTouched),
  };
}
