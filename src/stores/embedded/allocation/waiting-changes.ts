// Who begins and ends to wait in a draft, and who may be served when it is applied: lines of what
// there is more of, and orders that wait for something of which there is some by now. The latter
// were planned before it came, and would wait for the next rise.

import type { StockRise } from '../../allocation.js';
import type { TenantState } from '../tenant-state.js';
import { effectiveOf } from './effective-of.js';

/** The changes of one draft. */
export class WaitingChanges {
  /** By product: how many more lines wait for it; -1: unknown ones. */
  private readonly changes = new Map<number, number>();
  private readonly begun: { readonly product: number; readonly orderId: string }[] = [];
  private readonly risen = new Set<number>();

  /** Notes that so many more lines of orders wait for a product. */
  count(product: number, count: number): void {
    this.changes.set(product, (this.changes.get(product) ?? 0) + count);
  }

  /** Notes that an order waits for more units of a product than before. */
  begin(product: number, orderId: string): void {
    this.begun.push({ product, orderId });
  }

  /** Notes that somebody may take more units of a product than before. */
  rise(product: number): void {
    this.risen.add(product);
  }

  /** Whether somebody may take more units of a product than before. */
  hasRisen(product: number): boolean {
    return this.risen.has(product);
  }

  /** How many lines wait for a product by now. */
  countOf({ waiting }: TenantState, product: number): number {
    return (waiting.get(product) ?? 0) + (this.changes.get(product) ?? 0);
  }

  /** How many more lines wait in all. */
  get growth(): number {
    let growth = 0;
    for (const change of this.changes.values()) growth += change;
    return growth;
  }

  /** Makes the changes the tenant's. */
  apply({ waiting, riseCounts }: TenantState): void {
    for (const [product, change] of this.changes) {
      const count = (waiting.get(product) ?? 0) + change;
      if (count === 0) waiting.delete(product);
      else waiting.set(product, count);
      if (count === 0) riseCounts.delete(product);
    }
  }

  /**
   * Who may be served, when all is applied; null: nobody. With other locations or rules everybody
   * may.
   */
  riseOf(state: TenantState, isWorldNew: boolean): StockRise | null {
    const known = isWorldNew ? state.waiting.keys() : this.risen;
    const products = [...known].filter((product) => product >= 0 && state.waiting.has(product));
    for (const product of products) state.riseCounts.set(product, ++state.riseCount);
    const late = this.begun.filter(
      ({ product }) => product >= 0 && effectiveOf(state, product) > 0,
    );
    const orderIds = [...new Set(late.map(({ orderId }) => orderId))];
    if (products.length === 0 && orderIds.length === 0) return null;
    return { tenantId: state.tenantId, products, orderIds };
  }
}

/** How often there was more of anything, when there was more of the product; 0: never. */
export function riseCountOf({ riseCounts }: TenantState, product: number): number {
  return riseCounts.get(product) ?? 0;
}

/** Everything that lines of a tenant wait for and that there is some of; null: nothing. */
export function openRise(state: TenantState): StockRise | null {
  const products = [...state.waiting.keys()].filter((product) => {
    return product >= 0 && effectiveOf(state, product) > 0;
  });
  return products.length === 0 ? null : { tenantId: state.tenantId, products, orderIds: [] };
}
