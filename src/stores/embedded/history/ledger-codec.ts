// What one change of a stock row is on disk. Little-endian:
//
//     0  f64 time, epoch ms
//     8  u32 product | u32 its version after the change
//    16  u32 location | u32 segment
//    24  u32 the product's version when the row appeared
//    28  u8 reason | u8 bits | u8 bytes of the location's code | u8 of the reference
//    32  values before | values after, see row-codec.ts; after is absent where the row went
//        code of the location | reference
//
// Bits: 1: the row went; 2: values have thresholds and extensible attributes, which they had not in
// entries of older releases. The code is kept because a location's document goes with the location.

import type { RowValues } from '../../../columns/stock-writer.js';
import { OLD_VALUES_BYTES, readValues, VALUES_BYTES, writeValues } from '../row-codec.js';

/** Why a row changed. */
export const LEDGER_REASON = {
  upsert: 1,
  import: 2,
  locationDeleted: 3,
  adjusted: 4,
  deleted: 5,
  blocked: 6,
  unblocked: 7,
  transferOut: 8,
  transferIn: 9,
  received: 10,
  held: 11,
  holdReleased: 12,
  holdExpired: 13,
  holdConsumed: 14,
  allocated: 15,
  allocationReleased: 16,
  shipped: 17,
  rejected: 18,
  /** No change, but what changes came to that are let go of; see openings.ts. */
  opening: 19,
} as const;

/** A product's version is a count of changes of 31 bits, which wraps. */
export const VERSION_MASK = 0x7fffffff;

/** One change of a row that was there before. */
export type LedgerRow = {
  readonly timeEpochMs: number;
  readonly product: number;
  /** The product's version after the change. */
  readonly productVersion: number;
  /** See StoredRow. */
  readonly appearedAt: number;
  /** One of LEDGER_REASON. */
  readonly reason: number;
  readonly before: RowValues;
  /** Null: the row went. */
  readonly after: RowValues | null;
  readonly locationCode: string;
  /** What the change was for; empty: nothing in particular. */
  readonly reference: string;
};

const VALUES_START = 32;
const BITS = { gone: 1, long: 2 } as const;

/** The bytes of a change. */
export function encodeLedgerRow(row: LedgerRow): Buffer {
  const { before, after, locationCode, reference } = row;
  const codeBytes = Buffer.byteLength(locationCode);
  const referenceBytes = Buffer.byteLength(reference);
  const textStart = VALUES_START + VALUES_BYTES * (after === null ? 1 : 2);
  const bytes = Buffer.allocUnsafe(textStart + codeBytes + referenceBytes);
  bytes.writeDoubleLE(row.timeEpochMs, 0);
  bytes.writeUInt32LE(row.product, 8);
  bytes.writeUInt32LE(row.productVersion, 12);
  bytes.writeUInt32LE(before.location, 16);
  bytes.writeUInt32LE(before.segment, 20);
  bytes.writeUInt32LE(row.appearedAt, 24);
  bytes[28] = row.reason;
  bytes[29] = BITS.long | (after === null ? BITS.gone : 0);
  bytes[30] = codeBytes;
  bytes[31] = referenceBytes;
  writeValues(bytes, VALUES_START, before);
  if (after !== null) writeValues(bytes, VALUES_START + VALUES_BYTES, after);
  bytes.write(locationCode, textStart);
  bytes.write(reference, textStart + codeBytes);
  return bytes;
}

/** The change of some bytes. */
export function decodeLedgerRow(bytes: Buffer): LedgerRow {
  const location = bytes.readUInt32LE(16);
  const segment = bytes.readUInt32LE(20);
  const isGone = isRowGone(bytes);
  const lengthBytes = valuesBytesOf(bytes);
  const afterStart = VALUES_START + lengthBytes;
  const textStart = textStartOf(bytes);
  const codeEnd = textStart + bytes[30];
  return {
    timeEpochMs: timeOf(bytes),
    product: productOf(bytes),
    productVersion: productVersionOf(bytes),
    appearedAt: bytes.readUInt32LE(24),
    reason: bytes[28],
    before: readValues(bytes, VALUES_START, lengthBytes, location, segment),
    after: isGone ? null : readValues(bytes, afterStart, lengthBytes, location, segment),
    locationCode: bytes.toString('utf8', textStart, codeEnd),
    reference: bytes.toString('utf8', codeEnd, codeEnd + bytes[31]),
  };
}

/** When a change was made, without reading the rest. */
export function timeOf(bytes: Buffer): number {
  return bytes.readDoubleLE(0);
}

/** The product of a change. */
export function productOf(bytes: Buffer): number {
  return bytes.readUInt32LE(8);
}

/** The product's version after a change. */
export function productVersionOf(bytes: Buffer): number {
  return bytes.readUInt32LE(12);
}

/** Whether a change is of a row at the location that had this code. */
export function isAtLocation(bytes: Buffer, code: Buffer): boolean {
  if (bytes[30] !== code.length) return false;
  const start = textStartOf(bytes);
  return code.compare(bytes, start, start + code.length) === 0;
}

function isRowGone(bytes: Buffer): boolean {
  return (bytes[29] & BITS.gone) !== 0;
}

function valuesBytesOf(bytes: Buffer): number {
  return (bytes[29] & BITS.long) === 0 ? OLD_VALUES_BYTES : VALUES_BYTES;
}

function textStartOf(bytes: Buffer): number {
  return VALUES_START + valuesBytesOf(bytes) * (isRowGone(bytes) ? 1 : 2);
}
