// Changes of stock rows as CSV (RFC 4180).

import type { QuantitiesJson } from './stock-text.js';

/** A LedgerEntry in JSON. */
export type EntryJson = {
  readonly sequence: number;
  readonly changeTime: string;
  readonly product: Readonly<Record<string, string>>;
  readonly locationCode: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly futureEpochMs?: number;
  readonly reason: string;
  readonly reference: string;
  readonly productVersion: number;
  readonly before?: QuantitiesJson | null;
  readonly after?: QuantitiesJson | null;
};

const COUNTS = [
  ['on_hand', 'onHand'],
  ['allocated', 'allocated'],
  ['held', 'held'],
  ['in_transit', 'inTransit'],
  ['safety_stock', 'safetyStock'],
  ['blocked', 'blocked'],
  ['has_infinite_inventory', 'hasInfiniteInventory'],
] as const;

const NAMES = [
  'sequence',
  'change_time',
  'upc',
  'sku',
  'part_number',
  'location_code',
  'segment',
  'future_epoch_ms',
  'reason',
  'reference',
  'product_version',
  ...COUNTS.map(([name]) => `${name}_before`),
  ...COUNTS.map(([name]) => `${name}_after`),
];

/** The first line. */
export const LEDGER_HEADER = `${NAMES.join(',')}\n`;

/** The line of an entry. */
export function ledgerLine(entry: EntryJson): string {
  const { product, segment, before, after } = entry;
  const tags = Object.entries(segment).map(([category, tag]) => `${category}=${tag}`);
  const cells = [
    entry.sequence,
    entry.changeTime,
    product.upc,
    product.sku,
    product.partNumber,
    entry.locationCode,
    tags.join('|'),
    entry.futureEpochMs,
    entry.reason,
    entry.reference,
    entry.productVersion,
    ...COUNTS.map(([, field]) => before?.[field]),
    ...COUNTS.map(([, field]) => after?.[field]),
  ];
  return `${cells.map((cell) => quoted(String(cell ?? ''))).join(',')}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
