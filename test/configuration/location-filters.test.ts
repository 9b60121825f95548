// Tests of filters on locations alone: what each operator keeps, with folding, postal codes, ranks.

import { expect, test } from 'vitest';
import type { DataListDocument } from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import {
  customFilter,
  firstGroup,
  listFilter,
  membersOf,
  programOf,
  sampleDocument,
} from './samples.js';

const PLACES: readonly LocationDocument[] = [
  {
    code: 'A',
    name: ' Zürich Süd ',
    city: 'Zu\u0308rich',
    state: 'ZH',
    countryCode: 'CH',
    postalCode: '8001-99',
    wmsEnabled: true,
  },
  {
    code: 'B',
    name: 'Austin North',
    city: 'AUSTIN',
    state: 'TX',
    countryCode: ' us ',
    postalCode: '78701-1234',
    addressType: 'COMMERCIAL',
    requiresManifest: false,
  },
  { code: 'C', name: '  ', postalCode: '78701-1234' },
];

function kept(filter: ReturnType<typeof customFilter>, dataLists: DataListDocument[] = []): string {
  const document = sampleDocument({ isDefaultGroup: true }, [filter], { dataLists });
  return membersOf(firstGroup(programOf(document, PLACES)), PLACES)
    .map((member) => member.split(' ')[0])
    .join('');
}

test.each([
  ['location.locationCode', 'EQUAL', 'a', 'A'],
  ['location.locationCode', 'IN', ' b, C,,', 'BC'],
  ['location.name', 'EQUAL', 'ZÜRICH SÜD', 'A'],
  ['location.name', 'NOT_EQUAL', 'zürich süd', 'BC'],
  ['location.name', 'STARTS_WITH', ' AUS', 'B'],
  ['location.name', 'ENDS_WITH', 'NORTH ', 'B'],
  ['location.name', 'CONTAINS', 'H S', 'A'],
  ['location.name', 'DOES_NOT_CONTAIN', 'h s', 'BC'],
  ['location.city', 'EQUAL', 'zürich', 'A'],
  ['location.city', 'IN', 'zürich, austin', 'AB'],
  ['location.city', 'NOT_IN', 'zürich, austin', 'C'],
  ['location.city', 'EQUAL', 'zürich, austin', ''],
  ['location.state', 'NOT_EQUAL', 'tx', 'AC'],
  ['location.countryCode', 'EQUAL', 'US', 'B'],
  ['location.addressType', 'EQUAL', 'commercial', 'B'],
  ['location.wmsEnabled', 'EQUAL', 'true', 'A'],
  ['location.wmsEnabled', 'EQUAL', 'FALSE', 'BC'],
  ['location.wmsEnabled', 'NOT_EQUAL', 'true', 'BC'],
  ['location.requiresManifest', 'NOT_EQUAL', 'true', 'ABC'],
])('%s %s %j keeps %s', (attribute, operator, value, expected) => {
  expect(kept(customFilter(attribute, operator, value))).toBe(expected);
});

test.each([
  ['EQUAL', '78701', 'B'],
  ['EQUAL', '78701-9999', 'B'],
  ['EQUAL', '78701-1234', 'BC'],
  ['NOT_EQUAL', '78701-9999', 'AC'],
  ['IN', '78701-5,8001-99', 'AB'],
  ['NOT_IN', '78701-5', 'AC'],
  ['STARTS_WITH', '78701-12', 'BC'],
  ['ENDS_WITH', '701', 'B'],
  ['CONTAINS', '-', 'AC'],
  ['DOES_NOT_CONTAIN', '-', 'B'],
])('US postal codes alone are cut on both sides: %s %s', (operator, value, expected) => {
  expect(kept(customFilter('location.postalCode', operator, value))).toBe(expected);
});

test.each([
  ['location.name', 'EQUAL', 'Austin North', true, 'BC'],
  ['location.name', 'NOT_EQUAL', 'Austin North', false, 'A'],
  ['location.name', 'NOT_EQUAL', 'Austin North', true, 'AC'],
  ['location.city', 'IN', 'austin', true, 'BC'],
  ['location.city', 'IN', 'austin', false, 'B'],
  ['location.addressType', 'DOES_NOT_CONTAIN', 'res', false, 'B'],
  ['location.postalCode', 'STARTS_WITH', '8', true, 'A'],
  ['location.wmsEnabled', 'EQUAL', 'true', true, 'A'],
  ['location.wmsEnabled', 'EQUAL', 'false', false, 'BC'],
  ['location.rank', 'EQUAL', '2', true, 'B'],
])(
  '%s %s %j with accept_nulls %s keeps %s',
  (attribute, operator, value, acceptNulls, expected) => {
    expect(kept({ ...customFilter(attribute, operator, value), acceptNulls })).toBe(expected);
  },
);

