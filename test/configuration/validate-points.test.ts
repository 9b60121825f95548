// Tests of the rules on filters that compare two attributes, each with the path that it names.

import { describe, expect, test } from 'vitest';
import type { DataPointDocument, FilterDocument } from '../../src/configuration/document.js';
import { OPERATORS } from '../../src/configuration/enumerations.js';
import { validateConfiguration } from '../../src/configuration/validate.js';

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

const column = (dataSetColumn: string): DataPointDocument => ({
  attribute: 'location.dataSet',
  dataSet: 'zones',
  dataSetColumn,
});

function filterOf(left: DataPointDocument, operator: string, dataPoint: DataPointDocument) {
  return { name: 'it', ...left, operator: `FILTER_OPERATOR_${operator}`, dataPoint };
}

function violationsOf(filter: FilterDocument) {
  return validateConfiguration({ dataSets, filters: [filter] });
}

function fieldsOf(filter: FilterDocument): string[] {
  return violationsOf(filter).map(({ field }) => field.replace('filters[0].', ''));
}

/** The operators between two attributes, without their prefix. */
function admittedBetween(left: DataPointDocument, right: DataPointDocument): string {
  return [...OPERATORS.numbers.keys()]
    .map((name) => name.replace('FILTER_OPERATOR_', ''))
    .filter((operator) => {
      const fields = fieldsOf(filterOf(left, operator, right));
      expect([[], ['operator']]).toContainEqual(fields);
      return fields.length === 0;
    })
    .join(' ');
}

const NUMERIC = 'EQUAL NOT_EQUAL GREATER_THAN LESS_THAN GREATER_OR_EQUAL LESS_OR_EQUAL';
const TEXTUAL = 'EQUAL NOT_EQUAL STARTS_WITH ENDS_WITH CONTAINS DOES_NOT_CONTAIN';

const SKU = { attribute: 'item.sku' };
const STATE = { attribute: 'order.shippingAddress.state' };
const SEGMENTS = { attribute: 'customer.segments' };
const CUSTOM = { attribute: 'order.customData', customAttributeName: 'k' };
const EXTENSIBLE = { attribute: 'item.attributes', attributeFqn: 'acme.size' };
const SINCE = { attribute: 'customer.customerSinceDate' };

describe('operators', () => {
  test.each<readonly [DataPointDocument, DataPointDocument, string]>([
    [{ attribute: 'inventory.available' }, { attribute: 'order.items.quantity' }, NUMERIC],
    [{ attribute: 'location.rank' }, column('cost'), NUMERIC],
    [SINCE, SINCE, NUMERIC],
    [{ attribute: 'item.taxable' }, { attribute: 'customer.taxExempt' }, 'EQUAL NOT_EQUAL'],
    [{ attribute: 'location.state' }, STATE, TEXTUAL],
    [CUSTOM, column('region'), TEXTUAL],
    [EXTENSIBLE, CUSTOM, TEXTUAL],
    [SKU, { attribute: 'order.items.partNumber' }, 'IN NOT_IN'],
    [EXTENSIBLE, SEGMENTS, 'IN NOT_IN'],
    [SEGMENTS, { attribute: 'location.name' }, 'CONTAINS DOES_NOT_CONTAIN'],
    [{ attribute: 'inventory.attributes' }, SEGMENTS, 'IN NOT_IN CONTAINS DOES_NOT_CONTAIN SUBSET'],
  ])('%j and %j', (left, right, expected) => {
    expect(admittedBetween(left, right)).toBe(expected);
  });

  test('one that does not compare is refused with those that do', () => {
    const [violation] = violationsOf(filterOf(SKU, 'BETWEEN', STATE));
    expect(violation.field).toBe('filters[0].operator');
    expect(violation.description).toContain('FILTER_OPERATOR_STARTS_WITH');
  });
});

describe('sides', () => {
  test.each([
    [{ attribute: 'item.weight' }, { attribute: 'item.length' }],
    [{ attribute: 'location.distance' }, column('cost')],
    [{ attribute: 'order.total' }, { attribute: 'order.fraud' }],
    [column('radius'), { attribute: 'item.length' }],
    [SKU, { attribute: 'item.weight' }],
    [{ attribute: 'item.taxable' }, SKU],
    [SINCE, { attribute: 'order.fraud' }],
    [SEGMENTS, { attribute: 'order.total' }],
    [CUSTOM, column('cost')],
  ])('%j and %j do not compare', (left, right) => {
    expect(fieldsOf(filterOf(left, 'EQUAL', right))).toEqual(['data_point.attribute']);
  });

  test.each([
    [column('fee'), { attribute: 'order.total' }],
    [column('radius'), { attribute: 'location.distance' }],
    [column('radius'), column('depth')],
    [{ attribute: 'item.height' }, column('depth')],
    [column('depth'), column('depth')],
  ])('%j and %j are of one dimension', (left, right) => {
    expect(fieldsOf(filterOf(left, 'LESS_THAN', right))).toEqual([]);
  });

  test.each([
    [{ attribute: 'item.colour' }, 'attribute'],
    [{ attribute: '' }, 'attribute'],
    [{ ...CUSTOM, customAttributeName: '' }, 'custom_attribute_name'],
    [{ ...EXTENSIBLE, attributeFqn: '' }, 'attribute_fqn'],
    [{ ...STATE, attributeFqn: 'x' }, 'attribute_fqn'],
    [{ ...column('region'), dataSet: 'none' }, 'data_set'],
    [column('none'), 'data_set_column'],
    [column('secret'), 'data_set_column'],
  ])('%j is refused on either side', (side, field) => {
    expect(fieldsOf(filterOf(SKU, 'EQUAL', side))).toEqual([`data_point.${field}`]);
    expect(fieldsOf(filterOf(side, 'EQUAL', SKU))).toEqual([field]);
  });

  test("the order's city is compared with nothing", () => {
    const city = { attribute: 'order.shippingAddress.city' };
    expect(fieldsOf(filterOf(city, 'EQUAL', SKU))).toEqual(['attribute']);
    const [violation] = violationsOf(filterOf(SKU, 'EQUAL', city));
    expect(violation).toEqual({
      field: 'filters[0].data_point.attribute',
      description:
        'order.shippingAddress.city is compared with no other attribute: a record of a decision ' +
        'does not keep it, so that it could not be made again',
    });
  });

  test.each([true, false])('accept_nulls %s does not go with them', (acceptNulls) => {
    const filter = { ...filterOf(SKU, 'EQUAL', STATE), acceptNulls };
    expect(fieldsOf(filter)).toEqual(['accept_nulls']);
  });
});
