// HotWax's usual pair of rules: all from one facility, else in parts, both by distance.

import { hasAll, nearestFirst, type SplitProblem, type Taking, takeInOrder } from '../problem.js';

/**
 * First the nearest facility that has everything. Else facilities by distance, then by how many
 * lines they can cover (which distance leaves nothing to), each giving what it can.
 */
export function hotwax({ need, offers }: SplitProblem): Taking[] {
  const sorted = nearestFirst(offers);
  const single = sorted.find((offer) => hasAll(offer, need));
  return takeInOrder(need, single === undefined ? sorted : [single]);
}
