// How a refusal reads where a filter compares two attributes, judges several values, reads a column
// of a data set, or is part of a tree.

import { describe, expect, it } from 'vitest';
import type { FilterRemoval, SuggestionEvent } from '../../src/explain/events.js';
import { explainSuggest } from '../support/engine/explained.js';
import { openWorld } from '../support/engine/world-engine.js';
import type { Filter, InventoryUpdate, Location, OrderItem } from '../support/model/messages.js';
import type { AttributeName } from '../support/model/rules.js';
import {
  action,
  custom,
  north,
  orderOf,
  type Scenario,
  worldOf,
} from '../support/model/scenario.js';

type Facts = {
  readonly place?: Partial<Location>;
  readonly row?: Partial<InventoryUpdate>;
  readonly item?: Partial<OrderItem>;
  readonly order?: object;
  readonly values?: Record<string, string>;
};

const entry = (attributeFqn: string, ...attributeValues: string[]) => ({
  attributeFqn,
  attributeValues,
});

function eventsOf(scenario: Scenario, facts: Facts): readonly SuggestionEvent[] {
  const world = worldOf({
    places: { here: facts.place ?? {} },
    rows: { here: facts.row ?? {} },
    dataSets: [
      {
        name: 'facts',
        columns: [
          { name: 'count' },
          { name: 'radius', unit: 'MEASURE_UNIT_KM' },
          { name: 'fee', isMoney: true },
          { name: 'word', type: 'DATA_SET_COLUMN_TYPE_STRING' },
        ],
        rows: [{ locationCode: 'here', values: facts.values ?? {} }],
      },
    ],
    ...scenario,
  });
  return explainSuggest(openWorld(world), orderOf([['a', 1, facts.item]], facts.order)).events;
}

const applied = ({ filterApplied }: SuggestionEvent) =>
  filterApplied === undefined ? [] : [filterApplied];

/** What a filter is told to refuse where the one location and the one item are so. */
function refusal(filter: Omit<Filter, 'name'>, facts: Facts): FilterRemoval | undefined {
  const scenario = {
    stock: { here: { a: 5 } },
    filters: { it: filter },
    groups: [{ filters: ['it'] }],
  };
  return eventsOf(scenario, facts).flatMap(applied)[0]?.removals[0];
}

const column = (dataSetColumn: string): AttributeName => ({
  attribute: 'location.dataSet',
  dataSet: 'facts',
  dataSetColumn,
});

describe('a comparison', () => {
  const text = (left: AttributeName, operator: string, right: AttributeName, facts: Facts) =>
    refusal({ ...left, operator: `FILTER_OPERATOR_${operator}`, dataPoint: right }, facts)?.text;
  const state = { attribute: 'location.state' };
  const other = { attribute: 'order.shippingAddress.state' };
  const shippingAddress = { ...orderOf([]).shippingAddress, state: 'NY' };

  it('has both values', () => {
    const filter = { ...state, operator: 'FILTER_OPERATOR_EQUAL', dataPoint: other };
    const facts = { place: { state: ' ca' }, order: { shippingAddress } };
    expect(refusal(filter, facts)).toEqual({
      locationCode: 'here',
      actualValue: ' ca',
      comparedValue: 'NY',
      text: 'location.state ca is not order.shippingAddress.state NY',
    });
  });

  it('says which side is unknown', () => {
    expect(text(state, 'NOT_EQUAL', other, { place: { state: 'CA' } })).toBe(
      'order.shippingAddress.state is not given',
    );
    expect(text(state, 'NOT_EQUAL', other, { order: { shippingAddress } })).toBe(
      'location.state is not given',
    );
    const distance = { attribute: 'location.distance' };
    const values = { radius: '5' };
    expect(text(column('radius'), 'LESS_THAN', distance, { values })).toBe(
      'location.distance is unknown',
    );
  });

  it('has each number in its own unit, and no rounding that says the opposite', () => {
    const distance = { attribute: 'location.distance' };
    const facts = { place: north(1), values: { radius: '111.1' } };
    expect(text(distance, 'LESS_THAN', column('radius'), facts)).toBe(
      "location.distance 69.1 mi is not less than location.dataSet['facts']['radius'] 111.1 km",
    );
    // 111.19 km: rounded to one place it would not be less than itself.
    const close = { place: north(1), values: { radius: '111.2' } };
    expect(text(column('radius'), 'LESS_THAN', distance, close)).toBe(
      "location.dataSet['facts']['radius'] 111.2 km is not less than location.distance 69.09 mi",
    );
    const fee = { values: { fee: '12' } };
    expect(text({ attribute: 'order.total' }, 'GREATER_THAN', column('fee'), fee)).toBe(
      "order.total 10.00 is not greater than location.dataSet['facts']['fee'] 12.00",
    );
  });

  it('of lists has their members', () => {
    const facts = {
      row: { attributes: ['Gold'] },
      order: { extendedCustomerInfo: { segments: ['silver', 'bronze'] } },
    };
    const plain = { attribute: 'inventory.attributes' };
    const segments = { attribute: 'customer.segments' };
    expect(text(plain, 'IN', segments, facts)).toBe(
      'inventory.attributes [Gold] has none of customer.segments [silver, bronze]',
    );
    expect(text(state, 'IN', segments, { ...facts, place: { state: 'TX' } })).toBe(
      'location.state TX is not one of customer.segments [silver, bronze]',
    );
  });

  it('has the first of several values', () => {
    const sizes = { attribute: 'inventory.extensibleAttributes', attributeFqn: 'size' };
    const key = { attribute: 'item.customItemData', customAttributeName: 'k' };
    const facts = {
      row: { extensibleAttributes: [entry('size', ' ', 'Big', 'small')] },
      item: { customItemData: { k: 'small' } },
    };
    expect(text(sizes, 'EQUAL', key, facts)).toBe(
      "inventory.extensibleAttributes['size'] Big is not item.customItemData['k'] small",
    );
  });
});

