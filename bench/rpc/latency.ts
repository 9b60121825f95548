// How long does a caller wait? First the most that a number of calls in flight brings (a closed
// loop), then calls at 25, 50 and 80 % of that, each at a moment of its own: its time counts from
// the moment at which it was due, whether or not the server let it be sent. Over TCP and over a
// Unix socket of the same server.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ClientProcess, startServerProcess, stopServerProcess } from './children.js';
import type { Address } from './client/frames.js';
import type { ClientResult } from './client/tasks.js';
import { type Fixture, makeFixture } from './fixture.js';
import { askedOf } from './loads.js';
import type { Workload } from './workload.js';

const SHARES = [0.25, 0.5, 0.8];
/** Calls are spread over so many connections where there are as many of them. */
const CONNECTIONS_MAX = 4;
const WARM_MS = 800;

/** How long is measured, and with how many calls in flight. */
export type LatencyRun = {
  readonly inFlights: readonly number[];
  readonly capacityMs: number;
  readonly pacedMs: number;
  readonly server: readonly string[];
};

/** Prints the table of a workload. */
export async function benchLatency(workload: Workload, run: LatencyRun): Promise<void> {
  const fixture = await makeFixture(workload);
  const socket = join(fixture.folder, 'server.sock');
  const args = [fixture.dataDirectory, ...run.server, socket];
  const server = await startServerProcess('routing-server.js', args);
  const client = new ClientProcess();
  console.log(`\n${workload.name}: microseconds from when a call was due to its answer`);
  console.log('                          calls/s      p50      p99    p99.9   sent late p50, p99');
  // Until the code of the server is compiled.
  await closedLoop(client, fixture, server.port, 64, WARM_MS);
  for (const [name, address] of [
    ['TCP', server.port],
    ['Unix', socket],
  ] as const) {
    for (const inFlight of run.inFlights) {
      const capacity = await closedLoop(client, fixture, address, inFlight, run.capacityMs);
      const perSecond = (capacity.answered * 1000) / capacity.elapsedMs;
      print(`${name}, ${inFlight} in flight`, 'full', perSecond, capacity);
      for (const share of SHARES) {
        const result = await client.run({
          ...askedOf(fixture, 'order', address),
          type: 'paced',
          connections: Math.min(inFlight, CONNECTIONS_MAX),
          inFlightMax: inFlight,
          callsPerSecond: perSecond * share,
          durationMs: run.pacedMs,
        });
        if (result.failed + result.refused > 0) throw new Error('calls failed below capacity');
        print('', `${share * 100} %`, (result.answered * 1000) / result.elapsedMs, result);
      }
    }
  }
  client.end();
  await stopServerProcess(server);
  rmSync(fixture.folder, { recursive: true });
}

/** The most that so many calls in flight bring. The first part warms and does not count. */
async function closedLoop(
  client: ClientProcess,
  fixture: Fixture,
  address: Address,
  inFlight: number,
  durationMs: number,
): Promise<ClientResult> {
  const task = {
    ...askedOf(fixture, 'order', address),
    type: 'closed',
    connections: Math.min(inFlight, CONNECTIONS_MAX),
    inFlight,
    calls: 1_000_000,
  } as const;
  await client.run({ ...task, durationMs: durationMs / 3 });
  const result = await client.run({ ...task, durationMs });
  if (result.failed + result.refused > 0) throw new Error('calls failed at capacity');
  return result;
}

function print(name: string, load: string, perSecond: number, result: ClientResult): void {
  const { answeredUs, lateUs } = result;
  const whole = (us: number, width: number): string => Math.round(us).toString().padStart(width);
  const times = [answeredUs.p50Us, answeredUs.p99Us, answeredUs.p999Us].map((us) => whole(us, 8));
  const late = load === 'full' ? '' : `${whole(lateUs.p50Us, 8)} ${whole(lateUs.p99Us, 8)}`;
  console.log(
    `${name.padEnd(20)} ${load.padEnd(5)} ${whole(perSecond, 6)} ${times.join(' ')} ${late}`,
  );
}
