// What the retailer's list of exclusions is against a table of locations: those that it leaves out
// altogether, and those that it leaves out for single products.

import { setBit, sharedBits } from '../base/bits.js';
import { bytesOf } from '../base/text.js';
import { dictionaryOf } from '../columns/dictionary.js';
import { OPERAND_KIND, type GroupProgram } from '../columns/program.js';
import type { RetailerExclusionDocument } from './document.js';

/** What the list is for a group. */
export type RetailerProgram = Pick<
  GroupProgram,
  'retailerExcluded' | 'retailerProducts' | 'retailerProductBits'
>;

/** What it is for a group that it does not hold for. */
export const NO_RETAILER: RetailerProgram = {
  retailerExcluded: null,
  retailerProducts: null,
  retailerProductBits: [],
};

/** Compiles the list; `find` answers the index of a location that is there, or -1. */
export function compileRetailer(
  exclusions: readonly RetailerExclusionDocument[],
  locationCount: number,
  find: (code: string) => number,
): RetailerProgram {
  const retailerExcluded = sharedBits(locationCount);
  const bitsOf = new Map<string, Uint32Array>();
  for (const { locationCode = '', upc = '' } of exclusions) {
    const index = find(locationCode);
    if (index < 0) continue;
    let bits = upc === '' ? retailerExcluded : bitsOf.get(upc);
    if (bits === undefined) {
      bits = sharedBits(locationCount);
      bitsOf.set(upc, bits);
    }
    setBit(bits, index);
  }
  const upcs = [...bitsOf.keys()].map(bytesOf);
  return {
    retailerExcluded,
    retailerProducts: upcs.length === 0 ? null : dictionaryOf(OPERAND_KIND, upcs),
    retailerProductBits: [...bitsOf.values()],
  };
}
