// Which ways of asking are measured, and what a run of one costs a server.

import { median } from '../support/measure.js';
import { type ClientProcess, cpuSeconds, type ServerProcess } from './children.js';
import type { AnswerKind } from './client/answer-check.js';
import type { Address } from './client/frames.js';
import type { ClientResult } from './client/tasks.js';
import { BATCH_ORDERS, type Fixture } from './fixture.js';

/** One way of asking: its load on a server, and how many orders a load is. */
export type Load = {
  readonly name: string;
  readonly orders: number;
  /** Runs it to its end; every answer is the right one, or it rejects. */
  readonly run: (address: Address) => Promise<ClientResult>;
};

/** What a run cost: CPU microseconds of an order, of all threads, and orders a second. */
export type Cost = { readonly us: number; readonly perSecond: number };

/** What is asked of a server of a fixture in one way. */
export function askedOf(fixture: Fixture, kind: AnswerKind, address: Address) {
  const { unaryBody, batchBody, streamBody } = fixture;
  const methods = {
    order: ['SuggestRouting', unaryBody],
    batch: ['BatchSuggestRouting', batchBody],
    stream: ['StreamSuggestRouting', streamBody],
  } as const;
  const [method, body] = methods[kind];
  return {
    address,
    path: `/shipfrom.v1.RoutingService/${method}`,
    kind,
    body: body.toString('base64'),
    decision: fixture.decision.toString('base64'),
    batchOrders: BATCH_ORDERS,
  };
}

/** Single calls. */
export function unary(
  client: ClientProcess,
  fixture: Fixture,
  calls: number,
  inFlight: number,
  connections: number,
): Load {
  return {
    name: `unary, ${inFlight} in flight on ${connections}`,
    orders: calls,
    run: (address) =>
      client.run({
        ...askedOf(fixture, 'order', address),
        ...closed(calls, inFlight, connections),
      }),
  };
}

/** One stream. */
export function stream(client: ClientProcess, fixture: Fixture, calls: number): Load {
  return {
    name: 'stream, 64 in flight',
    orders: calls,
    run: (address) =>
      client.run({ ...askedOf(fixture, 'stream', address), type: 'stream', calls, inFlight: 64 }),
  };
}

/**
 * Batches; ten times as many orders as calls. With fewer of them the compiler is most of what is
 * measured besides the orders.
 */
export function batches(client: ClientProcess, fixture: Fixture, calls: number): Load {
  const batchCalls = Math.max(5, calls / 10);
  return {
    name: `batches of ${BATCH_ORDERS}, 8 in flight`,
    orders: batchCalls * BATCH_ORDERS,
    run: (address) =>
      client.run({ ...askedOf(fixture, 'batch', address), ...closed(batchCalls, 8, 1) }),
  };
}

function closed(calls: number, inFlight: number, connections: number) {
  const durationMs = Infinity;
  return { type: 'closed', calls, inFlight, connections, durationMs } as const;
}

/** One run on each of two servers. */
export type Pair = { readonly first: Cost; readonly second: Cost };

/** Two servers under one load: medians over pairs of runs. */
export type Comparison = Pair & {
  /** Of CPU, and of orders a second: first over second. */
  readonly cpuRatio: number;
  readonly rateRatio: number;
  /** CPU microseconds of an order: first less second. */
  readonly beyondUs: number;
};

/** Runs a load on both in turns, so that what else the machine does falls on both. */
export async function measurePairs(
  load: Load,
  first: ServerProcess,
  second: ServerProcess,
  pairCount: number,
): Promise<Pair[]> {
  // Once each, so that neither is measured before its code is compiled.
  await measure(load, first);
  await measure(load, second);
  const pairs: Pair[] = [];
  for (let pair = 0; pair < pairCount; pair++) {
    // Who goes first changes from pair to pair.
    const isFirstFirst = pair % 2 === 0;
    const earlier = await measure(load, isFirstFirst ? first : second);
    const later = await measure(load, isFirstFirst ? second : first);
    pairs.push(
      isFirstFirst ? { first: earlier, second: later } : { first: later, second: earlier },
    );
  }
  return pairs;
}

/** What pairs say together. */
export function comparisonOf(pairs: readonly Pair[]): Comparison {
  const middle = (read: (pair: Pair) => number) => median(pairs.map(read));
  return {
    first: { us: middle((p) => p.first.us), perSecond: middle((p) => p.first.perSecond) },
    second: { us: middle((p) => p.second.us), perSecond: middle((p) => p.second.perSecond) },
    cpuRatio: middle((p) => p.first.us / p.second.us),
    rateRatio: middle((p) => p.first.perSecond / p.second.perSecond),
    beyondUs: middle((p) => p.first.us - p.second.us),
  };
}

async function measure(load: Load, server: ServerProcess): Promise<Cost> {
  const before = cpuSeconds(server);
  const { elapsedMs, failed, refused } = await load.run(server.port);
  const us = ((cpuSeconds(server) - before) * 1e6) / load.orders;
  if (failed + refused > 0) throw new Error(`${load.name}: ${failed + refused} calls failed`);
  return { us, perSecond: (load.orders * 1000) / elapsedMs };
}
