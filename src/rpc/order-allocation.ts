// The methods of AllocationService that are about orders: over the allocator what routes, over the
// store what does not.

import { Refusal } from '../base/outcome.js';
import type { Allocator } from '../engine/allocator.js';
import type { AllocationStatus } from '../stores/allocation.js';
import type { ProductKey } from '../stores/stock-rows.js';
import type { Store } from '../stores/store.js';
import { type FieldPart, fieldsOf } from '../wire/message-parts.js';
import {
  type AllocateMessage,
  allocationAnswer,
  type AllocationAnswer,
  type AllocationMessage,
  allocationMessage,
  allocationRequestOf,
  backorderMessage,
  type BackorderMessage,
  type RejectMessage,
  rejectionOf,
  type StatusName,
  unitsAskOf,
  type UnitsMessage,
} from './allocation-messages.js';
import type { Codec } from './codec.js';
import { MALFORMED } from './errors.js';
import type { Handlers } from './definitions.js';
import { pageSizeOf } from './paging.js';
import { scopeOf, tenantOf } from './scope.js';
import { type Edge, unary } from './unary.js';

/** What the methods need of an engine. */
export type AllocationParts = { readonly store: Store; readonly allocator: Allocator };

type CodecOf = <Request extends object, Answer extends object>(
  method: string,
) => Codec<Request, Answer>;

type GetRequest = { readonly orderId?: string };
type Paged = { readonly pageSize?: number; readonly pageToken?: string };
type ListRequest = Paged & { readonly status?: StatusName; readonly locationCode?: string };
type ListAnswer = {
  readonly allocations: readonly AllocationMessage[];
  readonly nextPageToken: string;
};
type BackordersRequest = Paged & { readonly product?: ProductKey };
type BackordersAnswer = {
  readonly backorders: readonly BackorderMessage[];
  readonly nextPageToken: string;
};

const ORDER_FIELD = 1;
const DECISION_FIELD = 2;

/** The handlers of these methods. */
export function orderHandlers(edge: Edge, codec: CodecOf, parts: AllocationParts): Handlers {
  return { ...changeHandlers(edge, codec, parts), ...readHandlers(edge, codec, parts.store) };
}

function changeHandlers(
  edge: Edge,
  codec: CodecOf,
  { store, allocator }: AllocationParts,
): Handlers {
  return {
    AllocateOrder: unary(
      edge,
      codec<AllocateMessage, AllocationAnswer>('AllocateOrder'),
      async (message, metadata, call) => {
        const order = partOf(call.request, ORDER_FIELD);
        const decision = partOf(call.request, DECISION_FIELD);
        const deadlineMs = Number(call.getDeadline());
        const request = allocationRequestOf(message, order, decision, deadlineMs);
        return allocationAnswer(await allocator.allocate(scopeOf(metadata), request));
      },
    ),
    ReleaseAllocation: unary(
      edge,
      codec<UnitsMessage, AllocationAnswer>('ReleaseAllocation'),
      async (message, metadata) => {
        const { idempotencyKey = '' } = message;
        const ask = unitsAskOf(message);
        const tenantId = tenantOf(metadata);
        return allocationAnswer(await store.releaseAllocation(tenantId, ask, idempotencyKey));
      },
    ),
    ShipAllocation: unary(
      edge,
      codec<UnitsMessage, AllocationAnswer>('ShipAllocation'),
      async (message, metadata) => {
        const { idempotencyKey = '' } = message;
        const ask = unitsAskOf(message);
        const tenantId = tenantOf(metadata);
        return allocationAnswer(await store.shipAllocation(tenantId, ask, idempotencyKey));
      },
    ),
    RejectAllocation: unary(
      edge,
      codec<RejectMessage, AllocationAnswer>('RejectAllocation'),
      async (message, metadata, call) => {
        const { idempotencyKey = '' } = message;
        const ask = rejectionOf(message);
        const deadlineMs = Number(call.getDeadline());
        const tenantId = tenantOf(metadata);
        return allocationAnswer(await allocator.reject(tenantId, ask, idempotencyKey, deadlineMs));
      },
    ),
  };
}

function readHandlers(edge: Edge, codec: CodecOf, store: Store): Handlers {
  return {
    GetAllocation: unary(
      edge,
      codec<GetRequest, { readonly allocation: AllocationMessage }>('GetAllocation'),
      async ({ orderId = '' }, metadata) => {
        const allocation = await store.getAllocation(tenantOf(metadata), orderId);
        return { allocation: allocationMessage(allocation) };
      },
    ),
    ListAllocations: unary(
      edge,
      codec<ListRequest, ListAnswer>('ListAllocations'),
      async ({ status, locationCode = '', pageSize, pageToken = '' }, metadata) => {
        const filter = { ...statusOf(status), locationCode };
        const size = pageSizeOf(pageSize);
        const page = await store.listAllocations(tenantOf(metadata), filter, size, pageToken);
        const { items, nextPageToken } = page;
        return { allocations: items.map(allocationMessage), nextPageToken };
      },
    ),
    ListBackorders: unary(
      edge,
      codec<BackordersRequest, BackordersAnswer>('ListBackorders'),
      async ({ product = null, pageSize, pageToken = '' }, metadata) => {
        const size = pageSizeOf(pageSize);
        const page = await store.listBackorders(tenantOf(metadata), product, size, pageToken);
        const { items, nextPageToken } = page;
        return { backorders: items.map(backorderMessage), nextPageToken };
      },
    ),
  };
}

/** The bytes of a field that holds a message; one that comes twice is one message in two parts. */
function partOf(message: Uint8Array, field: number): Uint8Array {
  const parts = fieldsIn(message).filter(({ number }) => number === field);
  return Buffer.concat(parts.map(({ valueStart, end }) => message.subarray(valueStart, end)));
}

/** The codec overlooks some of what this does not: a field number that is none, or groups. */
function fieldsIn(message: Uint8Array): FieldPart[] {
  try {
    return fieldsOf(message);
  } catch {
    throw new Refusal(MALFORMED);
  }
}

function statusOf(name: StatusName = 'ALLOCATION_STATUS_UNSPECIFIED') {
  const status = name.slice('ALLOCATION_STATUS_'.length);
  return status === 'UNSPECIFIED' ? {} : { status: status as AllocationStatus };
}
