// Which products exist, and how many units may routing use where, now and later?
// Must not know: orders, groups, distances.

import type { Hold, InventoryUpdate, ModelWorld, ProductKey } from './messages.js';
import type { ExtensibleAttribute } from './rules.js';
import { compareBytes } from './text.js';

/** What infinite stock counts as where a number is needed, and the most that rows add up to. */
const MOST_UNITS = 4_000_000_000;

/** A row that has usable units. */
export interface UsableRow {
  product: string;
  locationCode: string;
  segment: Record<string, string>;
  units: number;
  ltd: number | undefined;
  attributes: string[];
  extensibleAttributes: ExtensibleAttribute[];
  threshold: number | undefined;
  /** Undefined: it is there. */
  futureEpochMs: number | undefined;
}

/** All rows of a location that serve a line, as one; `left` falls as units are assigned. */
export interface StockRow {
  product: string;
  locationCode: string;
  left: number;
  /** Absent: unknown. */
  ltd?: number | undefined;
  attributes: string[];
  extensibleAttributes: ExtensibleAttribute[];
  /** Absent: none is known. */
  threshold?: number | undefined;
  /** Of future stock: when how much is to come, the earliest first. Empty: it is there. */
  arrivals: { epochMs: number; left: number }[];
}

/** Everything known about products in one snapshot. */
export interface Stock {
  /** The product of a key, or undefined where no row, of whatever kind, ever named it. */
  productOf(key: ProductKey): string | undefined;
  /** Only rows with effective units. */
  rows: UsableRow[];
}

/** Reads the rows as an order sees them, from which its own hold holds nothing. */
export function readStock(world: Pick<ModelWorld, 'inventory' | 'holds'>, holdId = ''): Stock {
  const { inventory, holds = [] } = world;
  const products = uniteKeys(inventory);
  const others = holds.filter((hold) => hold.holdId !== holdId);
  const rows = inventory.flatMap((update): UsableRow[] => {
    const units = effectiveUnits(update, heldOf(update, others, products.find));
    if (update.blocked === true || units === 0) return [];
    return [
      {
        product: products.find(keyText(update.product)),
        locationCode: update.locationCode,
        segment: update.segment ?? {},
        units,
        ltd: update.ltd,
        attributes: update.attributes ?? [],
        extensibleAttributes: update.extensibleAttributes ?? [],
        threshold: update.excessThreshold,
        futureEpochMs: update.futureEpochMs,
      },
    ];
  });
  return {
    rows,
    productOf: (key) => (products.has(keyText(key)) ? products.find(keyText(key)) : undefined),
  };
}

/**
 * Adds the rows of one product at one location up; they must not be empty. What comes of them does
 * not depend on how they are listed.
 */
export function mergeRows(listed: UsableRow[]): StockRow {
  const rows = listed.toSorted(compareRows);
  const [{ product, locationCode }] = rows as [UsableRow];
  const known = rows.flatMap((row) => row.ltd ?? []);
  const thresholds = rows.flatMap((row) => row.threshold ?? []);
  const times = [...new Set(rows.flatMap((row) => row.futureEpochMs ?? []))];
  times.sort((left, right) => left - right);
  return {
    product,
    locationCode,
    left: sumOf(rows),
    ltd: known.length === 0 ? undefined : Math.max(...known),
    attributes: rows.flatMap((row) => row.attributes),
    extensibleAttributes: rows.flatMap((row) => row.extensibleAttributes),
    threshold: thresholds.length === 0 ? undefined : thresholds.reduce((sum, one) => sum + one, 0),
    arrivals: times.map((epochMs) => {
      return { epochMs, left: sumOf(rows.filter((row) => row.futureEpochMs === epochMs)) };
    }),
  };
}

/** By segment, then time. */
function compareRows(left: UsableRow, right: UsableRow): number {
  return (
    compareBytes(tagsText(left.segment), tagsText(right.segment)) ||
    (left.futureEpochMs ?? 0) - (right.futureEpochMs ?? 0)
  );
}

/** A text that equal sets of tags have in common, and others have not. */
export function tagsText(tags: Record<string, string>): string {
  const entries = Object.entries(tags);
  return JSON.stringify(entries.sort(([left], [right]) => compareBytes(left, right)));
}

function sumOf(rows: UsableRow[]): number {
  return Math.min(
    MOST_UNITS,
    rows.reduce((sum, row) => sum + row.units, 0),
  );
}

function effectiveUnits(update: InventoryUpdate, held: number): number {
  if (update.hasInfiniteInventory === true) return MOST_UNITS;
  const { onHand = 0, allocated = 0, safetyStock = 0 } = update;
  return Math.max(0, onHand - allocated - held - safetyStock);
}

/** What holds hold of a row; of stock to come they hold nothing. */
function heldOf(update: InventoryUpdate, holds: Hold[], find: (key: string) => string): number {
  if (update.futureEpochMs !== undefined) return 0;
  const lines = holds.flatMap((hold) => hold.lines);
  const its = lines.filter(
    (line) =>
      line.locationCode === update.locationCode &&
      tagsText(line.segment ?? {}) === tagsText(update.segment ?? {}) &&
      find(keyText(line.product)) === find(keyText(update.product)),
  );
  return its.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** A key has one of the three. */
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
