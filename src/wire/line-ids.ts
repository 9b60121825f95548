// Which lines of an order have the id of an earlier one. Linear in the lines, by an open-addressing
// hash table.

import { mix32 } from '../base/hash.js';
import { LINES_MAX } from '../columns/limits.js';
import type { OrderColumns } from '../columns/order.js';

/** A power of two of at least twice the lines. */
const TABLE_SIZE = 4096;
const table = new Int32Array(TABLE_SIZE);

/** Gives every line without an id its place, counted from 1. */
export function fillLineIds(order: OrderColumns): void {
  const { itemIdLow, itemIdHigh } = order;
  const count = Math.min(order.lineCount, LINES_MAX);
  for (let line = 0; line < count; line++) {
    if ((itemIdLow[line] | itemIdHigh[line]) === 0) itemIdLow[line] = line + 1;
  }
}

/**
 * The first line from `from` on whose id an earlier line has, or -1. Begin with 0; go on with the
 * last found + 1.
 */
export function nextDuplicateId(order: OrderColumns, from: number): number {
  const { itemIdLow, itemIdHigh, lineCount } = order;
  if (from === 0 && areAscending(order)) return -1;
  const mask = from === 0 ? clearTable(lineCount) : tableMask(lineCount);
  for (let line = from; line < lineCount; line++) {
    const low = itemIdLow[line];
    const high = itemIdHigh[line];
    let bucket = mix32(low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (; table[bucket] !== 0; bucket = (bucket + 1) & mask) {
      const other = table[bucket] - 1;
      if (itemIdLow[other] === low && itemIdHigh[other] === high) return line;
    }
    table[bucket] = line + 1;
  }
  return -1;
}

/** Whether each id is above the one before it, as places are, so that none comes twice. */
function areAscending({ itemIdLow, itemIdHigh, lineCount }: OrderColumns): boolean {
  for (let line = 1; line < lineCount; line++) {
    if (itemIdHigh[line] !== 0 || itemIdHigh[line - 1] !== 0) return false;
    if (itemIdLow[line] >>> 0 <= itemIdLow[line - 1] >>> 0) return false;
  }
  return true;
}

function tableMask(count: number): number {
  let size = 16;
  while (size < count * 2) size *= 2;
  return size - 1;
}

function clearTable(count: number): number {
  const mask = tableMask(count);
  for (let bucket = 0; bucket <= mask; bucket++) table[bucket] = 0;
  return mask;
}
