// Is a folder that the release before wrote read as it is: rows and changes without thresholds and
// extensible attributes, segments without times? Written by hand, byte by byte.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open } from 'lmdb';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROW_FLAG } from '../../src/columns/stock.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { columnRows, openedStore } from './support/opened-store.js';
import { recordOf } from './support/records.js';

const TENANT = 'shop';
const PRODUCT = { upc: '1' };
const SEQUENCE = 4;
const VALUES_BYTES = 36;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shipfrom-older-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** on_hand, and what else is not 0: ltd, flags, attributes, version. */
type Values = readonly [onHand: number, ltd: number, flags: number, set: number, version: number];

function writeValues(bytes: Buffer, at: number, [onHand, ...rest]: Values): void {
  bytes.writeInt32LE(onHand, at);
  rest.forEach((value, i) => bytes.writeInt32LE(value, at + 20 + i * 4));
}

function key(...parts: number[]): Buffer {
  const bytes = Buffer.alloc(parts.length * 4);
  parts.forEach((part, i) => bytes.writeUInt32BE(part, i * 4));
  return bytes;
}

function row(values: Values, appearedAt: number): Buffer {
  const bytes = Buffer.alloc(48);
  writeValues(bytes, 0, values);
  bytes.writeDoubleLE(1000, VALUES_BYTES);
  bytes.writeUInt32LE(appearedAt, VALUES_BYTES + 8);
  return bytes;
}

/** A change of the tagged row by an import. */
function change(productVersion: number, before: Values, after: Values): Buffer {
  const bytes = Buffer.alloc(32 + 2 * VALUES_BYTES + 1);
  bytes.writeDoubleLE(Date.now(), 0);
  bytes.writeUInt32LE(productVersion, 12);
  bytes.writeUInt32LE(1, 20);
  bytes.writeUInt32LE(2, 24);
  bytes.set([2, 0, 1, 0], 28);
  writeValues(bytes, 32, before);
  writeValues(bytes, 32 + VALUES_BYTES, after);
  bytes.write('a', 32 + 2 * VALUES_BYTES);
  return bytes;
}

const { blocked, hasLtd } = ROW_FLAG;
const STATES: readonly Values[] = [
  [1, 0, 0, 0, 1],
  [2, -5, hasLtd, 1, 2],
  [3, -5, hasLtd | blocked, 1, 3],
];

/** A product with a plain row, and a tagged one that changed twice. */
async function writeVersion2(): Promise<void> {
  const root = open({ path: folder, noSubdir: false, maxDbs: 32 });
  const json = (name: string) => root.openDB<unknown, string>(name, { encoding: 'json' });
  const keyed = (name: string) =>
    root.openDB<unknown, (string | number)[]>(name, { encoding: 'json' });
  const binary = (name: string) =>
    root.openDB<Buffer, Uint8Array>(name, { encoding: 'binary', keyEncoding: 'binary' });
  json('meta').putSync('schema', 2);
  json('tenants').putSync(TENANT, { number: 1, sequence: SEQUENCE, locationCount: 1 });
  keyed('locations').putSync([1, 0], { code: 'a', id: 1, active: true, directShip: true });
  keyed('segments').putSync([1, 1], { channel: 'web' });
  keyed('attribute-sets').putSync([1, 1], ['Red', 'big']);
  binary('product-codes').putSync(key(1, 0), Buffer.from('000000000131', 'hex'));
  binary('rows').putSync(key(1, 0, 0, 0), row([9, 0, 0, 0, 1], 1));
  binary('rows').putSync(key(1, 0, 0, 1), row(STATES[2], 2));
  for (const version of [3, 4]) {
    const entry = change(version, STATES[version - 3], STATES[version - 2]);
    binary('ledger').putSync(key(1, 0, version), entry);
    binary('ledger-products').putSync(key(1, 0, version), key(0, version));
  }
  await root.close();
}

test('a folder of the release before is taken over with its rows and its past', async () => {
  await writeVersion2();
  const { store, views } = await openedStore(new EmbeddedStore({ dataDirectory: folder }));
  const { rows, productVersion } = await store.getInventory(TENANT, PRODUCT);
  const plain = { excessThreshold: undefined, holdBlock: false, extensibleAttributes: [] };
  expect(productVersion).toBe(4);
  expect(rows).toMatchObject([
    { segment: {}, onHand: 9, version: 1, asOfEpochMs: 1000, blocked: false },
    { segment: { channel: 'web' }, onHand: 3, ltd: -5, blocked: true, attributes: ['Red', 'big'] },
  ]);
  for (const one of rows) expect({ excessThreshold: undefined, ...one }).toMatchObject(plain);
  expect(columnRows(views.tenant(TENANT), 0)).toMatchObject([
    { onHand: 9, excessThreshold: 0, extensible: 0 },
    { segment: 1, onHand: 3, ltd: -5, attributes: 1, excessThreshold: 0, extensible: 0 },
  ]);
  const { items } = await store.listLedger(TENANT, { locationCode: 'a' }, 10, '');
  expect(items).toMatchObject([
    { sequence: 3, before: { onHand: 1 }, after: { onHand: 2, blocked: false } },
    { sequence: 4, reason: 'IMPORT', before: { onHand: 2 }, after: { onHand: 3, blocked: true } },
  ]);
  const thresholds = { excessThreshold: 7, segment: { channel: 'web' } };
  await store.upsertInventory(
    TENANT,
    [{ product: PRODUCT, locationCode: 'a', ...thresholds }],
    true,
  );
  const then = async (version: number) => {
    const lines = [{ code: PRODUCT, product: 0, productVersion: version }];
    const facts = { suggestionId: 1, tenant: 1, configurationVersion: 0, locationVersion: 1 };
    const record = recordOf({ ...facts, lines });
    const { world } = await store.replayInputs({ tenantId: TENANT, siteId: '1' }, record);
    const { onHand, excessThreshold } = world?.stock.rows ?? {};
    const [count = 0] = world?.stock.productCount ?? [];
    return Array.from({ length: count }, (_, i) => [onHand?.[i], excessThreshold?.[i]]);
  };
  expect(await then(1)).toEqual([[9, 0]]);
  expect(await then(2)).toEqual([
    [9, 0],
    [1, 0],
  ]);
  expect(await then(3)).toEqual([
    [9, 0],
    [2, 0],
  ]);
  expect(await then(4)).toEqual([
    [9, 0],
    [3, 0],
  ]);
  expect(await then(5)).toEqual([
    [9, 0],
    [3, 7],
  ]);
  await store.close();
  const root = open({ path: folder, noSubdir: false, maxDbs: 32 });
  expect(root.openDB<number, string>('meta', { encoding: 'json' }).get('schema')).toBe(6);
  await root.close();
});
