// How would the split by quantity of the one rule set be written by hand? The fewest locations that
// have the most units, of such sets the nearest ones, and each line whole at the nearest that has
// all of it, else in pieces. Orders have at most 31 lines, all of different products.

import type { LocationTable } from '../../src/columns/locations.js';
import type { OrderColumns } from '../../src/columns/order.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import type { StockColumns } from '../../src/columns/stock.js';
import { assign, isNearer, leaveRest, type Straight } from './straight-line.js';

const LINES_MAX = 31;
const SET_MAX = 64;

/** Memory for splits. */
export function createSplitMemory(locationCount: number, rowCapacity: number) {
  return {
    rowStart: new Int32Array(LINES_MAX + 1),
    rowLocation: new Int32Array(rowCapacity),
    rowUnits: new Int32Array(rowCapacity),
    rowLine: new Int32Array(rowCapacity),
    rowNext: new Int32Array(rowCapacity),
    firstRow: new Int32Array(locationCount),
    /** By location: lines that it has something for, as bits, and how many are nearer. */
    mask: new Int32Array(locationCount),
    place: new Int32Array(locationCount),
    chords: new Float64Array(locationCount),
    /** Lines, the ones with the fewest rows first, and what they miss. */
    lines: new Int32Array(LINES_MAX),
    missing: new Int32Array(LINES_MAX),
    set: new Int32Array(SET_MAX),
    best: new Int32Array(SET_MAX),
    bestCount: 0,
    bestSum: 0,
    lineCount: 0,
  };
}

/** Splits the order over the locations that were seen; the decision is in `plan`. */
export function splitStraight(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  state: Straight,
  plan: PlanColumns,
): void {
  const { split } = state;
  if (order.lineCount > LINES_MAX) throw new Error('more lines than the straight line splits');
  collectRows(order, stock, state);
  orderPlaces(state);
  const open = orderLines(order, state);
  split.bestCount = 0;
  if (open !== 0) {
    for (let size = 1; split.bestCount === 0; size++) {
      split.bestSum = Infinity;
      choose(locations, state, open, 0, size, 0);
    }
  }
  nearestFirst(locations, state);
  plan.assignmentCount = 0;
  for (let line = 0; line < order.lineCount; line++) place(order, state, plan, line);
}

/** Lists the rows that the rules keep by line, and chains those of a location. */
function collectRows(order: OrderColumns, stock: StockColumns, state: Straight): void {
  const { split, seen } = state;
  for (let i = 0; i < state.seenCount; i++) {
    split.firstRow[seen[i]] = -1;
    split.mask[seen[i]] = 0;
  }
  let to = 0;
  for (let line = 0; line < order.lineCount; line++) {
    split.rowStart[line] = to;
    if (state.product[line] >= 0) to = collectLine(order, stock, state, line, to);
  }
  split.rowStart[order.lineCount] = to;
}

function collectLine(
  order: OrderColumns,
  stock: StockColumns,
  state: Straight,
  line: number,
  from: number,
): number {
  const { routable } = stock;
  const { location } = stock.rows;
  const { rowLocation, rowUnits, rowLine, rowNext, firstRow, mask } = state.split;
  const start = stock.productStart[state.product[line]];
  const end = start + stock.productCount[state.product[line]];
  let to = from;
  for (let row = start; row < end; row++) {
    const units = routable[row];
    const where = location[row];
    if (units === 0 || state.stamps[where] !== state.stamp || state.covers[where] < 0) continue;
    rowLocation[to] = where;
    rowUnits[to] = Math.min(units, order.quantity[line]);
    rowLine[to] = line;
    rowNext[to] = firstRow[where];
    mask[where] |= 1 << line;
    firstRow[where] = to++;
  }
  return to;
}

/** Counts for each location that has something how many are nearer. */
function orderPlaces({ split, seen, seenCount, chord }: Straight): void {
  const { chords, mask, place } = split;
  let count = 0;
  for (let i = 0; i < seenCount; i++) if (mask[seen[i]] !== 0) chords[count++] = chord[seen[i]];
  const sorted = chords.subarray(0, count).sort();
  for (let i = 0; i < seenCount; i++) {
    if (mask[seen[i]] === 0) continue;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sorted[middle] < chord[seen[i]]) low = middle + 1;
      else high = middle;
    }
    place[seen[i]] = low;
  }
}

/** Orders the lines by their rows; answers those that some location has something for, as bits. */
function orderLines(order: OrderColumns, { split }: Straight): number {
  const { rowStart, rowUnits, lines, missing } = split;
  const rowsOf = (line: number): number => rowStart[line + 1] - rowStart[line];
  let open = 0;
  split.lineCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    let sum = 0;
    for (let row = rowStart[line]; row < rowStart[line + 1]; row++) sum += rowUnits[row];
    missing[line] = Math.min(sum, order.quantity[line]);
    if (sum === 0) continue;
    open |= 1 << line;
    let at = split.lineCount++;
    for (; at > 0 && rowsOf(lines[at - 1]) > rowsOf(line); at--) lines[at] = lines[at - 1];
    lines[at] = line;
  }
  return open;
}

