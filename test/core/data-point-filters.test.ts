// What filters do that compare one attribute with another, as the engine and the reference model
// see it. Must not know: how either of them decides.

import { describe, expect, it } from 'vitest';
import { FILTER_ATTRIBUTES, type FilterAttribute } from '../../src/configuration/attributes.js';
import { commonKind, pointOperators } from '../../src/configuration/data-points.js';
import { dataSetsByName, resolveAttribute } from '../../src/configuration/data-sets.js';
import { OPERATORS } from '../../src/configuration/enumerations.js';
import { normalCandidates } from '../support/engine/normal.js';
import { encodeMessage } from '../support/engine/protos.js';
import { askCandidates, openWorld } from '../support/engine/world-engine.js';
import { modelCandidates } from '../support/model/candidates.js';
import type { Filter } from '../support/model/messages.js';
import type { AttributeName, DataSet } from '../support/model/rules.js';
import { north, orderOf, type Scenario, worldOf } from '../support/model/scenario.js';
import { type Facts, isKept } from './support/kept.js';

type Name = string | AttributeName;

const nameOf = (name: Name): AttributeName =>
  typeof name === 'string' ? { attribute: name } : name;

function pointFilter(left: Name, operator: string, right: Name): Omit<Filter, 'name'> {
  return {
    ...nameOf(left),
    operator: `FILTER_OPERATOR_${operator}`,
    dataPoint: nameOf(right),
  };
}

const column = (dataSetColumn: string): AttributeName => ({
  attribute: 'location.dataSet',
  dataSet: 'facts',
  dataSetColumn,
});

const dataSet = (codes: readonly string[], values: Record<string, string>): DataSet => ({
  name: 'facts',
  columns: [
    { name: 'count' },
    { name: 'radius', unit: 'MEASURE_UNIT_MI' },
    { name: 'weight', unit: 'MEASURE_UNIT_KG' },
    { name: 'side', unit: 'MEASURE_UNIT_IN' },
    { name: 'fee', isMoney: true, defaultValue: '10' },
    { name: 'word', type: 'DATA_SET_COLUMN_TYPE_STRING' },
  ],
  rows: codes.map((locationCode) => ({ locationCode, values })),
});

const entry = (attributeFqn: string, ...attributeValues: string[]) => ({
  attributeFqn,
  attributeValues,
});

describe('the state of a location and of the order', () => {
  const verdict = (operator: string, state: string, other: string | undefined) =>
    isKept(pointFilter('location.state', operator, 'order.shippingAddress.state'), {
      place: { state },
      order: { shippingAddress: other === undefined ? {} : { state: other } },
    });

  it.each([
    ['EQUAL', ' tx', 'TX ', true],
    ['EQUAL', 'TX', 'T', false],
    ['EQUAL', 'é', 'E\u0301', true],
    ['NOT_EQUAL', 'TX', 'tx', false],
    ['NOT_EQUAL', 'TX', 'CA', true],
    ['STARTS_WITH', 'Texas', 'TEX', true],
    ['STARTS_WITH', 'Tex', 'Texas', false],
    ['ENDS_WITH', 'Texas', 'as ', true],
    ['CONTAINS', 'Texas', 'exa', true],
    ['CONTAINS', 'Texas', 'texans', false],
    ['DOES_NOT_CONTAIN', 'Texas', 'exa', false],
    ['DOES_NOT_CONTAIN', 'Texas', 'x.', true],
    // Unknown on either side fails all.
    ['EQUAL', ' ', ' ', false],
    ['NOT_EQUAL', ' ', 'TX', false],
    ['NOT_EQUAL', 'TX', undefined, false],
    ['DOES_NOT_CONTAIN', 'TX', '\u00a0', false],
  ])('%s %j %j: %s', (operator, state, other, expected) => {
    expect(verdict(operator, state, other)).toBe(expected);
  });
});

