// What a filter compared, in words: the value that it found, the value that it compared with, and
// both in a sentence.

import { OPERATOR, type FilterProgram, type GroupProgram } from '../columns/program.js';
import type { FilterDocument } from '../configuration/document.js';
import { numberOf, OPERATORS, UNITS } from '../configuration/enumerations.js';
import { operandPieces } from '../configuration/operand.js';
import { AttributeText } from './attribute-text.js';
import { type AttributeValue, NOT_KEPT, type Subject } from './attribute-values.js';
import type { Scene } from './scene.js';

/** Values that are told of an operand with many. */
const PIECES_MAX = 10;
/** Characters of an operand that are told. */
const CHARACTERS_MAX = 300;
/** Bytes of a refusal without what it was compared with, roughly. */
const REFUSAL_BYTES = 120;
/** Bytes of an attribute that it is compared with, roughly. */
const POINT_BYTES = 60;

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

/** The same for values that are judged one by one, of which one holds, or none may. */
const VALUES_FAILURES: Readonly<Record<number, string>> = {
  [OPERATOR.equal]: 'has none that is',
  [OPERATOR.notEqual]: 'has one that is',
  [OPERATOR.greaterThan]: 'has none greater than',
  [OPERATOR.lessThan]: 'has none less than',
  [OPERATOR.greaterOrEqual]: 'has none of at least',
  [OPERATOR.lessOrEqual]: 'has none of at most',
  [OPERATOR.in]: 'has none of',
  [OPERATOR.notIn]: 'has one of',
  [OPERATOR.between]: 'has none between',
  [OPERATOR.startsWith]: 'has none that starts with',
  [OPERATOR.endsWith]: 'has none that ends with',
  [OPERATOR.contains]: 'has none that contains',
  [OPERATOR.doesNotContain]: 'has one that contains',
  [OPERATOR.subset]: 'has more than',
};

/** What is told of a refusal. */
export type RefusalText = {
  readonly actualValue: string;
  readonly comparedValue: string;
  readonly text: string;
};

/** Tells what one filter of a group found; made once for a filter, asked for each refusal. */
export class FilterText {
  private readonly scene: Scene;
  private readonly left: AttributeText;
  /** The attribute that it is compared with; undefined: an operand. */
  private readonly right: AttributeText | undefined;
  private readonly operator: number;
  /** Numbers of the operand in its unit: what a rounded value must not pass. */
  private readonly numbers: readonly number[];
  private readonly operand: string;

  constructor(scene: Scene, group: GroupProgram, filter: FilterProgram) {
    const document = scene.filter(filter.name) ?? {};
    const { dataPoint, customValue } = document;
    const unit = numberOf(UNITS, customValue?.unit);
    this.scene = scene;
    this.left = new AttributeText(scene, group, document, unit);
    this.right =
      dataPoint === undefined ? undefined : new AttributeText(scene, group, dataPoint, 0);
    this.operator = numberOf(OPERATORS, document.operator);
    const { factor } = this.left;
    this.numbers = Array.from(filter.predicate?.numbers ?? [], (number) => number / factor);
    this.operand = dataPoint === undefined ? cut(this.operandOf(document)) : '';
  }

  /** Bytes of what is told of one refusal, roughly: what it was compared with comes twice. */
  get refusalBytes(): number {
    return REFUSAL_BYTES + (this.right === undefined ? 2 * this.operand.length : POINT_BYTES);
  }

  /** What the filter found at `subject`, which it refused. */
  refusal(subject: Subject): RefusalText {
    const { left, right } = this;
    const value = left.valueAt(subject);
    if (right !== undefined) return this.comparison(right, value, right.valueAt(subject));
    const actualValue = cut(left.written(value, this.numbers));
    const { operand: comparedValue } = this;
    return { actualValue, comparedValue, text: this.sentence(value, actualValue) };
  }

  private sentence(value: AttributeValue, actual: string): string {
    const { left, operator, operand } = this;
    if (value === undefined) return unknownText(left);
    if (left.attribute.type === 'STRING_LIST') {
      return `${left.name} [${actual}] ${LIST_FAILURES[operator]} ${operand}`;
    }
    if (left.attribute.naming === 'fqn') {
      return `${left.name} [${actual}] ${VALUES_FAILURES[operator]} ${operand}`;
    }
    const shown = value === NOT_KEPT ? `(${actual})` : actual.trim();
    return `${left.name} ${shown} ${FAILURES[operator]} ${operand}`;
  }

  /** Both sides of a comparison; of several values the first was compared. */
  private comparison(
    right: AttributeText,
    leftValue: AttributeValue,
    rightValue: AttributeValue,
  ): RefusalText {
    const { left, operator } = this;
    const [one, other] = [comparedOf(left, leftValue), comparedOf(right, rightValue)];
    const actualValue = cut(left.written(one, numberIn(right, other, left)));
    const comparedValue = cut(right.written(other, numberIn(left, one, right)));
    const unknown = one === undefined ? left : right;
    if (one === undefined || other === undefined) {
      return { actualValue, comparedValue, text: unknownText(unknown) };
    }
    const isList = left.attribute.type === 'STRING_LIST';
    const failure = (isList ? LIST_FAILURES : FAILURES)[operator];
    const [shown, than] = [shownOf(left, actualValue), shownOf(right, comparedValue)];
    const text = `${left.name} ${shown} ${failure} ${right.name} ${than}`;
    return { actualValue, comparedValue, text };
  }

  private operandOf(document: FilterDocument): string {
    const { customValue, dataList } = document;
    const { symbol, attribute } = this.left;
    if (customValue === undefined) {
      const entries = this.scene.lists.get(dataList ?? '')?.entries ?? [];
      const texts = entries.slice(0, PIECES_MAX).map(({ stringValue = '' }) => stringValue);
      return `'${dataList}' (${listed(texts, entries.length)}${symbol})`;
    }
    const text = customValue.stringValue ?? '';
    const pieces = operandPieces(attribute.type, this.operator, text);
    if (this.operator === OPERATOR.between) return `${pieces.join(' and ')}${symbol}`;
    return `${listed(pieces.slice(0, PIECES_MAX), pieces.length)}${symbol}`;
  }
}

function unknownText({ name, attribute }: AttributeText): string {
  return `${name} is ${attribute.path === 'location.distance' ? 'unknown' : 'not given'}`;
}

/** What of a value is compared: of several the first. */
function comparedOf({ attribute }: AttributeText, value: AttributeValue): AttributeValue {
  return attribute.naming === 'fqn' && Array.isArray(value) ? (value[0] as string) : value;
}

/** A number of one attribute in the unit in which another one is told. */
function numberIn(from: AttributeText, value: AttributeValue, to: AttributeText): number[] {
  if (typeof value !== 'number') return [];
  // Metres beside a distance or a length are told in metres: no rounding is prevented there.
  return from.attribute.unitKind === to.attribute.unitKind ? [value / to.factor] : [];
}

function shownOf({ attribute }: AttributeText, text: string): string {
  return attribute.type === 'STRING_LIST' ? `[${text}]` : text.trim();
}

function listed(texts: readonly string[], count: number): string {
  const rest = count - texts.length;
  return rest === 0 ? texts.join(', ') : `${texts.join(', ')} and ${rest} more`;
}

function cut(text: string): string {
  if (text.length <= CHARACTERS_MAX) return text;
  // Whole characters: half of a surrogate pair is no text.
  const characters = [...text];
  return `${characters.slice(0, CHARACTERS_MAX).join('')}...`;
}