describe('a refusal by a column of a data set', () => {
  it.each<[string, string, string, string | undefined, Record<string, string>, string]>([
    ['count', 'LESS_THAN', '5', undefined, { count: '7.50' }, '7.5 is not less than 5'],
    ['radius', 'LESS_THAN', '5', undefined, { radius: '7' }, '7 km is not less than 5 km'],
    ['radius', 'LESS_THAN', '10', 'MI', { radius: '20' }, '12.4 mi is not less than 10 mi'],
    ['fee', 'EQUAL', '5', undefined, { fee: '7.5' }, '7.50 is not 5'],
    ['word', 'IN', 'a,b', undefined, { word: 'Zed ' }, 'Zed is not one of a, b'],
    ['word', 'EQUAL', 'a', undefined, {}, 'is not given'],
  ])('%s %s %s %s %j', (name, operator, value, unit, values, expected) => {
    const filter = { ...custom('location.dataSet', operator, value, unit), ...column(name) };
    expect(refusal(filter, { values })?.text).toBe(
      `location.dataSet['facts']['${name}'] ${expected}`,
    );
  });
});

describe('a refusal by values', () => {
  const facts = {
    place: { attributes: [entry('size', 'Big ', '10'), entry('x', 'y')] },
    order: { extendedOrderInfo: { attributes: [entry('size', '7')] } },
  };

  it.each([
    ['location.attributes', 'EQUAL', 'small', 'size', '[Big, 10] has none that is small'],
    ['location.attributes', 'NOT_EQUAL', 'big', 'size', '[Big, 10] has one that is big'],
    ['location.attributes', 'LESS_THAN', '9', 'size', '[Big, 10] has none less than 9'],
    ['location.attributes', 'SUBSET', 'big', 'size', '[Big, 10] has more than big'],
    ['location.attributes', 'IN', 'a,b', 'none', 'is not given'],
    ['order.attributes', 'CONTAINS', '8', 'size', '[7] has none that contains 8'],
  ])('%s %s %s %s', (attribute, operator, value, attributeFqn, expected) => {
    const filter = { ...custom(attribute, operator, value), attributeFqn };
    expect(refusal(filter, facts)?.text).toBe(`${attribute}['${attributeFqn}'] ${expected}`);
  });
});

describe('a tree', () => {
  const filters = {
    tx: custom('location.state', 'EQUAL', 'TX'),
    few: custom('inventory.available', 'LESS_THAN', '5'),
    fraud: custom('order.items.quantity', 'EQUAL', '9'),
  };
  const told = (logicalOperator: string) =>
    eventsOf(
      {
        stock: { here: { a: 5 } },
        filters,
        groups: [
          {
            filters: [],
            filterLogicalGroups: [
              { orderIndex: 0, logicalOperator, filters: ['fraud', 'tx'] },
              {
                orderIndex: 1,
                parentOrderIndex: 0,
                logicalOperator: 'LOGICAL_OPERATOR_OR',
                filters: ['few'],
              },
            ],
            afterActionNone: action('CANCEL_ORDER'),
          },
        ],
      },
      { place: { state: 'TX' } },
    ).filter(({ filterApplied }) => filterApplied !== undefined);

  it('tells what each of its filters refuses by itself', () => {
    expect(
      told('LOGICAL_OPERATOR_OR').map(({ name, filterApplied }) => [
        name,
        filterApplied?.skippedGroup,
        filterApplied?.removals.map(({ text }) => text),
      ]),
    ).toEqual([
      ['fraud', false, ['order.items.quantity 1 is not 9']],
      ['few', false, ['inventory.available 5 is not less than 5']],
    ]);
  });

  it('that the order alone keeps from holding tells of the filters on the order', () => {
    const events = told('LOGICAL_OPERATOR_AND');
    expect(events.map(({ name, filterApplied }) => [name, filterApplied?.skippedGroup])).toEqual([
      ['fraud', true],
    ]);
  });
});
