// Orders as item codes: from a file of baskets, one a line, or made by seed in the shape of real
// ones.

import { refusedInput } from '../failure.js';
import { readPieces } from '../source.js';
import { CsvSplitter } from '../csv.js';
import { between, normal, randomOf } from './random.js';

/** The codes of an order with their quantities, in the order in which they first come. */
export type Basket = ReadonlyMap<string, number>;

/** The shape of the real orders: how many, how long, and how often a code repeats. */
const GENERATED = {
  baskets: 25_900,
  codes: 4_070,
  lengthMedian: 10,
  /** Of the logarithm of the length; gives a mean of 20.9. */
  lengthSigma: 1.214,
  lengthMax: 1_114,
  repeatRatio: 0.11,
};

/**
 * Reads baskets: a line an order, codes separated by commas. A code is one unit, repeats add up.
 */
export async function readBaskets(path: string): Promise<Basket[]> {
  const splitter = new CsvSplitter(null);
  const baskets: Basket[] = [];
  const add = ({ line, fields }: { line: number; fields: readonly string[] }): void => {
    const basket = basketOf(fields[0].split(','));
    if (basket.size === 0) throw refusedInput(`${path}:${line}: no codes`, []);
    baskets.push(basket);
  };
  for await (const { text } of readPieces(path)) splitter.push(text).forEach(add);
  splitter.end().forEach(add);
  return baskets;
}

/** Adds repeated codes up. Blank codes are none. */
export function basketOf(codes: readonly string[]): Basket {
  const basket = new Map<string, number>();
  for (const raw of codes) {
    const code = raw.trim();
    if (code !== '') basket.set(code, (basket.get(code) ?? 0) + 1);
  }
  return basket;
}

/** Baskets of the real ones' number and shape. One is as long as the longest real one. */
export function generateBaskets(seed: number): Basket[] {
  const random = randomOf(seed, 2);
  return Array.from({ length: GENERATED.baskets }, (_, i) => {
    const drawn = Math.exp(
      Math.log(GENERATED.lengthMedian) + GENERATED.lengthSigma * normal(random),
    );
    const length =
      i === GENERATED.baskets >> 1
        ? GENERATED.lengthMax
        : Math.min(GENERATED.lengthMax, Math.max(1, Math.round(drawn)));
    const codes = new Set<string>();
    while (codes.size < length) {
      // Popularity falls with the rank, as it does in shops: rank = codes * u^2.
      const rank = Math.floor(GENERATED.codes * random() ** 2);
      codes.add(`P${String(rank + 1).padStart(5, '0')}`);
    }
    const list = [...codes];
    if (random() < GENERATED.repeatRatio) list.push(list[between(random, 0, list.length - 1)]);
    return basketOf(list);
  });
}

/** All codes in the order in which they first come. */
export function codesOf(baskets: readonly Basket[]): string[] {
  return [...new Set(baskets.flatMap((basket) => [...basket.keys()]))];
}

/** The codes that most orders have, most frequent first, ties by code. */
export function mostFrequent(baskets: readonly Basket[], count: number): string[] {
  const orders = new Map<string, number>();
  for (const basket of baskets) {
    for (const code of basket.keys()) orders.set(code, (orders.get(code) ?? 0) + 1);
  }
  const sorted = [...orders].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return sorted.slice(0, count).map(([code]) => code);
}
