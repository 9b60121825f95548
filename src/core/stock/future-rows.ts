// Stock that is yet to come: copied with the stock that is there, so that both belong to one state,
// and laid out as rows when an order asks for it.

import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { ROW_FLAG, type StockColumns } from '../../columns/stock.js';
import { admit, placeCandidates } from '../pool.js';
import { roomForRows, type CoreScratch } from '../scratch.js';
import { beginOwners, ownerOf } from '../segments.js';
import {
  addAttributes,
  addLtd,
  addThreshold,
  addUnits,
  beginRow,
  effectiveUnits,
  rowOfCandidate,
} from './rows.js';
import { roomForFuture, type FutureScratch } from './scratch.js';

/**
 * Copies those of the stock rows [start, end) that are to come, and early enough for the order,
 * whatever their tags.
 */
export function copyFutureRows(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  start: number,
  end: number,
): void {
  const { rows, segmentFutureMs } = stock;
  const { future } = scratch;
  const { futureLimitMs } = order;
  for (let row = start; row < end; row++) {
    const segment = rows.segment[row];
    // False for NaN, of stock that is there.
    if (!(segmentFutureMs[segment] >= -Infinity)) continue;
    // False without a limit, which is NaN.
    if (segmentFutureMs[segment] > futureLimitMs[0]) continue;
    // Nobody holds what is yet to come.
    const units = effectiveUnits(stock, row, 0);
    if (units === 0 || rows.location[row] >= locations.count) continue;
    roomForFuture(future, future.count + 1);
    const at = future.count++;
    const flags = rows.flags[row];
    future.location[at] = rows.location[row];
    future.segment[at] = segment;
    future.units[at] = units;
    future.timeMs[at] = segmentFutureMs[segment];
    future.ltd[at] = NaN;
    future.threshold[at] = NaN;
    if ((flags & ROW_FLAG.hasLtd) !== 0) future.ltd[at] = rows.ltd[row];
    if ((flags & ROW_FLAG.hasExcessThreshold) !== 0) {
      future.threshold[at] = rows.excessThreshold[row];
    }
    future.attributes[at] = rows.attributes[row];
    future.extensible[at] = rows.extensible[row];
  }
}

/**
 * Makes rows and candidates of the future rows that open lines may use; the others have none. Each
 * row of a slot and a location adds up its future rows, which stay chained by time.
 */
export function layOutFuture(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  scratch.rowCount = 0;
  scratch.partCount = 0;
  scratch.candidateCount = 0;
  scratch.isLinked = false;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    scratch.slotRowStart[slot] = 0;
    scratch.slotRowEnd[slot] = 0;
    const isHead = scratch.slotHead[slot] === slot;
    if (isHead && scratch.slotWantsFuture[slot] === 1) sortByTime(scratch, slot);
  }
  for (let head = 0; head < scratch.slotCount; head++) {
    if (scratch.slotHead[head] !== head || scratch.slotWantsFuture[head] === 0) continue;
    beginOwners(stock, scratch);
    for (let slot = head; slot >= 0; slot = scratch.slotSibling[slot]) {
      layOutSlot(order, stock, locations, scratch, head, slot);
    }
  }
  placeCandidates(locations, scratch);
}

function layOutSlot(
  order: OrderColumns,
  stock: StockColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  head: number,
  slot: number,
): void {
  const { future } = scratch;
  const from = scratch.rowCount;
  scratch.slotRowStart[slot] = from;
  for (let i = scratch.slotFutureStart[head]; i < scratch.slotFutureEnd[head]; i++) {
    const at = future.byTime[i];
    if (ownerOf(order, stock, scratch, head, future.segment[at]) !== slot) continue;
    const location = future.location[at];
    const candidate = admit(locations, scratch, location);
    if (candidate >= 0) addFuture(scratch, candidate, at, from);
  }
  scratch.slotRowEnd[slot] = scratch.rowCount;
}

function addFuture(scratch: CoreScratch, candidate: number, at: number, from: number): void {
  const { future } = scratch;
  let row = rowOfCandidate(scratch, candidate, from);
  future.next[at] = -1;
  if (row < 0) {
    roomForRows(scratch, scratch.rowCount + 1);
    row = beginRow(scratch, candidate, future.units[at]);
    scratch.rowLtd[row] = future.ltd[at];
    scratch.rowThreshold[row] = future.threshold[at];
    scratch.rowAttributes[row] = future.attributes[at];
    scratch.rowExtensible[row] = future.extensible[at];
    scratch.rowPart[row] = -1;
    scratch.rowFutureFirst[row] = at;
    scratch.rowFutureLast[row] = at;
    return;
  }
  addUnits(scratch, row, future.units[at]);
  if (future.ltd[at] === future.ltd[at]) addLtd(scratch, row, future.ltd[at]);
  if (future.threshold[at] === future.threshold[at]) {
    addThreshold(scratch, row, future.threshold[at]);
  }
  addAttributes(scratch, row, future.attributes[at], future.extensible[at]);
  future.next[scratch.rowFutureLast[row]] = at;
  scratch.rowFutureLast[row] = at;
}

/** Sorts the future rows of a product by time: bottom-up merge sort between two columns. */
function sortByTime(scratch: CoreScratch, head: number): void {
  const { future } = scratch;
  const start = scratch.slotFutureStart[head];
  const end = scratch.slotFutureEnd[head];
  for (let at = start; at < end; at++) future.byTime[at] = at;
  for (let width = 1; width < end - start; width *= 2) {
    for (let low = start; low < end; low += width * 2) mergeRuns(future, low, width, end);
    for (let i = start; i < end; i++) future.byTime[i] = future.mergeBuffer[i];
  }
}

/** Merges two sorted runs that lie one behind the other. */
function mergeRuns(future: FutureScratch, low: number, width: number, last: number): void {
  const { byTime, mergeBuffer, timeMs } = future;
  const middle = Math.min(low + width, last);
  const end = Math.min(low + width * 2, last);
  let left = low;
  let right = middle;
  for (let to = low; to < end; to++) {
    const takesRight =
      left >= middle || (right < end && timeMs[byTime[right]] < timeMs[byTime[left]]);
    mergeBuffer[to] = takesRight ? byTime[right++] : byTime[left++];
  }
}
