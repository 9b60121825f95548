// Tests of edits of the parts of a group: its filters, sorts and locations.

import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { LocationGroupDocument } from '../../src/configuration/document.js';
import type { ConfigurationEdit } from '../../src/configuration/edit/edit.js';
import { digestOf } from '../../src/configuration/edit/resources.js';
import { edited, faultsOf, refusalOf, STORED } from './support/edits.js';

const [STORES, LATE, ALL] = STORED.locationGroups ?? [];
const stores = { id: STORES.id ?? 0, etag: '' };
const all = { id: ALL.id ?? 0, etag: '' };

function groupAfter(edit: ConfigurationEdit & { readonly id: number }): LocationGroupDocument {
  const { document, subject } = edited(edit);
  const place = (STORED.locationGroups ?? []).findIndex(({ id }) => id === edit.id);
  expect(subject).toEqual({ kind: 'locationGroup', place });
  const others = (groups: readonly LocationGroupDocument[] = []) =>
    groups.filter(({ id }) => id !== edit.id);
  expect(others(document.locationGroups)).toEqual(others(STORED.locationGroups));
  return document.locationGroups?.[place] ?? {};
}

/** Members as code:rank. */
function membersAfter(edit: ConfigurationEdit & { readonly id: number }): string[] {
  const { locations = [] } = groupAfter(edit);
  return locations.map(({ locationCode, rank = 0 }) => `${locationCode}:${rank}`);
}

describe('filters', () => {
  test('are replaced', () => {
    const set = { action: 'set-filters', ...stores, filterLogicalGroups: [] } as const;
    expect(groupAfter({ ...set, filters: ['near'] }).filters).toEqual(['near']);
    expect(groupAfter({ ...set, filters: [] }).filters).toEqual([]);
  });

  test('are replaced by a tree, and a tree by them', () => {
    const set = { action: 'set-filters', filters: [] } as const;
    const tree = [{ orderIndex: 3, logicalOperator: 'LOGICAL_OPERATOR_OR', filters: ['near'] }];
    const planted = groupAfter({ ...set, ...stores, filterLogicalGroups: tree });
    expect(planted).toMatchObject({ filters: [], filterLogicalGroups: tree });
    const late = { id: LATE.id ?? 0, etag: '' };
    const felled = groupAfter({ ...set, ...late, filters: ['near'], filterLogicalGroups: [] });
    expect(felled).toMatchObject({ filters: ['near'], filterLogicalGroups: [] });
  });

  test('of a tree are refused by their place in the request', () => {
    const node = { logicalOperator: 'LOGICAL_OPERATOR_AND' };
    const filterLogicalGroups = [
      { ...node, filters: ['near', 'far'] },
      { ...node, orderIndex: 1, parentOrderIndex: 7 },
    ];
    const set = { action: 'set-filters', ...stores, filterLogicalGroups } as const;
    expect(faultsOf({ ...set, filters: [] })).toEqual([
      "filter_logical_groups[0].filters[1] no filter has the name 'far'",
      'filter_logical_groups[1].parent_order_index no node has the order_index 7',
    ]);
    expect(faultsOf({ ...set, filters: ['near'], filterLogicalGroups: [node] })).toEqual([
      'filter_logical_groups is a tree in place of filters: a group has one or the other',
    ]);
  });

  test('that do not exist, or come twice, are refused by their place in the request', () => {
    const filters = ['near', 'far', 'near'];
    const set = { action: 'set-filters', ...stores, filters, filterLogicalGroups: [] } as const;
    expect(faultsOf(set)).toEqual([
      "filters[1] no filter has the name 'far'",
      "filters[2] 'near' is there twice",
    ]);
  });
});

describe('sorts', () => {
  test('are replaced', () => {
    const sorts = [{ type: 'SORT_TYPE_DISTANCE' }];
    expect(groupAfter({ action: 'set-sorts', ...stores, sorts }).sorts).toEqual(sorts);
  });

  test('are refused by their place in the request', () => {
    const sorts = [{ type: 'SORT_TYPE_RANK' }, { type: 'SORT_TYPE_MOOD' }];
    expect(faultsOf({ action: 'set-sorts', ...stores, sorts })).toEqual([
      "sorts[1].type 'SORT_TYPE_MOOD' is no SortType",
    ]);
  });
});

