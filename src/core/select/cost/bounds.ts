// What a plan costs at least that holds what is taken and nothing that is banned.

import { countGlances } from '../cover-bounds.js';
import { ban, mayTake } from '../cover-state.js';
import type { SearchScratch } from '../scratch.js';

/** What rounding may add to a sum of prices, as a share of it. */
const PRICE_ERROR = 1e-10;

/** The first part of a parcel that prices pay is one of so many; and how much each part grows. */
const FIRST_PART = 4;
const PART_GROWTH = 4;

/**
 * The parcels that are taken, and each demand from its cheapest suppliers as if no further parcel
 * was to be paid; Infinity where they are not enough. Supplies are listed by cost.
 */
export function leastOfSet(search: SearchScratch): number {
  const { demandStart, supplyChoice, supplyUnits, isTaken, demandTarget, cost } = search;
  let sum = cost.parcel * search.takenCount;
  for (let demand = 0; demand < search.demandCount; demand++) {
    let left = demandTarget[demand];
    let at = demandStart[demand];
    for (; at < demandStart[demand + 1] && left > 0; at++) {
      const choice = supplyChoice[at];
      if (isTaken[choice] === 0 && !mayTake(search, choice)) continue;
      const units = Math.min(left, supplyUnits[at]);
      sum += units * cost.choiceUnit[choice];
      left -= units;
    }
    countGlances(search, at - demandStart[demand]);
    if (left > 0) return Infinity;
  }
  return sum;
}

/**
 * The same with a share of the parcels: a dual ascent (Erlenkotter), here with capacities. Each
 * demand has a price for a unit, from its cheapest supply upwards. What the price is above the cost
 * of a supply pays for the parcel of its location; where that is paid, what the location supplies
 * gains no more by a higher price. So the prices of all units, less such gains, are a lower bound.
 * Prices rise in turns, each to the cost of the next supply or until a parcel is paid.
 *
 * It takes at least `picks` further parcels. If only a part of each is to be paid by prices, the
 * other part of so many is added to them: that is a bound too, and the better one where parcels
 * cost much more than units. So the parts that are to be paid grow in steps.
 *
 * Choices of which no plan can be the best are left out until the caller lifts the bans: what the
 * prices do not pay of its parcel, a plan with it costs more.
 */
export function pricedBound(search: SearchScratch, picks: number): number {
  const { choiceCount, isTaken, cost } = search;
  const { choiceSlack, parcel } = cost;
  let sum = parcel * search.takenCount;
  for (let demand = 0; demand < search.demandCount; demand++) sum += openPrice(search, demand);
  for (let choice = 0; choice < choiceCount; choice++) choiceSlack[choice] = 0;
  let bound = 0;
  let before = 0;
  for (let part = parcel / FIRST_PART; ; part = Math.min(parcel, part * PART_GROWTH)) {
    for (let choice = 0; choice < choiceCount; choice++) {
      if (isTaken[choice] === 0) choiceSlack[choice] += part - before;
    }
    before = part;
    sum += raisePrices(search);
    const least = (sum + (parcel - part) * picks) * (1 - PRICE_ERROR);
    bound = Math.max(bound, least);
    if (bound > cost.best) break;
    banDear(search, cost.best - least);
    if (part === parcel) break;
  }
  return Math.ceil(bound - PRICE_ERROR);
}

/** Leaves out choices that the prices leave more of to pay than there is to spare. */
function banDear(search: SearchScratch, spare: number): void {
  const { choiceSlack } = search.cost;
  countGlances(search, search.choiceCount * 2);
  for (let choice = 0; choice < search.choiceCount; choice++) {
    if (choiceSlack[choice] > spare && mayTake(search, choice)) ban(search, choice);
  }
}

/** Raises all prices as far as they gain; answers what is gained. */
function raisePrices(search: SearchScratch): number {
  const { isPriced } = search.cost;
  let gain = 0;
  for (let demand = 0; demand < search.demandCount; demand++) isPriced[demand] = 0;
  for (let isRising = true; isRising; ) {
    isRising = false;
    for (let demand = 0; demand < search.demandCount; demand++) {
      if (isPriced[demand] === 1) continue;
      gain += raisePrice(search, demand);
      if (isPriced[demand] === 0) isRising = true;
    }
  }
  return gain;
}

/** Sets a price at the cheapest supply; answers what all units cost at it. */
function openPrice(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, demandTarget, cost } = search;
  const end = demandStart[demand + 1];
  const at = nextThere(search, demandStart[demand], end);
  if (at === end) return Infinity;
  cost.price[demand] = cost.choiceUnit[supplyChoice[at]];
  cost.priceNext[demand] = at;
  return cost.price[demand] * demandTarget[demand];
}

/** The next supply of those that are taken or may be. */
function nextThere(
  { supplyChoice, isTaken, isBanned, choiceIsNew, newCount, newLimit }: SearchScratch,
  from: number,
  end: number,
): number {
  let at = from;
  for (; at < end; at++) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 1) break;
    if (isBanned[choice] === 0 && (choiceIsNew[choice] === 0 || newCount < newLimit)) break;
  }
  return at;
}

/**
 * Raises a price to the cost of the next supply, or until one more parcel is paid; notes in
 * `isPriced` where it gains nothing to raise it further. Answers what is gained.
 */
function raisePrice(search: SearchScratch, demand: number): number {
  const { demandStart, supplyChoice, supplyUnits, isTaken, cost } = search;
  const { choiceUnit, choiceSlack, price, priceNext, isPriced } = cost;
  const start = demandStart[demand];
  const end = demandStart[demand + 1];
  // Supplies at the price take part.
  let next = priceNext[demand];
  while (next < end && choiceUnit[supplyChoice[next]] <= price[demand]) {
    next = nextThere(search, next + 1, end);
  }
  priceNext[demand] = next;
  const most = next < end ? choiceUnit[supplyChoice[next]] - price[demand] : Infinity;
  let rise = most;
  let units = search.demandTarget[demand];
  for (let at = nextThere(search, start, next); at < next; at = nextThere(search, at + 1, next)) {
    const slack = choiceSlack[supplyChoice[at]];
    if (slack <= 0) units -= supplyUnits[at];
    else rise = Math.min(rise, slack / supplyUnits[at]);
  }
  search.looks += next - start + 1;
  if (units <= 0 || rise === Infinity) {
    isPriced[demand] = 1;
    return units <= 0 ? 0 : Infinity;
  }
  for (let at = nextThere(search, start, next); at < next; at = nextThere(search, at + 1, next)) {
    const choice = supplyChoice[at];
    if (isTaken[choice] === 1 || choiceSlack[choice] <= 0) continue;
    const slack = choiceSlack[choice] - rise * supplyUnits[at];
    // What rounding leaves is nothing.
    choiceSlack[choice] = slack < cost.parcel * PRICE_ERROR ? 0 : slack;
  }
  price[demand] += rise;
  return rise * units;
}
