// Does a filter hold for the value of its attribute?
// Must not know: where the value comes from, and what happens to what fails.

import type { Attribute, Dimension, Pair } from './attributes.js';
import { readOrderAttribute, readPairAttribute } from './attributes.js';
import type { Configuration, Filter } from './messages.js';
import type { Order } from './order.js';
import { countryKey, firstFive, fold, parseInstant, parseNumber, splitList } from './text.js';
import type { Trace } from './trace.js';

const NEGATIVE = new Set(['NOT_EQUAL', 'NOT_IN', 'DOES_NOT_CONTAIN']);
const ORDERING = new Set([
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_OR_EQUAL',
  'LESS_OR_EQUAL',
  'BETWEEN',
]);

/** How many kilometres, grams or centimetres one unit is; the first is the attribute's own. */
const UNIT_FACTORS: Record<Dimension, Record<string, number>> = {
  distance: {
    UNSPECIFIED: 1.609344,
    MI: 1.609344,
    KM: 1,
    M: 0.001,
  },
  mass: { UNSPECIFIED: 1, G: 1, KG: 1000, OZ: 28.349523125, LB: 453.59237 },
  length: { UNSPECIFIED: 1, CM: 1, M: 100, IN: 2.54, FT: 30.48 },
};

/** Whether a filter of order scope holds. */
export function orderFilterHolds(
  filter: Filter,
  order: Order,
  configuration: Configuration,
  trace: Trace,
): boolean {
  return judge(filter, readOrderAttribute(filter, order), configuration, trace);
}

/** Whether any other filter holds for a location and a line. */
export function pairFilterHolds(
  filter: Filter,
  pair: Pair,
  configuration: Configuration,
  trace: Trace,
): boolean {
  return judge(filter, readPairAttribute(filter, pair), configuration, trace);
}

function judge(
  filter: Filter,
  attribute: Attribute,
  configuration: Configuration,
  trace: Trace,
): boolean {
  const operator = filter.operator.replace('FILTER_OPERATOR_', '');
  const verdict = isUnknown(attribute)
    ? unknownHolds(operator, filter)
    : knownHolds(operator, attribute, filter, configuration);
  trace(`operator:${operator}:${attribute.kind}:${verdict}`);
  trace(`attribute:${filter.attribute}:${verdict}`);
  trace(filter.dataList === undefined ? 'operand:custom-value' : `operand:list:${verdict}`);
  if (isUnknown(attribute)) {
    trace(`unknown:${attribute.kind}`);
    const what = filter.attribute === 'location.distance' ? 'distance' : attribute.kind;
    trace(`accept-nulls:${filter.acceptNulls ?? 'absent'}:${what}:${operator}`);
  }
  return verdict;
}

/** An unknown distance fails whatever is asked; else the filter decides, else its operator. */
function unknownHolds(operator: string, filter: Filter): boolean {
  if (filter.attribute === 'location.distance') return false;
  if (filter.acceptNulls === true) return true;
  if (filter.acceptNulls === false) return false;
  return NEGATIVE.has(operator);
}

function isUnknown(attribute: Attribute): boolean {
  if (attribute.kind === 'text' || attribute.kind === 'custom') {
    return fold(attribute.value ?? '') === '';
  }
  if (attribute.kind === 'date') return parseInstant(attribute.value ?? '') === undefined;
  return attribute.value === undefined;
}

function knownHolds(
  operator: string,
  attribute: Attribute,
  filter: Filter,
  configuration: Configuration,
): boolean {
  const operands = operandTexts(operator, attribute, filter, configuration);
  switch (attribute.kind) {
    case 'number':
      return numberHolds(
        operator,
        attribute.value as number,
        numbersOf(operands, attribute, filter),
      );
    case 'text':
      return textHolds(
        operator,
        comparable(attribute.value as string, attribute.country),
        operands.map((operand) => comparable(operand, attribute.country)),
      );
    case 'date':
      return numberHolds(
        operator,
        parseInstant(attribute.value as string) as number,
        operands.map(parseInstant).filter((operand) => operand !== undefined),
      );
    case 'boolean':
      return (operator === 'EQUAL') === (attribute.value === (fold(operands[0] ?? '') === 'true'));
    case 'list':
      return listHolds(operator, attribute.value.map(fold), operands.map(fold));
    case 'custom':
      return customHolds(operator, attribute.value as string, operands);
  }
}

/** A list's entries, the pieces of a value where several are taken, else the value whole. */
function operandTexts(
  operator: string,
  attribute: Attribute,
  filter: Filter,
  configuration: Configuration,
): string[] {
  if (filter.dataList !== undefined) {
    const dataList = configuration.dataLists?.find((each) => each.name === filter.dataList);
    if (dataList === undefined) throw new Error(`unknown data list ${filter.dataList}`);
    return (dataList.entries ?? []).map((entry) => entry.stringValue);
  }
  const value = filter.customValue?.stringValue ?? '';
  const takesSeveral =
    attribute.kind === 'list' || ['IN', 'NOT_IN', 'SUBSET', 'BETWEEN'].includes(operator);
  return takesSeveral ? splitList(value) : [value];
}

/** Operands in the attribute's base unit; what is no number is left out. */
function numbersOf(operands: string[], attribute: Attribute, filter: Filter): number[] {
  const dimension = attribute.kind === 'number' ? attribute.dimension : undefined;
  const unit = (filter.customValue?.unit ?? 'UNSPECIFIED').replace('MEASURE_UNIT_', '');
  const factor = dimension === undefined ? 1 : UNIT_FACTORS[dimension][unit];
  if (factor === undefined) throw new Error(`unit ${unit} does not fit ${filter.attribute}`);
  return operands
    .map(parseNumber)
    .filter((operand) => operand !== undefined)
    .map((operand) => operand * factor);
}

function numberHolds(operator: string, value: number, operands: number[]): boolean {
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

/** Folded text; postal codes of the United States are cut to five characters. */
function comparable(text: string, country: string | undefined): string {
  return countryKey(country) === 'US' ? firstFive(fold(text)) : fold(text);
}

function textHolds(operator: string, value: string, operands: string[]): boolean {
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

function listHolds(operator: string, values: string[], operands: string[]): boolean {
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
function customHolds(operator: string, value: string, operands: string[]): boolean {
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
