// What is the value of a filter's attribute for an order, or for a location and a line?
// Must not know: operators and operands.

import type { Filter } from './messages.js';
import type { Line, Order } from './order.js';
import type { PoolLocation } from './pool.js';
import type { StockRow } from './stock.js';

/** A location and a line in one group. */
export interface Pair {
  place: PoolLocation;
  /** The location's rank in the group. */
  rank: number;
  line: Line;
  row: StockRow;
}

/** A dimension whose numbers carry a unit: kilometres, grams, centimetres. */
export type Dimension = 'distance' | 'mass' | 'length';

/** A value as its type; undefined is unknown. `country` marks a postal code. */
export type Attribute =
  | { kind: 'number'; value: number | undefined; dimension?: Dimension }
  | { kind: 'text'; value: string | undefined; country?: string | undefined }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'date'; value: string | undefined }
  | { kind: 'list'; value: string[] }
  | { kind: 'custom'; value: string | undefined };

/** Whether a filter judges the order, or who buys, and not a pair. */
export function isOrderScope(filter: Filter): boolean {
  return filter.attribute.startsWith('order.') || filter.attribute.startsWith('customer.');
}

/** Reads an attribute of order scope; throws on an unknown path. */
export function readOrderAttribute(filter: Filter, order: Order): Attribute {
  if (filter.attribute.startsWith('customer.')) return readCustomer(filter, order);
  const { address, lines, request } = order;
  const quantities = lines.map((line) => line.quantity);
  switch (filter.attribute) {
    case 'order.total':
      return number(order.total);
    case 'order.fraud':
      return number(order.fraud);
    case 'order.items.quantity':
      return number(Math.max(...quantities));
    case 'order.items.totalQuantity':
      return number(quantities.reduce((sum, quantity) => sum + quantity, 0));
    case 'order.items.partNumber':
      return list(lines.flatMap(({ item }) => (item.partNumber ? [item.partNumber] : [])));
    case 'order.orderType':
      return text(order.orderType.replace('ORDER_TYPE_', ''));
    case 'order.pickupLocationCode':
      return text(request.pickupLocationCode);
    case 'order.shippingAddress.city':
      return text(address.city);
    case 'order.shippingAddress.state':
      return text(address.state);
    case 'order.shippingAddress.countryCode':
      return text(address.countryCode);
    case 'order.shippingAddress.postalCode':
      return { kind: 'text', value: address.postalCode, country: address.countryCode };
    case 'order.isExpress':
      return boolean(request.isExpress);
    case 'order.customData':
      return { kind: 'custom', value: order.customData[filter.customAttributeName ?? ''] };
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readCustomer(filter: Filter, order: Order): Attribute {
  const customer = order.request.extendedCustomerInfo ?? {};
  switch (filter.attribute) {
    case 'customer.accountType':
      return text(customer.accountType);
    case 'customer.segments':
      return list((customer.segments ?? []).filter((segment) => segment.trim() !== ''));
    case 'customer.externalId':
      return text(customer.externalId);
    case 'customer.taxExempt':
      return boolean(customer.taxExempt);
    case 'customer.companyOrOrganization':
      return text(customer.companyOrOrganization);
    case 'customer.customerSinceDate':
      return { kind: 'date', value: customer.customerSinceDate };
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

/** Reads an attribute of a location, a stock row or an item; throws on an unknown path. */
export function readPairAttribute(filter: Filter, pair: Pair): Attribute {
  if (filter.attribute.startsWith('location.')) return readLocation(filter, pair);
  if (filter.attribute.startsWith('item.')) return readItem(filter, pair);
  switch (filter.attribute) {
    case 'inventory.available':
      return number(pair.row.left);
    case 'inventory.ltd':
      return number(pair.row.ltd);
    case 'inventory.attributes':
      return list(pair.row.attributes);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readLocation(filter: Filter, pair: Pair): Attribute {
  const { location } = pair.place;
  switch (filter.attribute) {
    case 'location.distance':
      return number(pair.place.distanceKm, 'distance');
    case 'location.rank':
      return number(pair.rank);
    case 'location.locationCode':
      return text(location.code);
    case 'location.name':
      return text(location.name);
    case 'location.city':
      return text(location.city);
    case 'location.state':
      return text(location.state);
    case 'location.postalCode':
      return { kind: 'text', value: location.postalCode, country: location.countryCode };
    case 'location.countryCode':
      return text(location.countryCode);
    case 'location.addressType':
      return text(location.addressType);
    case 'location.wmsEnabled':
      return boolean(location.wmsEnabled);
    case 'location.requiresManifest':
      return boolean(location.requiresManifest);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readItem(filter: Filter, pair: Pair): Attribute {
  const { item } = pair.line;
  switch (filter.attribute) {
    case 'item.upc':
      return text(item.upc);
    case 'item.sku':
      return text(item.sku);
    case 'item.partNumber':
      return text(item.partNumber);
    case 'item.productTitle':
      return text(item.productTitle);
    case 'item.backorderable':
      return boolean(item.backorderable);
    case 'item.taxable':
      return boolean(item.taxable);
    case 'item.weight':
      return number(item.weightGrams, 'mass');
    case 'item.length':
      return number(item.lengthCm, 'length');
    case 'item.width':
      return number(item.widthCm, 'length');
    case 'item.height':
      return number(item.heightCm, 'length');
    case 'item.customItemData':
      return { kind: 'custom', value: item.customItemData?.[filter.customAttributeName ?? ''] };
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function number(value: number | undefined, dimension?: Dimension): Attribute {
  return dimension === undefined ? { kind: 'number', value } : { kind: 'number', value, dimension };
}

function text(value: string | undefined): Attribute {
  return { kind: 'text', value };
}

function boolean(value: boolean | undefined): Attribute {
  return { kind: 'boolean', value: value === true };
}

function list(value: string[]): Attribute {
  return { kind: 'list', value };
}
