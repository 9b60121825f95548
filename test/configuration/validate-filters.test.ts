// Tests of the rules on filters, each with the path that it names.

import { describe, expect, test } from 'vitest';
import { FILTERS_MAX, OPERAND_BYTES_MAX } from '../../src/columns/limits.js';
import { FILTER_ATTRIBUTES, type AttributeNaming } from '../../src/configuration/attributes.js';
import type { FilterDocument } from '../../src/configuration/document.js';
import { OPERATORS } from '../../src/configuration/enumerations.js';
import { validateConfiguration } from '../../src/configuration/validate.js';
import { customFilter, listFilter } from './samples.js';

const dataLists = [{ name: 'list', type: 'DATA_LIST_TYPE_STRING' }];
const dataSets = [
  {
    name: 'zones',
    columns: [
      { name: 'cost' },
      { name: 'region', type: 'DATA_SET_COLUMN_TYPE_STRING' },
      { name: 'radius', unit: 'MEASURE_UNIT_KM' },
      { name: 'depth', unit: 'MEASURE_UNIT_M' },
      { name: 'fee', isMoney: true },
      { name: 'secret', filterable: false },
    ],
  },
];

function violationsOf(filter: FilterDocument) {
  return validateConfiguration({ dataLists, dataSets, filters: [filter] });
}

function fieldsOf(filter: FilterDocument): string[] {
  return violationsOf(filter).map(({ field }) => field.replace('filters[0].', ''));
}

const OPERATORS_OF_TYPE = {
  NUMBER: 'EQUAL NOT_EQUAL GREATER_THAN LESS_THAN GREATER_OR_EQUAL LESS_OR_EQUAL IN NOT_IN BETWEEN',
  STRING: 'EQUAL NOT_EQUAL IN NOT_IN STARTS_WITH ENDS_WITH CONTAINS DOES_NOT_CONTAIN',
  BOOLEAN: 'EQUAL NOT_EQUAL',
  DATE: 'EQUAL NOT_EQUAL GREATER_THAN LESS_THAN GREATER_OR_EQUAL LESS_OR_EQUAL IN NOT_IN BETWEEN',
  STRING_LIST: 'IN NOT_IN CONTAINS DOES_NOT_CONTAIN SUBSET',
  CUSTOM:
    'EQUAL NOT_EQUAL GREATER_THAN LESS_THAN GREATER_OR_EQUAL LESS_OR_EQUAL IN NOT_IN BETWEEN ' +
    'STARTS_WITH ENDS_WITH CONTAINS DOES_NOT_CONTAIN',
};

/** What an attribute needs besides its path. */
const NAMES: Readonly<Record<AttributeNaming, Partial<FilterDocument>>> = {
  nothing: {},
  'custom-key': { customAttributeName: 'k' },
  fqn: { attributeFqn: 'acme.size' },
  column: { dataSet: 'zones', dataSetColumn: 'cost' },
};

/** The operators that a filter with a custom value may have, without their prefix. */
function admittedOf(path: string, type: string, names: Partial<FilterDocument>): string[] {
  return [...OPERATORS.numbers.keys()]
    .map((name) => name.replace('FILTER_OPERATOR_', ''))
    .filter((operator) => {
      const operand = { BOOLEAN: 'true', DATE: '2024-02-29' }[type] ?? '1';
      const range = `${operand},${operand}`;
      const filter = customFilter(path, operator, operator === 'BETWEEN' ? range : operand);
      const fields = fieldsOf({ ...filter, ...names });
      expect(fields.filter((field) => field !== 'operator')).toEqual([]);
      return fields.length === 0;
    });
}

