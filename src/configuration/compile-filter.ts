// What a filter becomes: bits over locations where it reads locations alone, a test of ranks, or a
// predicate that waits for the order.

import { bytesOf } from '../base/text.js';
import { dictionaryOf, type Dictionary } from '../columns/dictionary.js';
import { ATTRIBUTE, OPERAND_KIND, type Predicate } from '../columns/program.js';
import { sharedDoubles, sharedInts } from '../columns/stock.js';
import { findAttribute, type FilterAttribute } from './attributes.js';
import type { DataListDocument, FilterDocument } from './document.js';
import { numberOf, OPERATORS } from './enumerations.js';
import { locationBits } from './location-filter.js';
import type { LocationDocument } from './location-document.js';
import { passesUnknown } from './matching.js';
import { cutPostal, operandValues, type OperandValues } from './operand-values.js';

/** The words of inventory attributes; the store's thread owns them. */
export type WordDictionary = {
  /** The number of a folded word, given out on first sight. */
  intern(foldedWord: string): number;
};

/** What filters are compiled against. */
export type FilterSurroundings = {
  readonly lists: ReadonlyMap<string, DataListDocument>;
  /** Decimal places of the currency of the settings. */
  readonly currencyPlaces: number;
  /** By location index; undefined is a hole. */
  readonly documents: readonly (LocationDocument | undefined)[];
  readonly words: WordDictionary;
};

/** A compiled filter. */
export type CompiledFilter =
  | { readonly kind: 'locations'; readonly bits: Uint32Array }
  | { readonly kind: 'ranks'; readonly operator: number; readonly numbers: readonly number[] }
  | {
      readonly kind: 'predicate';
      readonly scope: 'order' | 'line' | 'pair' | 'location-distance';
      readonly predicate: Predicate;
    };

/** Compiles a valid filter. */
export function compileFilter(
  filter: FilterDocument,
  surroundings: FilterSurroundings,
): CompiledFilter {
  const attribute = findAttribute(filter.attribute ?? '');
  if (attribute === undefined) throw new Error(`filter '${filter.name}' has no known attribute`);
  const operator = numberOf(OPERATORS, filter.operator);
  const { lists, currencyPlaces, documents, words } = surroundings;
  const operand = operandValues(filter, attribute, operator, lists, currencyPlaces);
  const { scope } = attribute;
  if (scope === 'location-static') {
    const isUnknownKept = passesUnknown(operator, filter.acceptNulls);
    const bits = locationBits(attribute, operator, operand, isUnknownKept, documents);
    return { kind: 'locations', bits };
  }
  if (scope === 'location-rank') return { kind: 'ranks', operator, numbers: operand.numbers };
  const predicate = predicateOf(filter, attribute, operator, operand, words);
  return { kind: 'predicate', scope, predicate };
}

function predicateOf(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  words: WordDictionary,
): Predicate {
  const isWords = attribute.code === ATTRIBUTE.inventoryAttributes;
  const isPostal = attribute.code === ATTRIBUTE.orderPostalCode;
  const isDistance = attribute.code === ATTRIBUTE.locationDistance;
  const texts = isWords ? [] : operand.texts;
  const cutTexts = isPostal ? [...new Set(operand.texts.map(cutPostal))] : [];
  return {
    attribute: attribute.code,
    operator,
    passesUnknown: !isDistance && passesUnknown(operator, filter.acceptNulls),
    numbers: sharedNumbers(operand.numbers),
    texts: textSet(texts),
    textCount: texts.length,
    cutTexts: textSet(cutTexts),
    words: isWords ? sharedWords(operand.texts, words) : new Int32Array(0),
    customKey: bytesOf(filter.customAttributeName ?? ''),
    filterName: filter.name ?? '',
  };
}

const noTexts = dictionaryOf(OPERAND_KIND, []);

function textSet(texts: readonly string[]): Dictionary {
  return texts.length === 0 ? noTexts : dictionaryOf(OPERAND_KIND, texts.map(bytesOf));
}

function sharedNumbers(numbers: readonly number[]): Float64Array {
  const column = sharedDoubles(numbers.length);
  column.set(numbers);
  return column;
}

function sharedWords(texts: readonly string[], words: WordDictionary): Int32Array {
  const numbers = new Set(texts.map((text) => words.intern(text)));
  const column = sharedInts(numbers.size);
  column.set([...numbers].sort((a, b) => a - b));
  return column;
}
