// Tests of the rules on configurations, each with the path that it names: settings, lists, routes,
// shape. Groups, filters, data sets and rate cards have files of their own.

import { describe, expect, test } from 'vitest';
import { LIST_ENTRIES_MAX, ROUTES_MAX } from '../../src/columns/limits.js';
import type {
  ConfigurationDocument,
  DataListDocument,
  SettingsDocument,
} from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { sampleDocument } from './samples.js';

function fieldsOf(document: unknown): string[] {
  return validateConfiguration(document as ConfigurationDocument).map(({ field }) => field);
}

function list(type: string, ...values: string[]): DataListDocument {
  const entries = values.map((stringValue) => ({ stringValue }));
  return { name: 'list', type: `DATA_LIST_TYPE_${type}`, entries };
}

describe('a document', () => {
  test('may be empty', () => {
    expect(validateConfiguration({})).toEqual([]);
  });

  test('passes with what a route needs', () => {
    expect(validateConfiguration(sampleDocument())).toEqual([]);
  });

  test.each([
    ['an unknown field', { settings: { currency: 'USD' } }, 'settings.currency'],
    ['an unknown nested field', { filters: [{ operandValue: 1 }] }, 'filters[0].operand_value'],
    ['null', { settings: null }, 'settings'],
    ['a list that is none', { routes: {} }, 'routes'],
    ['a text that is none', { routes: [{ name: 5 }] }, 'routes[0].name'],
    ['half a rank', { locationGroups: [{ rank: 1.5 }] }, 'location_groups[0].rank'],
    ['a flag that is none', { routes: [{ active: 'yes' }] }, 'routes[0].active'],
    ['a wide rank', { locationGroups: [{ rank: 2 ** 31 }] }, 'location_groups[0].rank'],
    ['no filter name', { locationGroups: [{ filters: [{}] }] }, 'location_groups[0].filters[0]'],
    ['__proto__', JSON.parse('{"__proto__": {}}'), '__proto__'],
  ])('of the wrong shape names the field: %s', (_case, document, field) => {
    expect(fieldsOf(document)).toEqual([field]);
  });

  test('that is no object at all is refused', () => {
    expect(fieldsOf([])).toEqual(['']);
    expect(fieldsOf(undefined)).toEqual(['']);
  });

  test('ignores ids', () => {
    expect(fieldsOf({ dataLists: [{ id: 9, ...list('STRING', 'a') }] })).toEqual([]);
  });

  test('lists all violations in its order', () => {
    const document = {
      settings: { currencyCode: 'XX' },
      dataLists: [{}],
      filters: [{}],
      locationGroups: [{}],
      routes: [{}],
      dataSets: [{}],
      rateCards: [{}],
    };
    expect(fieldsOf(document)).toEqual([
      'settings.currency_code',
      'data_lists[0].name',
      'data_lists[0].type',
      'filters[0].name',
      'filters[0].attribute',
      'filters[0].operand',
      'filters[0].operator',
      'location_groups[0].name',
      'location_groups[0].route',
      'location_groups[0].rank',
      'routes[0].name',
      'routes[0].order_type',
      'data_sets[0].name',
      'data_sets[0].columns',
      'rate_cards[0].name',
      'rate_cards[0].carrier',
      'rate_cards[0].weight_bands_grams',
    ]);
  });
});

