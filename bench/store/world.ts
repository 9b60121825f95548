// Which stock, rules and orders are allocated? Seeded: every run asks the same. Stock is so plenty
// that no order waits: what is measured is allocating, and not running out.

import { Engine } from '../../src/engine/engine.js';
import { between, randomOf } from '../../src/cli/replay/random.js';
import type { AllocationAsk, Plan } from '../../src/stores/allocation.js';
import type { StorePlace } from '../../src/stores/messages.js';
import type { InventoryUpdate } from '../../src/stores/store.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { encodeMessage } from '../../test/support/engine/protos.js';
import { BENCH_CONFIGURATION, benchLocations } from '../rpc/workload.js';

/** Lines of an order. */
const LINE_COUNT = 5;
/** Stock rows of a product: those of an order have 1,000 together. */
const ROWS_PER_PRODUCT = 200;
const PRODUCT_COUNT = 100;
const UNITS_ON_HAND = 100_000_000;
/** Locations of `stockLocations`. */
const LOCATION_COUNT = 500;

/** The tenant and the site of the bench. */
export const SCOPE = { tenantId: '1', siteId: '1' };

/** Degrees; orders go to one of them. */
const CITIES = [
  [39.75, -104.99],
  [34.05, -118.24],
  [41.88, -87.63],
  [40.71, -74.01],
  [29.76, -95.37],
  [33.75, -84.39],
] as const;

/** An order: its JSON form, and its lines. */
export type BenchOrder = {
  readonly json: object;
  readonly lines: readonly { readonly upc: string; readonly quantity: number }[];
};

/** The order of a number; `prefix` keeps orders of several runs apart. */
export function orderOf(prefix: string, number: number): BenchOrder {
  const random = randomOf(number, 1);
  const products = new Set<number>();
  while (products.size < LINE_COUNT) products.add(between(random, 0, PRODUCT_COUNT - 1));
  const lines = [...products].map((product, line) => {
    return { upc: upcOf(product), quantity: 1 + (line % 3) };
  });
  const [latitude, longitude] = CITIES[between(random, 0, CITIES.length - 1)];
  const json = {
    orderId: `${prefix}-${number}`,
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    totalMinor: 12_900,
    shippingAddress: { countryCode: 'US', coordinates: { latitude, longitude } },
    items: lines.map((line) => ({ ...line, backorderable: true })),
  };
  return { json, lines };
}

/** Units of an order. */
export function unitsOf({ lines }: Pick<BenchOrder | AllocationAsk, 'lines'>): number {
  return (lines as BenchOrder['lines']).reduce((sum, { quantity }) => sum + quantity, 0);
}

/** The same as a store is asked, with a plan that serves all of it from one location. */
export function preparedOf(prefix: string, number: number): { ask: AllocationAsk; plan: Plan } {
  const { json, lines } = orderOf(prefix, number);
  const asked = lines.map(({ upc, quantity }, i) => {
    return { orderItemId: i + 1, quantity, upc, sku: '', partNumber: '', tags: {} };
  });
  const ask: AllocationAsk = {
    orderId: `${prefix}-${number}`,
    digest: `${prefix}-${number}`,
    request: Buffer.from(encodeMessage('SuggestRoutingRequest', json)).toString('base64'),
    lines: asked,
    totalMinor: 12_900,
    holdId: '',
    isStrict: false,
    isBackorderAllowed: true,
    locationsMax: 0,
    priority: 'NORMAL',
    decision: '',
    isDecisionFinal: false,
  };
  const locationCode = codeOf(number % ROWS_PER_PRODUCT);
  const units = asked.map(({ orderItemId, quantity }) => {
    return { orderItemId, quantity, locationCode, route: 0, transferToLocationCode: '' };
  });
  return { ask, plan: { units, unserved: [], suggestionId: 0 } };
}

/** Products and their rows. */
export type StockShape = {
  readonly products: number;
  readonly rowsPerProduct: number;
  /** The number of the first product. */
  readonly first: number;
};

/** Locations for products of up to 500 rows. */
export function stockLocations(): LocationDocument[] {
  const some = benchLocations();
  return Array.from({ length: LOCATION_COUNT }, (_, location) => {
    return { ...some[location % some.length], code: codeAt(location) };
  });
}

/** What sets the rows of a shape. */
export function stockUpdates({ products, rowsPerProduct, first }: StockShape): InventoryUpdate[] {
  const updates: InventoryUpdate[] = [];
  for (let product = first; product < first + products; product++) {
    const key = { upc: upcOf(product) };
    // The rows of a product are spread over the locations, each product beginning elsewhere.
    const step = Math.max(1, Math.floor(LOCATION_COUNT / rowsPerProduct));
    for (let row = 0; row < rowsPerProduct; row++) {
      const location = (product + row * step) % LOCATION_COUNT;
      updates.push({ product: key, locationCode: codeAt(location), onHand: 1 + (row % 40) });
    }
  }
  return updates;
}

/** Fills the store of a place. */
export async function fillStore(place: StorePlace): Promise<void> {
  const engine = await Engine.open({ ...place, workerCount: 1 });
  await engine.store.upsertLocations('1', benchLocations());
  for (let product = 0; product < PRODUCT_COUNT; product++) {
    const updates = Array.from({ length: ROWS_PER_PRODUCT }, (_, row): InventoryUpdate => {
      return { product: { upc: upcOf(product) }, locationCode: codeOf(row), onHand: UNITS_ON_HAND };
    });
    await engine.store.upsertInventory('1', updates, true);
  }
  await engine.store.applyConfiguration(SCOPE, BENCH_CONFIGURATION, '', false);
  await engine.close();
}

/**
 * Fails unless what orders have is what the ledger says and what was answered: `orders` and `units`
 * were.
 */
export async function checkStore(place: StorePlace, orders: number, units: number): Promise<void> {
  const { store, close } = await opened(place);
  let inRows = 0;
  for (let product = 0; product < PRODUCT_COUNT; product++) {
    const { rows } = await store.getInventory('1', { upc: upcOf(product) });
    for (const { allocated } of rows) inRows += allocated;
  }
  let inLedger = 0;
  for await (const { before, after } of all((token) => store.listLedger('1', {}, 1000, token))) {
    inLedger += (after?.allocated ?? 0) - (before?.allocated ?? 0);
  }
  let inOrders = 0;
  let orderCount = 0;
  const everywhere = { locationCode: '' };
  const page = (token: string) => store.listAllocations('1', everywhere, 1000, token);
  for await (const { lines } of all(page)) {
    orderCount++;
    for (const { assignments } of lines) for (const one of assignments) inOrders += one.quantity;
  }
  await close();
  const found = [orderCount, inRows, inLedger, inOrders].join(', ');
  if (found !== [orders, units, units, units].join(', ')) {
    throw new Error(`orders, units in rows, ledger, orders: ${found}, not ${orders} of ${units}`);
  }
}

async function opened(place: StorePlace) {
  const engine = await Engine.open({ ...place, workerCount: 1 });
  return { store: engine.store, close: () => engine.close() };
}

async function* all<T>(
  read: (token: string) => Promise<{ items: readonly T[]; nextPageToken: string }>,
): AsyncGenerator<T> {
  let token = '';
  do {
    const page = await read(token);
    yield* page.items;
    token = page.nextPageToken;
  } while (token !== '');
}

function upcOf(product: number): string {
  return `09${String(product).padStart(10, '0')}`;
}

/** Rows are at every other location. */
function codeOf(row: number): string {
  return codeAt(row * 2);
}

function codeAt(location: number): string {
  return `LOC-${String(location).padStart(4, '0')}`;
}
