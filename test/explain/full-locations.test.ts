// Who had reached a limit when an order was decided is recorded: where nothing is counted any more,
// the decision comes out the same and its log says so.

import { expect, it } from 'vitest';
import { explain } from '../../src/explain/explain.js';
import type { SuggestionEvent } from '../../src/explain/events.js';
import { explainCandidates, explainSuggest } from '../support/engine/explained.js';
import { openWorld } from '../support/engine/world-engine.js';
import { orderOf, type Scenario, worldOf } from '../support/model/scenario.js';

const LIMIT = {
  type: 'FULFILLMENT_LIMIT_TYPE_ORDERS',
  limit: 75,
  durationUnit: 'DURATION_UNIT_DAY',
};
const SCENARIO: Scenario = {
  stock: { full: { a: 1 }, free: { a: 1 }, other: { b: 1 } },
  groups: [
    { fulfillmentLimit: { ...LIMIT, limit: 0 } },
    { fulfillmentLimit: LIMIT },
    { locations: [{ locationCode: 'free' }] },
  ],
  // The order does not meet the last one.
  full: ['full', 'other'].map((locationCode) => ({ group: 'group 1', locationCode })),
};

function fullIn(events: readonly SuggestionEvent[]): unknown[] {
  const removed = events.filter(({ type }) => type.endsWith('_REMOVED_OVERFULFILLED_LOCATIONS'));
  return removed.map(({ name, locationsRemoved }) => [
    name,
    locationsRemoved?.locations.map(({ locationCode }) => locationCode),
  ]);
}

const FULL = [
  ['group 0', ['free', 'full']],
  ['group 1', ['full']],
];

it('of a decision', () => {
  const engine = openWorld(worldOf(SCENARIO));
  const { events, decision, answered, inputs } = explainSuggest(engine, orderOf([['a', 1]]));
  expect(fullIn(events)).toEqual(FULL);
  expect(Buffer.from(decision)).toEqual(Buffer.from(answered));
  const groups = events.flatMap(({ groupEntered }) => groupEntered?.group ?? []);
  expect(groups[1].fulfillmentLimit).toEqual(LIMIT);
  // As the store hands the world of then over: with rules, and without counts.
  const { replayWorld } = openWorld(worldOf({ ...SCENARIO, full: [] }));
  const again = explain({ ...inputs, world: replayWorld }, true);
  expect(Buffer.from(again.decision)).toEqual(Buffer.from(answered));
  expect(fullIn(again.events)).toEqual(FULL);
});

it('of a list of candidates', () => {
  const request = { orderType: 'ORDER_TYPE_DIRECTSHIP', items: [{ upc: 'a', quantity: 1 }] };
  const { events, candidateLocationCodes, inputs } = explainCandidates(
    openWorld(worldOf(SCENARIO)),
    request,
  );
  expect(candidateLocationCodes).toEqual(['free']);
  expect(fullIn(events)).toEqual(FULL);
  const { replayWorld } = openWorld(worldOf({ ...SCENARIO, full: [] }));
  const again = explain({ ...inputs, world: replayWorld }, true);
  expect(again.candidateLocationCodes).toEqual(['free']);
});
