// Which fields of a parsed request are refused, plainly: the rules of the contract once more, to
// compare the decoder's with.

import { bytesOf } from '../../../src/base/text.js';
import { parseInstant } from '../../support/model/text.js';
import { refusedAttributes } from './attributes.js';
import { refusedInputs } from './location-inputs.js';
import type { Parsed } from './model.js';

/** Paths of the fields that are invalid and of those that are not served, each in any order. */
export type Refused = { invalid: string[]; unserved: string[] };

type Check = Refused & { text(path: string, value: unknown, max: number): void };

const UNSERVED_ITEM = ['condition', 'granular_inventory_item', 'serial_number', 'shipping_method'];
const UNSERVED_ADDRESS = ['address_line1', 'address_id', 'customer_id', 'phone'];
const UNSERVED_CUSTOMER = ['customer_id', 'tax_id'];
const UNSERVED_ROUTING = ['shipping_method', 'sort'];

/** The refused fields of a request. */
export function refusedFields(message: Parsed, isRouting: boolean): Refused {
  const check: Check = {
    invalid: [],
    unserved: [],
    text(path, value, max) {
      if (bytesOf((value ?? '') as string).length > max) this.invalid.push(path);
    },
  };
  checkItems((message.items ?? []) as Parsed[], check);
  checkAddress((message.shipping_address ?? {}) as Parsed, check);
  checkLists(message, check);
  check.invalid.push(...refusedInputs(message), ...refusedAttributes(message));
  checkCustomer((message.extended_customer_info ?? {}) as Parsed, check);
  for (const name of ['order_id', 'cart_id', 'external_response_id', 'pickup_location_code']) {
    check.text(name, message[name], 64);
  }
  check.text('strategy_id', message.strategy_id, 255);
  check.text('pickup_external_store_id', message.pickup_external_store_id, 64);
  check.text('hold_id', message.hold_id, 64);
  checkRange(message, 'order_type', 1, 7, check);
  checkRange(message, 'environment_id', 0, 1, check);
  checkRange(message, 'inventory_request_type', 0, 4, check);
  if (((message.pickup_location_id ?? 0n) as bigint) < 0n) check.invalid.push('pickup_location_id');
  if (isRouting) check.unserved.push(...setFields(message, UNSERVED_ROUTING));
  if (isRouting) checkRouting(message, check);
  else checkListing(message, check);
  return { invalid: check.invalid, unserved: check.unserved };
}

function checkItems(items: Parsed[], check: Check): void {
  if (items.length < 1 || items.length > 2000) {
    check.invalid.push('items');
    return;
  }
  const ids = new Set<bigint>();
  items.forEach((item, index) => {
    const path = (name: string) => `items[${index}].${name}`;
    const quantity = (item.quantity ?? 0n) as bigint;
    if (quantity < 1n || quantity > 1_000_000n) check.invalid.push(path('quantity'));
    const id = (item.order_item_id || BigInt(index + 1)) as bigint;
    if (id < 0n) check.invalid.push(path('order_item_id'));
    if (ids.has(id)) check.invalid.push(path('order_item_id'));
    ids.add(id);
    if (!item.upc && !item.sku && !item.part_number) check.invalid.push(path('upc'));
    for (const name of ['upc', 'sku', 'part_number']) check.text(path(name), item[name], 64);
    check.text(path('product_title'), item.product_title, 255);
    for (const name of ['weight_grams', 'length_cm', 'width_cm', 'height_cm']) {
      const value = (item[name] ?? 0) as number;
      if (!Number.isFinite(value) || value < 0) check.invalid.push(path(name));
    }
    checkCustom(item.custom_item_data, path('custom_item_data'), check);
    checkTags(item.tags, path('tags'), check);
    check.unserved.push(...setFields(item, UNSERVED_ITEM).map(path));
  });
}

