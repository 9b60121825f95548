// What every store owes about stock rows.

import { expect, test } from 'vitest';
import { ROW_FLAG } from '../../src/columns/stock.js';
import type { InventoryUpdate } from '../../src/stores/store.js';
import type { Subject } from './contract.js';
import { columnRows, refusalOf } from './support/opened-store.js';
import { TENANT } from './support/tenant.js';

/** The parts of the contract on stock rows. */
export function inventoryContract(subject: Subject): void {
  countsAreKept(subject);
  onlyWhatIsGivenChanges(subject);
  namesAreResolved(subject);
  badUpdatesAreRefused(subject);
  orderAndPagesHold(subject);
  limitsAreNamed(subject);
}

function storeOf(subject: Subject) {
  return subject.opened.store;
}

async function withLocations(subject: Subject, ...codes: string[]): Promise<void> {
  await storeOf(subject).upsertLocations(
    TENANT,
    codes.map((code) => ({ code })),
  );
}

function set(subject: Subject, ...updates: InventoryUpdate[]) {
  return storeOf(subject).upsertInventory(TENANT, updates, true);
}

function at(locationCode: string, rest: Partial<InventoryUpdate> = {}): InventoryUpdate {
  return { product: { upc: '1' }, locationCode, ...rest };
}

function countsAreKept(subject: Subject): void {
  test('a row is what was set last, on disk and in shared memory', async () => {
    await withLocations(subject, 'a', 'b');
    const counts = { onHand: 9, allocated: 2, inTransit: 3, safetyStock: 1, ltd: -4 };
    const attributes = [' Red ', 'red', 'Big'];
    await set(subject, at('b', { ...counts, attributes, blocked: true, holdBlock: true }));
    await set(subject, at('b', { onHand: 7, hasInfiniteInventory: true }));
    const expected = {
      ...counts,
      onHand: 7,
      held: 0,
      blocked: true,
      hasInfiniteInventory: true,
      attributes: ['Red', 'red', 'Big'],
      version: 2,
      holdBlock: true,
      extensibleAttributes: [],
    };
    const before = await storeOf(subject).getInventory(TENANT, { upc: '1' });
    expect(before.rows).toEqual([
      { product: { upc: '1' }, locationCode: 'b', segment: {}, ...expected },
    ]);
    expect(before).toMatchObject({ productVersion: 2, sequence: 2 });
    const columns = columnRows(subject.opened.views.tenant(TENANT), 0);
    const row = { location: 1, ...counts, onHand: 7, flags: 15, version: 2 };
    expect(columns).toMatchObject([row]);
    expect(subject.opened.views.tenant(TENANT)?.counters[0]).toBe(2);
    await subject.reopen();
    expect(await storeOf(subject).getInventory(TENANT, { upc: '1' })).toEqual(before);
    expect(columnRows(subject.opened.views.tenant(TENANT), 0)).toMatchObject([row]);
  });

  test('an ltd that was never given is unknown, and one that was stays known', async () => {
    await withLocations(subject, 'a', 'b');
    await set(subject, at('a', { ltd: 0 }), at('b', { onHand: 1 }));
    await set(subject, at('a', { onHand: 2 }));
    const check = async () => {
      const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '1' });
      expect([rows[0].ltd, 'ltd' in rows[1]]).toEqual([0, false]);
      const columns = columnRows(subject.opened.views.tenant(TENANT), 0);
      expect(columns.map(({ flags }) => flags)).toEqual([ROW_FLAG.hasLtd, 0]);
    };
    await check();
    await subject.reopen();
    await check();
  });
}

