// What stock and locations does a bench decide on? Made by seed, straight into the shared columns,
// without a store. A network is made of regions that are alike and share nothing, so that a network
// ten times as large holds the small one to the row, and its other orders are no different in kind.

import { bytesOf } from '../../src/base/text.js';
import { emptyPostalTable } from '../../src/columns/empty.js';
import type { LocationTable } from '../../src/columns/locations.js';
import { PRODUCT_KIND, ROW_FIELDS, ROW_FLAG, type StockColumns } from '../../src/columns/stock.js';
import { StockWriter } from '../../src/columns/stock-writer.js';
import { sharedDoubles } from '../../src/columns/stock.js';
import type { TenantView } from '../../src/columns/views.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { between, deckOf, draw, type Random, randomOf } from '../../src/cli/replay/random.js';
import { buildLocationTable } from '../../src/stores/location-table.js';

/** How large a network is. */
export type NetworkShape = {
  readonly seed: number;
  readonly regions: number;
  readonly locationsPerRegion: number;
  readonly productsPerRegion: number;
  /** Every product has exactly so many rows. */
  readonly rowsPerProduct: number;
  /** The segment of all rows; absent: untagged stock that is there. */
  readonly segment?: StockSegment;
};

/** A segment: one tag, or a time to come in epoch milliseconds, or both. */
export type StockSegment = {
  readonly tag?: readonly [key: string, value: string];
  readonly futureEpochMs?: number;
};

/** A network in memory. */
export type Network = {
  readonly shape: NetworkShape;
  readonly documents: readonly LocationDocument[];
  readonly table: LocationTable;
  readonly stock: StockColumns;
  readonly view: TenantView;
};

/** The first locations of a region are distribution centres, which carry nearly everything. */
export const HUBS_PER_REGION = 12;
const HUB_SHARE = 0.97;

const STATES = ['CA', 'TX', 'NY', 'FL', 'IL', 'OH', 'GA', 'WA', 'CO', 'AZ'] as const;

const PURPOSE = { locations: 1, rows: 2 } as const;

/** Makes a network. */
export function makeNetwork(shape: NetworkShape): Network {
  const documents = makeLocations(shape);
  const postal = emptyPostalTable();
  const table = buildLocationTable(documents, 1, postal);
  const stock = makeStock(shape);
  const counters = sharedDoubles(1);
  const view = { tenantId: '1', number: 1, stock, locations: table, postal, holds: [], counters };
  return { shape, documents, table, stock, view };
}

/** The code of a location. */
export function locationCode(location: number): string {
  return `L${String(location).padStart(6, '0')}`;
}

/** The sku of a product. */
export function skuOf(product: number): string {
  return `S${String(product).padStart(8, '0')}`;
}

/** A latitude of the contiguous United States, near enough. */
export function randomLatitude(random: Random): number {
  return 30 + random() * 18;
}

/** A longitude of the contiguous United States, near enough. */
export function randomLongitude(random: Random): number {
  return -120 + random() * 45;
}

/** A state. */
export function randomState(random: Random): string {
  return STATES[between(random, 0, STATES.length - 1)];
}

function makeLocations(shape: NetworkShape): LocationDocument[] {
  const documents: LocationDocument[] = [];
  for (let region = 0; region < shape.regions; region++) {
    const random = randomOf(shape.seed + region, PURPOSE.locations);
    for (let i = 0; i < shape.locationsPerRegion; i++) {
      documents.push({
        code: locationCode(documents.length),
        name: `Location ${documents.length}`,
        state: randomState(random),
        countryCode: 'US',
        addressType: 'STORE',
        coordinates: { latitude: randomLatitude(random), longitude: randomLongitude(random) },
        wmsEnabled: true,
        transferEnabled: true,
        pickup: true,
        consolidationEnabled: i < HUBS_PER_REGION,
      });
    }
  }
  return documents;
}

function makeStock(shape: NetworkShape): StockColumns {
  const productCount = shape.regions * shape.productsPerRegion;
  const writer = new StockWriter({
    productCapacity: productCount,
    rowCapacity: productCount * shape.rowsPerProduct,
  });
  const deck = deckOf(shape.locationsPerRegion);
  const segment = segmentOf(writer, shape.segment);
  const row = new Int32Array(ROW_FIELDS.length);
  for (let region = 0; region < shape.regions; region++) {
    const random = randomOf(shape.seed + region, PURPOSE.rows);
    for (let i = 0; i < shape.productsPerRegion; i++) {
      const product = writer.addProduct();
      writer.addCode(PRODUCT_KIND.sku, bytesOf(skuOf(product)), product);
      for (const place of placesOf(random, deck, shape.rowsPerProduct)) {
        fillRow(random, row, region * shape.locationsPerRegion + place, place < HUBS_PER_REGION);
        row[ROW_FIELDS.indexOf('segment')] = segment;
        writer.appendRow(product, row);
      }
    }
  }
  return writer.columns;
}

function segmentOf({ names }: StockWriter, segment: StockSegment | undefined): number {
  if (segment === undefined) return 0;
  const { tag, futureEpochMs = Number.NaN } = segment;
  const tags = tag === undefined ? [] : [{ key: bytesOf(tag[0]), value: bytesOf(tag[1]) }];
  return names.addSegment(tags, futureEpochMs);
}

/** The places of a product in its region, ascending: the hubs that have it and some others. */
function placesOf(random: Random, deck: Uint32Array, count: number): Uint32Array {
  const places = new Uint32Array(count);
  let filled = 0;
  for (let hub = 0; hub < HUBS_PER_REGION && filled < count; hub++) {
    if (random() < HUB_SHARE) places[filled++] = hub;
  }
  const drawn = draw(random, deck, Math.min(deck.length, count + HUBS_PER_REGION));
  for (let i = 0; i < drawn.length && filled < count; i++) {
    if (drawn[i] >= HUBS_PER_REGION) places[filled++] = drawn[i];
  }
  if (filled < count) throw new Error('a product has more rows than a region has locations');
  return places.sort();
}

/** Fills the values of a row in the order of the columns: 2 % blocked, 3 % sold out. */
function fillRow(random: Random, row: Int32Array, location: number, isHub: boolean): void {
  const chance = random();
  const onHand = isHub ? between(random, 100, 900) : between(random, 3, 40);
  row.fill(0);
  row[ROW_FIELDS.indexOf('location')] = location;
  row[ROW_FIELDS.indexOf('onHand')] = chance < 0.03 ? 0 : onHand;
  row[ROW_FIELDS.indexOf('allocated')] = between(random, 0, 2);
  row[ROW_FIELDS.indexOf('safetyStock')] = between(random, 0, 1);
  row[ROW_FIELDS.indexOf('ltd')] = between(random, 0, 100);
  row[ROW_FIELDS.indexOf('flags')] = ROW_FLAG.hasLtd | (chance > 0.98 ? ROW_FLAG.blocked : 0);
  row[ROW_FIELDS.indexOf('version')] = 1;
}
