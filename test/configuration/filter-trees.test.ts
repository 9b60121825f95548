// Tests of what filter trees and comparisons become in a program.

import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/base/text.js';
import { ATTRIBUTE, type FilterNode } from '../../src/columns/program.js';
import type {
  DataPointDocument,
  FilterLogicalGroupDocument,
} from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import {
  customFilter,
  firstGroup,
  membersOf,
  predicateOf,
  programOf,
  sampleDocument,
  textsOf,
} from './samples.js';

const named = (name: string, attribute: string, operator: string, value: string) => ({
  ...customFilter(attribute, operator, value),
  name,
});

const FILTERS = [
  named('place', 'location.state', 'EQUAL', 'TX'),
  named('near', 'location.distance', 'LESS_THAN', '9'),
  named('line', 'item.sku', 'EQUAL', 'x'),
  named('stock', 'inventory.ltd', 'LESS_THAN', '9'),
  named('order', 'order.fraud', 'LESS_THAN', '9'),
  named('city', 'order.shippingAddress.city', 'EQUAL', 'Ulm'),
];

const PLACES: LocationDocument[] = [
  { code: 'A', state: 'TX' },
  { code: 'B', state: 'CA' },
  { code: 'C', state: 'TX', onHold: true },
];

const node = (
  orderIndex: number,
  operator: string,
  filters: string[],
  parentOrderIndex?: number,
): FilterLogicalGroupDocument => ({
  orderIndex,
  logicalOperator: `LOGICAL_OPERATOR_${operator}`,
  filters,
  ...(parentOrderIndex === undefined ? {} : { parentOrderIndex }),
});

function treeGroup(filterLogicalGroups: readonly FilterLogicalGroupDocument[]) {
  const group = { isDefaultGroup: true, filters: [], filterLogicalGroups };
  const program = programOf(sampleDocument(group, FILTERS), PLACES);
  return { program, group: firstGroup(program) };
}

/** For example `0&(place 1|(line))`. */
function spelt({ orderIndex, isOr, filters, nodes }: FilterNode): string {
  const members = [...filters.map(({ name }) => name), ...nodes.map(spelt)];
  return `${orderIndex}${isOr ? '|' : '&'}(${members.join(' ')})`;
}

describe('a tree', () => {
  test('has each node under its parent, and judges its filters itself', () => {
    const { group, program } = treeGroup([
      node(3, 'OR', ['line', 'order'], 0),
      node(7, 'AND', ['stock', 'place', 'city'], 3),
      node(0, 'AND', ['place', 'near']),
    ]);
    expect(group.tree === null ? '' : spelt(group.tree)).toBe(
      '0&(place near 3|(line order 7&(stock place city)))',
    );
    expect(group.filters.map(({ name, scope }) => [name, scope])).toEqual([
      ['line', 'line'],
      ['order', 'order'],
      ['stock', 'pair'],
      ['place', 'location'],
      ['city', 'order'],
      ['near', 'location'],
    ]);
    expect(group.orderPredicates).toEqual([]);
    expect(group.linePredicates).toEqual([]);
    expect(group.locationPredicates).toEqual([]);
    expect(group.pairPredicates).toEqual([]);
    // Who is on hold is out whatever the tree says.
    expect(membersOf(group, PLACES)).toEqual(['A 1', 'B 2']);
    expect(program.cityPredicates.map(({ filterName }) => filterName)).toEqual(['city']);
    expect(program.routes[1]?.readsRowDetails).toBe(true);
  });

  test('has the node first that takes most columns to judge', () => {
    const { group } = treeGroup([
      node(0, 'OR', []),
      node(1, 'AND', ['place'], 0),
      node(2, 'AND', [], 0),
      node(3, 'AND', ['near'], 2),
      node(4, 'AND', ['line'], 2),
    ]);
    expect(group.tree === null ? '' : spelt(group.tree)).toBe(
      '0|(2&(3&(near) 4&(line)) 1&(place))',
    );
  });

  test('is none where there are no nodes', () => {
    expect(treeGroup([]).group.tree).toBeNull();
  });
});

