// What the engine asks of a store about orders: what they get of the stock, and what becomes of it.
// A plan is made elsewhere; a store commits it whole against the stock of that moment, or not at
// all.

import type { DecidedUnits } from '../wire/decode-decision.js';
import type { OrderedLine } from '../wire/order-lines.js';
import type { Scope } from './scope.js';
import type { Page, ProductKey } from './stock-rows.js';

/** How important an order is where many wait, the most important last. */
export const PRIORITIES = ['LOW', 'NORMAL', 'HIGH', 'CRITICAL'] as const;

/** One of PRIORITIES. */
export type Priority = (typeof PRIORITIES)[number];

/** What became of an order. */
export type AllocationStatus =
  | 'FULLY_ALLOCATED'
  | 'PARTIALLY_ALLOCATED'
  | 'BACKORDERED'
  | 'UNALLOCATED'
  | 'SHIPPED'
  | 'RELEASED';

/** What happens to units that nothing serves. */
export type Fate = 'backordered' | 'cancelled' | 'customerCare' | 'offered';

/** Units of a line that a plan takes from a location. */
export type PlannedUnits = DecidedUnits;

/** Units of a line that a plan serves from nothing. */
export type UnservedUnits = {
  readonly orderItemId: number;
  readonly quantity: number;
  readonly fate: Fate;
};

/** What is decided for an order: every unit of every line is in one of the two lists. */
export type Plan = {
  readonly units: readonly PlannedUnits[];
  readonly unserved: readonly UnservedUnits[];
  /** The decision's id; 0: none, or it was the caller's. */
  readonly suggestionId: number;
  /** Whether it is the caller's; absent: the engine made it. */
  readonly isGiven?: boolean;
};

/** A line as routing sees it: the ids by which it is matched all name one product. */
export type OrderLine = OrderedLine;

/** What an order asks for, in the words of its caller: equal asks with one key have one effect. */
export type AllocationAsk = {
  readonly orderId: string;
  /** Of the order's request as it came: equal requests have equal ones. */
  readonly digest: string;
  /** The order's request, redacted, in base64: what it is routed by again. */
  readonly request: string;
  readonly lines: readonly OrderLine[];
  readonly totalMinor: number;
  /** Ends in the same step; empty: none. */
  readonly holdId: string;
  readonly isStrict: boolean;
  readonly isBackorderAllowed: boolean;
  /** Locations at most; 0: any number. */
  readonly locationsMax: number;
  readonly priority: Priority;
  /** 0: the order must not be there; absent: any. */
  readonly expectedVersion?: number;
  /** The decision that the caller brings, in base64; empty: the order is routed. */
  readonly decision: string;
  /** Whether the order is refused where the stock of that decision is gone. */
  readonly isDecisionFinal: boolean;
};

/** Units of a line of an allocation. */
export type UnitsOfLine = {
  readonly orderItemId: number;
  /** Empty: wherever the line has units. */
  readonly locationCode: string;
  /** 0: all of it. */
  readonly quantity: number;
};

/** Which units of an order are given back or have left. */
export type UnitsAsk = {
  readonly orderId: string;
  /** Empty: all. */
  readonly lines: readonly UnitsOfLine[];
  readonly expectedVersion?: number;
};

/** Units that a location refuses; the location of a line is that of the ask. */
export type RejectionAsk = UnitsAsk & {
  readonly locationCode: string;
  readonly isLeftUnblocked: boolean;
};

/** Units at a location, as they are told. */
export type AllocatedUnits = Omit<PlannedUnits, 'orderItemId'> & { readonly shipped: number };

/** A line as it is told: its units are in one of the lists and counts. */
export type AllocatedLine = {
  readonly orderItemId: number;
  readonly product: ProductKey;
  readonly quantity: number;
  readonly assignments: readonly AllocatedUnits[];
  readonly backordered: number;
  readonly cancelled: number;
  readonly customerCare: number;
  readonly offered: number;
  readonly released: number;
};

/** What an order has. */
export type Allocation = {
  readonly orderId: string;
  readonly version: number;
  readonly status: AllocationStatus;
  readonly lines: readonly AllocatedLine[];
  readonly priority: Priority;
  readonly assignmentCount: number;
  readonly rejectedLocationCodes: readonly string[];
  readonly siteId: string;
  readonly suggestionId: number;
  readonly createTimeEpochMs: number;
  readonly updateTimeEpochMs: number;
};

/** An allocation, and the sequence of its last change. */
export type AllocationResult = {
  readonly allocation: Allocation;
  readonly sequence: number;
  /** Whether a hold of the order ended in the same step. */
  readonly isHoldConsumed?: boolean;
};

