// How stock rows become the rows of a slot: copied where there is one of a location, added up where
// several carry the tags that are asked for.

import { INFINITE_UNITS } from '../../columns/limits.js';
import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { ROW_FLAG, type StockColumns } from '../../columns/stock.js';
import { CANDIDATE_COLUMNS, LOCATION_COLUMNS, NO_CANDIDATE } from '../candidates/scratch.js';
import { admit } from '../pool.js';
import { roomForParts, THREAD_ROWS, type CoreScratch } from '../scratch.js';
import { ownerOf } from '../segments.js';
import { ownUnitsOf, untaggedRowOf } from './own-hold.js';

const { givingStore: GIVING_STORE } = NO_CANDIDATE;
const { candidateLocation } = CANDIDATE_COLUMNS;
const { locationCandidate } = LOCATION_COLUMNS;
const { rowCandidate: threadCandidate, rowUnits: threadUnits } = THREAD_ROWS;

/**
 * Copies those of the stock rows [start, end) that a line without tags may use and whose location
 * may serve, behind the rows that are there. A location has one at most.
 */
export function copyPlainRows(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  slot: number,
  start: number,
  end: number,
): void {
  const from = scratch.rowCount;
  if (scratch.wantedAdmission >= 0) admitRows(stock, locations, scratch, hasDetails, start, end);
  else askRows(stock, locations, scratch, hasDetails, slot, start, end);
  if (!hasDetails) return;
  // Done while rows are admitted, that was measured to cost all of them.
  const { rowPart, rowCount } = scratch;
  for (let row = from; row < rowCount; row++) copyDetails(stock, scratch, rowPart[row], row);
}

/** Copies rows where bits say which locations may serve. */
function admitRows(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  start: number,
  end: number,
): void {
  const { rowCandidate, rowUnits } = scratch;
  // Inlined here, with the columns as constants.
  if (rowUnits === threadUnits) {
    admitInto(threadCandidate, threadUnits, stock, locations, scratch, hasDetails, start, end);
  } else admitInto(rowCandidate, rowUnits, stock, locations, scratch, hasDetails, start, end);
}

/**
 * What `admit` does without branches, for who was met before and who may serve is no pattern to
 * predict. What may not be kept is written all the same, and written over by the next.
 */
function admitInto(
  rowCandidate: Int32Array,
  rowUnits: Float64Array,
  stock: StockColumns,
  { admission, count: locationCount }: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  start: number,
  end: number,
): void {
  const { routable } = stock;
  const rowLocation = stock.rows.location;
  const { rowPart, poolBase, wantedAdmission } = scratch;
  let { candidateCount } = scratch;
  let to = scratch.rowCount;
  for (let row = start; row < end; row++) {
    const location = rowLocation[row];
    // A row of a location that is newer than this table: the next decision sees it.
    if (location >= locationCount) continue;
    const units = routable[row];
    const hasUnits = Number(units !== 0);
    const isAllowed = Number((admission[location] & wantedAdmission) === wantedAdmission);
    const known = locationCandidate[location] - poolBase;
    const isNew = Number(known < GIVING_STORE) & hasUnits;
    // The next candidate, or -1, which is OUTSIDE.
    const next = (candidateCount & -isAllowed) | (isAllowed - 1);
    const candidate = known ^ ((known ^ next) & -isNew);
    locationCandidate[location] = poolBase + candidate;
    candidateLocation[candidateCount] = location;
    candidateCount += isNew & isAllowed;
    rowCandidate[to] = candidate;
    rowUnits[to] = units;
    if (hasDetails) rowPart[to] = row;
    to += Number(candidate >= 0) & hasUnits;
  }
  scratch.candidateCount = candidateCount;
  scratch.rowCount = to;
}

