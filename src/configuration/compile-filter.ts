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
  | { readonly kind: 'locations'; readonly name: string; readonly bits: Uint32Array }
  | {
      readonly kind: 'ranks';
      readonly name: string;
      readonly operator: number;
      readonly numbers: readonly number[];
    }
  | {
      readonly kind: 'predicate';
      readonly name: string;
      readonly scope: 'order' | 'line' | 'pair' | 'location-distance';
      readonly predicate: Predicate;
    };

/**
 * Compiles a valid filter; `nextCityIndex` is the place that it gets among the predicates on the
 * order's city, if it is one.
 */
export function compileFilter(
  filter: FilterDocument,
  surroundings: FilterSurroundings,
  nextCityIndex: number,
): CompiledFilter {
  const attribute = findAttribute(filter.attribute ?? '');
  if (attribute === undefined) throw new Error(`filter '${filter.name}' has no known attribute`);
  const operator = numberOf(OPERATORS, filter.operator);
  const { lists, currencyPlaces, documents, words } = surroundings;
  const operand = operandValues(filter, attribute, operator, lists, currencyPlaces);
  const { scope } = attribute;
  const { name = '' } = filter;
  if (scope === 'location-static') {
    const isUnknownKept = passesUnknown(operator, filter.acceptNulls);
    const bits = locationBits(attribute, operator, operand, isUnknownKept, documents);
    return { kind: 'locations', name, bits };
  }
  if (scope === 'location-rank') return { kind: 'ranks', name, operator, numbers: operand.numbers };
  const cityIndex = attribute.code === ATTRIBUTE.orderCity ? nextCityIndex : -1;
  const predicate = predicateOf(filter, attribute, operator, operand, words, cityIndex);
  const judged = scope === 'customer' ? 'order' : scope;
  return { kind: 'predicate', name, scope: judged, predicate };
}

function predicateOf(
  filter: FilterDocument,
  attribute: FilterAttribute,
  operator: number,
  operand: OperandValues,
  words: WordDictionary,
  cityIndex: number,
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
    cityIndex,
  };
}

const noTexts = dictionaryOf(OPERAND_KIND, []);
/** The set of each list of texts: filters on one data list share it, from version to version. */
const textSets = new WeakMap<readonly string[], Dictionary>();

function textSet(texts: readonly string[]): Dictionary {
  if (texts.length === 0) return noTexts;
  const known = textSets.get(texts);
  if (known !== undefined) return known;
  const made = dictionaryOf(OPERAND_KIND, texts.map(bytesOf));
  textSets.set(texts, made);
  return made;
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
