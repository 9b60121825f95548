// What every store owes about the rows that a recorded decision was taken on: they are what they
// were, with everything that their numbers stand for.

import { expect, test } from 'vitest';
import { lookUp } from '../../src/columns/dictionary.js';
import { PRODUCT_KIND, type StockColumns } from '../../src/columns/stock.js';
import type { TenantView } from '../../src/columns/views.js';
import type { InventoryUpdate } from '../../src/stores/store.js';
import { createRng, type Rng } from '../support/generate/random.js';
import type { Subject } from './contract.js';
import { columnRows } from './support/opened-store.js';
import type { RecordLine } from './support/records.js';
import { SCOPE, viewOf, worldOf } from './support/worlds.js';
import { TENANT } from './support/tenant.js';

/** The part of the contract on rows of then. */
export function rewindContract(subject: Subject): void {
  rowsAreRewound(subject);
  productsAreFound(subject);
}

function productOf(view: TenantView, upc: string): number {
  const code = Buffer.from(upc);
  return lookUp(view.stock.products, PRODUCT_KIND.upc, code, 0, code.length);
}

const CODES = ['a', 'b', 'c', 'd', 'e', 'f'];
const UPCS = ['1', '2', '3', '4', '5'];

/** The rows of a product at one version, copied. */
type Copy = { readonly upc: string; readonly version: number; readonly rows: object[] };

function randomUpdate(rng: Rng): InventoryUpdate {
  const optional = (name: string, value: unknown) => (rng.chance(0.4) ? { [name]: value } : {});
  return {
    product: { upc: rng.pick(UPCS) },
    locationCode: rng.pick(CODES),
    ...optional('segment', { channel: 'web' }),
    ...optional('futureEpochMs', rng.integer(1, 2)),
    ...optional('excessThreshold', rng.integer(0, 3)),
    ...optional('holdBlock', rng.chance(0.5)),
    ...optional('extensibleAttributes', [
      { attributeFqn: 'size', attributeValues: rng.sample(['S', 'M', 'L'], 2) },
    ]),
    ...optional('onHand', rng.integer(0, 9)),
    ...optional('allocated', rng.integer(0, 3)),
    ...optional('inTransit', rng.integer(0, 3)),
    ...optional('safetyStock', rng.integer(0, 3)),
    ...optional('ltd', rng.integer(-3, 3)),
    ...optional('blocked', rng.chance(0.5)),
    ...optional('hasInfiniteInventory', rng.chance(0.2)),
    ...optional('attributes', rng.sample(['x', 'y', 'z', 'Ä'], 2)),
  };
}

/** Empties a location, deletes it, and makes one of the same code. */
async function recreate(subject: Subject, code: string): Promise<void> {
  const { store } = subject.opened;
  const { items } = await store.listInventory(TENANT, code, 1000, '');
  const nothing = { onHand: 0, allocated: 0, inTransit: 0, hasInfiniteInventory: false };
  const updates = items.map(({ product, segment, futureEpochMs }) => {
    return { product, segment, futureEpochMs, locationCode: code, ...nothing };
  });
  await Promise.all([
    store.upsertInventory(TENANT, updates, true),
    store.deleteLocation(TENANT, code),
    store.upsertLocations(TENANT, [{ code }]),
  ]);
}

async function randomChange(subject: Subject, rng: Rng): Promise<void> {
  const { store } = subject.opened;
  if (rng.chance(0.12)) return recreate(subject, rng.pick(CODES));
  // Several calls are committed together.
  const calls = Array.from({ length: rng.integer(1, 3) }, () => {
    const updates = Array.from({ length: rng.integer(1, 4) }, () => randomUpdate(rng));
    return store.upsertInventory(TENANT, updates, false);
  });
  await Promise.all(calls);
}

function rowsAreRewound(subject: Subject): void {
  test('rows are what they were at every version that a reader can have met', async () => {
    const rng = createRng(20241122);
    await subject.opened.store.upsertLocations(
      TENANT,
      CODES.map((code) => ({ code })),
    );
    const copies: Copy[] = [];
    const copyAll = () => {
      for (const upc of UPCS) {
        const view = viewOf(subject);
        const product = productOf(view, upc);
        if (product < 0) continue;
        const version = view.stock.productVersion[product] >>> 1;
        copies.push({ upc, version, rows: columnRows(view, product) });
      }
    };
    let checkCount = 0;
    const check = async () => {
      for (let i = 0; i < 60 * subject.effort; i++) {
        const wanted = rng.sample(UPCS, 3).flatMap((upc) => {
          const known = copies.filter((copy) => copy.upc === upc);
          return known.length === 0 ? [] : [rng.pick(known)];
        });
        await expectRewound(subject, wanted);
        checkCount += wanted.length;
      }
    };
    for (let round = 0; round < 5; round++) {
      for (let change = 0; change < 40 * subject.effort; change++) {
        await randomChange(subject, rng);
        copyAll();
      }
      await check();
      if (round === 2) await subject.reopen();
    }
    await subject.reopen();
    await check();
    expect(checkCount).toBeGreaterThan(1000 * subject.effort);
    const versions = copies.map(({ upc, version }) => `${upc}/${version}`);
    expect(new Set(versions).size).toBeGreaterThan(300 * subject.effort);
  });
}

