// Tests of the operands that a data list gives: each reading of a list is its own, and one reading
// is made once.

import { expect, test } from 'vitest';
import { findAttribute, type FilterAttribute } from '../../src/configuration/attributes.js';
import type { DataListDocument } from '../../src/configuration/document.js';
import { operandValues, type OperandValues } from '../../src/configuration/operand-values.js';
import { OPERATOR } from '../../src/columns/program.js';
import { firstGroup, listFilter, programOf, sampleDocument, textsOf } from './samples.js';

const entries = ['1.5', ' X ', '2024-02-29', '1.5', '100'].map((stringValue) => ({ stringValue }));
const LIST: DataListDocument = { name: 'list', type: 'DATA_LIST_TYPE_STRING', entries };

function valuesOf(path: string, currencyPlaces = 2, list = LIST): OperandValues {
  const attribute = findAttribute(path) as FilterAttribute;
  const lists = new Map([['list', list]]);
  return operandValues({ dataList: 'list' }, attribute, OPERATOR.in, lists, currencyPlaces);
}

test('a list is read as the type, unit and currency of each attribute', () => {
  const texts = ['1.5', 'x', '2024-02-29', '100'];
  expect(valuesOf('item.sku')).toEqual({ numbers: [], texts });
  expect(valuesOf('inventory.ltd')).toEqual({ numbers: [1.5, 100], texts: [] });
  expect(valuesOf('location.distance').numbers).toEqual([2.414016, 160.9344]);
  expect(valuesOf('order.total').numbers).toEqual([150, 10_000]);
  expect(valuesOf('order.total', 3).numbers).toEqual([1500, 100_000]);
  expect(valuesOf('customer.customerSinceDate').numbers).toEqual([Date.UTC(2024, 1, 29)]);
  expect(valuesOf('order.customData')).toEqual({ numbers: [1.5, 100], texts });
});

test('one reading of a list is made once, and a changed list is read anew', () => {
  expect(valuesOf('item.upc')).toBe(valuesOf('item.sku'));
  expect(valuesOf('order.total', 2)).not.toBe(valuesOf('order.total', 0));
  const changed = { ...LIST, entries: [{ stringValue: 'y' }] };
  expect(valuesOf('item.sku', 2, changed).texts).toEqual(['y']);
});

test('filters on one list share its set of texts', () => {
  const filters = ['item.upc', 'item.sku', 'item.partNumber'].map((attribute) =>
    listFilter(attribute, 'IN'),
  );
  const program = programOf(sampleDocument({}, filters, { dataLists: [LIST] }));
  const [upc, sku, partNumber] = firstGroup(program).linePredicates;
  expect(textsOf(upc.texts)).toEqual(['1.5', 'x', '2024-02-29', '100']);
  expect(sku.texts).toBe(upc.texts);
  expect(partNumber.texts).toBe(upc.texts);
});
