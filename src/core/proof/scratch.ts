// The working memory of proofs, and the room for them in a plan. Grown, rarely; only files of this
// name make arrays.

import { LINES_MAX } from '../../columns/limits.js';
import { type PlanColumns, PROOF_DOUBLES } from '../../columns/plan.js';

/** Lines that are compared with each other: each has a bit. */
export const MASK_LINES = 32;

/** Working memory of proofs. */
export type ProofScratch = ReturnType<typeof createProofScratch>;

/** Working memory for one proof at a time. */
export function createProofScratch() {
  return {
    /** By line: the most units that any plan gives it, and the least of those that are compared. */
    lineMost: new Int32Array(LINES_MAX),
    lineLeast: new Int32Array(LINES_MAX),
    /** By slot: what its lines would get at most, each by itself, beyond the stock there is. */
    slotShort: new Int32Array(LINES_MAX),
    /** By line: what a location must have to serve it. */
    lineFewest: new Int32Array(LINES_MAX),
    /** Lines that every plan serves, as keys: how many pairs, then the line; sorted. */
    neededCount: 0,
    neededKeys: new Int32Array(LINES_MAX),
    /** The line of which the largest stocks add up the latest, and how many of them it takes. */
    shortLine: 0,
    shortLocations: 0,
    /** Of the first needed lines: as bits, those that it shares a location with, and itself. */
    neighbours: new Int32Array(MASK_LINES),
    /** The largest set of them that was found, as bits; how many are wanted; steps. */
    apart: 0,
    apartCount: 0,
    apartWanted: 0,
    steps: 0,
  };
}

/** Makes room for one proof more; keeps what is there. */
export function roomForProof(plan: PlanColumns): void {
  const { length } = plan.proofParcels;
  if (plan.proofCount < length) return;
  plan.proofParcels = grown(plan.proofParcels);
  plan.proofBound = grown(plan.proofBound);
  plan.proofFirst = grown(plan.proofFirst);
  plan.proofSecond = grown(plan.proofSecond);
  const isProven = new Uint8Array(length * 2);
  isProven.set(plan.proofIsProven);
  plan.proofIsProven = isProven;
  const reason = new Uint8Array(length * 2);
  reason.set(plan.proofReason);
  plan.proofReason = reason;
  const costs = new Float64Array(length * 2 * PROOF_DOUBLES);
  costs.set(plan.proofCosts);
  plan.proofCosts = costs;
}

/** Makes room for the lines of one reason more; keeps what is there. */
export function roomForProofLines(plan: PlanColumns): void {
  if (plan.proofLineCount + MASK_LINES > plan.proofLines.length) {
    plan.proofLines = grown(plan.proofLines);
  }
}

function grown(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
