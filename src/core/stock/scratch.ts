// The working memory for what an order asks of the stock: slots, and what not every order needs:
// segments by their tags, and rows that are yet to come; and room for what lists say of it. Grown
// like the rest, and never cleared.

import { createHoldCopy } from '../../columns/holds.js';
import { LINES_MAX } from '../../columns/limits.js';
import type { CandidateColumns } from '../../columns/plan.js';

/**
 * Buckets of the table from product to slot: twice the lines of the longest order, rounded up to a
 * power of two.
 */
export const SLOT_BUCKETS = 4096;

/** By segment, which slot its rows go to. Valid for one product at a time. */
export type SegmentScratch = ReturnType<typeof createSegmentScratch>;

/** What the order holds itself. */
export type OwnScratch = ReturnType<typeof createOwnScratch>;

/** Rows of future stock. Their order is that of the time, for each product. */
export type FutureScratch = ReturnType<typeof createFutureScratch>;

/** Working memory for slots; see CoreScratch. */
export function createSlotScratch() {
  return {
    slotCount: 0,
    slotProduct: new Int32Array(LINES_MAX),
    /** The slot that was the first with its product, and the next one with it, or -1. */
    slotHead: new Int32Array(LINES_MAX),
    slotSibling: new Int32Array(LINES_MAX),
    slotTagHash: new Int32Array(LINES_MAX),
    /** By first slot of a product: 1 where future stock may serve a line, and its future rows. */
    slotWantsFuture: new Uint8Array(LINES_MAX),
    slotFutureStart: new Int32Array(LINES_MAX),
    slotFutureEnd: new Int32Array(LINES_MAX),
    /** What the giving store has. */
    slotStoreUnits: new Float64Array(LINES_MAX),
    slotVersion: new Int32Array(LINES_MAX),
    /** By first slot of a product: its entries in `own`; set where that has any. */
    slotOwnStart: new Int32Array(LINES_MAX),
    slotOwnEnd: new Int32Array(LINES_MAX),
    slotFirstLine: new Int32Array(LINES_MAX),
    slotLastLine: new Int32Array(LINES_MAX),
    slotRowStart: new Int32Array(LINES_MAX),
    slotRowEnd: new Int32Array(LINES_MAX),
    slotBucket: new Int32Array(SLOT_BUCKETS),
    slotBucketStamp: new Int32Array(SLOT_BUCKETS),
  };
}

/** Working memory for segments. */
export function createSegmentScratch() {
  return { ...createOwners(64), stamp: 0 };
}

function createOwners(capacity: number) {
  return {
    /** By segment: the stamp of the product that it was judged for, and the slot, or -1. */
    judged: new Int32Array(capacity),
    owner: new Int32Array(capacity),
  };
}

/** Makes room for `count` segments; keeps nothing. */
export function roomForSegments(segments: SegmentScratch, count: number): void {
  if (count <= segments.judged.length) return;
  Object.assign(segments, createOwners(Math.max(count, segments.judged.length * 2)));
}

/** Working memory for the order's own hold. */
export function createOwnScratch() {
  return {
    ...createOwnRows(64),
    /** Whether the order names a hold that is active. */
    isHeld: false,
    /** Entries: product by product, each by location and segment. */
    count: 0,
    copy: createHoldCopy(),
  };
}

function createOwnRows(capacity: number) {
  return {
    /** Counted from 0 in the order of the lines that first name a product that is known. */
    product: new Int32Array(capacity),
    location: new Int32Array(capacity),
    segment: new Int32Array(capacity),
    units: new Int32Array(capacity),
  };
}

/** Makes room for `count` entries; keeps nothing. */
export function roomForOwn(own: OwnScratch, count: number): void {
  if (count <= own.product.length) return;
  Object.assign(own, createOwnRows(Math.max(count, own.product.length * 2)));
}

/** Working memory for future rows. */
export function createFutureScratch() {
  return { ...createFutureRows(64), count: 0 };
}

function createFutureRows(capacity: number) {
  return {
    location: new Int32Array(capacity),
    segment: new Int32Array(capacity),
    units: new Float64Array(capacity),
    /** Epoch milliseconds. */
    timeMs: new Float64Array(capacity),
    /** NaN where they are unknown. */
    ltd: new Float64Array(capacity),
    threshold: new Float64Array(capacity),
    attributes: new Int32Array(capacity),
    extensible: new Int32Array(capacity),
    /** The next one of the same row of the decision, which is later, or -1. */
    next: new Int32Array(capacity),
    /** Places in the columns above, by time; and a column to sort with. */
    byTime: new Int32Array(capacity),
    mergeBuffer: new Int32Array(capacity),
  };
}

/** Makes room for `count` future rows; keeps what is there. */
export function roomForFuture(future: FutureScratch, count: number): void {
  if (count <= future.location.length) return;
  const grown = createFutureRows(Math.max(count, future.location.length * 2));
  grown.location.set(future.location);
  grown.segment.set(future.segment);
  grown.units.set(future.units);
  grown.timeMs.set(future.timeMs);
  grown.ltd.set(future.ltd);
  grown.threshold.set(future.threshold);
  grown.attributes.set(future.attributes);
  grown.extensible.set(future.extensible);
  grown.byTime.set(future.byTime);
  Object.assign(future, grown);
}

/** Makes room for `count` inventory entries of candidates; keeps what is there. */
export function roomForInventory(candidates: CandidateColumns, count: number): void {
  if (count <= candidates.inventoryLine.length) return;
  const capacity = Math.max(count, candidates.inventoryLine.length * 2);
  const line = new Int32Array(capacity);
  line.set(candidates.inventoryLine);
  const available = new Float64Array(capacity);
  available.set(candidates.inventoryAvailable);
  candidates.inventoryLine = line;
  candidates.inventoryAvailable = available;
  // Filled when all entries are there.
  candidates.inventoryFutureEnd = new Int32Array(capacity);
}

/** Makes room for `count` times of stock that candidates are to get; keeps what is there. */
export function roomForFutureTimes(candidates: CandidateColumns, count: number): void {
  if (count <= candidates.futureMs.length) return;
  const capacity = Math.max(count, candidates.futureMs.length * 2);
  const available = new Float64Array(capacity);
  available.set(candidates.futureAvailable);
  const times = new Float64Array(capacity);
  times.set(candidates.futureMs);
  candidates.futureAvailable = available;
  candidates.futureMs = times;
}
