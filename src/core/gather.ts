// Which stock the order can draw on: copies the usable rows of its products out of the shared
// columns, torn-free.

import { INFINITE_UNITS } from '../columns/limits.js';
import type { PlanColumns } from '../columns/plan.js';
import { ROW_FLAG, type StockColumns } from '../columns/stock.js';
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
 * Fills the raw rows by slot; sets `isConsistent` and `rowsTouched` of the plan.
 */
export function gatherStock(stock: StockColumns, scratch: CoreScratch, plan: PlanColumns): void {
  scratch.rawCount = 0;
  plan.rowsTouched = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) gatherSlot(stock, scratch, plan, slot);
  plan.isConsistent = settle(stock, scratch, plan);
}

function settle(stock: StockColumns, scratch: CoreScratch, plan: PlanColumns): boolean {
  for (let round = 0; round < ROUNDS_MAX; round++) {
    if (regatherChanged(stock, scratch, plan) === 0) return true;
  }
  return isUnchanged(stock, scratch);
}

function regatherChanged(stock: StockColumns, scratch: CoreScratch, plan: PlanColumns): number {
  // The rows were read plainly: they must not sink below the reads of the versions.
  Atomics.add(scratch.fence, 0, 1);
  let changedCount = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const version = Atomics.load(stock.productVersion, scratch.slotProduct[slot]);
    if (version === scratch.slotVersion[slot]) continue;
    gatherSlot(stock, scratch, plan, slot);
    changedCount++;
  }
  return changedCount;
}

function isUnchanged(stock: StockColumns, scratch: CoreScratch): boolean {
  Atomics.add(scratch.fence, 0, 1);
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    const version = Atomics.load(stock.productVersion, scratch.slotProduct[slot]);
    if (version !== scratch.slotVersion[slot]) return false;
  }
  return true;
}

/** Copies the rows of one product behind those that are there, until the copy is whole. */
function gatherSlot(
  stock: StockColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  slot: number,
): void {
  const product = scratch.slotProduct[slot];
  const from = scratch.rawCount;
  for (;;) {
    const version = evenVersion(stock.productVersion, product);
    const start = stock.productStart[product];
    const count = stock.productCount[product];
    // A list that moves under the reader may show a place or a size that never were: look before
    // copying.
    if (count >= 0 && start >= 0 && start + count <= stock.rows.location.length) {
      roomForRows(scratch, from + count);
      const end = copyRows(stock, scratch, start, count, from);
      Atomics.add(scratch.fence, 0, 1);
      if (Atomics.load(stock.productVersion, product) === version) {
        scratch.slotVersion[slot] = version;
        scratch.slotRawStart[slot] = from;
        scratch.slotRawEnd[slot] = end;
        scratch.rawCount = end;
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

/** Copies the rows with units that routing may use; returns where they end. */
function copyRows(
  stock: StockColumns,
  scratch: CoreScratch,
  start: number,
  count: number,
  from: number,
): number {
  const { location, segment, onHand, allocated, held, safetyStock, ltd, flags, attributes } =
    stock.rows;
  const { rawLocation, rawUnits, rawLtd, rawAttributes } = scratch;
  const end = start + count;
  let to = from;
  for (let row = start; row < end; row++) {
    if (segment[row] !== 0) continue;
    const flag = flags[row];
    let units = onHand[row] - allocated[row] - held[row] - safetyStock[row];
    if (flag !== 0) {
      if ((flag & (ROW_FLAG.blocked | ROW_FLAG.deleted)) !== 0) continue;
      if ((flag & ROW_FLAG.infinite) !== 0) units = INFINITE_UNITS;
    }
    if (units <= 0) continue;
    rawLocation[to] = location[row];
    rawUnits[to] = units;
    rawLtd[to] = ltd[row];
    rawAttributes[to] = attributes[row];
    to++;
  }
  return to;
}
