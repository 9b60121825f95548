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
import { fnv1a } from './support/model/text.js';

describe('splits', () => {
  const splitting = (name: string, stock: Scenario['stock']): Scenario => ({
    stock,
    groups: [{ afterActionPartial: action(name) }],
  });

  it('keeps each line whole in line mode', () => {
    const stock = { L1: { a: 1, b: 1 }, L2: { a: 2 }, L3: { b: 2 } };
    const scenario = splitting('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', stock);
    const decision = decide(
      scenario,
      orderOf([
        ['a', 2],
        ['b', 2],
        ['a', 3],
      ]),
    );
    expect(summary(decision)).toEqual(['1:L2:2', '2:L3:2', '3:CANCEL:3']);
  });

  it('chooses by the largest gain and places in candidate order', () => {
    // L2 takes 4, then L1 (tied with L3 at 1, and earlier); of the two, L1 gives first.
    const stock = { L1: { a: 3 }, L2: { a: 4 }, L3: { a: 1 } };
    const scenario = splitting('QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY', stock);
    expect(summary(decide(scenario, orderOf([['a', 5]])))).toEqual(['1:L1:3', '1:L2:2']);
  });

  it('leaves out the last unfinished line and walks again', () => {
    const stock = { L1: { a: 4 }, L2: { a: 2 } };
    const scenario = splitting('QUANTITY_SPLIT_ASSIGN_IF_FULFILLED', stock);
    const decision = decide(
      scenario,
      orderOf([
        ['a', 3],
        ['a', 3],
        ['a', 2],
      ]),
    );
    // Of six units, the first two lines take all.
    expect(summary(decision)).toEqual(['1:L1:3', '2:L1:1', '2:L2:2', '3:CUSTOMER_CARE:2']);
  });

  it('keeps the walk where placing anew would assign less', () => {
    // L2 takes lines 1 and 3 (7 units), then L1 line 2; placed anew, line 1 would block L1.
    const stock = { L1: { a: 3 }, L2: { a: 2, c: 5 } };
    const scenario = splitting('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY', stock);
    const decision = decide(
      scenario,
      orderOf([
        ['a', 2],
        ['a', 3],
        ['c', 5],
      ]),
    );
    expect(summary(decision)).toEqual(['1:L2:2', '2:L1:3', '3:L2:5']);
  });

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
      { orderItemId: 1, available: 2 },
      { orderItemId: 2, available: 7 },
    ]);
    expect(nearest.candidates[2]).not.toHaveProperty('distanceKm');
  });
});

it('hashes by FNV-1a', () => {
  expect(fnv1a(Buffer.from('foobar'))).toBe(0xbf9cf968);
  expect(fnv1a(Buffer.from('bar'), fnv1a(Buffer.from('foo')))).toBe(0xbf9cf968);
});
