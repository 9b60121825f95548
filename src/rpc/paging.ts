// Page sizes of the listing methods.

import { invalidField } from '../base/outcome.js';

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 1000;

/**
 * The page size that a request asks for; 0 or absent: 100. Throws a `Refusal` outside 0 to 1,000.
 */
export function pageSizeOf(asked: number | undefined): number {
  if (asked === undefined || asked === 0) return PAGE_SIZE_DEFAULT;
  if (asked < 0 || asked > PAGE_SIZE_MAX) {
    throw invalidField('page_size', `must be 0 to ${PAGE_SIZE_MAX}, is ${asked}`);
  }
  return asked;
}
