// Page sizes of the listing methods.

import { invalidField } from '../base/outcome.js';

const PAGE_SIZE_DEFAULT = 100;
const PAGE_SIZE_MAX = 1000;

/**
 * The page size that a request asks for; 0 or absent: `fallback`. Throws a `Refusal` outside 0 to
 * `max`.
 */
export function pageSizeOf(
  asked: number | undefined,
  fallback = PAGE_SIZE_DEFAULT,
  max = PAGE_SIZE_MAX,
): number {
  if (asked === undefined || asked === 0) return fallback;
  if (asked < 0 || asked > max) {
    throw invalidField('page_size', `must be 0 to ${max}, is ${asked}`);
  }
  return asked;
}
