// TestRouting: what would be decided on other stock and under other rules, and that nothing of it
// stays.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { loadNetwork, type Running, startReal } from './support/engine.js';

const TEST = 'RoutingService.TestRouting';
const SUGGEST = 'RoutingService.SuggestRouting';

const ORDER = {
  orderId: 'trial',
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  totalMinor: 100,
  items: [{ upc: 'A', quantity: 2 }],
  shippingAddress: { city: 'Reno', coordinates: { latitude: 39.5, longitude: -119.8 } },
};

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

async function tried(request: object): Promise<Decoded> {
  const { response } = await client.call(TEST, { request: ORDER, ...request });
  return response;
}

const places = ({ decision }: Decoded) =>
  decision.assignments.map(({ locationCode, quantity }: Decoded) => `${locationCode}:${quantity}`);
const kinds = ({ suggestionLog }: Decoded): string[] =>
  suggestionLog.events.map(({ type }: Decoded) => type.replace('SUGGESTION_EVENT_TYPE_', ''));

describe('the stock of a test', () => {
  it('stands in place of the snapshot, and the log comes with it', async () => {
    const inventory = [{ product: { upc: 'A' }, locationCode: 'WEST', available: 2 }];
    const response = await tried({ inventory });
    expect(places(response)).toEqual(['WEST:2']);
    expect(response.suggestionLog.reproduced).toBe(true);
    expect(kinds(response).at(0)).toBe('NEW_REQUEST');
    expect(kinds(response)).toContain('FOUND_FULL_ORDER_LOCATION');
    expect(kinds(response).at(-1)).toBe('RESPONSE');
    const request = response.suggestionLog.events[0].request;
    expect(request.items).toHaveLength(1);
    expect(request.shippingAddress.city).toBe('');
  });

  it('is nothing where none is brought', async () => {
    const { decision } = await tried({});
    expect(decision.assignments).toEqual([]);
    expect(decision.stateChanges).toHaveLength(1);
    expect(decision.warnings.map(({ reason }: Decoded) => reason)).toEqual([
      'WARNING_REASON_UNKNOWN_PRODUCT',
    ]);
  });

  it('takes what is available as it is, and subtracts from counts', async () => {
    const counts = { onHand: 9, allocated: 5, safetyStock: 3 };
    const row = { product: { upc: 'A' }, locationCode: 'WEST', ...counts };
    expect(places(await tried({ inventory: [{ ...row, available: 2 }] }))).toEqual(['WEST:2']);
    expect(places(await tried({ inventory: [row] }))).toEqual([]);
    const short = await tried({ inventory: [{ ...row, available: -4 }] });
    expect(places(short)).toEqual([]);
    expect(short.decision.stateChanges[0].quantity).toBe(2);
  });

  it('leaves nothing behind', async () => {
    const inventory = [{ product: { upc: 'NEW' }, locationCode: 'WEST', available: 2 }];
    await tried({ inventory });
    const { productVersion, rows } = await client.call('InventoryService.GetInventory', {
      product: { upc: 'NEW' },
    });
    expect([productVersion, rows]).toEqual([0, []]);
    const { logs } = await client.call('RoutingService.GetSuggestionLog', { orderId: 'trial' });
    expect(logs).toEqual([]);
    const { decision } = await client.call(SUGGEST, ORDER);
    expect(decision.assignments[0].locationCode).toBe('EAST');
  });

  it('is refused by the path of the row', async () => {
    const good = { product: { upc: 'A' }, locationCode: 'WEST', available: 2 };
    const refusals = [
      [[good, { ...good, locationCode: 'NOWHERE' }], 'inventory[1].location_code'],
      [[good, good], 'inventory[1]'],
      [[{ ...good, product: {} }], 'inventory[0].product'],
    ] as const;
    for (const [inventory, field] of refusals) {
      const refused = await client.refusal(TEST, { request: ORDER, inventory });
      expect(refused.code).toBe(3);
      expect(refused.fields).toEqual([field]);
    }
  });
});

describe('the rules of a test', () => {
  const inventory = [
    { product: { upc: 'A' }, locationCode: 'WEST', available: 2 },
    { product: { upc: 'A' }, locationCode: 'EAST', available: 2 },
  ];
  const configuration = {
    routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: [
      { name: 'east', route: 'ship', rank: 1, locations: [{ locationCode: 'EAST' }] },
    ],
  };

  it('may be a whole document, which is stored nowhere', async () => {
    expect(places(await tried({ inventory }))).toEqual(['WEST:2']);
    const response = await tried({ inventory, configuration });
    expect(places(response)).toEqual(['EAST:2']);
    expect(response.context.configurationVersion).toBe(0);
    const listed = await client.call('ConfigurationService.ListConfigurationVersions', {});
    expect(listed.versions).toHaveLength(1);
  });

  it('may be any version of the site', async () => {
    await client.call('ConfigurationService.ApplyConfiguration', { configuration });
    expect(places(await tried({ inventory }))).toEqual(['EAST:2']);
    const response = await tried({ inventory, configurationVersion: 1 });
    expect(places(response)).toEqual(['WEST:2']);
    expect(response.context.configurationVersion).toBe(1);
    const refused = await client.refusal(TEST, { request: ORDER, configurationVersion: 99 });
    expect(refused.code).toBe(5);
  });

  it('are refused by the path in the document', async () => {
    const bad = { routes: [{ name: 'ship', orderType: 'ORDER_TYPE_UNSPECIFIED' }] };
    const refused = await client.refusal(TEST, { request: ORDER, configuration: bad });
    expect(refused.code).toBe(3);
    expect(refused.fields).toEqual(['configuration.routes[0].order_type']);
  });
});

describe('the order of a test', () => {
  it('is refused by its path, and must be there', async () => {
    const bad = await client.refusal(TEST, { request: { ...ORDER, items: [] } });
    expect(bad.fields).toEqual(['request.items']);
    expect((await client.refusal(TEST, {})).fields).toEqual(['request']);
  });

  it('comes without its log where none is wanted', async () => {
    const response = await tried({ returnSuggestionLog: false });
    expect(response.suggestionLog).toBeNull();
    expect(response.suggestionId).toBe(0);
    expect(response.record).toBe('RECORD_OUTCOME_SAMPLED_OUT');
  });

  it('is tried for a tenant that was never written', async () => {
    const headers = { 'x-tenant-id': 'nobody' };
    const { response } = await client.call(TEST, { request: ORDER, configuration }, { headers });
    expect(response.decision.assignments).toEqual([]);
  });

  const configuration = {
    routes: [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: [{ name: 'all', route: 'ship', rank: 1, isDefaultGroup: true }],
  };
});
