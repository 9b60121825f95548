// The rows that one operation changes: read, changed in memory, and written together with their
// entries of the ledger when nothing can refuse the operation any more. Knows no operation.

import { failedPrecondition, invalidField, Refusal, STATUS } from '../../../base/outcome.js';
import { COUNT_MAX } from '../../../columns/limits.js';
import { ROW_FIELDS } from '../../../columns/stock.js';
import { emptyRow, type RowValues } from '../../../columns/stock-writer.js';
import type { ProductCode } from '../../inventory-check.js';
import type { CheckedRow } from '../../stock-check.js';
import type { StockLevel } from '../../stock-operations.js';
import { rowKey, type Database } from '../database.js';
import { quantitiesOf } from '../history/ledger-list.js';
import { putRow, takeRow } from '../history/ledger.js';
import { decodeRow, type StoredRow } from '../row-codec.js';
import type { TenantDraft } from '../tenant-draft.js';

/** The counts of a row that operations change. */
export type CountField = 'onHand' | 'allocated' | 'held' | 'inTransit' | 'safetyStock';

/** The place of a row, in numbers. */
export type RowPlace = {
  readonly product: number;
  readonly location: number;
  readonly segment: number;
  readonly locationCode: string;
};

/** A row of a plan. */
export type PlannedRow = RowPlace & {
  /** As it is stored; undefined where it is new. */
  readonly before: StoredRow | undefined;
  /** As it is to be; without the version of the change. */
  values: RowValues;
  /** One of LEDGER_REASON. */
  reason: number;
  isGone: boolean;
};

/** What one operation changes of the stock of a tenant. */
export class StockPlan {
  private readonly database: Database;
  private readonly draft: TenantDraft;
  private readonly rows = new Map<string, PlannedRow>();

  constructor(database: Database, draft: TenantDraft) {
    this.database = database;
    this.draft = draft;
  }

  /** A row that must be there, and be named once. Throws the refusal that names it. */
  takeRow(name: CheckedRow, reason: number): PlannedRow {
    const location = locationOf(this.draft, `${name.path}.location_code`, name.locationCode);
    const product = this.draft.findProduct(name.product);
    const segment = this.draft.state.segments.find(name.segment);
    if (product < 0 || segment < 0) throw rowNotFound(name.path);
    const place = { product, location, segment, locationCode: name.locationCode };
    if (this.rows.has(nameOf(place))) throw invalidField(name.path, 'an earlier one is the same');
    const row = this.row(place, reason);
    if (row === undefined) throw rowNotFound(name.path);
    return row;
  }

  /** A row as the plan has it so far; undefined where there is none. */
  row(place: RowPlace, reason: number): PlannedRow | undefined {
    const known = this.rows.get(nameOf(place));
    if (known !== undefined) return known;
    const { product, location, segment, locationCode } = place;
    const key = rowKey(this.draft.state.number, product, location, segment);
    const bytes = this.database.rows.get(key);
    if (bytes === undefined) return undefined;
    const before = decodeRow(bytes, location, segment);
    const { values } = before;
    const isGone = false;
    return this.add({ product, location, segment, locationCode, before, values, reason, isGone });
  }

  /** The same; where there is none, a new one of zeros. */
  rowOrNew(place: RowPlace, reason: number): PlannedRow {
    const known = this.row(place, reason);
    if (known !== undefined) return known;
    const newCount = [...this.rows.values()].filter(({ before }) => before === undefined).length;
    this.draft.state.writer.checkRoom(0, this.draft.newRowCount + newCount + 1);
    const values = emptyRow(place.location, place.segment);
    return this.add({ ...place, before: undefined, values, reason, isGone: false });
  }

  private add(row: PlannedRow): PlannedRow {
    this.rows.set(nameOf(row), row);
    return row;
  }

  /** Writes what changed in the running transaction; rows that are as they were are left alone. */
  write(reference: string): void {
    for (const row of this.rows.values()) this.writeRow(row, reference);
  }

