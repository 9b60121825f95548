// How the bytes of a SuggestRouting or SuggestCandidates request become columns, and why a request
// is refused. Fields are recognised by the whole tag: a known field with another wire type is an
// unknown field, as in protobuf.

import type { RefusalDetail } from '../base/outcome.js';
import { ORDER_TEXT, type OrderColumns, REQUEST_KIND } from '../columns/order.js';
import { readAddress, readOrderText } from './decode-address.js';
import { readOrderInfo } from './decode-attributes.js';
import { readCustomer } from './decode-customer.js';
import {
  readAllowedCode,
  readCustomEntry,
  readExclusion,
  readFutureExclusion,
  readTagEntry,
} from './decode-entries.js';
import { readLine } from './decode-line.js';
import { readLocationInput } from './decode-location-inputs.js';
import { beginDraft, createDraft, type Draft, noteCut, withField } from './draft.js';
import { CANDIDATES_FIELDS, ROUTING_FIELDS } from './field-names.js';
import { malformedMessage, noteBadText } from './problems.js';
import { isTruthy, readTag, readText, readVarint, skipField } from './reader.js';
import { completeOrder } from './validate-order.js';

const OVERRIDE_PATH = 'sth_consolidation_location_override';

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
      readRareRoutingField(draft, tag, end);
  }
}

function readRareRoutingField(draft: Draft, tag: number, end: number): void {
  const { reader, order } = draft;
  switch (tag) {
    case 120: // bundling_strategy
      readVarint(reader, end);
      draft.bundlingStrategy = reader.low;
      return;
    case 144: // force_sth_consolidation_on_split_shipments
      readVarint(reader, end);
      order.isConsolidationForced = isTruthy(reader);
      return;
    case 152: // future_date_limit_epoch_ms
      readFutureLimit(draft, end);
      return;
    case 162:
      readFutureExclusion(draft, end);
      return;
    case 176: // num_shipments_not_in_request
      readVarint(reader, end);
      order.shipmentsElsewhere = reader.low;
      return;
    case 202:
      readOrderText(draft, end, ORDER_TEXT.consolidationOverride, OVERRIDE_PATH);
      return;
    case 210:
      readOrderText(draft, end, ORDER_TEXT.strategyId, 'strategy_id');
      return;
    case 218:
      readTagEntry(draft, end, -1);
      return;
    case 224: // pickup_location_id
      readPickupId(draft, end);
      return;
    case 234:
      readOrderText(draft, end, ORDER_TEXT.pickupExternalStoreId, 'pickup_external_store_id');
      return;
    case 248: // assignments_so_far
      readVarint(reader, end);
      order.assignmentsSoFar = reader.low;
      return;
    case 258:
      readLocationInput(draft, end);
      return;
    case 266:
      readOrderText(draft, end, ORDER_TEXT.holdId, 'hold_id');
      return;
    case 272: // max_locations
      readVarint(reader, end);
      order.maxLocations = reader.low;
      return;
    default:
      readUnservedRoutingField(draft, tag, end);
  }
}

function readUnservedRoutingField(draft: Draft, tag: number, end: number): void {
  switch (tag) {
    case 192: // sort
      readUnservedInt32(draft, tag, end);
      return;
    case 186: // shipping_method
      readUnservedText(draft, tag, end, ROUTING_FIELDS);
      return;
    case 138:
      noteCut(draft);
      readOrderInfo(draft, end);
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
      readRareCandidatesField(draft, tag, end);
  }
}

function readRareCandidatesField(draft: Draft, tag: number, end: number): void {
  switch (tag) {
    case 104: // future_date_limit_epoch_ms
      readFutureLimit(draft, end);
      return;
    case 114:
      readFutureExclusion(draft, end);
      return;
    case 130:
      readOrderText(draft, end, ORDER_TEXT.strategyId, 'strategy_id');
      return;
    case 138:
      readTagEntry(draft, end, -1);
      return;
    case 144: // pickup_location_id
      readPickupId(draft, end);
      return;
    case 154:
      readOrderText(draft, end, ORDER_TEXT.pickupExternalStoreId, 'pickup_external_store_id');
      return;
    case 170:
      readLocationInput(draft, end);
      return;
    case 178:
      readOrderText(draft, end, ORDER_TEXT.holdId, 'hold_id');
      return;
    case 98:
      noteCut(draft);
      readOrderInfo(draft, end);
      return;
    default:
      noteCut(draft);
      skipField(draft.reader, tag, end);
  }
}

function readPickupId(draft: Draft, end: number): void {
  readVarint(draft.reader, end);
  draft.pickupIdLow = draft.reader.low;
  draft.pickupIdHigh = draft.reader.high;
}

/** Times beyond 2^53 lose digits, and are behind all stock for all that. */
function readFutureLimit({ reader, order }: Draft, end: number): void {
  readVarint(reader, end);
  order.futureLimitMs[0] = reader.high * 0x1_0000_0000 + (reader.low >>> 0);
}

function readUnservedInt32(draft: Draft, tag: number, end: number): void {
  readVarint(draft.reader, end);
  draft.unserved = withField(draft.unserved, tag >>> 3, draft.reader.low !== 0);
}

function readUnservedText(draft: Draft, tag: number, end: number, names: readonly string[]): void {
  if (!readText(draft.reader, end)) noteBadText(draft.problems, names[tag >>> 3]);
  draft.unserved = withField(draft.unserved, tag >>> 3, draft.reader.textBytes > 0);
}
