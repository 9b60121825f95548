// What do decision records cost a server? One that keeps the records of all decisions beside one
// that keeps none, under the same loads in turns. Both are started anew several times: one process
// may be compiled better than another, and stays so.

import { rmSync } from 'node:fs';
import {
  ClientProcess,
  type ServerReport,
  startServerProcess,
  stopServerProcess,
} from './children.js';
import { makeFixture, type Fixture } from './fixture.js';
import { batches, comparisonOf, measurePairs, type Pair, stream, unary } from './loads.js';
import type { Workload } from './workload.js';

/** What is kept of the throughput at least. */
const RATE_RATIO_MIN = 0.85;

/**
 * Prints the comparison of `rounds` times `pairCount` pairs of runs. `server` are the arguments of
 * a server besides its folder.
 */
export async function benchRecords(
  workload: Workload,
  server: readonly string[],
  calls: number,
  rounds: number,
  pairCount: number,
): Promise<void> {
  const keeping = await makeFixture(workload, { mode: 'RECORD_MODE_ALL' });
  const without = await makeFixture(workload, { mode: 'RECORD_MODE_ON_REQUEST' });
  const client = new ClientProcess();
  const loads = [
    unary(client, keeping, calls, 64, 1),
    stream(client, keeping, calls),
    batches(client, keeping, calls),
  ];
  const pairs: Pair[][] = loads.map(() => []);
  const said: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await start(keeping, server);
    const second = await start(without, server);
    for (const [i, load] of loads.entries()) {
      pairs[i].push(...(await measurePairs(load, first, second, pairCount)));
    }
    const { kept, dropped } = JSON.parse(await stopServerProcess(first)) as ServerReport;
    said.push(`${kept} kept, ${dropped} dropped`);
    await stopServerProcess(second);
  }
  client.end();
  console.log(`\n${workload.name}, records of all decisions kept, over none; ${server.join(', ')}`);
  console.log(`${''.padEnd(30)}  kept/s  none/s   ratio  kept us  none us`);
  loads.forEach(({ name }, i) => printPairs(name, pairs[i]));
  console.log(`records: ${said.join('; ')}`);
  for (const { folder } of [keeping, without]) rmSync(folder, { recursive: true });
}

function start({ dataDirectory }: Fixture, server: readonly string[]) {
  return startServerProcess('routing-server.js', [dataDirectory, ...server]);
}

function printPairs(name: string, pairs: readonly Pair[]): void {
  const { first, second, rateRatio } = comparisonOf(pairs);
  const cells = [
    name.padEnd(30),
    Math.round(first.perSecond).toString().padStart(7),
    Math.round(second.perSecond).toString().padStart(7),
    rateRatio.toFixed(2).padStart(7),
    first.us.toFixed(1).padStart(8),
    second.us.toFixed(1).padStart(8),
  ];
  const ratios = pairs.map((pair) => pair.first.perSecond / pair.second.perSecond);
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  console.log(
    `${cells.join(' ')}  bar at least ${RATE_RATIO_MIN}; ${ratios.length} pairs, ${range}`,
  );
}
