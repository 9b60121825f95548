// The working memory of one thread's decisions. Made once; grown, rarely, when an order touches
// more than any before it, but for the columns that the thread has one set of; emptied by counts
// and stamps, never by clearing. Only this file of the core and those of its parts make arrays.

import { GROUPS_MAX, LINES_MAX } from '../columns/limits.js';
import type { PlanColumns } from '../columns/plan.js';
import {
  CANDIDATE_COLUMNS,
  checkLocations,
  LOCATION_COLUMNS,
  nextPoolBase,
  nextStamp,
} from './candidates/scratch.js';
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
import { createScoreScratch, forgetStamps } from './score/scratch.js';

/** Bytes of the buffer that text is folded into: three times the longest text of a request. */
const FOLD_BYTES = 3 * 1024 * 4;

/** Rows that `THREAD_ROWS` has room for. */
const ROWS_ROOM = 524_288;

/**
 * The rows of a thread's decisions, at one place as its columns of candidates are. An order that
 * draws on more gets memory of its own, and so does what the thread decides from then on.
 */
export const THREAD_ROWS = createRowScratch(ROWS_ROOM);

/**
 * Working memory. A *slot* is a distinct product of the order with the tags that its stock must
 * carry, a *row* what a location has of a slot, a *candidate* a location of the pool, and a *pair*
 * a line with a row of its slot: pair `pairStart[line] + (row - slotRowStart[slot])`.
 */
export type CoreScratch = ReturnType<typeof createCoreScratch>;

/** Working memory with room for common orders. */
export function createCoreScratch(rows = createRowScratch(1024)) {
  return {
    ...createLineScratch(),
    ...createSlotScratch(),
    ...rows,
    ...createPartScratch(64),
    ...createPairScratch(1024),
    ...createPoolScratch(),
    ...CANDIDATE_COLUMNS,
    ...LOCATION_COLUMNS,
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

/** Working memory of who answers: with the rows of the thread, for one decision at a time. */
export function createThreadScratch(): CoreScratch {
  return createCoreScratch(THREAD_ROWS);
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

function createPoolScratch() {
  return {
    /** Locations of the table that is decided on. */
    locationCount: 0,
    /** The base of the pool at hand: that of future stock is another one. */
    poolBase: 0,
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
    sortKeyCount: 0,
    survivorCount: 0,
    orderedCount: 0,
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

/** Begins a decision on a table of so many locations. Throws where there is no room for them. */
export function beginDecisionOn(locationCount: number, scratch: CoreScratch): void {
  checkLocations(locationCount);
  const stamp = nextStamp();
  if (stamp < scratch.stamp) {
    // Stamps began anew: what is marked with one is so no more.
    scratch.slotBucketStamp.fill(0);
    forgetStamps(scratch.score);
    forgetSeen(scratch.fulfillment);
  }
  scratch.stamp = stamp;
  scratch.locationCount = locationCount;
  beginPool(scratch);
}

/** Begins a pool: no location was looked at. */
export function beginPool(scratch: CoreScratch): void {
  scratch.poolBase = nextPoolBase(scratch.locationCount);
}
