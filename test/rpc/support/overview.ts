// The routing overview's worked example: its two stores, its one group, its order, and what its log
// says. Must not know: how the log is made.

import { expect } from 'vitest';
import { KM_PER_MILE } from '../../../src/base/units.js';
import type { Decoded, TestClient } from './client.js';

/**
 * Where the two distances of the overview meet, with the radius that is ours: postal code 12345, at
 * 42.8 N, 74.0 W to one decimal.
 */
const DESTINATION = { latitude: 42.834, longitude: -74.06 };
const MILES = { location1: 711.8406819306866, location2: 1559.822496185389 };
const MILES_OFF_MAX = 0.2;

const LOCATIONS = [
  {
    code: 'location1',
    name: 'Store One',
    state: 'SC',
    postalCode: '29681-2913',
    countryCode: 'US',
    coordinates: { latitude: 34.7335, longitude: -82.2496 },
    transferEnabled: true,
    pickup: true,
  },
  {
    code: 'location2',
    name: 'Location Two',
    state: 'TX',
    postalCode: '78758',
    countryCode: 'US',
    coordinates: { latitude: 30.3867, longitude: -97.7083 },
    transferEnabled: true,
    pickup: true,
  },
  // Listed and without stock, as in the overview: neither comes back.
  { code: 'location3', name: 'Location Three', countryCode: 'US' },
  { code: 'blacklistedLocation', name: 'Never', countryCode: 'US' },
];

/** The after-action where some of the order can be served. */
export const PARTIAL = {
  action: 'FAILOVER_ACTION_QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
  restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
};
const NONE = {
  action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED',
  restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
};

