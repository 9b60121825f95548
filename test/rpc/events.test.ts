// WatchEvents over a real server: in order and without gaps over reconnects under load, at the pace
// of whoever reads, and what is refused.

import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { ServerWritableStream, ServiceError } from '@grpc/grpc-js';
import { Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import type { WatchAnswer } from '../../src/rpc/event-messages.js';
import { eventStream } from '../../src/rpc/event-stream.js';
import { OpenStreams } from '../../src/rpc/open-streams.js';
import { startServer } from '../../src/rpc/server.js';
import type { EventNews } from '../../src/stores/events.js';
import { createRng } from '../support/generate/random.js';
import { type Decoded, refusedOf, TestClient } from './support/client.js';
import { type Running, startReal } from './support/engine.js';
import { KeptLog, until } from './support/fakes.js';

const WATCH = 'AllocationService.WatchEvents';
const ADJUST = 'InventoryService.AdjustInventory';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await client.call('LocationService.BatchUpsertLocations', { locations: [{ code: 'A' }] });
});

afterAll(() => running.stop());

async function addRows(count: number, prefix: string): Promise<object[]> {
  const rows = Array.from({ length: count }, (_, i) => {
    return { product: { sku: `${prefix}${i}` }, locationCode: 'A' };
  });
  const updates = rows.map((row) => ({ ...row, onHand: 1 }));
  await client.call('InventoryService.BatchUpsertInventory', { updates });
  return rows;
}

/** Each row goes out, so that there is an event of each, and comes back. */
async function outAndBack(rows: readonly object[]): Promise<void> {
  for (const onHandDelta of [-1, 1]) {
    await client.call(ADJUST, { adjustments: rows.map((row) => ({ row, onHandDelta })) });
  }
}

/** Reads until `isEnough`, breaking off after `responses` of a stream and coming back. */
async function readOver(
  start: number,
  isEnough: (events: readonly Decoded[], cursor: number) => boolean,
  responses: () => number,
  kinds: string[] = [],
): Promise<Decoded[]> {
  const events: Decoded[] = [];
  let cursor = start;
  while (!isEnough(events, cursor)) {
    const stream = client.download(WATCH, { afterSequence: cursor, kinds });
    stream.on('error', () => {});
    let left = responses();
    for await (const answer of stream) {
      events.push(...answer.events);
      cursor = answer.nextAfterSequence;
      if (--left <= 0 || isEnough(events, cursor)) break;
    }
    stream.cancel();
  }
  return events;
}

async function lastSequence(): Promise<number> {
  const stream = client.download(WATCH, { afterSequence: -1 });
  stream.on('error', () => {});
  for await (const { nextAfterSequence } of stream) {
    stream.cancel();
    return nextAfterSequence;
  }
  throw new Error('the stream ended');
}

it('misses nothing over reconnects under load, and doubles nothing', async () => {
  const first = await lastSequence();
  const rng = createRng(1);
  const writers = await Promise.all(['p', 'q', 'r'].map((prefix) => addRows(40, prefix)));
  const eventCount = writers.length * 25 * 40;
  const writing = Promise.all(
    writers.map(async (rows) => {
      for (let turn = 0; turn < 25; turn++) await outAndBack(rows);
    }),
  );
  const isEnough = (events: readonly Decoded[]) => events.length >= eventCount;
  const readers = [0, 1, 2].map(() => readOver(first, isEnough, () => rng.integer(1, 4)));
  const found = await Promise.all(readers);
  await writing;
  for (const events of found) {
    expect(events).toHaveLength(eventCount);
    expect(events.every(({ sequence }, place) => sequence === first + place + 1)).toBe(true);
    expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['EVENT_KIND_STOCK_OUT']));
    const products = new Map<string, number>();
    for (const { row } of events) {
      products.set(row.product.sku, (products.get(row.product.sku) ?? 0) + 1);
    }
    expect([...products.values()]).toEqual(Array.from({ length: 120 }, () => 25));
  }
  expect(await lastSequence()).toBe(first + eventCount);
});

it('gives the kinds that are wanted, tells that this is all, and goes on', async () => {
  const [row] = await addRows(1, 'k');
  const first = await lastSequence();
  await client.call(ADJUST, { adjustments: [{ row, onHandDelta: -1 }] });
  const kinds = ['EVENT_KIND_STOCK_LOW', 'EVENT_KIND_STOCK_SHORT'];
  const stream = client.download(WATCH, { afterSequence: first, kinds });
  stream.on('error', () => {});
  const answers: Decoded[] = [];
  stream.on('data', (answer) => answers.push(answer));
  await until(() => answers.length === 2);
  expect(answers).toEqual([
    { events: [], nextAfterSequence: first },
    { events: [], nextAfterSequence: first + 1 },
  ]);
  await client.call('InventoryService.BatchUpsertInventory', {
    updates: [{ ...row, onHand: 0, allocated: 3 }],
  });
  await until(() => answers.length === 3);
  stream.cancel();
  expect(answers[2].nextAfterSequence).toBe(first + 2);
  expect(answers[2].events).toMatchObject([
    { sequence: first + 2, kind: kinds[1], row: { ...row, effective: 0, short: 3 }, orderId: '' },
  ]);
  expect(answers[2].events[0].time.seconds).toBeGreaterThan(1_700_000_000);
});

