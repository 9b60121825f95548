// The sample's rules: warehouses first, then stores near by, and a list of what stores do not ship.

import type { ConfigurationDocument } from '../../configuration/document.js';
import { SAMPLE_STORES, SAMPLE_WAREHOUSES } from './locations.js';

const ROUTE = 'Ship to home';

/** Two groups of one route; a split looks in both. */
export const SAMPLE_CONFIGURATION: ConfigurationDocument = {
  settings: { defaultStateChange: 'STATE_CHANGE_CUSTOMER_CARE', currencyCode: 'USD' },
  dataLists: [
    {
      name: 'Warehouse only',
      type: 'DATA_LIST_TYPE_STRING',
      notes: 'Too bulky for the back room of a store',
      entries: [{ stringValue: 'TABLE-OAK' }, { stringValue: 'LAMP-FLOOR' }],
    },
  ],
  filters: [
    {
      name: 'Within 1,500 miles',
      attribute: 'location.distance',
      operator: 'FILTER_OPERATOR_LESS_THAN',
      customValue: { stringValue: '1500', unit: 'MEASURE_UNIT_MI' },
    },
    {
      name: 'Stores may ship it',
      attribute: 'item.sku',
      operator: 'FILTER_OPERATOR_NOT_IN',
      dataList: 'Warehouse only',
    },
  ],
  locationGroups: [
    {
      name: 'Warehouses',
      route: ROUTE,
      rank: 1,
      locations: SAMPLE_WAREHOUSES.map(({ code }) => ({ locationCode: code })),
      sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
    },
    {
      name: 'Stores',
      route: ROUTE,
      rank: 2,
      locations: SAMPLE_STORES.map(({ code }) => ({ locationCode: code })),
      filters: ['Within 1,500 miles', 'Stores may ship it'],
      sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
      afterActionPartial: {
        action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
        restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
      },
      afterActionNone: {
        action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY',
        restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
      },
    },
  ],
  routes: [
    {
      name: ROUTE,
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS',
    },
  ],
};

/**
 * An order for the sample: a rug that only stores have, things of warehouses, and more clocks than
 * there are.
 */
export const SAMPLE_ORDER = {
  orderId: 'sample-1',
  orderType: 'DIRECTSHIP',
  totalMinor: 21900,
  shippingAddress: { city: 'Chicago', state: 'IL', countryCode: 'US', postalCode: '60601' },
  items: [
    { sku: 'MUG-BLUE', quantity: 4 },
    { sku: 'TABLE-OAK', quantity: 1 },
    { sku: 'RUG-WOOL', quantity: 1 },
    { sku: 'CLOCK-WALL', quantity: 25, backorderable: true },
  ],
};
