// What every store owes about locations and postal codes.

import { expect, test } from 'vitest';
import { lookUp } from '../../src/columns/dictionary.js';
import { EXTERNAL_KIND, LOCATION_FLAG, LOCATION_KIND } from '../../src/columns/locations.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import type { Subject } from './contract.js';
import { columnRows, refusalOf } from './support/opened-store.js';
import { TENANT } from './support/tenant.js';

/** The parts of the contract on locations. */
export function locationContract(subject: Subject): void {
  locationsAreKept(subject);
  externalIdsAreUnique(subject);
  locationsAreDeleted(subject);
  badLocationsAreRefused(subject);
  postalCodesPlace(subject);
}

function storeOf(subject: Subject) {
  return subject.opened.store;
}

function tableOf(subject: Subject) {
  const view = subject.opened.views.tenant(TENANT);
  if (view === undefined) throw new Error('nothing was published');
  return view.locations;
}

function indexOf(subject: Subject, code: string): number {
  const bytes = Buffer.from(code);
  return lookUp(tableOf(subject).codes, LOCATION_KIND, bytes, 0, bytes.length);
}

function locationsAreKept(subject: Subject): void {
  test('a location is kept with its defaults and replaced by its code', async () => {
    const store = storeOf(subject);
    const [first] = await store.upsertLocations(TENANT, [{ code: 'a', name: 'A', pickup: true }]);
    expect(first).toEqual({
      id: 1,
      code: 'a',
      name: 'A',
      active: true,
      directShip: true,
      transferEnabled: false,
      pickup: true,
      deliveryEnabled: false,
      express: false,
      wmsEnabled: false,
      requiresManifest: false,
      consolidationEnabled: false,
      onHold: false,
    });
    await store.setLocationHold(TENANT, 'a', true);
    const [second] = await store.upsertLocations(TENANT, [{ code: 'a', active: false }]);
    expect(second).toMatchObject({ id: 1, active: false, pickup: false, onHold: true });
    expect(second.name).toBeUndefined();
    await subject.reopen();
    expect(await storeOf(subject).getLocation(TENANT, 'a')).toEqual(second);
    const { flags } = tableOf(subject);
    expect(flags[0]).toBe(LOCATION_FLAG.present | LOCATION_FLAG.onHold | LOCATION_FLAG.directShip);
    await storeOf(subject).setLocationHold(TENANT, 'a', false);
    expect(tableOf(subject).flags[0] & LOCATION_FLAG.onHold).toBe(0);
  });

  test('a table is never changed: each change publishes another one', async () => {
    await storeOf(subject).upsertLocations(TENANT, [{ code: 'b' }]);
    const before = tableOf(subject);
    await storeOf(subject).upsertLocations(TENANT, [{ code: 'a' }]);
    const after = tableOf(subject);
    expect([before.count, after.count]).toEqual([1, 2]);
    expect(after.version).toBeGreaterThan(before.version);
    expect([...after.codeRank]).toEqual([1, 0]);
  });

  test('locations are listed by the bytes of their codes, in pages', async () => {
    const codes = ['b', 'a', '\u{1F600}', '\uFFFD', 'Z', 'é'];
    await storeOf(subject).upsertLocations(
      TENANT,
      codes.map((code) => ({ code })),
    );
    const seen: (string | undefined)[] = [];
    let pageToken = '';
    do {
      const page = await storeOf(subject).listLocations(TENANT, 4, pageToken);
      seen.push(...page.items.map(({ code }) => code));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(['Z', 'a', 'b', 'é', '\uFFFD', '\u{1F600}']);
    expect(await storeOf(subject).listLocations('nobody', 4, '')).toMatchObject({ items: [] });
  });
}

function externalIndexOf(subject: Subject, id: string): number {
  const bytes = Buffer.from(id);
  return lookUp(tableOf(subject).codes, EXTERNAL_KIND, bytes, 0, bytes.length);
}

function externalIdsAreUnique(subject: Subject): void {
  test('attributes, shop ids and the consolidation flag are kept as they were given', async () => {
    const attributes = [attribute('Size', ' big ', ''), attribute('Size', 'wide')];
    const given = { code: 'b', attributes, externalStoreId: 'a', consolidationEnabled: true };
    await storeOf(subject).upsertLocations(TENANT, [{ code: 'a' }, given]);
    const check = async () => {
      expect(await storeOf(subject).getLocation(TENANT, 'b')).toMatchObject(given);
      const { ids, flags } = tableOf(subject);
      expect([...ids]).toEqual([1, 2]);
      const points = [...flags].map((bits) => (bits & LOCATION_FLAG.consolidationEnabled) !== 0);
      expect(points).toEqual([false, true]);
      // Codes and shop ids are namespaces of their own.
      expect([indexOf(subject, 'a'), externalIndexOf(subject, 'a')]).toEqual([0, 1]);
      expect([externalIndexOf(subject, 'b'), externalIndexOf(subject, '')]).toEqual([-1, -1]);
    };
    await check();
    await subject.reopen();
    await check();
    await storeOf(subject).deleteLocation(TENANT, 'b');
    expect(externalIndexOf(subject, 'a')).toBe(-1);
    expect([...tableOf(subject).ids]).toEqual([1, 0]);
  });

  test('a shop id belongs to one location, and is free when that gives it up', async () => {
    const set = (...ids: (readonly [string, string])[]) =>
      storeOf(subject).upsertLocations(
        TENANT,
        ids.map(([code, externalStoreId]) => ({ code, externalStoreId })),
      );
    await set(['a', '1'], ['b', '2'], ['c', ''], ['d', '']);
    expect(await refusalOf(set(['c', '3'], ['d', '2']))).toMatchObject({
      code: 3,
      violations: [{ field: 'locations[1].external_store_id' }],
    });
    expect(externalIndexOf(subject, '3')).toBe(-1);
    await set(['a', '2'], ['b', '1']);
    expect([externalIndexOf(subject, '1'), externalIndexOf(subject, '2')]).toEqual([1, 0]);
    await set(['a', ''], ['c', '2']);
    await storeOf(subject).deleteLocation(TENANT, 'b');
    await set(['d', '1']);
    expect([externalIndexOf(subject, '1'), externalIndexOf(subject, '2')]).toEqual([3, 2]);
  });
}

function locationsAreDeleted(subject: Subject): void {
  test('a location with stock is not deleted; an empty one goes with its rows', async () => {
    const store = storeOf(subject);
    await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
    const product = { upc: '1' };
    const set = (locationCode: string, onHand: number) =>
      store.upsertInventory(TENANT, [{ product, locationCode, onHand, safetyStock: 1 }], true);
    await set('a', 1);
    await set('b', 2);
    expect(await refusalOf(store.deleteLocation(TENANT, 'a'))).toMatchObject({
      code: 9,
      reason: 'LOCATION_IN_USE',
    });
    await set('a', 0);
    await store.deleteLocation(TENANT, 'a');
    expect(await refusalOf(store.getLocation(TENANT, 'a'))).toMatchObject({ code: 5 });
    expect(indexOf(subject, 'a')).toBe(-1);
    expect(tableOf(subject).flags[0]).toBe(0);
    const check = async () => {
      const found = await storeOf(subject).getInventory(TENANT, product);
      expect(found.rows).toMatchObject([{ locationCode: 'b', onHand: 2 }]);
      expect(found.productVersion).toBe(4);
      const columns = columnRows(subject.opened.views.tenant(TENANT), 0);
      expect(columns).toMatchObject([{ location: 1 }]);
    };
    await check();
    await subject.reopen();
    await check();
    const [again] = await storeOf(subject).upsertLocations(TENANT, [{ code: 'a' }]);
    expect(again.id).toBe(3);
  });
}

function attribute(attributeFqn: string, ...attributeValues: string[]) {
  return { attributeFqn, attributeValues };
}

const BAD_LOCATIONS: readonly (readonly [string, LocationDocument])[] = [
  ['code', { code: '' }],
  ['code', {}],
  ['code', { code: 'x'.repeat(65) }],
  ['code', { code: 'a\nb' }],
  ['code', { code: 'good' }],
  ['name', { code: 'b', name: 'x'.repeat(256) }],
  ['postal_code', { code: 'b', postalCode: 'x'.repeat(256) }],
  ['country_code', { code: 'b', countryCode: 'USA' }],
  ['coordinates.latitude', { code: 'b', coordinates: { latitude: 90.1, longitude: 0 } }],
  ['coordinates.longitude', { code: 'b', coordinates: { latitude: 0, longitude: Number.NaN } }],
  ['time_zone', { code: 'b', timeZone: 'Berlin' }],
  ['time_zone', { code: 'b', timeZone: '+02:00' }],
  ['external_store_id', { code: 'b', externalStoreId: 'x'.repeat(65) }],
  ['external_store_id', { code: 'b', externalStoreId: 'shop 1' }],
  ['attributes', { code: 'b', attributes: Array.from({ length: 101 }, () => attribute('a')) }],
  ['attributes[0].attribute_fqn', { code: 'b', attributes: [attribute('')] }],
  [
    'attributes[1].attribute_values[0]',
    { code: 'b', attributes: [attribute('a'), attribute('b', 'x'.repeat(256))] },
  ],
  [
    'attributes[0].attribute_values',
    { code: 'b', attributes: [attribute('a', ...Array(101).fill('x'))] },
  ],
];

function badLocationsAreRefused(subject: Subject): void {
  test('a bad field is refused by its path, and no location is written', async () => {
    for (const [field, location] of BAD_LOCATIONS) {
      const refused = storeOf(subject).upsertLocations(TENANT, [
        { code: 'good', externalStoreId: 'shop 1' },
        location,
      ]);
      const violations = [{ field: `locations[1].${field}` }];
      expect(await refusalOf(refused)).toMatchObject({ code: 3, violations });
    }
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ locationCount: 0 });
    const unknown = storeOf(subject).setLocationHold(TENANT, 'good', true);
    expect(await refusalOf(unknown)).toMatchObject({ code: 5 });
  });
}

