// What an attribute of a filter is for a location, a line or an order, as it was written.

import { compareUtf8 } from '../base/text.js';
import {
  ATTRIBUTE_OWNER,
  CUSTOM_INTS,
  CUSTOMER_TEXT,
  LINE_FLAG,
  ORDER_TEXT,
  TAG_INTS,
} from '../columns/order.js';
import type { GroupProgram } from '../columns/program.js';
import type { AttributePath } from '../configuration/attributes.js';
import { columnReader, resolveAttribute } from '../configuration/data-sets.js';
import type { DataPointDocument } from '../configuration/document.js';
import { ORDER_TYPES } from '../configuration/enumerations.js';
import type { AttributeDocument, LocationDocument } from '../configuration/location-document.js';
import { operandReader } from '../configuration/operand.js';
import type { Scene } from './scene.js';

/** What a filter looks at; -1 where it does not look at one. */
export type Subject = { readonly line: number; readonly candidate: number; readonly row: number };

/**
 * Undefined: unknown. Numbers are in the unit of the wire; values of an extensible attribute are a
 * list.
 */
export type AttributeValue = string | number | boolean | readonly string[] | undefined;

/** The value of the city, of which only the verdict is recorded. */
export const NOT_KEPT = 'not kept';

type Reader = (
  scene: Scene,
  subject: Subject,
  group: GroupProgram,
  reference: DataPointDocument,
) => AttributeValue;

const lineText =
  (columns: (scene: Scene) => readonly [Int32Array, Int32Array]): Reader =>
  (scene, { line }) => {
    const [start, bytes] = columns(scene);
    return known(scene.text(start[line], bytes[line]));
  };

const lineFlag =
  (flag: keyof typeof LINE_FLAG): Reader =>
  ({ order }, { line }) =>
    (order.lineFlags[line] & LINE_FLAG[flag]) !== 0;

const lineNumber =
  (flag: keyof typeof LINE_FLAG, column: (scene: Scene) => Float64Array): Reader =>
  (scene, { line }) =>
    (scene.order.lineFlags[line] & LINE_FLAG[flag]) === 0 ? undefined : column(scene)[line];

const orderText =
  (text: (typeof ORDER_TEXT)[keyof typeof ORDER_TEXT]): Reader =>
  (scene) =>
    known(scene.orderText(text));

const customerText =
  (text: (typeof CUSTOMER_TEXT)[keyof typeof CUSTOMER_TEXT]): Reader =>
  (scene) => {
    const { customerTexts } = scene.order;
    return known(scene.text(customerTexts[text * 2], customerTexts[text * 2 + 1]));
  };

const locationText =
  (read: (location: LocationDocument) => string | undefined): Reader =>
  (scene, { candidate }) =>
    known(read(documentOf(scene, candidate)) ?? '');

const locationFlag =
  (read: (location: LocationDocument) => boolean | undefined): Reader =>
  (scene, { candidate }) =>
    read(documentOf(scene, candidate)) ?? false;

const custom =
  (isOfOrder: boolean): Reader =>
  (scene, { line }, _group, { customAttributeName: key }) => {
    const owner = isOfOrder ? -1 : line;
    const { custom: entries, customCount } = scene.order;
    // The last entry of a key counts.
    for (let entry = (customCount - 1) * CUSTOM_INTS; entry >= 0; entry -= CUSTOM_INTS) {
      if (entries[entry] !== owner) continue;
      if (scene.text(entries[entry + 1], entries[entry + 2]) !== key) continue;
      return known(scene.text(entries[entry + 3], entries[entry + 4]));
    }
    return undefined;
  };