describe('two postal codes', () => {
  const verdict = (
    operator: string,
    [postalCode, countryCode]: string[],
    [code, country]: string[],
    isSwapped = false,
  ) => {
    const sides = ['location.postalCode', 'order.shippingAddress.postalCode'] as const;
    const [left, right] = isSwapped ? [sides[1], sides[0]] : sides;
    return isKept(pointFilter(left, operator, right), {
      place: { postalCode, countryCode },
      order: { shippingAddress: { postalCode: code, countryCode: country } },
      rest: { settings: { allowInternationalAssignment: true } },
    });
  };

  it.each([
    ['EQUAL', ['78701-1234', 'US'], ['78701', 'us'], true],
    ['EQUAL', ['78701-1234', 'US'], ['78701', 'CA'], false],
    ['EQUAL', ['78701-1234', ''], ['78701-9', 'us'], false],
    ['EQUAL', ['78701-1', 'DE'], ['78701-1', 'US'], true],
    ['NOT_EQUAL', ['78701-1', 'US'], ['78701-2', 'US'], false],
    ['NOT_EQUAL', ['78701-1', 'US'], ['78701-2', 'MX'], true],
  ])('%s %j %j, either way: %s', (operator, place, order, expected) => {
    expect(verdict(operator, place, order)).toBe(expected);
    expect(verdict(operator, place, order, true)).toBe(expected);
  });

  it.each([
    ['CONTAINS', ['78701-1234', 'US'], ['701', 'US'], true],
    ['CONTAINS', ['78701-1234', 'US'], ['1234', 'US'], false],
    ['CONTAINS', ['78701-1234', 'US'], ['1234', 'CA'], true],
    ['STARTS_WITH', ['78701', 'US'], ['78701-1234', 'US'], true],
    ['ENDS_WITH', ['78701-1234', 'US'], ['01-9', 'US'], false],
    ['DOES_NOT_CONTAIN', ['78701-1234', 'US'], ['1234', 'US'], true],
  ])('%s %j %j: %s', (operator, place, order, expected) => {
    expect(verdict(operator, place, order)).toBe(expected);
  });

  it('are cut beside one another only', () => {
    const facts: Facts = {
      place: { postalCode: '78701-1234', countryCode: 'US', city: '78701' },
      order: { shippingAddress: { postalCode: '78701-1234', countryCode: 'US' } },
    };
    expect(isKept(pointFilter('location.postalCode', 'EQUAL', 'location.city'), facts)).toBe(false);
    const other = pointFilter('location.city', 'EQUAL', 'order.shippingAddress.postalCode');
    expect(isKept(other, facts)).toBe(false);
  });
});

describe('numbers', () => {
  const verdict = (left: Name, operator: string, right: Name, values = {}, facts: Facts = {}) =>
    isKept(pointFilter(left, operator, right), {
      place: north(1),
      ...facts,
      rest: { dataSets: [dataSet(['L1'], values)] },
    });

  it.each([
    // A degree is 69.1 miles, 111.2 km.
    ['location.distance', 'LESS_THAN', column('radius'), { radius: '70' }, true],
    ['location.distance', 'LESS_THAN', column('radius'), { radius: '69' }, false],
    [column('radius'), 'GREATER_OR_EQUAL', 'location.distance', { radius: '70' }, true],
    ['location.distance', 'NOT_EQUAL', column('radius'), {}, false],
    ['order.total', 'EQUAL', column('fee'), {}, true],
    ['order.total', 'LESS_THAN', column('fee'), { fee: '10.01' }, true],
    ['order.total', 'NOT_EQUAL', column('fee'), { fee: '10.00' }, false],
    ['inventory.available', 'EQUAL', column('count'), { count: '4.0' }, true],
    [column('count'), 'GREATER_THAN', 'order.items.quantity', { count: '2' }, false],
    [column('count'), 'LESS_OR_EQUAL', 'order.items.totalQuantity', { count: '2' }, true],
    ['location.rank', 'EQUAL', column('count'), { count: '1' }, true],
    ['location.rank', 'LESS_THAN', 'inventory.available', {}, true],
    ['location.rank', 'GREATER_THAN', 'order.items.quantity', {}, false],
  ])('%j %s %j with %j: %s', (left, operator, right, values, expected) => {
    expect(verdict(left, operator, right, values)).toBe(expected);
  });

  it('of an item compare in grams and centimetres', () => {
    const item = { weightGrams: 1500, lengthCm: 25.4 };
    const weighed = (weight: string) =>
      verdict('item.weight', 'EQUAL', column('weight'), { weight }, { item });
    expect([weighed('1.5'), weighed('1.501')]).toEqual([true, false]);
    const measured = (side: string) =>
      verdict(column('side'), 'GREATER_OR_EQUAL', 'item.length', { side }, { item });
    expect([measured('10'), measured('9.99')]).toEqual([true, false]);
    expect(verdict('item.weight', 'NOT_EQUAL', column('weight'), { weight: '1' })).toBe(false);
  });

  it('that are flags or dates compare too', () => {
    const wms = (operator: string, isExpress: boolean) =>
      isKept(pointFilter('location.wmsEnabled', operator, 'order.isExpress'), {
        place: { wmsEnabled: true, express: true },
        order: { isExpress },
      });
    expect([wms('EQUAL', true), wms('EQUAL', false), wms('NOT_EQUAL', false)]).toEqual([
      true,
      false,
      true,
    ]);
    // A flag that is not given is false.
    expect(isKept(pointFilter('item.taxable', 'EQUAL', 'customer.taxExempt'))).toBe(true);
    const since = 'customer.customerSinceDate';
    const order = { extendedCustomerInfo: { customerSinceDate: '2024-02-29' } };
    expect(isKept(pointFilter(since, 'LESS_OR_EQUAL', since), { order })).toBe(true);
    expect(isKept(pointFilter(since, 'LESS_OR_EQUAL', since))).toBe(false);
  });

  it('without a place are no distance', () => {
    const values = { radius: '70' };
    const far = { place: {} };
    expect(verdict('location.distance', 'LESS_THAN', column('radius'), values, far)).toBe(false);
    expect(verdict('location.distance', 'NOT_EQUAL', column('radius'), values, far)).toBe(false);
  });
});

