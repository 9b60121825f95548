// DataListService over a real store: what the services of resources have in common is tested here.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { Decoded, TestClient } from './support/client.js';
import { type Running, startReal } from './support/engine.js';

const CREATE = 'DataListService.CreateDataList';
const GET = 'DataListService.GetDataList';
const LIST = 'DataListService.ListDataLists';
const UPDATE = 'DataListService.UpdateDataList';
const DELETE = 'DataListService.DeleteDataList';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
});

afterAll(() => running.stop());

/** Options of a call in a tenant that no other test uses. */
function tenant(name: string) {
  return { headers: { 'x-tenant-id': name } };
}

function listOf(name: string, type = 'STRING', ...values: string[]) {
  const entries = values.map((stringValue) => ({ stringValue }));
  return { name, type: `DATA_LIST_TYPE_${type}`, entries };
}

async function isThere(tenantId: string): Promise<boolean> {
  const { locationCount, productCount } = await running.engine.store.counts(tenantId);
  const { info } = await running.engine.store.getConfiguration({ tenantId, siteId: '1' }, 0);
  return info.version > 0 || locationCount > 0 || productCount > 0;
}

describe('a data list', () => {
  it('of an empty tenant is the first thing there, made by the write alone', async () => {
    const options = tenant('empty');
    expect(await client.refusal(GET, { id: 1 }, options)).toMatchObject({
      code: STATUS.notFound,
      reason: 'NOT_FOUND',
    });
    const none = await client.call(LIST, {}, options);
    expect(none).toMatchObject({ dataLists: [], nextPageToken: '', configurationVersion: 0 });
    const dataList = { ...listOf('SKUs', 'STRING', 'a', 'b'), notes: 'Warehouse only' };
    await client.call(CREATE, { dataList, validateOnly: true }, options);
    expect(await isThere('empty')).toBe(false);
    const made = await client.call(CREATE, { dataList }, options);
    expect(made).toMatchObject({ dataList: { ...dataList, id: 1 }, configurationVersion: 1 });
    expect(made.etag).not.toBe('');
    expect(await isThere('empty')).toBe(true);
    expect(await client.call(GET, { id: 1 }, options)).toEqual(made);
    expect(await client.call(GET, { name: 'SKUs' }, options)).toEqual(made);
    const listed = await client.call(LIST, {}, options);
    expect(listed).toMatchObject({ dataLists: [made.dataList], etags: [made.etag] });
  });

  it('has entries of its type, each of which is named where it is none', async () => {
    const options = tenant('types');
    for (const dataList of [
      listOf('s', 'STRING', 'x'),
      listOf('n', 'NUMBER', '1', '-2.5', ' 3 '),
      listOf('l', 'LOCATION', '5201'),
      listOf('d', 'DATE', '2024-02-29', '2024-02-29T12:00:00Z'),
    ]) {
      const made = await client.call(CREATE, { dataList }, options);
      expect(made.dataList).toMatchObject(dataList);
    }
    const fieldsOf = async (dataList: object) => {
      const { code, fields } = await client.refusal(CREATE, { dataList }, options);
      expect(code).toBe(STATUS.invalidArgument);
      return fields;
    };
    expect(await fieldsOf(listOf('x', 'NUMBER', '1', 'two', '3', 'four'))).toEqual([
      'data_list.entries[1].string_value',
      'data_list.entries[3].string_value',
    ]);
    expect(await fieldsOf(listOf('x', 'DATE', '2023-02-29'))).toEqual([
      'data_list.entries[0].string_value',
    ]);
    expect(await fieldsOf(listOf('x', 'LOCATION', 'c'.repeat(65)))).toEqual([
      'data_list.entries[0].string_value',
    ]);
    expect(await fieldsOf(listOf('x', 'STRING', ''))).toEqual([
      'data_list.entries[0].string_value',
    ]);
    const long = 'n'.repeat(256);
    const entries = [{ stringValue: long, notes: long }];
    expect(await fieldsOf({ ...listOf(long), notes: long, entries })).toEqual([
      'data_list.name',
      'data_list.notes',
      'data_list.entries[0].string_value',
      'data_list.entries[0].notes',
    ]);
    expect(await fieldsOf({ name: 'x' })).toEqual(['data_list.type']);
    expect(await fieldsOf({ name: 'x', type: 9 })).toEqual(['data_list.type']);
  });

  it('is changed by mask or as a whole, and not from a stale etag', async () => {
    const options = tenant('update');
    const made = await client.call(CREATE, { dataList: listOf('a', 'STRING', 'x') }, options);
    const { id } = made.dataList;
    const noted = await client.call(
      UPDATE,
      { dataList: { id, notes: 'new' }, updateMask: { paths: ['notes'] }, etag: made.etag },
      options,
    );
    expect(noted.dataList).toEqual({ ...made.dataList, notes: 'new' });
    expect(noted).toMatchObject({ configurationVersion: 2 });
    expect(noted.etag).not.toBe(made.etag);
    const late = { dataList: { id, ...listOf('b') }, etag: made.etag };
    const lost = await client.refusal(UPDATE, late, options);
    expect(lost).toMatchObject({ code: STATUS.failedPrecondition, reason: 'ETAG_MISMATCH' });
    expect(lost.metadata).toEqual({ expectedEtag: made.etag, etag: noted.etag });
    const whole = await client.call(UPDATE, { ...late, etag: noted.etag }, options);
    expect(whole.dataList).toMatchObject({ id, name: 'b', notes: '', entries: [] });
    // What is the same again is told as it is.
    const same = await client.call(UPDATE, { ...late, etag: whole.etag }, options);
    expect(same).toEqual(whole);
  });

  it('is refused by the path of what is missing or wrong in a request', async () => {
    const options = tenant('requests');
    const { dataList } = await client.call(CREATE, { dataList: listOf('a') }, options);
    const { id } = dataList;
    const cases: [string, object, string][] = [
      [CREATE, {}, 'data_list'],
      [GET, {}, 'key'],
      [GET, { id: 0 }, 'id'],
      [GET, { name: '' }, 'name'],
      [LIST, { pageSize: 1001 }, 'page_size'],
      [LIST, { pageSize: -1 }, 'page_size'],
      [LIST, { pageToken: 'x' }, 'page_token'],
      [UPDATE, {}, 'data_list'],
      [UPDATE, { dataList: listOf('a') }, 'data_list.id'],
      [UPDATE, { dataList: { id }, updateMask: { paths: ['colour'] } }, 'update_mask.paths[0]'],
      [UPDATE, { dataList: { id }, updateMask: { paths: ['name', 'id'] } }, 'update_mask.paths[1]'],
      [UPDATE, { dataList: { id }, updateMask: { paths: ['type'] } }, 'data_list.type'],
      [DELETE, {}, 'id'],
      [DELETE, { id: -1 }, 'id'],
    ];
    for (const [method, request, field] of cases) {
      const { code, fields } = await client.refusal(method, request, options);
      expect([code, ...fields]).toEqual([STATUS.invalidArgument, field]);
    }
    for (const [method, request] of [
      [GET, { id: 99 }],
      [GET, { name: 'A' }],
      [UPDATE, { dataList: { ...listOf('b'), id: 99 } }],
      [DELETE, { id: 99 }],
    ] as const) {
      expect((await client.refusal(method, request, options)).code).toBe(STATUS.notFound);
    }
    const taken = await client.refusal(CREATE, { dataList: listOf('a') }, options);
    expect(taken).toMatchObject({
      code: STATUS.alreadyExists,
      reason: 'NAME_TAKEN',
      fields: ['data_list.name'],
      metadata: { name: 'a', id: String(id) },
    });
    const bad = { headers: { 'x-site-id': 'a b' } };
    expect((await client.refusal(LIST, {}, bad)).fields).toEqual(['x-site-id']);
  });

  it('is deleted only where no filter uses it', async () => {
    const options = tenant('in-use');
    const { dataList } = await client.call(CREATE, { dataList: listOf('SKUs') }, options);
    const filter = { attribute: 'item.sku', operator: 'FILTER_OPERATOR_IN', dataList: 'SKUs' };
    const ids: number[] = [];
    for (const name of ['A', 'B']) {
      const request = { filter: { ...filter, name } };
      const made = await client.call('FilterService.CreateFilter', request, options);
      ids.push(made.filter.id);
    }
    expect(await client.refusal(DELETE, { id: dataList.id }, options)).toMatchObject({
      code: STATUS.failedPrecondition,
      reason: 'RESOURCE_IN_USE',
      message: "data list 'SKUs' is in use: filters 'A', 'B' use it",
      metadata: { users: '["A","B"]', userCount: '2', userKind: 'filter' },
    });
    for (const id of ids) await client.call('FilterService.DeleteFilter', { id }, options);
    const stale = await client.refusal(DELETE, { id: dataList.id, etag: 'x' }, options);
    expect(stale.reason).toBe('ETAG_MISMATCH');
    const gone = await client.call(DELETE, { id: dataList.id }, options);
    expect(gone).toEqual({ configurationVersion: 6 });
    expect((await client.refusal(GET, { id: dataList.id }, options)).code).toBe(STATUS.notFound);
  });
});

