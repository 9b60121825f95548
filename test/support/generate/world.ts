// Which small but nasty networks, stocks and configurations should engine and model agree on?
// Must not know: how either of them decides.

import type {
  Coordinates,
  FullLocation,
  Hold,
  InventoryUpdate,
  Location,
  ModelWorld,
  PostalCode,
  ProductKey,
} from '../model/messages.js';
import { randomConfiguration } from './configuration.js';
import { randomExtensible, randomStockAttributes } from './extensible.js';
import { randomHolds } from './holds.js';
import { addLimits } from './limits.js';
import type { Rng } from './random.js';
import { createRng } from './random.js';
import type { Product } from './vocabulary.js';
import {
  ADDRESS_TYPES,
  FUTURE_TIMES,
  LOCATION_NAMES,
  messy,
  messyPostal,
  SEGMENTS,
  STOCK_ATTRIBUTES,
  TOWNS,
} from './vocabulary.js';

/** A world and the products that its orders ask for. */
export interface GeneratedWorld extends ModelWorld {
  products: Product[];
  /** Whether much of the stock is tagged, and whether some is yet to come. */
  hasTags: boolean;
  hasFuture: boolean;
  holds: Hold[];
  full: FullLocation[];
  /** Whether little stands in the way of splits, and stock is short: most orders are split. */
  isTight: boolean;
}

/** Sizes that are fixed and not drawn. */
export interface WorldOptions {
  locationCount?: number;
  productCount?: number;
  isTight?: boolean;
}

/** Makes a world; equal seeds and options make equal worlds. */
export function randomWorld(seed: number, options: WorldOptions = {}): GeneratedWorld {
  const rng = createRng(seed);
  const isTight = options.isTight ?? rng.chance(0.3);
  const most = isTight ? 8 : rng.chance(0.3) ? 40 : 12;
  const locationCount = options.locationCount ?? rng.integer(3, most);
  const productCount = options.productCount ?? rng.integer(2, isTight ? 3 : 15);
  const locations = randomLocations(rng, locationCount);
  if (isTight) for (const location of locations) openUp(location);
  const products = randomProducts(rng, productCount);
  const codes = locations.map((location) => location.code);
  const isPlain = isTight || rng.chance(0.2);
  const hasTags = rng.chance(isTight ? 0.1 : 0.3);
  const hasFuture = rng.chance(0.4);
  const profile = isTight ? { density: 0.75, most: rng.integer(1, 4) } : rng.pick(STOCK_PROFILES);
  const inventory = randomInventory(rng, codes, products, { ...profile, hasTags, hasFuture });
  const postalCodes = randomPostalCodes(rng);
  const configuration = randomConfiguration(rng, codes, codesOf(products), isPlain);
  const { locationGroups = [] } = configuration;
  return {
    locations,
    products,
    hasTags,
    hasFuture,
    isTight,
    inventory,
    holds: randomHolds(createRng(seed + 7_000_000), inventory),
    full: addLimits(createRng(seed + 8_000_000), locationGroups, codes),
    postalCodes,
    configuration,
  };
}

/** The codes of all namespaces, each once. */
function codesOf(products: Product[]): string[] {
  const all = products.flatMap((product) => product.keys.flatMap((key) => Object.values(key)));
  return [...new Set(all as string[])];
}

/** Codes whose order differs by case, by length, and between UTF-8 and UTF-16. */
function locationCode(index: number): string {
  const number = String(index + 1).padStart(2, '0');
  if (index % 11 === 5) return `l${number}`;
  if (index % 11 === 7) return `\u{1f600}${number}`;
  if (index % 11 === 8) return `\uff5a${number}`;
  if (index % 11 === 9) return 'L0';
  return `L${number}`;
}

function randomLocations(rng: Rng, count: number): Location[] {
  const locations: Location[] = [];
  const codes = new Set<string>();
  for (let index = 0; index < count; index++) {
    const wished = locationCode(index);
    const code = codes.has(wished) ? `${wished}-${index}` : wished;
    codes.add(code);
    const location = randomLocation(rng, code, locations);
    addTransferFlags(rng, location, index);
    locations.push(location);
  }
  return rng.sample(locations, locations.length);
}

