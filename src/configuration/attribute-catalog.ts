// What people are told of the attributes that filters may read: names, units, operators and values,
// enough to draw a form from. What an attribute is, is said in attributes.ts alone.

import {
  FILTER_ATTRIBUTES,
  type AttributePath,
  type AttributeType,
  type UnitKind,
} from './attributes.js';
import { pointOperators } from './data-points.js';
import { OPERATORS, UNITS } from './enumerations.js';
import { isUnitOf, takesDataList } from './operand.js';

/** One attribute as the contract's FilterAttribute spells it. */
export type AttributeDescription = {
  readonly path: string;
  readonly attributeId: string;
  readonly displayName: string;
  /** An AttributeType of the contract. */
  readonly type: string;
  /** An AttributeScope of the contract. */
  readonly scope: string;
  /** Names of MeasureUnit. */
  readonly units: readonly string[];
  readonly defaultUnit?: string;
  readonly isMoney: boolean;
  /** Names of FilterOperator. */
  readonly operators: readonly string[];
  readonly dataListOperators: readonly string[];
  readonly allowedValues: readonly string[];
  readonly needsCustomAttributeName: boolean;
  readonly canBeUnknown: boolean;
  readonly needsAttributeFqn: boolean;
  readonly needsDataSetColumn: boolean;
  /** By the type of the other attribute; a column of a data set is one of its own type. */
  readonly dataPointOperators: readonly {
    readonly type: string;
    readonly operators: readonly string[];
  }[];
};

/** What the attribute's own table does not say. */
type Title = {
  /** A stable name; those of the published registry where it has one. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  /** The only values of a text. */
  readonly values?: readonly string[];
  /** Whether accept_nulls has no meaning: the value is always there, or absence always fails. */
  readonly isKnown?: true;
};

const TITLES: Readonly<Record<AttributePath, Title>> = {
  'location.distance': {
    id: 'DISTANCE_FROM_ORDER',
    name: 'Distance from the destination',
    isKnown: true,
  },
  'location.rank': { id: 'LOCATION_RANK', name: 'Rank in the group', isKnown: true },
  'location.locationCode': { id: 'LOCATION_CODE', name: 'Location code', isKnown: true },
  'location.name': { id: 'LOCATION_NAME', name: 'Location name' },
  'location.city': { id: 'LOCATION_CITY', name: 'Location city' },
  'location.state': { id: 'LOCATION_STATE', name: 'Location state' },
  'location.postalCode': { id: 'LOCATION_POSTAL_CODE', name: 'Location postal code' },
  'location.countryCode': { id: 'LOCATION_COUNTRY_CODE', name: 'Location country' },
  'location.addressType': { id: 'LOCATION_ADDRESS_TYPE', name: 'Location address type' },
  'location.wmsEnabled': { id: 'LOCATION_WMS', name: 'Location has a warehouse system' },
  'location.requiresManifest': { id: 'LOCATION_MANIFEST', name: 'Location requires a manifest' },
  'location.dataSet': { id: 'LOCATION_DATA_SET', name: 'Column of a data set of locations' },
  'location.attributes': {
    id: 'EXTENSIBLE_LOCATION_ATTRIBUTE',
    name: 'Extensible attribute of the location',
  },

  'inventory.available': {
    id: 'INVENTORY_ITEM_QUANTITY',
    name: 'Units available of the item',
    isKnown: true,
  },
  'inventory.ltd': { id: 'LOCATION_ITEM_VELOCITY', name: 'LTD of the item at the location' },
  'inventory.attributes': { id: 'INVENTORY_ATTRIBUTES', name: 'Attributes of the stock' },
  'inventory.extensibleAttributes': {
    id: 'EXTENSIBLE_INVENTORY_ATTRIBUTE',
    name: 'Extensible attribute of the stock',
  },

  'item.upc': { id: 'ITEM_UPC', name: 'Item UPC' },
  'item.sku': { id: 'ITEM_SKU', name: 'Item SKU' },
  'item.partNumber': { id: 'ITEM_PARTNUMBER', name: 'Item part number' },
  'item.productTitle': { id: 'PRODUCT_TITLE', name: 'Product title' },
  'item.backorderable': { id: 'ITEM_BACKORDERABLE', name: 'Item may be backordered' },
  'item.taxable': { id: 'PRODUCT_TAXABLE', name: 'Product is taxable' },
  'item.weight': { id: 'PRODUCT_WEIGHT', name: 'Product weight' },
  'item.length': { id: 'PRODUCT_LENGTH', name: 'Product length' },
  'item.width': { id: 'PRODUCT_WIDTH', name: 'Product width' },
  'item.height': { id: 'PRODUCT_HEIGHT', name: 'Product height' },
  'item.customItemData': { id: 'ITEM_CUSTOM_DATA', name: 'Custom data of the item' },
  'item.attributes': {
    id: 'EXTENSIBLE_PRODUCT_ATTRIBUTE',
    name: 'Extensible attribute of the product',
  },

  'order.total': { id: 'ORDER_TOTAL', name: 'Order total' },
  'order.orderType': {
    id: 'ORDER_TYPE',
    name: 'Order type',
    // Nothing else finds a route.
    values: ['DIRECTSHIP', 'TRANSFER', 'STH_CONSOLIDATED', 'DELIVERY', 'BOPIS'],
    isKnown: true,
  },
  'order.pickupLocationCode': { id: 'ORDER_PICKUP_LOCATION_CODE', name: 'Pickup location' },
  'order.shippingAddress.state': { id: 'ORDER_STATE', name: 'Destination state' },
  'order.shippingAddress.city': { id: 'ORDER_CITY', name: 'Destination city' },
  'order.shippingAddress.postalCode': { id: 'ORDER_POSTAL_CODE', name: 'Destination postal code' },
  'order.shippingAddress.countryCode': { id: 'ORDER_COUNTRY_CODE', name: 'Destination country' },
  'order.items.quantity': {
    id: 'ORDER_ITEM_QUANTITY',
    name: 'Largest quantity of an item',
    isKnown: true,
  },
  'order.items.totalQuantity': {
    id: 'ORDER_ITEM_TOTAL_QUANTITY',
    name: 'Units of all items',
    isKnown: true,
  },
  'order.items.partNumber': { id: 'ORDER_ITEM_PART_NUMBER', name: 'Part numbers of the items' },
  'order.isExpress': { id: 'ORDER_CUSTOM_DATA_EXPRESS', name: 'Order is express' },
  'order.fraud': { id: 'ORDER_FRAUD', name: 'Fraud score' },
  'order.customData': { id: 'ORDER_CUSTOM_DATA', name: 'Custom data of the order' },
  'order.attributes': {
    id: 'EXTENSIBLE_ORDER_ATTRIBUTE',
    name: 'Extensible attribute of the order',
  },

  'customer.accountType': { id: 'CUSTOMER_ACCOUNT_TYPE', name: 'Account type' },
  'customer.segments': { id: 'CUSTOMER_SEGMENTS', name: 'Customer segments' },
  'customer.externalId': { id: 'CUSTOMER_EXTERNAL_ID', name: 'Customer external id' },
  'customer.taxExempt': { id: 'CUSTOMER_TAX_EXEMPT', name: 'Customer is tax exempt' },
  'customer.companyOrOrganization': { id: 'CUSTOMER_COMPANY', name: 'Company or organization' },
  'customer.customerSinceDate': { id: 'CUSTOMER_SINCE_DATE', name: 'Customer since' },
  'customer.attributes': {
    id: 'EXTENSIBLE_CUSTOMER_ATTRIBUTE',
    name: 'Extensible attribute of the customer',
  },
};

