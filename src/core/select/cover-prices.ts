// A bound by multipliers, for searches that do not end soon: what the open demands miss is priced,
// and a choice is worth what it gives at these prices less what it costs. What is missing, less the
// worth of the best choices together, is what a set costs at least (Lagrange). A choice with which
// that is more than what is wanted is in no such set. Prices are found once, by steps along the
// subgradient (Polyak).

import { ban, mayTake } from './cover-state.js';
import { PRICE, PRICED_PICKS, type SearchScratch } from './scratch.js';

/** Steps towards better prices, and so many are worth it; when they become shorter. */
const STEPS = 15;
const STEPS_MIN = 4;
const PATIENCE = 3;
/** How far beyond what is wanted steps aim, and what rounding may take off, as shares. */
const AIM = 0.05;
const ROUNDING = 1e-9;

/**
 * Finds prices for what is missing now. False: no `picks` choices are what is wanted, which is any
 * set that meets the demands, or one that does not come behind the best.
 */
export function findPrices(search: SearchScratch, picks: number): boolean {
  const { demandCount, residual, price, bestPrice, priceSums } = search;
  search.isPriced = false;
  if (picks > PRICED_PICKS || search.openDemands === 0) return true;
  const entryCount = search.choiceStart[search.choiceCount];
  if (search.looks + entryCount * STEPS_MIN > search.looksLimit) return true;
  priceSums[PRICE.ofRank] = 1 + search.bestSums[1];
  setGoal(search);
  for (let demand = 0; demand < demandCount; demand++) {
    price[demand] = residual[demand] === 0 ? 0 : 1 / residual[demand];
  }
  scalePrices(search);
  priceSums[PRICE.best] = -Infinity;
  priceSums[PRICE.pace] = 1;
  let idle = 0;
  for (let step = 0; step < STEPS && search.looks < search.looksLimit; step++) {
    weigh(search, picks);
    if (isBeyond(search)) return false;
    if (priceSums[PRICE.bound] > priceSums[PRICE.best]) {
      priceSums[PRICE.best] = priceSums[PRICE.bound];
      for (let demand = 0; demand < demandCount; demand++) bestPrice[demand] = price[demand];
      idle = 0;
    } else if (++idle === PATIENCE) {
      priceSums[PRICE.pace] /= 2;
      idle = 0;
    }
    if (!stepOn(search)) break;
  }
  for (let demand = 0; demand < demandCount; demand++) price[demand] = bestPrice[demand];
  search.isPriced = true;
  return true;
}

/**
 * Leaves out the choices that are in no set of `picks` more choices that is wanted. False: there is
 * no such set. Choices that are left out count as bans.
 */
export function narrow(search: SearchScratch, picks: number): boolean {
  const { live, priceGain, priceSums } = search;
  setGoal(search);
  weigh(search, picks);
  if (isBeyond(search)) return false;
  // What a choice has to be worth, to stand in for the last of the best.
  const last = search.priceTopCount < picks ? 0 : search.priceTop[picks - 1];
  const least = last + priceSums[PRICE.bound] - priceSums[PRICE.goal] - priceSums[PRICE.slack];
  for (let i = 0; i < search.liveCount; i++) {
    const choice = live[i];
    const isFree = search.isTaken[choice] === 0 && search.isBanned[choice] === 0;
    if (isFree && priceGain[choice] < least) ban(search, choice);
  }
  return true;
}

/** Sets what choices may cost: nothing counts but their number, or ranks, then positions. */
function setGoal(search: SearchScratch): void {
  const { priceSums, bestSums, takenCount } = search;
  priceSums[PRICE.goal] = 0;
  priceSums[PRICE.slack] = ROUNDING;
  if (search.isForSize) return;
  const ranks = bestSums[0] - search.rankSums[takenCount];
  const positions = bestSums[1] - search.positionSums[takenCount];
  priceSums[PRICE.goal] = ranks * priceSums[PRICE.ofRank] + positions;
  const all = bestSums[0] * priceSums[PRICE.ofRank] + bestSums[1];
  priceSums[PRICE.slack] = ROUNDING * (1 + all);
}

