// What happens when three times as many calls come as can be answered? What is still answered, how
// soon the rest hears RESOURCE_EXHAUSTED, whether the queue keeps its bound, and whether memory
// grows.

import { rmSync } from 'node:fs';
import {
  ClientProcess,
  residentBytes,
  type ServerProcess,
  type ServerReport,
  startServerProcess,
  stopServerProcess,
} from './children.js';
import type { ClientResult } from './client/tasks.js';
import { makeFixture } from './fixture.js';
import { askedOf } from './loads.js';
import type { Workload } from './workload.js';

const FACTOR = 3;
const CONNECTIONS = 8;
const CAPACITY_IN_FLIGHT = 64;
const CAPACITY_RUNS = 3;
const WARM_MS = 1000;
const LOOK_MS = 20;
const MIB = 2 ** 20;

/** How long is measured. */
export type OverloadRun = {
  readonly capacityMs: number;
  readonly pacedMs: number;
  readonly server: readonly string[];
};

/** Prints what becomes of a workload's orders. Throws where the queue has more than it takes. */
export async function benchOverload(workload: Workload, run: OverloadRun): Promise<void> {
  const fixture = await makeFixture(workload);
  const args = [fixture.dataDirectory, ...run.server];
  const server = await startServerProcess('routing-server.js', args);
  const client = new ClientProcess();
  const asked = { ...askedOf(fixture, 'order', server.port), connections: CONNECTIONS };
  const closedLoop = async (durationMs: number): Promise<number> => {
    const { answered, elapsedMs } = await client.run({
      ...asked,
      type: 'closed',
      inFlight: CAPACITY_IN_FLIGHT,
      calls: 1_000_000,
      durationMs,
    });
    return (answered * 1000) / elapsedMs;
  };
  // The best of several: what else the machine does can only take away.
  const capacity = async (): Promise<number> => {
    const rates: number[] = [];
    for (let i = 0; i < CAPACITY_RUNS; i++) rates.push(await closedLoop(run.capacityMs));
    return Math.max(...rates);
  };
  // Until the code of the server is compiled.
  await closedLoop(WARM_MS);
  const before = await capacity();
  const overload = (): Promise<ClientResult> =>
    client.run({
      ...asked,
      type: 'paced',
      inFlightMax: Infinity,
      callsPerSecond: before * FACTOR,
      durationMs: run.pacedMs,
    });
  const first = await watched(server, overload);
  const second = await watched(server, overload);
  const after = await capacity();
  client.end();
  const report = JSON.parse(await stopServerProcess(server)) as ServerReport;
  rmSync(fixture.folder, { recursive: true });
  console.log(`\n${workload.name}: ${FACTOR} times as many calls as are answered, twice`);
  for (const [name, { result, bytesMax }] of [
    ['first', first],
    ['second', second],
  ] as const) {
    print(name, result, before, bytesMax);
  }
  const { depthMax, queueMax } = report;
  console.log(
    `answered a second: ${Math.round(before)} before, ${Math.round(after)} after; at most ` +
      `${depthMax} calls in a queue of ${queueMax}`,
  );
  if (depthMax > queueMax) throw new Error('the queue had more than it takes');
}

type Watched = { readonly result: ClientResult; readonly bytesMax: number };

async function watched(server: ServerProcess, run: () => Promise<ClientResult>): Promise<Watched> {
  let bytesMax = 0;
  const timer = setInterval(() => {
    bytesMax = Math.max(bytesMax, residentBytes(server));
  }, LOOK_MS);
  const result = await run();
  clearInterval(timer);
  return { result, bytesMax };
}

function print(name: string, result: ClientResult, capacity: number, bytesMax: number): void {
  const { answered, refused, failed, elapsedMs, answeredUs, refusedUs, lateUs } = result;
  const goodput = (answered * 1000) / elapsedMs;
  const ms = (us: number): string => `${(us / 1000).toFixed(1)} ms`;
  console.log(
    `${name.padEnd(7)} answered ${Math.round(goodput)}/s, ${(goodput / capacity).toFixed(2)}x of ` +
      `capacity, p50 ${ms(answeredUs.p50Us)}, p99 ${ms(answeredUs.p99Us)}; refused ${refused} of ` +
      `${answered + refused + failed}, p50 ${ms(refusedUs.p50Us)}, p99 ${ms(refusedUs.p99Us)}; ` +
      `sent late p99 ${ms(lateUs.p99Us)}; failed ${failed}; memory at most ` +
      `${Math.round(bytesMax / MIB)} MiB`,
  );
}
