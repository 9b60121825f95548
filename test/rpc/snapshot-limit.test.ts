// What a server does while the stock that it knows is older than its operator allows: orders are
// sent away, it says that it is not ready, and when the stock is new again all goes on by itself.

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import {
  createPoolFigures,
  createStoreFigures,
  type EngineFigures,
} from '../../src/telemetry/engine-figures.js';
import { ReasonCounts } from '../../src/telemetry/reason-counts.js';
import type { RunningServer } from '../../src/rpc/server.js';
import { TestClient } from './support/client.js';
import { ORDER } from './support/engine.js';
import { HeldRouter, KeptLog, startFake, until } from './support/fakes.js';
import { checkHealth } from './support/health.js';

const MAX_MS = 3000;
const heartbeat = new Float64Array(1);
const router = new HeldRouter();
const log = new KeptLog();
let server: RunningServer;
let client: TestClient;

const figures: EngineFigures = {
  workerCount: 1,
  queueMax: 1,
  pool: createPoolFigures(),
  store: createStoreFigures(),
  conflicts: new ReasonCounts(),
  queueDepth: () => 0,
  records: () => ({ offered: 0, refused: 0 }),
  tenantCount: () => 0,
  tenants: () => [],
  snapshotAgeMs: () => 0,
};

beforeAll(async () => {
  heartbeat[0] = Date.now();
  server = await startFake({
    router,
    logger: log,
    store: { heartbeat },
    maxSnapshotAgeMs: MAX_MS,
    admin: { listen: { host: '127.0.0.1', port: 0 }, figures },
  });
  client = new TestClient(server.port);
});
beforeEach(() => {
  heartbeat[0] = Date.now();
});
afterAll(async () => {
  client.close();
  await server.drain(0);
});

async function readiness(): Promise<number> {
  return (await fetch(`http://127.0.0.1:${server.adminPort}/readyz`)).status;
}

const TOO_OLD = {
  code: STATUS.unavailable,
  reason: 'SNAPSHOT_TOO_OLD',
  metadata: { ageSeconds: '10', maxSeconds: '3' },
  retryAfterMs: 1000,
};

it('routes while the stock is new enough', async () => {
  const answered = client.raw('RoutingService.SuggestRouting', Buffer.from([1]));
  await until(() => router.depth === 1);
  router.answerAll();
  expect([...(await answered)]).toEqual([1]);
  expect(await readiness()).toBe(200);
});

it('sends away every order that would be decided on older stock', async () => {
  heartbeat[0] = Date.now() - 10_500;
  for (const method of ['SuggestRouting', 'SuggestCandidates', 'BatchSuggestRouting']) {
    expect(await client.refusal(`RoutingService.${method}`, {})).toMatchObject(TOO_OLD);
  }
  const stream = client.duplex('RoutingService.StreamSuggestRouting');
  const failed = new Promise((resolve) => stream.on('error', resolve).on('data', () => {}));
  for (let i = 0; i < 3; i++) stream.write({ requestId: `${i}`, request: ORDER });
  expect(await failed).toMatchObject({ code: STATUS.unavailable });
  expect(router.depth).toBe(0);
});

it('is not ready meanwhile, and ready again by itself', async () => {
  const isTold = async (status: string): Promise<void> => {
    while ((await checkHealth(client)) !== status);
  };
  await isTold('SERVING');
  heartbeat[0] = Date.now() - 10_000;
  expect(await readiness()).toBe(503);
  await isTold('NOT_SERVING');
  heartbeat[0] = Date.now();
  expect(await readiness()).toBe(200);
  await isTold('SERVING');
  const told = log.lines.slice(-2).map(({ fields }) => fields);
  expect(told).toEqual([{ isReady: false }, { isReady: true }]);
});
