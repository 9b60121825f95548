// The questions of the bench of the store: each prints its table.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { encodeMessage } from '../../test/support/engine/protos.js';
import { cpuSeconds, framed, runH2load, type ServerProcess } from '../rpc/children.js';
import { median } from '../support/measure.js';
import { bareCommitsPerSecond } from './bare.js';
import type { Allocated, Callers, CallerResult } from './caller-process.js';
import { orderOf, preparedOf, SCOPE } from './world.js';

/** How much is asked: orders of a run, runs, and numbers of callers. */
export type StoreRun = {
  readonly orders: number;
  readonly rounds: number;
  readonly counts: readonly number[];
};

/** Calls that are in flight where routing is measured. */
const ROUTING_IN_FLIGHT = 8;
/** Routing is quick: more of it, so that a run sees many commits. */
const ROUTING_SHARE = 5;

type Cost = CallerResult & { readonly cpuUs: number };

/**
 * Allocations and suggestions of the same orders in turns: a second, times and CPU of the server.
 */
export async function costOfCalls(
  { orders, rounds, counts }: StoreRun,
  server: ServerProcess,
  callers: Callers,
): Promise<void> {
  console.log('\nover gRPC, callers and server on the same processors');
  printRow('', ['orders/s', 'p50 us', 'p99 us', 'CPU us', 'suggested/s', 'CPU us', 'CPU ratio']);
  for (const count of counts) {
    const measured = async (kind: 'allocate' | 'suggest'): Promise<Cost> => {
      const before = cpuSeconds(server);
      const result = await callers.run(kind, count, count === 1 ? orders / 5 : orders);
      return { ...result, cpuUs: ((cpuSeconds(server) - before) * 1e6) / result.orders };
    };
    await measured('suggest');
    await measured('allocate');
    const pairs: { readonly allocated: Cost; readonly suggested: Cost }[] = [];
    for (let round = 0; round < rounds; round++) {
      pairs.push({
        allocated: await measured('allocate'),
        suggested: await measured('suggest'),
      });
    }
    const middle = (read: (pair: (typeof pairs)[number]) => number) => median(pairs.map(read));
    printRow(`${count} callers`, [
      middle(({ allocated }) => allocated.orders / allocated.seconds),
      middle(({ allocated }) => allocated.p50Us),
      middle(({ allocated }) => allocated.p99Us),
      middle(({ allocated }) => allocated.cpuUs),
      middle(({ suggested }) => suggested.orders / suggested.seconds),
      middle(({ suggested }) => suggested.cpuUs),
      middle(({ allocated, suggested }) => allocated.cpuUs / suggested.cpuUs).toFixed(2),
    ]);
  }
}

/** Suggestions a second of 8 in flight, alone and beside callers that allocate, in turns. */
export async function routingBeside(
  { orders, rounds, counts }: StoreRun,
  server: ServerProcess,
  callers: Callers,
  folder: string,
): Promise<void> {
  const bodyFile = join(folder, 'suggest.bin');
  writeFileSync(bodyFile, framed(encodeMessage('SuggestRoutingRequest', orderOf('h', 0).json)));
  const routed = (): number => {
    const load = { method: 'SuggestRouting', bodyFile, connections: 1 };
    const calls = orders * ROUTING_SHARE;
    const { port } = server;
    return runH2load({ ...load, port, calls, inFlight: ROUTING_IN_FLIGHT }).callsPerSecond;
  };
  routed();
  console.log(`\nrouting beside it, ${ROUTING_IN_FLIGHT} suggestions in flight`);
  printRow('', ['alone/s', 'beside/s', 'ratio', 'allocated/s']);
  for (const count of counts) {
    const pairs: { alone: number; beside: number; allocated: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const alone = routed();
      const { value: beside, result } = await callers.beside(count, routed);
      pairs.push({ alone, beside, allocated: result.orders / result.seconds });
    }
    printRow(`${count} callers allocate`, [
      median(pairs.map(({ alone }) => alone)),
      median(pairs.map(({ beside }) => beside)),
      median(pairs.map(({ alone, beside }) => beside / alone)).toFixed(2),
      median(pairs.map(({ allocated }) => allocated)),
    ]);
  }
}

/** What the store alone does, asked in this process, with plans that are made already. */
export async function costOfStore(
  { orders, rounds, counts }: StoreRun,
  dataDirectory: string,
  folder: string,
): Promise<Allocated> {
  const store = new EmbeddedStore({ dataDirectory });
  await store.open();
  console.log('\nthe store alone, plans given, asked in its process');
  printRow('', ['orders/s', 'CPU us']);
  const allocated = { orders: 0, units: 0 };
  for (const count of counts) {
    const rates: number[] = [];
    const cpus: number[] = [];
    for (let round = -1; round < rounds; round++) {
      const total = count === 1 ? orders / 5 : orders;
      const prefix = `alone-${count}-${round}`;
      const ready = Array.from({ length: total }, (_, number) => preparedOf(prefix, number));
      const cpu = process.cpuUsage();
      const startMs = performance.now();
      let next = 0;
      const caller = async (): Promise<void> => {
        while (next < total) {
          const { ask, plan } = ready[next++];
          await store.allocateOrder(SCOPE, ask, ask.orderId, plan, 0);
          allocated.orders++;
          for (const { quantity } of plan.units) allocated.units += quantity;
        }
      };
      await Promise.all(Array.from({ length: count }, caller));
      const seconds = (performance.now() - startMs) / 1000;
      const { user, system } = process.cpuUsage(cpu);
      // The first is there to have its code compiled.
      if (round < 0) continue;
      rates.push(total / seconds);
      cpus.push((user + system) / total);
    }
    printRow(`${count} callers`, [median(rates), median(cpus)]);
  }
  await store.close();
  const bare = await bareCommitsPerSecond(join(folder, 'bare'), Math.ceil(orders / 5));
  console.log(`bare commits of one record, flushed, one after the other: ${Math.round(bare)}/s`);
  return allocated;
}

function printRow(name: string, cells: readonly (string | number)[]): void {
  const texts = cells.map((cell) => (typeof cell === 'number' ? `${Math.round(cell)}` : cell));
  console.log(`${name.padEnd(22)} ${texts.map((text) => text.padStart(12)).join('')}`);
}
