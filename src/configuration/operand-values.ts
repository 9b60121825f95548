// The values that a filter compares with, from its custom value or its data list, in the form in
// which they compare: numbers in the unit of the wire, texts folded.

import { foldText } from '../base/text.js';
import type { FilterAttribute } from './attributes.js';
import type { DataListDocument, FilterDocument } from './document.js';
import { numberOf, UNITS } from './enumerations.js';
import { isOrdering, numberReader, operandPieces, readBoolean } from './operand.js';

/** The operands of a filter. What does not parse as the attribute's type is left out. */
export type OperandValues = {
  /**
   * In the unit of the wire; both ends of a range as they were given, else ascending and different.
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

/** Reads the operands of a valid filter; `lists` are the data lists by name. */
export function operandValues(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  lists: ReadonlyMap<string, DataListDocument>,
  currencyPlaces: number,
): OperandValues {
  const { type, unitKind } = attribute;
  const pieces = operandTexts(filter, type, operator, lists);
  const unit = numberOf(UNITS, filter.customValue?.unit);
  const readNumber =
    type === 'BOOLEAN' ? readBoolean : numberReader(unitKind, unit, currencyPlaces);
  const isNumeric = type === 'NUMBER' || type === 'BOOLEAN' || type === 'CUSTOM';
  const isText = type === 'STRING' || type === 'STRING_LIST' || type === 'CUSTOM';
  const numbers = isNumeric ? pieces.map(readNumber).filter((number) => !Number.isNaN(number)) : [];
  const texts = isText && !isOrdering(operator) ? pieces.map(foldText) : [];
  return {
    numbers: isOrdering(operator) ? numbers : [...new Set(numbers)].sort((a, b) => a - b),
    texts: [...new Set(texts)].filter((text) => text !== ''),
  };
}

function operandTexts(
  filter: FilterDocument,
  type: FilterAttribute['type'],
  operator: number,
  lists: ReadonlyMap<string, DataListDocument>,
): string[] {
  if (filter.customValue !== undefined) {
    return operandPieces(type, operator, filter.customValue.stringValue ?? '');
  }
  const list = lists.get(filter.dataList ?? '');
  if (list === undefined) throw new Error(`filter '${filter.name}' has no operand`);
  return (list.entries ?? []).map((entry) => entry.stringValue ?? '');
}
