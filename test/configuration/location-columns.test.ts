// Tests of filters that are settled by data sets, extensible attributes and comparisons of what is
// known of locations, and of the columns that sorts read.

import { expect, test } from 'vitest';
import type {
  DataPointDocument,
  DataSetDocument,
  FilterDocument,
} from '../../src/configuration/document.js';
import type { LocationDocument } from '../../src/configuration/location-document.js';
import {
  customFilter,
  firstGroup,
  listFilter,
  membersOf,
  programOf,
  sampleDocument,
} from './samples.js';

const attribute = (attributeFqn: string, ...attributeValues: string[]) => ({
  attributeFqn,
  attributeValues,
});

const PLACES: readonly LocationDocument[] = [
  {
    code: 'A',
    name: 'north',
    city: 'North Austin',
    countryCode: 'US',
    postalCode: '78701-1234',
    attributes: [attribute('size', ' ', 'Big '), attribute('floor', '10', 'x'), attribute('floor')],
    wmsEnabled: true,
  },
  {
    code: 'B',
    name: 'Dallas',
    city: 'dallas',
    countryCode: 'US',
    postalCode: '75201',
    attributes: [attribute('size', 'small', 'BIG'), attribute('Size', 'huge')],
    requiresManifest: true,
  },
  { code: 'C', countryCode: 'DE', postalCode: '75201' },
];

const ZONES: DataSetDocument = {
  name: 'zones',
  columns: [
    { name: 'cost', defaultValue: '5' },
    { name: 'level' },
    { name: 'region', type: 'DATA_SET_COLUMN_TYPE_STRING' },
    { name: 'radius', unit: 'MEASURE_UNIT_KM' },
    { name: 'reach', unit: 'MEASURE_UNIT_MI' },
    { name: 'depth', unit: 'MEASURE_UNIT_M' },
    { name: 'fee', isMoney: true },
    { name: 'zip', type: 'DATA_SET_COLUMN_TYPE_STRING', defaultValue: '75201' },
  ],
  rows: [
    {
      locationCode: 'A',
      values: { cost: '1.50', level: '1', region: 'South', radius: '16.09344', reach: '10' },
    },
    {
      locationCode: 'B',
      values: { cost: '', level: '2', region: '', depth: '30.48', fee: '19.99', radius: '0.03' },
    },
    { locationCode: 'gone', values: { cost: '9' } },
  ],
};

const column = (dataSetColumn: string): DataPointDocument => ({
  attribute: 'location.dataSet',
  dataSet: 'zones',
  dataSetColumn,
});

function kept(filter: FilterDocument): string {
  const dataLists = [
    {
      name: 'list',
      type: 'DATA_LIST_TYPE_STRING',
      entries: [{ stringValue: 'big' }, { stringValue: '1.5' }, { stringValue: ' SOUTH' }],
    },
  ];
  const document = sampleDocument({ isDefaultGroup: true, rank: 1 }, [filter], {
    dataLists,
    dataSets: [ZONES],
  });
  return membersOf(firstGroup(programOf(document, PLACES)), PLACES)
    .map((member) => member.split(' ')[0])
    .join('');
}

function columnKept(dataSetColumn: string, operator: string, value: string, unit?: string): string {
  const name = unit === undefined ? undefined : `MEASURE_UNIT_${unit}`;
  const filter = customFilter('location.dataSet', operator, value, name);
  return kept({ ...filter, ...column(dataSetColumn) });
}

test.each([
  ['cost', 'EQUAL', '1.5', undefined, 'A'],
  // The default stands where a row has no value, or an empty one.
  ['cost', 'EQUAL', '5.0', undefined, 'BC'],
  ['cost', 'IN', '5,1.5', undefined, 'ABC'],
  ['cost', 'BETWEEN', '1,2', undefined, 'A'],
  ['level', 'GREATER_OR_EQUAL', '1', undefined, 'AB'],
  ['level', 'NOT_EQUAL', '1', undefined, 'BC'],
  ['level', 'NOT_IN', '1,2', undefined, 'C'],
  ['region', 'EQUAL', ' SOUTH ', undefined, 'A'],
  ['region', 'CONTAINS', 'out', undefined, 'A'],
  ['region', 'NOT_EQUAL', 'south', undefined, 'BC'],
  ['radius', 'EQUAL', '10', 'MI', 'A'],
  ['radius', 'EQUAL', '16.09344', undefined, 'A'],
  ['radius', 'EQUAL', '16093.44', 'M', 'A'],
  ['reach', 'LESS_THAN', '16.1', 'KM', 'A'],
  ['depth', 'EQUAL', '100', 'FT', 'B'],
  ['depth', 'EQUAL', '0.03048', 'KM', 'B'],
  ['fee', 'EQUAL', '19.990', undefined, 'B'],
])('column %s %s %s %s keeps %j', (name, operator, value, unit, expected) => {
  expect(columnKept(name, operator, value, unit)).toBe(expected);
});

test('a location without a value follows accept_nulls', () => {
  const filter = { ...customFilter('location.dataSet', 'EQUAL', '1'), ...column('level') };
  expect(kept({ ...filter, acceptNulls: true })).toBe('AC');
  const denied = { ...customFilter('location.dataSet', 'NOT_EQUAL', '1'), ...column('level') };
  expect(kept({ ...denied, acceptNulls: false })).toBe('B');
});

test('a data list is read as what the column holds', () => {
  expect(kept({ ...listFilter('location.dataSet', 'IN'), ...column('cost') })).toBe('A');
  expect(kept({ ...listFilter('location.dataSet', 'NOT_IN'), ...column('region') })).toBe('BC');
});

