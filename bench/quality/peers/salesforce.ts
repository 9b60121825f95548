// Salesforce's search for the smallest set of locations, with its documented ends.

import {
  nearestFirst,
  type Offer,
  type SplitProblem,
  type Taking,
  takeInOrder,
} from '../problem.js';

const CHECKS_MAX = 1_000_000;
const RESULTS_MAX = 10_000;

/**
 * Single locations, then pairs, then triples, until some set covers the order; of the sets of that
 * size the one with the least average distance. It ends after a million checks or ten thousand
 * results; where it has found nothing by then, the order is refused.
 */
export function salesforce({ need, offers }: SplitProblem): Taking[] | null {
  const search = new Search(need, offers);
  for (let size = 1; size <= offers.length && !search.isOver; size++) {
    search.choose(0, size, 0);
    if (search.best.length > 0) return takeInOrder(need, nearestFirst(search.best));
  }
  return null;
}

class Search {
  best: Offer[] = [];
  private bestKm = Number.POSITIVE_INFINITY;
  private checkCount = 0;
  private resultCount = 0;
  private readonly need: Int32Array;
  private readonly offers: readonly Offer[];
  private readonly set: Offer[] = [];
  private readonly left: Int32Array;

  constructor(need: Int32Array, offers: readonly Offer[]) {
    this.need = need;
    this.offers = offers;
    this.left = need.slice();
  }

  get isOver(): boolean {
    return this.checkCount >= CHECKS_MAX || this.resultCount >= RESULTS_MAX;
  }

  /** Tries every set that has `size` more offers, from `first` on. */
  choose(first: number, size: number, km: number): void {
    for (let i = first; i <= this.offers.length - size && !this.isOver; i++) {
      const offer = this.offers[i];
      this.set.push(offer);
      this.take(offer, -1);
      if (size > 1) this.choose(i + 1, size - 1, km + offer.distanceKm);
      else this.check(km + offer.distanceKm);
      this.take(offer, 1);
      this.set.pop();
    }
  }

  private check(km: number): void {
    this.checkCount++;
    if (this.left.some((units) => units > 0)) return;
    this.resultCount++;
    if (km >= this.bestKm) return;
    this.bestKm = km;
    this.best = [...this.set];
  }

  private take(offer: Offer, sign: number): void {
    for (let line = 0; line < this.need.length; line++) this.left[line] += sign * offer.units[line];
  }
}
