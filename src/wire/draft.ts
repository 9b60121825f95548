// What a request holds besides its columns while it is read: fields that are only checked, and
// where things went wrong. One draft per thread, reused.

import { LINES_MAX } from '../columns/limits.js';
import type { OrderColumns } from '../columns/order.js';
import { createOrderColumns, INVENTORY_REQUEST } from '../columns/order.js';
import { clearProblems, createProblems, type Problems } from './problems.js';
import { createReader, type Reader } from './reader.js';

/** The request being decoded. */
export type Draft = {
  readonly reader: Reader;
  readonly problems: Problems;
  /** The caller's columns. */
  order: OrderColumns;
  /** Where the tag of the request's field begins that is being read. */
  fieldStart: number;
  /** The row of the line being read; the last row where there are too many lines. */
  line: number;
  totalLow: number;
  totalHigh: number;
  environmentId: number;
  inventoryRequestType: number;
  bundlingStrategy: number;
  /** The halves of the pickup store's id. */
  pickupIdLow: number;
  pickupIdHigh: number;
  sort: number;
  candidatesMax: number;
  /** Extensible attributes that were read: of the order, the customer, the line being read. */
  orderAttributeCount: number;
  customerAttributeCount: number;
  lineAttributeCount: number;
  /** Rates of the location input that was read last. */
  inputRateCount: number;
  hasLatitude: boolean;
  hasLongitude: boolean;
  /** Latitude and longitude in degrees. */
  readonly coordinates: Float64Array;
  /** Bits by field number: fields that are set and not served. */
  unserved: number;
  addressUnserved: number;
  customerUnserved: number;
  /** By line, and all lines together. */
  readonly lineUnserved: Int32Array;
  anyLineUnserved: number;
};

/** A draft for one request at a time. */
export function createDraft(): Draft {
  return {
    reader: createReader(),
    problems: createProblems(),
    order: createOrderColumns(),
    fieldStart: 0,
    line: 0,
    totalLow: 0,
    totalHigh: 0,
    environmentId: 0,
    inventoryRequestType: 0,
    bundlingStrategy: 0,
    pickupIdLow: 0,
    pickupIdHigh: 0,
    sort: 0,
    candidatesMax: 0,
    orderAttributeCount: 0,
    customerAttributeCount: 0,
    lineAttributeCount: 0,
    inputRateCount: 0,
    hasLatitude: false,
    hasLongitude: false,
    coordinates: new Float64Array(2),
    unserved: 0,
    addressUnserved: 0,
    customerUnserved: 0,
    lineUnserved: new Int32Array(LINES_MAX),
    anyLineUnserved: 0,
  };
}

/** Makes the draft and the columns those of an empty request of `kind` in `bytes[start .. end)`. */
export function beginDraft(
  draft: Draft,
  order: OrderColumns,
  kind: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): void {
  draft.order = order;
  draft.reader.bytes = bytes;
  draft.reader.at = start;
  clearProblems(draft.problems);
  draft.line = 0;
  draft.totalLow = 0;
  draft.totalHigh = 0;
  draft.environmentId = 0;
  draft.inventoryRequestType = 0;
  draft.bundlingStrategy = 0;
  draft.pickupIdLow = 0;
  draft.pickupIdHigh = 0;
  draft.sort = 0;
  draft.candidatesMax = 0;
  draft.orderAttributeCount = 0;
  draft.customerAttributeCount = 0;
  draft.hasLatitude = false;
  draft.hasLongitude = false;
  draft.unserved = 0;
  draft.addressUnserved = 0;
  draft.customerUnserved = 0;
  draft.anyLineUnserved = 0;
  order.bytes = bytes;
  order.messageStart = start;
  order.messageBytes = end - start;
  order.kind = kind;
  clearOrder(order);
}

function clearOrder(order: OrderColumns): void {
  order.cutCount = 0;
  order.cutStart = 0;
  order.orderType = 0;
  order.isExpress = false;
  order.isLogWanted = false;
  order.hasTotal = false;
  order.totalMinor = 0;
  order.hasFraud = false;
  order.fraud = 0;
  order.hasCoordinates = false;
  order.latitude = 0;
  order.longitude = 0;
  order.isSuggestionSort = false;
  order.candidatesMax = 0;
  order.inventoryRequestType = INVENTORY_REQUEST.any;
  order.isBundled = false;
  order.isConsolidationForced = false;
  order.shipmentsElsewhere = 0;
  order.maxLocations = 0;
  order.assignmentsSoFar = 0;
  order.pickupLocationId = 0;
  order.futureLimitMs[0] = Number.NaN;
  const { texts } = order;
  for (let i = 0; i < texts.length; i++) texts[i] = 0;
  order.lineCount = 0;
  order.customCount = 0;
  order.allowedCount = 0;
  order.excludedCount = 0;
  order.futureExcludedCount = 0;
  order.tagCount = 0;
  order.attributeCount = 0;
  order.locationInputCount = 0;
  order.rateCount = 0;
  order.isRecorded = false;
  if (order.hasCustomer) clearCustomer(order);
}

/** Few requests say who buys: the others do not pay for it. */
function clearCustomer(order: OrderColumns): void {
  order.hasCustomer = false;
  order.customerTexts.fill(0);
  order.isTaxExempt = false;
  order.customerSinceMs[0] = Number.NaN;
  order.segmentCount = 0;
}

/** Notes that a record does not keep the field that is being read as it is. */
export function noteCut({ order, fieldStart }: Draft): void {
  order.cutCount++;
  order.cutStart = fieldStart;
}

/** Sets or clears the bit of `field` in a mask of fields that are not served. */
export function withField(mask: number, field: number, isSet: boolean): number {
  return isSet ? mask | (1 << field) : mask & ~(1 << field);
}
