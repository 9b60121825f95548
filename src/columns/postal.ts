// Where postal codes are: an immutable table that every thread reads.

import { bytesOf } from '../base/text.js';
import { dictionaryCount, lookUp, type Dictionary } from './dictionary.js';

/** An immutable table of postal codes. The key of an entry is `COUNTRY|CODE`. */
export type PostalTable = {
  /** Grows with every new table of the tenant; 0: none was ever published. */
  readonly version: number;
  readonly keys: Dictionary;
  /** The point of an entry on the unit sphere. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly z: Float64Array;
};

/** The kind of a postal key in `PostalTable.keys`. */
export const POSTAL_TABLE_KIND = 1;

/** How many postal codes the table holds. */
export function postalCount(table: PostalTable): number {
  return dictionaryCount(table.keys);
}

/**
 * The key of a postal code: country trimmed and in upper case, code trimmed, in upper case, and cut
 * to five characters in the United States. Empty where either is blank: then there is no key.
 */
export function postalKey(countryCode: string, postalCode: string): string {
  const country = countryCode.trim().toUpperCase();
  const code = postalCode.trim().toUpperCase();
  if (country === '' || code === '') return '';
  return `${country}|${country === 'US' ? code.slice(0, 5) : code}`;
}

/**
 * The entry of a postal code, or -1 where it is unknown. Makes strings: not for the path of a
 * decision.
 */
export function findPostal(table: PostalTable, countryCode: string, postalCode: string): number {
  const key = postalKey(countryCode, postalCode);
  if (key === '') return -1;
  const bytes = bytesOf(key);
  return lookUp(table.keys, POSTAL_TABLE_KIND, bytes, 0, bytes.length);
}
