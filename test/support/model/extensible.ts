// Which values has an extensible attribute, and does a comparison hold for several values?
// Must not know: whose attributes they are, and where operands come from.

import { customHolds, NEGATIVE, ORDERING } from './operators.js';
import type { ExtensibleAttribute } from './rules.js';
import { parseNumber } from './text.js';

/** The texts under all entries of a name, trimmed; blank ones count for nothing. */
export function valuesOf(attributes: ExtensibleAttribute[], fqn: string): string[] {
  return attributes
    .filter((attribute) => attribute.attributeFqn === fqn)
    .flatMap((attribute) => attribute.attributeValues ?? [])
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

/** The values that count for an operator: for one that orders, those that are numbers. */
export function countingValues(operator: string, values: string[]): string[] {
  if (!ORDERING.has(operator)) return values;
  return values.filter((value) => parseNumber(value) !== undefined);
}

/** Whether it holds for values of which at least one counts. */
export function extensibleHolds(operator: string, values: string[], operands: string[]): boolean {
  const counting = countingValues(operator, values);
  if (operator === 'SUBSET') return counting.every((value) => customHolds('IN', value, operands));
  const holds = (value: string) => customHolds(operator, value, operands);
  return NEGATIVE.has(operator) ? counting.every(holds) : counting.some(holds);
}
