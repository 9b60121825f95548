// What does an order cost over the wire, how long does its caller wait, and what becomes of calls
// that are too many? In parts:
//
//   echo      CPU of all threads of the server, by the operating system, over that of a grpc-js
//             server that does nothing but give back the same bytes; the pieces measured alone
//   latency   from the moment at which a call was due, at 25, 50 and 80 % of capacity
//   overload  at three times the capacity
//   records   what it costs to keep the records of decisions: of all, over none
//
//   npm run bench:rpc [-- --smoke] [--only PART] [--workers N] [--workers-only] [--calls N]
//                     [--json FILE]

import { parseArgs } from 'node:util';
import { Ratios } from '../support/ratios.js';
import { benchEcho } from './echo.js';
import { benchLatency } from './latency.js';
import { benchOverload } from './overload.js';
import { benchRecords } from './records.js';
import { LONG_WORKLOAD, WORKLOADS } from './workload.js';

const PARTS = ['echo', 'latency', 'overload', 'records'];

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
    'workers-only': { type: 'boolean', default: false },
    calls: { type: 'string' },
    only: { type: 'string' },
    json: { type: 'string' },
  },
});
if (values.only !== undefined && !PARTS.includes(values.only)) {
  throw new Error(`--only ${values.only}: one of ${PARTS.join(', ')}`);
}
const isAsked = (part: string): boolean => values.only === undefined || values.only === part;

const pairCount = 5;
/** How often the servers with and without records are started. */
const rounds = values.smoke ? 1 : 3;
const calls = Number(values.calls ?? (values.smoke ? 1000 : 20_000));
const server = [values.workers, values['workers-only'] ? 'workers-only' : 'inline'];
const ratios = new Ratios('rpc');
const times = values.smoke
  ? { capacityMs: 120, pacedMs: 120, server }
  : { capacityMs: 1000, pacedMs: 3000, server };
const inFlights = values.smoke ? [1, 64] : [1, 8, 64, 512];

console.log(`node ${process.version}; medians of ${pairCount} pairs of ${calls} calls`);
if (isAsked('echo')) {
  for (const workload of WORKLOADS) await benchEcho(workload, { calls, pairCount, server, ratios });
}
if (isAsked('latency')) await benchLatency(WORKLOADS[0], { ...times, inFlights });
if (isAsked('overload')) {
  for (const workload of [WORKLOADS[0], LONG_WORKLOAD]) await benchOverload(workload, times);
}
if (isAsked('records')) {
  await benchRecords(WORKLOADS[0], server, calls, rounds, values.smoke ? 1 : pairCount);
}
if (values.json !== undefined) ratios.writeTo(values.json, values.smoke);
