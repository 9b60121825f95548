// What the pieces of a call cost by themselves: the hand-off to a worker and back, the core's
// decision where it has its place, between decoding and encoding, what these cost besides, and the
// same decision by the straight line in the same place.

import { createIdSource } from '../../src/columns/record-ring.js';
import { createOrderColumns } from '../../src/columns/order.js';
import { createPlanColumns } from '../../src/columns/plan.js';
import { createThreadScratch } from '../../src/core/scratch.js';
import { routeOrder } from '../../src/core/route-order.js';
import type { Publication } from '../../src/columns/views.js';
import { Engine } from '../../src/engine/engine.js';
import { CALL_KIND } from '../../src/pool/calls.js';
import { EmbeddedStore } from '../../src/stores/embedded-store.js';
import { decodeSuggestRouting } from '../../src/wire/decode-order.js';
import { createStraight, routeStraight } from '../core/straight-line.js';
import { encodeResponse } from '../support/encode.js';
import { median, type PairTimes, timePairsWarm } from '../support/measure.js';
import type { Fixture } from './fixture.js';
import { REACH_KM } from './workload.js';

/** CPU microseconds of one order. */
export type PieceCosts = {
  /** From a decoded order to a plan, each order decoded before and encoded after it. */
  readonly coreUs: number;
  /** Decode, decide and encode. */
  readonly answerUs: number;
  /** The same plan by the straight line. */
  readonly straightUs: number;
  /** A call through the pool that is dropped where it would be decoded, by the number in flight. */
  readonly handOffUs: ReadonlyMap<number, number>;
};

const ORDERS_A_ROUND = 50;
/** Before anything counts: until the code is compiled. */
const WARM_MS_MAX = 300;
const ROUND_MS_MAX = 100;

/** Measures the pieces on the fixture's store, each figure the median of `pairCount` timings. */
export async function measurePieces(
  fixture: Fixture,
  calls: number,
  pairCount: number,
): Promise<PieceCosts> {
  const times = {
    warmMs: Math.min(WARM_MS_MAX, calls / 20),
    roundMs: Math.min(ROUND_MS_MAX, calls / 100),
  };
  const decided = await measureDeciding(fixture, times, pairCount);
  return { ...decided, handOffUs: await measureHandOff(fixture, calls, pairCount) };
}

/** What the store publishes when it opens. */
async function publicationOf({ dataDirectory }: Fixture): Promise<Publication> {
  const store = new EmbeddedStore({ dataDirectory, nextSuggestionId: createIdSource() });
  const published: Publication[] = [];
  store.onPublication = (publication) => published.push(publication);
  await store.open();
  await store.close();
  const [publication] = published;
  if (publication === undefined) throw new Error('the store published nothing');
  return publication;
}

async function measureDeciding(fixture: Fixture, times: PairTimes, pairCount: number) {
  const { tenant: view, sites } = await publicationOf(fixture);
  const { program } = sites[0];
  const group = program.routes[1]?.groups[0];
  if (group === undefined) throw new Error('the program has no group');
  const order = createOrderColumns();
  const plan = createPlanColumns();
  const scratch = createThreadScratch();
  const { locations, stock } = view;
  const straight = createStraight(group.members, group.ranks, REACH_KM, locations.count, 10_000);
  const target = new Uint8Array(65_536);
  const context = { configurationVersion: 1, snapshotSequence: 1, snapshotAgeMs: 1 };
  const { request } = fixture;
  const decode = (): void => {
    decodeSuggestRouting(request, 0, request.length, order);
  };
  const round = (decide: () => number) => (): number => {
    let total = 0;
    for (let i = 0; i < ORDERS_A_ROUND; i++) total += decide();
    return total;
  };
  const byHand = round(() => {
    decode();
    routeStraight(order, stock, locations, straight, plan);
    return encodeResponse(target, order, plan, locations, context);
  });
  const around = round(() => {
    decode();
    return encodeResponse(target, order, plan, locations, context);
  });
  const whole = round(() => {
    decode();
    routeOrder(order, program, view, scratch, plan);
    return encodeResponse(target, order, plan, locations, context);
  });
  whole();
  const expected = assignmentsOf(plan);
  byHand();
  if (assignmentsOf(plan) !== expected) throw new Error('the straight line decides otherwise');
  // What a server does is one after the other, and predicts and caches worse than a loop of one.
  const core = timePairsWarm(pairCount, times, ORDERS_A_ROUND, whole, around);
  const line = timePairsWarm(pairCount, times, ORDERS_A_ROUND, byHand, around);
  return {
    coreUs: core.differenceNs / 1000,
    straightUs: line.differenceNs / 1000,
    answerUs: core.firstNs / 1000,
  };
}

function assignmentsOf(plan: ReturnType<typeof createPlanColumns>): string {
  const { assignmentCount: count, assignmentLine, assignmentLocation, assignmentQuantity } = plan;
  const columns = [assignmentLine, assignmentLocation, assignmentQuantity];
  return columns.map((column) => column.subarray(0, count).join(' ')).join('; ');
}

/** The CPU is that of all threads of this process: nothing else runs in it. */
async function measureHandOff(
  { dataDirectory, request }: Fixture,
  calls: number,
  pairCount: number,
): Promise<Map<number, number>> {
  const engine = await Engine.open({ dataDirectory, workerCount: 1, isInlineAllowed: false });
  const costs = new Map<number, number>();
  for (const inFlight of [1, 8, 64]) {
    await handOver(engine, request, calls, inFlight);
    const times: number[] = [];
    for (let i = 0; i < pairCount; i++) {
      const start = process.cpuUsage();
      await handOver(engine, request, calls, inFlight);
      const { user, system } = process.cpuUsage(start);
      times.push((user + system) / calls);
    }
    costs.set(inFlight, median(times));
  }
  await engine.close();
  return costs;
}

/** Calls whose deadline has passed go to a worker and come back, and are not decided. */
function handOver(
  { router }: Engine,
  bytes: Uint8Array,
  calls: number,
  inFlight: number,
): Promise<void> {
  return new Promise((resolve) => {
    let sentCount = 0;
    let endedCount = 0;
    const call = {
      kind: CALL_KIND.suggest,
      tenantId: '1',
      siteId: '1',
      bytes,
      deadlineEpochMs: 1,
      onDone: () => {
        endedCount++;
        if (endedCount === calls) resolve();
        else send();
      },
    };
    const send = (): void => {
      if (sentCount === calls) return;
      sentCount++;
      router.submit(call);
    };
    for (let i = 0; i < inFlight; i++) send();
  });
}