/** Of the order, of its customer, or of the line that is looked at. */
const extensible =
  (fixedOwner?: number): Reader =>
  (scene, { line }, _group, { attributeFqn }) => {
    const owner = fixedOwner ?? line;
    const { attributes, attributeCount } = scene.order;
    const values: string[] = [];
    for (let entry = 0; entry < attributeCount * TAG_INTS; entry += TAG_INTS) {
      if (attributes[entry] !== owner) continue;
      if (scene.text(attributes[entry + 1], attributes[entry + 2]) !== attributeFqn) continue;
      values.push(scene.text(attributes[entry + 3], attributes[entry + 4]));
    }
    return knownValues(values);
  };

/** The attributes of a gathered row, which may be several stock rows in one, in their order. */
function rowParts<T>(
  { scratch }: Scene,
  row: number,
  sets: ReadonlyMap<number, readonly T[]>,
  first: Int32Array,
  further: Int32Array,
): T[] {
  const numbers: number[] = [];
  // Parts come from the last stock row to the second.
  for (let part = scratch.rowPart[row]; part >= 0; part = scratch.partNext[part]) {
    numbers.unshift(further[part]);
  }
  return [first[row], ...numbers].flatMap((set) => sets.get(set) ?? []);
}

const READERS: Readonly<Record<AttributePath, Reader>> = {
  'location.distance': (scene, { candidate }) =>
    scene.distanceKm(scene.scratch.candidateLocation[candidate]),
  'location.rank': ({ scratch }, { candidate }, group) =>
    group.ranks[scratch.candidateLocation[candidate]],
  'location.locationCode': locationText((location) => location.code),
  'location.name': locationText((location) => location.name),
  'location.city': locationText((location) => location.city),
  'location.state': locationText((location) => location.state),
  'location.postalCode': locationText((location) => location.postalCode),
  'location.countryCode': locationText((location) => location.countryCode),
  'location.addressType': locationText((location) => location.addressType),
  'location.wmsEnabled': locationFlag((location) => location.wmsEnabled),
  'location.requiresManifest': locationFlag((location) => location.requiresManifest),
  'location.dataSet': (scene, { candidate }, _group, reference) =>
    columnValue(scene, candidate, reference),
  'location.attributes': (scene, { candidate }, _group, { attributeFqn }) =>
    valuesOf(documentOf(scene, candidate).attributes ?? [], attributeFqn),

  'inventory.available': ({ scratch }, { row }) => scratch.rowUnits[row],
  'inventory.ltd': ({ scratch }, { row }) => knownNumber(scratch.rowLtd[row]),
  'inventory.attributes': (scene, { row }) => {
    const { rowAttributes, partAttributes } = scene.scratch;
    const { attributeSets } = scene.world;
    return [...new Set(rowParts(scene, row, attributeSets, rowAttributes, partAttributes))];
  },
  'inventory.extensibleAttributes': (scene, { row }, _group, { attributeFqn }) => {
    const { rowExtensible, partExtensible } = scene.scratch;
    const { extensibleSets } = scene.world;
    const attributes = rowParts(scene, row, extensibleSets, rowExtensible, partExtensible);
    // The first in byte order is the one that is compared with another attribute.
    return valuesOf(attributes, attributeFqn)?.toSorted(compareUtf8);
  },

  'item.upc': lineText(({ order }) => [order.upcStart, order.upcBytes]),
  'item.sku': lineText(({ order }) => [order.skuStart, order.skuBytes]),
  'item.partNumber': lineText(({ order }) => [order.partNumberStart, order.partNumberBytes]),
  'item.productTitle': lineText(({ order }) => [order.titleStart, order.titleBytes]),
  'item.backorderable': lineFlag('backorderable'),
  'item.taxable': lineFlag('taxable'),
  'item.weight': lineNumber('weight', ({ order }) => order.weightGrams),
  'item.length': lineNumber('length', ({ order }) => order.lengthCm),
  'item.width': lineNumber('width', ({ order }) => order.widthCm),
  'item.height': lineNumber('height', ({ order }) => order.heightCm),
  'item.customItemData': custom(false),
  'item.attributes': extensible(),

  'order.total': ({ order }) => (order.hasTotal ? order.totalMinor : undefined),
  'order.orderType': ({ order }) => orderTypeName(order.orderType).replace('ORDER_TYPE_', ''),
  'order.pickupLocationCode': orderText(ORDER_TEXT.pickupLocationCode),
  'order.shippingAddress.state': orderText(ORDER_TEXT.state),
  'order.shippingAddress.city': () => NOT_KEPT,
  'order.shippingAddress.postalCode': orderText(ORDER_TEXT.postalCode),
  'order.shippingAddress.countryCode': orderText(ORDER_TEXT.countryCode),
  'order.items.quantity': ({ order }) =>
    order.quantity.subarray(0, order.lineCount).reduce((most, units) => Math.max(most, units), 0),
  'order.items.totalQuantity': ({ order }) =>
    order.quantity.subarray(0, order.lineCount).reduce((sum, units) => sum + units, 0),
  'order.items.partNumber': (scene) => {
    const { partNumberStart, partNumberBytes, lineCount } = scene.order;
    return textsOf(scene, partNumberStart, partNumberBytes, lineCount);
  },
  'order.isExpress': ({ order }) => order.isExpress,
  'order.fraud': ({ order }) => (order.hasFraud ? order.fraud : undefined),
  'order.customData': custom(true),
  'order.attributes': extensible(ATTRIBUTE_OWNER.order),

  'customer.accountType': customerText(CUSTOMER_TEXT.accountType),
  'customer.segments': (scene) => {
    const { segmentStart, segmentBytes, segmentCount } = scene.order;
    return textsOf(scene, segmentStart, segmentBytes, segmentCount);
  },
  'customer.externalId': customerText(CUSTOMER_TEXT.externalId),
  'customer.taxExempt': ({ order }) => order.isTaxExempt,
  'customer.companyOrOrganization': customerText(CUSTOMER_TEXT.companyOrOrganization),
  'customer.customerSinceDate': customerText(CUSTOMER_TEXT.customerSinceDate),
  'customer.attributes': extensible(ATTRIBUTE_OWNER.customer),
};

