// Which candidates a comparison of a location with the order keeps. That two texts are equal is one
// look-up for the order and the comparison of two numbers for each candidate.

import { lookUp } from '../../columns/dictionary.js';
import type { OrderColumns } from '../../columns/order.js';
import {
  CUT_KIND,
  OPERATOR,
  TEXT_KIND,
  type LocationTexts,
  type PointProgram,
  type Predicate,
} from '../../columns/program.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import type { CoreScratch } from '../scratch.js';
import { loadRequestList, setOnly } from './point-lists.js';
import { fillByCandidate, keepCompared } from './point-numbers.js';
import { holdsLists, holdsTexts } from './point-operators.js';
import { loadLocationText, loadRequestText } from './point-texts.js';
import { roomForNumbers, type FoldedText } from './scratch.js';

const { candidateLocation } = CANDIDATE_COLUMNS;

/** No text has this number, and no location that has none: that is -1. */
const NO_TEXT = -2;

/** Clears `candidateAlive` where the comparison does not hold. */
export function filterLocationPoint(
  { operator, point }: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  if (point === null) return;
  if (point.kind === 'texts') return filterTexts(operator, point, order, scratch);
  if (point.kind === 'lists') return filterLists(operator, point, order, scratch);
  const count = scratch.candidateCount;
  roomForNumbers(scratch.filter, count);
  const { leftNumbers, rightNumbers } = scratch.filter;
  fillByCandidate(point.left, order, scratch, leftNumbers);
  fillByCandidate(point.right, order, scratch, rightNumbers);
  keepCompared(operator, leftNumbers, rightNumbers, 0, count, scratch.candidateAlive, 0);
}

function filterTexts(
  operator: number,
  point: PointProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { leftText, rightText } = scratch.filter;
  const isLeft = point.left.texts !== null;
  const texts = isLeft ? point.left.texts : point.right.texts;
  const own = isLeft ? leftText : rightText;
  const other = isLeft ? rightText : leftText;
  loadRequestText(isLeft ? point.right : point.left, order, scratch, -1, other);
  if (texts === null || other.lengthBytes === 0) return clearAll(scratch);
  if (operator === OPERATOR.equal || operator === OPERATOR.notEqual) {
    return keepNumbered(texts, other, operator === OPERATOR.equal, scratch);
  }
  const { candidateAlive } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateAlive[c] === 0) continue;
    loadLocationText(texts, candidateLocation[c], other.cutBytes > 0, own);
    if (!holdsTexts(operator, leftText, rightText)) candidateAlive[c] = 0;
  }
}

function clearAll(scratch: CoreScratch): void {
  const { candidateAlive } = scratch;
  for (let c = 0; c < scratch.candidateCount; c++) candidateAlive[c] = 0;
}

/**
 * Keeps the candidates whose text is the other one, or another than it. No branches: which pass is
 * no pattern to predict.
 */
function keepNumbered(
  texts: LocationTexts,
  other: FoldedText,
  isEqual: boolean,
  scratch: CoreScratch,
): void {
  const { candidateAlive } = scratch;
  const numbers = numbersFor(texts, other);
  const wanted = numberOf(texts, TEXT_KIND, other, other.lengthBytes);
  const wantedCut = numberOf(texts, CUT_KIND, other, other.cutBytes);
  if (isEqual) {
    for (let c = 0; c < scratch.candidateCount; c++) {
      const number = numbers[candidateLocation[c]];
      candidateAlive[c] &= Number(number === wanted) | Number(number === wantedCut);
    }
    return;
  }
  for (let c = 0; c < scratch.candidateCount; c++) {
    const number = numbers[candidateLocation[c]];
    const isOther = Number(number !== wanted) & Number(number !== wantedCut);
    candidateAlive[c] &= Number(number >= 0) & isOther;
  }
}

/** The numbers of the locations' texts to look at: cut postal codes where the other one is cut. */
export function numbersFor({ numbers, cutNumbers }: LocationTexts, other: FoldedText): Int32Array {
  return other.cutBytes > 0 && cutNumbers !== null ? cutNumbers : numbers;
}

/** The number of the first bytes of a text among those of the locations; NO_TEXT: none has it. */
export function numberOf(
  { dictionary }: LocationTexts,
  kind: number,
  text: FoldedText,
  lengthBytes: number,
): number {
  if (lengthBytes === 0) return NO_TEXT;
  const number = lookUp(dictionary, kind, text.bytes, text.start, lengthBytes);
  return number < 0 ? NO_TEXT : number;
}

function filterLists(
  operator: number,
  point: PointProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { candidateAlive, filter } = scratch;
  const { leftText, leftList, rightList } = filter;
  const isLeft = point.left.texts !== null;
  const texts = isLeft ? point.left.texts : point.right.texts;
  const own = isLeft ? leftList : rightList;
  const other = isLeft ? rightList : leftList;
  loadRequestList(isLeft ? point.right : point.left, order, scratch, -1, other, leftText);
  if (texts === null) return;
  for (let c = 0; c < scratch.candidateCount; c++) {
    if (candidateAlive[c] === 0) continue;
    loadLocationText(texts, candidateLocation[c], false, leftText);
    setOnly(own, leftText);
    if (!holdsLists(operator, leftList, rightList)) candidateAlive[c] = 0;
  }
}
