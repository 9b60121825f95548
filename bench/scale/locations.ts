// Does a decision cost more where there are more locations? With equal posting lists it should not;
// where every product lies in half of all locations, by the row.

import { LOCATIONS_MAX } from '../../src/columns/limits.js';
import { makeNetwork } from '../support/network.js';
import { checkedText, checkPoints, sumOf } from './check.js';
import { cellsOf, measurePoints, ratioOf, seriesOf } from './decide.js';
import { expectEqualRows, FIVE_LINES, pointOf } from './points.js';
import type { CurveResult, ScaleRun } from './scale-run.js';

const LOCATIONS = { smoke: [100, 1000], full: [100, 1000, 10_000, LOCATIONS_MAX, 100_000] };
const EQUAL = { products: { smoke: 100, full: 2000 }, rowsPerProduct: 80 } as const;
const HALF_PRODUCTS = 40;
const ORDERS = { smoke: 50, full: 256 } as const;
const CHECKED = { smoke: 1, full: 4 } as const;

/** Measures networks of more and more locations. */
export function benchLocations(run: ScaleRun): CurveResult {
  const size = run.isSmoke ? 'smoke' : 'full';
  const shape = { seed: run.seed, regions: 1 };
  const products = EQUAL.products[size];
  const orders = { ...FIVE_LINES, count: ORDERS[size] };
  const equal = LOCATIONS[size].map((count) => {
    const { rowsPerProduct } = EQUAL;
    const size = { locationsPerRegion: count, productsPerRegion: products, rowsPerProduct };
    return pointOf(count, makeNetwork({ ...shape, ...size }), orders);
  });
  const half = LOCATIONS[size].map((count) => {
    const rows = { productsPerRegion: HALF_PRODUCTS, rowsPerProduct: count / 2 };
    const network = makeNetwork({ ...shape, ...rows, locationsPerRegion: count });
    return pointOf(count, network, { ...orders, count: count > 1000 ? 16 : orders.count });
  });
  const judged = [equal, half].map((points) => checkPoints(run, points, CHECKED[size]));
  const figures = { equal: measurePoints(run, equal), half: measurePoints(run, half) };
  expectEqualRows('locations at equal posting lists', figures.equal);
  const tableOf = (title: string, points: typeof figures.equal) => {
    return { title, rows: points.map((each) => ({ locations: each.x, ...cellsOf(each) })) };
  };
  const names = [`${EQUAL.rowsPerProduct} rows a product`, 'a row in every second location'];
  return {
    question: 'Does a decision on 5 lines cost more where there are more locations?',
    tables: [tableOf(names[0], figures.equal), tableOf(names[1], figures.half)],
    plot: {
      title: 'A decision by the locations of the network',
      x: { label: 'locations', isLog: true, unit: 'count' },
      y: { label: 'processor time of a decision', isLog: true, unit: 'us' },
      series: [seriesOf(names[0], figures.equal), seriesOf(names[1], figures.half)],
    },
    remarks: [
      `A store refuses more than ${LOCATIONS_MAX.toLocaleString('en-US')} locations of a tenant; ` +
        'the point beyond is the core alone.',
      checkedText(sumOf(judged)),
    ],
    ratios: [ratioOf('locations: at equal posting lists, last over first', figures.equal)],
  };
}
