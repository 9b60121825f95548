// Which random filters exercise every attribute with every operator that fits it?
// Must not know: how a filter is judged.

import type { DataList, Filter } from '../model/messages.js';
import type { Rng } from './random.js';
import {
  ACCOUNT_TYPES,
  ADDRESS_TYPES,
  COMPANIES,
  CUSTOM_NAMES,
  CUSTOM_VALUES,
  CUSTOMER_DATES,
  CUSTOMER_IDS,
  CUSTOMER_SEGMENTS,
  fragment,
  LOCATION_NAMES,
  messy,
  PICKUP_CODES,
  PRODUCT_TITLES,
  SIDES_CM,
  STOCK_ATTRIBUTES,
  TOWNS,
  WEIGHTS_GRAMS,
} from './vocabulary.js';

/** An attribute: its type, and the values that worlds and orders may have. */
interface AttributeRow {
  path: string;
  kind: 'number' | 'text' | 'boolean' | 'date' | 'list' | 'custom';
  values: readonly (string | number)[];
  /** Units other than the attribute's own, with an operand that never meets a value exactly. */
  units?: Record<string, readonly string[]>;
}

const SIDE_UNITS = {
  CM: ['29.5', '100'],
  M: ['0.305', '0.01'],
  IN: ['2.1', '40.3'],
  FT: ['0.7', '3.9'],
};

const text = (path: string, values: readonly string[]): AttributeRow => {
  return { path, kind: 'text', values };
};
const number = (path: string, values: readonly number[]): AttributeRow => {
  return { path, kind: 'number', values };
};
const boolean = (path: string): AttributeRow => {
  return { path, kind: 'boolean', values: ['true', 'false'] };
};

const CITIES = TOWNS.map((town) => town.city);
const STATES = TOWNS.map((town) => town.state);
const COUNTRIES = ['US', 'CA', 'CH'];
const POSTALS = TOWNS.map((town) => (town.country === 'US' ? `${town.postal}-7` : town.postal));

/** Those of a location and its stock. */
function locationRows(codes: readonly string[]): AttributeRow[] {
  return [
    {
      ...number('location.distance', [0, 150.5, 600.25, 900.75, 1800.125, 2600.5]),
      units: { MI: ['700.5', '2000.5'], KM: ['1300.5', '3000.5'], M: ['900000.5', '2500000.5'] },
    },
    number('location.rank', [1, 2, 3, 5, 9]),
    text('location.locationCode', codes),
    text('location.name', LOCATION_NAMES),
    text('location.city', CITIES),
    text('location.state', STATES),
    text('location.postalCode', POSTALS),
    text('location.countryCode', COUNTRIES),
    text('location.addressType', ADDRESS_TYPES),
    boolean('location.wmsEnabled'),
    boolean('location.requiresManifest'),
    number('inventory.available', [1, 2, 3, 4, 6, 10]),
    number('inventory.ltd', [-4, 0, 1, 7, 30]),
    { path: 'inventory.attributes', kind: 'list', values: STOCK_ATTRIBUTES },
  ];
}

/** Those of an item. */
function itemRows(productCodes: readonly string[]): AttributeRow[] {
  const side = (name: string): AttributeRow => {
    return { ...number(`item.${name}`, SIDES_CM), units: SIDE_UNITS };
  };
  return [
    text('item.upc', productCodes),
    text('item.sku', productCodes),
    text('item.partNumber', productCodes),
    text('item.productTitle', PRODUCT_TITLES),
    boolean('item.backorderable'),
    boolean('item.taxable'),
    {
      ...number('item.weight', WEIGHTS_GRAMS),
      units: { G: ['500', '1999.5'], KG: ['0.5', '3'], OZ: ['10.3'], LB: ['1.3', '9.7'] },
    },
    side('length'),
    side('width'),
    side('height'),
    { path: 'item.customItemData', kind: 'custom', values: CUSTOM_VALUES },
  ];
}

