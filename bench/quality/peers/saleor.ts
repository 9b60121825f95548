// Saleor's allocation by the highest stock.

import type { SplitProblem, Taking } from '../problem.js';

/** Each line by itself: from the warehouse that has most of it, then the next one. */
export function saleorHighestStock({ need, offers }: SplitProblem): Taking[] {
  return Array.from(need).flatMap((wanted, line) => {
    const takings: Taking[] = [];
    let left = wanted;
    for (const offer of [...offers].sort((a, b) => b.units[line] - a.units[line])) {
      const units = Math.min(left, offer.units[line]);
      if (units > 0) takings.push({ line, offer, units });
      left -= units;
    }
    return takings;
  });
}
