// Where does the time of a decision go? Each stage alone, on the state that the stages before it
// left, which are run outside of the clock; and the whole, from bytes to bytes.

import { bytesOf } from '../../src/base/text.js';
import { fnv1a, FNV_BASIS } from '../../src/base/hash.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import { ORDER_TYPE, type RouteProgram } from '../../src/columns/program.js';
import { gatherStock } from '../../src/core/gather.js';
import { evaluateGroup } from '../../src/core/group.js';
import { layOutPairs } from '../../src/core/pairs.js';
import { openPool } from '../../src/core/pool.js';
import { resolveProducts } from '../../src/core/products.js';
import {
  resolveDestination,
  resolveLocationLists,
  seedRandom,
  warnOfRequest,
} from '../../src/core/resolve.js';
import { routeOrder } from '../../src/core/route-order.js';
import { beginDecisionOn } from '../../src/core/scratch.js';
import { findFullOrder } from '../../src/core/select/full-order.js';
import { uniteGroups } from '../../src/core/select/range.js';
import { splitOrder } from '../../src/core/select/split.js';
import { makeSortKeys } from '../../src/core/sort/keys.js';
import { sortSurvivors } from '../../src/core/sort/survivors.js';
import { Answerer } from '../../src/pool/answerer.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { Recorder } from '../../src/pool/recorder.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { beginSuggestRoutingResponse } from '../../src/wire/encode-decision.js';
import { encodeResponse } from '../support/encode.js';
import { timeCalls } from '../support/measure.js';
import { createBenchRecording, skipRecords } from '../support/recording.js';
import { microseconds } from '../support/report.js';
import { SCENARIO_NAMES, type Scenario } from '../support/scenarios.js';
import type { BenchMemory, BenchRun } from './bench-run.js';
import { judgeScenarios } from './judge.js';

const QUESTION = 'stages';
const CONTEXT = { configurationVersion: 1, snapshotSequence: 0, snapshotAgeMs: 0 };
/** Orders that were decided before anything is timed, and samples, by the rows of an order. */
const WARM_ROWS = { smoke: 200_000, full: 4_000_000 } as const;
const SAMPLE_ROWS = { smoke: 100_000, full: 2_000_000 } as const;
const SAMPLES_MIN = { smoke: 4, full: 40 } as const;
const SAMPLES_MAX = { smoke: 200, full: 2000 } as const;

/** Prints the stages of every scenario. */
export function benchStages(run: BenchRun): void {
  let hash = FNV_BASIS;
  const answerer = new Answerer();
  for (const name of SCENARIO_NAMES) {
    hash = benchScenario(run, run.scenario(name), hash, answerer);
  }
  run.report.hash(QUESTION, hash);
  judgeScenarios(run, QUESTION, SCENARIO_NAMES);
}

function benchScenario(
  { isSmoke, report, memory }: BenchRun,
  found: Scenario,
  seed: number,
  answerer: Answerer,
): number {
  const size = isSmoke ? 'smoke' : 'full';
  const wanted = Math.round(SAMPLE_ROWS[size] / found.rowCount);
  const samples = Math.max(SAMPLES_MIN[size], Math.min(SAMPLES_MAX[size], wanted));
  const stages = stagesOf(found, memory);
  const answer = answererOf(found, answerer);
  let hash = seed;
  for (let i = 0; i < found.requests.length; i++) hash = answer(i, hash);
  const warmOrders = Math.ceil(WARM_ROWS[size] / found.rowCount);
  for (let i = 0; i < warmOrders; i++) answer(i, 0);
  for (let i = 0; i < warmOrders; i++) stages.startOrder(i % found.requests.length);
  const rows = stages.names.map((name, stage) => {
    let next = 0;
    const prepare = (): void => stages.runUpTo(next++ % found.requests.length, stage);
    const timing = timeCalls(samples, prepare, () => stages.runStage(stage));
    return rowOf(name, timing, found);
  });
  let next = 0;
  const whole = timeCalls(
    samples,
    () => undefined,
    () => answer(next++, 0),
  );
  rows.push(rowOf('whole, bytes to bytes', whole, found));
  report.table(`${QUESTION}: ${found.name}`, rows);
  return hash;
}

function rowOf(stage: string, timing: ReturnType<typeof timeCalls>, { rowCount }: Scenario) {
  return {
    stage,
    'p50 us': microseconds(timing.p50Ns),
    'p99 us': microseconds(timing.p99Ns),
    samples: timing.samplesCount,
    'ns a row': timing.p50Ns / rowCount,
  };
}

/** Answers the order of a number; the hash goes on over the bytes of the answer. */
function answererOf({ requests, view, program }: Scenario, answerer: Answerer) {
  const tenants = [{ number: 1, view }];
  const sites = [{ number: 1, program, siteId: bytesOf('1') }];
  answerer.learn({ epoch: answerer.knownEpoch + 1, tenants, sites });
  return (number: number, seed: number): number => {
    const bytes = requests[number % requests.length];
    const refusal = answerer.answer(CALL_KIND.suggest, 1, 1, bytes, 0, bytes.length, 0);
    if (refusal !== null) throw new Error(refusal.message);
    if (seed === 0) return answerer.lengthBytes;
    return fnv1a(seed, answerer.bytes, 0, answerer.lengthBytes);
  };
}

