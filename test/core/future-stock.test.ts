// Lines that may wait for stock: what is assigned of it, when it is there, and who may not have it.

import { describe, expect, it } from 'vitest';
import {
  actionOf,
  candidatesOf,
  decidedOf,
  decisionOf,
  DIVIDING,
  requestOf,
  summaryOf,
  type Network,
} from './support/network.js';

const on = (futureEpochMs: number, more: object = {}) => ({ futureEpochMs, ...more });
const waiting = (quantity: number, more: object = {}) => ({
  upc: 'a',
  quantity,
  futureOrderable: true,
  ...more,
});

/** A has 2 units now, 3 on day 100 and 4 on day 200; B has 5 on day 150. */
const network: Network = {
  places: { A: {}, B: {} },
  rows: [
    ['A', 'a', 2],
    ['A', 'a', 4, on(200)],
    ['A', 'a', 3, on(100)],
    ['B', 'a', 5, on(150)],
    ['B', 'b', 1],
  ],
  group: DIVIDING,
};

describe('future stock', () => {
  it('serves no line that may not wait, and makes no product unknown', () => {
    const decision = decisionOf(network, requestOf([{ upc: 'a', quantity: 3 }]));
    expect(summaryOf(decision)).toEqual(['1:CUSTOMER_CARE:3']);
    expect(JSON.stringify(decision)).not.toContain('UNKNOWN_PRODUCT');
  });

  it('is asked when stock that is there cannot serve a line', () => {
    expect(decidedOf(network, [waiting(2)])).toEqual(['1:A:2']);
    expect(decidedOf(network, [waiting(3)])).toEqual(['1:A:3 at 100']);
    expect(decidedOf(network, [waiting(4)])).toEqual(['1:A:4 at 200']);
    expect(decidedOf(network, [waiting(8)])).toEqual(['1:A:7 at 200', '1:B:1 at 150']);
    expect(decidedOf(network, [waiting(13)])).toEqual(['1:CUSTOMER_CARE:13']);
  });

  it('gives what is still missing where routing went on with a part', () => {
    const settings = { maxSplitItemLocations: 2 };
    const group = { afterActionPartial: actionOf('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') };
    const items = [waiting(2), { upc: 'b', quantity: 1 }, waiting(1)];
    expect(decidedOf({ ...network, settings, group }, items)).toEqual([
      '1:A:2',
      '2:B:1',
      '3:A:1 at 100',
    ]);
  });

  it('is drawn on by time, whoever comes first having the earliest', () => {
    const items = [waiting(2, { orderItemId: 9 }), waiting(3), waiting(2)];
    const rows = network.rows.slice(1, 3);
    expect(decidedOf({ ...network, rows }, items)).toEqual([
      '9:A:2 at 100',
      '2:A:3 at 200',
      '3:A:2 at 200',
    ]);
  });

  it('counts up to the limit of the request, that time included', () => {
    const until = (futureDateLimitEpochMs: number) =>
      decidedOf(network, [waiting(3)], { futureDateLimitEpochMs });
    expect(until(99)).toEqual(['1:CUSTOMER_CARE:3']);
    expect(until(100)).toEqual(['1:A:3 at 100']);
    expect(until(-1)).toEqual(['1:CUSTOMER_CARE:3']);
  });

  it('has exclusions of its own, in place of the others', () => {
    const excluding = (locations: object[]) =>
      decidedOf(network, [waiting(5)], { futureExcludedLocations: locations });
    expect(excluding([{ locationCode: 'A' }])).toEqual(['1:B:5 at 150']);
    expect(excluding([{ locationCode: 'A', orderItemId: 1 }])).toEqual(['1:B:5 at 150']);
    expect(excluding([{ locationCode: 'A', orderItemId: 2 }])).toEqual(['1:A:5 at 200']);
    const excludedLocations = [{ locationCode: 'A' }];
    expect(decidedOf(network, [waiting(2)], { excludedLocations })).toEqual(['1:A:2 at 100']);
  });

  it('that is blocked, promised or gone does not count', () => {
    const rows: Network['rows'] = [
      ['A', 'a', 3, on(100, { blocked: true })],
      ['A', 'a', 3, on(110, { allocated: 3 })],
      ['A', 'a', 3, on(120, { safetyStock: 2 })],
    ];
    expect(decidedOf({ ...network, rows }, [waiting(1)])).toEqual(['1:A:1 at 120']);
    expect(decidedOf({ ...network, rows }, [waiting(2)])).toEqual(['1:CUSTOMER_CARE:2']);
  });

  it('carries tags as other stock does', () => {
    const tags = { channel: 'web' };
    const rows: Network['rows'] = [...network.rows, ['B', 'a', 2, on(90, { segment: tags })]];
    expect(decidedOf({ ...network, rows }, [waiting(2, { tags })])).toEqual(['1:B:2 at 90']);
    expect(decidedOf({ ...network, rows }, [waiting(3, { tags })])).toEqual(['1:CUSTOMER_CARE:3']);
  });

  it('goes to lines that are in need of it, whatever lines before them ask for', () => {
    const segment = { channel: 'web', gift: 'yes' };
    const rows: Network['rows'] = [
      ['A', 'a', 1, { segment: { channel: 'web' } }],
      ['A', 'a', 5, on(100, { segment })],
    ];
    const items = [waiting(1, { tags: { channel: 'web' } }), waiting(2, { tags: { gift: 'yes' } })];
    const group = { afterActionPartial: actionOf('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') };
    expect(decidedOf({ ...network, rows, group }, items)).toEqual(['1:A:1', '2:A:2 at 100']);
  });

  it('of infinite supply covers any quantity', () => {
    const rows: Network['rows'] = [
      ['A', 'a', 0, on(100, { hasInfiniteInventory: true })],
      ['A', 'a', 0, on(50, { hasInfiniteInventory: true })],
    ];
    const items = [waiting(1_000_000), waiting(1_000_000)];
    expect(decidedOf({ ...network, rows }, items)).toEqual([
      '1:A:1000000 at 50',
      '2:A:1000000 at 50',
    ]);
  });

  it('is not asked where an action ended routing, or no route is there', () => {
    const group = { afterActionPartial: actionOf('CANCEL_ORDER') };
    expect(decidedOf({ ...network, group }, [waiting(3)])).toEqual(['1:CANCEL:3']);
    expect(decidedOf({ ...network, routes: [] }, [waiting(3)])).toEqual(['1:CUSTOMER_CARE:3']);
  });

  it('has its own turn of the actions, for its lines alone', () => {
    // With stock of each line the first walk goes on behind its group; the second has none of b.
    const group = { afterActionNone: actionOf('CANCEL_ORDER') };
    const rows: Network['rows'] = [['A', 'b', 1], ...network.rows.slice(0, 1)];
    const items = [
      { upc: 'a', quantity: 3 },
      { upc: 'b', quantity: 2, futureOrderable: true },
    ];
    expect(decidedOf({ ...network, rows, group }, items)).toEqual([
      '1:CUSTOMER_CARE:3',
      '2:CANCEL:2',
    ]);
  });

  it('counts its locations with those of the stock that is there', () => {
    const items = [{ upc: 'b', quantity: 1 }, waiting(3)];
    const group = { afterActionPartial: actionOf('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') };
    const limited = { ...network, group, settings: { maxFulfillingLocations: 1 } };
    expect(decidedOf(limited, items)).toEqual(['1:B:1', '2:B:3 at 150']);
  });

  it('is narrowed by the type of the request, on the needs of its lines', () => {
    const order = { inventoryRequestType: 'INVENTORY_REQUEST_TYPE_PARTIAL' };
    expect(decidedOf(network, [waiting(8)], order)).toEqual(['1:CUSTOMER_CARE:8']);
    expect(decidedOf(network, [waiting(7)], order)).toEqual(['1:A:7 at 200']);
  });

  it('goes by way of the pickup store as other stock does', () => {
    const places = {
      A: { transferEnabled: true },
      B: { transferEnabled: true },
      S: { pickup: true },
    };
    const routes: Network['routes'] = [{ name: 'move', orderType: 'ORDER_TYPE_TRANSFER' }];
    const rows: Network['rows'] = [...network.rows, ['S', 'a', 1], ['S', 'a', 9, on(1)]];
    const moved = { ...network, places, routes, rows };
    const bopis = { orderType: 'ORDER_TYPE_BOPIS', pickupLocationCode: 'S' };
    expect(decidedOf(moved, [waiting(5)], bopis)).toEqual([
      '1:S:1',
      '1:A:4 via TRANSFER to S at 200',
    ]);
    const transfer = { ...bopis, orderType: 'ORDER_TYPE_TRANSFER' };
    expect(decidedOf(moved, [waiting(3)], transfer)).toEqual(['1:A:3 to S at 100']);
  });
});

