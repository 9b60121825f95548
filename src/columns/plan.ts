// One decision as columns, reused for every decision of a thread: what the core writes and the
// encoder reads.

import { CANDIDATES_MAX, LINES_MAX } from './limits.js';

/** Kinds of warnings, with the numbers of the wire. */
export const WARNING = {
  unknownProduct: 1,
  unknownAllowedLocations: 2,
  unknownDestination: 3,
  noRoute: 4,
  unknownPickupLocation: 5,
  holdEnded: 6,
} as const;

/** Why no plan uses fewer locations: the fields of BoundReason by number. */
export const BOUND_REASON = {
  /** The bound is 1. */
  none: 0,
  noSharedLocation: 1,
  shortLine: 2,
  leastCoverage: 3,
  allTried: 4,
} as const;

/**
 * The columns of a decision on an order. Locations are indexes of the location table that it was
 * taken on.
 */
export type PlanColumns = {
  /** The order type of the route; 0: no route. */
  route: number;
  /**
   * By line in request order, then in the order in which locations were taken: those of stock that
   * is there, and from `futureStart` on in the same order those of stock that is to come.
   */
  assignmentCount: number;
  futureStart: number;
  assignmentLine: Int32Array;
  assignmentLocation: Int32Array;
  assignmentQuantity: Int32Array;
  /** Kilometres; NaN where the distance is unknown. */
  assignmentDistanceKm: Float64Array;
  /** An order type of its own, 0: the route's. */
  assignmentRoute: Uint8Array;
  /** The location that the units go to first, -1: none. */
  assignmentTransferTo: Int32Array;
  /** Of future stock its epoch milliseconds, NaN: stock that is there. */
  assignmentFutureMs: Float64Array;
  /** The id of the group whose fulfilment limit counts the units, 0: none does. */
  assignmentLimitGroup: Float64Array;
  /** Locations that an order is offered to, in their order. */
  availableCount: number;
  availableLocation: Int32Array;
  /** How locations scored that were chosen so, in the order of taking. */
  scoreCount: number;
  scoreLocation: Int32Array;
  /**
   * Doubles: score, inventory, shipping, model, cost, price in minor units (Infinity: no rate),
   * days.
   */
  scoreTerms: Float64Array;
  /** Carrier and service of its rate: four integers, start and length of each in `scoreText`. */
  scoreRate: Int32Array;
  scoreTextBytes: number;
  scoreText: Uint8Array;
  /** By search that assigned something, in the order of searching: its locations, their bound. */
  proofCount: number;
  proofParcels: Int32Array;
  proofBound: Int32Array;
  proofIsProven: Uint8Array;
  /**
   * One of BOUND_REASON, and its two numbers; of lines that are apart: where they begin and end in
   * `proofLines`.
   */
  proofReason: Uint8Array;
  proofFirst: Int32Array;
  proofSecond: Int32Array;
  /** Two doubles: what the plan costs and their bound, in minor units; NaN: it was not asked. */
  proofCosts: Float64Array;
  proofLineCount: number;
  proofLines: Int32Array;
  /** By line: one of STATE_CHANGE and the units it holds for; 0 units: none. */
  readonly stateChange: Uint8Array;
  readonly stateQuantity: Int32Array;
  /** Warnings of the order, by WARNING as a bit. */
  orderWarnings: number;
  /** By line: 1 where its product is unknown. */
  readonly isUnknownProduct: Uint8Array;
  /** Whether all rows were read in one state of the stock. */
  isConsistent: boolean;
  /** Rows copied out of the stock for this decision. */
  rowsTouched: number;
};

/** Doubles of an entry of `scoreTerms`. */
export const SCORE_DOUBLES = 7;
/** Integers of an entry of `scoreRate`. */
export const SCORE_RATE_INTS = 4;

/** Doubles of an entry of `proofCosts`. */
export const PROOF_DOUBLES = 2;

/** Columns for one decision at a time. */
export function createPlanColumns(): PlanColumns {
  return {
    route: 0,
    assignmentCount: 0,
    futureStart: 0,
    assignmentLine: new Int32Array(LINES_MAX),
    assignmentLocation: new Int32Array(LINES_MAX),
    assignmentQuantity: new Int32Array(LINES_MAX),
    assignmentDistanceKm: new Float64Array(LINES_MAX),
    assignmentRoute: new Uint8Array(LINES_MAX),
    assignmentTransferTo: new Int32Array(LINES_MAX),
    assignmentFutureMs: new Float64Array(LINES_MAX),
    assignmentLimitGroup: new Float64Array(LINES_MAX),
    availableCount: 0,
    availableLocation: new Int32Array(64),
    scoreCount: 0,
    scoreLocation: new Int32Array(64),
    scoreTerms: new Float64Array(64 * SCORE_DOUBLES),
    scoreRate: new Int32Array(64 * SCORE_RATE_INTS),
    scoreTextBytes: 0,
    scoreText: new Uint8Array(1024),
    proofCount: 0,
    proofParcels: new Int32Array(64),
    proofBound: new Int32Array(64),
    proofIsProven: new Uint8Array(64),
    proofReason: new Uint8Array(64),
    proofFirst: new Int32Array(64),
    proofSecond: new Int32Array(64),
    proofCosts: new Float64Array(64 * PROOF_DOUBLES),
    proofLineCount: 0,
    proofLines: new Int32Array(64),
    stateChange: new Uint8Array(LINES_MAX),
    stateQuantity: new Int32Array(LINES_MAX),
    orderWarnings: 0,
    isUnknownProduct: new Uint8Array(LINES_MAX),
    isConsistent: true,
    rowsTouched: 0,
  };
}

/** The columns of a list of candidates. */
export type CandidateColumns = {
  /** All there are, listed or not. */
  totalCount: number;
  count: number;
  readonly location: Int32Array;
  /** Kilometres; NaN where the distance is unknown. */
  readonly distanceKm: Float64Array;
  /** Where a candidate's entries end in the columns below. */
  readonly inventoryEnd: Int32Array;
  inventoryLine: Int32Array;
  /** Effective units; up to 4,000,000,000. */
  inventoryAvailable: Float64Array;
  /** Where an entry's stock that is to come ends in the columns below: by time, each time once. */
  inventoryFutureEnd: Int32Array;
  futureAvailable: Float64Array;
  /** Epoch milliseconds. */
  futureMs: Float64Array;
};

/** Columns for one list at a time. */
export function createCandidateColumns(): CandidateColumns {
  return {
    totalCount: 0,
    count: 0,
    location: new Int32Array(CANDIDATES_MAX),
    distanceKm: new Float64Array(CANDIDATES_MAX),
    inventoryEnd: new Int32Array(CANDIDATES_MAX),
    inventoryLine: new Int32Array(4096),
    inventoryAvailable: new Float64Array(4096),
    inventoryFutureEnd: new Int32Array(4096),
    futureAvailable: new Float64Array(64),
    futureMs: new Float64Array(64),
  };
}
