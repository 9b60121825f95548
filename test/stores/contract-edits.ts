// The contract of stores on edits of single resources, and on reading them one by one.

import { expect, test } from 'vitest';
import type {
  ConfigurationEdit,
  ResourceDocument,
  ResourceKind,
} from '../../src/configuration/edit/edit.js';
import type { Subject } from './contract.js';
import { refusalOf } from './support/opened-store.js';
import { siteOfTenant } from './support/tenant.js';

/** Where the edits are made. */
export const SCOPE = siteOfTenant('web');

/** The parts of the contract on edits. */
export function editContract(subject: Subject): void {
  editsAreKept(subject);
  editsAreRefused(subject);
  editsAreChecked(subject);
  resourcesAreFound(subject);
  resourcesAreListed(subject);
}

/** Makes an edit, or checks one. */
export function edit(subject: Subject, change: ConfigurationEdit, isCheck = false) {
  return subject.opened.store.editConfiguration(SCOPE, change, isCheck);
}

/** Makes a resource and answers its id. */
export async function made(
  subject: Subject,
  kind: ResourceKind,
  resource: ResourceDocument,
): Promise<number> {
  const answer = await edit(subject, { action: 'create', kind, resource });
  return (answer.resource as ResourceDocument).id ?? 0;
}

function listOf(name: string, ...values: string[]) {
  const entries = values.map((stringValue) => ({ stringValue }));
  return { name, type: 'DATA_LIST_TYPE_STRING', entries };
}

