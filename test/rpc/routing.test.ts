// RoutingService over a real engine: decisions, and what may not be asked.

import type { ServiceError } from '@grpc/grpc-js';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STATUS } from '../../src/base/outcome.js';
import { methodOf, refusedOf, type TestClient, times } from './support/client.js';
import { loadNetwork, ORDER, type Running, startReal } from './support/engine.js';
import { until } from './support/fakes.js';

const SUGGEST = 'RoutingService.SuggestRouting';

let running: Running;
let client: TestClient;

beforeAll(async () => {
  running = await startReal();
  client = running.client;
  await loadNetwork(client);
});

afterAll(() => running.stop());

const FUTURE_EXCLUSION = { futureExcludedLocations: [{ orderItemId: 1 }] };

describe('SuggestRouting', () => {
  it('decides an order', async () => {
    const response = await client.call(SUGGEST, { ...ORDER, cartId: 'c', externalResponseId: 'x' });
    expect(response).toMatchObject({
      orderId: 'o1',
      cartId: 'c',
      externalResponseId: 'x',
      decision: {
        route: 'ORDER_TYPE_DIRECTSHIP',
        assignments: [{ orderItemId: 1, locationCode: 'EAST', quantity: 1 }],
        stateChanges: [],
        warnings: [],
      },
      context: { configurationVersion: 1, consistent: true },
    });
    expect(response.decision.assignments[0].distanceKm).toBeCloseTo(0, 6);
  });

  it('knows other tenants by their own state only', async () => {
    const headers = { 'x-tenant-id': 'other' };
    const { decision } = await client.call(SUGGEST, ORDER, { headers });
    expect(decision.assignments).toEqual([]);
    expect(decision.stateChanges[0]).toMatchObject({ stateChange: 'STATE_CHANGE_CUSTOMER_CARE' });
    expect(decision.warnings[0].reason).toBe('WARNING_REASON_NO_ROUTE');
  });

  it.each([
    ['no items', { items: [] }, 'items'],
    ['quantity 0', { items: [{ upc: 'A', quantity: 0 }] }, 'items[0].quantity'],
    ['a negative quantity', { items: [{ upc: 'A', quantity: -1 }] }, 'items[0].quantity'],
    ['a huge quantity', { items: [{ upc: 'A', quantity: 1_000_001 }] }, 'items[0].quantity'],
    ['2^62 units', { items: [{ upc: 'A', quantity: 2 ** 62 }] }, 'items[0].quantity'],
    ['no product id', { items: [{ quantity: 1 }] }, 'items[0]'],
    [
      'the same item id twice',
      {
        items: [
          { upc: 'A', quantity: 1, orderItemId: 7 },
          { upc: 'B', quantity: 1, orderItemId: 7 },
        ],
      },
      'items[1].order_item_id',
    ],
    ['no order type', { orderType: 0 }, 'order_type'],
    ['an unknown order type', { orderType: 99 }, 'order_type'],
    [
      'a latitude out of range',
      { shippingAddress: { coordinates: { latitude: 91, longitude: 0 } } },
      'shipping_address.coordinates.latitude',
    ],
    [
      'a longitude that is no number',
      { shippingAddress: { coordinates: { latitude: 0, longitude: Number.NaN } } },
      'shipping_address.coordinates.longitude',
    ],
    ['no total', { totalMinor: undefined }, 'total_minor'],
    ['a long order id', { orderId: 'x'.repeat(65) }, 'order_id'],
    ['too many lines', { items: times(2001, { upc: 'A', quantity: 1 }) }, 'items'],
    ['another environment', { environmentId: 2 }, 'environment_id'],
    ['a tag without a value', { tags: { a: '' } }, 'tags'],
    ['a future excluded location without a code', FUTURE_EXCLUSION, 'future_excluded_locations[0]'],
  ])('refuses %s', async (_, change, field) => {
    const refused = await client.refusal(SUGGEST, { ...ORDER, ...change });
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, reason: 'INVALID_FIELD' });
    expect(refused.fields[0]).toContain(field);
    expect(refused.message.length).toBeGreaterThan(0);
  });

  it.each([
    ['a condition', { items: [{ upc: 'A', quantity: 1, condition: 'new' }] }, 'condition'],
    ['a serial number', { items: [{ upc: 'A', quantity: 1, serialNumber: 'n' }] }, 'serial_number'],
    ['a way of shipping', { shippingMethod: 'air' }, 'shipping_method'],
    ['a sort', { sort: 'SUGGESTION_SORT_SUGGESTION_SORT' }, 'sort'],
  ])('does not serve %s yet, and says so', async (_, change, field) => {
    const refused = await client.refusal(SUGGEST, { ...ORDER, ...change });
    expect(refused.code).toBe(STATUS.unimplemented);
    expect(refused.fields[0]).toContain(field);
  });

  it('refuses or answers random and cut bytes, typed each time, and goes on', async () => {
    const whole = Buffer.from(methodOf(SUGGEST).requestSerialize(ORDER));
    const names = ['SuggestRouting', 'SuggestCandidates', 'BatchSuggestRouting'];
    const inputs: Buffer[] = [];
    for (let end = 0; end < whole.length; end++) inputs.push(whole.subarray(0, end));
    for (let seed = 0; seed < 200; seed++) {
      const noise = createHash('sha512').update(`${seed}`).digest();
      inputs.push(noise.subarray(0, 1 + (seed % 64)));
      const bent = Buffer.from(whole);
      bent[noise[0] % bent.length] ^= 1 << (noise[1] % 8);
      inputs.push(bent);
    }
    const codes = new Set<number>();
    for (const name of names) {
      const calls = inputs.map((bytes) =>
        client.raw(`RoutingService.${name}`, bytes).then(
          () => codes.add(0),
          (error: { code: number }) => codes.add(error.code),
        ),
      );
      await Promise.all(calls);
    }
    const allowed: number[] = [STATUS.ok, STATUS.invalidArgument, STATUS.unimplemented];
    expect([...codes].filter((code) => !allowed.includes(code))).toEqual([]);
    expect((await client.call(SUGGEST, ORDER)).decision.assignments).toHaveLength(1);
    expect(running.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('bad input', () => {
  it('leaves nothing behind in memory', async () => {
    const heapBytes = async (): Promise<number> => {
      const noise = Array.from({ length: 2000 }, (_, seed) =>
        createHash('sha512').update(`flat ${seed}`).digest(),
      );
      const calls = noise.map((bytes) =>
        client.raw(SUGGEST, bytes).then(
          () => undefined,
          () => undefined,
        ),
      );
      await Promise.all(calls);
      globalThis.gc?.();
      return process.memoryUsage().heapUsed;
    };
    expect(globalThis.gc, 'tests run with --expose-gc').toBeTypeOf('function');
    await heapBytes();
    await heapBytes();
    const before = await heapBytes();
    for (let round = 0; round < 4; round++) await heapBytes();
    const growth = (await heapBytes()) - before;
    // 10,000 calls that each kept a hundred bytes would show.
    expect(growth).toBeLessThan(1_000_000);
  });
});

describe('SuggestCandidates', () => {
  it('lists who could serve', async () => {
    const { orderType, items, shippingAddress } = ORDER;
    const response = await client.call('RoutingService.SuggestCandidates', {
      orderType,
      items,
      shippingAddress,
    });
    expect(response).toMatchObject({
      totalCandidates: 1,
      truncated: false,
      candidates: [
        {
          locationCode: 'EAST',
          name: 'East',
          express: true,
          inventory: [{ orderItemId: 1, available: 10 }],
        },
      ],
    });
  });

  it('refuses more candidates than it lists', async () => {
    const refused = await client.refusal('RoutingService.SuggestCandidates', {
      orderType: ORDER.orderType,
      items: ORDER.items,
      maxCandidates: 1001,
    });
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: ['max_candidates'] });
  });
});

describe('BatchSuggestRouting', () => {
  const BATCH = 'RoutingService.BatchSuggestRouting';

  it('answers each order at its place, the bad ones too', async () => {
    const requests = [ORDER, { ...ORDER, items: [] }, { ...ORDER, orderId: 'o3' }];
    const { results } = await client.call(BATCH, { requests });
    expect(results).toHaveLength(3);
    expect(results[0].response.orderId).toBe('o1');
    expect(results[1].error).toMatchObject({
      code: STATUS.invalidArgument,
      fieldViolations: [{ field: 'items' }],
    });
    expect(results[2].response.orderId).toBe('o3');
  });

  it('names the field of an order that is not served, and answers the others', async () => {
    const requests = [{ ...ORDER, shippingMethod: 'air' }, ORDER];
    const { results } = await client.call(BATCH, { requests });
    expect(results[0].error).toMatchObject({
      code: STATUS.unimplemented,
      fieldViolations: [{ field: 'shipping_method' }],
    });
    expect(results[1].response.orderId).toBe('o1');
  });

  it('does not let orders deplete one another', async () => {
    const order = { ...ORDER, items: [{ upc: 'A', quantity: 10 }] };
    const { results } = await client.call(BATCH, { requests: times(20, order) });
    for (const { response } of results) expect(response.decision.assignments[0].quantity).toBe(10);
  });

  it.each([0, 1001])('refuses %i orders', async (count) => {
    const refused = await client.refusal(BATCH, { requests: times(count, ORDER) });
    expect(refused).toMatchObject({ code: STATUS.invalidArgument, fields: ['requests'] });
  });

  it('takes 1,000 orders', async () => {
    const { results } = await client.call(BATCH, { requests: times(1000, ORDER) });
    expect(results).toHaveLength(1000);
  });
});

describe('StreamSuggestRouting', () => {
  it('answers thousands of orders by their ids, the bad ones with their status', async () => {
    const stream = client.duplex('RoutingService.StreamSuggestRouting');
    const answers = new Map<string, { response?: object; error?: { code: number } }>();
    let isEnded = false;
    stream.on('data', (answer) => answers.set(answer.requestId, answer));
    stream.on('end', () => {
      isEnded = true;
    });
    for (let i = 0; i < 5000; i++) {
      const request = i % 10 === 0 ? { ...ORDER, items: [] } : ORDER;
      stream.write({ requestId: `${i}`, request });
    }
    stream.end();
    await until(() => isEnded);
    expect(answers.size).toBe(5000);
    const isBad = ([id]: [string, object]) => Number(id) % 10 === 0;
    const [bad, good] = [[...answers].filter(isBad), [...answers].filter((each) => !isBad(each))];
    expect(bad.every(([, { error }]) => error?.code === STATUS.invalidArgument)).toBe(true);
    expect(good.every(([, { response }]) => response)).toBe(true);
  });

  it('names the field of an order that is not served, and goes on', async () => {
    const stream = client.duplex('RoutingService.StreamSuggestRouting');
    const answers = new Map<string, { response?: object; error?: object }>();
    stream.on('data', (answer) => answers.set(answer.requestId, answer));
    stream.write({ requestId: 'bad', request: { ...ORDER, shippingMethod: 's' } });
    stream.write({ requestId: 'good', request: ORDER });
    stream.end();
    await until(() => answers.size === 2);
    expect(answers.get('bad')?.error).toMatchObject({
      code: STATUS.unimplemented,
      fieldViolations: [{ field: 'shipping_method' }],
    });
    expect(answers.get('good')?.response).toMatchObject({ orderId: 'o1' });
  });

  it('answers all that was sent before the caller ended its side', async () => {
    for (const count of [1, 2, 3, 50]) {
      const stream = client.duplex('RoutingService.StreamSuggestRouting');
      const answered = new Set<string>();
      let isEnded = false;
      stream.on('data', ({ requestId }) => answered.add(requestId));
      stream.on('end', () => {
        isEnded = true;
      });
      for (let i = 0; i < count; i++) stream.write({ requestId: `last ${i}`, request: ORDER });
      stream.end();
      await until(() => isEnded);
      expect(answered.size).toBe(count);
    }
  });

  it('goes on after bytes that are no order', async () => {
    const same = (bytes: Buffer) => bytes;
    const { path } = methodOf('RoutingService.StreamSuggestRouting');
    const stream = client.client.makeBidiStreamRequest(path, same, same);
    const answers: Buffer[] = [];
    let isEnded = false;
    stream.on('data', (bytes: Buffer) => answers.push(bytes));
    stream.on('end', () => {
      isEnded = true;
    });
    for (let i = 0; i < 100; i++) stream.write(createHash('sha256').update(`${i}`).digest());
    stream.end();
    await until(() => isEnded);
    expect(answers).toHaveLength(100);
  });

  it('keeps memory flat when the caller reads slowly', async () => {
    const stream = client.duplex('RoutingService.StreamSuggestRouting', { deadlineMs: 60_000 });
    stream.on('error', () => {});
    stream.once('data', () => stream.pause());
    let isHeldBack = false;
    for (let i = 0; i < 50_000 && !isHeldBack; i++) {
      isHeldBack = !stream.write({ requestId: `${i}`, request: ORDER });
      if (isHeldBack) {
        const isRoom = await Promise.race([
          new Promise<boolean>((resolve) => stream.once('drain', () => resolve(true))),
          new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1000)),
        ]);
        isHeldBack = !isRoom;
      }
    }
    expect(isHeldBack).toBe(true);
    expect(running.engine.router.depth).toBe(0);
    stream.cancel();
    expect((await client.call(SUGGEST, ORDER)).decision.assignments).toHaveLength(1);
  });
});

describe('a small queue', () => {
  it('answers every call, with an order or with QUEUE_FULL', async () => {
    const small = await startReal({ queueMax: 2, isInlineAllowed: false });
    await loadNetwork(small.client);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, () =>
        small.client.call(SUGGEST, ORDER).then(
          () => 'decided',
          (error: ServiceError) => refusedOf(error).reason,
        ),
      ),
    );
    expect([...new Set(outcomes)].sort()).toEqual(['QUEUE_FULL', 'decided']);
    await small.stop();
  });
});
