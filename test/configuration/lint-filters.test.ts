// Filters that never pass or never fail, alone and together: each beside one that just does not.

import { describe, expect, it } from 'vitest';
import type { FilterDocument } from '../../src/configuration/document.js';
import { customFilter, listFilter, sampleDocument } from './samples.js';
import { linted, placesOf } from './support/linted.js';

/** Names of kinds without what is told of other rules of the sample. */
function kindsOf(filters: readonly FilterDocument[], rest = {}): string[] {
  const document = sampleDocument({ isDefaultGroup: true }, filters, rest);
  return linted(document)
    .map(({ kind, path }) => `${kind.replace('LINT_KIND_', '')} ${path}`)
    .filter((one) => one.startsWith('FILTER'));
}

const PASSES = 'FILTER_NEVER_PASSES filters[0]';
const FAILS = 'FILTER_NEVER_FAILS filters[0]';

describe('a filter on what locations are', () => {
  it.each([
    ['location.countryCode', 'EQUAL', 'MX', [PASSES]],
    ['location.countryCode', 'EQUAL', ' ca ', []],
    ['location.countryCode', 'NOT_EQUAL', 'MX', [FAILS]],
    ['location.countryCode', 'IN', 'US, CA', [FAILS]],
    ['location.countryCode', 'IN', 'US', []],
    ['location.wmsEnabled', 'EQUAL', 'true', []],
    ['location.requiresManifest', 'EQUAL', 'true', [PASSES]],
    ['location.name', 'STARTS_WITH', 'al', []],
    ['location.postalCode', 'NOT_EQUAL', '1', [FAILS]],
  ])('%s %s %s', (attribute, operator, value, expected) => {
    expect(kindsOf([customFilter(attribute, operator, value)])).toEqual(expected);
  });

  it('on ranks is judged in its group, by the ranks there', () => {
    const filter = customFilter('location.rank', 'LESS_OR_EQUAL', '3');
    expect(kindsOf([filter])).toEqual(['FILTER_NEVER_FAILS location_groups[0].filters[0]']);
    expect(kindsOf([customFilter('location.rank', 'LESS_THAN', '3')])).toEqual([]);
    expect(kindsOf([customFilter('location.rank', 'GREATER_THAN', '3')])).toEqual([
      'FILTER_NEVER_PASSES location_groups[0].filters[0]',
    ]);
  });
});

describe('a filter on what comes with the order', () => {
  it.each([
    ['location.distance', 'LESS_THAN', '0', [PASSES]],
    ['location.distance', 'LESS_OR_EQUAL', '0', []],
    // An unknown distance fails it.
    ['location.distance', 'GREATER_OR_EQUAL', '0', []],
    ['location.distance', 'BETWEEN', '100,50', [PASSES]],
    ['location.distance', 'BETWEEN', '50,50', []],
    ['location.distance', 'BETWEEN', '-9,-1', [PASSES]],
    ['inventory.available', 'GREATER_OR_EQUAL', '1', [FAILS]],
    ['inventory.available', 'GREATER_THAN', '0.5', [FAILS]],
    ['inventory.available', 'GREATER_OR_EQUAL', '2', []],
    ['inventory.available', 'LESS_THAN', '1', [PASSES]],
    ['inventory.available', 'LESS_THAN', '1.5', []],
    ['inventory.available', 'BETWEEN', '1.1,1.9', [PASSES]],
    ['inventory.available', 'NOT_EQUAL', '0', [FAILS]],
    ['inventory.available', 'IN', '0,-1', [PASSES]],
    ['inventory.ltd', 'GREATER_THAN', '-5', []],
    ['item.weight', 'LESS_THAN', '0', [PASSES]],
    ['item.weight', 'GREATER_OR_EQUAL', '0', []],
    ['item.weight', 'EQUAL', '-1', [PASSES]],
    ['item.taxable', 'NOT_EQUAL', 'true', []],
    ['order.total', 'LESS_THAN', '0', [PASSES]],
    ['order.total', 'EQUAL', '1.005', [PASSES]],
    ['order.fraud', 'LESS_THAN', '0', []],
    ['order.items.quantity', 'GREATER_THAN', '1000000', [PASSES]],
    ['order.items.quantity', 'GREATER_OR_EQUAL', '1000000', []],
    ['order.items.totalQuantity', 'GREATER_OR_EQUAL', '1', [FAILS]],
    ['order.orderType', 'EQUAL', 'return', [PASSES]],
    ['order.orderType', 'EQUAL', 'directship', []],
    ['order.orderType', 'NOT_IN', 'RETURN,DISPOSITION', [FAILS]],
    ['order.shippingAddress.state', 'EQUAL', 'ZZ', []],
    ['customer.customerSinceDate', 'BETWEEN', '2024-01-01,2023-01-01', [PASSES]],
    ['customer.customerSinceDate', 'BETWEEN', '2023-01-01,2024-01-01', []],
  ])('%s %s %s', (attribute, operator, value, expected) => {
    expect(kindsOf([customFilter(attribute, operator, value)])).toEqual(expected);
  });

  it('fails for what is unknown, unless that is accepted', () => {
    const reversed = customFilter('order.total', 'BETWEEN', '9,1');
    expect(kindsOf([reversed])).toEqual([PASSES]);
    expect(kindsOf([{ ...reversed, acceptNulls: true }])).toEqual([]);
    const all = customFilter('item.weight', 'GREATER_OR_EQUAL', '0');
    expect(kindsOf([{ ...all, acceptNulls: true }])).toEqual([FAILS]);
  });

  it('keeps a custom key that compares as text or as number for itself', () => {
    const filter = customFilter('order.customData', 'BETWEEN', '9,1');
    expect(kindsOf([{ ...filter, customAttributeName: 'k' }])).toEqual([]);
  });

  it('compares with a data list that has no value of its type', () => {
    const list = (stringValue: string) => ({
      dataLists: [{ name: 'list', type: 'DATA_LIST_TYPE_STRING', entries: [{ stringValue }] }],
    });
    expect(kindsOf([listFilter('item.weight', 'IN')], list('heavy'))).toEqual([PASSES]);
    expect(kindsOf([listFilter('item.weight', 'IN')], list('7'))).toEqual([]);
    expect(kindsOf([listFilter('item.weight', 'NOT_IN')], list('heavy'))).toEqual([FAILS]);
    expect(kindsOf([listFilter('item.sku', 'IN')], list(' '))).toEqual([PASSES]);
    expect(kindsOf([listFilter('item.sku', 'IN')], list('x'))).toEqual([]);
  });
});

