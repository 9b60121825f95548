// The ledger: every change of a stock row that was there before, by its place among the changes of
// the tenant, and by product. The first appearance of a row is no entry; the row itself keeps when
// that was. Changes that are let go of are folded into opening balances.

import type { RowValues } from '../../../columns/stock-writer.js';
import { binaryKey, rowKey, type Database } from '../database.js';
import { noteLevels } from '../events/levels.js';
import { encodeRow } from '../row-codec.js';
import { effectiveUnits } from '../row-units.js';
import { SEQUENCE_BYTES, sequenceKey } from '../sequence-key.js';
import type { TenantDraft } from '../tenant-draft.js';
import {
  encodeLedgerRow,
  productOf,
  productVersionOf,
  timeOf,
  VERSION_MASK,
} from './ledger-codec.js';
import { foldEntries, type FoldedEntry } from './openings.js';

/** A row before a change: its values and the product's version when it appeared. */
export type RowBefore = { readonly values: RowValues; readonly appearedAt: number };

/** What is said of a change besides the rows. */
export type ChangeCause = {
  /** One of LEDGER_REASON. */
  readonly reason: number;
  readonly locationCode: string;
  /** What the change was for, at most 255 bytes; absent: nothing in particular. */
  readonly reference?: string;
};

/**
 * Sets a row in the running transaction and in the draft; `old` is undefined where it is new.
 * Returns the product's version with which it appeared.
 */
export function putRow(
  database: Database,
  draft: TenantDraft,
  product: number,
  old: RowBefore | undefined,
  values: RowValues,
  asOfEpochMs: number,
  cause: ChangeCause,
): number {
  const appearedAt = old === undefined ? draft.nextProductVersion(product) : old.appearedAt;
  const key = rowKey(draft.state.number, product, values.location, values.segment);
  void database.rows.put(key, encodeRow({ values, asOfEpochMs, appearedAt }));
  if (old !== undefined) {
    note(database, draft, product, old, values, cause);
    noteLevels(database, draft, product, cause.locationCode, old.values, values);
  }
  const had = old === undefined ? 0 : effectiveUnits(old.values);
  if (effectiveUnits(values) > had) draft.waiting.rise(product);
  draft.setRow(product, values, old === undefined);
  return appearedAt;
}

/** Takes a row out in the running transaction and in the draft. */
export function takeRow(
  database: Database,
  draft: TenantDraft,
  product: number,
  old: RowBefore,
  cause: ChangeCause,
): void {
  const { location, segment, version } = old.values;
  const { number } = draft.state;
  void database.rows.remove(rowKey(number, product, location, segment));
  raiseFloor(database, binaryKey(number, product), version + 1);
  note(database, draft, product, old, null, cause);
  noteLevels(database, draft, product, cause.locationCode, old.values, null);
  draft.removeRow(product, { location, segment });
}

/** Keeps a product's version growing: what a row that goes had counted stays counted. */
function raiseFloor(database: Database, key: Buffer, changes: number): void {
  const old = database.productFloors.get(key);
  const floor = ((old?.readUInt32BE(0) ?? 0) + changes) >>> 0;
  void database.productFloors.put(key, binaryKey(floor));
}

function note(
  database: Database,
  draft: TenantDraft,
  product: number,
  old: RowBefore,
  after: RowValues | null,
  cause: ChangeCause,
): void {
  const { number } = draft.state;
  const productVersion = draft.nextProductVersion(product);
  const key = sequenceKey(number, draft.nextSequence);
  const entry = encodeLedgerRow({
    timeEpochMs: draft.timeEpochMs,
    product,
    productVersion,
    appearedAt: old.appearedAt,
    before: old.values,
    after,
    reference: '',
    ...cause,
  });
  void database.ledger.put(key, entry);
  const sequence = key.subarray(key.length - SEQUENCE_BYTES);
  void database.ledgerProducts.put(binaryKey(number, product, productVersion), sequence);
}

/** The entry that an entry of `ledgerProducts` stands for; undefined where it was pruned. */
export function entryOf(database: Database, tenant: number, sequence: Buffer): Buffer | undefined {
  return database.ledger.get(Buffer.concat([binaryKey(tenant), sequence]));
}

/**
 * The keys of `count` changes of a product from version `first` on, oldest first, as ranges of
 * `ledgerProducts`: two where the versions wrap in between.
 */
export function versionRanges(
  tenant: number,
  product: number,
  first: number,
  count: number,
): { start: Buffer; end: Buffer }[] {
  if (count === 0) return [];
  const range = (from: number, last: number) => ({
    start: binaryKey(tenant, product, from),
    end: binaryKey(tenant, product, last + 1),
  });
  const last = (first + count - 1) & VERSION_MASK;
  return first <= last ? [range(first, last)] : [range(first, VERSION_MASK), range(0, last)];
}

/**
 * Folds the oldest entries of a tenant, those from before `oldestEpochMs`, into opening balances,
 * at most `limit`. Answers whether there may be more of them. Runs in a transaction.
 */
export function pruneLedger(
  database: Database,
  tenant: number,
  oldestEpochMs: number,
  limit: number,
): boolean {
  const range = { start: binaryKey(tenant), end: binaryKey(tenant + 1), limit };
  const entries: FoldedEntry[] = [];
  for (const { key, value } of database.ledger.getRange(range)) {
    if (timeOf(value) >= oldestEpochMs) break;
    // The bytes of a key are its cursor's, which goes on.
    entries.push({ sequence: Buffer.from(key.subarray(-SEQUENCE_BYTES)), bytes: value });
  }
  foldEntries(database, tenant, entries);
  for (const { sequence, bytes } of entries) {
    void database.ledger.remove(Buffer.concat([binaryKey(tenant), sequence]));
    const product = binaryKey(tenant, productOf(bytes), productVersionOf(bytes));
    void database.ledgerProducts.remove(product);
  }
  return entries.length === limit;
}

/** Whether the oldest entry of a tenant is from before `oldestEpochMs`. */
export function isLedgerOld(database: Database, tenant: number, oldestEpochMs: number): boolean {
  const range = { start: binaryKey(tenant), end: binaryKey(tenant + 1), limit: 1 };
  for (const { value } of database.ledger.getRange(range)) return timeOf(value) < oldestEpochMs;
  return false;
}
