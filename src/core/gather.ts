// Which stock the order can draw on: copies the rows of its products that routing may use out of
// the shared columns, torn-free, and makes a candidate of each location that may serve the order.

import type { LocationTable } from '../columns/locations.js';
import type { PlanColumns } from '../columns/plan.js';
import { ROW_FLAG, type StockColumns } from '../columns/stock.js';
import { admit } from './pool.js';
import { roomForRows, type CoreScratch } from './scratch.js';

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
 * Fills rows and candidates; sets `isConsistent` and `rowsTouched` of the plan. With `hasDetails`
 * ltd and attributes are copied too.
 */
export function gatherStock(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
): void {
  scratch.rowCount = 0;
  scratch.candidateCount = 0;
  scratch.isLinked = false;
  plan.rowsTouched = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    gatherSlot(stock, locations, scratch, plan, hasDetails, slot);
  }
  plan.isConsistent = settle(stock, locations, scratch, plan, hasDetails);
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
      if (round < ROUNDS_MAX) gatherSlot(stock, locations, scratch, plan, hasDetails, slot);
    }
    if (changedCount === 0) return true;
  }
  return false;
}

/**
 * Copies the rows of one product behind those that are there, until the copy is whole. A copy that
 * is thrown away may have made candidates; without rows they have no pairs, and nothing asks them.
 */
function gatherSlot(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  plan: PlanColumns,
  hasDetails: boolean,
  slot: number,
): void {
  const product = scratch.slotProduct[slot];
  const from = scratch.rowCount;
  for (;;) {
    const version = evenVersion(stock.productVersion, product);
    const start = stock.productStart[product];
    const count = stock.productCount[product];
    // A list that moves under the reader may show a place or a size that never were: look before
    // copying.
    if (count >= 0 && start >= 0 && start + count <= stock.routable.length) {
      roomForRows(scratch, from + count);
      const end = copyRows(stock, locations, scratch, hasDetails, start, start + count, from);
      Atomics.add(scratch.fence, 0, 1);
      if (Atomics.load(stock.productVersion, product) === version) {
        scratch.slotVersion[slot] = version;
        scratch.slotRowStart[slot] = from;
        scratch.slotRowEnd[slot] = end;
        scratch.rowCount = end;
        plan.rowsTouched += count;
        return;
      }
    }
  }
}

function evenVersion(versions: Int32Array, product: number): number {
  for (let spins = 0; ; spins++) {
    const version = Atomics.load(versions, product);
    if ((version & 1) === 0) return version;
    if (spins > SPINS_MAX) Atomics.wait(versions, product, version, 1);
  }
}

/** Copies the rows that have units and whose location may serve; answers where they end. */
function copyRows(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  start: number,
  end: number,
  from: number,
): number {
  const { routable } = stock;
  const rowLocation = stock.rows.location;
  const { rowCandidate, rowUnits, locationStamp, locationCandidate, stamp } = scratch;
  const locationCount = locations.count;
  let to = from;
  for (let row = start; row < end; row++) {
    const units = routable[row];
    if (units === 0) continue;
    const location = rowLocation[row];
    // A row of a location that is newer than this table: the next decision sees it.
    if (location >= locationCount) continue;
    if (locationStamp[location] !== stamp) {
      locationStamp[location] = stamp;
      locationCandidate[location] = admit(locations, scratch, location);
    }
    const candidate = locationCandidate[location];
    if (candidate < 0) continue;
    rowCandidate[to] = candidate;
    rowUnits[to] = units;
    if (hasDetails) {
      const hasLtd = (stock.rows.flags[row] & ROW_FLAG.hasLtd) !== 0;
      scratch.rowLtd[to] = hasLtd ? stock.rows.ltd[row] : NaN;
      scratch.rowAttributes[to] = stock.rows.attributes[row];
    }
    to++;
  }
  return to;
}
