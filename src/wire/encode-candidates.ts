// How a list of candidates becomes the bytes of a SuggestCandidatesResponse. What a location is was
// encoded when its table was built and is copied. All is measured first; a target that is too small
// is not touched.

import type { LocationTable } from '../columns/locations.js';
import type { OrderColumns } from '../columns/order.js';
import type { CandidateColumns, PlanColumns } from '../columns/plan.js';
import {
  type AnswerContext,
  contextBytes,
  warningsBytes,
  writeContext,
  writeWarnings,
} from './encode-context.js';
import {
  varint64Bytes,
  varintBytes,
  wholeBytes,
  writeBytes,
  writeDouble,
  writeVarint,
  writeVarint64,
  writeWhole,
} from './writer.js';

/** Tag and eight bytes. */
const DOUBLE_FIELD_BYTES = 9;

/**
 * Writes the SuggestCandidatesResponse message at `target[at]`. Of `plan`, only the warnings and
 * `isConsistent` are read. `locations` is the table that the list was made on. Returns the end, or
 * -1 where the target is too small.
 */
export function encodeSuggestCandidatesResponse(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  candidates: CandidateColumns,
  plan: PlanColumns,
  locations: LocationTable,
  context: AnswerContext,
): number {
  const { count, totalCount } = candidates;
  let total = warningsBytes(order, plan) + contextBytes(context, plan);
  if (totalCount !== 0) total += 1 + varintBytes(totalCount);
  if (totalCount > count) total += 2;
  for (let i = 0; i < count; i++) {
    const lengthBytes = candidateBytes(order, candidates, locations, i);
    total += 1 + varintBytes(lengthBytes) + lengthBytes;
  }
  if (total > target.length - at) return -1;
  let next = at;
  for (let i = 0; i < count; i++) {
    next = writeCandidate(target, next, order, candidates, locations, i);
  }
  if (totalCount !== 0) {
    target[next] = 0x10; // total_candidates
    next = writeVarint(target, next + 1, totalCount);
  }
  if (totalCount > count) {
    target[next] = 0x18; // truncated
    target[next + 1] = 1;
    next += 2;
  }
  next = writeWarnings(target, next, order, plan);
  return writeContext(target, next, plan);
}

function candidateBytes(
  order: OrderColumns,
  candidates: CandidateColumns,
  locations: LocationTable,
  i: number,
): number {
  const location = candidates.location[i];
  const distanceKm = candidates.distanceKm[i];
  let total = locations.wireEnd[location] - wireStart(locations, location);
  // Only NaN, the unknown distance, differs from itself.
  if (distanceKm === distanceKm) total += DOUBLE_FIELD_BYTES;
  const end = candidates.inventoryEnd[i];
  for (let entry = inventoryStart(candidates, i); entry < end; entry++) {
    const lengthBytes = inventoryBytes(order, candidates, entry);
    total += 1 + varintBytes(lengthBytes) + lengthBytes;
  }
  return total;
}

function writeCandidate(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  candidates: CandidateColumns,
  locations: LocationTable,
  i: number,
): number {
  const location = candidates.location[i];
  const distanceKm = candidates.distanceKm[i];
  const start = wireStart(locations, location);
  target[at] = 0x0a; // candidates
  let next = writeVarint(target, at + 1, candidateBytes(order, candidates, locations, i));
  const staticBytes = locations.wireEnd[location] - start;
  next = writeBytes(target, next, locations.wireBytes, start, staticBytes);
  if (distanceKm === distanceKm) {
    target[next] = 0x61; // distance_km
    next = writeDouble(target, next + 1, candidates.distanceKm, i);
  }
  const end = candidates.inventoryEnd[i];
  for (let entry = inventoryStart(candidates, i); entry < end; entry++) {
    next = writeInventory(target, next, order, candidates, entry);
  }
  return next;
}

function wireStart(locations: LocationTable, location: number): number {
  return location === 0 ? 0 : locations.wireEnd[location - 1];
}

function inventoryStart(candidates: CandidateColumns, i: number): number {
  return i === 0 ? 0 : candidates.inventoryEnd[i - 1];
}

function inventoryBytes(order: OrderColumns, candidates: CandidateColumns, entry: number): number {
  const line = candidates.inventoryLine[entry];
  const { inventoryAvailable, inventoryFutureEnd } = candidates;
  let total = 1 + varint64Bytes(order.itemIdLow[line], order.itemIdHigh[line]);
  if (inventoryAvailable[entry] !== 0) total += 1 + wholeBytes(inventoryAvailable, entry);
  const end = inventoryFutureEnd[entry];
  for (let at = futureStart(candidates, entry); at < end; at++) {
    // A time is always short: two numbers.
    total += 2 + futureBytes(candidates, at);
  }
  return total;
}

function futureStart({ inventoryFutureEnd }: CandidateColumns, entry: number): number {
  return entry === 0 ? 0 : inventoryFutureEnd[entry - 1];
}

function futureBytes({ futureAvailable, futureMs }: CandidateColumns, at: number): number {
  const timeBytes = futureMs[at] === 0 ? 0 : 1 + wholeBytes(futureMs, at);
  return 1 + wholeBytes(futureAvailable, at) + timeBytes;
}

function writeInventory(
  target: Uint8Array,
  at: number,
  order: OrderColumns,
  candidates: CandidateColumns,
  entry: number,
): number {
  const line = candidates.inventoryLine[entry];
  target[at] = 0x6a; // inventory
  let next = writeVarint(target, at + 1, inventoryBytes(order, candidates, entry));
  target[next] = 0x08; // order_item_id
  next = writeVarint64(target, next + 1, order.itemIdLow[line], order.itemIdHigh[line]);
  if (candidates.inventoryAvailable[entry] !== 0) {
    target[next] = 0x10; // available
    next = writeWhole(target, next + 1, candidates.inventoryAvailable, entry);
  }
  const end = candidates.inventoryFutureEnd[entry];
  for (let time = futureStart(candidates, entry); time < end; time++) {
    next = writeFuture(target, next, candidates, time);
  }
  return next;
}

function writeFuture(
  target: Uint8Array,
  at: number,
  candidates: CandidateColumns,
  time: number,
): number {
  const { futureAvailable, futureMs } = candidates;
  target[at] = 0x1a; // future
  target[at + 1] = futureBytes(candidates, time);
  target[at + 2] = 0x08; // available
  const next = writeWhole(target, at + 3, futureAvailable, time);
  if (futureMs[time] === 0) return next;
  target[next] = 0x10; // future_epoch_ms
  return writeWhole(target, next + 1, futureMs, time);
}
