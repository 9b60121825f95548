// What does an order cost over the wire, against a grpc-js server that does nothing? CPU of all
// threads of each server, by the operating system; runs of both alternate, and the figure is the
// median of their ratios.
//
//   npm run bench:rpc [-- --smoke] [--workers N] [--workers-only] [--calls N]

import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  cpuSeconds,
  runClient,
  runH2load,
  startServerProcess,
  stopServerProcess,
  type ServerProcess,
} from './children.js';
import { BATCH_ORDERS, makeFixture, type Fixture } from './fixture.js';
import { measurePieces, type PieceCosts } from './hand-off.js';
import { WORKLOADS, type Workload } from './workload.js';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    'workers-only': { type: 'boolean', default: false },
    calls: { type: 'string' },
  },
});
const PAIRS = values.smoke ? 1 : 5;
const CALLS = Number(values.calls ?? (values.smoke ? 500 : 20_000));
const MODE = values['workers-only'] ? 'workers-only' : 'inline';

/** One way of asking: its load on a server, and how many orders a load is. */
type Load = {
  readonly name: string;
  readonly orders: number;
  readonly run: (server: ServerProcess) => number;
};

/** Medians over the pairs of one load. */
type Figures = {
  readonly oursUs: number;
  readonly echoUs: number;
  readonly ratio: number;
  readonly oursPerSecond: number;
  readonly echoPerSecond: number;
};

function unary(fixture: Fixture, inFlight: number, connections: number): Load {
  const calls = inFlight === 1 ? CALLS / 5 : CALLS;
  const { unaryBody: bodyFile } = fixture;
  return {
    name: `unary, ${inFlight} in flight on ${connections}`,
    orders: calls,
    run: ({ port }) => {
      const method = 'SuggestRouting';
      return runH2load({ port, method, bodyFile, calls, connections, inFlight }).callsPerSecond;
    },
  };
}

function stream(fixture: Fixture): Load {
  return {
    name: 'stream, 64 in flight',
    orders: CALLS,
    run: ({ port }) => {
      const start = performance.now();
      runClient('stream-client.js', [`${port}`, fixture.streamFrame, `${CALLS}`, '64']);
      return (CALLS / (performance.now() - start)) * 1000;
    },
  };
}

function batches(fixture: Fixture): Load {
  const calls = Math.max(5, CALLS / 50);
  const { batchBody: bodyFile } = fixture;
  return {
    name: `batches of ${BATCH_ORDERS}, 8 in flight`,
    orders: calls * BATCH_ORDERS,
    run: ({ port }) => {
      const method = 'BatchSuggestRouting';
      const load = { port, method, bodyFile, calls, connections: 1, inFlight: 8 };
      return runH2load(load).callsPerSecond * BATCH_ORDERS;
    },
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** CPU microseconds of an order and orders a second. */
function measure(load: Load, server: ServerProcess): { us: number; perSecond: number } {
  const before = cpuSeconds(server);
  const perSecond = load.run(server);
  return { us: ((cpuSeconds(server) - before) * 1e6) / load.orders, perSecond };
}

function compare(load: Load, ours: ServerProcess, echo: ServerProcess): Figures {
  // Once each, so that neither is measured before its code is compiled.
  measure(load, ours);
  measure(load, echo);
  const pairs = Array.from({ length: PAIRS }, () => ({
    ours: measure(load, ours),
    echo: measure(load, echo),
  }));
  return {
    oursUs: median(pairs.map((pair) => pair.ours.us)),
    echoUs: median(pairs.map((pair) => pair.echo.us)),
    ratio: median(pairs.map((pair) => pair.ours.us / pair.echo.us)),
    oursPerSecond: median(pairs.map((pair) => pair.ours.perSecond)),
    echoPerSecond: median(pairs.map((pair) => pair.echo.perSecond)),
  };
}

function printFigures(name: string, figures: Figures, note: string): void {
  const { oursUs, echoUs, ratio, oursPerSecond, echoPerSecond } = figures;
  const cells = [
    name.padEnd(30),
    oursUs.toFixed(1).padStart(8),
    echoUs.toFixed(1).padStart(8),
    ratio.toFixed(2).padStart(7),
    Math.round(oursPerSecond).toString().padStart(9),
    Math.round(echoPerSecond).toString().padStart(9),
  ];
  console.log(`${cells.join(' ')}  ${note}`);
}

async function benchWorkload(workload: Workload): Promise<void> {
  const fixture = await makeFixture(workload);
  const batch = readFileSync(fixture.batchBody).subarray(5);
  const pieces = await measurePieces(fixture, batch, BATCH_ORDERS, CALLS);
  const args = [fixture.dataDirectory, values.workers, MODE];
  const ours = await startServerProcess('routing-server.js', args);
  const echo = await startServerProcess('echo-server.js', [fixture.answers]);
  console.log(`\n${workload.name}, ${values.workers} worker(s), ${MODE}`);
  console.log(`${'CPU us an order'.padEnd(30)}     ours     echo   ratio  orders/s   echo/s`);
  for (const [inFlight, connections] of [
    [1, 1],
    [8, 1],
    [64, 1],
    [128, 4],
  ]) {
    const load = unary(fixture, inFlight, connections);
    const hasBar = inFlight >= 64;
    printFigures(load.name, compare(load, ours, echo), hasBar ? `bar ${workload.bar}` : '');
  }
  printBeyond(stream(fixture), pieces, 0.5, ours, echo);
  printBeyond(batches(fixture), pieces, 0.1, ours, echo);
  printPieces(pieces);
  await stopServerProcess(ours);
  await stopServerProcess(echo);
  rmSync(fixture.folder, { recursive: true });
}

/**
 * Streams and batches are measured by what they cost beyond the answer itself, over a unary echo
 * call.
 */
function printBeyond(
  load: Load,
  pieces: PieceCosts,
  bar: number,
  ours: ServerProcess,
  echo: ServerProcess,
): void {
  const figures = compare(load, ours, echo);
  const beyondUs = figures.oursUs - pieces.answerUs;
  const note = `beyond the answer ${beyondUs.toFixed(2)} us; bar ${bar}x a unary echo`;
  printFigures(load.name, figures, note);
}

function printPieces(pieces: PieceCosts): void {
  const handOffs = [...pieces.handOffUs].map(
    ([inFlight, us]) => `${us.toFixed(1)} us at ${inFlight}`,
  );
  console.log(
    `where the time goes: answer (decode, decide, encode) ${pieces.answerUs.toFixed(2)} us; ` +
      `hand-off to a worker and back ${handOffs.join(', ')} in flight; the rest is grpc-js`,
  );
}

console.log(`node ${process.version}; median of ${PAIRS} pair(s) of ${CALLS} calls`);
for (const workload of WORKLOADS) await benchWorkload(workload);
