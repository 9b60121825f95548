// Whether a text passes a filter. Both sides are folded; a blank text is unknown, and the filter
// says whether it passes.

import { foldInto } from '../../base/text.js';
import { lookUp, sameBytes, type Dictionary } from '../../columns/dictionary.js';
import { OPERAND_KIND, OPERATOR, type Predicate } from '../../columns/program.js';

/** A ZIP code without its four more digits. */
export const POSTAL_CHARACTERS_US = 5;

/**
 * Tests `source[start .. start + lengthBytes)`. `fold` is the buffer that the folded text is
 * written to; it must hold three times the length. With `isPostalUs` both sides are cut to five
 * characters.
 */
export function testText(
  predicate: Predicate,
  source: Uint8Array,
  start: number,
  lengthBytes: number,
  fold: Uint8Array,
  isPostalUs: boolean,
): boolean {
  const foldedBytes = lengthBytes === 0 ? 0 : foldInto(source, start, lengthBytes, fold);
  if (foldedBytes === 0) return predicate.passesUnknown;
  if (!isPostalUs) return testFolded(predicate.operator, predicate.texts, fold, foldedBytes);
  const cutBytes = firstCharacters(fold, foldedBytes, POSTAL_CHARACTERS_US);
  return testFolded(predicate.operator, predicate.cutTexts, fold, cutBytes);
}

/**
 * The bytes of the first `count` characters of UTF-8 text: a character begins where no continuation
 * byte stands.
 */
export function firstCharacters(text: Uint8Array, lengthBytes: number, count: number): number {
  let characters = 0;
  for (let i = 0; i < lengthBytes; i++) {
    if ((text[i] & 0xc0) !== 0x80 && ++characters > count) return i;
  }
  return lengthBytes;
}

/** Tests a folded text that is not blank. */
export function testFolded(
  operator: number,
  texts: Dictionary,
  folded: Uint8Array,
  foldedBytes: number,
): boolean {
  switch (operator) {
    case OPERATOR.equal:
    case OPERATOR.in:
      return lookUp(texts, OPERAND_KIND, folded, 0, foldedBytes) >= 0;
    case OPERATOR.notEqual:
    case OPERATOR.notIn:
      return lookUp(texts, OPERAND_KIND, folded, 0, foldedBytes) < 0;
    case OPERATOR.startsWith:
      return holdsAt(texts, folded, foldedBytes, 0);
    case OPERATOR.endsWith:
      return holdsAt(texts, folded, foldedBytes, foldedBytes - operandBytes(texts));
    case OPERATOR.contains:
      return holdsAnywhere(texts, folded, foldedBytes);
    case OPERATOR.doesNotContain:
      return !holdsAnywhere(texts, folded, foldedBytes);
    default:
      return false;
  }
}

// A text operator has one operand: the first entry of the dictionary, behind the byte of its kind.
function operandBytes(texts: Dictionary): number {
  return texts.entries[1] - 1;
}

function holdsAt(texts: Dictionary, folded: Uint8Array, foldedBytes: number, at: number): boolean {
  const size = operandBytes(texts);
  if (size < 0 || at < 0 || at + size > foldedBytes) return false;
  return sameBytes(texts.bytes, 1, folded, at, size);
}

function holdsAnywhere(texts: Dictionary, folded: Uint8Array, foldedBytes: number): boolean {
  const last = foldedBytes - operandBytes(texts);
  for (let at = 0; at <= last; at++) {
    if (holdsAt(texts, folded, foldedBytes, at)) return true;
  }
  return false;
}
