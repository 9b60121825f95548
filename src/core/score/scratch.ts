// The working memory of scores: what the candidates of the group at hand have of each term, and
// what was noted of them for the answer. Empty until a score is asked for; grown, rarely; only
// files of this name make arrays.

import { SCORE_DOUBLES, SCORE_RATE_INTS, type PlanColumns } from '../../columns/plan.js';
import { RATE_ZONES_MAX } from '../../columns/limits.js';

/** Columns of sort keys that a score has besides itself: those that settle its ties. */
export const SCORE_TIE_KEYS = 4;

/** Integers of a note: a place among the request's rates, one among the rate cards, the group. */
export const NOTE_INTS = 3;

/** Bytes of a code in the request, and three times as many when it is folded. */
const KEY_BYTES = 3 * 64;

/** The last stamp of a 32-bit column. */
const STAMP_MAX = 0x7fffffff;

/** Positions in `ScoreScratch.shipment`. */
export const SHIPMENT = {
  massGrams: 0,
  volumeCm3: 1,
  parcels: 2,
  billedGrams: 3,
  priceMinor: 4,
  transitDays: 5,
} as const;

/** The working memory of scores. */
export type ScoreScratch = ReturnType<typeof createScoreScratch>;

/** Working memory without room: most threads never score. */
export function createScoreScratch() {
  return {
    ...createCandidateScores(0),
    ...createLocationInputs(0),
    /** By row: units that earlier lines of the same product leave. */
    unitsLeft: new Float64Array(0),
    /** The decision whose inputs were looked up last: a stamp. */
    resolvedStamp: 0,
    /** The destination's country, folded, and its postal code in upper case; 0 bytes: unknown. */
    countryBytes: 0,
    country: new Uint8Array(KEY_BYTES),
    postalBytes: 0,
    postal: new Uint8Array(KEY_BYTES),
    /** What one rate card makes of the open lines, and the offer at hand; see SHIPMENT. */
    shipment: new Float64Array(6),
    /** The zones of a rate card that the destination fits, and how far each reaches: a chord. */
    zoneCount: 0,
    zones: new Int32Array(RATE_ZONES_MAX),
    zoneChord: new Float64Array(RATE_ZONES_MAX),
    /** Whether something is noted for the commitment that comes. */
    hasNotes: false,
    /** The decision whose scores are listed: a stamp of its own. */
    listedStamp: 0,
    listed: new Int32Array(0),
  };
}

function createCandidateScores(capacity: number) {
  return {
    /** By candidate, for the group that was scored last. The terms are 0 to 1. */
    candidateScore: new Float64Array(capacity),
    candidateInventory: new Float64Array(capacity),
    candidateShipping: new Float64Array(capacity),
    candidateModel: new Float64Array(capacity),
    candidateCost: new Float64Array(capacity),
    /** Open lines that it covers, and units that it has of all of them. */
    candidateCoveredLines: new Int32Array(capacity),
    candidateUnits: new Float64Array(capacity),
    /** Its cost factor times the units of all open lines. */
    candidateRawCost: new Float64Array(capacity),
    /**
     * Where the chosen rate is: a place among the request's rates, or one among the rate cards of
     * the score; -1 in both: it has none.
     */
    candidateRate: new Int32Array(capacity),
    candidateRateCard: new Int32Array(capacity),
    /** Price in minor units and days of the chosen rate; Infinity: it has none. */
    candidatePriceMinor: new Float64Array(capacity),
    candidateDays: new Float64Array(capacity),
    /** The fewest days of its rates, and the smallest price of those that take them. */
    candidateFewestDays: new Float64Array(capacity),
    candidateFastestPrice: new Float64Array(capacity),
    /** 1 where terms are noted for the answer, and what they are. */
    noted: new Uint8Array(capacity),
    notedTerms: new Float64Array(capacity * SCORE_DOUBLES),
    notedRate: new Int32Array(capacity * NOTE_INTS),
  };
}

function createLocationInputs(capacity: number) {
  return {
    /** By location: the stamp of the decision whose request says something of it, and its entry. */
    inputStamp: new Int32Array(capacity),
    input: new Int32Array(capacity),
  };
}

/** Makes room for the scores of `count` candidates; keeps nothing. */
export function roomForCandidateScores(score: ScoreScratch, count: number): void {
  const { length } = score.candidateScore;
  if (count > length) Object.assign(score, createCandidateScores(Math.max(count, length * 2)));
}

/** Makes room for what requests say of `count` locations; keeps nothing. */
export function roomForInputs(score: ScoreScratch, count: number): void {
  const { length } = score.inputStamp;
  if (count > length) Object.assign(score, createLocationInputs(Math.max(count, length * 2)));
}

/** Makes room for the units of `count` rows; keeps nothing. */
export function roomForUnits(score: ScoreScratch, count: number): void {
  const { length } = score.unitsLeft;
  if (count > length) score.unitsLeft = new Float64Array(Math.max(count, length * 2));
}

/** Begins the list of the scores of a decision on `count` locations. */
export function beginScoreList(score: ScoreScratch, plan: PlanColumns, count: number): void {
  plan.scoreCount = 0;
  plan.scoreTextBytes = 0;
  const { length } = score.listed;
  if (count > length) {
    score.listed = new Int32Array(Math.max(count, length * 2));
    score.listedStamp = 0;
  }
  if (score.listedStamp === STAMP_MAX) {
    score.listed.fill(0);
    score.listedStamp = 0;
  }
  score.listedStamp++;
}

/** Forgets the stamps of decisions, before they begin anew. */
export function forgetStamps(score: ScoreScratch): void {
  score.inputStamp.fill(0);
  score.resolvedStamp = 0;
}

/** Makes room for one score more with so many bytes of text; keeps what is there. */
export function roomForScore(plan: PlanColumns, textBytes: number): void {
  const count = plan.scoreCount + 1;
  if (count > plan.scoreLocation.length) {
    const capacity = Math.max(count, plan.scoreLocation.length * 2);
    const location = new Int32Array(capacity);
    location.set(plan.scoreLocation);
    plan.scoreLocation = location;
    const terms = new Float64Array(capacity * SCORE_DOUBLES);
    terms.set(plan.scoreTerms);
    plan.scoreTerms = terms;
    const rate = new Int32Array(capacity * SCORE_RATE_INTS);
    rate.set(plan.scoreRate);
    plan.scoreRate = rate;
  }
  if (textBytes <= plan.scoreText.length - plan.scoreTextBytes) return;
  const text = new Uint8Array(Math.max(plan.scoreTextBytes + textBytes, plan.scoreText.length * 2));
  text.set(plan.scoreText);
  plan.scoreText = text;
}