/** Those of the order. */
function orderRows(productCodes: readonly string[]): AttributeRow[] {
  return [
    { path: 'order.customData', kind: 'custom', values: CUSTOM_VALUES },
    number('order.total', [0, 5, 19.99, 60.5, 250]),
    text('order.orderType', ['DIRECTSHIP', 'DELIVERY']),
    text('order.pickupLocationCode', PICKUP_CODES),
    text('order.shippingAddress.city', CITIES),
    text('order.shippingAddress.state', STATES),
    text('order.shippingAddress.postalCode', POSTALS),
    text('order.shippingAddress.countryCode', COUNTRIES),
    number('order.items.quantity', [1, 2, 3, 5, 8]),
    number('order.items.totalQuantity', [2, 4, 6, 10, 15]),
    number('order.fraud', [-1, 0, 10, 50]),
    { path: 'order.items.partNumber', kind: 'list', values: productCodes },
    boolean('order.isExpress'),
  ];
}

const customerSince: AttributeRow = {
  path: 'customer.customerSinceDate',
  kind: 'date',
  values: CUSTOMER_DATES,
};

/** Those of who buys. */
function customerRows(): AttributeRow[] {
  return [
    text('customer.accountType', ACCOUNT_TYPES),
    { path: 'customer.segments', kind: 'list', values: CUSTOMER_SEGMENTS },
    text('customer.externalId', CUSTOMER_IDS),
    boolean('customer.taxExempt'),
    text('customer.companyOrOrganization', COMPANIES),
    customerSince,
  ];
}

