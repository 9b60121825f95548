// The working memory of one thread's decisions. Made once; grown, rarely, when an order touches
// more than any before it; emptied by counts and stamps, never by clearing. Only this file of the
// core makes arrays.

import { LINES_MAX } from '../columns/limits.js';
import type { CandidateColumns, PlanColumns } from '../columns/plan.js';
import type { DecisionObserver } from './observer.js';

/**
 * Buckets of the table from product to slot: twice the lines of the longest order, rounded up to a
 * power of two.
 */
export const SLOT_BUCKETS = 4096;

/** Keys of a sort at most: each sort type once. */
const SORT_LEVELS_MAX = 6;

/** The last stamp of a 32-bit column. */
const STAMP_MAX = 0x7fffffff;

/** Bytes of the buffer that text is folded into: three times the longest text of a request. */
const FOLD_BYTES = 3 * 1024 * 4;

/**
 * Working memory. A *slot* is a distinct product of the order, a *row* a usable stock row of a
 * slot, a *candidate* a location of the pool, and a *pair* a line with a row of its product: pair
 * `pairStart[line] + (row - slotRowStart[slot])`.
 */
export type CoreScratch = ReturnType<typeof createCoreScratch>;

/** Working memory with room for common orders. */
export function createCoreScratch() {
  return {
    ...createLineScratch(),
    ...createRowScratch(1024),
    ...createPairScratch(1024),
    ...createCandidateScratch(1024),
    ...createLocationScratch(1024),
    ...createTakeScratch(1024),
    /** Null where nobody asks why. */
    observer: null as DecisionObserver | null,
    fold: new Uint8Array(FOLD_BYTES),
    /** A word of our own for the fence between reading rows and reading versions again. */
    fence: new Int32Array(new SharedArrayBuffer(4)),
    isKeyed: false,
    isLinked: false,
    randomSeed: 0,
    hasDestination: false,
    destinationX: 0,
    destinationY: 0,
    destinationZ: 0,
    openCount: 0,
    hasSharedSlots: false,
  };
}

function createLineScratch() {
  return {
    /** By line: its slot, or -1 where the product is unknown. */
    lineSlot: new Int32Array(LINES_MAX),
    /** By line: the next line of the same slot, or -1. */
    lineNext: new Int32Array(LINES_MAX),
    /** By line: 1 while it is undecided. */
    lineOpen: new Uint8Array(LINES_MAX),
    /** By line: 1 where the filters on the line let it through in the group at hand. */
    lineAlive: new Uint8Array(LINES_MAX),
    lineParticipates: new Uint8Array(LINES_MAX),
    /** By line: units that a walk or a placement has yet to find. */
    lineResidual: new Int32Array(LINES_MAX),
    pairStart: new Int32Array(LINES_MAX + 1),
    /** By line: units that are not committed yet. */
    lineNeed: new Int32Array(LINES_MAX),
    /** Marks and counts of whoever is at work; valid within one function. */
    marks: new Int32Array(LINES_MAX + 1),
    slotCount: 0,
    slotProduct: new Int32Array(LINES_MAX),
    slotVersion: new Int32Array(LINES_MAX),
    slotFirstLine: new Int32Array(LINES_MAX),
    slotLastLine: new Int32Array(LINES_MAX),
    slotRowStart: new Int32Array(LINES_MAX),
    slotRowEnd: new Int32Array(LINES_MAX),
    slotChosenStart: new Int32Array(LINES_MAX + 1),
    slotBucket: new Int32Array(SLOT_BUCKETS),
    slotBucketStamp: new Int32Array(SLOT_BUCKETS),
    stamp: 0,
  };
}

