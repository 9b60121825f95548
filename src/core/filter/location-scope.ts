// Which candidates a group keeps: membership and static rules as bits, the distance to the
// destination, and how locations compare with the order.

import { hasBit } from '../../base/bits.js';
import type { OrderColumns } from '../../columns/order.js';
import { OPERATOR, type GroupProgram, type Predicate } from '../../columns/program.js';
import { dropFull } from '../fulfillment/full.js';
import { chordOfKm, kmOfChord } from '../geo.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import type { CoreScratch } from '../scratch.js';
import { filterLocationPoint } from './location-point.js';
import { testNumber } from './number.js';

// Not `candidateAlive`: a filter tree puts a column of its own in its place.
const { candidateInPool, candidateLocation, candidateChord } = CANDIDATE_COLUMNS;

/** More than any squared chord on the unit sphere, and less than the unknown one. */
const CHORD_MAX = 5;

/**
 * Sets `candidateAlive` for every candidate: 1 where the group and its filters on the location keep
 * it, and it is not full.
 */
export function filterCandidates(
  group: GroupProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { candidateAlive } = scratch;
  const { members, locationPredicates, limit } = group;
  const count = scratch.candidateCount;
  for (let c = 0; c < count; c++) {
    candidateAlive[c] = candidateInPool[c] & Number(hasBit(members, candidateLocation[c]));
  }
  if (limit !== null) dropFull(group, limit, order, scratch);
  for (let i = 0; i < locationPredicates.length; i++) {
    filterLocations(locationPredicates[i], order, scratch);
  }
}

/** Clears `candidateAlive` where a filter that was settled before the order came does not hold. */
export function keepBits(bits: Uint32Array, scratch: CoreScratch): void {
  const { candidateAlive, candidateCount } = scratch;
  for (let c = 0; c < candidateCount; c++) {
    candidateAlive[c] &= Number(hasBit(bits, candidateLocation[c]));
  }
}

/**
 * Clears `candidateAlive` where a filter on the location that waits for the order does not hold.
 */
export function filterLocations(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  if (predicate.attribute === 0) filterLocationPoint(predicate, order, scratch);
  else filterDistance(predicate, scratch);
}

/**
 * Clears `candidateAlive` where a filter on the distance does not hold. Distances compare as
 * squared chords, which grow with them; an unknown one fails every operator.
 */
function filterDistance(predicate: Predicate, scratch: CoreScratch): void {
  const { operator, numbers } = predicate;
  switch (operator) {
    case OPERATOR.lessThan:
      return keepChords(scratch, 0, chordOfKm(numbers[0]), chordOfKm(numbers[0]));
    case OPERATOR.lessOrEqual:
      return keepChords(scratch, 0, chordOfKm(numbers[0]), Number.NaN);
    case OPERATOR.greaterThan:
      return keepChords(scratch, chordOfKm(numbers[0]), CHORD_MAX, chordOfKm(numbers[0]));
    case OPERATOR.greaterOrEqual:
      return keepChords(scratch, chordOfKm(numbers[0]), CHORD_MAX, Number.NaN);
    case OPERATOR.between:
      return keepChords(scratch, chordOfKm(numbers[0]), chordOfKm(numbers[1]), Number.NaN);
    default:
      return keepKilometres(predicate, scratch);
  }
}

/**
 * Keeps chords from `low` to `high`, both included, without the one that is `leftOut`, NaN for
 * none; never the unknown one. No branches: which pass is no pattern to predict.
 */
function keepChords(scratch: CoreScratch, low: number, high: number, leftOut: number): void {
  const most = Math.min(high, CHORD_MAX);
  const { candidateAlive, candidateCount } = scratch;
  for (let c = 0; c < candidateCount; c++) {
    const chord = candidateChord[c];
    const isWithin = Number(chord >= low) & Number(chord <= most);
    candidateAlive[c] &= isWithin & Number(chord !== leftOut);
  }
}

function keepKilometres(predicate: Predicate, scratch: CoreScratch): void {
  const { candidateAlive, candidateCount } = scratch;
  for (let c = 0; c < candidateCount; c++) {
    const chord = candidateChord[c];
    if (chord === Infinity || !testNumber(predicate, kmOfChord(chord))) candidateAlive[c] = 0;
  }
}
