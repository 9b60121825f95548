// Which values a number of an order or of a stock row may have at all, and what an operator keeps
// of them. Where nothing is known, every number may come.

import { INFINITE_UNITS, LINES_MAX, QUANTITY_MAX } from '../../columns/limits.js';
import { OPERATOR } from '../../columns/program.js';
import type { FilterAttribute } from '../attributes.js';
import { matchesNumber } from '../matching.js';
import { isOrdering } from '../operand.js';

/** The values that may come, both ends included where they are finite. */
export type Domain = {
  readonly low: number;
  readonly high: number;
  /** Whether they are whole numbers. */
  readonly isWhole: boolean;
  /** Whether the value may be missing. */
  readonly canBeUnknown: boolean;
};

/** What the contract refuses of a request never comes. */
const DOMAINS: Readonly<Record<string, Domain>> = {
  'location.distance': { low: 0, high: Infinity, isWhole: false, canBeUnknown: true },
  // A row without units is no pair.
  'inventory.available': { low: 1, high: INFINITE_UNITS, isWhole: true, canBeUnknown: false },
  'inventory.ltd': { low: -Infinity, high: Infinity, isWhole: true, canBeUnknown: true },
  'item.weight': { low: 0, high: Infinity, isWhole: false, canBeUnknown: true },
  'item.length': { low: 0, high: Infinity, isWhole: false, canBeUnknown: true },
  'item.width': { low: 0, high: Infinity, isWhole: false, canBeUnknown: true },
  'item.height': { low: 0, high: Infinity, isWhole: false, canBeUnknown: true },
  // Minor units. Candidates are asked for without it.
  'order.total': { low: 0, high: Number.MAX_SAFE_INTEGER, isWhole: true, canBeUnknown: true },
  'order.items.quantity': { low: 1, high: QUANTITY_MAX, isWhole: true, canBeUnknown: false },
  'order.items.totalQuantity': {
    low: 1,
    high: LINES_MAX * QUANTITY_MAX,
    isWhole: true,
    canBeUnknown: false,
  },
  'order.fraud': { low: -Infinity, high: Infinity, isWhole: true, canBeUnknown: true },
};

const FLAG: Domain = { low: 0, high: 1, isWhole: true, canBeUnknown: false };
const ANY: Domain = { low: -Infinity, high: Infinity, isWhole: false, canBeUnknown: true };

/** The values of an attribute that compares as a number. */
export function domainOf({ path, type }: FilterAttribute): Domain {
  return type === 'BOOLEAN' ? FLAG : (DOMAINS[path] ?? ANY);
}

/** The numbers of an operator that orders, from `low` to `high`; an open end is not among them. */
type Range = {
  readonly low: number;
  readonly high: number;
  readonly isLowOpen: boolean;
  readonly isHighOpen: boolean;
};

const NOTHING: Range = { low: 1, high: 0, isLowOpen: false, isHighOpen: false };

function rangeOf(operator: number, numbers: readonly number[]): Range {
  const all = { low: -Infinity, high: Infinity, isLowOpen: false, isHighOpen: false };
  const [first, second] = numbers;
  if (first === undefined) return NOTHING;
  switch (operator) {
    case OPERATOR.greaterThan:
      return { ...all, low: first, isLowOpen: true };
    case OPERATOR.greaterOrEqual:
      return { ...all, low: first };
    case OPERATOR.lessThan:
      return { ...all, high: first, isHighOpen: true };
    case OPERATOR.lessOrEqual:
      return { ...all, high: first };
    default:
      return second === undefined ? NOTHING : { ...all, low: first, high: second };
  }
}

/** The part of a domain that is in a range; whole numbers have no open ends. */
function partOf({ low, high, isWhole }: Domain, range: Range): Range {
  const isLower = range.low >= low;
  const isUpper = range.high <= high;
  const part = {
    low: isLower ? range.low : low,
    high: isUpper ? range.high : high,
    isLowOpen: isLower && range.isLowOpen,
    isHighOpen: isUpper && range.isHighOpen,
  };
  if (!isWhole) return part;
  return {
    low: part.isLowOpen ? Math.floor(part.low) + 1 : Math.ceil(part.low),
    high: part.isHighOpen ? Math.ceil(part.high) - 1 : Math.floor(part.high),
    isLowOpen: false,
    isHighOpen: false,
  };
}

function isEmptyRange({ low, high, isLowOpen, isHighOpen }: Range): boolean {
  return low > high || (low === high && (isLowOpen || isHighOpen));
}

/** All values of a domain that has few; null where it has many. */
function fewValues({ low, high, isWhole }: Domain, most: number): number[] | null {
  if (low === high) return [low];
  if (!isWhole || !(high - low < most)) return null;
  return Array.from({ length: high - low + 1 }, (_, i) => low + i);
}

/** Whether a value may come. */
export function isIn({ low, high, isWhole }: Domain, value: number): boolean {
  return value >= low && value <= high && (!isWhole || Number.isInteger(value));
}

function isNegative(operator: number): boolean {
  return operator === OPERATOR.notEqual || operator === OPERATOR.notIn;
}

/** Whether no value of the domain passes; numbers as `operandValues` gives them. */
export function passesNone(domain: Domain, operator: number, numbers: readonly number[]): boolean {
  if (isOrdering(operator)) return isEmptyRange(partOf(domain, rangeOf(operator, numbers)));
  if (!isNegative(operator)) return !numbers.some((number) => isIn(domain, number));
  const values = fewValues(domain, numbers.length + 1);
  return values?.every((value) => !matchesNumber(operator, value, numbers)) ?? false;
}

/** Whether every value of the domain passes. */
export function passesAll(domain: Domain, operator: number, numbers: readonly number[]): boolean {
  if (isOrdering(operator)) {
    const part = partOf(domain, rangeOf(operator, numbers));
    const { low, high, isLowOpen, isHighOpen } = part;
    return low <= domain.low && high >= domain.high && !isLowOpen && !isHighOpen;
  }
  if (isNegative(operator)) return !numbers.some((number) => isIn(domain, number));
  const values = fewValues(domain, numbers.length + 1);
  return values?.every((value) => matchesNumber(operator, value, numbers)) ?? false;
}

/** One of two conditions on a number. */
export type NumberTest = { readonly operator: number; readonly numbers: readonly number[] };

/** Whether no value of the domain passes both. False also where that is not seen. */
export function excludeNumbers(domain: Domain, one: NumberTest, other: NumberTest): boolean {
  const values = valuesOf(domain, one) ?? valuesOf(domain, other);
  if (values !== null) {
    const passes = ({ operator, numbers }: NumberTest, value: number) =>
      isIn(domain, value) && matchesNumber(operator, value, numbers);
    return !values.some((value) => passes(one, value) && passes(other, value));
  }
  if (!isOrdering(one.operator) || !isOrdering(other.operator)) return false;
  const part = partOf(domain, rangeOf(one.operator, one.numbers));
  const bounded = { ...domain, low: part.low, high: part.high };
  const shared = partOf(bounded, rangeOf(other.operator, other.numbers));
  const isPoint = shared.low === shared.high;
  const isLeftOut =
    isPoint &&
    ((part.isLowOpen && shared.low === part.low) || (part.isHighOpen && shared.low === part.high));
  return isEmptyRange(shared) || isLeftOut;
}

/** The values that pass a condition, where these are few; null: they are many. */
function valuesOf(domain: Domain, { operator, numbers }: NumberTest): readonly number[] | null {
  if (operator === OPERATOR.equal || operator === OPERATOR.in) return numbers;
  return fewValues(domain, 2);
}
