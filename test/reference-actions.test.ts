// Does the reference model follow after-actions, limits and exclusions as worked out by hand?
// Must not know: the engine.

import { describe, expect, it } from 'vitest';

import type { AfterAction } from './support/model/messages.js';
import type { Scenario } from './support/model/scenario.js';
import { action, custom, decide, north, orderOf, summary } from './support/model/scenario.js';

/** An action that names a group. */
const from = (name: string, restartGroup?: string) => ({
  ...action(name, 'GROUP_RANK'),
  ...(restartGroup === undefined ? {} : { restartGroup }),
});

const only = (...codes: string[]) => ({
  locations: codes.map((locationCode) => ({ locationCode })),
});

const SPLIT = 'QUANTITY_SPLIT_CANCEL_WITHOUT_INVENTORY';

describe('actions that decide everything', () => {
  it.each([
    ['CANCEL_ORDER', ['1:CANCEL:2', '2:CANCEL:1']],
    ['ASSIGN_TO_CUSTOMER_CARE', ['1:CUSTOMER_CARE:2', '2:CUSTOMER_CARE:1']],
    ['ASSIGN_TO_BACKORDER', ['1:BACKORDER:2', '2:CUSTOMER_CARE:1']],
  ])('%s', (name, expected) => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 } },
      groups: [{ afterActionPartial: action(name) }, { afterActionPartial: action(SPLIT) }],
    };
    const order = orderOf([
      ['a', 2, { backorderable: true }],
      ['b', 1],
    ]);
    expect(summary(decide(scenario, order))).toEqual(expected);
  });

  it('offers what is open to the locations that the group keeps, in their order', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 }, L2: { b: 9 }, L3: { a: 1 }, L4: { a: 1 } },
      places: { L1: north(3), L3: north(1), L4: north(9) },
      filters: { near: custom('location.distance', 'LESS_THAN', '700') },
      groups: [
        {
          sorts: [{ type: 'SORT_TYPE_DISTANCE' }],
          afterActionPartial: action('SEND_ORDER_TO_BIDDING'),
          ...only('L1', 'L3', 'L4'),
        },
      ],
    };
    const decision = decide(scenario, orderOf([['a', 2]]));
    expect(summary(decision)).toEqual(['1:AVAILABLE:2']);
    expect(decision.availableLocationCodes).toEqual(['L3', 'L1', 'L4']);
  });
});

describe('ASSIGN_TO_GROUP', () => {
  const stock = { L1: { a: 1 }, L2: { a: 1 }, L3: { a: 1 }, L4: { a: 5 } };
  const jump = (after: AfterAction): Scenario => ({
    stock,
    groups: [
      { ...only('L1'), afterActionPartial: after },
      { ...only('L2'), afterActionPartial: action(SPLIT) },
      { ...only('L3'), active: false, afterActionPartial: action(SPLIT) },
      { ...only('L4'), afterActionPartial: action(SPLIT) },
    ],
  });

  it.each([
    ['a group', from('ASSIGN_TO_GROUP', 'group 3'), '1:L4:5'],
    ['the first active group behind one', from('ASSIGN_TO_GROUP', 'group 2'), '1:L4:5'],
    ['the next group for an unknown one', from('ASSIGN_TO_GROUP', 'nowhere'), '1:L2:1'],
    ['the next group for none', from('ASSIGN_TO_GROUP'), '1:L2:1'],
    ['the next group without a restart', action('ASSIGN_TO_GROUP'), '1:L2:1'],
  ])('goes on at %s', (_, after, first) => {
    const [assigned] = summary(decide(jump(after), orderOf([['a', 5]])));
    expect(assigned).toBe(first);
  });

  it.each(['START_AT_BEGINNING', 'CURRENT_GROUP'])('%s runs no action twice', (restart) => {
    const scenario: Scenario = {
      stock,
      groups: [
        { ...only('L1') },
        { ...only('L2'), afterActionPartial: action('ASSIGN_TO_GROUP', restart) },
        { ...only('L3'), afterActionPartial: action(SPLIT) },
      ],
    };
    const order = orderOf([['a', 5]]);
    expect(summary(decide(scenario, order))).toEqual(['1:L3:1', '1:CANCEL:4']);
  });

  it('tries groups for a full match again, with what is left', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 2 }, L2: { b: 1 } },
      groups: [
        { ...only('L1') },
        { ...only('L2'), afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') },
        { ...only('L2'), afterActionNone: action('ASSIGN_TO_GROUP', 'START_AT_BEGINNING') },
      ],
    };
    const order = orderOf([
      ['a', 2],
      ['b', 1],
    ]);
    expect(summary(decide(scenario, order))).toEqual(['1:L1:2', '2:L2:1']);
  });
});

