// Whether a value that is known before any order comes satisfies an operand: the meaning of the
// operators for texts, flags and ranks of locations. The core has the same meaning for what it
// reads itself.

import { OPERATOR } from '../columns/program.js';

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
