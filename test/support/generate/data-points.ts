// Which random filters compare one attribute with another? Must not know: how they are judged.

import type { Filter } from '../model/messages.js';
import type { AttributeName, DataSet } from '../model/rules.js';
import { columnRows } from './data-sets.js';
import { FQNS, ORIGIN_FQN } from './extensible.js';
import type { Rng } from './random.js';
import { CUSTOM_NAMES } from './vocabulary.js';

/** The types that compare with one another, numbers by dimension. */
type PointType = 'plain' | 'money' | 'distance' | 'mass' | 'length' | 'BOOLEAN' | 'DATE' | TextType;
type TextType = 'STRING' | 'STRING_LIST';

/** An attribute, and the kinds of words that it shares with others. */
interface Point {
  name: AttributeName;
  type: PointType;
  words: string;
}

const EQUALITY = ['EQUAL', 'NOT_EQUAL'];
const NUMERIC = ['GREATER_THAN', 'LESS_THAN', 'GREATER_OR_EQUAL', 'LESS_OR_EQUAL'];
const TEXTUAL = ['STARTS_WITH', 'ENDS_WITH', 'CONTAINS', 'DOES_NOT_CONTAIN'];

const TEXT_OPERATORS: Record<string, readonly string[]> = {
  'STRING-STRING': [...EQUALITY, ...TEXTUAL],
  'STRING-STRING_LIST': ['IN', 'NOT_IN'],
  'STRING_LIST-STRING': ['CONTAINS', 'DOES_NOT_CONTAIN'],
  'STRING_LIST-STRING_LIST': ['IN', 'NOT_IN', 'CONTAINS', 'DOES_NOT_CONTAIN', 'SUBSET'],
};

/** Those of text more often, for they compare in most ways. */
const LEFT_TYPES: readonly PointType[] = [
  ...(['plain', 'plain', 'money', 'distance', 'mass', 'length', 'BOOLEAN', 'DATE'] as const),
  ...(['STRING', 'STRING', 'STRING', 'STRING', 'STRING'] as const),
  ...(['STRING_LIST', 'STRING_LIST', 'STRING_LIST'] as const),
];

const TEXT_TYPES: readonly PointType[] = ['STRING', 'STRING', 'STRING_LIST'];

const points = (type: PointType, words: string, paths: string): Point[] =>
  paths.split(/\s+/).map((attribute) => ({ name: { attribute }, type, words }));

/** All of the registry but the city of an order, which no data point may name. */
const PLAIN_POINTS: readonly Point[] = [
  ...points('plain', '', 'location.rank inventory.available inventory.ltd order.fraud'),
  ...points('plain', '', 'order.items.quantity order.items.totalQuantity'),
  ...points('money', '', 'order.total'),
  ...points('distance', '', 'location.distance'),
  ...points('mass', '', 'item.weight'),
  ...points('length', '', 'item.length item.width item.height'),
  ...points('BOOLEAN', '', 'location.wmsEnabled location.requiresManifest item.backorderable'),
  ...points('BOOLEAN', '', 'item.taxable order.isExpress customer.taxExempt'),
  ...points('DATE', '', 'customer.customerSinceDate'),
  ...points('STRING', 'codes', 'location.locationCode order.pickupLocationCode'),
  ...points('STRING', 'products', 'item.upc item.sku item.partNumber'),
  ...points('STRING_LIST', 'products', 'order.items.partNumber'),
  ...points('STRING', 'state', 'location.state order.shippingAddress.state'),
  ...points('STRING', 'country', 'location.countryCode order.shippingAddress.countryCode'),
  ...points('STRING', 'postal', 'location.postalCode order.shippingAddress.postalCode'),
  ...points('STRING', 'town', 'location.city'),
  ...points('STRING', 'other', 'location.name location.addressType item.productTitle'),
  ...points('STRING', 'other', 'order.orderType customer.accountType customer.externalId'),
  ...points('STRING', 'other', 'customer.companyOrOrganization'),
  ...points('STRING_LIST', 'words tier', 'inventory.attributes customer.segments'),
];

const VALUE_POINTS: readonly Point[] = [
  ...CUSTOM_NAMES.flatMap((customAttributeName): Point[] =>
    ['order.customData', 'item.customItemData'].map((attribute) => {
      return { name: { attribute, customAttributeName }, type: 'STRING', words: 'tier' };
    }),
  ),
  ...FQNS.flatMap((attributeFqn): Point[] =>
    ['location', 'order', 'item', 'customer'].map((owner) => {
      const name = { attribute: `${owner}.attributes`, attributeFqn };
      return { name, type: 'STRING', words: 'tier' };
    }),
  ),
  {
    name: { attribute: 'inventory.extensibleAttributes', attributeFqn: ORIGIN_FQN },
    type: 'STRING',
    words: 'tier',
  },
];

/** Mostly of attributes that share words, so that texts meet. */
export function randomPointFilter(rng: Rng, name: string, dataSets: DataSet[]): Filter {
  const columns = columnRows(dataSets).map(({ dataSet, column }): Point => {
    const names = { dataSet: dataSet.name, dataSetColumn: column.name };
    const isText = column.type === 'DATA_SET_COLUMN_TYPE_STRING';
    // A metre is of distances and of lengths.
    const metre = rng.pick(['distance', 'length'] as const);
    const type = isText ? 'STRING' : columnType(column.unit, column.isMoney, metre);
    return { name: { attribute: 'location.dataSet', ...names }, type, words: column.name };
  });
  const all = [...PLAIN_POINTS, ...VALUE_POINTS, ...columns];
  const leftType = rng.pick(LEFT_TYPES);
  const isText = leftType === 'STRING' || leftType === 'STRING_LIST';
  const rightType = isText ? rng.pick(TEXT_TYPES) : leftType;
  const typed = (type: PointType) => all.filter((point) => point.type === type);
  const akinTo = (first: Point, type: PointType) => {
    const akin = typed(type).filter((point) => shareWords(point, first));
    return rng.pick(akin.length > 0 && rng.chance(0.8) ? akin : typed(type));
  };
  // There are few lists: where one is asked for, it comes first.
  const list = rightType === 'STRING_LIST' ? rng.pick(typed(rightType)) : undefined;
  const left = list === undefined ? rng.pick(typed(leftType)) : akinTo(list, leftType);
  const right = list ?? akinTo(left, rightType);
  return {
    name,
    ...left.name,
    operator: `FILTER_OPERATOR_${rng.pick(operatorsOf(left, right))}`,
    dataPoint: right.name,
  };
}

function shareWords(one: Point, other: Point): boolean {
  return one.words.split(' ').some((word) => other.words.split(' ').includes(word));
}

function columnType(
  unit: string | undefined,
  isMoney: boolean | undefined,
  metre: PointType,
): PointType {
  if (isMoney === true) return 'money';
  if (unit === undefined) return 'plain';
  if (unit.endsWith('_M')) return metre;
  if (/_(MI|KM)$/.test(unit)) return 'distance';
  return /_(CM|IN|FT)$/.test(unit) ? 'length' : 'mass';
}

function operatorsOf(left: Point, right: Point): readonly string[] {
  const texts = TEXT_OPERATORS[`${left.type}-${right.type}`];
  if (texts !== undefined) return texts;
  return left.type === 'BOOLEAN' ? EQUALITY : [...EQUALITY, ...NUMERIC];
}
