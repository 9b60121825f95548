// What a request for routing asks for, where it is more than routing's own business: its order is
// kept, and routed again.

import { invalidField, Refusal, withPathsOf } from '../base/outcome.js';
import { createOrderColumns, ORDER_TEXT, REQUEST_KIND } from '../columns/order.js';
import type { OrderLine } from '../stores/allocation.js';
import { decodeSuggestRouting } from '../wire/decode-order.js';
import { orderedLines, orderText } from '../wire/order-lines.js';
import { redactRequest } from '../wire/redact.js';

/** An order that was read. */
export type ReadOrder = {
  readonly orderId: string;
  readonly holdId: string;
  readonly totalMinor: number;
  /** 0: any number. */
  readonly maxLocations: number;
  readonly assignmentsSoFar: number;
  readonly shipmentsElsewhere: number;
  /** Whether items must stay together. */
  readonly isBundled: boolean;
  readonly lines: readonly OrderLine[];
};

/** Reads requests. One for each thread: it reuses its columns. */
export class OrderReader {
  private readonly order = createOrderColumns();

  /** What a SuggestRoutingRequest says. Throws where routing would refuse it; at `path`. */
  read(request: Uint8Array, path: string): ReadOrder {
    const { order } = this;
    // Never a Buffer: the codec would be compiled for two kinds of arrays.
    const bytes = new Uint8Array(request.buffer, request.byteOffset, request.length);
    const refusal = decodeSuggestRouting(bytes, 0, bytes.length, order);
    if (refusal !== null) throw new Refusal(withPathsOf(path, refusal));
    const lines = orderedLines(order);
    lines.forEach(({ orderItemId }, i) => {
      if (Number.isSafeInteger(orderItemId)) return;
      throw invalidField(`${path}.items[${i}].order_item_id`, 'is 2^53 or above');
    });
    return {
      orderId: orderText(order, ORDER_TEXT.orderId),
      holdId: orderText(order, ORDER_TEXT.holdId),
      totalMinor: order.totalMinor,
      maxLocations: order.maxLocations,
      assignmentsSoFar: order.assignmentsSoFar,
      shipmentsElsewhere: order.shipmentsElsewhere,
      isBundled: order.isBundled,
      lines,
    };
  }
}

/** What may be kept of a request that was read, in base64. */
export function keptRequest(request: Uint8Array): string {
  const bytes = new Uint8Array(request.buffer, request.byteOffset, request.length);
  const kept = new Uint8Array(bytes.length);
  const end = redactRequest(REQUEST_KIND.routing, bytes, 0, bytes.length, kept, 0);
  return Buffer.from(kept.buffer, 0, end).toString('base64');
}
