// Which rarer fields do random orders and questions for candidates set? Each in so few that most
// stay plain. Must not know: how they are decided.

import type {
  LocationExclusion,
  OrderItem,
  OrderRequest,
  SuggestRoutingRequest,
} from '../model/messages.js';
import type { Rng } from './random.js';
import { FUTURE_TIMES, messy, PICKUP_CODES, SEGMENTS } from './vocabulary.js';
import type { GeneratedWorld } from './world.js';

/** Of a line; more is refused. */
const QUANTITY_MAX = 1_000_000;
const REQUEST_TYPES = ['ANY', 'ANY', 'ALL', 'PARTIAL', 'ALL_STORES'] as const;

/** Sets what orders and questions for candidates have in common. */
export function addCommonFeatures(rng: Rng, world: GeneratedWorld, request: OrderRequest): void {
  const codes = world.locations.map((location) => location.code);
  addPickup(rng, world, request);
  if (request.orderType === 'ORDER_TYPE_BOPIS' && rng.chance(0.5)) {
    // More than a store has of most, so that the rest is transferred.
    for (const item of request.items)
      item.quantity = Math.min(QUANTITY_MAX, item.quantity + rng.integer(0, 6));
  }
  if (rng.chance(0.45)) {
    request.inventoryRequestType = `INVENTORY_REQUEST_TYPE_${rng.pick(REQUEST_TYPES)}`;
  }
  if (rng.chance(0.12)) request.strategyId = randomStrategy(rng, world);
  if (world.holds.length > 0 && rng.chance(0.7)) {
    request.holdId = rng.chance(0.85) ? rng.pick(world.holds).holdId : 'no such hold';
  }
  if (world.hasTags && rng.chance(0.4)) request.tags = randomTags(rng);
  for (const item of request.items) {
    if (world.hasTags && rng.chance(0.3)) item.tags = rng.chance(0.9) ? randomTags(rng) : {};
    if (rng.chance(world.hasFuture ? 0.7 : 0.05)) item.futureOrderable = true;
    if (rng.chance(0.04)) addForeignKey(rng, world, item);
  }
  if (!world.hasFuture) return;
  if (rng.chance(0.3)) request.futureDateLimitEpochMs = rng.pick(FUTURE_TIMES) - rng.integer(0, 1);
  if (rng.chance(0.3)) {
    request.futureExcludedLocations = randomExclusions(rng, codes, request.items);
  }
}

/** Sets what only orders have. */
export function addOrderFeatures(
  rng: Rng,
  world: GeneratedWorld,
  order: SuggestRoutingRequest,
): void {
  if (rng.chance(0.3)) order.assignmentsSoFar = rng.integer(0, 5);
  if (rng.chance(0.25)) order.numShipmentsNotInRequest = rng.pick([0, 1, 1, 2, 3]);
  if (rng.chance(0.15)) order.maxLocations = rng.pick([1, 2, 2, 3, 5]);
  if (rng.chance(0.3)) order.forceSthConsolidationOnSplitShipments = rng.chance(0.9);
  if (rng.chance(0.2)) {
    const points = world.locations.filter((location) => location.consolidationEnabled === true);
    const abroad = points.filter((location) => (location.countryCode ?? 'US') !== 'US');
    const wished = abroad.length > 0 && rng.chance(0.5) ? abroad : points;
    const places = wished.length > 0 && rng.chance(0.7) ? wished : world.locations;
    const code = rng.chance(0.9) ? rng.pick(places).code : 'nowhere';
    order.sthConsolidationLocationOverride = code;
  }
  if (order.items.length > 1 && rng.chance(0.35)) addDependencies(rng, order);
}

