// The working memory of one thread's decisions. Made once; grown, rarely, when an order touches
// more than any before it; emptied by counts and stamps, never by clearing. Only this file of the
// core and those of its parts make arrays.

import { GROUPS_MAX, LINES_MAX, SORT_KEYS_MAX } from '../columns/limits.js';
import type { PlanColumns } from '../columns/plan.js';
import { createFilterScratch } from './filter/scratch.js';
import { createFulfillmentScratch, forgetSeen } from './fulfillment/scratch.js';
import type { DecisionObserver } from './observer.js';
import { createProofScratch } from './proof/scratch.js';
import {
  createFutureScratch,
  createOwnScratch,
  createSegmentScratch,
  createSlotScratch,
} from './stock/scratch.js';
import { createSearchScratch } from './select/scratch.js';
import { createScoreScratch, forgetStamps, SCORE_TIE_KEYS } from './score/scratch.js';

/** The last stamp of a 32-bit column; a decision takes two. */
const STAMP_MAX = 0x7ffffffd;

/** The last base that has another behind it. */
const POOL_BASE_MAX = 0x3fffffff;

/** What is no candidate: what is out of the pool, and the store that gives before any group. */
export const NO_CANDIDATE = { outside: -1, givingStore: -2 } as const;

/** Bytes of the buffer that text is folded into: three times the longest text of a request. */
const FOLD_BYTES = 3 * 1024 * 4;

/**
 * Working memory. A *slot* is a distinct product of the order with the tags that its stock must
 * carry, a *row* what a location has of a slot, a *candidate* a location of the pool, and a *pair*
 * a line with a row of its slot: pair `pairStart[line] + (row - slotRowStart[slot])`.
 */
export type CoreScratch = ReturnType<typeof createCoreScratch>;

/** Working memory with room for common orders. */
export function createCoreScratch() {
  return {
    ...createLineScratch(),
    ...createSlotScratch(),
    ...createRowScratch(1024),
    ...createPartScratch(64),
    ...createPairScratch(1024),
    ...createCandidateScratch(1024),
    ...createLocationScratch(1024),
    ...createTakeScratch(1024),
    /** What comparisons of two attributes and filter trees work with. */
    filter: createFilterScratch(),
    /** How the candidates of the group at hand score, where its sort asks for it. */
    score: createScoreScratch(),
    segments: createSegmentScratch(),
    future: createFutureScratch(),
    own: createOwnScratch(),
    /** Who is full, and which limits count what is assigned. */
    fulfillment: createFulfillmentScratch(),
    /** How a split is searched. */
    search: createSearchScratch(),
    /** How few locations a plan takes. */
    proof: createProofScratch(),
    /** Null where nobody asks why. */
    observer: null as DecisionObserver | null,
    fold: new Uint8Array(FOLD_BYTES),
    /** A word of our own for the fence between reading rows and reading versions again. */
    fence: new Int32Array(new SharedArrayBuffer(4)),
    /** Of the group at hand: whether its pairs were refined by rules, and whether they are open. */
    arePairsRefined: false,
    arePairsOpen: false,
    isKeyed: false,
    isLinked: false,
    randomSeed: 0,
    hasDestination: false,
    destinationX: 0,
    destinationY: 0,
    destinationZ: 0,
    openCount: 0,
    /** How many different locations have assignments in this decision. */
    usedCount: 0,
    /** Locations that may serve the order, and a line, in all; see limits.ts. */
    locationsLimit: 0,
    lineLocationsLimit: 0,
    /** Whether a limit kept more out of the split that was searched last. */
    isLimitHit: false,
    hasSharedSlots: false,
    /** Whether some line asks for stock of a segment. */
    hasTags: false,
    /** Whether future stock is what is decided on. */
    isFuturePass: false,
    /** The base of the pool at hand: that of future stock is another one. */
    poolBase: 0,
    /**
     * Of TRANSFER and BOPIS: the store where the shopper picks up, or -1; and the same where it
     * gives what it has before any group is asked.
     */
    pickupLocation: -1,
    givingStore: -1,
    /** How many of the commitments are the store's, and where those of future stock begin. */
    storeCommitCount: 0,
    futureCommitStart: 0,
  };
}

function createLineScratch() {
  return {
    /** By line: its slot, or -1 where the product is unknown. */
    lineSlot: new Int32Array(LINES_MAX),
    /** By line: where its tags begin and end in `OrderColumns.tags`; set where `hasTags`. */
    lineTagStart: new Int32Array(LINES_MAX),
    lineTagEnd: new Int32Array(LINES_MAX),
    /** By line: 1 while it is open and another pass is under way. */
    lineWaits: new Uint8Array(LINES_MAX),
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
    /** By line: locations that serve it already. */
    lineLocationCount: new Int32Array(LINES_MAX),
    /** Marks and counts of whoever is at work; valid within one function. */
    marks: new Int32Array(LINES_MAX + 1),
    stamp: 0,
    /** By place of a group in its route: 1 where the walk at hand has run its action. */
    groupEntered: new Uint8Array(GROUPS_MAX),
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
    /** Units beyond which stock counts as excess; NaN where it is unknown. */
    rowThreshold: new Float64Array(capacity),
    /** Attribute sets of the stock, plain and extensible. */
    rowAttributes: new Int32Array(capacity),
    rowExtensible: new Int32Array(capacity),
    /**
     * Where several stock rows were added up that have more attributes: the first of the further
     * sets, which count as one with those above; see `partNext`. -1: there are none.
     */
    rowPart: new Int32Array(capacity),
    /** Of future stock: the first and the last of the rows in `future` that it adds up. */
    rowFutureFirst: new Int32Array(capacity),
    rowFutureLast: new Int32Array(capacity),
    /** The next row of the same candidate, or -1. */
    rowNext: new Int32Array(capacity),
    walkUnits: new Float64Array(capacity),
  };
}

