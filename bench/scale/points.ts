// How does a point of a curve come about? A network, rules over it, and orders, all by seed.

import type { ConfigurationDocument } from '../../src/configuration/document.js';
import type { Network } from '../support/network.js';
import { makeOrders, type OrderShape } from '../support/orders.js';
import { COMMON_FILTERS, compileDocument, ruleDocument } from '../support/rules.js';
import type { Point } from './decide.js';

/** Lines and quantities of most orders. */
export const FIVE_LINES = { lineCount: 5, quantityMin: 1, quantityMax: 3 } as const;

/** A point of orders under rules; without a document under the common ones. */
export function pointOf(
  x: number,
  network: Network,
  orders: OrderShape,
  document: ConfigurationDocument = commonRules(network),
): Point {
  const program = compileDocument(document, network);
  return { x, network, document, program, requests: makeOrders(network, orders) };
}

/** A filter on the location, one on the distance, the nearest first, else a split. */
export function commonRules(network: Network, isWithoutHubs = false): ConfigurationDocument {
  return ruleDocument(network, { split: 'QUANTITY_SPLIT', isWithoutHubs, filters: COMMON_FILTERS });
}

/** Throws unless all points touch equally many rows an order: then nothing else has to grow. */
export function expectEqualRows(name: string, points: readonly { readonly rows: number }[]): void {
  const counts = new Set(points.map(({ rows }) => rows));
  if (counts.size > 1) throw new Error(`${name}: rows an order ${[...counts].join(', ')}`);
}
