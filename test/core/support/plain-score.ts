// What is a score, in plain words? Section 7.2 of the order management specification on objects and
// lists, for a handful of candidates. Must not know: columns, the engine, the reference model.

import type { RateCard, ShippingRate } from '../../support/model/rules.js';

/** A candidate: what it has of each product, what shipping costs from there. */
export type PlainCandidate = {
  readonly code: string;
  readonly stock: Readonly<Record<string, number>>;
  readonly rates: readonly ShippingRate[];
  readonly model?: number;
  readonly factor?: number;
};

/** A line of the order. */
export type PlainLine = { readonly upc: string; readonly quantity: number };

/** How terms become a score. */
export type PlainOptions = {
  readonly isPublished: boolean;
  readonly coefficients: readonly [number, number, number, number];
  readonly priceShare: number;
};

/** The terms of a candidate. */
export type PlainScore = {
  readonly code: string;
  readonly score: number;
  readonly inventory: number;
  readonly shipping: number;
  readonly model: number;
  readonly cost: number;
};

type Rated = { price: number; days: number; fastestPrice: number } | undefined;

/** The scores of all candidates, the best first; equal ones as they came. */
export function plainScores(
  candidates: readonly PlainCandidate[],
  lines: readonly PlainLine[],
  options: PlainOptions,
): PlainScore[] {
  const ordered = lines.map(({ quantity }) => quantity).reduce((a, b) => a + b);
  const parts = candidates.map((candidate) => ({
    candidate,
    ...coverage(candidate, lines),
    rated: ratedOf(candidate.rates),
    raw: (candidate.factor ?? 1) * ordered,
  }));
  const largest = Math.max(...parts.map(({ raw }) => raw));
  const rated = parts.flatMap((part) => (part.rated === undefined ? [] : [part.rated]));
  const cheapest = Math.min(...rated.map(({ price }) => price));
  const fastest = Math.min(...rated.map(({ days }) => days));
  const scored = parts.map(({ candidate, covered, units, rated, raw }) => {
    const inventory = covered / lines.length;
    const shipping = options.isPublished
      ? published(rated)
      : relative(rated, cheapest, fastest, options.priceShare);
    const model = Math.max(0, Math.min(1, candidate.model ?? 0));
    const cost = largest > 0 ? raw / largest : 0;
    const [i, s, m, c] = options.coefficients;
    const score = Math.round((i * inventory + s * shipping + m * model - c * cost) * 1e9) / 1e9 + 0;
    const terms = { code: candidate.code, score, inventory, shipping, model, cost };
    const { price = Infinity, days = Infinity } = rated ?? {};
    return { terms, ties: [-score, -units, raw, price, days] };
  });
  return scored.sort((a, b) => compareLists(a.ties, b.ties)).map(({ terms }) => terms);
}

function coverage(candidate: PlainCandidate, lines: readonly PlainLine[]) {
  const left = new Map(Object.entries(candidate.stock));
  let covered = 0;
  let units = 0;
  for (const { upc, quantity } of lines) {
    const there = left.get(upc) ?? 0;
    const taken = Math.min(quantity, there);
    left.set(upc, there - taken);
    units += taken;
    if (taken === quantity) covered += 1;
  }
  return { covered, units };
}

function ratedOf(rates: readonly ShippingRate[]): Rated {
  if (rates.length === 0) return undefined;
  const pairs = rates.map(({ priceMinor = 0, transitDays = 0 }) => [priceMinor, transitDays]);
  const days = Math.min(...pairs.map(([, each]) => each));
  const ofFastest = pairs.filter(([, each]) => each === days).map(([price]) => price);
  return {
    price: Math.min(...pairs.map(([price]) => price)),
    days,
    fastestPrice: Math.min(...ofFastest),
  };
}

function published(rated: Rated): number {
  if (rated === undefined || rated.fastestPrice === 0) return 0;
  return 1 - rated.price / rated.fastestPrice;
}

function relative(rated: Rated, cheapest: number, fastest: number, share: number): number {
  if (rated === undefined) return 0;
  const price = rated.price === 0 ? 1 : cheapest / rated.price;
  return share * price + (1 - share) * ((1 + fastest) / (1 + rated.days));
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place < 0 ? 0 : a[place] < b[place] ? -1 : 1;
}

/** An item as a rate card sees it. */
export type PlainItem = {
  readonly quantity: number;
  readonly weightGrams?: number;
  readonly lengthCm?: number;
  readonly widthCm?: number;
  readonly heightCm?: number;
};

/** Where a shipment goes, from where; what is not known is absent. */
export type PlainWay = {
  readonly origin: string;
  readonly distanceKm?: number;
  readonly countryCode?: string;
  readonly postalCode?: string;
};

/** What a card asks for all items in one shipment; undefined: it has no rate for it. */
export function plainCardRate(
  card: RateCard,
  items: readonly PlainItem[],
  way: PlainWay,
): { priceMinor: number; transitDays: number } | undefined {
  const { weightGramsMax = 0, volumeCm3Max = 0, longestSideCmMax = 0 } = card.parcelLimits ?? {};
  const divisor = card.volumetricDivisorCm3PerKg ?? 0;
  let grams = 0;
  let volume = 0;
  for (const item of items) {
    const unit = item.weightGrams ?? card.defaultUnitWeightGrams;
    if (unit === undefined || (weightGramsMax > 0 && unit > weightGramsMax)) return undefined;
    grams += item.quantity * unit;
    if (divisor === 0 && volumeCm3Max === 0 && longestSideCmMax === 0) continue;
    const sides = [item.lengthCm, item.widthCm, item.heightCm];
    if (sides.includes(undefined)) return undefined;
    const [length, width, height] = sides as number[];
    if (longestSideCmMax > 0 && Math.max(length, width, height) > longestSideCmMax)
      return undefined;
    if (volumeCm3Max > 0 && length * width * height > volumeCm3Max) return undefined;
    volume += item.quantity * length * width * height;
  }
  const parcels = Math.max(
    1,
    weightGramsMax > 0 ? Math.ceil(grams / weightGramsMax) : 0,
    volumeCm3Max > 0 ? Math.ceil(volume / volumeCm3Max) : 0,
  );
  const billed = Math.max(grams, divisor > 0 ? (volume / divisor) * 1000 : 0) / parcels;
  const band = card.weightBandsGrams.findIndex((end) => billed <= end);
  const zone = card.zones.find((each) => fitsZone(each, way));
  if (band < 0 || zone === undefined) return undefined;
  return { priceMinor: parcels * zone.priceMinor[band], transitDays: zone.transitDays ?? 0 };
}

function fitsZone(zone: RateCard['zones'][number], way: PlainWay): boolean {
  const { distanceKmMax, countryCodes = [], postalPrefixes = [], originLocationCodes = [] } = zone;
  const isNear = distanceKmMax === undefined || (way.distanceKm ?? Infinity) <= distanceKmMax;
  const country = (way.countryCode ?? '').trim().toLowerCase();
  const isThere =
    countryCodes.length === 0 ||
    (country !== '' && countryCodes.some((code) => code.trim().toLowerCase() === country));
  const postal = (way.postalCode ?? '').trim().toUpperCase();
  const begins = (prefix: string) => postal.startsWith(prefix.trim().toUpperCase());
  const isPostal = postalPrefixes.length === 0 || (postal !== '' && postalPrefixes.some(begins));
  const isOrigin = originLocationCodes.length === 0 || originLocationCodes.includes(way.origin);
  return isNear && isThere && isPostal && isOrigin;
}
