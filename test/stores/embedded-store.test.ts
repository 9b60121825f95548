// Whether the embedded store keeps the contract of stores, and what it owes besides: its folder.

import { mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { open } from 'lmdb';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { storeContract } from './contract.js';
import {
  columnRows,
  openedStore,
  refusalOf,
  type StoreHome,
  testRecording,
} from './support/opened-store.js';

async function makeHome(): Promise<StoreHome> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'shipfrom-store-'));
  return {
    open: (limits = {}) => {
      const recording = testRecording();
      const { rings: recordRings, nextSuggestionId } = recording;
      const options = { dataDirectory, limits, recordRings, nextSuggestionId };
      return openedStore(new EmbeddedStore(options), recording);
    },
    remove: () => rm(dataDirectory, { recursive: true, force: true }),
  };
}

storeContract(makeHome);

describe('the folder of the embedded store', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shipfrom-folder-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each(['.shipfrom', 'a/b', `${'long'.repeat(20)}/${'path'.repeat(20)}`])(
    'is made where it is missing: %s',
    async (name) => {
      const dataDirectory = join(folder, name);
      const store = new EmbeddedStore({ dataDirectory });
      await store.open();
      await store.close();
      expect((await readdir(dataDirectory)).sort()).toEqual(['data.mdb', 'lock.mdb']);
    },
  );

  test('is refused while another store has it, and free afterwards', async () => {
    const first = new EmbeddedStore({ dataDirectory: folder });
    await first.open();
    const second = new EmbeddedStore({ dataDirectory: folder });
    const refusal = await refusalOf(second.open());
    expect(refusal).toMatchObject({ code: 9, reason: 'DATA_FOLDER_IN_USE' });
    expect(refusal.message).toContain(folder);
    expect(refusal.message).toContain(String(process.pid));
    await first.close();
    await second.open();
    await second.close();
  });

  test('of a schema version that is not known is refused and left alone', async () => {
    const root = open({ path: folder, noSubdir: false, maxDbs: 16 });
    const meta = root.openDB<number, string>('meta', { encoding: 'json' });
    meta.putSync('schema', 99);
    await root.close();
    const store = new EmbeddedStore({ dataDirectory: folder });
    const refusal = await refusalOf(store.open());
    expect(refusal).toMatchObject({ code: 9, reason: 'UNKNOWN_SCHEMA_VERSION' });
    expect(refusal.message).toContain('99');
  });

  test('keeps tenants apart', async () => {
    const first = await openedStore(new EmbeddedStore({ dataDirectory: folder }));
    for (const [tenant, onHand] of [
      ['x', 1],
      ['y', 2],
    ] as const) {
      await first.store.upsertLocations(tenant, [{ code: 'a' }]);
      const update = { product: { upc: tenant }, locationCode: 'a', onHand };
      await first.store.upsertInventory(tenant, [update], true);
    }
    await first.store.close();
    const { store, views } = await openedStore(new EmbeddedStore({ dataDirectory: folder }));
    expect((await store.getInventory('y', { upc: 'y' })).rows).toMatchObject([{ onHand: 2 }]);
    expect((await store.getInventory('y', { upc: 'x' })).rows).toEqual([]);
    expect(columnRows(views.tenant('x'), 0)).toMatchObject([{ onHand: 1 }]);
    expect(await store.counts('z')).toEqual({
      locationCount: 0,
      productCount: 0,
      rowCount: 0,
      postalCount: 0,
    });
    await store.close();
  });

  test('is given back when the store thread dies, which is told', async () => {
    const failures: Error[] = [];
    const onFailure = (error: Error) => failures.push(error);
    const store = new EmbeddedStore({ dataDirectory: folder, onFailure });
    await store.open();
    const worker: unknown = Reflect.get(store, 'worker');
    const call = refusalOf(store.upsertLocations('1', [{ code: 'a' }]));
    if (worker instanceof Worker) await worker.terminate();
    expect(await call).toMatchObject({ code: 14 });
    expect(await refusalOf(store.counts('1'))).toMatchObject({ code: 14 });
    expect(failures).toHaveLength(1);
    await store.close();
    const next = new EmbeddedStore({ dataDirectory: folder });
    await next.open();
    await next.close();
  });

  test.each([
    ['deleted', (path: string) => rm(path, { recursive: true })],
    ['moved', (path: string) => rename(path, `${path} elsewhere`)],
  ])('is noticed to be %s at the next write, which is not acknowledged', async (_, take) => {
    const failures: Error[] = [];
    const dataDirectory = join(folder, 'data');
    const onFailure = (error: Error) => failures.push(error);
    const store = new EmbeddedStore({ dataDirectory, onFailure });
    await store.open();
    await store.upsertLocations('1', [{ code: 'a' }]);
    await take(dataDirectory);
    const refusal = await refusalOf(store.upsertLocations('1', [{ code: 'b' }]));
    expect(refusal).toMatchObject({ code: 14, message: expect.stringContaining('was deleted') });
    expect(await refusalOf(store.getLocation('1', 'a'))).toMatchObject({ code: 14 });
    expect(failures).toMatchObject([{ message: expect.stringContaining(dataDirectory) }]);
    await store.close();
  });

  test('is noticed to be replaced while nothing is written', async () => {
    const dataDirectory = join(folder, 'data');
    const other = new EmbeddedStore({ dataDirectory: join(folder, 'other') });
    await other.open();
    await other.close();
    const failure = new Promise<Error>((resolve, reject) => {
      const store = new EmbeddedStore({ dataDirectory, onFailure: resolve });
      const replace = async () => {
        await store.open();
        await rename(join(folder, 'other', 'data.mdb'), join(dataDirectory, 'data.mdb'));
      };
      replace().catch(reject);
    });
    expect((await failure).message).toContain('replaced');
  });

  test('beats while the store is open', async () => {
    const store = new EmbeddedStore({ dataDirectory: folder });
    await store.open();
    const first = store.heartbeat[0];
    expect(Math.abs(Date.now() - first)).toBeLessThan(1000);
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(store.heartbeat[0]).toBeGreaterThan(first);
    await store.close();
    expect(await refusalOf(store.counts('1'))).toMatchObject({ code: 14 });
  });
});
