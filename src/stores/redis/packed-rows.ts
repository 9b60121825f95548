// Stock rows of a tenant as they came out of Redis, kept as they are: routing wants them in its
// columns first, the replica can have them later.

import type { RowSource } from '../embedded/load-tenants.js';
import type { FieldWrite } from './tenant-tables.js';

/** Bytes of location and segment, which are the field. */
const FIELD_BYTES = 8;
const KEY_BYTES = 16;

/** The rows of all products. */
export class PackedRows implements RowSource {
  /** By product: fields and values in turn, in any order. */
  private readonly products: Buffer[][] = [];
  private readonly number: number;

  /** `number` is the tenant's, for the keys. */
  constructor(number: number) {
    this.number = number;
  }

  get count(): number {
    return this.products.reduce((count, hash) => count + hash.length / 2, 0);
  }

  /** Takes the hash of a product. */
  putHash(product: number, hash: Buffer[]): void {
    this.products[product] = hash;
  }

  /** Sets or removes a row. */
  put({ bucket, field, value }: FieldWrite): void {
    const hash = this.products[bucket] ?? [];
    this.products[bucket] = hash;
    const at = hash.findIndex((one, i) => i % 2 === 0 && one.equals(field));
    if (value === null) {
      if (at >= 0) hash.splice(at, 2);
    } else if (at >= 0) hash[at + 1] = value;
    else hash.push(field, value);
  }

  /** The rows by product, location and segment. The bytes of a key are those of the next one. */
  *entries(): Generator<{ key: Buffer; value: Buffer }> {
    const key = Buffer.alloc(KEY_BYTES);
    key.writeUInt32BE(this.number, 0);
    for (const [product, hash] of this.products.entries()) {
      if (hash === undefined) continue;
      key.writeUInt32BE(product, 4);
      const rows = isSorted(hash) ? hash : sorted(hash);
      for (let at = 0; at < rows.length; at += 2) {
        key.set(rows[at], KEY_BYTES - FIELD_BYTES);
        yield { key, value: rows[at + 1] };
      }
    }
  }
}

function isSorted(hash: readonly Buffer[]): boolean {
  for (let at = 2; at < hash.length; at += 2) {
    if (placeOf(hash[at - 2]) > placeOf(hash[at])) return false;
  }
  return true;
}

function sorted(hash: readonly Buffer[]): Buffer[] {
  const places = new Float64Array(hash.length / 2);
  for (let i = 0; i < places.length; i++) places[i] = placeOf(hash[i * 2]);
  const order = Array.from(places.keys()).sort((left, right) => places[left] - places[right]);
  return order.flatMap((i) => [hash[i * 2], hash[i * 2 + 1]]);
}

/** Location and segment as one number, in the order of their bytes. */
function placeOf(field: Buffer): number {
  return field.readUInt32BE(0) * 2 ** 32 + field.readUInt32BE(4);
}
