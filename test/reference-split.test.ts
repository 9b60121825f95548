// Does the reference model split orders, and list candidates, as worked out by hand?
// Must not know: the engine.

import { describe, expect, it } from 'vitest';

import { modelCandidates } from './support/model/candidates.js';
import type { Scenario } from './support/model/scenario.js';
import {
  action,
  decide,
  NO_BYTES,
  north,
  orderOf,
  summary,
  worldOf,
} from './support/model/scenario.js';
import { modelSuggest } from './support/model/suggest.js';
import { fnv1a } from './support/model/text.js';
import { FEWEST, GREEDY, type WorkedSplit, writtenOut } from './support/model/worked-splits.js';

function decideSplit(split: WorkedSplit[1]): string[] {
  const { world, order } = writtenOut(split);
  return summary(modelSuggest(world, order, NO_BYTES));
}

describe('splits over the fewest locations', () => {
  it.each(FEWEST)('%s', (_, split) => expect(decideSplit(split)).toEqual(split.expected));
});

describe('splits by a strategy', () => {
  it.each(GREEDY)('%s', (_, split) => expect(decideSplit(split)).toEqual(split.expected));
});

describe('splits', () => {
  it('searches all groups from the beginning, else the current one', () => {
    const scenario = (restart: string): Scenario => ({
      stock: { L1: { a: 1 }, L2: { a: 1 } },
      groups: [
        { locations: [{ locationCode: 'L2' }] },
        {
          locations: [{ locationCode: 'L1' }],
          afterActionPartial: action('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', restart),
        },
      ],
    });
    const order = orderOf([['a', 2]]);
    const all = decide(scenario('START_AT_BEGINNING'), order);
    expect(summary(all)).toEqual(['1:L2:1', '1:L1:1']);
    expect(summary(decide(scenario('CURRENT_GROUP'), order))).toEqual(['1:L1:1', '1:CANCEL:1']);
  });
});

describe('candidates', () => {
  it('lists each location once, as routing would or by distance', () => {
    const world = worldOf({
      stock: { L1: { a: 7, b: 2 }, L2: { b: 1 }, L3: { b: 3 } },
      places: { L1: north(3), L3: north(1) },
      groups: [
        { locations: [{ locationCode: 'L2' }] },
        { locations: [{ locationCode: 'L1' }] },
        {},
      ],
    });
    const { orderType, shippingAddress, items } = orderOf([
      ['b', 1],
      ['a', 9],
      ['b', 1],
    ]);
    const request = { orderType, items, ...(shippingAddress && { shippingAddress }) };
    const asRouted = modelCandidates(
      world,
      { ...request, sort: 'SUGGESTION_SORT_SUGGESTION_SORT', maxCandidates: 2 },
      NO_BYTES,
    );
    expect(asRouted.candidates.map((each) => each.locationCode)).toEqual(['L2', 'L1']);
    expect(asRouted).toMatchObject({ totalCandidates: 3, truncated: true });
    const nearest = modelCandidates(world, request, NO_BYTES);
    expect(nearest.candidates.map((each) => each.locationCode)).toEqual(['L3', 'L1', 'L2']);
    expect(nearest.candidates[1]?.inventory).toEqual([
      { orderItemId: 1, available: 2, future: [] },
      { orderItemId: 2, available: 7, future: [] },
    ]);
    expect(nearest.candidates[2]).not.toHaveProperty('distanceKm');
  });
});

it('hashes by FNV-1a', () => {
  expect(fnv1a(Buffer.from('foobar'))).toBe(0xbf9cf968);
  expect(fnv1a(Buffer.from('bar'), fnv1a(Buffer.from('foo')))).toBe(0xbf9cf968);
});