it('refuses what is no place and no kind, and keys that are none', async () => {
  const refused = async (from: TestClient, request: object) => {
    const stream = from.download(WATCH, request);
    stream.on('data', () => {});
    return refusedOf(await new Promise<ServiceError>((resolve) => stream.on('error', resolve)));
  };
  const ahead = { afterSequence: 1 + (await lastSequence()) };
  for (const request of [ahead, { afterSequence: -2 }]) {
    expect(await refused(client, request)).toMatchObject({
      code: STATUS.invalidArgument,
      fields: ['after_sequence'],
    });
  }
  const kinds = ['EVENT_KIND_SHIPPED', 'EVENT_KIND_UNSPECIFIED'];
  expect(await refused(client, { kinds })).toMatchObject({ fields: ['kinds[1]'] });
  const server = await startServer({
    engine: running.engine,
    listen: { host: '127.0.0.1', port: 0 },
    apiKeys: ['s'.repeat(32)],
    isInsecureAllowed: false,
    isReflectionEnabled: false,
    logger: new KeptLog(),
  });
  const other = new TestClient(server.port);
  expect(await refused(other, {})).toMatchObject({ reason: 'UNAUTHENTICATED' });
  const headers = { authorization: `Bearer ${'s'.repeat(32)}` };
  const open = other.download(WATCH, { afterSequence: -1 }, { headers });
  const failed = new Promise<ServiceError>((resolve) => open.on('error', resolve));
  await new Promise((resolve) => open.once('data', resolve));
  await server.drain(2000);
  expect(refusedOf(await failed)).toMatchObject({ code: STATUS.unavailable, reason: 'DRAINING' });
  other.close();
});

it('says where events are gone', async () => {
  const settings = { eventCountMax: 10 };
  const headers = { 'x-tenant-id': 'short' };
  const call = (name: string, request: object) => client.call(name, request, { headers });
  await call('SettingsService.UpdateSettings', { settings });
  await call('LocationService.BatchUpsertLocations', { locations: [{ code: 'A' }] });
  const row = { product: { sku: 's' }, locationCode: 'A' };
  for (let i = 0; i <= 30; i++) {
    const updates = [{ ...row, onHand: 0, allocated: i }];
    await call('InventoryService.BatchUpsertInventory', { updates });
  }
  const watch = async () => {
    const stream = client.download(WATCH, { afterSequence: 5 }, { headers });
    const error = new Promise<ServiceError | null>((resolve) => {
      stream.on('error', resolve);
      stream.on('data', () => {
        resolve(null);
        stream.cancel();
      });
    });
    return error;
  };
  // The store lets go of a part, and later of the rest.
  const gone = { code: STATUS.outOfRange, reason: 'EVENTS_GONE' };
  const end = Date.now() + 10_000;
  let oldest = '';
  while (oldest !== '21' && Date.now() < end) {
    await setTimeout(100);
    const error = await watch();
    if (error === null) continue;
    expect(refusedOf(error)).toMatchObject(gone);
    oldest = refusedOf(error).metadata.oldestSequence;
  }
  expect(oldest).toBe('21');
});

/** A call whose writes are taken when the test says so. */
class SlowCall extends EventEmitter {
  readonly metadata = new Metadata();
  readonly request = Buffer.alloc(0);
  readonly answers: WatchAnswer[] = [];
  #taken: (() => void) | null = null;

  write(answer: WatchAnswer, done: () => void): boolean {
    this.answers.push(answer);
    this.#taken = done;
    return false;
  }

  async take(): Promise<void> {
    this.#taken?.();
    await vi.advanceTimersByTimeAsync(0);
  }

  getPath(): string {
    return '';
  }
}

it('reads no page before the last one is taken, and beats where nothing happens', async () => {
  vi.useFakeTimers();
  try {
    let tell: (news: EventNews) => void = () => {};
    let last = 2;
    let reads = 0;
    const event = { kind: 'SHIPPED', timeEpochMs: 0 } as const;
    const store = {
      readEvents: async (_: string, { afterSequence }: { afterSequence: number }) => {
        reads++;
        // One by one up to the second, then all that there are.
        const nextAfterSequence = afterSequence < 2 ? afterSequence + 1 : last;
        const count = nextAfterSequence - afterSequence;
        const events = Array.from({ length: count }, (_, i) => {
          return { ...event, sequence: afterSequence + 1 + i };
        });
        return { events, nextAfterSequence, oldestSequence: 1, lastSequence: last };
      },
      watchEvents: (listener: (news: EventNews) => void) => {
        tell = listener;
        return () => {
          tell = () => {};
        };
      },
    };
    const codec = {
      decode: () => ({}),
      decodeUnchecked: () => ({}),
      encode: (answer: WatchAnswer) => answer as unknown as Buffer,
    };
    const call = new SlowCall();
    const edge = { isKnownCaller: null, log: new KeptLog() };
    const handler = eventStream(edge, codec, new OpenStreams(), store);
    handler(call as unknown as ServerWritableStream<Buffer, Uint8Array>);
    const counts = () => call.answers.map(({ events }) => events.length);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([counts(), reads]).toEqual([[0], 1]);
    for (let i = 0; i < 3; i++) await call.take();
    expect([counts(), reads]).toEqual([[0, 1, 1], 2]);
    await vi.advanceTimersByTimeAsync(9900);
    expect(counts()).toEqual([0, 1, 1]);
    await vi.advanceTimersByTimeAsync(200);
    await call.take();
    expect(counts()).toEqual([0, 1, 1, 0]);
    reads = 0;
    for (last = 3; last <= 50; last++) {
      tell({ tenantId: '1', lastSequence: last });
      await call.take();
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(reads).toBeLessThanOrEqual(4);
    expect(counts().reduce((sum, count) => sum + count)).toBeGreaterThan(25);
    call.emit('cancelled');
    const readsBefore = reads;
    tell({ tenantId: '1', lastSequence: last });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads).toBe(readsBefore);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