function onlyWhatIsGivenChanges(subject: Subject): void {
  test('attributes stay, are replaced or are cleared', async () => {
    await withLocations(subject, 'a');
    const attributes = async () => {
      const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '1' });
      return rows[0].attributes;
    };
    await set(subject, at('a', { attributes: ['x'] }));
    await set(subject, at('a', { onHand: 1 }));
    expect(await attributes()).toEqual(['x']);
    await set(subject, at('a', { attributes: ['y', 'z'] }));
    expect(await attributes()).toEqual(['y', 'z']);
    await set(subject, at('a', { clearAttributes: true }));
    expect(await attributes()).toEqual([]);
  });

  test('an older count changes nothing, an equal or newer one is taken', async () => {
    await withLocations(subject, 'a');
    await set(subject, at('a', { onHand: 5, asOfEpochMs: 1000 }));
    const stale = await set(subject, at('a', { onHand: 6, asOfEpochMs: 999 }));
    expect(stale).toMatchObject({ writtenCount: 0, staleCount: 1, sequence: 1 });
    await set(subject, at('a', { onHand: 7, asOfEpochMs: 1000 }));
    await subject.reopen();
    await set(subject, at('a', { onHand: 8, asOfEpochMs: 900 }), at('a', { segment: { s: 't' } }));
    const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '1' });
    expect(rows).toMatchObject([{ onHand: 7, asOfEpochMs: 1000, version: 2 }, { version: 1 }]);
  });

  test('an expected version that is not there is refused, and nothing is written', async () => {
    await withLocations(subject, 'a', 'b');
    await set(subject, at('a', { onHand: 1 }));
    const refused = set(subject, at('b'), at('a', { onHand: 2, expectedVersion: 2 }));
    expect(await refusalOf(refused)).toMatchObject({
      code: 9,
      reason: 'VERSION_MISMATCH',
      violations: [{ field: 'updates[1].expected_version' }],
      metadata: { expectedVersion: '2', version: '1' },
    });
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ rowCount: 1 });
    await set(subject, at('a', { onHand: 2, expectedVersion: 1 }));
  });
}

function namesAreResolved(subject: Subject): void {
  test('all codes of a product name one product, each in its namespace', async () => {
    await withLocations(subject, 'a', 'b');
    await set(subject, at('a', { onHand: 1, aliases: [{ sku: '1' }] }));
    await set(subject, { product: { sku: '1' }, locationCode: 'b', onHand: 2 });
    await set(subject, { product: { partNumber: '1' }, locationCode: 'a', onHand: 3 });
    await subject.reopen();
    const { rows } = await storeOf(subject).getInventory(TENANT, { sku: '1' });
    expect(rows).toMatchObject([{ product: { upc: '1' } }, { product: { upc: '1' }, onHand: 2 }]);
    const other = await storeOf(subject).getInventory(TENANT, { partNumber: '1' });
    expect(other.rows).toMatchObject([{ product: { partNumber: '1' }, onHand: 3 }]);
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ productCount: 2, rowCount: 3 });
  });

  test('a code of another product is refused as an alias', async () => {
    await withLocations(subject, 'a');
    await set(subject, at('a'), { product: { sku: 's' }, locationCode: 'a' });
    const refused = refusalOf(set(subject, at('a', { aliases: [{ upc: 'n' }, { sku: 's' }] })));
    expect((await refused).violations).toMatchObject([{ field: 'updates[0].aliases[1]' }]);
    const unknown = storeOf(subject).getInventory(TENANT, { upc: 'n' });
    expect((await unknown).rows).toEqual([]);
  });

  test('segments are the same whatever the order of their categories', async () => {
    await withLocations(subject, 'a');
    await set(subject, at('a', { segment: { x: '1', y: '2' }, onHand: 1 }));
    await set(subject, at('a', { segment: { y: '2', x: '1' }, onHand: 2 }));
    await set(subject, at('a', { onHand: 3 }));
    const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '1' });
    expect(rows).toMatchObject([
      { segment: {}, onHand: 3 },
      { segment: { x: '1', y: '2' }, onHand: 2, version: 2 },
    ]);
    const columns = columnRows(subject.opened.views.tenant(TENANT), 0);
    expect(columns).toMatchObject([{ segment: 0 }, { segment: 1 }]);
  });
}

function attribute(attributeFqn: string, attributeValues: readonly string[]) {
  return { attributeFqn, attributeValues };
}

/** So many attributes of so many values; the names are a text that is repeated. */
function extensible(count: number, valueCount: number, name = 'a', repeats = 1) {
  const values = Array.from({ length: valueCount }, () => 'x');
  return Array.from({ length: count }, () => attribute(name.repeat(repeats), values));
}

