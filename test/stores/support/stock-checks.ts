// Whether what a store says of orders, rows, the ledger and events fits together. Must not know
// what was done to it.

import type { Allocation } from '../../../src/stores/allocation.js';
import type { StoredEvent } from '../../../src/stores/events.js';
import type { LedgerEntry, Store } from '../../../src/stores/store.js';
import { checkTold } from './told-events.js';

/**
 * Fails unless what orders have is what rows have allocated, what is held is what holds have, each
 * change in the ledger begins where the one before it ended, and events tell all of it.
 */
export async function checkWhole(
  store: Store,
  tenant: string,
  products: readonly { readonly upc: string }[],
): Promise<void> {
  const live = new Map<string, number>();
  const everything = { locationCode: '' };
  const orders: Allocation[] = [];
  for await (const order of all((t) => store.listAllocations(tenant, everything, 1000, t))) {
    orders.push(order);
    for (const { product, assignments } of order.lines) {
      for (const { locationCode, quantity, shipped } of assignments) {
        const name = nameOf({ product, locationCode });
        live.set(name, (live.get(name) ?? 0) + quantity - shipped);
      }
    }
  }
  const balances = new Map<string, string>();
  const entries: LedgerEntry[] = [];
  for await (const entry of all((t) => store.listLedger(tenant, {}, 1000, t))) {
    entries.push(entry);
    const name = nameOf(entry);
    const before = JSON.stringify(entry.before);
    expectSame(`${name} in the ledger`, before, balances.get(name) ?? before);
    balances.set(name, JSON.stringify(entry.after));
  }
  checkTold(await eventsOf(store, tenant), entries, orders);
  for (const product of products) {
    for (const row of (await store.getInventory(tenant, product)).rows) {
      const name = nameOf(row);
      const { onHand, allocated, held, inTransit } = row;
      expectSame(`allocated of ${name}`, allocated, live.get(name) ?? 0);
      const last = JSON.parse(balances.get(name) ?? 'null') as typeof row | null;
      if (last === null) continue;
      const inLedger = [last.onHand, last.allocated, last.held, last.inTransit];
      expectSame(`balance of ${name}`, [onHand, allocated, held, inTransit], inLedger);
    }
  }
}

async function eventsOf(store: Store, tenant: string): Promise<StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (let afterSequence = 0; ; ) {
    const query = { afterSequence, kinds: [], limit: 1000 };
    const page = await store.readEvents(tenant, query);
    events.push(...page.events);
    afterSequence = page.nextAfterSequence;
    if (afterSequence === page.lastSequence) return events;
  }
}

/** Fails unless both are the same. */
export function expectSame(name: string, found: unknown, wanted: unknown): void {
  const [left, right] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (left !== right) throw new Error(`${name}: ${left}, not ${right}`);
}

function nameOf(row: { readonly product: object; readonly locationCode: string }): string {
  return `${JSON.stringify(row.product)} ${row.locationCode}`;
}

async function* all<T>(
  read: (token: string) => Promise<{ items: readonly T[]; nextPageToken: string }>,
): AsyncGenerator<T> {
  let token = '';
  do {
    const page = await read(token);
    yield* page.items;
    token = page.nextPageToken;
  } while (token !== '');
}

/** The quantities of a row as one text, without what the ledger does not tell. */
export function balanceOf(row: NonNullable<LedgerEntry['before']>): string {
  const { onHand, allocated, held, inTransit, safetyStock, blocked } = row;
  const flags = [blocked, row.hasInfiniteInventory];
  return JSON.stringify([onHand, allocated, held, inTransit, safetyStock, ...flags]);
}

/** Whether more units left the way than came. */
export function isLoss({ reason, before, after }: LedgerEntry): boolean {
  if (reason !== 'RECEIVED' || after === undefined || before === undefined) return false;
  return before.inTransit - after.inTransit > after.onHand - before.onHand;
}