function createRowScratch(capacity: number) {
  return {
    /**
     * Where the next row goes. Rows of a slot that was gathered anew lie behind those that it
     * replaces.
     */
    rowCount: 0,
    rowCandidate: new Int32Array(capacity),
    rowSlot: new Int32Array(capacity),
    /** Effective units left; infinite stock is 4,000,000,000, which fits. */
    rowUnits: new Float64Array(capacity),
    /** NaN where it is unknown. */
    rowLtd: new Float64Array(capacity),
    rowAttributes: new Int32Array(capacity),
    /** The next row of the same candidate, or -1. */
    rowNext: new Int32Array(capacity),
    walkUnits: new Float64Array(capacity),
    rowGain: new Int32Array(capacity),
    chosenRows: new Int32Array(capacity),
  };
}

function createPairScratch(capacity: number) {
  return {
    /** By pair: 1 where the rules of the group at hand let the pair through. */
    pairAlive: new Uint8Array(capacity),
    /** By pair: 1 where some group of a split's range does. */
    unionAlive: new Uint8Array(capacity),
    /** Pairs that the request excludes. */
    excludedCount: 0,
    excludedPairs: new Int32Array(64),
  };
}

function createCandidateScratch(capacity: number) {
  return {
    /**
     * What a location must be to become a candidate: flags, country (0: any), whether the order
     * allows some only.
     */
    wantedFlags: 0,
    wantedCountry: 0,
    isAllowListed: false,
    isExcludeListed: false,
    candidateCount: 0,
    candidateLocation: new Int32Array(capacity),
    candidateInPool: new Uint8Array(capacity),
    /** Squared chord to the destination on the unit sphere; Infinity where it is unknown. */
    candidateChord: new Float64Array(capacity),
    candidateAlive: new Uint8Array(capacity),
    /** 1 where the candidate has a pair that survives the group at hand. */
    candidateSurvives: new Uint8Array(capacity),
    /** Open lines that the candidate covers alone in the group at hand. */
    candidateCovers: new Int32Array(capacity),
    candidateGain: new Int32Array(capacity),
    candidateFirstRow: new Int32Array(capacity),
    candidateIsOrdered: new Uint8Array(capacity),
    candidateIsTaken: new Uint8Array(capacity),
    /** Where the first group of a range that keeps the candidate puts it: group rank, position. */
    candidateRank: new Float64Array(capacity),
    candidatePosition: new Int32Array(capacity),
    sortKeys: new Float64Array(capacity * SORT_LEVELS_MAX),
    survivorCount: 0,
    survivors: new Int32Array(capacity),
    mergeBuffer: new Int32Array(capacity),
    orderedCount: 0,
    ordered: new Int32Array(capacity),
  };
}

function createLocationScratch(capacity: number) {
  return {
    /**
     * By location: the stamp of the decision that saw it, and the candidate that it then was (-1:
     * not in the pool).
     */
    locationStamp: new Int32Array(capacity),
    locationCandidate: new Int32Array(capacity),
    allowedStamp: new Int32Array(capacity),
    excludedStamp: new Int32Array(capacity),
  };
}

function createTakeScratch(capacity: number) {
  return {
    takeCount: 0,
    takeLine: new Int32Array(capacity),
    takeRow: new Int32Array(capacity),
    takeUnits: new Int32Array(capacity),
    placeCount: 0,
    placeLine: new Int32Array(capacity),
    placeRow: new Int32Array(capacity),
    placeUnits: new Int32Array(capacity),
    commitCount: 0,
    commitLine: new Int32Array(capacity),
    commitUnits: new Int32Array(capacity),
    /** The location and its chord: rows and candidates may be gathered anew behind a commitment. */
    commitLocation: new Int32Array(capacity),
    commitChord: new Float64Array(capacity),
  };
}

function largerOf(wanted: number, capacity: number): number {
  return Math.max(wanted, capacity * 2);
}

/** Makes room for `count` rows; keeps those that are there. */
export function roomForRows(scratch: CoreScratch, count: number): void {
  if (count <= scratch.rowCandidate.length) return;
  const grown = createRowScratch(largerOf(count, scratch.rowCandidate.length));
  grown.rowCount = scratch.rowCount;
  grown.rowCandidate.set(scratch.rowCandidate);
  grown.rowUnits.set(scratch.rowUnits);
  grown.rowLtd.set(scratch.rowLtd);
  grown.rowAttributes.set(scratch.rowAttributes);
  Object.assign(scratch, grown);
}

