// The stock rows of an order's lines, by slot and location: what was read, and what was left out
// before any group was asked.

import { ROW_FLAG } from '../columns/stock.js';
import { beginOwners, ownerOf } from '../core/segments.js';
import { ownUnitsOf } from '../core/stock/own-hold.js';
import { effectiveUnits } from '../core/stock/rows.js';
import type { Scene } from './scene.js';

/**
 * The rows that the lines of a slot ask for and that are at known locations, by location code, then
 * segment: of stock that is there, and while future stock is tried of stock that is to come.
 */
export function rowsOfSlot(scene: Scene, slot: number): readonly number[] {
  const known = scene.slotRows.get(slot);
  if (known !== undefined) return known;
  const rows = collectRows(scene, slot);
  scene.slotRows.set(slot, rows);
  return rows;
}

function collectRows(scene: Scene, slot: number): number[] {
  const { stock, locations, scratch, order } = scene;
  const product = scratch.slotProduct[slot];
  const rows: number[] = [];
  const end = stock.productStart[product] + stock.productCount[product];
  beginOwners(stock, scratch);
  for (let row = stock.productStart[product]; row < end; row++) {
    const location = stock.rows.location[row];
    if (location >= locations.count || !scene.hasFlag(location, 'present')) continue;
    const segment = stock.rows.segment[row];
    const futureMs = stock.segmentFutureMs[segment];
    if (Number.isNaN(futureMs) === scratch.isFuturePass) continue;
    // False without a limit, which is NaN.
    if (scratch.isFuturePass && futureMs > order.futureLimitMs[0]) continue;
    if (ownerOf(order, stock, scratch, scratch.slotHead[slot], segment) === slot) rows.push(row);
  }
  rows.sort((a, b) => stock.rows.segment[a] - stock.rows.segment[b]);
  return scene.byCode(rows, (row) => stock.rows.location[row]);
}

/** The units of a row of a slot that routing may use; 4,000,000,000 where any number. */
export function unitsOf(scene: Scene, slot: number, row: number): number {
  return effectiveUnits(scene.stock, row, ownUnits(scene, slot, row));
}

/** The units of a row of a slot that the order holds itself. */
function ownUnits({ scratch, stock: { rows } }: Scene, slot: number, row: number): number {
  return ownUnitsOf(scratch, scratch.slotHead[slot], rows.location[row], rows.segment[row]);
}

/** The ltd of a row; undefined where it is unknown. */
export function ltdOf(scene: Scene, row: number): number | undefined {
  const { rows } = scene.stock;
  return (rows.flags[row] & ROW_FLAG.hasLtd) === 0 ? undefined : rows.ltd[row];
}

/** The units that a blocked row of a slot would have; 0 where it is not blocked. */
export function blockedUnits(scene: Scene, slot: number, row: number): number {
  const { rows } = scene.stock;
  if ((rows.flags[row] & ROW_FLAG.blocked) === 0) return 0;
  if ((rows.flags[row] & ROW_FLAG.infinite) !== 0) return Infinity;
  const held = Math.max(0, rows.held[row] - ownUnits(scene, slot, row));
  return Math.max(0, rows.onHand[row] - rows.allocated[row] - held - rows.safetyStock[row]);
}
