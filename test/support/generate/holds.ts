// Which units of a world's stock are held, and for which of its orders? Must not know: how they are
// kept from the others.

import type { Hold, HoldLine, InventoryUpdate } from '../model/messages.js';
import type { Rng } from './random.js';

/** Share of the worlds in which something is held. */
const HELD_SHARE = 0.35;

/** Holds of units that are free, none in most worlds; a row may be held by several. */
export function randomHolds(rng: Rng, inventory: InventoryUpdate[]): Hold[] {
  if (!rng.chance(HELD_SHARE)) return [];
  const free = new Map(inventory.map((row) => [row, freeUnits(row)]));
  const open = inventory.filter((row) => (free.get(row) ?? 0) > 0);
  const count = rng.integer(1, 4);
  return Array.from({ length: count }, (_, i) => {
    const rows = rng.sample(open, Math.min(open.length, rng.integer(1, 12)));
    const lines = rows.flatMap((row): HoldLine[] => {
      const units = Math.min(free.get(row) ?? 0, rng.chance(0.6) ? 1000 : rng.integer(1, 3));
      if (units === 0) return [];
      free.set(row, (free.get(row) ?? 0) - units);
      return lineOf(row, units, rng);
    });
    return { holdId: `hold ${i + 1}\u00e9`, lines };
  }).filter(({ lines }) => lines.length > 0);
}

function freeUnits(row: InventoryUpdate): number {
  const { onHand = 0, allocated = 0, safetyStock = 0, blocked, futureEpochMs } = row;
  if (blocked === true || futureEpochMs !== undefined) return 0;
  if (row.hasInfiniteInventory === true) return 50;
  return Math.max(0, onHand - allocated - safetyStock);
}

/** In one line or in two, by any of the product's codes. */
function lineOf(row: InventoryUpdate, quantity: number, rng: Rng): HoldLine[] {
  const { locationCode, segment } = row;
  const product = rng.pick([row.product, ...(row.aliases ?? [])]);
  const line = { product, locationCode, ...(segment === undefined ? {} : { segment }) };
  if (quantity === 1 || rng.chance(0.8)) return [{ ...line, quantity }];
  return [
    { ...line, quantity: quantity - 1 },
    { ...line, quantity: 1 },
  ];
}
