// A server that takes so many calls of a connection at once: what is more waits with its caller,
// and is answered in its turn or ended there by its deadline.

import { connect } from 'node:http2';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { RunningServer } from '../../src/rpc/server.js';
import { refusedBy, TestClient } from './support/client.js';
import { HeldRouter, startFake, until } from './support/fakes.js';

const CALLS_MAX = 4;
let router: HeldRouter;
let server: RunningServer;
let client: TestClient;

beforeEach(async () => {
  router = new HeldRouter();
  server = await startFake({ router, maxConnectionCalls: CALLS_MAX });
  client = new TestClient(server.port);
});
afterEach(async () => {
  client.close();
  await server.drain(0);
});

it('tells its limit to whoever connects', async () => {
  const session = connect(`http://127.0.0.1:${server.port}`);
  const [settings] = await once(session, 'remoteSettings');
  expect(settings.maxConcurrentStreams).toBe(CALLS_MAX);
  session.close();
});

it('answers all of many calls, and never has more of them', async () => {
  const answered = Array.from({ length: 20 }, (_, number) =>
    client.raw('RoutingService.SuggestRouting', Buffer.from([number + 1])),
  );
  for (let count = 0; count < 20; count++) {
    await until(() => router.depth > 0);
    router.answerOne();
  }
  const bytes = (await Promise.all(answered)).map((answer) => answer[0]);
  expect(bytes.sort((a, b) => a - b)).toEqual(
    Array.from({ length: 20 }, (_, number) => number + 1),
  );
  expect(router.depthMax).toBeLessThanOrEqual(CALLS_MAX);
});

it('never hears of a call that its deadline ended before its turn', async () => {
  const first = Array.from({ length: CALLS_MAX }, () =>
    client.raw('RoutingService.SuggestRouting', Buffer.from([1])),
  );
  await until(() => router.depth === CALLS_MAX);
  const late = client.raw('RoutingService.SuggestRouting', Buffer.from([2]), { deadlineMs: 50 });
  expect((await refusedBy(late)).code).toBe(STATUS.deadlineExceeded);
  router.answerAll();
  await Promise.all(first);
  expect(router.depthMax).toBe(CALLS_MAX);
  const next = client.raw('RoutingService.SuggestRouting', Buffer.from([3]));
  await until(() => router.depth === 1);
  router.answerAll();
  expect((await next)[0]).toBe(3);
});