/** Takes most away that keeps locations or lines of an order out, so that it comes to a split. */
export function tighten(rng: Rng, world: GeneratedWorld, order: OrderRequest): void {
  if (rng.chance(0.2)) return;
  delete order.allowedLocationCodes;
  delete order.isExpress;
  delete order.inventoryRequestType;
  delete order.strategyId;
  delete order.excludedLocations;
  if (rng.chance(0.5)) {
    const codes = world.locations.map((location) => location.code);
    const exclusions = [1, 2, 3].flatMap(() => randomExclusions(rng, codes, order.items));
    // Lines of one product then have different locations: packing them is hard.
    order.excludedLocations = exclusions.filter((each) => each.orderItemId !== undefined);
  }
  for (const item of order.items) item.quantity = rng.integer(1, 6);
  order.orderType = rng.pick([
    'ORDER_TYPE_DIRECTSHIP',
    'ORDER_TYPE_DIRECTSHIP',
    'ORDER_TYPE_DELIVERY',
    'ORDER_TYPE_STH_CONSOLIDATED',
  ]);
}

/** Of the three names of the store one, two that disagree, or none; often of no store at all. */
function addPickup(rng: Rng, world: GeneratedWorld, request: OrderRequest): void {
  const isTransfer = ['ORDER_TYPE_TRANSFER', 'ORDER_TYPE_BOPIS'].includes(request.orderType);
  if (!isTransfer || rng.chance(0.1)) {
    if (rng.chance(0.5)) request.pickupLocationCode = messy(rng, rng.pick(PICKUP_CODES));
  } else if (rng.chance(0.85)) {
    const stores = world.locations.filter((location) => location.pickup === true);
    const isStore = stores.length > 0 && rng.chance(0.8);
    request.pickupLocationCode = rng.pick(isStore ? stores : world.locations).code;
  }
  if (rng.chance(isTransfer ? 0.2 : 0.05)) {
    const { externalStoreId } = rng.pick(world.locations);
    request.pickupExternalStoreId = externalStoreId ?? 'no such store';
  }
  if (rng.chance(isTransfer ? 0.2 : 0.05)) {
    request.pickupLocationId = rng.chance(0.9) ? rng.pick(world.locations).id : 999_999;
  }
}

/** A route by its name or, where it has one, its id; of any order type, active or not. */
function randomStrategy(rng: Rng, world: GeneratedWorld): string {
  const routes = world.configuration.routes ?? [];
  if (routes.length === 0 || rng.chance(0.1)) return 'no such route';
  const { name, id } = rng.pick(routes);
  return id !== undefined && rng.chance(0.4) ? String(id) : name;
}

/** One tag, or those of a segment. */
function randomTags(rng: Rng): Record<string, string> {
  const tags = Object.entries(rng.pick(SEGMENTS));
  return Object.fromEntries(rng.chance(0.6) ? rng.sample(tags, 1) : rng.sample(tags, tags.length));
}

/** Locations that may not serve the order, or one of its items. */
export function randomExclusions(
  rng: Rng,
  codes: string[],
  items: OrderItem[],
): LocationExclusion[] {
  return rng.sample([...codes, 'nowhere'], rng.integer(1, 4)).map((locationCode) => {
    const index = rng.integer(0, items.length - 1);
    if (rng.chance(0.35)) return { locationCode };
    return { locationCode, orderItemId: items[index]?.orderItemId ?? index + 1 };
  });
}

/** An id of another product: whether that matters is up to the mapping. */
function addForeignKey(rng: Rng, world: GeneratedWorld, item: OrderItem): void {
  Object.assign(item, rng.pick(rng.pick(world.products).keys));
}

/** Numbers that items share, ids of other items, and a few that mean nothing. */
function addDependencies(rng: Rng, order: SuggestRoutingRequest): void {
  if (rng.chance(0.85)) order.bundlingStrategy = 'BUNDLING_STRATEGY_ITEM_DEPENDENCY';
  const share = rng.pick([0.3, 0.5, 0.8]);
  for (const item of order.items) {
    if (!rng.chance(share)) continue;
    const index = rng.integer(0, order.items.length - 1);
    const other = order.items[index]?.orderItemId ?? index + 1;
    item.itemDependency = rng.chance(0.4) ? other : rng.pick([0, 0, -7, 500, 501]);
  }
}
