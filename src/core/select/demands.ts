// What a split has to meet: the participating lines, those together that share stock or stay
// together, and for each the most that all candidates can give it.
//
// Demands have nothing in common but locations. So what a set of locations can serve is the sum of
// what it can serve of each.

import type { OrderColumns } from '../../columns/order.js';
import type { CoreScratch } from '../scratch.js';
import { countWholeSlots } from './bundles.js';
import { packAll } from './packing.js';
import { roomOf } from './participants.js';
import { DEMAND, type SearchScratch } from './scratch.js';
import { largestSupplies } from './supplies.js';
import { rootOf, tie } from './ties.js';

/** Of a packed key: how many bits the line has, below those of the number of suppliers. */
export const LINE_BITS = 11;
/** The bits of the line. */
export const LINE_MASK = (1 << LINE_BITS) - 1;

/** Makes the demands of the participating lines, the ones that are hardest to meet first. */
export function makeDemands(order: OrderColumns, scratch: CoreScratch): void {
  const { search } = scratch;
  chainLines(order, scratch);
  sortKeys(search.demandKeys, search.demandCount);
  search.exactCount = 0;
  for (let demand = 0; demand < search.demandCount; demand++) {
    search.demandFirstLine[demand] = search.demandKeys[demand] & LINE_MASK;
    makeDemand(scratch, demand);
    const kind = search.demandKind[demand];
    if (kind === DEMAND.limited || kind === DEMAND.packed) search.exactCount++;
  }
}

/** The units of all demands that can be met. */
export function targetUnits(search: SearchScratch): number {
  let units = 0;
  for (let d = 0; d < search.demandCount; d++) units += search.demandTarget[d];
  return units;
}

/** The lines of all demands that can then be whole at one location. */
export function targetAtomics(search: SearchScratch): number {
  let lines = 0;
  for (let d = 0; d < search.demandCount; d++) lines += search.demandAtomics[d];
  return lines;
}

/**
 * Chains the lines of each demand in request order, and gives each a key: how many candidates can
 * serve the line that the fewest can, then its first line.
 */
function chainLines(order: OrderColumns, scratch: CoreScratch): void {
  const { search, lineParticipates, marks: firstOfRoot } = scratch;
  const { lineTie, lineDemandNext, demandKeys } = search;
  for (let line = 0; line < order.lineCount; line++) {
    lineTie[line] = line;
    lineDemandNext[line] = -1;
    search.lineDemand[line] = -1;
    firstOfRoot[line] = -1;
  }
  if (scratch.hasSharedSlots) tieSlots(scratch);
  for (let bundle = 0; bundle < search.bundleCount; bundle++) {
    const first = search.bundleFirst[bundle];
    if (lineParticipates[first] === 0) continue;
    for (let line = first; line >= 0; line = search.lineBundleNext[line]) {
      tie(lineTie, first, line);
    }
  }
  search.demandCount = 0;
  for (let line = order.lineCount - 1; line >= 0; line--) {
    if (lineParticipates[line] === 0) continue;
    const root = rootOf(lineTie, line);
    lineDemandNext[line] = firstOfRoot[root];
    firstOfRoot[root] = line;
  }
  for (let line = 0; line < order.lineCount; line++) {
    if (lineParticipates[line] === 0 || firstOfRoot[rootOf(lineTie, line)] !== line) continue;
    let fewest = suppliersOf(scratch, line);
    for (let other = lineDemandNext[line]; other >= 0; other = lineDemandNext[other]) {
      fewest = Math.min(fewest, suppliersOf(scratch, other));
    }
    demandKeys[search.demandCount++] = (fewest << LINE_BITS) | line;
  }
}

/** Ties the participating lines of each slot. */
function tieSlots(scratch: CoreScratch): void {
  const { lineParticipates, lineNext, slotFirstLine, search } = scratch;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    let first = -1;
    for (let line = slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
      if (lineParticipates[line] === 0) continue;
      if (first < 0) first = line;
      else tie(search.lineTie, first, line);
    }
  }
}

function suppliersOf(scratch: CoreScratch, line: number): number {
  const { search } = scratch;
  return search.isQuantitySplit ? search.lineSupplies[line] : search.lineWholes[line];
}

/** Sorts the first `count` keys, the smallest first: a shell sort. */
export function sortKeys(keys: Int32Array, count: number): void {
  let gap = 1;
  while (gap < count) gap = gap * 3 + 1;
  for (; gap > 0; gap = (gap - 1) / 3) {
    for (let i = gap; i < count; i++) {
      const key = keys[i];
      let at = i;
      for (; at >= gap && keys[at - gap] > key; at -= gap) keys[at] = keys[at - gap];
      keys[at] = key;
    }
  }
}

function makeDemand(scratch: CoreScratch, demand: number): void {
  const { search, lineNeed } = scratch;
  const first = search.demandFirstLine[demand];
  let need = 0;
  let lineCount = 0;
  let isOneBundle = search.lineBundle[first] >= 0;
  for (let line = first; line >= 0; line = search.lineDemandNext[line]) {
    search.lineDemand[line] = demand;
    need += lineNeed[line];
    lineCount++;
    if (search.lineBundle[line] !== search.lineBundle[first]) isOneBundle = false;
  }
  search.demandIsDivisible[demand] = 0;
  if (lineCount === 1 && search.lineBundle[first] < 0) return makeLineDemand(scratch, demand);
  if (isOneBundle) return setDemand(scratch, demand, DEMAND.whole, need, lineCount);
  const { lineDemandNext, lineDemand } = search;
  const slotCount = countWholeSlots(scratch, lineDemandNext, lineDemand, first);
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (scratch.candidateGain[c] !== slotCount) continue;
    return setDemand(scratch, demand, DEMAND.packed, need, lineCount);
  }
  packAll(scratch, demand);
  setDemand(scratch, demand, DEMAND.packed, search.packBestUnits, search.packBestAtomics);
}

function makeLineDemand(scratch: CoreScratch, demand: number): void {
  const { search } = scratch;
  const line = search.demandFirstLine[demand];
  const need = scratch.lineNeed[line];
  const largest = search.lineLargest[line];
  if (!search.isQuantitySplit) return setDemand(scratch, demand, DEMAND.whole, need, 1);
  search.demandIsDivisible[demand] = 1;
  const canBeWhole = largest === need;
  if (search.isAtomic && canBeWhole) return setDemand(scratch, demand, DEMAND.whole, need, 1);
  const room = roomOf(scratch, line);
  if (room === 1) return setDemand(scratch, demand, DEMAND.whole, largest, 0);
  if (room >= search.lineSupplies[line]) {
    const target = Math.min(need, search.lineSum[line]);
    return setDemand(scratch, demand, DEMAND.pieces, target, 0);
  }
  const target = Math.min(need, largestSupplies(scratch, line, room));
  setDemand(scratch, demand, DEMAND.limited, target, 0);
}

function setDemand(
  scratch: CoreScratch,
  demand: number,
  kind: number,
  target: number,
  atomics: number,
): void {
  const { search } = scratch;
  search.demandKind[demand] = kind;
  search.demandTarget[demand] = target;
  search.demandAtomics[demand] = search.isAtomic ? atomics : 0;
}
