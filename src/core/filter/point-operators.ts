// Whether two folded texts compare, or two lists of them. What is unknown on either side fails.

import { sameBytes } from '../../columns/dictionary.js';
import { OPERATOR } from '../../columns/program.js';
import type { FoldedList, FoldedText } from './scratch.js';

/** Compares two texts; a postal code that is cut is compared with the other one cut. */
export function holdsTexts(operator: number, left: FoldedText, right: FoldedText): boolean {
  if (left.lengthBytes === 0 || right.lengthBytes === 0) return false;
  const leftBytes = right.isCut ? left.cutBytes : left.lengthBytes;
  const rightBytes = left.isCut ? right.cutBytes : right.lengthBytes;
  switch (operator) {
    case OPERATOR.equal:
      return leftBytes === rightBytes && standsAt(left, right, rightBytes, 0);
    case OPERATOR.notEqual:
      return leftBytes !== rightBytes || !standsAt(left, right, rightBytes, 0);
    case OPERATOR.startsWith:
      return leftBytes >= rightBytes && standsAt(left, right, rightBytes, 0);
    case OPERATOR.endsWith:
      return leftBytes >= rightBytes && standsAt(left, right, rightBytes, leftBytes - rightBytes);
    case OPERATOR.contains:
      return standsAnywhere(left, leftBytes, right, rightBytes);
    case OPERATOR.doesNotContain:
      return !standsAnywhere(left, leftBytes, right, rightBytes);
    default:
      return false;
  }
}

function standsAt(left: FoldedText, right: FoldedText, rightBytes: number, at: number): boolean {
  return sameBytes(left.bytes, left.start + at, right.bytes, right.start, rightBytes);
}

function standsAnywhere(
  left: FoldedText,
  leftBytes: number,
  right: FoldedText,
  rightBytes: number,
): boolean {
  for (let at = 0; at + rightBytes <= leftBytes; at++) {
    if (standsAt(left, right, rightBytes, at)) return true;
  }
  return false;
}

/** Compares two lists; a text stands for the list of itself. */
export function holdsLists(operator: number, left: FoldedList, right: FoldedList): boolean {
  if (!left.isKnown || !right.isKnown) return false;
  switch (operator) {
    case OPERATOR.in:
      return hasCommon(left, right);
    case OPERATOR.notIn:
    case OPERATOR.doesNotContain:
      return !hasCommon(left, right);
    case OPERATOR.contains:
      return hasAll(left, right);
    case OPERATOR.subset:
      return hasAll(right, left);
    default:
      return false;
  }
}

function hasCommon(left: FoldedList, right: FoldedList): boolean {
  for (let i = 0; i < right.count; i++) if (has(left, right, i)) return true;
  return false;
}

/** Whether `list` has all texts of `wanted`. */
function hasAll(list: FoldedList, wanted: FoldedList): boolean {
  for (let i = 0; i < wanted.count; i++) if (!has(list, wanted, i)) return false;
  return true;
}

/** Whether `list` has text `i` of `wanted`. */
function has(list: FoldedList, wanted: FoldedList, i: number): boolean {
  const from = i === 0 ? 0 : wanted.ends[i - 1];
  const lengthBytes = wanted.ends[i] - from;
  let start = 0;
  for (let k = 0; k < list.count; k++) {
    const end = list.ends[k];
    const isLike = end - start === lengthBytes;
    if (isLike && sameBytes(list.bytes, start, wanted.bytes, from, lengthBytes)) return true;
    start = end;
  }
  return false;
}
