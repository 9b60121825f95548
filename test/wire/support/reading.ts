// What a request says, as a plain object: made from the columns on one side and from a parsed
// message on the other, to be compared.

import { textOf } from '../../../src/base/text.js';
import {
  CUSTOM_INTS,
  CUSTOMER_TEXT,
  EXCLUDED_INTS,
  LINE_FLAG,
  ORDER_TEXT,
  type OrderColumns,
  TAG_INTS,
} from '../../../src/columns/order.js';
import { parseInstant } from '../../support/model/text.js';
import { attributesOfColumns, attributesOfMessage } from './attributes.js';
import { inputsOfColumns, inputsOfMessage } from './location-inputs.js';
import type { Parsed } from './model.js';

/** The comparable form of a request. */
export type Reading = { [name: string]: unknown };

/** What the columns say. */
export function readingOfColumns(order: OrderColumns): Reading {
  const text = (start: number, length: number) => textOf(order.bytes, start, start + length);
  const orderText = (n: number) => text(order.texts[2 * n], order.texts[2 * n + 1]);
  const { custom, allowed, excluded } = order;
  return {
    orderId: orderText(ORDER_TEXT.orderId),
    cartId: orderText(ORDER_TEXT.cartId),
    externalResponseId: orderText(ORDER_TEXT.externalResponseId),
    pickupLocationCode: orderText(ORDER_TEXT.pickupLocationCode),
    address: [ORDER_TEXT.city, ORDER_TEXT.state, ORDER_TEXT.countryCode, ORDER_TEXT.postalCode].map(
      orderText,
    ),
    coordinates: order.hasCoordinates ? [order.latitude, order.longitude] : undefined,
    orderType: order.orderType,
    isExpress: order.isExpress,
    isLogWanted: order.isLogWanted,
    total: order.hasTotal ? order.totalMinor : undefined,
    fraud: order.hasFraud ? order.fraud : undefined,
    isSuggestionSort: order.isSuggestionSort,
    candidatesMax: order.candidatesMax,
    lines: Array.from({ length: order.lineCount }, (_, i) => lineOfColumns(order, i, text)),
    allowed: Array.from({ length: order.allowedCount }, (_, i) =>
      text(allowed[2 * i], allowed[2 * i + 1]),
    ),
    excluded: exclusionsOfColumns(excluded, order.excludedCount, text),
    futureExcluded: exclusionsOfColumns(order.futureExcluded, order.futureExcludedCount, text),
    futureLimitMs: order.futureLimitMs[0],
    strategyId: orderText(ORDER_TEXT.strategyId),
    pickupExternalStoreId: orderText(ORDER_TEXT.pickupExternalStoreId),
    consolidationOverride: orderText(ORDER_TEXT.consolidationOverride),
    holdId: orderText(ORDER_TEXT.holdId),
    pickupLocationId: order.pickupLocationId,
    inventoryRequestType: order.inventoryRequestType,
    isBundled: order.isBundled,
    isConsolidationForced: order.isConsolidationForced,
    shipmentsElsewhere: order.shipmentsElsewhere,
    assignmentsSoFar: order.assignmentsSoFar,
    maxLocations: order.maxLocations,
    // In their order: those of the order come first, then those of each line.
    tags: Array.from({ length: order.tagCount }, (_, i) => {
      const at = i * TAG_INTS;
      const key = text(order.tags[at + 1], order.tags[at + 2]);
      return [order.tags[at], key, text(order.tags[at + 3], order.tags[at + 4])];
    }),
    custom: Array.from({ length: order.customCount }, (_, i) => {
      const at = i * CUSTOM_INTS;
      const key = text(custom[at + 1], custom[at + 2]);
      return [custom[at], key, text(custom[at + 3], custom[at + 4])];
    }).sort(byText),
    customer: customerOfColumns(order, text),
    attributes: attributesOfColumns(order),
    locationInputs: inputsOfColumns(order),
  };
}

function lineOfColumns(
  order: OrderColumns,
  i: number,
  text: (start: number, length: number) => string,
): Reading {
  const measure = (bit: number, column: Float64Array) =>
    order.lineFlags[i] & bit ? column[i] : undefined;
  return {
    id: idOf(order.itemIdLow[i], order.itemIdHigh[i]),
    upc: text(order.upcStart[i], order.upcBytes[i]),
    sku: text(order.skuStart[i], order.skuBytes[i]),
    partNumber: text(order.partNumberStart[i], order.partNumberBytes[i]),
    title: text(order.titleStart[i], order.titleBytes[i]),
    quantity: order.quantity[i],
    backorderable: (order.lineFlags[i] & LINE_FLAG.backorderable) !== 0,
    taxable: (order.lineFlags[i] & LINE_FLAG.taxable) !== 0,
    weight: measure(LINE_FLAG.weight, order.weightGrams),
    length: measure(LINE_FLAG.length, order.lengthCm),
    width: measure(LINE_FLAG.width, order.widthCm),
    height: measure(LINE_FLAG.height, order.heightCm),
    futureOrderable: (order.lineFlags[i] & LINE_FLAG.futureOrderable) !== 0,
    dependency: order.lineFlags[i] & LINE_FLAG.dependency ? order.itemDependency[i] : undefined,
  };
}

function exclusionsOfColumns(
  excluded: Int32Array,
  count: number,
  text: (start: number, length: number) => string,
): unknown[] {
  return Array.from({ length: count }, (_, i) => {
    const at = i * EXCLUDED_INTS;
    const id = idOf(excluded[at + 2], excluded[at + 3]);
    return { code: text(excluded[at], excluded[at + 1]), id };
  });
}

