// Which product does a line ask for, and which rows of stock serve it?
// Must not know: locations, groups, splits.

import type { OrderItem, OrderRequest, Settings } from './messages.js';
import type { Stock, StockRow, UsableRow } from './stock.js';
import { mergeRows, tagsText } from './stock.js';
import type { Trace } from './trace.js';

/** One line; `index` is its place in the request from 0. */
export interface Line {
  index: number;
  id: number;
  quantity: number;
  /** Units that nothing has been decided about; falls as they are assigned. */
  need: number;
  /** Undefined: no stock row ever named it, or its ids name several. */
  product: string | undefined;
  /** What a row must carry; empty: rows without a segment. */
  tags: Record<string, string>;
  item: OrderItem;
}

/** The rows of all lines: lines of one product and equal tags share them. */
export type RowsByLine = Map<Line, Map<string, StockRow>>;

type KeyName = 'upc' | 'sku' | 'partNumber';

const ALL_KEYS: KeyName[] = ['upc', 'sku', 'partNumber'];

const MAPPINGS: Record<string, KeyName[]> = {
  UNSPECIFIED: ['upc'],
  UPC_ONLY: ['upc'],
  SKU_ONLY: ['sku'],
  PART_NUMBER_ONLY: ['partNumber'],
  PART_NUMBER_AND_UPC: ['partNumber', 'upc'],
  PART_NUMBER_AND_SKU: ['partNumber', 'sku'],
  UPC_AND_SKU: ['upc', 'sku'],
  PART_NUMBER_AND_UPC_AND_SKU: ['partNumber', 'upc', 'sku'],
};

/** Reads the lines of a request. */
export function readLines(
  request: OrderRequest,
  settings: Settings | undefined,
  stock: Stock,
  trace: Trace,
): Line[] {
  const mapping = (settings?.productIdentifierMapping ?? 'UNSPECIFIED').replace(
    'PRODUCT_IDENTIFIER_MAPPING_',
    '',
  );
  return request.items.map((item, index) => {
    const tags = Object.keys(item.tags ?? {}).length > 0 ? item.tags : request.tags;
    return {
      index,
      id: item.orderItemId ? item.orderItemId : index + 1,
      quantity: item.quantity,
      need: item.quantity,
      product: productOf(item, mapping, stock, trace),
      tags: tags ?? {},
      item,
    };
  });
}

/** All mapped ids that the item has must name one product; without any, its first id counts. */
function productOf(
  item: OrderItem,
  mapping: string,
  stock: Stock,
  trace: Trace,
): string | undefined {
  const given = (names: KeyName[]) => names.filter((name) => (item[name] ?? '') !== '');
  const mapped = given(MAPPINGS[mapping]);
  const names = mapped.length > 0 ? mapped : given(ALL_KEYS).slice(0, 1);
  const products = names.map((name) => stock.productOf({ [name]: item[name] }));
  const isOne = products.every((product) => product !== undefined && product === products[0]);
  const how = mapped.length === 0 ? 'first' : mapped.length > 1 ? 'several' : 'one';
  const isApart = !isOne && !products.includes(undefined);
  trace(`mapping:${mapping}:${how}:${isOne ? 'found' : isApart ? 'disagree' : 'unknown'}`);
  return isOne ? products[0] : undefined;
}

/**
 * The rows of each of these lines by location code. Each row goes to the first line whose product
 * and tags fit, and to those that share both with it; rows of stock to come are those of `when`
 * future, up to the limit.
 */
export function rowsOfLines(
  lines: Line[],
  stock: Stock,
  when: 'now' | 'future',
  limitEpochMs: number | undefined,
  trace: Trace,
): RowsByLine {
  const slotOf = new Map(lines.map((line) => [line, slotName(line)]));
  const slots = new Map<string, Map<string, UsableRow[]>>();
  for (const row of stock.rows) {
    if ((row.futureEpochMs === undefined) !== (when === 'now')) continue;
    if (limitEpochMs !== undefined && (row.futureEpochMs ?? 0) > limitEpochMs) {
      trace('future:beyond-limit');
      continue;
    }
    const takers = lines.filter((line) => line.product === row.product && isServed(line, row));
    const [taker] = takers;
    if (taker === undefined) continue;
    const slot = slotOf.get(taker) as string;
    if (takers.some((line) => slotOf.get(line) !== slot)) trace('rows:two-tag-sets');
    const byLocation = slots.get(slot) ?? new Map<string, UsableRow[]>();
    slots.set(slot, byLocation);
    const rows = byLocation.get(row.locationCode) ?? [];
    byLocation.set(row.locationCode, [...rows, row]);
    if (rows.length > 0) trace(`rows:merged:${when}`);
  }
  const merged = new Map<string, Map<string, StockRow>>();
  for (const [slot, byLocation] of slots) {
    merged.set(slot, new Map([...byLocation].map(([code, rows]) => [code, mergeRows(rows)])));
  }
  return new Map(lines.map((line) => [line, merged.get(slotOf.get(line) as string) ?? new Map()]));
}

/**
 * The lines that ask for a product with the tags of one of `some`, those included: rows go to tag
 * sets in the order of all lines, and not to sets of which no line takes part.
 */
export function linesAlike(lines: Line[], some: Line[]): Line[] {
  const slots = new Set(some.map(slotName));
  return lines.filter((line) => slots.has(slotName(line)));
}

function slotName(line: Line): string {
  return `${line.product} ${tagsText(line.tags)}`;
}

/** Untagged lines take untagged rows; a tagged one takes rows that carry all of its tags. */
function isServed(line: Line, row: UsableRow): boolean {
  const tags = Object.entries(line.tags);
  if (tags.length === 0) return Object.keys(row.segment).length === 0;
  return tags.every(([category, tag]) => row.segment[category] === tag);
}
