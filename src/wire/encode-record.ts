// How a decision becomes a record (record.ts says what is where). Writes into memory that is used
// again and again, and makes no garbage.

import { FNV_BASIS, fnv1a } from '../base/hash.js';
import { FULL_INTS, ORDER_TEXT, OWN_INTS, type OrderColumns } from '../columns/order.js';
import { alignedEnd, RECORD, RECORD_FLAG, RECORD_FORMAT, recordBytes } from './record.js';
import { redactOrder } from './redact.js';
import { writeBytes } from './writer.js';

/** Memory for one record at a time, seen in three ways. */
export type RecordBuffer = {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly view: DataView;
  /** Where the record begins, in bytes: a multiple of 4. */
  start: number;
};

/** Places in `RecordHead.numbers`. */
export const HEAD_NUMBER = {
  suggestionId: 0,
  timeEpochMs: 1,
  snapshotSequence: 2,
  snapshotAgeMs: 3,
} as const;

/** Under what a decision was taken; see DecisionRecord for what is what. */
export type RecordHead = {
  tenant: number;
  siteId: Uint8Array;
  configurationVersion: number;
  locationVersion: number;
  postalVersion: number;
  isConsistent: boolean;
  cityVerdictCount: number;
  /** At least `cityVerdictCount` long. */
  cityVerdicts: Uint8Array;
  /** By HEAD_NUMBER: a double that is passed may be garbage on the heap. */
  readonly numbers: Float64Array;
};

/** What the core found out about an order while it decided. */
export type RecordedState = {
  readonly randomSeed: number;
  readonly hasDestination: boolean;
  readonly destinationX: number;
  readonly destinationY: number;
  readonly destinationZ: number;
  /** By line: its slot, -1 where its product is unknown. */
  readonly lineSlot: Int32Array;
  /** What the order's own hold holds, see OrderColumns.recordedOwn. */
  readonly own: {
    readonly isHeld: boolean;
    readonly count: number;
    readonly product: Int32Array;
    readonly location: Int32Array;
    readonly segment: Int32Array;
    readonly units: Int32Array;
  };
  /** Who was full: the limit, see LimitProgram, and the location. */
  readonly fulfillment: {
    readonly fullCount: number;
    readonly fullLimit: Int32Array;
    readonly fullLocation: Int32Array;
  };
  /** By slot: the product and its version word. */
  readonly slotProduct: Int32Array;
  readonly slotVersion: Int32Array;
};

/** Memory for records of up to `lengthBytes`. */
export function createRecordBuffer(lengthBytes: number): RecordBuffer {
  return recordBufferOn(new ArrayBuffer(alignedEnd(lengthBytes)));
}

/** A record goes into this memory, at its start until that is said otherwise. */
export function recordBufferOn(memory: ArrayBufferLike): RecordBuffer {
  return {
    bytes: new Uint8Array(memory),
    words: new Int32Array(memory),
    view: new DataView(memory),
    start: 0,
  };
}

/** Nothing known yet. */
export function createRecordHead(): RecordHead {
  return {
    tenant: 0,
    siteId: new Uint8Array(0),
    configurationVersion: 0,
    locationVersion: 0,
    postalVersion: 0,
    isConsistent: false,
    cityVerdictCount: 0,
    cityVerdicts: new Uint8Array(0),
    numbers: new Float64Array(4),
  };
}

/** Bytes of the record at most: the request loses what is not kept of its address. */
export function recordBytesMax(
  order: OrderColumns,
  { own, fulfillment }: RecordedState,
  head: RecordHead,
  decision: number,
): number {
  const { siteId, cityVerdictCount } = head;
  return recordBytes(
    siteId.length,
    cityVerdictCount,
    order.lineCount,
    entryBytes(own.isHeld, own.count * OWN_INTS) +
      entryBytes(fulfillment.fullCount > 0, fulfillment.fullCount * FULL_INTS),
    order.messageBytes,
    decision,
  );
}

/** Bytes of a list of entries that is there or not. */
function entryBytes(isThere: boolean, intCount: number): number {
  return isThere ? 4 + intCount * 4 : 0;
}

/**
 * Writes the record of a decision at `buffer.start`, where `recordBytesMax` must have room. The
 * Decision is `answer[decisionStart .. decisionEnd)`. Returns the length in bytes, a multiple of 4.
 */
export function encodeRecord(
  buffer: RecordBuffer,
  order: OrderColumns,
  state: RecordedState,
  head: RecordHead,
  answer: Uint8Array,
  decisionStart: number,
  decisionEnd: number,
): number {
  const { bytes, view, start } = buffer;
  const requestStart = writeFront(buffer, order, state, head);
  const requestEnd = redactOrder(order, bytes, requestStart);
  const decisionBytes = decisionEnd - decisionStart;
  const end = writeBytes(bytes, requestEnd, answer, decisionStart, decisionBytes);
  const lengthBytes = alignedEnd(end) - start;
  for (let at = end; at < start + lengthBytes; at++) bytes[at] = 0;
  view.setUint32(start + RECORD.lengthBytes, lengthBytes, true);
  view.setUint32(start + RECORD.requestBytes, requestEnd - requestStart, true);
  view.setUint32(start + RECORD.decisionBytes, decisionBytes, true);
  writeHead(view, start, order, head);
  writeState(view, start, order, state, head.isConsistent);
  return lengthBytes;
}

