// How a refusal reads: the value as it was written and in the unit of the filter, what it was
// compared with, and a sentence that does not say the opposite of what was decided.

import { describe, expect, it } from 'vitest';
import type { FilterRemoval, SuggestionEvent } from '../../src/explain/events.js';
import { majorUnits, shortNumber } from '../../src/explain/numbers.js';
import { explainSuggest } from '../support/engine/explained.js';
import { openWorld } from '../support/engine/world-engine.js';
import type {
  Filter,
  Location,
  OrderItem,
  SuggestRoutingRequest,
} from '../support/model/messages.js';
import { custom, north, orderOf, worldOf } from '../support/model/scenario.js';

type Facts = {
  readonly place?: Partial<Location>;
  readonly item?: Partial<OrderItem>;
  readonly order?: Partial<SuggestRoutingRequest>;
  readonly stock?: object;
  readonly lists?: Record<string, string[]>;
  readonly currencyCode?: string;
};

/** What a filter is told to refuse where the one location and the one item are so. */
function refusal(filter: Omit<Filter, 'name'>, facts: Facts): FilterRemoval | undefined {
  const world = worldOf({
    stock: { here: { a: 5 } },
    places: { here: facts.place ?? {} },
    filters: { it: filter },
    groups: [{ filters: ['it'] }],
    dataLists: facts.lists ?? {},
    settings: facts.currencyCode === undefined ? {} : { currencyCode: facts.currencyCode },
  });
  Object.assign(world.inventory[0], facts.stock ?? {});
  const { events } = explainSuggest(openWorld(world), orderOf([['a', 1, facts.item]], facts.order));
  const isFilter = ({ filterApplied }: SuggestionEvent) => filterApplied !== undefined;
  return events.find(isFilter)?.filterApplied?.removals[0];
}

function text(filter: Omit<Filter, 'name'>, facts: Facts): string | undefined {
  return refusal(filter, facts)?.text;
}

const list = (attribute: string, operator: string) => ({
  attribute,
  operator: `FILTER_OPERATOR_${operator}`,
  dataList: 'some',
});

describe('a refusal by distance', () => {
  const place = north(2);

  it.each([
    [
      custom('location.distance', 'LESS_THAN', '100'),
      'location.distance 138.2 mi is not less than 100 mi',
    ],
    [
      custom('location.distance', 'LESS_OR_EQUAL', '200', 'KM'),
      'location.distance 222.4 km is not at most 200 km',
    ],
    [
      custom('location.distance', 'GREATER_THAN', '300000', 'M'),
      'location.distance 222390.1 m is not greater than 300000 m',
    ],
    [
      custom('location.distance', 'BETWEEN', '1, 20'),
      'location.distance 138.2 mi is not between 1 and 20 mi',
    ],
    [
      custom('location.distance', 'GREATER_OR_EQUAL', '138.2'),
      'location.distance 138.19 mi is not at least 138.2 mi',
    ],
  ])('is in the unit of the filter: %j', (filter, expected) => {
    expect(text(filter, { place })).toBe(expected);
  });

  it('says where it is unknown', () => {
    const filter = custom('location.distance', 'NOT_EQUAL', '5');
    expect(refusal(filter, {})).toEqual({
      locationCode: 'here',
      actualValue: '',
      comparedValue: '5 mi',
      text: 'location.distance is unknown',
    });
  });
});

describe('a refusal of a location', () => {
  it.each([
    [custom('location.state', 'EQUAL', 'TX'), { state: ' Ny ' }, 'location.state Ny is not TX'],
    [custom('location.state', 'EQUAL', 'TX'), { state: ' ' }, 'location.state is not given'],
    [custom('location.rank', 'GREATER_THAN', '3'), {}, 'location.rank 1 is not greater than 3'],
    [custom('location.wmsEnabled', 'EQUAL', 'true'), {}, 'location.wmsEnabled false is not true'],
    [
      custom('location.name', 'CONTAINS', 'x'),
      { name: 'abc' },
      'location.name abc does not contain x',
    ],
    [
      custom('location.name', 'STARTS_WITH', 'x'),
      { name: 'abc' },
      'location.name abc does not start with x',
    ],
    [
      custom('location.locationCode', 'NOT_IN', 'x, here'),
      {},
      'location.locationCode here is one of x, here',
    ],
  ])('%j %j', (filter, place, expected) => {
    expect(text(filter, { place })).toBe(expected);
  });
});

describe('a refusal of stock', () => {
  it.each([
    [
      custom('inventory.available', 'GREATER_THAN', '9'),
      {},
      'inventory.available 5 is not greater than 9',
    ],
    [
      custom('inventory.available', 'LESS_THAN', '9'),
      { hasInfiniteInventory: true },
      'inventory.available any number is not less than 9',
    ],
    [custom('inventory.ltd', 'EQUAL', '1'), {}, 'inventory.ltd is not given'],
    [custom('inventory.ltd', 'EQUAL', '1'), { ltd: -4 }, 'inventory.ltd -4 is not 1'],
    [
      custom('inventory.attributes', 'CONTAINS', 'cold, large'),
      { attributes: ['cold'] },
      'inventory.attributes [cold] does not have all of cold, large',
    ],
    [custom('inventory.attributes', 'IN', 'cold'), {}, 'inventory.attributes [] has none of cold'],
    [
      custom('inventory.attributes', 'SUBSET', 'cold'),
      { attributes: ['cold', 'large'] },
      'inventory.attributes [cold, large] has more than cold',
    ],
  ])('%j %j', (filter, stock, expected) => {
    const found = refusal(filter, { stock });
    expect(found?.text).toBe(expected);
    expect(found).toMatchObject({ locationCode: 'here', orderItemId: 1 });
  });
});

