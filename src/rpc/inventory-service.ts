// InventoryService: the stock of a tenant, over the store.

import { invalidField } from '../base/outcome.js';
import type { InventoryResult, ProductKey, Store } from '../stores/store.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import { inventoryImport } from './inventory-import.js';
import {
  type RowMessage,
  rowMessage,
  type Totals,
  totalsOf,
  type UpdateMessage,
  updateOf,
} from './inventory-messages.js';
import { type LedgerAnswer, type LedgerRequest, ledgerEntryMessage } from './ledger-messages.js';
import type { OpenStreams } from './open-streams.js';
import { pageSizeOf } from './paging.js';
import { tenantOf } from './scope.js';
import { shapeOf } from './shapes.js';
import { stockChangeHandlers } from './stock-changes.js';
import type { Keyed } from './stock-messages.js';
import { type Edge, unary } from './unary.js';

/** The full name of the service. */
export const INVENTORY_SERVICE = 'shipfrom.v1.InventoryService';

/** Rows in one call. */
const UPSERTS_MAX = 10_000;

type UpsertRequest = Keyed & { readonly updates?: readonly UpdateMessage[] };
type UpsertAnswer = Pick<InventoryResult, 'writtenCount' | 'staleCount'> & {
  readonly snapshotSequence: number;
};
type GetRequest = { readonly product?: ProductKey };
type GetAnswer = {
  readonly rows: readonly RowMessage[];
  readonly totals: Totals;
  readonly productVersion: number;
  readonly snapshotSequence: number;
};
type ListRequest = {
  readonly locationCode?: string;
  readonly pageSize?: number;
  readonly pageToken?: string;
};
type ListAnswer = { readonly rows: readonly RowMessage[]; readonly nextPageToken: string };

/** The handlers of the service. */
export function inventoryHandlers(
  contract: Contract,
  edge: Edge,
  streams: OpenStreams,
  store: Store,
): Handlers {
  const codec = <Request extends object, Answer extends object>(method: string) =>
    codecOf<Request, Answer>(contract, INVENTORY_SERVICE, method);
  return {
    ...stockChangeHandlers(edge, codec, store),
    BatchUpsertInventory: unary(
      edge,
      codec<UpsertRequest, UpsertAnswer>('BatchUpsertInventory'),
      async ({ updates = [], idempotencyKey = '' }, metadata) => {
        const tenantId = tenantOf(metadata);
        if (updates.length < 1 || updates.length > UPSERTS_MAX) {
          throw invalidField('updates', `must be 1 to 10,000, is ${updates.length}`);
        }
        const rows = updates.map((message, i) => updateOf(message, `updates[${i}].`));
        const result = await store.upsertInventory(tenantId, rows, true, idempotencyKey);
        const { writtenCount, staleCount, sequence } = result;
        return { writtenCount, staleCount, snapshotSequence: sequence };
      },
    ),
    ImportInventory: inventoryImport(
      edge,
      streams,
      codec('ImportInventory'),
      shapeOf(contract, 'shipfrom.v1.InventoryUpdate'),
      store,
    ),
    GetInventory: unary(
      edge,
      codec<GetRequest, GetAnswer>('GetInventory'),
      async ({ product }, metadata) => {
        const tenantId = tenantOf(metadata);
        const stock = await store.getInventory(tenantId, product ?? {});
        const rows = stock.rows.map(rowMessage);
        return {
          rows,
          totals: totalsOf(rows),
          productVersion: stock.productVersion,
          snapshotSequence: stock.sequence,
        };
      },
    ),
    ListInventory: unary(
      edge,
      codec<ListRequest, ListAnswer>('ListInventory'),
      async ({ locationCode = '', pageSize, pageToken = '' }, metadata) => {
        const tenantId = tenantOf(metadata);
        if (locationCode === '') throw invalidField('location_code', 'is required');
        const size = pageSizeOf(pageSize);
        const page = await store.listInventory(tenantId, locationCode, size, pageToken);
        return { rows: page.items.map(rowMessage), nextPageToken: page.nextPageToken };
      },
    ),
    ListLedger: unary(
      edge,
      codec<LedgerRequest, LedgerAnswer>('ListLedger'),
      async ({ pageSize, pageToken = '', ...filter }, metadata) => {
        const tenantId = tenantOf(metadata);
        const size = pageSizeOf(pageSize);
        const page = await store.listLedger(tenantId, filter, size, pageToken);
        return { entries: page.items.map(ledgerEntryMessage), nextPageToken: page.nextPageToken };
      },
    ),
  };
}
