// The optimum of an order by HiGHS, from the definitions of the problem and nothing of ours. Since
// all lines are of different products, a set of locations serves an order where it has enough of
// each line.

import { type Solver, sumOf } from '../support/highs.js';
import {
  COST,
  nearestFirst,
  type SplitProblem,
  type Taking,
  takeInOrder,
  unitCost,
} from './problem.js';

/** A parcel weighs more than all distances of a plan, in kilometres, can. */
const PARCEL_WEIGHT = 1_000_000;

/** The fewest parcels; of such plans the one whose locations are nearest in sum. */
export function leastParcels(
  { need, offers }: SplitProblem,
  solve: Solver,
  secondsMax?: number,
): Taking[] | null {
  const names = offers.map((_, i) => `y${i}`);
  const cover = Array.from(need, (wanted, line) => {
    const terms = offers.flatMap(({ units }, i) =>
      units[line] > 0 ? [[Math.min(wanted, units[line]), names[i]] as const] : [],
    );
    return `c${line}: ${sumOf(terms)} >= ${wanted}`;
  });
  const weights = offers.map(
    ({ distanceKm }, i) => [PARCEL_WEIGHT + Math.round(distanceKm), names[i]] as const,
  );
  const found = solve(
    `Minimize\n obj: ${sumOf(weights)}\nSubject To\n ${cover.join('\n ')}\n` +
      `Binary\n ${names.join('\n ')}\nEnd\n`,
    secondsMax,
  );
  if (found === null) return null;
  const chosen = offers.filter((_, i) => (found.values.get(names[i]) ?? 0) > 0.5);
  return takeInOrder(need, nearestFirst(chosen));
}

/** The least cost: a price for each parcel, and one for each unit by its way. */
export function leastCost(
  { need, offers }: SplitProblem,
  solve: Solver,
  secondsMax?: number,
): Taking[] | null {
  const costs: (readonly [number, string])[] = offers.map((_, i) => [COST.parcel, `y${i}`]);
  const rows: string[] = [];
  for (let line = 0; line < need.length; line++) {
    const served: (readonly [number, string])[] = [];
    offers.forEach((offer, i) => {
      const units = Math.min(need[line], offer.units[line]);
      if (units === 0) return;
      const name = `x${line}_${i}`;
      served.push([1, name]);
      costs.push([unitCost(offer), name]);
      rows.push(`u${line}_${i}: ${name} - ${units} y${i} <= 0`);
    });
    rows.push(`c${line}: ${sumOf(served)} = ${need[line]}`);
  }
  const names = offers.map((_, i) => `y${i}`);
  const found = solve(
    `Minimize\n obj: ${sumOf(costs)}\nSubject To\n ${rows.join('\n ')}\n` +
      `Binary\n ${names.join('\n ')}\nEnd\n`,
    secondsMax,
  );
  if (found === null) return null;
  const takings: Taking[] = [];
  offers.forEach((offer, i) => {
    for (let line = 0; line < need.length; line++) {
      const units = Math.round(found.values.get(`x${line}_${i}`) ?? 0);
      if (units > 0) takings.push({ line, offer, units });
    }
  });
  return takings;
}
