// Which products the lines of an order are of, in the store's numbers: as routing matches them.

import { IDENTIFIER } from '../../../columns/program.js';
import { PRODUCT_KIND } from '../../../columns/stock.js';
import type { OrderLine } from '../../allocation.js';
import type { ProductKey } from '../../stock-rows.js';
import type { TenantDraft } from '../tenant-draft.js';
import type { LineRecord } from './record.js';

type Identifier = {
  readonly bit: number;
  readonly kind: number;
  readonly text: string;
  readonly key: ProductKey;
};

/** What a line is before it has anything. */
export function newLine(draft: TenantDraft, siteId: string, line: OrderLine): LineRecord {
  const mapping = draft.sites.get(siteId)?.program.identifierMapping ?? IDENTIFIER.upc;
  const ids = matchedIds(line, mapping);
  const { orderItemId, quantity, upc, sku, partNumber, tags } = line;
  // Written out: what is added to a copy of an object is a microsecond each.
  return {
    orderItemId,
    quantity,
    upc,
    sku,
    partNumber,
    tags,
    product: ids[0].key,
    productIndex: productOf(draft, ids),
    units: [],
    backordered: 0,
    cancelled: 0,
    customerCare: 0,
    offered: 0,
    released: 0,
  };
}

/** The line, by the product that its ids name by now. */
export function resolvedLine(draft: TenantDraft, siteId: string, line: LineRecord): LineRecord {
  if (line.productIndex >= 0) return line;
  const { productIndex } = newLine(draft, siteId, line);
  return productIndex < 0 ? line : { ...line, productIndex };
}

/** The one product that all ids by which a line is matched name, or -1. */
function productOf(draft: TenantDraft, ids: readonly Identifier[]): number {
  let product = -1;
  for (const { kind, text } of ids) {
    const found = draft.findProduct({ kind, text, bytes: Buffer.from(text) });
    if (found < 0 || (product >= 0 && product !== found)) return -1;
    product = found;
  }
  return product;
}

/** See matchedIdentifiers of columns/identifiers.ts. */
function matchedIds({ upc, sku, partNumber }: OrderLine, mapping: number): Identifier[] {
  const given = [
    { bit: IDENTIFIER.upc, kind: PRODUCT_KIND.upc, text: upc, key: { upc } },
    { bit: IDENTIFIER.sku, kind: PRODUCT_KIND.sku, text: sku, key: { sku } },
    {
      bit: IDENTIFIER.partNumber,
      kind: PRODUCT_KIND.partNumber,
      text: partNumber,
      key: { partNumber },
    },
  ].filter(({ text }) => text !== '');
  const mapped = given.filter(({ bit }) => (bit & mapping) !== 0);
  return mapped.length > 0 ? mapped : given.slice(0, 1);
}
