// Whether the open demands take more choices than are left, and what they cost at least. Bounds:
// the largest supplies of each demand; demands that no choice has in common; and what the choices
// that help most add up to over all demands.

import { bitCount } from './coverage.js';
import { clearLargest, keepLargest, sumOfLargest } from './supplies.js';
import { DEMAND, MASK_DEMANDS, TOP_SUPPLIES, type SearchScratch } from './scratch.js';

/** What rounding may take off a sum of shares. */
const SHARE_ERROR = 1e-6;

/** Makes what the bounds are read from, of the choices that are listed. */
export function prepareBounds(search: SearchScratch): void {
  const { demandNeighbours, demandStart, supplyChoice, choiceMask } = search;
  for (let demand = 0; demand < search.demandCount; demand++) {
    sumTops(search, demand);
    search.demandPicks[demand] = picksOf(search, demand, search.demandTarget[demand]);
  }
  search.isWholeOnly = search.demandCount <= MASK_DEMANDS;
  for (let demand = 0; demand < search.demandCount; demand++) {
    if (search.demandKind[demand] !== DEMAND.whole) search.isWholeOnly = false;
  }
  const masked = Math.min(search.demandCount, MASK_DEMANDS);
  for (let demand = 0; demand < masked; demand++) {
    let neighbours = 1 << demand;
    for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
      neighbours |= choiceMask[supplyChoice[at]];
    }
    demandNeighbours[demand] = neighbours;
  }
  sumShares(search);
}

/** Adds up the largest supplies of a demand, where not a single one is all of it. */
function sumTops(search: SearchScratch, demand: number): void {
  const { demandTops, demandStart, supplyUnits } = search;
  const start = demand * TOP_SUPPLIES;
  search.demandIsSummed[demand] = 0;
  if (search.demandKind[demand] === DEMAND.whole) return;
  for (let i = 0; i < TOP_SUPPLIES; i++) demandTops[start + i] = 0;
  const least = start + TOP_SUPPLIES - 1;
  for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
    const units = supplyUnits[at];
    if (units <= demandTops[least]) continue;
    let to = least;
    for (; to > start && demandTops[to - 1] < units; to--) demandTops[to] = demandTops[to - 1];
    demandTops[to] = units;
  }
  if (demandTops[start] >= search.demandTarget[demand]) return;
  search.demandIsSummed[demand] = 1;
  for (let at = start + 1; at <= least; at++) demandTops[at] += demandTops[at - 1];
}

/** How many choices a demand takes at least for so many units. */
function picksOf(search: SearchScratch, demand: number, units: number): number {
  if (search.demandIsSummed[demand] === 0) return 1;
  const { demandTops } = search;
  const start = demand * TOP_SUPPLIES;
  for (let i = 0; i < TOP_SUPPLIES; i++) if (demandTops[start + i] >= units) return i + 1;
  const last = start + TOP_SUPPLIES - 1;
  const least = demandTops[last] - demandTops[last - 1];
  // Less than TOP_SUPPLIES supplies: they are not enough, whatever is said.
  if (least === 0) return TOP_SUPPLIES;
  return TOP_SUPPLIES + Math.ceil((units - demandTops[last]) / least);
}

/**
 * Adds up the largest shares of choices. The share of a demand that a supply is counts as many
 * times as the demand takes choices.
 */
function sumShares(search: SearchScratch): void {
  const { shareTops, choiceStart } = search;
  for (let i = 0; i < TOP_SUPPLIES; i++) shareTops[i] = 0;
  const least = TOP_SUPPLIES - 1;
  for (let choice = 0; choice < search.choiceCount; choice++) {
    let share = 0;
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const demand = search.entryDemand[at];
      const part = search.entryUnits[at] / search.demandTarget[demand];
      share += part * search.demandPicks[demand];
    }
    if (share <= shareTops[least]) continue;
    let to = least;
    for (; to > 0 && shareTops[to - 1] < share; to--) shareTops[to] = shareTops[to - 1];
    shareTops[to] = share;
  }
  for (let i = 1; i < TOP_SUPPLIES; i++) shareTops[i] += shareTops[i - 1];
}

/**
 * Whether the open demands take more than so many choices. Else `leastSums` has the ranks and
 * positions that these add at least.
 */
export function takesTooMany(search: SearchScratch, picks: number): boolean {
  const { residual, leastSums, demandCount, shareTops } = search;
  leastSums[0] = 0;
  leastSums[1] = 0;
  let apart = 0;
  let seen = 0;
  let shares = 0;
  for (let demand = 0; demand < demandCount; demand++) {
    const units = residual[demand];
    if (units === 0) continue;
    const least = picksOf(search, demand, units);
    if (least > picks) return true;
    shares += (units / search.demandTarget[demand]) * search.demandPicks[demand];
    const isApart = demand < MASK_DEMANDS && ((seen >>> demand) & 1) === 0;
    if (!isApart && apart > 0) continue;
    // Demands that have no choice in common each take their own.
    if (demand < MASK_DEMANDS) seen |= search.demandNeighbours[demand];
    apart += least;
    if (apart > picks) return true;
    const first = search.supplyChoice[search.demandStart[demand]];
    leastSums[0] += search.choiceRank[first];
    leastSums[1] += search.choicePosition[first];
  }
  countGlances(search, demandCount);
  return picks <= TOP_SUPPLIES && shareTops[picks - 1] < shares - SHARE_ERROR;
}

/**
 * Where every demand is met by one choice or not at all: whether the choices that are left can meet
 * the open ones with so many picks, 2 or more, each meeting what it does of those that are open
 * now. Leaves in `othersMeet` what the best meet with one pick less, and in `leastSums` the ranks
 * and positions of the first choices that meet enough to be among them.
 */
export function canSuffice(search: SearchScratch, picks: number): boolean {
  const { choiceMask, choiceCount, isTaken, isBanned, openMask, openDemands, leastSums } = search;
  const { largest } = search;
  clearLargest(search);
  for (let choice = 0; choice < choiceCount; choice++) {
    const met = bitCount(openMask & choiceMask[choice]);
    const isFree = isTaken[choice] === 0 && isBanned[choice] === 0;
    if (isFree) keepLargest(search, picks, met);
  }
  countGlances(search, choiceCount);
  const most = sumOfLargest(search);
  search.othersMeet = search.largestCount < picks ? most : most - largest[picks - 1];
  if (most < openDemands) return false;
  if (search.isForSize) return true;
  leastSums[0] = 0;
  leastSums[1] = 0;
  let count = 0;
  for (let choice = 0; choice < choiceCount && count < picks; choice++) {
    const met = bitCount(openMask & choiceMask[choice]);
    if (met + search.othersMeet < openDemands) continue;
    count++;
    leastSums[0] += search.choiceRank[choice];
    leastSums[1] += search.choicePosition[choice];
  }
  return true;
}

/** Counts glances at choices or demands: of these, several take as long as a look. */
export function countGlances(search: SearchScratch, count: number): void {
  search.looks += (count >>> 2) + 1;
}