/** Tries every location that has something of the first open line, as one of `size` more. */
function choose(
  locations: LocationTable,
  state: Straight,
  open: number,
  count: number,
  size: number,
  sum: number,
): void {
  const { split } = state;
  const { lines, rowStart, rowLocation, mask, place } = split;
  let first = 0;
  while (((open >>> lines[first]) & 1) === 0) first++;
  const line = lines[first];
  for (let row = rowStart[line]; row < rowStart[line + 1]; row++) {
    const where = rowLocation[row];
    const nextSum = sum + place[where];
    if (nextSum > split.bestSum || isChosen(split.set, count, where)) continue;
    if (size === 1 && ((open & ~mask[where]) !== 0 || !hasAll(state, where, open))) continue;
    split.set[count] = where;
    const left = take(state, where, open, -1);
    if (left === 0) keep(locations, state, count + 1, nextSum);
    else if (size > 1) choose(locations, state, left, count + 1, size - 1, nextSum);
    take(state, where, open, 1);
  }
}

function isChosen(set: Int32Array, count: number, where: number): boolean {
  for (let i = 0; i < count; i++) if (set[i] === where) return true;
  return false;
}

/** Whether a location has all that open lines miss. */
function hasAll({ split }: Straight, where: number, open: number): boolean {
  const { firstRow, rowNext, rowLine, rowUnits, missing } = split;
  for (let row = firstRow[where]; row >= 0; row = rowNext[row]) {
    const isOpen = ((open >>> rowLine[row]) & 1) === 1;
    if (isOpen && rowUnits[row] < missing[rowLine[row]]) return false;
  }
  return true;
}

/**
 * Takes what a location has off what open lines miss, or with `sign` 1 puts it back; answers those
 * that are open then. What goes below zero is more than was needed.
 */
function take({ split }: Straight, where: number, open: number, sign: number): number {
  const { firstRow, rowNext, rowLine, rowUnits, missing } = split;
  let left = open;
  for (let row = firstRow[where]; row >= 0; row = rowNext[row]) {
    const line = rowLine[row];
    if (((open >>> line) & 1) === 0) continue;
    missing[line] += sign * rowUnits[row];
    if (missing[line] <= 0) left &= ~(1 << line);
  }
  return left;
}

/** Keeps the set where it is nearer than the best one, or as near with the smaller codes. */
function keep(locations: LocationTable, { split }: Straight, count: number, sum: number): void {
  const { set, best } = split;
  if (sum === split.bestSum && !isSmaller(locations.codeRank, set, best, count)) return;
  split.bestSum = sum;
  split.bestCount = count;
  for (let i = 0; i < count; i++) best[i] = set[i];
}

/** Whether the first code in which two sets differ is of the first set. */
function isSmaller(codes: Int32Array, a: Int32Array, b: Int32Array, count: number): boolean {
  let ofA = Infinity;
  let ofB = Infinity;
  for (let i = 0; i < count; i++) {
    if (!isChosen(b, count, a[i])) ofA = Math.min(ofA, codes[a[i]]);
    if (!isChosen(a, count, b[i])) ofB = Math.min(ofB, codes[b[i]]);
  }
  return ofA < ofB;
}

function nearestFirst(locations: LocationTable, state: Straight): void {
  const { best, bestCount } = state.split;
  for (let i = 1; i < bestCount; i++) {
    const where = best[i];
    let at = i;
    for (; at > 0 && isNearer(where, best[at - 1], locations, state); at--) best[at] = best[at - 1];
    best[at] = where;
  }
}

/** Gives a line whole to the nearest that has all of it, else in pieces. */
function place(order: OrderColumns, state: Straight, plan: PlanColumns, line: number): void {
  const { best, bestCount, rowUnits } = state.split;
  let left = order.quantity[line];
  for (let i = 0; i < bestCount; i++) {
    const row = rowAt(state, line, best[i]);
    if (row >= 0 && rowUnits[row] === left) return assign(state, plan, line, best[i], left);
  }
  for (let i = 0; i < bestCount && left > 0; i++) {
    const row = rowAt(state, line, best[i]);
    if (row < 0) continue;
    const units = Math.min(left, rowUnits[row]);
    assign(state, plan, line, best[i], units);
    left -= units;
  }
  if (left > 0) leaveRest(order, state, plan, line, left);
}

/** The row of a line at a location, or -1. */
function rowAt({ split }: Straight, line: number, where: number): number {
  for (let row = split.firstRow[where]; row >= 0; row = split.rowNext[row]) {
    if (split.rowLine[row] === line) return row;
  }
  return -1;
}