/** A route of direct shipments. */
export const ROUTE = { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' };

function liveVersion(subject: Subject) {
  return subject.opened.views.site(SCOPE.tenantId, SCOPE.siteId)?.program.configurationVersion;
}

function editsAreKept(subject: Subject): void {
  test('the first resource makes the tenant and version 1', async () => {
    const resource = listOf('a', 'x');
    const answer = await edit(subject, { action: 'create', kind: 'dataList', resource });
    expect(answer).toMatchObject({ resource: { ...resource, id: 1 }, configurationVersion: 1 });
    expect(answer.etag).not.toBe('');
    expect(liveVersion(subject)).toBe(1);
    await subject.reopen();
    expect(liveVersion(subject)).toBe(1);
    const read = await subject.opened.store.getResource(SCOPE, 'dataList', { id: 1 });
    expect(read).toEqual(answer);
  });

  test('each edit is one version, also of those that are committed together', async () => {
    const edits = ['a', 'b', 'c', 'd'].map((name) =>
      edit(subject, { action: 'create', kind: 'dataList', resource: listOf(name) }),
    );
    const answers = await Promise.all(edits);
    expect(answers.map(({ configurationVersion }) => configurationVersion)).toEqual([1, 2, 3, 4]);
    const ids = answers.map(({ resource }) => (resource as ResourceDocument).id);
    expect(ids).toEqual([1, 2, 3, 4]);
    expect(liveVersion(subject)).toBe(4);
    for (const version of [1, 2, 3, 4]) {
      const { document } = await subject.opened.store.getConfiguration(SCOPE, version);
      expect(document.dataLists).toHaveLength(version);
    }
  });

  test('a new name goes to whatever uses the old one, in the same version', async () => {
    const id = await made(subject, 'route', ROUTE);
    await made(subject, 'locationGroup', { name: 'all', route: 'ship', rank: 1 });
    const resource = { name: 'post' };
    const change = { action: 'update', kind: 'route', id, etag: '', resource } as const;
    const answer = await edit(subject, { ...change, mask: ['name'] });
    expect(answer).toMatchObject({ resource: { id, ...ROUTE, name: 'post' } });
    const { info, document } = await subject.opened.store.getConfiguration(SCOPE, 0);
    expect(info.version).toBe(3);
    expect(document.locationGroups).toMatchObject([{ name: 'all', route: 'post' }]);
    const program = subject.opened.views.site(SCOPE.tenantId, SCOPE.siteId)?.program;
    expect(program?.routes[1]).toMatchObject({ name: 'post' });
  });

  test('an edit that changes nothing makes no version', async () => {
    const resource = listOf('a', 'x');
    const id = await made(subject, 'dataList', resource);
    const change = { action: 'update', kind: 'dataList', id, etag: '', mask: [] } as const;
    const same = await edit(subject, { ...change, resource: { ...resource, notes: '' } });
    expect(same.configurationVersion).toBe(1);
    const settings = { allowInternationalAssignment: false, ledgerDays: 0 };
    const none = { action: 'update-settings', settings, mask: [], etag: '' } as const;
    expect(await edit(subject, none)).toMatchObject({ resource: {}, configurationVersion: 1 });
    const other = { tenantId: 'other', siteId: 'web' };
    const { store, views } = subject.opened;
    expect((await store.editConfiguration(other, none, false)).configurationVersion).toBe(0);
    expect(views.tenant('other')).toBeUndefined();
    const versions = await store.listConfigurationVersions(SCOPE, 10, '');
    expect(versions.items).toHaveLength(1);
  });

  test('ids are never given again, and come back with an older version', async () => {
    const id = await made(subject, 'dataList', listOf('a'));
    const gone = await edit(subject, { action: 'delete', kind: 'dataList', id, etag: '' });
    expect(gone).toEqual({ configurationVersion: 2 });
    expect(await made(subject, 'dataList', listOf('a'))).toBe(id + 1);
    await subject.opened.store.activateConfiguration(SCOPE, 1, '');
    const { resource } = await subject.opened.store.getResource(SCOPE, 'dataList', { name: 'a' });
    expect(resource).toMatchObject({ id });
    expect(await made(subject, 'dataList', listOf('b'))).toBe(id + 2);
  });
}

function editsAreRefused(subject: Subject): void {
  test('an edit that is refused changes nothing, not even beside others', async () => {
    const id = await made(subject, 'dataList', listOf('a', 'x'));
    const update = { action: 'update', kind: 'dataList', id, etag: '', mask: [] } as const;
    const number = { ...listOf('a', 'x', 'y'), type: 'DATA_LIST_TYPE_NUMBER' };
    const [good, bad, later] = await Promise.all([
      edit(subject, { ...update, resource: listOf('a', 'z') }),
      refusalOf(edit(subject, { ...update, resource: number })),
      edit(subject, { ...update, resource: listOf('a', 'z', 'zz') }),
    ]);
    expect([good.configurationVersion, later.configurationVersion]).toEqual([2, 3]);
    expect(bad.violations.map(({ field }) => field)).toEqual([
      'data_list.entries[0].string_value',
      'data_list.entries[1].string_value',
    ]);
    const missing = refusalOf(edit(subject, { ...update, id: 99, resource: listOf('b') }));
    expect(await missing).toMatchObject({ code: 5 });
    expect(liveVersion(subject)).toBe(3);
  });

  test('of two edits from one etag the later one is refused', async () => {
    const id = await made(subject, 'dataList', listOf('a'));
    const other = await made(subject, 'dataList', listOf('b'));
    const { store } = subject.opened;
    const { etag } = await store.getResource(SCOPE, 'dataList', { id });
    const change = { action: 'update', kind: 'dataList', mask: ['notes'] } as const;
    // An edit of something else is no conflict.
    await edit(subject, { ...change, id: other, etag: '', resource: { notes: '0' } });
    const first = await edit(subject, { ...change, id, etag, resource: { notes: '1' } });
    const lost = edit(subject, { ...change, id, etag, resource: { notes: '2' } });
    expect(await refusalOf(lost)).toMatchObject({ code: 9, reason: 'ETAG_MISMATCH' });
    await edit(subject, { ...change, id, etag: first.etag ?? '', resource: { notes: '3' } });
    const { resource } = await store.getResource(SCOPE, 'dataList', { id });
    expect(resource).toMatchObject({ notes: '3' });
  });
}

function editsAreChecked(subject: Subject): void {
  test('a check writes nothing, and answers what would be', async () => {
    const create = { action: 'create', kind: 'route', resource: ROUTE } as const;
    expect(await edit(subject, create, true)).toEqual({
      resource: ROUTE,
      etag: '',
      configurationVersion: 0,
    });
    expect(subject.opened.views.tenant(SCOPE.tenantId)).toBeUndefined();
    const id = await made(subject, 'route', ROUTE);
    const { etag } = await subject.opened.store.getResource(SCOPE, 'route', { id });
    const change = { action: 'update', kind: 'route', id, etag, resource: { name: 'b' } } as const;
    const checked = await edit(subject, { ...change, mask: ['name'] }, true);
    expect(checked).toEqual({
      resource: { id, ...ROUTE, name: 'b' },
      etag,
      configurationVersion: 1,
    });
    const bad = { ...change, mask: ['order_type'] };
    expect(await refusalOf(edit(subject, bad, true))).toMatchObject({
      code: 3,
      violations: [{ field: 'route.order_type' }],
    });
    expect(liveVersion(subject)).toBe(1);
  });

  test('words of edits that do not go live leave nothing behind', async () => {
    await subject.renew({ wordsMax: 2 });
    const filterOf = (name: string, stringValue: string) => ({
      name,
      attribute: 'inventory.attributes',
      operator: 'FILTER_OPERATOR_CONTAINS',
      customValue: { stringValue },
    });
    await made(subject, 'route', ROUTE);
    const id = await made(subject, 'filter', filterOf('green', 'a'));
    await made(subject, 'locationGroup', { name: 'g', route: 'ship', rank: 1, filters: ['green'] });
    const change = { action: 'update', kind: 'filter', id, etag: '', mask: [] } as const;
    const set = (value: string, isCheck = false) =>
      edit(subject, { ...change, resource: filterOf('green', value) }, isCheck);
    for (let i = 0; i < 5; i++) await set(`check ${i}`, true);
    const full = { code: 8, reason: 'SHARED_MEMORY_FULL', metadata: { maximum: '2' } };
    for (let i = 0; i < 5; i++) expect(await refusalOf(set(`a,b,c,${i}`))).toMatchObject(full);
    expect((await set('b')).configurationVersion).toBe(4);
    expect(await refusalOf(set('c', true))).toMatchObject(full);
    expect(liveVersion(subject)).toBe(4);
  });
}

function resourcesAreFound(subject: Subject): void {
  test('resources are found by id and by name, and nothing else is', async () => {
    const id = await made(subject, 'dataList', listOf('a'));
    const { store } = subject.opened;
    const read = await store.getResource(SCOPE, 'dataList', { id });
    expect(await store.getResource(SCOPE, 'dataList', { name: 'a' })).toEqual(read);
    for (const key of [{ id: 99 }, { name: 'A' }, { name: '' }]) {
      const refusal = refusalOf(store.getResource(SCOPE, 'dataList', key));
      expect(await refusal).toMatchObject({ code: 5, reason: 'NOT_FOUND' });
    }
    expect(await refusalOf(store.getResource(SCOPE, 'filter', { id }))).toMatchObject({ code: 5 });
    const nobody = { tenantId: 'nobody', siteId: 'web' };
    expect(await refusalOf(store.getResource(nobody, 'filter', { id }))).toMatchObject({ code: 5 });
    expect(await store.getSettings(nobody)).toMatchObject({
      resource: {},
      configurationVersion: 0,
    });
    expect((await store.listResources(nobody, 'filter', '', 5, '')).items).toEqual([]);
  });
}

function resourcesAreListed(subject: Subject): void {
  const listNames = async (token: string, size = 2, contains = '') => {
    const { store } = subject.opened;
    const page = await store.listResources(SCOPE, 'dataList', contains, size, token);
    return {
      ...page,
      names: page.items.map(({ resource }) => (resource as ResourceDocument).name),
    };
  };

  test('pages are by id and of one version, whatever is edited meanwhile', async () => {
    for (const name of ['d', 'c', 'b', 'a', 'e']) await made(subject, 'dataList', listOf(name));
    const first = await listNames('');
    expect(first.names).toEqual(['d', 'c']);
    expect(first.items[0].etag).not.toBe(first.items[1].etag);
    await edit(subject, { action: 'delete', kind: 'dataList', id: 3, etag: '' });
    await made(subject, 'dataList', listOf('f'));
    const rename = { action: 'update', kind: 'dataList', etag: '', mask: ['name'] } as const;
    await edit(subject, { ...rename, id: 4, resource: { name: 'z' } });
    const second = await listNames(first.nextPageToken);
    const third = await listNames(second.nextPageToken);
    expect([second.names, third.names]).toEqual([['b', 'a'], ['e']]);
    expect(third.nextPageToken).toBe('');
    for (const page of [first, second, third]) expect(page.configurationVersion).toBe(5);
    expect(await listNames('', 10)).toMatchObject({
      names: ['d', 'c', 'z', 'e', 'f'],
      nextPageToken: '',
      configurationVersion: 8,
    });
  });

  test('names are searched without case, page by page', async () => {
    for (const name of ['Red ones', 'blue', 'DARK RED', 'Äpfel', 'red']) {
      await made(subject, 'dataList', listOf(name));
    }
    const first = await listNames('', 2, 'red');
    expect(first.names).toEqual(['Red ones', 'DARK RED']);
    const rest = await listNames(first.nextPageToken, 2, 'RED');
    expect(rest.names).toEqual(['red']);
    expect((await listNames('', 9, 'äPF')).names).toEqual(['Äpfel']);
    expect((await listNames('', 9, 'none')).names).toEqual([]);
  });

  test('a token of another list is refused', async () => {
    for (const name of ['a', 'b', 'c']) await made(subject, 'dataList', listOf(name));
    const { nextPageToken } = await listNames('');
    const { store } = subject.opened;
    const strange = { code: 3, violations: [{ field: 'page_token' }] };
    expect(await refusalOf(listNames(nextPageToken, 2, 'a'))).toMatchObject(strange);
    expect(await refusalOf(listNames('x'))).toMatchObject(strange);
    const filters = store.listResources(SCOPE, 'filter', '', 2, nextPageToken);
    expect(await refusalOf(filters)).toMatchObject(strange);
    const other = { ...SCOPE, siteId: 'kiosk' };
    const elsewhere = store.listResources(other, 'dataList', '', 2, nextPageToken);
    expect(await refusalOf(elsewhere)).toMatchObject(strange);
  });

  test('a page ends before it is too large for a message', async () => {
    const long = 'x'.repeat(250);
    const values = Array.from({ length: 6000 }, (_, i) => `${i}${long}`.slice(0, 250));
    for (const name of ['a', 'b', 'c', 'd'])
      await made(subject, 'dataList', listOf(name, ...values));
    const first = await listNames('', 10);
    expect(first.names).toEqual(['a']);
    expect((await listNames(first.nextPageToken, 10)).names).toEqual(['b']);
  });
}
