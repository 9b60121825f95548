// Whether two attributes of the order, its customer or one of its lines compare: a comparison that
// asks no location.

import type { OrderColumns } from '../../columns/order.js';
import { OPERATOR, type Predicate } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { loadRequestList } from './point-lists.js';
import { writeNumber } from './point-numbers.js';
import { holdsLists, holdsTexts } from './point-operators.js';
import { loadRequestText } from './point-texts.js';

/** Whether the comparison holds for a line, or for the order (line -1). */
export function testRequestPoint(
  { operator, point }: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
  line: number,
): boolean {
  if (point === null) return false;
  const { filter } = scratch;
  const { leftText, rightText, leftList, rightList, leftNumbers, rightNumbers } = filter;
  switch (point.kind) {
    case 'numbers':
      writeNumber(point.left, order, line, leftNumbers, 0);
      writeNumber(point.right, order, line, rightNumbers, 0);
      return holdsNumbers(operator, leftNumbers, rightNumbers);
    case 'texts':
      loadRequestText(point.left, order, scratch, line, leftText);
      loadRequestText(point.right, order, scratch, line, rightText);
      return holdsTexts(operator, leftText, rightText);
    case 'lists':
      loadRequestList(point.left, order, scratch, line, leftList, leftText);
      loadRequestList(point.right, order, scratch, line, rightList, rightText);
      return holdsLists(operator, leftList, rightList);
  }
}

/** Compares the first number of both columns; one that is NaN, which differs from itself, fails. */
function holdsNumbers(operator: number, left: Float64Array, right: Float64Array): boolean {
  switch (operator) {
    case OPERATOR.equal:
      return left[0] === right[0];
    case OPERATOR.notEqual:
      return left[0] !== right[0] && left[0] === left[0] && right[0] === right[0];
    case OPERATOR.greaterThan:
      return left[0] > right[0];
    case OPERATOR.lessThan:
      return left[0] < right[0];
    case OPERATOR.greaterOrEqual:
      return left[0] >= right[0];
    case OPERATOR.lessOrEqual:
      return left[0] <= right[0];
    default:
      return false;
  }
}
