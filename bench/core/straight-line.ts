// How would one rule set be written by hand? A loop over the same shared columns with the rules of
// bench/support/rules.ts hard-coded: the locations that serve as one set of bits, the distance as a
// squared chord, the nearest location that has everything, else a split by quantity. It takes the
// decoded order and leaves the same plan. It knows no lists of allowed or excluded locations, no
// express, no product on two lines, no other sort, and reads one state of the stock or starts anew.

import { hasBit } from '../../src/base/bits.js';
import { sphereX, sphereY, sphereZ } from '../../src/base/sphere.js';
import { EARTH_RADIUS_KM } from '../../src/base/units.js';
import { lookUp } from '../../src/columns/dictionary.js';
import { LINES_MAX } from '../../src/columns/limits.js';
import type { LocationTable } from '../../src/columns/locations.js';
import type { OrderColumns } from '../../src/columns/order.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import { STATE_CHANGE } from '../../src/columns/program.js';
import { PRODUCT_KIND, type StockColumns } from '../../src/columns/stock.js';
import { createSplitMemory, splitStraight } from './straight-split.js';

/** The hard-coded rules, and the memory that they are worked out in. */
export type Straight = ReturnType<typeof createStraight>;

/** Rules that keep the locations of `members` up to `reachKm` away, on a table of so many. */
export function createStraight(
  members: Uint32Array,
  ranks: Int32Array,
  reachKm: number,
  locationCount: number,
  rowCapacity: number,
) {
  const halfChord = 2 * Math.sin(reachKm / EARTH_RADIUS_KM / 2);
  return {
    members,
    ranks,
    reach: halfChord * halfChord,
    product: new Int32Array(LINES_MAX),
    version: new Int32Array(LINES_MAX),
    fence: new Int32Array(new SharedArrayBuffer(4)),
    stamp: 0,
    stamps: new Int32Array(locationCount),
    /** By location: lines that it covers alone; below 0 where the rules do not keep it. */
    covers: new Int32Array(locationCount),
    chord: new Float64Array(locationCount),
    seenCount: 0,
    seen: new Int32Array(locationCount),
    split: createSplitMemory(locationCount, rowCapacity),
  };
}

/** A location that the rules do not keep covers nothing, however many lines it is asked for. */
const NOT_KEPT = -LINES_MAX * 2;

/** Decides `order`; the decision is in `plan`. */
export function routeStraight(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  state: Straight,
  plan: PlanColumns,
): void {
  plan.route = order.orderType;
  plan.orderWarnings = 0;
  plan.rowsTouched = 0;
  findProducts(order, stock, state, plan);
  const x = sphereX(order.latitude, order.longitude);
  const y = sphereY(order.latitude, order.longitude);
  const z = sphereZ(order.latitude);
  do {
    readVersions(order, stock, state);
    state.stamp++;
    state.seenCount = 0;
    for (let line = 0; line < order.lineCount; line++) {
      const product = state.product[line];
      if (product >= 0) {
        plan.rowsTouched += stock.productCount[product];
        coverLine(stock, locations, state, product, order.quantity[line], x, y, z);
      }
    }
    const best = nearestFull(order, locations, state);
    if (best >= 0) assignAll(order, state, plan, best);
    else splitStraight(order, stock, locations, state, plan);
  } while (!isUnchanged(order, stock, state));
  plan.isConsistent = true;
}

function findProducts(
  order: OrderColumns,
  stock: StockColumns,
  state: Straight,
  plan: PlanColumns,
): void {
  const { bytes, skuStart, skuBytes } = order;
  for (let line = 0; line < order.lineCount; line++) {
    const product = lookUp(stock.products, PRODUCT_KIND.sku, bytes, skuStart[line], skuBytes[line]);
    state.product[line] = product;
    plan.isUnknownProduct[line] = product < 0 ? 1 : 0;
    plan.stateQuantity[line] = 0;
  }
}

function readVersions(order: OrderColumns, stock: StockColumns, state: Straight): void {
  for (let line = 0; line < order.lineCount; line++) {
    if (state.product[line] < 0) continue;
    do {
      state.version[line] = Atomics.load(stock.productVersion, state.product[line]);
    } while ((state.version[line] & 1) !== 0);
  }
}

function isUnchanged(order: OrderColumns, stock: StockColumns, state: Straight): boolean {
  Atomics.add(state.fence, 0, 1);
  for (let line = 0; line < order.lineCount; line++) {
    const product = state.product[line];
    if (product < 0) continue;
    if (Atomics.load(stock.productVersion, product) !== state.version[line]) return false;
  }
  return true;
}

/** Counts a line for every location that the rules keep and that covers it. */
function coverLine(
  stock: StockColumns,
  locations: LocationTable,
  state: Straight,
  product: number,
  need: number,
  x: number,
  y: number,
  z: number,
): void {
  const { routable } = stock;
  const { location } = stock.rows;
  const { members, reach, stamp, stamps, covers, chord, seen } = state;
  const start = stock.productStart[product];
  const end = start + stock.productCount[product];
  for (let row = start; row < end; row++) {
    const units = routable[row];
    if (units === 0) continue;
    const place = location[row];
    if (stamps[place] !== stamp) {
      stamps[place] = stamp;
      covers[place] = NOT_KEPT;
      if (!hasBit(members, place)) continue;
      const dx = locations.x[place] - x;
      const dy = locations.y[place] - y;
      const dz = locations.z[place] - z;
      chord[place] = dx * dx + dy * dy + dz * dz;
      if (chord[place] > reach) continue;
      covers[place] = 0;
      seen[state.seenCount++] = place;
    }
    if (units >= need) covers[place]++;
  }
}

function nearestFull(order: OrderColumns, locations: LocationTable, state: Straight): number {
  const { seen, covers } = state;
  let best = -1;
  for (let i = 0; i < state.seenCount; i++) {
    if (covers[seen[i]] !== order.lineCount) continue;
    if (best < 0 || isNearer(seen[i], best, locations, state)) best = seen[i];
  }
  return best;
}

/** Whether a location comes before another: by distance, then rank, then code. */
export function isNearer(
  a: number,
  b: number,
  locations: LocationTable,
  { chord, ranks }: Straight,
): boolean {
  if (chord[a] !== chord[b]) return chord[a] < chord[b];
  if (ranks[a] !== ranks[b]) return ranks[a] < ranks[b];
  return locations.codeRank[a] < locations.codeRank[b];
}

function assignAll(order: OrderColumns, state: Straight, plan: PlanColumns, place: number): void {
  plan.assignmentCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    assign(state, plan, line, place, order.quantity[line]);
  }
}

/** Writes an assignment behind the others. */
export function assign(
  state: Straight,
  plan: PlanColumns,
  line: number,
  place: number,
  units: number,
): void {
  const at = plan.assignmentCount++;
  const halfChord = Math.sqrt(state.chord[place]) / 2;
  plan.assignmentLine[at] = line;
  plan.assignmentLocation[at] = place;
  plan.assignmentQuantity[at] = units;
  plan.assignmentDistanceKm[at] = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, halfChord));
}

/** Leaves what was not found of a line to be backordered, or where nothing was kept to a person. */
export function leaveRest(
  order: OrderColumns,
  state: Straight,
  plan: PlanColumns,
  line: number,
  units: number,
): void {
  const isBackordered = state.seenCount > 0 && (order.lineFlags[line] & 1) === 1;
  plan.stateChange[line] = isBackordered ? STATE_CHANGE.backorder : STATE_CHANGE.customerCare;
  plan.stateQuantity[line] = units;
}
