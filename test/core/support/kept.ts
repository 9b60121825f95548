// Does a filter, or a tree of them, keep the one pair of a small order? The verdict of engine and
// reference model, which must be one. Must not know: how either of them decides.

import { expect } from 'vitest';
import { normalDecision } from '../../support/engine/normal.js';
import { encodeMessage } from '../../support/engine/protos.js';
import { askSuggest, openWorld } from '../../support/engine/world-engine.js';
import type {
  Filter,
  InventoryUpdate,
  Location,
  OrderItem,
  SuggestRoutingRequest,
} from '../../support/model/messages.js';
import { orderOf, type Scenario, worldOf } from '../../support/model/scenario.js';
import { modelSuggest } from '../../support/model/suggest.js';

/** What there is beside the filter: one location L1 with 4 units, one item of 2. */
export type Facts = {
  readonly place?: Partial<Location>;
  readonly row?: Partial<InventoryUpdate>;
  readonly item?: Partial<OrderItem>;
  readonly order?: Partial<SuggestRoutingRequest>;
  readonly rest?: Partial<Scenario>;
};

/**
 * The locations that serve an order in a scenario, by line; `further` are stock rows besides its
 * own.
 */
export function serves(
  scenario: Scenario,
  order: SuggestRoutingRequest,
  further: readonly InventoryUpdate[] = [],
): string[] {
  const world = worldOf(scenario);
  world.inventory.push(...further);
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  const expected = normalDecision(modelSuggest(world, order, bytes));
  const answer = normalDecision(askSuggest(openWorld(world), order).decision as object);
  expect(answer).toEqual(expected);
  const { assignments = [] } = answer as { assignments?: unknown[][] };
  return assignments.map(([line, location]) => `${String(line)}:${String(location)}`);
}

/** Whether a filter keeps the pair. */
export function isKept(filter: Omit<Filter, 'name'>, facts: Facts = {}): boolean {
  const scenario: Scenario = {
    stock: { L1: { a: 4 } },
    places: { L1: facts.place ?? {} },
    rows: { L1: facts.row ?? {} },
    filters: { only: filter },
    groups: [{ filters: ['only'] }],
    ...facts.rest,
  };
  return serves(scenario, orderOf([['a', 2, facts.item]], facts.order)).length === 1;
}