describe('a refusal of an item', () => {
  it('names the line alone', () => {
    const filter = custom('item.weight', 'LESS_THAN', '1', 'KG');
    expect(refusal(filter, { item: { weightGrams: 1500 } })).toEqual({
      orderItemId: 1,
      actualValue: '1.5 kg',
      comparedValue: '1 kg',
      text: 'item.weight 1.5 kg is not less than 1 kg',
    });
  });

  it.each([
    [custom('item.weight', 'LESS_THAN', '1'), {}, 'item.weight is not given'],
    [
      custom('item.length', 'LESS_THAN', '10', 'IN'),
      { lengthCm: 30 },
      'item.length 11.8 in is not less than 10 in',
    ],
    [
      { ...custom('item.customItemData', 'EQUAL', 'red'), customAttributeName: 'colour' },
      { customItemData: { colour: 'Blue' } },
      "item.customItemData['colour'] Blue is not red",
    ],
    [custom('item.taxable', 'EQUAL', 'true'), {}, 'item.taxable false is not true'],
  ])('%j %j', (filter, item, expected) => {
    expect(text(filter, { item })).toBe(expected);
  });
});

describe('a refusal of an order', () => {
  it.each([
    [
      custom('order.total', 'GREATER_THAN', '99.5'),
      { totalMinor: 6050 },
      'order.total 60.50 is not greater than 99.5',
    ],
    [custom('order.isExpress', 'EQUAL', 'true'), {}, 'order.isExpress false is not true'],
    [
      custom('order.orderType', 'EQUAL', 'DELIVERY'),
      {},
      'order.orderType DIRECTSHIP is not DELIVERY',
    ],
    [
      custom('order.items.totalQuantity', 'GREATER_THAN', '1'),
      {},
      'order.items.totalQuantity 1 is not greater than 1',
    ],
    [custom('order.fraud', 'LESS_THAN', '5'), {}, 'order.fraud is not given'],
  ])('%j %j', (filter, order, expected) => {
    const found = refusal(filter, { order });
    expect(found?.text).toBe(expected);
    expect(found).not.toHaveProperty('locationCode');
    expect(found).not.toHaveProperty('orderItemId');
  });

  it('has the decimal places of its currency', () => {
    const filter = custom('order.total', 'GREATER_THAN', '9');
    const order = { totalMinor: 1 };
    const places = (currencyCode: string) => refusal(filter, { order, currencyCode })?.actualValue;
    expect(places('JPY')).toBe('1');
    expect(places('USD')).toBe('0.01');
    expect(places('KWD')).toBe('0.001');
  });

  it('does not know the city, of which only the verdict is kept', () => {
    const filter = custom('order.shippingAddress.city', 'EQUAL', 'Ulm');
    const order = { shippingAddress: { city: 'Aalen' } };
    expect(refusal(filter, { order })).toEqual({
      actualValue: 'not kept',
      comparedValue: 'Ulm',
      text: 'order.shippingAddress.city (not kept) is not Ulm',
    });
  });
});

describe('a data list', () => {
  it('is told by its name and its first entries', () => {
    const many = Array.from({ length: 40 }, (_, i) => `v${i}`);
    const found = text(list('location.state', 'IN'), {
      place: { state: 'x' },
      lists: { some: many },
    });
    expect(found).toBe(
      "location.state x is not one of 'some' (v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 30 more)",
    );
  });

  it('is cut where its entries are long, at whole characters', () => {
    const long = Array.from({ length: 9 }, () => '\u{1f600}'.repeat(60));
    const found = refusal(list('location.state', 'IN'), {
      place: { state: 'x' },
      lists: { some: long },
    });
    expect([...(found?.comparedValue ?? '')]).toHaveLength(303);
    expect(found?.comparedValue.isWellFormed?.() ?? true).toBe(true);
  });
});

describe('a number', () => {
  it('is short, and stays on its side of what it was compared with', () => {
    expect(shortNumber(5)).toBe('5');
    expect(shortNumber(132.449)).toBe('132.4');
    expect(shortNumber(99.96, [100])).toBe('99.96');
    expect(shortNumber(100.0004, [100])).toBe('100.0004');
    expect(shortNumber(-0.04, [0])).toBe('-0.04');
  });

  it('of money has all of its places', () => {
    expect(majorUnits(0, 2)).toBe('0.00');
    expect(majorUnits(5, 2)).toBe('0.05');
    expect(majorUnits(-1250, 2)).toBe('-12.50');
    expect(majorUnits(7, 0)).toBe('7');
  });
});
