// Does the reference model decide what the specification says, on cases worked out by hand?
// Must not know: the engine.

import { describe, expect, it } from 'vitest';

import { modelCandidates } from './support/model/candidates.js';
import type { Scenario } from './support/model/scenario.js';
import {
  action,
  custom,
  decide,
  NO_BYTES,
  north,
  orderOf,
  summary,
  worldOf,
} from './support/model/scenario.js';

describe('one location for everything', () => {
  it('takes the first in order that covers every line, lines of one product together', () => {
    const stock = { L1: { a: 4 }, L2: { a: 3, b: 9 }, L3: { a: 4, b: 1 }, L4: { a: 9, b: 9 } };
    const decision = decide(
      { stock },
      orderOf([
        ['a', 2],
        ['b', 1],
        ['a', 2],
      ]),
    );
    expect(summary(decision)).toEqual(['1:L3:2', '2:L3:1', '3:L3:2']);
    expect(decision.route).toBe('ORDER_TYPE_DIRECTSHIP');
    expect(decision.warnings).toEqual([]);
  });

  it('follows rank where there are no sorts, as the overview of the product shows', () => {
    const scenario: Scenario = {
      stock: { location1: { exampleItem: 28 }, location2: { exampleItem: 206 } },
      places: { location1: north(10), location2: north(20) },
      groups: [
        {
          locations: [
            { locationCode: 'location1', rank: 2 },
            { locationCode: 'location2', rank: 1 },
          ],
        },
      ],
    };
    const order = orderOf([['exampleItem', 2, { backorderable: true }]], {
      isExpress: true,
      allowedLocationCodes: ['location1', 'location2', 'location3'],
      excludedLocations: [{ locationCode: 'blacklistedLocation' }],
    });
    expect(summary(decide(scenario, order))).toEqual(['1:location2:2']);
  });

  it('sorts by distance, the unknown last, and reports kilometres', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 }, L2: { a: 1 }, L3: { a: 1 } },
      places: { L2: north(2), L3: north(-1) },
      groups: [{ sorts: [{ type: 'SORT_TYPE_DISTANCE' }] }],
    };
    const decision = decide(scenario, orderOf([['a', 1]]));
    expect(summary(decision)).toEqual(['1:L3:1']);
    // One degree of a circle of 3958.76 miles of 1.609344 km.
    expect(decision.assignments[0]?.distanceKm).toBeCloseTo(111.19504, 4);
  });

  it('breaks ties by the bytes of the code', () => {
    const codes = ['\u{1f600}', '\uff5a', 'a', 'B'];
    const scenario: Scenario = {
      stock: Object.fromEntries(codes.map((code) => [code, { a: 1 }])),
      groups: [{ locations: codes.map((locationCode) => ({ locationCode, rank: 1 })) }],
    };
    const order = orderOf([['a', 1]]);
    const found = modelCandidates(worldOf(scenario), order, NO_BYTES);
    expect(found.candidates.map((each) => each.locationCode)).toEqual([
      'B',
      'a',
      '\uff5a',
      '\u{1f600}',
    ]);
    expect(summary(decide(scenario, order))).toEqual(['1:B:1']);
  });

  it('sends all to express locations where the pool has one', () => {
    const stock = { L1: { a: 5 }, L2: { a: 1 } };
    const places = { L2: { express: true } };
    const order = orderOf([['a', 2]], { isExpress: true });
    expect(summary(decide({ stock, places }, order))).toEqual(['1:CUSTOMER_CARE:2']);
    expect(summary(decide({ stock }, order))).toEqual(['1:L1:2']);
  });
});