const CONFIGURATION = {
  settings: { defaultStateChange: 'STATE_CHANGE_CANCEL' },
  routes: [{ name: 'ship to home', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
  locationGroups: [
    {
      name: 'Default',
      route: 'ship to home',
      rank: 1,
      locations: [
        { locationCode: 'location2', rank: 1 },
        { locationCode: 'location1', rank: 2 },
      ],
      afterActionPartial: PARTIAL,
      afterActionNone: NONE,
    },
  ],
};

/**
 * The order. The overview asks for ITEM_DEPENDENCY as well, which is refused as not served yet and
 * with one item means nothing. Its coordinates and postal code are redacted: without coordinates,
 * the destination is that of postal code 12345.
 */
export const OVERVIEW_ORDER = {
  orderId: '10',
  externalResponseId: 'ext-10',
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  environmentId: 1,
  items: [{ orderItemId: 1, upc: 'exampleItem', quantity: 2, backorderable: true }],
  shippingAddress: {
    city: 'Test City',
    state: 'NY',
    countryCode: 'US',
    postalCode: '12345',
  },
  isExpress: true,
  allowedLocationCodes: ['location1', 'location2', 'location3'],
  excludedLocations: [{ locationCode: 'blacklistedLocation' }],
  inventoryRequestType: 'INVENTORY_REQUEST_TYPE_ANY',
  totalMinor: 12_300,
};

/** Ids of the locations by code. */
type Ids = Readonly<Record<string, number>>;

/** Loads the example; answers the ids of its locations. */
export async function loadOverview(client: TestClient): Promise<Ids> {
  const { locations } = await client.call('LocationService.BatchUpsertLocations', {
    locations: LOCATIONS,
  });
  const ids: Record<string, number> = {};
  for (const { code, id } of locations) ids[code] = id;
  const { stream, answer } = client.upload('LocationService.ImportPostalCodes');
  stream.write({
    postalCodes: [
      {
        countryCode: 'US',
        postalCode: '12345',
        coordinates: DESTINATION,
      },
    ],
  });
  stream.end();
  await answer;
  const product = { upc: 'exampleItem' };
  await client.call('InventoryService.BatchUpsertInventory', {
    updates: [
      { product, locationCode: 'location1', onHand: 33, allocated: 5, ltd: 0 },
      { product, locationCode: 'location2', onHand: 242, allocated: 36, ltd: 0 },
    ],
  });
  await client.call('ConfigurationService.ApplyConfiguration', { configuration: CONFIGURATION });
  return ids;
}

/** The kinds of a log's events. */
export function typesOf(log: Decoded): string[] {
  return log.events.map(({ type }: Decoded) => type.replace('SUGGESTION_EVENT_TYPE_', ''));
}

function expectMiles(distanceKm: number, code: keyof typeof MILES): void {
  const miles = distanceKm / KM_PER_MILE;
  expect(Math.abs(miles - MILES[code]), `${code}: ${miles} mi`).toBeLessThan(MILES_OFF_MAX);
}

/** That a log is the one of the worked example. */
export function expectWorkedExample(log: Decoded, suggestionId: number, ids: Ids): void {
  expect(log).toMatchObject({
    suggestionId,
    orderId: '10',
    externalResponseId: 'ext-10',
    tenantId: '1',
    siteId: '1',
    environmentId: 1,
    context: { configurationVersion: 1, consistent: true },
    reproduced: true,
    notReproducedReason: 'NOT_REPRODUCED_REASON_UNSPECIFIED',
  });
  expect(typesOf(log)).toEqual([
    'NEW_REQUEST',
    'ROUTE_SELECTED',
    'INVENTORY_REQUEST',
    'GROUP',
    'GROUP_SORT',
    'FOUND_FULL_ORDER_LOCATION',
    'RESPONSE',
  ]);
  const [request, route, inventory, group, sort, full, response] = log.events;
  expectRequest(request);
  expectRoute(route);
  expectInventory(inventory);
  expectGroup(group, ids);
  expect(sort).toMatchObject({
    name: 'Default',
    causeId: group.causeId,
    groupSorted: {
      sorts: [],
      inputLocationCodes: ['location1', 'location2'],
      outputLocationCodes: ['location2', 'location1'],
    },
  });
  expect(full).toMatchObject({ name: 'Location Two', causeId: ids.location2 });
  expectDecision(response.response.decision);
  expect(response.response.externalResponseId).toBe('ext-10');
  expect(response.response.decision).toEqual(log.decision);
}

function expectRequest(event: Decoded): void {
  expect(event.request).toMatchObject({
    ...OVERVIEW_ORDER,
    // Of an address only what routing read is recorded.
    shippingAddress: { city: '', addressLine1: '', state: 'NY', postalCode: '12345' },
    items: [{ orderItemId: 1, upc: 'exampleItem', quantity: 2, backorderable: true }],
    excludedLocations: [{ locationCode: 'blacklistedLocation', orderItemId: 0 }],
  });
}

function expectRoute(event: Decoded): void {
  expect(event.name).toBe('route.ordertype.directship');
  expect(event.causeId).toBe(event.routeSelected.route.id);
  expect(event.routeSelected).toMatchObject({
    orderType: 'ORDER_TYPE_DIRECTSHIP',
    groups: [
      {
        name: 'Default',
        rank: 1,
        isDefaultGroup: false,
        active: true,
        filters: [],
        sorts: [],
        afterActionPartial: PARTIAL,
        afterActionNone: NONE,
      },
    ],
  });
}

function expectInventory(event: Decoded): void {
  const { inventoryRead } = event;
  expect(inventoryRead).toMatchObject({
    type: 'INVENTORY_REQUEST_TYPE_ANY',
    items: [{ orderItemId: 1, upc: 'exampleItem', quantity: 2 }],
    destination: {
      postalCode: '12345',
      countryCode: 'US',
      requested: null,
      resolved: DESTINATION,
    },
    allowedLocationCodes: ['location1', 'location2', 'location3'],
    directShip: true,
    deliveryEnabled: false,
    excludeBlocked: true,
    omittedRowCount: 0,
  });
  const [first, second] = inventoryRead.rows;
  expect(inventoryRead.rows).toHaveLength(2);
  expect(first).toMatchObject({
    locationCode: 'location1',
    locationName: 'Store One',
    onHand: 33,
    available: 28,
    allocated: 5,
    blocked: false,
    ltd: 0,
    safetyStock: 0,
    directShip: true,
    transferEnabled: true,
    pickup: true,
    countryCode: 'US',
  });
  const other = { locationCode: 'location2', onHand: 242, available: 206, allocated: 36 };
  expect(second).toMatchObject(other);
  expectMiles(first.distanceKm, 'location1');
  expectMiles(second.distanceKm, 'location2');
}

function expectGroup(event: Decoded, ids: Ids): void {
  const { group, locations } = event.groupEntered;
  expect(event).toMatchObject({ name: 'Default', causeId: group.id });
  expect(group).toMatchObject({ name: 'Default', afterActionPartial: PARTIAL });
  expect(locations).toHaveLength(2);
  expect(locations[0]).toMatchObject({
    locationId: ids.location1,
    locationCode: 'location1',
    name: 'Store One',
    express: false,
    active: true,
    state: 'SC',
    postalCode: '29681-2913',
    coordinates: { latitude: 34.7335, longitude: -82.2496 },
    rank: 2,
    maxLtd: 0,
    inventory: [{ orderItemId: 1, available: 28 }],
  });
  expect(locations[1]).toMatchObject({
    locationCode: 'location2',
    rank: 1,
    inventory: [{ orderItemId: 1, available: 206 }],
  });
  expectMiles(locations[0].distanceKm, 'location1');
  expectMiles(locations[1].distanceKm, 'location2');
}

/** That a decision is the one of the worked example. */
export function expectDecision(decision: Decoded): void {
  expect(decision.assignments).toHaveLength(1);
  expect(decision.assignments[0]).toMatchObject({
    orderItemId: 1,
    locationCode: 'location2',
    quantity: 2,
  });
  expectMiles(decision.assignments[0].distanceKm, 'location2');
  expect(decision.stateChanges).toEqual([]);
}