describe('candidates of a line that may wait', () => {
  it('say what they are to get, equal times once', () => {
    const rows: Network['rows'] = [
      ...network.rows,
      ['A', 'a', 1, on(100, { segment: { channel: 'web' } })],
      ['B', 'a', 1],
    ];
    expect(candidatesOf({ ...network, rows }, [waiting(1)])).toEqual([
      'A: 1=2+3@100+4@200',
      'B: 1=1+5@150',
    ]);
    const tagged = candidatesOf({ ...network, rows: [...rows, ...WEB_ROWS] }, [
      waiting(1, { tags: { channel: 'web' } }),
    ]);
    expect(tagged).toEqual(['A: 1=2+3@100']);
  });

  it('keep exclusions of future stock out of it, and say nothing for other lines', () => {
    const rows: Network['rows'] = [...network.rows, ['B', 'a', 1]];
    const list = (locations: object[], items: object[] = [waiting(1)]) =>
      candidatesOf({ ...network, rows }, items, {
        futureExcludedLocations: locations,
        futureDateLimitEpochMs: 160,
      });
    expect(list([])).toEqual(['A: 1=2+3@100', 'B: 1=1+5@150']);
    expect(list([{ locationCode: 'A' }])).toEqual(['A: 1=2', 'B: 1=1+5@150']);
    expect(list([{ locationCode: 'B', orderItemId: 1 }])).toEqual(['A: 1=2+3@100', 'B: 1=1']);
    expect(list([], [{ upc: 'a', quantity: 1 }, waiting(1)])).toEqual(['A: 1=2', 'B: 1=1']);
  });
});

const WEB_ROWS: Network['rows'] = [
  ['A', 'a', 2, { segment: { channel: 'web' } }],
  ['A', 'a', 2, on(100, { segment: { channel: 'web', gift: 'yes' } })],
];