  private writeRow(row: PlannedRow, reference: string): void {
    const { database, draft } = this;
    const { product, before, values, reason, locationCode } = row;
    const cause = { reason, locationCode, reference };
    if (row.isGone) {
      if (before !== undefined) takeRow(database, draft, product, before, cause);
      return;
    }
    const old = before ?? this.appear(row);
    if (isSame(old.values, values)) return;
    // A count from before the change does not know of it, and must not undo it.
    const isCounted = values.onHand !== old.values.onHand;
    const { timeEpochMs } = draft;
    const asOfEpochMs =
      !isCounted || old.asOfEpochMs >= timeEpochMs ? old.asOfEpochMs : timeEpochMs;
    const changed = { ...values, version: old.values.version + 1 };
    putRow(database, draft, product, old, changed, asOfEpochMs, cause);
  }

  /** Makes a new row without anything, so that the ledger has what comes into it. */
  private appear({ product, location, segment, reason, locationCode }: PlannedRow): StoredRow {
    const { database, draft } = this;
    const values = { ...emptyRow(location, segment), version: 1 };
    const cause = { reason, locationCode };
    const none = Number.NaN;
    const appearedAt = putRow(database, draft, product, undefined, values, none, cause);
    return { values, asOfEpochMs: none, appearedAt };
  }
}

/** Adds to a count. Throws a refusal that names `field` where it would leave 0 to COUNT_MAX. */
export function addTo(row: PlannedRow, count: CountField, delta: number, field: string): void {
  const old = row.values[count];
  const next = old + delta;
  if (next < 0) {
    const description = `${-delta} units are to be taken, and there are ${old}`;
    throw insufficient([{ field, description }]);
  }
  if (next > COUNT_MAX) {
    const description = `the count would be ${next}, and ${COUNT_MAX} is the most`;
    const violations = [{ field, description }];
    throw failedPrecondition('COUNT_TOO_LARGE', `${field}: ${description}`, { violations });
  }
  row.values = { ...row.values, [count]: next };
}

/** Sets and clears flags. */
export function setFlags(row: PlannedRow, set: number, clear: number): void {
  row.values = { ...row.values, flags: (row.values.flags & ~clear) | set };
}

/** Fewer units than are asked for, by field; at least one. */
export function insufficient(violations: Refusal['detail']['violations']): Refusal {
  const [{ field, description }] = violations;
  return failedPrecondition('INSUFFICIENT_STOCK', `${field}: ${description}`, { violations });
}

/** What a row has after the plan is written. */
export function levelOf({ before, values }: PlannedRow): StockLevel {
  const version = before?.values.version ?? 1;
  const isChanged = before === undefined || !isSame(before.values, values);
  return { quantities: quantitiesOf(values), version: isChanged ? version + 1 : version };
}

/** The index of a location. Throws a refusal that names `field` where there is none. */
export function locationOf(draft: TenantDraft, field: string, code: string): number {
  const location = draft.locationIndex(code);
  if (location < 0) throw invalidField(field, `no location '${code}'`);
  return location;
}

/** The product and the segment of units, or null where one of them was never seen. */
export function unitsOf(
  draft: TenantDraft,
  { product: code, segment: text }: { readonly product: ProductCode; readonly segment: string },
): { product: number; segment: number } | null {
  const product = draft.findProduct(code);
  const segment = draft.state.segments.find(text);
  return product < 0 || segment < 0 ? null : { product, segment };
}

function rowNotFound(field: string): Refusal {
  const description = 'no such stock row';
  return new Refusal({
    code: STATUS.notFound,
    reason: 'ROW_NOT_FOUND',
    message: `${field}: ${description}`,
    violations: [{ field, description }],
  });
}

function nameOf({ product, location, segment }: RowPlace): string {
  return `${product}/${location}/${segment}`;
}

function isSame(left: RowValues, right: RowValues): boolean {
  return ROW_FIELDS.every((field) => left[field] === right[field]);
}
