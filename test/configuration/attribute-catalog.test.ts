// Tests of what people are told of attributes: every attribute, in words of the contract, and that
// a form drawn from it makes filters that pass.

import { describe, expect, test } from 'vitest';
import { describeAttributes } from '../../src/configuration/attribute-catalog.js';
import { FILTER_ATTRIBUTES } from '../../src/configuration/attributes.js';
import type { FilterDocument } from '../../src/configuration/document.js';
import { validateConfiguration } from '../../src/configuration/validate.js';

const described = describeAttributes();

function byPath(path: string) {
  const found = described.find((attribute) => attribute.path === path);
  if (found === undefined) throw new Error(`no ${path}`);
  return found;
}

/** A value that the attribute and operator take. */
function valueFor(type: string, operator: string): string {
  const value = { NUMBER: '5', DATE: '2024-02-29', BOOLEAN: 'true', CUSTOM: '5' }[type] ?? 'a';
  return operator === 'FILTER_OPERATOR_BETWEEN' ? `${value},${value}` : value;
}

test('every attribute is there once, by scope, then path', () => {
  const paths = described.map(({ path }) => path);
  expect([...paths].sort()).toEqual(FILTER_ATTRIBUTES.map(({ path }) => path).sort());
  const scopes = ['LOCATION', 'INVENTORY', 'ITEM', 'ORDER', 'CUSTOMER'];
  const keys = described.map(
    ({ scope, path }) => `${scopes.indexOf(scope.replace('ATTRIBUTE_SCOPE_', ''))} ${path}`,
  );
  expect(keys).toEqual([...keys].sort());
  expect(keys.some((key) => key.startsWith('-1'))).toBe(false);
});

test('ids and display names tell attributes apart', () => {
  expect(new Set(described.map(({ attributeId }) => attributeId)).size).toBe(described.length);
  expect(new Set(described.map(({ displayName }) => displayName)).size).toBe(described.length);
  for (const { attributeId } of described) expect(attributeId).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
});

test('the distance is in miles, weights in grams, lengths in centimetres, totals in money', () => {
  expect(byPath('location.distance')).toEqual({
    path: 'location.distance',
    attributeId: 'DISTANCE_FROM_ORDER',
    displayName: 'Distance from the destination',
    type: 'ATTRIBUTE_TYPE_NUMBER',
    scope: 'ATTRIBUTE_SCOPE_LOCATION',
    units: ['MEASURE_UNIT_MI', 'MEASURE_UNIT_KM', 'MEASURE_UNIT_M'],
    defaultUnit: 'MEASURE_UNIT_MI',
    isMoney: false,
    operators: [
      'FILTER_OPERATOR_EQUAL',
      'FILTER_OPERATOR_NOT_EQUAL',
      'FILTER_OPERATOR_GREATER_THAN',
      'FILTER_OPERATOR_LESS_THAN',
      'FILTER_OPERATOR_GREATER_OR_EQUAL',
      'FILTER_OPERATOR_LESS_OR_EQUAL',
      'FILTER_OPERATOR_IN',
      'FILTER_OPERATOR_NOT_IN',
      'FILTER_OPERATOR_BETWEEN',
    ],
    dataListOperators: ['FILTER_OPERATOR_IN', 'FILTER_OPERATOR_NOT_IN'],
    allowedValues: [],
    needsCustomAttributeName: false,
    canBeUnknown: false,
    needsAttributeFqn: false,
    needsDataSetColumn: false,
    dataPointOperators: [
      {
        type: 'ATTRIBUTE_TYPE_NUMBER',
        operators: [
          'FILTER_OPERATOR_EQUAL',
          'FILTER_OPERATOR_NOT_EQUAL',
          'FILTER_OPERATOR_GREATER_THAN',
          'FILTER_OPERATOR_LESS_THAN',
          'FILTER_OPERATOR_GREATER_OR_EQUAL',
          'FILTER_OPERATOR_LESS_OR_EQUAL',
        ],
      },
    ],
  });
  expect(byPath('item.weight').defaultUnit).toBe('MEASURE_UNIT_G');
  expect(byPath('item.length').defaultUnit).toBe('MEASURE_UNIT_CM');
  expect(byPath('order.total')).toMatchObject({ isMoney: true, units: [], canBeUnknown: true });
  expect(byPath('order.total').defaultUnit).toBeUndefined();
});

