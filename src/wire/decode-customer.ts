// How what a request says of its customer becomes columns. Reads only; what the values may be is
// checked later.

import { CUSTOMER_SEGMENTS_MAX } from '../columns/limits.js';
import { CUSTOMER_TEXT } from '../columns/order.js';
import { readCustomerAttribute } from './decode-attributes.js';
import { type Draft, withField } from './draft.js';
import { CUSTOMER_FIELDS } from './field-names.js';
import { noteBadText, noteMalformed } from './problems.js';
import {
  breakReader,
  isTruthy,
  readRangeEnd,
  readTag,
  readText,
  readVarint,
  skipField,
} from './reader.js';

/** The path of the customer in both requests. */
export const CUSTOMER_PATH = 'extended_customer_info';

/**
 * Reads the customer. It is merged when it comes again: texts and the flag replace their columns,
 * segments and attributes are added.
 */
export function readCustomer(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const customerEnd = readRangeEnd(reader, end);
  order.hasCustomer = true;
  while (reader.at < customerEnd) {
    const tag = readTag(reader, customerEnd);
    switch (tag) {
      case 10: // account_type
        readCustomerText(draft, customerEnd, tag, CUSTOMER_TEXT.accountType);
        break;
      case 18: // attributes
        readCustomerAttribute(draft, customerEnd);
        break;
      case 26: // company_or_organization
        readCustomerText(draft, customerEnd, tag, CUSTOMER_TEXT.companyOrOrganization);
        break;
      case 42: // customer_since_date
        readCustomerText(draft, customerEnd, tag, CUSTOMER_TEXT.customerSinceDate);
        break;
      case 50: // external_id
        readCustomerText(draft, customerEnd, tag, CUSTOMER_TEXT.externalId);
        break;
      case 58: // segments
        readSegment(draft, customerEnd);
        break;
      case 64: // tax_exempt
        readVarint(reader, customerEnd);
        order.isTaxExempt = isTruthy(reader);
        break;
      default:
        readUnservedCustomerField(draft, tag, customerEnd);
    }
  }
  if (reader.at !== customerEnd) {
    noteMalformed(draft.problems, CUSTOMER_PATH);
    breakReader(reader);
  }
}

function readCustomerText(draft: Draft, end: number, tag: number, text: number): void {
  const { reader, order } = draft;
  if (!readText(reader, end)) noteBadCustomerText(draft, tag);
  order.customerTexts[text * 2] = reader.textStart;
  order.customerTexts[text * 2 + 1] = reader.textBytes;
}

function noteBadCustomerText(draft: Draft, tag: number): void {
  noteBadText(draft.problems, `${CUSTOMER_PATH}.${CUSTOMER_FIELDS[tag >>> 3]}`);
}

/** Segments past the limit are counted, and refused later. */
function readSegment(draft: Draft, end: number): void {
  const { reader, order } = draft;
  const segment = order.segmentCount;
  if (!readText(reader, end)) noteBadText(draft.problems, `${CUSTOMER_PATH}.segments[${segment}]`);
  order.segmentCount = segment + 1;
  if (segment >= CUSTOMER_SEGMENTS_MAX) return;
  order.segmentStart[segment] = reader.textStart;
  order.segmentBytes[segment] = reader.textBytes;
}

function readUnservedCustomerField(draft: Draft, tag: number, end: number): void {
  const { reader } = draft;
  let isSet = true;
  switch (tag) {
    case 34: // customer_id
    case 74: // tax_id
      if (!readText(reader, end)) noteBadCustomerText(draft, tag);
      isSet = reader.textBytes > 0;
      break;
    default:
      skipField(reader, tag, end);
      return;
  }
  draft.customerUnserved = withField(draft.customerUnserved, tag >>> 3, isSet);
}
