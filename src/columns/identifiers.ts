// By which of its ids a line is matched to stock.

import type { OrderColumns } from './order.js';
import { IDENTIFIER } from './program.js';

/**
 * The ids by which a line is matched, as bits of IDENTIFIER: those of `mapping` that it has. Where
 * it has none of them, the first of upc, sku and part number that it has.
 */
export function matchedIdentifiers(order: OrderColumns, line: number, mapping: number): number {
  let given = 0;
  if (order.upcBytes[line] > 0) given |= IDENTIFIER.upc;
  if (order.skuBytes[line] > 0) given |= IDENTIFIER.sku;
  if (order.partNumberBytes[line] > 0) given |= IDENTIFIER.partNumber;
  const mapped = given & mapping;
  if (mapped !== 0) return mapped;
  // The lowest bit that is set: the bits are in the order in which the ids are asked.
  return given & -given;
}
