// Whether a filter can pass, and whether it can fail, as far as its attribute, operator and operand
// say it alone; and whether two filters on one attribute leave each other anything.

import { foldText } from '../../base/text.js';
import { OPERATOR } from '../../columns/program.js';
import type { FilterAttribute } from '../attributes.js';
import type { FilterDocument } from '../document.js';
import { numberOf, OPERATORS } from '../enumerations.js';
import { matchesText, passesUnknown } from '../matching.js';
import { operandValues, type OperandValues } from '../operand-values.js';
import { domainOf, excludeNumbers, passesAll, passesNone } from './domains.js';
import type { Rules } from './rules.js';

/** What a filter does with whatever comes; neither: it hangs on the order or on the stock. */
export type Reach = { readonly neverPasses: boolean; readonly neverFails: boolean };

const OPEN: Reach = { neverPasses: false, neverFails: false };

/** The order types that find a route, as filters see them. */
export const ROUTED_TYPES = ['DIRECTSHIP', 'TRANSFER', 'STH_CONSOLIDATED', 'DELIVERY', 'BOPIS'];
const ROUTED_TEXTS = ROUTED_TYPES.map(foldText);

/** A filter that compares an attribute with values, taken apart. */
export type ReadFilter = {
  readonly attribute: FilterAttribute;
  readonly operator: number;
  readonly operand: OperandValues;
  /** Whether a value that is unknown passes. */
  readonly passesUnknown: boolean;
};

/** Takes a filter apart; null: it compares two attributes. */
export function readFilter(rules: Rules, filter: FilterDocument): ReadFilter | null {
  if (filter.dataPoint !== undefined) return null;
  const attribute = rules.attributeOf(filter);
  const operator = numberOf(OPERATORS, filter.operator);
  const { lists, currencyPlaces } = rules;
  const operand = operandValues(filter, attribute, operator, lists, currencyPlaces);
  const isDistance = attribute.scope === 'location-distance';
  const isUnknownKept = !isDistance && passesUnknown(operator, filter.acceptNulls);
  return { attribute, operator, operand, passesUnknown: isUnknownKept };
}

/** What a filter that waits for the order does with whatever comes. */
export function reachOf(filter: ReadFilter): Reach {
  const { attribute, operator, operand } = filter;
  switch (attribute.type) {
    case 'NUMBER':
    case 'DATE':
    case 'BOOLEAN': {
      const domain = domainOf(attribute);
      return joined(
        passesNone(domain, operator, operand.numbers),
        passesAll(domain, operator, operand.numbers),
        domain.canBeUnknown,
        filter.passesUnknown,
      );
    }
    case 'STRING':
      return attribute.path === 'order.orderType' ? reachOfType(filter) : reachOfText(filter, true);
    case 'STRING_LIST':
      return reachOfText(filter, false);
    case 'CUSTOM':
      return operand.numbers.length > 0 ? OPEN : reachOfText(filter, true);
  }
}

/** What is unknown passes or fails besides what is known. */
function joined(
  passesNoValue: boolean,
  passesEveryValue: boolean,
  canBeUnknown: boolean,
  isUnknownKept: boolean,
): Reach {
  return {
    neverPasses: passesNoValue && !(canBeUnknown && isUnknownKept),
    neverFails: passesEveryValue && (!canBeUnknown || isUnknownKept),
  };
}

/** The type of an order is one of few, and always there. */
function reachOfType({ operator, operand }: ReadFilter): Reach {
  const texts = new Set(operand.texts);
  const verdicts = ROUTED_TEXTS.map((text) => matchesText(operator, text, texts));
  return { neverPasses: !verdicts.includes(true), neverFails: !verdicts.includes(false) };
}

/** Without a value to compare with: no text is in a list of none, and every text is not. */
function reachOfText(filter: ReadFilter, canBeUnknown: boolean): Reach {
  const { operator, operand } = filter;
  if (operand.texts.length > 0) return OPEN;
  if (operator === OPERATOR.in) return joined(true, false, canBeUnknown, filter.passesUnknown);
  if (operator === OPERATOR.notIn) return joined(false, true, canBeUnknown, filter.passesUnknown);
  return OPEN;
}

/** Whether no value passes both filters; false also where that is not seen. */
export function areExclusive(one: ReadFilter, other: ReadFilter): boolean {
  const { attribute } = one;
  if (attribute.path !== other.attribute.path || attribute.naming !== 'nothing') return false;
  switch (attribute.type) {
    case 'NUMBER':
    case 'DATE':
    case 'BOOLEAN': {
      const domain = domainOf(attribute);
      if (domain.canBeUnknown && one.passesUnknown && other.passesUnknown) return false;
      return excludeNumbers(domain, testOf(one), testOf(other));
    }
    case 'STRING':
      // Postal codes are cut for some countries and not for others.
      if (attribute.path.endsWith('postalCode')) return false;
      if (one.passesUnknown && other.passesUnknown) return false;
      return excludeTexts(one, other) || excludeTexts(other, one);
    case 'STRING_LIST':
    case 'CUSTOM':
      // A list, or an attribute with several values, may satisfy one filter by one of them.
      return false;
  }
}

function testOf({ operator, operand }: ReadFilter) {
  return { operator, numbers: operand.numbers };
}

function excludeTexts(one: ReadFilter, other: ReadFilter): boolean {
  const texts = new Set(other.operand.texts);
  const [own = ''] = one.operand.texts;
  const [others = ''] = other.operand.texts;
  switch (one.operator) {
    case OPERATOR.equal:
    case OPERATOR.in:
      return one.operand.texts.every((text) => !matchesText(other.operator, text, texts));
    case OPERATOR.startsWith:
      if (other.operator === OPERATOR.doesNotContain) return own.includes(others);
      return (
        other.operator === OPERATOR.startsWith && !own.startsWith(others) && !others.startsWith(own)
      );
    case OPERATOR.endsWith:
      if (other.operator === OPERATOR.doesNotContain) return own.includes(others);
      return other.operator === OPERATOR.endsWith && !own.endsWith(others) && !others.endsWith(own);
    case OPERATOR.contains:
      return other.operator === OPERATOR.doesNotContain && own.includes(others);
    default:
      return false;
  }
}
