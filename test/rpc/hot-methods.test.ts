// The unary hot methods over a router that the test holds: scope, deadlines, cancellation, a full
// queue.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { MESSAGE_BYTES_MAX, type RunningServer } from '../../src/rpc/server.js';
import { refusedBy, TestClient } from './support/client.js';
import { HeldRouter, startFake, until } from './support/fakes.js';

const BYTES = Buffer.from([10, 1, 97]);

let router: HeldRouter;
let server: RunningServer;
let client: TestClient;

beforeEach(async () => {
  router = new HeldRouter();
  server = await startFake({ router });
  client = new TestClient(server.port);
});

afterEach(async () => {
  client.close();
  await server.drain(100);
});

async function heldCall() {
  await until(() => router.depth > 0);
  return [...router.calls.values()][0];
}

describe('a hot method', () => {
  it.each([
    ['RoutingService.SuggestRouting', CALL_KIND.suggest],
    ['RoutingService.SuggestCandidates', CALL_KIND.candidates],
    ['RoutingService.BatchSuggestRouting', CALL_KIND.batch],
  ])('%s hands the bytes over as they came and answers as they are', async (name, kind) => {
    const answer = client.raw(name, BYTES);
    const call = await heldCall();
    expect(call).toMatchObject({ kind, tenantId: '1', siteId: '1' });
    expect(Buffer.from(call.bytes)).toEqual(BYTES);
    router.answerOne(null, Uint8Array.of(1, 2, 3));
    expect([...(await answer)]).toEqual([1, 2, 3]);
    expect(router.cancelled).toEqual([]);
  });

  it('takes tenant and site from the metadata', async () => {
    const headers = { 'x-tenant-id': 'acme_1', 'x-site-id': 'us-East' };
    const answer = client.raw('RoutingService.SuggestRouting', BYTES, { headers });
    expect(await heldCall()).toMatchObject({ tenantId: 'acme_1', siteId: 'us-East' });
    router.answerAll();
    await answer;
  });

  it.each([
    ['x-tenant-id', 'a b'],
    ['x-tenant-id', ''],
    ['x-site-id', 'ä'.normalize('NFD').replace(/[^a-z]/g, '/')],
    ['x-site-id', 'x'.repeat(65)],
    ['x-tenant-id', ['a', 'b']],
  ])('refuses %s %j', async (header, value) => {
    const refused = await refusedBy(
      client.raw('RoutingService.SuggestRouting', BYTES, { headers: { [header]: value } }),
    );
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: [header] });
    expect(router.depth).toBe(0);
  });

  it('tells the router the deadline, and answers it when it has passed', async () => {
    const startMs = Date.now();
    const call = client.raw('RoutingService.SuggestRouting', BYTES, { deadlineMs: 150 });
    const { deadlineEpochMs } = await heldCall();
    expect(deadlineEpochMs).toBeGreaterThan(startMs);
    expect(deadlineEpochMs).toBeLessThanOrEqual(Date.now() + 150);
    expect(await refusedBy(call)).toMatchObject({ code: STATUS.deadlineExceeded });
    await until(() => router.cancelled.length === 1);
    expect(router.depth).toBe(0);
  });

  it('cancels what nobody waits for any more', async () => {
    const call = client.client.makeUnaryRequest(
      '/shipfrom.v1.RoutingService/SuggestRouting',
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      BYTES,
      () => {},
    );
    await until(() => router.depth === 1);
    call.cancel();
    await until(() => router.cancelled.length === 1);
    expect(router.depth).toBe(0);
  });

  it('answers a full queue with a time to try again, and goes on', async () => {
    router.room = 1;
    const first = client.raw('RoutingService.SuggestRouting', BYTES);
    await heldCall();
    const refused = await refusedBy(client.raw('RoutingService.SuggestRouting', BYTES));
    expect(refused).toMatchObject({
      code: STATUS.resourceExhausted,
      reason: 'QUEUE_FULL',
      metadata: { queueMax: '1' },
    });
    expect(refused.retryAfterMs).toBeGreaterThan(0);
    router.answerAll();
    expect(await first).toEqual(BYTES);
  });

  it('sends the refusal of the router with its details', async () => {
    const call = client.raw('RoutingService.SuggestRouting', BYTES);
    await heldCall();
    router.answerOne({
      code: STATUS.invalidArgument,
      reason: 'INVALID_FIELD',
      message: 'items[0].quantity: must be 1 to 1,000,000, \ud800 100 %',
      violations: [{ field: 'items[0].quantity', description: 'must be 1 to 1,000,000' }],
    });
    const refused = await refusedBy(call);
    expect(refused).toMatchObject({ code: 3, reason: 'INVALID_FIELD' });
    expect(refused.fields).toEqual(['items[0].quantity']);
    expect(refused.message).toContain('100 %');
  });

  it('keeps a refusal with many long violations within what a header may hold', async () => {
    const call = client.raw('RoutingService.SuggestRouting', BYTES);
    await heldCall();
    router.answerOne({
      code: STATUS.invalidArgument,
      reason: 'INVALID_FIELD',
      message: 'é'.repeat(5000),
      violations: Array.from({ length: 500 }, (_, i) => ({
        field: `items[${i}].${'é'.repeat(300)}`,
        description: 'é'.repeat(300),
      })),
    });
    const refused = await refusedBy(call);
    expect(refused.code).toBe(STATUS.invalidArgument);
    expect(refused.fields.length).toBeGreaterThan(0);
  });

  it('refuses a message above 16 MiB and serves the next', async () => {
    const huge = Buffer.alloc(MESSAGE_BYTES_MAX + 1);
    const refused = await refusedBy(client.raw('RoutingService.SuggestRouting', huge));
    expect(refused.code).toBe(STATUS.resourceExhausted);
    const next = client.raw('RoutingService.SuggestRouting', BYTES);
    await heldCall();
    router.answerAll();
    expect(await next).toEqual(BYTES);
  });
});
