// How orders get their stock: planned on the workers, committed by the store, planned again where
// the stock changed in between.

import { invalidField, notFound, Refusal, STATUS } from '../base/outcome.js';
import type {
  AllocationAsk,
  AllocationOperations,
  AllocationResult,
  OrderBasis,
  Plan,
  Priority,
  RejectionAsk,
} from '../stores/allocation.js';
import type { Scope } from '../stores/scope.js';
import { checkIdGiven } from '../stores/stock-check.js';
import { ReasonCounts } from '../telemetry/reason-counts.js';
import { decodeDecision } from '../wire/decode-decision.js';
import { editOrder } from '../wire/edit-order.js';
import { orderDigest } from './order-digest.js';
import { keptRequest, OrderReader, type ReadOrder } from './order-reader.js';
import type { Planner } from './planner.js';
import { planOf, restRequest } from './plans.js';

/** Why waiting units were not served: it is somebody else's turn. */
export const QUEUE_CHANGED = 'QUEUE_CHANGED';

/** How often an order is planned again. */
const REPLANS_MAX = 3;
const ANY_ROUTE = { units: [], unserved: [], suggestionId: 0 } as const;

/** An order to be allocated, in the words of its caller. */
export type AllocationRequest = {
  /** A SuggestRoutingRequest message. */
  readonly order: Uint8Array;
  /** A Decision message; absent: the order is routed. */
  readonly decision?: Uint8Array;
  /** Whether the order is routed where the stock of the decision is gone. */
  readonly isReplanned: boolean;
  readonly isSplitAllowed: boolean;
  /** Locations beyond the first at most; absent: as many as the settings say. */
  readonly maxSplits?: number;
  readonly isBackorderAllowed: boolean;
  readonly isStrict: boolean;
  readonly priority: Priority;
  readonly expectedVersion?: number;
  readonly idempotencyKey: string;
  /** When the caller stops waiting, epoch milliseconds; infinity: never. */
  readonly deadlineEpochMs: number;
};

/** Allocates orders. */
export class Allocator {
  /** Plans that met other stock, or another order, than they were made on. */
  readonly conflicts = new ReasonCounts();
  private readonly store: AllocationOperations;
  private readonly planner: Planner;
  private readonly reader = new OrderReader();

  constructor(store: AllocationOperations, planner: Planner) {
    this.store = store;
    this.planner = planner;
  }

  /**
   * Gives an order its stock. Rejects with the refusal; ABORTED after the last plan that met other
   * stock: nothing was written, and trying again is safe.
   */
  async allocate(scope: Scope, request: AllocationRequest): Promise<AllocationResult> {
    const read = this.reader.read(request.order, 'order');
    if (read.orderId === '') throw invalidField('order.order_id', 'is required');
    const locationsMax = locationsOf(request, read);
    const order = editOrder(request.order, { maxLocations: locationsMax, isLogWanted: false });
    const ask = askOf(request, read, order, locationsMax);
    let plan = request.decision === undefined ? null : givenPlan(request.decision);
    let basis: Pick<OrderBasis, 'assignmentCount' | 'rejectedLocationCodes'> = NEW_ORDER;
    return again(this.conflicts, async (conflict) => {
      if (conflict === 'ORDER_CHANGED') {
        basis = (await this.store.orderBasis(scope.tenantId, read.orderId)) ?? NEW_ORDER;
      } else if (conflict !== null) plan = null;
      const { assignmentCount, rejectedLocationCodes: excludedCodes } = basis;
      plan ??= await this.planner.plan(
        scope,
        editOrder(order, {
          assignmentsSoFar: read.assignmentsSoFar + assignmentCount,
          excludedCodes,
        }),
        request.deadlineEpochMs,
      );
      const committed = plan;
      if (request.decision === undefined) plan = null;
      const { idempotencyKey } = request;
      return this.store.allocateOrder(scope, ask, idempotencyKey, committed, assignmentCount);
    });
  }

