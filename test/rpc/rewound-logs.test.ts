// Logs of decisions whose stock, locations, postal codes and rules have changed since, one kind of
// change after the other: each is made again as it was answered. Must not know: how the past is
// kept.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Decoded, TestClient } from './support/client.js';
import { CONFIGURATION, type Running, startReal } from './support/engine.js';

let running: Running;
let client: TestClient;
/** What was answered, by suggestion id. */
const answered = new Map<number, Decoded>();

const ORDER = {
  orderId: 'rewound',
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  totalMinor: 100,
  items: [
    { upc: 'A', quantity: 4 },
    { sku: 'a-later', quantity: 1 },
    { partNumber: 'B', quantity: 2 },
  ],
  shippingAddress: { countryCode: 'US', postalCode: '10001', city: 'New York' },
};

function rules(word: string, sort: string): object {
  const [group] = CONFIGURATION.locationGroups;
  const filter = {
    name: 'word',
    attribute: 'inventory.attributes',
    operator: 'FILTER_OPERATOR_NOT_IN',
    customValue: { stringValue: word },
  };
  const groups = [{ ...group, filters: ['word'], sorts: [{ type: sort }] }];
  return { ...CONFIGURATION, filters: [filter], locationGroups: groups };
}

const apply = (word: string, sort: string) =>
  client.call('ConfigurationService.ApplyConfiguration', { configuration: rules(word, sort) });
const place = (location: object) =>
  client.call('LocationService.BatchUpsertLocations', {
    locations: [{ countryCode: 'US', ...location }],
  });
const stock = (...updates: object[]) =>
  client.call('InventoryService.BatchUpsertInventory', { updates });
const row = (values: object, locationCode = 'EAST', product: object = { upc: 'A' }) =>
  stock({ product, locationCode, ...values });

async function postalCodes(latitude: number): Promise<void> {
  const { stream, answer } = client.upload('LocationService.ImportPostalCodes');
  const at = (postalCode: string) => ({
    countryCode: 'US',
    postalCode,
    coordinates: { latitude, longitude: -74 },
  });
  stream.write({ postalCodes: [at('10001'), at('20001')] });
  stream.end();
  await answer;
}

async function decide(): Promise<void> {
  const { suggestionId, decision } = await client.call('RoutingService.SuggestRouting', ORDER);
  answered.set(suggestionId, decision);
}

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await place({ code: 'EAST', postalCode: '20001' });
  await place({ code: 'WEST', coordinates: { latitude: 34, longitude: -118 } });
  await place({ code: 'GONE', coordinates: { latitude: 40, longitude: -80 } });
  await postalCodes(40);
  await row({ onHand: 5, ltd: 3 });
  await row({ onHand: 9, attributes: ['red'] }, 'WEST');
  await row({ onHand: 7 }, 'GONE');
  await row({ onHand: 7 }, 'WEST', { partNumber: 'B' });
  await apply('red', 'SORT_TYPE_DISTANCE');
  await decide();
});

afterAll(() => running.stop());

const VERSION_1 = { version: 1 };

const CHANGES: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['its units', () => row({ onHand: 2 })],
  ['its ltd', () => row({ ltd: 8 })],
  ['its attributes', () => row({ attributes: ['blue', 'red'] })],
  ['a word that rules had before any row', () => apply('late', 'SORT_TYPE_LTD')],
  ['a row that gets this word', () => row({ attributes: ['late'] }, 'WEST')],
  ['its safety stock', () => row({ safetyStock: 1 })],
  ['what is allocated of it', () => row({ allocated: 1 })],
  ['no bound any more', () => row({ hasInfiniteInventory: true })],
  ['a block', () => row({ blocked: true })],
  ['a segment', () => row({ segment: { tag: 't' }, onHand: 3 })],
  ['another name of its product', () => row({ aliases: [{ sku: 'a-later' }], onHand: 6 }, 'WEST')],
  ['its new name', () => row({ onHand: 8 }, 'WEST', { sku: 'a-later' })],
  ['a hold', () => client.call('LocationService.HoldLocation', { code: 'WEST' })],
  ['the end of it', () => client.call('LocationService.ResumeLocation', { code: 'WEST' })],
  ['postal codes', () => postalCodes(43)],
  ['another place', () => place({ code: 'WEST', coordinates: { latitude: 44, longitude: -75 } })],
  ['nothing left where a location goes', () => row({ onHand: 0 }, 'GONE')],
  ['a location that goes', () => client.call('LocationService.DeleteLocation', { code: 'GONE' })],
  ['one with the same code', () => place({ code: 'GONE', postalCode: '10001', express: true })],
  ['its first row', () => row({ onHand: 4 }, 'GONE')],
  ['rules of before', () => client.call('ConfigurationService.ActivateConfiguration', VERSION_1)],
];

it.each(CHANGES)('are as they were in spite of %s', async (_what, change) => {
  await change();
  await decide();
  // By the order's id, every log is made anew.
  const request = { orderId: 'rewound', pageSize: 100 };
  const { logs } = await client.call('RoutingService.GetSuggestionLog', request);
  expect(logs).toHaveLength(answered.size);
  for (const { suggestionId, reproduced, decision, notReproducedDetail } of logs) {
    expect({ reproduced, notReproducedDetail }).toEqual({
      reproduced: true,
      notReproducedDetail: '',
    });
    expect(decision).toEqual(answered.get(suggestionId));
  }
});

it('were of decisions that the changes changed', () => {
  const different = new Set([...answered.values()].map((decision) => JSON.stringify(decision)));
  expect(different.size).toBeGreaterThan(6);
});
