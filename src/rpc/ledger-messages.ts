// Changes of stock rows as messages of the contract.

import type { LedgerEntry, LedgerFilter } from '../stores/store.js';
import { type Timestamp, timestampOf } from './timestamps.js';

/** A decoded shipfrom.v1.ListLedgerRequest. */
export type LedgerRequest = LedgerFilter & {
  readonly pageSize?: number;
  readonly pageToken?: string;
};

/** A shipfrom.v1.ListLedgerResponse to be encoded. */
export type LedgerAnswer = {
  readonly entries: readonly LedgerEntryMessage[];
  readonly nextPageToken: string;
};

/** A shipfrom.v1.LedgerEntry to be encoded. */
export type LedgerEntryMessage = Omit<LedgerEntry, 'changeTimeEpochMs' | 'reason'> & {
  readonly changeTime: Timestamp;
  readonly reason: `LEDGER_REASON_${LedgerEntry['reason']}`;
};

/** The entry as it is sent. */
export function ledgerEntryMessage(entry: LedgerEntry): LedgerEntryMessage {
  const { changeTimeEpochMs, reason, ...rest } = entry;
  return { ...rest, changeTime: timestampOf(changeTimeEpochMs), reason: `LEDGER_REASON_${reason}` };
}
