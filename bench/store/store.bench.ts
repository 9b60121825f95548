// How many orders of five lines are allocated a second, by 1, 8 and 64 callers over gRPC; what an
// allocation costs over a suggestion of the same order; how fast the store alone is, with plans
// that are made already; and what allocating leaves of routing beside it. At the end rows, ledger
// and orders must have exactly what was answered.
//
//   npm run bench:store [-- --smoke] [--orders N]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServerProcess, stopServerProcess } from '../rpc/children.js';
import { Callers, type Allocated } from './caller-process.js';
import { costOfCalls, costOfStore, routingBeside, type StoreRun } from './questions.js';
import { checkStore, fillStore } from './world.js';

const { values } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, orders: { type: 'string' } },
});
const orders = Number(values.orders ?? (values.smoke ? 100 : 3000));
const run: StoreRun = { orders, rounds: values.smoke ? 1 : 5, counts: [1, 8, 64] };

const folder = mkdtempSync(join(tmpdir(), 'shipfrom-bench-store-'));
const dataDirectory = join(folder, 'data');
await fillStore(dataDirectory);
console.log(`node ${process.version}; medians of ${run.rounds} round(s) of ${orders} orders`);

const server = await startServerProcess('routing-server.js', [dataDirectory, '1', 'inline']);
const callers = new Callers(server.port);
await costOfCalls(run, server, callers);
await routingBeside(run, server, callers, folder);
callers.end();
await stopServerProcess(server);
const alone: Allocated = await costOfStore(run, dataDirectory, folder);

const total = callers.allocated.orders + alone.orders;
const units = callers.allocated.units + alone.units;
await checkStore(dataDirectory, total, units);
console.log(`\n${total} orders, ${units} units: in rows, ledger and orders alike`);
console.log(`${callers.allocated.retried} calls were told to try again, and did`);
rmSync(folder, { recursive: true });