/** How an order is routed again: its request, and what it has already. */
export type OrderBasis = {
  readonly siteId: string;
  readonly version: number;
  /** The redacted request in base64. */
  readonly request: string;
  /** Units that wait, by line; `product` is its number, -1: nobody knows it. */
  readonly backordered: readonly {
    readonly orderItemId: number;
    readonly product: number;
    readonly quantity: number;
  }[];
  /** Live units by line and location. */
  readonly assigned: readonly UnitsOfLine[];
  readonly rejectedLocationCodes: readonly string[];
  readonly assignmentCount: number;
};

/** A line that waits. */
export type Backorder = {
  readonly orderId: string;
  readonly orderItemId: number;
  readonly product: ProductKey;
  readonly quantity: number;
  readonly priority: Priority;
  readonly createTimeEpochMs: number;
};

/** Products that lines of orders wait for, by number, and of which there is more now. */
export type StockRise = {
  readonly tenantId: string;
  readonly products: readonly number[];
  /** Orders that began to wait for something of which there is some by now. */
  readonly orderIds: readonly string[];
};

/** Which allocations are listed; absent and empty: all. */
export type AllocationFilter = {
  readonly status?: AllocationStatus;
  readonly locationCode: string;
};

/** Orders that wait for a product, and how far the list got. */
export type WaitingOrders = {
  /** In the order in which they are served. */
  readonly orderIds: readonly string[];
  /** Where the list goes on; empty: it is whole. */
  readonly nextPageToken: string;
  /** Units of the product that somebody may take. */
  readonly effective: number;
  readonly turn: QueueTurn;
};

/** A state of the queue of a product: it is another one when there is more of the product. */
export type QueueTurn = { readonly product: number; readonly riseCount: number };

/**
 * The part of a store that allocates stock to orders. Keys are those of StockOperations. A commit
 * that meets other stock, other counts of limits or another number of assignments than its plan was
 * made with is refused with ABORTED (STOCK_CHANGED, LIMIT_REACHED, ASSIGNMENTS_CHANGED), which no
 * key remembers: plan again. Other refusals: INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS
 * (ALLOCATION_EXISTS), FAILED_PRECONDITION (INSUFFICIENT_STOCK, SPLIT_NOT_ALLOWED,
 * VERSION_MISMATCH, NOT_ALLOCATED).
 */
export interface AllocationOperations {
  /**
   * Gives an order what a plan says. `assignmentsSoFar` is the count of the store that the plan was
   * made with.
   */
  allocateOrder(
    scope: Scope,
    ask: AllocationAsk,
    idempotencyKey: string,
    plan: Plan,
    assignmentsSoFar: number,
  ): Promise<AllocationResult>;
  /**
   * Gives waiting units of an order what a plan says; of a version of the order. With a turn,
   * refused with ABORTED (QUEUE_CHANGED) when there is more by now: others may be before it.
   */
  serveBackorder(
    tenantId: string,
    orderId: string,
    version: number,
    plan: Plan,
    turn?: QueueTurn,
  ): Promise<AllocationResult>;
  releaseAllocation(
    tenantId: string,
    ask: UnitsAsk,
    idempotencyKey: string,
  ): Promise<AllocationResult>;
  shipAllocation(
    tenantId: string,
    ask: UnitsAsk,
    idempotencyKey: string,
  ): Promise<AllocationResult>;
  /**
   * Takes units of a location back, and gives the order what a plan says instead; the plan was made
   * of the `basisVersion` of the order.
   */
  rejectAllocation(
    tenantId: string,
    ask: RejectionAsk,
    idempotencyKey: string,
    plan: Plan,
    basisVersion: number,
  ): Promise<AllocationResult>;
  getAllocation(tenantId: string, orderId: string): Promise<Allocation>;
  /** How an order is routed again; null: it is not there. */
  orderBasis(tenantId: string, orderId: string): Promise<OrderBasis | null>;
  /** By the bytes of the order id. A page may be short of its size before the last. */
  listAllocations(
    tenantId: string,
    filter: AllocationFilter,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<Allocation>>;
  /** In the order in which they are served, of one product or of all, product by product. */
  listBackorders(
    tenantId: string,
    product: ProductKey | null,
    pageSize: number,
    pageToken: string,
  ): Promise<Page<Backorder>>;
  /** Orders that wait for a product, by its number. */
  waitingOrders(tenantId: string, product: number, pageToken: string): Promise<WaitingOrders>;
}
