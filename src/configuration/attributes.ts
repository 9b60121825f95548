// Which attributes filters may read, what each of them is, and how it may be compared. What is not
// here is refused.

import { ATTRIBUTE, OPERATOR } from '../columns/program.js';

/**
 * What an attribute holds. A DATE is an instant. CUSTOM is a number where value and operand are
 * numbers or the operator orders, else text.
 */
export type AttributeType = 'NUMBER' | 'STRING' | 'BOOLEAN' | 'DATE' | 'STRING_LIST' | 'CUSTOM';

/**
 * What a filter on an attribute decides about. The three location scopes differ in when they are
 * known: texts and flags with the table of locations, ranks with the group, distances with the
 * order. Filters on the order and on its customer decide alike, about the whole group.
 */
export type AttributeScope =
  | 'location-static'
  | 'location-rank'
  | 'location-distance'
  | 'pair'
  | 'line'
  | 'order'
  | 'customer';

/**
 * The dimension of a number: which units an operand may carry. Metres alone say neither whether
 * they are a distance nor whether they are a length: they are both.
 */
export type UnitKind = 'none' | 'distance' | 'mass' | 'length' | 'currency' | 'metres';

/**
 * What a filter names besides the path: a key inside custom data, the name of an extensible
 * attribute, or a column of a data set.
 */
export type AttributeNaming = 'nothing' | 'custom-key' | 'fqn' | 'column';

/** One served attribute. */
export type FilterAttribute = {
  readonly path: string;
  readonly type: AttributeType;
  readonly scope: AttributeScope;
  readonly unitKind: UnitKind;
  /** The unit of numbers that name none, a number of MeasureUnit; 0: that of the kind. */
  readonly defaultUnit: number;
  readonly naming: AttributeNaming;
  /** One of ATTRIBUTE; 0 for scopes that are settled before a program runs. */
  readonly code: number;
  /** Admitted values of OPERATOR with a value or a data list, ascending. */
  readonly operators: readonly number[];
  /** Whether it may be compared with another attribute. */
  readonly isComparable: boolean;
};

const EQUALITY = [OPERATOR.equal, OPERATOR.notEqual];
const MEMBERSHIP = [OPERATOR.in, OPERATOR.notIn];
const ORDERING = [
  OPERATOR.greaterThan,
  OPERATOR.lessThan,
  OPERATOR.greaterOrEqual,
  OPERATOR.lessOrEqual,
];
const CONTAINMENT = [OPERATOR.contains, OPERATOR.doesNotContain];
const AFFIXES = [OPERATOR.startsWith, OPERATOR.endsWith];

const NUMERIC = [...EQUALITY, ...ORDERING, ...MEMBERSHIP, OPERATOR.between];

/** The operators of each type, ascending. */
export const OPERATORS_OF: Readonly<Record<AttributeType, readonly number[]>> = {
  NUMBER: NUMERIC,
  STRING: [...EQUALITY, ...MEMBERSHIP, ...AFFIXES, ...CONTAINMENT],
  BOOLEAN: EQUALITY,
  DATE: NUMERIC,
  STRING_LIST: [...MEMBERSHIP, ...CONTAINMENT, OPERATOR.subset],
  CUSTOM: [...NUMERIC, ...AFFIXES, ...CONTAINMENT],
};

function attribute<const P extends string>(
  path: P,
  type: AttributeType,
  scope: AttributeScope,
  code = 0,
  unitKind: UnitKind = 'none',
): FilterAttribute & { readonly path: P } {
  return {
    path,
    type,
    scope,
    unitKind,
    defaultUnit: 0,
    naming: type === 'CUSTOM' ? 'custom-key' : 'nothing',
    code,
    operators: OPERATORS_OF[type],
    // A record keeps of the order's city what each filter made of it, and not what it makes of
    // each location: such a comparison could not be made again.
    isComparable: code !== ATTRIBUTE.orderCity,
  };
}

/** Values under fully qualified names: each compares as custom data does. */
function extensible<const P extends string>(
  path: P,
  scope: AttributeScope,
  code = 0,
): FilterAttribute & { readonly path: P } {
  const operators = [...OPERATORS_OF.CUSTOM, OPERATOR.subset];
  return { ...attribute(path, 'CUSTOM', scope, code), naming: 'fqn', operators };
}

