// Are the reasons literally so, by the reference model? Of the first group that was asked, where
// every line is open: each filter that is said to refuse does, and what is short is.
// Must not know: the engine.

import { expect } from 'vitest';
import type { WhyAnswer } from '../../../src/explain/why/answer.js';
import type { ModelWorld, SuggestRoutingRequest } from '../../support/model/messages.js';
import { refusalsOfModel } from '../support/model-refusals.js';
import { pairName } from '../support/spy.js';
import { rowsOfModel } from './model-rows.js';

/** Holds what is said of the first group against the model. */
export function expectReasons(
  world: ModelWorld,
  order: SuggestRoutingRequest,
  answer: WhyAnswer,
  where: string,
): void {
  const { locationCode, groups, lines } = answer;
  const rows = rowsOfModel(world, order, locationCode);
  for (const { orderItemId, available } of lines) {
    expect(available, `${where}: line ${orderItemId}`).toBe(rows.get(Number(orderItemId)) ?? 0);
  }
  const [first] = groups;
  // A pickup store gives first: then fewer lines are open.
  if (first === undefined || first.future || order.orderType === 'ORDER_TYPE_BOPIS') return;
  if (first.step !== 'GROUP_STEP_TRIED') return;
  const refused = refusalsOfModel(world, order, first.group);
  for (const { filter, orderItemId, text, node } of first.refusals ?? []) {
    const pairs = node === undefined ? refused.get(filter) : undefined;
    if (pairs === undefined) continue;
    const isMeant = (pair: string) =>
      orderItemId === undefined
        ? pair.startsWith(`${locationCode}/`)
        : pair === pairName(locationCode, orderItemId);
    expect([...pairs].some(isMeant), `${where}: ${text}`).toBe(true);
  }
  if (first.outcome === 'GROUP_OUTCOME_FILTERED') {
    expect(first.refusals?.length, where).toBeGreaterThan(0);
  }
  for (const { orderItemId, needed, available, short } of first.shortages ?? []) {
    expect(short, where).toBe(needed - available);
    expect(available, where).toBeLessThanOrEqual(rows.get(Number(orderItemId)) ?? 0);
  }
}
