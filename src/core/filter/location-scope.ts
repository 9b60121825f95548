// Which candidates a group keeps: membership and static rules as bits, the distance to the
// destination, and how locations compare with the order.

import { hasBit } from '../../base/bits.js';
import type { OrderColumns } from '../../columns/order.js';
import { OPERATOR, type GroupProgram, type Predicate } from '../../columns/program.js';
import { dropFull } from '../fulfillment/full.js';
import { chordOfKm, kmOfChord } from '../geo.js';
import type { CoreScratch } from '../scratch.js';
import { filterLocationPoint } from './location-point.js';
import { testNumber } from './number.js';

/**
 * Sets `candidateAlive` for every candidate: 1 where the group and its filters on the location keep
 * it, and it is not full.
 */
export function filterCandidates(
  group: GroupProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { candidateAlive, candidateInPool, candidateLocation } = scratch;
  const { members, locationPredicates, limit } = group;
  const count = scratch.candidateCount;
  for (let c = 0; c < count; c++) {
    const keeps = candidateInPool[c] === 1 && hasBit(members, candidateLocation[c]);
    candidateAlive[c] = keeps ? 1 : 0;
  }
  if (limit !== null) dropFull(group, limit, order, scratch);
  for (let i = 0; i < locationPredicates.length; i++) {
    filterLocations(locationPredicates[i], order, scratch);
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
      return keepChords(scratch, -1, chordOfKm(numbers[0]), false, true);
    case OPERATOR.lessOrEqual:
      return keepChords(scratch, -1, chordOfKm(numbers[0]), false, false);
    case OPERATOR.greaterThan:
      return keepChords(scratch, chordOfKm(numbers[0]), Infinity, true, true);
    case OPERATOR.greaterOrEqual:
      return keepChords(scratch, chordOfKm(numbers[0]), Infinity, false, true);
    case OPERATOR.between:
      return keepChords(scratch, chordOfKm(numbers[0]), chordOfKm(numbers[1]), false, false);
    default:
      return keepKilometres(predicate, scratch);
  }
}

/**
 * Keeps chords from `low` to `high`, each end itself only where it is not strict; never the unknown
 * one.
 */
function keepChords(
  scratch: CoreScratch,
  low: number,
  high: number,
  isLowStrict: boolean,
  isHighStrict: boolean,
): void {
  const { candidateAlive, candidateChord } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const chord = candidateChord[c];
    const isAbove = isLowStrict ? chord > low : chord >= low;
    const isBelow = isHighStrict ? chord < high : chord <= high;
    if (!isAbove || !isBelow || chord === Infinity) candidateAlive[c] = 0;
  }
}

function keepKilometres(predicate: Predicate, scratch: CoreScratch): void {
  const { candidateAlive, candidateChord } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const chord = candidateChord[c];
    if (chord === Infinity || !testNumber(predicate, kmOfChord(chord))) candidateAlive[c] = 0;
  }
}
