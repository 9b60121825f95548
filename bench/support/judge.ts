// Is an answer right? The reference model decides the same order on the same rows under the same
// document, plainly and slowly. Nothing here is timed.

import { bytesOf } from '../../src/base/text.js';
import { lookUp } from '../../src/columns/dictionary.js';
import { PRODUCT_KIND, ROW_FLAG, type StockColumns } from '../../src/columns/stock.js';
import type { ConfigurationDocument } from '../../src/configuration/document.js';
import { normalDecision } from '../../test/support/engine/normal.js';
import { decodeMessage } from '../../test/support/engine/protos.js';
import { ModelTooLarge } from '../../test/support/model/cover.js';
import type {
  Configuration,
  InventoryUpdate,
  Location,
  ModelDecision,
  SuggestRoutingRequest,
} from '../../test/support/model/messages.js';
import { modelSuggest } from '../../test/support/model/suggest.js';
import { locationCode, type Network } from './network.js';

/** How many orders were decided alike, and how many were too large for the model. */
export type Judged = { sameCount: number; tooLargeCount: number };

/** Judges answers and counts them. */
export class AnswerJudge {
  readonly judged: Judged = { sameCount: 0, tooLargeCount: 0 };

  /**
   * Judges the bytes of an answer to an order without a pickup store. False: it was too large.
   * Throws where the model decides otherwise.
   */
  answer(
    network: Network,
    document: ConfigurationDocument,
    request: Uint8Array,
    answer: Uint8Array,
  ): boolean {
    const expected = decideByModel(network, document, request);
    if (expected === null) {
      this.judged.tooLargeCount++;
      return false;
    }
    const { decision = {} } = decodeMessage('SuggestRoutingResponse', answer);
    const found = JSON.stringify(normalDecision(decision as object));
    const wanted = JSON.stringify(normalDecision(expected));
    if (found !== wanted) throw new Error(`the engine decided ${found}, the model ${wanted}`);
    this.judged.sameCount++;
    return true;
  }
}

/** Null: the order has too many ways for the model. */
function decideByModel(
  network: Network,
  document: ConfigurationDocument,
  request: Uint8Array,
): ModelDecision | null {
  const order = decodeMessage('SuggestRoutingRequest', request) as unknown as SuggestRoutingRequest;
  const world = {
    locations: network.documents as Location[],
    inventory: order.items.flatMap(({ sku = '' }) => rowsOf(network, sku)),
    postalCodes: [],
    configuration: document as unknown as Configuration,
  };
  try {
    return modelSuggest(world, order, request);
  } catch (error) {
    if (error instanceof ModelTooLarge) return null;
    throw error;
  }
}

function rowsOf({ stock, shape }: Network, sku: string): InventoryUpdate[] {
  const code = bytesOf(sku);
  const product = lookUp(stock.products, PRODUCT_KIND.sku, code, 0, code.length);
  if (product < 0) return [];
  const { segment } = shape;
  const place = {
    ...(segment?.tag === undefined ? {} : { segment: { [segment.tag[0]]: segment.tag[1] } }),
    ...(segment?.futureEpochMs === undefined ? {} : { futureEpochMs: segment.futureEpochMs }),
  };
  const start = stock.productStart[product];
  return Array.from({ length: stock.productCount[product] }, (_, i) => ({
    product: { sku },
    ...rowAt(stock, start + i),
    ...place,
  }));
}

function rowAt({ rows }: StockColumns, row: number) {
  const flags = rows.flags[row];
  return {
    locationCode: locationCode(rows.location[row]),
    onHand: rows.onHand[row],
    allocated: rows.allocated[row],
    safetyStock: rows.safetyStock[row],
    blocked: (flags & ROW_FLAG.blocked) !== 0,
    ...((flags & ROW_FLAG.hasLtd) === 0 ? {} : { ltd: rows.ltd[row] }),
  };
}
