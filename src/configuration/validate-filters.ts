// What a filter must be: a served attribute, an operator that its type admits, and an operand that
// can be read.

import { bytesOf } from '../base/text.js';
import { OPERAND_BYTES_MAX } from '../columns/limits.js';
import { FILTER_ATTRIBUTES, findAttribute, type FilterAttribute } from './attributes.js';
import { checkEnumeration, checkRequiredText, refuse, type Report } from './checks.js';
import type { CustomValueDocument, FilterDocument } from './document.js';
import { OPERATORS, UNITS } from './enumerations.js';
import { isUnitOf, operandFault, operandReader, takesDataList } from './operand.js';

/**
 * The most decimal places of a currency: what is a number of minor units with these is one with
 * fewer.
 */
const CURRENCY_PLACES_MAX = 4;

/**
 * Checks all of a filter but its name. `path` is where it stands, `lists` are the names of data
 * lists.
 */
export function checkFilter(
  report: Report,
  path: string,
  filter: FilterDocument,
  lists: ReadonlySet<string>,
): void {
  const attribute = checkAttribute(report, `${path}.attribute`, filter.attribute);
  checkCustomName(report, `${path}.custom_attribute_name`, filter, attribute);
  const operator = checkOperator(report, `${path}.operator`, filter.operator, attribute);
  const { customValue, dataList } = filter;
  if (customValue === undefined && dataList === undefined) {
    refuse(report, `${path}.operand`, 'must be a custom_value or a data_list');
  }
  if (customValue !== undefined && dataList !== undefined) {
    refuse(report, `${path}.operand`, 'must be a custom_value or a data_list, not both');
  }
  if (customValue !== undefined) {
    checkCustomValue(report, `${path}.custom_value`, customValue, attribute, operator);
  }
  if (dataList !== undefined) {
    if (!lists.has(dataList)) {
      refuse(report, `${path}.data_list`, `no data list has the name '${dataList}'`);
    } else if (operator > 0 && !takesDataList(operator)) {
      const admitted = 'FILTER_OPERATOR_IN, FILTER_OPERATOR_NOT_IN, FILTER_OPERATOR_SUBSET';
      refuse(report, `${path}.data_list`, `goes with ${admitted}, not with ${filter.operator}`);
    }
  }
}

function checkAttribute(
  report: Report,
  field: string,
  path: string | undefined,
): FilterAttribute | undefined {
  const attribute = findAttribute(path ?? '');
  if (attribute === undefined) {
    refuse(report, field, `'${path ?? ''}' is not an attribute; ${servedNear(path ?? '')}`);
  }
  return attribute;
}

/** The attributes of what a path begins with; all of them would not fit into an error. */
function servedNear(path: string): string {
  const owners = new Map<string, string[]>();
  for (const known of FILTER_ATTRIBUTES) {
    const [owner, ...rest] = known.path.split('.');
    owners.set(owner, [...(owners.get(owner) ?? []), rest.join('.')]);
  }
  const owner = path.split('.', 1)[0];
  const names = owners.get(owner);
  return names === undefined
    ? `they begin with ${[...owners.keys()].join('., ')}.`
    : `of ${owner} there are ${names.join(', ')}`;
}

function checkCustomName(
  report: Report,
  field: string,
  filter: FilterDocument,
  attribute: FilterAttribute | undefined,
): void {
  if (attribute === undefined) return;
  if (attribute.type === 'CUSTOM') {
    checkRequiredText(report, field, filter.customAttributeName);
  } else if ((filter.customAttributeName ?? '') !== '') {
    refuse(report, field, `goes with custom data only, not with ${attribute.path}`);
  }
}

/** The number of the operator; -1 where it was refused, also for this attribute. */
function checkOperator(
  report: Report,
  field: string,
  name: string | undefined,
  attribute: FilterAttribute | undefined,
): number {
  const operator = checkEnumeration(report, field, OPERATORS, name, true);
  if (operator < 0 || attribute === undefined) return operator;
  if (attribute.operators.includes(operator)) return operator;
  const admitted = [...OPERATORS.numbers]
    .filter(([, number]) => attribute.operators.includes(number))
    .map(([known]) => known);
  const what = `${attribute.path}, a ${attribute.type}`;
  refuse(report, field, `${name} does not go with ${what}; ${admitted.join(', ')} do`);
  return -1;
}

function checkCustomValue(
  report: Report,
  path: string,
  value: CustomValueDocument,
  attribute: FilterAttribute | undefined,
  operator: number,
): void {
  const field = `${path}.string_value`;
  const text = value.stringValue ?? '';
  const lengthBytes = bytesOf(text).length;
  const unit = checkEnumeration(report, `${path}.unit`, UNITS, value.unit, false);
  const isUnitKnown = unit >= 0 && attribute !== undefined;
  if (isUnitKnown && !isUnitOf(attribute.unitKind, unit)) {
    refuse(report, `${path}.unit`, `${value.unit} is not a unit of ${attribute.path}`);
  } else if (text.trim() === '') {
    refuse(report, field, 'must not be blank');
  } else if (lengthBytes > OPERAND_BYTES_MAX) {
    refuse(report, field, `must have at most ${OPERAND_BYTES_MAX} bytes, not ${lengthBytes}`);
  } else if (isUnitKnown && operator > 0) {
    const readNumber = operandReader(attribute, unit, CURRENCY_PLACES_MAX);
    const fault = operandFault(attribute, operator, text, readNumber);
    if (fault !== undefined) refuse(report, field, fault);
  }
}
