// The value of a stock row on disk, 56 bytes, little-endian:
//
//   on_hand | allocated | held | in_transit | safety_stock | ltd | flags | attributes | version |
//   excess_threshold | extensible                   11 x int32
//   as_of                                           float64, NaN: none
//   the product's version when the row appeared     uint32, 2^32 - 1: it was there always
//
// Rows of older releases are shorter: the last two values are not in one of 48 bytes, nor is the
// product's version in one of 44 bytes, which was there always: it is older than the ledger.

import { ROW_FIELDS, ROW_FLAG, type RowColumns, type RowField } from '../../columns/stock.js';
import type { RowValues } from '../../columns/stock-writer.js';

const ROW_BYTES = 56;
const ROW_BYTES_WITHOUT_APPEARANCE = 44;
/** Bytes of the values of a row: a row begins with them, and so does a part of a ledger entry. */
export const VALUES_BYTES = 44;
/** The same where a release wrote them that had no thresholds and no extensible attributes. */
export const OLD_VALUES_BYTES = 36;
/** Stands for the version at which a row appeared, where that was before there was a ledger. */
export const ALWAYS = 0xffffffff;
const LTD = 20;
const FLAGS = 24;
/** The fields by place in the values of a row. */
const FIELDS = [
  'onHand',
  'allocated',
  'held',
  'inTransit',
  'safetyStock',
  'ltd',
  'flags',
  'attributes',
  'version',
  'excessThreshold',
  'extensible',
] as const satisfies readonly RowField[];
const PLACES = FIELDS.map((field) => ROW_FIELDS.indexOf(field));
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
  bytes.writeDoubleLE(asOfEpochMs, VALUES_BYTES);
  bytes.writeUInt32LE(appearedAt, VALUES_BYTES + 8);
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
  bytes.writeInt32LE(values.excessThreshold, at + 36);
  bytes.writeInt32LE(values.extensible, at + 40);
}

/** The row of some bytes, at the place that its key names. */
export function decodeRow(bytes: Buffer, location: number, segment: number): StoredRow {
  const lengthBytes = valuesBytesOf(bytes);
  const values = readValues(bytes, 0, lengthBytes, location, segment);
  const asOfEpochMs = bytes.readDoubleLE(lengthBytes);
  return { values, asOfEpochMs, appearedAt: appearedAtOf(bytes) };
}

/**
 * The values of a row, of which the `lengthBytes` at `at`, VALUES_BYTES or OLD_VALUES_BYTES, hold
 * all but the place.
 */
export function readValues(
  bytes: Buffer,
  at: number,
  lengthBytes: number,
  location: number,
  segment: number,
): RowValues {
  const isOld = lengthBytes === OLD_VALUES_BYTES;
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
    excessThreshold: isOld ? 0 : bytes.readInt32LE(at + 36),
    extensible: isOld ? 0 : bytes.readInt32LE(at + 40),
  };
}

/** The version of the product with which a row appeared, or ALWAYS. */
export function appearedAtOf(bytes: Buffer): number {
  if (bytes.length === ROW_BYTES_WITHOUT_APPEARANCE) return ALWAYS;
  return bytes.readUInt32LE(bytes.length - 4);
}

/** Fills `row` with the place and the values of a stored row, in the order of ROW_FIELDS. */
export function decodeRowInto(key: Uint8Array, bytes: Buffer, row: Int32Array): void {
  row.fill(0);
  row[0] = readUInt32BE(key, 8);
  row[1] = readUInt32BE(key, 12);
  const count = valuesBytesOf(bytes) / 4;
  for (let i = 0; i < count; i++) row[PLACES[i]] = bytes.readInt32LE(i * 4);
  row[FLAGS_FIELD] = flagsOf(bytes, 0);
}

/** Where the values of stored rows are. */
export type StoredValues = {
  readonly view: DataView;
  /** By row: where its bytes begin, and how many they are. */
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
  /** The rows in the order of the columns: the first `count` of these. */
  readonly order: Uint32Array;
  readonly count: number;
};

/** Writes the values of stored rows, all but their places, into columns from `first` on. */
export function decodeRows(
  { view, starts, lengths, order, count }: StoredValues,
  rows: RowColumns,
  first: number,
): void {
  for (let value = 0; value < FIELDS.length; value++) {
    const column = rows[FIELDS[value]];
    const at = value * 4;
    const isNew = at >= OLD_VALUES_BYTES;
    for (let i = 0; i < count; i++) {
      const row = order[i];
      const isThere = !isNew || lengths[row] === ROW_BYTES;
      column[first + i] = isThere ? view.getInt32(starts[row] + at, true) : 0;
    }
  }
  const { ltd, flags } = rows;
  for (let row = first; row < first + count; row++) {
    // As `flagsOf`.
    if (ltd[row] !== 0) flags[row] |= ROW_FLAG.hasLtd;
  }
}

function valuesBytesOf(bytes: Buffer): number {
  return bytes.length === ROW_BYTES ? VALUES_BYTES : OLD_VALUES_BYTES;
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
