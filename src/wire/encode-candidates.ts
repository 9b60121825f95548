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
    // An entry is always short: two numbers.
    total += 2 + inventoryBytes(order, candidates, entry);
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
  const idBytes = varint64Bytes(order.itemIdLow[line], order.itemIdHigh[line]);
  if (candidates.inventoryAvailable[entry] === 0) return 1 + idBytes;
  return 2 + idBytes + wholeBytes(candidates.inventoryAvailable, entry);
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
  target[at + 1] = inventoryBytes(order, candidates, entry);
  target[at + 2] = 0x08; // order_item_id
  const next = writeVarint64(target, at + 3, order.itemIdLow[line], order.itemIdHigh[line]);
  if (candidates.inventoryAvailable[entry] === 0) return next;
  target[next] = 0x10; // available
  return writeWhole(target, next + 1, candidates.inventoryAvailable, entry);
}
