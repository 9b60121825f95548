// Which pairs a filter tree keeps. A node is joined to a column of verdicts over the pairs, which
// in the end is that of the group; a node of the other kind than what it is joined to makes a
// column of its own before.

import type { OrderColumns } from '../../columns/order.js';
import type { FilterNode, FilterProgram, Predicate } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { testLine } from './line-scope.js';
import { filterLocations, keepBits } from './location-scope.js';
import { testOrder } from './order-scope.js';
import { filterLinePairs } from './pair-scope.js';
import { roomForVerdicts } from './scratch.js';

/**
 * Whether the tree may hold for some pair, given what its filters on the order say and whatever all
 * others may.
 */
export function canHold(node: FilterNode, order: OrderColumns, scratch: CoreScratch): boolean {
  const { filters, nodes, isOr } = node;
  if (filters.length === 0 && nodes.length === 0) return true;
  for (let i = 0; i < filters.length; i++) {
    const { scope, predicate } = filters[i];
    const isOpen = scope !== 'order' || predicate === null;
    if ((isOpen || testOrder(predicate, order, scratch)) === isOr) return isOr;
  }
  for (let i = 0; i < nodes.length; i++) {
    if (canHold(nodes[i], order, scratch) === isOr) return isOr;
  }
  return !isOr;
}

/** Clears the pairs of living lines for which the tree does not hold. */
export function filterByTree(
  root: FilterNode,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
): void {
  const pairCount = scratch.pairStart[order.lineCount];
  roomForVerdicts(scratch.filter, columnsOf(root), pairCount, scratch.candidateCount);
  joinNode(root, order, stock, scratch, scratch.pairAlive, false, 0);
}

/** How many columns of its own a node takes at most. */
function columnsOf({ nodes }: FilterNode): number {
  let count = 1;
  for (let i = 0; i < nodes.length; i++) {
    const needed = columnsOf(nodes[i]) + (i === 0 ? 0 : 1);
    if (needed > count) count = needed;
  }
  return count;
}

/** Joins the verdicts of a node to `target`; columns from `level` on are used on the way. */
function joinNode(
  node: FilterNode,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  target: Uint8Array<ArrayBuffer>,
  isOr: boolean,
  level: number,
): void {
  const { filters, nodes } = node;
  const isEmpty = filters.length === 0 && nodes.length === 0;
  if (node.isOr === isOr && !isEmpty) {
    for (let i = 0; i < nodes.length; i++) {
      joinNode(nodes[i], order, stock, scratch, target, isOr, level);
    }
    joinFilters(node, order, stock, scratch, target, false);
    return;
  }
  judgeNode(node, order, stock, scratch, level);
  const pairCount = scratch.pairStart[order.lineCount];
  joinColumn(target, scratch.filter.verdicts[level], pairCount, isOr);
}

/**
 * Fills column `level` with the verdicts of a node, the first below it in the same column; higher
 * ones are used on the way.
 */
function judgeNode(
  node: FilterNode,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  level: number,
): void {
  const { filters, nodes, isOr } = node;
  const target = scratch.filter.verdicts[level];
  if (nodes.length > 0) judgeNode(nodes[0], order, stock, scratch, level);
  else if (filters.length === 0) target.fill(1, 0, scratch.pairStart[order.lineCount]);
  for (let i = 1; i < nodes.length; i++) {
    joinNode(nodes[i], order, stock, scratch, target, isOr, level + 1);
  }
  joinFilters(node, order, stock, scratch, target, nodes.length === 0);
}

function joinColumn(target: Uint8Array, column: Uint8Array, count: number, isOr: boolean): void {
  if (isOr) for (let pair = 0; pair < count; pair++) target[pair] |= column[pair];
  else for (let pair = 0; pair < count; pair++) target[pair] &= column[pair];
}

/**
 * Joins the filters of a node itself, those first that settle most at once. What `target` holds
 * where it `isNew` counts for nothing.
 */
function joinFilters(
  { filters, isOr }: FilterNode,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  target: Uint8Array<ArrayBuffer>,
  isNew: boolean,
): void {
  if (filters.length === 0) return;
  const { pairStart, filter } = scratch;
  if (isSettledByOrder(filters, order, scratch, isOr)) {
    target.fill(Number(isOr), 0, pairStart[order.lineCount]);
    return;
  }
  // Verdicts on pairs are taken from what may be: the first of a new column is the column.
  const startsFull = isNew && (!isOr || has(filters, 'pair'));
  if (isNew) target.fill(Number(startsFull), 0, pairStart[order.lineCount]);
  if (settleLines(filters, order, scratch, target, isOr) === 0) return;
  let isFull = startsFull;
  for (let i = 0; i < filters.length; i++) {
    const { scope, predicate } = filters[i];
    if (scope !== 'pair' || predicate === null) continue;
    for (let line = 0; line < order.lineCount; line++) {
      if (filter.isSettled[line] === 1) continue;
      joinPairs(predicate, order, stock, scratch, line, target, isOr && !isFull);
    }
    isFull = false;
  }
  if (!has(filters, 'location')) return;
  judgeCandidates(filters, order, scratch, isOr);
  for (let line = 0; line < order.lineCount; line++) {
    if (filter.isSettled[line] === 0) joinCandidates(scratch, line, target, isOr);
  }
}

