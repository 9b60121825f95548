// Product codes of a tenant as they came out of Redis, kept as they are until the replica has them.
// Codes are numbered without gaps, and none is ever changed.

import { binaryKey } from '../embedded/database.js';
import { nextList, nextString, packCursor, type PackCursor } from './msgpack.js';
import { CODES_OF_BUCKET } from './tenant-tables.js';

const FIELD_BYTES = 4;
/** Bytes of a pack are fewer. */
const PACK_STEP = 2 ** 32;

/** The codes of all products. */
export class PackedCodes {
  /** How many products they name. */
  productCount = 0;
  private readonly packs: PackCursor[] = [];
  /** By number: pack * PACK_STEP + where the packed value begins. */
  private readonly places: number[] = [];

  /** Takes packed hashes; says whether all were full, so that there may be more behind them. */
  take(bytes: Buffer): boolean {
    const cursor = packCursor(bytes);
    const front = this.packs.push(cursor) * PACK_STEP - PACK_STEP;
    const hashCount = nextList(cursor);
    let isFull = true;
    for (let hash = 0; hash < hashCount; hash++) {
      const count = nextList(cursor);
      for (let at = 0; at < count; at += 2) {
        if (nextString(cursor) !== FIELD_BYTES) throw new RangeError('a code has no number');
        this.places[bytes.readUInt32BE(cursor.start)] = front + cursor.at;
        nextString(cursor);
        this.productCount = Math.max(this.productCount, bytes.readUInt32BE(cursor.start) + 1);
      }
      isFull &&= count === CODES_OF_BUCKET * 2;
    }
    return isFull;
  }

  /** The values from a number on. */
  *values(first: number): Generator<Buffer> {
    for (let number = first; number < this.places.length; number++) {
      const place = this.places[number];
      const cursor = this.packs[Math.floor(place / PACK_STEP)];
      cursor.at = place % PACK_STEP;
      nextString(cursor);
      yield cursor.bytes.subarray(cursor.start, cursor.at);
    }
  }

  /** The values with keys of a tenant. */
  *entries(tenant: number): Generator<{ readonly key: Buffer; readonly value: Buffer }> {
    let number = 0;
    for (const value of this.values(0)) yield { key: binaryKey(tenant, number++), value };
  }
}
