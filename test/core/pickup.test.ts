// Orders that go to a pickup store: which store that is, what it gives itself, and how the rest
// gets there.

import { describe, expect, it } from 'vitest';
import {
  actionOf,
  candidatesOf,
  decidedOf,
  decisionOf,
  DIVIDING,
  requestOf,
  summaryOf,
  warningsOf,
  type Network,
} from './support/network.js';

const at = (latitude: number) => ({ coordinates: { latitude, longitude: 0 } });
const sends = { transferEnabled: true };

/** A store S of id 7 at 50 N; N is nearer to it than F. */
const network: Network = {
  places: {
    F: { ...sends, ...at(40) },
    N: { ...sends, ...at(49), id: 8 },
    S: { id: 7, externalStoreId: 'shop-1', pickup: true, ...sends, ...at(50) },
    T: { id: 9, pickup: true, transferEnabled: false, externalStoreId: 'S' },
  },
  rows: [
    ['F', 'a', 5],
    ['N', 'a', 5],
    ['S', 'a', 2],
    ['S', 'b', 1],
    ['N', 'b', 4],
    ['T', 'a', 9],
  ],
  routes: [{ name: 'move', orderType: 'ORDER_TYPE_TRANSFER' }],
  group: { ...DIVIDING, sorts: [{ type: 'SORT_TYPE_DISTANCE' }] },
};
const moved = (more: object) => ({ orderType: 'ORDER_TYPE_TRANSFER', ...more });
const fetched = (more: object) => ({ orderType: 'ORDER_TYPE_BOPIS', ...more });
const STORE = { pickupLocationCode: 'S' };
const one = [{ upc: 'a', quantity: 1 }];

