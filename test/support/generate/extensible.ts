// Which random extensible attributes have locations, rows of stock, orders, items and customers?
// Must not know: how they are judged.

import type { ExtensibleAttribute } from '../model/rules.js';
import type { Rng } from './random.js';
import { CUSTOM_VALUES, messy } from './vocabulary.js';

/** Names of which two differ by case alone. */
export const FQNS = ['tenant~grade', 'tenant~Grade', 'größe'] as const;

/** The name of stock rows that has one value, the same in all rows of a location. */
export const ORIGIN_FQN = 'stock~origin';

/** The paths of those who have extensible attributes. */
export const OWNERS = [
  'location.attributes',
  'order.attributes',
  'item.attributes',
  'customer.attributes',
  'inventory.extensibleAttributes',
] as const;

/** None, one or some: names repeat, values repeat, and some are blank. */
export function randomExtensible(rng: Rng): ExtensibleAttribute[] | undefined {
  if (rng.chance(0.25)) return undefined;
  return Array.from({ length: rng.pick([1, 2, 3, 4]) }, () => {
    const values = rng.sample(CUSTOM_VALUES, rng.pick([0, 1, 1, 1, 2, 3]));
    const attributeValues = values.map((value) => messy(rng, value));
    if (rng.chance(0.1)) attributeValues.unshift(rng.pick(['', ' ', '\u00a0']));
    return { attributeFqn: rng.pick(FQNS), attributeValues };
  });
}

/** Those of a row of stock; where they come from is the same in all rows of a location. */
export function randomStockAttributes(rng: Rng, locationCode: string): ExtensibleAttribute[] {
  const place = [...locationCode].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  const origin = CUSTOM_VALUES[place % CUSTOM_VALUES.length];
  const attributes = randomExtensible(rng) ?? [];
  if (place % 4 === 0) return attributes;
  return [...attributes, { attributeFqn: ORIGIN_FQN, attributeValues: [messy(rng, origin)] }];
}
