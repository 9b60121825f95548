// What a thread knows of locations and candidates while it decides. There is one set of these
// columns a thread, of one size, at one place: a kernel that takes them as constants of its module
// is compiled with their addresses in it. From an argument V8 loads map, length and address of a
// typed array anew with every access, which was measured to be a fifth of a decision.

import { SORT_KEYS_MAX } from '../../columns/limits.js';
import { SCORE_TIE_KEYS } from '../score/scratch.js';

/**
 * Locations that the columns have room for, twice as many as a tenant may have. Memory that is not
 * touched is not there: a thousand locations take some 200 KiB.
 */
const LOCATIONS_ROOM = 131_072;

/** The last stamp of a 32-bit column; a decision takes two. */
const STAMP_MAX = 0x7ffffffd;

/** The last base that has another behind it. */
const POOL_BASE_MAX = 0x3fffffff;

/** What is no candidate: what is out of the pool, and the store that gives before any group. */
export const NO_CANDIDATE = { outside: -1, givingStore: -2 } as const;

/** By candidate, a location of the pool. */
export const CANDIDATE_COLUMNS = createCandidateColumns(LOCATIONS_ROOM);

/** By location. */
export const LOCATION_COLUMNS = createLocationColumns(LOCATIONS_ROOM);

/** The last stamp and the last base of a pool, and how many candidates that pool can have. */
const last = { stamp: 0, poolBase: 0, candidatesMax: 0 };

function createCandidateColumns(capacity: number) {
  return {
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
    sortKeys: new Float64Array(capacity * (SORT_KEYS_MAX + SCORE_TIE_KEYS)),
    survivors: new Int32Array(capacity),
    mergeBuffer: new Int32Array(capacity),
    /** Where a bucket of a sort begins, and the bucket of a candidate. */
    bucketStart: new Int32Array(capacity + 2),
    candidateBucket: new Int32Array(capacity),
    ordered: new Int32Array(capacity),
  };
}

function createLocationColumns(capacity: number) {
  return {
    /**
     * By location: the base of the pool at hand more than its candidate, or than one of
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

/** Throws where a table has more locations than there is room for, which no store allows. */
export function checkLocations(count: number): void {
  // One more: gathering writes the next candidate before it knows whether there is one.
  if (count < LOCATIONS_ROOM) return;
  throw new Error(`a table of ${count} locations; there is room for ${LOCATIONS_ROOM - 1}`);
}

/**
 * The stamp of a new decision, which has the one behind it too. No other decision of the thread has
 * either, unless stamps ran out, were wiped, and begin anew, lower than before.
 */
export function nextStamp(): number {
  if (last.stamp >= STAMP_MAX) {
    last.stamp = 0;
    LOCATION_COLUMNS.allowedStamp.fill(0);
    LOCATION_COLUMNS.excludedStamp.fill(0);
    LOCATION_COLUMNS.futureExcludedStamp.fill(0);
    LOCATION_COLUMNS.usedStamp.fill(0);
  }
  last.stamp += 2;
  return last.stamp;
}

/** The base of a new pool, where no location was looked at, for a table of so many. */
export function nextPoolBase(locationCount: number): number {
  if (last.poolBase >= POOL_BASE_MAX) {
    last.poolBase = 0;
    LOCATION_COLUMNS.locationCandidate.fill(0);
  }
  // Above all candidates of the pool before it, with room for what is no candidate.
  last.poolBase += last.candidatesMax + 1 - NO_CANDIDATE.givingStore;
  last.candidatesMax = locationCount;
  return last.poolBase;
}

/** What the columns said at a time; see `copyColumns`. */
export type ColumnsCopy = {
  readonly stamp: number;
  readonly poolBase: number;
  readonly candidatesMax: number;
  /** Of each column its beginning. */
  readonly byCandidate: readonly NumberColumn[];
  readonly byLocation: readonly NumberColumn[];
};

type NumberColumn = Int32Array | Uint8Array | Float64Array;

/** Copies what a decision that ended left here, to be put back after others. */
export function copyColumns(candidateCount: number, locationCount: number): ColumnsCopy {
  return {
    ...last,
    byCandidate: beginnings(Object.values(CANDIDATE_COLUMNS), candidateCount),
    byLocation: beginnings(Object.values(LOCATION_COLUMNS), locationCount),
  };
}

function beginnings(columns: readonly NumberColumn[], count: number): NumberColumn[] {
  const copies: NumberColumn[] = [];
  for (let i = 0; i < columns.length; i++) {
    // Some have several entries each, and one has two more in all.
    const entries = Math.floor(columns[i].length / LOCATIONS_ROOM);
    copies.push(columns[i].slice(0, entries * count + 2));
  }
  return copies;
}

/** Puts a copy back: what was decided since then is forgotten. */
export function putBack(copy: ColumnsCopy): void {
  setBeginnings(Object.values(CANDIDATE_COLUMNS), copy.byCandidate);
  setBeginnings(Object.values(LOCATION_COLUMNS), copy.byLocation);
  // What comes next goes above, also where numbers began anew meanwhile.
  last.stamp = Math.max(last.stamp, copy.stamp);
  if (copy.poolBase < last.poolBase) return;
  last.poolBase = copy.poolBase;
  last.candidatesMax = copy.candidatesMax;
}

function setBeginnings(columns: readonly NumberColumn[], copies: readonly NumberColumn[]): void {
  for (let i = 0; i < columns.length; i++) columns[i].set(copies[i]);
}
