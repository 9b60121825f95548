// Where a location comes whose stock rows say nothing of their ltd: last in both directions, as the
// engine and the reference model see it. Must not know: how either of them sorts.

import { expect, it } from 'vitest';
import { normalDecision } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { ModelWorld } from '../support/model/messages.js';
import { action, orderOf, worldOf } from '../support/model/scenario.js';
import { modelSuggest } from '../support/model/suggest.js';

/** By location and upc; undefined is unknown. */
type Ltds = Record<string, Record<string, number | undefined>>;

/** One unit of each product at each location, in a group sorted by ltd. */
function worldBy(ltds: Ltds, direction: string): ModelWorld {
  const units = (ltd: Record<string, unknown>) =>
    Object.fromEntries(Object.keys(ltd).map((upc) => [upc, 1]));
  const group = {
    sorts: [{ type: 'SORT_TYPE_LTD', direction: `SORT_DIRECTION_${direction}` }],
    afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', 'CURRENT_GROUP'),
  };
  const world = worldOf({
    stock: Object.fromEntries(Object.entries(ltds).map(([code, ltd]) => [code, units(ltd)])),
    groups: [group],
  });
  for (const row of world.inventory) {
    const ltd = ltds[row.locationCode]?.[row.product.upc ?? ''];
    if (ltd !== undefined) row.ltd = ltd;
  }
  return world;
}

/** The locations in the order in which units of product `a` are taken; both must agree. */
function orderTaken(ltds: Ltds, direction: string): string {
  const world = worldBy(ltds, direction);
  // More than all have, so that a split takes from everyone.
  const order = orderOf([['a', 9]]);
  const bytes = encodeMessage('SuggestRoutingRequest', order);
  const decision = modelSuggest(world, order, bytes);
  const answer = askSuggest(openWorld(world), order);
  expect(normalDecision(answer.decision as object)).toEqual(normalDecision(decision));
  return decision.assignments.map(({ locationCode }) => locationCode).join(' ');
}

it.each([
  ['NATURAL', 'high zero low none'],
  ['DESCENDING', 'high zero low none'],
  ['ASCENDING', 'low zero high none'],
])('an unknown ltd sorts last: %s', (direction, expected) => {
  const ltds = { none: { a: undefined }, zero: { a: 0 }, high: { a: 7 }, low: { a: -3 } };
  expect(orderTaken(ltds, direction)).toBe(expected);
});

it('of several rows the largest known ltd counts', () => {
  const ltds = { some: { a: undefined, b: -9 }, all: { a: -8, b: -8 }, none: { a: undefined } };
  for (const [direction, expected] of [
    ['DESCENDING', 'all'],
    ['ASCENDING', 'some'],
  ] as const) {
    const world = worldBy(ltds, direction);
    const order = orderOf([
      ['a', 1],
      ['b', 1],
    ]);
    const bytes = encodeMessage('SuggestRoutingRequest', order);
    const { assignments } = modelSuggest(world, order, bytes);
    expect(assignments.map(({ locationCode }) => locationCode)).toEqual([expected, expected]);
    const answer = normalDecision(askSuggest(openWorld(world), order).decision as object);
    expect(answer).toMatchObject({
      assignments: [
        [1, expected, 1],
        [2, expected, 1],
      ].map((each) => [...each, 'unknown', 'as the decision', 'no transfer', 'now', 'any number']),
    });
  }
});
