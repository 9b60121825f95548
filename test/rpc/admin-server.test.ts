// The admin port of a server over a stand-in for an engine: who may open it and who may ask it for
// what, and what it says while the server goes away.

import { request } from 'node:http';
import { expect, it } from 'vitest';
import { Refusal, STATUS } from '../../src/base/outcome.js';
import type { AdminOptions } from '../../src/rpc/admin-server.js';
import {
  createPoolFigures,
  createStoreFigures,
  type EngineFigures,
} from '../../src/telemetry/engine-figures.js';
import { ReasonCounts } from '../../src/telemetry/reason-counts.js';
import { ORDER } from './support/engine.js';
import { TestClient } from './support/client.js';
import { HeldRouter, startFake, until } from './support/fakes.js';

const TENANT_COUNT = 150;

const FIGURES: EngineFigures = {
  workerCount: 1,
  queueMax: 1,
  pool: createPoolFigures(),
  store: createStoreFigures(),
  conflicts: new ReasonCounts(),
  queueDepth: () => 0,
  records: () => ({ offered: 0, refused: 0 }),
  tenantCount: () => TENANT_COUNT,
  tenants: (count) =>
    Array.from({ length: Math.min(count, TENANT_COUNT) }, (_, i) => {
      return { tenantId: `t${i}`, sequence: i, commit: i };
    }),
  snapshotAgeMs: () => 1500,
};

function adminOn(host: string, rest: Partial<AdminOptions> = {}, port = 0): AdminOptions {
  return { listen: { host, port }, figures: FIGURES, ...rest };
}

async function status(url: string, init?: RequestInit): Promise<number> {
  return (await fetch(url, init)).status;
}

it('is opened beyond this machine only where that is allowed', async () => {
  const admin = adminOn('0.0.0.0');
  const refused = startFake({ admin });
  await expect(refused).rejects.toMatchObject({ detail: { reason: 'INSECURE_LISTEN' } });
  const server = await startFake({ admin, isInsecureAllowed: true });
  expect(await status(`http://127.0.0.1:${server.adminPort}/healthz`)).toBe(200);
  await server.drain(0);
});

it('refuses a port that is taken, and leaves nothing behind', async () => {
  const first = await startFake({ admin: adminOn('127.0.0.1') });
  const taken = adminOn('127.0.0.1', {}, first.adminPort);
  const second = startFake({ admin: taken });
  await expect(second).rejects.toMatchObject({ detail: { reason: 'ADMIN_ADDRESS_UNAVAILABLE' } });
  await first.drain(0);
  const third = await startFake({ admin: taken });
  // The gRPC port is taken: the admin port is given back.
  const admin = adminOn('127.0.0.1');
  const fourth = startFake({ admin, listen: { host: '127.0.0.1', port: third.port } });
  await expect(fourth).rejects.toMatchObject({ detail: { reason: 'ADDRESS_UNAVAILABLE' } });
  await third.drain(0);
});

it('says that it is not ready while the server answers what is in hand', async () => {
  const router = new HeldRouter();
  const server = await startFake({ router, admin: adminOn('127.0.0.1') });
  const url = `http://127.0.0.1:${server.adminPort}`;
  const client = new TestClient(server.port);
  const answered = client.raw('RoutingService.SuggestRouting', new Uint8Array(1));
  await until(() => router.depth === 1);
  expect(await status(`${url}/readyz`)).toBe(200);
  const drained = server.drain(10_000);
  expect(await status(`${url}/readyz`)).toBe(503);
  expect(await status(`${url}/healthz`)).toBe(200);
  router.answerAll();
  await answered;
  await drained;
  await expect(status(`${url}/healthz`)).rejects.toThrow('fetch failed');
  client.close();
});

it('counts calls whose callers leave, and those that find the queue full', async () => {
  const router = new HeldRouter();
  router.room = 1;
  const server = await startFake({ router, admin: adminOn('127.0.0.1') });
  const client = new TestClient(server.port);
  const late = client.refusal('RoutingService.SuggestRouting', ORDER, { deadlineMs: 200 });
  await until(() => router.depth === 1);
  const full = await client.refusal('RoutingService.SuggestRouting', ORDER);
  expect(full.reason).toBe('QUEUE_FULL');
  expect((await late).code).toBe(STATUS.deadlineExceeded);
  await until(() => router.cancelled.length === 1);
  const answer = await fetch(`http://127.0.0.1:${server.adminPort}/metrics`);
  expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
  const text = await answer.text();
  const method = 'grpc_service="shipfrom.v1.RoutingService",grpc_method="SuggestRouting"';
  for (const code of ['DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED']) {
    const series = `grpc_server_handled_total{grpc_type="unary",${method},grpc_code="${code}"} 1`;
    expect(text).toContain(series);
  }
  expect(text).toContain('shipfrom_refusals_total{reason="QUEUE_FULL"} 1');
  expect(text).toContain('shipfrom_snapshot_age_seconds 1.5');
  client.close();
  await server.drain(0);
});

it('has series of its own for the first hundred tenants alone', async () => {
  const server = await startFake({ admin: adminOn('127.0.0.1') });
  const text = await (await fetch(`http://127.0.0.1:${server.adminPort}/metrics`)).text();
  expect(text.match(/^shipfrom_snapshot_sequence\{/gm)).toHaveLength(100);
  // The first of them has no commits that are numbered.
  expect(text.match(/^shipfrom_commit_sequence\{/gm)).toHaveLength(99);
  expect(text).toContain(`shipfrom_tenants ${TENANT_COUNT}`);
  await server.drain(0);
});

it('takes copies for callers of this machine, and never for a page in a browser', async () => {
  let copies = 0;
  const conflict = { code: STATUS.aborted, reason: 'BACKUP_RUNNING', message: 'm', violations: [] };
  const backUp = async () => {
    if (++copies === 2) throw new Refusal(conflict);
    return { name: 'a-copy' };
  };
  const server = await startFake({ admin: adminOn('127.0.0.1', { backUp }) });
  const url = `http://127.0.0.1:${server.adminPort}/backup`;
  const origin = await posted(url, { origin: 'http://somewhere' });
  expect([origin.status, origin.body.error.reason]).toEqual([403, 'NOT_LOCAL']);
  expect(copies).toBe(0);
  expect(await posted(url)).toEqual({ status: 200, body: { name: 'a-copy' } });
  const running = await posted(url);
  expect([running.status, running.body.error.reason]).toEqual([409, 'BACKUP_RUNNING']);
  expect(await status(url)).toBe(405);
  await server.drain(0);
  const without = await startFake({ admin: adminOn('127.0.0.1') });
  const refused = await posted(`http://127.0.0.1:${without.adminPort}/backup`);
  expect([refused.status, refused.body.error.reason]).toEqual([412, 'NO_BACKUP_FOLDER']);
  await without.drain(0);
});

/** Not `fetch`, which does not let a caller name an origin. */
function posted(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status?: number; body: { error: { reason: string } } }> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', headers }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode, body: JSON.parse(text) }));
    });
    call.on('error', reject).end();
  });
}
