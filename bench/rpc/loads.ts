// Which ways of asking are measured, and what a run of one costs a server.

import { cpuSeconds, runClient, runH2load, type ServerProcess } from './children.js';
import { BATCH_ORDERS, type Fixture } from './fixture.js';

/** One way of asking: its load on a server, and how many orders a load is. */
export type Load = {
  readonly name: string;
  readonly orders: number;
  /** Runs it to its end; orders a second. */
  readonly run: (server: ServerProcess) => number;
};

/** What a run cost: CPU microseconds of an order, of all threads, and orders a second. */
export type Cost = { readonly us: number; readonly perSecond: number };

/** Single calls. */
export function unary(
  { unaryBody: bodyFile }: Fixture,
  calls: number,
  inFlight: number,
  connections: number,
): Load {
  return {
    name: `unary, ${inFlight} in flight on ${connections}`,
    orders: calls,
    run: ({ port }) => {
      const method = 'SuggestRouting';
      return runH2load({ port, method, bodyFile, calls, connections, inFlight }).callsPerSecond;
    },
  };
}

/** One stream. */
export function stream({ streamFrame }: Fixture, calls: number): Load {
  return {
    name: 'stream, 64 in flight',
    orders: calls,
    run: ({ port }) => {
      const start = performance.now();
      runClient('stream-client.js', [`${port}`, streamFrame, `${calls}`, '64']);
      return (calls / (performance.now() - start)) * 1000;
    },
  };
}

/** Batches; twice as many orders as calls. */
export function batches({ batchBody: bodyFile }: Fixture, calls: number): Load {
  const batchCalls = Math.max(5, calls / 50);
  return {
    name: `batches of ${BATCH_ORDERS}, 8 in flight`,
    orders: batchCalls * BATCH_ORDERS,
    run: ({ port }) => {
      const method = 'BatchSuggestRouting';
      const load = { port, method, bodyFile, calls: batchCalls, connections: 1, inFlight: 8 };
      return runH2load(load).callsPerSecond * BATCH_ORDERS;
    },
  };
}

/** One run on each of two servers. */
export type Pair = { readonly first: Cost; readonly second: Cost };

/** Two servers under one load: medians over pairs of runs. */
export type Comparison = Pair & {
  /** Of CPU, and of orders a second: first over second. */
  readonly cpuRatio: number;
  readonly rateRatio: number;
};

/** Runs a load on both in turns, so that what else the machine does falls on both. */
export function measurePairs(
  load: Load,
  first: ServerProcess,
  second: ServerProcess,
  pairCount: number,
): Pair[] {
  // Once each, so that neither is measured before its code is compiled.
  measure(load, first);
  measure(load, second);
  return Array.from({ length: pairCount }, (_, pair) => {
    // Who goes first changes from pair to pair.
    if (pair % 2 === 0) return { first: measure(load, first), second: measure(load, second) };
    const later = measure(load, second);
    return { first: measure(load, first), second: later };
  });
}

/** What pairs say together. */
export function comparisonOf(pairs: readonly Pair[]): Comparison {
  const middle = (read: (pair: Pair) => number) => median(pairs.map(read));
  return {
    first: { us: middle((p) => p.first.us), perSecond: middle((p) => p.first.perSecond) },
    second: { us: middle((p) => p.second.us), perSecond: middle((p) => p.second.perSecond) },
    cpuRatio: middle((p) => p.first.us / p.second.us),
    rateRatio: middle((p) => p.first.perSecond / p.second.perSecond),
  };
}

function measure(load: Load, server: ServerProcess): Cost {
  const before = cpuSeconds(server);
  const perSecond = load.run(server);
  return { us: ((cpuSeconds(server) - before) * 1e6) / load.orders, perSecond };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