describe('operators', () => {
  test.each(FILTER_ATTRIBUTES)('$path admits those of its type', ({ path, type, naming }) => {
    const isList = naming === 'fqn' ? ' SUBSET' : '';
    const expected = naming === 'column' ? OPERATORS_OF_TYPE.NUMBER : OPERATORS_OF_TYPE[type];
    expect(admittedOf(path, type, NAMES[naming])).toEqual(`${expected}${isList}`.split(' '));
  });

  test('of a column are those of what it holds', () => {
    const region = { dataSet: 'zones', dataSetColumn: 'region' };
    const admitted = admittedOf('location.dataSet', 'STRING', region);
    expect(admitted).toEqual(OPERATORS_OF_TYPE.STRING.split(' '));
  });

  test.each(['UNSPECIFIED', 'LIKE'])('%s is refused', (operator) => {
    expect(fieldsOf(customFilter('item.sku', operator, 'x'))).toEqual(['operator']);
  });
});

describe('attributes', () => {
  test.each([
    ['location.colour', 'of location there are distance, rank, locationCode'],
    ['order.items.color', 'shippingAddress.countryCode'],
    ['Location.name', 'they begin with location., '],
    ['', 'they begin with location., '],
    ['toString', 'they begin with location., '],
  ])('%j is refused', (path, served) => {
    const violations = violationsOf(customFilter(path, 'EQUAL', 'x'));
    expect(violations.map(({ field }) => field)).toEqual(['filters[0].attribute']);
    expect(violations[0].description).toContain(served);
    // What is longer is cut on its way to the caller.
    expect(violations[0].description.length).toBeLessThanOrEqual(300);
  });

  test('custom data needs a name, the rest has none', () => {
    const custom = customFilter('order.customData', 'EQUAL', 'x');
    const plain = customFilter('item.sku', 'EQUAL', 'x');
    expect(fieldsOf(custom)).toEqual(['custom_attribute_name']);
    expect(fieldsOf({ ...custom, customAttributeName: 'n'.repeat(256) })).toEqual([
      'custom_attribute_name',
    ]);
    expect(fieldsOf({ ...custom, customAttributeName: 'gift' })).toEqual([]);
    expect(fieldsOf({ ...plain, customAttributeName: 'gift' })).toEqual(['custom_attribute_name']);
    expect(fieldsOf({ ...plain, customAttributeName: '' })).toEqual([]);
  });
});

describe('names', () => {
  test.each([
    ['item.sku', { attributeFqn: 'a' }, 'attribute_fqn'],
    ['item.sku', { dataSet: 'zones' }, 'data_set'],
    ['item.sku', { dataSetColumn: 'cost' }, 'data_set_column'],
    ['order.customData', { customAttributeName: 'k', attributeFqn: 'a' }, 'attribute_fqn'],
    ['order.attributes', {}, 'attribute_fqn'],
    ['order.attributes', { attributeFqn: '' }, 'attribute_fqn'],
    ['order.attributes', { attributeFqn: 'n'.repeat(256) }, 'attribute_fqn'],
    ['order.attributes', { attributeFqn: 'a', customAttributeName: 'k' }, 'custom_attribute_name'],
    ['location.dataSet', {}, 'data_set'],
    ['location.dataSet', { dataSet: 'none', dataSetColumn: 'cost' }, 'data_set'],
    ['location.dataSet', { dataSet: 'zones' }, 'data_set_column'],
    ['location.dataSet', { dataSet: 'zones', dataSetColumn: 'none' }, 'data_set_column'],
    ['location.dataSet', { dataSet: 'zones', dataSetColumn: 'secret' }, 'data_set_column'],
  ])('of %s: %j', (path, names, field) => {
    expect(fieldsOf({ ...customFilter(path, 'EQUAL', '1'), ...names })).toEqual([field]);
  });

  test.each([
    ['cost', undefined, true],
    ['cost', 'KM', false],
    ['radius', undefined, true],
    ['radius', 'MI', true],
    ['radius', 'M', true],
    ['radius', 'CM', false],
    ['radius', 'KG', false],
    ['depth', 'FT', true],
    ['depth', 'KM', true],
    ['depth', 'G', false],
    ['fee', undefined, true],
    ['fee', 'KM', false],
    ['region', undefined, true],
    ['region', 'KM', false],
  ])('a value for column %s in %s', (dataSetColumn, unit, isAdmitted) => {
    const name = unit === undefined ? undefined : `MEASURE_UNIT_${unit}`;
    const filter = customFilter('location.dataSet', 'IN', '1', name);
    const fields = fieldsOf({ ...filter, dataSet: 'zones', dataSetColumn });
    expect(fields).toEqual(isAdmitted ? [] : ['custom_value.unit']);
  });

  test('the operand of a column of numbers is one', () => {
    const filter = customFilter('location.dataSet', 'EQUAL', 'x');
    const columnOf = (dataSetColumn: string) => ({ ...filter, dataSet: 'zones', dataSetColumn });
    expect(fieldsOf(columnOf('cost'))).toEqual(['custom_value.string_value']);
    expect(fieldsOf(columnOf('region'))).toEqual([]);
  });
});

