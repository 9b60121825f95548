// A network to replay orders on: from a CSV file, or made by seed in the same shape.

import { CsvSplitter } from '../csv.js';
import { refusedInput } from '../failure.js';
import { readPieces } from '../source.js';
import { SAMPLE_STORES, SAMPLE_WAREHOUSES } from '../sample/locations.js';
import { between, normal, type Random, randomOf } from './random.js';

/** A location of a replay. Kinds other than distribution_center are stores of some sort. */
export type ReplayLocation = {
  readonly code: string;
  readonly kind: string;
  readonly city: string;
  readonly state: string;
  readonly countryCode: string;
  readonly latitude: number;
  readonly longitude: number;
};

/** The kind whose locations make the first group. */
export const DISTRIBUTION_CENTER = 'distribution_center';

/** The shape of the real network: how many locations of each kind. */
const GENERATED_KINDS: readonly (readonly [kind: string, prefix: string, count: number])[] = [
  [DISTRIBUTION_CENTER, 'DC', 78],
  ['supercenter', 'SC', 1977],
  ['store', 'ST', 1196],
];

const COLUMNS = [
  'location_code',
  'kind',
  'city',
  'state',
  'country_code',
  'latitude',
  'longitude',
] as const;

/**
 * Reads a network: CSV with at least the columns of COLUMNS. Throws CliFailure with the line at
 * fault.
 */
export async function readNetwork(path: string): Promise<ReplayLocation[]> {
  const splitter = new CsvSplitter();
  const rows = [];
  for await (const { text } of readPieces(path)) rows.push(...splitter.push(text));
  rows.push(...splitter.end());
  const names = rows[0]?.fields ?? [];
  const places = COLUMNS.map((name) => names.indexOf(name));
  const missing = COLUMNS.filter((_, i) => places[i] === -1);
  if (missing.length > 0) {
    throw refusedInput(`${path}: columns are missing: ${missing.join(', ')}`, []);
  }
  return rows.slice(1).map(({ line, fields, problem }) => {
    const [code, kind, city, state, countryCode, latitude, longitude] = places.map(
      (place) => fields[place] ?? '',
    );
    const location = {
      code,
      kind,
      city,
      state,
      countryCode,
      latitude: latitude === '' ? Number.NaN : Number(latitude),
      longitude: longitude === '' ? Number.NaN : Number(longitude),
    };
    const isPlaced = Math.abs(location.latitude) <= 90 && Math.abs(location.longitude) <= 180;
    if (problem !== undefined || code === '' || !isPlaced) {
      throw refusedInput(`${path}:${line}: ${problem ?? 'needs a code and a place'}`, []);
    }
    return location;
  });
}

/** A network of the real one's size: locations scattered around the cities of the sample. */
export function generateNetwork(seed: number): ReplayLocation[] {
  const random = randomOf(seed, 1);
  return GENERATED_KINDS.flatMap(([kind, prefix, count]) =>
    Array.from({ length: count }, (_, i) =>
      scattered(random, `${prefix}${String(i + 1).padStart(4, '0')}`, kind),
    ),
  );
}

const CITIES = [...SAMPLE_WAREHOUSES, ...SAMPLE_STORES];
/** Degrees of latitude; most locations lie within a day's drive of a big city. */
const SCATTER_DEGREES = 1.5;

function scattered(random: Random, code: string, kind: string): ReplayLocation {
  const city = CITIES[between(random, 0, CITIES.length - 1)];
  return {
    code,
    kind,
    city: city.city ?? '',
    state: city.state ?? '',
    countryCode: 'US',
    latitude: (city.coordinates?.latitude ?? 0) + normal(random) * SCATTER_DEGREES,
    longitude: (city.coordinates?.longitude ?? 0) + normal(random) * SCATTER_DEGREES,
  };
}

/** Every n-th location of each kind: a small network of the same shape. */
export function thinned(locations: readonly ReplayLocation[], step: number): ReplayLocation[] {
  const counts = new Map<string, number>();
  return locations.filter(({ kind }) => {
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return count % step === 0;
  });
}
