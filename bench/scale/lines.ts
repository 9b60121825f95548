// What does a decision cost by the lines of its order? Orders that one location serves while they
// are short, and orders that are always split.

import { makeNetwork } from '../support/network.js';
import { checkedText, checkPoints, sumOf } from './check.js';
import { cellsOf, measurePoints, type PointFigures, seriesOf } from './decide.js';
import { commonRules, pointOf } from './points.js';
import type { CurveResult, ScaleRun } from './scale-run.js';

const LINES = { smoke: [1, 10, 100], full: [1, 3, 10, 30, 100, 300, 1000] };
const SHAPE = {
  regions: 1,
  locationsPerRegion: 1000,
  productsPerRegion: 2000,
  rowsPerProduct: 100,
} as const;
/** Lines of all orders of a point together, and the fewest orders. */
const LINES_OF_A_POINT = { smoke: 200, full: 3000 } as const;
const ORDERS_MIN = 4;
/** The model takes a second for each hundred lines. */
const CHECKED_LINES_MAX = 100;
const CHECKED = { smoke: 1, full: 3 } as const;

/** Measures longer and longer orders. */
export function benchLines(run: ScaleRun): CurveResult {
  const size = run.isSmoke ? 'smoke' : 'full';
  const network = makeNetwork({ seed: run.seed, ...SHAPE });
  const pointsOf = (isWithoutHubs: boolean) => {
    return LINES[size].map((lineCount) => {
      const count = Math.max(ORDERS_MIN, Math.floor(LINES_OF_A_POINT[size] / lineCount));
      const shape = { count, lineCount, quantityMin: 1, quantityMax: 3 };
      return pointOf(lineCount, network, shape, commonRules(network, isWithoutHubs));
    });
  };
  const ways = { hubs: pointsOf(false), none: pointsOf(true) };
  const judged = Object.values(ways).map((points) => {
    const short = points.filter(({ x }) => x <= CHECKED_LINES_MAX);
    return checkPoints(run, short, CHECKED[size]);
  });
  const figures = { hubs: measurePoints(run, ways.hubs), none: measurePoints(run, ways.none) };
  const tableOf = (title: string, points: readonly PointFigures[]) => {
    return { title, rows: points.map((each) => ({ lines: each.x, ...cellsOf(each) })) };
  };
  const names = ['twelve centres have nearly everything', 'stores alone, every order is split'];
  return {
    question: `What does a decision cost by the lines of its order? 100 rows a product.`,
    tables: [tableOf(names[0], figures.hubs), tableOf(names[1], figures.none)],
    plot: {
      title: 'A decision by the lines of the order',
      x: { label: 'lines of the order', isLog: true, unit: 'count' },
      y: { label: 'processor time of a decision', isLog: true, unit: 'us' },
      series: [seriesOf('with centres', figures.hubs), seriesOf('stores alone', figures.none)],
    },
    remarks: [
      'A location that has every line becomes rare with the lines: then orders are split here ' +
        'too, and the search for the fewest parcels is most of the time.',
      checkedText(sumOf(judged)),
    ],
    ratios: [],
  };
}
