// Does a filter hold for the value of its attribute?
// Must not know: where the value comes from, and what happens to what fails.

import type { Attribute, Pair } from './attributes.js';
import { readAttribute } from './attributes.js';
import { dataPointHolds, dimensionOf, typeOf } from './data-points.js';
import { countingValues, extensibleHolds } from './extensible.js';
import type { Configuration, Filter } from './messages.js';
import { customHolds, listHolds, NEGATIVE, numberHolds, textHolds } from './operators.js';
import type { Order } from './order.js';
import type { AttributeName } from './rules.js';
import { comparable, fold, parseInstant, parseNumber, splitList } from './text.js';
import type { Trace } from './trace.js';
import { commonDimension, inBase, shortUnit } from './units.js';

/** What filters are judged by. */
export interface Case {
  order: Order;
  configuration: Configuration;
  trace: Trace;
}

/** Whether a filter of order scope holds. */
export function orderFilterHolds(filter: Filter, judged: Case): boolean {
  return judge(filter, judged, undefined);
}

/** Whether any filter holds for a location and a line. */
export function pairFilterHolds(filter: Filter, pair: Pair, judged: Case): boolean {
  return judge(filter, judged, pair);
}

function judge(filter: Filter, judged: Case, pair: Pair | undefined): boolean {
  const { order, configuration, trace } = judged;
  const operator = filter.operator.replace('FILTER_OPERATOR_', '');
  const attribute = readAttribute(filter, order, pair, configuration);
  if (filter.dataPoint !== undefined) {
    const other = readAttribute(filter.dataPoint, order, pair, configuration);
    const verdict = dataPointHolds(operator, attribute, other);
    tracePoint(filter, operator, attribute, other, verdict, trace);
    return verdict === true;
  }
  const unknown = isUnknown(attribute, operator);
  const verdict = unknown
    ? unknownHolds(operator, filter)
    : knownHolds(operator, attribute, filter, configuration);
  trace(`operator:${operator}:${attribute.kind}:${verdict}`);
  trace(`attribute:${filter.attribute}:${verdict}`);
  if (filter.dataSet !== undefined) trace(`column:${attribute.kind}:${operator}:${verdict}`);
  if (filter.attributeFqn !== undefined) trace(`fqn:${filter.attribute}:${operator}:${verdict}`);
  trace(filter.dataList === undefined ? 'operand:custom-value' : `operand:list:${verdict}`);
  if (unknown) {
    trace(`unknown:${attribute.kind}`);
    const what = filter.attribute === 'location.distance' ? 'distance' : attribute.kind;
    trace(`accept-nulls:${filter.acceptNulls ?? 'absent'}:${what}:${operator}`);
    if (filter.dataSet !== undefined) trace(`column:${attribute.kind}:unknown`);
  }
  return verdict;
}

function tracePoint(
  filter: Filter,
  operator: string,
  left: Attribute,
  right: Attribute,
  verdict: boolean | undefined,
  trace: Trace,
): void {
  const outcome = verdict ?? 'unknown';
  trace(`point:${typeOf(left)}-${typeOf(right)}:${operator}:${outcome}`);
  for (const { kind } of [left, right]) trace(`point-side:${kind}:${outcome}`);
  for (const { dataSet } of [filter, filter.dataPoint as AttributeName]) {
    if (dataSet !== undefined) trace(`point-side:column:${outcome}`);
  }
  if (typeOf(left) === 'NUMBER') {
    const plain = left.kind === 'money' ? 'money' : 'plain';
    trace(`point-dimension:${dimensionOf(left, right) ?? plain}:${outcome}`);
  }
  if (verdict === undefined) trace('unknown:point');
}

/** An unknown distance fails whatever is asked; else the filter decides, else its operator. */
function unknownHolds(operator: string, filter: Filter): boolean {
  if (filter.attribute === 'location.distance') return false;
  if (filter.acceptNulls === true) return true;
  if (filter.acceptNulls === false) return false;
  return NEGATIVE.has(operator);
}

function isUnknown(attribute: Attribute, operator: string): boolean {
  if (attribute.kind === 'extensible') {
    return countingValues(operator, attribute.value).length === 0;
  }
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
    case 'money':
      return numberHolds(operator, attribute.value as number, numbersOf(operands));
    case 'number': {
      const unit = shortUnit(filter.customValue?.unit) ?? attribute.operandUnit ?? attribute.unit;
      const dimension = commonDimension(attribute.unit, unit);
      return numberHolds(
        operator,
        inBase(attribute.value as number, attribute.unit, dimension),
        numbersOf(operands).map((operand) => inBase(operand, unit, dimension)),
      );
    }
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
    case 'extensible':
      return extensibleHolds(operator, attribute.value, operands);
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

/** What is no number is left out. */
function numbersOf(operands: string[]): number[] {
  return operands.map(parseNumber).filter((operand) => operand !== undefined);
}
