// Which locations could serve an order, and with what: every group's survivors, nothing decided.

import type { LocationTable } from '../columns/locations.js';
import { INVENTORY_REQUEST, type OrderColumns } from '../columns/order.js';
import type { CandidateColumns, PlanColumns } from '../columns/plan.js';
import type { GroupProgram, Program } from '../columns/program.js';
import type { TenantView } from '../columns/views.js';
import { listFuture } from './future.js';
import { kmOfChord } from './geo.js';
import { linkRows } from './link-rows.js';
import { countCovered } from './request-type.js';
import { prepareOrder } from './route-order.js';
import { roomForInventory } from './stock/scratch.js';
import type { CoreScratch } from './scratch.js';
import { uniteGroups } from './select/range.js';
import { mergeSort } from './sort/merge-sort.js';

/** Lists the candidates of `order`; warnings and consistency are in `plan`. */
export function listCandidates(
  order: OrderColumns,
  program: Program,
  view: TenantView,
  scratch: CoreScratch,
  plan: PlanColumns,
  candidates: CandidateColumns,
): void {
  const route = prepareOrder(order, program, view, scratch, plan);
  candidates.count = 0;
  candidates.totalCount = 0;
  if (route === null) return;
  const last = route.groups.length - 1;
  uniteGroups(route.groups, 0, last, -1, order, view.stock, view.locations, scratch);
  if (order.inventoryRequestType === INVENTORY_REQUEST.all) keepWholeOrders(order, scratch);
  if (!order.isSuggestionSort) {
    const count = scratch.orderedCount;
    const { candidateChord, ordered } = scratch;
    const { locations } = view;
    scratch.ordered = mergeSort(ordered, count, candidateChord, isNearer, null, locations, scratch);
  }
  linkRows(scratch);
  candidates.totalCount = scratch.orderedCount;
  candidates.count = Math.min(scratch.orderedCount, order.candidatesMax);
  let inventoryCount = 0;
  for (let i = 0; i < candidates.count; i++) {
    const candidate = scratch.ordered[i];
    const chord = scratch.candidateChord[candidate];
    candidates.location[i] = scratch.candidateLocation[candidate];
    if (chord === Infinity) candidates.distanceKm[i] = NaN;
    else candidates.distanceKm[i] = kmOfChord(chord);
    inventoryCount = listInventory(order, scratch, candidates, candidate, inventoryCount);
    candidates.inventoryEnd[i] = inventoryCount;
  }
  listFuture(order, program, view, scratch, candidates);
}

/** Drops the candidates whose united pairs do not cover all lines together. */
function keepWholeOrders(order: OrderColumns, scratch: CoreScratch): void {
  const wanted = countCovered(order, scratch, scratch.unionAlive);
  const { ordered, candidateCovers } = scratch;
  let kept = 0;
  for (let i = 0; i < scratch.orderedCount; i++) {
    if (candidateCovers[ordered[i]] === wanted) ordered[kept++] = ordered[i];
  }
  scratch.orderedCount = kept;
}

/**
 * Lists what a candidate has of each product with a surviving pair, under the first line of that
 * pair; where stores are told apart by whole lines, the first that is covered.
 */
function listInventory(
  order: OrderColumns,
  scratch: CoreScratch,
  candidates: CandidateColumns,
  candidate: number,
  count: number,
): number {
  const { rowNext, rowSlot, rowUnits } = scratch;
  const isWhole = order.inventoryRequestType === INVENTORY_REQUEST.allStores;
  let to = count;
  for (let row = scratch.candidateFirstRow[candidate]; row >= 0; row = rowNext[row]) {
    const line = firstPairedLine(scratch, rowSlot[row], row, isWhole);
    if (line < 0) continue;
    roomForInventory(candidates, to + 1);
    insertEntry(candidates, count, to++, line, rowUnits[row]);
  }
  return to;
}

/** Keeps a candidate's entries in request order; they come nearly so, and moving one is rare. */
function insertEntry(
  candidates: CandidateColumns,
  from: number,
  end: number,
  line: number,
  available: number,
): void {
  const { inventoryLine, inventoryAvailable } = candidates;
  let at = end;
  for (; at > from && inventoryLine[at - 1] > line; at--) {
    inventoryLine[at] = inventoryLine[at - 1];
    inventoryAvailable[at] = inventoryAvailable[at - 1];
  }
  inventoryLine[at] = line;
  inventoryAvailable[at] = available;
}

function firstPairedLine(
  scratch: CoreScratch,
  slot: number,
  row: number,
  isWhole: boolean,
): number {
  const { unionAlive, pairStart, lineNext } = scratch;
  const offset = row - scratch.slotRowStart[slot];
  for (let line = scratch.slotFirstLine[slot]; line >= 0; line = lineNext[line]) {
    if (unionAlive[pairStart[line] + offset] === 0) continue;
    if (!isWhole || scratch.rowUnits[row] >= scratch.lineNeed[line]) return line;
  }
  return -1;
}

/** Whether a candidate is nearer, the unknown last, ties by code. */
function isNearer(
  a: number,
  b: number,
  _group: GroupProgram | null,
  locations: LocationTable,
  scratch: CoreScratch,
): boolean {
  const { candidateChord, candidateLocation } = scratch;
  if (candidateChord[a] !== candidateChord[b]) return candidateChord[a] < candidateChord[b];
  return locations.codeRank[candidateLocation[a]] < locations.codeRank[candidateLocation[b]];
}
