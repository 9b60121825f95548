// Tests of edits of what others use: a new name goes to its users, and what is used stays.

import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { ResourceKind } from '../../src/configuration/edit/edit.js';
import { digestOf } from '../../src/configuration/edit/resources.js';
import { edited, faultsOf, refusalOf, STORED } from './support/edits.js';

const [LIST, OTHER_LIST] = STORED.dataLists ?? [];
const [FILTER, , CHEAP] = STORED.filters ?? [];
const [GROUP, LATE] = STORED.locationGroups ?? [];
const [ROUTE] = STORED.routes ?? [];
const [DATA_SET, SPARE_SET] = STORED.dataSets ?? [];
const [CARD] = STORED.rateCards ?? [];

describe('a new name', () => {
  const rename = (kind: ResourceKind, id = 0, resource: object = { name: 'new' }) =>
    edited({ action: 'update', kind, id, etag: '', resource, mask: ['name'] });

  test('of a data list changes the filters that use it', () => {
    const { document } = rename('dataList', LIST.id);
    expect(document.filters?.map(({ dataList }) => dataList)).toEqual([
      'new',
      undefined,
      undefined,
    ]);
  });

  test('of a filter changes the groups that use it', () => {
    const { document } = rename('filter', FILTER.id);
    const filters = document.locationGroups?.map((group) => group.filters);
    expect(filters).toEqual([['new', 'near'], [], []]);
    const trees = document.locationGroups?.map((group) => group.filterLogicalGroups);
    expect(trees?.[1]?.map((node) => node.filters)).toEqual([['new'], []]);
  });

  test('of a data set changes the filters, sorts and scores that read it', () => {
    const pointed = {
      ...STORED.filters?.[2],
      customValue: undefined,
      dataPoint: { dataSet: 'costs' },
    };
    const filters = [...(STORED.filters ?? []).slice(0, 2), pointed];
    const update = { action: 'update', kind: 'dataSet', id: DATA_SET.id ?? 0, etag: '' } as const;
    const change = { ...update, resource: { name: 'new' }, mask: ['name'] };
    const { document } = edited(change, { ...STORED, filters });
    expect(document.filters?.[2]).toMatchObject({ dataSet: 'new', dataPoint: { dataSet: 'new' } });
    expect(document.filters?.[0]).toBe(FILTER);
    const [column, score] = document.locationGroups?.[1].sorts ?? [];
    expect(column.dataSet).toBe('new');
    expect(score.score).toMatchObject({ modelDataSet: 'new', costDataSet: 'new' });
    expect(document.locationGroups?.[0]).toBe(GROUP);
    expect(faultsOf(change)).toEqual([]);
  });

  test('of a rate card changes the scores that name it', () => {
    const { document } = rename('rateCard', CARD.id);
    expect(document.locationGroups?.[1].sorts?.[1].score?.rateCards).toEqual(['new', 'air']);
    expect(document.locationGroups?.[2]).toBe(STORED.locationGroups?.[2]);
  });

  test('of a group changes the after-actions that go to it, its own too', () => {
    const targets = (document: ConfigurationDocument) => {
      const { afterActionPartial, afterActionNone } = document.locationGroups?.[1] ?? {};
      return [afterActionPartial?.restartGroup, afterActionNone?.restartGroup];
    };
    expect(targets(rename('locationGroup', GROUP.id).document)).toEqual(['new', 'late']);
    expect(targets(rename('locationGroup', LATE.id).document)).toEqual(['stores', 'new']);
    // A form sends everything as it was, and the new name.
    const whole = { ...LATE, name: 'new' };
    const update = { action: 'update', kind: 'locationGroup', id: LATE.id ?? 0, etag: '' } as const;
    const sent = edited({ ...update, resource: whole, mask: [] });
    expect(targets(sent.document)).toEqual(['stores', 'new']);
  });

  test('of a route changes its groups', () => {
    const { document } = rename('route', ROUTE.id);
    expect(document.locationGroups?.map(({ route }) => route)).toEqual(['new', 'new', 'bring']);
  });

  test('may not be one that is taken, and may be the same', () => {
    const update = { action: 'update', kind: 'dataList', id: LIST.id ?? 0, etag: '' } as const;
    const renamed = { ...update, resource: { name: OTHER_LIST.name }, mask: ['name'] };
    expect(refusalOf(renamed)).toMatchObject({ code: STATUS.alreadyExists, reason: 'NAME_TAKEN' });
    const same = edited({ ...update, resource: { name: LIST.name }, mask: ['name'] });
    expect(same.document).toEqual(STORED);
  });

  test('that is empty is refused for that, and not where it is used', () => {
    const update = { action: 'update', kind: 'dataList', id: LIST.id ?? 0, etag: '' } as const;
    expect(faultsOf({ ...update, resource: {}, mask: ['name'] })).toEqual([
      'data_list.name must have 1 to 255 bytes, not 0',
    ]);
  });
});

