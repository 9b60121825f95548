// What does routing know of an order, read once from its request?
// Must not know: groups, filters, splits.

import type { Point, PostalTable } from './geography.js';
import { locate } from './geography.js';
import type {
  ModelWorld,
  OrderItem,
  OrderRequest,
  OrderType,
  ShippingAddress,
  SuggestRoutingRequest,
  Warning,
} from './messages.js';
import type { Stock } from './stock.js';
import { fnv1a } from './text.js';

/** One line; `index` is its place in the request from 0. */
export interface Line {
  index: number;
  id: number;
  quantity: number;
  /** Undefined: no stock row ever named it. */
  product: string | undefined;
  item: OrderItem;
}

/** An order as routing reads it; what a question for candidates lacks is undefined. */
export interface Order {
  request: OrderRequest;
  orderType: OrderType;
  lines: Line[];
  address: ShippingAddress;
  destination: Point | undefined;
  /** In major units of the currency. */
  total: number | undefined;
  fraud: number | undefined;
  customData: Record<string, string>;
  /** The hash that RANDOM continues with a location code. */
  randomSeed: number;
}

const SERVED_ORDER_TYPES = new Set<OrderType>([
  'ORDER_TYPE_DIRECTSHIP',
  'ORDER_TYPE_DELIVERY',
  'ORDER_TYPE_RETURN',
  'ORDER_TYPE_DISPOSITION',
]);

const CURRENCY_EXPONENTS: Record<string, number> = { JPY: 0, KRW: 0, BHD: 3, KWD: 3 };

/** Reads a valid request; throws on an order type that is not served. */
export function readOrder(
  world: ModelWorld,
  request: OrderRequest & Partial<SuggestRoutingRequest>,
  requestBytes: Uint8Array,
  stock: Stock,
  table: PostalTable,
): Order {
  if (!SERVED_ORDER_TYPES.has(request.orderType)) {
    throw new Error(`order type ${request.orderType} is not served`);
  }
  const exponent = CURRENCY_EXPONENTS[world.configuration.settings?.currencyCode ?? 'USD'] ?? 2;
  const address = request.shippingAddress ?? {};
  return {
    request,
    orderType: request.orderType,
    lines: request.items.map((item, index) => ({
      index,
      id: item.orderItemId ? item.orderItemId : index + 1,
      quantity: item.quantity,
      product: stock.productOf(item),
      item,
    })),
    address,
    destination: locate(address, table),
    // Both are the doubles nearest to the same decimal, so this equals the operand as it is read.
    total: request.totalMinor === undefined ? undefined : request.totalMinor / 10 ** exponent,
    fraud: request.fraud,
    customData: request.customData ?? {},
    randomSeed: randomSeed(request.orderId ?? '', requestBytes),
  };
}

/** All warnings, in the order in which a decision lists them. */
export function warningsOf(order: Order, world: ModelWorld, hasRoute: boolean): Warning[] {
  const warnings: Warning[] = [];
  if (!hasRoute) warnings.push({ reason: 'WARNING_REASON_NO_ROUTE' });
  if (order.destination === undefined) {
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_DESTINATION' });
  }
  const allowed = order.request.allowedLocationCodes ?? [];
  const known = new Set(world.locations.map((location) => location.code));
  if (allowed.length > 0 && !allowed.some((code) => known.has(code))) {
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_ALLOWED_LOCATIONS' });
  }
  for (const line of order.lines) {
    if (line.product !== undefined) continue;
    warnings.push({ reason: 'WARNING_REASON_UNKNOWN_PRODUCT', orderItemId: line.id });
  }
  return warnings;
}

function randomSeed(orderId: string, requestBytes: Uint8Array): number {
  const prefix = orderId === '' ? requestBytes : Buffer.from(orderId, 'utf8');
  return fnv1a(Buffer.from('|'), fnv1a(prefix));
}
