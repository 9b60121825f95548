// Whether the open demands take more choices than are left, and what they cost at least. Bounds:
// the largest supplies of each demand; demands that no choice has in common; and what the choices
// that help most add up to over all demands.

import { suppliedCount } from './masks.js';
import { clearLargest, keepLargest, sumOfLargest } from './supplies.js';
import { DEMAND, MASK_DEMANDS, TOP_SUPPLIES, type SearchScratch } from './scratch.js';

/** What rounding may take off a sum of shares. */
const SHARE_ERROR = 1e-6;

/** Makes what the bounds are read from, of the choices that are listed. */
export function prepareBounds(search: SearchScratch): void {
  for (let demand = 0; demand < search.demandCount; demand++) {
    sumTops(search, demand);
    search.demandPicks[demand] = picksOf(search, demand, search.demandTarget[demand]);
  }
  search.isSummed = false;
  for (let demand = 0; demand < search.demandCount; demand++) {
    if (search.demandIsSummed[demand] === 1) search.isSummed = true;
  }
  search.isCounted = !search.isSummed && search.demandCount <= MASK_DEMANDS;
  const masked = Math.min(search.demandCount, MASK_DEMANDS);
  for (let demand = 0; demand < masked; demand++) findNeighbours(search, demand);
  sumShares(search);
  listLive(search);
}

/** Leaves no choice out. */
export function listLive(search: SearchScratch): void {
  for (let choice = 0; choice < search.choiceCount; choice++) search.live[choice] = choice;
  search.liveCount = search.choiceCount;
}

/** Unites what the choices of a demand supply. */
function findNeighbours(search: SearchScratch, demand: number): void {
  const { demandNeighbours, demandStart, supplyChoice, choiceMask, maskWords } = search;
  const start = demand * maskWords;
  for (let w = 0; w < maskWords; w++) {
    let neighbours = w === demand >>> 5 ? 1 << demand : 0;
    for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
      neighbours |= choiceMask[supplyChoice[at] * maskWords + w];
    }
    demandNeighbours[start + w] = neighbours;
  }
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
 * positions that these add at least, and `leastOthers` those beside a supplier of the first one.
 */
export function takesTooMany(search: SearchScratch, picks: number): boolean {
  const { residual, leastSums, leastOthers, demandCount, shareTops, seenMask } = search;
  leastSums[0] = 0;
  leastSums[1] = 0;
  leastOthers[0] = 0;
  leastOthers[1] = 0;
  let apart = 0;
  seenMask.fill(0);
  let shares = 0;
  for (let demand = 0; demand < demandCount; demand++) {
    const units = residual[demand];
    if (units === 0) continue;
    const least = picksOf(search, demand, units);
    if (least > picks) return true;
    shares += (units / search.demandTarget[demand]) * search.demandPicks[demand];
    const isApart = demand < MASK_DEMANDS && ((seenMask[demand >>> 5] >>> demand) & 1) === 0;
    if (!isApart && apart > 0) continue;
    // Demands that have no choice in common each take their own.
    if (demand < MASK_DEMANDS) addNeighbours(search, demand);
    const first = search.supplyChoice[search.demandStart[demand]];
    leastSums[0] += search.choiceRank[first];
    leastSums[1] += search.choicePosition[first];
    if (apart > 0) {
      leastOthers[0] += search.choiceRank[first];
      leastOthers[1] += search.choicePosition[first];
    }
    apart += least;
    if (apart > picks) return true;
  }
  countGlances(search, demandCount);
  return picks <= TOP_SUPPLIES && shareTops[picks - 1] < shares - SHARE_ERROR;
}

/** Notes the neighbours of a demand as seen. */
function addNeighbours(search: SearchScratch, demand: number): void {
  const { seenMask, demandNeighbours, maskWords } = search;
  for (let w = 0; w < maskWords; w++) seenMask[w] |= demandNeighbours[demand * maskWords + w];
}

/**
 * Whether the choices that are left can supply all open demands with so many picks, 2 or more, each
 * as many as it does of those that are open now. Leaves in `othersMeet` how many the best supply
 * with one pick less, in `leastSums` the ranks and positions of the first choices that supply
 * enough to be among them, and in `leastOthers` those of one choice less.
 */
export function canSuffice(search: SearchScratch, picks: number): boolean {
  const { live, liveCount, met, openDemands, leastSums, leastOthers, largest } = search;
  clearLargest(search);
  let seen = 0;
  for (let i = 0; i < liveCount; i++) {
    const choice = live[i];
    met[choice] = 0;
    if (search.isTaken[choice] === 1 || search.isBanned[choice] === 1) continue;
    seen++;
    met[choice] = suppliedCount(search, choice);
    keepLargest(search, picks, met[choice]);
  }
  countGlances(search, liveCount + seen * search.maskWords);
  const most = sumOfLargest(search);
  search.othersMeet = search.largestCount < picks ? most : most - largest[picks - 1];
  if (most < openDemands) return false;
  if (search.isForSize) return true;
  leastSums[0] = 0;
  leastSums[1] = 0;
  let count = 0;
  for (let i = 0; i < liveCount && count < picks; i++) {
    const choice = live[i];
    if (met[choice] + search.othersMeet < openDemands) continue;
    count++;
    leastOthers[0] = leastSums[0];
    leastOthers[1] = leastSums[1];
    leastSums[0] += search.choiceRank[choice];
    leastSums[1] += search.choicePosition[choice];
  }
  return true;
}

/** Counts glances at choices or demands: of these, several take as long as a look. */
export function countGlances(search: SearchScratch, count: number): void {
  search.looks += (count >>> 2) + 1;
}
