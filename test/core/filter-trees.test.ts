// Which pairs trees of filters keep, and when they skip a group, as the engine and the reference
// model see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { askSuggest, openWorld } from '../support/engine/world-engine.js';
import type { Filter } from '../support/model/messages.js';
import type { FilterLogicalGroup } from '../support/model/rules.js';
import {
  action,
  custom,
  decide,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../support/model/scenario.js';
import { isKept, serves } from './support/kept.js';

const node = (
  orderIndex: number,
  operator: 'AND' | 'OR',
  filters: string[],
  parentOrderIndex?: number,
): FilterLogicalGroup => ({
  orderIndex,
  logicalOperator: `LOGICAL_OPERATOR_${operator}`,
  filters,
  ...(parentOrderIndex === undefined ? {} : { parentOrderIndex }),
});

/** A filter of each scope that holds, and one that does not. */
const FILTERS: Record<string, Omit<Filter, 'name'>> = {
  place: custom('location.state', 'EQUAL', 'TX'),
  noPlace: custom('location.state', 'EQUAL', 'CA'),
  near: custom('location.distance', 'LESS_THAN', '100'),
  far: custom('location.distance', 'GREATER_THAN', '100'),
  rank: custom('location.rank', 'EQUAL', '1'),
  line: custom('item.upc', 'EQUAL', 'a'),
  noLine: custom('item.upc', 'EQUAL', 'b'),
  stock: custom('inventory.available', 'GREATER_THAN', '3'),
  noStock: custom('inventory.available', 'GREATER_THAN', '4'),
  order: custom('order.items.quantity', 'EQUAL', '2'),
  noOrder: custom('order.items.quantity', 'EQUAL', '3'),
  point: {
    attribute: 'location.state',
    operator: 'FILTER_OPERATOR_EQUAL',
    dataPoint: { attribute: 'order.shippingAddress.state' },
  },
};

/** Whether the tree keeps the one pair. */
function treeKeeps(...filterLogicalGroups: FilterLogicalGroup[]): boolean {
  const { coordinates } = orderOf([]).shippingAddress ?? {};
  return isKept(FILTERS.place, {
    place: { ...north(1), state: 'TX' },
    order: {
      shippingAddress: { ...(coordinates === undefined ? {} : { coordinates }), state: 'tx' },
    },
    rest: { filters: FILTERS, groups: [{ filters: [], filterLogicalGroups }] },
  });
}

describe('a node', () => {
  it.each([
    ['AND', [], true],
    ['OR', [], true],
    ['AND', ['place', 'near', 'line', 'stock', 'order', 'rank', 'point'], true],
    ['OR', ['noPlace', 'far', 'noLine', 'noStock', 'noOrder'], false],
    ...['place', 'near', 'line', 'stock', 'order', 'rank', 'point'].map(
      (name) => ['OR', ['noPlace', 'far', name, 'noLine', 'noStock', 'noOrder'], true] as const,
    ),
    ...['noPlace', 'far', 'noLine', 'noStock', 'noOrder'].map(
      (name) => ['AND', ['place', name, 'near', 'line', 'stock', 'order'], false] as const,
    ),
  ] as const)('%s %j: %s', (operator, filters, expected) => {
    expect(treeKeeps(node(0, operator, [...filters]))).toBe(expected);
  });

  it('joins the nodes below, whatever their depth', () => {
    const deep = (leaf: string) =>
      treeKeeps(
        node(9, 'AND', ['place']),
        node(1, 'OR', ['far', 'noLine'], 9),
        node(2, 'AND', ['near'], 1),
        node(3, 'AND', ['line', 'stock'], 2),
        node(4, 'OR', ['noStock', leaf], 2),
        node(5, 'AND', ['noOrder'], 1),
        node(6, 'AND', [], 9),
      );
    expect([deep('rank'), deep('noPlace'), deep('order'), deep('noOrder')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('that is empty holds below another one', () => {
    expect(treeKeeps(node(0, 'OR', ['noPlace']), node(1, 'AND', [], 0))).toBe(true);
    expect(treeKeeps(node(0, 'AND', ['noPlace']), node(1, 'OR', [], 0))).toBe(false);
  });
});

describe('a tree over several lines and locations', () => {
  const places = { L1: { state: 'TX' }, L2: { state: 'CA' }, L3: { state: 'NY' } };

  it('keeps pairs, and not lines or locations', () => {
    // Line a in Texas or line b in California.
    const scenario: Scenario = {
      stock: { L1: { a: 1, b: 1 }, L2: { a: 1, b: 1 }, L3: { a: 1, b: 1 } },
      places,
      filters: FILTERS,
      groups: [
        {
          filters: [],
          filterLogicalGroups: [
            node(0, 'OR', []),
            node(1, 'AND', ['place', 'line'], 0),
            node(2, 'AND', ['noPlace', 'noLine'], 0),
          ],
          afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED'),
        },
      ],
    };
    const order = orderOf([
      ['a', 1],
      ['b', 1],
    ]);
    expect(serves(scenario, order)).toEqual(['1:L1', '2:L2']);
  });

  it('keeps the pairs that a line or a stock row makes hold', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 9, b: 1 }, L2: { a: 1, b: 9 }, L3: { a: 2, b: 2 } },
      places,
      filters: FILTERS,
      groups: [
        {
          filters: [],
          filterLogicalGroups: [node(0, 'OR', ['noStock', 'noLine'])],
          afterActionPartial: action('LINE_ITEM_SPLIT_ASSIGN_IF_FULFILLED'),
        },
      ],
    };
    const order = orderOf([
      ['a', 1],
      ['b', 2],
      ['a', 2],
    ]);
    expect(serves(scenario, order)).toEqual(['1:L1', '2:L2', '3:L1']);
  });
});

describe('a group with a tree', () => {
  const scenarioOf = (...filterLogicalGroups: FilterLogicalGroup[]): Scenario => ({
    stock: { L1: { a: 1 } },
    filters: FILTERS,
    groups: [{ filters: [], filterLogicalGroups, afterActionNone: action('CANCEL_ORDER') }],
  });
  const stateOf = (...nodes: FilterLogicalGroup[]): string | undefined => {
    const world = worldOf(scenarioOf(...nodes));
    const order = orderOf([['a', 1]]);
    const { decision } = askSuggest(openWorld(world), order) as {
      decision: { stateChanges?: { stateChange: string }[] };
    };
    const expected = decide(scenarioOf(...nodes), order).stateChanges[0]?.stateChange;
    expect(decision.stateChanges?.[0]?.stateChange).toBe(expected);
    return expected?.replace('STATE_CHANGE_', '');
  };

  it('is skipped where the order alone keeps the tree from holding', () => {
    // The default of the settings; the action of the group is not run.
    expect(stateOf(node(0, 'AND', ['place', 'noOrder']))).toBe('CUSTOMER_CARE');
    expect(stateOf(node(0, 'OR', ['noOrder']))).toBe('CUSTOMER_CARE');
    const nested = [node(0, 'AND', []), node(1, 'OR', ['noOrder'], 0), node(2, 'OR', [], 0)];
    expect(stateOf(...nested)).toBe('CUSTOMER_CARE');
  });

  it('is tried where something else may make it hold', () => {
    expect(stateOf(node(0, 'OR', ['place', 'noOrder']))).toBe('CANCEL');
    expect(stateOf(node(0, 'AND', ['place']))).toBe('CANCEL');
    const nested = [
      node(0, 'AND', ['place']),
      node(1, 'OR', ['noOrder'], 0),
      node(2, 'AND', [], 1),
    ];
    expect(stateOf(...nested)).toBe('CANCEL');
  });
});
