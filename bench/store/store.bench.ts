// How many orders of five lines are allocated a second, by 1, 8 and 64 callers over gRPC; what an
// allocation costs over a suggestion of the same order; how fast the store alone is, with plans
// that are made already; and what allocating leaves of routing beside it. At the end rows, ledger
// and orders must have exactly what was answered. Of the store in Redis, which the bench starts:
// the same beside the product's own script alone, how an engine loads and catches up, how soon it
// sees what another one committed, and the memory of rows and orders.
//
//   npm run bench:store [-- --smoke] [--only PART]... [--orders N] [--rows N] [--json FILE]

import { parseArgs } from 'node:util';
import { redisCommand } from '../../test/support/redis/redis-server.js';
import { machineText } from '../support/ratios.js';
import { Report } from '../support/report.js';
import { embeddedQuestions } from './embedded.js';
import type { StoreRun } from './questions.js';
import { redisBytes } from './redis/bytes.js';
import { redisCatchUp } from './redis/catch-up.js';
import { redisCommits } from './redis/commits.js';
import { redisFreshness } from './redis/freshness.js';
import { redisLoad } from './redis/load.js';

const PARTS = ['embedded', 'commits', 'load', 'catch-up', 'freshness', 'bytes'] as const;
const INSTALL = 'sudo apt-get update && sudo apt-get install -y redis-server';

const { values } = parseArgs({
  options: {
    smoke: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    orders: { type: 'string' },
    rows: { type: 'string' },
    json: { type: 'string' },
  },
});
const isSmoke = values.smoke;

function countOf(text: string | undefined, usual: number, name: string): number {
  const count = Number(text ?? usual);
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new Error(`--${name} must be a whole number above 0`);
  }
  return count;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

function partsOf(only: readonly string[]): ReadonlySet<string> {
  const names = only.flatMap((one) => one.split(','));
  const [unknown] = names.filter((one) => one !== 'redis' && !PARTS.some((part) => part === one));
  if (unknown !== undefined) {
    fail(`--only ${unknown}: it is one of redis, ${PARTS.join(', ')}`);
  }
  const isIn = (part: string): boolean =>
    names.length === 0 || names.includes(part) || (part !== 'embedded' && names.includes('redis'));
  return new Set(PARTS.filter(isIn));
}

const parts = partsOf(values.only);
const orders = countOf(values.orders, isSmoke ? 100 : 3000, 'orders');
const rows = countOf(values.rows, isSmoke ? 4000 : 200_000, 'rows');
const run: StoreRun = { orders, rounds: isSmoke ? 1 : 5, counts: [1, 8, 64] };
if (parts.size > 1 || !parts.has('embedded')) {
  try {
    redisCommand('redis-server');
  } catch {
    fail(`redis-server is missing: ${INSTALL}`);
  }
}

const report = new Report('store');
console.log(`node ${process.version}; medians of ${run.rounds} round(s) of ${orders} orders`);
if (parts.has('embedded')) await embeddedQuestions(run);
if (parts.has('commits')) {
  await redisCommits(run, report, false);
  if (!isSmoke) await redisCommits(run, report, true);
}
if (parts.has('load')) await redisLoad(rows, run.rounds, report);
if (parts.has('catch-up')) await redisCatchUp(orders, run.rounds, report);
if (parts.has('freshness')) await redisFreshness(isSmoke ? 400 : 6000, run.rounds, report);
if (parts.has('bytes')) {
  const full = { rows: 50_000, changes: 200, orders: 2000 };
  await redisBytes(isSmoke ? { rows: 1000, changes: 10, orders: 50 } : full, report);
}
report.printEnd(machineText());
if (values.json !== undefined) report.ratios.writeTo(values.json, isSmoke);
