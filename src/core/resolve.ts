// What the names in a request stand for: products, locations and the destination, looked up from
// the request's bytes.

import { FNV_BASIS, fnv1a, mix32 } from '../base/hash.js';
import { sphereX, sphereY, sphereZ } from '../base/sphere.js';
import { lookUp } from '../columns/dictionary.js';
import { COUNTRY_KIND, LOCATION_KIND, type LocationTable } from '../columns/locations.js';
import { ALLOWED_INTS, EXCLUDED_INTS, ORDER_TEXT, type OrderColumns } from '../columns/order.js';
import { WARNING, type PlanColumns } from '../columns/plan.js';
import { POSTAL_TABLE_KIND, type PostalTable } from '../columns/postal.js';
import { PRODUCT_KIND, type StockColumns } from '../columns/stock.js';
import { SLOT_BUCKETS, type CoreScratch } from './scratch.js';

/** Finds the product of each line and gives each distinct product a slot; opens the lines. */
export function resolveProducts(
  order: OrderColumns,
  stock: StockColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  scratch.slotCount = 0;
  scratch.hasSharedSlots = false;
  scratch.openCount = order.lineCount;
  for (let line = 0; line < order.lineCount; line++) {
    scratch.lineOpen[line] = 1;
    scratch.lineNext[line] = -1;
    const product = productOf(order, stock, line);
    plan.isUnknownProduct[line] = product < 0 ? 1 : 0;
    scratch.lineSlot[line] = product < 0 ? -1 : slotOf(scratch, product, line);
  }
}

/** A line is matched by its upc, else by its sku, else by its part number. */
function productOf(order: OrderColumns, stock: StockColumns, line: number): number {
  const { bytes } = order;
  const { products } = stock;
  const upcBytes = order.upcBytes[line];
  if (upcBytes > 0) {
    return lookUp(products, PRODUCT_KIND.upc, bytes, order.upcStart[line], upcBytes);
  }
  const skuBytes = order.skuBytes[line];
  if (skuBytes > 0) {
    return lookUp(products, PRODUCT_KIND.sku, bytes, order.skuStart[line], skuBytes);
  }
  const start = order.partNumberStart[line];
  return lookUp(products, PRODUCT_KIND.partNumber, bytes, start, order.partNumberBytes[line]);
}

/**
 * How many stock rows the products of the order have, as far as is known before they are read: what
 * deciding it costs.
 */
export function rowsAhead(order: OrderColumns, stock: StockColumns): number {
  let rows = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const product = productOf(order, stock, line);
    if (product >= 0) rows += stock.productCount[product];
  }
  return rows;
}

function slotOf(scratch: CoreScratch, product: number, line: number): number {
  const { slotBucket, slotBucketStamp, stamp } = scratch;
  let bucket = mix32(product) & (SLOT_BUCKETS - 1);
  while (slotBucketStamp[bucket] === stamp) {
    const slot = slotBucket[bucket];
    if (scratch.slotProduct[slot] === product) {
      scratch.lineNext[scratch.slotLastLine[slot]] = line;
      scratch.slotLastLine[slot] = line;
      scratch.hasSharedSlots = true;
      return slot;
    }
    bucket = (bucket + 1) & (SLOT_BUCKETS - 1);
  }
  const slot = scratch.slotCount++;
  slotBucketStamp[bucket] = stamp;
  slotBucket[bucket] = slot;
  scratch.slotProduct[slot] = product;
  scratch.slotFirstLine[slot] = line;
  scratch.slotLastLine[slot] = line;
  return slot;
}

/**
 * Marks the allowed locations and those excluded for the whole order. Returns how many allowed
 * codes are known.
 */
export function resolveLocationLists(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): number {
  let knownCount = 0;
  for (let i = 0; i < order.allowedCount; i++) {
    const at = i * ALLOWED_INTS;
    const location = locationOf(order, locations, order.allowed[at], order.allowed[at + 1]);
    if (location < 0) continue;
    scratch.allowedStamp[location] = scratch.stamp;
    knownCount++;
  }
  for (let i = 0; i < order.excludedCount; i++) {
    const at = i * EXCLUDED_INTS;
    if (order.excluded[at + 2] !== 0 || order.excluded[at + 3] !== 0) continue;
    const location = locationOf(order, locations, order.excluded[at], order.excluded[at + 1]);
    if (location >= 0) scratch.excludedStamp[location] = scratch.stamp;
  }
  return knownCount;
}

