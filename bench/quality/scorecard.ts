// The figures of each way of splitting. Parcels are those of the orders of several lines: one line
// leaves little to choose.

import type { Outcome } from './problem.js';

/** The optimum of an order, by HiGHS; NaN: not known. */
export type Least = { readonly parcels: number; readonly cost: number };

/** One line of the table. */
export type Card = Readonly<Record<string, string | number>>;

/** Adds outcomes up. Orders that are refused or wrong are counted, and are in no average. */
export class Scorecard {
  readonly name: string;
  wrongCount = 0;
  provenCount = 0;
  largestGap = 0;
  private orderCount = 0;
  private allParcels = 0;
  private severalCount = 0;
  private parcels = 0;
  private leastParcels = 0;
  private parcelKm = 0;
  private cost = 0;
  private leastCost = 0;
  private needlessCount = 0;
  private readonly timesUs: number[] = [];
  private isProving = false;
  private readonly gapUnit: string;

  /** Gaps are parcels, or of costs percents. */
  constructor(name: string, gapUnit: '' | ' %' = '') {
    this.name = name;
    this.gapUnit = gapUnit;
  }

  /** The outcome of an order of so many lines. */
  add(outcome: Outcome, least: Least, lineCount: number): void {
    if (!outcome.isRight) {
      this.wrongCount++;
      return;
    }
    this.orderCount++;
    this.allParcels += outcome.parcels;
    this.parcelKm += outcome.parcelKm;
    this.cost += outcome.cost;
    this.leastCost += least.cost;
    if (lineCount < 2) return;
    this.severalCount++;
    this.parcels += outcome.parcels;
    this.leastParcels += least.parcels;
    if (outcome.parcels > least.parcels) this.needlessCount++;
  }

  /** How long an order took. */
  time(us: number): void {
    this.timesUs.push(us);
  }

  /** What is known of the plan of an order: whether it is the best, and how far from it at most. */
  prove(isProven: boolean, gap: number): void {
    this.isProving = true;
    if (isProven) this.provenCount++;
    this.largestGap = Math.max(this.largestGap, gap);
  }

  /** Parcels over the fewest, in percent, where there are several lines. */
  get overPercent(): number {
    return percentOver(this.parcels, this.leastParcels);
  }

  /** Cost over the least, in percent; NaN where that is not known. */
  get costOverPercent(): number {
    return percentOver(this.cost, this.leastCost);
  }

  /** Share of the orders whose plan is not proven, in percent. */
  get unprovenPercent(): number {
    const count = this.orderCount + this.wrongCount;
    return count === 0 ? 0 : (100 * (count - this.provenCount)) / count;
  }

  /** The time that a share of the orders does not exceed. */
  percentileUs(share: number): number {
    const sorted = [...this.timesUs].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  }

  /** The line of the table; a dash stands for what does not apply. */
  card(): Card {
    const { orderCount: count } = this;
    const proven = this.isProving ? `${(100 - this.unprovenPercent).toFixed(2)} %` : '-';
    return {
      rule: this.name,
      orders: count + this.wrongCount,
      'parcels/order': fixed(this.parcels / this.severalCount, 3),
      'over min': percent(this.overPercent),
      'split needlessly': percent((100 * this.needlessCount) / this.severalCount),
      'cost over': percent(this.costOverPercent),
      proven,
      'gap max': this.isProving ? `${Math.round(100 * this.largestGap) / 100}${this.gapUnit}` : '-',
      'km/parcel': fixed(this.parcelKm / this.allParcels, 0),
      wrong: this.wrongCount,
      'p50 us': fixed(this.percentileUs(0.5), 1),
      'p99 us': fixed(this.percentileUs(0.99), 1),
    };
  }
}

function percentOver(value: number, least: number): number {
  return (100 * (value - least)) / least;
}

function percent(value: number): string {
  if (Number.isNaN(value)) return '-';
  // What the sum of so many prices was rounded by is nothing.
  return `${Math.abs(value) < 1e-6 ? '0.0' : value.toFixed(1)} %`;
}

function fixed(value: number, digits: number): string {
  return Number.isNaN(value) ? '-' : value.toFixed(digits);
}
