// What does the engine cost beside a loop with the rules hard-coded? Both start from the decoded
// order and leave the same plan; decoding and encoding are left out of both, and in the last column
// put back into both. The orders of a scenario that splits are those that are split in the end.

import { createOrderColumns, type OrderColumns } from '../../src/columns/order.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import { routeOrder } from '../../src/core/route-order.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { encodeResponse } from '../support/encode.js';
import { timePairsWarm } from '../support/measure.js';
import { microseconds } from '../support/report.js';
import { REACH_KM } from '../support/rules.js';
import type { Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { judgeScenarios } from './judge.js';
import { createStraight, routeStraight } from './straight-line.js';

const QUESTION = 'straight line';
const RATIO_MAX = 2;
/** The bar holds from so many rows up. */
const ROWS_MIN = 500;

/**
 * Each size without a split and with one, and how many orders of it are decided in a round. By hand
 * a split of 20 lines takes all locations by turns: too long for a smoke run.
 */
const CASES = [
  { name: '2 lines, 200 rows', smoke: 200, full: 256 },
  { name: '5 lines, 500 rows', smoke: 80, full: 256 },
  { name: '5 lines, 1,000 rows', smoke: 40, full: 256 },
  { name: '5 lines, 5,000 rows', smoke: 8, full: 64 },
  { name: '20 lines, 5,000 rows', smoke: 8, full: 64 },
  { name: '20 lines, 20,000 rows', smoke: 2, full: 16 },
  { name: 'quantity split, 200 rows', smoke: 25, full: 25 },
  { name: 'quantity split, 1,000 rows', smoke: 20, full: 128 },
  { name: 'quantity split, 5,000 rows', smoke: 4, full: 32 },
  { name: 'quantity split, 20,000 rows', smoke: 0, full: 4 },
] as const;
const PAIRS = { smoke: 7, full: 15 } as const;
const TIMES = {
  smoke: { warmMs: 80, roundMs: 4 },
  full: { warmMs: 600, roundMs: 30 },
} as const;

/** Prints the whole decision beside the straight line. Throws where their plans differ. */
export function benchStraight(run: BenchRun): void {
  const { isSmoke, report } = run;
  const size = isSmoke ? 'smoke' : 'full';
  const cases = CASES.filter((each) => each[size] > 0);
  const rows = cases.map(({ name, [size]: wanted }) => {
    const found = run.scenario(name);
    const ways = waysOf(found, run.memory, wanted);
    expectEqualPlans(found, ways);
    const { orders } = ways;
    const [pairs, times, count] = [PAIRS[size], TIMES[size], orders.length];
    const core = timePairsWarm(pairs, times, count, ways.engine, ways.straight);
    const whole = timePairsWarm(pairs, times, count, ways.engineWhole, ways.straightWhole);
    if (found.rowCount >= ROWS_MIN) report.atMost(QUESTION, name, core.ratio, RATIO_MAX, 'x');
    if (found.rowCount >= ROWS_MIN) {
      report.ratios.add(`straight: ${name}`, core.ratio, pairs);
      report.ratios.add(`straight: ${name}, with wire`, whole.ratio, pairs);
    }
    return {
      orders: name,
      asked: count,
      'engine us': microseconds(core.firstNs),
      'straight us': microseconds(core.secondNs),
      ratio: core.ratio,
      lowest: core.ratioMin,
      highest: core.ratioMax,
      pairs,
      'beyond us': microseconds(core.differenceNs),
      'ns a row': core.firstNs / found.rowCount,
      'with wire': whole.ratio,
    };
  });
  report.table(`${QUESTION}: engine / hand-written, interleaved, decode and encode left out`, rows);
  judgeScenarios(
    run,
    QUESTION,
    cases.map(({ name }) => name),
  );
}

/** Every order of a scenario by either way, in one round. */
type Ways = ReturnType<typeof waysOf>;

function waysOf(found: Scenario, { order, plan, scratch }: BenchMemory, wanted: number) {
  const { view, program, network, rowCount } = found;
  const target = new Uint8Array(65_536);
  const context = { configurationVersion: 1, snapshotSequence: 1, snapshotAgeMs: 1 };
  const group = program.routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  const { table } = network;
  const straight = createStraight(group.members, group.ranks, REACH_KM, table.count, rowCount);
  const byEngine = (each: OrderColumns): void => routeOrder(each, program, view, scratch, plan);
  const isSplit = (request: Uint8Array): boolean => {
    byEngine(decoded(request));
    const places = plan.assignmentLocation.subarray(0, plan.assignmentCount);
    return places.some((place) => place !== places[0]);
  };
  const splits = found.name.startsWith('quantity split');
  const alike = found.requests.filter((request) => isSplit(request) === splits);
  const requests = alike.slice(0, wanted);
  const orders = requests.map(decoded);
  const byHand = (each: OrderColumns): void =>
    routeStraight(each, view.stock, view.locations, straight, plan);
  const wireRound = (decide: (each: OrderColumns) => void) => (): number => {
    let total = 0;
    for (const request of requests) {
      decodeSuggestRouting(request, 0, request.length, order);
      decide(order);
      total += encodeResponse(target, order, plan, view.locations, context);
    }
    return total;
  };
  const round = (decide: (each: OrderColumns) => void) => (): number => {
    let total = 0;
    for (const each of orders) {
      decide(each);
      total += plan.assignmentCount + plan.rowsTouched;
    }
    return total;
  };
  return {
    orders,
    plan,
    byEngine,
    byHand,
    engine: round(byEngine),
    straight: round(byHand),
    engineWhole: wireRound(byEngine),
    straightWhole: wireRound(byHand),
  };
}

function decoded(request: Uint8Array): OrderColumns {
  const order = createOrderColumns();
  const refusal = decodeSuggestRouting(request, 0, request.length, order);
  if (refusal !== null) throw new Error(refusal.message);
  return order;
}

function expectEqualPlans({ name }: Scenario, { orders, plan, byEngine, byHand }: Ways): void {
  orders.forEach((order, number) => {
    byEngine(order);
    const expected = planText(plan, order.lineCount);
    byHand(order);
    const found = planText(plan, order.lineCount);
    if (found !== expected) {
      throw new Error(`${name}, order ${number}: engine ${expected}, straight line ${found}`);
    }
  });
}

function planText(plan: PlanColumns, lineCount: number): string {
  const states = Array.from(plan.stateQuantity.subarray(0, lineCount), (units, line) =>
    units === 0 ? 0 : [units, plan.stateChange[line]],
  );
  const assignments = Array.from({ length: plan.assignmentCount }, (_, i) => [
    plan.assignmentLine[i],
    plan.assignmentLocation[i],
    plan.assignmentQuantity[i],
    plan.assignmentDistanceKm[i],
  ]);
  const { route, orderWarnings, isConsistent, rowsTouched } = plan;
  const unknown = [...plan.isUnknownProduct.subarray(0, lineCount)];
  const rest = [route, orderWarnings, isConsistent, rowsTouched, states, unknown];
  return JSON.stringify([assignments, rest]);
}