  /**
   * Takes units of a location back, and routes them without it. Rejects as `allocate` does.
   */
  async reject(
    tenantId: string,
    ask: RejectionAsk,
    idempotencyKey: string,
    deadlineEpochMs: number,
  ): Promise<AllocationResult> {
    checkIdGiven('order_id', ask.orderId);
    checkIdGiven('location_code', ask.locationCode);
    return again(this.conflicts, async () => {
      const basis = await this.store.orderBasis(tenantId, ask.orderId);
      if (basis === null) throw notFound('allocation of the order', ask.orderId);
      const quantities = rejectedQuantities(basis, ask);
      const plan =
        quantities.size === 0
          ? ANY_ROUTE
          : await this.planRejected(tenantId, ask, basis, quantities, deadlineEpochMs);
      return this.store.rejectAllocation(tenantId, ask, idempotencyKey, plan, basis.version);
    });
  }

  private planRejected(
    tenantId: string,
    ask: RejectionAsk,
    basis: OrderBasis,
    quantities: ReadonlyMap<number, number>,
    deadlineEpochMs: number,
  ): Promise<Plan> {
    const scope = { tenantId, siteId: basis.siteId };
    const read = this.readBasis(basis);
    const codes = [...new Set([...basis.rejectedLocationCodes, ask.locationCode])];
    // The rejection at hand counts, too.
    const assignmentsSoFar = read.assignmentsSoFar + basis.assignmentCount + 1;
    const request = restRequest(basis, quantities, codes, { ...read, assignmentsSoFar });
    return this.planner.plan(scope, request, deadlineEpochMs);
  }

  /** What the request of an order says. */
  readBasis({ request }: OrderBasis): ReadOrder {
    return this.reader.read(Buffer.from(request, 'base64'), 'order');
  }
}

const NEW_ORDER = { assignmentCount: 0, rejectedLocationCodes: [] } as const;

/**
 * Tries until nothing is in the way, with the reason of the conflict before; the last conflict
 * rejects. Each is counted.
 */
export async function again<T>(
  conflicts: ReasonCounts,
  attempt: (conflict: string | null) => Promise<T>,
): Promise<T> {
  let conflict: string | null = null;
  for (let replans = 0; ; replans++) {
    try {
      return await attempt(conflict);
    } catch (error) {
      if (!(error instanceof Refusal) || error.detail.code !== STATUS.aborted) throw error;
      conflicts.add(error.detail.reason);
      if (replans === REPLANS_MAX || error.detail.reason === QUEUE_CHANGED) throw error;
      conflict = error.detail.reason;
    }
  }
}

function locationsOf(
  { isSplitAllowed, maxSplits }: AllocationRequest,
  { maxLocations }: ReadOrder,
): number {
  const allowed = [maxLocations, isSplitAllowed ? (maxSplits ?? -1) + 1 : 1].filter(
    (one) => one > 0,
  );
  return allowed.length === 0 ? 0 : Math.min(...allowed);
}

function askOf(
  request: AllocationRequest,
  read: ReadOrder,
  order: Uint8Array,
  locationsMax: number,
): AllocationAsk {
  const { decision, expectedVersion } = request;
  return {
    orderId: read.orderId,
    digest: orderDigest(request.order),
    request: keptRequest(editOrder(order, { holdId: '' })),
    lines: read.lines,
    totalMinor: read.totalMinor,
    holdId: read.holdId,
    isStrict: request.isStrict,
    isBackorderAllowed: request.isBackorderAllowed,
    locationsMax,
    priority: request.priority,
    ...(expectedVersion === undefined ? {} : { expectedVersion }),
    decision: decision === undefined ? '' : Buffer.from(decision).toString('base64'),
    isDecisionFinal: decision !== undefined && !request.isReplanned,
  };
}

function givenPlan(decision: Uint8Array): Plan {
  return { ...planOf(decodeDecision(decision), 0), isGiven: true };
}

/** Units by line that a rejection means; fewer are there: the store refuses it. */
function rejectedQuantities(basis: OrderBasis, ask: RejectionAsk): Map<number, number> {
  const there = new Map<number, number>();
  for (const { orderItemId, locationCode, quantity } of basis.assigned) {
    if (locationCode !== ask.locationCode || quantity === 0) continue;
    there.set(orderItemId, (there.get(orderItemId) ?? 0) + quantity);
  }
  if (ask.lines.length === 0) return there;
  const wanted = new Map<number, number>();
  for (const { orderItemId, quantity } of ask.lines) {
    const units = there.get(orderItemId) ?? 0;
    const meant = quantity === 0 ? units : Math.min(quantity, units);
    if (meant > 0) wanted.set(orderItemId, meant);
  }
  return wanted;
}
