// Does a comparison hold for a known value and its operands, by the type of the value?
// Must not know: where either of them comes from.

import { fold, parseNumber } from './text.js';

/** What holds where nothing of the kind is there. */
export const NEGATIVE = new Set(['NOT_EQUAL', 'NOT_IN', 'DOES_NOT_CONTAIN']);

/** What only numbers and dates have an answer to. */
export const ORDERING = new Set([
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_OR_EQUAL',
  'LESS_OR_EQUAL',
  'BETWEEN',
]);

/** A number; ends of BETWEEN in their order. */
export function numberHolds(operator: string, value: number, operands: number[]): boolean {
  const [first = Number.NaN, second = Number.NaN] = operands;
  switch (operator) {
    case 'EQUAL':
      return value === first;
    case 'NOT_EQUAL':
      return value !== first;
    case 'GREATER_THAN':
      return value > first;
    case 'LESS_THAN':
      return value < first;
    case 'GREATER_OR_EQUAL':
      return value >= first;
    case 'LESS_OR_EQUAL':
      return value <= first;
    case 'BETWEEN':
      return value >= first && value <= second;
    case 'IN':
      return operands.includes(value);
    case 'NOT_IN':
      return !operands.includes(value);
    default:
      throw new Error(`${operator} does not fit numbers`);
  }
}

/** Texts that are folded. */
export function textHolds(operator: string, value: string, operands: string[]): boolean {
  const [first = ''] = operands;
  switch (operator) {
    case 'EQUAL':
      return value === first;
    case 'NOT_EQUAL':
      return value !== first;
    case 'IN':
      return operands.includes(value);
    case 'NOT_IN':
      return !operands.includes(value);
    case 'STARTS_WITH':
      return value.startsWith(first);
    case 'ENDS_WITH':
      return value.endsWith(first);
    case 'CONTAINS':
      return value.includes(first);
    case 'DOES_NOT_CONTAIN':
      return !value.includes(first);
    default:
      throw new Error(`${operator} does not fit text`);
  }
}

/** Lists of folded texts. */
export function listHolds(operator: string, values: string[], operands: string[]): boolean {
  switch (operator) {
    case 'CONTAINS':
      return operands.every((operand) => values.includes(operand));
    case 'IN':
      return operands.some((operand) => values.includes(operand));
    case 'NOT_IN':
    case 'DOES_NOT_CONTAIN':
      return !operands.some((operand) => values.includes(operand));
    case 'SUBSET':
      return values.every((value) => operands.includes(value));
    default:
      throw new Error(`${operator} does not fit lists`);
  }
}

/** Custom data is a number where the operator orders or both sides are numbers; else text. */
export function customHolds(operator: string, value: string, operands: string[]): boolean {
  if (ORDERING.has(operator)) {
    const numeric = parseNumber(value);
    const numbers = operands.map(parseNumber).filter((operand) => operand !== undefined);
    return numeric !== undefined && numberHolds(operator, numeric, numbers);
  }
  switch (operator) {
    case 'EQUAL':
    case 'IN':
      return operands.some((operand) => isSameCustom(value, operand));
    case 'NOT_EQUAL':
    case 'NOT_IN':
      return !operands.some((operand) => isSameCustom(value, operand));
    default:
      return textHolds(operator, fold(value), operands.map(fold));
  }
}

function isSameCustom(left: string, right: string): boolean {
  const numbers = [parseNumber(left), parseNumber(right)];
  return numbers.includes(undefined) ? fold(left) === fold(right) : numbers[0] === numbers[1];
}
