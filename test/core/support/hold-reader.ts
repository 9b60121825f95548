// A thread that lists the candidates of an order with a hold again and again, while another begins
// and ends the hold. Must not know: when.

import { parentPort, workerData } from 'node:worker_threads';
import { createOrderColumns } from '../../../src/columns/order.js';
import { createCandidateColumns, createPlanColumns, WARNING } from '../../../src/columns/plan.js';
import type { Program } from '../../../src/columns/program.js';
import type { TenantView } from '../../../src/columns/views.js';
import { listCandidates } from '../../../src/core/candidates.js';
import { createCoreScratch } from '../../../src/core/scratch.js';
import { decodeSuggestCandidates } from '../../../src/wire/decode-order.js';

/** What the reader is started with, and what it answers. */
export type HoldReaderData = {
  readonly view: TenantView;
  readonly program: Program;
  /** A SuggestCandidatesRequest. */
  readonly request: Uint8Array;
  /** Int32[2] in shared memory: whether to stop, lists so far. */
  readonly control: Int32Array;
};
export type HoldReaderAnswer = {
  /** Lists with the hold, and without it. */
  readonly heldCount: number;
  readonly endedCount: number;
  /** How often a location had so many units for a line. */
  readonly units: ReadonlyMap<number, number>;
};

const { view, program, request, control } = workerData as HoldReaderData;
const order = createOrderColumns();
const plan = createPlanColumns();
const candidates = createCandidateColumns();
const scratch = createCoreScratch();
const units = new Map<number, number>();
let heldCount = 0;
let endedCount = 0;

const refusal = decodeSuggestCandidates(request, 0, request.length, order);
if (refusal !== null) throw new Error(refusal.message);
while (Atomics.load(control, 0) === 0) {
  listCandidates(order, program, view, scratch, plan, candidates);
  Atomics.add(control, 1, 1);
  if ((plan.orderWarnings & (1 << WARNING.holdEnded)) === 0) heldCount++;
  else endedCount++;
  const entryCount = candidates.inventoryEnd[candidates.count - 1];
  for (let entry = 0; entry < entryCount; entry++) {
    const available = candidates.inventoryAvailable[entry];
    units.set(available, (units.get(available) ?? 0) + 1);
  }
}
parentPort?.postMessage({ heldCount, endedCount, units } satisfies HoldReaderAnswer);
