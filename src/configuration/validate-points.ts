// Whether a filter may compare its attribute with the one that its data point names.

import type { FilterAttribute, UnitKind } from './attributes.js';
import { checkEnumeration, refuse, type Report } from './checks.js';
import { commonKind, pointOperators } from './data-points.js';
import type { DataSets } from './data-sets.js';
import type { FilterDocument } from './document.js';
import { OPERATORS } from './enumerations.js';
import { checkAttribute } from './validate-attributes.js';

/** What numbers of a dimension are, for people. */
const DIMENSIONS: Readonly<Record<UnitKind, string>> = {
  none: 'a plain number',
  distance: 'a distance',
  mass: 'a mass',
  length: 'a length',
  currency: 'money',
  metres: 'a distance or length',
};

/**
 * Checks the data point, the operator and accept_nulls of a filter at `path`; `left` is its
 * attribute, undefined where that was refused.
 */
export function checkDataPoint(
  report: Report,
  path: string,
  filter: FilterDocument,
  left: FilterAttribute | undefined,
  dataSets: DataSets,
): void {
  const point = `${path}.data_point`;
  const right = checkAttribute(report, point, filter.dataPoint ?? {}, dataSets);
  if (filter.acceptNulls !== undefined) {
    const why = 'does not go with a data_point: what is unknown on either side fails';
    refuse(report, `${path}.accept_nulls`, why);
  }
  const areComparable = [
    checkComparable(report, `${path}.attribute`, left),
    checkComparable(report, `${point}.attribute`, right),
  ];
  const operator = checkEnumeration(report, `${path}.operator`, OPERATORS, filter.operator, true);
  if (left === undefined || right === undefined || areComparable.includes(false)) return;
  checkPair(report, path, filter.operator, operator, left, right);
}

function checkComparable(
  report: Report,
  field: string,
  attribute: FilterAttribute | undefined,
): boolean {
  if (attribute === undefined || attribute.isComparable) return true;
  const why = 'a record of a decision does not keep it, so that it could not be made again';
  refuse(report, field, `${attribute.path} is compared with no other attribute: ${why}`);
  return false;
}

function checkPair(
  report: Report,
  path: string,
  operatorName: string | undefined,
  operator: number,
  left: FilterAttribute,
  right: FilterAttribute,
): void {
  const pair = `${left.path}, a ${left.type}, and ${right.path}, a ${right.type}`;
  const operators = pointOperators(left.type, right.type);
  if (operators.length === 0) {
    refuse(report, `${path}.data_point.attribute`, `${pair}, do not compare`);
  } else if (commonKind(left.unitKind, right.unitKind) === undefined) {
    const [one, other] = [left, right].map(({ unitKind }) => DIMENSIONS[unitKind]);
    const what = `${left.path} is ${one}, ${right.path} is ${other}`;
    refuse(report, `${path}.data_point.attribute`, `${what}: they do not compare`);
  } else if (operator > 0 && !operators.includes(operator)) {
    const admitted = [...OPERATORS.numbers]
      .filter(([, number]) => operators.includes(number))
      .map(([name]) => name);
    const why = `does not compare ${pair}; ${admitted.join(', ')} do`;
    refuse(report, `${path}.operator`, `${operatorName} ${why}`);
  }
}
