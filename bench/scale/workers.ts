// How many orders does an engine decide a second with more and more workers? Engines of all numbers
// of workers are open at once, each on a store of its own, and take turns; who asks is the main
// thread of the same process, which shares the processors with them.

import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Engine } from '../../src/engine/engine.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { normalDecision } from '../../test/support/engine/normal.js';
import { decodeMessage, encodeMessage } from '../../test/support/engine/protos.js';
import type { Configuration, Location } from '../../test/support/model/messages.js';
import type { InventoryUpdate, SuggestRoutingRequest } from '../../test/support/model/messages.js';
import { modelSuggest } from '../../test/support/model/suggest.js';
import { ask, BATCH_ORDERS, type Fixture, makeFixture } from '../rpc/fixture.js';
import {
  BENCH_CONFIGURATION,
  benchInventory,
  benchLocations,
  benchOrder,
  WORKLOADS,
} from '../rpc/workload.js';
import { median } from '../support/measure.js';
import type { CurveResult, ScaleRun, TableRow } from './scale-run.js';

const WORKLOAD = WORKLOADS[1];
const ROUNDS = { smoke: 2, full: 9 } as const;
/** Orders of a round. */
const ORDERS = { smoke: 400, full: 8000 } as const;

/** A way of asking: so many calls at once, each of so many orders. */
type Way = {
  readonly name: string;
  readonly kind: number;
  readonly ordersOfCall: number;
  readonly inFlight: number;
};

const WAYS: readonly Way[] = [
  { name: 'one by one, 64 in flight', kind: CALL_KIND.suggest, ordersOfCall: 1, inFlight: 64 },
  {
    name: `batches of ${BATCH_ORDERS}, 16 in flight`,
    kind: CALL_KIND.batch,
    ordersOfCall: BATCH_ORDERS,
    inFlight: 16,
  },
];

/** An engine and what it is asked. */
type Subject = {
  readonly workers: number;
  readonly engine: Engine;
  readonly fixture: Fixture;
  readonly batch: Uint8Array;
};

/** Measures engines of 1 worker and more, up to one for each processor. */
export async function benchWorkers({ isSmoke }: ScaleRun): Promise<CurveResult> {
  const size = isSmoke ? 'smoke' : 'full';
  const subjects: Subject[] = [];
  for (const workers of workerCounts()) subjects.push(await open(workers));
  const measured: { name: string; rows: TableRow[]; points: [number, number][] }[] = [];
  for (const way of WAYS) {
    const figures = await figuresOf(subjects, way, ROUNDS[size], ORDERS[size]);
    const rates = figures.map((rounds) => rounds.map(({ rate }) => rate));
    const rows = subjects.map(({ workers }, i) => ({
      workers,
      'orders a second': median(rates[i]),
      lowest: Math.min(...rates[i]),
      highest: Math.max(...rates[i]),
      'over one worker': median(rates[i].map((rate, round) => rate / rates[0][round])),
      'us of processors an order': median(figures[i].map(({ cpuUs }) => cpuUs)),
    }));
    const points = subjects.map(({ workers }, i): [number, number] => [workers, median(rates[i])]);
    measured.push({ name: way.name, rows, points });
  }
  for (const subject of subjects) await close(subject);
  return {
    question: `How many orders of ${WORKLOAD.name} does an engine decide a second?`,
    tables: measured.map(({ name, rows }) => ({ title: name, rows })),
    plot: {
      title: 'Orders a second by the workers of the engine',
      x: { label: 'workers', isLog: false, unit: 'count' },
      y: { label: 'orders a second', isLog: false, unit: 'perSecond' },
      series: measured,
    },
    remarks: [
      `This machine has ${availableParallelism()} processors, and who asks is a thread of the ` +
        'same process: the last worker shares its processor with it.',
      'The answer of every engine is that of the reference model.',
    ],
    ratios: [],
  };
}

/** 1, 2, 4 and so on, and one for each processor. */
function workerCounts(): number[] {
  const most = availableParallelism();
  const counts: number[] = [];
  for (let count = 1; count < most; count *= 2) counts.push(count);
  return [...counts, most];
}

async function open(workerCount: number): Promise<Subject> {
  const fixture = await makeFixture(WORKLOAD);
  const { dataDirectory } = fixture;
  const engine = await Engine.open({ dataDirectory, workerCount, isInlineAllowed: false });
  const requests = Array.from({ length: BATCH_ORDERS }, () => benchOrder(WORKLOAD));
  const batch = encodeMessage('BatchSuggestRoutingRequest', { requests });
  const answer = await ask(engine, CALL_KIND.suggest, fixture.request);
  expectModelled(answer, fixture.request);
  return { workers: workerCount, engine, fixture, batch };
}

async function close({ engine, fixture }: Subject): Promise<void> {
  await engine.close();
  rmSync(fixture.folder, { recursive: true });
}

function expectModelled(answer: Uint8Array, request: Uint8Array): void {
  const world = {
    locations: benchLocations() as Location[],
    inventory: benchInventory(WORKLOAD) as InventoryUpdate[],
    postalCodes: [],
    configuration: BENCH_CONFIGURATION as unknown as Configuration,
  };
  const order = benchOrder(WORKLOAD) as SuggestRoutingRequest;
  const expected = JSON.stringify(normalDecision(modelSuggest(world, order, request)));
  const { decision } = decodeMessage('SuggestRoutingResponse', answer) as { decision: object };
  const found = JSON.stringify(normalDecision(decision));
  if (found !== expected) throw new Error(`the engine decided ${found}, the model ${expected}`);
}

/** A round: orders a second, and what all threads of the process spent on an order. */
type Round = { readonly rate: number; readonly cpuUs: number };

/** The rounds of each engine; one round before does not count. */
async function figuresOf(
  subjects: readonly Subject[],
  way: Way,
  rounds: number,
  orders: number,
): Promise<Round[][]> {
  const figures = subjects.map((): Round[] => []);
  for (let round = -1; round < rounds; round++) {
    for (let step = 0; step < subjects.length; step++) {
      const i = round % 2 === 0 ? step : subjects.length - 1 - step;
      const figure = await roundOf(subjects[i], way, orders);
      if (round >= 0) figures[i].push(figure);
    }
  }
  return figures;
}

async function roundOf(subject: Subject, way: Way, orders: number): Promise<Round> {
  const { engine, fixture, batch } = subject;
  const { kind, ordersOfCall, inFlight } = way;
  const bytes = ordersOfCall === 1 ? fixture.request : batch;
  const callCount = Math.ceil(orders / ordersOfCall);
  let left = callCount;
  const caller = async (): Promise<void> => {
    while (left-- > 0) await ask(engine, kind, bytes);
  };
  const start = process.cpuUsage();
  const startMs = performance.now();
  await Promise.all(Array.from({ length: inFlight }, caller));
  const seconds = (performance.now() - startMs) / 1000;
  const { user, system } = process.cpuUsage(start);
  const count = callCount * ordersOfCall;
  return { rate: count / seconds, cpuUs: (user + system) / count };
}
