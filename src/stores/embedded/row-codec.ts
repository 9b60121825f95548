// The value of a stock row on disk, 44 bytes, little-endian:
//
//   on_hand | allocated | held | in_transit | safety_stock | ltd | flags | attributes | version
//                                                   9 x int32
//   as_of                                           float64, NaN: none

import { ROW_FIELDS, ROW_FLAG } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';

const ROW_BYTES = 44;
const LTD = 20;
const FLAGS = 24;
const AS_OF = 36;
const FLAGS_FIELD = ROW_FIELDS.indexOf('flags');

/** A stock row with the time of its count, epoch milliseconds; NaN where none was ever given. */
export type StoredRow = { readonly values: RowValues; readonly asOfEpochMs: number };

/** The bytes of a row. */
export function encodeRow(values: RowValues, asOfEpochMs: number): Buffer {
  const bytes = Buffer.allocUnsafe(ROW_BYTES);
  bytes.writeInt32LE(values.onHand, 0);
  bytes.writeInt32LE(values.allocated, 4);
  bytes.writeInt32LE(values.held, 8);
  bytes.writeInt32LE(values.inTransit, 12);
  bytes.writeInt32LE(values.safetyStock, 16);
  bytes.writeInt32LE(values.ltd, LTD);
  bytes.writeInt32LE(values.flags, FLAGS);
  bytes.writeInt32LE(values.attributes, 28);
  bytes.writeInt32LE(values.version, 32);
  bytes.writeDoubleLE(asOfEpochMs, AS_OF);
  return bytes;
}

/** The row of some bytes, at the place that its key names. */
export function decodeRow(bytes: Buffer, location: number, segment: number): StoredRow {
  const values = {
    location,
    segment,
    onHand: bytes.readInt32LE(0),
    allocated: bytes.readInt32LE(4),
    held: bytes.readInt32LE(8),
    inTransit: bytes.readInt32LE(12),
    safetyStock: bytes.readInt32LE(16),
    ltd: bytes.readInt32LE(LTD),
    flags: flagsOf(bytes),
    attributes: bytes.readInt32LE(28),
    version: bytes.readInt32LE(32),
  };
  return { values, asOfEpochMs: bytes.readDoubleLE(AS_OF) };
}

/** Fills `row` with the place and the values of a stored row, in the order of ROW_FIELDS. */
export function decodeRowInto(key: Uint8Array, bytes: Buffer, row: Int32Array): void {
  row[0] = readUInt32BE(key, 8);
  row[1] = readUInt32BE(key, 12);
  for (let i = 0; i < 9; i++) row[i + 2] = bytes.readInt32LE(i * 4);
  row[FLAGS_FIELD] = flagsOf(bytes);
}

/** A row that was written before ltd could be unknown has no flag for it: 0 stood for both then. */
function flagsOf(bytes: Buffer): number {
  const flags = bytes.readInt32LE(FLAGS);
  return bytes.readInt32LE(LTD) === 0 ? flags : flags | ROW_FLAG.hasLtd;
}

/** The product of a row's key. */
export function productOfKey(key: Uint8Array): number {
  return readUInt32BE(key, 4);
}

function readUInt32BE(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0;
}
