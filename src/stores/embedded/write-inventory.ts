// What an update of stock rows does: checks each update against what is stored, then writes rows
// and notes them.

import { failedPrecondition, invalidField, Refusal } from '../../base/outcome.js';
import { emptyRow, type RowValues } from '../../columns/stock-writer.js';
import { ROW_FLAG } from '../../columns/stock.js';
import { checkUpdate, type ProductCode, type UpdateNames } from '../inventory-check.js';
import type { ElementRefusal, InventoryResult, InventoryUpdate } from '../store.js';
import { allocatedUnits } from './allocation/write-allocation.js';
import { rowKey, type Database } from './database.js';
import { putRow } from './history/ledger.js';
import { LEDGER_REASON } from './history/ledger-codec.js';
import { ALWAYS, decodeRow, type StoredRow } from './row-codec.js';
import type { TenantDraft } from './tenant-draft.js';

/** A row that is to be written. */
type PlannedRow = {
  readonly product: number;
  readonly locationCode: string;
  readonly values: RowValues;
  readonly asOfEpochMs: number;
  /** What it was before; undefined where it is new. */
  readonly old: StoredRow | undefined;
  /** Known once the row is written, and so are the rows before it. */
  appearedAt: number;
};

/** What the updates of one call have come to so far. */
type Plan = {
  readonly rows: PlannedRow[];
  /** By name of a row: what an earlier update of the call sets it to; null where it was stale. */
  readonly latest: Map<string, PlannedRow | null>;
  /** Whether a row may come once only. */
  readonly isEachOnce: boolean;
  newRowCount: number;
  staleCount: number;
};

/**
 * Sets stock rows in the running transaction. Atomic: throws the refusal of the first bad update,
 * and nothing is written; names that it made are still to be rolled back; a row comes once. Else
 * bad updates are left out, and of a row that comes again the later values hold.
 */
export function writeInventory(
  database: Database,
  draft: TenantDraft,
  updates: readonly InventoryUpdate[],
  isAtomic: boolean,
): InventoryResult {
  const refusals: ElementRefusal[] = [];
  const plan = planInventory(database, draft, updates, isAtomic ? null : refusals, 'updates');
  const reason = isAtomic ? LEDGER_REASON.upsert : LEDGER_REASON.import;
  for (const row of plan.rows) {
    const { product, old, values, asOfEpochMs, locationCode } = row;
    const cause = { reason, locationCode };
    row.appearedAt = putRow(database, draft, product, old, values, asOfEpochMs, cause);
  }
  return {
    writtenCount: plan.rows.length,
    staleCount: plan.staleCount,
    refusals,
    sequence: draft.state.sequence + draft.changedRowCount,
  };
}

/**
 * What updates come to, without writing it. Bad ones go to `refusals`, or where that is null the
 * first is thrown, and a row comes once. `path` names the list of updates.
 */
export function planInventory(
  database: Database,
  draft: TenantDraft,
  updates: readonly InventoryUpdate[],
  refusals: ElementRefusal[] | null,
  path: string,
): Plan {
  const isEachOnce = refusals === null;
  const plan: Plan = { rows: [], latest: new Map(), isEachOnce, newRowCount: 0, staleCount: 0 };
  for (let index = 0; index < updates.length; index++) {
    const mark = draft.mark();
    try {
      planUpdate(database, draft, plan, updates[index], `${path}[${index}]`);
    } catch (error) {
      if (refusals === null || !(error instanceof Refusal)) throw error;
      draft.rollBack(mark);
      refusals.push({ index, detail: error.detail });
    }
  }
  return plan;
}

function planUpdate(
  database: Database,
  draft: TenantDraft,
  plan: Plan,
  update: InventoryUpdate,
  path: string,
): void {
  const names = checkUpdate(update, path);
  const location = draft.locationIndex(update.locationCode);
  if (location < 0) {
    throw invalidField(`${path}.location_code`, `no location '${update.locationCode}'`);
  }
  const mark = draft.mark();
  const product = resolveProduct(draft, names, path);
  const segment = draft.state.segments.intern(names.segment);
  const name = `${product}/${location}/${segment}`;
  const earlier = plan.latest.get(name);
  if (plan.isEachOnce && earlier !== undefined) {
    throw invalidField(path, 'an earlier update sets the same row');
  }
  const old = earlier ?? storedRow(database, draft, product, location, segment);
  const { asOfEpochMs = Number.NaN } = update;
  // No time on either side compares false: only a known older count is stale.
  if (old !== undefined && asOfEpochMs < old.asOfEpochMs) {
    draft.rollBack(mark);
    if (earlier === undefined) plan.latest.set(name, null);
    plan.staleCount++;
    return;
  }
  checkVersion(update.expectedVersion, old, path);
  checkAllocated(database, draft, update, { product, location, segment }, path);
  if (old === undefined) {
    draft.state.writer.checkRoom(0, draft.newRowCount + plan.newRowCount + 1);
    plan.newRowCount++;
  }
  const row = {
    product,
    locationCode: update.locationCode,
    values: changedValues(draft, update, names, old?.values ?? emptyRow(location, segment)),
    asOfEpochMs: Number.isNaN(asOfEpochMs) ? (old?.asOfEpochMs ?? asOfEpochMs) : asOfEpochMs,
    old,
    appearedAt: ALWAYS,
  };
  plan.latest.set(name, row);
  plan.rows.push(row);
}

