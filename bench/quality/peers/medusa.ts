// Medusa's reservation of an order's items.

import type { SplitProblem, Taking } from '../problem.js';

/**
 * Each line by itself: that there is enough over all locations is checked, then everything is
 * reserved at the first location that stocks the product; it fails where that one is short (issues
 * 14987 and 15132).
 */
export function medusa({ need, offers }: SplitProblem): Taking[] | null {
  const takings: Taking[] = [];
  for (let line = 0; line < need.length; line++) {
    const offer = offers.find(({ units }) => units[line] > 0);
    if (offer === undefined || offer.units[line] < need[line]) return null;
    takings.push({ line, offer, units: need[line] });
  }
  return takings;
}
