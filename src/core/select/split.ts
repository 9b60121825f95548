// How an order that no single location serves is divided: among which pairs, by which strategy; and
// what comes of it is committed.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import type { PlanColumns } from '../../columns/plan.js';
import { STRATEGY, type AfterActionProgram, type RouteProgram } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import { commit } from '../commit.js';
import { noteProof } from '../proof/note.js';
import type { CoreScratch } from '../scratch.js';
import { findBundles } from './bundles.js';
import { minimizeCost, noteCostProof } from './cost/minimize.js';
import { walkByStrategy } from './greedy.js';
import { minimizeShipments } from './minimize.js';
import { uniteGroups } from './range.js';
import { roomForSearch } from './scratch.js';

/**
 * Searches a split for the open lines and commits it; `current` is the group that was evaluated
 * last. With an IF_FULFILLED action only lines that are covered in full are committed. `isLimitHit`
 * says whether a limit kept more out, and the plan how few locations could do it.
 */
export function splitOrder(
  action: AfterActionProgram,
  route: RouteProgram,
  current: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  searchSplit(action, route, current, order, stock, locations, scratch);
  commitSplit(route, order, scratch, plan);
}

/** Searches a split as splitOrder does, and commits nothing yet. */
export function searchSplit(
  action: AfterActionProgram,
  route: RouteProgram,
  current: number,
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { search } = scratch;
  const { firstGroup, lastGroup } = action;
  uniteGroups(route.groups, firstGroup, lastGroup, current, order, stock, locations, scratch);
  search.isQuantitySplit = action.isQuantitySplit;
  search.isIfFulfilled = action.isIfFulfilled;
  search.isAtomic = action.isQuantitySplit && route.prefersAtomic;
  search.ignoresLimits = false;
  scratch.isLimitHit = false;
  roomForSearch(search, scratch.rowCount, scratch.candidateCount);
  findBundles(order, scratch);
  if (route.cost !== null) minimizeCost(route.cost, order, locations, scratch);
  else if (route.strategy === STRATEGY.minimizeShipments) {
    minimizeShipments(order, locations, scratch);
  } else walkByStrategy(route.strategy, order, locations, scratch);
}

/** Notes what is known of the split that was searched last, and commits it. */
export function commitSplit(
  route: RouteProgram,
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  if (route.cost === null && route.strategy !== STRATEGY.minimizeShipments) {
    const { takeLine, takeRow, takeUnits, takeCount } = scratch;
    noteProof(order, scratch, plan, takeLine, takeRow, takeUnits, takeCount);
    commitAll(scratch, takeLine, takeRow, takeUnits, takeCount);
    return;
  }
  const { placeLine, placeRow, placeUnits, placeCount } = scratch;
  const entry = noteProof(order, scratch, plan, placeLine, placeRow, placeUnits, placeCount);
  if (route.cost !== null && entry >= 0) noteCostProof(scratch, plan, entry);
  commitAll(scratch, placeLine, placeRow, placeUnits, placeCount);
}

/**
 * The candidate that alone serves everything open in the split that was searched last, which placed
 * it; -1: it takes several, or something stays open.
 */
export function soleLocation(order: OrderColumns, scratch: CoreScratch): number {
  const { rowCandidate, placeRow, placeUnits, placeCount, lineOpen, lineNeed } = scratch;
  let left = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (lineOpen[line] === 1) left += lineNeed[line];
  }
  let sole = -1;
  for (let i = 0; i < placeCount; i++) {
    const candidate = rowCandidate[placeRow[i]];
    if (i > 0 && candidate !== sole) return -1;
    sole = candidate;
    left -= placeUnits[i];
  }
  return left === 0 ? sole : -1;
}

function commitAll(
  scratch: CoreScratch,
  lines: Int32Array,
  rows: Int32Array,
  units: Int32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) commit(scratch, lines[i], rows[i], units[i]);
}
