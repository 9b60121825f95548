// Why a location was chosen for a recorded order or not: decides again and watches, then decides on
// worlds in which one thing is another, to find the smallest change that chooses it.

import { bytesOf } from '../../base/text.js';
import { lookUp } from '../../columns/dictionary.js';
import { LOCATION_FLAG, LOCATION_KIND, type LocationTable } from '../../columns/locations.js';
import { createOrderColumns } from '../../columns/order.js';
import { createCandidateColumns, createPlanColumns } from '../../columns/plan.js';
import { createCoreScratch } from '../../core/scratch.js';
import { decodeSuggestRouting } from '../../wire/decode-order.js';
import { encodeDecision } from '../../wire/encode-decision.js';
import { readRecord, RECORD_KIND } from '../../wire/record.js';
import { setRecorded } from '../../wire/set-recorded.js';
import { ownStockOf } from '../own-stock.js';
import { Scene, type SceneColumns } from '../scene.js';
import type { Flip, WhyAnswer, WhyOutcome, WhyTask } from './answer.js';
import { Budget } from './budget.js';
import { Decider, isChosen } from './decider.js';
import { assignmentsOf, type FlipContext } from './flips/flip-context.js';
import { holdFlips } from './flips/holds.js';
import { operandFlips } from './flips/operands.js';
import { rankFlips } from './flips/ranks.js';
import { unitFlips } from './flips/units.js';
import { forceSplit } from './forced-split.js';
import { comparedEntry } from './split-entry.js';
import { mainReason } from './main-reason.js';
import { Watcher } from './watcher.js';
import { WhyWorld } from './world.js';

type Columns = { readonly told: SceneColumns; readonly tried: SceneColumns };

let columnsOfThread: Columns | null = null;

/** Two sets of columns for one order: of the decision as it was made, and of those that differ. */
function threadColumns(): Columns {
  if (columnsOfThread !== null) return columnsOfThread;
  const order = createOrderColumns();
  const make = (): SceneColumns => ({
    order,
    scratch: createCoreScratch(),
    plan: createPlanColumns(),
    candidates: createCandidateColumns(),
  });
  columnsOfThread = { told: make(), tried: make() };
  return columnsOfThread;
}

/**
 * Explains what became of a location. Its columns are the thread's own: one at a time. Throws where
 * the inputs have no world, or hold a request that the product would not have decided.
 */
export function explainLocation({ inputs, locationCode }: WhyTask): WhyOutcome {
  const { world: given, tenantId } = inputs;
  if (given === null) throw new Error('there is no world to decide in');
  const location = findLocation(given.locations, locationCode);
  if (location < 0) return { kind: 'no-location' };
  const record = readRecord(inputs.record, 0);
  if (record.kind !== RECORD_KIND.suggest) throw new Error('the record is not of a decision');
  const { told, tried } = threadColumns();
  const { order } = told;
  const refusal = decodeSuggestRouting(record.request, 0, record.request.length, order);
  if (refusal !== null) throw new Error(`the recorded request is refused: ${refusal.message}`);
  setRecorded(order, record);
  const first = new Decider(tenantId, told);
  first.decide(given);
  if (!isSame(told, given.locations, record.decision)) return { kind: 'not-reproduced' };
  const world = new WhyWorld(given, ownStockOf(order, given.stock, told.scratch));
  const scene = new Scene(world.replay, told);
  const watcher = new Watcher(scene, location);
  first.decide(world.ground, watcher);
  watcher.end();
  const decider = new Decider(tenantId, tried);
  decider.keep(told);
  compareSplits(watcher, location, decider, world);
  const budget = new Budget();
  const context = { world, decider, budget, scene, watcher, location };
  const answer = answerOf(context, locationCode);
  // What the columns point into may go.
  order.bytes = new Uint8Array(0);
  return { kind: 'answer', answer };
}

function findLocation({ codes, flags }: LocationTable, code: string): number {
  const bytes = bytesOf(code);
  const location = lookUp(codes, LOCATION_KIND, bytes, 0, bytes.length);
  return location >= 0 && (flags[location] & LOCATION_FLAG.present) !== 0 ? location : -1;
}

function isSame({ order, plan }: SceneColumns, locations: LocationTable, decision: Uint8Array) {
  // More than enough: what does not fit is no decision of this length.
  const bytes = new Uint8Array(decision.length + 1024);
  const end = encodeDecision(bytes, 0, order, plan, locations);
  return end === decision.length && Buffer.compare(bytes.subarray(0, end), decision) === 0;
}

/** Finds for each split that does without the location what the best one with it comes to. */
function compareSplits(
  watcher: Watcher,
  location: number,
  decider: Decider,
  world: WhyWorld,
): void {
  const tried = new Scene(world.replay, decider.columns);
  for (const { place, number, sums } of watcher.splits) {
    const forced = forceSplit(tried, location, number, (observer) =>
      decider.decide(world.ground, observer),
    );
    if (forced === null) continue;
    const entry = watcher.groups[place];
    watcher.groups[place] = comparedEntry(entry, sums, forced.sums, forced.canTake);
  }
}

function answerOf(context: FlipContext, locationCode: string): WhyAnswer {
  const { scene, watcher, location, decider } = context;
  const { plan } = scene;
  const isIn = isChosen(plan, location);
  const offered = plan.availableLocation.subarray(0, plan.availableCount);
  const verdict = isIn ? 'CHOSEN' : offered.includes(location) ? 'OFFERED' : 'NOT_CHOSEN';
  const assignments = assignmentsOf(plan, scene, location);
  const flips = isIn ? [] : flipsOf(context);
  const { barriers, lines, groups } = watcher;
  return {
    locationCode,
    verdict: `LOCATION_VERDICT_${verdict}`,
    text: mainReason(locationCode, isIn ? assignments : null, watcher),
    assignments,
    barriers,
    lines,
    groups,
    flips,
    exhaustive: flips.every(({ exhaustive }) => exhaustive),
    decisions: 2 + decider.count,
  };
}

/** The cheap ones first: they share what may be tried. */
function flipsOf(context: FlipContext): Flip[] {
  const holds = holdFlips(context);
  const ranks = rankFlips(context);
  const operands = operandFlips(context);
  return [...unitFlips(context), ...operands, ...ranks, ...holds];
}