function createPartScratch(capacity: number) {
  return {
    /** Further attribute sets of rows, plain and extensible, and the next part of the row or -1. */
    partCount: 0,
    partAttributes: new Int32Array(capacity),
    partExtensible: new Int32Array(capacity),
    partNext: new Int32Array(capacity),
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
    /** How many of them the request names; the others do not hold what was asked for. */
    namedCount: 0,
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
    /** The bits that its admission must have, where these say everything; -1: ask of each. */
    wantedAdmission: -1,
    isAllowListed: false,
    isExcludeListed: false,
    candidateCount: 0,
    candidateLocation: new Int32Array(capacity),
    candidateInPool: new Uint8Array(capacity),
    /** 1 where the candidate does not have all that the request wants of a location. */
    candidateIsNarrowed: new Uint8Array(capacity),
    /** The row of the slot that is being gathered; see `rowOfCandidate`. */
    candidateRow: new Int32Array(capacity),
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
    /** Columns of keys of the group at hand, one behind the other: more than sorts with a score. */
    sortKeyCount: 0,
    sortKeys: new Float64Array(capacity * (SORT_KEYS_MAX + SCORE_TIE_KEYS)),
    survivorCount: 0,
    survivors: new Int32Array(capacity),
    mergeBuffer: new Int32Array(capacity),
    /** Where a bucket of a sort begins, and the bucket of a candidate. */
    bucketStart: new Int32Array(capacity + 2),
    candidateBucket: new Int32Array(capacity),
    orderedCount: 0,
    ordered: new Int32Array(capacity),
  };
}

function createLocationScratch(capacity: number) {
  return {
    /**
     * By location: `poolBase` more than its candidate in the pool at hand, or than one of
     * NO_CANDIDATE; less: it was not looked at yet.
     */
    locationCandidate: new Int32Array(capacity),
    allowedStamp: new Int32Array(capacity),
    excludedStamp: new Int32Array(capacity),
    futureExcludedStamp: new Int32Array(capacity),
    /** The stamp of the decision that assigned units to it. */
    usedStamp: new Int32Array(capacity),
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
    /** The row that they were taken from, or -1: it may be another by now. */
    commitRow: new Int32Array(capacity),
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
  grown.rowThreshold.set(scratch.rowThreshold);
  grown.rowAttributes.set(scratch.rowAttributes);
  grown.rowExtensible.set(scratch.rowExtensible);
  grown.rowPart.set(scratch.rowPart);
  grown.rowFutureFirst.set(scratch.rowFutureFirst);
  grown.rowFutureLast.set(scratch.rowFutureLast);
  Object.assign(scratch, grown);
}

/** Makes room for `count` parts of rows; keeps what is there. */
export function roomForParts(scratch: CoreScratch, count: number): void {
  if (count <= scratch.partNext.length) return;
  const grown = createPartScratch(largerOf(count, scratch.partNext.length));
  grown.partCount = scratch.partCount;
  grown.partAttributes.set(scratch.partAttributes);
  grown.partExtensible.set(scratch.partExtensible);
  grown.partNext.set(scratch.partNext);
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
  // One more: gathering writes the next candidate before it knows whether there is one.
  if (count < scratch.locationCandidate.length) return;
  const capacity = largerOf(count + 1, scratch.locationCandidate.length);
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
  grown.commitRow.set(scratch.commitRow);
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
  plan.assignmentLimitGroup = new Float64Array(capacity);
}

/** Makes room for `count` locations that an order is offered to; keeps nothing. */
export function roomForAvailable(plan: PlanColumns, count: number): void {
  if (count <= plan.availableLocation.length) return;
  plan.availableLocation = new Int32Array(largerOf(count, plan.availableLocation.length));
}

/**
 * Begins a decision: a stamp that no earlier one used. Before the stamps run out, all of them are
 * wiped.
 */
export function beginStamp(scratch: CoreScratch): void {
  if (scratch.stamp >= STAMP_MAX) {
    scratch.stamp = 0;
    scratch.slotBucketStamp.fill(0);
    scratch.allowedStamp.fill(0);
    scratch.excludedStamp.fill(0);
    scratch.futureExcludedStamp.fill(0);
    scratch.usedStamp.fill(0);
    forgetStamps(scratch.score);
    forgetSeen(scratch.fulfillment);
  }
  scratch.stamp += 2;
  beginPool(scratch);
}

/** Begins a pool: no location was looked at. Before the bases run out, all marks are wiped. */
export function beginPool(scratch: CoreScratch): void {
  if (scratch.poolBase >= POOL_BASE_MAX) {
    scratch.poolBase = 0;
    scratch.locationCandidate.fill(0);
  }
  // Above all candidates of the pool before it, with room for what is no candidate.
  scratch.poolBase += scratch.locationCandidate.length - NO_CANDIDATE.givingStore;
}