describe('lists', () => {
  const segments = (...given: string[]): Facts => ({
    order: { extendedCustomerInfo: { segments: given } },
    row: { attributes: ['Gold', ' silver'] },
    place: { name: 'gold' },
  });

  it.each([
    ['inventory.attributes', 'IN', 'customer.segments', ['GOLD', 'x'], true],
    ['inventory.attributes', 'NOT_IN', 'customer.segments', ['GOLD', 'x'], false],
    ['inventory.attributes', 'NOT_IN', 'customer.segments', [], true],
    ['inventory.attributes', 'CONTAINS', 'customer.segments', ['gold', 'Silver'], true],
    ['inventory.attributes', 'CONTAINS', 'customer.segments', ['gold', 'bronze'], false],
    ['inventory.attributes', 'CONTAINS', 'customer.segments', [], true],
    ['inventory.attributes', 'DOES_NOT_CONTAIN', 'customer.segments', ['x'], true],
    ['inventory.attributes', 'SUBSET', 'customer.segments', ['gold', 'silver', 'x'], true],
    ['inventory.attributes', 'SUBSET', 'customer.segments', ['gold'], false],
    ['customer.segments', 'SUBSET', 'inventory.attributes', ['gold', ' '], true],
    ['location.name', 'IN', 'customer.segments', ['Gold'], true],
    ['location.name', 'NOT_IN', 'customer.segments', ['Gold'], false],
    ['location.name', 'IN', 'inventory.attributes', [], true],
    ['location.city', 'NOT_IN', 'customer.segments', ['Gold'], false],
    ['customer.segments', 'CONTAINS', 'location.name', ['x', 'gold'], true],
    ['customer.segments', 'DOES_NOT_CONTAIN', 'location.name', ['x'], true],
    ['customer.segments', 'DOES_NOT_CONTAIN', 'location.city', ['x'], false],
    ['customer.segments', 'IN', 'order.items.partNumber', ['p'], false],
  ])('%s %s %s %j: %s', (left, operator, right, given, expected) => {
    expect(isKept(pointFilter(left, operator, right), segments(...given))).toBe(expected);
  });
});

describe('of several values the first, and of stock the first in byte order', () => {
  const sizes = { attribute: 'item.attributes', attributeFqn: 'size' };
  const facts: Facts = {
    item: {
      extendedProductInfo: { attributes: [entry('size', ' '), entry('size', 'Big', 'Small')] },
      customItemData: { k: 'BIG' },
    },
    row: { extensibleAttributes: [entry('z', 'x'), entry('size', '\u00a0', 'small', 'big ')] },
    place: { attributes: [entry('size', '', 'Small', 'Big')] },
  };
  const custom = { attribute: 'item.customItemData', customAttributeName: 'k' };
  const stock = { attribute: 'inventory.extensibleAttributes', attributeFqn: 'size' };
  const place = { attribute: 'location.attributes', attributeFqn: 'size' };

  it.each([
    [sizes, 'EQUAL', custom, true],
    [custom, 'EQUAL', stock, true],
    [stock, 'EQUAL', sizes, true],
    [stock, 'EQUAL', place, false],
    [place, 'NOT_EQUAL', stock, true],
    [sizes, 'EQUAL', place, false],
    [{ ...stock, attributeFqn: 'Size' }, 'NOT_EQUAL', sizes, false],
    [{ ...stock, attributeFqn: 'siz' }, 'NOT_EQUAL', sizes, false],
  ])('%j %s %j: %s', (left, operator, right, expected) => {
    expect(isKept(pointFilter(left, operator, right), facts)).toBe(expected);
  });
});

