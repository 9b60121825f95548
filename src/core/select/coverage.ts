// What each candidate can give to each demand, by candidate and by demand; candidates that another
// one makes useless are left out.

import type { LocationTable } from '../../columns/locations.js';
import { isUsed, UNLIMITED } from '../limits.js';
import type { CoreScratch } from '../scratch.js';
import { countWholeSlots, isFirstOfSlot } from './bundles.js';
import { isWithin, memberCount, setMaskWords } from './masks.js';
import { DEMAND, MASK_DEMANDS, RIVALS, SUBSET_DEMANDS, type SearchScratch } from './scratch.js';

/**
 * Lists the choices of a plan in candidate order, with what they supply. Supplies that are a part
 * only of a demand that one location must take whole are left out, unless `withPieces` and it is a
 * line that may be divided.
 */
export function listChoices(
  locations: LocationTable,
  scratch: CoreScratch,
  withPieces: boolean,
): void {
  const { search } = scratch;
  search.rawCount = 0;
  setMaskWords(search);
  const wordCount = scratch.candidateCount * search.maskWords;
  for (let word = 0; word < wordCount; word++) {
    search.candidateSupplies[word] = 0;
    search.candidateMeets[word] = 0;
  }
  for (let demand = 0; demand < search.demandCount; demand++) {
    search.demandStart[demand] = search.rawCount;
    gatherSupplies(scratch, demand, withPieces);
  }
  search.demandStart[search.demandCount] = search.rawCount;
  numberChoices(locations, scratch);
  sortSupplies(search);
}

function gatherSupplies(scratch: CoreScratch, demand: number, withPieces: boolean): void {
  const { search } = scratch;
  const first = search.demandFirstLine[demand];
  const isLine = search.lineDemandNext[first] < 0;
  if (search.demandKind[demand] === DEMAND.packed) return gatherPacked(scratch, demand);
  if (!isLine) return gatherBundle(scratch, demand);
  const isDivisible = search.demandIsDivisible[demand] === 1;
  const takesPieces = search.demandKind[demand] !== DEMAND.whole || (withPieces && isDivisible);
  gatherLine(scratch, demand, first, takesPieces);
}

/** As addSupply for each row, which most of the work of a long order is. */
function gatherLine(
  scratch: CoreScratch,
  demand: number,
  line: number,
  takesPieces: boolean,
): void {
  const { rowUnits, rowCandidate, unionAlive, slotRowStart, search } = scratch;
  const { rawCandidate, rawUnits, rawIsFull, candidateSupplies, candidateMeets } = search;
  const slot = scratch.lineSlot[line];
  const end = scratch.slotRowEnd[slot];
  const target = search.demandTarget[demand];
  const shift = scratch.pairStart[line] - slotRowStart[slot];
  const fewest = takesPieces ? 1 : target;
  const { maskWords } = search;
  const word = (demand % MASK_DEMANDS) >>> 5;
  const bit = 1 << demand;
  let at = search.rawCount;
  for (let row = slotRowStart[slot]; row < end; row++) {
    const units = rowUnits[row];
    if (units < fewest || unionAlive[row + shift] === 0) continue;
    const candidate = rowCandidate[row];
    const isFull = units >= target;
    rawCandidate[at] = candidate;
    rawUnits[at] = isFull ? target : units;
    rawIsFull[at++] = isFull ? 1 : 0;
    candidateSupplies[candidate * maskWords + word] |= bit;
    if (isFull) candidateMeets[candidate * maskWords + word] |= bit;
  }
  search.rawCount = at;
}

/**
 * Notes what a candidate gives to a demand, and that it does as a bit: demands beyond those that
 * have one share them.
 */
function addSupply(
  search: SearchScratch,
  demand: number,
  candidate: number,
  units: number,
  isFull: boolean,
): void {
  const at = search.rawCount++;
  search.rawCandidate[at] = candidate;
  search.rawUnits[at] = units;
  search.rawIsFull[at] = isFull ? 1 : 0;
  const word = candidate * search.maskWords + ((demand % MASK_DEMANDS) >>> 5);
  const bit = 1 << demand;
  search.candidateSupplies[word] |= bit;
  if (isFull) search.candidateMeets[word] |= bit;
}