test('flags and the order type say what they take', () => {
  const flags = described.filter(({ type }) => type === 'ATTRIBUTE_TYPE_BOOLEAN');
  expect(flags.length).toBeGreaterThan(4);
  for (const flag of flags) {
    expect(flag).toMatchObject({ allowedValues: ['true', 'false'], canBeUnknown: false });
  }
  expect(byPath('order.orderType').allowedValues).toEqual([
    'DIRECTSHIP',
    'TRANSFER',
    'STH_CONSOLIDATED',
    'DELIVERY',
    'BOPIS',
  ]);
});

test('what is named besides the path is one thing at most', () => {
  const namesOf = (path: string) => {
    const { needsCustomAttributeName, needsAttributeFqn, needsDataSetColumn } = byPath(path);
    return [needsCustomAttributeName, needsAttributeFqn, needsDataSetColumn];
  };
  expect(namesOf('order.customData')).toEqual([true, false, false]);
  expect(namesOf('location.dataSet')).toEqual([false, false, true]);
  for (const owner of ['location', 'order', 'item', 'customer']) {
    expect(namesOf(`${owner}.attributes`)).toEqual([false, true, false]);
  }
  expect(namesOf('inventory.extensibleAttributes')).toEqual([false, true, false]);
  expect(namesOf('inventory.attributes')).toEqual([false, false, false]);
  for (const { path } of described) {
    expect(namesOf(path).filter(Boolean).length).toBeLessThanOrEqual(1);
  }
});

test('attributes compare with others by type; a column with what its type allows', () => {
  const typesOf = (path: string) =>
    byPath(path).dataPointOperators.map(({ type }) => type.replace('ATTRIBUTE_TYPE_', ''));
  expect(typesOf('item.taxable')).toEqual(['BOOLEAN']);
  expect(typesOf('customer.customerSinceDate')).toEqual(['DATE']);
  expect(typesOf('item.sku')).toEqual(['STRING', 'STRING_LIST', 'CUSTOM']);
  expect(typesOf('order.customData')).toEqual(typesOf('item.sku'));
  expect(typesOf('inventory.attributes')).toEqual(['STRING', 'STRING_LIST', 'CUSTOM']);
  expect(typesOf('location.dataSet')).toEqual(['STRING', 'STRING_LIST', 'NUMBER', 'CUSTOM']);
  // A record keeps what filters made of the city, and not the city.
  expect(typesOf('order.shippingAddress.city')).toEqual([]);
});

describe('a filter drawn from the catalog passes', () => {
  // The operators of columns are those of their types, see test/rpc/filter-form.test.ts.
  const simple = described.filter(({ needsDataSetColumn }) => !needsDataSetColumn);
  test.each(simple.map((attribute) => [attribute.path, attribute] as const))('%s', (path, one) => {
    const { units, operators, dataListOperators, allowedValues } = one;
    const type = one.type.replace('ATTRIBUTE_TYPE_', '');
    const base: FilterDocument = {
      attribute: path,
      ...(one.needsCustomAttributeName ? { customAttributeName: 'key' } : {}),
      ...(one.needsAttributeFqn ? { attributeFqn: 'tenant~color' } : {}),
    };
    const filters: FilterDocument[] = operators.map((operator) => ({
      ...base,
      operator,
      customValue: { stringValue: allowedValues[0] ?? valueFor(type, operator) },
    }));
    for (const unit of units) {
      filters.push({ ...filters[0], customValue: { ...filters[0].customValue, unit } });
    }
    for (const operator of dataListOperators) filters.push({ ...base, operator, dataList: 'list' });
    // Beside itself, where its type compares with itself.
    const { attribute: _, ...rest } = base;
    const own = one.dataPointOperators.find((entry) => entry.type === one.type);
    for (const operator of own?.operators ?? []) {
      filters.push({ ...base, operator, dataPoint: { attribute: path, ...rest } });
    }
    const document = {
      dataLists: [{ name: 'list', type: 'DATA_LIST_TYPE_STRING' }],
      filters: filters.map((filter, place) => ({ ...filter, name: `filter ${place}` })),
    };
    expect(validateConfiguration(document)).toEqual([]);
  });
});