function randomLocation(rng: Rng, code: string, earlier: Location[]): Location {
  const home = rng.pick(rng.chance(0.85) ? TOWNS.slice(0, 7) : TOWNS);
  const location: Location = { code };
  if (rng.chance(0.9)) location.name = messy(rng, rng.pick(LOCATION_NAMES));
  if (rng.chance(0.9)) location.city = messy(rng, home.city);
  if (rng.chance(0.9)) location.state = messy(rng, home.state);
  if (rng.chance(0.9)) location.countryCode = rng.chance(0.9) ? home.country : lower(home.country);
  if (rng.chance(0.8)) location.postalCode = messyPostal(rng, home.postal, home.country);
  if (rng.chance(0.8)) location.addressType = messy(rng, rng.pick(ADDRESS_TYPES));
  const coordinates = randomCoordinates(rng, home, earlier);
  if (coordinates !== undefined) location.coordinates = coordinates;
  if (rng.chance(0.3)) location.active = rng.chance(0.8);
  if (rng.chance(0.3)) location.directShip = rng.chance(0.7);
  if (rng.chance(0.7)) location.deliveryEnabled = rng.chance(0.8);
  if (rng.chance(0.3)) location.express = rng.chance(0.6);
  if (rng.chance(0.5)) location.wmsEnabled = rng.chance(0.5);
  if (rng.chance(0.5)) location.requiresManifest = rng.chance(0.5);
  const attributes = randomExtensible(rng);
  if (attributes !== undefined) location.attributes = attributes;
  // A hold is the groups' affair and express the pool's: both at once is what is hard.
  if (rng.chance(location.express === true ? 0.2 : 0.06)) location.onHold = true;
  return location;
}

/** Nothing but stock and groups keeps it from serving. */
function openUp(location: Location): void {
  delete location.active;
  delete location.directShip;
  delete location.onHold;
  delete location.express;
  location.deliveryEnabled = true;
  location.transferEnabled = true;
  location.countryCode = 'US';
}

/** What transfers, the shopper's store and consolidation read. */
function addTransferFlags(rng: Rng, location: Location, index: number): void {
  location.id = 501 + index;
  if (rng.chance(0.5)) location.externalStoreId = `store ${index % 2 === 0 ? index : -index}`;
  if (rng.chance(0.85)) location.transferEnabled = rng.chance(0.85);
  if (rng.chance(0.6)) location.pickup = rng.chance(0.8);
  if (rng.chance(0.4)) location.consolidationEnabled = rng.chance(0.85);
}

function lower(country: string): string {
  return country.toLowerCase();
}

/** None, half, those of an earlier location, or near the town. */
function randomCoordinates(
  rng: Rng,
  home: (typeof TOWNS)[number],
  earlier: Location[],
): Coordinates | undefined {
  const draw = rng.next();
  if (draw < 0.2) return undefined;
  if (draw < 0.25) return { latitude: home.lat };
  const known = earlier.filter((location) => location.coordinates !== undefined);
  if (draw < 0.5 && known.length > 0) {
    return { ...(rng.pick(known).coordinates as Coordinates) };
  }
  return { latitude: home.lat + rng.next() - 0.5, longitude: home.lon + rng.next() - 0.5 };
}

/** Towns that are not in the table have an unknown place. */
function randomPostalCodes(rng: Rng): PostalCode[] {
  return rng.sample(TOWNS, rng.integer(5, TOWNS.length)).map((town) => ({
    countryCode: rng.chance(0.8) ? town.country : lower(town.country),
    postalCode: messyPostal(rng, town.postal, town.country),
    coordinates: { latitude: town.lat, longitude: town.lon },
  }));
}

/** Codes repeat over the namespaces: `P1` as a upc and `P1` as a sku are different products. */
function randomProducts(rng: Rng, count: number): Product[] {
  const products: Product[] = [];
  for (let number = 1; number <= count; number++) {
    const keys: ProductKey[] = [
      { upc: number % 5 === 2 ? `P${number - 1}x` : `P${number}` },
      { sku: number % 4 === 1 ? `P${number + 1}` : `s-${number}` },
      { partNumber: `Part ${number}` },
    ];
    products.push({ keys: rng.sample(keys, rng.pick([1, 1, 2, 3])) });
  }
  return products;
}

