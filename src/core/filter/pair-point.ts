// Which pairs of a line a comparison keeps that asks the stock row, or the location and the line.

import type { OrderColumns } from '../../columns/order.js';
import {
  ATTRIBUTE,
  CUT_KIND,
  OPERATOR,
  TEXT_KIND,
  type LocationTexts,
  type PointProgram,
  type PointSide,
  type Predicate,
} from '../../columns/program.js';
import type { StockColumns } from '../../columns/stock.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import type { CoreScratch } from '../scratch.js';
import { numberOf, numbersFor } from './location-point.js';
import { loadRequestList, loadRowList, setOnly } from './point-lists.js';
import { keepCompared, numbersByRow } from './point-numbers.js';
import { holdsLists, holdsTexts } from './point-operators.js';
import { loadLocationText, loadRequestText, loadRowText } from './point-texts.js';
import { roomForNumbers, type FoldedList, type FoldedText } from './scratch.js';

const { candidateLocation } = CANDIDATE_COLUMNS;

/** Clears the pairs of a line for which the comparison does not hold. */
export function filterPairPoint(
  { operator, point }: Predicate,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  if (point === null) return;
  if (point.kind !== 'numbers') return filterTexts(operator, point, order, stock, scratch, line);
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  roomForNumbers(scratch.filter, Math.max(end, 1));
  const { leftNumbers, rightNumbers } = scratch.filter;
  const left = numbersByRow(point.left, order, scratch, line, start, end, leftNumbers);
  const right = numbersByRow(point.right, order, scratch, line, start, end, rightNumbers);
  const shift = scratch.pairStart[line] - start;
  keepCompared(operator, left, right, start, end, scratch.pairAlive, shift);
}

/** Whether a side is the same for all rows of a line. */
function isOfRequest({ texts, attribute }: PointSide): boolean {
  return texts === null && !isOfRow(attribute);
}

function isOfRow(attribute: number): boolean {
  return (
    attribute === ATTRIBUTE.inventoryAttributes ||
    attribute === ATTRIBUTE.inventoryExtensibleAttributes
  );
}

function filterTexts(
  operator: number,
  point: PointProgram,
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { leftText, rightText, leftList, rightList } = scratch.filter;
  const { left, right } = point;
  const isList = point.kind === 'lists';
  loadRequestSide(left, isList, order, scratch, line, leftText, leftList);
  loadRequestSide(right, isList, order, scratch, line, rightText, rightList);
  const isEquality = operator === OPERATOR.equal || operator === OPERATOR.notEqual;
  if (isEquality && left.texts !== null && isOfRequest(right)) {
    return keepNumbered(left.texts, rightText, operator === OPERATOR.equal, scratch, line);
  }
  if (isEquality && right.texts !== null && isOfRequest(left)) {
    return keepNumbered(right.texts, leftText, operator === OPERATOR.equal, scratch, line);
  }
  filterRows(operator, point, stock, scratch, line);
}

function loadRequestSide(
  side: PointSide,
  isList: boolean,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
  text: FoldedText,
  list: FoldedList,
): void {
  if (!isOfRequest(side)) return;
  if (isList) loadRequestList(side, order, scratch, line, list, text);
  else loadRequestText(side, order, scratch, line, text);
}

/** As in location-point.ts, over rows. */
function keepNumbered(
  texts: LocationTexts,
  other: FoldedText,
  isEqual: boolean,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive, rowCandidate } = scratch;
  const numbers = numbersFor(texts, other);
  const wanted = numberOf(texts, TEXT_KIND, other, other.lengthBytes);
  const wantedCut = numberOf(texts, CUT_KIND, other, other.cutBytes);
  const isKnown = Number(other.lengthBytes > 0);
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const end = scratch.slotRowEnd[slot];
  const shift = scratch.pairStart[line] - start;
  if (isEqual) {
    for (let row = start; row < end; row++) {
      const number = numbers[candidateLocation[rowCandidate[row]]];
      const isSame = Number(number === wanted) | Number(number === wantedCut);
      pairAlive[row + shift] &= isKnown & isSame;
    }
    return;
  }
  for (let row = start; row < end; row++) {
    const number = numbers[candidateLocation[rowCandidate[row]]];
    const isOther = Number(number !== wanted) & Number(number !== wantedCut);
    pairAlive[row + shift] &= isKnown & Number(number >= 0) & isOther;
  }
}

/** Rows share few sets of attributes: a verdict is kept while nothing changes that is asked. */
function filterRows(
  operator: number,
  point: PointProgram,
  stock: StockColumns,
  scratch: CoreScratch,
  line: number,
): void {
  const { pairAlive, rowAttributes, rowExtensible, rowPart } = scratch;
  const asksLocation = point.left.texts !== null || point.right.texts !== null;
  const slot = scratch.lineSlot[line];
  const start = scratch.slotRowStart[slot];
  const shift = scratch.pairStart[line] - start;
  let judged = -1;
  let holds = false;
  for (let row = start; row < scratch.slotRowEnd[slot]; row++) {
    if (pairAlive[row + shift] === 0) continue;
    const isJudged =
      judged >= 0 &&
      !asksLocation &&
      rowPart[row] < 0 &&
      rowPart[judged] < 0 &&
      rowAttributes[row] === rowAttributes[judged] &&
      rowExtensible[row] === rowExtensible[judged];
    if (!isJudged) holds = holdsAt(operator, point, stock, scratch, row);
    judged = row;
    if (!holds) pairAlive[row + shift] = 0;
  }
}

function holdsAt(
  operator: number,
  { kind, left, right }: PointProgram,
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
): boolean {
  const { leftText, rightText, leftList, rightList } = scratch.filter;
  const isList = kind === 'lists';
  loadRowSide(left, isList, stock, scratch, row, leftText, leftList);
  loadRowSide(right, isList, stock, scratch, row, rightText, rightList);
  return isList
    ? holdsLists(operator, leftList, rightList)
    : holdsTexts(operator, leftText, rightText);
}

/** Loads a side that the location or the stock row has; the others are there already. */
function loadRowSide(
  side: PointSide,
  isList: boolean,
  stock: StockColumns,
  scratch: CoreScratch,
  row: number,
  text: FoldedText,
  list: FoldedList,
): void {
  if (isOfRequest(side)) return;
  if (side.attribute === ATTRIBUTE.inventoryAttributes) {
    return loadRowList(stock, scratch, row, list);
  }
  const location = candidateLocation[scratch.rowCandidate[row]];
  // Two postal codes are never compared here: neither rows nor lines have any.
  if (side.texts !== null) loadLocationText(side.texts, location, false, text);
  else loadRowText(side, stock, scratch, row, text);
  if (isList) setOnly(list, text);
}
