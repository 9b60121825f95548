// What a filter compared, in words: the value that it found, the value that it compared with, and
// both in a sentence.

import { currencyExponent } from '../base/units.js';
import { INFINITE_UNITS } from '../columns/limits.js';
import { OPERATOR, type FilterProgram, type GroupProgram } from '../columns/program.js';
import {
  type AttributePath,
  type FilterAttribute,
  findAttribute,
} from '../configuration/attributes.js';
import type { FilterDocument } from '../configuration/document.js';
import { numberOf, OPERATORS, UNIT, UNITS } from '../configuration/enumerations.js';
import { operandPieces, unitFactor } from '../configuration/operand.js';
import { type AttributeValue, attributeValue, NOT_KEPT, type Subject } from './attribute-values.js';
import { majorUnits, shortNumber } from './numbers.js';
import type { Scene } from './scene.js';

/** Values that are told of an operand with many. */
const PIECES_MAX = 10;
/** Characters of an operand that are told. */
const CHARACTERS_MAX = 300;
/** Bytes of a refusal without what it was compared with, roughly. */
const REFUSAL_BYTES = 120;

/** How a filter failed a value: `x is not less than 5`. */
const FAILURES: Readonly<Record<number, string>> = {
  [OPERATOR.equal]: 'is not',
  [OPERATOR.notEqual]: 'is',
  [OPERATOR.greaterThan]: 'is not greater than',
  [OPERATOR.lessThan]: 'is not less than',
  [OPERATOR.greaterOrEqual]: 'is not at least',
  [OPERATOR.lessOrEqual]: 'is not at most',
  [OPERATOR.in]: 'is not one of',
  [OPERATOR.notIn]: 'is one of',
  [OPERATOR.between]: 'is not between',
  [OPERATOR.startsWith]: 'does not start with',
  [OPERATOR.endsWith]: 'does not end with',
  [OPERATOR.contains]: 'does not contain',
  [OPERATOR.doesNotContain]: 'contains',
};

/** The same for a list of values. */
const LIST_FAILURES: Readonly<Record<number, string>> = {
  [OPERATOR.in]: 'has none of',
  [OPERATOR.notIn]: 'has one of',
  [OPERATOR.contains]: 'does not have all of',
  [OPERATOR.doesNotContain]: 'has one of',
  [OPERATOR.subset]: 'has more than',
};

/** The unit of numbers whose operand names none. */
const DEFAULT_UNITS: Readonly<Record<string, string>> = { distance: 'mi', mass: 'g', length: 'cm' };

/** What is told of a refusal. */
export type RefusalText = {
  readonly actualValue: string;
  readonly comparedValue: string;
  readonly text: string;
};

/** Tells what one filter of a group found; made once for a filter, asked for each refusal. */
export class FilterText {
  private readonly scene: Scene;
  private readonly group: GroupProgram;
  private readonly attribute: FilterAttribute;
  private readonly operator: number;
  private readonly key: string;
  /** What one of the operand's unit is worth in the unit of the wire. */
  private readonly factor: number;
  private readonly symbol: string;
  /** Numbers of the operand in its unit: what a rounded value must not pass. */
  private readonly numbers: readonly number[];
  private readonly comparedValue: string;

  constructor(scene: Scene, group: GroupProgram, filter: FilterProgram) {
    const document = scene.filter(filter.name) ?? {};
    const attribute = findAttribute(document.attribute ?? '');
    if (attribute === undefined) throw new Error(`filter '${filter.name}' has no known attribute`);
    const unit = numberOf(UNITS, document.customValue?.unit);
    this.scene = scene;
    this.group = group;
    this.attribute = attribute;
    this.operator = numberOf(OPERATORS, document.operator);
    this.key = document.customAttributeName ?? '';
    this.factor = unitFactor(attribute.unitKind, unit);
    this.symbol = symbolOf(attribute, unit);
    this.numbers = Array.from(filter.predicate?.numbers ?? [], (number) => number / this.factor);
    this.comparedValue = cut(this.compared(document));
  }

  /** Bytes of what is told of one refusal, roughly: what it was compared with comes twice. */
  get refusalBytes(): number {
    return REFUSAL_BYTES + 2 * this.comparedValue.length;
  }

  /** What the filter found at `subject`, which it refused. */
  refusal(subject: Subject): RefusalText {
    const { scene, group, attribute, key, comparedValue } = this;
    const path = attribute.path as AttributePath;
    const value = attributeValue(scene, path, subject, group, key);
    const actualValue = cut(this.written(value));
    return { actualValue, comparedValue, text: this.sentence(value, actualValue) };
  }

  private sentence(value: AttributeValue, actual: string): string {
    const { attribute, operator, key, comparedValue } = this;
    const subject = key === '' ? attribute.path : `${attribute.path}['${key}']`;
    if (value === undefined) {
      return `${subject} is ${attribute.unitKind === 'distance' ? 'unknown' : 'not given'}`;
    }
    if (attribute.type === 'STRING_LIST') {
      return `${subject} [${actual}] ${LIST_FAILURES[operator]} ${comparedValue}`;
    }
    const shown = value === NOT_KEPT ? `(${actual})` : actual.trim();
    return `${subject} ${shown} ${FAILURES[operator]} ${comparedValue}`;
  }

  private written(value: AttributeValue): string {
    if (value === undefined) return '';
    if (typeof value === 'string' || typeof value === 'boolean') return String(value);
    if (typeof value !== 'number') return value.join(', ');
    if (this.attribute.unitKind === 'currency') return majorUnits(value, this.currencyPlaces());
    // What is left of infinite stock is still infinite; no count reaches half of it.
    if (this.attribute.path === 'inventory.available' && value > INFINITE_UNITS / 2) {
      return 'any number';
    }
    return `${shortNumber(value / this.factor, this.numbers)}${this.symbol}`;
  }

  private currencyPlaces(): number {
    return currencyExponent(this.scene.world.configuration.settings?.currencyCode || 'USD');
  }

  private compared(document: FilterDocument): string {
    const { customValue, dataList } = document;
    if (customValue === undefined) {
      const entries = this.scene.lists.get(dataList ?? '')?.entries ?? [];
      const texts = entries.slice(0, PIECES_MAX).map(({ stringValue = '' }) => stringValue);
      return `'${dataList}' (${listed(texts, entries.length)}${this.symbol})`;
    }
    const text = customValue.stringValue ?? '';
    const pieces = operandPieces(this.attribute.type, this.operator, text);
    if (this.operator === OPERATOR.between) return `${pieces.join(' and ')}${this.symbol}`;
    return `${listed(pieces.slice(0, PIECES_MAX), pieces.length)}${this.symbol}`;
  }
}

function listed(texts: readonly string[], count: number): string {
  const rest = count - texts.length;
  return rest === 0 ? texts.join(', ') : `${texts.join(', ')} and ${rest} more`;
}

function symbolOf({ unitKind }: FilterAttribute, unit: number): string {
  const given = Object.entries(UNIT).find(([, number]) => number === unit)?.[0];
  const symbol = given ?? DEFAULT_UNITS[unitKind];
  return symbol === undefined ? '' : ` ${symbol}`;
}

function cut(text: string): string {
  if (text.length <= CHARACTERS_MAX) return text;
  // Whole characters: half of a surrogate pair is no text.
  const characters = [...text];
  return `${characters.slice(0, CHARACTERS_MAX).join('')}...`;
}
