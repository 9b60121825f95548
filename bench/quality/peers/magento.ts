// Magento MSI's source selection.

import { nearestFirst, type SplitProblem, type Taking, takeInOrder } from '../problem.js';

/**
 * By priority: sources in the merchant's order, each item takes what it needs from the sources in
 * that order. Solidus walks its locations the same way, and Saleor with stock in the channel's
 * order of warehouses.
 */
export function magentoPriority({ need, offers }: SplitProblem): Taking[] {
  return takeInOrder(need, offers);
}

/** By distance: the same, with the nearest source first. */
export function magentoDistance({ need, offers }: SplitProblem): Taking[] {
  return takeInOrder(need, nearestFirst(offers));
}
