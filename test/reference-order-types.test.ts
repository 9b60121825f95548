// Does the reference model treat order types, segments, identifiers and stock to come as worked out
// by hand? Must not know: the engine.

import { describe, expect, it } from 'vitest';

import { modelCandidates } from './support/model/candidates.js';
import type { OrderItem, SuggestRoutingRequest } from './support/model/messages.js';
import type { Scenario } from './support/model/scenario.js';
import {
  action,
  decide,
  NO_BYTES,
  north,
  orderOf,
  summary,
  worldOf,
} from './support/model/scenario.js';

const SPLIT = 'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY';
const transfer = { orderType: 'ORDER_TYPE_TRANSFER', name: 'ship' } as const;
const sender = { transferEnabled: true };

describe('transfers', () => {
  const scenario: Scenario = {
    route: transfer,
    stock: { S: { a: 9 }, L1: { a: 9 }, L2: { a: 9 }, L3: { a: 9 } },
    places: {
      S: { ...north(5), ...sender, id: 7, externalStoreId: 'shop' },
      L1: { ...north(1), ...sender },
      L2: { ...north(4), ...sender },
      L3: north(5),
    },
    groups: [{ sorts: [{ type: 'SORT_TYPE_DISTANCE' }] }],
  };
  const order = (more: Partial<SuggestRoutingRequest>) =>
    orderOf([['a', 2]], { orderType: 'ORDER_TYPE_TRANSFER', ...more });

  it('measure to the store, which is no source', () => {
    const decision = decide(scenario, order({ pickupLocationCode: 'S' }));
    expect(summary(decision)).toEqual(['1:L2:2>S']);
    expect(decision.assignments[0]?.distanceKm).toBeCloseTo(111.19504, 4);
    expect(decision.assignments[0]?.route).toBeUndefined();
  });

  it.each([
    [{ pickupLocationId: 7, pickupExternalStoreId: 'x', pickupLocationCode: 'L2' }, '1:L2:2>S'],
    [{ pickupExternalStoreId: 'shop', pickupLocationCode: 'L2' }, '1:L2:2>S'],
    [{ pickupLocationCode: 'L2' }, '1:S:2>L2'],
  ])('take the first name of the store that is given', (names, expected) => {
    expect(summary(decide(scenario, order(names)))).toEqual([expected]);
  });

  it('know no distance to a store that is unknown', () => {
    const decision = decide(scenario, order({ pickupLocationId: 8, pickupLocationCode: 'S' }));
    // All distances are unknown, so rank decides: the order in which members are listed.
    expect(summary(decision)).toEqual(['1:S:2']);
    expect(decision.warnings.map((each) => each.reason)).toEqual([
      'WARNING_REASON_UNKNOWN_DESTINATION',
      'WARNING_REASON_UNKNOWN_PICKUP_LOCATION',
    ]);
  });
});

