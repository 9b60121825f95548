// `shipfrom serve` on a Redis with a password: what it says and does not say, and what an operator
// sees when the Redis goes away and comes back.

import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { TestClient } from '../rpc/support/client.js';
import { RedisServer } from '../support/redis/redis-server.js';
import { run, type Serving, start } from './support/command.js';
import { adminOf, scrape } from './support/scrape.js';

vi.setConfig({ testTimeout: 90_000 });

const SECRET = 'a/b@c';
const LOCATIONS = { locations: [{ code: 'A' }] };

let redis: RedisServer;
let serving: Serving;
let admin: string;
let client: TestClient;
let stderr = '';
beforeAll(async () => {
  redis = await RedisServer.start({ isDurable: true, password: SECRET });
  const args = ['serve', '--admin', '0', '--max-snapshot-age', '1', '--redis-prefix', 'own'];
  serving = await start(args, /admin on .*\n/, { REDIS_URL: redis.url });
  serving.child.stderr?.on('data', (text: string) => (stderr += text));
  admin = adminOf(serving);
  client = new TestClient(serving.address);
});
afterAll(async () => {
  client?.close();
  await serving?.stop('SIGTERM');
  await redis?.stop();
});

async function readiness(status: number): Promise<void> {
  while ((await fetch(`${admin}/readyz`)).status !== status);
}

it('keeps everything in Redis, and counts its commits', async () => {
  await client.call('LocationService.BatchUpsertLocations', LOCATIONS);
  const names = await redis.client().keys('*');
  expect(names).toContain('own:{1}:locations');
  expect(names.filter((name) => !name.startsWith('own:'))).toEqual([]);
  const found = await scrape(admin);
  expect(found.get('shipfrom_commit_sequence{tenant="1"}')).toBe(1);
  expect(found.get('shipfrom_store_reachable')).toBe(1);
});

it('is not ready while its stock is too old, and ready again by itself', async () => {
  await redis.kill();
  await readiness(503);
  const order = { orderType: 'ORDER_TYPE_DIRECTSHIP' };
  const refused = await client.refusal('RoutingService.SuggestRouting', order);
  expect(refused).toMatchObject({ reason: 'SNAPSHOT_TOO_OLD', metadata: { maxSeconds: '1' } });
  const unwritten = await client.refusal('LocationService.BatchUpsertLocations', LOCATIONS);
  expect(unwritten.reason).toBe('STORE_UNAVAILABLE');
  expect((await scrape(admin)).get('shipfrom_store_reachable')).toBe(0);
  await redis.restart();
  await readiness(200);
  await client.call('LocationService.BatchUpsertLocations', LOCATIONS);
  expect(stderr).not.toContain(SECRET);
  expect(stderr).not.toContain(encodeURIComponent(SECRET));
});

it('is not started with a wrong password, or with copies of a folder that is none', async () => {
  const wrong = `redis://:nonsense@127.0.0.1:${redis.port}`;
  const [refused, copies] = await Promise.all([
    run(['serve', '--redis-url', wrong, '--listen', '127.0.0.1:0']),
    run(['serve', '--redis-url', redis.url, '--backup-dir', 'x', '--admin', '0']),
  ]);
  expect([refused.code, copies.code]).toEqual([2, 2]);
  expect(refused.stderr).toMatch(
    /^error: STORE REDIS_REFUSED: cannot open the store in Redis: redis:\/\/127\.0\.0\.1:\d+ /,
  );
  expect(refused.stderr).toContain('(--redis-url names another)');
  expect(refused.stderr).not.toContain('nonsense');
  expect(copies.stderr).toContain('--backup-dir copies a --data-dir');
});
