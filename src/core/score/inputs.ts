// What the request says of single locations, and of its destination, in the form in which a score
// reads it: looked up once a decision, and only where something is scored.

import { foldInto } from '../../base/text.js';
import type { LocationTable } from '../../columns/locations.js';
import { LOCATION_INPUT_INTS, ORDER_TEXT, type OrderColumns } from '../../columns/order.js';
import { isPickedUp, locationOf, upperInto } from '../resolve.js';
import type { CoreScratch } from '../scratch.js';
import { roomForInputs } from './scratch.js';

/** Finds the locations of the request's inputs and folds its destination, unless it is done. */
export function resolveInputs(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const { score, stamp } = scratch;
  if (score.resolvedStamp === stamp) return;
  score.resolvedStamp = stamp;
  roomForInputs(score, locations.count);
  const { locationInputs } = order;
  for (let entry = 0; entry < order.locationInputCount; entry++) {
    const at = entry * LOCATION_INPUT_INTS;
    const location = locationOf(order, locations, locationInputs[at], locationInputs[at + 1]);
    if (location < 0) continue;
    score.inputStamp[location] = stamp;
    score.input[location] = entry;
  }
  foldDestination(order, scratch);
}

/** What goes to a store has no country and no postal code of its own. */
function foldDestination(order: OrderColumns, scratch: CoreScratch): void {
  const { score } = scratch;
  const { texts } = order;
  score.countryBytes = 0;
  score.postalBytes = 0;
  if (isPickedUp(order)) return;
  const start = texts[ORDER_TEXT.countryCode * 2];
  const lengthBytes = texts[ORDER_TEXT.countryCode * 2 + 1];
  score.countryBytes = foldInto(order.bytes, start, lengthBytes, score.country);
  score.postalBytes = upperInto(order, ORDER_TEXT.postalCode, score.postal, 0);
}

/** The entry of the request's inputs for a candidate, or -1. */
export function inputOf(scratch: CoreScratch, candidate: number): number {
  const { score } = scratch;
  const location = scratch.candidateLocation[candidate];
  return score.inputStamp[location] === scratch.stamp ? score.input[location] : -1;
}
