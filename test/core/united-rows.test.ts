// What filters read of a location whose stock of an item lies in several rows, as the engine and
// the reference model see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import type { Filter, InventoryUpdate } from '../support/model/messages.js';
import { custom, orderOf, type Scenario } from '../support/model/scenario.js';
import { serves } from './support/kept.js';

const entry = (attributeFqn: string, ...attributeValues: string[]) => ({
  attributeFqn,
  attributeValues,
});

/** Rows of one item at one location, each in a segment of its own that has the tag of the order. */
function rowsOf(...rows: Partial<InventoryUpdate>[]): InventoryUpdate[] {
  return rows.map((row, i) => ({
    product: { upc: 'a' },
    locationCode: 'L1',
    onHand: 1,
    segment: { channel: 'web', part: `p${i}` },
    ...row,
  }));
}

/** Whether a filter keeps the location for an order of what all rows have together. */
function isKept(filter: Omit<Filter, 'name'>, ...rows: Partial<InventoryUpdate>[]): boolean {
  const scenario: Scenario = {
    // Stock without tags, which the order does not ask for.
    stock: { L1: { a: 9 } },
    rows: { L1: { attributes: ['plain'], extensibleAttributes: [entry('k', 'plain')] } },
    filters: { only: filter },
    groups: [{ filters: ['only'] }],
  };
  const order = orderOf([['a', rows.length]], { tags: { channel: 'web' } });
  return serves(scenario, order, rowsOf(...rows)).length === 1;
}

describe('plain attributes are united', () => {
  const attributes = (...each: string[][]) => each.map((words) => ({ attributes: words }));
  const holds = (operator: string, value: string, ...rows: string[][]) =>
    isKept(custom('inventory.attributes', operator, value), ...attributes(...rows));

  it.each([
    ['CONTAINS', 'a,b', [['a'], ['B']], true],
    ['CONTAINS', 'a,b,c', [['a'], ['b'], ['C', 'a']], true],
    ['CONTAINS', 'a,d', [['a'], ['b'], ['c']], false],
    ['CONTAINS', 'plain', [['a'], ['b']], false],
    ['IN', 'c,x', [['a'], [], ['c']], true],
    ['IN', 'x', [['a'], [], ['c']], false],
    ['NOT_IN', 'c', [['a'], ['b'], ['c']], false],
    ['NOT_IN', 'x', [['a'], ['b'], ['c']], true],
    ['DOES_NOT_CONTAIN', 'b', [['a'], ['b'], ['c']], false],
    ['SUBSET', 'a,b,c', [['a'], ['b'], ['a', 'c']], true],
    ['SUBSET', 'a,b', [['a'], ['b'], ['c']], false],
    ['SUBSET', 'b,c', [['a'], ['b'], ['c']], false],
    ['SUBSET', 'a', [['a'], []], true],
  ])('%s %s of %j: %s', (operator, value, rows, expected) => {
    expect(holds(operator, value, ...rows)).toBe(expected);
  });
});

describe('extensible attributes are united', () => {
  const holds = (operator: string, value: string, ...values: string[][]) =>
    isKept(
      { ...custom('inventory.extensibleAttributes', operator, value), attributeFqn: 'k' },
      ...values.map((each) => ({ extensibleAttributes: [entry('k', ...each), entry('z', 'q')] })),
    );

  it.each([
    ['EQUAL', '7', [['x'], ['7.0']], true],
    ['EQUAL', 'plain', [['x'], ['7.0']], false],
    ['NOT_EQUAL', 'y', [['x'], ['Y']], false],
    ['GREATER_THAN', '5', [['x'], [], ['6']], true],
    ['LESS_THAN', '5', [['x'], ['6']], false],
    ['SUBSET', 'x,y', [['x'], ['y'], ['x']], true],
    ['SUBSET', 'x', [['x'], ['y']], false],
    ['NOT_IN', 'q', [['x'], []], true],
  ])('%s %s of %j: %s', (operator, value, rows, expected) => {
    expect(holds(operator, value, ...rows)).toBe(expected);
  });

  it('of the values of several rows the first in byte order is compared', () => {
    const filter = {
      attribute: 'inventory.extensibleAttributes',
      attributeFqn: 'k',
      operator: 'FILTER_OPERATOR_EQUAL',
      dataPoint: { attribute: 'item.upc' },
    };
    const row = (...values: string[]) => ({ extensibleAttributes: [entry('k', ...values)] });
    expect(isKept(filter, row('A'), row('b'), row('c'))).toBe(true);
    expect(isKept(filter, row('c'), row('b'), row('A'))).toBe(true);
    expect(isKept(filter, row(), row('b', 'a'), row('ab'))).toBe(true);
    expect(isKept(filter, row('a'), row('B'))).toBe(false);
  });
});

it('lists of united attributes compare as one', () => {
  const filter = {
    attribute: 'inventory.attributes',
    operator: 'FILTER_OPERATOR_CONTAINS',
    dataPoint: { attribute: 'customer.segments' },
  };
  const scenario: Scenario = {
    stock: { L1: { a: 9 } },
    filters: { only: filter },
    groups: [{ filters: ['only'] }],
  };
  const kept = (...segments: string[]) => {
    const more = { tags: { channel: 'web' }, extendedCustomerInfo: { segments } };
    const rows = rowsOf({ attributes: ['a'] }, { attributes: ['b'] }, { attributes: ['a'] });
    return serves(scenario, orderOf([['a', 3]], more), rows).length === 1;
  };
  expect([kept('A', 'b'), kept('a', 'c'), kept()]).toEqual([true, false, true]);
});
