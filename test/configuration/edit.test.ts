// Tests of single edits of a document: what it is after one, and how edits are refused. Edits of
// the parts of groups have a file of their own.

import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { digestOf } from '../../src/configuration/edit/resources.js';
import { edited, faultsOf, refusalOf, STORED } from './support/edits.js';

const [LIST, OTHER_LIST] = STORED.dataLists ?? [];
const [FILTER] = STORED.filters ?? [];
const [GROUP] = STORED.locationGroups ?? [];
const [ROUTE] = STORED.routes ?? [];

describe('creating', () => {
  test('adds a resource without an id at the end', () => {
    const resource = { id: 99, name: 'new', type: 'DATA_LIST_TYPE_STRING' };
    const { document, subject } = edited({ action: 'create', kind: 'dataList', resource });
    expect(document.dataLists?.slice(0, -1)).toEqual(STORED.dataLists);
    expect(document.dataLists?.at(-1)).toEqual({ name: 'new', type: 'DATA_LIST_TYPE_STRING' });
    expect(subject).toEqual({ kind: 'dataList', place: 2 });
    expect(faultsOf({ action: 'create', kind: 'dataList', resource })).toEqual([]);
  });

  test('names the fields of the request, not those of the document', () => {
    const entries = [{ stringValue: '1' }, { stringValue: '2.5' }, { stringValue: 'two' }];
    const resource = { name: 'new', type: 'DATA_LIST_TYPE_NUMBER', entries };
    const faults = faultsOf({ action: 'create', kind: 'dataList', resource });
    expect(faults).toEqual(["data_list.entries[2].string_value must be a number, not 'two'"]);
    const route = { name: 'new', orderType: 'ORDER_TYPE_MOON' };
    expect(faultsOf({ action: 'create', kind: 'route', resource: route })).toEqual([
      "route.order_type 'ORDER_TYPE_MOON' is no OrderType",
    ]);
  });

  test('refuses a name that is taken', () => {
    const resource = { name: LIST.name, type: 'DATA_LIST_TYPE_STRING' };
    expect(refusalOf({ action: 'create', kind: 'dataList', resource })).toMatchObject({
      code: STATUS.alreadyExists,
      reason: 'NAME_TAKEN',
      violations: [{ field: 'data_list.name' }],
      metadata: { name: LIST.name, id: String(LIST.id) },
    });
  });

  test('refuses a second default group of a route, wherever the first stands', () => {
    const resource = { name: 'new', route: 'bring', rank: 9, isDefaultGroup: true };
    const refusal = refusalOf({ action: 'create', kind: 'locationGroup', resource });
    expect(refusal.code).toBe(STATUS.invalidArgument);
    expect(refusal.violations).toEqual([
      {
        field: 'location_group.is_default_group',
        description: "'all' is the default group of route 'bring'",
      },
    ]);
    const elsewhere = { ...resource, route: 'ship' };
    expect(faultsOf({ action: 'create', kind: 'locationGroup', resource: elsewhere })).toEqual([]);
  });
});

describe('updating', () => {
  const update = { action: 'update', kind: 'dataList', id: LIST.id ?? 0, etag: '' } as const;

  test('replaces everything but the id where no mask is given', () => {
    const resource = { id: 0, name: LIST.name, type: 'DATA_LIST_TYPE_NUMBER' };
    for (const mask of [[], ['*']]) {
      const { document, subject } = edited({ ...update, resource, mask });
      expect(document.dataLists?.[0]).toEqual({ ...resource, id: LIST.id });
      expect(document.dataLists?.[1]).toBe(OTHER_LIST);
      expect(subject).toEqual({ kind: 'dataList', place: 0 });
    }
  });

  test('replaces the fields of a mask, in either spelling, and resets what is absent', () => {
    const resource = { name: 'ignored', entries: [{ stringValue: 'c' }] };
    const { document } = edited({ ...update, resource, mask: ['entries', 'notes'] });
    const { notes: _, ...rest } = LIST;
    expect(document.dataLists?.[0]).toEqual({ ...rest, entries: resource.entries });
    for (const path of ['is_default_group', 'isDefaultGroup']) {
      const group = { ...update, kind: 'locationGroup', id: GROUP.id ?? 0 } as const;
      const changed = edited({ ...group, resource: { isDefaultGroup: true }, mask: [path] });
      expect(changed.document.locationGroups?.[0]).toEqual({ ...GROUP, isDefaultGroup: true });
    }
  });

  test('of one operand of a filter empties the other', () => {
    const filter = { ...update, kind: 'filter', id: FILTER.id ?? 0 } as const;
    const customValue = { stringValue: 'x,y' };
    const masks = [['custom_value'], ['custom_value', 'data_list'], ['data_list', 'custom_value']];
    for (const mask of masks) {
      const { document } = edited({ ...filter, resource: { customValue }, mask });
      expect(document.filters?.[0].customValue).toEqual(customValue);
      expect(document.filters?.[0].dataList).toBeUndefined();
    }
    const emptied = faultsOf({ ...filter, resource: { customValue }, mask: ['data_list'] });
    expect(emptied).toEqual(['filter.operand must be a custom_value or a data_list']);
  });

  test.each([
    [['id'], 'update_mask.paths[0]', 'id'],
    [['name', 'colour'], 'update_mask.paths[1]', 'notes'],
    [['entries.notes'], 'update_mask.paths[0]', 'entries'],
    [['name', '*'], 'update_mask.paths[1]', '*'],
    [[''], 'update_mask.paths[0]', 'name'],
    [['__proto__'], 'update_mask.paths[0]', 'name'],
  ])('refuses the mask %j by its place', (mask, field, told) => {
    const { code, violations } = refusalOf({ ...update, resource: { name: 'a' }, mask });
    expect(code).toBe(STATUS.invalidArgument);
    expect(violations).toMatchObject([{ field }]);
    expect(violations[0].description).toContain(told);
  });

  test('is refused where the resource is not there, or has another etag', () => {
    const resource = { name: 'x' };
    const mask = ['name'];
    expect(refusalOf({ ...update, id: 999, resource, mask })).toMatchObject({
      code: STATUS.notFound,
      message: "no data list '999'",
    });
    // An id of another kind is none of this kind.
    expect(refusalOf({ ...update, id: FILTER.id ?? 0, resource, mask }).code).toBe(STATUS.notFound);
    const { etag } = digestOf(LIST);
    edited({ ...update, resource, mask, etag });
    expect(refusalOf({ ...update, resource, mask, etag: 'old' })).toMatchObject({
      code: STATUS.failedPrecondition,
      reason: 'ETAG_MISMATCH',
      message: "data list 'skus' was changed since this edit began; read it again",
      metadata: { expectedEtag: 'old', etag },
    });
  });

  test('keeps the etags of everything else', () => {
    const { document } = edited({ ...update, resource: { notes: 'new' }, mask: ['notes'] });
    expect(digestOf(document.dataLists?.[0] ?? {}).etag).not.toBe(digestOf(LIST).etag);
    expect(document.dataLists?.[1]).toBe(OTHER_LIST);
    expect(document.filters).toBe(STORED.filters);
  });
});

