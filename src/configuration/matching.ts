// Whether a value that is known before any order comes satisfies an operand: the meaning of the
// operators for texts, flags and ranks of locations. The core has the same meaning for what it
// reads itself.

import { foldText } from '../base/text.js';
import { parseDecimal } from '../base/units.js';
import { OPERATOR } from '../columns/program.js';
import { isOrdering } from './operand.js';

/**
 * Whether a value that is unknown passes: as the filter says, else only operators that say what the
 * value is not.
 */
export function passesUnknown(operator: number, acceptNulls: boolean | undefined): boolean {
  if (acceptNulls !== undefined) return acceptNulls;
  return (
    operator === OPERATOR.notEqual ||
    operator === OPERATOR.notIn ||
    operator === OPERATOR.doesNotContain
  );
}

/** Whether a known folded text satisfies the folded operands of an operator for texts. */
export function matchesText(
  operator: number,
  text: string,
  operands: ReadonlySet<string>,
): boolean {
  switch (operator) {
    case OPERATOR.equal:
    case OPERATOR.in:
      return operands.has(text);
    case OPERATOR.notEqual:
    case OPERATOR.notIn:
      return !operands.has(text);
    case OPERATOR.startsWith:
      return some(operands, (operand) => text.startsWith(operand));
    case OPERATOR.endsWith:
      return some(operands, (operand) => text.endsWith(operand));
    case OPERATOR.contains:
      return some(operands, (operand) => text.includes(operand));
    case OPERATOR.doesNotContain:
      return !some(operands, (operand) => text.includes(operand));
    default:
      throw new Error(`operator ${operator} does not compare texts`);
  }
}

function some(operands: ReadonlySet<string>, test: (operand: string) => boolean): boolean {
  for (const operand of operands) if (test(operand)) return true;
  return false;
}

/**
 * Whether a number satisfies the operands of an operator for numbers. Without an operand only
 * negative ones hold.
 */
export function matchesNumber(
  operator: number,
  value: number,
  operands: ArrayLike<number>,
): boolean {
  const first = operands[0];
  switch (operator) {
    case OPERATOR.equal:
    case OPERATOR.in:
      return includes(operands, value);
    case OPERATOR.notEqual:
    case OPERATOR.notIn:
      return !includes(operands, value);
    case OPERATOR.greaterThan:
      return value > first;
    case OPERATOR.lessThan:
      return value < first;
    case OPERATOR.greaterOrEqual:
      return value >= first;
    case OPERATOR.lessOrEqual:
      return value <= first;
    case OPERATOR.between:
      return value >= first && value <= operands[1];
    default:
      throw new Error(`operator ${operator} does not compare numbers`);
  }
}

/** The operator that a negative one denies. */
const DENIED: ReadonlyMap<number, number> = new Map([
  [OPERATOR.notEqual, OPERATOR.equal],
  [OPERATOR.notIn, OPERATOR.in],
  [OPERATOR.doesNotContain, OPERATOR.contains],
]);

/**
 * Whether the values of an extensible attribute satisfy an operator: one of them, or all where it
 * is negative or SUBSET. A value is a number where the operator orders or an operand equals it as
 * one. Undefined: no value counts.
 */
export function matchesValues(
  operator: number,
  values: readonly string[],
  numbers: ArrayLike<number>,
  texts: ReadonlySet<string>,
): boolean | undefined {
  if (isOrdering(operator)) {
    const known = values.map(parseDecimal).filter((number) => !Number.isNaN(number));
    if (known.length === 0) return undefined;
    return known.some((number) => matchesNumber(operator, number, numbers));
  }
  if (values.length === 0) return undefined;
  const isOne = (value: string) =>
    texts.has(foldText(value)) || includes(numbers, parseDecimal(value));
  if (operator === OPERATOR.subset) return values.every(isOne);
  const asked = DENIED.get(operator) ?? operator;
  const holds = (value: string) =>
    asked === OPERATOR.equal || asked === OPERATOR.in
      ? isOne(value)
      : matchesText(asked, foldText(value), texts);
  return asked === operator ? values.some(holds) : !values.some(holds);
}

/** Whether `value` is among ascending operands; by halving, since a data list may hold many. */
function includes(operands: ArrayLike<number>, value: number): boolean {
  let low = 0;
  let high = operands.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (operands[middle] < value) low = middle + 1;
    else high = middle;
  }
  return operands[low] === value;
}
