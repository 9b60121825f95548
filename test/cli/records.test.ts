// Files of every known format become messages with their lines, and what is wrong is named.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RecordShape } from '../../src/cli/import/columns.js';
import { type FileRecord, formatOf, readRecords } from '../../src/cli/import/records.js';
import { INVENTORY_SHAPE, locationShape, postalShape } from '../../src/cli/import/shapes.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'shipfrom-records-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

async function read(shape: RecordShape, content: string | Buffer, isLenient = false) {
  const path = join(FOLDER, 'file');
  writeFileSync(path, content);
  const records: FileRecord[] = [];
  for await (const batch of readRecords(path, { shape, isLenient })) records.push(...batch.records);
  return records;
}

function problemsOf(records: readonly FileRecord[]): string[] {
  return records.flatMap(({ line, problems }) =>
    problems.map(({ field, description }) => `${line} ${field}: ${description}`),
  );
}

describe('locations', () => {
  test('camelCase, snake_case and spoken headers; empty cells are absent', async () => {
    const [first, second] = await read(
      locationShape('US'),
      '\ufeffLocation Code,postal_code,latitude,longitude,directShip,express\n' +
        'A,02134,42.3,-71,no,\n"B, main",,,,,YES\n',
    );
    expect(first).toEqual({
      line: 2,
      problems: [],
      message: {
        code: 'A',
        postalCode: '02134',
        coordinates: { latitude: 42.3, longitude: -71 },
        directShip: false,
        countryCode: 'US',
      },
    });
    expect(second.message).toEqual({ code: 'B, main', express: true, countryCode: 'US' });
  });

  test('the id in the shop, the consolidation flag and attributes by name', async () => {
    const [location] = await read(
      locationShape(undefined),
      'code,external_store_id,consolidation_enabled,attribute.Size, attribute.Kind \n' +
        'A,007,1,big|wide,x\n',
    );
    expect(location.message).toEqual({
      code: 'A',
      externalStoreId: '007',
      consolidationEnabled: true,
      attributes: [
        { attributeFqn: 'Size', attributeValues: ['big', 'wide'] },
        { attributeFqn: 'Kind', attributeValues: ['x'] },
      ],
    });
    const nameless = read(locationShape(undefined), 'code,attribute.\nA,x\n');
    await expect(nameless).rejects.toMatchObject({ violations: [{ field: 'attribute.' }] });
    const twice = read(locationShape(undefined), 'code,attribute.a,attribute.a\nA,x,y\n');
    await expect(twice).rejects.toMatchObject({ violations: [{ field: 'attribute.a' }] });
    const postal = read(postalShape('US'), 'code,lat,lon,attribute.a\n1,2,3,x\n');
    await expect(postal).rejects.toMatchObject({ violations: [{ field: 'attribute.a' }] });
  });

  test('each bad cell is named by its column', async () => {
    const records = await read(
      locationShape(undefined),
      'code,latitude,longitude,express\n,1,2,\nA,91,2,\nB,1,,\nC,x,1e999,maybe\nD,1\n',
    );
    expect(problemsOf(records)).toEqual([
      '2 code: must not be empty',
      '3 latitude: must be from -90 to 90, not 91',
      '4 longitude: is missing beside the other half of the place',
      "5 latitude: must be a number, not 'x'",
      "5 longitude: must be a number, not '1e999'",
      "5 express: must be true or false, not 'maybe'",
      '6 row: has 2 cells where the header has 4',
    ]);
  });

  test('an unknown, doubled or missing column refuses the file or is left out', async () => {
    const shape = locationShape(undefined);
    await expect(read(shape, 'code,kind\nA,b\n')).rejects.toMatchObject({
      exitCode: 1,
      violations: [{ field: 'kind' }],
    });
    await expect(read(shape, 'code,CODE\nA,b\n')).rejects.toThrow('the header cannot be used');
    await expect(read(shape, 'name\nA\n')).rejects.toThrow('the header cannot be used');
    expect(await read(shape, 'code,kind\nA,b\n', true)).toMatchObject([{ message: { code: 'A' } }]);
  });

  test('JSON lines are strict, and may give the place flat', async () => {
    const records = await read(
      locationShape(undefined),
      '{"code":"A","latitude":1,"longitude":2}\n{"code":"B","coordinates":{"latitude":3}}\n' +
        '{"code":"C","colour":"red"}\n{nonsense\n\n{"code":"D","latitude":1}\n',
    );
    expect(records[0].message).toEqual({ code: 'A', coordinates: { latitude: 1, longitude: 2 } });
    expect(records[1].message).toEqual({ code: 'B', coordinates: { latitude: 3 } });
    expect(problemsOf(records)).toEqual([
      '3 colour: unknown key',
      expect.stringContaining('4 row: is not JSON'),
      '6 longitude: is missing beside the other half of the place',
    ]);
  });
});