function has(filters: readonly FilterProgram[], scope: FilterProgram['scope']): boolean {
  for (let i = 0; i < filters.length; i++) if (filters[i].scope === scope) return true;
  return false;
}

/** Whether a filter on the order settles the node: one that fails, or one that holds of an OR. */
function isSettledByOrder(
  filters: readonly FilterProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  isOr: boolean,
): boolean {
  for (let i = 0; i < filters.length; i++) {
    const { scope, predicate } = filters[i];
    if (scope !== 'order') continue;
    if ((predicate !== null && testOrder(predicate, order, scratch)) === isOr) return true;
  }
  return false;
}

/**
 * Sets `isSettled` for every line, and the pairs of those that a filter on the line settles. Lines
 * that are not alive are settled as they are. Answers how many lines are left.
 */
function settleLines(
  filters: readonly FilterProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  target: Uint8Array,
  isOr: boolean,
): number {
  const { pairStart, lineAlive, lineSlot, filter } = scratch;
  let openCount = 0;
  for (let line = 0; line < order.lineCount; line++) {
    filter.isSettled[line] = 1;
    if (lineAlive[line] === 0 || lineSlot[line] < 0) continue;
    if (isSettledByLine(filters, order, scratch, line, isOr)) {
      target.fill(Number(isOr), pairStart[line], pairStart[line + 1]);
      continue;
    }
    filter.isSettled[line] = 0;
    openCount++;
  }
  return openCount;
}

function isSettledByLine(
  filters: readonly FilterProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
  isOr: boolean,
): boolean {
  for (let i = 0; i < filters.length; i++) {
    const { scope, predicate } = filters[i];
    if (scope !== 'line') continue;
    if ((predicate !== null && testLine(predicate, order, scratch, line)) === isOr) return true;
  }
  return false;
}

/** Fills `candidateVerdicts` with what the filters on the location say together. */
function judgeCandidates(
  filters: readonly FilterProgram[],
  order: OrderColumns,
  scratch: CoreScratch,
  isOr: boolean,
): void {
  const { candidateAlive, candidateCount, filter } = scratch;
  const { candidateVerdicts, candidateOthers } = filter;
  let isFirst = true;
  for (let i = 0; i < filters.length; i++) {
    const { scope, bits, predicate } = filters[i];
    if (scope !== 'location') continue;
    // The first needs no other column, and what all must hold to needs none either.
    const isApart = isOr && !isFirst;
    const column = isApart ? candidateOthers : candidateVerdicts;
    if (isFirst || isApart) column.fill(1, 0, candidateCount);
    isFirst = false;
    // The kernels clear what they refuse in the column of the group: another one is in its place.
    scratch.candidateAlive = column;
    if (bits !== null) keepBits(bits, scratch);
    else if (predicate !== null) filterLocations(predicate, order, scratch);
    scratch.candidateAlive = candidateAlive;
    if (isApart) joinColumn(candidateVerdicts, candidateOthers, candidateCount, true);
  }
}

function joinCandidates(
  scratch: CoreScratch,
  line: number,
  target: Uint8Array,
  isOr: boolean,
): void {
  const { rowCandidate, pairStart } = scratch;
  const { candidateVerdicts } = scratch.filter;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = pairStart[line] - start;
  if (isOr) {
    for (let row = start; row < end; row++) {
      target[row + shift] |= candidateVerdicts[rowCandidate[row]];
    }
    return;
  }
  for (let row = start; row < end; row++) {
    target[row + shift] &= candidateVerdicts[rowCandidate[row]];
  }
}

/** As with candidates, another column is put in the place of the group's. */
function joinPairs(
  predicate: Predicate,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
  target: Uint8Array<ArrayBuffer>,
  isOr: boolean,
): void {
  const { pairAlive, pairStart } = scratch;
  const { pairVerdicts } = scratch.filter;
  const start = pairStart[line];
  const end = pairStart[line + 1];
  if (isOr) pairVerdicts.fill(1, start, end);
  scratch.pairAlive = isOr ? pairVerdicts : target;
  filterLinePairs(predicate, order, stock, scratch, line);
  scratch.pairAlive = pairAlive;
  if (!isOr) return;
  for (let pair = start; pair < end; pair++) target[pair] |= pairVerdicts[pair];
}
