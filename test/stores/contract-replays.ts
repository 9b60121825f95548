// What every store owes about the state that a recorded decision was taken on: locations and rules
// as they were, or why the state is not to be had.

import { expect, test } from 'vitest';
import type { LocationTable } from '../../src/columns/locations.js';
import type { Program } from '../../src/columns/program.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import type { ProductKey } from '../../src/stores/store.js';
import { createRng, type Rng } from '../support/generate/random.js';
import type { Subject } from './contract.js';
import { recordOf, type RecordFacts } from './support/records.js';
import { inputsOf, SCOPE, viewOf, worldOf } from './support/worlds.js';
import { TENANT } from './support/tenant.js';

const CODES = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'é', 'Z'];

/** The part of the contract on replays. */
export function replayContract(subject: Subject): void {
  locationsAreRewound(subject);
  rulesAreRewound(subject);
  lossesAreNamed(subject);
}

function randomLocation(rng: Rng, code: string): LocationDocument {
  return {
    code,
    name: `${code} ${rng.integer(1, 99)}`,
    countryCode: rng.pick(['US', 'us ', 'CA', '']),
    postalCode: rng.pick(['10001', '10002', '94110-1234', '']),
    express: rng.chance(0.5),
    active: rng.chance(0.9),
    consolidationEnabled: rng.chance(0.5),
    ...(rng.chance(0.5) ? { externalStoreId: `${code} ${rng.integer(1, 9)}` } : {}),
    ...(rng.chance(0.4)
      ? { coordinates: { latitude: rng.integer(-90, 90), longitude: rng.integer(-180, 180) } }
      : {}),
  };
}

async function randomLocationChange(subject: Subject, rng: Rng): Promise<void> {
  const { store } = subject.opened;
  const some = rng.sample(CODES, rng.integer(1, 4));
  const kind = rng.integer(0, 9);
  if (kind < 5) {
    await store.upsertLocations(
      TENANT,
      some.map((code) => randomLocation(rng, code)),
    );
  } else if (kind < 7) {
    // More than one table in one commit: only the last is ever live.
    const holds = some.map((code) => store.setLocationHold(TENANT, code, rng.chance(0.5)));
    await Promise.allSettled(holds);
  } else if (kind < 8) {
    await store.deleteLocation(TENANT, some[0]).catch(() => {});
  } else {
    const place = () => ({ latitude: rng.integer(-90, 90), longitude: rng.integer(-180, 180) });
    const postalCodes = rng.sample(['10001', '10002', '94110'], 2);
    await store.writePostalCodes(
      TENANT,
      postalCodes.map((postalCode) => ({ countryCode: 'US', postalCode, ...place() })),
    );
    await store.publishPostalCodes(TENANT);
  }
}

function locationsAreRewound(subject: Subject): void {
  test('a table of locations is the one that was live then, in all of its columns', async () => {
    const rng = createRng(3);
    await subject.opened.store.applyConfiguration(SCOPE, {}, '', false);
    const tables = new Map<number, LocationTable>();
    const check = async () => {
      for (const [locationVersion, table] of tables) {
        const { locations } = await worldOf(subject, { locationVersion });
        expect(locations).toEqual(table);
      }
    };
    for (let round = 0; round < 4; round++) {
      for (let change = 0; change < 30 * subject.effort; change++) {
        await randomLocationChange(subject, rng);
        const { locations } = viewOf(subject);
        tables.set(locations.version, tables.get(locations.version) ?? locations);
      }
      const { locations } = viewOf(subject);
      if (round % 2 === 1) await subject.reopen();
      expect(viewOf(subject).locations).toEqual(locations);
      await check();
    }
    expect(tables.size).toBeGreaterThan(80 * subject.effort);
  });

  test('documents of rows are those of then', async () => {
    const { store } = subject.opened;
    await store.upsertLocations(TENANT, [{ code: 'a', name: 'then' }]);
    await store.upsertInventory(TENANT, [{ product: { upc: '1' }, locationCode: 'a' }], true);
    const { version } = viewOf(subject).locations;
    await store.upsertLocations(TENANT, [{ code: 'a', name: 'now' }]);
    const lines = [{ code: { upc: '1' }, product: 0, productVersion: 1 }];
    const { locationDocuments } = await worldOf(subject, { locationVersion: version, lines });
    expect([...locationDocuments]).toMatchObject([[0, { code: 'a', name: 'then' }]]);
  });
}

