// How the bytes of a SuggestRouting or SuggestCandidates request become columns, and why a request
// is refused. Fields are recognised by the whole tag: a known field with another wire type is an
// unknown field, as in protobuf.

import type { RefusalDetail } from '../base/outcome.js';
import { ORDER_TEXT, type OrderColumns, REQUEST_KIND } from '../columns/order.js';
import { readAddress, readOrderText } from './decode-address.js';
import { readCustomer } from './decode-customer.js';
import { readAllowedCode, readCustomEntry, readExclusion } from './decode-entries.js';
import { readLine } from './decode-line.js';
import { beginDraft, createDraft, type Draft, noteCut, withField } from './draft.js';
import { CANDIDATES_FIELDS, ROUTING_FIELDS } from './field-names.js';
import { malformedMessage, noteBadText } from './problems.js';
import {
  isTruthy,
  readRangeEnd,
  readTag,
  readText,
  readVarint,
  skipField,
  skipFields,
} from './reader.js';
import { completeOrder } from './validate-order.js';

const draft = createDraft();

/**
 * Decodes the SuggestRoutingRequest in `bytes[start .. end)` into `order`, which keeps pointing
 * into `bytes`.
 * Returns null, or why the request is refused; the columns are then of no use. Never throws.
 */
export function decodeSuggestRouting(
  bytes: Uint8Array,
  start: number,
  end: number,
  order: OrderColumns,
): RefusalDetail | null {
  beginDraft(draft, order, REQUEST_KIND.routing, bytes, start, end);
  const { reader } = draft;
  while (reader.at < end) {
    draft.fieldStart = reader.at;
    readRoutingField(draft, readTag(reader, end), end);
  }
  return finish(end, ROUTING_FIELDS);
}

/**
 * Decodes the SuggestCandidatesRequest in `bytes[start .. end)` into `order`, which keeps pointing
 * into `bytes`.
 * Returns null, or why the request is refused; the columns are then of no use. Never throws.
 */
export function decodeSuggestCandidates(
  bytes: Uint8Array,
  start: number,
  end: number,
  order: OrderColumns,
): RefusalDetail | null {
  beginDraft(draft, order, REQUEST_KIND.candidates, bytes, start, end);
  const { reader } = draft;
  while (reader.at < end) {
    draft.fieldStart = reader.at;
    readCandidatesField(draft, readTag(reader, end), end);
  }
  return finish(end, CANDIDATES_FIELDS);
}

function finish(end: number, names: readonly string[]): RefusalDetail | null {
  if (draft.reader.at !== end) return malformedMessage(draft.problems.malformedPath);
  return completeOrder(draft, names);
}

function readRoutingField(draft: Draft, tag: number, end: number): void {
  const { reader, order } = draft;
  switch (tag) {
    case 10:
      readOrderText(draft, end, ORDER_TEXT.orderId, 'order_id');
      return;
    case 18:
      readOrderText(draft, end, ORDER_TEXT.cartId, 'cart_id');
      return;
    case 26:
      readOrderText(draft, end, ORDER_TEXT.externalResponseId, 'external_response_id');
      return;
    case 32: // order_type
      readVarint(reader, end);
      order.orderType = reader.low;
      return;
    case 42:
      readLine(draft, end);
      return;
    case 50:
      noteCut(draft);
      readAddress(draft, end);
      return;
    case 56: // total_minor
      readVarint(reader, end);
      draft.totalLow = reader.low;
      draft.totalHigh = reader.high;
      order.hasTotal = true;
      return;
    case 64: // is_express
      readVarint(reader, end);
      order.isExpress = isTruthy(reader);
      return;
    case 74:
      readAllowedCode(draft, end);
      return;
    case 82:
      readExclusion(draft, end);
      return;
    case 90:
      readCustomEntry(draft, end, -1);
      return;
    case 96: // fraud
      readVarint(reader, end);
      order.fraud = reader.low;
      order.hasFraud = true;
      return;
    case 106:
      readOrderText(draft, end, ORDER_TEXT.pickupLocationCode, 'pickup_location_code');
      return;
    case 112: // environment_id
      readVarint(reader, end);
      draft.environmentId = reader.low;
      return;
    case 168: // inventory_request_type
      readVarint(reader, end);
      draft.inventoryRequestType = reader.low;
      return;
    case 240: // return_suggestion_log
      readVarint(reader, end);
      order.isLogWanted = isTruthy(reader);
      return;
    case 130:
      noteCut(draft);
      readCustomer(draft, end);
      return;
    default:
      readUnservedRoutingField(draft, tag, end);
  }
}

