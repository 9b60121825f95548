// How small messages off the hot path are put together. Makes garbage freely.

import { bytesOf } from '../base/text.js';
import { wholeBytes, writeWhole } from './writer.js';

const EMPTY = new Uint8Array(0);

/** The parts one after another. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A whole number of 0 to 2^53 as a field; no bytes where it is 0. */
export function numberField(field: number, value: number): Uint8Array {
  return value === 0 ? EMPTY : joined([varint(field << 3), varint(value)]);
}

/** A boolean as a field; no bytes where it is false. */
export function flagField(field: number, value: boolean): Uint8Array {
  return numberField(field, value ? 1 : 0);
}

/** A text as a field; no bytes where it is empty. */
export function textField(field: number, text: string): Uint8Array {
  return text === '' ? EMPTY : messageField(field, bytesOf(text));
}

/** A message as a field, even where it is empty. */
export function messageField(field: number, message: Uint8Array): Uint8Array {
  return joined([varint((field << 3) | 2), varint(message.length), message]);
}

function varint(value: number): Uint8Array {
  const column = Float64Array.of(value);
  const bytes = new Uint8Array(wholeBytes(column, 0));
  writeWhole(bytes, 0, column, 0);
  return bytes;
}
