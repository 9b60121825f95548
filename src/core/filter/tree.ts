// Which pairs a filter tree keeps. A node is joined to a column of verdicts over the pairs, which
// in the end is that of the group; a node of the other kind than what it is joined to makes a
// column of its own before.

import { hasBit } from '../../base/bits.js';
import type { OrderColumns } from '../../columns/order.js';
import type { FilterNode, FilterProgram } from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import type { CoreScratch } from '../scratch.js';
import { testLine } from './line-scope.js';
import { filterLocations } from './location-scope.js';
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
    for (let i = 0; i < filters.length; i++) {
      joinFilter(filters[i], order, stock, scratch, target, isOr);
    }
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
  const pairCount = scratch.pairStart[order.lineCount];
  if (nodes.length > 0) judgeNode(nodes[0], order, stock, scratch, level);
  else fill(target, 0, pairCount, isOr && filters.length > 0 ? 0 : 1);
  for (let i = 1; i < nodes.length; i++) {
    joinNode(nodes[i], order, stock, scratch, target, isOr, level + 1);
  }
  for (let i = 0; i < filters.length; i++) {
    joinFilter(filters[i], order, stock, scratch, target, isOr);
  }
}

function fill(column: Uint8Array, start: number, end: number, verdict: number): void {
  for (let pair = start; pair < end; pair++) column[pair] = verdict;
}

function joinColumn(target: Uint8Array, column: Uint8Array, count: number, isOr: boolean): void {
  if (isOr) for (let pair = 0; pair < count; pair++) target[pair] |= column[pair];
  else for (let pair = 0; pair < count; pair++) target[pair] &= column[pair];
}

function joinFilter(
  filter: FilterProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  target: Uint8Array<ArrayBuffer>,
  isOr: boolean,
): void {
  const { scope, predicate } = filter;
  const { pairStart, lineAlive, lineSlot } = scratch;
  if (scope === 'order') {
    const holds = predicate !== null && testOrder(predicate, order, scratch);
    if (holds === isOr) fill(target, 0, pairStart[order.lineCount], Number(isOr));
    return;
  }
  if (scope === 'location') judgeCandidates(filter, order, scratch);
  for (let line = 0; line < order.lineCount; line++) {
    if (lineAlive[line] === 0 || lineSlot[line] < 0) continue;
    if (scope === 'location') joinCandidates(scratch, line, target, isOr);
    else if (scope === 'pair') joinPairs(filter, order, stock, scratch, line, target, isOr);
    else {
      const holds = predicate !== null && testLine(predicate, order, scratch, line);
      if (holds === isOr) fill(target, pairStart[line], pairStart[line + 1], Number(isOr));
    }
  }
}

/** Fills `candidateVerdicts` with what a filter on the location says. */
function judgeCandidates(
  { bits, predicate }: FilterProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { candidateVerdicts } = scratch.filter;
  const { candidateAlive, candidateLocation, candidateCount } = scratch;
  if (bits !== null) {
    for (let c = 0; c < candidateCount; c++) {
      candidateVerdicts[c] = Number(hasBit(bits, candidateLocation[c]));
    }
    return;
  }
  for (let c = 0; c < candidateCount; c++) candidateVerdicts[c] = 1;
  if (predicate === null) return;
  // The kernels clear what they refuse in the column of the group: another one is put in its place.
  scratch.candidateAlive = candidateVerdicts;
  filterLocations(predicate, order, scratch);
  scratch.candidateAlive = candidateAlive;
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
  { predicate }: FilterProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
  target: Uint8Array<ArrayBuffer>,
  isOr: boolean,
): void {
  if (predicate === null) return;
  const { pairAlive, pairStart } = scratch;
  const { pairVerdicts } = scratch.filter;
  const start = pairStart[line];
  const end = pairStart[line + 1];
  if (isOr) fill(pairVerdicts, start, end, 1);
  scratch.pairAlive = isOr ? pairVerdicts : target;
  filterLinePairs(predicate, order, stock, scratch, line);
  scratch.pairAlive = pairAlive;
  if (!isOr) return;
  for (let pair = start; pair < end; pair++) target[pair] |= pairVerdicts[pair];
}
