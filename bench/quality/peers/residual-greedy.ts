// The cover that textbooks give: always the location that gives most of what is left.

import { nearestFirst, type Offer, type SplitProblem, type Taking } from '../problem.js';

/** Chooses the offer with the most units of what is left, ties to the nearest, until nothing is. */
export function residualGreedy({ need, offers }: SplitProblem): Taking[] {
  const left = need.slice();
  const takings: Taking[] = [];
  const sorted = nearestFirst(offers);
  const gain = ({ units }: Offer): number =>
    left.reduce((sum, wanted, line) => sum + Math.min(wanted, units[line]), 0);
  for (;;) {
    let most = 0;
    let best: Offer | null = null;
    for (const offer of sorted) {
      const units = gain(offer);
      if (units <= most) continue;
      most = units;
      best = offer;
    }
    if (best === null) return takings;
    for (let line = 0; line < left.length; line++) {
      const units = Math.min(left[line], best.units[line]);
      if (units > 0) takings.push({ line, offer: best, units });
      left[line] -= units;
    }
  }
}
