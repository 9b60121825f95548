// Does the reference model judge trees, data sets and extensible attributes as the specification
// says, on cases worked out by hand? Must not know: the engine.

import { describe, expect, it } from 'vitest';

import type { Filter, LocationGroup, OrderItem } from './support/model/messages.js';
import type { Surroundings } from './support/model/one-pair.js';
import { holds } from './support/model/one-pair.js';
import type { DataSetColumn, FilterLogicalGroup } from './support/model/rules.js';
import type { Scenario } from './support/model/scenario.js';
import { action, custom, decide, orderOf, summary } from './support/model/scenario.js';

/** By accept_nulls not given, true, false. */
function verdicts(filter: Omit<Filter, 'name'>, around: Surroundings = {}): string {
  return [undefined, true, false]
    .map((acceptNulls) => (acceptNulls === undefined ? filter : { ...filter, acceptNulls }))
    .map((whole) => (holds(whole, around) ? '+' : '-'))
    .join('');
}

describe('a tree', () => {
  const YES = custom('location.locationCode', 'STARTS_WITH', 'l');
  const NO = custom('location.locationCode', 'STARTS_WITH', 'x');
  const filters = {
    yes: YES,
    no: NO,
    isExpress: custom('order.isExpress', 'EQUAL', 'true'),
    onlyA: custom('item.upc', 'EQUAL', 'a'),
    onlyB: custom('item.upc', 'EQUAL', 'b'),
    blank: { ...custom('location.city', 'EQUAL', 'x'), acceptNulls: true },
  };
  const node = (
    orderIndex: number,
    joins: 'AND' | 'OR',
    names: string[] = [],
    parentOrderIndex?: number,
  ): FilterLogicalGroup => ({
    ...(orderIndex === 0 ? {} : { orderIndex }),
    logicalOperator: `LOGICAL_OPERATOR_${joins}`,
    filters: names,
    ...(parentOrderIndex === undefined ? {} : { parentOrderIndex }),
  });
  const cancel = action('CANCEL_ORDER');
  const groupOf = (tree: FilterLogicalGroup[]): Partial<LocationGroup> => ({
    filterLogicalGroups: tree,
    afterActionNone: cancel,
    afterActionPartial: cancel,
  });
  const outcome = (tree: FilterLogicalGroup[], items: string[] = ['a']) =>
    summary(
      decide(
        { stock: { L1: { a: 1, b: 1 } }, filters, groups: [groupOf(tree)] },
        orderOf(items.map((upc) => [upc, 1])),
      ),
    ).join(' ');
  const SERVED = '1:L1:1';
  const CANCELLED = '1:CANCEL:1';
  const SKIPPED = '1:CUSTOMER_CARE:1';

  it.each([
    ['AND of two', [node(0, 'AND', ['yes', 'no'])], CANCELLED],
    ['OR of two', [node(0, 'OR', ['yes', 'no'])], SERVED],
    ['an empty root', [node(7, 'OR')], SERVED],
    [
      'an empty node under OR',
      [node(1, 'OR', ['no'], 0), node(0, 'OR', ['no']), node(2, 'OR', [], 0)],
      SERVED,
    ],
    ['an empty node under AND', [node(0, 'AND', ['no']), node(2, 'OR', [], 0)], CANCELLED],
    [
      'OR of ANDs',
      [node(0, 'OR'), node(1, 'AND', ['yes', 'no'], 0), node(2, 'AND', ['yes'], 0)],
      SERVED,
    ],
    [
      'AND of ORs',
      [node(3, 'OR', ['no'], 5), node(5, 'AND', ['yes']), node(4, 'OR', ['yes', 'no'], 5)],
      CANCELLED,
    ],
    [
      'three levels',
      [node(1, 'AND', ['no'], 2), node(2, 'OR', ['yes'], 3), node(3, 'AND')],
      SERVED,
    ],
    ['an unknown inside that is accepted', [node(0, 'OR', ['blank', 'no'])], SERVED],
  ])('is %s', (_, tree, expected) => {
    expect(outcome(tree)).toBe(expected);
  });

  it.each([
    ['must hold and does not', [node(0, 'AND', ['isExpress', 'yes'])], SKIPPED],
    ['has others beside it', [node(0, 'OR', ['isExpress', 'yes'])], SERVED],
    ['has others beside it that fail', [node(0, 'OR', ['isExpress', 'no'])], CANCELLED],
    [
      'is alone in a node that must hold',
      [node(0, 'AND', ['yes']), node(1, 'OR', ['isExpress'], 0)],
      SKIPPED,
    ],
    [
      'is in a node that need not hold',
      [node(0, 'OR'), node(1, 'AND', ['isExpress'], 0), node(2, 'AND', ['no'], 0)],
      CANCELLED,
    ],
  ])('skips the group where a filter of the order %s', (_, tree, expected) => {
    expect(outcome(tree)).toBe(expected);
  });

  it('is judged for each pair', () => {
    const scenario: Scenario = {
      stock: { L1: { a: 1, b: 1 } },
      filters,
      groups: [
        {
          filterLogicalGroups: [node(0, 'OR', ['onlyA', 'no'])],
          afterActionPartial: action('LINE_ITEM_SPLIT_CANCEL_WITHOUT_INVENTORY'),
        },
      ],
    };
    const order = orderOf([
      ['b', 1],
      ['a', 1],
    ]);
    expect(summary(decide(scenario, order))).toEqual(['2:L1:1', '1:CANCEL:1']);
  });
});

