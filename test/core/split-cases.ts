// Worked cases of a split: stock, order, options, and what comes of them. They are a table in
// src/core/select/README.md too. Must not know: how the engine or the reference model get there.

/** One case. Locations are in the order of their group; lines are numbered from 1. */
export type SplitCase = {
  /** What it shows. */
  readonly shows: string;
  /** Units of each product, by location. */
  readonly stock: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Product and quantity of each line, and the number of a line that it depends on. */
  readonly lines: readonly (readonly [product: string, quantity: number, other?: number])[];
  /**
   * The locations of each group by rank; without, all are in one. The first one runs the action.
   */
  readonly groups?: readonly (readonly string[])[];
  /** Kilometres to the destination; without, that of its place. Null is unknown. */
  readonly distances?: Readonly<Record<string, number | null>>;
  /** The ends of names: LINE_ITEM or QUANTITY, and what becomes of the rest. */
  readonly mode: 'LINE_ITEM' | 'QUANTITY';
  readonly rest: 'ASSIGN_IF_FULFILLED' | 'CANCEL_WITHOUT_INVENTORY';
  readonly strategy?: 'GROUP_RANK_AND_QUANTITY' | 'QUANTITY' | 'DISTANCE' | 'MINIMIZE_COST';
  /** With MINIMIZE_COST: a parcel, and a unit for each kilometre. */
  readonly cost?: { readonly parcelMinor: number; readonly unitKmMinor: number };
  readonly prefersAtomic?: boolean;
  readonly maxFulfillingLocations?: number;
  readonly maxSplitItemLocations?: number;
  /** By line: where its units come from, and what becomes of others. */
  readonly decision: string;
};

const LINES = { mode: 'LINE_ITEM', rest: 'CANCEL_WITHOUT_INVENTORY' } as const;
const LINES_IN_FULL = { mode: 'LINE_ITEM', rest: 'ASSIGN_IF_FULFILLED' } as const;
const UNITS = { mode: 'QUANTITY', rest: 'CANCEL_WITHOUT_INVENTORY' } as const;
const BY_COST = { strategy: 'MINIMIZE_COST' } as const;
const UNITS_IN_FULL = { mode: 'QUANTITY', rest: 'ASSIGN_IF_FULFILLED' } as const;

