// What does an order cost over the wire, against a grpc-js server that does nothing? Runs on both
// alternate, and each figure is the median over their pairs.

import { rmSync } from 'node:fs';
import type { Ratios } from '../support/ratios.js';
import {
  ClientProcess,
  type ServerProcess,
  startServerProcess,
  stopServerProcess,
} from './children.js';
import { makeFixture } from './fixture.js';
import {
  batches,
  type Comparison,
  comparisonOf,
  type Load,
  measurePairs,
  stream,
  unary,
} from './loads.js';
import { measurePieces, type PieceCosts } from './pieces.js';
import type { Workload } from './workload.js';

/** How much is measured, and of which server. */
export type EchoRun = {
  readonly calls: number;
  readonly pairCount: number;
  /** The arguments of the product's server besides its folder. */
  readonly server: readonly string[];
  readonly ratios: Ratios;
};

/** Calls in flight and connections; the bars hold for the last two. */
const IN_FLIGHT = [
  [1, 1],
  [8, 1],
  [64, 1],
  [128, 4],
] as const;
const WARM_CALLS = 3000;
const STREAM_BAR = 0.5;
const BATCH_BAR = 0.1;

type Both = {
  readonly ours: ServerProcess;
  readonly echo: ServerProcess;
  readonly pieces: PieceCosts;
};

/** Prints what an order of a workload costs in each way of asking. */
export async function benchEcho(workload: Workload, run: EchoRun): Promise<void> {
  const fixture = await makeFixture(workload);
  const pieces = await measurePieces(fixture, run.calls, run.pairCount);
  const ours = await startServerProcess('routing-server.js', [
    fixture.dataDirectory,
    ...run.server,
  ]);
  const echo = await startServerProcess('echo-server.js', [fixture.answers]);
  const client = new ClientProcess();
  const both = { ours, echo, pieces };
  console.log(`\n${workload.name}, ${run.server[0]} worker(s), ${run.server[1]}`);
  console.log(`${'CPU us an order'.padEnd(30)}     ours     echo   ratio  orders/s   echo/s`);
  // Until the code of both is compiled.
  await measurePairs(unary(client, fixture, WARM_CALLS, 64, 1), ours, echo, 0);
  let echoUs = 0;
  for (const [inFlight, connections] of IN_FLIGHT) {
    const calls = inFlight === 1 ? run.calls / 5 : run.calls;
    const load = unary(client, fixture, calls, inFlight, connections);
    const figures = await compare(load, both, run);
    if (connections === 1) echoUs = figures.second.us;
    printFigures(load.name, figures, unaryNote(workload, inFlight, figures, pieces));
    run.ratios.add(`${workload.name}: ${load.name}`, figures.cpuRatio, run.pairCount);
  }
  const beyond = [
    [stream(client, fixture, run.calls), STREAM_BAR],
    [batches(client, fixture, run.calls), BATCH_BAR],
  ] as const;
  for (const [load, bar] of beyond) {
    const figures = await compare(load, both, run);
    const beyondUs = figures.first.us - pieces.coreUs;
    const share = (beyondUs / echoUs).toFixed(2);
    const note = `beyond the core ${beyondUs.toFixed(1)} us, ${share}x a unary echo; bar ${bar}x`;
    printFigures(load.name, figures, note);
    run.ratios.add(`${workload.name}: ${load.name}`, figures.first.us / echoUs, run.pairCount);
  }
  printPieces(pieces);
  client.end();
  await stopServerProcess(ours);
  await stopServerProcess(echo);
  rmSync(fixture.folder, { recursive: true });
}

async function compare(load: Load, { ours, echo }: Both, run: EchoRun): Promise<Comparison> {
  return comparisonOf(await measurePairs(load, ours, echo, run.pairCount));
}

/** The bars of single calls; fewer in flight have none. */
function unaryNote(
  { bar, rowCount }: Workload,
  inFlight: number,
  { first, second }: Comparison,
  pieces: PieceCosts,
): string {
  if (inFlight < 64) return '';
  const ratio = `bar ${bar}`;
  if (rowCount < 1000) return ratio;
  const allowedUs = second.us + (pieces.handOffUs.get(64) ?? 0) + 2 * pieces.straightUs;
  return `${ratio}; ${(first.us / allowedUs).toFixed(2)}x of echo + hand-off + 2 x straight line`;
}

function printFigures(name: string, { first, second, cpuRatio }: Comparison, note: string): void {
  const cells = [
    name.padEnd(30),
    first.us.toFixed(1).padStart(8),
    second.us.toFixed(1).padStart(8),
    cpuRatio.toFixed(2).padStart(7),
    Math.round(first.perSecond).toString().padStart(9),
    Math.round(second.perSecond).toString().padStart(9),
  ];
  console.log(`${cells.join(' ')}  ${note}`);
}

function printPieces({ coreUs, answerUs, straightUs, handOffUs }: PieceCosts): void {
  const handOffs = [...handOffUs].map(([inFlight, us]) => `${us.toFixed(1)} us at ${inFlight}`);
  console.log(
    `pieces alone: core ${coreUs.toFixed(1)} us (straight line ${straightUs.toFixed(1)}), with ` +
      `decode and encode ${answerUs.toFixed(1)}; hand-off ${handOffs.join(', ')} in flight`,
  );
}
