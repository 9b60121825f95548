// The working memory of the search for the cheapest plan: what units and parcels cost, the cheapest
// plan so far, and the prices of its lower bound. Costs are whole thousandths of a minor unit.
// Grown, rarely; only files of this name make arrays.

import { LINES_MAX } from '../../../columns/limits.js';

/** Working memory of the search for the cheapest plan; see above. */
export type CostScratch = ReturnType<typeof createCostScratch>;

/** Working memory with room for common orders. */
export function createCostScratch() {
  return {
    /** Whether packings and placements count costs. */
    isCounted: false,
    /** Whether a unit costs the same from every location. */
    isFlat: false,
    parcel: 0,
    /** Choices that the limit on new locations does not count. */
    usedChoices: 0,
    /** Of the best plan, Infinity where there is none; and what no plan falls below. */
    best: Infinity,
    least: 0,
    /** What the value of a demand was last: units, lines whole at one location, cost. */
    valueUnits: 0,
    valueAtomics: 0,
    valueCost: 0,
    /** What a whole set was worth last. */
    setUnits: 0,
    setAtomics: 0,
    setCost: 0,
    /** Of a packing: what is decided for good, with what is tried, of the best, and the goal. */
    packBase: 0,
    packSum: 0,
    packBest: Infinity,
    packGoal: 0,
    ...createLines(),
    ...createChoices(1024),
    /** By place of a packing: what a unit from there costs. */
    packUnit: new Float64Array(16),
  };
}

function createLines() {
  return {
    /** By demand, of the lower bound: its price, the next supply, 1 where it rises no more. */
    price: new Float64Array(LINES_MAX),
    priceNext: new Int32Array(LINES_MAX),
    isPriced: new Uint8Array(LINES_MAX),
  };
}

function createChoices(capacity: number) {
  return {
    /** By candidate: what a unit from there costs. */
    candidateUnit: new Float64Array(capacity),
    /** By candidate: 1 where it is a full match of the group whose split is searched. */
    candidateIsFull: new Uint8Array(capacity),
    /** By choice: the same; and what of a parcel the prices have not paid. */
    choiceUnit: new Float64Array(capacity),
    choiceSlack: new Float64Array(capacity),
  };
}

/** Makes room for so many candidates; keeps nothing. */
export function roomForCosts(cost: CostScratch, candidates: number): void {
  if (candidates <= cost.candidateUnit.length) return;
  Object.assign(cost, createChoices(Math.max(candidates, cost.candidateUnit.length * 2)));
}

/** Makes room for so many places of a packing; keeps nothing. */
export function roomForPlaces(cost: CostScratch, places: number): void {
  if (places <= cost.packUnit.length) return;
  cost.packUnit = new Float64Array(Math.max(places, cost.packUnit.length * 2));
}
