// What is known of the plan of a search: how many locations it uses, how few any other plan does
// that serves as much, and why.

import type { OrderColumns } from '../../columns/order.js';
import { BOUND_REASON, type PlanColumns, PROOF_DOUBLES } from '../../columns/plan.js';
import type { CoreScratch } from '../scratch.js';
import { findApart, mostCovered } from './apart.js';
import { findNeeds, findShortLine, lineOfKey } from './needs.js';
import { roomForProof, roomForProofLines } from './scratch.js';

/** Notes that one location serves all that is open. */
export function noteSingle(plan: PlanColumns): void {
  addProof(plan, 1, true);
}

/**
 * Notes what is known of a split that is searched and not committed yet: it takes `count` times
 * units of a line from a row. The search leaves in `leastLocations` how many it has ruled out to be
 * too few, and in `isProven` whether it went to its end; its participants are those within the
 * limits. Answers the entry of the proof, or -1 where nothing is taken.
 */
export function noteProof(
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  lines: Int32Array,
  rows: Int32Array,
  units: Int32Array,
  count: number,
): number {
  const parcels = countLocations(scratch, rows, count);
  if (parcels === 0) return -1;
  const entry = addProof(plan, parcels, scratch.search.isProven);
  if (parcels === 1) return entry;
  findNeeds(order, scratch, lines, units, count);
  findBound(scratch, plan, entry);
  if (plan.proofBound[entry] < parcels) plan.proofIsProven[entry] = 0;
  return entry;
}

/** Adds a proof whose bound is 1. */
function addProof(plan: PlanColumns, parcels: number, isProven: boolean): number {
  roomForProof(plan);
  const entry = plan.proofCount++;
  plan.proofParcels[entry] = parcels;
  plan.proofBound[entry] = 1;
  plan.proofIsProven[entry] = isProven ? 1 : 0;
  plan.proofReason[entry] = BOUND_REASON.none;
  plan.proofCosts[entry * PROOF_DOUBLES] = NaN;
  plan.proofCosts[entry * PROOF_DOUBLES + 1] = NaN;
  return entry;
}

/** How many different locations rows belong to. */
function countLocations(scratch: CoreScratch, rows: Int32Array, count: number): number {
  const { rowCandidate, candidateIsTaken } = scratch;
  for (let i = 0; i < count; i++) candidateIsTaken[rowCandidate[rows[i]]] = 0;
  let locations = 0;
  for (let i = 0; i < count; i++) {
    const candidate = rowCandidate[rows[i]];
    if (candidateIsTaken[candidate] === 1) continue;
    candidateIsTaken[candidate] = 1;
    locations++;
  }
  return locations;
}

/** Tries one reason after another, until one is enough. */
function findBound(scratch: CoreScratch, plan: PlanColumns, entry: number): void {
  const { proof, search } = scratch;
  const parcels = plan.proofParcels[entry];
  findShortLine(scratch, parcels);
  const { shortLine, shortLocations } = proof;
  raise(plan, entry, shortLocations, BOUND_REASON.shortLine, shortLine, shortLocations);
  if (plan.proofBound[entry] === parcels) return;
  const apart = findApart(scratch, parcels);
  const start = plan.proofLineCount;
  if (raise(plan, entry, apart, BOUND_REASON.noSharedLocation, start, start + apart)) {
    listApart(scratch, plan);
  }
  if (plan.proofBound[entry] === parcels) return;
  const { neededCount } = proof;
  const most = mostCovered(scratch);
  const least = Math.ceil(neededCount / most);
  raise(plan, entry, least, BOUND_REASON.leastCoverage, neededCount, most);
  raise(plan, entry, search.leastLocations, BOUND_REASON.allTried, 0, 0);
}

/** Raises the bound of a proof for a reason with its two numbers; answers whether it is higher. */
function raise(
  plan: PlanColumns,
  entry: number,
  bound: number,
  reason: number,
  first: number,
  second: number,
): boolean {
  if (bound <= plan.proofBound[entry]) return false;
  plan.proofBound[entry] = bound;
  plan.proofReason[entry] = reason;
  plan.proofFirst[entry] = first;
  plan.proofSecond[entry] = second;
  return true;
}

/** Lists the lines that need a location each, in request order. */
function listApart({ proof }: CoreScratch, plan: PlanColumns): void {
  roomForProofLines(plan);
  const { proofLines } = plan;
  const start = plan.proofLineCount;
  for (let bits = proof.apart; bits !== 0; bits &= bits - 1) {
    const line = lineOfKey(proof.neededKeys[31 - Math.clz32(bits & -bits)]);
    let at = plan.proofLineCount++;
    for (; at > start && proofLines[at - 1] > line; at--) proofLines[at] = proofLines[at - 1];
    proofLines[at] = line;
  }
}
