// Whether the customer lets a group be tried: the filters on what the order says of who buys.

import { ATTRIBUTE_OWNER, CUSTOMER_TEXT, type OrderColumns } from '../../columns/order.js';
import { ATTRIBUTE, type Predicate } from '../../columns/program.js';
import type { CoreScratch } from '../scratch.js';
import { testList } from './list.js';
import { testNumber } from './number.js';
import { testText } from './text.js';
import { testAttributes } from './values.js';

/** Tests an attribute of the customer; of an order that says nothing of them, all are absent. */
export function testCustomer(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
): boolean {
  switch (predicate.attribute) {
    case ATTRIBUTE.customerAccountType:
      return testCustomerText(predicate, order, scratch, CUSTOMER_TEXT.accountType);
    case ATTRIBUTE.customerExternalId:
      return testCustomerText(predicate, order, scratch, CUSTOMER_TEXT.externalId);
    case ATTRIBUTE.customerCompanyOrOrganization:
      return testCustomerText(predicate, order, scratch, CUSTOMER_TEXT.companyOrOrganization);
    case ATTRIBUTE.customerTaxExempt:
      return testNumber(predicate, order.isTaxExempt ? 1 : 0);
    case ATTRIBUTE.customerCustomerSinceDate:
      return testNumber(predicate, order.customerSinceMs[0]);
    case ATTRIBUTE.customerSegments: {
      const { bytes, segmentStart, segmentBytes, segmentCount } = order;
      return testList(predicate, bytes, segmentStart, segmentBytes, segmentCount, scratch);
    }
    case ATTRIBUTE.customerAttributes:
      return testAttributes(predicate, order, ATTRIBUTE_OWNER.customer, scratch.fold);
    default:
      return false;
  }
}

function testCustomerText(
  predicate: Predicate,
  order: OrderColumns,
  scratch: CoreScratch,
  text: number,
): boolean {
  const start = order.customerTexts[text * 2];
  const lengthBytes = order.customerTexts[text * 2 + 1];
  return testText(predicate, order.bytes, start, lengthBytes, scratch.fold, false);
}