describe('orders that are picked up', () => {
  const scenario = (more: Partial<Scenario> = {}): Scenario => ({
    route: transfer,
    stock: { S: { a: 3, b: 1 }, L1: { a: 4, b: 5 } },
    places: { S: { pickup: true }, L1: sender },
    groups: [{ afterActionPartial: action(SPLIT) }],
    ...more,
  });
  const order = (more: Partial<SuggestRoutingRequest> = {}) =>
    orderOf(
      [
        ['a', 2],
        ['b', 2],
        ['a', 2],
      ],
      { orderType: 'ORDER_TYPE_BOPIS', pickupLocationCode: 'S', ...more },
    );

  it('take what the store has, and transfer the rest', () => {
    const decision = decide(scenario(), order());
    expect(summary(decision)).toEqual(['1:S:2', '2:S:1', '2:L1:1>S', '3:S:1', '3:L1:1>S']);
    expect(decision.route).toBe('ORDER_TYPE_BOPIS');
    expect(decision.assignments.map((each) => each.route)).toEqual([
      undefined,
      undefined,
      'ORDER_TYPE_TRANSFER',
      undefined,
      'ORDER_TYPE_TRANSFER',
    ]);
  });

  it('count the store as a location of the order and of the line', () => {
    const one = scenario({ settings: { maxFulfillingLocations: 1 } });
    expect(summary(decide(one, order()))).toEqual([
      '1:S:2',
      '2:S:1',
      '3:S:1',
      '2:CANCEL:1',
      '3:CANCEL:1',
    ]);
    const line = scenario({ settings: { maxSplitItemLocations: 1 } });
    expect(summary(decide(line, order()))).toEqual(summary(decide(one, order())));
  });

  it('take nothing from a store that is excluded, but for the item', () => {
    const excludedLocations = [{ locationCode: 'S', orderItemId: 1 }];
    const decision = decide(scenario(), order({ excludedLocations }));
    expect(summary(decision)).toEqual(['1:L1:2>S', '2:S:1', '2:L1:1>S', '3:S:2']);
    const none = decide(scenario({ places: { S: {}, L1: sender } }), order());
    expect(summary(none)).toEqual(['1:L1:2>S', '2:L1:2>S', '3:L1:2>S']);
  });

  it('take what the store has where no route transfers', () => {
    const decision = decide(scenario({ route: {} }), order());
    expect(summary(decision)).toEqual([
      '1:S:2',
      '2:S:1',
      '3:S:1',
      '2:CUSTOMER_CARE:1',
      '3:CUSTOMER_CARE:1',
    ]);
    expect(decision.route).toBe('ORDER_TYPE_BOPIS');
    expect(decision.warnings[0]).toEqual({ reason: 'WARNING_REASON_NO_ROUTE' });
  });
});

describe('consolidation', () => {
  const scenario = (more: Partial<Scenario> = {}): Scenario => ({
    stock: { L1: { a: 1 }, L2: { b: 1 }, P1: {}, P2: {} },
    places: {
      L1: sender,
      L2: sender,
      P1: { ...north(2), consolidationEnabled: true },
      P2: { ...north(1), consolidationEnabled: true },
    },
    groups: [{ afterActionPartial: action(SPLIT) }],
    ...more,
  });
  const order = (more: Partial<SuggestRoutingRequest> = {}) =>
    orderOf(
      [
        ['a', 1],
        ['b', 1],
      ],
      { orderType: 'ORDER_TYPE_STH_CONSOLIDATED', ...more },
    );

  it('sends all to the nearest point', () => {
    const decision = decide(scenario(), order());
    expect(summary(decision)).toEqual(['1:L1:1>P2', '2:L2:1>P2']);
    expect(decision.route).toBe('ORDER_TYPE_DIRECTSHIP');
    expect(decision.assignments[0]?.route).toBe('ORDER_TYPE_TRANSFER');
  });

  it('follows an override that can be one, and no other', () => {
    const at = (code: string) => order({ sthConsolidationLocationOverride: code });
    expect(summary(decide(scenario(), at('P1')))).toEqual(['1:L1:1>P1', '2:L2:1>P1']);
    expect(summary(decide(scenario(), at('L1')))).toEqual(['1:L1:1>P2', '2:L2:1>P2']);
  });

  it('leaves what is there already, and needs senders and room for the point', () => {
    const atOne = scenario({
      places: { L1: { ...north(3), consolidationEnabled: true }, L2: sender },
    });
    expect(summary(decide(atOne, order()))).toEqual(['1:L1:1', '2:L2:1>L1']);
    const noSender = scenario({ places: { P1: { ...north(1), consolidationEnabled: true } } });
    expect(summary(decide(noSender, order()))).toEqual(['1:L1:1', '2:L2:1']);
    const full = scenario({ settings: { maxFulfillingLocations: 2 } });
    expect(summary(decide(full, order()))).toEqual(['1:L1:1', '2:L2:1']);
  });

  it('is asked of other orders by a flag', () => {
    const plain = { orderType: 'ORDER_TYPE_DIRECTSHIP' } as const;
    expect(summary(decide(scenario(), order(plain)))).toEqual(['1:L1:1', '2:L2:1']);
    const forced = order({ ...plain, forceSthConsolidationOnSplitShipments: true });
    expect(summary(decide(scenario(), forced))).toEqual(['1:L1:1>P2', '2:L2:1>P2']);
  });
});