const SERVED = [
  attribute(
    'location.distance',
    'NUMBER',
    'location-distance',
    ATTRIBUTE.locationDistance,
    'distance',
  ),
  attribute('location.rank', 'NUMBER', 'location-rank'),
  attribute('location.locationCode', 'STRING', 'location-static'),
  attribute('location.name', 'STRING', 'location-static'),
  attribute('location.city', 'STRING', 'location-static'),
  attribute('location.state', 'STRING', 'location-static'),
  attribute('location.postalCode', 'STRING', 'location-static'),
  attribute('location.countryCode', 'STRING', 'location-static'),
  attribute('location.addressType', 'STRING', 'location-static'),
  attribute('location.wmsEnabled', 'BOOLEAN', 'location-static'),
  attribute('location.requiresManifest', 'BOOLEAN', 'location-static'),
  // Each column has a type of its own, see data-sets.ts.
  { ...attribute('location.dataSet', 'CUSTOM', 'location-static'), naming: 'column' },
  extensible('location.attributes', 'location-static'),

  attribute('inventory.available', 'NUMBER', 'pair', ATTRIBUTE.inventoryAvailable),
  attribute('inventory.ltd', 'NUMBER', 'pair', ATTRIBUTE.inventoryLtd),
  attribute('inventory.attributes', 'STRING_LIST', 'pair', ATTRIBUTE.inventoryAttributes),
  extensible('inventory.extensibleAttributes', 'pair', ATTRIBUTE.inventoryExtensibleAttributes),

  attribute('item.upc', 'STRING', 'line', ATTRIBUTE.itemUpc),
  attribute('item.sku', 'STRING', 'line', ATTRIBUTE.itemSku),
  attribute('item.partNumber', 'STRING', 'line', ATTRIBUTE.itemPartNumber),
  attribute('item.productTitle', 'STRING', 'line', ATTRIBUTE.itemProductTitle),
  attribute('item.backorderable', 'BOOLEAN', 'line', ATTRIBUTE.itemBackorderable),
  attribute('item.taxable', 'BOOLEAN', 'line', ATTRIBUTE.itemTaxable),
  attribute('item.weight', 'NUMBER', 'line', ATTRIBUTE.itemWeight, 'mass'),
  attribute('item.length', 'NUMBER', 'line', ATTRIBUTE.itemLength, 'length'),
  attribute('item.width', 'NUMBER', 'line', ATTRIBUTE.itemWidth, 'length'),
  attribute('item.height', 'NUMBER', 'line', ATTRIBUTE.itemHeight, 'length'),
  attribute('item.customItemData', 'CUSTOM', 'line', ATTRIBUTE.itemCustomItemData),
  extensible('item.attributes', 'line', ATTRIBUTE.itemAttributes),

  attribute('order.total', 'NUMBER', 'order', ATTRIBUTE.orderTotal, 'currency'),
  attribute('order.orderType', 'STRING', 'order', ATTRIBUTE.orderOrderType),
  attribute('order.pickupLocationCode', 'STRING', 'order', ATTRIBUTE.orderPickupLocationCode),
  attribute('order.shippingAddress.state', 'STRING', 'order', ATTRIBUTE.orderState),
  attribute('order.shippingAddress.city', 'STRING', 'order', ATTRIBUTE.orderCity),
  attribute('order.shippingAddress.postalCode', 'STRING', 'order', ATTRIBUTE.orderPostalCode),
  attribute('order.shippingAddress.countryCode', 'STRING', 'order', ATTRIBUTE.orderCountryCode),
  attribute('order.items.quantity', 'NUMBER', 'order', ATTRIBUTE.orderItemsQuantity),
  attribute('order.items.totalQuantity', 'NUMBER', 'order', ATTRIBUTE.orderItemsTotalQuantity),
  attribute('order.items.partNumber', 'STRING_LIST', 'order', ATTRIBUTE.orderItemsPartNumber),
  attribute('order.isExpress', 'BOOLEAN', 'order', ATTRIBUTE.orderIsExpress),
  attribute('order.fraud', 'NUMBER', 'order', ATTRIBUTE.orderFraud),
  attribute('order.customData', 'CUSTOM', 'order', ATTRIBUTE.orderCustomData),
  extensible('order.attributes', 'order', ATTRIBUTE.orderAttributes),

  attribute('customer.accountType', 'STRING', 'customer', ATTRIBUTE.customerAccountType),
  attribute('customer.segments', 'STRING_LIST', 'customer', ATTRIBUTE.customerSegments),
  attribute('customer.externalId', 'STRING', 'customer', ATTRIBUTE.customerExternalId),
  attribute('customer.taxExempt', 'BOOLEAN', 'customer', ATTRIBUTE.customerTaxExempt),
  attribute(
    'customer.companyOrOrganization',
    'STRING',
    'customer',
    ATTRIBUTE.customerCompanyOrOrganization,
  ),
  attribute('customer.customerSinceDate', 'DATE', 'customer', ATTRIBUTE.customerCustomerSinceDate),
  extensible('customer.attributes', 'customer', ATTRIBUTE.customerAttributes),
] as const;

/** The path of a served attribute. */
export type AttributePath = (typeof SERVED)[number]['path'];

/** All served attributes, by what they belong to. */
export const FILTER_ATTRIBUTES: readonly (FilterAttribute & { readonly path: AttributePath })[] =
  SERVED;

const byPath = new Map<string, FilterAttribute>(SERVED.map((entry) => [entry.path, entry]));

/** The attribute with this path, compared exactly; undefined where none is served. */
export function findAttribute(path: string): FilterAttribute | undefined {
  return byPath.get(path);
}
