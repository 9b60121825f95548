// The sample's products and stock: made up, the same on every machine.

import type { InventoryUpdate } from '../../stores/store.js';
import { SAMPLE_STORES, SAMPLE_WAREHOUSES } from './locations.js';

/** The 15 products, by sku. */
const SAMPLE_PRODUCTS = [
  'MUG-BLUE',
  'MUG-WHITE',
  'TEAPOT-1L',
  'KETTLE-STEEL',
  'LAMP-DESK',
  'LAMP-FLOOR',
  'CHAIR-OAK',
  'TABLE-OAK',
  'RUG-WOOL',
  'BLANKET-RED',
  'CUSHION-GREY',
  'CLOCK-WALL',
  'FRAME-A4',
  'PLANTER-CLAY',
  'CANDLE-SET',
] as const;

/**
 * Stock at warehouses and stores, by rule: each warehouse has two of three products in tens, each
 * store one of four in ones. RUG-WOOL is in stores only, so that an order with it is split; of
 * CLOCK-WALL two warehouses have ten each, so that more is backordered.
 */
export function sampleInventory(): InventoryUpdate[] {
  const updates: InventoryUpdate[] = [];
  SAMPLE_PRODUCTS.forEach((sku, p) => {
    if (sku === 'CLOCK-WALL') {
      for (const w of [1, 3]) updates.push(stock(sku, SAMPLE_WAREHOUSES[w].code, 10));
      return;
    }
    SAMPLE_WAREHOUSES.forEach(({ code }, w) => {
      if (sku === 'RUG-WOOL' || (p + w) % 3 === 0) return;
      updates.push(stock(sku, code, 20 + ((p * 7 + w * 13) % 60)));
    });
    SAMPLE_STORES.forEach(({ code }, s) => {
      if ((p + s) % 4 === 0) updates.push(stock(sku, code, 1 + ((p + s * 3) % 4)));
    });
  });
  return updates;
}

function stock(sku: string, locationCode: string, onHand: number): InventoryUpdate {
  return { product: { sku }, locationCode, onHand };
}