function customerOfColumns(
  order: OrderColumns,
  text: (start: number, length: number) => string,
): Reading {
  const { customerTexts, segmentStart, segmentBytes } = order;
  const customerText = (n: number) => text(customerTexts[2 * n], customerTexts[2 * n + 1]);
  return {
    accountType: customerText(CUSTOMER_TEXT.accountType),
    company: customerText(CUSTOMER_TEXT.companyOrOrganization),
    externalId: customerText(CUSTOMER_TEXT.externalId),
    sinceMs: order.customerSinceMs[0],
    segments: Array.from({ length: order.segmentCount }, (_, i) =>
      text(segmentStart[i], segmentBytes[i]),
    ),
    isTaxExempt: order.isTaxExempt,
  };
}

/** What a parsed request says. `isRouting`: it is a SuggestRoutingRequest. */
export function readingOfMessage(message: Parsed, isRouting: boolean): Reading {
  const items = (message.items ?? []) as Parsed[];
  const address = (message.shipping_address ?? {}) as Parsed;
  const { latitude, longitude } = (address.coordinates ?? {}) as Parsed;
  const hasBoth = latitude !== undefined && longitude !== undefined;
  const candidatesMax = message.max_candidates === 0 ? 100 : (message.max_candidates ?? 100);
  return {
    orderId: message.order_id ?? '',
    cartId: message.cart_id ?? '',
    externalResponseId: message.external_response_id ?? '',
    pickupLocationCode: message.pickup_location_code ?? '',
    address: ['city', 'state', 'country_code', 'postal_code'].map((name) => address[name] ?? ''),
    coordinates: hasBoth ? [latitude, longitude] : undefined,
    orderType: message.order_type ?? 0,
    isExpress: message.is_express ?? false,
    isLogWanted: message.return_suggestion_log ?? false,
    total: message.total_minor === undefined ? undefined : Number(message.total_minor),
    fraud: message.fraud,
    isSuggestionSort: !isRouting && message.sort === 1,
    candidatesMax: isRouting ? 0 : candidatesMax,
    lines: items.map(lineOf),
    allowed: message.allowed_location_codes ?? [],
    excluded: exclusionsOf(message.excluded_locations),
    futureExcluded: exclusionsOf(message.future_excluded_locations),
    futureLimitMs: Number(message.future_date_limit_epoch_ms ?? Number.NaN),
    strategyId: message.strategy_id ?? '',
    pickupExternalStoreId: message.pickup_external_store_id ?? '',
    consolidationOverride: message.sth_consolidation_location_override ?? '',
    holdId: message.hold_id ?? '',
    pickupLocationId: pickupIdOf((message.pickup_location_id ?? 0n) as bigint),
    inventoryRequestType: message.inventory_request_type || 3,
    isBundled: message.bundling_strategy === 1,
    isConsolidationForced: message.force_sth_consolidation_on_split_shipments ?? false,
    shipmentsElsewhere: message.num_shipments_not_in_request ?? 0,
    assignmentsSoFar: message.assignments_so_far ?? 0,
    maxLocations: message.max_locations ?? 0,
    tags: [
      ...entriesOf(message.tags, -1),
      ...items.flatMap((item, line) => entriesOf(item.tags, line)),
    ],
    custom: [
      ...entriesOf(message.custom_data, -1),
      ...items.flatMap((item, line) => entriesOf(item.custom_item_data, line)),
    ].sort(byText),
    customer: customerOf((message.extended_customer_info ?? {}) as Parsed),
    attributes: attributesOfMessage(message),
    locationInputs: inputsOfMessage(message),
  };
}

function exclusionsOf(list: unknown): unknown[] {
  return ((list ?? []) as Parsed[]).map((exclusion) => ({
    code: exclusion.location_code ?? '',
    id: exclusion.order_item_id ?? 0n,
  }));
}

/** An id that a double does not hold is that of no location. */
function pickupIdOf(id: bigint): number {
  return id >= 1n << 53n ? -1 : Number(id);
}

function customerOf(customer: Parsed): Reading {
  return {
    accountType: customer.account_type ?? '',
    company: customer.company_or_organization ?? '',
    externalId: customer.external_id ?? '',
    sinceMs: parseInstant((customer.customer_since_date ?? '') as string) ?? Number.NaN,
    segments: customer.segments ?? [],
    isTaxExempt: customer.tax_exempt ?? false,
  };
}

function lineOf(item: Parsed, index: number): Reading {
  const id = (item.order_item_id ?? 0n) as bigint;
  return {
    id: id === 0n ? BigInt(index + 1) : id,
    upc: item.upc ?? '',
    sku: item.sku ?? '',
    partNumber: item.part_number ?? '',
    title: item.product_title ?? '',
    quantity: Number(item.quantity ?? 0n),
    backorderable: item.backorderable ?? false,
    taxable: item.taxable ?? false,
    weight: item.weight_grams,
    length: item.length_cm,
    width: item.width_cm,
    height: item.height_cm,
    futureOrderable: item.future_orderable ?? false,
    dependency: item.item_dependency,
  };
}

function entriesOf(map: unknown, line: number): unknown[][] {
  const entries = (map ?? new Map()) as Map<string, string>;
  return [...entries].map(([key, value]) => [line, key, value]);
}

function idOf(low: number, high: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low >>> 0);
}

function byText(left: unknown[], right: unknown[]): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