describe('stock rows', () => {
  test('the first key names the product, the others are aliases', async () => {
    const [row] = await read(
      INVENTORY_SHAPE,
      'upc,sku,part_number,location_code,on_hand,segment,attributes,as_of\n' +
        ',S1,P1,A,5,owner=acme|grade=b,cold|fragile,2026-03-01T12:00:00Z\n',
    );
    expect(row.message).toEqual({
      product: { sku: 'S1' },
      aliases: [{ partNumber: 'P1' }],
      locationCode: 'A',
      onHand: 5,
      segment: { owner: 'acme', grade: 'b' },
      attributes: ['cold', 'fragile'],
      asOf: { seconds: 1_772_366_400, nanos: 0 },
    });
  });

  test('future stock, thresholds, blocks that hold and attributes by name', async () => {
    const [moment, iso, present] = await read(
      INVENTORY_SHAPE,
      'sku,location,futureTime,excess_threshold,hold_block,attribute.Acme.Size,attribute.s,' +
        'attributes\nS,A,1772366400123,7,yes,S | M,,x\n' +
        'S,A,2026-03-01T12:00:00+01:00,,,,wide,\nS,A,,,,,,\n',
    );
    expect(moment.message).toMatchObject({
      futureEpochMs: 1_772_366_400_123,
      excessThreshold: 7,
      holdBlock: true,
      attributes: ['x'],
      extensibleAttributes: [{ attributeFqn: 'Acme.Size', attributeValues: ['S', 'M'] }],
    });
    expect(iso.message).toMatchObject({
      futureEpochMs: Date.UTC(2026, 2, 1, 11),
      extensibleAttributes: [{ attributeFqn: 's', attributeValues: ['wide'] }],
    });
    expect(Object.keys(present.message)).toEqual(['locationCode', 'product', 'aliases']);
    const json = { product: { sku: 'S' }, locationCode: 'A', futureEpochMs: 5 };
    const [line] = await read(INVENTORY_SHAPE, `${JSON.stringify(json)}\n`);
    expect(line.message).toMatchObject({ futureEpochMs: 5 });
    const bad = await read(INVENTORY_SHAPE, 'sku,location,future_epoch_ms\nS,A,soon\n');
    expect(problemsOf(bad)).toEqual([expect.stringContaining('2 futureEpochMs: must be a time')]);
  });

  test('fractions, words and missing keys are refused', async () => {
    const records = await read(
      INVENTORY_SHAPE,
      'sku,locationCode,onHand,asOf\nS,A,1.5,\nS,A,many,\n,A,1,\nS,,1,\nS,A,1,yesterday\n',
    );
    expect(problemsOf(records)).toEqual([
      "2 onHand: must be a whole number, not '1.5'",
      "3 onHand: must be a whole number, not 'many'",
      '4 upc or sku or partNumber: must not be empty',
      '5 locationCode: must not be empty',
      expect.stringContaining('6 asOf: must be a time'),
    ]);
  });

  test('JSON lines: nested and flat products, not both', async () => {
    const records = await read(
      INVENTORY_SHAPE,
      '{"product":{"upc":"1"},"locationCode":"A","onHand":1}\n' +
        '{"sku":"S","locationCode":"A"}\n{"sku":"S","product":{"upc":"1"},"locationCode":"A"}\n',
    );
    expect(records[0].message).toMatchObject({ product: { upc: '1' } });
    expect(records[1].message).toMatchObject({ product: { sku: 'S' }, aliases: [] });
    expect(problemsOf(records)).toEqual(['3 product: given together with upc, sku or partNumber']);
  });
});

describe('postal codes', () => {
  const GEONAMES =
    'US\t99553\tAkutan\tAlaska\tAK\tAleutians East\t013\t\t\t54.143\t-165.7854\t1\n' +
    'AT\t1010\tWien, "Innere Stadt"\tWien\t09\t\t\t\t\t48.2077\t16.3705\t6\n';
  const ZCTA =
    'GEOID\tALAND\tAWATER\tALAND_SQMI\tAWATER_SQMI\tINTPTLAT\tINTPTLONG      \n' +
    '00601\t166836392\t798613\t64.416\t0.308\t18.180555\t -66.749961\n00602\tx\n';

  test('GeoNames', async () => {
    const records = await read(postalShape(undefined), GEONAMES);
    expect(problemsOf(records)).toEqual([]);
    expect(records.map(({ message }) => message)).toEqual([
      {
        countryCode: 'US',
        postalCode: '99553',
        coordinates: { latitude: 54.143, longitude: -165.7854 },
      },
      {
        countryCode: 'AT',
        postalCode: '1010',
        coordinates: { latitude: 48.2077, longitude: 16.3705 },
      },
    ]);
  });

  test.each([ZCTA, ZCTA.replaceAll('\t', '|')])('Census gazetteer %#', async (text) => {
    const records = await read(postalShape(undefined), text);
    expect(records[0]).toEqual({
      line: 2,
      problems: [],
      message: {
        countryCode: 'US',
        postalCode: '00601',
        coordinates: { latitude: 18.180555, longitude: -66.749961 },
      },
    });
    expect(problemsOf(records)).toEqual(['3 row: has too few columns']);
  });

  test('a gazetteer is no file of locations', async () => {
    await expect(read(locationShape(undefined), GEONAMES)).rejects.toThrow('import postal-codes');
  });
});

test('formats are seen from the first line', () => {
  expect(formatOf('{"a":1}\n')).toBe('jsonl');
  expect(formatOf('GEOID\tALAND\n')).toBe('zcta');
  expect(formatOf('country_code,postal_code\n')).toBe('csv');
  expect(formatOf('')).toBe('csv');
});

test('what is not UTF-8 is refused with its line', async () => {
  const bytes = Buffer.concat([Buffer.from('code\nA\n'), Buffer.from([0xff, 0xfe, 0x0a])]);
  await expect(read(locationShape(undefined), bytes)).rejects.toThrow('is not UTF-8 text');
});