describe('settings', () => {
  test.each<[SettingsDocument, string[]]>([
    [{ defaultStateChange: 'STATE_CHANGE_UNSPECIFIED' }, []],
    [{ defaultStateChange: 'STATE_CHANGE_CANCEL' }, []],
    [{ defaultStateChange: 'STATE_CHANGE_CUSTOMER_CARE' }, []],
    [{ defaultStateChange: 'STATE_CHANGE_AVAILABLE' }, []],
    [{ defaultStateChange: 'STATE_CHANGE_BACKORDER' }, []],
    [{ defaultStateChange: 'STATE_CHANGE_LOST' }, ['settings.default_state_change']],
    [{ defaultStateChange: 'toString' }, ['settings.default_state_change']],
    [{ currencyCode: '' }, []],
    [{ currencyCode: 'JPY' }, []],
    [{ currencyCode: 'usd' }, ['settings.currency_code']],
    [{ currencyCode: 'DOLLAR' }, ['settings.currency_code']],
  ])('%j', (settings, fields) => {
    expect(fieldsOf({ settings })).toEqual(fields);
  });

  test('a number is no state change that the contract has', () => {
    const settings = { defaultStateChange: 17 };
    expect(fieldsOf({ settings })).toEqual(['settings.default_state_change']);
  });
});

describe('names', () => {
  test.each(['', 'n'.repeat(256), 'é'.repeat(128)])('of %# are refused', (name) => {
    expect(fieldsOf({ routes: [{ name, orderType: 'ORDER_TYPE_DELIVERY' }] })).toEqual([
      'routes[0].name',
    ]);
  });

  test('of 255 bytes pass', () => {
    const name = `${'é'.repeat(127)}e`;
    expect(fieldsOf({ routes: [{ name, orderType: 'ORDER_TYPE_DELIVERY' }] })).toEqual([]);
  });

  test('are unique within their kind only, byte by byte', () => {
    const route = { orderType: 'ORDER_TYPE_DELIVERY' };
    const document = {
      dataLists: [list('STRING'), { ...list('STRING'), name: 'List' }, list('STRING')],
      routes: [
        { ...route, name: 'list' },
        { ...route, name: 'list' },
      ],
    };
    expect(fieldsOf(document)).toEqual(['data_lists[2].name', 'routes[1].name']);
  });
});

describe('data lists', () => {
  test.each<[DataListDocument, string[]]>([
    [list('STRING', 'a', ' '), []],
    [list('STRING', ''), ['entries[0].string_value']],
    [list('STRING', 'x'.repeat(256)), ['entries[0].string_value']],
    [list('NUMBER', '1', ' -2.5 ', '1e3', '.5'), []],
    [list('NUMBER', '1', 'one'), ['entries[1].string_value']],
    [
      list('NUMBER', '0x10', 'Infinity', '1e999'),
      [0, 1, 2].map((i) => `entries[${i}].string_value`),
    ],
    [list('LOCATION', '5201'), []],
    [list('LOCATION', 'x'.repeat(65)), ['entries[0].string_value']],
    [list('DATE', '2024-02-29', '2024-02-29T23:59Z', '2024-01-01T00:00:00.5+05:30'), []],
    [list('DATE', '2023-02-29'), ['entries[0].string_value']],
    [list('DATE', '2024-13-01'), ['entries[0].string_value']],
    [list('DATE', '2024-1-1'), ['entries[0].string_value']],
    [list('DATE', '2024-01-01T25:00Z'), ['entries[0].string_value']],
    [list('DATE', '2024-01-01T10:00'), ['entries[0].string_value']],
    [list('DATE', '2024-01-01T10:00+25:00'), ['entries[0].string_value']],
    [list('DATE', '0000-01-01'), ['entries[0].string_value']],
    [list('UNSPECIFIED'), ['type']],
    [list('WORDS'), ['type']],
    [{ ...list('STRING'), notes: 'n'.repeat(256) }, ['notes']],
    [
      {
        name: 'list',
        type: 'DATA_LIST_TYPE_STRING',
        entries: [{ stringValue: 'a', notes: 'n'.repeat(256) }],
      },
      ['entries[0].notes'],
    ],
  ])('%#', (dataList, fields) => {
    const expected = fields.map((field) => `data_lists[0].${field}`);
    expect(fieldsOf({ dataLists: [dataList] })).toEqual(expected);
  });

  test('a list past its limit is refused by name', () => {
    const entries = Array.from({ length: LIST_ENTRIES_MAX + 1 }, () => ({ stringValue: 'a' }));
    const dataLists = [{ name: 'long', type: 'DATA_LIST_TYPE_STRING', entries }];
    expect(fieldsOf({ dataLists })).toEqual(['data_lists[0].entries']);
  });
});