describe('a column of a data set', () => {
  const around = (column: Partial<DataSetColumn>, value?: string): Surroundings => ({
    scenario: {
      dataSets: [
        {
          name: 'facts',
          columns: [{ name: 'x', ...column }],
          rows: [
            { locationCode: 'l1', values: { x: '77' } },
            { locationCode: 'L1', values: value === undefined ? {} : { x: value } },
          ],
        },
      ],
    },
  });
  const on = (operator: string, value: string, unit?: string) => ({
    ...custom('location.dataSet', operator, value, unit),
    dataSet: 'facts',
    dataSetColumn: 'x',
  });
  const STRING = { type: 'DATA_SET_COLUMN_TYPE_STRING' };

  it.each([
    ['EQUAL', '5', {}, '5.0', true],
    ['NOT_EQUAL', '5', {}, '5e0', false],
    ['BETWEEN', '1, 5', {}, '5', true],
    ['IN', '1, 2, 5', {}, '+5', true],
    ['NOT_IN', '1, 2, 5', {}, '6', true],
    ['GREATER_THAN', '5', { defaultValue: '6' }, undefined, true],
    ['GREATER_THAN', '5', { defaultValue: '6' }, '', true],
    ['GREATER_THAN', '5', { defaultValue: '6' }, '4', false],
    ['LESS_OR_EQUAL', '2.5', { isMoney: true }, '2.50', true],
    ['EQUAL', 'e\u0301TE\u0301 ', STRING, '\u00c9t\u00e9', true],
    ['STARTS_WITH', 'a,b', STRING, 'A,B,C', true],
    ['IN', 'x, a', STRING, ' A', true],
    ['CONTAINS', '5', STRING, '1.50', true],
    ['EQUAL', '5', STRING, '5.0', false],
  ])('%s %s %j of %j: %s', (operator, operand, column, value, expected) => {
    expect(holds(on(operator, operand), around(column, value))).toBe(expected);
  });

  it.each([
    ['KM', 'LESS_THAN', '1', undefined, '0.99', true],
    ['KM', 'LESS_THAN', '1', 'MI', '1.6', true],
    ['KM', 'LESS_THAN', '1', 'MI', '1.7', false],
    ['MI', 'LESS_THAN', '1', undefined, '0.99', true],
    ['MI', 'LESS_THAN', '1', 'KM', '0.99', false],
    ['M', 'EQUAL', '20', undefined, '20', true],
    ['LB', 'GREATER_THAN', '450', 'G', '1', true],
    ['IN', 'GREATER_THAN', '1', 'FT', '12.5', true],
    ['MI', 'EQUAL', '80.4672', 'KM', '50', true],
    ['KG', 'EQUAL', '1001', 'G', '1.001', true],
    ['M', 'EQUAL', '1.5', 'KM', '1500', true],
    ['M', 'EQUAL', '110', 'CM', '1.1', true],
  ])('in %s %s %s %s: %s', (unit, operator, operand, given, value, expected) => {
    const column = { unit: `MEASURE_UNIT_${unit}` };
    expect(holds(on(operator, operand, given), around(column, value))).toBe(expected);
  });

  it.each([
    ['EQUAL', {}, '-+-'],
    ['NOT_EQUAL', {}, '++-'],
    ['BETWEEN', {}, '-+-'],
    ['DOES_NOT_CONTAIN', STRING, '++-'],
    ['ENDS_WITH', STRING, '-+-'],
  ])('%s of a location without a value', (operator, column, expected) => {
    expect(verdicts(on(operator, '1,2'), around(column))).toBe(expected);
    expect(verdicts(on(operator, '1,2'), around(column, ''))).toBe(expected);
  });
});

