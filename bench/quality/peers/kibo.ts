// A route of Kibo with one group of all locations, sorted by distance, and a split by quantity.

import {
  hasAll,
  nearestFirst,
  type Offer,
  type SplitProblem,
  type Taking,
  takeInOrder,
} from '../problem.js';

/**
 * The nearest location that can take the whole order; else the after-action splits it over the
 * locations, those first that can take most units, as its candidate sort QUANTITY says. What
 * the candidate sort DISTANCE comes to is in hotwax.ts.
 */
export function kiboQuantity({ need, offers }: SplitProblem): Taking[] {
  const sorted = nearestFirst(offers);
  const single = sorted.find((offer) => hasAll(offer, need));
  if (single !== undefined) return takeInOrder(need, [single]);
  const units = (offer: Offer): number =>
    need.reduce((sum, wanted, line) => sum + Math.min(wanted, offer.units[line]), 0);
  const ranked = sorted.map((offer) => ({ offer, count: units(offer) }));
  ranked.sort((a, b) => b.count - a.count);
  return takeInOrder(
    need,
    ranked.map(({ offer }) => offer),
  );
}
