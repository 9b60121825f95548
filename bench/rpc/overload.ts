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
import type { ClientResult, PacedTask } from './client/tasks.js';
import { type Fixture, makeFixture } from './fixture.js';
import { askedOf } from './loads.js';
import type { Workload } from './workload.js';

const FACTOR = 3;
const CONNECTIONS = 8;
const CAPACITY_IN_FLIGHT = 64;
const CAPACITY_RUNS = 3;
const WARM_MS = 1000;
const LOOK_MS = 20;
const MIB = 2 ** 20;
/** Calls that callers have under way on a connection, where the server says so. */
const KEPT_TO = 32;
/** How long a call waits for that with its caller. */
const GIVE_UP_MS = 100;

/** How long is measured. */
export type OverloadRun = {
  readonly capacityMs: number;
  readonly pacedMs: number;
  readonly server: readonly string[];
};

/** Prints what becomes of a workload's orders. Throws where the queue has more than it takes. */
export async function benchOverload(workload: Workload, run: OverloadRun): Promise<void> {
  const fixture = await makeFixture(workload);
  const server = [fixture.dataDirectory, ...run.server];
  const free = await startServerProcess('routing-server.js', server);
  const client = new ClientProcess();
  // Until the code of the server is compiled.
  await closedLoop(client, fixture, free, WARM_MS);
  const before = await capacity(client, fixture, free, run);
  const pace = { callsPerSecond: before * FACTOR, durationMs: run.pacedMs };
  const eager = { ...pace, inFlightMax: Infinity };
  const first = await watched(client, fixture, free, eager);
  const second = await watched(client, fixture, free, eager);
  const after = await capacity(client, fixture, free, run);
  const { depthMax, queueMax } = JSON.parse(await stopServerProcess(free)) as ServerReport;
  const limited = await startServerProcess('routing-server.js', [...server, '', `${KEPT_TO}`]);
  await closedLoop(client, fixture, limited, WARM_MS);
  const patient = { ...pace, inFlightMax: KEPT_TO * CONNECTIONS, giveUpMs: GIVE_UP_MS };
  const third = await watched(client, fixture, limited, patient);
  await stopServerProcess(limited);
  client.end();
  rmSync(fixture.folder, { recursive: true });
  console.log(
    `\n${workload.name}: ${FACTOR} times as many calls as are answered, twice; then by callers\n` +
      `who have ${KEPT_TO} calls a connection under way and give one up after ${GIVE_UP_MS} ms`,
  );
  print('first', first, before);
  print('second', second, before);
  print('third', third, before);
  console.log(
    `answered a second: ${Math.round(before)} before, ${Math.round(after)} after; at most ` +
      `${depthMax} calls in a queue of ${queueMax}`,
  );
  if (depthMax > queueMax) throw new Error('the queue had more than it takes');
}

/** How many orders are answered a second with so many always in flight. */
async function closedLoop(
  client: ClientProcess,
  fixture: Fixture,
  { port }: ServerProcess,
  durationMs: number,
): Promise<number> {
  const { answered, elapsedMs } = await client.run({
    ...askedOf(fixture, 'order', port),
    connections: CONNECTIONS,
    type: 'closed',
    inFlight: CAPACITY_IN_FLIGHT,
    calls: 1_000_000,
    durationMs,
  });
  return (answered * 1000) / elapsedMs;
}

/** The best of several: what else the machine does can only take away. */
async function capacity(
  client: ClientProcess,
  fixture: Fixture,
  server: ServerProcess,
  { capacityMs }: OverloadRun,
): Promise<number> {
  const rates: number[] = [];
  for (let i = 0; i < CAPACITY_RUNS; i++) {
    rates.push(await closedLoop(client, fixture, server, capacityMs));
  }
  return Math.max(...rates);
}

type Watched = { readonly result: ClientResult; readonly bytesMax: number };

async function watched(
  client: ClientProcess,
  fixture: Fixture,
  server: ServerProcess,
  pace: Pick<PacedTask, 'inFlightMax' | 'callsPerSecond' | 'durationMs' | 'giveUpMs'>,
): Promise<Watched> {
  let bytesMax = 0;
  const timer = setInterval(() => {
    bytesMax = Math.max(bytesMax, residentBytes(server));
  }, LOOK_MS);
  const asked = { ...askedOf(fixture, 'order', server.port), connections: CONNECTIONS };
  const result = await client.run({ ...asked, ...pace, type: 'paced' });
  clearInterval(timer);
  return { result, bytesMax };
}

function print(name: string, { result, bytesMax }: Watched, before: number): void {
  const { answered, refused, failed, givenUp, elapsedMs, answeredUs, refusedUs, lateUs } = result;
  const goodput = (answered * 1000) / elapsedMs;
  const ms = (us: number): string => `${(us / 1000).toFixed(1)} ms`;
  console.log(
    `${name.padEnd(7)} answered ${Math.round(goodput)}/s, ${(goodput / before).toFixed(2)}x of ` +
      `capacity, p50 ${ms(answeredUs.p50Us)}, p99 ${ms(answeredUs.p99Us)}; refused ${refused} of ` +
      `${answered + refused + failed + givenUp}, p50 ${ms(refusedUs.p50Us)}, p99 ` +
      `${ms(refusedUs.p99Us)}; ` +
      `given up ${givenUp}; sent late p99 ${ms(lateUs.p99Us)}; failed ${failed}; memory at most ` +
      `${Math.round(bytesMax / MIB)} MiB`,
  );
}
