// The postal codes of a tenant as an immutable table in shared memory.

import {
  addEntry,
  createDictionary,
  dictionaryCount,
  grownDictionary,
  hasRoom,
  lookUp,
} from '../columns/dictionary.js';
import { POSTAL_TABLE_KIND, type PostalTable } from '../columns/postal.js';
import { sharedDoubles } from '../columns/stock.js';
import { sphereX, sphereY, sphereZ } from '../base/sphere.js';

/** A postal code: the UTF-8 bytes of its `postalKey`, and its place in degrees. */
export type PostalEntry = {
  readonly key: Uint8Array;
  readonly latitude: number;
  readonly longitude: number;
};

const KEY_BYTES_TYPICAL = 12;

/**
 * A table of the given codes; of equal keys the first counts. `count` is how many there are at
 * most.
 */
export function buildPostalTable(
  entries: Iterable<PostalEntry>,
  count: number,
  version = 0,
): PostalTable {
  const x = sharedDoubles(count);
  const y = sharedDoubles(count);
  const z = sharedDoubles(count);
  let keys = createDictionary(Math.max(1, count), Math.max(1, count * KEY_BYTES_TYPICAL));
  for (const { key, latitude, longitude } of entries) {
    if (lookUp(keys, POSTAL_TABLE_KIND, key, 0, key.length) >= 0) continue;
    if (!hasRoom(keys, key.length)) keys = grownDictionary(keys, key.length);
    const entry = dictionaryCount(keys);
    addEntry(keys, POSTAL_TABLE_KIND, key, entry);
    x[entry] = sphereX(latitude, longitude);
    y[entry] = sphereY(latitude, longitude);
    z[entry] = sphereZ(latitude);
  }
  return { version, keys, x, y, z };
}