/** Rules that name locations and words of rows. */
function rules(words: string, code: string): ConfigurationDocument {
  return {
    filters: [
      {
        name: 'words',
        attribute: 'inventory.attributes',
        operator: 'FILTER_OPERATOR_IN',
        customValue: { stringValue: words },
      },
      {
        name: 'code',
        attribute: 'location.locationCode',
        operator: 'FILTER_OPERATOR_NOT_EQUAL',
        customValue: { stringValue: code },
      },
    ],
    routes: [{ name: 'r', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
    locationGroups: [
      { name: 'g', route: 'r', rank: 1, isDefaultGroup: true, filters: ['words', 'code'] },
    ],
  };
}

/** The words of the filter on attributes, and all else of a program. */
function partsOf(program: Program) {
  const words = program.routes[1]?.groups[0]?.pairPredicates[0]?.words ?? new Int32Array(0);
  const text = JSON.stringify(program, (key, value) => (key === 'words' ? undefined : value));
  return { words: [...words], rest: text };
}

function rulesAreRewound(subject: Subject): void {
  test('rules are those of then, against the locations of then', async () => {
    const { store, views } = subject.opened;
    await store.upsertLocations(TENANT, [{ code: 'a' }, { code: 'b' }]);
    const key: ProductKey = { upc: '1' };
    const update = { product: key, locationCode: 'a', attributes: ['red', 'blue'] };
    await store.upsertInventory(TENANT, [update], true);
    const programs: Program[] = [];
    const keep = () => programs.push(views.site(TENANT, '1')?.program as Program);
    await store.applyConfiguration(SCOPE, rules('red,later', 'a'), '', false);
    keep();
    await store.upsertLocations(TENANT, [{ code: 'c' }]);
    keep();
    await store.applyConfiguration(SCOPE, rules('blue', 'c'), '', false);
    keep();
    await store.activateConfiguration(SCOPE, 1, '');
    await store.deleteLocation(TENANT, 'b');
    for (const program of programs) {
      const { configurationVersion, locationVersion } = program;
      const world = await worldOf(subject, { configurationVersion, locationVersion });
      expect(partsOf(world.program)).toEqual(partsOf(program));
      expect(world.configuration).toEqual(
        (await store.getConfiguration(SCOPE, configurationVersion)).document,
      );
    }
  });

  test('a program for a replay gives no word a number that another word can get', async () => {
    const { store } = subject.opened;
    await store.upsertLocations(TENANT, [{ code: 'a' }]);
    await store.applyConfiguration(SCOPE, rules('never seen,seen later', 'z'), '', false);
    await store.applyConfiguration(SCOPE, {}, '', false);
    // After a restart the words of rules that are not live have no numbers.
    await subject.reopen();
    const then = { configurationVersion: 1 };
    const wordsOf = async () => partsOf((await worldOf(subject, then)).program).words;
    const before = await wordsOf();
    expect(before).toHaveLength(2);
    const attributes = ['seen later', 'another'];
    const update = { product: { upc: '1' }, locationCode: 'a', attributes };
    await subject.opened.store.upsertInventory(TENANT, [update], true);
    const { stock } = viewOf(subject);
    const row = stock.rows.attributes[stock.productStart[0]];
    const rowWords = stock.attributeSetWords.slice(0, stock.attributeSetEnd[row]);
    expect(rowWords.filter((word) => before.includes(word))).toHaveLength(0);
    const after = await wordsOf();
    expect(rowWords.filter((word) => after.includes(word))).toHaveLength(1);
  });
}

function lossesAreNamed(subject: Subject): void {
  test('what is not known any more is named by its reason', async () => {
    const { store } = subject.opened;
    await store.upsertLocations(TENANT, [{ code: 'a' }]);
    await store.applyConfiguration(SCOPE, {}, '', false);
    const product = { upc: 'tea' };
    const update = { product, locationCode: 'a' };
    await store.upsertInventory(TENANT, [update, update], false);
    const problemOf = async (facts: Partial<RecordFacts>) => {
      const { world, problem } = await inputsOf(subject, facts);
      expect(world === null).toBe(problem !== null);
      return problem;
    };
    const at = (version: number) => [{ code: product, product: 0, productVersion: version }];
    for (const version of [0, 1, 2]) expect(await problemOf({ lines: at(version) })).toBe(null);
    const lost = { reason: 'STOCK_EXPIRED', detail: expect.stringContaining("'tea'") };
    expect(await problemOf({ lines: at(3) })).toEqual(lost);
    const strange = [{ code: product, product: 77, productVersion: 1 }];
    expect(await problemOf({ lines: strange })).toMatchObject({ reason: 'STOCK_EXPIRED' });
    const table = { reason: 'LOCATIONS_EXPIRED', detail: expect.stringContaining('99') };
    expect(await problemOf({ locationVersion: 99 })).toEqual(table);
    const rulesGone = { reason: 'CONFIGURATION_EXPIRED', detail: expect.stringContaining('5') };
    expect(await problemOf({ configurationVersion: 5 })).toEqual(rulesGone);
  });

  test('a tenant that was never written has a world without anything', async () => {
    const record = recordOf({ suggestionId: 0, tenant: 0, configurationVersion: 0 });
    const scope = { tenantId: 'nobody', siteId: '1' };
    const { world, problem } = await subject.opened.store.replayInputs(scope, record);
    expect([problem, world?.locations.count, world?.configuration]).toEqual([null, 0, {}]);
  });

  test('after codes that nobody saw, a restart says what it does not know', async () => {
    const { store } = subject.opened;
    const coordinates = { latitude: 1, longitude: 2 };
    await store.upsertLocations(TENANT, [{ code: 'a', coordinates }]);
    await store.applyConfiguration(SCOPE, {}, '', false);
    const code = { countryCode: 'US', postalCode: '10001', latitude: 3, longitude: 4 };
    await store.writePostalCodes(TENANT, [code]);
    const first = viewOf(subject).locations;
    await subject.reopen();
    // No place rests on a code: the table is another one in name only.
    expect(viewOf(subject).locations.version).toBe(first.version + 1);
    expect(viewOf(subject).postal.version).toBe(1);
    const world = await worldOf(subject, { locationVersion: first.version });
    expect(world.locations).toEqual(first);
    const placed = { code: 'b', countryCode: 'US', postalCode: '10001' };
    await subject.opened.store.upsertLocations(TENANT, [placed]);
    await subject.opened.store.writePostalCodes(TENANT, [{ ...code, latitude: 50 }]);
    const second = viewOf(subject).locations;
    await subject.reopen();
    const { problem } = await inputsOf(subject, { locationVersion: second.version });
    expect(problem).toMatchObject({ reason: 'LOCATIONS_EXPIRED' });
    expect(viewOf(subject).locations.version).toBe(second.version + 1);
    await subject.reopen();
    expect(viewOf(subject).locations.version).toBe(second.version + 1);
  });
}
