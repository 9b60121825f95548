// How the primitives of the protobuf wire format are read without garbage. Knows no message.
// A break is sticky: it moves the reader past every end, so that all loops stop, and the outermost
// caller sees it.

import { isUtf8 } from '../base/text.js';

/** A place in bytes and what was read there last. */
export type Reader = {
  bytes: Uint8Array;
  at: number;
  /** The halves of the last varint, as signed 32-bit integers. */
  low: number;
  high: number;
  /** The range of the last text. */
  textStart: number;
  textBytes: number;
};

/**
 * Past every end: where a broken reader stands. Far enough below 2^31 that skipping keeps a small
 * integer.
 */
const BROKEN_AT = 0x3fffffff;

/** Bytes of the longest varint. */
const VARINT_BYTES_MAX = 10;

const doubleBytes = new Uint8Array(8);
const doubleView = new DataView(doubleBytes.buffer);

/** A reader of nothing; set `bytes` and `at` to begin. */
export function createReader(): Reader {
  return { bytes: new Uint8Array(0), at: 0, low: 0, high: 0, textStart: 0, textBytes: 0 };
}

/** Marks the message as malformed: nothing is read any more. */
export function breakReader(reader: Reader): void {
  reader.at = BROKEN_AT;
  reader.low = 0;
  reader.high = 0;
  reader.textStart = 0;
  reader.textBytes = 0;
}

/** Reads a varint of at most 10 bytes into `low` and `high`. Bits above the 64th are dropped. */
export function readVarint(reader: Reader, end: number): void {
  const at = reader.at;
  if (at < end) {
    const byte = reader.bytes[at];
    if (byte < 0x80) {
      reader.low = byte;
      reader.high = 0;
      reader.at = at + 1;
      return;
    }
  }
  readLongVarint(reader, end);
}

function readLongVarint(reader: Reader, end: number): void {
  const { bytes } = reader;
  const start = reader.at;
  const last = Math.min(end, start + VARINT_BYTES_MAX);
  let low = 0;
  let high = 0;
  for (let at = start; at < last; at++) {
    const byte = bytes[at];
    const bits = byte & 0x7f;
    const shift = (at - start) * 7;
    if (shift < 32) low |= bits << shift;
    // The fifth byte carries the last 4 bits of the low half and the first 3 of the high half.
    if (shift === 28) high |= bits >>> 4;
    else if (shift > 28) high |= bits << (shift - 32);
    if (byte < 0x80) {
      reader.low = low;
      reader.high = high;
      reader.at = at + 1;
      return;
    }
  }
  breakReader(reader);
}

/** Whether the last varint is not 0. */
export function isTruthy(reader: Reader): boolean {
  return (reader.low | reader.high) !== 0;
}

/** Reads a tag, field number and wire type in one; 0 where it is malformed. */
export function readTag(reader: Reader, end: number): number {
  const { at } = reader;
  if (at < end) {
    const byte = reader.bytes[at];
    if (byte < 0x80 && byte > 7) {
      reader.at = at + 1;
      return byte;
    }
  }
  return readLongTag(reader, end);
}

function readLongTag(reader: Reader, end: number): number {
  readVarint(reader, end);
  const tag = reader.low;
  if (reader.high !== 0 || tag >>> 3 === 0) {
    breakReader(reader);
    return 0;
  }
  return tag;
}

/** Skips the value of an unknown field. Groups are malformed: this contract never had any. */
export function skipField(reader: Reader, tag: number, end: number): void {
  switch (tag & 7) {
    case 0:
      readVarint(reader, end);
      return;
    case 1:
      reader.at += 8;
      break;
    case 2:
      reader.at = readRangeEnd(reader, end);
      break;
    case 5:
      reader.at += 4;
      break;
    default:
      breakReader(reader);
      return;
  }
  if (reader.at < 0 || reader.at > end) breakReader(reader);
}

/** Reads a length and returns where its range ends; the reader is at its start. -1: malformed. */
export function readRangeEnd(reader: Reader, end: number): number {
  const { at } = reader;
  if (at < end) {
    const lengthBytes = reader.bytes[at];
    if (lengthBytes < 0x80 && lengthBytes < end - at) {
      reader.at = at + 1;
      return at + 1 + lengthBytes;
    }
  }
  return readLongRangeEnd(reader, end);
}

function readLongRangeEnd(reader: Reader, end: number): number {
  readVarint(reader, end);
  const lengthBytes = reader.low;
  if (reader.high !== 0 || lengthBytes < 0 || lengthBytes > end - reader.at) {
    breakReader(reader);
    return -1;
  }
  return reader.at + lengthBytes;
}

/** Reads a text into `textStart` and `textBytes`. False: it is not UTF-8. */
export function readText(reader: Reader, end: number): boolean {
  const textEnd = readRangeEnd(reader, end);
  if (textEnd < 0) return true;
  const { bytes, at: start } = reader;
  reader.textStart = start;
  reader.textBytes = textEnd - start;
  reader.at = textEnd;
  let bits = 0;
  for (let i = start; i < textEnd; i++) bits |= bytes[i];
  // Texts are nearly always ASCII.
  return bits < 0x80 || isUtf8(bytes, start, textEnd - start);
}

/** Reads a double into `column[index]`; a double that is returned would be garbage on the heap. */
export function readDoubleInto(
  reader: Reader,
  end: number,
  column: Float64Array,
  index: number,
): void {
  const { bytes, at } = reader;
  if (at > end - 8) {
    breakReader(reader);
    return;
  }
  for (let i = 0; i < 8; i++) doubleBytes[i] = bytes[at + i];
  column[index] = doubleView.getFloat64(0, true);
  reader.at = at + 8;
}
