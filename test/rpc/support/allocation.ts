// Orders that are allocated over a real server, in few words: a network of one group by rank that
// splits quantities and lets the rest wait, and what an allocation says in a line.

import type { Decoded, TestClient } from './client.js';

/** The codes of the network, the preferred one first. */
const CODES = ['L1', 'L2', 'L3'] as const;

const ACTION = { action: 'FAILOVER_ACTION_QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY' };

/** The rules of the allocation vectors. */
const CONFIGURATION = {
  routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      locations: CODES.map((locationCode, i) => ({ locationCode, rank: i + 1 })),
      sorts: [{ type: 'SORT_TYPE_RANK' }],
      afterActionPartial: ACTION,
      afterActionNone: ACTION,
    },
  ],
};

/** Makes the locations and the rules. */
export async function loadAllocationNetwork(client: TestClient): Promise<void> {
  const locations = CODES.map((code) => ({ code, name: code, countryCode: 'US' }));
  await client.call('LocationService.BatchUpsertLocations', { locations });
  await client.call('ConfigurationService.ApplyConfiguration', { configuration: CONFIGURATION });
}

/** Counts of a row that are set. */
export type Counts = { readonly onHand: number; readonly safetyStock?: number };

/** Stock, holds and orders of products by upc, each product of one test. */
export class Shop {
  private readonly client: TestClient;

  constructor(client: TestClient) {
    this.client = client;
  }

  /** Calls a method of the allocation service. */
  allocation(method: string, request: object): Promise<Decoded> {
    return this.client.call(`AllocationService.${method}`, request);
  }

  /** Sets the counts of a product, by location. */
  async stock(upc: string, counts: Readonly<Record<string, Counts>>): Promise<void> {
    const updates = Object.entries(counts).map(([locationCode, row]) => {
      return { product: { upc }, locationCode, ...row };
    });
    await this.client.call('InventoryService.BatchUpsertInventory', { updates });
  }

  /** Holds units at a location; answers the hold's id. */
  async hold(upc: string, locationCode: string, quantity: number, orderId = ''): Promise<string> {
    const lines = [{ product: { upc }, locationCode, quantity }];
    const { hold } = await this.allocation('HoldInventory', { orderId, lines });
    return hold.holdId;
  }

  /** The row of a product at a location. */
  async row(upc: string, locationCode = 'L1'): Promise<Decoded> {
    const answer = await this.client.call('InventoryService.GetInventory', { product: { upc } });
    return answer.rows.find((row: Decoded) => row.locationCode === locationCode);
  }

  /** The rows of a product and their sequence: equal where nothing was written. */
  inventory(upc: string): Promise<Decoded> {
    return this.client.call('InventoryService.GetInventory', { product: { upc } });
  }

  /** Allocates an order; `rest` are other fields of the request. */
  async allocate(order: object, rest: object = {}): Promise<Decoded> {
    return (await this.allocation('AllocateOrder', { order, ...rest })).allocation;
  }

  /** What an order has. */
  async has(orderId: string): Promise<string> {
    const { allocation } = await this.allocation('GetAllocation', { orderId });
    return told(allocation);
  }

  /** What an order has, once it is `wanted`; else what it has after two seconds. */
  async comesTo(orderId: string, wanted: string): Promise<string> {
    const endMs = Date.now() + 2000;
    for (;;) {
      const found = await this.has(orderId);
      if (found === wanted || Date.now() > endMs) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** An order for units of products by upc; lines may wait. */
export function orderOf(
  orderId: string,
  lines: readonly (readonly [upc: string, quantity: number])[],
): object {
  return {
    orderId,
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    items: lines.map(([upc, quantity]) => ({ upc, quantity, backorderable: true })),
    shippingAddress: { countryCode: 'US' },
    totalMinor: 1000,
  };
}

/** The status and the lines of an allocation: `PARTIALLY_ALLOCATED: L1 3, backordered 2`. */
export function told({ status, lines }: Decoded): string {
  const texts = lines.map((line: Decoded) => {
    const units = line.assignments.map(({ locationCode, quantity, shipped }: Decoded) => {
      return `${locationCode} ${quantity}${shipped > 0 ? ` (${shipped} shipped)` : ''}`;
    });
    for (const fate of ['backordered', 'cancelled', 'customerCare', 'offered', 'released']) {
      if (line[fate] > 0) units.push(`${fate} ${line[fate]}`);
    }
    return units.join(', ');
  });
  return `${status.slice('ALLOCATION_STATUS_'.length)}: ${texts.join('; ')}`;
}
