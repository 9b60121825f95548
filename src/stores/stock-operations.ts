// What the engine asks of a store about stock beyond setting counts: changes, transfers and holds.
// Each is one step with its rows of the ledger, and has one effect where its key comes again.

import type { LedgerQuantities, Page, ProductKey } from './stock-rows.js';

/** Names a stock row. */
export type StockRowName = {
  readonly product: ProductKey;
  readonly locationCode: string;
  readonly segment?: Readonly<Record<string, string>>;
  /** Of future stock. */
  readonly futureEpochMs?: number;
};

/** What is added to the counts of a row. */
export type StockAdjustment = {
  readonly row: StockRowName;
  readonly onHandDelta?: number;
  readonly inTransitDelta?: number;
  readonly safetyStockDelta?: number;
  /** 0 or absent: any. */
  readonly expectedVersion?: number;
};

/** A change of rows that are there, all of them or none. */
export type StockChange =
  | {
      readonly kind: 'adjust';
      readonly adjustments: readonly StockAdjustment[];
      readonly reference: string;
    }
  | {
      readonly kind: 'delete' | 'unblock';
      readonly rows: readonly StockRowName[];
      readonly reference: string;
    }
  | {
      readonly kind: 'block';
      readonly rows: readonly StockRowName[];
      readonly reference: string;
      /** Whether the block outlives refreshes of the count. */
      readonly isHeld: boolean;
    };

/** What a row has after a change. */
export type StockLevel = { readonly quantities: LedgerQuantities; readonly version: number };

/** What a change of rows came to. */
export type StockChangeResult = {
  /** In the order of the change; none of a deletion. */
  readonly levels: readonly StockLevel[];
  readonly sequence: number;
};

/** Units of a product in a segment. */
export type StockUnits = {
  readonly product: ProductKey;
  readonly segment?: Readonly<Record<string, string>>;
  readonly quantity: number;
};

/** Units to be sent. */
export type TransferRequest = {
  /** Empty: the store gives an id. */
  readonly transferId: string;
  readonly fromLocationCode: string;
  readonly toLocationCode: string;
  readonly lines: readonly StockUnits[];
};

/** What came of a line of a transfer. */
export type ReceiptLine = Omit<StockUnits, 'quantity'> & {
  readonly received?: number;
  readonly lost?: number;
};

/** What came of a transfer. */
export type TransferReceipt = {
  readonly transferId: string;
  /** Empty: everything that is on its way came. */
  readonly lines: readonly ReceiptLine[];
};

/** Units that go from one location to another. */
export type Transfer = {
  readonly transferId: string;
  readonly fromLocationCode: string;
  readonly toLocationCode: string;
  readonly lines: readonly (Required<StockUnits> & {
    readonly received: number;
    readonly lost: number;
  })[];
  readonly createTimeEpochMs: number;
  /** Whether units are still on their way. */
  readonly isOpen: boolean;
};

/** A transfer, and the sequence of its last change. */
export type TransferResult = { readonly transfer: Transfer; readonly sequence: number };

/** Units of a row. */
export type HoldLine = StockUnits & { readonly locationCode: string };

/** Units to be held. */
export type HoldRequest = {
  /** Empty: the store gives an id. */
  readonly holdId: string;
  readonly orderId: string;
  readonly lines: readonly HoldLine[];
  /** 0: HOLD_MS_DEFAULT. */
  readonly ttlMs: number;
  readonly isPartialAllowed: boolean;
};

/** Units that are set aside. */
export type Hold = {
  readonly holdId: string;
  readonly orderId: string;
  readonly state: 'ACTIVE' | 'RELEASED' | 'EXPIRED' | 'CONSUMED';
  readonly lines: readonly Required<HoldLine>[];
  readonly createTimeEpochMs: number;
  readonly expireTimeEpochMs: number;
  /** Absent while it holds. */
  readonly endTimeEpochMs?: number;
};

/** A hold, and the sequence of its last change. */
export type HoldResult = { readonly hold: Hold; readonly sequence: number };

/** Which holds are listed; empty texts: all. */
export type HoldFilter = {
  readonly orderId: string;
  readonly locationCode: string;
  readonly isEndedIncluded: boolean;
};

/**
 * The part of a store that changes stock. An idempotency key of at most 64 bytes makes a call have
 * one effect: the same key and arguments again get the first answer, and refusals are answers;
 * the same key with others is refused (IDEMPOTENCY_KEY_REUSED). Empty: no key. Other refusals:
 * INVALID_ARGUMENT with the path of the field, NOT_FOUND (ROW_NOT_FOUND names its field),
 * ALREADY_EXISTS (ID_TAKEN), FAILED_PRECONDITION (INSUFFICIENT_STOCK, COUNT_TOO_LARGE, ROW_IN_USE,
 * VERSION_MISMATCH).
 */
export interface StockOperations {
  changeStock(
    tenantId: string,
    change: StockChange,
    idempotencyKey: string,
  ): Promise<StockChangeResult>;
  transferInventory(
    tenantId: string,
    request: TransferRequest,
    idempotencyKey: string,
  ): Promise<TransferResult>;
  receiveTransfer(
    tenantId: string,
    receipt: TransferReceipt,
    idempotencyKey: string,
  ): Promise<TransferResult>;
  /** Holds units against the effective stock of the moment, until the store's clock says so. */
  holdInventory(
    tenantId: string,
    request: HoldRequest,
    idempotencyKey: string,
  ): Promise<HoldResult>;
  /** Gives back what a hold holds; one that has ended is answered as it is. */
  releaseHold(tenantId: string, holdId: string, idempotencyKey: string): Promise<HoldResult>;
  /** By the bytes of the id. A page may be short of its size before the last. */
  listHolds(
    tenantId: string,
    filter: HoldFilter,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<Hold>>;
}
