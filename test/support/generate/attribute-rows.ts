// Which attributes do random filters look at, and which values may these have?
// Must not know: operators, operands.

import type { AttributeName, DataSet } from '../model/rules.js';
import { columnRows } from './data-sets.js';
import { FQNS, OWNERS } from './extensible.js';
import {
  ACCOUNT_TYPES,
  ADDRESS_TYPES,
  COMPANIES,
  CUSTOM_VALUES,
  CUSTOMER_DATES,
  CUSTOMER_IDS,
  CUSTOMER_SEGMENTS,
  LOCATION_NAMES,
  PICKUP_CODES,
  PRODUCT_TITLES,
  SIDES_CM,
  STOCK_ATTRIBUTES,
  TOWNS,
  WEIGHTS_GRAMS,
} from './vocabulary.js';

/** What operators fit an attribute. */
export type AttributeKind =
  | 'number'
  | 'text'
  | 'boolean'
  | 'date'
  | 'list'
  | 'custom'
  | 'extensible';

/** An attribute: its name, its type, and the values that worlds and orders may have. */
export interface AttributeRow {
  path: string;
  kind: AttributeKind;
  values: readonly (string | number)[];
  /** Operands by unit; some meet a value exactly. */
  units?: Record<string, readonly string[]>;
  /** Beside the path. */
  more?: Omit<AttributeName, 'attribute'>;
}

const SIDE_UNITS = {
  CM: ['7.5', '100'],
  M: ['0.305', '0.01', '1.22'],
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
      units: { G: ['500', '1999.5'], KG: ['0.12', '0.5', '3'], OZ: ['10.3'], LB: ['1.3', '9.7'] },
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
    text('order.orderType', ['DIRECTSHIP', 'DELIVERY', 'TRANSFER', 'BOPIS', 'STH_CONSOLIDATED']),
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

/** Those with a path alone. Dates come more often: there is one, compared in nine ways. */
export function plainRows(
  codes: readonly string[],
  productCodes: readonly string[],
): AttributeRow[] {
  return [
    ...locationRows(codes),
    ...itemRows(productCodes),
    ...orderRows(productCodes),
    ...customerRows(),
    customerSince,
    customerSince,
    customerSince,
  ];
}

/** Extensible ones of every owner. */
export function extensibleRows(): AttributeRow[] {
  return OWNERS.flatMap((path) =>
    FQNS.map((attributeFqn): AttributeRow => {
      return { path, kind: 'extensible', values: CUSTOM_VALUES, more: { attributeFqn } };
    }),
  );
}

/** The columns of data sets that filters may read. */
export function dataSetRows(dataSets: DataSet[]): AttributeRow[] {
  return columnRows(dataSets).map(({ dataSet, column, values, units }) => ({
    path: 'location.dataSet',
    kind: column.type === 'DATA_SET_COLUMN_TYPE_STRING' ? 'text' : 'number',
    values,
    ...(units === undefined ? {} : { units }),
    more: { dataSet: dataSet.name, dataSetColumn: column.name },
  }));
}
