// What every store owes about what stock rows have besides counts: the time of future stock, blocks
// that hold, thresholds and extensible attributes, and what shared memory says of them.

import { expect, test } from 'vitest';
import { ROW_FLAG, SEGMENT_TAG_INTS, type StockColumns } from '../../src/columns/stock.js';
import type { InventoryRow, InventoryUpdate } from '../../src/stores/store.js';
import type { Subject } from './contract.js';
import { columnRows, refusalOf } from './support/opened-store.js';
import { TENANT } from './support/tenant.js';

const PRODUCT = { upc: '1' };

/** The part of the contract on these fields. */
export function rowFieldContract(subject: Subject): void {
  futureStockIsApart(subject);
  segmentsAreTold(subject);
  blocksHold(subject);
  thresholdsAreKept(subject);
  extensibleAttributesAreKept(subject);
  wordsAreTold(subject);
}

async function withLocations(subject: Subject, ...codes: string[]): Promise<void> {
  await subject.opened.store.upsertLocations(
    TENANT,
    codes.map((code) => ({ code })),
  );
}

function at(rest: Partial<InventoryUpdate>): InventoryUpdate {
  return { product: PRODUCT, locationCode: 'a', ...rest };
}

function set(subject: Subject, ...updates: Partial<InventoryUpdate>[]) {
  return subject.opened.store.upsertInventory(TENANT, updates.map(at), true);
}

async function rowsOf(subject: Subject): Promise<readonly InventoryRow[]> {
  return (await subject.opened.store.getInventory(TENANT, PRODUCT)).rows;
}

function stockOf(subject: Subject): StockColumns {
  const view = subject.opened.views.tenant(TENANT);
  if (view === undefined) throw new Error('nothing was published');
  return view.stock;
}

function columnsOf(subject: Subject) {
  return columnRows(subject.opened.views.tenant(TENANT), 0);
}

/** Checks now and after the store was opened anew. */
async function twice(subject: Subject, check: () => Promise<void>): Promise<void> {
  await check();
  await subject.reopen();
  await check();
}

function futureStockIsApart(subject: Subject): void {
  test('stock that is to come is a row of its own for each time', async () => {
    await withLocations(subject, 'a');
    const segment = { channel: 'web' };
    await set(
      subject,
      { futureEpochMs: 2000, onHand: 5 },
      { futureEpochMs: 0, onHand: 4 },
      { segment, futureEpochMs: 2000, onHand: 3 },
      { segment, onHand: 2 },
      { onHand: 1 },
    );
    const again = { futureEpochMs: 2000, onHand: 6, expectedVersion: 1 };
    expect(await set(subject, again)).toMatchObject({ writtenCount: 1, sequence: 6 });
    await twice(subject, async () => {
      const rows = await rowsOf(subject);
      const told = rows.map((row) => [row.segment, row.futureEpochMs, row.onHand, row.version]);
      expect(told).toEqual([
        [{}, undefined, 1, 1],
        [{}, 0, 4, 1],
        [{}, 2000, 6, 2],
        [segment, undefined, 2, 1],
        [segment, 2000, 3, 1],
      ]);
      const { routable, productStart, segmentFutureMs } = stockOf(subject);
      const columns = columnsOf(subject);
      const times = columns.map((row) => [segmentFutureMs[row.segment], row.onHand]);
      expect(times).toEqual(
        expect.arrayContaining([
          [Number.NaN, 1],
          [0, 4],
          [2000, 6],
          [Number.NaN, 2],
          [2000, 3],
        ]),
      );
      const served = columns.map((row, i) => (routable[productStart[0] + i] > 0 ? row.onHand : 0));
      expect(served.filter((units) => units > 0)).toEqual([1]);
    });
    await set(subject, { onHand: 0 }, { segment, onHand: 0 });
    const deleted = subject.opened.store.deleteLocation(TENANT, 'a');
    expect(await refusalOf(deleted)).toMatchObject({ reason: 'LOCATION_IN_USE' });
  });

  test('a change of future stock is told with its time', async () => {
    await withLocations(subject, 'a');
    await set(subject, { futureEpochMs: 9, onHand: 5 });
    await set(subject, { futureEpochMs: 9, onHand: 6 });
    const { items } = await subject.opened.store.listLedger(TENANT, {}, 10, '');
    expect(items).toMatchObject([
      { segment: {}, futureEpochMs: 9, before: { onHand: 5 }, after: { onHand: 6 } },
    ]);
  });

  test('a time of future stock takes one of the segments that a tenant may have', async () => {
    await subject.renew({ segmentsMax: 2 });
    await withLocations(subject, 'a');
    await set(subject, { futureEpochMs: 1 });
    const refusal = await refusalOf(set(subject, { futureEpochMs: 2 }));
    expect(refusal).toMatchObject({ code: 8, metadata: { limit: 'segments' } });
    await set(subject, { futureEpochMs: 1, onHand: 3 });
  });
}