function readUnservedRoutingField(draft: Draft, tag: number, end: number): void {
  switch (tag) {
    case 120: // bundling_strategy
    case 176: // num_shipments_not_in_request
    case 192: // sort
    case 224: // pickup_location_id
      readUnservedInt32(draft, tag, end);
      return;
    case 144: // force_sth_consolidation_on_split_shipments
      readUnservedFlag(draft, tag, end);
      return;
    case 152: // future_date_limit_epoch_ms
      readUnservedPresence(draft, tag, end);
      return;
    case 186: // shipping_method
    case 202: // sth_consolidation_location_override
    case 210: // strategy_id
    case 234: // pickup_external_store_id
      readUnservedText(draft, tag, end, ROUTING_FIELDS);
      return;
    case 138: // extended_order_info
    case 162: // future_excluded_locations
    case 218: // tags
      readUnservedMessage(draft, tag, end);
      return;
    default:
      noteCut(draft);
      skipField(draft.reader, tag, end);
  }
}

function readCandidatesField(draft: Draft, tag: number, end: number): void {
  const { reader, order } = draft;
  switch (tag) {
    case 8: // order_type
      readVarint(reader, end);
      order.orderType = reader.low;
      return;
    case 18:
      readLine(draft, end);
      return;
    case 26:
      noteCut(draft);
      readAddress(draft, end);
      return;
    case 32: // sort
      readVarint(reader, end);
      draft.sort = reader.low;
      return;
    case 40: // max_candidates
      readVarint(reader, end);
      draft.candidatesMax = reader.low;
      return;
    case 48: // is_express
      readVarint(reader, end);
      order.isExpress = isTruthy(reader);
      return;
    case 58:
      readAllowedCode(draft, end);
      return;
    case 66:
      readExclusion(draft, end);
      return;
    case 74:
      readOrderText(draft, end, ORDER_TEXT.pickupLocationCode, 'pickup_location_code');
      return;
    case 80: // environment_id
      readVarint(reader, end);
      draft.environmentId = reader.low;
      return;
    case 120: // inventory_request_type
      readVarint(reader, end);
      draft.inventoryRequestType = reader.low;
      return;
    case 160: // return_suggestion_log
      readVarint(reader, end);
      order.isLogWanted = isTruthy(reader);
      return;
    case 90:
      noteCut(draft);
      readCustomer(draft, end);
      return;
    default:
      readUnservedCandidatesField(draft, tag, end);
  }
}

function readUnservedCandidatesField(draft: Draft, tag: number, end: number): void {
  switch (tag) {
    case 104: // future_date_limit_epoch_ms
      readUnservedPresence(draft, tag, end);
      return;
    case 144: // pickup_location_id
      readUnservedInt32(draft, tag, end);
      return;
    case 130: // strategy_id
    case 154: // pickup_external_store_id
      readUnservedText(draft, tag, end, CANDIDATES_FIELDS);
      return;
    case 98: // extended_order_info
    case 114: // future_excluded_locations
    case 138: // tags
      readUnservedMessage(draft, tag, end);
      return;
    default:
      noteCut(draft);
      skipField(draft.reader, tag, end);
  }
}

function readUnservedInt32(draft: Draft, tag: number, end: number): void {
  readVarint(draft.reader, end);
  draft.unserved = withField(draft.unserved, tag >>> 3, draft.reader.low !== 0);
}

function readUnservedFlag(draft: Draft, tag: number, end: number): void {
  readVarint(draft.reader, end);
  draft.unserved = withField(draft.unserved, tag >>> 3, isTruthy(draft.reader));
}

/** For an optional scalar: given is set, even as 0. */
function readUnservedPresence(draft: Draft, tag: number, end: number): void {
  readVarint(draft.reader, end);
  draft.unserved = withField(draft.unserved, tag >>> 3, true);
}

function readUnservedText(draft: Draft, tag: number, end: number, names: readonly string[]): void {
  if (!readText(draft.reader, end)) noteBadText(draft.problems, names[tag >>> 3]);
  draft.unserved = withField(draft.unserved, tag >>> 3, draft.reader.textBytes > 0);
}

/** For messages, lists and maps: one of them is set, even an empty one. */
function readUnservedMessage(draft: Draft, tag: number, end: number): void {
  skipFields(draft.reader, readRangeEnd(draft.reader, end));
  draft.unserved = withField(draft.unserved, tag >>> 3, true);
}
