// A decision and a list of candidates as tables for people.

import type { PlainMessage } from './proto-json.js';
import { type Column, table } from './table.js';

/** The JSON form of an order's line, as far as it is printed. */
export type LineJson = {
  readonly orderItemId?: number;
  readonly upc?: string;
  readonly sku?: string;
  readonly partNumber?: string;
  readonly quantity?: number;
};

type WarningJson = { readonly reason: string; readonly orderItemId?: number };

/** The JSON form of a decision. */
export type DecisionJson = {
  readonly route?: string;
  readonly assignments?: readonly {
    readonly orderItemId: number;
    readonly locationCode: string;
    readonly quantity: number;
    readonly distanceKm?: number;
  }[];
  readonly stateChanges?: readonly {
    readonly orderItemId: number;
    readonly quantity: number;
    readonly stateChange: string;
  }[];
  readonly warnings?: readonly WarningJson[];
};

/** The JSON form of a candidate. */
export type CandidateJson = PlainMessage & {
  readonly locationCode: string;
  readonly distanceKm?: number;
  readonly inventory?: readonly { readonly orderItemId: number; readonly available: number }[];
};

const WARNING_TEXTS: Readonly<Record<string, string>> = {
  UNKNOWN_PRODUCT: 'the product has never had a stock row',
  UNKNOWN_ALLOWED_LOCATIONS: 'none of the allowed locations exists',
  UNKNOWN_DESTINATION: 'the destination has no coordinates, so distances are unknown',
  NO_ROUTE: 'no active route serves this order type',
};

const DECISION_COLUMNS: readonly Column[] = [
  { heading: 'line', isRight: true },
  { heading: 'product' },
  { heading: 'quantity', isRight: true },
  { heading: 'location' },
  { heading: 'name' },
  { heading: 'km', isRight: true },
  { heading: 'state change' },
];

/** The units of each line and where they go; `names` has the names of locations that are known. */
export function decisionTable(
  items: readonly LineJson[],
  decision: DecisionJson,
  names: ReadonlyMap<string, string>,
): string {
  const rows: string[][] = [];
  items.forEach((item, i) => {
    const id = lineId(item, i);
    const product = productOf(item);
    for (const one of decision.assignments ?? []) {
      if (one.orderItemId !== id) continue;
      const { locationCode: code, quantity, distanceKm } = one;
      const name = names.get(code) ?? '';
      rows.push([`${id}`, product, `${quantity}`, code, name, kilometres(distanceKm), '']);
    }
    for (const one of decision.stateChanges ?? []) {
      if (one.orderItemId !== id) continue;
      rows.push([`${id}`, product, `${one.quantity}`, '', '', '', one.stateChange]);
    }
  });
  return table(DECISION_COLUMNS, rows) + warningText(decision.warnings);
}

/** The candidates in their order, with what each has of the order's products. */
export function candidateTable(
  items: readonly LineJson[],
  candidates: readonly CandidateJson[],
  total: number,
  warnings: readonly WarningJson[] | undefined,
): string {
  const products = new Map(items.map((item, i) => [lineId(item, i), productOf(item)]));
  const columns: Column[] = [
    { heading: '#', isRight: true },
    { heading: 'location' },
    { heading: 'name' },
    { heading: 'city' },
    { heading: 'km', isRight: true },
    { heading: 'available' },
  ];
  const rows = candidates.map((one, i) => [
    `${i + 1}`,
    one.locationCode,
    textOf(one.name),
    [one.city, one.state]
      .map(textOf)
      .filter((text) => text !== '')
      .join(', '),
    kilometres(one.distanceKm),
    (one.inventory ?? [])
      .map((stock) => `${products.get(stock.orderItemId) ?? stock.orderItemId}: ${stock.available}`)
      .join(', '),
  ]);
  const cut = total > candidates.length ? `${candidates.length} of ${total} candidates\n` : '';
  return table(columns, rows) + cut + warningText(warnings);
}

function warningText(warnings: readonly WarningJson[] | undefined): string {
  return (warnings ?? [])
    .map(({ reason, orderItemId }) => {
      const line = orderItemId === undefined || orderItemId === 0 ? '' : ` (line ${orderItemId})`;
      return `warning: ${reason}${line}: ${WARNING_TEXTS[reason] ?? ''}\n`;
    })
    .join('');
}

/** The id of a line; a line without one has its place, counted from 1. */
export function lineId(item: LineJson, index: number): number {
  return item.orderItemId === undefined || item.orderItemId === 0 ? index + 1 : item.orderItemId;
}

/** The code by which a line names its product. */
export function productOf(item: LineJson): string {
  return item.upc || item.sku || item.partNumber || '';
}

function kilometres(distanceKm: number | undefined): string {
  return distanceKm === undefined ? '' : distanceKm.toFixed(1);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