test.each([
  ['EQUAL', '2', 'B'],
  ['NOT_EQUAL', '2', 'AC'],
  ['GREATER_THAN', '2', 'C'],
  ['LESS_THAN', '2', 'A'],
  ['GREATER_OR_EQUAL', '2', 'BC'],
  ['LESS_OR_EQUAL', '2', 'AB'],
  ['IN', '3,1', 'AC'],
  ['NOT_IN', '3,1', 'B'],
  ['BETWEEN', '1.5,3', 'BC'],
  ['BETWEEN', '3,1', ''],
])('location.rank %s %s', (operator, value, expected) => {
  expect(kept(customFilter('location.rank', operator, value))).toBe(expected);
});

test('data lists are read as the type of the attribute', () => {
  const entries = [' AUSTIN', ',', ' ', '3', 'Zürich'].map((stringValue) => ({ stringValue }));
  const lists = [{ name: 'list', type: 'DATA_LIST_TYPE_STRING', entries }];
  expect(kept(listFilter('location.city', 'IN'), lists)).toBe('AB');
  expect(kept(listFilter('location.city', 'NOT_IN'), lists)).toBe('C');
  expect(kept(listFilter('location.rank', 'IN'), lists)).toBe('C');
  expect(kept(listFilter('location.rank', 'NOT_IN'), lists)).toBe('AB');
});

test('an empty data list holds nothing', () => {
  const lists = [{ name: 'list', type: 'DATA_LIST_TYPE_STRING' }];
  expect(kept(listFilter('location.city', 'IN'), lists)).toBe('');
  expect(kept(listFilter('location.city', 'NOT_IN'), lists)).toBe('ABC');
});

test('all filters must hold, and each is kept by itself for the log', () => {
  const filters = [
    customFilter('location.rank', 'GREATER_THAN', '1'),
    customFilter('location.state', 'NOT_EQUAL', 'TX'),
  ];
  const group = firstGroup(programOf(sampleDocument({ isDefaultGroup: true }, filters), PLACES));
  expect(membersOf(group, PLACES)).toEqual(['C 3']);
  expect([...group.ranks]).toEqual([1, 2, 3]);
  expect([...group.listed]).toEqual([0b111]);
  expect(group.filters.map(({ name, scope }) => [name, scope])).toEqual([
    ['location.rank GREATER_THAN', 'location'],
    ['location.state NOT_EQUAL', 'location'],
  ]);
  expect(group.filters.map(({ bits }) => [...(bits ?? [])])).toEqual([[0b110], [0b101]]);
});

test('a location on hold is listed and no member', () => {
  const places = PLACES.map((place, i) => (i === 1 ? { ...place, onHold: true } : place));
  const group = firstGroup(programOf(sampleDocument({ isDefaultGroup: true }), places));
  expect(membersOf(group, places)).toEqual(['A 1', 'C 3']);
  expect([...group.listed]).toEqual([0b111]);
});

test('what waits for the order keeps its predicate and its scope', () => {
  const filters = [
    customFilter('location.distance', 'LESS_THAN', '10'),
    customFilter('inventory.available', 'GREATER_THAN', '1'),
    customFilter('item.sku', 'EQUAL', 'x'),
    customFilter('order.total', 'GREATER_THAN', '1'),
  ];
  const group = firstGroup(programOf(sampleDocument({ isDefaultGroup: true }, filters), PLACES));
  expect(group.filters.map(({ scope, bits }) => [scope, bits])).toEqual([
    ['location', null],
    ['pair', null],
    ['line', null],
    ['order', null],
  ]);
  const predicates = [
    ...group.locationPredicates,
    ...group.pairPredicates,
    ...group.linePredicates,
    ...group.orderPredicates,
  ];
  expect(group.filters.map(({ predicate }) => predicate)).toEqual(predicates);
});
