// Which locations a filter on the location alone keeps. It is settled once, when the configuration
// meets the table of locations, and never again for an order.

import { setBit, sharedBits } from '../base/bits.js';
import type { FilterAttribute } from './attributes.js';
import type { FilterDocument } from './document.js';
import { isCutPostal, type LocationValues } from './location-values.js';
import { matchesNumber, matchesText, matchesValues } from './matching.js';
import { cutPostal, type OperandValues } from './operand-values.js';

/** Whether a location, by its index, satisfies a filter. */
type LocationTest = (index: number) => boolean;

/**
 * Bits over locations: those that satisfy the operator. Where the value is unknown, which a flag
 * never is, `isUnknownKept` says. A hole is never kept.
 */
export function locationBits(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  isUnknownKept: boolean,
  values: LocationValues,
): Uint32Array {
  return bitsOf(values, testOf(filter, attribute, operator, operand, isUnknownKept, values));
}

function bitsOf(values: LocationValues, holds: LocationTest): Uint32Array {
  const bits = sharedBits(values.documents.length);
  values.documents.forEach((location, index) => {
    if (location !== undefined && holds(index)) setBit(bits, index);
  });
  return bits;
}

function testOf(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  isUnknownKept: boolean,
  values: LocationValues,
): LocationTest {
  if (attribute.type === 'NUMBER' || attribute.type === 'BOOLEAN') {
    const numbers = values.numbers(attribute, filter);
    return (index) =>
      Number.isNaN(numbers[index])
        ? isUnknownKept
        : matchesNumber(operator, numbers[index], operand.numbers);
  }
  const operands = new Set(operand.texts);
  if (attribute.naming === 'fqn') {
    const lists = values.lists(filter.attributeFqn);
    return (index) => {
      const verdict = matchesValues(operator, lists[index], operand.numbers, operands);
      return verdict ?? isUnknownKept;
    };
  }
  const texts = values.texts(attribute, filter);
  const cutOperands = new Set(operand.texts.map(cutPostal));
  const isPostal = attribute.path === 'location.postalCode';
  return (index) => {
    const text = texts[index];
    if (text === '') return isUnknownKept;
    const location = values.documents[index];
    return isPostal && location !== undefined && isCutPostal(location)
      ? matchesText(operator, cutPostal(text), cutOperands)
      : matchesText(operator, text, operands);
  };
}

/** Bits over locations whose two numbers compare so. NaN on either side fails. */
export function comparedNumberBits(
  operator: number,
  left: Float64Array,
  right: Float64Array,
  values: LocationValues,
): Uint32Array {
  return bitsOf(values, (index) => {
    const isKnown = !Number.isNaN(left[index]) && !Number.isNaN(right[index]);
    return isKnown && matchesNumber(operator, left[index], [right[index]]);
  });
}

/**
 * Bits over locations whose two folded texts compare so. An empty one on either side fails.
 * `isPostal`: both are postal codes.
 */
export function comparedTextBits(
  operator: number,
  left: readonly string[],
  right: readonly string[],
  isPostal: boolean,
  values: LocationValues,
): Uint32Array {
  return bitsOf(values, (index) => {
    if (left[index] === '' || right[index] === '') return false;
    const location = values.documents[index];
    const isCut = isPostal && location !== undefined && isCutPostal(location);
    const one = isCut ? cutPostal(left[index]) : left[index];
    const other = isCut ? cutPostal(right[index]) : right[index];
    return matchesText(operator, one, new Set([other]));
  });
}
