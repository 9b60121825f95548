// One order as every way of splitting it sees it: what is needed, and who has how much of it. All
// lines are of different products, and all can be served in full.

/** A location that has something of the order. */
export type Offer = {
  readonly location: number;
  readonly distanceKm: number;
  /** Units by line, not capped by the need. */
  readonly units: Int32Array;
};

/** An order. The offers are in the order in which a merchant listed the locations. */
export type SplitProblem = { readonly need: Int32Array; readonly offers: readonly Offer[] };

/** Units of a line that an offer gives. */
export type Taking = { readonly line: number; readonly offer: Offer; readonly units: number };

/** A way of splitting an order; null: it refuses. */
export type Splitter = (problem: SplitProblem) => readonly Taking[] | null;

/** Cost of a parcel, of a unit, and of a unit for each mile, as in the papers: in dollars. */
export const COST = { parcel: 8.759, unit: 0.423, unitMile: 0.000541 } as const;

const KM_PER_MILE = 1.609344;

/** What came of an order. */
export type Outcome = {
  readonly parcels: number;
  readonly parcelKm: number;
  readonly cost: number;
  /** Whether each line gets exactly its units, and nobody gives more than there is. */
  readonly isRight: boolean;
};

/** What a unit from an offer costs, without its parcel. */
export function unitCost({ distanceKm }: Offer): number {
  return COST.unit + (COST.unitMile * distanceKm) / KM_PER_MILE;
}

/** Measures a split. */
export function outcomeOf({ need }: SplitProblem, takings: readonly Taking[] | null): Outcome {
  const given = new Int32Array(need.length);
  const used = new Set<Offer>();
  let cost = 0;
  let isWithinStock = takings !== null;
  for (const { line, offer, units } of takings ?? []) {
    given[line] += units;
    used.add(offer);
    cost += units * unitCost(offer);
    if (units < 1 || units > offer.units[line]) isWithinStock = false;
  }
  let parcelKm = 0;
  for (const { distanceKm } of used) parcelKm += distanceKm;
  return {
    parcels: used.size,
    parcelKm,
    cost: cost + COST.parcel * used.size,
    isRight: isWithinStock && need.every((units, line) => given[line] === units),
  };
}

/** Goes through offers one after another, each of which gives what it can of what is left. */
export function takeInOrder(need: Int32Array, offers: readonly Offer[]): Taking[] {
  const left = need.slice();
  const takings: Taking[] = [];
  for (const offer of offers) {
    for (let line = 0; line < left.length; line++) {
      const units = Math.min(left[line], offer.units[line]);
      if (units === 0) continue;
      takings.push({ line, offer, units });
      left[line] -= units;
    }
  }
  return takings;
}

/** Whether an offer has the whole order. */
export function hasAll({ units }: Offer, need: Int32Array): boolean {
  return need.every((wanted, line) => units[line] >= wanted);
}

/** The offers, the nearest first; of equally near ones the one that is listed first. */
export function nearestFirst(offers: readonly Offer[]): Offer[] {
  return [...offers].sort((a, b) => a.distanceKm - b.distanceKm);
}
