// Messages put together from parts that are encoded already, so that what was answered goes into
// another message to the byte. Where a field lies is all that is known here.

import { createReader, readRangeEnd, readTag, readVarint, skipField } from './reader.js';
import { varint64Bytes, varintBytes, writeVarint, writeVarint64 } from './writer.js';

/** The wire type of numbers, flags and enumerations. */
const VARINT = 0;
/** The wire type of texts, bytes and messages. */
const LENGTH_DELIMITED = 2;

/** One field of a message, as ranges of its bytes. */
export type FieldPart = {
  readonly number: number;
  readonly wireType: number;
  readonly start: number;
  /** Where its value begins; of a length-delimited field, behind the length. */
  readonly valueStart: number;
  readonly end: number;
};

const reader = createReader();

/** The fields of a well-formed message, as they come. */
export function fieldsOf(message: Uint8Array): FieldPart[] {
  // Never a Buffer: the codec would be compiled for two kinds of arrays.
  reader.bytes = new Uint8Array(message.buffer, message.byteOffset, message.length);
  reader.at = 0;
  const parts: FieldPart[] = [];
  while (reader.at < message.length) {
    const start = reader.at;
    const tag = readTag(reader, message.length);
    const wireType = tag & 7;
    let valueStart = reader.at;
    if (wireType === LENGTH_DELIMITED) {
      const end = readRangeEnd(reader, message.length);
      if (end < 0) throw new Error('a message that is not well-formed');
      valueStart = reader.at;
      reader.at = end;
    } else {
      skipField(reader, tag, message.length);
    }
    parts.push({ number: tag >>> 3, wireType, start, valueStart, end: reader.at });
  }
  if (reader.at !== message.length) throw new Error('a message that is not well-formed');
  return parts;
}

/** The whole number of a varint field, as int64; of other fields 0. */
export function numberIn(message: Uint8Array, { wireType, valueStart, end }: FieldPart): number {
  if (wireType !== VARINT) return 0;
  reader.bytes = new Uint8Array(message.buffer, message.byteOffset, message.length);
  reader.at = valueStart;
  readVarint(reader, end);
  return reader.high * 0x1_0000_0000 + (reader.low >>> 0);
}

/** The value of the last field with this number; empty where there is none. */
export function lastValue(message: Uint8Array, number: number): Uint8Array {
  const part = fieldsOf(message).findLast((field) => field.number === number);
  return part === undefined ? new Uint8Array(0) : message.subarray(part.valueStart, part.end);
}

/** The bytes of a field that holds a message, a text or bytes; empty ones are written too. */
export function fieldBytes(number: number, value: Uint8Array): Buffer {
  const tag = (number << 3) | LENGTH_DELIMITED;
  const headBytes = varintBytes(tag) + varintBytes(value.length);
  const bytes = Buffer.allocUnsafe(headBytes + value.length);
  writeVarint(bytes, writeVarint(bytes, 0, tag), value.length);
  bytes.set(value, headBytes);
  return bytes;
}

/** The bytes of a field that holds a whole number of 0 to 2^53. */
export function numberField(number: number, value: number): Buffer {
  const tag = number << 3;
  const low = value | 0;
  const high = (value / 0x1_0000_0000) | 0;
  const bytes = Buffer.allocUnsafe(varintBytes(tag) + varint64Bytes(low, high));
  writeVarint64(bytes, writeVarint(bytes, 0, tag), low, high);
  return bytes;
}

/** The fields of a message under other numbers; fields without one are left out. */
export function renumbered(message: Uint8Array, numbers: ReadonlyMap<number, number>): Buffer {
  const parts: Uint8Array[] = [];
  for (const { number, wireType, valueStart, end } of fieldsOf(message)) {
    const other = numbers.get(number);
    if (other === undefined) continue;
    if (wireType === LENGTH_DELIMITED) {
      parts.push(fieldBytes(other, message.subarray(valueStart, end)));
      continue;
    }
    const tag = (other << 3) | wireType;
    const tagBytes = Buffer.alloc(varintBytes(tag));
    writeVarint(tagBytes, 0, tag);
    parts.push(tagBytes, message.subarray(valueStart, end));
  }
  return Buffer.concat(parts);
}
