// What a plan makes of the lines of an order: units are taken from rows, and the rest meets its
// fate. Writes nothing by itself.

import { failedPrecondition, invalidField, Refusal, STATUS } from '../../../base/outcome.js';
import type { FieldViolation } from '../../../base/outcome.js';
import type { Plan, PlannedUnits } from '../../allocation.js';
import { insufficient, type StockPlan } from '../stock/stock-plan.js';
import type { TenantDraft } from '../tenant-draft.js';
import { unitsText } from './move-units.js';
import type { LineRecord, UnitsRecord } from './record.js';
import { UnitTaker } from './take-units.js';

/** Where a plan comes from: `given` by the caller, or `made` of a snapshot that may be old. */
export type PlanSource = 'given' | 'made';

/**
 * The lines with what a plan gives them; units of rows are taken in `stock`. Throws where fewer are
 * free: ABORTED of a plan that was made, for another may be made; else INSUFFICIENT_STOCK.
 */
export function linesOfPlan(
  draft: TenantDraft,
  stock: StockPlan,
  lines: readonly LineRecord[],
  plan: Plan,
  source: PlanSource,
): LineRecord[] {
  const planned = new Set(plan.units.map(({ orderItemId }) => orderItemId));
  const asking = lines.filter(({ orderItemId }) => planned.has(orderItemId));
  const taker = new UnitTaker(draft, stock, asking);
  const report: FieldViolation[] = [];
  const changed = new Map(lines.map((line) => [line.orderItemId, line]));
  plan.units.forEach((wanted, i) => {
    const line = lineOf(changed, wanted.orderItemId, `decision.assignments[${i}]`);
    const { rows, free } = taker.take(line, wanted);
    if (rows.length === 0) {
      const { locationCode } = wanted;
      const units = `${unitsText(free)} of line ${line.orderItemId}`;
      const description = `${units} ${free === 1 ? 'is' : 'are'} free at '${locationCode}'`;
      report.push({ field: `decision.assignments[${i}].quantity`, description });
      return;
    }
    const units = unitsOf(draft, wanted, rows);
    changed.set(line.orderItemId, { ...line, units: withUnits(line.units, units) });
  });
  if (report.length > 0) throw source === 'given' ? insufficient(report) : stockChanged(report);
  for (const { orderItemId, quantity, fate } of plan.unserved) {
    const line = lineOf(changed, orderItemId, 'decision.state_changes');
    changed.set(orderItemId, { ...line, [fate]: line[fate] + quantity });
  }
  return [...changed.values()];
}

/**
 * Refuses a plan that does not account for every unit of `wanted`, by line, or for more of them,
 * or for a line that is none of these.
 */
export function checkAccounts(plan: Plan, wanted: ReadonlyMap<number, number>): void {
  const left = new Map(wanted);
  const parts = [...plan.units, ...plan.unserved];
  for (const { orderItemId } of parts) {
    if (!wanted.has(orderItemId)) throw noLine('decision', orderItemId);
  }
  for (const { orderItemId, quantity } of parts) {
    if (quantity < 1) {
      throw invalidField('decision', `line ${orderItemId} has ${unitsText(quantity)}`);
    }
    left.set(orderItemId, (left.get(orderItemId) ?? 0) - quantity);
  }
  for (const [orderItemId, rest] of left) {
    if (rest === 0) continue;
    const how = rest > 0 ? 'few' : 'many';
    const text = `line ${orderItemId} has ${unitsText(Math.abs(rest))} too ${how}`;
    throw invalidField('decision', text);
  }
}

/** Refuses more locations than a policy allows; 0: any number. */
export function checkSplit(plan: Plan, locationsMax: number): void {
  const locations = new Set(plan.units.map(({ locationCode }) => locationCode));
  if (locationsMax === 0 || locations.size <= locationsMax) return;
  const most = locationsMax === 1 ? '1 location' : `${locationsMax} locations`;
  const text = `${locations.size} locations would serve the order, and at most ${most} may`;
  throw failedPrecondition('SPLIT_NOT_ALLOWED', text, {
    metadata: { locations: String(locations.size), locationsMax: String(locationsMax) },
  });
}

/** A plan that no longer holds. Nothing was written; another may be made. */
export function planConflict(
  reason: string,
  message: string,
  violations: readonly FieldViolation[] = [],
): Refusal {
  return new Refusal({ code: STATUS.aborted, reason, message, violations, retryAfterMs: 10 });
}

function stockChanged(report: readonly FieldViolation[]): Refusal {
  const text = `the stock changed while the order was planned: ${report[0].description}`;
  return planConflict('STOCK_CHANGED', text, report);
}

function lineOf(
  lines: ReadonlyMap<number, LineRecord>,
  orderItemId: number,
  field: string,
): LineRecord {
  const line = lines.get(orderItemId);
  if (line === undefined) throw noLine(field, orderItemId);
  return line;
}

function noLine(field: string, orderItemId: number): Error {
  return invalidField(field, `the order has no line ${orderItemId}`);
}

function unitsOf(draft: TenantDraft, wanted: PlannedUnits, rows: UnitsRecord['rows']): UnitsRecord {
  const { locationCode, quantity, route, transferToLocationCode } = wanted;
  const { futureEpochMs, limitGroupId } = wanted;
  const units: UnitsRecord = {
    locationCode,
    locationIndex: draft.locationIndex(locationCode),
    quantity,
    shipped: 0,
    route,
    transferToLocationCode,
    countedAtEpochMs: draft.timeEpochMs,
    rows,
  };
  if (futureEpochMs === undefined && limitGroupId === undefined) return units;
  return {
    ...units,
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
    ...(limitGroupId === undefined ? {} : { limitGroupId }),
  };
}

/** Units that were assigned in the same way at the same moment are one. */
function withUnits(units: readonly UnitsRecord[], added: UnitsRecord): UnitsRecord[] {
  const known = units.findIndex((one) => isSame(one, added));
  if (known < 0) return [...units, added];
  const { quantity, rows } = units[known];
  const sum = { ...added, quantity: quantity + added.quantity, rows: sumOf(rows, added.rows) };
  return units.with(known, sum);
}

function isSame(left: UnitsRecord, right: UnitsRecord): boolean {
  if (left.shipped !== 0) return false;
  return SAME_FIELDS.every((field) => left[field] === right[field]);
}

const SAME_FIELDS = [
  'locationIndex',
  'route',
  'transferToLocationCode',
  'futureEpochMs',
  'limitGroupId',
  'countedAtEpochMs',
] as const;

function sumOf(left: UnitsRecord['rows'], right: UnitsRecord['rows']): UnitsRecord['rows'] {
  const sums = new Map<number, number>();
  for (const { segmentIndex, quantity } of [...left, ...right]) {
    sums.set(segmentIndex, (sums.get(segmentIndex) ?? 0) + quantity);
  }
  return [...sums].map(([segmentIndex, quantity]) => ({ segmentIndex, quantity }));
}