describe('adding locations', () => {
  const add = (target: typeof stores, ...locations: { locationCode: string; rank?: number }[]) =>
    ({ action: 'add-locations', ...target, locations }) as const;

  test('puts new ones last and gives others their new rank', () => {
    const edit = add(stores, { locationCode: 'D' }, { locationCode: 'B', rank: 2 });
    expect(membersAfter(edit)).toEqual(['A:0', 'B:2', 'C:0', 'D:0']);
    expect(membersAfter(add(stores, { locationCode: 'B' }))).toEqual(['A:0', 'B:0', 'C:0']);
  });

  test('ends an exclusion', () => {
    const withRank = groupAfter(add(all, { locationCode: 'X', rank: 4 }));
    expect(withRank.excludedLocationCodes).toEqual(['Y']);
    expect(withRank.locations).toEqual([
      { locationCode: 'A', rank: 3 },
      { locationCode: 'X', rank: 4 },
    ]);
    const withoutRank = groupAfter(add(all, { locationCode: 'X' }));
    expect(withoutRank.excludedLocationCodes).toEqual(['Y']);
    expect(withoutRank.locations).toEqual(ALL.locations);
  });

  test('is refused by the place in the request', () => {
    const bad = add(
      stores,
      { locationCode: 'D' },
      { locationCode: '' },
      { locationCode: 'B', rank: -1 },
    );
    expect(faultsOf(bad)).toEqual([
      'locations[1].location_code must have 1 to 64 bytes, not 0',
      'locations[2].rank must be 0 to 1000000, not -1',
    ]);
    const twice = refusalOf(add(stores, { locationCode: 'D' }, { locationCode: 'D', rank: 2 }));
    expect(twice).toMatchObject({
      code: STATUS.invalidArgument,
      violations: [{ field: 'locations[1].location_code' }],
    });
  });
});

describe('removing locations', () => {
  const remove = (target: typeof stores, ...locationCodes: string[]) =>
    ({ action: 'remove-locations', ...target, locationCodes }) as const;

  test('takes members out of a group', () => {
    expect(membersAfter(remove(stores, 'C', 'A'))).toEqual(['B:7']);
  });

  test('excludes them from a default group, listed or not', () => {
    const group = groupAfter(remove(all, 'A', 'Z', 'X'));
    expect(group.locations).toEqual([]);
    expect(group.excludedLocationCodes).toEqual(['X', 'Y', 'A', 'Z']);
  });

  test('refuses what is no member, and what comes twice', () => {
    expect(refusalOf(remove(stores, 'A', 'Z'))).toMatchObject({
      code: STATUS.invalidArgument,
      violations: [{ field: 'location_codes[1]', description: "'Z' is not in group 'stores'" }],
    });
    const twice = refusalOf(remove(stores, 'A', 'A'));
    expect(twice.violations).toMatchObject([{ field: 'location_codes[1]' }]);
    expect(faultsOf(remove(all, ''))).toEqual(['location_codes[0] must have 1 to 64 bytes, not 0']);
    const many = Array.from({ length: 10_001 }, (_, i) => `L${i}`);
    expect(faultsOf(remove(all, ...many))).toEqual([
      'location_codes has 10003 members, at most 10000 are served',
    ]);
  });
});

test.each([
  ['set-filters', { action: 'set-filters', filters: [], filterLogicalGroups: [] }],
  ['set-sorts', { action: 'set-sorts', sorts: [] }],
  ['add-locations', { action: 'add-locations', locations: [{ locationCode: 'D' }] }],
  ['remove-locations', { action: 'remove-locations', locationCodes: ['A'] }],
] as const)('%s needs a group that is there and has the etag', (_action, change) => {
  expect(refusalOf({ ...change, id: 999, etag: '' }).code).toBe(STATUS.notFound);
  const stale = refusalOf({ ...change, ...stores, etag: 'old' });
  expect(stale).toMatchObject({ code: STATUS.failedPrecondition, reason: 'ETAG_MISMATCH' });
  edited({ ...change, ...stores, etag: digestOf(STORES).etag });
});