/** Whether a set costs more than what is wanted. */
function isBeyond({ priceSums }: SearchScratch): boolean {
  return priceSums[PRICE.bound] > priceSums[PRICE.goal] + priceSums[PRICE.slack];
}

/** Where only the number of choices counts, all that is missing together is worth 1. */
function scalePrices(search: SearchScratch): void {
  const { price, residual, demandCount, priceSums } = search;
  let sum = 0;
  for (let demand = 0; demand < demandCount; demand++) sum += price[demand] * residual[demand];
  const wanted = search.isForSize ? 1 : priceSums[PRICE.goal] + 1;
  if (sum === 0) return;
  for (let demand = 0; demand < demandCount; demand++) price[demand] *= wanted / sum;
}

/** Weighs the choices that are free; notes the best of them, and what a set costs at least. */
function weigh(search: SearchScratch, picks: number): void {
  const { choiceStart, entryDemand, entryUnits, residual, price, priceGain, priceSums } = search;
  const { live, priceTop } = search;
  const ofRank = search.isForSize ? 0 : priceSums[PRICE.ofRank];
  const ofPosition = search.isForSize ? 0 : 1;
  let entries = 0;
  search.priceTopCount = 0;
  for (let i = 0; i < search.liveCount; i++) {
    const choice = live[i];
    if (!mayTake(search, choice)) continue;
    let gain = -ofRank * search.choiceRank[choice] - ofPosition * search.choicePosition[choice];
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const missing = residual[entryDemand[at]];
      const units = entryUnits[at];
      gain += price[entryDemand[at]] * (units < missing ? units : missing);
    }
    entries += choiceStart[choice + 1] - choiceStart[choice];
    priceGain[choice] = gain;
    const isFull = search.priceTopCount === picks;
    if (gain > 0 && (!isFull || gain > priceTop[picks - 1])) keepTop(search, picks, choice);
  }
  search.looks += entries;
  let bound = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    bound += price[demand] * residual[demand];
  }
  for (let i = 0; i < search.priceTopCount; i++) bound -= priceTop[i];
  priceSums[PRICE.bound] = bound;
}

/** Keeps a choice among the best. */
function keepTop(search: SearchScratch, picks: number, choice: number): void {
  const { priceTop, priceTopChoice, priceGain } = search;
  const gain = priceGain[choice];
  let at = search.priceTopCount < picks ? search.priceTopCount++ : picks - 1;
  for (; at > 0 && priceTop[at - 1] < gain; at--) {
    priceTop[at] = priceTop[at - 1];
    priceTopChoice[at] = priceTopChoice[at - 1];
  }
  priceTop[at] = gain;
  priceTopChoice[at] = choice;
}

/** Raises the prices of what the best choices lack, and lowers those of what they have too much. */
function stepOn(search: SearchScratch): boolean {
  const { residual, price, priceSlope, priceSums, demandCount } = search;
  const { choiceStart, entryDemand, entryUnits } = search;
  for (let demand = 0; demand < demandCount; demand++) priceSlope[demand] = 1;
  for (let i = 0; i < search.priceTopCount; i++) {
    const choice = search.priceTopChoice[i];
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const demand = entryDemand[at];
      const missing = residual[demand];
      if (missing > 0) priceSlope[demand] -= Math.min(entryUnits[at], missing) / missing;
    }
  }
  let square = 0;
  for (let demand = 0; demand < demandCount; demand++) {
    if (residual[demand] > 0) square += priceSlope[demand] * priceSlope[demand];
  }
  if (square === 0) return false;
  const scale = search.isForSize ? 1 : priceSums[PRICE.goal] + 1;
  const aim = priceSums[PRICE.goal] + AIM * scale;
  const length = (priceSums[PRICE.pace] * (aim - priceSums[PRICE.bound])) / square;
  for (let demand = 0; demand < demandCount; demand++) {
    if (residual[demand] === 0) continue;
    const next = price[demand] + (length * priceSlope[demand]) / residual[demand];
    price[demand] = next > 0 ? next : 0;
  }
  if (search.isForSize) scalePrices(search);
  return true;
}
