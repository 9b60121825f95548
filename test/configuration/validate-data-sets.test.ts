// Tests of the rules on data sets, each with the path that it names.

import { describe, expect, test } from 'vitest';
import {
  DATA_SET_COLUMNS_MAX,
  DATA_SET_ROWS_MAX,
  DATA_SETS_MAX,
} from '../../src/columns/limits.js';
import type {
  DataSetColumnDocument,
  DataSetDocument,
  DataSetRowDocument,
} from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';

const TEXT = 'DATA_SET_COLUMN_TYPE_STRING';

function fieldsOf(...dataSets: DataSetDocument[]): string[] {
  return validateConfiguration({ dataSets }).map(({ field }) => field.replace('data_sets[0].', ''));
}

function columnFields(...columns: DataSetColumnDocument[]): string[] {
  return fieldsOf({ name: 'set', columns });
}

function rowFields(column: DataSetColumnDocument, ...rows: DataSetRowDocument[]): string[] {
  return fieldsOf({ name: 'set', columns: [{ name: 'c', ...column }], rows });
}

test('a full data set passes', () => {
  const columns = [
    { name: 'cost', type: 'DATA_SET_COLUMN_TYPE_NUMBER', isMoney: true, defaultValue: '1.50' },
    { name: 'reach', type: 'DATA_SET_COLUMN_TYPE_UNSPECIFIED', unit: 'MEASURE_UNIT_KM' },
    { name: 'Zone', type: TEXT, defaultValue: 'north', filterable: false },
    { name: 'zone', type: TEXT, sortable: false },
  ];
  const rows: DataSetRowDocument[] = [
    { locationCode: 'A', values: { cost: ' -2e3 ', reach: '.5', Zone: '7', zone: '' } },
    { locationCode: 'a', values: {} },
    { locationCode: 'no such location' },
  ];
  expect(fieldsOf({ name: 'set', notes: 'n', columns, rows })).toEqual([]);
  expect(fieldsOf({ name: 'set', columns: [{ name: 'c' }] })).toEqual([]);
});

describe('columns', () => {
  test.each<[string, DataSetColumnDocument[], string[]]>([
    ['none', [], ['columns']],
    ['without a name', [{}, { name: ' ' }], ['columns[0].name', 'columns[1].name']],
    ['with a long name', [{ name: 'é'.repeat(33) }], ['columns[0].name']],
    ['with a name that comes twice', [{ name: 'c' }, { name: 'c' }], ['columns[1].name']],
    ['with a reserved name', [{ name: '__proto__' }], ['columns[0].name']],
    ['of an unknown type', [{ name: 'c', type: 'DATA_SET_COLUMN_TYPE_DATE' }], ['columns[0].type']],
    ['of an unknown unit', [{ name: 'c', unit: 'MEASURE_UNIT_STONE' }], ['columns[0].unit']],
    [
      'of text in a unit',
      [{ name: 'c', type: TEXT, unit: 'MEASURE_UNIT_KM' }],
      ['columns[0].unit'],
    ],
    ['of text that is money', [{ name: 'c', type: TEXT, isMoney: true }], ['columns[0].is_money']],
    ['of text to sort by', [{ name: 'c', type: TEXT, sortable: true }], ['columns[0].sortable']],
    [
      'of money in a unit',
      [{ name: 'c', isMoney: true, unit: 'MEASURE_UNIT_KM' }],
      ['columns[0].unit'],
    ],
    [
      'with a default that is no number',
      [{ name: 'c', defaultValue: 'much' }],
      ['columns[0].default_value'],
    ],
    [
      'with a long default',
      [{ name: 'c', type: TEXT, defaultValue: 'x'.repeat(256) }],
      ['columns[0].default_value'],
    ],
    [
      'past their limit',
      Array.from({ length: DATA_SET_COLUMNS_MAX + 1 }, (_, i) => ({ name: `c${i}` })),
      ['columns'],
    ],
  ])('%s are refused', (_case, columns, fields) => {
    expect(columnFields(...columns)).toEqual(fields);
  });

  test('may have an empty default, which is none', () => {
    expect(columnFields({ name: 'c', defaultValue: '' })).toEqual([]);
  });
});

describe('rows', () => {
  test('are refused for a code that is none, or comes twice', () => {
    const rows = [
      {},
      { locationCode: 'A' },
      { locationCode: 'A' },
      { locationCode: 'c'.repeat(65) },
    ];
    expect(rowFields({}, ...rows)).toEqual([
      'rows[0].location_code',
      'rows[2].location_code',
      'rows[3].location_code',
    ]);
  });

  test.each(['five', '1,5', '0x10', 'Infinity', 'NaN', '1e999', ' ', '١'])(
    'may not have %j for a number',
    (c) => {
      expect(rowFields({}, { locationCode: 'A', values: { c } })).toEqual(['rows[0].values["c"]']);
    },
  );

  test('may have any short text for text', () => {
    const rowsOf = (...texts: string[]) =>
      texts.map((c, i) => ({ locationCode: `L${i}`, values: { c } }));
    expect(rowFields({ type: TEXT }, ...rowsOf('five', ' ', 'x'.repeat(255)))).toEqual([]);
    expect(rowFields({ type: TEXT }, ...rowsOf('é'.repeat(128), '字'.repeat(86)))).toEqual([
      'rows[0].values["c"]',
      'rows[1].values["c"]',
    ]);
  });

  test('may not have values of other columns', () => {
    const values = { c: '1', 'no "column"': '2', toString: '3' };
    expect(rowFields({}, { locationCode: 'A', values })).toEqual([
      'rows[0].values["no \\"column\\""]',
      'rows[0].values["toString"]',
    ]);
  });

  test('may not have money that is beyond all numbers', () => {
    const row = { locationCode: 'A', values: { c: '1e306' } };
    expect(rowFields({}, row)).toEqual([]);
    expect(rowFields({ isMoney: true }, row)).toEqual(['rows[0].values["c"]']);
  });

  test('past their limit are refused by name', () => {
    const rows = Array.from({ length: DATA_SET_ROWS_MAX + 1 }, () => ({}));
    expect(rowFields({}, ...rows)).toEqual(['rows']);
  });

  test('of the wrong shape are named', () => {
    const row = { locationCode: 'A', values: { c: 5 } } as unknown as DataSetRowDocument;
    expect(rowFields({}, row)).toEqual(['rows[0].values["c"]']);
  });
});

test('names are unique, and data sets past their limit are refused', () => {
  const columns = [{ name: 'c' }];
  expect(fieldsOf({ name: 'a', columns }, { name: 'a', columns }, { columns })).toEqual([
    'data_sets[1].name',
    'data_sets[2].name',
  ]);
  expect(fieldsOf(...Array.from({ length: DATA_SETS_MAX + 1 }, () => ({})))).toEqual(['data_sets']);
});

test('what was accepted before is not looked into again', () => {
  const bad: DataSetDocument = { name: 'set', columns: [{ name: 'c', defaultValue: 'much' }] };
  expect(validateConfiguration({ dataSets: [bad] }, { dataSets: [bad] })).toEqual([]);
  expect(validateConfiguration({ dataSets: [{ ...bad }] }, { dataSets: [bad] })).toHaveLength(1);
});
