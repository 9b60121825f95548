// What decimal number a run of bytes is, without making a string of it where that can be avoided.

import { textOf } from './text.js';
import { parseDecimal } from './units.js';

const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, k) => Number(`1e${k}`));

/**
 * The number that the bytes spell, blanks around it aside; NaN where they spell none. Plain
 * decimals of up to 15 digits are exact here: both parts of the division are exact doubles. Longer
 * ones and exponents go by way of a string.
 */
export function parseDecimalBytes(bytes: Uint8Array, start: number, lengthBytes: number): number {
  let at = start;
  let end = start + lengthBytes;
  while (at < end && bytes[at] <= 0x20) at++;
  while (end > at && bytes[end - 1] <= 0x20) end--;
  const isNegative = at < end && bytes[at] === 0x2d;
  if (at < end && (isNegative || bytes[at] === 0x2b)) at++;
  let mantissa = 0;
  let digits = 0;
  let decimals = -1;
  for (let i = at; i < end; i++) {
    const byte = bytes[i];
    if (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + (byte - 0x30);
      digits++;
      if (decimals >= 0) decimals++;
    } else if (byte === 0x2e && decimals < 0) {
      decimals = 0;
    } else {
      return parseDecimal(textOf(bytes, start, start + lengthBytes));
    }
  }
  if (digits === 0) return Number.NaN;
  if (digits > 15) return parseDecimal(textOf(bytes, start, start + lengthBytes));
  const value = decimals > 0 ? mantissa / POWERS_OF_TEN[decimals] : mantissa;
  return isNegative ? -value : value;
}
