// What does routing know of an order, read once from its request?
// Must not know: groups, filters, splits.

import type { Point, PostalTable } from './geography.js';
import { locate } from './geography.js';
import { type Line, readLines } from './lines.js';
import type {
  Location,
  ModelWorld,
  OrderRequest,
  OrderType,
  ShippingAddress,
  SuggestRoutingRequest,
  Warning,
} from './messages.js';
import type { Stock } from './stock.js';
import { fnv1a } from './text.js';
import { silentTrace, type Trace } from './trace.js';

export type { Line } from './lines.js';

/** An order as routing reads it; what a question for candidates lacks is undefined. */
export interface Order {
  request: OrderRequest & Partial<SuggestRoutingRequest>;
  orderType: OrderType;
  /** Whether candidates are asked for, and not a decision. */
  isQuestion: boolean;
  lines: Line[];
  /** What the request gives; filters read it. */
  address: ShippingAddress;
  /** Whether it goes to a store: TRANSFER and BOPIS. */
  isTransfer: boolean;
  /** The store that a transfer goes to. */
  pickupStore: Location | undefined;
  /** Where distances are measured to. */
  destination: Point | undefined;
  /** The country that other locations are foreign to. */
  country: string | undefined;
  /** In major units of the currency. */
  total: number | undefined;
  fraud: number | undefined;
  customData: Record<string, string>;
  /** The hash that RANDOM continues with a location code. */
  randomSeed: number;
}

const CURRENCY_EXPONENTS: Record<string, number> = { JPY: 0, KRW: 0, BHD: 3, KWD: 3 };

/** Reads a valid request. */
export function readOrder(
  world: ModelWorld,
  request: OrderRequest & Partial<SuggestRoutingRequest>,
  requestBytes: Uint8Array,
  stock: Stock,
  table: PostalTable,
  trace: Trace = silentTrace,
): Order {
  const { settings } = world.configuration;
  const exponent = CURRENCY_EXPONENTS[settings?.currencyCode ?? 'USD'] ?? 2;
  const address = request.shippingAddress ?? {};
  const isTransfer = ['ORDER_TYPE_TRANSFER', 'ORDER_TYPE_BOPIS'].includes(request.orderType);
  const pickupStore = isTransfer ? findStore(world.locations, request, trace) : undefined;
  const { holdId = '' } = request;
  if (holdId !== '') trace(`hold:${isActive(world, holdId) ? 'active' : 'ended'}`);
  return {
    request,
    orderType: request.orderType,
    isQuestion: request.totalMinor === undefined,
    lines: readLines(request, settings, stock, trace),
    address,
    isTransfer,
    pickupStore,
    destination: locate(isTransfer ? pickupStore : address, table),
    country: isTransfer ? pickupStore?.countryCode : address.countryCode,
    // Both are the doubles nearest to the same decimal, so this equals the operand as it is read.
    total: request.totalMinor === undefined ? undefined : request.totalMinor / 10 ** exponent,
    fraud: request.fraud,
    customData: request.customData ?? {},
    randomSeed: randomSeed(request.orderId ?? '', requestBytes),
  };
}

/** By the first of the three names that is given; the others are not looked at. */
function findStore(
  locations: Location[],
  request: OrderRequest,
  trace: Trace,
): Location | undefined {
  const { pickupLocationId = 0, pickupExternalStoreId = '', pickupLocationCode = '' } = request;
  const by = pickupLocationId !== 0 ? 'id' : pickupExternalStoreId !== '' ? 'external' : 'code';
  const store = locations.find((location) => {
    if (by === 'id') return location.id === pickupLocationId;
    if (by === 'external') return location.externalStoreId === pickupExternalStoreId;
    return location.code === pickupLocationCode;
  });
  trace(`pickup:${by}:${store === undefined ? 'unknown' : 'known'}`);
  return store;
}

/** All warnings, in the order in which an answer lists them. */
export function warningsOf(order: Order, world: ModelWorld, isWithoutRoute: boolean): Warning[] {
  const warnings: Warning[] = [];
  if (isWithoutRoute) warnings.push({ reason: 'WARNING_REASON_NO_ROUTE' });
  if (order.destination === undefined) {
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_DESTINATION' });
  }
  const allowed = order.request.allowedLocationCodes ?? [];
  const known = new Set(world.locations.map((location) => location.code));
  if (allowed.length > 0 && !allowed.some((code) => known.has(code))) {
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_ALLOWED_LOCATIONS' });
  }
  if (order.isTransfer && order.pickupStore === undefined) {
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_PICKUP_LOCATION' });
  }
  const { holdId = '' } = order.request;
  if (holdId !== '' && !isActive(world, holdId)) {
    warnings.push({ reason: 'WARNING_REASON_HOLD_ENDED' });
  }
  for (const line of order.lines) {
    if (line.product !== undefined) continue;
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_PRODUCT', orderItemId: line.id });
  }
  return warnings;
}

function isActive({ holds = [] }: ModelWorld, holdId: string): boolean {
  return holds.some((hold) => hold.holdId === holdId);
}

function randomSeed(orderId: string, requestBytes: Uint8Array): number {
  const prefix = orderId === '' ? requestBytes : Buffer.from(orderId, 'utf8');
  return fnv1a(Buffer.from('|'), fnv1a(prefix));
}