/** The location of a code in the request's bytes, or -1; a deleted location is unknown. */
export function locationOf(
  order: OrderColumns,
  locations: LocationTable,
  start: number,
  lengthBytes: number,
): number {
  const location = lookUp(locations.codes, LOCATION_KIND, order.bytes, start, lengthBytes);
  return location >= 0 && (locations.flags[location] & 1) === 1 ? location : -1;
}

/**
 * Finds the destination: the recorded one, else the request's coordinates, else the place of its
 * postal code, else none.
 */
export function resolveDestination(
  order: OrderColumns,
  postal: PostalTable,
  scratch: CoreScratch,
): void {
  scratch.hasDestination = true;
  if (order.isRecorded) {
    scratch.hasDestination = order.recordedHasDestination;
    scratch.destinationX = order.recordedPlace[0];
    scratch.destinationY = order.recordedPlace[1];
    scratch.destinationZ = order.recordedPlace[2];
    return;
  }
  if (order.hasCoordinates) {
    scratch.destinationX = sphereX(order.latitude, order.longitude);
    scratch.destinationY = sphereY(order.latitude, order.longitude);
    scratch.destinationZ = sphereZ(order.latitude);
    return;
  }
  const entry = postalEntry(order, postal, scratch.fold);
  if (entry < 0) {
    scratch.hasDestination = false;
    return;
  }
  scratch.destinationX = postal.x[entry];
  scratch.destinationY = postal.y[entry];
  scratch.destinationZ = postal.z[entry];
}

/**
 * The entry of the order's postal code; the key is made as `postalKey` makes it, in the fold
 * buffer.
 */
function postalEntry(order: OrderColumns, postal: PostalTable, key: Uint8Array): number {
  const countryEnd = upperInto(order, ORDER_TEXT.countryCode, key, 0);
  if (countryEnd <= 0) return -1;
  const isUnitedStates = countryEnd === 2 && key[0] === 0x55 && key[1] === 0x53;
  key[countryEnd] = 0x7c;
  let end = upperInto(order, ORDER_TEXT.postalCode, key, countryEnd + 1);
  if (end <= countryEnd + 1) return -1;
  if (isUnitedStates && end > countryEnd + 6) end = countryEnd + 6;
  return lookUp(postal.keys, POSTAL_TABLE_KIND, key, 0, end);
}

/**
 * Copies a text of the order, trimmed and in upper case; returns where it ends. Countries and
 * postal codes are ASCII: other bytes are copied as they are, and match nothing.
 */
function upperInto(order: OrderColumns, text: number, target: Uint8Array, at: number): number {
  const { bytes } = order;
  let first = order.texts[text * 2];
  let end = first + order.texts[text * 2 + 1];
  while (first < end && isBlank(bytes[first])) first++;
  while (end > first && isBlank(bytes[end - 1])) end--;
  for (let i = first; i < end; i++) {
    const byte = bytes[i];
    target[at + i - first] = byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte;
  }
  return at + end - first;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
}

/**
 * The number of the order's country in the location table; 0 where it is blank, -1 where no
 * location is there.
 */
export function countryOf(order: OrderColumns, locations: LocationTable, key: Uint8Array): number {
  const end = upperInto(order, ORDER_TEXT.countryCode, key, 0);
  if (end === 0) return 0;
  return lookUp(locations.countries, COUNTRY_KIND, key, 0, end);
}

/**
 * Seeds the RANDOM sort: the hash of the order id, or where there is none of the request's bytes,
 * and then of '|'. A recorded order has the seed that it had.
 */
export function seedRandom(order: OrderColumns, scratch: CoreScratch): void {
  if (order.isRecorded) {
    scratch.randomSeed = order.recordedSeed;
    return;
  }
  const { bytes, texts } = order;
  const idBytes = texts[ORDER_TEXT.orderId * 2 + 1];
  const isNamed = idBytes > 0;
  const start = isNamed ? texts[ORDER_TEXT.orderId * 2] : order.messageStart;
  const hash = fnv1a(FNV_BASIS, bytes, start, isNamed ? idBytes : order.messageBytes);
  scratch.randomSeed = Math.imul(hash ^ 0x7c, 0x01000193);
}

/** Sets the warnings that a request gives before anything is decided. */
export function warnOfRequest(
  order: OrderColumns,
  scratch: CoreScratch,
  plan: PlanColumns,
  knownAllowedCount: number,
): void {
  plan.orderWarnings = 0;
  if (!scratch.hasDestination) plan.orderWarnings |= 1 << WARNING.unknownDestination;
  if (order.allowedCount > 0 && knownAllowedCount === 0) {
    plan.orderWarnings |= 1 << WARNING.unknownAllowedLocations;
  }
}