test.each([
  ['size', 'EQUAL', 'big', 'AB'],
  ['size', 'NOT_EQUAL', 'big', 'C'],
  ['size', 'NOT_EQUAL', 'small', 'AC'],
  ['size', 'STARTS_WITH', 'SM', 'B'],
  ['size', 'DOES_NOT_CONTAIN', 'mal', 'AC'],
  ['size', 'SUBSET', 'big', 'A'],
  ['size', 'SUBSET', 'big,small,x', 'AB'],
  ['size', 'NOT_IN', 'small', 'AC'],
  ['Size', 'EQUAL', 'huge', 'B'],
  ['SIZE', 'EQUAL', 'huge', ''],
  ['floor', 'EQUAL', '10.0', 'A'],
  ['floor', 'NOT_EQUAL', '10.0', 'BC'],
  ['floor', 'GREATER_THAN', '9', 'A'],
  ['floor', 'LESS_THAN', '9', ''],
  // 'small' and 'BIG' are no numbers: as if nothing were there.
  ['size', 'GREATER_THAN', '0', ''],
])('attribute %s %s %s keeps %j', (attributeFqn, operator, value, expected) => {
  const filter = customFilter('location.attributes', operator, value);
  expect(kept({ ...filter, attributeFqn })).toBe(expected);
});

test('values that do not count follow accept_nulls', () => {
  const filter = { ...customFilter('location.attributes', 'GREATER_THAN', '9'), acceptNulls: true };
  expect(kept({ ...filter, attributeFqn: 'size' })).toBe('ABC');
  expect(kept({ ...filter, attributeFqn: 'floor' })).toBe('ABC');
  const list = { ...listFilter('location.attributes', 'SUBSET'), attributeFqn: 'size' };
  expect(kept(list)).toBe('A');
  expect(kept({ ...list, acceptNulls: true })).toBe('AC');
});

function comparedKept(
  left: DataPointDocument,
  operator: string,
  dataPoint: DataPointDocument,
): string {
  return kept({ name: 'it', ...left, operator: `FILTER_OPERATOR_${operator}`, dataPoint });
}

test.each([
  [{ attribute: 'location.city' }, 'STARTS_WITH', { attribute: 'location.name' }, 'AB'],
  [{ attribute: 'location.city' }, 'EQUAL', { attribute: 'location.name' }, 'B'],
  [{ attribute: 'location.city' }, 'NOT_EQUAL', { attribute: 'location.name' }, 'A'],
  [{ attribute: 'location.postalCode' }, 'EQUAL', column('zip'), 'BC'],
  [{ attribute: 'location.postalCode' }, 'NOT_EQUAL', column('zip'), 'A'],
  [column('region'), 'NOT_EQUAL', column('zip'), 'A'],
  [{ attribute: 'location.attributes', attributeFqn: 'size' }, 'EQUAL', column('region'), ''],
  [
    { attribute: 'location.attributes', attributeFqn: 'size' },
    'DOES_NOT_CONTAIN',
    { attribute: 'location.name' },
    'AB',
  ],
  // Ten miles are 16.09344 km.
  [column('radius'), 'EQUAL', column('reach'), 'A'],
  [column('radius'), 'LESS_THAN', column('depth'), 'B'],
  [column('depth'), 'LESS_OR_EQUAL', column('radius'), ''],
  [column('cost'), 'GREATER_THAN', column('level'), 'AB'],
  [{ attribute: 'location.wmsEnabled' }, 'EQUAL', { attribute: 'location.requiresManifest' }, 'C'],
  // In a default group without a list ranks are by code: 1, 2, 3.
  [{ attribute: 'location.rank' }, 'EQUAL', column('level'), 'AB'],
  [column('cost'), 'GREATER_THAN', { attribute: 'location.rank' }, 'ABC'],
  [{ attribute: 'location.rank' }, 'NOT_EQUAL', { attribute: 'location.rank' }, ''],
])('%j %s %j keeps %j', (left, operator, right, expected) => {
  expect(comparedKept(left, operator, right)).toBe(expected);
});

test('sorts read numbers as they are written, and none where no column is named', () => {
  const sorts = [
    { type: 'SORT_TYPE_COST', dataSet: 'zones', dataSetColumn: 'cost' },
    { type: 'SORT_TYPE_DATA_SET', dataSet: 'zones', dataSetColumn: 'reach' },
    { type: 'SORT_TYPE_DATA_SET', dataSet: 'zones', dataSetColumn: 'fee' },
    { type: 'SORT_TYPE_DATA_SET', direction: 'SORT_DIRECTION_DESCENDING' },
    { type: 'SORT_TYPE_EXCESS_COUNT' },
    { type: 'SORT_TYPE_EXCESS_PERCENTAGE', direction: 'SORT_DIRECTION_ASCENDING' },
  ];
  const document = sampleDocument({ isDefaultGroup: true, sorts }, [], { dataSets: [ZONES] });
  const program = programOf(document, [...PLACES, undefined]);
  const found = firstGroup(program).sorts.map(({ column: numbers, isDescending }) => [
    numbers === null ? null : [...numbers],
    isDescending,
  ]);
  const none = Number.NaN;
  expect(found).toEqual([
    [[1.5, 5, 5, none], false],
    [[10, none, none, none], false],
    [[none, 19.99, none, none], false],
    [null, true],
    [null, true],
    [null, false],
  ]);
  expect(program.routes[1]?.readsRowDetails).toBe(true);
});
