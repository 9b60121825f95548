// Decides a recorded order again, on the world of then, and says why it comes out as it does.

import { emptyPostalTable } from '../columns/empty.js';
import type { LocationTable } from '../columns/locations.js';
import { createOrderColumns, type OrderColumns } from '../columns/order.js';
import { createCandidateColumns, createPlanColumns, type PlanColumns } from '../columns/plan.js';
import { sharedDoubles } from '../columns/stock.js';
import type { TenantView } from '../columns/views.js';
import { listCandidates } from '../core/candidates.js';
import { routeOrder } from '../core/route-order.js';
import { createCoreScratch } from '../core/scratch.js';
import { decodeSuggestCandidates, decodeSuggestRouting } from '../wire/decode-order.js';
import { encodeDecision } from '../wire/encode-decision.js';
import { type DecisionRecord, readRecord, RECORD_KIND } from '../wire/record.js';
import { setRecorded } from '../wire/set-recorded.js';
import type { SuggestionEvent } from './events.js';
import type { ReplayInputs, ReplayWorld } from './inputs.js';
import { Recorder } from './recorder.js';
import { Scene, type SceneColumns } from './scene.js';

/** What came of deciding again. */
export type Explanation = {
  /** The Decision message; empty for a list of candidates. */
  readonly decision: Uint8Array;
  /** The codes of the candidates that are listed; empty for a decision. */
  readonly candidateLocationCodes: readonly string[];
  /** In their order; empty where none were wanted. */
  readonly events: readonly SuggestionEvent[];
};

let columnsOfThread: SceneColumns | null = null;

/** Made when something is first explained: most threads never do. */
function threadColumns(): SceneColumns {
  columnsOfThread ??= {
    order: createOrderColumns(),
    scratch: createCoreScratch(),
    plan: createPlanColumns(),
    candidates: createCandidateColumns(),
  };
  return columnsOfThread;
}

/**
 * Decides again what was recorded. Its columns are the thread's own: one at a time. Throws where
 * the inputs have no world, or hold a request that the product would not have decided.
 */
export function explain(inputs: ReplayInputs, wantsEvents: boolean): Explanation {
  const { world } = inputs;
  if (world === null) throw new Error('there is no world to decide in');
  const columns = threadColumns();
  const { order, plan, candidates } = columns;
  const record = readRecord(inputs.record, 0);
  const isOfCandidates = record.kind === RECORD_KIND.candidates;
  decode(record, isOfCandidates, order);
  const scene = new Scene(world, columns);
  const recorder = wantsEvents ? new Recorder(scene, isOfCandidates) : null;
  decide(viewOf(inputs, world), world, recorder, isOfCandidates, columns);
  recorder?.end();
  const listed = isOfCandidates ? candidates.location.subarray(0, candidates.count) : [];
  const explanation = {
    decision: isOfCandidates ? new Uint8Array(0) : decisionBytes(order, plan, world.locations),
    candidateLocationCodes: Array.from(listed, (location) => scene.code(location)),
    events: recorder?.events ?? [],
  };
  // What the columns point into may go.
  order.bytes = new Uint8Array(0);
  return explanation;
}

function decode(record: DecisionRecord, isOfCandidates: boolean, order: OrderColumns): void {
  const { request } = record;
  const decodeRequest = isOfCandidates ? decodeSuggestCandidates : decodeSuggestRouting;
  const refusal = decodeRequest(request, 0, request.length, order);
  if (refusal !== null) throw new Error(`the recorded request is refused: ${refusal.message}`);
  setRecorded(order, record);
}

function viewOf(inputs: ReplayInputs, world: ReplayWorld): TenantView {
  return {
    tenantId: inputs.tenantId,
    number: 0,
    stock: world.stock,
    locations: world.locations,
    // The destination is recorded.
    postal: emptyPostalTable(),
    // What was held for the order is recorded.
    holds: [],
    counters: sharedDoubles(1),
  };
}

function decide(
  view: TenantView,
  { program }: ReplayWorld,
  recorder: Recorder | null,
  isOfCandidates: boolean,
  { order, scratch, plan, candidates }: SceneColumns,
): void {
  scratch.observer = recorder;
  try {
    if (isOfCandidates) listCandidates(order, program, view, scratch, plan, candidates);
    else routeOrder(order, program, view, scratch, plan);
  } finally {
    scratch.observer = null;
  }
}

function decisionBytes(
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
): Uint8Array {
  for (let size = 1024; ; size *= 2) {
    const bytes = new Uint8Array(size);
    const end = encodeDecision(bytes, 0, order, plan, locations);
    if (end >= 0) return bytes.slice(0, end);
  }
}
