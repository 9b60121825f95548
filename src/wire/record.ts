// What is kept of a decision, as bytes: its inputs and its answer, no stock rows. Little-endian:
//
//     0  u32 length of the whole, a multiple of 4 | u8 format | u8 kind | u16 flags
//     8  f64 suggestion id | f64 time of decision, epoch ms
//    24  u32 tenant | u32 configuration version | u32 location version | u32 postal version
//    40  f64 snapshot sequence | f64 snapshot age, ms
//    56  f64 x | f64 y | f64 z of the destination
//    80  u32 seed of RANDOM | u32 hash of the order id | u32 hash of the external id (0: no id)
//    92  u16 bytes of the site id | u16 verdicts on the city
//    96  u32 lines | u32 bytes of the request | u32 bytes of the decision
//   108  site id | verdicts, a byte each | padding to 4 | by line: i32 product, i32 its version |
//        what the order held | who was full | request | decision | padding to 4
//
// What the order held and who was full are there where flags say so: u32 entries, and by entry
// OWN_INTS i32 and FULL_INTS i32.

import { FULL_INTS, OWN_INTS } from '../columns/order.js';

/** Where the fixed fields of a record are. */
export const RECORD = {
  lengthBytes: 0,
  format: 4,
  kind: 5,
  flags: 6,
  suggestionId: 8,
  timeEpochMs: 16,
  tenant: 24,
  configurationVersion: 28,
  locationVersion: 32,
  postalVersion: 36,
  snapshotSequence: 40,
  snapshotAgeMs: 48,
  destinationX: 56,
  destinationY: 64,
  destinationZ: 72,
  randomSeed: 80,
  orderIdHash: 84,
  externalIdHash: 88,
  siteIdBytes: 92,
  cityVerdictCount: 94,
  lineCount: 96,
  requestBytes: 100,
  decisionBytes: 104,
  headBytes: 108,
} as const;

/** The format that this release writes. */
export const RECORD_FORMAT = 1;

/** Bits of a record's flags. */
export const RECORD_FLAG = {
  consistent: 1,
  destination: 2,
  logWanted: 4,
  held: 8,
  full: 16,
} as const;

/** What was asked. */
export const RECORD_KIND = { suggest: 1, candidates: 2 } as const;

/** A record, read. */
export type DecisionRecord = {
  /** One of RECORD_KIND. */
  readonly kind: number;
  readonly suggestionId: number;
  readonly timeEpochMs: number;
  /** The number under which the store keeps the tenant. */
  readonly tenant: number;
  readonly siteId: string;
  readonly configurationVersion: number;
  readonly locationVersion: number;
  readonly postalVersion: number;
  readonly snapshotSequence: number;
  readonly snapshotAgeMs: number;
  readonly isConsistent: boolean;
  readonly isLogWanted: boolean;
  /** On the unit sphere; null where it was unknown. */
  readonly destination: { readonly x: number; readonly y: number; readonly z: number } | null;
  readonly randomSeed: number;
  /**
   * The program's predicates on the order's city, in the order of `Program.cityPredicates`: 1 where
   * it held. Of an address the city itself is not kept.
   */
  readonly cityVerdicts: Uint8Array;
  /** By line: the store's number of its product, -1 where it was unknown. */
  readonly lineProducts: Int32Array;
  /** By line: the version of its product whose rows were read. */
  readonly lineProductVersions: Int32Array;
  /**
   * Which units of the order's products its own hold held: OWN_INTS an entry, see OrderColumns.
   * Null: it named no hold that was active.
   */
  readonly ownUnits: Int32Array | null;
  /** Which locations had reached a fulfilment limit: FULL_INTS an entry, see OrderColumns. */
  readonly full: Int32Array;
  /** The request's message, of the address only country, state, postal code and coordinates. */
  readonly request: Uint8Array;
  /** The Decision message; empty for a list of candidates. */
  readonly decision: Uint8Array;
};

