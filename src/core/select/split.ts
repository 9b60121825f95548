// How an order that no single location serves is divided: among which pairs, by which strategy; and
// what comes of it is committed.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { STRATEGY, type AfterActionProgram, type RouteProgram } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import { commit } from '../commit.js';
import type { CoreScratch } from '../scratch.js';
import { findBundles } from './bundles.js';
import { walkByStrategy } from './greedy.js';
import { minimizeShipments } from './minimize.js';
import { uniteGroups } from './range.js';
import { roomForSearch } from './scratch.js';

/**
 * Searches a split for the open lines and commits it; `current` is the group that was evaluated
 * last. With an IF_FULFILLED action only lines that are covered in full are committed. `isLimitHit`
 * says whether a limit kept more out.
 */
export function splitOrder(
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
  if (route.strategy === STRATEGY.minimizeShipments) {
    minimizeShipments(order, locations, scratch);
    commitPlaced(scratch);
  } else {
    walkByStrategy(route.strategy, order, locations, scratch);
    commitTaken(scratch);
  }
}

function commitPlaced(scratch: CoreScratch): void {
  const { placeLine, placeRow, placeUnits, placeCount } = scratch;
  for (let i = 0; i < placeCount; i++) commit(scratch, placeLine[i], placeRow[i], placeUnits[i]);
}

function commitTaken(scratch: CoreScratch): void {
  const { takeLine, takeRow, takeUnits, takeCount } = scratch;
  for (let i = 0; i < takeCount; i++) commit(scratch, takeLine[i], takeRow[i], takeUnits[i]);
}