/** The cases. */
export const SPLIT_CASES: readonly SplitCase[] = [
  {
    shows: 'The fewest locations: C and D have everything between them, before A, B and C.',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { z: 1 }, D: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
      ['z', 1],
    ],
    ...LINES,
    decision: '1: D 1; 2: D 1; 3: C 1',
  },
  {
    shows: 'More units come before fewer locations: B alone would leave the larger line open.',
    stock: { A: { x: 3 }, B: { y: 1, z: 1 } },
    lines: [
      ['x', 3],
      ['y', 1],
      ['z', 1],
    ],
    ...LINES,
    decision: '1: A 3; 2: B 1; 3: B 1',
  },
  {
    shows:
      'The smaller sum of positions: A and C (1 + 3) beat B and C (2 + 3) and B and D (2 + 4).',
    stock: { A: { x: 1 }, B: { x: 1, y: 1 }, C: { y: 1, z: 1 }, D: { z: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
      ['z', 1],
    ],
    ...LINES,
    decision: '1: A 1; 2: C 1; 3: C 1',
  },
  {
    shows: 'Group ranks before positions: B, second in group 1, beats C, first in group 2.',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    groups: [['A', 'B'], ['C']],
    ...LINES,
    decision: '1: A 1; 2: B 1',
  },
  {
    shows: 'Equal sums, A and D (1 + 4) like B and C (2 + 3): the set with the smaller code.',
    stock: { A: { x: 1 }, B: { x: 1, y: 1 }, C: { z: 1 }, D: { y: 1, z: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
      ['z', 1],
    ],
    ...LINES,
    decision: '1: A 1; 2: D 1; 3: D 1',
  },
  {
    shows: 'A quantity that no location has: two suffice, and the first of them gives all it can.',
    stock: { A: { x: 2 }, B: { x: 3 }, C: { x: 4 } },
    lines: [['x', 6]],
    ...UNITS,
    decision: '1: A 2, C 4',
  },
  {
    shows: 'In a line mode a line is whole at one location or nowhere.',
    stock: { A: { x: 2, y: 1 }, B: { x: 3 } },
    lines: [
      ['x', 4],
      ['y', 1],
    ],
    ...LINES,
    decision: '1: CANCEL 4; 2: A 1',
  },
  {
    shows: 'A line that is not there in full waits whole, and keeps nothing from the others.',
    stock: { A: { x: 2 }, B: { x: 1 } },
    lines: [
      ['x', 4],
      ['x', 3],
    ],
    ...UNITS_IN_FULL,
    decision: '1: CUSTOMER_CARE 4; 2: A 2, B 1',
  },
  {
    shows: 'Lines of one product are packed: line 1 leaves A to line 2, which fits nowhere else.',
    stock: { A: { x: 3 }, B: { x: 2 } },
    lines: [
      ['x', 2],
      ['x', 3],
    ],
    ...LINES,
    decision: '1: B 2; 2: A 3',
  },
  {
    shows: 'In the chosen set a line goes whole to the first that has all of it.',
    stock: { A: { x: 1, y: 1 }, B: { x: 2, z: 1 } },
    lines: [
      ['x', 2],
      ['y', 1],
      ['z', 1],
    ],
    ...UNITS,
    decision: '1: B 2; 2: A 1; 3: B 1',
  },
  {
    shows: 'Without preference fewer locations count more than whole lines.',
    stock: { A: { x: 1, y: 1 }, B: { x: 1, z: 1 }, C: { x: 2 } },
    lines: [
      ['x', 2],
      ['y', 1],
      ['z', 1],
    ],
    ...UNITS,
    decision: '1: A 1, B 1; 2: A 1; 3: B 1',
  },
  {
    shows: 'The same with preference for whole lines: a third location for a line in one piece.',
    stock: { A: { x: 1, y: 1 }, B: { x: 1, z: 1 }, C: { x: 2 } },
    lines: [
      ['x', 2],
      ['y', 1],
      ['z', 1],
    ],
    prefersAtomic: true,
    ...UNITS,
    decision: '1: C 2; 2: A 1; 3: B 1',
  },
  {
    shows: 'A bundle is at one location or nowhere: y follows x to B, though A has some of it.',
    stock: { A: { y: 1, z: 1 }, B: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1, 1],
      ['z', 1],
    ],
    ...UNITS,
    decision: '1: B 1; 2: B 1; 3: A 1',
  },
  {
    shows: 'At most one location: the one that gives the most units.',
    stock: { A: { x: 1 }, B: { y: 2 } },
    lines: [
      ['x', 1],
      ['y', 2],
    ],
    maxFulfillingLocations: 1,
    ...LINES,
    decision: '1: CANCEL 1; 2: B 2',
  },
  {
    shows: 'At most two locations a line: the two that have the most of it.',
    stock: { A: { x: 1 }, B: { x: 2 }, C: { x: 3 } },
    lines: [['x', 6]],
    maxSplitItemLocations: 2,
    ...UNITS,
    decision: '1: B 2, C 3; 1: CANCEL 1',
  },
  {
    shows: 'A single location that covers everything comes first, in a later group too.',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    groups: [['A', 'B'], ['C']],
    strategy: 'GROUP_RANK_AND_QUANTITY',
    ...LINES,
    decision: '1: C 1; 2: C 1',
  },
  {
    shows: 'By group rank, then by what a location could take alone: B before A, C last.',
    stock: { A: { x: 1 }, B: { x: 2 }, C: { x: 3 } },
    lines: [['x', 5]],
    groups: [['A', 'B'], ['C']],
    strategy: 'GROUP_RANK_AND_QUANTITY',
    ...UNITS,
    decision: '1: B 2, A 1, C 2',
  },
  {
    shows: 'By what a location could take alone.',
    stock: { A: { x: 1 }, B: { x: 2 }, C: { x: 3 } },
    lines: [['x', 5]],
    strategy: 'QUANTITY',
    ...UNITS,
    decision: '1: C 3, B 2',
  },
  {
    shows: 'By distance; one that is not known comes last.',
    stock: { A: { x: 1 }, B: { x: 2 }, C: { x: 3 } },
    lines: [['x', 5]],
    distances: { A: null, B: 300, C: 100 },
    strategy: 'DISTANCE',
    ...UNITS,
    decision: '1: C 3, B 2',
  },
  {
    shows: 'A walk that leaves a line unfinished is done again without the last such line.',
    stock: { A: { x: 2 }, B: { x: 2 } },
    lines: [
      ['x', 3],
      ['x', 2],
    ],
    strategy: 'QUANTITY',
    ...UNITS_IN_FULL,
    decision: '1: A 2, B 1; 2: CUSTOMER_CARE 2',
  },
  {
    shows: 'Lines that are covered in full are assigned, the next group takes the rest.',
    stock: { A: { x: 1 }, B: { y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    groups: [['A'], ['B']],
    ...LINES_IN_FULL,
    decision: '1: A 1; 2: B 1',
  },
  {
    shows: 'The cheapest plan: two parcels from near cost less than one from far (220 and 700).',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    distances: { A: 100, B: 100, C: 3000 },
    ...BY_COST,
    cost: { parcelMinor: 100, unitKmMinor: 0.1 },
    ...LINES,
    decision: '1: A 1; 2: B 1',
  },
  {
    shows: 'Dearer parcels: one from far costs less (1600) than two from near (2020).',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    distances: { A: 100, B: 100, C: 3000 },
    ...BY_COST,
    cost: { parcelMinor: 1000, unitKmMinor: 0.1 },
    ...LINES,
    decision: '1: C 1; 2: C 1',
  },
  {
    shows: 'Of the locations of the plan the cheapest gives all that it can.',
    stock: { A: { x: 3, y: 1 }, B: { x: 2, z: 1 } },
    lines: [
      ['x', 3],
      ['y', 1],
      ['z', 1],
    ],
    distances: { A: 200, B: 100 },
    ...BY_COST,
    cost: { parcelMinor: 100, unitKmMinor: 0.1 },
    ...UNITS,
    decision: '1: B 2, A 1; 2: A 1; 3: B 1',
  },
  {
    shows: 'With preference for whole lines a line stays whole, though it costs more.',
    stock: { A: { x: 3, y: 1 }, B: { x: 2, z: 1 } },
    lines: [
      ['x', 3],
      ['y', 1],
      ['z', 1],
    ],
    distances: { A: 200, B: 100 },
    ...BY_COST,
    cost: { parcelMinor: 100, unitKmMinor: 0.1 },
    prefersAtomic: true,
    ...UNITS,
    decision: '1: A 3; 2: A 1; 3: B 1',
  },
  {
    shows: 'An unknown distance is the farthest; and more units come before less cost.',
    stock: { A: { x: 1 }, B: { x: 1 }, C: { y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    distances: { A: null, B: 5000, C: null },
    ...BY_COST,
    cost: { parcelMinor: 100, unitKmMinor: 0.1 },
    ...LINES,
    decision: '1: B 1; 2: C 1',
  },
  {
    shows: 'Where a unit costs the same everywhere, the fewest parcels cost the least.',
    stock: { A: { x: 1 }, B: { y: 1 }, C: { x: 1, y: 1 } },
    lines: [
      ['x', 1],
      ['y', 1],
    ],
    distances: { A: 100, B: 200, C: 300 },
    ...BY_COST,
    cost: { parcelMinor: 100, unitKmMinor: 0 },
    ...LINES,
    decision: '1: C 1; 2: C 1',
  },
];

/** Kilometres to the next location of a case that says nothing of distances. */
export const STEP_KM = 100;

/** Where the table is. */
export const TABLE_HEAD = '| What it shows | Stock | Order | Options | Action | Decision |';

/** The row of the table for a case. */
export function tableRow(each: SplitCase): string {
  const stock = Object.entries(each.stock).map(([code, units]) => `${code}: ${unitsText(units)}`);
  const cells = [
    each.shows,
    stock.join('; '),
    each.lines.map(lineText).join('; '),
    optionsText(each),
    `${each.mode}_SPLIT_${each.rest}`,
    each.decision,
  ];
  return `| ${cells.join(' | ')} |`;
}

function unitsText(units: Readonly<Record<string, number>>): string {
  const texts = Object.entries(units).map(([product, count]) => `${count} ${product}`);
  return texts.length === 0 ? 'nothing' : texts.join(', ');
}

function lineText(line: SplitCase['lines'][number], index: number): string {
  const [product, quantity, other] = line;
  const bundle = other === undefined ? '' : ` with ${other}`;
  return `${index + 1}: ${quantity} ${product}${bundle}`;
}

function optionsText(each: SplitCase): string {
  const { distances = {}, maxFulfillingLocations, maxSplitItemLocations } = each;
  const texts = [
    each.strategy ?? 'MINIMIZE_SHIPMENTS',
    ...(each.cost === undefined
      ? []
      : [`a parcel ${each.cost.parcelMinor}, a unit ${each.cost.unitKmMinor} a km`]),
    ...(each.prefersAtomic === true ? ['prefer_atomic_assignments'] : []),
    ...(each.lines.some(([, , other]) => other !== undefined) ? ['ITEM_DEPENDENCY'] : []),
    ...(maxFulfillingLocations === undefined
      ? []
      : [`max_fulfilling_locations ${maxFulfillingLocations}`]),
    ...(maxSplitItemLocations === undefined
      ? []
      : [`max_split_item_locations ${maxSplitItemLocations}`]),
    ...(each.groups ?? []).map((codes, i) => `group ${i + 1}: ${codes.join(', ')}`),
    ...Object.entries(distances).map(([code, km]) => {
      return `${code} at ${km === null ? 'an unknown distance' : `${km} km`}`;
    }),
  ];
  return texts.join('; ');
}