/** Makes room for `count` pairs; keeps nothing. */
export function roomForPairs(scratch: CoreScratch, count: number): void {
  if (count <= scratch.pairAlive.length) return;
  const capacity = largerOf(count, scratch.pairAlive.length);
  scratch.pairAlive = new Uint8Array(capacity);
  scratch.unionAlive = new Uint8Array(capacity);
}

/** Makes room for `count` excluded pairs; keeps what is there. */
export function roomForExcludedPairs(scratch: CoreScratch, count: number): void {
  if (count <= scratch.excludedPairs.length) return;
  const grown = new Int32Array(largerOf(count, scratch.excludedPairs.length));
  grown.set(scratch.excludedPairs);
  scratch.excludedPairs = grown;
}

/**
 * Makes room for a table of `count` locations, each of which may become a candidate; keeps nothing.
 */
export function roomForLocations(scratch: CoreScratch, count: number): void {
  if (count <= scratch.locationStamp.length) return;
  const capacity = largerOf(count, scratch.locationStamp.length);
  Object.assign(scratch, createLocationScratch(capacity), createCandidateScratch(capacity));
}

/** Makes room for `count` takes; keeps what is there. */
export function roomForTakes(scratch: CoreScratch, count: number): void {
  if (count <= scratch.takeLine.length) return;
  const grown = createTakeScratch(largerOf(count, scratch.takeLine.length));
  grown.takeCount = scratch.takeCount;
  grown.placeCount = scratch.placeCount;
  grown.takeLine.set(scratch.takeLine);
  grown.takeRow.set(scratch.takeRow);
  grown.takeUnits.set(scratch.takeUnits);
  grown.placeLine.set(scratch.placeLine);
  grown.placeRow.set(scratch.placeRow);
  grown.placeUnits.set(scratch.placeUnits);
  grown.commitCount = scratch.commitCount;
  grown.commitLine.set(scratch.commitLine);
  grown.commitUnits.set(scratch.commitUnits);
  grown.commitLocation.set(scratch.commitLocation);
  grown.commitChord.set(scratch.commitChord);
  Object.assign(scratch, grown);
}

/** Makes room for `count` assignments; keeps nothing. */
export function roomForAssignments(plan: PlanColumns, count: number): void {
  if (count <= plan.assignmentLine.length) return;
  const capacity = largerOf(count, plan.assignmentLine.length);
  plan.assignmentLine = new Int32Array(capacity);
  plan.assignmentLocation = new Int32Array(capacity);
  plan.assignmentQuantity = new Int32Array(capacity);
  plan.assignmentDistanceKm = new Float64Array(capacity);
  plan.assignmentRoute = new Uint8Array(capacity);
  plan.assignmentTransferTo = new Int32Array(capacity);
  plan.assignmentFutureMs = new Float64Array(capacity);
}

/** Makes room for `count` inventory entries of candidates; keeps what is there. */
export function roomForInventory(candidates: CandidateColumns, count: number): void {
  if (count <= candidates.inventoryLine.length) return;
  const capacity = largerOf(count, candidates.inventoryLine.length);
  const line = new Int32Array(capacity);
  line.set(candidates.inventoryLine);
  const available = new Float64Array(capacity);
  available.set(candidates.inventoryAvailable);
  candidates.inventoryLine = line;
  candidates.inventoryAvailable = available;
}

/**
 * Begins a decision: a stamp that no earlier one used. Before the stamps run out, all of them are
 * wiped.
 */
export function beginStamp(scratch: CoreScratch): void {
  if (scratch.stamp === STAMP_MAX) {
    scratch.stamp = 0;
    scratch.slotBucketStamp.fill(0);
    scratch.locationStamp.fill(0);
    scratch.allowedStamp.fill(0);
    scratch.excludedStamp.fill(0);
  }
  scratch.stamp++;
}
