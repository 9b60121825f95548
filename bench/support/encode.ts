// How does the bench write an answer? As the product does, without a record.

import type { LocationTable } from '../../src/columns/locations.js';
import type { OrderColumns } from '../../src/columns/order.js';
import type { PlanColumns } from '../../src/columns/plan.js';
import type { AnswerContext } from '../../src/wire/encode-context.js';
import {
  beginSuggestRoutingResponse,
  createAnswerDraft,
  finishSuggestRoutingResponse,
  RECORD_OUTCOME,
} from '../../src/wire/encode-decision.js';

const draft = createAnswerDraft();

/** Writes the answer at the start of `target`, which has room for it; returns the end. */
export function encodeResponse(
  target: Uint8Array,
  order: OrderColumns,
  plan: PlanColumns,
  locations: LocationTable,
  context: AnswerContext,
): number {
  beginSuggestRoutingResponse(target, 0, order, plan, locations, context, draft);
  return finishSuggestRoutingResponse(target, order, plan, draft, RECORD_OUTCOME.sampledOut);
}
