// Which open lines stay together, because their items depend on one another, and which candidates
// can take several lines at once.

import { LINE_FLAG, type OrderColumns } from '../../columns/order.js';
import type { CoreScratch } from '../scratch.js';
import { rootOf, tie } from './ties.js';

/**
 * Numbers the bundles: two open lines or more that are tied, directly or through other lines of the
 * order. Without the bundling strategy there are none.
 */
export function findBundles(order: OrderColumns, scratch: CoreScratch): void {
  const { search, lineOpen } = scratch;
  const { lineBundle, lineBundleNext, lineTie, bundleFirst } = search;
  search.bundleCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    lineBundle[line] = -1;
    lineBundleNext[line] = -1;
  }
  if (!order.isBundled) return;
  for (let line = 0; line < order.lineCount; line++) lineTie[line] = line;
  for (let line = 0; line < order.lineCount; line++) {
    if ((order.lineFlags[line] & LINE_FLAG.dependency) !== 0) tieDependent(order, scratch, line);
  }
  // From behind, so that chains begin at their first line.
  const { marks: firstOfRoot } = scratch;
  for (let line = 0; line < order.lineCount; line++) firstOfRoot[line] = -1;
  for (let line = order.lineCount - 1; line >= 0; line--) {
    if (lineOpen[line] === 0) continue;
    const root = rootOf(lineTie, line);
    lineBundleNext[line] = firstOfRoot[root];
    firstOfRoot[root] = line;
  }
  for (let line = 0; line < order.lineCount; line++) {
    const isFirst = lineOpen[line] === 1 && firstOfRoot[rootOf(lineTie, line)] === line;
    if (!isFirst || lineBundleNext[line] < 0) continue;
    bundleFirst[search.bundleCount] = line;
    for (let member = line; member >= 0; member = lineBundleNext[member]) {
      lineBundle[member] = search.bundleCount;
    }
    search.bundleCount++;
  }
}

/** Ties a line to those that depend on the same thing, and to the line that it depends on. */
function tieDependent(order: OrderColumns, scratch: CoreScratch, line: number): void {
  const { lineTie } = scratch.search;
  const { itemDependency, lineFlags, itemIdLow, itemIdHigh } = order;
  const dependency = itemDependency[line];
  const high = dependency < 0 ? -1 : 0;
  for (let other = 0; other < order.lineCount; other++) {
    const isNamed = itemIdLow[other] === dependency && itemIdHigh[other] === high;
    const isDependent = (lineFlags[other] & LINE_FLAG.dependency) !== 0;
    if (isNamed || (isDependent && itemDependency[other] === dependency)) {
      tie(lineTie, line, other);
    }
  }
}

/**
 * Counts in `candidateGain`, for each candidate, the slots of a chain of lines of which it has all
 * units that these lines need. `owner` is by line, and equal for the lines of the chain alone.
 * Answers how many slots there are.
 */
export function countWholeSlots(
  scratch: CoreScratch,
  next: Int32Array,
  owner: Int32Array,
  first: number,
): number {
  const { candidateGain, rowCandidate, rowUnits, slotRowStart, slotRowEnd, lineSlot } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateGain[c] = 0;
  let slotCount = 0;
  for (let line = first; line >= 0; line = next[line]) {
    if (!isFirstOfSlot(scratch, owner, line)) continue;
    slotCount++;
    const slot = lineSlot[line];
    const need = needOfSlot(scratch, owner, line);
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      if (rowUnits[row] < need || !isPairedWithAll(scratch, owner, line, row)) continue;
      candidateGain[rowCandidate[row]]++;
    }
  }
  return slotCount;
}

/** Whether no line before it has the line's slot and owner. */
export function isFirstOfSlot(scratch: CoreScratch, owner: Int32Array, line: number): boolean {
  const { slotFirstLine, lineSlot, lineNext } = scratch;
  let before = slotFirstLine[lineSlot[line]];
  while (owner[before] !== owner[line]) before = lineNext[before];
  return before === line;
}

/** What the lines of an owner, from `line` on, need together of its slot. */
function needOfSlot(scratch: CoreScratch, owner: Int32Array, line: number): number {
  const { lineNext, lineNeed } = scratch;
  let need = 0;
  for (let other = line; other >= 0; other = lineNext[other]) {
    if (owner[other] === owner[line]) need += lineNeed[other];
  }
  return need;
}

/**
 * Whether all lines of an owner, from `line` on, that have its slot are paired with a row of it.
 */
function isPairedWithAll(
  scratch: CoreScratch,
  owner: Int32Array,
  line: number,
  row: number,
): boolean {
  const { lineSlot, lineNext, pairStart, unionAlive, slotRowStart } = scratch;
  const offset = row - slotRowStart[lineSlot[line]];
  for (let other = line; other >= 0; other = lineNext[other]) {
    const isOwned = owner[other] === owner[line];
    if (isOwned && unionAlive[pairStart[other] + offset] === 0) return false;
  }
  return true;
}
