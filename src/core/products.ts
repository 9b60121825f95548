// Which product each line is of, and which lines draw on the same stock: the slots of an order.

import { mix32 } from '../base/hash.js';
import { lookUp } from '../columns/dictionary.js';
import { matchedIdentifiers } from '../columns/identifiers.js';
import { LINE_FLAG, type OrderColumns } from '../columns/order.js';
import type { PlanColumns } from '../columns/plan.js';
import { IDENTIFIER } from '../columns/program.js';
import { PRODUCT_KIND, type StockColumns } from '../columns/stock.js';
import type { CoreScratch } from './scratch.js';
import { hasSameTags, resolveTags, tagHashOf } from './segments.js';
import { SLOT_BUCKETS } from './stock/scratch.js';

/**
 * Finds the product of each line, by the ids that `mapping` (bits of IDENTIFIER) names, and gives
 * each distinct product with the tags asked for a slot; opens the lines.
 */
export function resolveProducts(
  order: OrderColumns,
  stock: StockColumns,
  mapping: number,
  scratch: CoreScratch,
  plan: PlanColumns,
): void {
  scratch.slotCount = 0;
  scratch.hasSharedSlots = false;
  scratch.openCount = order.lineCount;
  resolveTags(order, scratch);
  for (let line = 0; line < order.lineCount; line++) {
    scratch.lineOpen[line] = 1;
    scratch.lineNeed[line] = order.quantity[line];
    scratch.lineNext[line] = -1;
    const product = productOf(order, stock, mapping, line);
    plan.isUnknownProduct[line] = product < 0 ? 1 : 0;
    scratch.lineSlot[line] = product < 0 ? -1 : slotOf(order, scratch, product, line);
  }
}

/** The one product that all ids by which a line is matched name, or -1. */
function productOf(
  order: OrderColumns,
  stock: StockColumns,
  mapping: number,
  line: number,
): number {
  const ids = matchedIdentifiers(order, line, mapping);
  let product = -1;
  if ((ids & IDENTIFIER.upc) !== 0) {
    product = find(order, stock, PRODUCT_KIND.upc, order.upcStart, order.upcBytes, line);
    if (product < 0 || ids === IDENTIFIER.upc) return product;
  }
  if ((ids & IDENTIFIER.sku) !== 0) {
    const found = find(order, stock, PRODUCT_KIND.sku, order.skuStart, order.skuBytes, line);
    if (found < 0 || (product >= 0 && product !== found)) return -1;
    product = found;
  }
  if ((ids & IDENTIFIER.partNumber) !== 0) {
    const { partNumberStart, partNumberBytes } = order;
    const found = find(
      order,
      stock,
      PRODUCT_KIND.partNumber,
      partNumberStart,
      partNumberBytes,
      line,
    );
    if (found < 0 || (product >= 0 && product !== found)) return -1;
    product = found;
  }
  return product;
}

function find(
  order: OrderColumns,
  stock: StockColumns,
  kind: number,
  starts: Int32Array,
  lengths: Int32Array,
  line: number,
): number {
  return lookUp(stock.products, kind, order.bytes, starts[line], lengths[line]);
}

/**
 * How many stock rows the products of the order have, as far as is known before they are read: what
 * deciding it costs.
 */
export function rowsAhead(order: OrderColumns, stock: StockColumns, mapping: number): number {
  let rows = 0;
  for (let line = 0; line < order.lineCount; line++) {
    const product = productOf(order, stock, mapping, line);
    if (product >= 0) rows += stock.productCount[product];
  }
  return rows;
}

/** The slot of a line. All slots of a product are met where its own would be looked for. */
function slotOf(order: OrderColumns, scratch: CoreScratch, product: number, line: number): number {
  const { slotBucket, slotBucketStamp, stamp, hasTags } = scratch;
  const tagHash = hasTags ? tagHashOf(order, scratch, line) : 0;
  let last = -1;
  let bucket = mix32(product) & (SLOT_BUCKETS - 1);
  while (slotBucketStamp[bucket] === stamp) {
    const slot = slotBucket[bucket];
    if (scratch.slotProduct[slot] === product) {
      if (isOfSlot(order, scratch, slot, line, tagHash)) {
        addLine(order, scratch, slot, line);
        return slot;
      }
      if (slot > last) last = slot;
    }
    bucket = (bucket + 1) & (SLOT_BUCKETS - 1);
  }
  const slot = scratch.slotCount++;
  slotBucketStamp[bucket] = stamp;
  slotBucket[bucket] = slot;
  scratch.slotProduct[slot] = product;
  scratch.slotTagHash[slot] = tagHash;
  scratch.slotHead[slot] = last < 0 ? slot : scratch.slotHead[last];
  scratch.slotSibling[slot] = -1;
  if (last >= 0) scratch.slotSibling[last] = slot;
  scratch.slotWantsFuture[slot] = 0;
  scratch.slotFirstLine[slot] = line;
  scratch.slotLastLine[slot] = line;
  noteFuture(order, scratch, slot, line);
  return slot;
}

function isOfSlot(
  order: OrderColumns,
  scratch: CoreScratch,
  slot: number,
  line: number,
  tagHash: number,
): boolean {
  if (!scratch.hasTags) return true;
  if (scratch.slotTagHash[slot] !== tagHash) return false;
  return hasSameTags(order, scratch, line, scratch.slotFirstLine[slot]);
}

function addLine(order: OrderColumns, scratch: CoreScratch, slot: number, line: number): void {
  scratch.lineNext[scratch.slotLastLine[slot]] = line;
  scratch.slotLastLine[slot] = line;
  scratch.hasSharedSlots = true;
  noteFuture(order, scratch, slot, line);
}

function noteFuture(order: OrderColumns, scratch: CoreScratch, slot: number, line: number): void {
  if ((order.lineFlags[line] & LINE_FLAG.futureOrderable) === 0) return;
  scratch.slotWantsFuture[scratch.slotHead[slot]] = 1;
}
