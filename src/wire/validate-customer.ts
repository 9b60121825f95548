// Whether what a request says of its customer may be read by rules, and since when they are one.

import { DATE_IN_WORDS, readDateInto } from '../base/date.js';
import { textOf } from '../base/text.js';
import { CUSTOMER_SEGMENTS_MAX, TEXT_BYTES_MAX } from '../columns/limits.js';
import { CUSTOMER_TEXT, type OrderColumns } from '../columns/order.js';
import { CUSTOMER_PATH } from './decode-customer.js';
import type { Draft } from './draft.js';
import { CUSTOMER_FIELDS } from './field-names.js';
import { noteInvalid, noteUnservedFields } from './problems.js';

/** Field names by CUSTOMER_TEXT. */
const TEXT_FIELDS = [
  'account_type',
  'company_or_organization',
  'external_id',
  'customer_since_date',
];

/** Notes what is wrong with the customer of a request that has one, and completes its columns. */
export function completeCustomer(draft: Draft): void {
  const { order, problems, customerUnserved } = draft;
  const { customerTexts } = order;
  for (let text = 0; text < TEXT_FIELDS.length; text++) {
    checkLength(draft, TEXT_FIELDS[text], customerTexts[text * 2 + 1]);
  }
  const { segmentCount } = order;
  if (segmentCount > CUSTOMER_SEGMENTS_MAX) {
    const description = `must hold at most ${CUSTOMER_SEGMENTS_MAX} segments, not ${segmentCount}`;
    noteInvalid(problems, `${CUSTOMER_PATH}.segments`, description);
  } else checkSegments(draft);
  completeSinceDate(draft);
  if (customerUnserved !== 0) {
    noteUnservedFields(problems, customerUnserved, `${CUSTOMER_PATH}.`, CUSTOMER_FIELDS);
  }
}

function checkSegments(draft: Draft): void {
  const { segmentBytes, segmentCount } = draft.order;
  for (let segment = 0; segment < segmentCount; segment++) {
    if (segmentBytes[segment] > TEXT_BYTES_MAX) {
      checkLength(draft, `segments[${segment}]`, segmentBytes[segment]);
    }
  }
}

function checkLength(draft: Draft, field: string, lengthBytes: number): void {
  if (lengthBytes <= TEXT_BYTES_MAX) return;
  const description = `must have at most ${TEXT_BYTES_MAX} bytes`;
  noteInvalid(draft.problems, `${CUSTOMER_PATH}.${field}`, description);
}

/** A blank date is unknown, like any blank text; another text must be a date. */
function completeSinceDate(draft: Draft): void {
  const { order } = draft;
  const start = order.customerTexts[CUSTOMER_TEXT.customerSinceDate * 2];
  const lengthBytes = order.customerTexts[CUSTOMER_TEXT.customerSinceDate * 2 + 1];
  order.customerSinceMs[0] = Number.NaN;
  if (lengthBytes === 0 || lengthBytes > TEXT_BYTES_MAX) return;
  if (readDateInto(order.bytes, start, lengthBytes, order.customerSinceMs, 0)) return;
  if (isBlank(order, start, lengthBytes)) return;
  noteInvalid(draft.problems, `${CUSTOMER_PATH}.customer_since_date`, `must be ${DATE_IN_WORDS}`);
}

function isBlank(order: OrderColumns, start: number, lengthBytes: number): boolean {
  return textOf(order.bytes, start, start + lengthBytes).trim() === '';
}
