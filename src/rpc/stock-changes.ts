// The methods of InventoryService that change rows that are there, and move units between them.

import type { StockChange } from '../stores/stock-operations.js';
import type { Store } from '../stores/store.js';
import type { Codec } from './codec.js';
import type { Handlers } from './definitions.js';
import { tenantOf } from './scope.js';
import {
  type AdjustMessage,
  adjustmentsOf,
  type Keyed,
  levelsAnswer,
  type LevelsAnswer,
  type ReceiptMessage,
  receiptOf,
  rowNameOf,
  type RowsMessage,
  transferAnswer,
  type TransferAnswer,
  type TransferMessage,
  transferOf,
} from './stock-messages.js';
import { type Edge, unary } from './unary.js';

/** Gives the codec of a method of the service. */
export type CodecOf = <Request extends object, Answer extends object>(
  method: string,
) => Codec<Request, Answer>;

/** The handlers of these methods. */
export function stockChangeHandlers(edge: Edge, codec: CodecOf, store: Store): Handlers {
  const changing = <Request extends Keyed>(
    method: string,
    changeOf: (request: Request) => StockChange,
  ) =>
    unary(edge, codec<Request, LevelsAnswer>(method), async (request, metadata) => {
      const { idempotencyKey = '' } = request;
      const change = changeOf(request);
      return levelsAnswer(await store.changeStock(tenantOf(metadata), change, idempotencyKey));
    });
  const rowsOf = ({ rows = [], reference = '' }: RowsMessage) => ({
    rows: rows.map(rowNameOf),
    reference,
  });
  return {
    AdjustInventory: changing<AdjustMessage>('AdjustInventory', (request) => {
      const { reference = '' } = request;
      return { kind: 'adjust', adjustments: adjustmentsOf(request), reference };
    }),
    DeleteInventory: changing<RowsMessage>('DeleteInventory', (request) => {
      return { kind: 'delete', ...rowsOf(request) };
    }),
    BlockInventory: changing<RowsMessage>('BlockInventory', (request) => {
      return { kind: 'block', ...rowsOf(request), isHeld: request.holdOverRefreshes ?? false };
    }),
    UnblockInventory: changing<RowsMessage>('UnblockInventory', (request) => {
      return { kind: 'unblock', ...rowsOf(request) };
    }),
    TransferInventory: unary(
      edge,
      codec<TransferMessage, TransferAnswer>('TransferInventory'),
      async (request, metadata) => {
        const tenantId = tenantOf(metadata);
        const { idempotencyKey = '' } = request;
        const transfer = transferOf(request);
        return transferAnswer(await store.transferInventory(tenantId, transfer, idempotencyKey));
      },
    ),
    ReceiveTransfer: unary(
      edge,
      codec<ReceiptMessage, TransferAnswer>('ReceiveTransfer'),
      async (request, metadata) => {
        const tenantId = tenantOf(metadata);
        const { idempotencyKey = '' } = request;
        const receipt = receiptOf(request);
        return transferAnswer(await store.receiveTransfer(tenantId, receipt, idempotencyKey));
      },
    ),
  };
}