/** Writes what comes before the request; returns where that ends. */
function writeFront(
  { bytes, view, start }: RecordBuffer,
  order: OrderColumns,
  state: RecordedState,
  head: RecordHead,
): number {
  const { siteId, cityVerdicts, cityVerdictCount } = head;
  let at = writeBytes(bytes, start + RECORD.headBytes, siteId, 0, siteId.length);
  at = writeBytes(bytes, at, cityVerdicts, 0, cityVerdictCount);
  while ((at & 3) !== 0) bytes[at++] = 0;
  const { lineSlot, slotProduct, slotVersion } = state;
  for (let line = 0; line < order.lineCount; line++) {
    const slot = lineSlot[line];
    view.setInt32(at, slot < 0 ? -1 : slotProduct[slot], true);
    // The word counts begun and ended changes: half of it is the version.
    view.setInt32(at + 4, slot < 0 ? 0 : slotVersion[slot] >>> 1, true);
    at += 8;
  }
  if (state.own.isHeld) at = writeOwn(view, at, state);
  return state.fulfillment.fullCount > 0 ? writeFull(view, at, state) : at;
}

/** Writes who was full; returns where it ends. */
function writeFull(view: DataView, at: number, { fulfillment }: RecordedState): number {
  const { fullCount, fullLimit, fullLocation } = fulfillment;
  view.setUint32(at, fullCount, true);
  let next = at + 4;
  for (let i = 0; i < fullCount; i++) {
    view.setInt32(next, fullLimit[i], true);
    view.setInt32(next + 4, fullLocation[i], true);
    next += FULL_INTS * 4;
  }
  return next;
}

/** Writes what the order's own hold holds; returns where it ends. */
function writeOwn(view: DataView, at: number, { own }: RecordedState): number {
  view.setUint32(at, own.count, true);
  let next = at + 4;
  for (let i = 0; i < own.count; i++) {
    view.setInt32(next, own.product[i], true);
    view.setInt32(next + 4, own.location[i], true);
    view.setInt32(next + 8, own.segment[i], true);
    view.setInt32(next + 12, own.units[i], true);
    next += OWN_INTS * 4;
  }
  return next;
}

function writeHead(view: DataView, start: number, order: OrderColumns, head: RecordHead): void {
  const { numbers } = head;
  view.setUint8(start + RECORD.format, RECORD_FORMAT);
  // The kinds of requests and of records have the same numbers.
  view.setUint8(start + RECORD.kind, order.kind);
  view.setFloat64(start + RECORD.suggestionId, numbers[HEAD_NUMBER.suggestionId], true);
  view.setFloat64(start + RECORD.timeEpochMs, numbers[HEAD_NUMBER.timeEpochMs], true);
  view.setUint32(start + RECORD.tenant, head.tenant, true);
  view.setUint32(start + RECORD.configurationVersion, head.configurationVersion, true);
  view.setUint32(start + RECORD.locationVersion, head.locationVersion, true);
  view.setUint32(start + RECORD.postalVersion, head.postalVersion, true);
  view.setFloat64(start + RECORD.snapshotSequence, numbers[HEAD_NUMBER.snapshotSequence], true);
  view.setFloat64(start + RECORD.snapshotAgeMs, numbers[HEAD_NUMBER.snapshotAgeMs], true);
  view.setUint16(start + RECORD.siteIdBytes, head.siteId.length, true);
  view.setUint16(start + RECORD.cityVerdictCount, head.cityVerdictCount, true);
  view.setUint32(start + RECORD.lineCount, order.lineCount, true);
  view.setUint32(start + RECORD.orderIdHash, hashOf(order, ORDER_TEXT.orderId), true);
  view.setUint32(start + RECORD.externalIdHash, hashOf(order, ORDER_TEXT.externalResponseId), true);
}

function writeState(
  view: DataView,
  start: number,
  order: OrderColumns,
  state: RecordedState,
  isConsistent: boolean,
): void {
  const flags =
    (isConsistent ? RECORD_FLAG.consistent : 0) |
    (state.hasDestination ? RECORD_FLAG.destination : 0) |
    (order.isLogWanted ? RECORD_FLAG.logWanted : 0) |
    (state.own.isHeld ? RECORD_FLAG.held : 0) |
    (state.fulfillment.fullCount > 0 ? RECORD_FLAG.full : 0);
  view.setUint16(start + RECORD.flags, flags, true);
  view.setFloat64(start + RECORD.destinationX, state.destinationX, true);
  view.setFloat64(start + RECORD.destinationY, state.destinationY, true);
  view.setFloat64(start + RECORD.destinationZ, state.destinationZ, true);
  view.setUint32(start + RECORD.randomSeed, state.randomSeed, true);
}

/** FNV-1a of a text of the order; 0 where there is none. */
function hashOf(order: OrderColumns, text: number): number {
  const lengthBytes = order.texts[text * 2 + 1];
  if (lengthBytes === 0) return 0;
  return fnv1a(FNV_BASIS, order.bytes, order.texts[text * 2], lengthBytes);
}