/** The tags of a segment as shared memory has them. */
function tagsOf(stock: StockColumns, segment: number): string[] {
  const { segmentTagEnd, segmentTags, segmentBytes } = stock;
  const tags: string[] = [];
  const end = segmentTagEnd[segment] * SEGMENT_TAG_INTS;
  let tag = segment === 0 ? 0 : segmentTagEnd[segment - 1] * SEGMENT_TAG_INTS;
  for (; tag < end; tag += SEGMENT_TAG_INTS) {
    const [keyStart, keyBytes, valueStart, valueBytes] = segmentTags.subarray(tag);
    const text = (start: number, lengthBytes: number) =>
      Buffer.from(segmentBytes.slice(start, start + lengthBytes)).toString();
    tags.push(`${text(keyStart, keyBytes)}=${text(valueStart, valueBytes)}`);
  }
  return tags;
}

function segmentsAreTold(subject: Subject): void {
  test('shared memory says the tags of every segment, by the bytes of their keys', async () => {
    await withLocations(subject, 'a');
    const segments = Array.from({ length: 300 }, (_, i) => ({
      segment: { '\u{1F600}': `é ${i}`, '\uFFFD': 'x', [`${i}`]: 'n', b: 'y' },
      futureEpochMs: i % 2 === 0 ? i : undefined,
    }));
    for (const update of segments) await set(subject, { ...update, onHand: 1 });
    await twice(subject, async () => {
      const stock = stockOf(subject);
      expect(tagsOf(stock, 0)).toEqual([]);
      expect(stock.segmentFutureMs[0]).toBeNaN();
      const numbers = columnsOf(subject).map(({ segment }) => segment);
      const told = numbers.map((number) => [tagsOf(stock, number), stock.segmentFutureMs[number]]);
      expect(told).toEqual(
        segments.map(({ futureEpochMs = Number.NaN }, i) => [
          [`${i}=n`, 'b=y', '\uFFFD=x', `\u{1F600}=é ${i}`],
          futureEpochMs,
        ]),
      );
    });
  });
}

function blocksHold(subject: Subject): void {
  test.each([
    [{ onHand: 1 }, false],
    [{ onHand: 0 }, false],
    [{ allocated: 1 }, true],
    [{ holdBlock: false }, true],
    [{ onHand: 1, blocked: true }, true],
    [{ onHand: 1, holdBlock: true }, true],
    [{ blocked: false }, false],
  ])('a blocked row that is given %j is blocked afterwards: %s', async (change, isBlocked) => {
    await withLocations(subject, 'a');
    for (const isAtomic of [true, false]) {
      const update = (rest: object) =>
        subject.opened.store.upsertInventory(TENANT, [at(rest)], isAtomic);
      await update({ blocked: true, holdBlock: false });
      await update(change);
      expect((await rowsOf(subject))[0].blocked).toBe(isBlocked);
    }
  });

  test('a block that holds outlives counts, and a hold alone blocks nothing', async () => {
    await withLocations(subject, 'a');
    const blocked = async () => {
      const [row] = await rowsOf(subject);
      expect(columnsOf(subject)[0].flags).toBe(
        (row.blocked ? ROW_FLAG.blocked : 0) | (row.holdBlock ? ROW_FLAG.holdBlock : 0),
      );
      return [row.blocked, row.holdBlock];
    };
    await set(subject, { onHand: 1, holdBlock: true });
    expect(await blocked()).toEqual([false, true]);
    await set(subject, { blocked: true });
    await set(subject, { onHand: 2 });
    await subject.reopen();
    expect(await blocked()).toEqual([true, true]);
    await set(subject, { onHand: 3, blocked: false });
    expect(await blocked()).toEqual([false, true]);
    await set(subject, { blocked: true, holdBlock: false });
    await set(subject, { onHand: 4 });
    expect(await blocked()).toEqual([false, false]);
  });
}

function thresholdsAreKept(subject: Subject): void {
  test('a threshold that was never given is none, and one that was stays', async () => {
    await withLocations(subject, 'a');
    await set(subject, { excessThreshold: 0 }, { futureEpochMs: 1, excessThreshold: 7 });
    await set(subject, { segment: { s: 't' }, onHand: 1 }, { onHand: 2 }, { futureEpochMs: 1 });
    await twice(subject, async () => {
      const rows = await rowsOf(subject);
      expect(rows.map((row) => row.excessThreshold)).toEqual([0, 7, undefined]);
      expect('excessThreshold' in rows[2]).toBe(false);
      const known = columnsOf(subject).map(({ flags, excessThreshold }) =>
        (flags & ROW_FLAG.hasExcessThreshold) === 0 ? undefined : excessThreshold,
      );
      expect(known).toEqual([0, 7, undefined]);
    });
  });
}

function attribute(attributeFqn: string, ...attributeValues: string[]) {
  return { attributeFqn, attributeValues };
}

