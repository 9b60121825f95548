// Whether the store in Redis keeps the contract of stores, and what it owes besides: how it comes
// to its server, and that several stores are one.

import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RefusalDetail } from '../../src/base/outcome.js';
import type { RedisOptions } from '../../src/stores/redis-options.js';
import { RedisStore } from '../../src/stores/redis-store.js';
import { freePort } from '../support/redis/free-port.js';
import { RedisServer, type RedisOptions as ServerOptions } from '../support/redis/redis-server.js';
import { freshPrefix, sharedRedis } from '../support/redis/shared-redis.js';
import { storeContract } from './contract.js';
import { columnRows, openedStore, refusalOf } from './support/opened-store.js';
import { redisHomes } from './support/redis-home.js';

let nobodysPort: number;
let unreachable: Promise<Refused> | undefined;
beforeAll(async () => {
  // It takes ten seconds, in which the contract is looked at.
  nobodysPort = await freePort();
  unreachable = refusedOpening({ url: `redis://127.0.0.1:${nobodysPort}` });
  unreachable.catch(() => undefined);
});

storeContract(redisHomes('standalone'), 0.2);

const PASSWORD = 'pass word/@:';
const servers: RedisServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.stop())));

async function serverOf(options: ServerOptions) {
  const server = await RedisServer.start(options);
  servers.push(server);
  return server;
}

/** Why a store does not open, and how long it took to say so. */
type Refused = RefusalDetail & { readonly tookMs: number };

async function refusedOpening(redis: RedisOptions): Promise<Refused> {
  const begunMs = performance.now();
  const refusal = await refusalOf(new RedisStore({ redis }).open());
  return { ...refusal, tookMs: performance.now() - begunMs };
}

describe('the way to Redis', () => {
  test('is by TLS and a password', async () => {
    const server = await serverOf({ isTls: true, password: PASSWORD });
    const { url, caPath } = server;
    const store = new RedisStore({ redis: { url, caPath } });
    await store.open();
    await store.upsertLocations('1', [{ code: 'a' }]);
    await store.close();
    expect(await server.client().keys('shipfrom:*')).toContain('shipfrom:{1}:meta');
    const wrong = url.replace(encodeURIComponent(PASSWORD), 'guessed');
    const refused = await refusedOpening({ url: wrong, caPath });
    expect(refused).toMatchObject({ code: 9, reason: 'REDIS_REFUSED' });
    expect(refused.message).toContain(`rediss://127.0.0.1:${server.port}`);
    expect(refused.message).not.toContain('guessed');
    const without = await refusedOpening({ url: url.replace(/:[^:@]*@/, ''), caPath });
    expect(without).toMatchObject({ code: 9, message: expect.stringContaining('NOAUTH') });
    // Signed by nobody whom Node knows.
    const unknown = await refusedOpening({ url });
    expect(unknown).toMatchObject({ code: 9, message: expect.stringMatching(/certificate/) });
    expect(unknown.message).not.toContain('pass');
    const missing = join(server.folder, 'none.crt');
    const unread = await refusedOpening({ url, caPath: missing });
    expect(unread).toMatchObject({ code: 9, message: expect.stringContaining(missing) });
  });

  test('is told where nobody listens, after the time that a start may take', async () => {
    const { tookMs, ...refused } = await (unreachable as Promise<Refused>);
    expect(refused).toMatchObject({ code: 14, reason: 'REDIS_UNREACHABLE' });
    expect(refused.message).toContain(`127.0.0.1:${nobodysPort}`);
    expect(tookMs).toBeLessThan(15_000);
  });

  test.each([
    [{ url: 'http://127.0.0.1' }, 'url'],
    [{ url: 'redis://127.0.0.1', prefix: 'a b' }, 'prefix'],
    [{ url: 'redis://127.0.0.1', caPath: 'x' }, 'caPath'],
  ])('%j is refused by its field', async (redis, field) => {
    const opening = new Promise<void>((resolve) => resolve(new RedisStore({ redis }).open()));
    expect(await refusalOf(opening)).toMatchObject({ code: 3, violations: [{ field }] });
  });
});

describe('several stores over one Redis', () => {
  test('have what the others wrote, and keep prefixes and tenants apart', async () => {
    const redis = { url: await sharedRedis('standalone'), prefix: freshPrefix() };
    const first = await openedStore(new RedisStore({ redis }));
    const second = await openedStore(new RedisStore({ redis }));
    const product = { upc: 'x' };
    await first.store.upsertLocations('t', [{ code: 'a' }]);
    await first.store.upsertInventory('t', [{ product, locationCode: 'a', onHand: 1 }], true);
    const onHand = () => columnRows(second.views.tenant('t'), 0).map((row) => row.onHand);
    await expect.poll(onHand).toEqual([1]);
    // Both write at once.
    const adjust = ({ store }: typeof first) => {
      const adjustments = [{ row: { product, locationCode: 'a' }, onHandDelta: 1 }];
      return store.changeStock('t', { kind: 'adjust', adjustments, reference: '' }, '');
    };
    const turns = Array.from({ length: 20 }, (_, i) => adjust(i % 2 === 0 ? first : second));
    await Promise.all(turns);
    for (const { store } of [first, second]) {
      await expect
        .poll(async () => (await store.getInventory('t', product)).rows)
        .toMatchObject([{ onHand: 21 }]);
    }
    const other = { ...redis, prefix: freshPrefix() };
    const apart = await openedStore(new RedisStore({ redis: other }));
    expect((await apart.store.getInventory('t', product)).rows).toEqual([]);
    await Promise.all([first, second, apart].map(({ store }) => store.close()));
  });
});