/** Names of all attributes, with what some of them need besides. */
const NAMES: readonly AttributeName[] = FILTER_ATTRIBUTES.filter(
  ({ isComparable }) => isComparable,
).flatMap(({ path: attribute, naming }): AttributeName[] => {
  if (naming === 'custom-key') return [{ attribute, customAttributeName: 'k' }];
  if (naming === 'fqn') return [{ attribute, attributeFqn: 'k' }];
  if (naming === 'nothing') return [{ attribute }];
  return ['count', 'radius', 'weight', 'side', 'fee', 'word'].map(column);
});

const COLUMNS = dataSetsByName([dataSet([], {})]);

function pairsOf(name: AttributeName): Omit<Filter, 'name'>[] {
  const left = resolveAttribute(name, COLUMNS) as FilterAttribute;
  return NAMES.flatMap((other) => {
    const right = resolveAttribute(other, COLUMNS) as FilterAttribute;
    if (commonKind(left.unitKind, right.unitKind) === undefined) return [];
    const operators = pointOperators(left.type, right.type);
    return [...OPERATORS.numbers]
      .filter(([, number]) => operators.includes(number))
      .map(([operator]) => ({ ...name, operator, dataPoint: other }));
  });
}

/** Each filter has a group and a location of its own: those that are listed it keeps. */
function scenarioOf(filters: readonly Omit<Filter, 'name'>[], values: Record<string, string>) {
  const codes = filters.map((_, i) => `L${i}`);
  const place = {
    ...north(1),
    state: 'five',
    name: 'Five',
    city: 'Five',
    addressType: '5',
    postalCode: '12345-6',
    countryCode: 'US',
    wmsEnabled: true,
    attributes: [entry('k', 'FIVE', 'x')],
  };
  const row = { ltd: 5, attributes: ['five', 'x'], extensibleAttributes: [entry('k', 'five')] };
  const scenario: Scenario = {
    stock: Object.fromEntries(codes.map((code) => [code, { a: 5 }])),
    places: Object.fromEntries(codes.map((code) => [code, place])),
    rows: Object.fromEntries(codes.map((code) => [code, row])),
    filters: Object.fromEntries(filters.map((filter, i) => [`f${i}`, filter])),
    groups: codes.map((locationCode, i) => ({
      filters: [`f${i}`],
      locations: [{ locationCode, rank: 5 }],
    })),
    dataSets: [dataSet(codes, values)],
  };
  return scenario;
}

const QUESTION = {
  orderType: 'ORDER_TYPE_DIRECTSHIP',
  maxCandidates: 1000,
  pickupLocationCode: 'five',
  shippingAddress: {
    ...orderOf([]).shippingAddress,
    state: 'FIVE',
    postalCode: '12345-9',
    countryCode: 'us',
  },
  extendedCustomerInfo: {
    accountType: 'five',
    externalId: '5',
    segments: ['five'],
    taxExempt: true,
    customerSinceDate: '2024-02-29',
    companyOrOrganization: 'Five fives',
    attributes: [entry('k', 'five')],
  },
  extendedOrderInfo: { attributes: [entry('k', ' ', 'Five')] },
  items: [
    {
      upc: 'a',
      sku: '5',
      partNumber: 'five',
      quantity: 5,
      productTitle: 'Five',
      weightGrams: 5,
      lengthCm: 5,
      widthCm: 12.7,
      taxable: true,
      customItemData: { k: 'fiv' },
      extendedProductInfo: { attributes: [entry('k', 'x', 'five')] },
    },
  ],
};

describe('every attribute compares with every other one', () => {
  const values = { count: '5', radius: '69', weight: '0.005', side: '5', fee: '1', word: 'five' };
  /** Both answers, which must be one. */
  const answers = (name: AttributeName, rowValues: Record<string, string>) => {
    const world = worldOf(scenarioOf(pairsOf(name), rowValues));
    const bytes = encodeMessage('SuggestCandidatesRequest', QUESTION);
    const expected = modelCandidates(world, QUESTION as never, bytes);
    const answer = askCandidates(openWorld(world), QUESTION);
    return [normalCandidates(answer), normalCandidates(expected)];
  };

  it.each(NAMES)('$attribute $dataSetColumn', (name) => {
    const [answer, expected] = answers(name, values);
    expect(answer).toEqual(expected);
  });

  it.each(NAMES.filter(({ dataSet: set }) => set !== undefined))(
    '$dataSetColumn without a value',
    (name) => {
      const [answer, expected] = answers(name, {});
      expect(answer).toEqual(expected);
    },
  );
});
