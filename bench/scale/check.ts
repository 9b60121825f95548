// Does the engine decide at every point of a curve as the reference model does? And is every unit
// of every order accounted for?

import { bytesOf } from '../../src/base/text.js';
import { lookUp } from '../../src/columns/dictionary.js';
import { PRODUCT_KIND } from '../../src/columns/stock.js';
import { decodeMessage } from '../../test/support/engine/protos.js';
import { Judge } from '../core/judge.js';
import type { Network } from '../support/network.js';
import { Decider, type Point } from './decide.js';
import type { ScaleRun } from './scale-run.js';

/** Units of a line: ordered, assigned, or not. */
type LineUnits = {
  readonly orderItemId: number;
  readonly sku?: string;
  readonly quantity: number;
};

/**
 * Decides the first orders of each point and has them judged; answers how many. Throws where one is
 * wrong.
 */
export function checkPoints(run: ScaleRun, points: readonly Point[], orderCount: number): number {
  const decider = new Decider(run.memory);
  const judge = new Judge(run.memory);
  let count = 0;
  for (const point of points) {
    for (const request of point.requests.slice(0, orderCount)) {
      decider.decide(point, request);
      const items = decodeMessage('SuggestRoutingRequest', request).items as LineUnits[];
      expectAllUnits(items, decider.target.slice(0, decider.lengthBytes));
      judge.judge({ ...point, network: narrowed(point.network, items) }, request);
      count++;
    }
  }
  return count;
}

/** The sum of counts. */
export function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** What was checked, in words. */
export function checkedText(count: number): string {
  return (
    `${count} orders were decided as the reference model decides them; those that are split ` +
    'have too many ways for it, and were compared with a handful of their locations allowed.'
  );
}

function expectAllUnits(items: readonly LineUnits[], answer: Uint8Array): void {
  const { decision } = decodeMessage('SuggestRoutingResponse', answer);
  const { assignments, stateChanges } = decision as Record<string, LineUnits[]>;
  const units = new Map<number, number>();
  for (const { orderItemId, quantity } of [...assignments, ...stateChanges]) {
    units.set(orderItemId, (units.get(orderItemId) ?? 0) + quantity);
  }
  for (const { orderItemId, quantity } of items) {
    const found = units.get(orderItemId) ?? 0;
    if (found !== quantity) throw new Error(`line ${orderItemId}: ${found} units of ${quantity}`);
  }
}

/** The network without locations that have nothing of an order: they cannot matter to it. */
function narrowed(network: Network, items: readonly LineUnits[]): Network {
  const { stock, documents } = network;
  const { rows, productStart, productCount, products } = stock;
  const wanted = new Set<number>();
  for (const { sku = '' } of items) {
    const code = bytesOf(sku);
    const product = lookUp(products, PRODUCT_KIND.sku, code, 0, code.length);
    const end = productStart[product] + productCount[product];
    for (let row = productStart[product]; row < end; row++) wanted.add(rows.location[row]);
  }
  return { ...network, documents: documents.filter((_, location) => wanted.has(location)) };
}
