// AllocationService: units that are set aside, over the store; what orders have is in
// order-allocation.ts.

import type { HoldFilter } from '../stores/stock-operations.js';
import { codecOf } from './codec.js';
import type { Contract, Handlers } from './definitions.js';
import type { WatchAnswer, WatchRequest } from './event-messages.js';
import { eventStream } from './event-stream.js';
import type { OpenStreams } from './open-streams.js';
import { type AllocationParts, orderHandlers } from './order-allocation.js';
import { pageSizeOf } from './paging.js';
import { tenantOf } from './scope.js';
import {
  holdAnswer,
  type HoldAnswer,
  type HoldAnswerMessage,
  holdMessage,
  type HoldMessage,
  holdOf,
  type Keyed,
} from './stock-messages.js';
import { type Edge, unary } from './unary.js';

/** The full name of the service. */
export const ALLOCATION_SERVICE = 'shipfrom.v1.AllocationService';

type ReleaseRequest = Keyed & { readonly holdId?: string };
type ListRequest = {
  readonly orderId?: string;
  readonly locationCode?: string;
  readonly includeEnded?: boolean;
  readonly pageSize?: number;
  readonly pageToken?: string;
};
type ListAnswer = {
  readonly holds: readonly HoldAnswerMessage[];
  readonly nextPageToken: string;
};

/** The handlers of the service. */
export function allocationHandlers(
  contract: Contract,
  edge: Edge,
  streams: OpenStreams,
  { store, allocator }: AllocationParts,
): Handlers {
  const codec = <Request extends object, Answer extends object>(method: string) =>
    codecOf<Request, Answer>(contract, ALLOCATION_SERVICE, method);
  return {
    ...orderHandlers(edge, codec, { store, allocator }),
    WatchEvents: eventStream(edge, codec<WatchRequest, WatchAnswer>('WatchEvents'), streams, store),
    HoldInventory: unary(
      edge,
      codec<HoldMessage, HoldAnswer>('HoldInventory'),
      async (request, metadata) => {
        const tenantId = tenantOf(metadata);
        const { idempotencyKey = '' } = request;
        return holdAnswer(await store.holdInventory(tenantId, holdOf(request), idempotencyKey));
      },
    ),
    ReleaseHold: unary(
      edge,
      codec<ReleaseRequest, HoldAnswer>('ReleaseHold'),
      async ({ holdId = '', idempotencyKey = '' }, metadata) => {
        const tenantId = tenantOf(metadata);
        return holdAnswer(await store.releaseHold(tenantId, holdId, idempotencyKey));
      },
    ),
    ListHolds: unary(
      edge,
      codec<ListRequest, ListAnswer>('ListHolds'),
      async ({ orderId = '', locationCode = '', includeEnded = false, ...page }, metadata) => {
        const tenantId = tenantOf(metadata);
        const filter: HoldFilter = { orderId, locationCode, isEndedIncluded: includeEnded };
        const { pageToken = '' } = page;
        const size = pageSizeOf(page.pageSize);
        const { items, nextPageToken } = await store.listHolds(tenantId, filter, size, pageToken);
        return { holds: items.map(holdMessage), nextPageToken };
      },
    ),
  };
}
