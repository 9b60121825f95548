// What filters on extensible attributes do with the values of each owner, as the engine and the
// reference model see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { custom, orderOf } from '../support/model/scenario.js';
import { type Facts, isKept, serves } from './support/kept.js';

const entry = (attributeFqn: string, ...attributeValues: string[]) => ({
  attributeFqn,
  attributeValues,
});

type Entries = ReturnType<typeof entry>[];

/** Where the attributes of each owner stand. */
const OWNERS: Readonly<Record<string, (attributes: Entries) => Facts>> = {
  'location.attributes': (attributes) => ({ place: { attributes } }),
  'inventory.extensibleAttributes': (extensibleAttributes) => ({ row: { extensibleAttributes } }),
  'item.attributes': (attributes) => ({ item: { extendedProductInfo: { attributes } } }),
  'order.attributes': (attributes) => ({ order: { extendedOrderInfo: { attributes } } }),
  'customer.attributes': (attributes) => ({ order: { extendedCustomerInfo: { attributes } } }),
};

const SIZE: Entries = [
  entry('acme.size', ' Big ', '\u00a0'),
  entry('x', 'y'),
  entry('acme.size', '10'),
];
const BLANK: Entries = [
  entry('acme.size', '', ' \u00a0'),
  entry('acme.Size', 'big'),
  entry('acme', 'big'),
];

describe.each(Object.keys(OWNERS))('%s', (attribute) => {
  const verdict = (operator: string, value: string, attributes: Entries, more = {}): boolean =>
    isKept(
      { ...custom(attribute, operator, value), attributeFqn: 'acme.size', ...more },
      OWNERS[attribute](attributes),
    );

  it.each([
    ['EQUAL', 'BIG', true],
    ['EQUAL', '10.0', true],
    ['EQUAL', 'y', false],
    ['NOT_EQUAL', 'big', false],
    ['NOT_EQUAL', '1e1', false],
    ['NOT_EQUAL', 'small', true],
    ['IN', 'small, +10.', true],
    ['NOT_IN', 'small,big', false],
    ['NOT_IN', 'small', true],
    ['GREATER_THAN', '9', true],
    ['LESS_THAN', '9', false],
    ['BETWEEN', '10,11', true],
    ['STARTS_WITH', ' BI', true],
    ['ENDS_WITH', '0', true],
    ['CONTAINS', 'ig', true],
    ['CONTAINS', 'size', false],
    ['DOES_NOT_CONTAIN', '1', false],
    ['DOES_NOT_CONTAIN', '2', true],
    ['SUBSET', 'big', false],
    ['SUBSET', '10.00,BIG,x', true],
  ])('%s %s: %s', (operator, value, expected) => {
    expect(verdict(operator, value, SIZE)).toBe(expected);
  });

  it.each([
    ['EQUAL', 'big', false],
    ['NOT_EQUAL', 'big', true],
    ['NOT_IN', 'big', true],
    ['DOES_NOT_CONTAIN', 'b', true],
    ['SUBSET', 'big', false],
    ['LESS_THAN', '5', false],
  ])('of blank values and other names %s %s: %s', (operator, value, expected) => {
    expect(verdict(operator, value, BLANK)).toBe(expected);
    expect(verdict(operator, value, [])).toBe(expected);
    expect(verdict(operator, value, BLANK, { acceptNulls: true })).toBe(true);
    expect(verdict(operator, value, BLANK, { acceptNulls: false })).toBe(false);
  });

  it('that is no number counts for nothing where the operator orders', () => {
    const words = [entry('acme.size', 'big', 'ten')];
    expect(verdict('LESS_THAN', '5', words)).toBe(false);
    expect(verdict('LESS_THAN', '5', words, { acceptNulls: true })).toBe(true);
    const mixed = [entry('acme.size', 'big', '7')];
    expect(verdict('LESS_THAN', '5', mixed, { acceptNulls: true })).toBe(false);
  });

  it('may be looked up in a data list', () => {
    const filter = { attribute, attributeFqn: 'acme.size', dataList: 'sizes' };
    const rest = (values: string[]) => ({
      ...OWNERS[attribute](SIZE),
      rest: { dataLists: { sizes: values } },
    });
    const holds = (operator: string, ...values: string[]) =>
      isKept({ ...filter, operator: `FILTER_OPERATOR_${operator}` }, rest(values));
    expect(holds('IN', 'BIG')).toBe(true);
    expect(holds('NOT_IN', '10')).toBe(false);
    expect(holds('SUBSET', 'big', ' 10.0')).toBe(true);
    expect(holds('SUBSET', 'big')).toBe(false);
  });
});

it('each item has attributes of its own', () => {
  const scenario = {
    stock: { L1: { a: 4, b: 4, c: 4 } },
    filters: { red: { ...custom('item.attributes', 'EQUAL', 'red'), attributeFqn: 'c' } },
    groups: [{ filters: ['red'], afterActionPartial: splitAction() }],
  };
  const info = (value: string) => ({
    extendedProductInfo: { attributes: [entry('other', 'red'), entry('c', value)] },
  });
  const order = orderOf(
    [
      ['a', 1, info('red')],
      ['b', 1, info('blue')],
      ['c', 1],
      ['c', 1, info('Red')],
    ],
    { extendedOrderInfo: { attributes: [entry('c', 'red')] } },
  );
  expect(serves(scenario, order)).toEqual(['1:L1', '4:L1']);
});

function splitAction() {
  return { action: 'FAILOVER_ACTION_LINE_ITEM_SPLIT_BACKORDER_WITHOUT_INVENTORY' };
}
