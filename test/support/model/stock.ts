// Which products exist, and how many units may routing use where?
// Must not know: orders, groups, distances.

import type { InventoryUpdate, ProductKey } from './messages.js';

/** What infinite stock counts as where a number is needed. */
const INFINITE_UNITS = 4_000_000_000;

/** Usable untagged stock of one product at one location; `left` falls as units are assigned. */
export interface StockRow {
  product: string;
  locationCode: string;
  left: number;
  /** Absent: unknown. */
  ltd?: number | undefined;
  attributes: string[];
}

/** Everything known about products in one snapshot. */
export interface Stock {
  /** The product of a key, or undefined where no row, of whatever kind, ever named it. */
  productOf(key: ProductKey): string | undefined;
  /** By product, then location code; only rows with effective units. */
  rows: Map<string, Map<string, StockRow>>;
}

/** Reads the rows; each call makes rows of its own that may be used up. */
export function readStock(updates: InventoryUpdate[]): Stock {
  const products = uniteKeys(updates);
  const rows = new Map<string, Map<string, StockRow>>();
  for (const update of updates) {
    const isTagged = Object.keys(update.segment ?? {}).length > 0;
    const left = effectiveUnits(update);
    if (isTagged || update.blocked === true || left === 0) continue;
    const product = products.find(keyText(update.product));
    const byLocation = rows.get(product) ?? new Map<string, StockRow>();
    rows.set(product, byLocation);
    byLocation.set(update.locationCode, {
      product,
      locationCode: update.locationCode,
      left,
      ltd: update.ltd,
      attributes: update.attributes ?? [],
    });
  }
  return {
    rows,
    productOf: (key) => (products.has(keyText(key)) ? products.find(keyText(key)) : undefined),
  };
}

function effectiveUnits(update: InventoryUpdate): number {
  if (update.hasInfiniteInventory === true) return INFINITE_UNITS;
  const { onHand = 0, allocated = 0, safetyStock = 0 } = update;
  return Math.max(0, onHand - allocated - safetyStock);
}

/** A line names its product by upc, else sku, else part number. */
function keyText(key: ProductKey): string {
  if (key.upc) return `upc:${key.upc}`;
  if (key.sku) return `sku:${key.sku}`;
  return `part:${key.partNumber ?? ''}`;
}

/** Keys that appear in one row name one product (union-find without ranks). */
function uniteKeys(updates: InventoryUpdate[]) {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    const above = parent.get(key) ?? key;
    return above === key ? key : find(above);
  };
  for (const { product, aliases = [] } of updates) {
    const first = keyText(product);
    if (!parent.has(first)) parent.set(first, first);
    for (const alias of aliases) {
      const other = keyText(alias);
      if (!parent.has(other)) parent.set(other, other);
      parent.set(find(other), find(first));
    }
  }
  return { find, has: (key: string) => parent.has(key) };
}
