// The value of a stock row on disk, 48 bytes, little-endian:
//
//   on_hand | allocated | held | in_transit | safety_stock | ltd | flags | attributes | version
//                                                   9 x int32
//   as_of                                           float64, NaN: none
//   the product's version when the row appeared     uint32, 2^32 - 1: it was there always
//
// A row of 44 bytes, without the last, was there always: it is older than the ledger.

import { ROW_FIELDS, ROW_FLAG } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';

const ROW_BYTES = 48;
const APPEARED_AT = 44;
/** Bytes of the values of a row: a row begins with them, and so does a part of a ledger entry. */
export const VALUES_BYTES = 36;
/** Stands for the version at which a row appeared, where that was before there was a ledger. */
export const ALWAYS = 0xffffffff;
const LTD = 20;
const FLAGS = 24;
const AS_OF = 36;
const FLAGS_FIELD = ROW_FIELDS.indexOf('flags');

/** A stock row with what is not in the columns. */
export type StoredRow = {
  readonly values: RowValues;
  /** When the count was taken; NaN where that was never said. */
  readonly asOfEpochMs: number;
  /** The version of the product with which the row appeared, 31 bits, or ALWAYS. */
  readonly appearedAt: number;
};

/** The bytes of a row. */
export function encodeRow({ values, asOfEpochMs, appearedAt }: StoredRow): Buffer {
  const bytes = Buffer.allocUnsafe(ROW_BYTES);
  writeValues(bytes, 0, values);
  bytes.writeDoubleLE(asOfEpochMs, AS_OF);
  bytes.writeUInt32LE(appearedAt, APPEARED_AT);
  return bytes;
}

/** Writes the values of a row, VALUES_BYTES long. */
export function writeValues(bytes: Buffer, at: number, values: RowValues): void {
  bytes.writeInt32LE(values.onHand, at);
  bytes.writeInt32LE(values.allocated, at + 4);
  bytes.writeInt32LE(values.held, at + 8);
  bytes.writeInt32LE(values.inTransit, at + 12);
  bytes.writeInt32LE(values.safetyStock, at + 16);
  bytes.writeInt32LE(values.ltd, at + LTD);
  bytes.writeInt32LE(values.flags, at + FLAGS);
  bytes.writeInt32LE(values.attributes, at + 28);
  bytes.writeInt32LE(values.version, at + 32);
}

/** The row of some bytes, at the place that its key names. */
export function decodeRow(bytes: Buffer, location: number, segment: number): StoredRow {
  const values = readValues(bytes, 0, location, segment);
  return { values, asOfEpochMs: bytes.readDoubleLE(AS_OF), appearedAt: appearedAtOf(bytes) };
}

/** The values of a row, of which the bytes at `at` hold all but the place. */
export function readValues(
  bytes: Buffer,
  at: number,
  location: number,
  segment: number,
): RowValues {
  return {
    location,
    segment,
    onHand: bytes.readInt32LE(at),
    allocated: bytes.readInt32LE(at + 4),
    held: bytes.readInt32LE(at + 8),
    inTransit: bytes.readInt32LE(at + 12),
    safetyStock: bytes.readInt32LE(at + 16),
    ltd: bytes.readInt32LE(at + LTD),
    flags: flagsOf(bytes, at),
    attributes: bytes.readInt32LE(at + 28),
    version: bytes.readInt32LE(at + 32),
  };
}

/** The version of the product with which a row appeared, or ALWAYS. */
export function appearedAtOf(bytes: Buffer): number {
  return bytes.length < ROW_BYTES ? ALWAYS : bytes.readUInt32LE(APPEARED_AT);
}

/** Fills `row` with the place and the values of a stored row, in the order of ROW_FIELDS. */
export function decodeRowInto(key: Uint8Array, bytes: Buffer, row: Int32Array): void {
  row[0] = readUInt32BE(key, 8);
  row[1] = readUInt32BE(key, 12);
  for (let i = 0; i < 9; i++) row[i + 2] = bytes.readInt32LE(i * 4);
  row[FLAGS_FIELD] = flagsOf(bytes, 0);
}

/** A row that was written before ltd could be unknown has no flag for it: 0 stood for both then. */
function flagsOf(bytes: Buffer, at: number): number {
  const flags = bytes.readInt32LE(at + FLAGS);
  return bytes.readInt32LE(at + LTD) === 0 ? flags : flags | ROW_FLAG.hasLtd;
}

/** The product of a row's key. */
export function productOfKey(key: Uint8Array): number {
  return readUInt32BE(key, 4);
}

function readUInt32BE(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
