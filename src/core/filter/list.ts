// Whether a list of texts passes a filter. Both sides are folded; a blank text is no element, and
// an absent list is an empty one.

import { foldInto } from '../../base/text.js';
import { lookUp } from '../../columns/dictionary.js';
import { OPERAND_KIND, OPERATOR, type Predicate } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';

/**
 * Tests the list of `count` texts in `source` that begin at `starts` and have `lengths` bytes; at
 * most as many as an order has lines.
 */
export function testList(
  predicate: Predicate,
  source: Uint8Array,
  starts: Int32Array,
  lengths: Int32Array,
  count: number,
  scratch: CoreScratch,
): boolean {
  const { texts, textCount, operator } = predicate;
  const { fold, marks: seen } = scratch;
  let foundCount = 0;
  let strayCount = 0;
  let differentCount = 0;
  for (let i = 0; i < count; i++) {
    const size = lengths[i];
    const folded = size === 0 ? 0 : foldInto(source, starts[i], size, fold);
    if (folded === 0) continue;
    const operand = lookUp(texts, OPERAND_KIND, fold, 0, folded);
    if (operand < 0) {
      strayCount++;
      continue;
    }
    foundCount++;
    if (!isSeen(seen, differentCount, operand)) seen[differentCount++] = operand;
  }
  switch (operator) {
    case OPERATOR.in:
      return foundCount > 0;
    case OPERATOR.notIn:
    case OPERATOR.doesNotContain:
      return foundCount === 0;
    case OPERATOR.contains:
      return differentCount === textCount;
    case OPERATOR.subset:
      return strayCount === 0;
    default:
      return false;
  }
}

function isSeen(seen: Int32Array, count: number, operand: number): boolean {
  for (let i = 0; i < count; i++) if (seen[i] === operand) return true;
  return false;
}