describe('filters', () => {
  it('compares a distance in miles unless the operand says otherwise', () => {
    const scenario = (unit?: string): Scenario => ({
      stock: { L1: { a: 1 }, L2: { a: 1 }, L3: { a: 1 } },
      places: { L2: north(2), L3: north(1) },
      filters: { near: custom('location.distance', 'LESS_THAN', '100', unit) },
      groups: [{ filters: ['near'] }],
    });
    // 1 degree is 69.1 miles or 111.2 km; L1 has no place and fails.
    expect(summary(decide(scenario(), orderOf([['a', 1]])))).toEqual(['1:L3:1']);
    expect(summary(decide(scenario('KM'), orderOf([['a', 1]])))).toEqual(['1:CUSTOMER_CARE:1']);
  });

  it('removes only the lines that a list names', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 5, b: 5 } },
      dataLists: { top: [' A ', 'x'] },
      filters: {
        rare: { attribute: 'item.upc', operator: 'FILTER_OPERATOR_NOT_IN', dataList: 'top' },
      },
      groups: [
        {
          filters: ['rare'],
          afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY'),
        },
      ],
    };
    const decision = decide(
      scenario,
      orderOf([
        ['a', 1],
        ['b', 2],
      ]),
    );
    expect(summary(decision)).toEqual(['2:L1:2', '1:CANCEL:1']);
  });

  it('skips a group whose order filter fails without its action', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      filters: { large: custom('order.total', 'GREATER_THAN', '10') },
      groups: [
        {
          filters: ['large'],
          afterActionNone: action('CANCEL_ORDER'),
          afterActionPartial: action('CANCEL_ORDER'),
        },
        {},
      ],
    };
    expect(summary(decide(scenario, orderOf([['a', 1]])))).toEqual(['1:L1:1']);
    const above = orderOf([['a', 2]], { totalMinor: 1001 });
    expect(summary(decide(scenario, above))).toEqual(['1:CANCEL:2']);
  });

  it.each([
    ['location.postalCode', 'EQUAL', '12345-0001', true],
    ['location.postalCode', 'ENDS_WITH', '6789', false],
    ['location.city', 'IN', 'x, ZU\u0308RICH', true],
    ['location.state', 'NOT_EQUAL', 'NY', true],
    ['location.state', 'CONTAINS', 'N', false],
    ['inventory.attributes', 'SUBSET', 'x', true],
    ['item.weight', 'BETWEEN', '9,1', false],
    ['item.customItemData', 'EQUAL', '5.0', true],
    ['item.customItemData', 'STARTS_WITH', '5', true],
    ['item.customItemData', 'LESS_OR_EQUAL', '5', true],
  ])('%s %s %s: %s', (attribute, operator, value, isKept) => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      places: {
        L1: { countryCode: 'us', postalCode: ' 12345-6789', city: 'Zürich ', state: ' ' },
      },
      filters: { only: { ...custom(attribute, operator, value), customAttributeName: 'n' } },
      groups: [{ filters: ['only'] }],
    };
    const order = orderOf([['a', 1, { weightGrams: 5, customItemData: { n: ' 5' } }]]);
    expect(summary(decide(scenario, order))).toEqual([isKept ? '1:L1:1' : '1:CUSTOMER_CARE:1']);
  });
});

describe('groups', () => {
  it('gives the unlisted of a default group the ranks after the listed, in code order', () => {
    const scenario: Scenario = {
      stock: { L2: { a: 1 }, L3: { a: 1 }, L1: { a: 1 }, L0: { a: 1 } },
      // L3 has 4; L0 is left out; L1 follows with 5 and L2 with 6.
      filters: { late: custom('location.rank', 'EQUAL', '6') },
      groups: [
        {
          isDefaultGroup: true,
          locations: [{ locationCode: 'L3', rank: 4 }],
          excludedLocationCodes: ['L0'],
          filters: ['late'],
        },
      ],
    };
    expect(summary(decide(scenario, orderOf([['a', 1]])))).toEqual(['1:L2:1']);
  });

  it('goes on with the lines and the stock left after IF_FULFILLED', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 3, b: 1 }, L2: { b: 2, c: 1 } },
      groups: [
        {
          locations: [{ locationCode: 'L1' }],
          afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED'),
        },
        { afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY') },
      ],
    };
    const rest = decide(
      scenario,
      orderOf([
        ['a', 2],
        ['b', 2],
        ['c', 1],
      ]),
    );
    expect(summary(rest)).toEqual(['1:L1:2', '2:L2:2', '3:L2:1']);
    // One unit of a is left at L1 for the second line of it.
    const short = decide(
      scenario,
      orderOf([
        ['a', 2],
        ['a', 2],
      ]),
    );
    expect(summary(short)).toEqual(['1:L1:2', '2:L1:1', '2:CANCEL:1']);
  });

  it('turns a backorder into customer care where the line may not wait', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      groups: [{ afterActionPartial: action('QUANTITY_SPLIT_BACKORDER_WITHOUT_INVENTORY') }],
    };
    const order = orderOf([
      ['a', 2, { backorderable: true }],
      ['b', 3],
    ]);
    const decision = decide(scenario, order);
    expect(summary(decision)).toEqual(['1:L1:1', '1:BACKORDER:1', '2:CUSTOMER_CARE:3']);
    expect(decision.warnings).toEqual([
      { reason: 'WARNING_REASON_UNKNOWN_PRODUCT', orderItemId: 2 },
    ]);
  });

  it('keeps an excluded location for the other lines', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 9, b: 9 }, L2: { a: 9 } },
      groups: [{ afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY') }],
    };
    const order = orderOf(
      [
        ['a', 1],
        ['b', 1],
      ],
      {
        excludedLocations: [{ locationCode: 'L1', orderItemId: 1 }],
      },
    );
    expect(summary(decide(scenario, order))).toEqual(['1:L2:1', '2:L1:1']);
  });

  it('finds no route for returns, and says so', () => {
    const order = orderOf([['a', 1]], { orderType: 'ORDER_TYPE_RETURN' });
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      settings: { defaultStateChange: 'STATE_CHANGE_CANCEL' },
    };
    const decision = decide(scenario, order);
    expect(summary(decision)).toEqual(['1:CANCEL:1']);
    expect(decision.route).toBeUndefined();
    expect(decision.warnings).toEqual([{ reason: 'WARNING_REASON_NO_ROUTE' }]);
  });
});
