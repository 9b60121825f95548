// The embedded store: allocating over gRPC, by the store alone, and what it leaves of routing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServerProcess, stopServerProcess } from '../rpc/children.js';
import { Callers, type Allocated } from './caller-process.js';
import { costOfCalls, costOfStore, routingBeside, type StoreRun } from './questions.js';
import { checkStore, fillStore } from './world.js';

/** Prints the tables of the embedded store, and checks at the end what it has. */
export async function embeddedQuestions(run: StoreRun): Promise<void> {
  console.log('\nthe embedded store');
  const folder = mkdtempSync(join(tmpdir(), 'shipfrom-bench-store-'));
  const dataDirectory = join(folder, 'data');
  await fillStore({ dataDirectory });
  const server = await startServerProcess('routing-server.js', [dataDirectory, '1', 'inline']);
  const callers = new Callers(server.port);
  await costOfCalls(run, server, callers);
  await routingBeside(run, server, callers, folder);
  callers.end();
  await stopServerProcess(server);
  const alone: Allocated = await costOfStore(run, dataDirectory, folder);
  const total = callers.allocated.orders + alone.orders;
  const units = callers.allocated.units + alone.units;
  await checkStore({ dataDirectory }, total, units);
  console.log(`\n${total} orders, ${units} units: in rows, ledger and orders alike`);
  console.log(`${callers.allocated.retried} calls were told to try again, and did`);
  rmSync(folder, { recursive: true });
}