/** A bundle: candidates that can take all of it. */
function gatherBundle(scratch: CoreScratch, demand: number): void {
  const { search, rowCandidate, candidateGain, slotRowStart, slotRowEnd } = scratch;
  const first = search.demandFirstLine[demand];
  const slotCount = countWholeSlots(scratch, search.lineDemandNext, search.lineDemand, first);
  const slot = scratch.lineSlot[first];
  for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
    const candidate = rowCandidate[row];
    if (candidateGain[candidate] !== slotCount) continue;
    addSupply(search, demand, candidate, search.demandTarget[demand], true);
  }
}

/**
 * Tied lines: what a candidate could give at most if no line had to be whole. It is all only where
 * it has everything that the lines need.
 */
function gatherPacked(scratch: CoreScratch, demand: number): void {
  const { search, rowCandidate, candidateGain, slotRowStart, slotRowEnd, lineSlot } = scratch;
  const { lineDemandNext, candidateUnits } = search;
  const first = search.demandFirstLine[demand];
  const target = search.demandTarget[demand];
  const slotCount = countWholeSlots(scratch, lineDemandNext, search.lineDemand, first);
  for (let c = 0; c < scratch.candidateCount; c++) candidateUnits[c] = 0;
  for (let line = first; line >= 0; line = lineDemandNext[line]) {
    if (isFirstOfSlot(scratch, search.lineDemand, line)) addSlotUnits(scratch, line);
  }
  for (let line = first; line >= 0; line = lineDemandNext[line]) {
    const slot = lineSlot[line];
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      const candidate = rowCandidate[row];
      const units = candidateUnits[candidate];
      if (units === 0) continue;
      // A candidate that two lines name is added once.
      candidateUnits[candidate] = 0;
      const isFull = candidateGain[candidate] === slotCount;
      addSupply(search, demand, candidate, Math.min(units, target), isFull);
    }
  }
}

/** Adds up by candidate what the lines of one slot and demand, from `line` on, could take there. */
function addSlotUnits(scratch: CoreScratch, line: number): void {
  const { search, rowCandidate, rowUnits, unionAlive, pairStart, lineNext } = scratch;
  const { lineDemand } = search;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
    let need = 0;
    for (let other = line; other >= 0; other = lineNext[other]) {
      const isPaired = unionAlive[pairStart[other] + row - start] === 1;
      if (isPaired && lineDemand[other] === lineDemand[line]) need += scratch.lineNeed[other];
    }
    search.candidateUnits[rowCandidate[row]] += Math.min(need, rowUnits[row]);
  }
}

/**
 * Numbers the candidates that supply something, in candidate order, but not one whose demands are
 * all met by a single earlier one. In a plan with that one it is of no use; in one without, that
 * one in its place makes the plan better.
 */
function numberChoices(locations: LocationTable, scratch: CoreScratch): void {
  const { search, ordered, candidateRank, candidatePosition } = scratch;
  const { maskWords } = search;
  const isComparable = search.demandCount <= MASK_DEMANDS;
  search.rivalCount = 0;
  if (search.demandCount <= SUBSET_DEMANDS) {
    search.isSubsetMet.fill(0, 0, 1 << search.demandCount);
  }
  search.choiceCount = 0;
  let lowestRank = 0;
  for (let i = 0; i < scratch.orderedCount; i++) {
    const candidate = ordered[i];
    search.candidateChoice[candidate] = -1;
    if (memberCount(search.candidateSupplies, candidate, maskWords) === 0) continue;
    const isNew = search.newLimit === UNLIMITED || isUsed(scratch, candidate) ? 0 : 1;
    if (isComparable && isUseless(search, candidate, isNew)) continue;
    const choice = search.choiceCount++;
    // In candidate order the first has the lowest rank.
    if (choice === 0) lowestRank = candidateRank[candidate];
    search.candidateChoice[candidate] = choice;
    search.choiceCandidate[choice] = candidate;
    for (let w = 0; w < maskWords; w++) {
      search.choiceMask[choice * maskWords + w] =
        search.candidateSupplies[candidate * maskWords + w];
    }
    search.choiceRank[choice] = candidateRank[candidate] - lowestRank;
    search.choicePosition[choice] = candidatePosition[candidate];
    search.choiceCode[choice] = locations.codeRank[scratch.candidateLocation[candidate]];
    search.choiceIsNew[choice] = isNew;
    if (isComparable) compareWith(search, candidate, isNew);
  }
}