describe('a new name', () => {
  const rename = (kind: 'dataList' | 'filter' | 'route', id = 0) =>
    edited({ action: 'update', kind, id, etag: '', resource: { name: 'new' }, mask: ['name'] });

  test('of a data list changes the filters that use it', () => {
    const { document } = rename('dataList', LIST.id);
    expect(document.filters?.map(({ dataList }) => dataList)).toEqual(['new', undefined]);
  });

  test('of a filter changes the groups that use it', () => {
    const { document } = rename('filter', FILTER.id);
    const filters = document.locationGroups?.map((group) => group.filters);
    expect(filters).toEqual([['new', 'near'], ['new'], []]);
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
  const remove = (kind: 'dataList' | 'filter' | 'locationGroup' | 'route', id = 0) =>
    ({ action: 'delete', kind, id, etag: '' }) as const;

  test('takes out what nothing uses', () => {
    const { document, subject } = edited(remove('dataList', OTHER_LIST.id));
    expect(document.dataLists).toEqual([LIST]);
    expect(subject).toBeNull();
    expect(edited(remove('locationGroup', GROUP.id)).document.locationGroups).toHaveLength(2);
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

  test('is refused for an unknown id and another etag', () => {
    expect(refusalOf(remove('route', 999)).code).toBe(STATUS.notFound);
    const stale = { ...remove('dataList', OTHER_LIST.id), etag: 'old' };
    expect(refusalOf(stale).reason).toBe('ETAG_MISMATCH');
    edited({ ...stale, etag: digestOf(OTHER_LIST).etag });
  });
});

describe('settings', () => {
  const update = { action: 'update-settings', etag: '' } as const;

  test('are replaced as a whole, or by field', () => {
    const settings = { ledgerDays: 60 };
    expect(edited({ ...update, settings, mask: [] }).document.settings).toEqual(settings);
    const masked = edited({ ...update, settings, mask: ['ledger_days', 'currency_code'] });
    expect(masked.document.settings).toEqual({
      defaultStateChange: 'STATE_CHANGE_CANCEL',
      ledgerDays: 60,
    });
  });

  test('are refused in the words of the request', () => {
    const settings = { currencyCode: 'XX', decisionRecords: { share: 2 } };
    expect(faultsOf({ ...update, settings, mask: [] })).toEqual([
      "settings.currency_code 'XX' is not a currency of ISO 4217",
      'settings.decision_records.share goes with RECORD_MODE_SHARE only',
    ]);
    const nested = refusalOf({ ...update, settings, mask: ['decision_records.mode'] });
    expect(nested.violations).toMatchObject([{ field: 'update_mask.paths[0]' }]);
  });

  test('have an etag, also before the first version', () => {
    const { etag } = digestOf(STORED.settings ?? {});
    edited({ ...update, settings: {}, mask: [], etag });
    expect(refusalOf({ ...update, settings: {}, mask: [], etag: 'x' }).reason).toBe(
      'ETAG_MISMATCH',
    );
    edited({ ...update, settings: {}, mask: [], etag: digestOf({}).etag }, {});
  });
});
