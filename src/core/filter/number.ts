// Whether a number passes a filter. Unknown is NaN, and the filter says whether it passes.

import { OPERATOR, type Predicate } from '../../columns/program.js';

/** Tests a number in the attribute's wire unit. */
export function testNumber(predicate: Predicate, value: number): boolean {
  const { numbers, operator } = predicate;
  if (value !== value) return predicate.passesUnknown;
  switch (operator) {
    case OPERATOR.equal:
    case OPERATOR.in:
      return holdsNumber(numbers, value);
    case OPERATOR.notEqual:
    case OPERATOR.notIn:
      return !holdsNumber(numbers, value);
    case OPERATOR.greaterThan:
      return numbers.length > 0 && value > numbers[0];
    case OPERATOR.lessThan:
      return numbers.length > 0 && value < numbers[0];
    case OPERATOR.greaterOrEqual:
      return numbers.length > 0 && value >= numbers[0];
    case OPERATOR.lessOrEqual:
      return numbers.length > 0 && value <= numbers[0];
    case OPERATOR.between:
      return numbers.length > 1 && value >= numbers[0] && value <= numbers[1];
    default:
      return false;
  }
}

/** Whether an operator asks which of two numbers is larger. */
export function isOrdering(operator: number): boolean {
  return (
    operator === OPERATOR.between ||
    (operator >= OPERATOR.greaterThan && operator <= OPERATOR.lessOrEqual)
  );
}

/** Whether an ascending column holds a number: binary search. */
export function holdsNumber(ascending: Float64Array, value: number): boolean {
  let low = 0;
  let high = ascending.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ascending[middle];
    if (found === value) return true;
    if (found < value) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