/** Copies rows where more is asked of a location, or where it may be the store that gives. */
function askRows(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  slot: number,
  start: number,
  end: number,
): void {
  const { routable } = stock;
  const rowLocation = stock.rows.location;
  const { rowCandidate, rowUnits, rowPart, slotStoreUnits } = scratch;
  let to = scratch.rowCount;
  for (let row = start; row < end; row++) {
    const units = routable[row];
    const location = rowLocation[row];
    if (units === 0 || location >= locations.count) continue;
    const candidate = admit(locations, scratch, location);
    if (candidate === GIVING_STORE) slotStoreUnits[slot] = units;
    if (candidate < 0) continue;
    rowCandidate[to] = candidate;
    rowUnits[to] = units;
    if (hasDetails) rowPart[to] = row;
    to++;
  }
  scratch.rowCount = to;
}

/** The same where the order holds units of the product itself: its rows have these too. */
export function copyOwnRows(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  slot: number,
  start: number,
  end: number,
): void {
  const { own, slotHead, slotOwnStart, slotOwnEnd } = scratch;
  const head = slotHead[slot];
  let from = start;
  for (let entry = slotOwnStart[head]; entry < slotOwnEnd[head]; entry++) {
    if (own.segment[entry] !== 0) continue;
    const row = untaggedRowOf(stock, from, end, own.location[entry]);
    if (row < 0) continue;
    copyPlainRows(stock, locations, scratch, hasDetails, slot, from, row);
    copyOwnRow(stock, locations, scratch, hasDetails, slot, row, own.units[entry]);
    from = row + 1;
  }
  copyPlainRows(stock, locations, scratch, hasDetails, slot, from, end);
}

function copyOwnRow(
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  slot: number,
  row: number,
  ownUnits: number,
): void {
  const units = effectiveUnits(stock, row, ownUnits);
  const location = stock.rows.location[row];
  if (units === 0 || location >= locations.count) return;
  const candidate = admit(locations, scratch, location);
  if (candidate === GIVING_STORE) scratch.slotStoreUnits[slot] = units;
  if (candidate < 0) return;
  const to = scratch.rowCount++;
  scratch.rowCandidate[to] = candidate;
  scratch.rowUnits[to] = units;
  if (hasDetails) copyDetails(stock, scratch, row, to);
}

/**
 * Copies those of the stock rows [start, end) whose segment goes to a slot that asks for tags. Rows
 * of one location become one row.
 */
export function copyTaggedRows(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  hasDetails: boolean,
  slot: number,
  start: number,
  end: number,
): void {
  const { rows, segmentFutureMs } = stock;
  const { slotStoreUnits } = scratch;
  const head = scratch.slotHead[slot];
  const from = scratch.rowCount;
  for (let row = start; row < end; row++) {
    const segment = rows.segment[row];
    // Only of stock that is there the time is NaN, which differs from itself.
    if (segmentFutureMs[segment] === segmentFutureMs[segment]) continue;
    if (ownerOf(order, stock, scratch, head, segment) !== slot) continue;
    const location = rows.location[row];
    const units = effectiveUnits(stock, row, ownUnitsOf(scratch, head, location, segment));
    if (units === 0 || location >= locations.count) continue;
    const candidate = admit(locations, scratch, location);
    if (candidate >= 0) addStockRow(stock, scratch, hasDetails, row, candidate, units, from);
    else if (candidate === GIVING_STORE) {
      slotStoreUnits[slot] = Math.min(slotStoreUnits[slot] + units, INFINITE_UNITS);
    }
  }
}

/**
 * The units of a stock row that routing may use, whatever its segment, for an order that holds
 * `ownUnits` of it itself.
 */
export function effectiveUnits(stock: StockColumns, row: number, ownUnits: number): number {
  const { rows } = stock;
  const flags = rows.flags[row];
  if ((flags & ROW_FLAG.blocked) !== 0) return 0;
  if ((flags & ROW_FLAG.infinite) !== 0) return INFINITE_UNITS;
  // While the hold ends, the row may have been rid of its units already.
  const held = Math.max(0, rows.held[row] - ownUnits);
  return Math.max(0, rows.onHand[row] - rows.allocated[row] - held - rows.safetyStock[row]);
}