function postalCodesPlace(subject: Subject): void {
  test('postal codes place locations once they are published', async () => {
    const store = storeOf(subject);
    await store.upsertLocations(TENANT, [
      { code: 'a', countryCode: 'us', postalCode: '10001-1234' },
      { code: 'b', countryCode: 'US', postalCode: '10001', coordinates: { latitude: 1 } },
      { code: 'c', countryCode: 'US', postalCode: '99999' },
      { code: 'd', countryCode: 'US', coordinates: { latitude: 90, longitude: 0 } },
    ]);
    await store.writePostalCodes(TENANT, [
      { countryCode: 'US', postalCode: '10001', latitude: 0, longitude: 90 },
    ]);
    expect(tableOf(subject).x[0]).toBeNaN();
    await store.publishPostalCodes(TENANT);
    const check = async () => {
      const { x, y, z } = tableOf(subject);
      expect([x[0], y[0], z[0]].map((part) => Math.round(part * 1e9) / 1e9)).toEqual([0, 1, 0]);
      expect(y[1]).toBe(y[0]);
      expect(x[2]).toBeNaN();
      expect(z[3]).toBe(1);
      expect(await storeOf(subject).counts(TENANT)).toMatchObject({ postalCount: 1 });
    };
    await check();
    await subject.reopen();
    await check();
  });

  test('a bad postal code is refused by its path', async () => {
    const good = { countryCode: 'US', postalCode: '1', latitude: 0, longitude: 0 };
    const bad = [
      ['country_code', { ...good, countryCode: '' }],
      ['postal_code', { ...good, postalCode: ' ' }],
      ['coordinates.latitude', { ...good, latitude: -91 }],
    ] as const;
    for (const [field, code] of bad) {
      const refusal = await refusalOf(storeOf(subject).writePostalCodes(TENANT, [good, code]));
      expect(refusal.violations).toMatchObject([{ field: `postal_codes[1].${field}` }]);
    }
  });
}
