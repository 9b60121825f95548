// What is the value of an attribute for an order, or for a location and a line?
// Must not know: operators and operands.

import { readColumn } from './data-sets.js';
import { valuesOf } from './extensible.js';
import type { Configuration, Filter } from './messages.js';
import type { Line, Order } from './order.js';
import type { PoolLocation } from './pool.js';
import type { AttributeName, ExtensibleAttribute } from './rules.js';
import type { StockRow } from './stock.js';
import { compareBytes } from './text.js';

/** A location and a line in one group. */
export interface Pair {
  place: PoolLocation;
  /** The location's rank in the group. */
  rank: number;
  line: Line;
  row: StockRow;
}

/**
 * A value as its type; undefined is unknown. `unit` is that of the number, `operandUnit` that of
 * operands that name none, where it is another one. `country` is that of a postal code.
 */
export type Attribute =
  | { kind: 'number'; value: number | undefined; unit?: string; operandUnit?: string }
  | { kind: 'money'; value: number | undefined }
  | { kind: 'text'; value: string | undefined; country?: string | undefined; isPostal?: boolean }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'date'; value: string | undefined }
  | { kind: 'list'; value: string[] }
  | { kind: 'custom'; value: string | undefined }
  | { kind: 'extensible'; value: string[] };

/** Whether a filter judges the order, or who buys, and not a pair: both of its sides do. */
export function isOrderScope(filter: Filter): boolean {
  return isOfOrder(filter) && (filter.dataPoint === undefined || isOfOrder(filter.dataPoint));
}

function isOfOrder({ attribute }: AttributeName): boolean {
  return attribute.startsWith('order.') || attribute.startsWith('customer.');
}

/** Reads an attribute; throws on an unknown path, and on a path of pairs where there is none. */
export function readAttribute(
  name: AttributeName,
  order: Order,
  pair: Pair | undefined,
  configuration: Configuration,
): Attribute {
  if (isOfOrder(name)) return readOrderAttribute(name, order);
  if (pair === undefined) throw new Error(`${name.attribute} is not of the order`);
  if (name.attribute === 'location.dataSet') {
    return readColumn(configuration, name, pair.place.location.code);
  }
  return readPairAttribute(name, pair);
}

function readOrderAttribute(filter: AttributeName, order: Order): Attribute {
  if (filter.attribute.startsWith('customer.')) return readCustomer(filter, order);
  const { address, lines, request } = order;
  const quantities = lines.map((line) => line.quantity);
  switch (filter.attribute) {
    case 'order.total':
      return { kind: 'money', value: order.total };
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
      return postal(address.postalCode, address.countryCode);
    case 'order.isExpress':
      return boolean(request.isExpress);
    case 'order.customData':
      return { kind: 'custom', value: order.customData[filter.customAttributeName ?? ''] };
    case 'order.attributes':
      return extensible(filter, request.extendedOrderInfo?.attributes);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readCustomer(filter: AttributeName, order: Order): Attribute {
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
    case 'customer.attributes':
      return extensible(filter, customer.attributes);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readPairAttribute(filter: AttributeName, pair: Pair): Attribute {
  if (filter.attribute.startsWith('location.')) return readLocation(filter, pair);
  if (filter.attribute.startsWith('item.')) return readItem(filter, pair);
  switch (filter.attribute) {
    case 'inventory.available':
      return number(pair.row.left);
    case 'inventory.ltd':
      return number(pair.row.ltd);
    case 'inventory.attributes':
      return list(pair.row.attributes);
    case 'inventory.extensibleAttributes':
      return inByteOrder(extensible(filter, pair.row.extensibleAttributes));
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readLocation(filter: AttributeName, pair: Pair): Attribute {
  const { location } = pair.place;
  switch (filter.attribute) {
    case 'location.distance':
      return { kind: 'number', value: pair.place.distanceKm, unit: 'KM', operandUnit: 'MI' };
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
      return postal(location.postalCode, location.countryCode);
    case 'location.countryCode':
      return text(location.countryCode);
    case 'location.addressType':
      return text(location.addressType);
    case 'location.wmsEnabled':
      return boolean(location.wmsEnabled);
    case 'location.requiresManifest':
      return boolean(location.requiresManifest);
    case 'location.attributes':
      return extensible(filter, location.attributes);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function readItem(filter: AttributeName, pair: Pair): Attribute {
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
      return number(item.weightGrams, 'G');
    case 'item.length':
      return number(item.lengthCm, 'CM');
    case 'item.width':
      return number(item.widthCm, 'CM');
    case 'item.height':
      return number(item.heightCm, 'CM');
    case 'item.customItemData':
      return { kind: 'custom', value: item.customItemData?.[filter.customAttributeName ?? ''] };
    case 'item.attributes':
      return extensible(filter, item.extendedProductInfo?.attributes);
    default:
      throw new Error(`unknown attribute ${filter.attribute}`);
  }
}

function number(value: number | undefined, unit?: string): Attribute {
  return { kind: 'number', value, ...(unit === undefined ? {} : { unit }) };
}

function text(value: string | undefined): Attribute {
  return { kind: 'text', value };
}

function postal(value: string | undefined, country: string | undefined): Attribute {
  return { kind: 'text', value, country, isPostal: true };
}

function boolean(value: boolean | undefined): Attribute {
  return { kind: 'boolean', value: value === true };
}

function list(value: string[]): Attribute {
  return { kind: 'list', value };
}

function extensible(name: AttributeName, given: ExtensibleAttribute[] | undefined): Attribute {
  return { kind: 'extensible', value: valuesOf(given ?? [], name.attributeFqn ?? '') };
}

/** Stock that is added up has no first value: of several, the first in byte order is compared. */
function inByteOrder(attribute: Attribute): Attribute {
  return attribute.kind === 'extensible'
    ? { ...attribute, value: attribute.value.toSorted(compareBytes) }
    : attribute;
}
