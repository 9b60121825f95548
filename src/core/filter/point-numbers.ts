// Two attributes that are numbers, flags or dates: filled into columns, one for each side, and
// compared column by column. What is unknown is NaN, and in no order.

import { LINE_FLAG, type OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, OPERATOR, type PointSide } from '../../columns/program.js';
import { CANDIDATE_COLUMNS } from '../candidates/scratch.js';
import { kmOfChord } from '../geo.js';
import type { CoreScratch } from '../scratch.js';
import { largestQuantity, totalQuantity } from './order-values.js';

const { candidateLocation, candidateChord } = CANDIDATE_COLUMNS;

/**
 * Writes what the order, its customer or the line says to `column[at]`; line -1: none is asked.
 */
export function writeNumber(
  side: PointSide,
  order: OrderColumns,
  line: number,
  column: Float64Array,
  at: number,
): void {
  column[at] = Number.NaN;
  switch (side.attribute) {
    case ATTRIBUTE.orderTotal:
      if (order.hasTotal) column[at] = order.totalMinor;
      return;
    case ATTRIBUTE.orderFraud:
      if (order.hasFraud) column[at] = order.fraud;
      return;
    case ATTRIBUTE.orderIsExpress:
      column[at] = order.isExpress ? 1 : 0;
      return;
    case ATTRIBUTE.orderItemsQuantity:
      column[at] = largestQuantity(order);
      return;
    case ATTRIBUTE.orderItemsTotalQuantity:
      column[at] = totalQuantity(order);
      return;
    case ATTRIBUTE.customerTaxExempt:
      column[at] = order.isTaxExempt ? 1 : 0;
      return;
    case ATTRIBUTE.customerCustomerSinceDate:
      column[at] = order.customerSinceMs[0];
      return;
    default:
      if (line >= 0) writeLineNumber(side, order, line, column, at);
  }
}

function writeLineNumber(
  side: PointSide,
  order: OrderColumns,
  line: number,
  column: Float64Array,
  at: number,
): void {
  const flags = order.lineFlags[line];
  switch (side.attribute) {
    case ATTRIBUTE.itemBackorderable:
      column[at] = (flags & LINE_FLAG.backorderable) !== 0 ? 1 : 0;
      return;
    case ATTRIBUTE.itemTaxable:
      column[at] = (flags & LINE_FLAG.taxable) !== 0 ? 1 : 0;
      return;
    case ATTRIBUTE.itemWeight:
      if ((flags & LINE_FLAG.weight) !== 0) column[at] = order.weightGrams[line];
      return;
    case ATTRIBUTE.itemLength:
      if ((flags & LINE_FLAG.length) !== 0) column[at] = order.lengthCm[line];
      return;
    case ATTRIBUTE.itemWidth:
      if ((flags & LINE_FLAG.width) !== 0) column[at] = order.widthCm[line];
      return;
    case ATTRIBUTE.itemHeight:
      if ((flags & LINE_FLAG.height) !== 0) column[at] = order.heightCm[line];
      return;
    default:
  }
}

/** Fills `column` by candidate: what the candidate's location says, or the order of all. */
export function fillByCandidate(
  side: PointSide,
  order: OrderColumns,
  scratch: CoreScratch,
  column: Float64Array,
): void {
  const { numbers } = side;
  const count = scratch.candidateCount;
  if (numbers !== null) {
    for (let c = 0; c < count; c++) column[c] = numbers[candidateLocation[c]];
  } else if (side.attribute === ATTRIBUTE.locationDistance) {
    for (let c = 0; c < count; c++) {
      column[c] = Number.NaN;
      if (candidateChord[c] !== Infinity) column[c] = kmOfChord(candidateChord[c]);
    }
  } else if (count > 0) {
    writeNumber(side, order, -1, column, 0);
    const value = column[0];
    for (let c = 1; c < count; c++) column[c] = value;
  }
}

/**
 * What rows [start, end) say, their location, the line or the order, by row: a column that is
 * there, or `column`, filled.
 */
export function numbersByRow(
  side: PointSide,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
  start: number,
  end: number,
  column: Float64Array<ArrayBuffer>,
): Float64Array<ArrayBuffer> {
  const { rowCandidate } = scratch;
  const { numbers } = side;
  if (numbers !== null) {
    for (let row = start; row < end; row++) {
      column[row] = numbers[candidateLocation[rowCandidate[row]]];
    }
    return column;
  }
  switch (side.attribute) {
    case ATTRIBUTE.inventoryAvailable:
      return scratch.rowUnits;
    case ATTRIBUTE.inventoryLtd:
      return scratch.rowLtd;
    case ATTRIBUTE.locationDistance:
      for (let row = start; row < end; row++) {
        const chord = candidateChord[rowCandidate[row]];
        column[row] = Number.NaN;
        if (chord !== Infinity) column[row] = kmOfChord(chord);
      }
      return column;
    default: {
      if (start === end) return column;
      writeNumber(side, order, line, column, start);
      const value = column[start];
      for (let row = start + 1; row < end; row++) column[row] = value;
      return column;
    }
  }
}

/**
 * Clears `alive[i + shift]` for i in [start, end) where the two numbers do not compare so. No
 * branches: which pass is no pattern to predict.
 */
export function keepCompared(
  operator: number,
  left: Float64Array,
  right: Float64Array,
  start: number,
  end: number,
  alive: Uint8Array,
  shift: number,
): void {
  switch (operator) {
    case OPERATOR.equal:
      for (let i = start; i < end; i++) alive[i + shift] &= Number(left[i] === right[i]);
      return;
    case OPERATOR.notEqual:
      // Not so of NaN, which is neither.
      for (let i = start; i < end; i++) {
        alive[i + shift] &= Number(left[i] < right[i]) | Number(left[i] > right[i]);
      }
      return;
    case OPERATOR.greaterThan:
      for (let i = start; i < end; i++) alive[i + shift] &= Number(left[i] > right[i]);
      return;
    case OPERATOR.lessThan:
      for (let i = start; i < end; i++) alive[i + shift] &= Number(left[i] < right[i]);
      return;
    case OPERATOR.greaterOrEqual:
      for (let i = start; i < end; i++) alive[i + shift] &= Number(left[i] >= right[i]);
      return;
    case OPERATOR.lessOrEqual:
      for (let i = start; i < end; i++) alive[i + shift] &= Number(left[i] <= right[i]);
      return;
    default:
      for (let i = start; i < end; i++) alive[i + shift] = 0;
  }
}
