// What does an order cost over the wire, against a grpc-js server that does nothing? CPU of all
// threads of each server, by the operating system; runs of both alternate, and the figure is the
// median of their ratios.
//
// And what do the records of decisions cost: kept of all, over kept of none.
//
//   npm run bench:rpc [-- --smoke] [--workers N] [--workers-only] [--calls N] [--only echo|records]

import { readFileSync, rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startServerProcess, stopServerProcess, type ServerProcess } from './children.js';
import { BATCH_ORDERS, makeFixture } from './fixture.js';
import { measurePieces, type PieceCosts } from './hand-off.js';
import {
  batches,
  type Comparison,
  comparisonOf,
  type Load,
  measurePairs,
  stream,
  unary,
} from './loads.js';
import { benchRecords } from './records.js';
import { WORKLOADS, type Workload } from './workload.js';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    'workers-only': { type: 'boolean', default: false },
    calls: { type: 'string' },
    only: { type: 'string' },
  },
});
const PAIRS = values.smoke ? 1 : 5;
/** How often the servers with and without records are started. */
const ROUNDS = values.smoke ? 1 : 3;
const CALLS = Number(values.calls ?? (values.smoke ? 500 : 20_000));
const MODE = values['workers-only'] ? 'workers-only' : 'inline';

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
    const calls = inFlight === 1 ? CALLS / 5 : CALLS;
    const load = unary(fixture, calls, inFlight, connections);
    const hasBar = inFlight >= 64;
    printFigures(
      load.name,
      comparisonOf(measurePairs(load, ours, echo, PAIRS)),
      hasBar ? `bar ${workload.bar}` : '',
    );
  }
  printBeyond(stream(fixture, CALLS), pieces, 0.5, ours, echo);
  printBeyond(batches(fixture, CALLS), pieces, 0.1, ours, echo);
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
  const figures = comparisonOf(measurePairs(load, ours, echo, PAIRS));
  const beyondUs = figures.first.us - pieces.answerUs;
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
if (values.only !== 'records') for (const workload of WORKLOADS) await benchWorkload(workload);
if (values.only !== 'echo')
  await benchRecords(WORKLOADS[0], [values.workers, MODE], CALLS, ROUNDS, PAIRS);