function checkAddress(address: Parsed, check: Check): void {
  const path = (name: string) => `shipping_address.${name}`;
  for (const name of ['city', 'state']) check.text(path(name), address[name], 255);
  for (const name of ['country_code', 'postal_code']) check.text(path(name), address[name], 64);
  const coordinates = (address.coordinates ?? {}) as { latitude?: number; longitude?: number };
  const { latitude = 0, longitude = 0 } = coordinates;
  if (!(Math.abs(latitude) <= 90)) check.invalid.push(path('coordinates.latitude'));
  if (!(Math.abs(longitude) <= 180)) check.invalid.push(path('coordinates.longitude'));
  check.unserved.push(...setFields(address, UNSERVED_ADDRESS).map(path));
}

function checkCustomer(customer: Parsed, check: Check): void {
  const path = (name: string) => `extended_customer_info.${name}`;
  for (const name of ['account_type', 'company_or_organization', 'external_id']) {
    check.text(path(name), customer[name], 255);
  }
  const segments = (customer.segments ?? []) as string[];
  if (segments.length > 100) check.invalid.push(path('segments'));
  else segments.forEach((text, index) => check.text(path(`segments[${index}]`), text, 255));
  const since = (customer.customer_since_date ?? '') as string;
  if (bytesOf(since).length > 255) check.invalid.push(path('customer_since_date'));
  else if (since.trim() !== '' && parseInstant(since) === undefined) {
    check.invalid.push(path('customer_since_date'));
  }
  check.unserved.push(...setFields(customer, UNSERVED_CUSTOMER).map(path));
}

function checkLists(message: Parsed, check: Check): void {
  ((message.allowed_location_codes ?? []) as string[]).forEach((code, index) => {
    if (code === '') check.invalid.push(`allowed_location_codes[${index}]`);
    check.text(`allowed_location_codes[${index}]`, code, 64);
  });
  for (const name of ['excluded_locations', 'future_excluded_locations']) {
    ((message[name] ?? []) as Parsed[]).forEach((exclusion, index) => {
      const path = `${name}[${index}]`;
      if (!exclusion.location_code) check.invalid.push(`${path}.location_code`);
      check.text(`${path}.location_code`, exclusion.location_code, 64);
      if (((exclusion.order_item_id ?? 0n) as bigint) < 0n) {
        check.invalid.push(`${path}.order_item_id`);
      }
    });
  }
  checkCustom(message.custom_data, 'custom_data', check);
  checkTags(message.tags, 'tags', check);
}

function checkTags(map: unknown, path: string, check: Check): void {
  const entries = [...((map ?? new Map()) as Map<string, string>)];
  const isTag = (text: string) => text !== '' && bytesOf(text).length <= 64;
  for (const [key, value] of entries) {
    if (!isTag(key) || !isTag(value)) check.invalid.push(path);
  }
  if (entries.length > 16) check.invalid.push(path);
}

function checkRange(message: Parsed, name: string, low: number, high: number, check: Check): void {
  const value = (message[name] ?? 0) as number;
  if (value < low || value > high) check.invalid.push(name);
}

function checkCustom(map: unknown, path: string, check: Check): void {
  for (const [key, value] of (map ?? new Map()) as Map<string, string>) {
    check.text(path, key, 255);
    check.text(path, value, 1024);
  }
}

function checkRouting(message: Parsed, check: Check): void {
  const total = message.total_minor as bigint | undefined;
  if (total === undefined || total < 0n || total >= 1n << 53n) check.invalid.push('total_minor');
  checkRange(message, 'bundling_strategy', 0, 1, check);
  checkRange(message, 'num_shipments_not_in_request', 0, Infinity, check);
  checkRange(message, 'assignments_so_far', 0, Infinity, check);
  checkRange(message, 'max_locations', 0, Infinity, check);
  const override = 'sth_consolidation_location_override';
  check.text(override, message[override], 64);
}

function checkListing(message: Parsed, check: Check): void {
  const max = (message.max_candidates ?? 0) as number;
  if (max < 0 || max > 1000) check.invalid.push('max_candidates');
  if (![0, 1].includes((message.sort ?? 0) as number)) check.invalid.push('sort');
}

function setFields(message: Parsed, names: readonly string[]): string[] {
  return names.filter((name) => Boolean(message[name]));
}