/** Whether one earlier candidate meets all that a candidate supplies, and is no newer. */
function isUseless(search: SearchScratch, candidate: number, isNew: number): boolean {
  const { candidateSupplies, rivalMeets, rivalIsNew, maskWords } = search;
  if (search.demandCount <= SUBSET_DEMANDS) {
    return search.isSubsetMet[candidateSupplies[candidate]] > 1 - isNew;
  }
  for (let i = 0; i < search.rivalCount; i++) {
    if (rivalIsNew[i] > isNew) continue;
    if (isWithin(candidateSupplies, candidate, rivalMeets, i, maskWords)) return true;
  }
  return false;
}

/** Later candidates are compared with this one too. */
function compareWith(search: SearchScratch, candidate: number, isNew: number): void {
  const { candidateMeets, rivalMeets, maskWords } = search;
  if (search.demandCount <= SUBSET_DEMANDS) {
    const { isSubsetMet } = search;
    const meets = candidateMeets[candidate];
    // 2 where a location in use meets the set; a new one cannot stand in for one in use.
    const mark = 2 - isNew;
    for (let subset = meets; subset !== 0; subset = (subset - 1) & meets) {
      if (isSubsetMet[subset] < mark) isSubsetMet[subset] = mark;
    }
    return;
  }
  const count = memberCount(candidateMeets, candidate, maskWords);
  if (count === 0) return;
  let at = search.rivalCount;
  if (at < RIVALS) {
    search.rivalCount++;
  } else {
    at = 0;
    for (let i = 1; i < RIVALS; i++) {
      if (search.rivalCounts[i] < search.rivalCounts[at]) at = i;
    }
    if (count <= search.rivalCounts[at]) return;
  }
  for (let w = 0; w < maskWords; w++) {
    rivalMeets[at * maskWords + w] = candidateMeets[candidate * maskWords + w];
  }
  search.rivalCounts[at] = count;
  search.rivalIsNew[at] = isNew;
}

/** Lists supplies by choice, the demands in order, then by demand, the choices in order. */
function sortSupplies(search: SearchScratch): void {
  const { choiceStart, rawCandidate, candidateChoice, demandStart, choiceCount } = search;
  for (let choice = 0; choice <= choiceCount; choice++) choiceStart[choice] = 0;
  for (let at = 0; at < search.rawCount; at++) {
    const choice = candidateChoice[rawCandidate[at]];
    if (choice >= 0) choiceStart[choice + 1]++;
  }
  for (let choice = 0; choice < choiceCount; choice++) {
    choiceStart[choice + 1] += choiceStart[choice];
  }
  // The start of a choice moves up to its end while it is filled.
  for (let demand = 0; demand < search.demandCount; demand++) {
    for (let at = demandStart[demand]; at < demandStart[demand + 1]; at++) {
      const choice = candidateChoice[rawCandidate[at]];
      if (choice < 0) continue;
      const to = choiceStart[choice]++;
      search.entryDemand[to] = demand;
      search.entryUnits[to] = search.rawUnits[at];
      search.entryIsFull[to] = search.rawIsFull[at];
    }
  }
  for (let choice = choiceCount; choice > 0; choice--)
    choiceStart[choice] = choiceStart[choice - 1];
  choiceStart[0] = 0;
  listByDemand(search);
}

function listByDemand(search: SearchScratch): void {
  const { demandStart, entryDemand, choiceStart, choiceCount, demandCount } = search;
  for (let demand = 0; demand <= demandCount; demand++) demandStart[demand] = 0;
  const entryCount = choiceStart[choiceCount];
  for (let at = 0; at < entryCount; at++) demandStart[entryDemand[at] + 1]++;
  for (let demand = 0; demand < demandCount; demand++) {
    demandStart[demand + 1] += demandStart[demand];
  }
  for (let choice = 0; choice < choiceCount; choice++) {
    for (let at = choiceStart[choice]; at < choiceStart[choice + 1]; at++) {
      const to = demandStart[entryDemand[at]]++;
      search.supplyChoice[to] = choice;
      search.supplyUnits[to] = search.entryUnits[at];
    }
  }
  for (let demand = demandCount; demand > 0; demand--) {
    demandStart[demand] = demandStart[demand - 1];
  }
  demandStart[0] = 0;
}
