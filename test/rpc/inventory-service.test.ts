// InventoryService over a real store: counts, totals, imports.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { type Decoded, refusedBy, type TestClient, times } from './support/client.js';
import { type Running, startReal } from './support/engine.js';
import { until } from './support/fakes.js';

const UPSERT = 'InventoryService.BatchUpsertInventory';
const IMPORT = 'InventoryService.ImportInventory';
const GET = 'InventoryService.GetInventory';
const LIST = 'InventoryService.ListInventory';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await client.call('LocationService.BatchUpsertLocations', {
    locations: [{ code: 'D1' }, { code: 'D2' }, { code: 'C3' }],
  });
});

afterAll(() => running.stop());

/** Fields of totals that rows have too. */
const SUMMED = [
  'onHand',
  'allocated',
  'held',
  'inTransit',
  'safetyStock',
  'available',
  'effective',
  'short',
] as const;

describe('stock', () => {
  it('is set, read at every location and summed up', async () => {
    const product = { sku: 'sum' };
    const updates = [
      { product, locationCode: 'D1', onHand: 10, allocated: 2, safetyStock: 3, inTransit: 4 },
      { product, locationCode: 'D2', onHand: 3, allocated: 5 },
      { product, locationCode: 'C3', onHand: 7, blocked: true, ltd: -5 },
      { product, locationCode: 'C3', onHand: 1, hasInfiniteInventory: true, segment: { a: 'b' } },
    ];
    const written = await client.call(UPSERT, { updates });
    expect(written).toMatchObject({ writtenCount: 4, staleCount: 0 });
    expect(written.snapshotSequence).toBeGreaterThan(0);
    const { rows, totals, snapshotSequence } = await client.call(GET, { product });
    expect(snapshotSequence).toBe(written.snapshotSequence);
    expect(rows.map((row: Decoded) => row.locationCode)).toEqual(['C3', 'C3', 'D1', 'D2']);
    const blocked = rows.find((row: Decoded) => row.blocked);
    const infinite = rows.find((row: Decoded) => row.hasInfiniteInventory);
    const [, , plain, short] = rows;
    expect(blocked).toMatchObject({ available: 7, effective: 7, blocked: true, ltd: -5 });
    expect(infinite).toMatchObject({ available: 1, effective: 4_000_000_000, segment: { a: 'b' } });
    expect(plain).toMatchObject({ available: 8, effective: 5, short: 0, inTransit: 4, asOf: null });
    expect(plain.product).toMatchObject({ key: 'sku', sku: 'sum' });
    expect([blocked._ltd, 'ltd' in plain]).toEqual(['ltd', false]);
    expect(short).toMatchObject({ available: -2, effective: 0, short: 2, version: 1 });
    for (const field of SUMMED) {
      const sum = rows.reduce((total: number, row: Decoded) => total + row[field], 0);
      expect(totals[field]).toBe(sum);
    }
  });

  it('keeps what is not given, and knows when it was counted', async () => {
    const product = { upc: 'keep' };
    const first = { product, locationCode: 'D1', onHand: 5, attributes: ['cold'], ltd: 3 };
    const asOf = { seconds: 1_700_000_000, nanos: 250_000_000 };
    await client.call(UPSERT, { updates: [{ ...first, asOf }] });
    await client.call(UPSERT, { updates: [{ product, locationCode: 'D1', allocated: 1 }] });
    const { rows, productVersion } = await client.call(GET, { product });
    expect(rows[0]).toMatchObject({ onHand: 5, allocated: 1, ltd: 3, attributes: ['cold'], asOf });
    expect(rows[0].version).toBe(2);
    expect(productVersion).toBeGreaterThan(0);
    const older = { ...first, onHand: 9, asOf: { seconds: 1_600_000_000 } };
    expect(await client.call(UPSERT, { updates: [older] })).toMatchObject({
      writtenCount: 0,
      staleCount: 1,
    });
    const stale = { product, locationCode: 'D1', onHand: 1, expectedVersion: 7 };
    const refused = await client.refusal(UPSERT, { updates: [stale] });
    expect(refused).toMatchObject({
      code: STATUS.failedPrecondition,
      reason: 'VERSION_MISMATCH',
      fields: ['updates[0].expected_version'],
      metadata: { expectedVersion: '7', version: '2' },
    });
  });

  it('that is to come is listed with its time, and is in no sum', async () => {
    const product = { sku: 'future' };
    const row = { product, locationCode: 'D1' };
    const futureEpochMs = 1_800_000_000_123;
    const updates = [
      { ...row, futureEpochMs, onHand: 9, allocated: 1, inTransit: 1, safetyStock: 1 },
      { ...row, onHand: 4 },
      { ...row, futureEpochMs: 0, onHand: 3 },
    ];
    await client.call(UPSERT, { updates });
    const { rows, totals } = await client.call(GET, { product });
    const times = rows.map((one: Decoded) => one._futureEpochMs && one.futureEpochMs);
    expect(times).toEqual([undefined, 0, futureEpochMs]);
    expect(rows[2]).toMatchObject({ onHand: 9, available: 8, effective: 7 });
    for (const field of SUMMED) expect(totals[field]).toBe(rows[0][field]);
    const listed = await client.call(LIST, { locationCode: 'D1', pageSize: 1000 });
    expect(listed.rows).toEqual(expect.arrayContaining(rows));
  });

  it('has a threshold, a block that holds and attributes by name, as they were given', async () => {
    const product = { sku: 'fields' };
    const extensibleAttributes = [{ attributeFqn: 'Acme.Size', attributeValues: ['S', 'M'] }];
    const row = { product, locationCode: 'D1', onHand: 1 };
    const fields = { excessThreshold: 0, blocked: true, holdBlock: true, extensibleAttributes };
    const { stream, answer } = client.upload(IMPORT);
    stream.end({
      updates: [
        { ...row, ...fields },
        { ...row, locationCode: 'D2' },
      ],
    });
    expect((await answer).writtenCount).toBe(2);
    await client.call(UPSERT, { updates: [row] });
    const { rows } = await client.call(GET, { product });
    expect(rows[0]).toMatchObject({ ...fields, _excessThreshold: 'excessThreshold' });
    const none = { blocked: false, holdBlock: false, extensibleAttributes: [] };
    expect(rows[1]).toMatchObject(none);
    expect('_excessThreshold' in rows[1]).toBe(false);
    const clear = { ...row, blocked: false, holdBlock: false, clearExtensibleAttributes: true };
    await client.call(UPSERT, { updates: [clear] });
    expect((await client.call(GET, { product })).rows[0]).toMatchObject(none);
  });

  it('knows the time of a count to the millisecond, and cuts what is finer', async () => {
    const product = { upc: 'time' };
    const at = (nanos: number, onHand: number) => ({
      product,
      locationCode: 'D1',
      onHand,
      asOf: { seconds: 1_700_000_000, nanos },
    });
    await client.call(UPSERT, { updates: [at(250_999_999, 1)] });
    // Earlier within the millisecond is no older.
    const answer = await client.call(UPSERT, { updates: [at(250_000_001, 2)] });
    expect(answer).toMatchObject({ writtenCount: 1, staleCount: 0 });
    const { rows } = await client.call(GET, { product });
    expect(rows[0]).toMatchObject({
      onHand: 2,
      asOf: { seconds: 1_700_000_000, nanos: 250_000_000 },
    });
  });

  it('of an unknown product is none', async () => {
    const { rows, totals, productVersion } = await client.call(GET, { product: { upc: 'never' } });
    expect(rows).toEqual([]);
    expect(productVersion).toBe(0);
    for (const field of SUMMED) expect(totals[field]).toBe(0);
  });

  it('is found by every code of the product', async () => {
    const updates = [
      { product: { upc: 'u1' }, aliases: [{ partNumber: 'p1' }], locationCode: 'D2', onHand: 2 },
    ];
    await client.call(UPSERT, { updates });
    const { rows } = await client.call(GET, { product: { partNumber: 'p1' } });
    expect(rows[0]).toMatchObject({ product: { upc: 'u1' }, onHand: 2 });
  });

  it('is listed by location, page by page', async () => {
    const options = { headers: { 'x-tenant-id': 'pages' } };
    const locations = [{ code: 'L' }];
    await client.call('LocationService.BatchUpsertLocations', { locations }, options);
    const codes = ['c', 'a', 'b'];
    const updates = codes.map((upc) => ({ product: { upc }, locationCode: 'L', onHand: 1 }));
    await client.call(UPSERT, { updates }, options);
    const first = await client.call(LIST, { locationCode: 'L', pageSize: 2 }, options);
    const { nextPageToken: pageToken } = first;
    const second = await client.call(LIST, { locationCode: 'L', pageToken }, options);
    const rows = [...first.rows, ...second.rows];
    expect(rows.map(({ product }: Decoded) => product.upc)).toEqual(codes);
    expect([first.rows.length, second.nextPageToken]).toEqual([2, '']);
    const unknown = await client.refusal(LIST, { locationCode: 'none' }, options);
    expect(unknown).toMatchObject({
      code: STATUS.notFound,
      metadata: { resource: 'location', name: 'none' },
    });
  });

  const row = { product: { upc: 'r' }, locationCode: 'D1', onHand: 1 };

  it.each([
    ['nothing', {}, 'updates'],
    ['too many updates', { updates: times(10_001, row) }, 'updates'],
    ['no product', { updates: [{ ...row, product: undefined }] }, 'updates[0].product'],
    ['a product without a code', { updates: [{ ...row, product: {} }] }, 'updates[0].product'],
    ['an empty code', { updates: [{ ...row, product: { upc: '' } }] }, 'updates[0].product.upc'],
    [
      'an unknown location',
      { updates: [row, { ...row, locationCode: 'none' }] },
      'updates[1].location_code',
    ],
    ['no location', { updates: [{ ...row, locationCode: undefined }] }, 'updates[0].location_code'],
    ['a negative count', { updates: [{ ...row, onHand: -1 }] }, 'updates[0].on_hand'],
    [
      'a count above a milliard',
      { updates: [{ ...row, onHand: 1_000_000_001 }] },
      'updates[0].on_hand',
    ],
    [
      'a count that no number holds',
      { updates: [{ ...row, allocated: '9007199254740993' }] },
      'updates[0].allocated',
    ],
    ['an ltd beyond 32 bits', { updates: [{ ...row, ltd: 2 ** 31 }] }, 'updates[0].ltd'],
    [
      'a time after the year 9999',
      { updates: [{ ...row, asOf: { seconds: 1e15 } }] },
      'updates[0].as_of.seconds',
    ],
    [
      'negative nanoseconds',
      { updates: [{ ...row, asOf: { nanos: -1 } }] },
      'updates[0].as_of.nanos',
    ],
    ['a time before 1970', { updates: [{ ...row, asOf: { seconds: -1 } }] }, 'updates[0].as_of'],
    ['the same row twice', { updates: [row, row] }, 'updates[1]'],
    [
      'the same future stock twice',
      { updates: [{ ...row, futureEpochMs: 1 }, row, { ...row, futureEpochMs: 1 }] },
      'updates[2]',
    ],
    [
      'a future time that no number holds',
      { updates: [{ ...row, futureEpochMs: '9007199254740993' }] },
      'updates[0].future_epoch_ms',
    ],
    [
      'an attribute without a name',
      { updates: [{ ...row, extensibleAttributes: [{ attributeValues: ['x'] }] }] },
      'updates[0].extensible_attributes[0].attribute_fqn',
    ],
  ])('is not set by %s', async (_, request, field) => {
    const refused = await client.refusal(UPSERT, request);
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: [field] });
    expect((await client.call(GET, { product: { upc: 'r' } })).rows).toEqual([]);
  });

  it.each([
    [GET, {}, 'product'],
    [GET, { product: {} }, 'product'],
    [LIST, {}, 'location_code'],
    [LIST, { locationCode: 'D1', pageSize: -5 }, 'page_size'],
  ])('%s %j is refused', async (method, request, field) => {
    const refused = await client.refusal(method, request);
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: [field] });
  });
});

