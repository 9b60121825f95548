// What every store owes about configurations.

import { expect, test } from 'vitest';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { Subject } from './contract.js';
import { refusalOf } from './support/opened-store.js';
import { siteOfTenant } from './support/tenant.js';

const SCOPE = siteOfTenant('web');
const ROUTE = { name: 'ship', orderType: 'ORDER_TYPE_DIRECTSHIP' };
const FILTER = {
  name: 'green only',
  attribute: 'inventory.attributes',
  operator: 'FILTER_OPERATOR_CONTAINS',
  customValue: { stringValue: 'Green' },
};

function documentOf(...groups: string[]): ConfigurationDocument {
  return {
    routes: [ROUTE],
    filters: [FILTER],
    locationGroups: groups.map((name, place) => ({
      name,
      route: ROUTE.name,
      rank: place + 1,
      filters: [FILTER.name],
      locations: [{ locationCode: 'a' }],
    })),
  };
}

/** The parts of the contract on configurations. */
export function configurationContract(subject: Subject): void {
  versionsAreMade(subject);
  versionsAreRefused(subject);
  programsFollow(subject);
}

function storeOf(subject: Subject) {
  return subject.opened.store;
}

function programOf(subject: Subject) {
  return subject.opened.views.site(SCOPE.tenantId, SCOPE.siteId)?.program;
}

function apply(subject: Subject, document: ConfigurationDocument, etag = '', isCheck = false) {
  return storeOf(subject).applyConfiguration(SCOPE, document, etag, isCheck);
}

function versionsAreMade(subject: Subject): void {
  test('before the first version there is version 0, which is empty', async () => {
    const { info, document } = await storeOf(subject).getConfiguration(SCOPE, 0);
    expect(info).toMatchObject({ version: 0, etag: '' });
    expect(document).toEqual({});
    expect(subject.opened.views.tenant(SCOPE.tenantId)).toBeUndefined();
  });

  test('each version is kept, has an etag of its own and goes live', async () => {
    const first = await apply(subject, documentOf('one'));
    const second = await apply(subject, documentOf('one', 'two'));
    expect([first.info.version, second.info.version]).toEqual([1, 2]);
    expect(first.info.etag).not.toBe(second.info.etag);
    expect(programOf(subject)?.configurationVersion).toBe(2);
    await subject.reopen();
    expect(programOf(subject)?.configurationVersion).toBe(2);
    expect(await storeOf(subject).getConfiguration(SCOPE, 0)).toEqual(second);
    const old = await storeOf(subject).getConfiguration(SCOPE, 1);
    expect(old).toEqual({ ...first, info: { ...first.info, isActive: false } });
    const third = await apply(subject, documentOf('two', 'three'));
    const ids = third.document.locationGroups?.map(({ id = 0 }) => id);
    const before = second.document.locationGroups?.map(({ id = 0 }) => id) ?? [];
    expect(ids?.[0]).toBe(before[1]);
    expect(Math.max(...before)).toBeLessThan(ids?.[1] ?? 0);
  });

  test('an older version can be made live again', async () => {
    const first = await apply(subject, documentOf('one'));
    await apply(subject, documentOf('two'));
    const info = await storeOf(subject).activateConfiguration(SCOPE, 1, '');
    expect(info).toEqual(first.info);
    expect(programOf(subject)?.configurationVersion).toBe(1);
    await subject.reopen();
    expect(await storeOf(subject).getConfiguration(SCOPE, 0)).toEqual(first);
    expect((await apply(subject, documentOf('three'))).info.version).toBe(3);
  });

  test('versions are listed newest first, in pages', async () => {
    for (const name of ['one', 'two', 'three']) await apply(subject, documentOf(name));
    const list = (token: string) => storeOf(subject).listConfigurationVersions(SCOPE, 2, token);
    const page = await list('');
    expect(page.items).toMatchObject([{ version: 3, isActive: true }, { version: 2 }]);
    const rest = await list(page.nextPageToken);
    expect(rest).toMatchObject({ items: [{ version: 1, isActive: false }], nextPageToken: '' });
    expect((await refusalOf(list('x'))).violations).toMatchObject([{ field: 'page_token' }]);
  });
}

