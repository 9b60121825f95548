// Tests of the predicates that filters become: where they go, and their operands in wire units.

import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/base/text.js';
import { ATTRIBUTE, OPERATOR } from '../../src/columns/program.js';
import { FILTER_ATTRIBUTES } from '../../src/configuration/attributes.js';
import {
  customFilter,
  firstGroup,
  listFilter,
  predicateOf,
  programOf,
  sampleDocument,
  SampleWords,
  textsOf,
} from './samples.js';

function numbersOf(attribute: string, operator: string, value: string, unit?: string): number[] {
  const name = unit === undefined ? undefined : `MEASURE_UNIT_${unit}`;
  return [...predicateOf(customFilter(attribute, operator, value, name)).numbers];
}

test('every attribute that is not settled by the locations becomes one predicate', () => {
  const rest = FILTER_ATTRIBUTES.filter(({ code }) => code !== 0);
  expect(rest.map(({ code }) => code).sort((a, b) => a - b)).toEqual(
    Object.values(ATTRIBUTE).sort((a, b) => a - b),
  );
  const filters = rest.map(({ path, type }) => {
    const value = { BOOLEAN: 'true', DATE: '2024-02-29' }[type as string] ?? '1';
    return customFilter(path, type === 'STRING_LIST' ? 'IN' : 'EQUAL', value);
  });
  const group = firstGroup(programOf(sampleDocument({}, filters)));
  const codes = (scope: string) =>
    rest.filter((one) => one.scope === scope).map(({ code }) => code);
  const compiled = (predicates: readonly { readonly attribute: number }[]) =>
    predicates.map(({ attribute }) => attribute);
  expect(compiled(group.orderPredicates)).toEqual([...codes('order'), ...codes('customer')]);
  expect(compiled(group.linePredicates)).toEqual(codes('line'));
  expect(compiled(group.pairPredicates)).toEqual(codes('pair'));
  expect(compiled(group.locationPredicates)).toEqual(codes('location-distance'));
});

test('a predicate names its filter and operator', () => {
  const predicate = predicateOf(customFilter('item.sku', 'ENDS_WITH', 'x'));
  expect(predicate.filterName).toBe('item.sku ENDS_WITH');
  expect(predicate.operator).toBe(OPERATOR.endsWith);
  expect(predicate.attribute).toBe(ATTRIBUTE.itemSku);
  expect(predicate.customKey).toHaveLength(0);
});

test.each([
  ['item.sku', 'EQUAL', undefined, false],
  ['item.sku', 'EQUAL', true, true],
  ['item.sku', 'EQUAL', false, false],
  ['item.sku', 'NOT_EQUAL', undefined, true],
  ['item.sku', 'NOT_IN', false, false],
  ['order.customData', 'DOES_NOT_CONTAIN', undefined, true],
  ['item.weight', 'BETWEEN', true, true],
  ['item.weight', 'LESS_THAN', undefined, false],
  ['order.fraud', 'NOT_EQUAL', true, true],
  ['customer.externalId', 'EQUAL', true, true],
  ['customer.segments', 'NOT_IN', undefined, true],
  ['location.distance', 'NOT_EQUAL', undefined, false],
  ['location.distance', 'LESS_THAN', true, false],
])('of %s %s with accept_nulls %s the unknown passes: %s', (path, operator, accepts, expected) => {
  const filter = {
    ...customFilter(path, operator, operator === 'BETWEEN' ? '1,2' : '1'),
    ...(path === 'order.customData' ? { customAttributeName: 'k' } : {}),
    ...(accepts === undefined ? {} : { acceptNulls: accepts }),
  };
  expect(predicateOf(filter).passesUnknown).toBe(expected);
});