describe('an import', () => {
  const row = (i: number) => ({ product: { upc: `i${i}` }, locationCode: 'D1', onHand: i });

  it('writes the good rows and counts the bad ones by their place', async () => {
    const { stream, answer } = client.upload(IMPORT);
    stream.write({ updates: [row(1), { ...row(2), onHand: '9007199254740993' }, row(3)] });
    stream.write({ updates: [] });
    stream.write({ updates: [{ ...row(4), locationCode: 'none' }, row(5), {}] });
    stream.end();
    const result = await answer;
    expect(result).toMatchObject({ writtenCount: 3, staleCount: 0, refusedCount: 3 });
    expect(result.snapshotSequence).toBeGreaterThan(0);
    expect(
      result.errors.map(({ index, status }: Decoded) => [index, status.fieldViolations[0].field]),
    ).toEqual([
      [1, 'on_hand'],
      [3, 'location_code'],
      [5, 'product'],
    ]);
    expect((await client.call(GET, { product: { upc: 'i5' } })).rows[0].onHand).toBe(5);
  });

  it('lists the first ten thousand refusals and counts all', async () => {
    const { stream, answer } = client.upload(IMPORT);
    for (let part = 0; part < 3; part++) stream.write({ updates: times(4000, {}) });
    stream.end();
    const { refusedCount, errors } = await answer;
    expect(refusedCount).toBe(12_000);
    expect(errors.map(({ index }: Decoded) => index)).toEqual([...Array(10_000).keys()]);
  });

  it('lists fewer where they would not fit into a message that every client takes', async () => {
    const { stream, answer } = client.upload(IMPORT);
    const aliases = times(20, {});
    stream.write({ updates: times(10_000, { ...row(1), aliases }) });
    stream.end();
    const { refusedCount, errors } = await answer;
    expect(refusedCount).toBe(10_000);
    expect(errors.length).toBeGreaterThan(1000);
    expect(errors.length).toBeLessThan(10_000);
  });

  it('sets a row that comes again as often, in order, and skips only what is older', async () => {
    const again = (onHand: number, rest: object = {}) => ({ ...row(200), onHand, ...rest });
    const { stream, answer } = client.upload(IMPORT);
    const old = { asOf: { seconds: 5 } };
    stream.write({
      updates: [
        again(1, { asOf: { seconds: 10 }, attributes: ['kept'] }),
        again(2, old),
        again(3, { expectedVersion: 1 }),
        again(4, { expectedVersion: 1 }),
        { ...row(200), onHand: undefined, allocated: 1 },
      ],
    });
    stream.end();
    const { writtenCount, staleCount, errors } = await answer;
    expect([writtenCount, staleCount]).toEqual([3, 1]);
    expect(errors).toMatchObject([
      { index: 3, status: { fieldViolations: [{ field: 'expected_version' }] } },
    ]);
    const { rows } = await client.call(GET, { product: row(200).product });
    expect(rows).toMatchObject([
      { onHand: 3, allocated: 1, attributes: ['kept'], version: 3, asOf: { seconds: 10 } },
    ]);
  });

  it('of nothing is nothing', async () => {
    const { stream, answer } = client.upload(IMPORT);
    stream.end();
    expect(await answer).toMatchObject({ writtenCount: 0, refusedCount: 0, errors: [] });
  });

  it('keeps what was written when its stream breaks', async () => {
    const { stream, answer } = client.upload(IMPORT);
    stream.write({ updates: [row(100)] });
    const read = () => client.call(GET, { product: { upc: 'i100' } });
    let count = 0;
    while (count === 0) count = (await read()).rows.length;
    stream.cancel();
    expect((await refusedBy(answer)).code).toBe(STATUS.cancelled);
    expect((await read()).rows).toHaveLength(1);
  });

  it('ends at a part that is no message or too long, and says so', async () => {
    const long = client.upload(IMPORT);
    long.stream.write({ updates: times(10_001, row(1)) });
    expect(await refusedBy(long.answer)).toMatchObject({
      code: STATUS.invalidArgument,
      fields: ['updates'],
    });
    const same = (bytes: Buffer) => bytes;
    const refused = await new Promise<{ code: number }>((resolve) => {
      const stream = client.client.makeClientStreamRequest(
        '/shipfrom.v1.InventoryService/ImportInventory',
        same,
        same,
        (error) => resolve(error as { code: number }),
      );
      stream.write(Buffer.from([0x0a, 0x7f, 0x00]));
    });
    expect(refused.code).toBe(STATUS.invalidArgument);
  });

  it('refuses a bad tenant before it reads', async () => {
    const { answer } = client.upload(IMPORT, { headers: { 'x-tenant-id': 'a/b' } });
    expect(await refusedBy(answer)).toMatchObject({
      code: STATUS.invalidArgument,
      fields: ['x-tenant-id'],
    });
  });

  it('holds the sender back while it writes', async () => {
    const { stream, answer } = client.upload(IMPORT, { deadlineMs: 60_000 });
    const updates = Array.from({ length: 2000 }, (_, i) => row(i));
    let waits = 0;
    for (let part = 0; part < 40; part++) {
      if (stream.write({ updates })) continue;
      waits++;
      let isDrained = false;
      stream.once('drain', () => {
        isDrained = true;
      });
      await until(() => isDrained);
    }
    stream.end();
    expect((await answer).writtenCount).toBe(80_000);
    expect(waits).toBeGreaterThan(0);
  });
});