const BAD_UPDATES: readonly (readonly [string, Partial<InventoryUpdate>])[] = [
  ['product', { product: {} }],
  ['product', { product: { upc: 'a', sku: 'b' } }],
  ['product.upc', { product: { upc: '' } }],
  ['product.sku', { product: { sku: 'é'.repeat(33) } }],
  ['aliases[0]', { aliases: [{}] }],
  ['location_code', { locationCode: 'nowhere' }],
  ['location_code', { locationCode: '' }],
  ['on_hand', { onHand: -1 }],
  ['on_hand', { onHand: 1_000_000_001 }],
  ['allocated', { allocated: 0.5 }],
  ['in_transit', { inTransit: Number.NaN }],
  ['safety_stock', { safetyStock: Number.POSITIVE_INFINITY }],
  ['ltd', { ltd: 2 ** 31 }],
  ['as_of', { asOfEpochMs: -1 }],
  ['expected_version', { expectedVersion: -1 }],
  ['attributes[1]', { attributes: ['a', ' '] }],
  ['clear_attributes', { attributes: ['a'], clearAttributes: true }],
  ['segment["c"]', { segment: { c: '' } }],
  ['attributes[0]', { attributes: ['a\0b'] }],
  ['future_epoch_ms', { futureEpochMs: -1 }],
  ['future_epoch_ms', { futureEpochMs: 0.5 }],
  ['future_epoch_ms', { futureEpochMs: 8_640_000_000_000_001 }],
  ['excess_threshold', { excessThreshold: 1_000_000_001 }],
  ['extensible_attributes', { extensibleAttributes: extensible(101, 1) }],
  ['extensible_attributes[0].attribute_fqn', { extensibleAttributes: [{}] }],
  ['extensible_attributes[0].attribute_fqn', { extensibleAttributes: extensible(1, 1, 'é', 128) }],
  ['extensible_attributes[0].attribute_fqn', { extensibleAttributes: extensible(1, 1, '\0', 1) }],
  ['extensible_attributes[0].attribute_values', { extensibleAttributes: extensible(1, 101) }],
  [
    'extensible_attributes[1].attribute_values[1]',
    { extensibleAttributes: [{ attributeFqn: 'a' }, attribute('b', ['x', 'é'.repeat(128)])] },
  ],
  [
    'extensible_attributes[0].attribute_values[0]',
    { extensibleAttributes: [attribute('b', ['x\0y'])] },
  ],
  [
    'clear_extensible_attributes',
    { extensibleAttributes: extensible(1, 1), clearExtensibleAttributes: true },
  ],
];

function badUpdatesAreRefused(subject: Subject): void {
  test('a bad field is refused by its path', async () => {
    await withLocations(subject, 'a');
    for (const [field, rest] of BAD_UPDATES) {
      const refusal = await refusalOf(
        set(subject, at('a', { product: { upc: 'x' } }), at('a', rest)),
      );
      expect(refusal).toMatchObject({ code: 3, violations: [{ field: `updates[1].${field}` }] });
    }
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ productCount: 0, rowCount: 0 });
  });

  test('a row that comes twice in a call is refused, under any of its names', async () => {
    await withLocations(subject, 'a');
    await set(subject, at('a', { aliases: [{ sku: '1' }] }));
    const twice = set(subject, at('a'), { product: { sku: '1' }, locationCode: 'a' });
    expect(await refusalOf(twice)).toMatchObject({
      code: 3,
      violations: [{ field: 'updates[1]' }],
    });
  });

  test('an import reports bad updates and takes the others', async () => {
    await withLocations(subject, 'a');
    const updates = [
      at('a', { onHand: 1 }),
      at('nowhere', { product: { upc: 'new' } }),
      at('a', { product: { upc: '2' }, onHand: 2 }),
    ];
    const result = await storeOf(subject).upsertInventory(TENANT, updates, false);
    expect(result).toMatchObject({ writtenCount: 2, refusals: [{ index: 1 }], sequence: 2 });
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ productCount: 2, rowCount: 2 });
    await subject.reopen();
    const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '2' });
    expect(rows).toMatchObject([{ onHand: 2 }]);
  });

  test('refused updates do not make a tenant', async () => {
    await storeOf(subject).upsertInventory('nobody', [at('a')], false);
    await refusalOf(storeOf(subject).upsertInventory('nobody', [at('a')], true));
    await storeOf(subject).publishPostalCodes('nobody');
    expect(subject.opened.views.tenant('nobody')).toBeUndefined();
  });
}

