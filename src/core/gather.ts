// Which stock the order can draw on: copies the rows of its products that routing may use out of
// the shared columns, torn-free, and makes a candidate of each location that may serve the order.

import type { LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import type { StockColumns } from '../columns/stock.js';
import { placeCandidates } from './pool.js';
import { roomForRows, type CoreScratch } from './scratch.js';
import { isPlainSlot, beginOwners } from './segments.js';
import { copyFutureRows } from './stock/future-rows.js';
import { copyOwnRows, copyPlainRows, copyTaggedRows } from './stock/rows.js';

/**
 * Reads of a version word that is odd before the reader sleeps a moment: the writer may have been
 * descheduled.
 */
const SPINS_MAX = 1000;
/**
 * How often rows that changed meanwhile are gathered anew before the decision says that it is not
 * consistent.
 */
const ROUNDS_MAX = 3;

/**
 * Gathers the rows of every slot and checks that all of them belong to one state of the stock.
 * Fills rows and candidates, future rows where a line may be served by them, and what the giving
 * store has; sets `isConsistent` and `rowsTouched` of the plan. With `hasDetails` more than the
 * units of a row is copied too.
 */
export function gatherStock(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
): void {
  scratch.rowCount = 0;
  scratch.partCount = 0;
  scratch.candidateCount = 0;
  scratch.isLinked = false;
  scratch.future.count = 0;
  plan.rowsTouched = 0;
  gatherAnew(order, stock, locations, scratch, plan, hasDetails);
}

/** Gathers all rows again, behind those that are there. */
export function gatherAnew(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
): void {
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    if (scratch.slotHead[slot] !== slot) continue;
    gatherProduct(order, stock, locations, scratch, plan, hasDetails, slot);
  }
  plan.isConsistent = settle(order, stock, locations, scratch, plan, hasDetails);
  placeCandidates(locations, scratch);
}

/** Notes the versions of the products of an order of which no rows are read. */
export function noteVersions(stock: StockColumns, scratch: CoreScratch): void {
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const product = scratch.slotProduct[slot];
    scratch.slotVersion[slot] = Atomics.load(stock.productVersion, product);
  }
}

/**
 * Gathers anew what changed while other products were read. Answers whether all belongs to one
 * state in the end.
 */
function settle(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
): boolean {
  for (let round = 0; round <= ROUNDS_MAX; round++) {
    // The rows were read plainly: they must not sink below the reads of the versions.
    Atomics.add(scratch.fence, 0, 1);
    let changedCount = 0;
    for (let slot = 0; slot < scratch.slotCount; slot++) {
      const version = Atomics.load(stock.productVersion, scratch.slotProduct[slot]);
      if (version === scratch.slotVersion[slot]) continue;
      changedCount++;
      if (round === ROUNDS_MAX) continue;
      gatherProduct(order, stock, locations, scratch, plan, hasDetails, scratch.slotHead[slot]);
    }
    if (changedCount === 0) return true;
  }
  return false;
}

/**
 * Copies the rows of one product behind those that are there, for all of its slots, until the copy
 * is whole. A copy that is thrown away may have made candidates; without rows they have no pairs,
 * and nothing asks them.
 */
function gatherProduct(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
  head: number,
): void {
  const product = scratch.slotProduct[head];
  const from = scratch.rowCount;
  const fromPart = scratch.partCount;
  const fromFuture = scratch.future.count;
  for (;;) {
    const version = evenVersion(stock.productVersion, product);
    const start = stock.productStart[product];
    const count = stock.productCount[product];
    // A list that moves under the reader may show a place or a size that never were: look before
    // copying.
    if (count >= 0 && start >= 0 && start + count <= stock.routable.length) {
      roomForRows(scratch, from + count);
      scratch.rowCount = from;
      scratch.partCount = fromPart;
      scratch.future.count = fromFuture;
      copySlots(order, stock, locations, scratch, hasDetails, head, start, start + count);
      Atomics.add(scratch.fence, 0, 1);
      if (Atomics.load(stock.productVersion, product) === version) {
        noteVersion(scratch, head, version);
        plan.rowsTouched += count;
        return;
      }
    }
  }
}

function noteVersion(scratch: CoreScratch, head: number, version: number): void {
  for (let slot = head; slot >= 0; slot = scratch.slotSibling[slot]) {
    scratch.slotVersion[slot] = version;
  }
}

function evenVersion(versions: Int32Array, product: number): number {
  for (let spins = 0; ; spins++) {
    const version = Atomics.load(versions, product);
    if ((version & 1) === 0) return version;
    if (spins > SPINS_MAX) Atomics.wait(versions, product, version, 1);
  }
}

/** Copies stock rows [start, end) for all slots of their product; each goes to one at most. */
function copySlots(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  head: number,
  start: number,
  end: number,
): void {
  if (scratch.hasTags) beginOwners(stock, scratch);
  const hasOwn = scratch.own.count > 0;
  for (let slot = head; slot >= 0; slot = scratch.slotSibling[slot]) {
    scratch.slotRowStart[slot] = scratch.rowCount;
    scratch.slotStoreUnits[slot] = 0;
    if (isPlainSlot(scratch, slot)) {
      if (hasOwn) copyOwnRows(stock, locations, scratch, hasDetails, slot, start, end);
      else copyPlainRows(stock, locations, scratch, hasDetails, slot, start, end);
    } else copyTaggedRows(order, stock, locations, scratch, hasDetails, slot, start, end);
    scratch.slotRowEnd[slot] = scratch.rowCount;
  }
  if (scratch.slotWantsFuture[head] === 0) return;
  scratch.slotFutureStart[head] = scratch.future.count;
  copyFutureRows(order, stock, locations, scratch, start, end);
  scratch.slotFutureEnd[head] = scratch.future.count;
}
