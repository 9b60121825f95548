// Does a decision cost more where there are more products? A repeated order finds its rows in the
// caches of the processor, orders from everywhere do not.

import { makeNetwork } from '../support/network.js';
import { makeOrders } from '../support/orders.js';
import { checkedText, checkPoints } from './check.js';
import { cellsOf, measurePoints, type PointFigures, ratioOf, seriesOf } from './decide.js';
import { expectEqualRows, FIVE_LINES, pointOf } from './points.js';
import type { CurveResult, ScaleRun } from './scale-run.js';

const PRODUCTS = { smoke: [1000, 10_000], full: [1000, 10_000, 100_000, 1_000_000] };
const LOCATIONS = 1000;
const ROWS_PER_PRODUCT = 20;
const RANDOM_ORDERS = { smoke: 100, full: 1000 } as const;
const CHECKED = { smoke: 2, full: 8 } as const;

/** Measures stocks of more and more products. */
export function benchProducts(run: ScaleRun): CurveResult {
  const size = run.isSmoke ? 'smoke' : 'full';
  const random = PRODUCTS[size].map((count) => {
    const network = makeNetwork({
      seed: run.seed,
      regions: 1,
      locationsPerRegion: LOCATIONS,
      productsPerRegion: count,
      rowsPerProduct: ROWS_PER_PRODUCT,
    });
    return pointOf(count, network, { ...FIVE_LINES, count: RANDOM_ORDERS[size] });
  });
  // The first products of all stocks are the same, and so is an order of them.
  const [{ network: smallest }] = random;
  const requests = makeOrders(smallest, { ...FIVE_LINES, count: 1 });
  const repeated = random.map((point) => ({ ...point, requests }));
  const judged = checkPoints(run, [...repeated, ...random], CHECKED[size]);
  const figures = {
    repeated: measurePoints(run, repeated),
    random: measurePoints(run, random),
  };
  expectEqualRows('a repeated order', figures.repeated);
  expectEqualRows('random orders', figures.random);
  const tableOf = (title: string, points: readonly PointFigures[]) => {
    return { title, rows: points.map((each) => ({ products: each.x, ...cellsOf(each) })) };
  };
  const names = ['a repeated order', `${RANDOM_ORDERS[size]} random orders`];
  return {
    question:
      `Does a decision on 5 lines cost more where there are more products? ` +
      `${LOCATIONS.toLocaleString('en-US')} locations, ${ROWS_PER_PRODUCT} rows a product.`,
    tables: [tableOf(names[0], figures.repeated), tableOf(names[1], figures.random)],
    plot: {
      title: 'A decision by the products of the network',
      x: { label: 'products', isLog: true, unit: 'count' },
      y: { label: 'processor time of a decision', isLog: false, unit: 'us' },
      series: [seriesOf(names[0], figures.repeated), seriesOf('random orders', figures.random)],
    },
    remarks: ['The largest stock has 20,000,000 rows.', checkedText(judged)],
    ratios: [
      ratioOf('products: a repeated order, last over first', figures.repeated),
      ratioOf('products: random orders, last over first', figures.random),
    ],
  };
}
