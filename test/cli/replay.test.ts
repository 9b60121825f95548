// What a replay is made of: seeded networks, stock and baskets of the promised shape, and an honest
// tally.

import { describe, expect, test } from 'vitest';
import { basketOf, codesOf, generateBaskets, mostFrequent } from '../../src/cli/replay/baskets.js';
import { decideAll } from '../../src/cli/replay/decide.js';
import { Histogram } from '../../src/cli/replay/histogram.js';
import { generateNetwork, thinned } from '../../src/cli/replay/network.js';
import { basketOrders } from '../../src/cli/replay/orders.js';
import { rulesOf, stockOf, stockRowCount } from '../../src/cli/replay/stock.js';
import { Tally } from '../../src/cli/replay/tally.js';
import { messageType } from '../../src/cli/schema.js';
import type { Call, Router } from '../../src/pool/calls.js';

test('the generated network and orders have the shape of the real ones', () => {
  const network = generateNetwork(1);
  expect(network).toHaveLength(3251);
  expect(network.filter(({ kind }) => kind === 'distribution_center')).toHaveLength(78);
  expect(generateNetwork(1)).toEqual(network);
  const baskets = generateBaskets(1);
  const lengths = baskets.map((basket) => basket.size).sort((a, b) => a - b);
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  expect(lengths).toHaveLength(25_900);
  expect(lengths.at(-1)).toBe(1114);
  expect(lengths[lengths.length >> 1]).toBe(10);
  expect(mean).toBeGreaterThan(18);
  expect(mean).toBeLessThan(24);
});

test('repeated codes add up, blank ones are none', () => {
  expect([...basketOf(['A', ' B', 'A', ''])]).toEqual([
    ['A', 2],
    ['B', 1],
  ]);
  const baskets = [
    ['A', 'B'],
    ['B', 'B', 'C'],
    ['C', 'B'],
  ].map(basketOf);
  expect(mostFrequent(baskets, 2)).toEqual(['B', 'C']);
  expect(codesOf(baskets)).toEqual(['A', 'B', 'C']);
});

test('stock is at half of the centres and a tenth of the others, each place once', () => {
  const network = thinned(generateNetwork(1), 4);
  const kinds = new Map(network.map(({ code, kind }) => [code, kind]));
  const rows = [...stockOf(network, ['A', 'B'], 1)];
  expect(rows).toHaveLength(stockRowCount(network, 2));
  for (const { locationCode, onHand } of rows) {
    const isCenter = kinds.get(locationCode) === 'distribution_center';
    expect(onHand).toBeGreaterThanOrEqual(isCenter ? 20 : 1);
    expect(onHand).toBeLessThanOrEqual(isCenter ? 200 : 4);
  }
  const places = rows.map(({ product, locationCode }) => `${product.sku} ${locationCode}`);
  expect(new Set(places).size).toBe(rows.length);
  const [centers, others] = rulesOf(network, ['A']).locationGroups ?? [];
  expect(centers.locations).toHaveLength(20);
  expect(others.locations).toHaveLength(network.length - 20);
});

test('percentiles are right to a hundredth', () => {
  const histogram = new Histogram();
  expect(histogram.percentile(0.5)).toBeNaN();
  for (let value = 1; value <= 1000; value++) histogram.add(value);
  expect(Math.abs(histogram.percentile(0.5) - 500)).toBeLessThan(5);
  expect(Math.abs(histogram.percentile(0.99) - 990)).toBeLessThan(10);
});

function answer(decision: object): Uint8Array {
  return messageType('SuggestRoutingResponse').encode({ decision }).finish();
}

describe('the tally', () => {
  const items = [{ quantity: 3 }, { orderItemId: 7, quantity: 1 }];
  const place = (orderItemId: number, locationCode: string, quantity: number) => ({
    orderItemId,
    locationCode,
    quantity,
    distanceKm: 100,
  });

  test('tells whole, split, in part and unserved orders apart', () => {
    const tally = new Tally();
    const change = { orderItemId: 7, quantity: 1, stateChange: 4 };
    tally.take(1, items, answer({ assignments: [place(1, 'A', 3), place(7, 'A', 1)] }), 10);
    tally.take(2, items, answer({ assignments: [place(1, 'A', 3), place(7, 'B', 1)] }), 10);
    tally.take(3, items, answer({ assignments: [place(1, 'A', 3)], stateChanges: [change] }), 10);
    const none = { stateChanges: [{ ...change, orderItemId: 1, quantity: 3 }, change] };
    tally.take(4, items, answer(none), 10);
    expect(tally).toMatchObject({
      answeredCount: 4,
      wholeCount: 1,
      splitCount: 1,
      partlyCount: 1,
      unservedCount: 1,
      unbalancedCount: 0,
      parcelCount: 4,
      parcelKm: 400,
    });
    expect([...tally.changedUnits]).toEqual([['BACKORDER', 5]]);
  });

  test.each([
    ['a unit too few', { assignments: [place(1, 'A', 2), place(7, 'A', 1)] }],
    ['a unit too many', { assignments: [place(1, 'A', 3), place(7, 'A', 2)] }],
    ['an unknown line', { assignments: [place(1, 'A', 3), place(7, 'A', 1), place(8, 'A', 1)] }],
    ['nothing', {}],
  ])('sees %s', (_name, decision) => {
    const tally = new Tally();
    tally.take(1, items, answer(decision), 10);
    expect(tally.unbalancedCount).toBe(1);
  });
});

test('so many orders are under way and no more, over a queue that is full at times', async () => {
  let depth = 0;
  let depthMax = 0;
  let submissions = 0;
  const router = {
    submit(call: Call): number {
      if (++submissions % 50 === 0) return -1;
      depthMax = Math.max(depthMax, ++depth);
      setImmediate(() => {
        depth--;
        const request = messageType('SuggestRoutingRequest').decode(call.bytes);
        const lines = (request as unknown as { items: { quantity: number }[] }).items;
        const assignments = lines.map(({ quantity }, i) => ({
          orderItemId: i + 1,
          locationCode: 'A',
          quantity,
        }));
        call.onDone(null, answer({ assignments }), null);
      });
      return submissions;
    },
    cancel: () => undefined,
    whenRoom: (callback: () => void) => setImmediate(callback),
    queueMax: 8,
    depth: 0,
  } satisfies Router;
  const baskets = generateBaskets(3).slice(0, 500);
  const orders = basketOrders(baskets, [{ city: 'Reno' }], 'sku', 1);
  const run = await decideAll(router, orders, 8, () => undefined);
  expect(run.tally.answeredCount).toBe(500);
  expect(run.tally.unbalancedCount).toBe(0);
  expect(run.rssBytes).toHaveLength(5);
  expect(depthMax).toBe(8);
});