/**
 * The row of a candidate among those from `from` on, which are those of one slot; or -1. Columns
 * are not cleared: what they say is believed where it is confirmed.
 */
export function rowOfCandidate(scratch: CoreScratch, candidate: number, from: number): number {
  const row = scratch.candidateRow[candidate];
  const isThere = row >= from && row < scratch.rowCount;
  return isThere && scratch.rowCandidate[row] === candidate ? row : -1;
}

/** Begins the row of a candidate; answers its place. */
export function beginRow(scratch: CoreScratch, candidate: number, units: number): number {
  const row = scratch.rowCount++;
  scratch.candidateRow[candidate] = row;
  scratch.rowCandidate[row] = candidate;
  scratch.rowUnits[row] = units;
  return row;
}

/** Adds units to a row; the sum stays one that counts. */
export function addUnits(scratch: CoreScratch, row: number, units: number): void {
  scratch.rowUnits[row] = Math.min(scratch.rowUnits[row] + units, INFINITE_UNITS);
}

function addStockRow(
  stock: StockColumns,
  scratch: CoreScratch,
  hasDetails: boolean,
  stockRow: number,
  candidate: number,
  units: number,
  from: number,
): void {
  const row = rowOfCandidate(scratch, candidate, from);
  if (row < 0) {
    const begun = beginRow(scratch, candidate, units);
    if (hasDetails) copyDetails(stock, scratch, stockRow, begun);
    return;
  }
  addUnits(scratch, row, units);
  if (!hasDetails) return;
  const { rows } = stock;
  const flags = rows.flags[stockRow];
  if ((flags & ROW_FLAG.hasLtd) !== 0) addLtd(scratch, row, rows.ltd[stockRow]);
  if ((flags & ROW_FLAG.hasExcessThreshold) !== 0) {
    addThreshold(scratch, row, rows.excessThreshold[stockRow]);
  }
  addAttributes(scratch, row, rows.attributes[stockRow], rows.extensible[stockRow]);
}

/** Sets what a row says besides its units. */
function copyDetails(
  stock: StockColumns,
  scratch: CoreScratch,
  stockRow: number,
  row: number,
): void {
  const { rows } = stock;
  const flags = rows.flags[stockRow];
  scratch.rowLtd[row] = NaN;
  scratch.rowThreshold[row] = NaN;
  if ((flags & ROW_FLAG.hasLtd) !== 0) scratch.rowLtd[row] = rows.ltd[stockRow];
  if ((flags & ROW_FLAG.hasExcessThreshold) !== 0) {
    scratch.rowThreshold[row] = rows.excessThreshold[stockRow];
  }
  scratch.rowAttributes[row] = rows.attributes[stockRow];
  scratch.rowExtensible[row] = rows.extensible[stockRow];
  scratch.rowPart[row] = -1;
}

/** Takes over a known ltd that is larger than what is known. */
export function addLtd({ rowLtd }: CoreScratch, row: number, ltd: number): void {
  // False where the row's is NaN, the unknown one.
  if (!(rowLtd[row] >= ltd)) rowLtd[row] = ltd;
}

/** Adds a known threshold to what is known. */
export function addThreshold({ rowThreshold }: CoreScratch, row: number, threshold: number): void {
  const known = rowThreshold[row];
  rowThreshold[row] = known === known ? known + threshold : threshold;
}

/** Unites further attribute sets with those of a row. */
export function addAttributes(
  scratch: CoreScratch,
  row: number,
  attributes: number,
  extensible: number,
): void {
  const isKnown = attributes === 0 || attributes === scratch.rowAttributes[row];
  if (isKnown && (extensible === 0 || extensible === scratch.rowExtensible[row])) return;
  const part = scratch.partCount;
  roomForParts(scratch, part + 1);
  scratch.partCount = part + 1;
  scratch.partAttributes[part] = attributes;
  scratch.partExtensible[part] = extensible;
  scratch.partNext[part] = scratch.rowPart[row];
  scratch.rowPart[row] = part;
}
