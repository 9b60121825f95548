// How the extensible attributes of an order, its customer and its items become columns: an entry
// for each value. What is out of bounds is noted while it is read, since an attribute without
// values leaves no entry.

import {
  EXTENSIBLE_ATTRIBUTES_MAX,
  EXTENSIBLE_VALUES_MAX,
  TEXT_BYTES_MAX,
} from '../columns/limits.js';
import { ATTRIBUTE_OWNER, roomFor, TAG_INTS } from '../columns/order.js';
import type { Draft } from './draft.js';
import { noteBadText, noteInvalid, noteMalformed } from './problems.js';
import { breakReader, readRangeEnd, readTag, readText, skipField } from './reader.js';

const ORDER_PATH = 'extended_order_info';

/** Reads more about the order. It is merged when it comes again: attributes are added. */
export function readOrderInfo(draft: Draft, end: number): void {
  const { reader } = draft;
  const infoEnd = readRangeEnd(reader, end);
  while (reader.at < infoEnd) {
    const tag = readTag(reader, infoEnd);
    switch (tag) {
      case 10: // attributes
        readAttribute(draft, infoEnd, ATTRIBUTE_OWNER.order, draft.orderAttributeCount++);
        break;
      case 18: // order_id
        if (!readText(reader, infoEnd)) noteBadText(draft.problems, `${ORDER_PATH}.order_id`);
        break;
      case 26: // type
        if (!readText(reader, infoEnd)) noteBadText(draft.problems, `${ORDER_PATH}.type`);
        break;
      default:
        skipField(reader, tag, infoEnd);
    }
  }
  if (reader.at !== infoEnd) {
    noteMalformed(draft.problems, ORDER_PATH);
    breakReader(reader);
  }
}

/** Reads more about the product of the line that is being read; merged as that of the order. */
export function readProductInfo(draft: Draft, end: number): void {
  const { reader, order, line } = draft;
  const infoEnd = readRangeEnd(reader, end);
  while (reader.at < infoEnd) {
    const tag = readTag(reader, infoEnd);
    // The only field is its attributes.
    if (tag === 10) readAttribute(draft, infoEnd, line, draft.lineAttributeCount++);
    else skipField(reader, tag, infoEnd);
  }
  order.lineAttributeEnd[line] = order.attributeCount;
  if (reader.at !== infoEnd) {
    noteMalformed(draft.problems, ownerPath(draft, line));
    breakReader(reader);
  }
}

/** Reads an attribute of the customer. */
export function readCustomerAttribute(draft: Draft, end: number): void {
  readAttribute(draft, end, ATTRIBUTE_OWNER.customer, draft.customerAttributeCount++);
}

function readAttribute(draft: Draft, end: number, owner: number, place: number): void {
  const { reader, order } = draft;
  const attributeEnd = readRangeEnd(reader, end);
  const first = order.attributeCount;
  let nameStart = 0;
  let nameBytes = 0;
  while (reader.at < attributeEnd) {
    const tag = readTag(reader, attributeEnd);
    if (tag === 10) {
      if (!readText(reader, attributeEnd)) {
        noteBadText(draft.problems, `${attributePath(draft, owner, place)}.attribute_fqn`);
      }
      nameStart = reader.textStart;
      nameBytes = reader.textBytes;
    } else if (tag === 18) readValue(draft, attributeEnd, owner, place, first);
    else skipField(reader, tag, attributeEnd);
  }
  if (reader.at !== attributeEnd) {
    noteMalformed(draft.problems, attributePath(draft, owner, place));
    breakReader(reader);
    return;
  }
  const { attributes, attributeCount } = order;
  // The name may come behind its values.
  for (let entry = first; entry < attributeCount; entry++) {
    attributes[entry * TAG_INTS + 1] = nameStart;
    attributes[entry * TAG_INTS + 2] = nameBytes;
  }
  const isBounded =
    nameBytes > 0 && nameBytes <= TEXT_BYTES_MAX && place < EXTENSIBLE_ATTRIBUTES_MAX;
  if (!isBounded || attributeCount - first > EXTENSIBLE_VALUES_MAX) {
    noteBounds(draft, owner, place, nameBytes, attributeCount - first);
  }
}

function readValue(draft: Draft, end: number, owner: number, place: number, first: number): void {
  const { reader, order } = draft;
  const entry = order.attributeCount;
  const isUtf8 = readText(reader, end);
  order.attributeCount = entry + 1;
  order.attributes = roomFor(order.attributes, entry + 1, TAG_INTS);
  const at = entry * TAG_INTS;
  order.attributes[at] = owner;
  order.attributes[at + 3] = reader.textStart;
  order.attributes[at + 4] = reader.textBytes;
  if (isUtf8 && reader.textBytes <= TEXT_BYTES_MAX) return;
  const path = `${attributePath(draft, owner, place)}.attribute_values[${entry - first}]`;
  if (!isUtf8) noteBadText(draft.problems, path);
  else noteInvalid(draft.problems, path, `must have at most ${TEXT_BYTES_MAX} bytes`);
}

function noteBounds(
  draft: Draft,
  owner: number,
  place: number,
  nameBytes: number,
  valueCount: number,
): void {
  const { problems } = draft;
  const path = attributePath(draft, owner, place);
  if (nameBytes === 0 || nameBytes > TEXT_BYTES_MAX) {
    noteInvalid(problems, `${path}.attribute_fqn`, `must have 1 to ${TEXT_BYTES_MAX} bytes`);
  }
  if (valueCount > EXTENSIBLE_VALUES_MAX) {
    const description = `must hold at most ${EXTENSIBLE_VALUES_MAX} values, not ${valueCount}`;
    noteInvalid(problems, `${path}.attribute_values`, description);
  }
  // The first that is one too many tells of all.
  if (place === EXTENSIBLE_ATTRIBUTES_MAX) {
    const description = `must hold at most ${EXTENSIBLE_ATTRIBUTES_MAX} attributes`;
    noteInvalid(problems, `${ownerPath(draft, owner)}.attributes`, description);
  }
}

function attributePath(draft: Draft, owner: number, place: number): string {
  return `${ownerPath(draft, owner)}.attributes[${place}]`;
}

function ownerPath({ order }: Draft, owner: number): string {
  if (owner === ATTRIBUTE_OWNER.order) return ORDER_PATH;
  if (owner === ATTRIBUTE_OWNER.customer) return 'extended_customer_info';
  return `items[${order.lineCount - 1}].extended_product_info`;
}
