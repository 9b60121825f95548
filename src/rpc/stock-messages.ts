// Changes of stock, transfers and holds between the contract's messages and what the store takes.
// Decides nothing but shape.

import type {
  Hold,
  HoldLine,
  HoldRequest,
  HoldResult,
  ReceiptLine,
  StockAdjustment,
  StockChangeResult,
  StockLevel,
  StockRowName,
  StockUnits,
  Transfer,
  TransferReceipt,
  TransferRequest,
  TransferResult,
} from '../stores/stock-operations.js';
import { type Timestamp, timestampOf } from './timestamps.js';

/** A decoded message of which any field may be absent. */
type Decoded<T> = { readonly [field in keyof T]?: T[field] };

/** A request that may have an idempotency key. */
export type Keyed = { readonly idempotencyKey?: string };

type AdjustmentMessage = Omit<StockAdjustment, 'row'> & { readonly row?: Decoded<StockRowName> };
/** A decoded AdjustInventoryRequest. */
export type AdjustMessage = Keyed & {
  readonly adjustments?: readonly AdjustmentMessage[];
  readonly reference?: string;
};
/** A decoded request to delete, block or unblock rows. */
export type RowsMessage = Keyed & {
  readonly rows?: readonly Decoded<StockRowName>[];
  readonly reference?: string;
  readonly holdOverRefreshes?: boolean;
};
/** A decoded TransferInventoryRequest. */
export type TransferMessage = Keyed &
  Decoded<Omit<TransferRequest, 'lines'>> & { readonly lines?: readonly Decoded<StockUnits>[] };
/** A decoded ReceiveTransferRequest. */
export type ReceiptMessage = Keyed & {
  readonly transferId?: string;
  readonly lines?: readonly Decoded<ReceiptLine>[];
};
/** A decoded HoldInventoryRequest. */
export type HoldMessage = Keyed &
  Decoded<Omit<HoldRequest, 'lines' | 'isPartialAllowed'>> & {
    readonly lines?: readonly Decoded<HoldLine>[];
    readonly allowPartial?: boolean;
  };

/** The answer to a change of rows. */
export type LevelsAnswer = {
  readonly levels: readonly StockLevel[];
  readonly snapshotSequence: number;
};
/** The answer about a transfer. */
export type TransferAnswer = {
  readonly transfer: Omit<Transfer, 'createTimeEpochMs' | 'isOpen'> & {
    readonly createTime: Timestamp;
    readonly open: boolean;
  };
  readonly snapshotSequence: number;
};
/** A Hold to be encoded. */
export type HoldAnswerMessage = Pick<Hold, 'holdId' | 'orderId' | 'lines'> & {
  readonly state: `HOLD_STATE_${Hold['state']}`;
  readonly createTime: Timestamp;
  readonly expireTime: Timestamp;
  readonly endTime?: Timestamp;
};
/** The answer about a hold. */
export type HoldAnswer = {
  readonly hold: HoldAnswerMessage;
  readonly snapshotSequence: number;
};

/** The name of a row; what is not given names nothing. */
export function rowNameOf(message: Decoded<StockRowName> = {}): StockRowName {
  return { ...message, product: message.product ?? {}, locationCode: message.locationCode ?? '' };
}

/** The adjustments of a request. */
export function adjustmentsOf({ adjustments = [] }: AdjustMessage): StockAdjustment[] {
  return adjustments.map((one) => ({ ...one, row: rowNameOf(one.row) }));
}

/** What is to be sent. */
export function transferOf(message: TransferMessage): TransferRequest {
  return {
    transferId: message.transferId ?? '',
    fromLocationCode: message.fromLocationCode ?? '',
    toLocationCode: message.toLocationCode ?? '',
    lines: (message.lines ?? []).map(unitsOf),
  };
}

/** What came of a transfer. */
export function receiptOf({ transferId = '', lines = [] }: ReceiptMessage): TransferReceipt {
  return { transferId, lines: lines.map((line) => ({ ...line, product: line.product ?? {} })) };
}

/** What is to be held. */
export function holdOf(message: HoldMessage): HoldRequest {
  return {
    holdId: message.holdId ?? '',
    orderId: message.orderId ?? '',
    lines: (message.lines ?? []).map((line) => {
      return { ...unitsOf(line), locationCode: line.locationCode ?? '' };
    }),
    ttlMs: message.ttlMs ?? 0,
    isPartialAllowed: message.allowPartial ?? false,
  };
}

function unitsOf({ product = {}, segment, quantity = 0 }: Decoded<StockUnits>): StockUnits {
  return { product, quantity, ...(segment === undefined ? {} : { segment }) };
}

/** The answer to a change of rows, as it is sent. */
export function levelsAnswer({ levels, sequence }: StockChangeResult): LevelsAnswer {
  return { levels, snapshotSequence: sequence };
}

/** A transfer, as it is sent. */
export function transferAnswer({ transfer, sequence }: TransferResult): TransferAnswer {
  const { createTimeEpochMs, isOpen, ...rest } = transfer;
  const message = { ...rest, createTime: timestampOf(createTimeEpochMs), open: isOpen };
  return { transfer: message, snapshotSequence: sequence };
}

/** A hold, as it is sent. */
export function holdMessage(hold: Hold): HoldAnswerMessage {
  const { createTimeEpochMs, expireTimeEpochMs, endTimeEpochMs, state, ...rest } = hold;
  return {
    ...rest,
    state: `HOLD_STATE_${state}`,
    createTime: timestampOf(createTimeEpochMs),
    expireTime: timestampOf(expireTimeEpochMs),
    ...(endTimeEpochMs === undefined ? {} : { endTime: timestampOf(endTimeEpochMs) }),
  };
}

/** A hold and the sequence, as they are sent. */
export function holdAnswer({ hold, sequence }: HoldResult): HoldAnswer {
  return { hold: holdMessage(hold), snapshotSequence: sequence };
}
