// Vendure's stock location strategy for several channels.

import type { SplitProblem, Taking } from '../problem.js';

/**
 * Each line by itself: locations in the merchant's order, from each the lesser of what is ordered
 * and what is there, until that is as much as is ordered. What earlier locations gave is not taken
 * off (issue 4030), so a line may be given more than it needs.
 */
export function vendure({ need, offers }: SplitProblem): Taking[] {
  return Array.from(need).flatMap((wanted, line) => {
    const takings: Taking[] = [];
    let left = wanted;
    for (const offer of offers) {
      if (left <= 0) break;
      const units = Math.min(wanted, offer.units[line]);
      if (units > 0) takings.push({ line, offer, units });
      left -= units;
    }
    return takings;
  });
}