/** Fails unless each product is found by its code with the rows that were copied. */
async function expectRewound(subject: Subject, copies: readonly Copy[]): Promise<void> {
  const view = viewOf(subject);
  const lines = copies.flatMap(({ upc, version }): RecordLine[] => {
    const line = { product: productOf(view, upc), productVersion: version };
    // The line that names a product again is of no account.
    return [
      { code: { upc }, ...line },
      { code: { sku: `also ${upc}` }, ...line },
    ];
  });
  const world = await worldOf(subject, { lines: [{ code: { upc: '?' } }, ...lines] });
  const { stock } = world;
  expect(stock.header[0]).toBe(copies.length);
  copies.forEach(({ upc, version, rows }, product) => {
    for (const [kind, code] of [
      [PRODUCT_KIND.upc, Buffer.from(upc)],
      [PRODUCT_KIND.sku, Buffer.from(`also ${upc}`)],
    ] as const) {
      expect(lookUp(stock.products, kind, code, 0, code.length)).toBe(product);
    }
    expect(columnRows({ ...view, stock }, product)).toEqual(rows);
    expect(stock.productVersion[product]).toBe(version * 2);
    for (const row of rows as Record<'segment' | 'attributes' | 'extensible', number>[]) {
      const { tags, futureEpochMs = Number.NaN } = world.segments.get(row.segment) ?? {};
      expect(tags).toEqual(isTagged(stock, row.segment) ? { channel: 'web' } : {});
      expect(futureEpochMs).toBe(stock.segmentFutureMs[row.segment]);
      expect(world.attributeSets.get(row.attributes)).toBeDefined();
      const [extensible] = world.extensibleSets.get(row.extensible) ?? [];
      expect(extensible?.attributeFqn).toBe(row.extensible ? 'size' : undefined);
    }
  });
  expect(namesOf(stock)).toEqual(namesOf(view.stock));
}

function isTagged({ segmentTagEnd }: StockColumns, segment: number): boolean {
  return segment > 0 && segmentTagEnd[segment] > segmentTagEnd[segment - 1];
}

function namesOf({ attributeSetEnd, attributeSetWords, segmentTags, ...stock }: StockColumns) {
  const { attributeWordEnd, attributeWordBytes, segmentFutureMs, segmentTagEnd } = stock;
  const segments = [segmentFutureMs, segmentTagEnd, segmentTags, stock.segmentBytes];
  return [attributeSetEnd, attributeSetWords, attributeWordEnd, attributeWordBytes, ...segments];
}

function productsAreFound(subject: Subject): void {
  test('a product is found by the codes that its lines were matched by alone', async () => {
    const { store } = subject.opened;
    await store.upsertLocations(TENANT, [{ code: 'a' }]);
    const updates = [{ product: { upc: '1' }, aliases: [{ sku: 's' }] }, { product: { sku: 'q' } }];
    const inA = updates.map((update) => ({ ...update, locationCode: 'a', onHand: 1 }));
    await store.upsertInventory(TENANT, inA, true);
    const found = async (productIdentifierMapping: string) => {
      await store.applyConfiguration(SCOPE, { settings: { productIdentifierMapping } }, '', false);
      const { stock } = await worldOf(subject, {
        lines: [
          { code: { upc: '1', sku: 'q' } },
          { code: { upc: '1', sku: 's', partNumber: 'p' }, product: 0, productVersion: 1 },
        ],
      });
      const codes: [number, string][] = [
        [PRODUCT_KIND.upc, '1'],
        [PRODUCT_KIND.sku, 's'],
        [PRODUCT_KIND.sku, 'q'],
        [PRODUCT_KIND.partNumber, 'p'],
      ];
      return codes.map(([kind, code]) =>
        lookUp(stock.products, kind, Buffer.from(code), 0, code.length),
      );
    };
    expect(await found('PRODUCT_IDENTIFIER_MAPPING_UNSPECIFIED')).toEqual([0, -1, -1, -1]);
    expect(await found('PRODUCT_IDENTIFIER_MAPPING_SKU_ONLY')).toEqual([-1, 0, -1, -1]);
    expect(await found('PRODUCT_IDENTIFIER_MAPPING_UPC_AND_SKU')).toEqual([0, 0, -1, -1]);
  });
}
