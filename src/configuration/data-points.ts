// How two attributes compare with one another: by what their values are and by their units. It
// knows no filter.

import { OPERATOR } from '../columns/program.js';
import { OPERATORS_OF, type AttributeType, type UnitKind } from './attributes.js';

const { equal, notEqual, startsWith, endsWith, contains, doesNotContain } = OPERATOR;
const { in: isIn, notIn } = OPERATOR;

const NUMERIC = OPERATORS_OF.NUMBER.filter(
  (operator) => operator !== isIn && operator !== notIn && operator !== OPERATOR.between,
);

/**
 * Custom and extensible values count as text beside another attribute: the first of several, and of
 * stock the first in byte order.
 */
type PointType = Exclude<AttributeType, 'CUSTOM'>;

/** By the type of the left attribute, then of the right one; what is not there does not compare. */
const POINT_OPERATORS: Readonly<
  Record<PointType, Readonly<Partial<Record<PointType, readonly number[]>>>>
> = {
  NUMBER: { NUMBER: NUMERIC },
  DATE: { DATE: NUMERIC },
  BOOLEAN: { BOOLEAN: OPERATORS_OF.BOOLEAN },
  STRING: {
    STRING: [equal, notEqual, startsWith, endsWith, contains, doesNotContain],
    STRING_LIST: [isIn, notIn],
  },
  STRING_LIST: {
    STRING: [contains, doesNotContain],
    STRING_LIST: OPERATORS_OF.STRING_LIST,
  },
};

/** As what an attribute's value compares with that of another one. */
export function pointTypeOf(type: AttributeType): PointType {
  return type === 'CUSTOM' ? 'STRING' : type;
}

/** The operators between attributes of two types, ascending; empty: they do not compare. */
export function pointOperators(left: AttributeType, right: AttributeType): readonly number[] {
  return POINT_OPERATORS[pointTypeOf(left)][pointTypeOf(right)] ?? [];
}

/** The dimension in which two numbers compare; undefined: they do not. */
export function commonKind(left: UnitKind, right: UnitKind): UnitKind | undefined {
  if (left === right) return left;
  const other = left === 'metres' ? right : left;
  const hasMetres = left === 'metres' || right === 'metres';
  return hasMetres && (other === 'distance' || other === 'length') ? other : undefined;
}