describe('numbers', () => {
  test.each([
    ['location.distance', '100', undefined, 160.9344],
    ['location.distance', '100', 'MI', 160.9344],
    ['location.distance', '100', 'KM', 100],
    ['location.distance', '1500', 'M', 1.5],
    ['item.weight', '12.5', undefined, 12.5],
    ['item.weight', '1.001', 'KG', 1001],
    ['item.weight', '2', 'OZ', 56.69904625],
    ['item.weight', '2', 'LB', 907.18474],
    ['item.length', '7', undefined, 7],
    ['item.width', '1.1', 'IN', 2.794],
    ['item.height', '2', 'FT', 60.96],
    ['item.height', '0.29', 'M', 29],
    ['order.fraud', '-0', undefined, 0],
  ])('%s %s %s is %d', (attribute, value, unit, expected) => {
    expect(numbersOf(attribute, 'EQUAL', value, unit)).toEqual([expected]);
  });

  test.each([
    ['USD', '19.99', 1999],
    ['', '1.1', 110],
    ['JPY', '500', 500],
    ['KWD', '1.005', 1005],
    ['USD', '0.005', 0.5],
  ])('order.total in %s: %s is %d', (currencyCode, value, expected) => {
    const filter = customFilter('order.total', 'EQUAL', value);
    expect([...predicateOf(filter, { settings: { currencyCode } }).numbers]).toEqual([expected]);
  });

  test('of in and not_in are ascending and different, of between as they were given', () => {
    expect(numbersOf('inventory.ltd', 'IN', '3, 1,2,1.0')).toEqual([1, 2, 3]);
    expect(numbersOf('inventory.ltd', 'NOT_IN', '10,9')).toEqual([9, 10]);
    expect(numbersOf('item.weight', 'BETWEEN', '2, 1', 'KG')).toEqual([2000, 1000]);
    expect(numbersOf('location.distance', 'BETWEEN', '5,5', 'KM')).toEqual([5, 5]);
  });

  test('of flags are 0 and 1', () => {
    expect(numbersOf('order.isExpress', 'EQUAL', 'true')).toEqual([1]);
    expect(numbersOf('item.taxable', 'NOT_EQUAL', ' False')).toEqual([0]);
  });

  test('of dates are epoch milliseconds', () => {
    const since = (operator: string, value: string) =>
      numbersOf('customer.customerSinceDate', operator, value);
    expect(since('EQUAL', ' 1970-01-02 ')).toEqual([86_400_000]);
    expect(since('LESS_THAN', '1970-01-01T00:00:01.5+00:01')).toEqual([-58_500]);
    expect(since('NOT_IN', '1970-01-02,1970-01-01,1970-01-02T01:00+01:00')).toEqual([
      0, 86_400_000,
    ]);
    expect(since('BETWEEN', '1970-01-02,1970-01-01')).toEqual([86_400_000, 0]);
  });

  test('of data lists of dates are those that are one', () => {
    const entries = ['2024-02-30', '1970-01-01T00:00Z', 'x', '0'];
    const list = { name: 'list', type: 'DATA_LIST_TYPE_STRING' };
    const dataLists = [{ ...list, entries: entries.map((stringValue) => ({ stringValue })) }];
    const filter = listFilter('customer.customerSinceDate', 'IN');
    const predicate = predicateOf(filter, { dataLists });
    expect([...predicate.numbers]).toEqual([0]);
    expect(predicate.textCount).toBe(0);
  });

  test('of data lists are in the default unit; what is no number is left out', () => {
    const entries = ['100', 'far', '10', '1,2'].map((stringValue) => ({ stringValue }));
    const dataLists = [{ name: 'list', type: 'DATA_LIST_TYPE_STRING', entries }];
    const predicate = predicateOf(listFilter('location.distance', 'IN'), { dataLists });
    expect([...predicate.numbers]).toEqual([16.09344, 160.9344]);
    expect(predicate.numbers.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

describe('texts', () => {
  test('are folded and different', () => {
    const predicate = predicateOf(customFilter('item.sku', 'IN', ' Ä,A\u0308,b ,,B'));
    expect(textsOf(predicate.texts)).toEqual(['ä', 'b']);
    expect(predicate.textCount).toBe(2);
    expect(predicate.numbers).toHaveLength(0);
    expect(textsOf(predicate.cutTexts)).toEqual([]);
  });

  test.each(['EQUAL', 'NOT_EQUAL', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'DOES_NOT_CONTAIN'])(
    '%s takes its operand whole',
    (operator) => {
      const predicate = predicateOf(customFilter('item.productTitle', operator, ' A, B '));
      expect(textsOf(predicate.texts)).toEqual(['a, b']);
      expect(predicate.textCount).toBe(1);
    },
  );

  test('of the order postal code are there whole and cut', () => {
    const value = '78701-1234,78701-99,SW1A 1AA,123';
    const predicate = predicateOf(customFilter('order.shippingAddress.postalCode', 'IN', value));
    expect(textsOf(predicate.texts)).toEqual(['78701-1234', '78701-99', 'sw1a 1aa', '123']);
    expect(textsOf(predicate.cutTexts)).toEqual(['78701', 'sw1a ', '123']);
  });

  test('of part numbers are a set', () => {
    const filter = customFilter('order.items.partNumber', 'CONTAINS', 'P1, p2');
    const predicate = predicateOf(filter);
    expect(textsOf(predicate.texts)).toEqual(['p1', 'p2']);
    expect(predicate.words).toHaveLength(0);
  });
});

test('words of inventory attributes are interned folded, ascending', () => {
  const words = new SampleWords();
  words.intern('frozen');
  words.intern('red');
  const filter = customFilter('inventory.attributes', 'SUBSET', 'Red, new, FROZEN, red');
  const predicate = predicateOf(filter, {}, words);
  expect([...predicate.words]).toEqual([10, 11, 12]);
  expect(words.numbers.get('new')).toBe(12);
  expect(predicate.textCount).toBe(0);
});

describe('custom data', () => {
  const custom = (operator: string, value: string) =>
    predicateOf({
      ...customFilter('order.customData', operator, value),
      customAttributeName: ' Gift Wrap',
    });

  test('keeps its key exactly', () => {
    expect(textOf(custom('EQUAL', 'x').customKey)).toBe(' Gift Wrap');
  });

  test('has all operands as texts and those that are numbers as numbers', () => {
    const predicate = custom('IN', 'Red, 2.0, 10');
    expect(textsOf(predicate.texts)).toEqual(['red', '2.0', '10']);
    expect([...predicate.numbers]).toEqual([2, 10]);
    expect([...custom('EQUAL', ' 5.50 ').numbers]).toEqual([5.5]);
    expect(textsOf(custom('EQUAL', ' 5.50 ').texts)).toEqual(['5.50']);
    expect([...custom('EQUAL', 'five').numbers]).toEqual([]);
  });

  test('has numbers only where the operator orders', () => {
    expect([...custom('BETWEEN', '1,2').numbers]).toEqual([1, 2]);
    expect(custom('BETWEEN', '1,2').textCount).toBe(0);
    expect(custom('LESS_THAN', '1').textCount).toBe(0);
  });

  test('reads data lists entry by entry', () => {
    const entries = ['a,b', '7'].map((stringValue) => ({ stringValue }));
    const dataLists = [{ name: 'list', type: 'DATA_LIST_TYPE_STRING', entries }];
    const filter = { ...listFilter('item.customItemData', 'NOT_IN'), customAttributeName: 'k' };
    const predicate = predicateOf(filter, { dataLists });
    expect(textsOf(predicate.texts)).toEqual(['a,b', '7']);
    expect([...predicate.numbers]).toEqual([7]);
  });
});

test('a filter of two groups is compiled once', () => {
  const filter = customFilter('item.sku', 'IN', 'a,b');
  const group = { route: 'ship', rank: 1, filters: [filter.name ?? ''] };
  const locationGroups = [
    { ...group, name: 'one' },
    { ...group, name: 'two' },
  ];
  const groups = programOf(sampleDocument({}, [filter], { locationGroups })).routes[1]?.groups;
  expect(groups?.[0].linePredicates[0]).toBe(groups?.[1].linePredicates[0]);
});
