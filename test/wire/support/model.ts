// The protobuf wire format as its specification says it, slow and plain: what the hand-written
// decoder must agree with on any bytes. Driven by the descriptors; knows nothing of columns.

import protobuf from 'protobufjs';

/** A parsed message: values by field name; a message again where the field is one. */
export type Parsed = { [name: string]: unknown };

/** What a parse noticed on the way. */
export type Notes = {
  /** Paths of texts that are not UTF-8. */
  badTexts: string[];
  /** Whether protobufjs reads these bytes in another way than the specification. */
  isBeyondLibrary: boolean;
};

/** Bytes that are no message. */
class Malformed extends Error {}

type Cursor = { bytes: Uint8Array; at: number; end: number; notes: Notes };

const MESSAGE = 2;

/** Parses bytes as a message of that type; null: they are malformed. */
export function parse(
  type: protobuf.Type,
  bytes: Uint8Array,
): { message: Parsed; notes: Notes } | null {
  const notes: Notes = { badTexts: [], isBeyondLibrary: false };
  const message: Parsed = {};
  try {
    parseInto(type, message, { bytes, at: 0, end: bytes.length, notes }, '', notes);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
  return { message, notes };
}

function parseInto(
  type: protobuf.Type,
  message: Parsed,
  cursor: Cursor,
  prefix: string,
  notes: Notes,
): void {
  while (cursor.at < cursor.end) {
    const tag = readVarint(cursor);
    if (tag >> 32n !== 0n || tag >> 3n === 0n) throw new Malformed('tag');
    const wire = Number(tag & 7n);
    const field = type.fieldsById[Number(tag >> 3n)];
    if (field !== undefined && wireOf(field) === wire) {
      readField(field, message, cursor, prefix, notes);
    } else {
      if (field !== undefined) notes.isBeyondLibrary = true;
      skip(cursor, wire);
    }
  }
}

function wireOf(field: protobuf.Field): number {
  if (field.map || field.type === 'string') return MESSAGE;
  if (field.resolvedType instanceof protobuf.Type) return MESSAGE;
  return field.type === 'double' ? 1 : 0;
}

function readField(
  field: protobuf.Field,
  message: Parsed,
  cursor: Cursor,
  prefix: string,
  notes: Notes,
): void {
  const { name } = field;
  const list = field.repeated ? ((message[name] ??= []) as unknown[]) : [];
  const path = prefix + name + (field.repeated ? `[${list.length}]` : '');
  if (field instanceof protobuf.MapField) {
    const entry = { key: '', value: '' };
    readEntry(range(cursor), entry, path, notes);
    const map = (message[name] ??= new Map<string, string>()) as Map<string, string>;
    map.set(entry.key, entry.value);
  } else if (field.resolvedType instanceof protobuf.Type) {
    const known = field.repeated ? undefined : message[name];
    if (known !== undefined) notes.isBeyondLibrary = true;
    const inner = (known ?? {}) as Parsed;
    if (field.repeated) list.push(inner);
    else message[name] = inner;
    parseInto(field.resolvedType, inner, range(cursor), `${path}.`, notes);
  } else {
    const value = readScalar(field.type, cursor, path, notes);
    if (field.repeated) list.push(value);
    else message[name] = value;
  }
}

function readEntry(
  cursor: Cursor,
  entry: { key: string; value: string },
  path: string,
  notes: Notes,
): void {
  while (cursor.at < cursor.end) {
    const tag = readTag(cursor);
    if (tag === 10n) entry.key = readText(cursor, path, notes);
    else if (tag === 18n) entry.value = readText(cursor, path, notes);
    else {
      if (tag >> 3n < 3n) notes.isBeyondLibrary = true;
      skip(cursor, Number(tag & 7n));
    }
  }
}

function readScalar(type: string, cursor: Cursor, path: string, notes: Notes): unknown {
  if (type === 'string') return readText(cursor, path, notes);
  if (type === 'double') {
    const view = new DataView(take(cursor, 8).slice().buffer);
    return view.getFloat64(0, true);
  }
  const value = readVarint(cursor, type === 'int64');
  if (type === 'bool') {
    if (value >> 32n !== 0n) notes.isBeyondLibrary = true;
    return value !== 0n;
  }
  // Enumerations are read as int32.
  return type === 'int64' ? BigInt.asIntN(64, value) : Number(BigInt.asIntN(32, value));
}

function readText(cursor: Cursor, path: string, notes: Notes): string {
  const { bytes, at, end } = range(cursor);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice(at, end));
  } catch {
    notes.badTexts.push(path);
    notes.isBeyondLibrary = true;
    return '?'.repeat(end - at);
  }
}

function readTag(cursor: Cursor): bigint {
  const tag = readVarint(cursor);
  if (tag >> 32n !== 0n || tag >> 3n === 0n) throw new Malformed('tag');
  return tag;
}

/**
 * Reads a varint. `isWide`: protobufjs reads it with 64 bits; else it miscounts more than 5 bytes.
 */
function readVarint(cursor: Cursor, isWide = false): bigint {
  let value = 0n;
  for (let i = 0n; i < 10n; i++) {
    const byte = BigInt(take(cursor, 1)[0]);
    value |= (byte & 0x7fn) << (7n * i);
    if (i > 4n && !isWide) cursor.notes.isBeyondLibrary = true;
    if (byte < 0x80n) return BigInt.asUintN(64, value);
  }
  throw new Malformed('varint');
}

/** Takes a length and the bytes that it covers. */
function range(cursor: Cursor): Cursor {
  const lengthBytes = readVarint(cursor);
  if (lengthBytes > BigInt(cursor.end - cursor.at)) throw new Malformed('length');
  const start = cursor.at;
  cursor.at += Number(lengthBytes);
  return { ...cursor, at: start, end: cursor.at };
}

function take(cursor: Cursor, count: number): Uint8Array {
  if (cursor.at + count > cursor.end) throw new Malformed('truncated');
  cursor.at += count;
  return cursor.bytes.subarray(cursor.at - count, cursor.at);
}

function skip(cursor: Cursor, wire: number): void {
  if (wire === 0) readVarint(cursor);
  else if (wire === 1) take(cursor, 8);
  else if (wire === 2) range(cursor);
  else if (wire === 5) take(cursor, 4);
  else throw new Malformed('wire type');
}
