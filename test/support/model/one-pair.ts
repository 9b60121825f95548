// How do tests ask whether a filter holds for the one pair of a small order?
// Must not know: what is expected of it.

import type { Filter, Location, OrderItem, SuggestRoutingRequest } from './messages.js';
import type { Scenario } from './scenario.js';
import { decide, orderOf } from './scenario.js';

/** What a filter meets beside itself. */
export interface Surroundings {
  scenario?: Partial<Scenario>;
  place?: Partial<Location>;
  item?: Partial<OrderItem>;
  request?: Partial<SuggestRoutingRequest>;
}

/** Whether the one pair of an order stays. */
export function holds(filter: Omit<Filter, 'name'>, around: Surroundings = {}): boolean {
  const scenario: Scenario = {
    stock: { L1: { a: 4 } },
    ...(around.place === undefined ? {} : { places: { L1: around.place } }),
    filters: { only: filter },
    groups: [{ filters: ['only'] }],
    ...around.scenario,
  };
  const decision = decide(scenario, orderOf([['a', 2, around.item]], around.request));
  return decision.assignments.length === 1;
}
