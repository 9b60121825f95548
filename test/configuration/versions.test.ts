// Tests of the stored form of configurations: ids that stay, and a form that round trips.

import { expect, test } from 'vitest';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import {
  assignIds,
  isSameDocument,
  keepIds,
  normalizeConfiguration,
  normalizeEdited,
} from '../../src/configuration/versions.js';
import { counter } from './samples.js';
import { FULL } from './support/full-document.js';

test('the stored form has lists, and nothing that means nothing', () => {
  expect(assignIds(undefined, FULL, counter())).toEqual({
    settings: { currencyCode: 'EUR' },
    dataLists: [
      {
        id: 1,
        name: 'SKUS_UNSPECIFIED',
        type: 'DATA_LIST_TYPE_STRING',
        entries: [{ stringValue: 'X_UNSPECIFIED', notes: 'ENTRY' }, { stringValue: '0' }],
      },
    ],
    filters: [
      {
        id: 2,
        name: 'near',
        attribute: 'location.distance',
        operator: 'FILTER_OPERATOR_LESS_THAN',
        customValue: { stringValue: '5' },
        acceptNulls: false,
      },
      {
        id: 3,
        name: 'listed',
        attribute: 'item.sku',
        operator: 'FILTER_OPERATOR_IN',
        dataList: 'SKUS_UNSPECIFIED',
      },
      {
        id: 4,
        name: 'beside',
        attribute: 'location.dataSet',
        operator: 'FILTER_OPERATOR_EQUAL',
        dataPoint: { attribute: 'order.attributes', attributeFqn: 'a.b' },
        dataSet: 'costs',
        dataSetColumn: 'zone',
      },
    ],
    locationGroups: [
      {
        id: 5,
        name: 'all',
        route: 'ship',
        rank: 1,
        active: false,
        isDefaultGroup: true,
        locations: [{ locationCode: 'A' }, { locationCode: 'B', rank: 2 }],
        excludedLocationCodes: ['C'],
        filters: ['near', 'listed'],
        sorts: [{ type: 'SORT_TYPE_RANK' }],
        afterActionPartial: { action: 'FAILOVER_ACTION_CANCEL_ORDER' },
        fulfillmentLimit: {
          type: 'FULFILLMENT_LIMIT_TYPE_ORDERS',
          limit: 0,
          durationUnit: 'DURATION_UNIT_DAY',
        },
      },
      {
        id: 6,
        name: 'tree',
        route: 'ship',
        rank: 2,
        locations: [],
        excludedLocationCodes: [],
        filters: [],
        sorts: [
          { type: 'SORT_TYPE_COST', dataSet: 'costs', dataSetColumn: 'pick' },
          {
            type: 'SORT_TYPE_SCORE',
            score: {
              inventoryCoefficient: 0,
              priceShare: 0,
              costDataSet: 'costs',
              costDataSetColumn: 'pick',
            },
          },
          { type: 'SORT_TYPE_RANK' },
        ],
        afterActionNone: {
          action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
          restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
          restartGroup: 'all',
        },
        filterLogicalGroups: [
          { logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['near'] },
          {
            orderIndex: 1,
            parentOrderIndex: 0,
            logicalOperator: 'LOGICAL_OPERATOR_AND',
            filters: [],
          },
        ],
        useRetailerExclusionList: true,
      },
    ],
    routes: [
      {
        id: 7,
        name: 'ship',
        orderType: 'ORDER_TYPE_DIRECTSHIP',
        active: true,
        cost: { parcelMinor: 876, unitKmMinor: 0.034 },
      },
    ],
    dataSets: [
      {
        id: 8,
        name: 'costs',
        columns: [
          { name: 'pick', sortable: true },
          {
            name: 'zone',
            type: 'DATA_SET_COLUMN_TYPE_STRING',
            filterable: true,
            sortable: false,
          },
        ],
        rows: [
          { locationCode: 'A', values: { pick: '0', zone: '0' } },
          { locationCode: 'B', values: { pick: '1.50' } },
          { locationCode: 'C', values: {} },
        ],
      },
    ],
    rateCards: [
      {
        id: 9,
        name: 'ground',
        carrier: 'UPS',
        active: false,
        defaultUnitWeightGrams: 0,
        weightBandsGrams: [1, 2],
        zones: [
          {
            distanceKmMax: 0,
            countryCodes: ['US'],
            postalPrefixes: [],
            originLocationCodes: [],
            priceMinor: [0, 5],
          },
        ],
      },
    ],
  });
});

