// How the text of an operand becomes values: which pieces it has, and what a number is in the unit
// of the wire. Validation and compilation both read operands here, so what is accepted is what
// runs.

import { DATE_IN_WORDS, parseDate } from '../base/date.js';
import { parseDecimal, CM_PER, GRAMS_PER, KM_PER_MILE, majorToMinor } from '../base/units.js';
import { OPERATOR } from '../columns/program.js';
import type { AttributeType, FilterAttribute, UnitKind } from './attributes.js';
import { UNIT } from './enumerations.js';

/**
 * What one unit is worth in the unit of the wire, by kind and number of MeasureUnit; 0 is the unit
 * not given.
 */
const FACTORS: Readonly<Record<UnitKind, ReadonlyMap<number, number>>> = {
  none: new Map([[0, 1]]),
  currency: new Map([[0, 1]]),
  distance: new Map([
    [0, KM_PER_MILE],
    [UNIT.mi, KM_PER_MILE],
    [UNIT.km, 1],
    [UNIT.m, 0.001],
  ]),
  mass: new Map([
    [0, GRAMS_PER.g],
    [UNIT.g, GRAMS_PER.g],
    [UNIT.kg, GRAMS_PER.kg],
    [UNIT.oz, GRAMS_PER.oz],
    [UNIT.lb, GRAMS_PER.lb],
  ]),
  length: new Map([
    [0, CM_PER.cm],
    [UNIT.cm, CM_PER.cm],
    [UNIT.m, CM_PER.m],
    [UNIT.in, CM_PER.in],
    [UNIT.ft, CM_PER.ft],
  ]),
  metres: new Map([
    [0, 1],
    [UNIT.mi, KM_PER_MILE * 1000],
    [UNIT.km, 1000],
    [UNIT.m, 1],
    [UNIT.cm, 0.01],
    [UNIT.in, CM_PER.in / 100],
    [UNIT.ft, CM_PER.ft / 100],
  ]),
};

/** Digits that a decimal keeps through a double. */
const DECIMAL_DIGITS = 15;

/** Whether numbers of the kind may carry the unit, a number of MeasureUnit. */
export function isUnitOf(kind: UnitKind, unit: number): boolean {
  return FACTORS[kind].has(unit);
}

/**
 * What one of the unit, a number of MeasureUnit, is worth in the unit of the wire; NaN where
 * numbers of the kind may not carry it. Metres are in metres.
 */
export function unitFactor(kind: UnitKind, unit: number): number {
  return FACTORS[kind].get(unit) ?? Number.NaN;
}

/** Reads a number of an operand; NaN where the text is none, or none that a double holds. */
export type NumberReader = (text: string) => number;

/**
 * Reads the operands of an attribute that are compared as numbers: those of the unit, see
 * `numberReader`, flags as 1 and 0, dates as epoch milliseconds.
 */
export function operandReader(
  { type, unitKind, defaultUnit }: FilterAttribute,
  unit: number,
  currencyPlaces: number,
): NumberReader {
  if (type === 'BOOLEAN') return readBoolean;
  return type === 'DATE' ? parseDate : numberReader(unitKind, unit || defaultUnit, currencyPlaces);
}

/**
 * Reads numbers of the unit into the unit of the wire: kilometres, grams, centimetres, or minor
 * units of money with so many decimal places. A product is rounded to 15 digits, so that 1.001 kg
 * is 1001 g and not a little less.
 */
function numberReader(kind: UnitKind, unit: number, currencyPlaces: number): NumberReader {
  if (kind === 'currency') return (text) => finite(majorToMinor(text, currencyPlaces));
  const factor = unitFactor(kind, unit);
  if (factor === 1) return (text) => finite(parseDecimal(text));
  return (text) => finite(Number((parseDecimal(text) * factor).toPrecision(DECIMAL_DIGITS)));
}

function finite(value: number): number {
  // Adding 0 turns -0 into 0.
  return Number.isFinite(value) ? value + 0 : Number.NaN;
}

/** Whether the operator asks which of two numbers is larger. */
export function isOrdering(operator: number): boolean {
  return (
    operator === OPERATOR.between ||
    (operator >= OPERATOR.greaterThan && operator <= OPERATOR.lessOrEqual)
  );
}

/** Whether a data list may stand for the operand. */
export function takesDataList(operator: number): boolean {
  return operator === OPERATOR.in || operator === OPERATOR.notIn || operator === OPERATOR.subset;
}

/**
 * The pieces of a custom value: one for operators that take it whole, both ends of a range, else
 * what is between commas, trimmed, without empty pieces.
 */
export function operandPieces(type: AttributeType, operator: number, text: string): string[] {
  if (operator === OPERATOR.between) return text.split(',').map((piece) => piece.trim());
  if (!takesDataList(operator) && type !== 'STRING_LIST') return [text];
  return text
    .split(',')
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '');
}

/** 1 for true, 0 for false, by trimmed text in any case; else NaN. */
function readBoolean(text: string): number {
  const folded = text.trim().toLowerCase();
  if (folded === 'true') return 1;
  return folded === 'false' ? 0 : Number.NaN;
}

/**
 * Why a custom value is no operand of the attribute and operator, in words; undefined where it is
 * one.
 */
export function operandFault(
  attribute: FilterAttribute,
  operator: number,
  text: string,
  readNumber: NumberReader,
): string | undefined {
  const { type } = attribute;
  if (type === 'BOOLEAN') {
    return Number.isNaN(readNumber(text)) ? `must be true or false, not '${text}'` : undefined;
  }
  const pieces = operandPieces(type, operator, text);
  if (pieces.length === 0) return 'must hold a value between its commas';
  if (operator === OPERATOR.between && pieces.length !== 2) {
    const what = type === 'DATE' ? 'dates' : 'numbers';
    return `must be two ${what} separated by a comma, not '${text}'`;
  }
  const isNumeric = type === 'NUMBER' || type === 'DATE';
  if (!isNumeric && !(type === 'CUSTOM' && isOrdering(operator))) return undefined;
  const stranger = pieces.find((piece) => Number.isNaN(readNumber(piece)));
  if (stranger === undefined) return undefined;
  return `must be ${type === 'DATE' ? DATE_IN_WORDS : 'a number'}, not '${stranger}'`;
}