describe('the range of a split', () => {
  const scenario = (after: AfterAction): Scenario => ({
    stock: { L1: { a: 1 }, L2: { a: 1 }, L3: { a: 1 } },
    groups: [
      { ...only('L1') },
      { ...only('L2'), afterActionPartial: after },
      { ...only('L3') },
      { ...only('L1'), active: false },
    ],
  });

  it.each([
    ['from a group on', from(SPLIT, 'group 0'), ['1:L1:1', '1:L2:1', '1:L3:1', '1:CANCEL:6']],
    ['from the next, none being named', from(SPLIT), ['1:L3:1', '1:CANCEL:8']],
    ['of none behind the last', from(SPLIT, 'group 3'), ['1:CANCEL:9']],
    ['of all', action(SPLIT, 'START_AT_BEGINNING'), ['1:L1:1', '1:L2:1', '1:L3:1', '1:CANCEL:6']],
    ['of this group alone', action(SPLIT), ['1:L2:1', '1:CANCEL:8']],
  ])('is %s', (_, after, expected) => {
    expect(summary(decide(scenario(after), orderOf([['a', 9]])))).toEqual(expected);
  });
});

describe('limits', () => {
  const rest = { stock: { L1: { a: 1 }, L2: { b: 1 } } };
  const order = (more: Parameters<typeof orderOf>[1] = {}) =>
    orderOf(
      [
        ['a', 1],
        ['b', 1],
      ],
      more,
    );

  it('keeps out a full match that would add a location', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1 }, L2: { b: 1 }, L3: { a: 1 } },
      settings: { maxFulfillingLocations: 2 },
      groups: [
        { ...only('L1'), afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') },
        { ...only('L2') },
      ],
    };
    expect(summary(decide(scenario, order()))).toEqual(['1:L1:1', '2:L2:1']);
    const counted = decide(scenario, order({ numShipmentsNotInRequest: 1 }));
    expect(summary(counted)).toEqual(['1:L1:1', '2:CUSTOMER_CARE:1']);
  });

  it('lets a full match be at a location that is used', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1, b: 1 } },
      settings: { maxFulfillingLocations: 1 },
      filters: { a: custom('item.upc', 'EQUAL', 'a') },
      groups: [
        { filters: ['a'], afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED') },
        {},
      ],
    };
    expect(summary(decide(scenario, order()))).toEqual(['1:L1:1', '2:L1:1']);
  });

  it('routes nothing that was assigned too often', () => {
    const scenario: Scenario = {
      ...rest,
      settings: { autoAssignLimit: 2, tooManyAssignsAction: 'STATE_CHANGE_CANCEL' },
    };
    const decision = decide(scenario, order({ assignmentsSoFar: 3 }));
    expect(summary(decision)).toEqual(['1:CANCEL:1', '2:CANCEL:1']);
    expect(decision.route).toBeUndefined();
    expect(decision.warnings).toEqual([]);
    const routed = decide(scenario, order({ assignmentsSoFar: 2 }));
    expect(routed.route).toBe('ORDER_TYPE_DIRECTSHIP');
  });

  it('leaves out what the retailer excludes, in groups that ask for it', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1, b: 1 }, L2: { a: 1, b: 1 }, L3: { a: 1, b: 1 } },
      settings: { retailerExclusions: [{ locationCode: 'L1' }, { locationCode: 'L2', upc: 'b' }] },
      groups: [
        {
          useRetailerExclusionList: true,
          ...only('L1', 'L2'),
          afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED'),
        },
        {},
      ],
    };
    expect(summary(decide(scenario, order()))).toEqual(['1:L2:1', '2:L1:1']);
  });
});
