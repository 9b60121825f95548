// The values that a filter compares with, from its custom value or its data list, in the form in
// which they compare: numbers in the unit of the wire, texts folded.

import { foldText } from '../base/text.js';
import type { FilterAttribute } from './attributes.js';
import type { DataListDocument, FilterDocument } from './document.js';
import { numberOf, UNITS } from './enumerations.js';
import { isOrdering, operandPieces, operandReader } from './operand.js';

/** The operands of a filter. What does not parse as the attribute's type is left out. */
export type OperandValues = {
  /**
   * In the unit of the wire, a date in epoch milliseconds; both ends of a range as they were given,
   * else ascending and different.
   */
  readonly numbers: readonly number[];
  /** Folded, different, none empty, in the order given. */
  readonly texts: readonly string[];
};

/** Characters of a US postal code that count. */
const US_POSTAL_LENGTH = 5;

/** The first five characters (code points) of a folded postal code. */
export function cutPostal(text: string): string {
  return text.length <= US_POSTAL_LENGTH ? text : [...text].slice(0, US_POSTAL_LENGTH).join('');
}

/**
 * Reads the operands of a valid filter that has no data point; `lists` are the data lists by name.
 */
export function operandValues(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  lists: ReadonlyMap<string, DataListDocument>,
  currencyPlaces: number,
): OperandValues {
  const { customValue, dataList = '' } = filter;
  if (customValue !== undefined) {
    const pieces = operandPieces(attribute.type, operator, customValue.stringValue ?? '');
    const readNumber = operandReader(attribute, numberOf(UNITS, customValue.unit), currencyPlaces);
    return valuesOf(pieces, attribute.type, operator, readNumber);
  }
  const list = lists.get(dataList);
  if (list === undefined) throw new Error(`filter '${filter.name}' has no operand`);
  return listValues(list, attribute, operator, currencyPlaces);
}

/**
 * What was read of each list, by what it was read as: an edit of one resource compiles all rules
 * again, and most lists are the same objects as before.
 */
const valuesOfLists = new WeakMap<DataListDocument, Map<string, OperandValues>>();

function listValues(
  list: DataListDocument,
  attribute: FilterAttribute,
  operator: number,
  currencyPlaces: number,
): OperandValues {
  const { type, unitKind, defaultUnit } = attribute;
  const readings = valuesOfLists.get(list) ?? new Map<string, OperandValues>();
  valuesOfLists.set(list, readings);
  // The operators that take a list all read it alike.
  const reading = `${type} ${unitKind} ${defaultUnit} ${currencyPlaces}`;
  const known = readings.get(reading);
  if (known !== undefined) return known;
  const pieces = (list.entries ?? []).map((entry) => entry.stringValue ?? '');
  const readNumber = operandReader(attribute, 0, currencyPlaces);
  const values = valuesOf(pieces, type, operator, readNumber);
  readings.set(reading, values);
  return values;
}

function valuesOf(
  pieces: readonly string[],
  type: FilterAttribute['type'],
  operator: number,
  readNumber: (text: string) => number,
): OperandValues {
  const isText = type === 'STRING' || type === 'STRING_LIST' || type === 'CUSTOM';
  const isNumeric = !isText || type === 'CUSTOM';
  const numbers = isNumeric ? pieces.map(readNumber).filter((number) => !Number.isNaN(number)) : [];
  const texts = isText && !isOrdering(operator) ? pieces.map(foldText) : [];
  return {
    numbers: isOrdering(operator) ? numbers : [...new Set(numbers)].sort((a, b) => a - b),
    texts: [...new Set(texts)].filter((text) => text !== ''),
  };
}
