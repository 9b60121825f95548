// Splits at the least cost: the most units first, then, where it is asked for, the most lines whole
// at one location, then the least cost, then the fewest locations, then those that come first.
// Exact, within a budget of looks.

import type { LocationTable } from '../../../columns/locations.js';
import type { OrderColumns } from '../../../columns/order.js';
import { PROOF_DOUBLES, type PlanColumns } from '../../../columns/plan.js';
import type { CostProgram } from '../../../columns/program.js';
import type { CoreScratch } from '../../scratch.js';
import { takeBest } from '../cover-state.js';
import { beginLess, beginMinimum, minimizeShipments, noteLimit } from '../minimize.js';
import { placeCheapest } from './placement.js';
import { searchCheapest } from './search.js';
import { noteCosts, orderByCost, THOUSANDTHS } from './unit-costs.js';
import { searchCheapestWithin } from './within.js';

/** Searches the split; what it takes is in `placeLine`, `placeRow` and `placeUnits`. */
export function minimizeCost(
  program: CostProgram,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search } = scratch;
  const { cost } = search;
  noteCosts(program, scratch);
  cost.isFlat = orderByCost(locations, scratch);
  // Where a unit costs the same everywhere, the fewest locations cost the least.
  if (cost.isFlat) return minimizeShipments(order, locations, scratch);
  beginMinimum(order, locations, scratch);
  if (!searchCheapest(scratch)) {
    beginLess(locations, scratch);
    searchCheapestWithin(scratch);
  }
  takeBest(search);
  placeCheapest(order, scratch);
  noteLimit(scratch);
}

/** Adds to the proof `entry` of a plan that is placed and not committed yet what it costs. */
export function noteCostProof(scratch: CoreScratch, plan: PlanColumns, entry: number): void {
  const { search, placeRow, placeUnits, placeCount, rowCandidate } = scratch;
  const { cost } = search;
  let units = 0;
  let sum = 0;
  for (let i = 0; i < placeCount; i++) {
    units += placeUnits[i];
    sum += placeUnits[i] * cost.candidateUnit[rowCandidate[placeRow[i]]];
  }
  sum += cost.parcel * plan.proofParcels[entry];
  // Where the search did not end, or its placement, nothing is known but the bound.
  const isProven = search.isProven && units === search.bestUnits;
  let { least } = cost;
  if (cost.isFlat) {
    least = sum - cost.parcel * (plan.proofParcels[entry] - plan.proofBound[entry]);
  }
  plan.proofIsProven[entry] = isProven && sum <= least ? 1 : 0;
  plan.proofCosts[entry * PROOF_DOUBLES] = sum / THOUSANDTHS;
  plan.proofCosts[entry * PROOF_DOUBLES + 1] = Math.min(sum, least) / THOUSANDTHS;
}

/** Adds to the last proof, that of one location that serves all since `firstCommit`, its cost. */
export function noteSingleCost(scratch: CoreScratch, plan: PlanColumns, firstCommit: number): void {
  const { cost } = scratch.search;
  let sum = cost.parcel;
  for (let i = firstCommit; i < scratch.commitCount; i++) {
    const candidate = scratch.rowCandidate[scratch.commitRow[i]];
    sum += scratch.commitUnits[i] * cost.candidateUnit[candidate];
  }
  const at = (plan.proofCount - 1) * PROOF_DOUBLES;
  plan.proofCosts[at] = sum / THOUSANDTHS;
  plan.proofCosts[at + 1] = sum / THOUSANDTHS;
}
