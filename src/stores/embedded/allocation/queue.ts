// Lines that wait for stock, in the order in which they are served: the most important orders
// first, of these the oldest. Keys of the table `backorders` are
//
//   tenant | product | 3 - priority | time of the order (8 bytes) | order id | line (8 bytes)
//
// and each line is there twice: under its product, and under ALL_PRODUCTS.

import { PRIORITIES, type Priority } from '../../allocation.js';
import { binaryKey, type Database } from '../database.js';
import type { AllocationRecord, LineRecord } from './record.js';

/** A product of the keys: every line is listed under it. */
export const ALL_PRODUCTS = 0xffffffff;
/** A product of the keys: of lines whose product no stock row ever named. */
const UNKNOWN_PRODUCT = 0xfffffffe;

const NOTHING = Buffer.alloc(0);
/** What comes before the order id. */
const HEAD_BYTES = 17;
const LINE_BYTES = 8;

/** A line that waits, by its names. */
export type Waiting = { readonly orderId: string; readonly orderItemId: number };

/** Lists a line as waiting, in the running transaction. */
export function putWaiting(
  database: Database,
  tenant: number,
  record: AllocationRecord,
  line: LineRecord,
): void {
  for (const key of keysOf(tenant, record, line)) void database.backorders.put(key, NOTHING);
}

/** Takes a line off the list, in the running transaction. */
export function removeWaiting(
  database: Database,
  tenant: number,
  record: AllocationRecord,
  line: LineRecord,
): void {
  for (const key of keysOf(tenant, record, line)) void database.backorders.remove(key);
}

/**
 * Lines that wait for a product (-1: an unknown one), in order, from behind the key `after`; each
 * with its key.
 */
export function* waitingFor(
  database: Database,
  tenant: number,
  product: number,
  after: Buffer | null,
): Generator<Waiting & { readonly key: Buffer }> {
  const number = product < 0 ? UNKNOWN_PRODUCT : product;
  const first = binaryKey(tenant, number);
  const start = after === null ? first : Buffer.concat([after, Buffer.of(0)]);
  const end = number === ALL_PRODUCTS ? binaryKey(tenant + 1) : binaryKey(tenant, number + 1);
  for (const found of database.backorders.getKeys({ start, end })) {
    // The bytes of a key are its cursor's, which goes on.
    const key = Buffer.from(found);
    const lineAt = key.length - LINE_BYTES;
    yield {
      key,
      orderId: key.toString('utf8', HEAD_BYTES, lineAt),
      orderItemId: Number(key.readBigUInt64BE(lineAt)),
    };
  }
}

/** The product of a key (-1: an unknown one); null: it is the key under which all are listed. */
export function waitingProductOf(key: Buffer): number | null {
  const number = key.readUInt32BE(4);
  if (number === ALL_PRODUCTS) return null;
  return number === UNKNOWN_PRODUCT ? -1 : number;
}

/** The products that lines of a tenant wait for, and how many lines; -1: unknown ones. */
export function waitingCounts(database: Database, tenant: number): Map<number, number> {
  const counts = new Map<number, number>();
  const range = { start: binaryKey(tenant), end: binaryKey(tenant, ALL_PRODUCTS) };
  for (const key of database.backorders.getKeys(range)) {
    const product = waitingProductOf(Buffer.from(key));
    if (product !== null) counts.set(product, (counts.get(product) ?? 0) + 1);
  }
  return counts;
}

function keysOf(tenant: number, record: AllocationRecord, line: LineRecord): Buffer[] {
  const { orderId, priority, createTimeEpochMs } = record;
  const { productIndex, orderItemId } = line;
  const names = Buffer.alloc(Buffer.byteLength(orderId) + LINE_BYTES);
  names.write(orderId, 0);
  names.writeBigUInt64BE(BigInt(orderItemId), names.length - LINE_BYTES);
  const product = productIndex < 0 ? UNKNOWN_PRODUCT : productIndex;
  return [product, ALL_PRODUCTS].map((number) => {
    return Buffer.concat([headOf(tenant, number, priority, createTimeEpochMs), names]);
  });
}

function headOf(tenant: number, product: number, priority: Priority, timeEpochMs: number): Buffer {
  const rank = PRIORITIES.length - 1 - PRIORITIES.indexOf(priority);
  const time = [Math.floor(timeEpochMs / 2 ** 32), timeEpochMs >>> 0];
  return Buffer.concat([binaryKey(tenant, product), Buffer.of(rank), binaryKey(...time)]);
}