type Stage = () => number;

/** What turns a request into rows and pairs, in order. `current` holds the request at hand. */
function readingStages(
  { view, program }: Scenario,
  { order, plan, scratch }: BenchMemory,
  current: { request: Uint8Array },
  hasDetails: boolean,
): Stage[] {
  const { stock, locations, postal } = view;
  const decode = (): number => {
    decodeSuggestRouting(current.request, 0, current.request.length, order);
    return order.lineCount;
  };
  const resolve = (): number => {
    beginDecisionOn(locations.count, scratch);
    resolveProducts(order, stock, program.identifierMapping, scratch, plan);
    const knownCount = resolveLocationLists(order, locations, scratch);
    resolveDestination(order, locations, postal, scratch);
    seedRandom(order, scratch);
    warnOfRequest(order, scratch, plan, knownCount);
    openPool(order, program, locations, scratch);
    return scratch.slotCount;
  };
  const gather = (): number => {
    gatherStock(order, stock, locations, scratch, plan, hasDetails);
    return scratch.rowCount;
  };
  const pairs = (): number => {
    layOutPairs(order, locations, scratch);
    return scratch.pairStart[order.lineCount];
  };
  return [decode, resolve, gather, pairs];
}

/** What divides an order: a split sorts what it unites, so the first two are parts of the third. */
function splittingStages(found: Scenario, { order, plan, scratch }: BenchMemory): Stage[] {
  const { stock, locations } = found.view;
  const route = routeOf(found);
  const { groups } = route;
  const [group] = groups;
  const action = group.afterPartial;
  const unite = (): number => {
    uniteGroups(groups, 0, 0, -1, order, stock, locations, scratch);
    return scratch.orderedCount;
  };
  const sort = (): number => {
    scratch.isKeyed = false;
    makeSortKeys(group, order, locations, scratch);
    sortSurvivors(group, locations, scratch);
    return scratch.survivors[0];
  };
  const split = (): number => {
    scratch.commitCount = 0;
    plan.proofCount = 0;
    plan.proofLineCount = 0;
    for (let line = 0; line < order.lineCount; line++)
      scratch.lineNeed[line] = order.quantity[line];
    if (action !== null) splitOrder(action, route, 0, order, stock, locations, scratch, plan);
    return scratch.commitCount;
  };
  return [unite, sort, split];
}

/** What keeps a decision: its id, its record, and the ring. */
function recordingStage(found: Scenario, memory: BenchMemory, target: Uint8Array) {
  const { order, plan, scratch } = memory;
  const { view, program } = found;
  const { locations } = view;
  const recording = createBenchRecording();
  const recorder = new Recorder(recording);
  const { draft } = recorder;
  recorder.openCall(view, program, bytesOf('1'));
  return {
    prepare: (): void => {
      skipRecords(recording);
      beginSuggestRoutingResponse(target, 0, order, plan, locations, CONTEXT, draft);
    },
    run: (): number => {
      recorder.takeId();
      return recorder.keep(order, scratch, plan, CONTEXT, target);
    },
  };
}

/** The stages of a scenario's orders, each to be called on what the ones before it left. */
function stagesOf(found: Scenario, memory: BenchMemory) {
  const { requests, view, program } = found;
  const { order, plan, scratch } = memory;
  const { stock, locations } = view;
  const target = new Uint8Array(1 << 20);
  const { groups, readsRowDetails } = routeOf(found);
  const [group] = groups;
  const current = { request: requests[0] };
  const startOrder = (number: number): void => {
    current.request = requests[number];
    decodeSuggestRouting(current.request, 0, current.request.length, order);
    routeOrder(order, program, view, scratch, plan);
  };
  const encode = (): number => encodeResponse(target, order, plan, locations, CONTEXT);
  const chain: Stage[] = [
    ...readingStages(found, memory, current, readsRowDetails),
    () => Number(evaluateGroup(group, order, stock, scratch)),
    () => findFullOrder(group, null, order, locations, scratch),
  ];
  const names = ['decode', 'resolve', 'gather, pool', 'pairs', 'filter', 'select: full order'];
  startOrder(0);
  if (plan.assignmentCount > 0 && !isSingleSource(plan)) {
    chain.push(...splittingStages(found, memory));
    names.push('  unite groups, sorted', '  sort alone', 'select: split, with both');
  }
  const record = recordingStage(found, memory, target);
  const encodeAt = chain.length;
  return {
    names: [...names, 'encode', 'record'],
    startOrder,
    runStage: (stage: number): number => {
      if (stage < encodeAt) return chain[stage]();
      return stage === encodeAt ? encode() : record.run();
    },
    /** Brings an order to where a stage may be run. */
    runUpTo: (number: number, stage: number): void => {
      if (stage >= encodeAt) startOrder(number);
      if (stage > encodeAt) record.prepare();
      if (stage >= encodeAt) return;
      current.request = requests[number];
      for (let i = 0; i < stage; i++) chain[i]();
    },
  };
}

function routeOf({ program }: Scenario): RouteProgram {
  const route = program.routes[ORDER_TYPE.directShip];
  if (route === null) throw new Error('the program has no route');
  return route;
}

function isSingleSource(plan: PlanColumns): boolean {
  const places = plan.assignmentLocation.subarray(0, plan.assignmentCount);
  return places.every((place) => place === places[0]);
}