describe('two filters of a group', () => {
  const twoOf = (one: FilterDocument, other: FilterDocument) => [
    { ...one, name: 'one' },
    { ...other, name: 'other' },
  ];
  const excluded = (one: FilterDocument, other: FilterDocument, group = {}) =>
    placesOf(
      'FILTERS_EXCLUDE',
      sampleDocument({ isDefaultGroup: true, ...group }, twoOf(one, other)),
    ).length;

  it.each([
    ['order.total', 'GREATER_THAN', '50', 'LESS_OR_EQUAL', '50', 1],
    ['order.total', 'GREATER_OR_EQUAL', '50', 'LESS_OR_EQUAL', '50', 0],
    ['order.total', 'EQUAL', '5', 'NOT_IN', '4,5', 1],
    ['order.total', 'IN', '5,6', 'LESS_THAN', '6', 0],
    // Cents: nothing is between 5.00 and 5.01.
    ['order.total', 'GREATER_THAN', '5.00', 'LESS_THAN', '5.01', 1],
    ['location.distance', 'LESS_THAN', '10', 'GREATER_THAN', '10', 1],
    ['item.taxable', 'EQUAL', 'true', 'NOT_EQUAL', 'true', 1],
    ['item.taxable', 'EQUAL', 'true', 'NOT_EQUAL', 'false', 0],
    ['item.sku', 'EQUAL', 'a', 'IN', 'b, c', 1],
    ['item.sku', 'IN', 'a, b', 'IN', 'B, c', 0],
    ['item.sku', 'STARTS_WITH', 'ab', 'STARTS_WITH', 'ac', 1],
    ['item.sku', 'STARTS_WITH', 'ab', 'STARTS_WITH', 'a', 0],
    ['item.sku', 'CONTAINS', 'abc', 'DOES_NOT_CONTAIN', 'b', 1],
    ['item.sku', 'CONTAINS', 'b', 'DOES_NOT_CONTAIN', 'abc', 0],
    ['order.orderType', 'EQUAL', 'DELIVERY', 'EQUAL', 'BOPIS', 1],
    // One part number of many may be a, another one b.
    ['order.items.partNumber', 'IN', 'a', 'IN', 'b', 0],
  ])('%s: %s %s and %s %s', (attribute, operator, value, otherOperator, otherValue, count) => {
    const one = customFilter(attribute, operator, value);
    const other = customFilter(attribute, otherOperator, otherValue);
    expect(excluded(one, other)).toBe(count);
    expect(excluded(other, one)).toBe(count);
  });

  it('may both accept what is unknown', () => {
    const one = customFilter('order.total', 'GREATER_THAN', '5');
    const other = { ...customFilter('order.total', 'LESS_THAN', '5'), acceptNulls: true };
    expect(excluded(one, other)).toBe(1);
    expect(excluded({ ...one, acceptNulls: true }, other)).toBe(0);
  });

  it('of a tree must both be needed', () => {
    const one = customFilter('order.total', 'GREATER_THAN', '5');
    const other = customFilter('order.total', 'LESS_THAN', '5');
    const tree = (logicalOperator: string) => ({
      filters: [],
      filterLogicalGroups: [
        { orderIndex: 0, logicalOperator, filters: ['one'] },
        { orderIndex: 1, parentOrderIndex: 0, logicalOperator: AND, filters: ['other'] },
      ],
    });
    expect(excluded(one, other, tree(AND))).toBe(1);
    expect(excluded(one, other, tree('LOGICAL_OPERATOR_OR'))).toBe(0);
  });
});

const AND = 'LOGICAL_OPERATOR_AND';