describe('operands', () => {
  test('there is exactly one', () => {
    const { customValue: _customValue, ...none } = customFilter('item.sku', 'IN', 'x');
    expect(fieldsOf(none)).toEqual(['operand']);
    expect(fieldsOf({ ...none, dataList: 'list', customValue: { stringValue: 'x' } })).toEqual([
      'operand',
    ]);
    const dataPoint = { attribute: 'customer.segments' };
    expect(fieldsOf({ ...none, dataPoint })).toEqual([]);
    expect(fieldsOf({ ...none, dataPoint, dataList: 'list' })).toEqual(['operand']);
  });

  test.each([
    ['location.rank', 'EQUAL', 'first'],
    ['location.rank', 'EQUAL', '1,2'],
    ['location.rank', 'EQUAL', '0x1'],
    ['location.rank', 'EQUAL', '1e999'],
    ['location.rank', 'IN', '1,two'],
    ['location.rank', 'IN', ' , ,'],
    ['location.rank', 'BETWEEN', '1'],
    ['location.rank', 'BETWEEN', '1,2,3'],
    ['location.rank', 'BETWEEN', '1,'],
    ['location.wmsEnabled', 'EQUAL', 'yes'],
    ['location.wmsEnabled', 'EQUAL', '1'],
    ['location.name', 'CONTAINS', '  '],
    ['location.name', 'IN', ','],
    ['inventory.attributes', 'CONTAINS', ','],
    ['order.total', 'LESS_THAN', '$10'],
    ['location.name', 'EQUAL', 'x'.repeat(OPERAND_BYTES_MAX + 1)],
    ['customer.customerSinceDate', 'EQUAL', '2023-02-29'],
    ['customer.customerSinceDate', 'LESS_THAN', '1704067200000'],
    ['customer.customerSinceDate', 'GREATER_THAN', '2024-01-01T10:00'],
    ['customer.customerSinceDate', 'IN', '2024-01-01,soon'],
    ['customer.customerSinceDate', 'BETWEEN', '2024-01-01'],
    ['customer.taxExempt', 'EQUAL', '2024-01-01'],
    ['customer.segments', 'SUBSET', ' , '],
  ])('refused: %s %s %.20s', (attribute, operator, value) => {
    expect(fieldsOf(customFilter(attribute, operator, value))).toEqual([
      'custom_value.string_value',
    ]);
  });

  test.each([
    ['location.rank', 'IN', '1, 2,,3,'],
    ['location.rank', 'BETWEEN', '9,1'],
    ['location.rank', 'BETWEEN', ' 1 , 2.5 '],
    ['location.wmsEnabled', 'NOT_EQUAL', ' True '],
    ['location.name', 'EQUAL', ','],
    ['order.total', 'GREATER_OR_EQUAL', '19.99'],
    ['customer.customerSinceDate', 'NOT_EQUAL', ' 2024-02-29 '],
    ['customer.customerSinceDate', 'BETWEEN', '2025-01-01, 2024-12-31T23:00:00.5-01:00'],
    ['customer.customerSinceDate', 'NOT_IN', '2024-01-01,, 2024-02-29T12:00Z'],
    ['customer.externalId', 'ENDS_WITH', '-7'],
  ])('accepted: %s %s %s', (attribute, operator, value) => {
    expect(fieldsOf(customFilter(attribute, operator, value))).toEqual([]);
  });

  test('a date that is none is told what one is', () => {
    const [violation] = violationsOf(customFilter('customer.customerSinceDate', 'EQUAL', '1/2/24'));
    expect(violation.description).toBe(
      "must be a date of ISO 8601, as 2024-02-29 or 2024-02-29T12:00:00Z, not '1/2/24'",
    );
  });

  test('custom data needs numbers only where the operator orders', () => {
    const named = (operator: string, value: string) => ({
      ...customFilter('item.customItemData', operator, value),
      customAttributeName: 'k',
    });
    expect(fieldsOf(named('EQUAL', 'red'))).toEqual([]);
    expect(fieldsOf(named('IN', 'red,2'))).toEqual([]);
    expect(fieldsOf(named('LESS_THAN', 'red'))).toEqual(['custom_value.string_value']);
    expect(fieldsOf(named('BETWEEN', '1,red'))).toEqual(['custom_value.string_value']);
  });
});

