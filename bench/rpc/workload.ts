// Which network, rules and orders is the server measured on? Seeded: every run asks the same.

import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import { KM_PER_MILE } from '../../src/base/units.js';
import type { InventoryUpdate } from '../../src/stores/store.js';

/** What an order asks for. */
export type Workload = {
  readonly name: string;
  readonly lineCount: number;
  /** Stock rows that the order's products have together. */
  readonly rowCount: number;
  /** What the server's CPU may cost over the echo's; the design's bar. */
  readonly bar: number;
};

/** What the products of the workloads are known by. */
export const PRODUCTS_BY = 'PRODUCT_IDENTIFIER_MAPPING_SKU_ONLY';

/** The two orders of the design's table. */
export const WORKLOADS: readonly Workload[] = [
  { name: '2 lines x 200 rows', lineCount: 2, rowCount: 200, bar: 1.35 },
  { name: '5 lines x 1,000 rows', lineCount: 5, rowCount: 1000, bar: 1.6 },
];

/** An order that keeps a worker busy for longer than the network takes to bring the next one. */
export const LONG_WORKLOAD: Workload = {
  name: '20 lines x 8,000 rows',
  lineCount: 20,
  rowCount: 8000,
  bar: Infinity,
};

const LOCATION_COUNT = 400;

/** How far an order is shipped at most. */
export const REACH_KM = 1500 * KM_PER_MILE;

/** A spread of numbers that is the same in every run. */
function spread(index: number, modulus: number): number {
  return (Math.imul(index + 1, 0x9e3779b1) >>> 0) % modulus;
}

/** Locations all over the continental United States. */
export function benchLocations(): LocationDocument[] {
  return Array.from({ length: LOCATION_COUNT }, (_, index) => ({
    code: `LOC-${String(index).padStart(4, '0')}`,
    name: `Location ${index}`,
    state: ['CA', 'TX', 'NY', 'OH'][index % 4],
    countryCode: 'US',
    coordinates: {
      latitude: 30 + spread(index, 1500) / 100,
      longitude: -120 + spread(index + 7919, 4000) / 100,
    },
  }));
}

/** Stock for the lines of a workload: each product at its share of the locations. */
export function benchInventory(workload: Workload): InventoryUpdate[] {
  const rowsPerProduct = workload.rowCount / workload.lineCount;
  return Array.from({ length: workload.rowCount }, (_, row) => ({
    product: { sku: productCode(workload, Math.floor(row / rowsPerProduct)) },
    locationCode: `LOC-${String(((row % rowsPerProduct) * 7) % LOCATION_COUNT).padStart(4, '0')}`,
    onHand: 1 + spread(row, 40),
    ltd: spread(row, 100),
  }));
}

/** The sku of a workload's product. */
function productCode(workload: Workload, line: number): string {
  return `0${workload.lineCount}${String(line).padStart(10, '0')}`;
}

/** Rules of the usual kind: near locations first, then all, split where it must be. */
export const BENCH_CONFIGURATION: ConfigurationDocument = {
  filters: [
    {
      name: 'near',
      attribute: 'location.distance',
      operator: 'FILTER_OPERATOR_LESS_THAN',
      customValue: { stringValue: '1500' },
    },
    {
      name: 'not in Ohio',
      attribute: 'location.state',
      operator: 'FILTER_OPERATOR_NOT_EQUAL',
      customValue: { stringValue: 'OH' },
    },
  ],
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      isDefaultGroup: true,
      filters: ['near', 'not in Ohio'],
      sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
      afterActionPartial: {
        action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
        restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
      },
    },
  ],
};

/** The JSON form of the order of a workload. */
export function benchOrder(workload: Workload): object {
  return {
    orderId: 'bench-order-000001',
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    totalMinor: 12_900,
    shippingAddress: {
      city: 'Denver',
      state: 'CO',
      countryCode: 'US',
      postalCode: '80202',
      coordinates: { latitude: 39.75, longitude: -104.99 },
    },
    items: Array.from({ length: workload.lineCount }, (_, line) => ({
      orderItemId: line + 1,
      sku: productCode(workload, line),
      quantity: 1 + (line % 3),
      backorderable: true,
    })),
  };
}