/** The value of the attribute that a filter, or one side of it, names. */
export function attributeValue(
  scene: Scene,
  subject: Subject,
  group: GroupProgram,
  reference: DataPointDocument,
): AttributeValue {
  return READERS[reference.attribute as AttributePath](scene, subject, group, reference);
}

function columnValue(
  scene: Scene,
  candidate: number,
  reference: DataPointDocument,
): AttributeValue {
  const attribute = resolveAttribute(reference, scene.dataSets);
  const text = columnReader(scene.dataSets, reference)(documentOf(scene, candidate).code ?? '');
  if (attribute?.type !== 'NUMBER') return known(text);
  return knownNumber(operandReader(attribute, 0, scene.currencyPlaces)(text));
}

function valuesOf(
  attributes: readonly AttributeDocument[],
  name = '',
): readonly string[] | undefined {
  const named = attributes.filter(({ attributeFqn }) => attributeFqn === name);
  return knownValues(named.flatMap(({ attributeValues = [] }) => attributeValues));
}

/** Those that are not blank, trimmed. */
function knownValues(values: readonly string[]): readonly string[] | undefined {
  const counting = values.map((value) => value.trim()).filter((value) => value !== '');
  return counting.length === 0 ? undefined : counting;
}

/** The name of an order type in the contract. */
export function orderTypeName(orderType: number): string {
  for (const [name, number] of ORDER_TYPES.numbers) if (number === orderType) return name;
  return ORDER_TYPES.unspecified;
}

/** A blank text is unknown. */
function known(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}

function knownNumber(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function documentOf(scene: Scene, candidate: number): LocationDocument {
  return scene.document(scene.scratch.candidateLocation[candidate]);
}

function textsOf(scene: Scene, start: Int32Array, bytes: Int32Array, count: number): string[] {
  return Array.from({ length: count }, (_, i) => scene.text(start[i], bytes[i])).filter(
    (text) => known(text) !== undefined,
  );
}
