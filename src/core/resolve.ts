// What the names in a request stand for: locations and the destination, looked up from the bytes of
// the request.

import { FNV_BASIS, fnv1a } from '../base/hash.js';
import { sphereX, sphereY, sphereZ } from '../base/sphere.js';
import { lookUp } from '../columns/dictionary.js';
import { COUNTRY_KIND, LOCATION_KIND, type LocationTable } from '../columns/locations.js';
import { ALLOWED_INTS, EXCLUDED_INTS, ORDER_TEXT, type OrderColumns } from '../columns/order.js';
import { WARNING, type PlanColumns } from '../columns/plan.js';
import { ORDER_TYPE } from '../columns/program.js';
import { POSTAL_TABLE_KIND, type PostalTable } from '../columns/postal.js';
import type { CoreScratch } from './scratch.js';

/**
 * Marks the allowed locations and those excluded for the whole order, for future stock too. Returns
 * how many allowed codes are known.
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
  const { excludedStamp, futureExcludedStamp } = scratch;
  markExcluded(order, locations, scratch, order.excluded, order.excludedCount, excludedStamp);
  const { futureExcluded, futureExcludedCount } = order;
  if (futureExcludedCount > 0) {
    const count = futureExcludedCount;
    markExcluded(order, locations, scratch, futureExcluded, count, futureExcludedStamp);
  }
  return knownCount;
}

function markExcluded(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  excluded: Int32Array,
  count: number,
  stamps: Int32Array,
): void {
  for (let i = 0; i < count; i++) {
    const at = i * EXCLUDED_INTS;
    if (excluded[at + 2] !== 0 || excluded[at + 3] !== 0) continue;
    const location = locationOf(order, locations, excluded[at], excluded[at + 1]);
    if (location >= 0) stamps[location] = scratch.stamp;
  }
}

/** The line with an item id, or -1. */
export function lineOfItem(order: OrderColumns, low: number, high: number): number {
  for (let line = 0; line < order.lineCount; line++) {
    if (order.itemIdLow[line] === low && order.itemIdHigh[line] === high) return line;
  }
  return -1;
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

/** Whether the order goes to a store, where the shopper picks it up. */
export function isPickedUp({ orderType }: OrderColumns): boolean {
  return orderType === ORDER_TYPE.transfer || orderType === ORDER_TYPE.bopis;
}

/**
 * Finds the destination: the recorded one, else where the shopper picks up the store, else the
 * request's coordinates, else the place of its postal code, else none.
 */
export function resolveDestination(
  order: OrderColumns,
  locations: LocationTable,
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
  if (isPickedUp(order)) {
    const store = scratch.pickupLocation;
    scratch.hasDestination = store >= 0 && locations.x[store] === locations.x[store];
    if (!scratch.hasDestination) return;
    scratch.destinationX = locations.x[store];
    scratch.destinationY = locations.y[store];
    scratch.destinationZ = locations.z[store];
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
export function upperInto(
  order: OrderColumns,
  text: number,
  target: Uint8Array,
  at: number,
): number {
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
 * The number of the destination's country in the location table; 0 where it is unknown, -1 where no
 * location is there.
 */
export function countryOf(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): number {
  if (isPickedUp(order)) {
    return scratch.pickupLocation < 0 ? 0 : locations.country[scratch.pickupLocation];
  }
  const key = scratch.fold;
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
  if (isPickedUp(order) && scratch.pickupLocation < 0) {
    plan.orderWarnings |= 1 << WARNING.unknownPickupLocation;
  }
}
