// How the shipping address becomes columns. Reads only; what the values may be is checked later.

import { ORDER_TEXT } from '../columns/order.js';
import { type Draft, withField } from './draft.js';
import { ADDRESS_FIELDS } from './field-names.js';
import { noteBadText, noteMalformed } from './problems.js';
import {
  breakReader,
  readDoubleInto,
  readRangeEnd,
  readTag,
  readText,
  readVarint,
  skipField,
} from './reader.js';

/** Reads a text of the order into `texts`; `path` names it. */
export function readOrderText(draft: Draft, end: number, text: number, path: string): void {
  const { reader, order } = draft;
  if (!readText(reader, end)) noteBadText(draft.problems, path);
  order.texts[text * 2] = reader.textStart;
  order.texts[text * 2 + 1] = reader.textBytes;
}

/**
 * Reads the address. It is merged when it comes again, because every field just replaces its
 * column.
 */
export function readAddress(draft: Draft, end: number): void {
  const { reader } = draft;
  const addressEnd = readRangeEnd(reader, end);
  while (reader.at < addressEnd) {
    const tag = readTag(reader, addressEnd);
    switch (tag) {
      case 18:
        readOrderText(draft, addressEnd, ORDER_TEXT.city, 'shipping_address.city');
        break;
      case 26:
        readOrderText(draft, addressEnd, ORDER_TEXT.state, 'shipping_address.state');
        break;
      case 34:
        readOrderText(draft, addressEnd, ORDER_TEXT.countryCode, 'shipping_address.country_code');
        break;
      case 42:
        readOrderText(draft, addressEnd, ORDER_TEXT.postalCode, 'shipping_address.postal_code');
        break;
      case 50:
        readCoordinates(draft, addressEnd);
        break;
      default:
        readUnservedAddressField(draft, tag, addressEnd);
    }
  }
  if (reader.at !== addressEnd) {
    noteMalformed(draft.problems, 'shipping_address');
    breakReader(reader);
  }
}

function readUnservedAddressField(draft: Draft, tag: number, end: number): void {
  const { reader } = draft;
  const field = tag >>> 3;
  let isSet = false;
  switch (tag) {
    case 10: // address_line1
    case 74: // phone
      if (!readText(reader, end)) {
        noteBadText(draft.problems, `shipping_address.${ADDRESS_FIELDS[field]}`);
      }
      isSet = reader.textBytes > 0;
      break;
    case 56: // address_id
    case 64: // customer_id
      readVarint(reader, end);
      isSet = reader.low !== 0;
      break;
    default:
      skipField(reader, tag, end);
      return;
  }
  draft.addressUnserved = withField(draft.addressUnserved, field, isSet);
}

function readCoordinates(draft: Draft, end: number): void {
  const { reader } = draft;
  const coordinatesEnd = readRangeEnd(reader, end);
  while (reader.at < coordinatesEnd) {
    const tag = readTag(reader, coordinatesEnd);
    if (tag === 9) {
      readDoubleInto(reader, coordinatesEnd, draft.coordinates, 0);
      draft.hasLatitude = true;
    } else if (tag === 17) {
      readDoubleInto(reader, coordinatesEnd, draft.coordinates, 1);
      draft.hasLongitude = true;
    } else skipField(reader, tag, coordinatesEnd);
  }
  if (reader.at !== coordinatesEnd) {
    noteMalformed(draft.problems, 'shipping_address.coordinates');
    breakReader(reader);
  }
}
