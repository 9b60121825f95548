// Tests of single edits of a document: what it is after one, and how edits are refused. Edits of
// the parts of groups, and of what others use, have files of their own.

import { describe, expect, test } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { digestOf } from '../../src/configuration/edit/resources.js';
import { edited, faultsOf, refusalOf, STORED } from './support/edits.js';

const [LIST, OTHER_LIST] = STORED.dataLists ?? [];
const [FILTER] = STORED.filters ?? [];
const [GROUP] = STORED.locationGroups ?? [];
const [DATA_SET] = STORED.dataSets ?? [];

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
    expect(emptied.map((fault) => fault.split(' ', 1)[0])).toEqual(['filter.operand']);
    const dataPoint = { attribute: 'location.rank' };
    const pointed = edited({ ...filter, resource: { dataPoint }, mask: ['data_point'] });
    const { id, name, attribute, operator } = FILTER;
    expect(pointed.document.filters?.[0]).toEqual({ id, name, attribute, operator, dataPoint });
  });

  test('of a list of filters empties the tree, and the other way round', () => {
    const tree = [{ orderIndex: 0, logicalOperator: 'LOGICAL_OPERATOR_AND' }];
    const [, LATE] = STORED.locationGroups ?? [];
    const change = (group: typeof GROUP, resource: typeof GROUP, mask: string[]) => {
      const target = { action: 'update', kind: 'locationGroup', id: group.id ?? 0 } as const;
      const { document } = edited({ ...target, etag: '', resource, mask });
      const after = document.locationGroups?.find(({ id }) => id === group.id) ?? {};
      return [after.filters, after.filterLogicalGroups];
    };
    const treeMask = ['filter_logical_groups'];
    expect(change(GROUP, { filterLogicalGroups: tree }, treeMask)).toEqual([undefined, tree]);
    expect(change(LATE, { filters: ['near'] }, ['filters'])).toEqual([['near'], undefined]);
    // What is emptied itself leaves the other one alone.
    expect(change(GROUP, { filterLogicalGroups: [] }, treeMask)).toEqual([GROUP.filters, []]);
    expect(change(LATE, {}, ['filters'])).toEqual([undefined, LATE.filterLogicalGroups]);
    const both = { filters: ['near'], filterLogicalGroups: tree };
    const mask = ['filters', ...treeMask];
    const update = {
      action: 'update',
      kind: 'locationGroup',
      id: GROUP.id ?? 0,
      etag: '',
    } as const;
    expect(faultsOf({ ...update, resource: both, mask })).toEqual([
      'location_group.filter_logical_groups is a tree in place of filters: ' +
        'a group has one or the other',
    ]);
  });

  test('of a column that others read names where they read it', () => {
    const update = { action: 'update', kind: 'dataSet', id: DATA_SET.id ?? 0, etag: '' } as const;
    const columns = [{ name: 'zone', type: 'DATA_SET_COLUMN_TYPE_STRING' }];
    const rows = [{ locationCode: 'A', values: { zone: 'north' } }];
    const faults = faultsOf({ ...update, resource: { columns, rows }, mask: ['columns', 'rows'] });
    expect(faults.map((fault) => fault.split(' ', 1)[0])).toEqual([
      'filters[2].data_set_column',
      'location_groups[1].sorts[0].data_set_column',
      'location_groups[1].sorts[1].score.model_data_set_column',
      'location_groups[1].sorts[1].score.cost_data_set_column',
    ]);
    expect(faults[1]).toContain("the data set 'costs' has no column 'pick'");
    // Rows that are left with a value of no column are a fault of the request itself.
    const left = faultsOf({ ...update, resource: { columns }, mask: ['columns'] });
    expect(left).toEqual([`data_set.rows[0].values["pick"] no column has the name 'pick'`]);
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
