// Does a decision leave garbage? The heap before and after a million decisions of every kind, each
// from bytes to bytes and recorded, with the collector run before each look. Not a timed test: more
// than the bar fails the bench.

import { bytesOf } from '../../src/base/text.js';
import { Answerer } from '../../src/pool/answerer.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { decodeMessage } from '../../test/support/engine/protos.js';
import { sink } from '../support/measure.js';
import { createBenchRecording, skipRecords } from '../support/recording.js';
import { SCENARIO_NAMES, type Scenario } from '../support/scenarios.js';
import { collectGarbage, type BenchRun } from './bench-run.js';
import { judgeScenarios } from './judge.js';

const QUESTION = 'garbage';
const SITE_ID = bytesOf('1');
const GROWTH_BYTES_MAX = 64 * 1024;
const DECISIONS = { smoke: 20_000, full: 1_000_000 } as const;
/** Optimised code is made while warm: it is on the heap, and is not garbage. */
const WARM_DECISIONS = { smoke: 50_000, full: 500_000 } as const;
/** How many of a thousand decisions are of a scenario; the rest are of the smallest. */
const PER_THOUSAND: Readonly<Record<string, number>> = {
  '5 lines, 500 rows': 150,
  '5 lines, 1,000 rows': 100,
  '20 lines, 5,000 rows': 20,
  'line split, 1,000 rows': 50,
  'quantity split, 1,000 rows': 50,
};
const REST_PER_THOUSAND = 1000 - Object.values(PER_THOUSAND).reduce((sum, share) => sum + share, 0);
const SMALLEST = '2 lines, 200 rows';
const LONGEST = '1,114 lines, 389,900 rows';
/** One of so many decisions is of the longest scenario. */
const LONGEST_EVERY = 10_000;
/** After so many decisions the heap is looked at, to see what the collector will have to do. */
const LOOK_EVERY = 1000;

/** Orders of a scenario that are looked at for what becomes of them. */
const LOOKED_AT = 32;

const recording = createBenchRecording();

/** Prints how much the heap grew. */
export function benchGarbage(run: BenchRun): void {
  const { isSmoke, report, scenario } = run;
  const size = isSmoke ? 'smoke' : 'full';
  const count = DECISIONS[size];
  const schedule = scheduleOf(SCENARIO_NAMES);
  const scenarios = SCENARIO_NAMES.map(scenario);
  const answerer = answererOf(scenarios);
  const longest = SCENARIO_NAMES.indexOf(LONGEST);
  const searches = scenarios.map((_, number) => searchesOf(answerer, scenarios, number));
  decide(answerer, scenarios, schedule, longest, WARM_DECISIONS[size]);
  collectGarbage();
  const before = process.memoryUsage();
  decide(answerer, scenarios, schedule, longest, count);
  collectGarbage();
  const after = process.memoryUsage();
  const grownBytes = after.heapUsed - before.heapUsed;
  const grownBufferBytes = after.arrayBuffers - before.arrayBuffers;
  const allocatedBytes = allocated(
    answerer,
    scenarios,
    schedule,
    longest,
    Math.min(count / 2, 100_000),
  );
  report.table(`${QUESTION}: heap over decisions of every kind, collected before each look`, [
    {
      decisions: count.toLocaleString('en-US'),
      'heap before': before.heapUsed,
      'heap growth': grownBytes,
      'buffer growth': grownBufferBytes,
      'allocated a decision': allocatedBytes,
    },
  ]);
  report.table(
    `${QUESTION}: what they are`,
    scenarios.map(({ name }, number) => ({
      orders: name,
      'of 10,000': number === longest ? 1 : (PER_THOUSAND[name] ?? REST_PER_THOUSAND) * 10,
      'split, proven to be the fewest': searches[number],
    })),
  );
  report.atMost(QUESTION, 'heap growth', grownBytes, GROWTH_BYTES_MAX, 'bytes', true);
  report.atMost(QUESTION, 'buffer growth', grownBufferBytes, 0, 'bytes', true);
  judgeScenarios(run, QUESTION, SCENARIO_NAMES);
}

/** How many of a scenario's first orders are split, and by a search that proved its plan. */
function searchesOf(answerer: Answerer, scenarios: readonly Scenario[], number: number): string {
  const { requests } = scenarios[number];
  const site = number + 1;
  let splitCount = 0;
  let provenCount = 0;
  for (const bytes of requests.slice(0, LOOKED_AT)) {
    answerer.answer(CALL_KIND.suggest, site, site, bytes, 0, bytes.length, 0);
    skipRecords(recording);
    const answer = answerer.bytes.subarray(0, answerer.lengthBytes);
    const { decision } = decodeMessage('SuggestRoutingResponse', answer);
    const proofs = (decision as { planProofs: { parcels: number; proven?: boolean }[] }).planProofs;
    const splits = proofs.filter(({ parcels }) => parcels > 1);
    splitCount += splits.length;
    provenCount += splits.filter(({ proven }) => proven === true).length;
  }
  return `${splitCount}, ${provenCount} of ${Math.min(requests.length, LOOKED_AT)}`;
}

/** The scenario of each of a thousand decisions, well mixed. */
function scheduleOf(names: readonly string[]): Int32Array {
  const schedule = new Int32Array(1000).fill(names.indexOf(SMALLEST));
  let place = 0;
  for (const [name, count] of Object.entries(PER_THOUSAND)) {
    // 389 and 1000 have no common divisor: every place is met once.
    for (let i = 0; i < count; i++) schedule[(place++ * 389) % 1000] = names.indexOf(name);
  }
  return schedule;
}

function answererOf(scenarios: readonly Scenario[]): Answerer {
  const answerer = new Answerer(recording);
  answerer.learn({
    epoch: 1,
    tenants: scenarios.map(({ view }, i) => ({ number: i + 1, view })),
    sites: scenarios.map(({ program }, i) => ({ number: i + 1, program, siteId: SITE_ID })),
  });
  return answerer;
}

function decide(
  answerer: Answerer,
  scenarios: readonly Scenario[],
  schedule: Int32Array,
  longest: number,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const number = i % LONGEST_EVERY === 0 ? longest : schedule[i % schedule.length];
    const { requests } = scenarios[number];
    const bytes = requests[i % requests.length];
    const site = number + 1;
    const refusal = answerer.answer(CALL_KIND.suggest, site, site, bytes, 0, bytes.length, 0);
    if (refusal !== null) throw new Error(refusal.message);
    skipRecords(recording);
    sink(answerer.lengthBytes);
  }
}

/** Bytes that a decision allocates, collected or not: what the heap grows by between looks. */
function allocated(
  answerer: Answerer,
  scenarios: readonly Scenario[],
  schedule: Int32Array,
  longest: number,
  count: number,
): number {
  const lookBytes = process.memoryUsage().heapUsed;
  const lookCost = Math.max(0, process.memoryUsage().heapUsed - lookBytes);
  let total = 0;
  for (let done = 0; done < count; done += LOOK_EVERY) {
    const before = process.memoryUsage().heapUsed;
    decide(answerer, scenarios, schedule, longest, LOOK_EVERY);
    const grown = process.memoryUsage().heapUsed - before - lookCost;
    // A look after a collection says nothing.
    if (grown > 0) total += grown;
  }
  return total / count;
}
