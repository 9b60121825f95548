// What scripts pack: lists of byte strings, nested, in MessagePack as Redis's cmsgpack writes them.
// Source of the format: the MessagePack specification. Numbers are not read.

/** A byte string, or a list. */
export type Packed = Buffer | Packed[];

/** A place in some bytes. */
type Cursor = { readonly bytes: Buffer; at: number };

/** What the bytes hold; throws a RangeError where they are something else. */
export function unpack(bytes: Buffer): Packed {
  return next({ bytes, at: 0 });
}

/** A list of byte strings; throws a RangeError where it is something else. */
export function unpackStrings(bytes: Buffer): Buffer[] {
  const list = unpack(bytes);
  if (!Array.isArray(list) || list.some(Array.isArray)) throw new RangeError('no list of strings');
  return list as Buffer[];
}

function next(cursor: Cursor): Packed {
  const { bytes } = cursor;
  const kind = bytes[cursor.at++];
  if (kind >= 0xa0 && kind <= 0xbf) return stringOf(cursor, kind & 0x1f);
  if (kind >= 0x90 && kind <= 0x9f) return listOf(cursor, kind & 0x0f);
  // An empty Lua table is an empty map.
  if (kind === 0x80) return [];
  switch (kind) {
    case 0xd9:
      return stringOf(cursor, lengthOf(cursor, 1));
    case 0xda:
      return stringOf(cursor, lengthOf(cursor, 2));
    case 0xdb:
      return stringOf(cursor, lengthOf(cursor, 4));
    case 0xdc:
      return listOf(cursor, lengthOf(cursor, 2));
    case 0xdd:
      return listOf(cursor, lengthOf(cursor, 4));
    default:
      throw new RangeError(`byte ${cursor.at - 1} is of no kind that is packed here`);
  }
}

function lengthOf(cursor: Cursor, lengthBytes: number): number {
  const length = cursor.bytes.readUIntBE(cursor.at, lengthBytes);
  cursor.at += lengthBytes;
  return length;
}

function stringOf(cursor: Cursor, length: number): Buffer {
  const end = cursor.at + length;
  if (end > cursor.bytes.length) throw new RangeError('the packed bytes end too early');
  const string = cursor.bytes.subarray(cursor.at, end);
  cursor.at = end;
  return string;
}

function listOf(cursor: Cursor, length: number): Packed[] {
  const list: Packed[] = [];
  for (let i = 0; i < length; i++) list.push(next(cursor));
  return list;
}