test('what is exported and applied again is the same to the byte', () => {
  expect(validateConfiguration(FULL)).toEqual([]);
  const allocateId = counter();
  const first = assignIds(undefined, FULL, allocateId);
  expect(validateConfiguration(first)).toEqual([]);
  const exported = JSON.parse(JSON.stringify(first)) as ConfigurationDocument;
  const second = assignIds(first, exported, allocateId);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  expect(allocateId()).toBe(10);
});

test('fields in another order give the same bytes', () => {
  const route = { orderType: 'ORDER_TYPE_DELIVERY', name: 'r' };
  const left = normalizeConfiguration({ routes: [route], filters: [] });
  const right = normalizeConfiguration({ routes: [{ name: 'r', orderType: route.orderType }] });
  expect(JSON.stringify(left)).toBe(JSON.stringify(right));
});

test('an empty document has a stored form', () => {
  const rules = { settings: {}, dataLists: [], filters: [], locationGroups: [], routes: [] };
  const empty = { ...rules, dataSets: [], rateCards: [] };
  expect(assignIds(undefined, {}, counter())).toEqual(empty);
});

test('the values of a row come in the order of the columns', () => {
  const columns = [{ name: 'b' }, { name: 'a' }, { name: '7' }];
  const normalOf = (values: Record<string, string>) =>
    JSON.stringify(normalizeConfiguration({ dataSets: [{ columns, rows: [{ values }] }] }));
  expect(normalOf({ a: '1', 7: '2', b: '3' })).toBe(normalOf({ b: '3', 7: '2', a: '1' }));
  expect(normalOf({ a: '1', b: '3' })).toContain('{"b":"3","a":"1"}');
});

test('what an edit leaves alone stays the very same object', () => {
  const before = assignIds(undefined, FULL, counter());
  const [list] = before.dataLists ?? [];
  const edited = { ...before, dataLists: [{ ...list, notes: 'new' }] };
  const after = normalizeEdited(before, edited, counter());
  expect(after.dataLists?.[0]).toEqual({ ...list, notes: 'new' });
  for (const part of [
    'settings',
    'filters',
    'locationGroups',
    'routes',
    'dataSets',
    'rateCards',
  ] as const) {
    expect(after[part]).toBe(before[part]);
  }
  expect(isSameDocument(before, after)).toBe(false);
  expect(isSameDocument(after, normalizeEdited(before, edited, counter()))).toBe(true);
  for (const part of ['dataSets', 'rateCards'] as const) {
    expect(isSameDocument(before, { ...before, [part]: [] })).toBe(false);
  }
});

test('a document of a release without data sets and rate cards is the same without any', () => {
  const { dataSets: _, rateCards: __, ...old } = assignIds(undefined, {}, counter());
  expect(isSameDocument(old, normalizeEdited(old, { ...old }, counter()))).toBe(true);
});

test('ids follow kind and name, whatever the order and whatever ids come in', () => {
  const route = (name: string, id?: number) => ({
    ...(id === undefined ? {} : { id }),
    name,
    orderType: 'ORDER_TYPE_DELIVERY',
  });
  const allocateId = counter();
  const first = assignIds(undefined, { routes: [route('a', 50), route('b')] }, allocateId);
  expect(first.routes?.map(({ id }) => id)).toEqual([1, 2]);
  const next = { dataLists: [{ name: 'a' }], routes: [route('c', 1), route('b'), route('a')] };
  expect(keepIds(first, next).routes?.map(({ id }) => id)).toEqual([undefined, 2, 1]);
  const second = assignIds(first, next, allocateId);
  expect(second.dataLists?.map(({ id }) => id)).toEqual([3]);
  expect(second.routes?.map(({ id }) => id)).toEqual([4, 2, 1]);
  expect(first.routes?.map(({ id }) => id)).toEqual([1, 2]);
});