describe('data lists', () => {
  test.each([
    ['location.rank', 'IN', []],
    ['location.name', 'NOT_IN', []],
    ['inventory.attributes', 'SUBSET', []],
    ['inventory.attributes', 'CONTAINS', ['data_list']],
    ['location.name', 'EQUAL', ['data_list']],
    ['location.rank', 'BETWEEN', ['data_list']],
    ['location.name', 'SUBSET', ['operator']],
    ['customer.customerSinceDate', 'NOT_IN', []],
    ['customer.customerSinceDate', 'LESS_THAN', ['data_list']],
    ['customer.segments', 'SUBSET', []],
  ])('%s %s', (attribute, operator, fields) => {
    expect(fieldsOf(listFilter(attribute, operator))).toEqual(fields);
  });

  test('must exist', () => {
    expect(fieldsOf({ ...listFilter('item.sku', 'IN'), dataList: 'other' })).toEqual(['data_list']);
    expect(fieldsOf({ ...listFilter('item.sku', 'IN'), dataList: '' })).toEqual(['data_list']);
  });
});

describe('units', () => {
  const admitted: Record<string, string> = {
    'location.distance': 'MI KM M',
    'item.weight': 'G KG OZ LB',
    'item.length': 'M CM IN FT',
    'item.width': 'M CM IN FT',
    'item.height': 'M CM IN FT',
    'order.total': '',
    'location.rank': '',
    'item.sku': '',
    'customer.externalId': '',
  };

  test.each(Object.keys(admitted))('of %s', (attribute) => {
    const passing = 'MI KM M CM IN FT G KG OZ LB'.split(' ').filter((unit) => {
      const fields = fieldsOf(customFilter(attribute, 'EQUAL', '1', `MEASURE_UNIT_${unit}`));
      expect(fields.filter((field) => field !== 'custom_value.unit')).toEqual([]);
      return fields.length === 0;
    });
    expect(passing.join(' ')).toBe(admitted[attribute]);
  });

  test('may be unspecified but not unknown', () => {
    const filter = (unit: string) => customFilter('item.weight', 'EQUAL', '1', unit);
    expect(fieldsOf(filter('MEASURE_UNIT_UNSPECIFIED'))).toEqual([]);
    expect(fieldsOf(filter('MEASURE_UNIT_STONE'))).toEqual(['custom_value.unit']);
  });

  test('a value that overflows in its unit is no number', () => {
    const filter = customFilter('item.weight', 'EQUAL', '1e307', 'MEASURE_UNIT_LB');
    expect(fieldsOf(filter)).toEqual(['custom_value.string_value']);
  });
});

test('filters past their limit are refused by name', () => {
  const filters = Array.from({ length: FILTERS_MAX + 1 }, () => ({}));
  expect(validateConfiguration({ filters }).map(({ field }) => field)).toEqual(['filters']);
});
