// Spree's rule for the fewest splits.

import { type Offer, type SplitProblem, type Taking, takeInOrder } from '../problem.js';

/**
 * Locations by how many lines of the whole order they cover in full, and not of what is left of it;
 * ties in the merchant's order. Each gives what it can.
 */
export function spreeMinSplits({ need, offers }: SplitProblem): Taking[] {
  const covered = (offer: Offer): number =>
    need.reduce((count, wanted, line) => count + (offer.units[line] >= wanted ? 1 : 0), 0);
  const ranked = offers.map((offer) => ({ offer, count: covered(offer) }));
  ranked.sort((a, b) => b.count - a.count);
  return takeInOrder(
    need,
    ranked.map(({ offer }) => offer),
  );
}
