// What the callers of the fault tests sell: a few products at three locations, so few units that
// they run out now and then.

import type { TestClient } from '../../rpc/support/client.js';

/** The locations, the preferred one first. */
export const CODES = ['L1', 'L2', 'L3'] as const;

/** The products. */
export const PRODUCTS = ['A', 'B', 'C', 'D', 'E'].map((upc) => ({ upc }));

/** Units of each product at each location. */
export const UNITS = 8;

const ACTION = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY' };
const CONFIGURATION = {
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      locations: CODES.map((locationCode) => ({ locationCode })),
      sorts: [{ type: 'SORT_TYPE_RANK' }],
      afterActionPartial: ACTION,
      afterActionNone: ACTION,
    },
  ],
};

/** Makes the locations, the rules and the first stock of a tenant. */
export async function openShop(client: TestClient, tenant: string): Promise<void> {
  const options = { headers: { 'x-tenant-id': tenant } };
  const locations = CODES.map((code) => ({ code, name: code, countryCode: 'US' }));
  await client.call('LocationService.BatchUpsertLocations', { locations }, options);
  const configuration = CONFIGURATION;
  await client.call('ConfigurationService.ApplyConfiguration', { configuration }, options);
  const updates = PRODUCTS.flatMap((product) => {
    return CODES.map((locationCode) => ({ product, locationCode, onHand: UNITS }));
  });
  await client.call('InventoryService.BatchUpsertInventory', { updates }, options);
}

/** An order that is routed again and again. */
export const ORDER = {
  orderId: 'routed',
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  items: [{ upc: 'A', quantity: 1 }],
  totalMinor: 100,
};