function orderAndPagesHold(subject: Subject): void {
  test('calls that pile up are answered in order, and a refused one is refused alone', async () => {
    await withLocations(subject, 'a');
    const calls = Array.from({ length: 50 }, (_, i) =>
      i === 20 ? refusalOf(set(subject, at('b'))) : set(subject, at('a', { onHand: i })),
    );
    const answers = await Promise.all(calls);
    const sequences = answers.flatMap((answer) => ('sequence' in answer ? [answer.sequence] : []));
    expect(sequences).toEqual(Array.from({ length: 49 }, (_, i) => i + 1));
    const { rows } = await storeOf(subject).getInventory(TENANT, { upc: '1' });
    expect(rows).toMatchObject([{ onHand: 49, version: 49 }]);
  });

  test('rows of a location come by product in pages', async () => {
    await withLocations(subject, 'a', 'b');
    for (const upc of ['z', 'y', 'x', 'w', 'v']) {
      await set(subject, { product: { upc }, locationCode: 'a' });
      await set(subject, { product: { upc }, locationCode: 'b', segment: { s: upc } });
    }
    const seen: unknown[] = [];
    let pageToken = '';
    do {
      const page = await storeOf(subject).listInventory(TENANT, 'b', 2, pageToken);
      expect(page.items.length).toBeLessThanOrEqual(2);
      seen.push(...page.items.map(({ product }) => product.upc));
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    expect(seen).toEqual(['z', 'y', 'x', 'w', 'v']);
    const nonsense = storeOf(subject).listInventory(TENANT, 'b', 2, 'nonsense');
    expect((await refusalOf(nonsense)).violations).toMatchObject([{ field: 'page_token' }]);
    const nowhere = storeOf(subject).listInventory(TENANT, 'nowhere', 2, '');
    expect(await refusalOf(nowhere)).toMatchObject({ code: 5 });
  });
}

function limitsAreNamed(subject: Subject): void {
  test('a full limit of shared memory is refused by name, and nothing is written', async () => {
    await subject.renew({ productsMax: 2, rowsMax: 3 });
    await withLocations(subject, 'a', 'b', 'c', 'd');
    const full = { code: 8, reason: 'SHARED_MEMORY_FULL' };
    const [two, three] = [{ product: { upc: '2' } }, { product: { upc: '3' } }];
    expect(await refusalOf(set(subject, at('a'), at('a', two), at('a', three)))).toMatchObject(
      full,
    );
    await set(subject, at('a'), at('a', two));
    const fourRows = Promise.all(['b', 'c', 'd'].map((code) => set(subject, at(code))));
    expect(await refusalOf(fourRows)).toMatchObject(full);
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ productCount: 2, rowCount: 3 });
    await subject.reopen();
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ productCount: 2, rowCount: 3 });
  });

  test('the last row that fits may be set twice before it is there', async () => {
    await subject.renew({ rowsMax: 1 });
    await withLocations(subject, 'a');
    const twice = [at('a', { onHand: 1 }), at('a', { onHand: 2 })];
    const first = storeOf(subject).upsertInventory(TENANT, twice, false);
    const second = set(subject, at('a', { onHand: 3 }));
    expect([(await first).writtenCount, (await second).sequence]).toEqual([2, 3]);
    const [row] = columnRows(subject.opened.views.tenant(TENANT), 0);
    expect(row).toMatchObject({ onHand: 3, version: 3 });
  });

  test.each([
    ['segments', { segmentsMax: 2 }, { segment: { s: 'new' } }],
    ['attribute_sets', { attributeSetsMax: 2 }, { attributes: ['x', 'y'] }],
    ['attribute_words', { wordsMax: 1 }, { attributes: ['y'] }],
  ])('a tenant full of %s refuses new ones by name, and keeps the old', async (...given) => {
    const [limit, limits, more] = given;
    await subject.renew(limits);
    await withLocations(subject, 'a');
    const known = at('a', { segment: { s: 'known' }, attributes: ['x'] });
    await set(subject, known);
    for (let attempt = 0; attempt < 3; attempt++) {
      const refusal = await refusalOf(set(subject, at('a', more)));
      expect(refusal).toMatchObject({ code: 8, reason: 'SHARED_MEMORY_FULL', metadata: { limit } });
    }
    const result = await storeOf(subject).upsertInventory(TENANT, [at('a', more), known], false);
    expect(result).toMatchObject({ writtenCount: 1, refusals: [{ index: 0 }] });
    await subject.reopen(limits);
    await set(subject, known);
    expect(await storeOf(subject).counts(TENANT)).toMatchObject({ rowCount: 1 });
  });
}