describe('deleting', () => {
  const remove = (kind: ResourceKind, id = 0) =>
    ({ action: 'delete', kind, id, etag: '' }) as const;

  test('takes out what nothing uses', () => {
    const { document, subject } = edited(remove('dataList', OTHER_LIST.id));
    expect(document.dataLists).toEqual([LIST]);
    expect(subject).toBeNull();
    expect(edited(remove('dataSet', SPARE_SET.id)).document.dataSets).toEqual([DATA_SET]);
  });

  test('a group goes though after-actions name it: the name means the next group then', () => {
    const edit = remove('locationGroup', GROUP.id);
    const { document } = edited(edit);
    expect(document.locationGroups).toEqual(STORED.locationGroups?.slice(1));
    expect(faultsOf(edit)).toEqual([]);
  });

  test.each([
    [
      'data list',
      remove('dataList', LIST.id),
      "data list 'skus' is in use: filter 'listed' uses it",
    ],
    [
      'filter',
      remove('filter', FILTER.id),
      "filter 'listed' is in use: location groups 'stores', 'late' use it",
    ],
    [
      'route',
      remove('route', ROUTE.id),
      "route 'ship' is in use: location groups 'stores', 'late' use it",
    ],
    [
      'data set',
      remove('dataSet', DATA_SET.id),
      "data set 'costs' is in use: filter 'cheap' and location group 'late' use it",
    ],
    [
      'rate card',
      remove('rateCard', CARD.id),
      "rate card 'ground' is in use: location group 'late' uses it",
    ],
  ])('a %s that is used is refused with its users', (_kind, edit, message) => {
    const refusal = refusalOf(edit);
    expect(refusal).toMatchObject({ code: STATUS.failedPrecondition, reason: 'RESOURCE_IN_USE' });
    expect(refusal.message).toBe(message);
    const users = JSON.parse(refusal.metadata?.users ?? '') as string[];
    expect(refusal.metadata?.userCount).toBe(String(users.length));
    for (const user of users) expect(message).toContain(`'${user}'`);
  });

  test('tells the first of many users, and how many there are', () => {
    const filters = Array.from({ length: 100 }, (_, i) => ({
      ...FILTER,
      id: 1000 + i,
      name: `a filter with number ${i}`,
    }));
    const { message, metadata } = refusalOf(remove('dataList', LIST.id), { ...STORED, filters });
    expect(metadata?.userCount).toBe('100');
    expect(metadata?.users.length).toBeLessThanOrEqual(300);
    const listed = (JSON.parse(metadata?.users ?? '') as string[]).length;
    expect(message).toContain(`and ${100 - listed} more use it`);
    expect(message.length).toBeLessThanOrEqual(400);
  });

  test('tells how many users of another kind there are where no more names fit', () => {
    const filters = Array.from({ length: 20 }, (_, i) => ({
      ...CHEAP,
      name: `a filter, the ${i}th`,
    }));
    const edit = remove('dataSet', DATA_SET.id);
    const { message, metadata } = refusalOf(edit, { ...STORED, filters });
    expect(message).toMatch(/ and \d+ more and 1 location group use it$/);
    expect(metadata).toMatchObject({ userCount: '21', userKind: 'filter, location group' });
  });

  test('is refused for an unknown id and another etag', () => {
    expect(refusalOf(remove('route', 999)).code).toBe(STATUS.notFound);
    const stale = { ...remove('dataList', OTHER_LIST.id), etag: 'old' };
    expect(refusalOf(stale).reason).toBe('ETAG_MISMATCH');
    edited({ ...stale, etag: digestOf(OTHER_LIST).etag });
  });
});
