// The words of stock attributes, as a program is compiled against them away from the store: those
// of the order's rows have their numbers, others numbers that no row has.

import { textOf } from '../../base/text.js';
import type { StockColumns } from '../../columns/stock.js';
import type { WordDictionary } from '../../configuration/compile-filter.js';

/** The first number of words that no stock row has. */
const UNKNOWN_WORDS = 2 ** 30;

/** The words that the rows of `stock` have; `rowCount` of its rows are looked at. */
export function wordsOf(stock: StockColumns, rowCount: number): WordDictionary {
  const { attributeSetEnd, attributeSetWords, attributeWordEnd, attributeWordBytes } = stock;
  const numbers = new Map<string, number>();
  for (const set of new Set(stock.rows.attributes.subarray(0, rowCount))) {
    const start = set === 0 ? 0 : attributeSetEnd[set - 1];
    for (let at = start; at < attributeSetEnd[set]; at++) {
      const word = attributeSetWords[at];
      const from = word === 0 ? 0 : attributeWordEnd[word - 1];
      numbers.set(textOf(attributeWordBytes, from, attributeWordEnd[word]), word);
    }
  }
  let unknownCount = 0;
  return {
    intern(text) {
      const number = numbers.get(text) ?? UNKNOWN_WORDS + unknownCount++;
      numbers.set(text, number);
      return number;
    },
  };
}
