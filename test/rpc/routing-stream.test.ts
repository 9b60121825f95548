// StreamSuggestRouting over a router that the test holds: order, back-pressure on both sides,
// cancellation.

import type { ClientDuplexStream, ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { ORDERS_IN_HAND_MAX } from '../../src/rpc/routing-stream.js';
import type { RunningServer } from '../../src/rpc/server.js';
import { type Decoded, refusedOf, TestClient } from './support/client.js';
import { HeldRouter, startFake, until } from './support/fakes.js';

const METHOD = 'RoutingService.StreamSuggestRouting';

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

type Watched = {
  stream: ClientDuplexStream<object, Decoded>;
  answers: Decoded[];
  error: ServiceError | null;
  isEnded: boolean;
};

function watched(): Watched {
  const stream = client.duplex(METHOD);
  const seen: Watched = { stream, answers: [], error: null, isEnded: false };
  stream.on('data', (answer) => seen.answers.push(answer));
  stream.on('error', (error: ServiceError) => {
    seen.error = error;
  });
  stream.on('end', () => {
    seen.isEnded = true;
  });
  return seen;
}

describe('a stream of orders', () => {
  it('ends when the last order is answered', async () => {
    const seen = watched();
    for (const requestId of ['a', 'b', 'c']) seen.stream.write({ requestId });
    seen.stream.end();
    await until(() => router.depth === 3);
    expect([...router.calls.values()].map((call) => call.kind)).toEqual(
      Array(3).fill(CALL_KIND.stream),
    );
    router.answerOne();
    await until(() => seen.answers.length === 1);
    expect(seen.isEnded).toBe(false);
    router.answerAll();
    await until(() => seen.isEnded);
    expect(seen.answers.map((answer) => answer.requestId)).toEqual(['a', 'b', 'c']);
    expect(seen.error).toBeNull();
  });

  it('ends at once when nothing was sent', async () => {
    const seen = watched();
    seen.stream.end();
    await until(() => seen.isEnded);
    expect(seen.error).toBeNull();
  });

  it('stops reading while too many orders are in hand, and takes all in the end', async () => {
    const seen = watched();
    const count = ORDERS_IN_HAND_MAX * 4;
    for (let i = 0; i < count; i++) seen.stream.write({ requestId: `${i}` });
    seen.stream.end();
    await until(() => router.depth === ORDERS_IN_HAND_MAX);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(router.depth).toBe(ORDERS_IN_HAND_MAX);
    const pump = setInterval(() => router.depth > 0 && router.answerOne(), 0);
    const flood = setInterval(() => router.answerAll(), 5);
    await until(() => seen.isEnded);
    clearInterval(pump);
    clearInterval(flood);
    expect(seen.answers.length).toBe(count);
    expect(router.depthMax).toBe(ORDERS_IN_HAND_MAX);
  });

  it('waits for room in the queue and loses nothing', async () => {
    router.room = 2;
    const seen = watched();
    for (let i = 0; i < 50; i++) seen.stream.write({ requestId: `${i}` });
    seen.stream.end();
    await until(() => router.depth === 2);
    const pump = setInterval(() => router.depth > 0 && router.answerOne(), 1);
    await until(() => seen.isEnded);
    clearInterval(pump);
    expect(seen.answers.map((answer) => answer.requestId)).toEqual(
      Array.from({ length: 50 }, (_, i) => `${i}`),
    );
    expect(router.depthMax).toBe(2);
  });

  it('takes in no more orders while the caller does not read', async () => {
    const stream = client.duplex(METHOD);
    stream.on('error', () => {});
    // This client only holds the sender back once it has begun to read.
    stream.once('data', () => stream.pause());
    // Soon more than the connection and the buffers on both sides hold.
    const answer = largeAnswer(64 * 1024);
    let submitted = 0;
    const pump = setInterval(() => {
      while (router.depth > 0) {
        submitted++;
        router.answerOne(null, answer);
      }
    }, 1);
    for (let i = 0; i < 2000; i++) stream.write({ requestId: `${i}` });
    const read: number[] = [];
    do {
      read.unshift(submitted);
      await new Promise((resolve) => setTimeout(resolve, 200));
    } while (read[0] === 0 || read[0] !== read[1]);
    clearInterval(pump);
    expect(submitted).toBeLessThan(1000);
    stream.cancel();
  });

  it('cancels what is in hand when the caller goes', async () => {
    const seen = watched();
    for (let i = 0; i < 5; i++) seen.stream.write({ requestId: `${i}` });
    await until(() => router.depth === 5);
    seen.stream.cancel();
    await until(() => router.cancelled.length === 5);
    expect(router.depth).toBe(0);
  });

  it('does not begin what waits for room when the caller goes', async () => {
    router.room = 1;
    const seen = watched();
    for (let i = 0; i < 5; i++) seen.stream.write({ requestId: `${i}` });
    await until(() => router.depth === 1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    seen.stream.cancel();
    await until(() => router.cancelled.length === 1);
    const other = watched();
    other.stream.end({ requestId: 'z' });
    await until(() => router.depth === 1);
    router.answerAll();
    await until(() => other.isEnded);
    expect(router.depth).toBe(0);
  });

  it('ends with the refusal of the router after the answers in hand', async () => {
    const seen = watched();
    for (let i = 0; i < 3; i++) seen.stream.write({ requestId: `${i}` });
    await until(() => router.depth === 3);
    const violations: never[] = [];
    router.answerOne({
      code: STATUS.unavailable,
      reason: 'WORKERS_GONE',
      message: 'no workers',
      violations,
    });
    router.answerAll();
    await until(() => seen.error !== null);
    expect(refusedOf(seen.error as ServiceError)).toMatchObject({
      code: STATUS.unavailable,
      reason: 'WORKERS_GONE',
    });
    expect(seen.answers.length).toBe(2);
  });

  it('refuses a bad tenant', async () => {
    const stream = client.duplex(METHOD, { headers: { 'x-tenant-id': 'no spaces' } });
    const error = await new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    expect(refusedOf(error)).toMatchObject({
      code: STATUS.invalidArgument,
      fields: ['x-tenant-id'],
    });
  });
});

/** The bytes of a StreamSuggestRoutingResponse whose request_id is long. */
function largeAnswer(lengthBytes: number): Uint8Array {
  const length = [(lengthBytes & 127) | 128, ((lengthBytes >> 7) & 127) | 128, lengthBytes >> 14];
  return Buffer.concat([Buffer.from([10, ...length]), Buffer.alloc(lengthBytes, 97)]);
}
