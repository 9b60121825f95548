// How the writes of a group are given to the script: one MessagePack list, with three strings for
// each write: the place of its hash, from 1 and below 0 where the field goes, the field, the value.
// Source of the format: the MessagePack specification.

import type { TableWrite } from './overlay.js';
import { hashName, placeOf, sharedValueOf } from './tenant-tables.js';

const NO_BYTES = Buffer.alloc(0);
/** Bytes in front of a string, and of the list, at most. */
const HEAD_BYTES = 5;
/** Digits of a place and its sign. */
const PLACE_BYTES = 12;

/** Writes as the script gets them. */
export type PackedWrites = {
  /** The hashes in the order of their places, without the tenant's part of the name. */
  readonly names: readonly string[];
  readonly bytes: Buffer;
};

/** Packs writes; of none there are no bytes. */
export function packWrites(writes: readonly TableWrite[]): PackedWrites {
  if (writes.length === 0) return { names: [], bytes: NO_BYTES };
  const places = new Map<string, number>();
  const strings: (string | Buffer)[] = [];
  let lengthBytes = HEAD_BYTES;
  for (const { layer, key, bytes } of writes) {
    const { bucket, field } = placeOf(layer.table, key);
    const value = bytes === null ? NO_BYTES : sharedValueOf(layer.table, bytes);
    const name = hashName(layer.table, bucket);
    let place = places.get(name);
    if (place === undefined) {
      place = places.size + 1;
      places.set(name, place);
    }
    strings.push(bytes === null ? `-${place}` : `${place}`, field, value);
    lengthBytes += 3 * HEAD_BYTES + PLACE_BYTES + field.length + value.length;
  }
  const packed = Buffer.allocUnsafe(lengthBytes);
  let at = packed.writeUInt8(0xdd, 0);
  at = packed.writeUInt32BE(strings.length, at);
  for (const one of strings) at = writeString(packed, at, one);
  return { names: [...places.keys()], bytes: packed.subarray(0, at) };
}

/** Writes a string, and answers where it ends. A text is one of digits. */
function writeString(packed: Buffer, start: number, string: string | Buffer): number {
  const { length } = string;
  let at = start;
  if (length < 0x20) packed[at++] = 0xa0 | length;
  else if (length < 0x100) {
    packed[at++] = 0xd9;
    packed[at++] = length;
  } else if (length < 0x10000) {
    packed[at++] = 0xda;
    at = packed.writeUInt16BE(length, at);
  } else {
    packed[at++] = 0xdb;
    at = packed.writeUInt32BE(length, at);
  }
  if (typeof string === 'string') {
    for (let i = 0; i < length; i++) packed[at + i] = string.charCodeAt(i);
  } else packed.set(string, at);
  return at + length;
}