describe('routes', () => {
  test.each([
    'DIRECTSHIP',
    'TRANSFER',
    'STH_CONSOLIDATED',
    'RETURN',
    'DISPOSITION',
    'DELIVERY',
    'BOPIS',
  ])('may be of type %s', (type) => {
    expect(fieldsOf({ routes: [{ name: 'r', orderType: `ORDER_TYPE_${type}` }] })).toEqual([]);
  });

  test('need a known type and strategy', () => {
    const routes = [
      { name: 'a', orderType: 'ORDER_TYPE_UNSPECIFIED' },
      { name: 'b', orderType: 'ORDER_TYPE_DRONE', candidateSortStrategy: 'BEST' },
      {
        name: 'c',
        orderType: 'ORDER_TYPE_BOPIS',
        candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_MINIMIZE_SHIPMENTS',
      },
    ];
    expect(fieldsOf({ routes })).toEqual([
      'routes[0].order_type',
      'routes[1].order_type',
      'routes[1].candidate_sort_strategy',
    ]);
  });

  test.each([
    'UNSPECIFIED',
    'MINIMIZE_SHIPMENTS',
    'GROUP_RANK_AND_QUANTITY',
    'QUANTITY',
    'DISTANCE',
  ])('may take candidates by %s, whole lines first', (strategy) => {
    const route = {
      name: 'r',
      orderType: 'ORDER_TYPE_DELIVERY',
      candidateSortStrategy: `CANDIDATE_SORT_STRATEGY_${strategy}`,
      preferAtomicAssignments: true,
    };
    expect(fieldsOf({ routes: [route] })).toEqual([]);
  });

  test('need a cost above 0 to minimise it, and none that cannot be counted', () => {
    const fieldsOfCost = (cost: object | undefined, strategy = 'MINIMIZE_COST') => {
      const candidateSortStrategy = `CANDIDATE_SORT_STRATEGY_${strategy}`;
      const route = { name: 'r', orderType: 'ORDER_TYPE_DELIVERY', candidateSortStrategy };
      return fieldsOf({ routes: [cost === undefined ? route : { ...route, cost }] });
    };
    expect(fieldsOfCost(undefined)).toEqual(['routes[0].cost']);
    expect(fieldsOfCost({ parcelMinor: 0, unitMinor: 0 })).toEqual(['routes[0].cost']);
    expect(fieldsOfCost({})).toEqual(['routes[0].cost']);
    expect(fieldsOfCost(undefined, 'QUANTITY')).toEqual([]);
    expect(fieldsOfCost({ unitKmMinor: 0.034 }, 'QUANTITY')).toEqual([]);
    expect(fieldsOfCost({ parcelMinor: 876, unitMinor: 42.3, unitKmMinor: 0.034 })).toEqual([]);
    expect(fieldsOfCost({ parcelMinor: -1, unitMinor: 1_000_001, unitKmMinor: -0.1 })).toEqual([
      'routes[0].cost.parcel_minor',
      'routes[0].cost.unit_minor',
      'routes[0].cost.unit_km_minor',
    ]);
    const atMost = { parcelMinor: 100_000_000, unitMinor: 1_000_000, unitKmMinor: 100 };
    expect(fieldsOfCost(atMost)).toEqual([]);
    expect(fieldsOfCost({ parcelMinor: 0.5 })).toEqual(['routes[0].cost.parcel_minor']);
  });

  test('past their limit are refused by name', () => {
    const routes = Array.from({ length: ROUTES_MAX + 1 }, () => ({}));
    expect(fieldsOf({ routes })).toEqual(['routes']);
  });
});
