// Stock rows and updates between the contract's messages and what the store takes. Decides nothing
// but shape.

import { INFINITE_UNITS } from '../columns/limits.js';
import type { InventoryRow, InventoryUpdate, ProductKey } from '../stores/store.js';
import { epochMsOf, type Timestamp, timestampOf } from './timestamps.js';

/** A decoded shipfrom.v1.InventoryUpdate. */
export type UpdateMessage = Omit<InventoryUpdate, 'product' | 'locationCode' | 'asOfEpochMs'> & {
  readonly product?: ProductKey;
  readonly locationCode?: string;
  readonly asOf?: Timestamp;
};

/** A shipfrom.v1.InventoryRow to be encoded. */
export type RowMessage = Omit<InventoryRow, 'asOfEpochMs'> & {
  readonly available: number;
  readonly effective: number;
  readonly short: number;
  readonly asOf?: Timestamp;
};

/** A shipfrom.v1.InventoryTotals to be encoded. */
export type Totals = {
  onHand: number;
  allocated: number;
  held: number;
  inTransit: number;
  safetyStock: number;
  available: number;
  effective: number;
  short: number;
};

/**
 * The update for the store, which judges its names and counts. Throws a `Refusal` where its time is
 * none; paths begin with `prefix`.
 */
export function updateOf(message: UpdateMessage, prefix: string): InventoryUpdate {
  const { product = {}, locationCode = '', asOf, ...rest } = message;
  const update = { ...rest, product, locationCode };
  return asOf === undefined
    ? update
    : { ...update, asOfEpochMs: epochMsOf(asOf, `${prefix}as_of`) };
}

/** The row as it is sent, with what follows from its counts. */
export function rowMessage(row: InventoryRow): RowMessage {
  const { asOfEpochMs, ...rest } = row;
  const available = row.onHand - row.allocated;
  return {
    ...rest,
    available,
    effective: row.hasInfiniteInventory
      ? INFINITE_UNITS
      : Math.max(0, available - row.held - row.safetyStock),
    short: Math.max(0, -available),
    ...(asOfEpochMs !== undefined && { asOf: timestampOf(asOfEpochMs) }),
  };
}

/** The sums over the rows of stock that is there. */
export function totalsOf(rows: readonly RowMessage[]): Totals {
  const totals = {
    onHand: 0,
    allocated: 0,
    held: 0,
    inTransit: 0,
    safetyStock: 0,
    available: 0,
    effective: 0,
    short: 0,
  };
  for (const row of rows) {
    if (row.futureEpochMs !== undefined) continue;
    totals.onHand += row.onHand;
    totals.allocated += row.allocated;
    totals.held += row.held;
    totals.inTransit += row.inTransit;
    totals.safetyStock += row.safetyStock;
    totals.available += row.available;
    totals.effective += row.effective;
    totals.short += row.short;
  }
  return totals;
}
