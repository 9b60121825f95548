// Tests of the stored form of configurations: ids that stay, and a form that round trips.

import { expect, test } from 'vitest';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { assignIds, keepIds, normalizeConfiguration } from '../../src/configuration/versions.js';
import { counter } from './samples.js';

const FULL: ConfigurationDocument = {
  settings: {
    defaultStateChange: 'STATE_CHANGE_UNSPECIFIED',
    currencyCode: 'EUR',
    allowInternationalAssignment: false,
  },
  dataLists: [
    {
      id: 77,
      name: 'SKUS_UNSPECIFIED',
      type: 'DATA_LIST_TYPE_STRING',
      notes: '',
      entries: [{ stringValue: 'X_UNSPECIFIED', notes: 'ENTRY' }, { stringValue: '0' }],
    },
  ],
  filters: [
    {
      name: 'near',
      attribute: 'location.distance',
      customAttributeName: '',
      operator: 'FILTER_OPERATOR_LESS_THAN',
      customValue: { stringValue: '5', unit: 'MEASURE_UNIT_UNSPECIFIED' },
      acceptNulls: false,
    },
    {
      name: 'listed',
      attribute: 'item.sku',
      operator: 'FILTER_OPERATOR_IN',
      dataList: 'SKUS_UNSPECIFIED',
    },
  ],
  locationGroups: [
    {
      name: 'all',
      route: 'ship',
      rank: 1,
      active: false,
      isDefaultGroup: true,
      locations: [
        { locationCode: 'A', rank: 0 },
        { locationCode: 'B', rank: 2 },
      ],
      excludedLocationCodes: ['C'],
      filters: ['near', 'listed'],
      sorts: [{ type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_UNSPECIFIED' }],
      afterActionPartial: {
        action: 'FAILOVER_ACTION_CANCEL_ORDER',
        restartAttempt: 'RESTART_ATTEMPT_UNSPECIFIED',
      },
    },
  ],
  routes: [
    {
      name: 'ship',
      orderType: 'ORDER_TYPE_DIRECTSHIP',
      active: true,
      candidateSortStrategy: 'CANDIDATE_SORT_STRATEGY_UNSPECIFIED',
    },
  ],
};

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
    ],
    locationGroups: [
      {
        id: 4,
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
      },
    ],
    routes: [{ id: 5, name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP', active: true }],
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
  expect(allocateId()).toBe(6);
});

test('fields in another order give the same bytes', () => {
  const route = { orderType: 'ORDER_TYPE_DELIVERY', name: 'r' };
  const left = normalizeConfiguration({ routes: [route], filters: [] });
  const right = normalizeConfiguration({ routes: [{ name: 'r', orderType: route.orderType }] });
  expect(JSON.stringify(left)).toBe(JSON.stringify(right));
});

test('an empty document has a stored form', () => {
  const empty = { settings: {}, dataLists: [], filters: [], locationGroups: [], routes: [] };
  expect(assignIds(undefined, {}, counter())).toEqual(empty);
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
