// Which random orders and questions for candidates fit a random world?
// Must not know: how they are decided.

import type {
  ExtendedCustomerInfo,
  OrderItem,
  OrderRequest,
  OrderType,
  ShippingAddress,
  SuggestCandidatesRequest,
  SuggestRoutingRequest,
} from '../model/messages.js';
import { randomExtensible } from './extensible.js';
import {
  addCommonFeatures,
  addOrderFeatures,
  randomExclusions,
  tighten,
} from './order-features.js';
import type { Rng } from './random.js';
import { randomLocationInputs } from './rate-cards.js';
import type { Product } from './vocabulary.js';
import {
  ACCOUNT_TYPES,
  COMPANIES,
  CUSTOM_NAMES,
  CUSTOM_VALUES,
  CUSTOMER_DATES,
  CUSTOMER_IDS,
  CUSTOMER_SEGMENTS,
  messy,
  messyPostal,
  PRODUCT_TITLES,
  SIDES_CM,
  TOWNS,
  WEIGHTS_GRAMS,
} from './vocabulary.js';
import type { GeneratedWorld } from './world.js';

const ORDER_TYPES: readonly OrderType[] = [
  ...Array<OrderType>(26).fill('ORDER_TYPE_DIRECTSHIP'),
  ...Array<OrderType>(7).fill('ORDER_TYPE_DELIVERY'),
  ...Array<OrderType>(5).fill('ORDER_TYPE_TRANSFER'),
  ...Array<OrderType>(6).fill('ORDER_TYPE_BOPIS'),
  ...Array<OrderType>(5).fill('ORDER_TYPE_STH_CONSOLIDATED'),
  'ORDER_TYPE_RETURN',
  'ORDER_TYPE_DISPOSITION',
];

/** Makes a valid order. */
export function randomOrder(rng: Rng, world: GeneratedWorld): SuggestRoutingRequest {
  const order: SuggestRoutingRequest = {
    ...randomCommon(rng, world),
    totalMinor: rng.pick([0, 500, 1999, 6050, 25000, 60500, 250000]),
  };
  if (rng.chance(0.7)) order.orderId = `order ${rng.integer(1, 1_000_000)}é`;
  if (rng.chance(0.2)) order.cartId = `cart ${rng.integer(1, 99)}`;
  if (rng.chance(0.2)) order.externalResponseId = `response ${rng.integer(1, 99)}`;
  if (rng.chance(0.5)) order.fraud = rng.pick([-1, 0, 10, 11, 60]);
  const customData = randomCustomData(rng);
  if (customData !== undefined) order.customData = customData;
  addOrderFeatures(rng, world, order);
  if (world.isTight) tighten(rng, world, order);
  return order;
}

/** Makes a valid question for candidates. */
export function randomCandidatesRequest(rng: Rng, world: GeneratedWorld): SuggestCandidatesRequest {
  const request: SuggestCandidatesRequest = randomCommon(rng, world);
  if (rng.chance(0.5)) request.sort = 'SUGGESTION_SORT_SUGGESTION_SORT';
  if (rng.chance(0.1)) request.inventoryRequestType = 'INVENTORY_REQUEST_TYPE_ALL';
  if (rng.chance(0.3)) request.maxCandidates = rng.pick([1, 2, 5, 1000]);
  return request;
}

function randomCommon(rng: Rng, world: GeneratedWorld): OrderRequest {
  const items = randomItems(rng, world.products);
  const request: OrderRequest = { orderType: rng.pick(ORDER_TYPES), items };
  if (rng.chance(0.92)) request.shippingAddress = randomAddress(rng);
  if (rng.chance(0.2)) request.isExpress = true;
  if (rng.chance(0.3)) request.environmentId = 1;
  const codes = world.locations.map((location) => location.code);
  if (rng.chance(0.12)) {
    const allowed = rng.sample(codes, rng.integer(1, codes.length));
    request.allowedLocationCodes = rng.chance(0.1) ? ['nowhere'] : [...allowed, 'nowhere'];
  }
  if (rng.chance(0.3)) request.excludedLocations = randomExclusions(rng, codes, items);
  if (rng.chance(0.6)) request.extendedCustomerInfo = randomCustomer(rng);
  const attributes = randomExtensible(rng);
  if (attributes !== undefined) request.extendedOrderInfo = { attributes };
  if (rng.chance(0.35)) request.locationInputs = randomLocationInputs(rng, codes);
  addCommonFeatures(rng, world, request);
  return request;
}

