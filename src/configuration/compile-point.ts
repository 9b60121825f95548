// What a filter that compares two attributes becomes: bits over locations where nothing but the
// location is asked, else a predicate that waits for the order.

import { bytesOf } from '../base/text.js';
import type { PointProgram, PointSide } from '../columns/program.js';
import { sharedDoubles } from '../columns/stock.js';
import type { AttributeScope, FilterAttribute, UnitKind } from './attributes.js';
import { commonKind, pointTypeOf } from './data-points.js';
import type { DataPointDocument } from './document.js';
import { UNIT } from './enumerations.js';
import { comparedNumberBits, comparedTextBits } from './location-filter.js';
import type { LocationValues } from './location-values.js';
import { unitFactor } from './operand.js';

/** One of two attributes, and what names it. */
export type ReadAttribute = {
  readonly attribute: FilterAttribute;
  readonly reference: DataPointDocument;
};

/** What a comparison decides about. */
export type PointScope = 'locations' | 'location' | 'line' | 'pair' | 'order';

/** Whether an attribute is known before any order, the ranks of a group included. */
function isStatic({ scope }: FilterAttribute): boolean {
  return scope === 'location-static' || scope === 'location-rank';
}

/** What a comparison of two attributes decides about: the narrower of the two. */
export function pointScope(left: FilterAttribute, right: FilterAttribute): PointScope {
  if (isStatic(left) && isStatic(right)) return 'locations';
  const scopes: readonly AttributeScope[] = [left.scope, right.scope];
  const isOfLocation = scopes.some((scope) => scope.startsWith('location'));
  const isOfLine = scopes.includes('line');
  if (scopes.includes('pair') || (isOfLocation && isOfLine)) return 'pair';
  if (isOfLine) return 'line';
  return isOfLocation ? 'location' : 'order';
}

/** Whether both are postal codes. */
function arePostal(left: FilterAttribute, right: FilterAttribute): boolean {
  return [left, right].every(({ path }) => path.endsWith('.postalCode'));
}

/** Bits over the locations for which two attributes of theirs compare so; ranks by location. */
export function pointBits(
  operator: number,
  left: ReadAttribute,
  right: ReadAttribute,
  values: LocationValues,
  ranks: Int32Array,
): Uint32Array {
  if (pointTypeOf(left.attribute.type) === 'STRING') {
    const [one, other] = [left, right].map((side) => values.texts(side.attribute, side.reference));
    const isPostal = arePostal(left.attribute, right.attribute);
    return comparedTextBits(operator, one, other, isPostal, values);
  }
  const kind = kindOf(left, right);
  const [one, other] = [left, right].map((side) => numbersOf(side, kind, values, ranks));
  return comparedNumberBits(operator, one, other, values);
}

/** What is compared with what, once an order is there; ranks by location. */
export function compilePoint(
  left: ReadAttribute,
  right: ReadAttribute,
  values: LocationValues,
  ranks: Int32Array,
): PointProgram {
  const types = [left, right].map(({ attribute }) => pointTypeOf(attribute.type));
  const isPostal = arePostal(left.attribute, right.attribute);
  const isList = types.includes('STRING_LIST');
  const isText = isList || types.includes('STRING');
  const kind = isText ? 'none' : kindOf(left, right);
  const sideOf = (side: ReadAttribute): PointSide => {
    const isFromColumn = isStatic(side.attribute);
    const { code, naming, type } = side.attribute;
    const { customAttributeName = '', attributeFqn = '' } = side.reference;
    return {
      attribute: isFromColumn ? 0 : code,
      key: bytesOf(naming === 'fqn' ? attributeFqn : customAttributeName),
      isList: type === 'STRING_LIST',
      numbers: isFromColumn && !isText ? numbersOf(side, kind, values, ranks) : null,
      texts:
        isFromColumn && isText
          ? values.numberedTexts(side.attribute, side.reference, isPostal)
          : null,
    };
  };
  const what = isText ? 'texts' : 'numbers';
  return { kind: isList ? 'lists' : what, left: sideOf(left), right: sideOf(right) };
}

function kindOf(left: ReadAttribute, right: ReadAttribute): UnitKind {
  const kind = commonKind(left.attribute.unitKind, right.attribute.unitKind);
  if (kind === undefined) throw new Error('numbers of two dimensions are compared');
  return kind;
}

/** The numbers of a location's attribute in the unit of the wire of `kind`. */
function numbersOf(
  { attribute, reference }: ReadAttribute,
  kind: UnitKind,
  values: LocationValues,
  ranks: Int32Array,
): Float64Array {
  if (attribute.scope === 'location-rank') {
    const numbers = sharedDoubles(ranks.length);
    numbers.set(ranks);
    return numbers;
  }
  const numbers = values.numbers(attribute, reference);
  if (attribute.unitKind === kind) return numbers;
  // Metres beside a distance or a length.
  const factor = unitFactor(kind, UNIT.m);
  const scaled = sharedDoubles(numbers.length);
  scaled.set(numbers.map((number) => Number((number * factor).toPrecision(15))));
  return scaled;
}
