// The named orders that core benches ask for: how many lines, how many stock rows, and what comes
// of them.

import type { Program } from '../../src/columns/program.js';
import type { TenantView } from '../../src/columns/views.js';
import { makeNetwork, type Network } from './network.js';
import { makeOrders } from './orders.js';
import { COMMON_FILTERS, compileRules, type RuleOptions, type SplitAction } from './rules.js';

/** Orders of one kind with what they are decided on. */
export type Scenario = {
  readonly name: string;
  readonly lineCount: number;
  /** Stock rows that each order touches. */
  readonly rowCount: number;
  readonly network: Network;
  readonly view: TenantView;
  readonly rules: RuleOptions;
  readonly program: Program;
  readonly requests: readonly Uint8Array[];
};

/** What a scenario is made from. */
type Recipe = {
  readonly name: string;
  readonly lineCount: number;
  readonly rowsPerProduct: number;
  readonly split: SplitAction;
  readonly isWithoutHubs?: boolean;
  readonly hubsKept?: number;
  readonly quantityMin: number;
  readonly quantityMax: number;
  readonly orderCount: number;
};

/** Locations and products of a network, by the rows of a product up to which it serves. */
const NETWORKS = [
  { rowsPerProductMax: 500, locations: 1000, products: 2000 },
  { rowsPerProductMax: Infinity, locations: 5000, products: 500 },
] as const;

const COMMON = {
  split: 'QUANTITY_SPLIT',
  quantityMin: 1,
  quantityMax: 3,
  orderCount: 256,
} as const;

const SCARCE = {
  split: 'QUANTITY_SPLIT',
  isWithoutHubs: true,
  quantityMin: 8,
  quantityMax: 24,
  orderCount: 256,
} as const;

/** What every bench of the core asks for. */
const RECIPES: readonly Recipe[] = [
  { name: '2 lines, 200 rows', lineCount: 2, rowsPerProduct: 100, ...COMMON },
  { name: '5 lines, 500 rows', lineCount: 5, rowsPerProduct: 100, ...COMMON },
  { name: '5 lines, 1,000 rows', lineCount: 5, rowsPerProduct: 200, ...COMMON },
  { name: '20 lines, 5,000 rows', lineCount: 20, rowsPerProduct: 250, ...COMMON },
  {
    name: 'line split, 1,000 rows',
    lineCount: 5,
    rowsPerProduct: 200,
    split: 'LINE_ITEM_SPLIT',
    isWithoutHubs: true,
    quantityMin: 2,
    quantityMax: 10,
    orderCount: 256,
  },
  { name: 'quantity split, 1,000 rows', lineCount: 5, rowsPerProduct: 200, ...SCARCE },
  {
    name: '1,114 lines, 389,900 rows',
    lineCount: 1114,
    rowsPerProduct: 350,
    split: 'LINE_ITEM_SPLIT',
    quantityMin: 1,
    quantityMax: 3,
    orderCount: 4,
  },
];

/** What only some ask for. The orders of the last are short of the one centre that is kept. */
const MORE_RECIPES: readonly Recipe[] = [
  { name: '5 lines, 5,000 rows', lineCount: 5, rowsPerProduct: 1000, ...COMMON },
  { name: '20 lines, 20,000 rows', lineCount: 20, rowsPerProduct: 1000, ...COMMON },
  { name: 'quantity split, 200 rows', lineCount: 2, rowsPerProduct: 100, ...SCARCE },
  { name: 'quantity split, 5,000 rows', lineCount: 5, rowsPerProduct: 1000, ...SCARCE },
  {
    name: 'quantity split, 20,000 rows',
    lineCount: 20,
    rowsPerProduct: 1000,
    ...COMMON,
    isWithoutHubs: true,
    hubsKept: 1,
  },
];

/** The names of the scenarios that every bench of the core asks for. */
export const SCENARIO_NAMES: readonly string[] = RECIPES.map(({ name }) => name);

/** Scenarios by name, each made when it is first asked for; equal networks are made once. */
export class Scenarios {
  private readonly seed: number;
  private readonly networks = new Map<number, Network>();
  private readonly made = new Map<string, Scenario>();

  constructor(seed: number) {
    this.seed = seed;
  }

  /** The scenario of a name. Throws where there is none. */
  get(name: string): Scenario {
    const recipe = [...RECIPES, ...MORE_RECIPES].find((each) => each.name === name);
    if (recipe === undefined) throw new Error(`there is no scenario '${name}'`);
    const found = this.made.get(name) ?? makeScenario(this.seed, recipe, this.networks);
    this.made.set(name, found);
    return found;
  }
}

function makeScenario(seed: number, recipe: Recipe, networks: Map<number, Network>): Scenario {
  const { name, lineCount, rowsPerProduct, split, isWithoutHubs, hubsKept } = recipe;
  const network = networks.get(rowsPerProduct) ?? networkOf(seed, rowsPerProduct);
  networks.set(rowsPerProduct, network);
  const rules = { split, isWithoutHubs, hubsKept, filters: COMMON_FILTERS };
  return {
    name,
    lineCount,
    rowCount: lineCount * rowsPerProduct,
    network,
    view: network.view,
    rules,
    program: compileRules(network, rules),
    requests: makeOrders(network, { ...recipe, count: recipe.orderCount }),
  };
}

function networkOf(seed: number, rowsPerProduct: number): Network {
  const size = NETWORKS.find(({ rowsPerProductMax }) => rowsPerProduct <= rowsPerProductMax);
  if (size === undefined) throw new Error(`no network has ${rowsPerProduct} rows a product`);
  return makeNetwork({
    seed,
    regions: 1,
    locationsPerRegion: size.locations,
    productsPerRegion: size.products,
    rowsPerProduct,
  });
}