const ORDERING = ['GREATER_THAN', 'LESS_THAN', 'GREATER_OR_EQUAL', 'LESS_OR_EQUAL', 'BETWEEN'];
const EQUALITY = ['EQUAL', 'NOT_EQUAL', 'IN', 'NOT_IN'];
const TEXTUAL = ['STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'DOES_NOT_CONTAIN'];

/** What holds for most values; drawn more often, for a network that serves nothing shows little. */
const MILD = ['NOT_EQUAL', 'IN', 'NOT_IN', 'DOES_NOT_CONTAIN'];

const OPERATORS: Record<AttributeRow['kind'], readonly string[]> = {
  number: [...ORDERING, ...ORDERING, ...ORDERING, ...EQUALITY],
  text: [...MILD, ...MILD, ...EQUALITY, ...TEXTUAL, ...TEXTUAL],
  boolean: ['EQUAL', 'NOT_EQUAL'],
  date: [...ORDERING, ...EQUALITY],
  list: ['CONTAINS', 'DOES_NOT_CONTAIN', 'DOES_NOT_CONTAIN', 'SUBSET', 'SUBSET', 'IN', 'NOT_IN'],
  custom: [...MILD, ...MILD, ...ORDERING, ...EQUALITY, ...TEXTUAL],
};

/** Makes `count` filters and the data lists that they name. */
export function randomFilters(
  rng: Rng,
  count: number,
  codes: readonly string[],
  productCodes: readonly string[],
): { filters: Filter[]; dataLists: DataList[] } {
  const rows = [
    ...locationRows(codes),
    ...itemRows(productCodes),
    ...orderRows(productCodes),
    ...customerRows(),
    // Dates more often: there is one of them only, and it is compared in nine ways.
    customerSince,
    customerSince,
    customerSince,
  ];
  const filters: Filter[] = [];
  const dataLists: DataList[] = [];
  for (let index = 0; index < count; index++) {
    const row = rng.pick(rows);
    const operator = rng.pick(OPERATORS[row.kind]);
    const filter: Filter = {
      name: `filter ${index + 1}`,
      attribute: row.path,
      operator: `FILTER_OPERATOR_${operator}`,
    };
    if (row.kind === 'custom') filter.customAttributeName = rng.pick(CUSTOM_NAMES);
    if (['IN', 'NOT_IN', 'SUBSET'].includes(operator) && rng.chance(0.5)) {
      const dataList = randomDataList(rng, `list ${index + 1}`, row, operator);
      dataLists.push(dataList);
      filter.dataList = dataList.name;
    } else {
      filter.customValue = randomOperand(rng, row, operator);
    }
    if (rng.chance(0.4)) filter.acceptNulls = rng.chance(0.6);
    filters.push(filter);
  }
  return { filters, dataLists };
}

/** Texts of a list may be no numbers or dates where the attribute is one: those never match. */
function randomDataList(rng: Rng, name: string, row: AttributeRow, operator: string): DataList {
  const stringValues = several(rng, row, operator);
  const type = row.kind === 'number' ? 'NUMBER' : 'DATE';
  const isTyped = (row.kind === 'number' || row.kind === 'date') && rng.chance(0.5);
  if (!isTyped && row.kind === 'number') stringValues.push('no number');
  if (!isTyped && row.kind === 'date') stringValues.push('2023-02-29', 'March 1st, 2020');
  return {
    name,
    type: `DATA_LIST_TYPE_${isTyped ? type : 'STRING'}`,
    entries: stringValues.map((stringValue) => ({ stringValue })),
  };
}

function randomOperand(
  rng: Rng,
  row: AttributeRow,
  operator: string,
): { stringValue: string; unit?: string } {
  if (row.units !== undefined && ORDERING.includes(operator) && rng.chance(0.5)) {
    const unit = rng.pick(Object.keys(row.units));
    const values = row.units[unit];
    const between = `${values[0]},${values.at(-1)}`;
    return {
      stringValue: operator === 'BETWEEN' ? between : rng.pick(values),
      unit: `MEASURE_UNIT_${unit}`,
    };
  }
  return { stringValue: operandText(rng, row, operator) };
}

function operandText(rng: Rng, row: AttributeRow, operator: string): string {
  if (operator === 'BETWEEN') {
    if (row.kind === 'date') return dateRange(rng, row.values as readonly string[]);
    const numbers = row.kind === 'custom' ? [-4, 0, 5, 12, 40] : (row.values as number[]);
    const wide = [numbers[0], numbers[numbers.length - 1]];
    const drawn = rng.chance(0.6) ? wide : rng.sample(numbers, 2);
    const ends = drawn.toSorted((left, right) => left - right);
    if (rng.chance(0.1)) ends.reverse();
    return ends.join(rng.pick([',', ' , ']));
  }
  if (row.kind === 'custom' && ORDERING.includes(operator)) {
    return String(rng.pick([-4, 0, 5, 12.5]));
  }
  if (row.kind === 'list' || operator === 'IN' || operator === 'NOT_IN') {
    return several(rng, row, operator).join(rng.pick([',', ', ', ' ,,']));
  }
  if (row.kind === 'number' && ORDERING.includes(operator)) {
    return String(mildBound(rng, row.values as readonly number[], operator));
  }
  const plain = String(rng.pick(row.values));
  if (row.kind !== 'text' && row.kind !== 'custom') return plain;
  const parts = fragment(rng, plain);
  if (operator === 'STARTS_WITH') return messyOrPlain(rng, parts.start);
  if (operator === 'ENDS_WITH') return messyOrPlain(rng, parts.end);
  if (operator.includes('CONTAIN')) return messyOrPlain(rng, parts.middle);
  return messy(rng, plain);
}

/** Dates are listed as they follow one another. */
function dateRange(rng: Rng, dates: readonly string[]): string {
  const wide = [dates[rng.integer(0, 2)], dates[dates.length - rng.integer(1, 3)]];
  const ends = rng.chance(0.6) ? wide : [rng.pick(dates), rng.pick(dates)];
  return ends.join(rng.pick([',', ' , ']));
}

/** A bound that most values keep; now and then any. */
function mildBound(rng: Rng, values: readonly number[], operator: string): number {
  const middle = Math.ceil(values.length / 2);
  const half = operator.startsWith('GREATER') ? values.slice(0, middle) : values.slice(middle);
  return rng.pick(rng.chance(0.75) ? half : values);
}

/** One value where all must be there, few where none may be, many where one is enough. */
function several(rng: Rng, row: AttributeRow, operator: string): string[] {
  const isLong = operator === 'IN' || (operator === 'SUBSET' && rng.chance(0.5));
  const long = rng.integer(Math.min(3, row.values.length), row.values.length);
  const count = operator === 'CONTAINS' ? rng.pick([1, 1, 2]) : rng.integer(1, 3);
  return rng.sample(row.values, isLong ? long : count).map((value) => {
    // Dates have one writing: there is no small t or z in them.
    return typeof value === 'number' || row.kind === 'date' ? String(value) : messy(rng, value);
  });
}

/** A fragment must not be blank: blank operands are refused. */
function messyOrPlain(rng: Rng, part: string): string {
  return part.trim() === '' ? 'e' : messy(rng, part);
}
