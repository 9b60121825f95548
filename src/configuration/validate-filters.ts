// What a filter must be: a served attribute, an operator that its type admits, and an operand that
// can be read.

import { bytesOf } from '../base/text.js';
import { CURRENCY_EXPONENT_MAX } from '../base/units.js';
import { OPERAND_BYTES_MAX } from '../columns/limits.js';
import type { FilterAttribute } from './attributes.js';
import { checkEnumeration, refuse, type Report } from './checks.js';
import type { DataSets } from './data-sets.js';
import type { CustomValueDocument, FilterDocument } from './document.js';
import { OPERATORS, UNITS } from './enumerations.js';
import { isUnitOf, operandFault, operandReader, takesDataList } from './operand.js';
import { checkAttribute } from './validate-attributes.js';
import { checkDataPoint } from './validate-points.js';

/** What filters may refer to. */
export type FilterReferences = {
  /** Names of data lists. */
  readonly lists: ReadonlySet<string>;
  readonly dataSets: DataSets;
};

/** Checks all of a filter but its name. `path` is where it stands. */
export function checkFilter(
  report: Report,
  path: string,
  filter: FilterDocument,
  { lists, dataSets }: FilterReferences,
): void {
  const attribute = checkAttribute(report, path, filter, dataSets);
  const { customValue, dataList, dataPoint } = filter;
  const operandCount = [customValue, dataList, dataPoint].filter((one) => one !== undefined).length;
  if (operandCount !== 1) {
    const what = 'must be a custom_value, a data_list or a data_point';
    refuse(report, `${path}.operand`, operandCount === 0 ? what : `${what}, not several`);
  }
  if (dataPoint !== undefined) {
    checkDataPoint(report, path, filter, attribute, dataSets);
    if (customValue === undefined && dataList === undefined) return;
  }
  const operator = checkOperator(report, `${path}.operator`, filter.operator, attribute);
  if (customValue !== undefined) {
    checkCustomValue(report, `${path}.custom_value`, customValue, attribute, operator);
  }
  if (dataList === undefined) return;
  if (!lists.has(dataList)) {
    refuse(report, `${path}.data_list`, `no data list has the name '${dataList}'`);
  } else if (operator > 0 && !takesDataList(operator)) {
    const admitted = 'FILTER_OPERATOR_IN, FILTER_OPERATOR_NOT_IN, FILTER_OPERATOR_SUBSET';
    refuse(report, `${path}.data_list`, `goes with ${admitted}, not with ${filter.operator}`);
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
    const readNumber = operandReader(attribute, unit, CURRENCY_EXPONENT_MAX);
    const fault = operandFault(attribute, operator, text, readNumber);
    if (fault !== undefined) refuse(report, field, fault);
  }
}
