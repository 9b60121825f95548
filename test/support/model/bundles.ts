// Which open lines go together, and what is to be placed as a whole or in pieces?
// Must not know: candidates, stock, strategies.

import type { Line } from './lines.js';
import type { Order } from './order.js';

/** What a split places: one line, or a bundle of lines that go to one location or nowhere. */
export interface Parcel {
  /** In request order; more than one is a bundle. */
  lines: Line[];
  /** Whether it may be given in pieces. */
  isDivisible: boolean;
}

/** The parcels of the open lines, by their first lines in request order. */
export function parcelsOf(order: Order, open: Line[], mode: 'line' | 'quantity'): Parcel[] {
  const parcels: Parcel[] = [];
  for (const line of open) {
    if (parcels.some((parcel) => parcel.lines.includes(line))) continue;
    const lines = tiedTo(line, order).filter((each) => open.includes(each));
    parcels.push({ lines, isDivisible: mode === 'quantity' && lines.length === 1 });
  }
  return parcels;
}

/** The lines that are tied to a line, however indirectly, and itself; in request order. */
function tiedTo(line: Line, order: Order): Line[] {
  if (order.request.bundlingStrategy !== 'BUNDLING_STRATEGY_ITEM_DEPENDENCY') return [line];
  const bundle = new Set([line]);
  let sizeBefore = 0;
  while (bundle.size > sizeBefore) {
    sizeBefore = bundle.size;
    for (const other of order.lines) {
      if ([...bundle].some((each) => areTied(each, other))) bundle.add(other);
    }
  }
  return order.lines.filter((each) => bundle.has(each));
}

function areTied(left: Line, right: Line): boolean {
  const one = left.item.itemDependency;
  const other = right.item.itemDependency;
  return (one !== undefined && (one === other || one === right.id)) || other === left.id;
}