describe('the pickup store', () => {
  it.each([
    ['its code', STORE],
    ['its id in the shop', { pickupExternalStoreId: 'shop-1' }],
    ['its id', { pickupLocationId: 7 }],
    ['its id, whatever else', { pickupLocationId: 7, pickupExternalStoreId: '?', ...CODE('F') }],
    ['its id in the shop, whatever code', { pickupExternalStoreId: 'shop-1', ...CODE('F') }],
  ])('is found by %s', (_, store) => {
    const decision = decisionOf(network, requestOf(one, moved(store)));
    expect(summaryOf(decision)).toEqual(['1:N:1 to S']);
    expect(warningsOf(decision)).toEqual([]);
    expect(decision).toMatchObject({
      route: 'ORDER_TYPE_TRANSFER',
      assignments: [{ distanceKm: expect.closeTo(111.19, 1) }],
    });
  });

  it.each([
    ['not given', {}],
    ['an unknown code', CODE('s')],
    ['an unknown id, though the code is known', { pickupLocationId: 70, ...STORE }],
    ['an id that no location can have', { pickupLocationId: '9223372036854775807', ...STORE }],
    ['an unknown id in the shop', { pickupExternalStoreId: 'Shop-1', ...STORE }],
  ])('is unknown: %s', (_, store) => {
    const request = requestOf(one, moved({ ...store, shippingAddress: { countryCode: 'US' } }));
    const decision = decisionOf(network, request);
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION', 'UNKNOWN_PICKUP_LOCATION']);
    // No distance is known, so the code decides.
    expect(summaryOf(decision)).toEqual(['1:F:1']);
  });

  it('without a place makes distances unknown, and is known for all that', () => {
    const decision = decisionOf(network, requestOf(one, moved({ pickupLocationId: 9 })));
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION']);
    expect(summaryOf(decision)).toEqual(['1:F:1 to T']);
  });

  it('is read by TRANSFER and BOPIS alone', () => {
    const routes: Network['routes'] = [{ name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' }];
    const decision = decisionOf({ ...network, routes }, requestOf(one, { pickupLocationId: 70 }));
    expect(warningsOf(decision)).toEqual(['UNKNOWN_DESTINATION']);
  });

  it('decides with its country which locations are foreign', () => {
    const places = { ...network.places };
    for (const [code, countryCode] of Object.entries({ F: 'us', N: 'CA', S: 'US' })) {
      places[code] = { ...places[code], countryCode };
    }
    const address = { shippingAddress: { countryCode: 'CA' } };
    const order = moved({ ...STORE, ...address });
    expect(decidedOf({ ...network, places }, one, order)).toEqual(['1:F:1 to S']);
    places.S = { ...places.S, countryCode: ' ' };
    expect(decidedOf({ ...network, places }, one, order)).toEqual(['1:N:1 to S']);
  });

  it('is no source of what is moved to it, and no candidate', () => {
    const items = [{ upc: 'a', quantity: 20 }];
    expect(candidatesOf(network, items, moved(STORE))).toEqual(['N: 1=5', 'F: 1=5']);
    expect(candidatesOf(network, items, fetched(STORE))).toEqual(['N: 1=5', 'F: 1=5']);
  });
});

function CODE(pickupLocationCode: string) {
  return { pickupLocationCode };
}

describe('BOPIS', () => {
  const items = [
    { upc: 'a', quantity: 4 },
    { upc: 'b', quantity: 1 },
    { upc: 'a', quantity: 1 },
  ];

  it('takes from the store what it has, and has the rest moved there', () => {
    const decision = decisionOf(network, requestOf(items, fetched(STORE)));
    expect(summaryOf(decision)).toEqual([
      '1:S:2',
      '1:N:2 via TRANSFER to S',
      '2:S:1',
      '3:N:1 via TRANSFER to S',
    ]);
    expect(decision.route).toBe('ORDER_TYPE_BOPIS');
    const [{ distanceKm }] = decision.assignments as { distanceKm: number }[];
    expect(distanceKm).toBe(0);
  });

  it('takes nothing for an item for which the store is excluded', () => {
    const excludedLocations = [{ locationCode: 'S', orderItemId: 1 }];
    const decided = decidedOf(network, items, fetched({ ...STORE, excludedLocations }));
    expect(decided).toEqual(['1:N:4 via TRANSFER to S', '2:S:1', '3:S:1']);
  });

  it.each([
    ['is excluded', { excludedLocations: [{ locationCode: 'S' }] }, {}],
    ['is not active', {}, { active: false }],
    ['has no pickup', {}, { pickup: false }],
  ])('takes nothing where the store %s', (_, order, more) => {
    const places = { ...network.places, S: { ...network.places.S, ...more } };
    const decided = decidedOf({ ...network, places }, one, fetched({ ...STORE, ...order }));
    expect(decided).toEqual(['1:N:1 via TRANSFER to S']);
  });

  it.each([
    ['is on hold', {}, { onHold: true }],
    ['sends nothing', {}, { transferEnabled: false }],
    ['is not in the list', { allowedLocationCodes: ['N'] }, {}],
  ])('takes from a store that %s', (_, order, more) => {
    const places = { ...network.places, S: { ...network.places.S, ...more } };
    const decided = decidedOf({ ...network, places }, one, fetched({ ...STORE, ...order }));
    expect(decided).toEqual(['1:S:1']);
  });

  it('counts the store as a location of the order', () => {
    const settings = { maxFulfillingLocations: 1 };
    const limited = { ...network, settings };
    expect(decidedOf(limited, items, fetched(STORE))).toEqual([
      '1:S:2',
      '2:S:1',
      '1:CUSTOMER_CARE:2',
      '3:CUSTOMER_CARE:1',
    ]);
    const elsewhere = fetched({ ...STORE, numShipmentsNotInRequest: 1 });
    expect(decidedOf(limited, one, elsewhere)).toEqual(['1:CUSTOMER_CARE:1']);
    const perLine = { ...network, settings: { maxSplitItemLocations: 1 } };
    expect(decidedOf(perLine, items.slice(0, 2), fetched(STORE))).toEqual([
      '1:S:2',
      '2:S:1',
      '1:CUSTOMER_CARE:2',
    ]);
  });

  it('without a route to move by still takes from the store', () => {
    const decision = decisionOf({ ...network, routes: [] }, requestOf(items, fetched(STORE)));
    expect(warningsOf(decision)).toEqual(['NO_ROUTE']);
    expect(summaryOf(decision)).toEqual([
      '1:S:2',
      '2:S:1',
      '1:CUSTOMER_CARE:2',
      '3:CUSTOMER_CARE:1',
    ]);
    expect(decision.route).toBe('ORDER_TYPE_BOPIS');
  });

  it('without a known store is routed as a transfer to nowhere', () => {
    const decision = decisionOf(network, requestOf(one, fetched(CODE('nowhere'))));
    expect(summaryOf(decision)).toEqual(['1:F:1 via TRANSFER']);
    expect(decision.route).toBe('ORDER_TYPE_BOPIS');
  });

  it('judges what the request wants of a location on what the store leaves', () => {
    const order = fetched({ ...STORE, inventoryRequestType: 'INVENTORY_REQUEST_TYPE_ALL' });
    const group = { ...DIVIDING, afterActionNone: actionOf('CANCEL_ORDER') };
    const wants = (quantity: number) =>
      decidedOf({ ...network, group }, [{ upc: 'a', quantity }], order);
    expect(wants(7)).toEqual(['1:S:2', '1:F:5 via TRANSFER to S']);
    expect(wants(8)).toEqual(['1:S:2', '1:CANCEL:6']);
  });
});