function versionsAreRefused(subject: Subject): void {
  test('a bad document is refused by its paths and replaces nothing', async () => {
    await apply(subject, documentOf('one'));
    const bad = { ...documentOf('two'), routes: [{ name: 'ship' }] };
    const { violations } = await refusalOf(apply(subject, bad));
    expect(violations).toMatchObject([{ field: 'routes[0].order_type' }]);
    expect(programOf(subject)?.configurationVersion).toBe(1);
    expect((await storeOf(subject).getConfiguration(SCOPE, 0)).info.version).toBe(1);
  });

  test('an edit of a version that is no longer live is refused', async () => {
    const { info } = await apply(subject, documentOf('one'), '');
    await apply(subject, documentOf('two'), info.etag);
    const late = { code: 9, reason: 'ETAG_MISMATCH' };
    expect(await refusalOf(apply(subject, documentOf('three'), info.etag))).toMatchObject(late);
    const activation = storeOf(subject).activateConfiguration(SCOPE, 1, info.etag);
    expect(await refusalOf(activation)).toMatchObject(late);
    const unknown = storeOf(subject).activateConfiguration(SCOPE, 9, '');
    expect(await refusalOf(unknown)).toMatchObject({ code: 5 });
    expect(await refusalOf(storeOf(subject).getConfiguration(SCOPE, 9))).toMatchObject({ code: 5 });
  });

  test('a check writes nothing, not even a tenant', async () => {
    const checked = await apply(subject, documentOf('one'), '', true);
    expect(checked.info.version).toBe(0);
    expect(checked.document.locationGroups).toMatchObject([{ name: 'one' }]);
    expect(checked.document.locationGroups?.[0].id).toBeUndefined();
    expect(subject.opened.views.tenant(SCOPE.tenantId)).toBeUndefined();
    const bad = { routes: [{ name: '' }] };
    expect(await refusalOf(apply(subject, bad, '', true))).toMatchObject({ code: 3 });
  });

  test('words of rules that do not go live leave nothing behind', async () => {
    await subject.renew({ wordsMax: 2 });
    const withWord = (stringValue: string) => ({
      ...documentOf('one'),
      filters: [{ ...FILTER, customValue: { stringValue } }],
    });
    expect((await apply(subject, withWord('a'))).info.version).toBe(1);
    for (let i = 0; i < 5; i++) await apply(subject, withWord(`check ${i}`), '', true);
    const full = { code: 8, reason: 'SHARED_MEMORY_FULL', metadata: { maximum: '2' } };
    for (let i = 0; i < 5; i++) {
      expect(await refusalOf(apply(subject, withWord(`a,b,c,${i}`)))).toMatchObject(full);
    }
    expect((await apply(subject, withWord('b'))).info.version).toBe(2);
    expect(await refusalOf(apply(subject, withWord('c'), '', true))).toMatchObject(full);
    expect(programOf(subject)?.configurationVersion).toBe(2);
  });
}

function programsFollow(subject: Subject): void {
  test('a change of a location compiles the rules of every site again', async () => {
    await apply(subject, documentOf('one'));
    const other = { ...SCOPE, siteId: 'kiosk' };
    await storeOf(subject).applyConfiguration(other, documentOf('one'), '', false);
    await storeOf(subject).upsertLocations(SCOPE.tenantId, [{ code: 'b' }, { code: 'a' }]);
    const { views } = subject.opened;
    const version = views.tenant(SCOPE.tenantId)?.locations.version;
    for (const siteId of ['web', 'kiosk']) {
      const program = views.site(SCOPE.tenantId, siteId)?.program;
      expect(program?.locationVersion).toBe(version);
      expect(program?.routes[1]?.groups[0].members[0]).toBe(2);
    }
  });

  test('rules and stock agree on the numbers of words, after a restart too', async () => {
    await storeOf(subject).upsertLocations(SCOPE.tenantId, [{ code: 'a' }]);
    const set = (attributes: string[]) =>
      storeOf(subject).upsertInventory(
        SCOPE.tenantId,
        [{ product: { upc: '1' }, locationCode: 'a', attributes }],
        true,
      );
    await set(['blue']);
    await apply(subject, documentOf('one'));
    await set([' GREEN', 'red']);
    const check = () => {
      const [predicate] = programOf(subject)?.routes[1]?.groups[0].pairPredicates ?? [];
      const stock = subject.opened.views.tenant(SCOPE.tenantId)?.stock;
      if (predicate === undefined || stock === undefined) throw new Error('not published');
      const attributeSet = stock.rows.attributes[stock.productStart[0]];
      const words = stock.attributeSetWords.subarray(
        stock.attributeSetEnd[attributeSet - 1],
        stock.attributeSetEnd[attributeSet],
      );
      expect(words.length).toBe(2);
      expect([...words]).toContain(predicate.words[0]);
    };
    check();
    await subject.reopen();
    check();
  });
}
