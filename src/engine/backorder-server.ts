// Who serves lines that wait, when there is more of what they wait for: one order after the other,
// in the order of the store's queue, each routed as it would be if it came now. What is open when
// the engine ends is begun again when the store opens.

import { Refusal, STATUS } from '../base/outcome.js';
import type { AllocationOperations, QueueTurn, StockRise } from '../stores/allocation.js';
import { again, type Allocator, QUEUE_CHANGED } from './allocator.js';
import type { Planner } from './planner.js';
import { restRequest, servedPart } from './plans.js';

/** What it needs of the engine. */
export type BackorderParts = {
  readonly store: AllocationOperations;
  readonly planner: Planner;
  readonly allocator: Allocator;
  /** Hears why an order could not be served. */
  readonly warn: (message: string, fields: object) => void;
};

/** What may be served of a tenant, each once, in the order in which it was heard of. */
type Risen = { readonly products: Set<number>; readonly orderIds: Set<string> };

/** How long an order that others were always before is left alone. */
const RETRY_MS = 50;

/** Serves lines that wait. */
export class BackorderServer {
  private readonly parts: BackorderParts;
  /** By tenant. */
  private readonly risen = new Map<string, Risen>();
  private running: Promise<void> | null = null;
  private isOpen = false;
  private isClosed = false;

  constructor(parts: BackorderParts) {
    this.parts = parts;
  }

  /** Takes note of what there is more of, and of orders that came too late for it. */
  note({ tenantId, products, orderIds }: StockRise): void {
    const known = this.risen.get(tenantId) ?? { products: new Set(), orderIds: new Set() };
    for (const product of products) known.products.add(product);
    for (const orderId of orderIds) known.orderIds.add(orderId);
    this.risen.set(tenantId, known);
    this.run();
  }

  /** Begins: the store is open. */
  open(): void {
    this.isOpen = true;
    this.run();
  }

  /** Ends after the order that is being served. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.running;
  }

  private run(): void {
    if (!this.isOpen || this.isClosed || this.running !== null) return;
    this.running = this.serveAll()
      .catch((error: unknown) => this.warn('backorders were not served', error))
      .finally(() => {
        this.running = null;
        if (this.risen.size > 0) this.run();
      });
  }

  private async serveAll(): Promise<void> {
    for (;;) {
      const [first] = this.risen;
      if (first === undefined || this.isClosed) return;
      const [tenantId, { products, orderIds }] = first;
      // Products first: their orders are served in the order in which they wait.
      const [product] = products;
      const [orderId] = orderIds;
      products.delete(product);
      if (product === undefined) orderIds.delete(orderId);
      if (products.size + orderIds.size === 0) this.risen.delete(tenantId);
      if (product !== undefined) await this.serveProduct(tenantId, product);
      else if (orderId !== undefined) await this.serve(tenantId, orderId);
    }
  }

  private async serveProduct(tenantId: string, product: number): Promise<void> {
    const { store } = this.parts;
    let pageToken = '';
    do {
      const page = await store.waitingOrders(tenantId, product, pageToken);
      if (page.effective === 0) return;
      for (const orderId of page.orderIds) {
        // More that came meanwhile is for the first of the queue.
        if (this.isClosed || this.risen.get(tenantId)?.products.has(product)) return;
        if (!(await this.serve(tenantId, orderId, page.turn))) return;
      }
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
  }

  /** Answers whether the next one of the queue may be served. */
  private async serve(tenantId: string, orderId: string, turn?: QueueTurn): Promise<boolean> {
    try {
      await again(this.parts.allocator.conflicts, () => this.serveOnce(tenantId, orderId, turn));
    } catch (error) {
      if (error instanceof Refusal && error.detail.reason === QUEUE_CHANGED) return false;
      if (isPassing(error)) this.serveLater(tenantId, orderId);
      else this.warn(`the backorder of '${orderId}' was not served`, error);
    }
    return true;
  }

  /** Others were quicker, as often as it was tried: there may still be something for it. */
  private serveLater(tenantId: string, orderId: string): void {
    const rise = { tenantId, products: [], orderIds: [orderId] };
    setTimeout(() => this.note(rise), RETRY_MS).unref();
  }

  private warn(message: string, error: unknown): void {
    const reason = error instanceof Refusal ? error.detail.reason : String(error);
    if (!this.isClosed) this.parts.warn(message, { reason });
  }

  private async serveOnce(tenantId: string, orderId: string, turn?: QueueTurn): Promise<void> {
    const { store, planner, allocator } = this.parts;
    const basis = await store.orderBasis(tenantId, orderId);
    if (basis === null || basis.backordered.length === 0) return;
    const { maxLocations, shipmentsElsewhere, isBundled } = allocator.readBasis(basis);
    // Each product is given in the order of its own queue, but for what must stay together.
    const isMeant = (product: number) =>
      isBundled || turn === undefined || product === turn.product;
    const waiting = basis.backordered.filter(({ product }) => isMeant(product));
    if (waiting.length === 0) return;
    const quantities = new Map(waiting.map(({ orderItemId, quantity }) => [orderItemId, quantity]));
    const { rejectedLocationCodes: codes } = basis;
    // It was assigned already: serving what it was promised counts no further.
    const limits = { assignmentsSoFar: 0, maxLocations, shipmentsElsewhere };
    const request = restRequest(basis, quantities, codes, limits);
    const scope = { tenantId, siteId: basis.siteId };
    const plan = servedPart(await planner.planLater(scope, request));
    if (plan.units.length === 0) return;
    await store.serveBackorder(tenantId, orderId, basis.version, plan, turn);
  }
}

/** Whether what was refused may go well a moment later. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Refusal)) return false;
  const { code } = error.detail;
  return code === STATUS.aborted || code === STATUS.resourceExhausted;
}
