// Does the reference model compare one attribute with another as the specification says, on cases
// worked out by hand? Must not know: the engine.

import { describe, expect, it } from 'vitest';

import type { Filter } from './support/model/messages.js';
import type { Surroundings } from './support/model/one-pair.js';
import { holds } from './support/model/one-pair.js';
import type { AttributeName, DataSetColumn } from './support/model/rules.js';
import { action, decide, north, orderOf, summary } from './support/model/scenario.js';

describe('a data point', () => {
  const point = (
    attribute: string,
    operator: string,
    other: string,
    more: Partial<AttributeName> = {},
    otherMore: Partial<AttributeName> = {},
  ) => ({
    attribute,
    operator: `FILTER_OPERATOR_${operator}`,
    ...more,
    dataPoint: { attribute: other, ...otherMore },
  });
  const column = (columns: { column: DataSetColumn; value: string }[]): Surroundings => ({
    scenario: {
      dataSets: [
        {
          name: 'facts',
          columns: columns.map(({ column }) => column),
          rows: [
            {
              locationCode: 'L1',
              values: Object.fromEntries(
                columns.map(({ column: { name }, value }) => [name, value]),
              ),
            },
          ],
        },
      ],
    },
  });
  const ofFacts = (dataSetColumn: string) => ({ dataSet: 'facts', dataSetColumn });

  it.each([
    ['inventory.available', 'GREATER_THAN', 'order.items.quantity', true],
    ['inventory.available', 'LESS_OR_EQUAL', 'order.items.totalQuantity', false],
    ['location.rank', 'NOT_EQUAL', 'order.fraud', true],
    ['location.rank', 'EQUAL', 'order.fraud', false],
    ['order.isExpress', 'EQUAL', 'location.wmsEnabled', true],
    ['order.isExpress', 'NOT_EQUAL', 'item.taxable', true],
    ['customer.customerSinceDate', 'GREATER_OR_EQUAL', 'customer.customerSinceDate', true],
    ['customer.customerSinceDate', 'NOT_EQUAL', 'customer.customerSinceDate', false],
    ['item.productTitle', 'ENDS_WITH', 'location.city', true],
    ['item.productTitle', 'DOES_NOT_CONTAIN', 'location.city', false],
    ['item.upc', 'IN', 'customer.segments', true],
    ['item.productTitle', 'NOT_IN', 'customer.segments', true],
    ['customer.segments', 'CONTAINS', 'item.upc', true],
    ['customer.segments', 'DOES_NOT_CONTAIN', 'item.upc', false],
    ['customer.segments', 'IN', 'inventory.attributes', true],
    ['customer.segments', 'NOT_IN', 'inventory.attributes', false],
    ['customer.segments', 'CONTAINS', 'inventory.attributes', true],
    ['customer.segments', 'DOES_NOT_CONTAIN', 'inventory.attributes', false],
    ['customer.segments', 'SUBSET', 'inventory.attributes', false],
    ['inventory.attributes', 'SUBSET', 'customer.segments', true],
    ['inventory.attributes', 'SUBSET', 'order.items.partNumber', false],
    ['order.items.partNumber', 'SUBSET', 'inventory.attributes', true],
  ])('%s %s %s: %s', (left, operator, right, expected) => {
    const around: Surroundings = {
      scenario: { rows: { L1: { attributes: ['cold'] } } },
      place: { city: ' M\u00dcG' },
      item: { productTitle: 'Blue mu\u0308g', taxable: true },
      request: {
        fraud: 2,
        extendedCustomerInfo: {
          segments: ['A', 'Cold '],
          customerSinceDate: '2020-01-01',
        },
      },
    };
    expect(holds(point(left, operator, right), around)).toBe(expected);
  });

  it('compares numbers in one unit, and money with money', () => {
    const around = column([
      { column: { name: 'mi', unit: 'MEASURE_UNIT_MI' }, value: '69' },
      { column: { name: 'km', unit: 'MEASURE_UNIT_KM' }, value: '112' },
      { column: { name: 'kg', unit: 'MEASURE_UNIT_KG' }, value: '0.5' },
      { column: { name: 'in', unit: 'MEASURE_UNIT_IN' }, value: '12' },
      { column: { name: 'ft', unit: 'MEASURE_UNIT_FT' }, value: '1' },
      { column: { name: 'price', isMoney: true }, value: '10' },
    ]);
    const all = { ...around, place: north(1), item: { weightGrams: 500, lengthCm: 30.49 } };
    const facts = (attribute: string, operator: string, name: string) =>
      holds(point(attribute, operator, 'location.dataSet', {}, ofFacts(name)), all);
    // A degree is 111.195 km, which is 69.09 miles.
    expect(facts('location.distance', 'GREATER_THAN', 'mi')).toBe(true);
    expect(facts('location.distance', 'LESS_THAN', 'km')).toBe(true);
    expect(facts('item.weight', 'EQUAL', 'kg')).toBe(true);
    expect(facts('item.length', 'GREATER_THAN', 'in')).toBe(true);
    expect(facts('order.total', 'EQUAL', 'price')).toBe(true);
    const both = point(
      'location.dataSet',
      'EQUAL',
      'location.dataSet',
      ofFacts('in'),
      ofFacts('ft'),
    );
    expect(holds(both, all)).toBe(true);
  });

  it('takes the first value of what may have several, as text', () => {
    const around: Surroundings = {
      ...column([{ column: { name: 'tier', type: 'DATA_SET_COLUMN_TYPE_STRING' }, value: 'Gold' }]),
      place: { attributes: [{ attributeFqn: 'x', attributeValues: [' ', 'GOLD', 'other'] }] },
      item: { customItemData: { tier: ' gold', number: '5.0' } },
      request: { customData: { number: '5' } },
    };
    const fqn = { attributeFqn: 'x' };
    const named = (customAttributeName: string) => ({ customAttributeName });
    const compare = (...parts: Parameters<typeof point>) => holds(point(...parts), around);
    const [place, item] = ['location.attributes', 'item.customItemData'];
    expect(compare(place, 'EQUAL', item, fqn, named('tier'))).toBe(true);
    expect(compare(place, 'EQUAL', 'location.dataSet', fqn, ofFacts('tier'))).toBe(true);
    expect(compare('order.customData', 'EQUAL', item, named('number'), named('number'))).toBe(
      false,
    );
    expect(compare(item, 'STARTS_WITH', 'order.customData', named('number'), named('number'))).toBe(
      true,
    );
    expect(compare(item, 'NOT_EQUAL', 'order.customData', named('tier'), named('none'))).toBe(
      false,
    );
  });

  it.each([
    ['US', 'us', '10001-7', '10001-8', true],
    ['US', undefined, '10001-7', '10001', false],
    ['CA', 'CA', '10001-7', '10001', false],
    ['US', 'US', '10001', ' 10001 ', true],
  ])('cuts postal codes where both are of the United States', (here, there, left, right, equal) => {
    const filter = point('location.postalCode', 'EQUAL', 'order.shippingAddress.postalCode');
    const around = {
      place: { countryCode: here, postalCode: left },
      request: {
        shippingAddress: {
          postalCode: right,
          ...(there === undefined ? {} : { countryCode: there }),
        },
      },
    };
    expect(holds(filter, around)).toBe(equal);
  });

  it.each([
    ['location.distance', 'GREATER_OR_EQUAL', 'location.distance'],
    ['item.weight', 'NOT_EQUAL', 'item.weight'],
    ['order.fraud', 'NOT_EQUAL', 'location.rank'],
    ['location.rank', 'LESS_THAN', 'inventory.ltd'],
    ['location.city', 'NOT_EQUAL', 'item.upc'],
    ['item.upc', 'DOES_NOT_CONTAIN', 'location.city'],
    ['location.city', 'NOT_IN', 'customer.segments'],
    ['customer.segments', 'DOES_NOT_CONTAIN', 'location.city'],
    ['customer.customerSinceDate', 'EQUAL', 'customer.customerSinceDate'],
  ])('fails where a side is unknown: %s %s %s', (left, operator, right) => {
    expect(holds(point(left, operator, right), { place: { city: ' \u00a0' } })).toBe(false);
  });

  it('has the scope of the narrower side', () => {
    const around = (filter: Omit<Filter, 'name'>) => {
      const cancel = action('CANCEL_ORDER');
      const group = { filters: ['only'], afterActionNone: cancel };
      const scenario = { stock: { L1: { a: 1 } }, filters: { only: filter }, groups: [group] };
      return summary(decide(scenario, orderOf([['a', 1]]))).join();
    };
    expect(around(point('order.isExpress', 'NOT_EQUAL', 'customer.taxExempt'))).toBe(
      '1:CUSTOMER_CARE:1',
    );
    expect(around(point('order.isExpress', 'NOT_EQUAL', 'item.taxable'))).toBe('1:CANCEL:1');
  });
});
