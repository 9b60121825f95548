// What a filter becomes: bits over locations where it reads locations alone, a test of ranks, or a
// predicate that waits for the order.

import { setBit, sharedBits } from '../base/bits.js';
import { bytesOf } from '../base/text.js';
import { dictionaryOf, type Dictionary } from '../columns/dictionary.js';
import { ATTRIBUTE, OPERAND_KIND, type PointProgram, type Predicate } from '../columns/program.js';
import { sharedDoubles, sharedInts } from '../columns/stock.js';
import type { FilterAttribute } from './attributes.js';
import { compilePoint, pointBits, pointScope } from './compile-point.js';
import { resolveAttribute, type DataSets } from './data-sets.js';
import type { DataListDocument, DataPointDocument, FilterDocument } from './document.js';
import { numberOf, OPERATORS } from './enumerations.js';
import { locationBits } from './location-filter.js';
import type { LocationValues } from './location-values.js';
import { matchesNumber, passesUnknown } from './matching.js';
import { cutPostal, operandValues, type OperandValues } from './operand-values.js';

/** The words of inventory attributes; the store's thread owns them. */
export type WordDictionary = {
  /** The number of a folded word, given out on first sight. */
  intern(foldedWord: string): number;
};

/** What filters are compiled against. */
export type FilterSurroundings = {
  readonly lists: ReadonlyMap<string, DataListDocument>;
  readonly dataSets: DataSets;
  /** Decimal places of the currency of the settings. */
  readonly currencyPlaces: number;
  readonly values: LocationValues;
  readonly words: WordDictionary;
};

/** A filter that is settled for a group. */
export type SettledFilter =
  | { readonly kind: 'locations'; readonly name: string; readonly bits: Uint32Array }
  | {
      readonly kind: 'predicate';
      readonly name: string;
      readonly scope: 'order' | 'line' | 'pair' | 'location';
      readonly predicate: Predicate;
    };

/** A compiled filter. */
export type CompiledFilter =
  | SettledFilter
  | {
      readonly kind: 'ranked';
      readonly name: string;
      /** Settles it with the ranks of a group, by location. */
      settle(ranks: Int32Array): SettledFilter;
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
  const attribute = attributeOf(filter, filter, surroundings);
  if (filter.dataPoint !== undefined) return compileComparison(filter, attribute, surroundings);
  const operator = numberOf(OPERATORS, filter.operator);
  const { lists, currencyPlaces, values, words } = surroundings;
  const operand = operandValues(filter, attribute, operator, lists, currencyPlaces);
  const { scope } = attribute;
  const { name = '' } = filter;
  if (scope === 'location-static') {
    const isUnknownKept = passesUnknown(operator, filter.acceptNulls);
    const bits = locationBits(filter, attribute, operator, operand, isUnknownKept, values);
    return { kind: 'locations', name, bits };
  }
  if (scope === 'location-rank') return rankedFilter(name, operator, operand.numbers);
  const cityIndex = attribute.code === ATTRIBUTE.orderCity ? nextCityIndex : -1;
  const predicate = predicateOf(filter, attribute, operator, operand, words, cityIndex);
  if (scope === 'location-distance')
    return { kind: 'predicate', name, scope: 'location', predicate };
  return { kind: 'predicate', name, scope: scope === 'customer' ? 'order' : scope, predicate };
}

function attributeOf(
  filter: FilterDocument,
  reference: DataPointDocument,
  { dataSets }: FilterSurroundings,
): FilterAttribute {
  const attribute = resolveAttribute(reference, dataSets);
  if (attribute === undefined) throw new Error(`filter '${filter.name}' has no known attribute`);
  return attribute;
}

function rankedFilter(name: string, operator: number, numbers: readonly number[]): CompiledFilter {
  return {
    kind: 'ranked',
    name,
    settle(ranks) {
      const bits = sharedBits(ranks.length);
      for (let index = 0; index < ranks.length; index++) {
        if (matchesNumber(operator, ranks[index], numbers)) setBit(bits, index);
      }
      return { kind: 'locations', name, bits };
    },
  };
}

function compileComparison(
  filter: FilterDocument,
  attribute: FilterAttribute,
  surroundings: FilterSurroundings,
): CompiledFilter {
  const { name = '', dataPoint = {} } = filter;
  const other = attributeOf(filter, dataPoint, surroundings);
  const operator = numberOf(OPERATORS, filter.operator);
  const left = { attribute, reference: filter };
  const right = { attribute: other, reference: dataPoint };
  const { values } = surroundings;
  const scope = pointScope(attribute, other);
  const settle = (ranks: Int32Array): SettledFilter => {
    if (scope === 'locations') {
      const bits = pointBits(operator, left, right, values, ranks);
      return { kind: 'locations', name, bits };
    }
    const point = compilePoint(left, right, values, ranks);
    return { kind: 'predicate', name, scope, predicate: comparison(name, operator, point) };
  };
  const isRanked = [attribute, other].some((one) => one.scope === 'location-rank');
  return isRanked ? { kind: 'ranked', name, settle } : settle(new Int32Array(0));
}

function comparison(filterName: string, operator: number, point: PointProgram): Predicate {
  return {
    attribute: 0,
    operator,
    passesUnknown: false,
    numbers: new Float64Array(0),
    texts: noTexts,
    textCount: 0,
    cutTexts: noTexts,
    words: new Int32Array(0),
    customKey: new Uint8Array(0),
    filterName,
    cityIndex: -1,
    point,
  };
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
  const key = attribute.naming === 'fqn' ? filter.attributeFqn : filter.customAttributeName;
  return {
    attribute: attribute.code,
    operator,
    passesUnknown: !isDistance && passesUnknown(operator, filter.acceptNulls),
    numbers: sharedNumbers(operand.numbers),
    texts: textSet(texts),
    textCount: texts.length,
    cutTexts: textSet(cutTexts),
    words: isWords ? sharedWords(operand.texts, words) : new Int32Array(0),
    customKey: bytesOf(key ?? ''),
    filterName: filter.name ?? '',
    cityIndex,
    point: null,
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
