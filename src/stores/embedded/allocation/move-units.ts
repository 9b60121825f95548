// What releasing, shipping and rejecting units of an order have in common: which units are meant,
// and which rows they come off.

import { failedPrecondition, invalidFields, type FieldViolation } from '../../../base/outcome.js';
import { QUANTITY_MAX } from '../../../columns/limits.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import type { UnitsOfLine } from '../../allocation.js';
import { checkWhole } from '../../inventory-check.js';
import type { EventUnits } from '../../events.js';
import { addTo, setFlags, type PlannedRow, type StockPlan } from '../stock/stock-plan.js';
import { liveUnits, type LineRecord, type RowUnits, type UnitsRecord } from './record.js';

/** How units leave an order. */
export type Move = {
  /** One of LEDGER_REASON. */
  readonly reason: number;
  /** Whether they leave the location, too. */
  readonly isShipment: boolean;
  /** Whether their rows are blocked. */
  readonly isBlocked: boolean;
};

/** The units of a line that are meant: so many at these, and so many that wait. */
export type Meant = {
  readonly orderItemId: number;
  readonly waiting: number;
  /** By place in the line's units. */
  readonly at: ReadonlyMap<number, number>;
};

/** Refuses lines that are no units, or that come twice. */
export function checkUnits(lines: readonly UnitsOfLine[]): void {
  const report: FieldViolation[] = [];
  const seen = new Set<string>();
  lines.forEach(({ orderItemId, locationCode, quantity }, i) => {
    checkWhole(report, `lines[${i}].order_item_id`, orderItemId, 1, Number.MAX_SAFE_INTEGER);
    checkWhole(report, `lines[${i}].quantity`, quantity, 0, QUANTITY_MAX);
    const name = `${orderItemId}/${locationCode}`;
    if (seen.has(name)) {
      report.push({ field: `lines[${i}]`, description: 'an earlier one is the same' });
    }
    seen.add(name);
  });
  if (report.length > 0) throw invalidFields(report);
}

/** Takes units off rows in `stock`. Answers the line without them, and what was moved. */
export function moveUnits(
  stock: StockPlan,
  line: LineRecord,
  { at }: Meant,
  move: Move,
): { line: LineRecord; moved: EventUnits[] } {
  const moved: EventUnits[] = [];
  const { orderItemId, product, productIndex } = line;
  const left: UnitsRecord[] = [];
  line.units.forEach((units, place) => {
    const quantity = at.get(place) ?? 0;
    if (quantity === 0) {
      left.push(units);
      return;
    }
    const { locationCode, locationIndex: location } = units;
    moved.push({ orderItemId, product, locationCode, quantity });
    const rows = takeOff(units.rows, quantity, ({ segmentIndex: segment }, count) => {
      const name = { product: productIndex, location, segment, locationCode };
      moveOff(stock.row(name, move.reason), count, move);
    });
    const rest = move.isShipment
      ? { ...units, rows, shipped: units.shipped + quantity }
      : { ...units, rows, quantity: units.quantity - quantity };
    if (rest.quantity > 0) left.push(rest);
  });
  return { line: { ...line, units: left }, moved };
}

function moveOff(row: PlannedRow | undefined, count: number, move: Move): void {
  // INVARIANT: neither a row nor a location goes while units of it are allocated.
  if (row === undefined) throw new Error('units are allocated of a row that is gone');
  row.reason = move.reason;
  addTo(row, 'allocated', -count, 'lines');
  const isInfinite = (row.values.flags & ROW_FLAG.infinite) !== 0;
  if (move.isShipment && !isInfinite) addTo(row, 'onHand', -count, 'lines');
  if (move.isBlocked) setFlags(row, ROW_FLAG.blocked, 0);
}

/** What is left of units of rows: the last ones are taken off first. */
function takeOff(
  rows: readonly RowUnits[],
  quantity: number,
  take: (row: RowUnits, count: number) => void,
): RowUnits[] {
  let missing = quantity;
  const left = [...rows];
  while (missing > 0) {
    const row = left.pop() as RowUnits;
    const count = Math.min(missing, row.quantity);
    take(row, count);
    missing -= count;
    if (count < row.quantity) left.push({ ...row, quantity: row.quantity - count });
  }
  return left;
}

/** All units of a line that are at `locationCode` (empty: anywhere) and have not left. */
export function unitsAt(line: LineRecord, locationCode: string): Map<number, number> {
  const at = new Map<number, number>();
  line.units.forEach((units, place) => {
    const isThere = locationCode === '' || units.locationCode === locationCode;
    if (isThere && liveUnits(units) > 0) at.set(place, liveUnits(units));
  });
  return at;
}

/** So many of these units, the last ones first. */
export function lastOf(at: ReadonlyMap<number, number>, quantity: number): Map<number, number> {
  const taken = new Map<number, number>();
  let missing = quantity;
  for (const [place, units] of [...at].reverse()) {
    const count = Math.min(missing, units);
    if (count > 0) taken.set(place, count);
    missing -= count;
  }
  return taken;
}

/** How many units these are. */
export function countOf(at: ReadonlyMap<number, number>): number {
  let units = 0;
  for (const count of at.values()) units += count;
  return units;
}

/** Fewer units are at `locationCode` (empty: anywhere) than are asked for. */
export function notAllocated(field: string, units: number, locationCode = ''): Error {
  const place = locationCode === '' ? 'there' : `at '${locationCode}'`;
  const description = `${unitsText(units)} ${units === 1 ? 'is' : 'are'} ${place}`;
  const violations = [{ field, description }];
  const metadata = { units: String(units) };
  return failedPrecondition('NOT_ALLOCATED', `${field}: ${description}`, { violations, metadata });
}

/** `1 unit`, `2 units`. */
export function unitsText(count: number): string {
  return count === 1 ? '1 unit' : `${count} units`;
}
