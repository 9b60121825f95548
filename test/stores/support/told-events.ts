// Whether events tell what happened, all of it once and nothing else, by what the ledger and the
// orders say. Must not know how they are written.

import type { Allocation } from '../../../src/stores/allocation.js';
import type { StoredEvent } from '../../../src/stores/events.js';
import type { LedgerEntry } from '../../../src/stores/store.js';

type Quantities = LedgerEntry['before'];

/** The low mark where the settings name none. */
const LOW = 10;
const INFINITE = 4_000_000_000;

/** Throws unless events from the first on are those of the whole ledger, and of orders. */
export function checkTold(
  events: readonly StoredEvent[],
  entries: readonly LedgerEntry[],
  orders: readonly Allocation[],
): void {
  expectSame(
    'sequences',
    events.map(({ sequence }) => sequence),
    events.map((_, place) => place + 1),
  );
  const rows = events.flatMap(({ kind, row }) => {
    if (row === undefined) return [];
    return [textOf(kind, row, row.effective, row.short)];
  });
  expectSame('events of rows', rows, entries.flatMap(rowEventsOf));
  const ended = events.filter(({ kind }) => kind === 'HOLD_EXPIRED').map(({ holdId }) => holdId);
  expectSame('holds that are over', ended, endedIn(entries));
  const byOrder = new Map<string, StoredEvent[]>();
  for (const event of events) {
    if (event.orderVersion === undefined) continue;
    const { orderId = '' } = event;
    const own = byOrder.get(orderId);
    if (own === undefined) byOrder.set(orderId, [event]);
    else own.push(event);
  }
  for (const order of orders) checkOrder(order, byOrder.get(order.orderId) ?? []);
}

/** What a change of a row is told as. */
function rowEventsOf(entry: LedgerEntry): string[] {
  if (entry.futureEpochMs !== undefined) return [];
  const [before, after] = [levelsOf(entry.before), levelsOf(entry.after)];
  const kinds: string[] = [];
  if (before.effective > LOW && after.effective <= LOW) kinds.push('STOCK_LOW');
  if (before.effective > 0 && after.effective === 0) kinds.push('STOCK_OUT');
  if (after.short > 0 && after.short !== before.short) kinds.push('STOCK_SHORT');
  return kinds.map((kind) => textOf(kind, entry, after.effective, after.short));
}

function levelsOf(row: Quantities | undefined): { effective: number; short: number } {
  if (row === undefined) return { effective: 0, short: 0 };
  const { onHand, allocated, held, safetyStock, hasInfiniteInventory } = row;
  if (hasInfiniteInventory) return { effective: INFINITE, short: 0 };
  const effective = Math.max(0, onHand - allocated - held - safetyStock);
  return { effective, short: Math.max(0, allocated - onHand) };
}

/** The holds whose time was over; each may have had several rows. */
function endedIn(entries: readonly LedgerEntry[]): string[] {
  const ids = entries.map(({ reason, reference }) => (reason === 'HOLD_EXPIRED' ? reference : ''));
  return ids.filter((id, place) => id !== '' && id !== ids[place - 1]);
}

/**
 * What an order has is what its events leave it: all of its events, or those since it was allocated
 * anew.
 */
function checkOrder(order: Allocation, own: readonly StoredEvent[]): void {
  const { orderId, version, lines } = order;
  const units = lines.flatMap(({ assignments }) => assignments);
  const assigned = units.reduce((sum, { quantity }) => sum + quantity, 0);
  const shipped = units.reduce((sum, one) => sum + one.shipped, 0);
  const wanted = `${assigned} assigned, ${shipped} shipped`;
  const told = [...own, null].map((_, start) => leftBy(own.slice(start), version));
  if (told.includes(wanted)) return;
  const names = own.map(({ kind, orderVersion }) => `${orderVersion} ${kind}`);
  throw new Error(`${orderId} has ${wanted}, and not ${told[0]}: ${names.join(', ')}`);
}

/** What events leave an order of this version; empty where they are none of it. */
function leftBy(own: readonly StoredEvent[], version: number): string {
  let [assigned, shipped, last] = [0, 0, 0];
  for (const { kind, orderVersion = 0, units = [] } of own) {
    if (orderVersion < last || orderVersion > version) return '';
    last = orderVersion;
    const here = units.filter(({ locationCode }) => locationCode !== '');
    const count = here.reduce((sum, { quantity }) => sum + quantity, 0);
    if (kind === 'ALLOCATED') assigned += count;
    if (kind === 'RELEASED' || kind === 'REJECTED') assigned -= count;
    if (kind === 'SHIPPED') shipped += count;
  }
  return `${assigned} assigned, ${shipped} shipped`;
}

function textOf(
  kind: string,
  { product, locationCode }: Pick<LedgerEntry, 'product' | 'locationCode'>,
  effective: number,
  short: number,
): string {
  return `${kind} ${JSON.stringify(product)} ${locationCode} ${effective} ${short}`;
}

function expectSame<T extends string | number>(
  name: string,
  found: readonly (T | undefined)[],
  wanted: readonly (T | undefined)[],
): void {
  const place = wanted.findIndex((one, i) => one !== found[i]);
  if (place < 0 && found.length === wanted.length) return;
  const at = place < 0 ? wanted.length : place;
  throw new Error(`${name}: at ${at} of ${found.length}: ${found[at]}, not ${wanted[at]}`);
}
