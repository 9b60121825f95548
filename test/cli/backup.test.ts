// `shipfrom backup` against a server that serves, and a server on the copy.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadAllocationNetwork, orderOf, Shop } from '../rpc/support/allocation.js';
import { TestClient } from '../rpc/support/client.js';
import { run, type Serving, start } from './support/command.js';
import { adminOf } from './support/scrape.js';

let folder: string;
let serving: Serving;
let client: TestClient;
let admin: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shipfrom-cli-backup-'));
  const folders = ['--data-dir', join(folder, 'data'), '--backup-dir', join(folder, 'copies')];
  serving = await start(['serve', ...folders, '--admin', '0'], /admin on .*\n/);
  admin = adminOf(serving).slice('http://'.length);
  client = new TestClient(serving.address);
  await loadAllocationNetwork(client);
});

afterAll(async () => {
  client?.close();
  await serving?.stop('SIGTERM');
  rmSync(folder, { recursive: true });
});

it('copies what was there, and a server goes on from it', async () => {
  const shop = new Shop(client);
  await shop.stock('A', { L1: { onHand: 5 } });
  await shop.allocate(orderOf('first', [['A', 3]]));
  const { code, stdout } = await run(['backup', '--admin', admin, '--json']);
  expect(code).toBe(0);
  const { path, bytes, durationMs } = JSON.parse(stdout);
  expect(dirname(path)).toBe(join(folder, 'copies'));
  expect(bytes).toBeGreaterThan(10_000);
  expect(durationMs).toBeGreaterThanOrEqual(0);
  await shop.allocate(orderOf('second', [['A', 2]]));
  const text = await run(['backup'], { SHIPFROM_ADMIN: admin });
  expect(text.stdout).toMatch(/^\/.*backup-\d{8}T\d{9}Z: [\d,]+ bytes in [\d,]+ ms\n$/);
  const restored = await start(['serve', '--data-dir', path], /serving on/);
  const then = new TestClient(restored.address);
  expect(await new Shop(then).row('A')).toMatchObject({ onHand: 5, allocated: 3 });
  expect(await new Shop(then).has('first')).toBe('FULLY_ALLOCATED: L1 3');
  const gone = await then.refusal('AllocationService.GetAllocation', { orderId: 'second' });
  expect(gone.reason).toBe('NOT_FOUND');
  then.close();
  expect(await restored.stop('SIGTERM')).toBe(0);
});

it('says what is in the way', async () => {
  rmSync(join(folder, 'copies'), { recursive: true });
  const failed = await run(['backup', '--admin', admin]);
  expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining('BACKUP_FAILED')]);
  const grpc = await run(['backup', '--admin', serving.address]);
  expect([grpc.code, grpc.stderr]).toEqual([2, expect.stringContaining('no copy from the admin')]);
  const copies = join(folder, 'unused');
  const alone = await run(['serve', '--backup-dir', copies]);
  expect([alone.code, alone.stderr]).toEqual([2, expect.stringContaining('needs --admin')]);
  expect(existsSync(copies)).toBe(false);
});
