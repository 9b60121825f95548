// What does a decision cost by the filters of its group? All let everything through, so that the
// work behind them stays the same.

import type {
  ConfigurationDocument,
  DataListDocument,
  FilterDocument,
} from '../../src/configuration/document.js';
import { makeNetwork, type Network } from '../support/network.js';
import { filterOn, ruleDocument } from '../support/rules.js';
import { checkedText, checkPoints, sumOf } from './check.js';
import { cellsOf, measurePoints, type PointFigures, ratioOf, seriesOf } from './decide.js';
import { FIVE_LINES, pointOf } from './points.js';
import type { CurveResult, ScaleRun } from './scale-run.js';

const COUNTS = { smoke: [0, 10], full: [0, 1, 2, 5, 10, 20, 30, 50] };
const SHAPE = {
  regions: 1,
  locationsPerRegion: 1000,
  productsPerRegion: 2000,
  rowsPerProduct: 200,
} as const;
const ORDERS = { smoke: 50, full: 256 } as const;
const CHECKED = { smoke: 1, full: 4 } as const;
const LIST_ENTRIES = 1000;

/** A filter of each kind, by its number: no two are equal. */
const KINDS: Readonly<Record<string, (number: number) => FilterDocument>> = {
  'on the location': (number) => filterOn('location.state', 'NOT_EQUAL', `Z${number}`),
  "on the order's distance or items": (number) =>
    number % 2 === 0
      ? filterOn('location.distance', 'LESS_OR_EQUAL', String(12_000 + number))
      : {
          name: `items ${number}`,
          attribute: 'item.partNumber',
          operator: 'FILTER_OPERATOR_NOT_IN',
          dataList: listName(number),
        },
  'on units or days of a row': (number) =>
    number % 2 === 0
      ? filterOn('inventory.available', 'LESS_OR_EQUAL', String(1_000_000 + number))
      : filterOn('inventory.ltd', 'LESS_OR_EQUAL', String(1_000_000 + number)),
};

function listName(number: number): string {
  return `list ${number}`;
}

/** Part numbers that nobody orders. */
function lists(count: number): DataListDocument[] {
  return Array.from({ length: count }, (_, number) => ({
    name: listName(number),
    type: 'DATA_LIST_TYPE_STRING',
    entries: Array.from({ length: LIST_ENTRIES }, (_, i) => ({ stringValue: `X${number}-${i}` })),
  }));
}

/** Measures groups of more and more filters. */
export function benchFilters(run: ScaleRun): CurveResult {
  const size = run.isSmoke ? 'smoke' : 'full';
  const network = makeNetwork({ seed: run.seed, ...SHAPE });
  const orders = { ...FIVE_LINES, count: ORDERS[size] };
  const kinds = Object.entries(KINDS).map(([name, filterOf]) => {
    const points = COUNTS[size].map((count) => {
      const filters = Array.from({ length: count }, (_, number) => filterOf(number));
      return pointOf(count, network, orders, rulesOf(network, filters));
    });
    return { name, points };
  });
  const judged = kinds.map(({ points }) => checkPoints(run, points, CHECKED[size]));
  const measured = kinds.map(({ name, points }) => {
    return { name, figures: measurePoints(run, points) };
  });
  return {
    question:
      'What does a decision on 5 lines and 1,000 rows cost by the filters of its group, ' +
      'which all let everything through?',
    tables: measured.map(({ name, figures }) => ({
      title: name,
      rows: figures.map((each) => ({
        filters: each.x,
        ...cellsOf(each),
        ...perFilter(figures, each),
      })),
    })),
    plot: {
      title: 'A decision by the filters of its group',
      x: { label: 'filters of the group', isLog: false, unit: 'count' },
      y: { label: 'processor time of a decision', isLog: false, unit: 'us' },
      series: measured.map(({ name, figures }) => seriesOf(name, figures)),
    },
    remarks: [
      'Those on the order are distances and lists of 1,000 items in turns.',
      checkedText(sumOf(judged)),
    ],
    ratios: measured.map(({ name, figures }) => {
      return ratioOf(`filters: ${name}, last over first`, figures);
    }),
  };
}

function rulesOf(network: Network, filters: readonly FilterDocument[]): ConfigurationDocument {
  const dataLists = lists(
    filters.some(({ dataList }) => dataList !== undefined) ? filters.length : 0,
  );
  return ruleDocument(network, { split: 'QUANTITY_SPLIT', filters, dataLists });
}

/** What a filter adds for each row of the order, in nanoseconds. */
function perFilter([first]: readonly PointFigures[], { x, us, rows }: PointFigures) {
  return { 'ns a filter and row': x === 0 ? 0 : ((us - first.us) * 1000) / x / rows };
}
