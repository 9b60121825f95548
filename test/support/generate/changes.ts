// What may happen to a world while orders are decided in it: stock moves, locations and rules
// change. Must not know: who decides.

import { Refusal } from '../../../src/base/outcome.js';
import type { Store } from '../../../src/stores/store.js';
import type { ConfigurationDocument } from '../../../src/configuration/document.js';
import { randomConfiguration } from './configuration.js';
import { randomExtensible, randomStockAttributes } from './extensible.js';
import type { Rng } from './random.js';
import type { GeneratedWorld } from './world.js';

/** Products that have no stock at first: orders may name them before anybody else does. */
export const LATE_PRODUCTS = ['late 1', 'late 2', 'late 3', 'late 4'];

const SCOPE = { tenantId: '1', siteId: '1' };

type Change = (rng: Rng, world: GeneratedWorld, store: Store) => Promise<unknown>;

/** By how often each comes; stock moves all the while, rules now and then. */
const CHANGES: readonly (readonly [number, Change])[] = [
  [60, changeStock],
  [8, moveLocation],
  [6, holdLocation],
  [3, stockLateProduct],
  [3, changeRules],
  [2, movePostalCode],
  [3, openLocation],
  [2, nameProductAnew],
  [8, holdUnits],
  [8, releaseUnits],
];

/** Makes one random change; resolves when it is visible to routing. */
export async function randomChange(rng: Rng, world: GeneratedWorld, store: Store): Promise<void> {
  const total = CHANGES.reduce((sum, [weight]) => sum + weight, 0);
  let draw = rng.integer(1, total);
  for (const [weight, change] of CHANGES) {
    draw -= weight;
    if (draw > 0) continue;
    await change(rng, world, store);
    return;
  }
}

/** New quantities, flags, ltd and attributes for some rows, many at once. */
function changeStock(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  const rows = rng.sample(world.inventory, rng.integer(1, 8));
  const updates = rows.map(({ product, locationCode, segment, futureEpochMs }) => ({
    product,
    locationCode,
    ...(segment === undefined ? {} : { segment }),
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
    onHand: rng.integer(0, 12),
    ...(rng.chance(0.3) ? { allocated: rng.integer(0, 4) } : {}),
    ...(rng.chance(0.2) ? { safetyStock: rng.integer(0, 2) } : {}),
    ...(rng.chance(0.3) ? { ltd: rng.integer(0, 40) } : {}),
    ...(rng.chance(0.2) ? { blocked: rng.chance(0.3) } : {}),
    ...(rng.chance(0.1) ? { hasInfiniteInventory: rng.chance(0.3) } : {}),
    ...(rng.chance(0.2) ? { attributes: rng.sample(['cold', 'large', 'fragile'], 2) } : {}),
    ...(rng.chance(0.2) ? { extensibleAttributes: randomStockAttributes(rng, locationCode) } : {}),
    ...(rng.chance(0.2) ? { excessThreshold: rng.integer(0, 6) } : {}),
  }));
  return store.upsertInventory('1', updates, false);
}

/** Some units of some rows, as far as there are any; orders may name the hold from now on. */
async function holdUnits(rng: Rng, world: GeneratedWorld, store: Store): Promise<void> {
  const holdId = `hold ${rng.integer(1, 1_000_000_000)}`;
  const there = world.inventory.filter((row) => row.futureEpochMs === undefined);
  const lines = rng.sample(there, rng.integer(1, 8)).map(({ product, locationCode, segment }) => {
    const quantity = rng.integer(1, 6);
    return { product, locationCode, ...(segment === undefined ? {} : { segment }), quantity };
  });
  const request = { holdId, orderId: '', lines, ttlMs: 0, isPartialAllowed: true };
  try {
    await store.holdInventory('1', request, '');
    world.holds.push({ holdId, lines });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Nothing of them was free.
    if (error.detail.reason !== 'INSUFFICIENT_STOCK') throw error;
  }
}

/** The end of a hold that orders go on to name; it may have ended before. */
async function releaseUnits(rng: Rng, world: GeneratedWorld, store: Store): Promise<void> {
  if (world.holds.length > 0) await store.releaseHold('1', rng.pick(world.holds).holdId, '');
}

/** The first stock of a product that was not known. */
function stockLateProduct(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  const product = { sku: rng.pick(LATE_PRODUCTS) };
  const { code } = rng.pick(world.locations);
  const update = { product, locationCode: code, onHand: rng.integer(1, 9) };
  return store.upsertInventory('1', [update], false);
}

function moveLocation(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  const { onHold: _, ...location } = rng.pick(world.locations);
  const attributes = randomExtensible(rng);
  const moved = {
    ...location,
    ...(attributes === undefined ? {} : { attributes }),
    name: `moved ${rng.integer(1, 99)}`,
    active: rng.chance(0.9),
    express: rng.chance(0.4),
    deliveryEnabled: rng.chance(0.8),
    transferEnabled: rng.chance(0.8),
    pickup: rng.chance(0.6),
    consolidationEnabled: rng.chance(0.4),
  };
  if (!rng.chance(0.5)) return store.upsertLocations('1', [moved]);
  const coordinates = { latitude: 30 + rng.next() * 15, longitude: -120 + rng.next() * 50 };
  return store.upsertLocations('1', [{ ...moved, coordinates }]);
}

function holdLocation(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  return store.setLocationHold('1', rng.pick(world.locations).code, rng.chance(0.4));
}

function changeRules(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  const codes = world.locations.map(({ code }) => code);
  const products = world.products.flatMap(({ keys }) => keys.flatMap((key) => Object.values(key)));
  const rules = randomConfiguration(rng, codes, [...new Set(products)], rng.chance(0.4));
  const document = rules as unknown as ConfigurationDocument;
  return store.applyConfiguration(SCOPE, document, '', false);
}

async function movePostalCode(rng: Rng, world: GeneratedWorld, store: Store): Promise<void> {
  const { countryCode, postalCode } = rng.pick(world.postalCodes);
  const latitude = 30 + rng.next() * 15;
  await store.writePostalCodes('1', [{ countryCode, postalCode, latitude, longitude: -90 }]);
  await store.publishPostalCodes('1');
}

/** A location that was not there, with stock; later ones may be of the same code. */
async function openLocation(rng: Rng, world: GeneratedWorld, store: Store): Promise<void> {
  const code = `new ${rng.integer(1, 30)}`;
  const { latitude, longitude } = { latitude: 25 + rng.next() * 20, longitude: -100 };
  const location = { code, countryCode: 'US', coordinates: { latitude, longitude } };
  await store.upsertLocations('1', [{ ...location, express: rng.chance(0.5) }]);
  const rows = rng.sample(world.inventory, 3);
  const updates = rows.map(({ product }) => ({ product, locationCode: code, onHand: 7 }));
  await store.upsertInventory('1', updates, false);
}

/** A product that is there gets a code that orders have named before. */
function nameProductAnew(rng: Rng, world: GeneratedWorld, store: Store): Promise<unknown> {
  const { product, locationCode } = rng.pick(world.inventory);
  const aliases = [{ partNumber: rng.pick(LATE_PRODUCTS) }];
  return store.upsertInventory('1', [{ product, aliases, locationCode, onHand: 5 }], false);
}
