// How the rows of a product differed at an earlier version of it: each change since is taken back,
// the newest first. Where one of them is not known any more, neither are the rows.

import type { RowName, RowValues } from '../../../columns/stock-writer.js';
import { binaryKey, type Database } from '../database.js';
import { appearedAtOf } from '../row-codec.js';
import type { TenantState } from '../tenant-state.js';
import { entryOf, versionRanges } from './ledger.js';
import { decodeLedgerRow, VERSION_MASK } from './ledger-codec.js';

/**
 * Changes of a product that are taken back at most: more would hold up the store's thread. It is
 * what a row that changes every second sees in ten days.
 */
const CHANGES_MAX = 1_000_000;

/** By `rowNumber`: what a row was; null where it was not there. Other rows are as they are now. */
export type RowsThen = ReadonlyMap<number, RowValues | null>;

/** A number for a row among those of its product. There are fewer than 2^20 segments. */
export function rowNumber({ location, segment }: RowName): number {
  return location * 2 ** 20 + segment;
}

/**
 * How the rows of a product differed at version `then`, 31 bits, from what they are now; null where
 * the ledger does not reach back so far. Between two commits only.
 */
export function rowsThen(
  database: Database,
  { number, writer }: TenantState,
  product: number,
  then: number,
): RowsThen | null {
  const now = writer.columns.productVersion[product] >>> 1;
  const changeCount = (now - then) & VERSION_MASK;
  if (changeCount > CHANGES_MAX) return null;
  const rows = new Map<number, RowValues | null>();
  if (changeCount === 0) return rows;
  const entries = entriesSince(database, number, product, then, changeCount);
  // Where every change is an entry, no row appeared since.
  const appearances =
    entries.size < changeCount
      ? appearancesOf(database, number, product)
      : new Map<number, number>();
  for (let back = changeCount; back > 0; back--) {
    const version = (then + back) & VERSION_MASK;
    const sequence = entries.get(version);
    if (sequence === undefined) {
      const name = appearances.get(version);
      if (name === undefined) return null;
      rows.set(name, null);
      continue;
    }
    const bytes = entryOf(database, number, sequence);
    if (bytes === undefined) return null;
    const { before, appearedAt } = decodeLedgerRow(bytes);
    const name = rowNumber(before);
    rows.set(name, before);
    // Of a row that went since, its entry alone still knows it.
    appearances.set(appearedAt, name);
  }
  return rows;
}

/** By version: the sequence of the change that led to it. */
function entriesSince(
  database: Database,
  tenant: number,
  product: number,
  then: number,
  changeCount: number,
): Map<number, Buffer> {
  const entries = new Map<number, Buffer>();
  const first = (then + 1) & VERSION_MASK;
  for (const range of versionRanges(tenant, product, first, changeCount)) {
    for (const { key, value } of database.ledgerProducts.getRange(range)) {
      entries.set(Buffer.from(key).readUInt32BE(8), value);
    }
  }
  return entries;
}

/** By version: which of the rows that are there now appeared with it. */
function appearancesOf(database: Database, tenant: number, product: number): Map<number, number> {
  const appearances = new Map<number, number>();
  const range = { start: binaryKey(tenant, product), end: binaryKey(tenant, product + 1) };
  for (const { key, value } of database.rows.getRange(range)) {
    const bytes = Buffer.from(key);
    const name = { location: bytes.readUInt32BE(8), segment: bytes.readUInt32BE(12) };
    appearances.set(appearedAtOf(value), rowNumber(name));
  }
  return appearances;
}
