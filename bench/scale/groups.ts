// What does a decision cost by the groups of its route? The stores are dealt out among them, so
// that all networks are the same but for their groups.

import type {
  ConfigurationDocument,
  LocationGroupDocument,
} from '../../src/configuration/document.js';
import { HUBS_PER_REGION, locationCode, makeNetwork, type Network } from '../support/network.js';
import { COMMON_FILTERS, ruleDocument } from '../support/rules.js';
import { checkedText, checkPoints, sumOf } from './check.js';
import { cellsOf, measurePoints, ratioOf, seriesOf } from './decide.js';
import { FIVE_LINES, pointOf } from './points.js';
import type { CurveResult, ScaleRun } from './scale-run.js';

const COUNTS = { smoke: [1, 5], full: [1, 2, 5, 10, 20, 35, 50] };
const SHAPE = {
  regions: 1,
  locationsPerRegion: 1000,
  productsPerRegion: 2000,
  rowsPerProduct: 200,
} as const;
const ORDERS = { smoke: 50, full: 256 } as const;
const CHECKED = { smoke: 1, full: 4 } as const;
/** More units than a store has of a product, and fewer than a centre. */
const LARGE = { lineCount: 5, quantityMin: 45, quantityMax: 60 } as const;

type Kind = {
  readonly name: string;
  readonly orders: { lineCount: number; quantityMin: number; quantityMax: number };
  readonly groups: (network: Network, count: number) => LocationGroupDocument[];
};

const KINDS: readonly Kind[] = [
  {
    name: 'the first group serves',
    orders: FIVE_LINES,
    groups: (network, count) => [centres(1), ...stores(network, count - 1, 2)],
  },
  {
    name: 'the last group serves',
    orders: LARGE,
    groups: (network, count) => [...stores(network, count - 1, 1), centres(count)],
  },
  {
    name: 'a split over all groups',
    orders: { lineCount: 5, quantityMin: 2, quantityMax: 10 },
    groups: (network, count) => {
      const groups = stores(network, count, 1);
      const action = 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY';
      const restartAttempt = 'RESTART_ATTEMPT_START_AT_BEGINNING';
      const after = { action, restartAttempt };
      const last = { ...groups[count - 1], afterActionPartial: after, afterActionNone: after };
      return [...groups.slice(0, -1), last];
    },
  },
];

/** Measures routes of more and more groups. */
export function benchGroups(run: ScaleRun): CurveResult {
  const size = run.isSmoke ? 'smoke' : 'full';
  const network = makeNetwork({ seed: run.seed, ...SHAPE });
  const kinds = KINDS.map(({ name, orders, groups }) => {
    const points = COUNTS[size].map((count) => {
      const document = rulesOf(network, groups(network, count));
      return pointOf(count, network, { ...orders, count: ORDERS[size] }, document);
    });
    return { name, points };
  });
  const judged = kinds.map(({ points }) => checkPoints(run, points, CHECKED[size]));
  const measured = kinds.map(({ name, points }) => {
    return { name, figures: measurePoints(run, points) };
  });
  return {
    question: 'What does a decision on 5 lines and 1,000 rows cost by the groups of its route?',
    tables: measured.map(({ name, figures }) => ({
      title: name,
      rows: figures.map((each) => ({ groups: each.x, ...cellsOf(each) })),
    })),
    plot: {
      title: 'A decision by the groups of its route',
      x: { label: 'groups of the route', isLog: false, unit: 'count' },
      y: { label: 'processor time of a decision', isLog: false, unit: 'us' },
      series: measured.map(({ name, figures }) => seriesOf(name, figures)),
    },
    remarks: [
      'The 988 stores are dealt out among the groups, the twelve centres are one of their own; ' +
        'every group has a filter on its locations and one on the distance. A group looks at all ' +
        'locations with stock and all rows of the order, whether the locations are its members ' +
        'or not: that is what each group more costs.',
      checkedText(sumOf(judged)),
    ],
    ratios: measured.map(({ name, figures }) => {
      return ratioOf(`groups: ${name}, last over first`, figures);
    }),
  };
}

function rulesOf(
  network: Network,
  locationGroups: readonly LocationGroupDocument[],
): ConfigurationDocument {
  const common = ruleDocument(network, { split: 'QUANTITY_SPLIT', filters: COMMON_FILTERS });
  return { ...common, locationGroups };
}

function centres(rank: number): LocationGroupDocument {
  const indexes = Array.from({ length: HUBS_PER_REGION }, (_, hub) => hub);
  return groupOf('centres', rank, indexes);
}

/** So many groups, of all stores together. */
function stores({ table }: Network, count: number, firstRank: number): LocationGroupDocument[] {
  return Array.from({ length: count }, (_, group) => {
    const indexes: number[] = [];
    for (let i = HUBS_PER_REGION + group; i < table.count; i += count) indexes.push(i);
    return groupOf(`stores ${group}`, firstRank + group, indexes);
  });
}

function groupOf(name: string, rank: number, indexes: readonly number[]): LocationGroupDocument {
  return {
    name,
    route: 'ship',
    rank,
    locations: indexes.map((index) => ({ locationCode: locationCode(index) })),
    filters: COMMON_FILTERS.map((filter) => filter.name ?? ''),
    sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
  };
}