/** The texts of the words of a set, as shared memory has them. */
function wordsOf(stock: StockColumns, setNumber: number): string[] {
  const { attributeSetEnd, attributeSetWords, attributeWordEnd, attributeWordBytes } = stock;
  const start = setNumber === 0 ? 0 : attributeSetEnd[setNumber - 1];
  const words = attributeSetWords.subarray(start, attributeSetEnd[setNumber]);
  return Array.from(words, (word) => {
    const first = word === 0 ? 0 : attributeWordEnd[word - 1];
    return Buffer.from(attributeWordBytes.slice(first, attributeWordEnd[word])).toString();
  });
}

function extensibleAttributesAreKept(subject: Subject): void {
  test('values are trimmed, blank ones dropped, and those of a name are together', async () => {
    await withLocations(subject, 'a');
    const extensibleAttributes = [
      attribute('z', ' Red ', '', 'é'),
      attribute('nothing', ' '),
      attribute(' Z ', 'x'),
      attribute('z', 'Red', 'red'),
    ];
    await set(subject, { extensibleAttributes, attributes: [' Red'] });
    await twice(subject, async () => {
      const [row] = await rowsOf(subject);
      expect(row.extensibleAttributes).toEqual([
        attribute('z', 'Red', 'é', 'red'),
        attribute(' Z ', 'x'),
      ]);
      expect(row.attributes).toEqual(['Red']);
      const [{ attributes, extensible }] = columnsOf(subject);
      const stock = stockOf(subject);
      expect(wordsOf(stock, extensible)).toEqual(['z\0Red', 'z\0é', 'z\0red', ' Z \0x']);
      expect(wordsOf(stock, attributes)).toEqual(['red']);
    });
  });

  test('attributes stay, are replaced or are cleared, each kind by itself', async () => {
    await withLocations(subject, 'a');
    const now = async () => {
      const [row] = await rowsOf(subject);
      return [row.attributes, row.extensibleAttributes];
    };
    const [old, renewed] = [attribute('n', 'old'), attribute('n', 'new')];
    await set(subject, { attributes: ['x'], extensibleAttributes: [old] });
    await set(subject, { onHand: 1, attributes: ['y'] });
    expect(await now()).toEqual([['y'], [old]]);
    await set(subject, { extensibleAttributes: [renewed] });
    expect(await now()).toEqual([['y'], [renewed]]);
    await set(subject, { clearAttributes: true });
    expect(await now()).toEqual([[], [renewed]]);
    await set(subject, { clearExtensibleAttributes: true });
    expect(await now()).toEqual([[], []]);
    expect(columnsOf(subject)).toMatchObject([{ attributes: 0, extensible: 0 }]);
    await set(subject, { extensibleAttributes: [renewed] });
    await set(subject, { extensibleAttributes: [attribute('n', ' ')] });
    expect(await now()).toEqual([[], []]);
  });
}

function wordsAreTold(subject: Subject): void {
  test('shared memory says the words of every row, in columns of before too', async () => {
    await withLocations(subject, 'a');
    const views: { readonly stock: StockColumns; readonly count: number }[] = [];
    for (let i = 0; i < 400; i++) {
      const update = { attributes: [`Wörd ${i}`], extensibleAttributes: [attribute('n', `${i}`)] };
      await set(subject, { ...update, segment: { s: `${i % 20}` } });
      const stock = stockOf(subject);
      if (views.at(-1)?.stock !== stock) views.push({ stock, count: i + 1 });
    }
    expect(views.length).toBeGreaterThan(3);
    for (const { stock, count } of views) {
      const { rows, productStart, productCount } = stock;
      expect(productCount[0]).toBeGreaterThanOrEqual(Math.min(count, 20));
      for (let row = productStart[0]; row < productStart[0] + productCount[0]; row++) {
        const [plain] = wordsOf(stock, rows.attributes[row]);
        const number = plain.replace('wörd ', '');
        expect(wordsOf(stock, rows.extensible[row])).toEqual([`n\0${number}`]);
        expect(tagsOf(stock, rows.segment[row])).toEqual([`s=${Number(number) % 20}`]);
      }
    }
  });

  test('words of rules have their numbers among those of rows', async () => {
    await withLocations(subject, 'a');
    const rules = {
      filters: [
        {
          name: 'words',
          attribute: 'inventory.attributes',
          operator: 'FILTER_OPERATOR_IN',
          customValue: { stringValue: 'first,second' },
        },
      ],
      routes: [{ name: 'r', orderType: 'ORDER_TYPE_DIRECTSHIP' }],
      locationGroups: [{ name: 'g', route: 'r', rank: 1, filters: ['words'] }],
    };
    await subject.opened.store.applyConfiguration(
      { tenantId: TENANT, siteId: '1' },
      rules,
      '',
      false,
    );
    await set(subject, { attributes: ['third', 'Second'] });
    await twice(subject, async () => {
      const [{ attributes }] = columnsOf(subject);
      expect(new Set(wordsOf(stockOf(subject), attributes))).toEqual(new Set(['third', 'second']));
    });
  });
}