describe('stock to come', () => {
  const row = (locationCode: string, futureEpochMs: number, onHand: number) => {
    return { product: { upc: 'a' }, locationCode, futureEpochMs, onHand };
  };
  const scenario: Scenario = {
    stock: { L1: { a: 1 }, L2: {} },
    moreStock: [row('L2', 20, 2), row('L2', 10, 1), row('L1', 30, 9)],
  };
  const waiting: Partial<OrderItem> = { futureOrderable: true };

  it('serves what may wait, the earliest first', () => {
    const order = orderOf(
      [
        ['a', 1, waiting],
        ['a', 2, waiting],
        ['a', 1],
      ],
      { futureExcludedLocations: [{ locationCode: 'L1' }] },
    );
    expect(summary(decide(scenario, order))).toEqual([
      '1:L2:1@10',
      '2:L2:2@20',
      '3:CUSTOMER_CARE:1',
    ]);
  });

  it('counts up to the date that is given', () => {
    const until = (futureDateLimitEpochMs: number) =>
      summary(decide(scenario, orderOf([['a', 2, waiting]], { futureDateLimitEpochMs })));
    expect(until(19)).toEqual(['1:CUSTOMER_CARE:2']);
    expect(until(20)).toEqual(['1:L2:2@20']);
    expect(until(30)).toEqual(['1:L1:2@30']);
  });

  it('is not looked at once an action stopped the walk', () => {
    const stopping = { ...scenario, groups: [{ afterActionPartial: action(SPLIT) }] };
    const order = orderOf([['a', 2, waiting]]);
    expect(summary(decide(stopping, order))).toEqual(['1:L1:1', '1:CANCEL:1']);
  });

  it('is listed with candidates', () => {
    const { orderType, items } = orderOf([['a', 2, waiting]]);
    const found = modelCandidates(worldOf(scenario), { orderType, items }, NO_BYTES);
    expect(found.candidates.map((each) => each.inventory)).toEqual([
      [{ orderItemId: 1, available: 1, future: [{ available: 9, futureEpochMs: 30 }] }],
    ]);
  });
});

