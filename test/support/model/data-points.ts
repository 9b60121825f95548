// Does a comparison of one attribute with another hold? Must not know: where their values come
// from, and what happens to what fails.

import type { Attribute } from './attributes.js';
import { listHolds, numberHolds, textHolds } from './operators.js';
import { countryKey, firstFive, fold, parseInstant } from './text.js';
import type { Dimension } from './units.js';
import { commonDimension, inBase } from './units.js';

/** The types that attributes count as. */
type PointType = 'NUMBER' | 'DATE' | 'BOOLEAN' | 'STRING' | 'STRING_LIST';

/** What an attribute counts as beside another one. */
export function typeOf(attribute: Attribute): PointType {
  switch (attribute.kind) {
    case 'number':
    case 'money':
      return 'NUMBER';
    case 'date':
      return 'DATE';
    case 'boolean':
      return 'BOOLEAN';
    case 'list':
      return 'STRING_LIST';
    case 'text':
    case 'custom':
    case 'extensible':
      return 'STRING';
  }
}

/** The verdict; undefined where a side is unknown. Throws where the types do not fit. */
export function dataPointHolds(
  operator: string,
  left: Attribute,
  right: Attribute,
): boolean | undefined {
  const pair = `${typeOf(left)}-${typeOf(right)}`;
  switch (pair) {
    case 'NUMBER-NUMBER': {
      const dimension = dimensionOf(left, right);
      const [one, other] = [numberOf(left, dimension), numberOf(right, dimension)];
      if (one === undefined || other === undefined) return undefined;
      return numberHolds(operator, one, [other]);
    }
    case 'DATE-DATE': {
      const [one, other] = [instantOf(left), instantOf(right)];
      if (one === undefined || other === undefined) return undefined;
      return numberHolds(operator, one, [other]);
    }
    case 'BOOLEAN-BOOLEAN':
      return (operator === 'EQUAL') === (left.value === right.value);
    case 'STRING-STRING': {
      const length = areCutPostals(left, right) ? 5 : undefined;
      const [one, other] = [textOf(left, length), textOf(right, length)];
      if (one === undefined || other === undefined) return undefined;
      return textHolds(operator, one, [other]);
    }
    case 'STRING-STRING_LIST': {
      const text = textOf(left);
      return text === undefined ? undefined : textHolds(operator, text, listOf(right));
    }
    case 'STRING_LIST-STRING': {
      const text = textOf(right);
      return text === undefined ? undefined : listHolds(operator, listOf(left), [text]);
    }
    case 'STRING_LIST-STRING_LIST':
      return listHolds(operator, listOf(left), listOf(right));
    default:
      throw new Error(`${pair} does not compare`);
  }
}

/** Two postal codes compare by five characters where both are of the United States. */
function areCutPostals(left: Attribute, right: Attribute): boolean {
  const isCut = (attribute: Attribute) =>
    attribute.kind === 'text' &&
    attribute.isPostal === true &&
    countryKey(attribute.country) === 'US';
  return isCut(left) && isCut(right);
}

/** What two numbers measure; undefined: nothing, or money. Throws where they do not compare. */
export function dimensionOf(left: Attribute, right: Attribute): Dimension | undefined {
  if (left.kind === 'money' && right.kind === 'money') return undefined;
  if (left.kind !== 'number' || right.kind !== 'number') {
    throw new Error(`${left.kind} and ${right.kind} do not compare`);
  }
  return commonDimension(left.unit, right.unit);
}

function numberOf(attribute: Attribute, dimension: Dimension | undefined): number | undefined {
  if (attribute.kind === 'money') return attribute.value;
  if (attribute.kind !== 'number' || attribute.value === undefined) return undefined;
  return inBase(attribute.value, attribute.unit, dimension);
}

function instantOf(attribute: Attribute): number | undefined {
  return attribute.kind === 'date' ? parseInstant(attribute.value ?? '') : undefined;
}

/** Folded; of several values the first; undefined where it is blank. */
function textOf(attribute: Attribute, length?: number): string | undefined {
  const value = attribute.kind === 'extensible' ? attribute.value[0] : attribute.value;
  const folded = fold(typeof value === 'string' ? value : '');
  if (folded === '') return undefined;
  return length === 5 ? firstFive(folded) : folded;
}

function listOf(attribute: Attribute): string[] {
  return attribute.kind === 'list' ? attribute.value.map(fold) : [];
}
