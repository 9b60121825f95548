// The store where the shopper picks up: which one it is, and what it gives of its own stock before
// any group is asked (readings 14 and 65).

import { lookUp } from '../columns/dictionary.js';
import { EXTERNAL_KIND, LOCATION_FLAG, type LocationTable } from '../columns/locations.js';
import { EXCLUDED_INTS, ORDER_TEXT, REQUEST_KIND, type OrderColumns } from '../columns/order.js';
import { ORDER_TYPE } from '../columns/program.js';
import { noteCommit } from './commit.js';
import { newLocationsLeft } from './limits.js';
import { isPickedUp, lineOfItem, locationOf } from './resolve.js';
import type { CoreScratch } from './scratch.js';

/** What the store must be to give of its own stock. */
const GIVING_FLAGS = LOCATION_FLAG.present | LOCATION_FLAG.active | LOCATION_FLAG.pickup;

/**
 * Finds the pickup store of a TRANSFER or BOPIS order: the first name of it that is given decides
 * alone, its id, its id in the shop or its code.
 */
export function resolvePickup(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  scratch.pickupLocation = isPickedUp(order) ? storeOf(order, locations) : -1;
}

function storeOf(order: OrderColumns, locations: LocationTable): number {
  const { texts, bytes } = order;
  if (order.pickupLocationId !== 0) return locationOfId(order, locations);
  const start = texts[ORDER_TEXT.pickupExternalStoreId * 2];
  const lengthBytes = texts[ORDER_TEXT.pickupExternalStoreId * 2 + 1];
  if (lengthBytes > 0) {
    const store = lookUp(locations.codes, EXTERNAL_KIND, bytes, start, lengthBytes);
    return store >= 0 && (locations.flags[store] & LOCATION_FLAG.present) !== 0 ? store : -1;
  }
  const code = ORDER_TEXT.pickupLocationCode * 2;
  return texts[code + 1] === 0 ? -1 : locationOf(order, locations, texts[code], texts[code + 1]);
}

function locationOfId({ pickupLocationId }: OrderColumns, locations: LocationTable): number {
  const { ids, count } = locations;
  for (let location = 0; location < count; location++) {
    if (ids[location] === pickupLocationId) return location;
  }
  return -1;
}

/**
 * Notes whether the store gives of its own stock. Whether it is on hold, in another country or in
 * the list of allowed locations does not matter.
 */
export function openStore(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const store = scratch.pickupLocation;
  scratch.givingStore = -1;
  if (order.orderType !== ORDER_TYPE.bopis || order.kind !== REQUEST_KIND.routing) return;
  if (store < 0 || (locations.flags[store] & GIVING_FLAGS) !== GIVING_FLAGS) return;
  if (scratch.excludedStamp[store] === scratch.stamp || newLocationsLeft(scratch) < 1) return;
  scratch.givingStore = store;
}

/** Assigns to each line what the giving store has of it; its stock is gathered. */
export function giveFromStore(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
): void {
  const store = scratch.givingStore;
  if (store < 0) return;
  const { slotStoreUnits, lineSlot, lineNeed, marks } = scratch;
  for (let line = 0; line < order.lineCount; line++) marks[line] = 0;
  markExcludedLines(order, locations, scratch, store);
  for (let line = 0; line < order.lineCount; line++) {
    const slot = lineSlot[line];
    if (slot < 0 || marks[line] === 1) continue;
    const units = Math.min(lineNeed[line], slotStoreUnits[slot]);
    if (units === 0) continue;
    slotStoreUnits[slot] -= units;
    noteCommit(scratch, line, store, -1, units);
    // The store is the destination.
    if (scratch.hasDestination) scratch.commitChord[scratch.commitCount - 1] = 0;
    else scratch.commitChord[scratch.commitCount - 1] = Infinity;
  }
  scratch.storeCommitCount = scratch.commitCount;
}

function markExcludedLines(
  order: OrderColumns,
  locations: LocationTable,
  scratch: CoreScratch,
  store: number,
): void {
  const { excluded } = order;
  for (let i = 0; i < order.excludedCount; i++) {
    const at = i * EXCLUDED_INTS;
    if (excluded[at + 2] === 0 && excluded[at + 3] === 0) continue;
    if (locationOf(order, locations, excluded[at], excluded[at + 1]) !== store) continue;
    const line = lineOfItem(order, excluded[at + 2], excluded[at + 3]);
    if (line >= 0) scratch.marks[line] = 1;
  }
}