describe('an id', () => {
  it('is never given twice, whichever version is live', async () => {
    const options = tenant('ids');
    const create = async (name: string) =>
      (await client.call(CREATE, { dataList: listOf(name) }, options)).dataList.id;
    const activate = (version: number) =>
      client.call('ConfigurationService.ActivateConfiguration', { version }, options);
    expect([await create('a'), await create('b')]).toEqual([1, 2]);
    await activate(1);
    await client.call(CREATE, { dataList: listOf('tried'), validateOnly: true }, options);
    expect(await create('c')).toBe(3);
    expect((await client.refusal(GET, { id: 2 }, options)).code).toBe(STATUS.notFound);
    await activate(2);
    expect(await create('d')).toBe(4);
    // What was made in another line of versions is another resource, though its name is the same.
    const dataLists = ['b', 'c'].map((name) => listOf(name));
    const applied = await client.call(
      'ConfigurationService.ApplyConfiguration',
      { configuration: { dataLists } },
      options,
    );
    expect(applied.configuration.dataLists).toMatchObject([{ id: 2 }, { id: 5 }]);
  });
});

describe('pages of data lists', () => {
  it('are of one version while others edit', async () => {
    const options = tenant('pages');
    for (let i = 0; i < 25; i++) {
      await client.call(CREATE, { dataList: listOf(`list ${i}`) }, options);
    }
    const names: string[] = [];
    const versions = new Set<number>();
    let pageToken = '';
    do {
      const page: Decoded = await client.call(LIST, { pageSize: 4, pageToken }, options);
      names.push(...page.dataLists.map(({ name }: { name: string }) => name));
      expect(page.etags).toHaveLength(page.dataLists.length);
      versions.add(page.configurationVersion);
      pageToken = page.nextPageToken;
      // The last one of the pages, one on a page that was read, and a new one.
      const { dataLists } = await client.call(LIST, { pageSize: 1000 }, options);
      await Promise.all([
        client.call(DELETE, { id: dataLists.at(-1).id }, options),
        client.call(DELETE, { id: dataLists[0].id }, options),
        client.call(CREATE, { dataList: listOf(`new ${names.length}`) }, options),
      ]);
    } while (pageToken !== '');
    expect(names).toEqual(Array.from({ length: 25 }, (_, i) => `list ${i}`));
    expect([...versions]).toEqual([25]);
  });
});
