// Which splits were worked out by hand? One group holds all locations in the order in which they
// are listed. Must not know: how they are found.

import type { ModelWorld, SuggestRoutingRequest } from './messages.js';
import type { Scenario } from './scenario.js';
import { action, north, orderOf, worldOf } from './scenario.js';

/** What it shows; the action, the stock, the items and what is decided, and what else matters. */
export type WorkedSplit = [
  string,
  {
    action: string;
    stock: Scenario['stock'];
    items: Parameters<typeof orderOf>[0];
    expected: string[];
    route?: Scenario['route'];
    settings?: Scenario['settings'];
    order?: Parameters<typeof orderOf>[1];
    places?: Scenario['places'];
  },
];

/** The world and the order of a worked split. */
export function writtenOut(split: WorkedSplit[1]): {
  world: ModelWorld;
  order: SuggestRoutingRequest;
} {
  const { stock, items, order, action: name, expected: _, ...more } = split;
  const groups = [{ afterActionPartial: action(name) }];
  return { world: worldOf({ stock, groups, ...more }), order: orderOf(items, order) };
}

const LINES = 'LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY';
const UNITS = 'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY';
const FULL_UNITS = 'QUANTITY_SPLIT_ASSIGN_IF_FULFILLED';
const BUNDLES = { bundlingStrategy: 'BUNDLING_STRATEGY_ITEM_DEPENDENCY' };
const strategy = (name: string) => ({ candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${name}` });

/** Of MINIMIZE_SHIPMENTS. */
export const FEWEST: WorkedSplit[] = [
  [
    'keeps each line whole in line mode',
    {
      action: LINES,
      stock: { L1: { a: 1, b: 1 }, L2: { a: 2 }, L3: { b: 2 } },
      items: [
        ['a', 2],
        ['b', 2],
        ['a', 3],
      ],
      expected: ['1:L2:2', '2:L3:2', '3:CANCEL:3'],
    },
  ],
  [
    'takes all units rather than few locations',
    {
      action: UNITS,
      stock: { L1: { a: 3 }, L2: { a: 3 }, L3: { a: 1 } },
      items: [['a', 9]],
      expected: ['1:L1:3', '1:L2:3', '1:L3:1', '1:CANCEL:2'],
    },
  ],
  [
    'takes two locations where the largest one would ask for three',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 2 }, L2: { a: 3 }, L3: { b: 3 } },
      items: [
        ['a', 3],
        ['b', 3],
      ],
      expected: ['1:L2:3', '2:L3:3'],
    },
  ],
  [
    'takes the earlier ones of equally few',
    {
      action: UNITS,
      stock: { L1: { a: 2 }, L2: { a: 3 }, L3: { a: 3 }, L4: { a: 2 } },
      items: [['a', 5]],
      expected: ['1:L1:2', '1:L2:3'],
    },
  ],
  [
    'packs lines of one product exactly',
    {
      action: LINES,
      stock: { L1: { a: 5 }, L2: { a: 4 } },
      items: [
        ['a', 3],
        ['a', 4],
        ['a', 2],
      ],
      expected: ['1:L1:3', '2:L2:4', '3:L1:2'],
    },
  ],
  [
    'counts units, not lines, in line mode',
    {
      action: LINES,
      stock: { L1: { a: 4 } },
      items: [
        ['a', 1],
        ['a', 2],
        ['a', 3],
      ],
      expected: ['1:L1:1', '3:L1:3', '2:CANCEL:2'],
    },
  ],
  [
    'fulfils the lines that have most units',
    {
      action: FULL_UNITS,
      stock: { L1: { a: 4 }, L2: { a: 2 } },
      items: [
        ['a', 3],
        ['a', 3],
        ['a', 5],
      ],
      expected: ['1:L1:3', '2:L1:1', '2:L2:2', '3:CUSTOMER_CARE:5'],
    },
  ],
  [
    'fulfils a large line before two small ones',
    {
      action: FULL_UNITS,
      stock: { L1: { a: 4 }, L2: { a: 2 } },
      items: [
        ['a', 3],
        ['a', 2],
        ['a', 6],
      ],
      expected: ['3:L1:4', '3:L2:2', '1:CUSTOMER_CARE:3', '2:CUSTOMER_CARE:2'],
    },
  ],
  [
    'divides a line where that saves a location',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 1 }, L2: { a: 2, c: 1 }, L3: { a: 3 } },
      items: [
        ['a', 3],
        ['b', 1],
        ['c', 1],
      ],
      expected: ['1:L1:2', '1:L2:1', '2:L1:1', '3:L2:1'],
    },
  ],
  [
    'keeps lines whole where atomic assignments are preferred',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 1 }, L2: { a: 2, c: 1 }, L3: { a: 3 } },
      items: [
        ['a', 3],
        ['b', 1],
        ['c', 1],
      ],
      route: { preferAtomicAssignments: true },
      expected: ['1:L3:3', '2:L1:1', '3:L2:1'],
    },
  ],
  [
    'gives a later location as much as the whole allows',
    {
      action: UNITS,
      stock: { L1: { a: 3 }, L2: { a: 3 } },
      items: [
        ['a', 4],
        ['a', 2],
      ],
      expected: ['1:L1:3', '1:L2:1', '2:L2:2'],
    },
  ],
  [
    'takes the best cover within the limit of locations',
    {
      action: UNITS,
      stock: { L1: { a: 3 }, L2: { a: 4 }, L3: { a: 5 } },
      items: [['a', 12]],
      settings: { maxFulfillingLocations: 3 },
      order: { numShipmentsNotInRequest: 1 },
      expected: ['1:L2:4', '1:L3:5', '1:CANCEL:3'],
    },
  ],
  [
    'takes the best cover within the limit of a line',
    {
      action: UNITS,
      stock: { L1: { a: 3, b: 1 }, L2: { a: 4 } },
      items: [
        ['a', 6],
        ['b', 1],
      ],
      settings: { maxSplitItemLocations: 1 },
      expected: ['1:L2:4', '2:L1:1', '1:CANCEL:2'],
    },
  ],
  [
    'keeps a bundle at one location',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 1 }, L2: { a: 2, c: 1 }, L3: { a: 1, b: 1, c: 1 } },
      items: [
        ['a', 2],
        ['b', 1, { itemDependency: 3 }],
        ['c', 1],
      ],
      order: BUNDLES,
      expected: ['1:L1:2', '2:L3:1', '3:L3:1'],
    },
  ],
  [
    'leaves a bundle that no location can take, and nothing else',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 1 }, L2: { b: 1, c: 1 } },
      items: [
        ['a', 1, { itemDependency: 7 }],
        ['b', 2],
        ['c', 1, { itemDependency: 7 }],
      ],
      order: BUNDLES,
      expected: ['2:L1:1', '2:L2:1', '1:CANCEL:1', '3:CANCEL:1'],
    },
  ],
  [
    'divides what depends on one another where nothing is bundled',
    {
      action: UNITS,
      stock: { L1: { a: 1 }, L2: { c: 1 } },
      items: [
        ['a', 1, { itemDependency: 7 }],
        ['c', 1, { itemDependency: 7 }],
      ],
      expected: ['1:L1:1', '2:L2:1'],
    },
  ],
];

/** Of the other strategies. */
export const GREEDY: WorkedSplit[] = [
  [
    'QUANTITY takes the most units first',
    {
      action: UNITS,
      stock: { L1: { a: 2 }, L2: { a: 3, b: 1 }, L3: { a: 3 } },
      items: [
        ['a', 6],
        ['b', 1],
      ],
      route: strategy('QUANTITY'),
      expected: ['1:L2:3', '1:L3:3', '2:L2:1'],
    },
  ],
  [
    'QUANTITY takes a single location for what is open before all',
    {
      action: UNITS,
      stock: { L1: { a: 9 }, L2: { a: 3, b: 1 } },
      items: [
        ['a', 3],
        ['b', 1],
      ],
      route: strategy('QUANTITY'),
      expected: ['1:L2:3', '2:L2:1'],
    },
  ],
  [
    'DISTANCE takes the nearest first, the unknown last',
    {
      action: UNITS,
      stock: { L1: { a: 2 }, L2: { a: 2 }, L3: { a: 2 } },
      places: { L2: north(2), L3: north(1) },
      items: [['a', 5]],
      route: strategy('DISTANCE'),
      expected: ['1:L3:2', '1:L2:2', '1:L1:1'],
    },
  ],
  [
    'a second walk takes pieces where atomic assignments are preferred',
    {
      action: UNITS,
      stock: { L1: { a: 2, b: 2 }, L2: { a: 3, b: 1 } },
      items: [
        ['a', 3],
        ['b', 3],
      ],
      route: { ...strategy('GROUP_RANK_AND_QUANTITY'), preferAtomicAssignments: true },
      expected: ['1:L2:3', '2:L1:2', '2:L2:1'],
    },
  ],
  [
    'passes over locations and lines at their limits',
    {
      action: UNITS,
      stock: { L1: { a: 4, b: 1 }, L2: { a: 2 }, L3: { b: 2 } },
      items: [
        ['a', 6],
        ['b', 3],
      ],
      route: strategy('QUANTITY'),
      settings: { maxFulfillingLocations: 2, maxSplitItemLocations: 1 },
      expected: ['1:L1:4', '2:L1:1', '1:CANCEL:2', '2:CANCEL:2'],
    },
  ],
  [
    'the last line that stays unfinished gives back what it took',
    {
      action: FULL_UNITS,
      stock: { L1: { a: 4 }, L2: { a: 2 } },
      items: [
        ['a', 3],
        ['a', 4],
        ['a', 3],
      ],
      route: strategy('QUANTITY'),
      expected: ['1:L1:3', '2:CUSTOMER_CARE:4', '3:CUSTOMER_CARE:3'],
    },
  ],
];
