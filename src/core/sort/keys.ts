// What the survivors of a group are compared by: one column of numbers for each key of its sort, or
// several where it is a score, smallest first.

import { fnv1a } from '../../base/hash.js';
import type { LocationTable } from '../../columns/locations.js';
import type { OrderColumns } from '../../columns/order.js';
import { SORT, type GroupProgram } from '../../columns/program.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import { roomForNumbers } from '../filter/scratch.js';
import { openPairs } from '../group.js';
import { makeScoreKeys } from '../score/keys.js';
import { SCORE_TIE_KEYS } from '../score/scratch.js';
import type { CoreScratch } from '../scratch.js';

const { candidateLocation, candidateChord, sortKeys } = CANDIDATE_COLUMNS;

/**
 * Fills `sortKeys` for the group that was evaluated last: of column k and candidate c at `k *
 * candidateCount + c`. A descending key is negated, and an unknown one is Infinity, so that the
 * smallest comes first and the unknown last either way.
 */
export function makeSortKeys(
  group: GroupProgram,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  if (scratch.isKeyed) return;
  scratch.isKeyed = true;
  // Without a sort the rank decides, and is the first key all the same.
  if (group.sorts.length === 0) makeKey(SORT.rank, null, group, order, locations, scratch, 0);
  let column = 0;
  for (let level = 0; level < group.sorts.length; level++) {
    const { type, isDescending, score, column: numbers } = group.sorts[level];
    const start = column * scratch.candidateCount;
    if (score !== null) {
      makeScoreKeys(score, isDescending, order, locations, scratch, start);
      column += 1 + SCORE_TIE_KEYS;
      continue;
    }
    makeKey(type, numbers, group, order, locations, scratch, start);
    if (isDescending) negate(scratch, start);
    column++;
  }
  scratch.sortKeyCount = column;
}

/** The first column of a level of a group's sort. */
export function keyColumnOf(group: GroupProgram, level: number): number {
  let column = level;
  for (let before = 0; before < level; before++) {
    if (group.sorts[before].score !== null) column += SCORE_TIE_KEYS;
  }
  return column;
}

function makeKey(
  type: number,
  numbers: Float64Array | null,
  group: GroupProgram,
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  start: number,
): void {
  const count = scratch.candidateCount;
  switch (type) {
    case SORT.rank:
      for (let c = 0; c < count; c++) sortKeys[start + c] = group.ranks[candidateLocation[c]];
      return;
    case SORT.distance:
      for (let c = 0; c < count; c++) sortKeys[start + c] = candidateChord[c];
      return;
    case SORT.ltd:
      openPairs(order, scratch);
      return largestLtd(order, scratch, start);
    case SORT.cost:
    case SORT.dataSet:
      return readNumbers(numbers, scratch, start);
    case SORT.excessCount:
    case SORT.excessPercentage:
      openPairs(order, scratch);
      return sumExcess(scratch, start, type === SORT.excessPercentage);
    case SORT.random:
      return hashCodes(locations, scratch, start);
    default:
      openPairs(order, scratch);
      return sumAvailable(scratch, start);
  }
}

function negate(scratch: CoreScratch, start: number): void {
  const end = start + scratch.candidateCount;
  for (let i = start; i < end; i++) {
    if (sortKeys[i] !== Infinity) sortKeys[i] = -sortKeys[i];
  }
}

/**
 * The largest known ltd over a candidate's surviving pairs, Infinity where none is known; a
 * candidate without pairs is never compared.
 */
function largestLtd(order: OrderColumns, scratch: CoreScratch, start: number): void {
  const { pairAlive, rowCandidate, rowLtd, slotRowStart, lineSlot } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) sortKeys[start + c] = -Infinity;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = lineSlot[line];
    if (slot < 0 || scratch.lineAlive[line] === 0) continue;
    const shift = scratch.pairStart[line] - slotRowStart[slot];
    for (let row = slotRowStart[slot]; row < scratch.slotRowEnd[slot]; row++) {
      const key = start + rowCandidate[row];
      // Never so of an unknown one, which is NaN.
      if (pairAlive[row + shift] === 1 && rowLtd[row] > sortKeys[key]) sortKeys[key] = rowLtd[row];
    }
  }
  const end = start + scratch.candidateCount;
  for (let key = start; key < end; key++) {
    if (sortKeys[key] === -Infinity) sortKeys[key] = Infinity;
  }
}

/** The numbers of locations, Infinity where there is none; without a column all are equal. */
function readNumbers(numbers: Float64Array | null, scratch: CoreScratch, start: number): void {
  const { candidateCount } = scratch;
  for (let c = 0; c < candidateCount; c++) {
    const key = start + c;
    sortKeys[key] = 0;
    if (numbers === null) continue;
    sortKeys[key] = numbers[candidateLocation[c]];
    if (sortKeys[key] !== sortKeys[key]) sortKeys[key] = Infinity;
  }
}

/**
 * The units left beyond the thresholds of a candidate's surviving rows, each row once, or the same
 * in hundredths of the units left of these rows; Infinity where no threshold is known.
 */
function sumExcess(scratch: CoreScratch, start: number, isPercentage: boolean): void {
  const { rowCandidate, rowUnits, rowThreshold, slotRowStart, slotRowEnd } = scratch;
  const { candidateCount } = scratch;
  roomForNumbers(scratch.filter, candidateCount);
  const units = scratch.filter.leftNumbers;
  for (let c = 0; c < candidateCount; c++) {
    sortKeys[start + c] = 0;
    units[c] = 0;
  }
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      const threshold = rowThreshold[row];
      if (threshold !== threshold || !survives(scratch, slot, row)) continue;
      const candidate = rowCandidate[row];
      units[candidate] += rowUnits[row];
      if (rowUnits[row] > threshold) sortKeys[start + candidate] += rowUnits[row] - threshold;
    }
  }
  for (let c = 0; c < candidateCount; c++) {
    const key = start + c;
    if (units[c] === 0) sortKeys[key] = Infinity;
    else if (isPercentage) sortKeys[key] = (100 * sortKeys[key]) / units[c];
  }
}

/** The units left over the products of a candidate's surviving pairs, each product once. */
function sumAvailable(scratch: CoreScratch, start: number): void {
  const { rowCandidate, rowUnits, slotRowStart, slotRowEnd } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) sortKeys[start + c] = 0;
  for (let slot = 0; slot < scratch.slotCount; slot++) {
    for (let row = slotRowStart[slot]; row < slotRowEnd[slot]; row++) {
      if (survives(scratch, slot, row)) sortKeys[start + rowCandidate[row]] += rowUnits[row];
    }
  }
}

/** Whether some line of a slot has a surviving pair with a row. */
function survives(scratch: CoreScratch, slot: number, row: number): boolean {
  const { pairAlive, pairStart, lineAlive, lineNext } = scratch;
  const offset = row - scratch.slotRowStart[slot];
  for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
    if (lineAlive[line] === 1 && pairAlive[pairStart[line] + offset] === 1) return true;
  }
  return false;
}

/** The unsigned FNV-1a of the order's seed and the location's code. */
function hashCodes(locations: LocationTable, scratch: CoreScratch, start: number): void {
  const { randomSeed } = scratch;
  const { codeStart, codeBytes, wireBytes } = locations;
  for (let c = 0; c < scratch.candidateCount; c++) {
    const location = candidateLocation[c];
    const hash = fnv1a(randomSeed, wireBytes, codeStart[location], codeBytes[location]);
    sortKeys[start + c] = hash >>> 0;
  }
}
