// What scripts pack: lists of byte strings, nested, in MessagePack as Redis's cmsgpack writes them.
// Source of the format: the MessagePack specification. Numbers are not read.

/** A byte string, or a list. */
export type Packed = Buffer | Packed[];

/** A place in packed bytes: the string that was read last begins at `start` and ends at `at`. */
export type PackCursor = { readonly bytes: Buffer; at: number; start: number };

/** The place where some bytes begin. */
export function packCursor(bytes: Buffer): PackCursor {
  return { bytes, at: 0, start: 0 };
}

/** What the bytes hold; throws a RangeError where they are something else. */
export function unpack(bytes: Buffer): Packed {
  return next(packCursor(bytes));
}

/** A list of byte strings; throws a RangeError where it is something else. */
export function unpackStrings(bytes: Buffer): Buffer[] {
  const list = unpack(bytes);
  if (!Array.isArray(list) || list.some(Array.isArray)) throw new RangeError('no list of strings');
  return list as Buffer[];
}

/** Goes into a list, and says how many elements follow; throws a RangeError where none begins. */
export function nextList(cursor: PackCursor): number {
  const kind = cursor.bytes[cursor.at++];
  if (kind >= 0x90 && kind <= 0x9f) return kind & 0x0f;
  // An empty Lua table is an empty map.
  if (kind === 0x80) return 0;
  if (kind === 0xdc) return lengthOf(cursor, 2);
  if (kind === 0xdd) return lengthOf(cursor, 4);
  throw unknownKind(cursor);
}

/**
 * Passes a string, and says how many bytes it has; throws a RangeError where none begins, or where
 * the bytes end too early.
 */
export function nextString(cursor: PackCursor): number {
  const { bytes } = cursor;
  const kind = bytes[cursor.at++];
  let length: number;
  if (kind >= 0xa0 && kind <= 0xbf) length = kind & 0x1f;
  else if (kind === 0xd9) length = bytes[cursor.at++];
  else if (kind === 0xda) length = lengthOf(cursor, 2);
  else if (kind === 0xdb) length = lengthOf(cursor, 4);
  else throw unknownKind(cursor);
  cursor.start = cursor.at;
  cursor.at += length;
  // Past the end a length is undefined, and the place no number.
  if (!(cursor.at <= bytes.length)) throw new RangeError('the packed bytes end too early');
  return length;
}

function next(cursor: PackCursor): Packed {
  if (!isList(cursor.bytes[cursor.at])) {
    nextString(cursor);
    return cursor.bytes.subarray(cursor.start, cursor.at);
  }
  const count = nextList(cursor);
  const list: Packed[] = [];
  for (let i = 0; i < count; i++) list.push(next(cursor));
  return list;
}

function isList(kind: number): boolean {
  return (kind >= 0x80 && kind <= 0x9f) || kind === 0xdc || kind === 0xdd;
}

function lengthOf(cursor: PackCursor, lengthBytes: number): number {
  const length = cursor.bytes.readUIntBE(cursor.at, lengthBytes);
  cursor.at += lengthBytes;
  return length;
}

function unknownKind({ at }: PackCursor): RangeError {
  return new RangeError(`byte ${at - 1} is of no kind that is packed here`);
}
