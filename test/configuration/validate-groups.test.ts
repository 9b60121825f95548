// Tests of the rules on location groups, each with the path that it names. Sorts and trees have
// files of their own.

import { expect, test } from 'vitest';
import { GROUP_LOCATIONS_MAX, GROUPS_MAX, RANK_MAX } from '../../src/columns/limits.js';
import type { LocationGroupDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { customFilter, ROUTE, sampleDocument } from './samples.js';

const near = customFilter('location.distance', 'LESS_THAN', '10');

function fieldsOf(...groups: LocationGroupDocument[]): string[] {
  const locationGroups = groups.map((group, place) => ({
    name: `group ${place}`,
    route: ROUTE,
    rank: 1,
    ...group,
  }));
  const document = sampleDocument({}, [near], { locationGroups });
  return validateConfiguration(document).map(({ field }) =>
    field.replace('location_groups[0].', ''),
  );
}

function ranked(...locationCodes: string[]) {
  return { locations: locationCodes.map((locationCode) => ({ locationCode })) };
}

test('a full group passes', () => {
  const group: LocationGroupDocument = {
    description: 'd',
    active: false,
    isDefaultGroup: true,
    locations: [{ locationCode: 'A', rank: 3 }, { locationCode: 'a' }],
    excludedLocationCodes: ['B', 'unknown'],
    filters: [near.name ?? ''],
    sorts: [
      { type: 'SORT_TYPE_RANK', direction: 'SORT_DIRECTION_UNSPECIFIED' },
      { type: 'SORT_TYPE_RANDOM', direction: 'SORT_DIRECTION_DESCENDING' },
    ],
    afterActionPartial: {
      action: 'FAILOVER_ACTION_QUANTITY_SPLIT_ASSIGN_IF_FULFILLED',
      restartAttempt: 'RESTART_ATTEMPT_START_AT_BEGINNING',
    },
    afterActionNone: {
      action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
      restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
      restartGroup: 'of no route',
    },
    useRetailerExclusionList: true,
    fulfillmentLimit: {
      type: 'FULFILLMENT_LIMIT_TYPE_VALUE',
      limit: 0,
      durationUnit: 'DURATION_UNIT_MONTH',
      durationCount: 1000,
      period: 'LIMIT_PERIOD_ROLLING',
    },
  };
  expect(fieldsOf(group)).toEqual([]);
});

test.each<[string, LocationGroupDocument, string[]]>([
  ['an unknown route', { route: 'sail' }, ['route']],
  ['no route', { route: '' }, ['route']],
  ['rank 0', { rank: 0 }, ['rank']],
  ['a negative rank', { rank: -1 }, ['rank']],
  ['a rank past the limit', { rank: RANK_MAX + 1 }, ['rank']],
  ['a long description', { description: 'd'.repeat(256) }, ['description']],
  ['a blank code', ranked('A', ''), ['locations[1].location_code']],
  ['a long code', ranked('é'.repeat(33)), ['locations[0].location_code']],
  ['a code twice', ranked('A', 'B', 'A'), ['locations[2].location_code']],
  [
    'a negative location rank',
    { locations: [{ locationCode: 'A', rank: -1 }] },
    ['locations[0].rank'],
  ],
  ['exclusions outside', { excludedLocationCodes: ['A'] }, ['excluded_location_codes']],
  [
    'a blank and a repeated exclusion',
    { isDefaultGroup: true, excludedLocationCodes: ['A', '', 'A'] },
    ['excluded_location_codes[1]', 'excluded_location_codes[2]'],
  ],
  ['an unknown filter', { filters: ['far'] }, ['filters[0]']],
  ['a filter twice', { filters: [near.name ?? '', near.name ?? ''] }, ['filters[1]']],
  [
    'a list of filters beside a tree',
    {
      filters: [near.name ?? ''],
      filterLogicalGroups: [{ logicalOperator: 'LOGICAL_OPERATOR_AND' }],
    },
    ['filter_logical_groups'],
  ],
  [
    'a limit without anything',
    { fulfillmentLimit: {} },
    ['fulfillment_limit.type', 'fulfillment_limit.limit', 'fulfillment_limit.duration_unit'],
  ],
  [
    'a limit of numbers that are none, in a period that is none',
    {
      fulfillmentLimit: {
        type: 'FULFILLMENT_LIMIT_TYPE_DOLLARS',
        limit: -1,
        durationUnit: 'DURATION_UNIT_DAY',
        durationCount: 1001,
        period: 'LIMIT_PERIOD_NEVER',
      },
    },
    ['type', 'limit', 'duration_count', 'period'].map((field) => `fulfillment_limit.${field}`),
  ],
  ['a partial action without action', { afterActionPartial: {} }, ['after_action_partial.action']],
  [
    'an unspecified action',
    { afterActionNone: { action: 'FAILOVER_ACTION_UNSPECIFIED' } },
    ['after_action_none.action'],
  ],
  [
    'an unknown restart',
    {
      afterActionNone: {
        action: 'FAILOVER_ACTION_CANCEL_ORDER',
        restartAttempt: 'RESTART_ATTEMPT_LATER',
      },
    },
    ['after_action_none.restart_attempt'],
  ],
  [
    'a group to go to that is not gone to',
    {
      afterActionPartial: {
        action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
        restartAttempt: 'RESTART_ATTEMPT_CURRENT_GROUP',
        restartGroup: 'group 0',
      },
      afterActionNone: { action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP', restartGroup: 'group 0' },
    },
    ['after_action_partial.restart_group', 'after_action_none.restart_group'],
  ],
  [
    'a long name to go to',
    {
      afterActionNone: {
        action: 'FAILOVER_ACTION_ASSIGN_TO_GROUP',
        restartAttempt: 'RESTART_ATTEMPT_GROUP_RANK',
        restartGroup: 'g'.repeat(256),
      },
    },
    ['after_action_none.restart_group'],
  ],
])('refused: %s', (_case, group, fields) => {
  expect(fieldsOf(group)).toEqual(fields);
});

test('a route has one default group', () => {
  expect(fieldsOf({ isDefaultGroup: true }, {}, { isDefaultGroup: true, active: false })).toEqual([
    'location_groups[2].is_default_group',
  ]);
});

test('names are unique', () => {
  expect(fieldsOf({ name: 'x' }, { name: 'x' })).toEqual(['location_groups[1].name']);
});

test('members and groups past their limits are refused by name', () => {
  const codes = Array.from({ length: GROUP_LOCATIONS_MAX + 1 }, (_, place) => `L${place}`);
  expect(fieldsOf(ranked(...codes))).toEqual(['locations']);
  expect(fieldsOf({ isDefaultGroup: true, excludedLocationCodes: codes })).toEqual([
    'excluded_location_codes',
  ]);
  expect(fieldsOf(...Array.from({ length: GROUPS_MAX + 1 }, () => ({})))).toEqual([
    'location_groups',
  ]);
});
