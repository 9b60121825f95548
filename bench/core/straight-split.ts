// How would the split by quantity of the one rule set be written by hand? The residual greedy cover
// and its placement, for orders whose lines are all of different products. Plans that assign more
// than 2,000 pieces are beyond it.

import type { LocationTable } from '../../src/columns/locations.js';
import type { OrderColumns } from '../../src/columns/order.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import type { StockColumns } from '../../src/columns/stock.js';
import { assign, isNearer, leaveRest, type Straight } from './straight-line.js';

/** Splits the order over the locations that were seen; the decision is in `plan`. */
export function splitStraight(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  state: Straight,
  plan: PlanColumns,
): void {
  collectRows(order, stock, state);
  const walkedUnits = walk(locations, state);
  const placedUnits = place(order, state);
  const isPlaced = placedUnits >= walkedUnits;
  const count = isPlaced ? state.placeCount : state.takeCount;
  const rows = isPlaced ? state.placeRow : state.takeRow;
  const units = isPlaced ? state.placeUnits : state.takeUnits;
  plan.assignmentCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    let rest = order.quantity[line];
    for (let i = 0; i < count; i++) {
      if (state.rowLine[rows[i]] !== line) continue;
      assign(state, plan, line, state.rowLocation[rows[i]], units[i]);
      rest -= units[i];
    }
    if (rest > 0) leaveRest(order, state, plan, line, rest);
  }
}

/** Lists the rows that the rules keep by line, chains those of a location, and sums its gain. */
function collectRows(order: OrderColumns, stock: StockColumns, state: Straight): void {
  const { seen, firstRow, gain, residual, rowStart } = state;
  for (let i = 0; i < state.seenCount; i++) {
    firstRow[seen[i]] = -1;
    gain[seen[i]] = 0;
  }
  let to = 0;
  for (let line = 0; line < order.lineCount; line++) {
    rowStart[line] = to;
    residual[line] = order.quantity[line];
    if (state.product[line] >= 0) to = collectLine(stock, state, line, to);
  }
  rowStart[order.lineCount] = to;
}

function collectLine(stock: StockColumns, state: Straight, line: number, from: number): number {
  const { routable } = stock;
  const { location } = stock.rows;
  const { covers, rowLocation, rowUnits, rowGain, rowLine, rowNext, firstRow, gain } = state;
  const need = state.residual[line];
  const start = stock.productStart[state.product[line]];
  const end = start + stock.productCount[state.product[line]];
  let to = from;
  for (let row = start; row < end; row++) {
    const units = routable[row];
    const where = location[row];
    if (units === 0 || state.stamps[where] !== state.stamp || covers[where] < 0) continue;
    rowLocation[to] = where;
    rowUnits[to] = units;
    rowGain[to] = Math.min(units, need);
    rowLine[to] = line;
    rowNext[to] = firstRow[where];
    firstRow[where] = to;
    gain[where] += rowGain[to++];
  }
  return to;
}

/** Takes the location with the largest gain until none has any; answers the units taken. */
function walk(locations: LocationTable, state: Straight): number {
  const { seen, gain, firstRow, rowNext, rowGain, rowLine, residual } = state;
  let walkedUnits = 0;
  state.takenCount = 0;
  state.takeCount = 0;
  for (;;) {
    let best = -1;
    for (let i = 0; i < state.seenCount; i++) {
      const place = seen[i];
      if (gain[place] === 0 || (best >= 0 && gain[place] < gain[best])) continue;
      if (best < 0 || gain[place] > gain[best] || isNearer(place, best, locations, state)) {
        best = place;
      }
    }
    if (best < 0) return walkedUnits;
    insertTaken(best, locations, state);
    for (let row = firstRow[best]; row >= 0; row = rowNext[row]) {
      const units = rowGain[row];
      if (units === 0) continue;
      state.takeRow[state.takeCount] = row;
      state.takeUnits[state.takeCount++] = units;
      state.rowUnits[row] -= units;
      residual[rowLine[row]] -= units;
      walkedUnits += units;
      lowerGains(state, rowLine[row]);
    }
  }
}

/** Brings the gains of a line's rows to what the line still needs. */
function lowerGains(state: Straight, line: number): void {
  const { rowGain, rowUnits, rowLocation, gain, rowStart } = state;
  const need = state.residual[line];
  for (let row = rowStart[line]; row < rowStart[line + 1]; row++) {
    const units = Math.min(need, rowUnits[row]);
    if (units === rowGain[row]) continue;
    gain[rowLocation[row]] += units - rowGain[row];
    rowGain[row] = units;
  }
}

/** Keeps the taken locations in the order of the group. */
function insertTaken(place: number, locations: LocationTable, state: Straight): void {
  const { taken } = state;
  let at = state.takenCount++;
  for (; at > 0 && isNearer(place, taken[at - 1], locations, state); at--) {
    taken[at] = taken[at - 1];
  }
  taken[at] = place;
}

/**
 * Gives each line whole to the first taken location that can, else in pieces; answers the units.
 * What the walk took is put back first.
 */
function place(order: OrderColumns, state: Straight): number {
  const { rowUnits, takeRow, takeUnits } = state;
  for (let i = 0; i < state.takeCount; i++) rowUnits[takeRow[i]] += takeUnits[i];
  state.placeCount = 0;
  let placedUnits = 0;
  for (let line = 0; line < order.lineCount; line++) {
    if (state.residual[line] < order.quantity[line]) {
      placedUnits += placeLine(state, line, order.quantity[line]);
    }
  }
  return placedUnits;
}

function placeLine(state: Straight, line: number, need: number): number {
  const { taken, placeRow, placeUnits, rowUnits } = state;
  for (let i = 0; i < state.takenCount; i++) {
    const row = rowAt(state, line, taken[i]);
    if (row < 0 || rowUnits[row] < need) continue;
    placeRow[state.placeCount] = row;
    placeUnits[state.placeCount++] = need;
    return need;
  }
  let left = need;
  for (let i = 0; i < state.takenCount && left > 0; i++) {
    const row = rowAt(state, line, taken[i]);
    if (row < 0) continue;
    const units = Math.min(left, rowUnits[row]);
    placeRow[state.placeCount] = row;
    placeUnits[state.placeCount++] = units;
    left -= units;
  }
  return need - left;
}

/** The row of a line at a location, or -1. */
function rowAt({ firstRow, rowNext, rowLine }: Straight, line: number, where: number): number {
  for (let row = firstRow[where]; row >= 0; row = rowNext[row]) {
    if (rowLine[row] === line) return row;
  }
  return -1;
}