describe('lines and rows', () => {
  const tagged = (segment: Record<string, string>, onHand: number) => {
    return { product: { upc: 'a' }, locationCode: 'L1', segment, onHand };
  };
  const scenario: Scenario = {
    stock: { L1: { a: 1 } },
    moreStock: [tagged({ c: 'x' }, 2), tagged({ c: 'x', t: 'g' }, 4)],
    groups: [{ afterActionPartial: action(SPLIT) }],
  };

  it('serves a tagged line from all rows that carry its tags, and no other', () => {
    const order = (tags: Record<string, string>, own?: Record<string, string>) =>
      summary(decide(scenario, orderOf([['a', 9, own && { tags: own }]], { tags })));
    expect(order({})).toEqual(['1:L1:1', '1:CANCEL:8']);
    expect(order({ c: 'x' })).toEqual(['1:L1:6', '1:CANCEL:3']);
    expect(order({ c: 'x' }, { t: 'g' })).toEqual(['1:L1:4', '1:CANCEL:5']);
    expect(order({ c: 'x' }, {})).toEqual(['1:L1:6', '1:CANCEL:3']);
    expect(order({ c: 'y' })).toEqual(['1:CUSTOMER_CARE:9']);
  });

  it('gives a row to the first line whose tags it carries', () => {
    const order = orderOf([
      ['a', 1, { tags: { t: 'g' } }],
      ['a', 9, { tags: { c: 'x' } }],
    ]);
    expect(summary(decide(scenario, order))).toEqual(['1:L1:1', '2:L1:2', '2:CANCEL:7']);
  });

  it('gives a row to come to the first tag set of the order that waits for it', () => {
    const row = { ...tagged({ c: 'x', t: 'g' }, 5), futureEpochMs: 9 };
    const waits = { futureOrderable: true };
    const decideFor = (...items: Partial<OrderItem>[]) => {
      const groups = [{ afterActionPartial: action('QUANTITY_SPLIT_ASSIGN_IF_FULFILLED') }];
      const world: Scenario = { stock: { L1: {} }, moreStock: [row], groups };
      const order = orderOf(items.map((item) => ['a', 3, item] as const));
      return summary(decide(world, order))[0];
    };
    const x = { tags: { c: 'x' } };
    const g = { tags: { t: 'g' } };
    expect(decideFor(x, { ...g, ...waits })).toBe('2:L1:3@9');
    expect(decideFor({ ...x, ...waits }, { ...g, ...waits })).toBe('1:L1:3@9');
    expect(decideFor(x, { ...g, ...waits }, { ...x, ...waits })).toBe('3:L1:3@9');
  });

  it('asks the mapped ids to name one product', () => {
    const found = (item: Partial<OrderItem>) => {
      const settings = {
        productIdentifierMapping: 'PRODUCT_IDENTIFIER_MAPPING_PART_NUMBER_AND_SKU',
      };
      const rows = { L1: { aliases: [{ sku: 'A' }] } };
      const more = [{ product: { partNumber: 'B' }, locationCode: 'L1' }];
      const world: Scenario = { stock: { L1: { a: 1 } }, rows, settings, moreStock: more };
      const order = orderOf([['', 1, item]]);
      return decide(world, order).assignments.length;
    };
    expect(found({ sku: 'A' })).toBe(1);
    expect(found({ sku: 'A', upc: 'other' })).toBe(1);
    expect(found({ upc: 'a' })).toBe(1);
    expect(found({ sku: 'A', partNumber: 'B' })).toBe(0);
    expect(found({ sku: 'A', partNumber: 'unknown' })).toBe(0);
  });

  it.each([
    ['ANY', ['1:L1:1', '2:L1:1', '2:L2:1']],
    ['PARTIAL', ['1:L1:1', '2:CANCEL:2']],
    ['ALL_STORES', ['1:L1:1', '2:CANCEL:2']],
    ['ALL', ['1:CUSTOMER_CARE:1', '2:CUSTOMER_CARE:2']],
  ])('counts stock as %s says', (type, expected) => {
    const world: Scenario = {
      stock: { L1: { a: 1, b: 1 }, L2: { b: 1 } },
      groups: [{ afterActionPartial: action(SPLIT) }],
    };
    const inventoryRequestType = `INVENTORY_REQUEST_TYPE_${type}`;
    const items = [['a', 1] as const, ['b', 2] as const];
    expect(summary(decide(world, orderOf(items, { inventoryRequestType })))).toEqual(expected);
  });
});

describe('the route', () => {
  it('is the one that is named, where it serves the order type', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      moreRoutes: [
        { name: 'later', orderType: 'ORDER_TYPE_DIRECTSHIP', id: 12 },
        { name: 'deliver', orderType: 'ORDER_TYPE_DELIVERY', id: 13 },
        { name: 'asleep', orderType: 'ORDER_TYPE_DIRECTSHIP', id: 14, active: false },
      ],
    };
    const reasons = (strategyId: string) => {
      const decision = decide(scenario, orderOf([['a', 1]], { strategyId }));
      return [decision.route, ...decision.warnings.map((each) => each.reason)];
    };
    expect(reasons('later')).toEqual(['ORDER_TYPE_DIRECTSHIP']);
    expect(reasons('12')).toEqual(['ORDER_TYPE_DIRECTSHIP']);
    for (const refused of ['deliver', '13', 'asleep', '14', 'Later', '99']) {
      expect(reasons(refused)).toEqual([undefined, 'WARNING_REASON_NO_ROUTE']);
    }
  });
});
