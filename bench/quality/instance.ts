// A network with one snapshot of its stock, and orders that it can serve in full: from a file, or
// made by seed in the same shape.

import { readFileSync } from 'node:fs';
import { SAMPLE_STORES, SAMPLE_WAREHOUSES } from '../../src/cli/sample/locations.js';
import { between, normal, type Random, randomOf } from '../../src/cli/replay/random.js';

/** A place. */
export type Place = { readonly latitude: number; readonly longitude: number };

/** A location, in the order in which the merchant listed them. */
export type InstanceLocation = Place & { readonly code: string; readonly isCenter: boolean };

/** An order. */
export type InstanceOrder = Place & {
  readonly items: readonly { readonly sku: string; readonly quantity: number }[];
};

/** Everything that an order is decided on; orders do not deplete it. */
export type Instance = {
  readonly name: string;
  readonly locations: readonly InstanceLocation[];
  /** Units by product, then by location's place in the list. */
  readonly stock: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly orders: readonly InstanceOrder[];
};

type InstanceFile = {
  readonly name: string;
  readonly locs: readonly { id: string; lat: number; lon: number; kind: string }[];
  readonly stock: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly orders: readonly {
    readonly lat: number;
    readonly lon: number;
    readonly items: readonly { readonly sku: string; readonly qty: number }[];
  }[];
};

/** Reads an instance. */
export function readInstance(path: string): Instance {
  const file = JSON.parse(readFileSync(path, 'utf8')) as InstanceFile;
  const stock = new Map<string, Map<number, number>>();
  file.locs.forEach(({ id }, location) => {
    for (const [sku, units] of Object.entries(file.stock[id] ?? {})) {
      if (units > 0) rowsOf(stock, sku).set(location, units);
    }
  });
  return {
    name: file.name,
    locations: file.locs.map(({ id, lat, lon, kind }) => {
      return { code: id, latitude: lat, longitude: lon, isCenter: kind === 'DC' };
    }),
    stock,
    orders: file.orders.map(({ lat, lon, items }) => {
      const lines = items.map(({ sku, qty }) => ({ sku, quantity: qty }));
      return { latitude: lat, longitude: lon, items: lines };
    }),
  };
}

/** The two shapes: how many centres and stores, and with which chance each has a product. */
const SHAPES = {
  mixed25: { centers: 3, centerShare: 0.7, stores: 22, storeShare: 0.35 },
  stores60: { centers: 0, centerShare: 0, stores: 60, storeShare: 0.3 },
} as const;

const PRODUCTS = 1500;
const POPULARITY_POWER = 0.8;
const SCATTER_DEGREES = 1;
/** What may come, and how often. */
const LINE_COUNTS = { values: [1, 2, 3, 4, 5, 6, 8, 10], weights: [40, 25, 14, 8, 5, 4, 2, 2] };
const QUANTITIES = { values: [1, 2, 3], weights: [86, 11, 3] };
const CITIES = [...SAMPLE_WAREHOUSES, ...SAMPLE_STORES].flatMap(({ coordinates }) =>
  coordinates === undefined ? [] : [coordinates],
);

/** Makes an instance of a shape. */
export function makeInstance(
  name: keyof typeof SHAPES,
  seed: number,
  orderCount: number,
): Instance {
  const shape = SHAPES[name];
  const random = randomOf(seed, name === 'mixed25' ? 11 : 12);
  const made = Array.from({ length: shape.centers + shape.stores }, (_, i) => {
    const isCenter = i < shape.centers;
    return { ...somewhere(random), code: `${isCenter ? 'DC' : 'S'}${100 + i}`, isCenter };
  });
  const locations = shuffled(made, random);
  const stock = new Map<string, Map<number, number>>();
  for (let rank = 1; rank <= PRODUCTS; rank++) {
    locations.forEach(({ isCenter }, location) => {
      if (random() >= (isCenter ? shape.centerShare : shape.storeShare)) return;
      const units = isCenter ? between(random, 20, 200) : between(random, 1, 4);
      rowsOf(stock, skuOf(rank)).set(location, units);
    });
  }
  const popularity = Array.from({ length: PRODUCTS }, (_, i) => 1 / (i + 1) ** POPULARITY_POWER);
  const orders: InstanceOrder[] = [];
  while (orders.length < orderCount) {
    const items = basket(random, popularity);
    if (items.every(({ sku, quantity }) => total(stock.get(sku)) >= quantity)) {
      orders.push({ ...somewhere(random), items });
    }
  }
  return { name, locations, stock, orders };
}

function basket(random: Random, popularity: readonly number[]): InstanceOrder['items'] {
  const count = pick(random, LINE_COUNTS);
  const quantities = new Map<string, number>();
  while (quantities.size < count) {
    const sku = skuOf(pickIndex(random, popularity) + 1);
    if (!quantities.has(sku)) quantities.set(sku, pick(random, QUANTITIES));
  }
  return [...quantities].map(([sku, quantity]) => ({ sku, quantity }));
}

function somewhere(random: Random): Place {
  const city = CITIES[between(random, 0, CITIES.length - 1)];
  return {
    latitude: (city.latitude ?? 0) + normal(random) * SCATTER_DEGREES,
    longitude: (city.longitude ?? 0) + normal(random) * SCATTER_DEGREES,
  };
}

function pick(random: Random, of: { values: readonly number[]; weights: readonly number[] }) {
  return of.values[pickIndex(random, of.weights)];
}

function pickIndex(random: Random, weights: readonly number[]): number {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const found = weights.findIndex((weight) => (left -= weight) < 0);
  return found < 0 ? weights.length - 1 : found;
}

function shuffled<T>(values: readonly T[], random: Random): T[] {
  const keyed = values.map((value) => ({ value, key: random() }));
  return keyed.sort((a, b) => a.key - b.key).map(({ value }) => value);
}

function rowsOf(stock: Map<string, Map<number, number>>, sku: string): Map<number, number> {
  const rows = stock.get(sku) ?? new Map<number, number>();
  stock.set(sku, rows);
  return rows;
}

function total(rows: ReadonlyMap<number, number> | undefined): number {
  return [...(rows?.values() ?? [])].reduce((sum, units) => sum + units, 0);
}

function skuOf(rank: number): string {
  return `SKU${String(rank).padStart(4, '0')}`;
}