/** Now and then with a blank where nothing is known. */
function randomCustomer(rng: Rng): ExtendedCustomerInfo {
  const customer: ExtendedCustomerInfo = {};
  const given = (texts: readonly string[]) =>
    rng.chance(0.1) ? ' \u00a0' : messy(rng, rng.pick(texts));
  if (rng.chance(0.7)) customer.accountType = given(ACCOUNT_TYPES);
  if (rng.chance(0.6)) customer.companyOrOrganization = given(COMPANIES);
  if (rng.chance(0.6)) customer.externalId = given(CUSTOMER_IDS);
  if (rng.chance(0.7)) {
    const blanks = rng.pick(['', '', ' ', '\u00a0']);
    customer.customerSinceDate = rng.chance(0.1)
      ? blanks
      : blanks + rng.pick(CUSTOMER_DATES) + blanks;
  }
  if (rng.chance(0.7)) {
    const segments = rng.sample(CUSTOMER_SEGMENTS, rng.integer(1, 3));
    customer.segments = segments.map((segment) => messy(rng, segment));
    if (rng.chance(0.2)) customer.segments.push('', ' ', segments[0]);
  }
  if (rng.chance(0.6)) customer.taxExempt = rng.chance(0.6);
  const attributes = randomExtensible(rng);
  if (attributes !== undefined) customer.attributes = attributes;
  return customer;
}

function randomAddress(rng: Rng): ShippingAddress {
  const home = rng.pick(rng.chance(0.9) ? TOWNS.slice(0, 7) : TOWNS);
  const address: ShippingAddress = {};
  if (rng.chance(0.8)) address.city = messy(rng, home.city);
  if (rng.chance(0.8)) address.state = messy(rng, home.state);
  if (rng.chance(0.85)) {
    address.countryCode = rng.chance(0.85) ? home.country : home.country.toLowerCase();
  }
  if (rng.chance(0.8)) address.postalCode = messyPostal(rng, home.postal, home.country);
  const draw = rng.next();
  if (draw < 0.05) address.coordinates = { longitude: home.lon };
  else if (draw < 0.15) address.coordinates = { latitude: home.lat, longitude: home.lon };
  else if (draw < 0.4) {
    address.coordinates = { latitude: home.lat + rng.next(), longitude: home.lon + rng.next() };
  }
  return address;
}

/** Products repeat over lines, now and then by another key; unknown ones slip in. */
function randomItems(rng: Rng, products: Product[]): OrderItem[] {
  const count = rng.pick([1, 1, 2, 2, 3, 3, 4, 5, 7, 10]);
  const distinct = rng.chance(0.3) ? rng.integer(1, 2) : count - rng.integer(0, 2);
  const wanted = rng.sample(products, Math.max(1, distinct));
  const most = rng.pick([1, 2, 4, 6, 10]);
  const hasIds = rng.chance(0.5);
  const items: OrderItem[] = [];
  for (let index = 0; index < count; index++) {
    const item = randomItem(rng, rng.pick(wanted), rng.integer(1, most));
    // Given ids stay clear of the places that count for the others.
    if (hasIds && rng.chance(0.8)) item.orderItemId = 1000 - index * 7;
    items.push(item);
  }
  return items;
}

function randomItem(rng: Rng, product: Product, quantity: number): OrderItem {
  const item: OrderItem = { quantity: rng.chance(0.02) ? 1_000_000 : quantity };
  if (rng.chance(0.05)) Object.assign(item, { sku: 'never seen' });
  else for (const key of rng.sample(product.keys, rng.integer(1, 2))) Object.assign(item, key);
  if (rng.chance(0.6)) item.backorderable = true;
  if (rng.chance(0.8)) item.productTitle = messy(rng, rng.pick(PRODUCT_TITLES));
  if (rng.chance(0.5)) item.taxable = true;
  if (rng.chance(0.75)) item.weightGrams = rng.pick(WEIGHTS_GRAMS);
  const knows = rng.chance(0.5) ? 1 : 0.6;
  if (rng.chance(knows)) item.lengthCm = rng.pick(SIDES_CM);
  if (rng.chance(knows)) item.widthCm = rng.pick(SIDES_CM);
  if (rng.chance(knows)) item.heightCm = rng.pick(SIDES_CM);
  const attributes = randomExtensible(rng);
  if (attributes !== undefined) item.extendedProductInfo = { attributes };
  const customItemData = randomCustomData(rng);
  if (customItemData !== undefined) item.customItemData = customItemData;
  return item;
}

function randomCustomData(rng: Rng): Record<string, string> | undefined {
  if (rng.chance(0.3)) return undefined;
  const names = rng.sample(CUSTOM_NAMES, rng.integer(1, CUSTOM_NAMES.length));
  return Object.fromEntries(names.map((name) => [name, messy(rng, rng.pick(CUSTOM_VALUES))]));
}