interface StockProfile {
  /** Share of (product, location) pairs that have a row. */
  density: number;
  /** Units on hand are drawn from 0 to this. */
  most: number;
}

const STOCK_PROFILES: readonly StockProfile[] = [
  { density: 0.35, most: 4 },
  { density: 0.5, most: 5 },
  { density: 0.7, most: 3 },
  { density: 0.8, most: 12 },
  { density: 0.95, most: 30 },
];

function randomInventory(
  rng: Rng,
  codes: string[],
  products: Product[],
  profile: StockProfile & { hasTags: boolean; hasFuture: boolean },
): InventoryUpdate[] {
  const { hasTags, hasFuture } = profile;
  const rows: InventoryUpdate[] = [];
  for (const product of products) {
    for (const code of codes) {
      if (rng.chance(profile.density)) rows.push(randomRow(rng, product, code, profile));
      const taggedProfile = hasTags ? profile : { density: 1, most: 50 };
      const segments = rng.sample(SEGMENTS, rng.chance(hasTags ? 0.5 : 0.05) ? 1 : 0);
      if (hasTags && rng.chance(0.3)) segments.push(...rng.sample(SEGMENTS, 2));
      for (const segment of new Set(segments)) {
        rows.push({ ...randomRow(rng, product, code, taggedProfile), segment });
      }
      if (hasFuture) rows.push(...futureRows(rng, product, code, profile, hasTags));
    }
  }
  if (rows.length === 0) {
    rows.push(randomRow(rng, products[0], codes[0], profile));
  }
  return rng.sample(rows, rows.length);
}

/** None, one, or several times; where there are tags, now and then of a segment. */
function futureRows(
  rng: Rng,
  product: Product,
  code: string,
  profile: StockProfile,
  hasTags: boolean,
): InventoryUpdate[] {
  if (!rng.chance(0.6)) return [];
  const rows: InventoryUpdate[] = [];
  for (const futureEpochMs of rng.sample(FUTURE_TIMES, rng.pick([1, 1, 2, 3]))) {
    rows.push({ ...randomRow(rng, product, code, profile), futureEpochMs });
    if (!hasTags || !rng.chance(0.6)) continue;
    for (const segment of rng.sample(SEGMENTS, rng.integer(1, 2))) {
      rows.push({ ...randomRow(rng, product, code, profile), segment, futureEpochMs });
    }
  }
  return rows;
}

/** Every row names the product's first key, as the product or as an alias: any order loads. */
function randomRow(
  rng: Rng,
  product: Product,
  code: string,
  profile: StockProfile,
): InventoryUpdate {
  const [first, ...others] = product.keys as [ProductKey, ...ProductKey[]];
  const named = rng.chance(0.7) ? first : rng.pick(product.keys);
  const aliases = [...(named === first ? [] : [first]), ...rng.sample(others, rng.integer(0, 2))];
  const row: InventoryUpdate = {
    product: named,
    locationCode: code,
    onHand: rng.integer(rng.chance(0.2) ? 0 : 1, profile.most),
  };
  const distinct = aliases.filter((alias) => alias !== named);
  if (distinct.length > 0) row.aliases = distinct;
  if (rng.chance(0.15)) row.allocated = rng.integer(0, profile.most + 2);
  if (rng.chance(0.15)) row.safetyStock = rng.integer(0, 3);
  if (rng.chance(0.1)) row.inTransit = rng.integer(0, 9);
  if (rng.chance(0.6)) row.ltd = rng.pick([-4, 0, 1, 7, 30]);
  if (rng.chance(0.05)) row.blocked = true;
  if (rng.chance(0.03)) row.hasInfiniteInventory = true;
  if (rng.chance(0.6)) {
    row.attributes = rng
      .sample(STOCK_ATTRIBUTES, rng.integer(1, 3))
      .map((attribute) => messy(rng, attribute));
  }
  const extensibleAttributes = randomStockAttributes(rng, code);
  if (extensibleAttributes.length > 0) row.extensibleAttributes = extensibleAttributes;
  if (rng.chance(0.6)) row.excessThreshold = rng.integer(0, Math.ceil(profile.most / 2));
  return row;
}
