// Which locations the retailer's list leaves out for single products, in a group that it holds for.
// Those that it leaves out altogether are no members of the group.

import { hasBit } from '../base/bits.js';
import { lookUp } from '../columns/dictionary.js';
import type { OrderColumns } from '../columns/order.js';
import { OPERAND_KIND, type GroupProgram } from '../columns/program.js';
import type { CoreScratch } from './scratch.js';

/** Whether the list leaves a location out for a line, or for all lines. */
export function isLeftOut(
  group: GroupProgram,
  order: OrderColumns,
  line: number,
  location: number,
): boolean {
  const { retailerExcluded, retailerProductBits } = group;
  if (retailerExcluded !== null && hasBit(retailerExcluded, location)) return true;
  const place = productPlace(group, order, line);
  return place >= 0 && hasBit(retailerProductBits[place], location);
}

/** Clears the living pairs that the list leaves out. */
export function leaveOutPairs(
  group: GroupProgram,
  order: OrderColumns,
  scratch: CoreScratch,
): void {
  const { pairAlive, pairStart, rowCandidate, candidateLocation, slotRowStart } = scratch;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = scratch.lineSlot[line];
    if (slot < 0 || scratch.lineAlive[line] === 0) continue;
    const place = productPlace(group, order, line);
    if (place < 0) continue;
    const bits = group.retailerProductBits[place];
    const shift = slotRowStart[slot] - pairStart[line];
    for (let pair = pairStart[line]; pair < pairStart[line + 1]; pair++) {
      if (hasBit(bits, candidateLocation[rowCandidate[pair + shift]])) pairAlive[pair] = 0;
    }
  }
}

/** The place of a line's product in the list, by its upc; -1: it is not there. */
function productPlace(
  { retailerProducts }: GroupProgram,
  { bytes, upcStart, upcBytes }: OrderColumns,
  line: number,
): number {
  if (retailerProducts === null || upcBytes[line] === 0) return -1;
  return lookUp(retailerProducts, OPERAND_KIND, bytes, upcStart[line], upcBytes[line]);
}
