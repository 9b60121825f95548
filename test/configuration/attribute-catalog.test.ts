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
  expect(byPath('order.orderType').allowedValues).toEqual(['DIRECTSHIP', 'DELIVERY']);
});

describe('a filter drawn from the catalog passes', () => {
  test.each(described.map((attribute) => [attribute.path, attribute] as const))(
    '%s',
    (path, one) => {
      const { units, operators, dataListOperators, allowedValues } = one;
      const type = one.type.replace('ATTRIBUTE_TYPE_', '');
      const base: FilterDocument = {
        attribute: path,
        ...(one.needsCustomAttributeName ? { customAttributeName: 'key' } : {}),
      };
      const filters: FilterDocument[] = operators.map((operator) => ({
        ...base,
        operator,
        customValue: { stringValue: allowedValues[0] ?? valueFor(type, operator) },
      }));
      for (const unit of units) {
        filters.push({ ...filters[0], customValue: { ...filters[0].customValue, unit } });
      }
      for (const operator of dataListOperators)
        filters.push({ ...base, operator, dataList: 'list' });
      const document = {
        dataLists: [{ name: 'list', type: 'DATA_LIST_TYPE_STRING' }],
        filters: filters.map((filter, place) => ({ ...filter, name: `filter ${place}` })),
      };
      expect(validateConfiguration(document)).toEqual([]);
    },
  );
});