describe('a comparison', () => {
  const compared = (left: DataPointDocument, operator: string, dataPoint: DataPointDocument) =>
    predicateOf({ name: 'it', ...left, operator: `FILTER_OPERATOR_${operator}`, dataPoint });

  test.each([
    ['order.fraud', 'order.items.quantity', 'order'],
    ['order.fraud', 'customer.customerSinceDate', 'order'],
    ['item.weight', 'item.weight', 'line'],
    ['item.sku', 'order.shippingAddress.state', 'line'],
    ['location.state', 'order.shippingAddress.state', 'location'],
    ['order.fraud', 'location.rank', 'location'],
    ['location.distance', 'location.distance', 'location'],
    ['location.state', 'item.sku', 'pair'],
    ['item.taxable', 'location.wmsEnabled', 'pair'],
    ['inventory.ltd', 'order.fraud', 'pair'],
    ['location.rank', 'inventory.available', 'pair'],
    ['inventory.attributes', 'customer.segments', 'pair'],
  ])('of %s with %s is judged by the %s', (left, right, scope) => {
    const filter = {
      name: 'it',
      attribute: left,
      operator: 'FILTER_OPERATOR_EQUAL',
      dataPoint: { attribute: right },
    };
    const program = programOf(sampleDocument({ isDefaultGroup: true }, [filter]), PLACES);
    expect(firstGroup(program).filters.map((one) => one.scope)).toEqual([scope]);
    const isDetailed = /inventory\.(ltd|attributes)/.test(left + right);
    expect(program.routes[1]?.readsRowDetails).toBe(isDetailed);
  });

  test('names what it reads', () => {
    const left = { attribute: 'order.customData', customAttributeName: 'k' };
    const right = { attribute: 'item.attributes', attributeFqn: 'acme.k' };
    const { attribute, passesUnknown, point } = compared(left, 'CONTAINS', right);
    expect([attribute, passesUnknown, point?.kind]).toEqual([0, false, 'texts']);
    expect(point?.left.attribute).toBe(ATTRIBUTE.orderCustomData);
    expect(textOf(point?.left.key ?? new Uint8Array(0))).toBe('k');
    expect(point?.right.attribute).toBe(ATTRIBUTE.itemAttributes);
    expect(textOf(point?.right.key ?? new Uint8Array(0))).toBe('acme.k');
  });

  test('has the texts of locations as numbers', () => {
    const filter = {
      name: 'it',
      attribute: 'order.shippingAddress.postalCode',
      operator: 'FILTER_OPERATOR_EQUAL',
      dataPoint: { attribute: 'location.postalCode' },
    };
    const places = [
      { code: 'A', postalCode: '78701-1', countryCode: 'us' },
      { code: 'B', postalCode: '78701', countryCode: 'DE' },
      { code: 'C', postalCode: ' ' },
      undefined,
      { code: 'D', postalCode: '78701-2', countryCode: 'US' },
    ];
    const document = sampleDocument({ isDefaultGroup: true }, [filter]);
    const [predicate] = firstGroup(programOf(document, places)).locationPredicates;
    const texts = predicate.point?.right.texts;
    expect(textsOf(texts?.dictionary as never)).toEqual(['78701-1', '78701', '78701-2', '78701']);
    expect([...(texts?.numbers ?? [])]).toEqual([0, 1, -1, -1, 2]);
    // Cut where the country is; a cut code is another text than one of five characters.
    expect([...(texts?.cutNumbers ?? [])]).toEqual([3, 1, -1, -1, 3]);
  });

  test('has metres in the dimension of the other side', () => {
    const dataSets = [
      {
        name: 'zones',
        columns: [{ name: 'depth', unit: 'MEASURE_UNIT_M' }],
        rows: [{ locationCode: 'A', values: { depth: '1500' } }],
      },
    ];
    const left = { attribute: 'location.dataSet', dataSet: 'zones', dataSetColumn: 'depth' };
    const numbersBeside = (attribute: string) => {
      const filter = {
        name: 'it',
        ...left,
        operator: 'FILTER_OPERATOR_LESS_THAN',
        dataPoint: { attribute },
      };
      const document = sampleDocument({ isDefaultGroup: true }, [filter], { dataSets });
      const group = firstGroup(programOf(document, PLACES));
      const [predicate] = [...group.locationPredicates, ...group.pairPredicates];
      return [...(predicate.point?.left.numbers ?? [])];
    };
    expect(numbersBeside('location.distance')).toEqual([1.5, Number.NaN, Number.NaN]);
    expect(numbersBeside('item.width')).toEqual([150_000, Number.NaN, Number.NaN]);
  });
});
