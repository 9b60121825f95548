// Orders that several locations serve and that are brought together before they go out.

import { describe, expect, it } from 'vitest';
import type { Location } from '../support/model/messages.js';
import { decidedOf, decisionOf, DIVIDING, requestOf, type Network } from './support/network.js';

const at = (latitude: number) => ({ coordinates: { latitude, longitude: 0 } });
const sends = { transferEnabled: true };
const point = { consolidationEnabled: true };

/** A and B serve a and b; C, D and E consolidate, C nearest to 50 N. */
const network: Network = {
  places: {
    A: { ...sends, ...at(40) },
    B: { ...sends, ...at(41) },
    C: { ...point, ...at(49), countryCode: 'US' },
    D: { ...point, ...at(48), deliveryEnabled: true },
    E: { ...point, ...at(52) },
  },
  rows: [
    ['A', 'a', 5],
    ['B', 'b', 5],
  ],
  group: DIVIDING,
};
const divided = [
  { upc: 'a', quantity: 1 },
  { upc: 'b', quantity: 2 },
];
const order = {
  orderType: 'ORDER_TYPE_STH_CONSOLIDATED',
  shippingAddress: { coordinates: { latitude: 50, longitude: 0 } },
};
const through = (code: string) => [
  `1:A:1 via TRANSFER to ${code}`,
  `2:B:2 via TRANSFER to ${code}`,
];
const straight = ['1:A:1', '2:B:2'];

/** The decision where a place is another. */
function decidedWith(places: Record<string, Partial<Location>>, more: object = {}): string[] {
  const all = { ...network.places };
  for (const [code, place] of Object.entries(places)) all[code] = { ...all[code], ...place };
  return decidedOf({ ...network, places: all }, divided, { ...order, ...more });
}

describe('an order is consolidated', () => {
  it('at the nearest point', () => {
    expect(decidedWith({})).toEqual(through('C'));
    // The same way to both: the code decides.
    expect(decidedWith({ C: at(48) })).toEqual(through('C'));
    expect(decidedWith({ C: { coordinates: {} } })).toEqual(through('D'));
  });

  it.each([
    ['not active', { active: false }],
    ['on hold', { onHold: true }],
    ['no point', { consolidationEnabled: false }],
    ['unable to ship', { directShip: false }],
  ])('not at one that is %s', (_, place) => {
    expect(decidedWith({ C: place })).toEqual(through('D'));
  });

  it('not at one that the order leaves out, or that is foreign to it', () => {
    const excludedLocations = [{ locationCode: 'C' }];
    expect(decidedWith({}, { excludedLocations })).toEqual(through('D'));
    const forItem = [{ locationCode: 'C', orderItemId: 1 }];
    expect(decidedWith({}, { excludedLocations: forItem })).toEqual(through('C'));
    expect(decidedWith({}, { allowedLocationCodes: ['A', 'B', 'E'] })).toEqual(through('E'));
    const shippingAddress = { ...order.shippingAddress, countryCode: 'DE' };
    expect(decidedWith({ E: { countryCode: 'DE' } }, { shippingAddress })).toEqual(through('D'));
  });

  it('where the request says, if that can be', () => {
    const override = (code: string) => ({ sthConsolidationLocationOverride: code });
    expect(decidedWith({}, override('E'))).toEqual(through('E'));
    expect(decidedWith({}, override('A'))).toEqual(through('C'));
    expect(decidedWith({}, override('nowhere'))).toEqual(through('C'));
    // No distance is needed for one that is named.
    const shippingAddress = {};
    expect(decidedWith({}, { ...override('E'), shippingAddress })).toEqual(through('E'));
    expect(decidedWith({}, { ...override('A'), shippingAddress })).toEqual(straight);
  });

  it('at one that serves it too, which keeps its units', () => {
    const decided = decidedWith(
      { B: { ...point, transferEnabled: false } },
      {
        sthConsolidationLocationOverride: 'B',
      },
    );
    expect(decided).toEqual(['1:A:1 via TRANSFER to B', '2:B:2']);
  });

  it('not where someone sends nothing', () => {
    expect(decidedWith({ B: { transferEnabled: false } })).toEqual(straight);
  });

  it('not without a point whose distance is known', () => {
    expect(decidedWith({}, { shippingAddress: {} })).toEqual(straight);
    const none = { consolidationEnabled: false };
    expect(decidedWith({ C: none, D: none, E: none })).toEqual(straight);
  });

  it('not where one location serves it', () => {
    const rows: Network['rows'] = [...network.rows, ['A', 'b', 9]];
    expect(decidedOf({ ...network, rows }, divided, order)).toEqual(['1:A:1', '2:A:2']);
  });

  it('not where the point is one location too many', () => {
    const limited = (maxFulfillingLocations: number, more: object = {}) =>
      decidedOf({ ...network, settings: { maxFulfillingLocations } }, divided, {
        ...order,
        ...more,
      });
    expect(limited(2)).toEqual(straight);
    expect(limited(3)).toEqual(through('C'));
    expect(limited(3, { numShipmentsNotInRequest: 1 })).toEqual(straight);
  });

  it('but for what is to come', () => {
    const rows: Network['rows'] = [...network.rows, ['D', 'c', 1, { futureEpochMs: 7 }]];
    const items = [...divided, { upc: 'c', quantity: 1, futureOrderable: true }];
    const group = {
      afterActionPartial: { action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED' },
    };
    const decided = decidedOf({ ...network, rows, group }, items, order);
    expect(decided).toEqual([...through('C'), '3:D:1 at 7']);
  });
});

describe('who is consolidated', () => {
  const ship = { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' as const };
  const forced = { forceSthConsolidationOnSplitShipments: true };

  it('DIRECTSHIP and DELIVERY where the request forces it', () => {
    const direct = { ...order, orderType: 'ORDER_TYPE_DIRECTSHIP' };
    expect(decidedOf(network, divided, direct)).toEqual(straight);
    expect(decidedOf(network, divided, { ...direct, ...forced })).toEqual(through('C'));
  });

  it('DELIVERY at a point that delivers', () => {
    const places = { ...network.places };
    for (const code of ['A', 'B']) places[code] = { ...places[code], deliveryEnabled: true };
    const routes: Network['routes'] = [{ name: 'bring', orderType: 'ORDER_TYPE_DELIVERY' }];
    const delivery = { ...order, ...forced, orderType: 'ORDER_TYPE_DELIVERY' };
    expect(decidedOf({ ...network, places, routes }, divided, delivery)).toEqual(through('D'));
  });

  it('TRANSFER never', () => {
    const routes: Network['routes'] = [{ name: 'move', orderType: 'ORDER_TYPE_TRANSFER' }];
    const transfer = { ...forced, orderType: 'ORDER_TYPE_TRANSFER' };
    expect(decidedOf({ ...network, routes }, divided, transfer)).toEqual(straight);
  });

  it('STH_CONSOLIDATED by its own route, else by that of DIRECTSHIP', () => {
    const own = { name: 'own', orderType: 'ORDER_TYPE_STH_CONSOLIDATED' as const };
    const route = (routes: Network['routes']) =>
      decisionOf({ ...network, routes }, requestOf(divided, order)).route;
    expect(route([ship])).toBe('ORDER_TYPE_DIRECTSHIP');
    expect(route([ship, own])).toBe('ORDER_TYPE_STH_CONSOLIDATED');
    expect(route([ship, { ...own, active: false }])).toBe('ORDER_TYPE_DIRECTSHIP');
    expect(route([])).toBeUndefined();
  });
});