function storedRow(
  database: Database,
  draft: TenantDraft,
  product: number,
  location: number,
  segment: number,
): StoredRow | undefined {
  const bytes = database.rows.get(rowKey(draft.state.number, product, location, segment));
  return bytes === undefined ? undefined : decodeRow(bytes, location, segment);
}

/** Refuses a count of allocated units below what our own orders have of the row. */
function checkAllocated(
  database: Database,
  draft: TenantDraft,
  { allocated }: InventoryUpdate,
  row: { readonly product: number; readonly location: number; readonly segment: number },
  path: string,
): void {
  if (allocated === undefined) return;
  const units = allocatedUnits(database, draft.state.number, row);
  if (allocated >= units) return;
  const field = `${path}.allocated`;
  const description = `orders have ${units} units of the row`;
  throw failedPrecondition('ROW_IN_USE', `${field}: ${description}`, {
    violations: [{ field, description }],
    metadata: { allocated: String(units) },
  });
}

/** Refuses a row of another version than expected; 0: any. `path` is that of the expectation. */
export function checkVersion(
  expectedVersion: number = 0,
  old: StoredRow | undefined,
  path: string,
): void {
  const version = old?.values.version ?? 0;
  if (expectedVersion === 0 || expectedVersion === version) return;
  const field = `${path}.expected_version`;
  const description = `the row has version ${version}, not ${expectedVersion}`;
  throw failedPrecondition('VERSION_MISMATCH', `${field}: ${description}`, {
    violations: [{ field, description }],
    metadata: { expectedVersion: String(expectedVersion), version: String(version) },
  });
}

/**
 * The product that the codes of an update name; a new one where none of them is known. All of them
 * name it afterwards.
 */
function resolveProduct(draft: TenantDraft, names: UpdateNames, path: string): number {
  let product = draft.findProduct(names.product);
  names.aliases.forEach((alias, place) => {
    const known = draft.findProduct(alias);
    if (known < 0) return;
    if (product >= 0 && product !== known) {
      const field = `${path}.aliases[${place}]`;
      throw invalidField(field, `'${alias.text}' is a code of another product`);
    }
    product = known;
  });
  if (product < 0) product = draft.addProduct();
  addUnknown(draft, names.product, product);
  for (const alias of names.aliases) addUnknown(draft, alias, product);
  return product;
}

function addUnknown(draft: TenantDraft, code: ProductCode, product: number): void {
  if (draft.findProduct(code) < 0) draft.addCode(code, product);
}

function changedValues(
  draft: TenantDraft,
  update: InventoryUpdate,
  names: UpdateNames,
  old: RowValues,
): RowValues {
  const { attributes, extensible } = names;
  return {
    location: old.location,
    segment: old.segment,
    onHand: update.onHand ?? old.onHand,
    allocated: update.allocated ?? old.allocated,
    held: old.held,
    inTransit: update.inTransit ?? old.inTransit,
    safetyStock: update.safetyStock ?? old.safetyStock,
    ltd: update.ltd ?? old.ltd,
    flags: changedFlags(update, old.flags),
    attributes: attributes === undefined ? old.attributes : draft.internSet(attributes),
    excessThreshold: update.excessThreshold ?? old.excessThreshold,
    extensible: extensible === undefined ? old.extensible : draft.internSet(extensible),
    version: old.version + 1,
  };
}

function changedFlags(update: InventoryUpdate, old: number): number {
  const { hasInfiniteInventory, holdBlock } = update;
  let flags = old;
  if (hasInfiniteInventory !== undefined) {
    flags = withFlag(flags, ROW_FLAG.infinite, hasInfiniteInventory);
  }
  if (holdBlock !== undefined) flags = withFlag(flags, ROW_FLAG.holdBlock, holdBlock);
  const isRefreshed = update.onHand !== undefined && (flags & ROW_FLAG.holdBlock) === 0;
  const blocked = update.blocked ?? (isRefreshed ? false : undefined);
  if (blocked !== undefined) flags = withFlag(flags, ROW_FLAG.blocked, blocked);
  if (update.ltd !== undefined) flags |= ROW_FLAG.hasLtd;
  if (update.excessThreshold !== undefined) flags |= ROW_FLAG.hasExcessThreshold;
  return flags;
}

function withFlag(flags: number, flag: number, isSet: boolean): number {
  return isSet ? flags | flag : flags & ~flag;
}
