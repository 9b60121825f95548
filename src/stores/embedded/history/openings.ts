// What the changes that are let go of came to: of each row that is still there one opening balance,
// with which its ledger begins. A row that went has none: it appears anew, and that is no change.
// The bytes are those of a change, see ledger-codec.ts, behind its sequence; its values before are
// the balance, and there are none after.

import type { RowValues } from '../../../columns/stock-writer.js';
import { rowKey, type Database } from '../database.js';
import { SEQUENCE_BYTES } from '../sequence-key.js';
import { decodeLedgerRow, encodeLedgerRow, LEDGER_REASON, type LedgerRow } from './ledger-codec.js';

/** A change that is let go of: the tail of its key, and its bytes. */
export type FoldedEntry = { readonly sequence: Buffer; readonly bytes: Buffer };

/** Folds changes of a tenant, the oldest first, in the running transaction. */
export function foldEntries(
  database: Database,
  tenant: number,
  entries: Iterable<FoldedEntry>,
): void {
  // Of the changes of a row that go together, the last one says it all.
  const latest = new Map<string, Buffer | null>();
  for (const { sequence, bytes } of entries) {
    const row = decodeLedgerRow(bytes);
    const { location, segment } = row.before;
    const name = rowKey(tenant, row.product, location, segment).toString('latin1');
    latest.set(name, row.after === null ? null : openingBytes(sequence, row, row.after));
  }
  for (const [name, bytes] of latest) {
    const key = Buffer.from(name, 'latin1');
    if (bytes !== null) void database.ledgerOpenings.put(key, bytes);
    else if (database.ledgerOpenings.get(key) !== undefined) {
      void database.ledgerOpenings.remove(key);
    }
  }
}

function openingBytes(sequence: Buffer, row: LedgerRow, balance: RowValues): Buffer {
  const reason = LEDGER_REASON.opening;
  const entry = encodeLedgerRow({ ...row, before: balance, after: null, reason, reference: '' });
  return Buffer.concat([sequence, entry]);
}

/** The bytes of an opening balance as those of a change. */
export function openingEntry(bytes: Buffer): FoldedEntry {
  const sequence = bytes.subarray(0, SEQUENCE_BYTES);
  return { sequence, bytes: bytes.subarray(SEQUENCE_BYTES) };
}
