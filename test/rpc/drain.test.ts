// A server that goes away: health, streams, what is in hand, and who hangs on.

import type { ServiceError } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { refusedBy, refusedOf, TestClient } from './support/client.js';
import { HeldRouter, KeptLog, startFake, until } from './support/fakes.js';
import { checkHealth, watchHealth } from './support/health.js';

const SERVICES = ['Routing', 'Configuration', 'Location', 'Inventory'];

describe('health', () => {
  it('serves as a whole and by service after the start, and knows no other', async () => {
    const server = await startFake();
    const client = new TestClient(server.port);
    for (const name of ['', ...SERVICES.map((each) => `shipfrom.v1.${each}Service`)]) {
      expect(await checkHealth(client, name)).toBe('SERVING');
    }
    const unknown = await refusedBy(checkHealth(client, 'shipfrom.v1.NoService'));
    expect(unknown.code).toBe(STATUS.notFound);
    client.close();
    await server.drain(100);
  });
});

describe('a drain', () => {
  it('tells watchers, ends streams with a hint, and finishes by itself', async () => {
    const router = new HeldRouter();
    const server = await startFake({ router });
    const client = new TestClient(server.port);
    const watch = watchHealth(client);
    await until(() => watch.statuses.length === 1);
    const stream = client.duplex('RoutingService.StreamSuggestRouting');
    const answers: string[] = [];
    stream.on('data', ({ requestId }) => answers.push(requestId));
    const failed = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    stream.write({ requestId: 'a' });
    await until(() => router.depth === 1);
    const startMs = Date.now();
    const drained = server.drain(10_000);
    expect(await watch.ended).toBe(STATUS.unavailable);
    expect(watch.statuses).toEqual(['SERVING', 'NOT_SERVING']);
    // The order in hand is answered first.
    router.answerAll();
    const refused = refusedOf(await failed);
    expect(refused).toMatchObject({ code: STATUS.unavailable, reason: 'DRAINING' });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    expect(answers).toEqual(['a']);
    await drained;
    expect(Date.now() - startMs).toBeLessThan(5000);
    client.close();
  });

  it('answers the calls in hand and takes no new ones', async () => {
    const router = new HeldRouter();
    const server = await startFake({ router });
    const client = new TestClient(server.port);
    const inHand = client.raw('RoutingService.SuggestRouting', Buffer.from([1]));
    await until(() => router.depth === 1);
    const drained = server.drain(10_000);
    const late = new TestClient(server.port);
    const refused = await refusedBy(late.raw('RoutingService.SuggestRouting', Buffer.from([2])));
    expect(refused.code).toBe(STATUS.unavailable);
    router.answerAll();
    expect([...(await inHand)]).toEqual([1]);
    await drained;
    client.close();
    late.close();
  });

  it('closes what is still open when the grace is over', async () => {
    const router = new HeldRouter();
    const log = new KeptLog();
    const server = await startFake({ router, logger: log });
    const client = new TestClient(server.port);
    const never = refusedBy(client.raw('RoutingService.SuggestRouting', Buffer.from([1])));
    await until(() => router.depth === 1);
    const startMs = Date.now();
    await Promise.all([server.drain(200), server.drain(200)]);
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(190);
    expect(Date.now() - startMs).toBeLessThan(5000);
    expect([STATUS.cancelled, STATUS.unavailable]).toContain((await never).code);
    await until(() => router.cancelled.length === 1);
    expect(log.lines.map(({ message }) => message)).toEqual(['serving', 'draining', 'drained']);
    client.close();
  });

  it('finishes the part of an import that is being written, and keeps it', async () => {
    let finishWrite: () => void = () => {};
    const written: number[] = [];
    const server = await startFake({
      store: {
        upsertInventory: (_tenantId, updates) =>
          new Promise((resolve) => {
            finishWrite = () => {
              written.push(updates.length);
              resolve({ writtenCount: 1, staleCount: 0, refusals: [], sequence: 1 });
            };
          }),
      },
    });
    const client = new TestClient(server.port);
    const { stream, answer } = client.upload('InventoryService.ImportInventory');
    stream.write({ updates: [{ product: { upc: 'a' }, locationCode: 'D1', onHand: 1 }] });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const drained = server.drain(10_000);
    finishWrite();
    expect(await refusedBy(answer)).toMatchObject({
      code: STATUS.unavailable,
      reason: 'DRAINING',
    });
    expect(written).toEqual([1]);
    await drained;
    client.close();
  });
});