/** Bytes of a record with so much in it: a multiple of 4. */
export function recordBytes(
  siteIdBytes: number,
  cityVerdictCount: number,
  lineCount: number,
  entryBytes: number,
  requestBytes: number,
  decisionBytes: number,
): number {
  const lines = alignedEnd(RECORD.headBytes + siteIdBytes + cityVerdictCount);
  return alignedEnd(lines + lineCount * 8 + entryBytes + requestBytes + decisionBytes);
}

/** The end that is padded to a multiple of 4: where lines begin, and where a record ends. */
export function alignedEnd(end: number): number {
  return (end + 3) & ~3;
}

/**
 * Reads the record at `bytes[at]`. Its arrays are views into `bytes`, or copies where these cannot
 * be.
 */
export function readRecord(bytes: Uint8Array, at: number): DecisionRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at);
  const u32 = (field: number) => view.getUint32(field, true);
  const f64 = (field: number) => view.getFloat64(field, true);
  const flags = view.getUint16(RECORD.flags, true);
  const siteEnd = RECORD.headBytes + view.getUint16(RECORD.siteIdBytes, true);
  const verdictEnd = siteEnd + view.getUint16(RECORD.cityVerdictCount, true);
  const lineCount = u32(RECORD.lineCount);
  const lines = alignedEnd(verdictEnd);
  const lineProducts = new Int32Array(lineCount);
  const lineProductVersions = new Int32Array(lineCount);
  for (let line = 0; line < lineCount; line++) {
    lineProducts[line] = view.getInt32(lines + line * 8, true);
    lineProductVersions[line] = view.getInt32(lines + line * 8 + 4, true);
  }
  const ownStart = lines + lineCount * 8;
  const hasOwn = (flags & RECORD_FLAG.held) !== 0;
  const ownUnits = hasOwn ? readEntries(view, ownStart, OWN_INTS) : null;
  const fullStart = ownStart + (ownUnits === null ? 0 : 4 + ownUnits.byteLength);
  const hasFull = (flags & RECORD_FLAG.full) !== 0;
  const full = hasFull ? readEntries(view, fullStart, FULL_INTS) : new Int32Array(0);
  const requestStart = fullStart + (hasFull ? 4 + full.byteLength : 0);
  const decisionStart = requestStart + u32(RECORD.requestBytes);
  const part = (start: number, end: number) => bytes.subarray(at + start, at + end);
  return {
    kind: view.getUint8(RECORD.kind),
    suggestionId: f64(RECORD.suggestionId),
    timeEpochMs: f64(RECORD.timeEpochMs),
    tenant: u32(RECORD.tenant),
    siteId: String.fromCharCode(...part(RECORD.headBytes, siteEnd)),
    configurationVersion: u32(RECORD.configurationVersion),
    locationVersion: u32(RECORD.locationVersion),
    postalVersion: u32(RECORD.postalVersion),
    snapshotSequence: f64(RECORD.snapshotSequence),
    snapshotAgeMs: f64(RECORD.snapshotAgeMs),
    isConsistent: (flags & RECORD_FLAG.consistent) !== 0,
    isLogWanted: (flags & RECORD_FLAG.logWanted) !== 0,
    destination:
      (flags & RECORD_FLAG.destination) === 0
        ? null
        : {
            x: f64(RECORD.destinationX),
            y: f64(RECORD.destinationY),
            z: f64(RECORD.destinationZ),
          },
    randomSeed: u32(RECORD.randomSeed),
    cityVerdicts: part(siteEnd, verdictEnd),
    lineProducts,
    lineProductVersions,
    ownUnits,
    full,
    request: part(requestStart, decisionStart),
    decision: part(decisionStart, decisionStart + u32(RECORD.decisionBytes)),
  };
}

function readEntries(view: DataView, at: number, entryInts: number): Int32Array {
  const entries = new Int32Array(view.getUint32(at, true) * entryInts);
  for (let i = 0; i < entries.length; i++) entries[i] = view.getInt32(at + 4 + i * 4, true);
  return entries;
}