/** What a path begins with, in the order in which people look for it. */
const OWNERS = ['location', 'inventory', 'item', 'order', 'customer'];

const DEFAULT_UNITS: Readonly<Record<UnitKind, string | undefined>> = {
  none: undefined,
  currency: undefined,
  distance: 'MEASURE_UNIT_MI',
  metres: 'MEASURE_UNIT_M',
  mass: 'MEASURE_UNIT_G',
  length: 'MEASURE_UNIT_CM',
};

/** Flags that are not given are false and lists that are not given are empty: both are known. */
const KNOWN_TYPES: ReadonlySet<AttributeType> = new Set(['BOOLEAN', 'STRING_LIST']);

/** In the order of the contract. */
const ATTRIBUTE_TYPES: readonly AttributeType[] = [
  'STRING',
  'STRING_LIST',
  'NUMBER',
  'BOOLEAN',
  'DATE',
  'CUSTOM',
];

type ServedAttribute = (typeof FILTER_ATTRIBUTES)[number];

/** All served attributes, by scope, then path. */
export function describeAttributes(): AttributeDescription[] {
  const described = FILTER_ATTRIBUTES.map(describe);
  const placeOf = ({ path }: AttributeDescription) => OWNERS.indexOf(ownerOf(path));
  return described.sort((a, b) => placeOf(a) - placeOf(b) || (a.path < b.path ? -1 : 1));
}

function describe(attribute: ServedAttribute): AttributeDescription {
  const { path, type, unitKind, operators, naming } = attribute;
  const { id, name, values = [], isKnown = false } = TITLES[path];
  const defaultUnit = DEFAULT_UNITS[unitKind];
  return {
    path,
    attributeId: id,
    displayName: name,
    type: `ATTRIBUTE_TYPE_${type}`,
    scope: `ATTRIBUTE_SCOPE_${ownerOf(path).toUpperCase()}`,
    units: [...UNITS.numbers].filter(([, unit]) => isUnitOf(unitKind, unit)).map(([unit]) => unit),
    ...(defaultUnit === undefined ? {} : { defaultUnit }),
    isMoney: unitKind === 'currency',
    operators: operatorNames(operators),
    dataListOperators: operatorNames(operators.filter(takesDataList)),
    allowedValues: type === 'BOOLEAN' ? ['true', 'false'] : values,
    needsCustomAttributeName: naming === 'custom-key',
    canBeUnknown: !isKnown && !KNOWN_TYPES.has(type),
    needsAttributeFqn: naming === 'fqn',
    needsDataSetColumn: naming === 'column',
    dataPointOperators: pointOperatorsOf(attribute),
  };
}

function pointOperatorsOf(attribute: ServedAttribute): AttributeDescription['dataPointOperators'] {
  if (!attribute.isComparable) return [];
  // A column is an attribute of the type that it has.
  const own: readonly AttributeType[] =
    attribute.naming === 'column' ? ['NUMBER', 'STRING'] : [attribute.type];
  return ATTRIBUTE_TYPES.flatMap((type) => {
    const operators = operatorNames(own.flatMap((one) => pointOperators(one, type)));
    return operators.length === 0 ? [] : [{ type: `ATTRIBUTE_TYPE_${type}`, operators }];
  });
}

/** The names of operators, in the order of their numbers. */
function operatorNames(operators: readonly number[]): string[] {
  return [...OPERATORS.numbers]
    .filter(([, number]) => operators.includes(number))
    .map(([operator]) => operator);
}

function ownerOf(path: string): string {
  return path.split('.', 1)[0];
}
