// What a stock row is, to whoever asks a store.

import type { AttributeDocument } from '../configuration/location-document.js';

/** A page of something, and the token of the next one; empty on the last. */
export type Page<T> = { readonly items: readonly T[]; readonly nextPageToken: string };

/** A product, in exactly one namespace. */
export type ProductKey = {
  readonly upc?: string;
  readonly sku?: string;
  readonly partNumber?: string;
};

/** A stock row as it is. */
export type InventoryRow = {
  readonly product: ProductKey;
  readonly locationCode: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly onHand: number;
  readonly allocated: number;
  readonly held: number;
  readonly inTransit: number;
  readonly safetyStock: number;
  /** Absent: unknown. */
  readonly ltd?: number;
  readonly blocked: boolean;
  readonly hasInfiniteInventory: boolean;
  readonly attributes: readonly string[];
  readonly version: number;
  readonly asOfEpochMs?: number;
  /** Of future stock. */
  readonly futureEpochMs?: number;
  /** Absent: none. */
  readonly excessThreshold?: number;
  readonly holdBlock: boolean;
  readonly extensibleAttributes: readonly AttributeDocument[];
};

/** The quantities of a stock row at one moment. */
export type LedgerQuantities = Pick<
  InventoryRow,
  'onHand' | 'allocated' | 'held' | 'inTransit' | 'safetyStock' | 'blocked' | 'hasInfiniteInventory'
>;

/** Why a row changed. */
export type LedgerReason =
  | 'UPSERT'
  | 'IMPORT'
  | 'LOCATION_DELETED'
  | 'ADJUSTED'
  | 'DELETED'
  | 'BLOCKED'
  | 'UNBLOCKED'
  | 'TRANSFER_OUT'
  | 'TRANSFER_IN'
  | 'RECEIVED'
  | 'HELD'
  | 'HOLD_RELEASED'
  | 'HOLD_EXPIRED'
  | 'HOLD_CONSUMED'
  | 'ALLOCATED'
  | 'ALLOCATION_RELEASED'
  | 'SHIPPED'
  | 'REJECTED'
  | 'OPENING_BALANCE';
