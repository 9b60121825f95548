// What past orders make of a set of rules: each is decided on the stock of now, and those that end
// in customer care once more on stock that lacks nothing.

import type { PostalTable } from '../columns/postal.js';
import { createOrderColumns, ORDER_TEXT } from '../columns/order.js';
import { createCandidateColumns, createPlanColumns } from '../columns/plan.js';
import { STATE_CHANGE } from '../columns/program.js';
import { sharedDoubles, type StockColumns } from '../columns/stock.js';
import type { TenantView } from '../columns/views.js';
import type { DecisionObserver } from '../core/observer.js';
import { routeOrder } from '../core/route-order.js';
import { createCoreScratch } from '../core/scratch.js';
import { decodeSuggestRouting } from '../wire/decode-order.js';
import { CareReasons } from './care-reasons.js';
import type { ReplayWorld } from './inputs.js';
import { plentyOf } from './plenty.js';
import { Scene, type SceneColumns } from './scene.js';
import { UsageCounter } from './usage-counter.js';

/** Orders of a kind that are listed; the others are counted. */
const LISTED_MAX = 100;

/** An order that could not be decided. */
export type RefusedOrder = { readonly index: number; readonly message: string };

/** An order that ends in customer care whatever the stock. */
export type OrderInCare = {
  readonly index: number;
  readonly orderId: string;
  /** What each group made of it, in their order. */
  readonly reasons: readonly string[];
  readonly culprits: CareReasons['culprits'];
};

/** What came of the orders. */
export type Usage = {
  readonly orderCount: number;
  readonly refusedCount: number;
  /** The first of them. */
  readonly refusedOrders: readonly RefusedOrder[];
  readonly careCount: number;
  /** All of them, in the order of the request. */
  readonly alwaysInCare: readonly OrderInCare[];
  readonly counter: UsageCounter;
};

/** Decides the orders, which are SuggestRoutingRequest messages, each for itself. */
export function usageOf(
  tenantId: string,
  world: ReplayWorld,
  postal: PostalTable,
  orders: readonly Uint8Array[],
): Usage {
  return new UsageRun(tenantId, world, postal).decideAll(orders);
}

/** The orders of one call, in columns of their own. */
class UsageRun {
  private readonly columns: SceneColumns = {
    order: createOrderColumns(),
    scratch: createCoreScratch(),
    plan: createPlanColumns(),
    candidates: createCandidateColumns(),
  };
  private readonly tenantId: string;
  private readonly world: ReplayWorld;
  private readonly postal: PostalTable;
  private careCount = 0;
  private readonly alwaysInCare: OrderInCare[] = [];

  constructor(tenantId: string, world: ReplayWorld, postal: PostalTable) {
    this.tenantId = tenantId;
    this.world = world;
    this.postal = postal;
  }

  decideAll(orders: readonly Uint8Array[]): Usage {
    const { world, columns } = this;
    const counter = new UsageCounter(world.program, new Scene(world, columns));
    const refusedOrders: RefusedOrder[] = [];
    let refusedCount = 0;
    orders.forEach((bytes, index) => {
      const refusal = decodeSuggestRouting(bytes, 0, bytes.length, columns.order);
      if (refusal === null) {
        this.decideOne(index, counter);
        return;
      }
      refusedCount++;
      const { message } = refusal;
      if (refusedOrders.length < LISTED_MAX) refusedOrders.push({ index, message });
    });
    const { careCount, alwaysInCare } = this;
    const orderCount = orders.length - refusedCount;
    return { orderCount, refusedCount, refusedOrders, careCount, alwaysInCare, counter };
  }

  private decideOne(index: number, counter: UsageCounter): void {
    const { world, columns } = this;
    this.decide(world.stock, counter);
    if (!this.isInCare(() => true)) return;
    this.careCount++;
    const { order, scratch } = columns;
    const plenty = plentyOf(order, world.stock, scratch);
    const scene = new Scene({ ...world, stock: plenty }, columns);
    const reasons = new CareReasons(scene);
    this.decide(plenty, reasons);
    // What no stock row knows, no stock could serve.
    if (!this.isInCare((line) => this.hasRows(plenty, line))) return;
    const orderId = scene.orderText(ORDER_TEXT.orderId);
    this.alwaysInCare.push({
      index,
      orderId,
      reasons: reasons.reasons,
      culprits: reasons.culprits,
    });
  }

  private decide(stock: StockColumns, observer: DecisionObserver): void {
    const { world, columns, tenantId, postal } = this;
    const { order, scratch, plan } = columns;
    const { locations, program } = world;
    const counters = sharedDoubles(1);
    const view: TenantView = { tenantId, number: 0, stock, locations, postal, holds: [], counters };
    scratch.observer = observer;
    try {
      routeOrder(order, program, view, scratch, plan);
    } finally {
      scratch.observer = null;
    }
  }

  /** Whether there are such lines, and all units of each end in customer care. */
  private isInCare(isMeant: (line: number) => boolean): boolean {
    const { order, plan } = this.columns;
    let meantCount = 0;
    for (let line = 0; line < order.lineCount; line++) {
      if (!isMeant(line)) continue;
      meantCount++;
      if (plan.stateChange[line] !== STATE_CHANGE.customerCare) return false;
      if (plan.stateQuantity[line] !== order.quantity[line]) return false;
    }
    return meantCount > 0;
  }

  private hasRows(stock: StockColumns, line: number): boolean {
    const { scratch } = this.columns;
    const slot = scratch.lineSlot[line];
    return slot >= 0 && stock.productCount[scratch.slotProduct[slot]] > 0;
  }
}