describe('extensible attributes', () => {
  const owners: [string, (attributes: OrderItem['extendedProductInfo']) => Surroundings][] = [
    ['location.attributes', (info) => ({ place: info ?? {} })],
    ['order.attributes', (info) => ({ request: { extendedOrderInfo: info ?? {} } })],
    ['item.attributes', (info) => ({ item: { extendedProductInfo: info ?? {} } })],
    ['customer.attributes', (info) => ({ request: { extendedCustomerInfo: info ?? {} } })],
    [
      'inventory.extensibleAttributes',
      (info) => ({ scenario: { rows: { L1: { extensibleAttributes: info?.attributes ?? [] } } } }),
    ],
  ];
  const entry = (attributeFqn: string, ...attributeValues: string[]) => {
    return { attributeFqn, attributeValues };
  };
  const attributes = [
    entry('a~b', ' ', 'Gold', '5.0'),
    entry('A~b', 'other'),
    entry('a~b', 'x,y', ''),
  ];
  const on = (path: string, operator: string, value: string, attributeFqn = 'a~b') => ({
    ...custom(path, operator, value),
    attributeFqn,
  });

  it.each(owners)('%s have values under a name', (path, around) => {
    const cases: [string, string, boolean][] = [
      ['EQUAL', ' gold', true],
      ['EQUAL', '5', true],
      ['EQUAL', 'other', false],
      ['EQUAL', 'x,y', true],
      ['NOT_EQUAL', 'gold', false],
      ['NOT_EQUAL', 'silver', true],
      ['IN', 'silver, 5', true],
      ['IN', 'x, y', false],
      ['NOT_IN', 'silver, 5', false],
      ['NOT_IN', 'silver, 6', true],
      ['STARTS_WITH', 'go', true],
      ['ENDS_WITH', ',Y', true],
      ['CONTAINS', 'x,', true],
      ['CONTAINS', 'z', false],
      ['DOES_NOT_CONTAIN', 'ol', false],
      ['DOES_NOT_CONTAIN', 'z', true],
      ['GREATER_THAN', '4', true],
      ['LESS_THAN', '5', false],
      ['GREATER_OR_EQUAL', '5', true],
      ['LESS_OR_EQUAL', '5', true],
      ['BETWEEN', '5,6', true],
      ['SUBSET', 'gold, 5', false],
    ];
    for (const [operator, value, expected] of cases) {
      const found = holds(on(path, operator, value), around({ attributes }));
      expect(found, `${operator} ${value}`).toBe(expected);
    }
  });

  it.each(owners)('%s compare with a list', (path, around) => {
    const inList = (operator: string, values: string[]) => {
      const { scenario, ...rest } = around({ attributes });
      const filter = {
        attribute: path,
        attributeFqn: 'a~b',
        dataList: 'list',
        operator: `FILTER_OPERATOR_${operator}`,
      };
      return holds(filter, { ...rest, scenario: { ...scenario, dataLists: { list: values } } });
    };
    expect(inList('SUBSET', ['5', 'X,Y', 'gold'])).toBe(true);
    expect(inList('SUBSET', ['5', 'gold'])).toBe(false);
    expect(inList('IN', ['x,y'])).toBe(true);
    expect(inList('NOT_IN', ['6', 'x'])).toBe(true);
  });

  it.each([
    ['EQUAL', [], '-+-'],
    ['NOT_EQUAL', [], '++-'],
    ['DOES_NOT_CONTAIN', [entry('a~b', ' ', '\u00a0')], '++-'],
    ['SUBSET', [entry('a~b')], '-+-'],
    ['GREATER_THAN', [entry('a~b', 'gold')], '-+-'],
    ['BETWEEN', [entry('A~b', '5')], '-+-'],
    ['EQUAL', [entry('a~b', 'gold')], '---'],
  ])('%s of %j', (operator, given, expected) => {
    const around = { place: { attributes: given } };
    expect(verdicts(on('location.attributes', operator, '1,2'), around)).toBe(expected);
  });
});
