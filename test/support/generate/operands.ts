// Which random values do filters compare an attribute with? Must not know: how they are judged.

import type { DataList } from '../model/messages.js';
import type { AttributeRow } from './attribute-rows.js';
import type { Rng } from './random.js';
import { fragment, messy } from './vocabulary.js';

/** Operators that compare what has an order. */
export const ORDERING = [
  'GREATER_THAN',
  'LESS_THAN',
  'GREATER_OR_EQUAL',
  'LESS_OR_EQUAL',
  'BETWEEN',
];

/** A list of values; texts that are no numbers or dates where the attribute is one never match. */
export function randomDataList(
  rng: Rng,
  name: string,
  row: AttributeRow,
  operator: string,
): DataList {
  const stringValues = several(rng, row, operator);
  const type = row.kind === 'number' ? 'NUMBER' : 'DATE';
  const isTyped = (row.kind === 'number' || row.kind === 'date') && rng.chance(0.5);
  if (!isTyped && row.kind === 'number') stringValues.push('no number');
  if (!isTyped && row.kind === 'date') stringValues.push('2023-02-29', 'March 1st, 2020');
  return {
    name,
    type: `DATA_LIST_TYPE_${isTyped ? type : 'STRING'}`,
    entries: stringValues.map((stringValue) => ({ stringValue })),
  };
}

/** A value of the filter's own, now and then in another unit. */
export function randomOperand(
  rng: Rng,
  row: AttributeRow,
  operator: string,
): { stringValue: string; unit?: string } {
  if (row.units !== undefined && ORDERING.includes(operator) && rng.chance(0.5)) {
    const unit = rng.pick(Object.keys(row.units));
    const values = row.units[unit];
    const between = `${values[0]},${values.at(-1)}`;
    return {
      stringValue: operator === 'BETWEEN' ? between : rng.pick(values),
      unit: `MEASURE_UNIT_${unit}`,
    };
  }
  return { stringValue: operandText(rng, row, operator) };
}

function operandText(rng: Rng, row: AttributeRow, operator: string): string {
  if (operator === 'BETWEEN') {
    if (row.kind === 'date') return dateRange(rng, row.values as readonly string[]);
    const numbers = isFree(row) ? [-4, 0, 5, 12, 40] : (row.values as number[]);
    const wide = [numbers[0], numbers[numbers.length - 1]];
    const drawn = rng.chance(0.6) ? wide : rng.sample(numbers, 2);
    const ends = drawn.toSorted((left, right) => left - right);
    if (rng.chance(0.1)) ends.reverse();
    return ends.join(rng.pick([',', ' , ']));
  }
  if (isFree(row) && ORDERING.includes(operator)) {
    return String(rng.pick([-4, 0, 5, 12.5]));
  }
  if (row.kind === 'list' || ['IN', 'NOT_IN', 'SUBSET'].includes(operator)) {
    return several(rng, row, operator).join(rng.pick([',', ', ', ' ,,']));
  }
  if (row.kind === 'number' && ORDERING.includes(operator)) {
    return String(mildBound(rng, row.values as readonly number[], operator));
  }
  const plain = String(rng.pick(row.values));
  if (row.kind !== 'text' && !isFree(row)) return plain;
  const parts = fragment(rng, plain);
  if (operator === 'STARTS_WITH') return messyOrPlain(rng, parts.start);
  if (operator === 'ENDS_WITH') return messyOrPlain(rng, parts.end);
  if (operator.includes('CONTAIN')) return messyOrPlain(rng, parts.middle);
  return messy(rng, plain);
}

/** Whether its values are numbers or text. */
function isFree(row: AttributeRow): boolean {
  return row.kind === 'custom' || row.kind === 'extensible';
}

/** Dates are listed as they follow one another. */
function dateRange(rng: Rng, dates: readonly string[]): string {
  const wide = [dates[rng.integer(0, 2)], dates[dates.length - rng.integer(1, 3)]];
  const ends = rng.chance(0.6) ? wide : [rng.pick(dates), rng.pick(dates)];
  return ends.join(rng.pick([',', ' , ']));
}

/** A bound that most values keep; now and then any. */
function mildBound(rng: Rng, values: readonly number[], operator: string): number {
  const middle = Math.ceil(values.length / 2);
  const half = operator.startsWith('GREATER') ? values.slice(0, middle) : values.slice(middle);
  return rng.pick(rng.chance(0.75) ? half : values);
}

/** One value where all must be there, few where none may be, many where one is enough. */
function several(rng: Rng, row: AttributeRow, operator: string): string[] {
  const isWide = row.kind === 'extensible' && operator === 'SUBSET';
  const isLong = operator === 'IN' || (operator === 'SUBSET' && (isWide || rng.chance(0.5)));
  const long = rng.integer(Math.min(3, row.values.length), row.values.length);
  const count = operator === 'CONTAINS' ? rng.pick([1, 1, 2]) : rng.integer(1, 3);
  return rng.sample(row.values, isLong ? long : count).map((value) => {
    // Dates have one writing: there is no small t or z in them.
    return typeof value === 'number' || row.kind === 'date' ? String(value) : messy(rng, value);
  });
}

/** A fragment must not be blank: blank operands are refused. */
function messyOrPlain(rng: Rng, part: string): string {
  return part.trim() === '' ? 'e' : messy(rng, part);
}
