// A decision and a list of candidates as tables for people.

import { type LocationScoreJson, type PlanProofJson, proofText, scoreTable } from './plan-notes.js';
import type { PlainMessage } from './proto-json.js';
import { clean, type Column, table } from './table.js';

/** The JSON form of an order's line, as far as it is printed. */
export type LineJson = {
  readonly orderItemId?: number;
  readonly upc?: string;
  readonly sku?: string;
  readonly partNumber?: string;
  readonly quantity?: number;
};

type WarningJson = { readonly reason: string; readonly orderItemId?: number };

/** The JSON form of an assignment. */
export type AssignmentJson = {
  readonly orderItemId: number;
  readonly locationCode: string;
  readonly quantity: number;
  readonly distanceKm?: number;
  readonly route?: string;
  readonly transferToLocationCode?: string;
  readonly futureEpochMs?: number;
};

/** The JSON form of a decision. */
export type DecisionJson = {
  readonly route?: string;
  readonly assignments?: readonly AssignmentJson[];
  readonly futureAssignments?: readonly AssignmentJson[];
  readonly availableLocationCodes?: readonly string[];
  readonly locationScores?: readonly LocationScoreJson[];
  readonly planProofs?: readonly PlanProofJson[];
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
  readonly inventory?: readonly CandidateStockJson[];
};

type CandidateStockJson = {
  readonly orderItemId: number;
  readonly available: number;
  readonly future?: readonly { readonly available: number; readonly futureEpochMs: number }[];
};

const WARNING_TEXTS: Readonly<Record<string, string>> = {
  UNKNOWN_PRODUCT: 'the product has never had a stock row',
  UNKNOWN_ALLOWED_LOCATIONS: 'none of the allowed locations exists',
  UNKNOWN_DESTINATION: 'the destination has no coordinates, so distances are unknown',
  NO_ROUTE: 'no active route serves this order type',
  UNKNOWN_PICKUP_LOCATION: 'the pickup store is not known, so distances are unknown',
  HOLD_ENDED: 'the hold is unknown or has ended, so its units are not counted',
};

const DECISION_COLUMNS: readonly Column[] = [
  { heading: 'line', isRight: true },
  { heading: 'product' },
  { heading: 'quantity', isRight: true },
  { heading: 'location' },
  { heading: 'name' },
  { heading: 'km', isRight: true },
];

/** Columns that are left out where no row has anything in them; but not the last one. */
const RARE_COLUMNS: readonly Column[] = [
  { heading: 'leaves by' },
  { heading: 'there on' },
  { heading: 'state change' },
];

/**
 * The units of each line and where they go, and below it whom the order is offered to, how chosen
 * locations scored, and why there are so many parcels. `names` has the names of locations that are
 * known.
 */
export function decisionTable(
  items: readonly LineJson[],
  decision: DecisionJson,
  names: ReadonlyMap<string, string>,
): string {
  const rows: string[][] = [];
  items.forEach((item, i) => {
    const id = lineId(item, i);
    const line = [`${id}`, productOf(item)];
    for (const one of [...(decision.assignments ?? []), ...(decision.futureAssignments ?? [])]) {
      if (one.orderItemId !== id) continue;
      const { locationCode: code, quantity, distanceKm, futureEpochMs } = one;
      const place = [code, names.get(code) ?? '', kilometres(distanceKm)];
      rows.push([...line, `${quantity}`, ...place, legOf(one), dayOf(futureEpochMs), '']);
    }
    for (const one of decision.stateChanges ?? []) {
      if (one.orderItemId !== id) continue;
      rows.push([...line, `${one.quantity}`, '', '', '', '', '', one.stateChange]);
    }
  });
  return (
    unitsTable(rows) +
    offerText(decision.availableLocationCodes ?? []) +
    proofText(decision.planProofs ?? []) +
    warningText(decision.warnings) +
    scoreTable(decision.locationScores ?? [])
  );
}

/** The table without the rare columns that no row uses; that of state changes always stays. */
function unitsTable(rows: readonly (readonly string[])[]): string {
  const first = DECISION_COLUMNS.length;
  const kept = RARE_COLUMNS.map((_, i) => rows.some((row) => row[first + i] !== ''));
  kept[RARE_COLUMNS.length - 1] = true;
  const columns = [...DECISION_COLUMNS, ...RARE_COLUMNS.filter((_, i) => kept[i])];
  return table(
    columns,
    rows.map((row) => row.filter((_, c) => c < first || kept[c - first])),
  );
}

/** How units leave where that is not as the route says: `TRANSFER to STORE-1`. */
export function legOf({ route = '', transferToLocationCode: to = '' }: AssignmentJson): string {
  const by = route === 'UNSPECIFIED' ? '' : route;
  if (to === '') return by;
  return `${by === '' ? 'TRANSFER' : by} to ${to}`;
}

/** A time as people read it: UTC, without seconds; empty where there is none. */
export function dayOf(epochMs: number | undefined): string {
  if (epochMs === undefined) return '';
  const date = new Date(epochMs);
  // A time beyond the calendar of the language stays a number.
  if (Number.isNaN(date.getTime())) return `${epochMs}`;
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : `${text.slice(0, -8)}Z`;
}

function offerText(codes: readonly string[]): string {
  return codes.length === 0 ? '' : `offered to: ${codes.map(clean).join(', ')}\n`;
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
      .map((stock) => `${products.get(stock.orderItemId) ?? stock.orderItemId}: ${unitsOf(stock)}`)
      .join(', '),
  ]);
  const cut = total > candidates.length ? `${candidates.length} of ${total} candidates\n` : '';
  return table(columns, rows) + cut + warningText(warnings);
}

/** `3`, or with stock that is to come `3 (5 more on 2026-12-01)`. */
function unitsOf({ available, future }: CandidateStockJson): string {
  const later = (future ?? []).map((one) => `${one.available} more on ${dayOf(one.futureEpochMs)}`);
  return later.length === 0 ? `${available}` : `${available} (${later.join(', ')})`;
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
