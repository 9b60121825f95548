// What is read of a tenant between two commits.

import { invalidField, invalidFields, notFound, type FieldViolation } from '../../base/outcome.js';
import { compareUtf8, textOf } from '../../base/text.js';
import { postalCount } from '../../columns/postal.js';
import { ROW_FLAG } from '../../columns/stock.js';
import type { LocationDocument } from '../../configuration/location-document.js';
import { checkProductKey, productKeyOf } from '../inventory-check.js';
import { attributesOf, extensibleOf, segmentOf } from '../row-names.js';
import type { InventoryRow, Page, ProductInventory, ProductKey, StoreCounts } from '../store.js';
import { rowKey, type Database } from './database.js';
import { tokenOf, tokenText } from './page-token.js';
import { decodeRow } from './row-codec.js';
import type { TenantState } from './tenant-state.js';

/** A location by its code. */
export function getLocation(state: TenantState | undefined, code: string): LocationDocument {
  return location(state, code).document;
}

function location(
  state: TenantState | undefined,
  code: string,
): { index: number; document: LocationDocument } {
  const index = state?.indexes.get(code);
  const document = index === undefined ? undefined : state?.documents[index];
  if (index === undefined || document === undefined) throw notFound('location', code);
  return { index, document };
}

/** A page of the locations by code in UTF-8 byte order. */
export function listLocations(
  state: TenantState | undefined,
  pageSize: number,
  pageToken: string,
): Page<LocationDocument> {
  if (state === undefined) return { items: [], nextPageToken: '' };
  const after = pageToken === '' ? undefined : tokenText(pageToken);
  const found: { rank: number; document: LocationDocument }[] = [];
  state.documents.forEach((document, index) => {
    if (document === undefined) return;
    if (after !== undefined && compareUtf8(document.code ?? '', after) <= 0) return;
    found.push({ rank: state.table.codeRank[index], document });
  });
  found.sort((left, right) => left.rank - right.rank);
  const items = found.slice(0, pageSize).map(({ document }) => document);
  const last = items.at(-1)?.code ?? '';
  return { items, nextPageToken: found.length > items.length ? tokenOf(last) : '' };
}

/** A product at every location, by location code, then tags, then what is there and what comes. */
export function getInventory(
  database: Database,
  state: TenantState | undefined,
  key: ProductKey,
): ProductInventory {
  const report: FieldViolation[] = [];
  const code = checkProductKey(report, 'product', key);
  if (report.length > 0) throw invalidFields(report);
  const product = state?.writer.findProduct(code.kind, code.bytes) ?? -1;
  // A product that no stock row ever named is nowhere; that is an answer, not an error.
  const sequence = state?.sequence ?? 0;
  if (state === undefined || product < 0) return { rows: [], productVersion: 0, sequence };
  const { columns } = state.writer;
  const start = columns.productStart[product];
  const rows: InventoryRow[] = [];
  for (let i = 0; i < columns.productCount[product]; i++) {
    rows.push(readRow(database, state, product, start + i));
  }
  rows.sort(byLocationAndSegment);
  return { rows, productVersion: columns.productVersion[product] >>> 1, sequence };
}

function byLocationAndSegment(left: InventoryRow, right: InventoryRow): number {
  return (
    compareUtf8(left.locationCode, right.locationCode) ||
    compareUtf8(tagsText(left), tagsText(right)) ||
    (left.futureEpochMs ?? -1) - (right.futureEpochMs ?? -1)
  );
}

/** A text that sorts tags, none first. */
function tagsText({ segment }: InventoryRow): string {
  return Object.entries(segment).flat().join('\0');
}

/**
 * A page of the rows at a location, by product in the order in which the store first saw them, then
 * segment.
 */
export function listInventory(
  database: Database,
  state: TenantState | undefined,
  locationCode: string,
  pageSize: number,
  pageToken: string,
): Page<InventoryRow> {
  const { index } = location(state, locationCode);
  const tenant = state as TenantState;
  const { writer } = tenant;
  const { rows, productStart, productCount } = writer.columns;
  let [product, segment] = pageToken === '' ? [0, 0] : placeOf(pageToken);
  const items: InventoryRow[] = [];
  for (; product < writer.productCount; product++, segment = 0) {
    const end = productStart[product] + productCount[product];
    let row = writer.firstRowFrom(product, index, segment);
    for (; row < end && rows.location[row] === index; row++) {
      if (items.length === pageSize) {
        return { items, nextPageToken: tokenOf(`${product}.${rows.segment[row]}`) };
      }
      items.push(readRow(database, tenant, product, row));
    }
  }
  return { items, nextPageToken: '' };
}

function readRow(
  database: Database,
  state: TenantState,
  product: number,
  row: number,
): InventoryRow {
  const { location: locations, segment: segments } = state.writer.columns.rows;
  const key = rowKey(state.number, product, locations[row], segments[row]);
  const bytes = database.rows.get(key) as Buffer;
  const { values, asOfEpochMs } = decodeRow(bytes, locations[row], segments[row]);
  const { kind, key: code } = state.writer.codeAt(state.firstCodes[product]);
  const { tags, futureEpochMs } = segmentOf(state.segments.textOf(values.segment));
  return {
    product: productKeyOf(kind, textOf(code)),
    locationCode: state.documents[values.location]?.code ?? '',
    segment: tags,
    onHand: values.onHand,
    allocated: values.allocated,
    held: values.held,
    inTransit: values.inTransit,
    safetyStock: values.safetyStock,
    ...(values.flags & ROW_FLAG.hasLtd ? { ltd: values.ltd } : {}),
    blocked: (values.flags & ROW_FLAG.blocked) !== 0,
    hasInfiniteInventory: (values.flags & ROW_FLAG.infinite) !== 0,
    attributes: attributesOf(state.attributeSets.textOf(values.attributes)),
    version: values.version,
    ...(Number.isNaN(asOfEpochMs) ? {} : { asOfEpochMs }),
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
    ...(values.flags & ROW_FLAG.hasExcessThreshold
      ? { excessThreshold: values.excessThreshold }
      : {}),
    holdBlock: (values.flags & ROW_FLAG.holdBlock) !== 0,
    extensibleAttributes: extensibleOf(state.attributeSets.textOf(values.extensible)),
  };
}

/** What a tenant holds. */
export function countsOf(state: TenantState | undefined): StoreCounts {
  return {
    locationCount: state?.indexes.size ?? 0,
    productCount: state?.writer.productCount ?? 0,
    rowCount: state?.writer.rowCount ?? 0,
    postalCount: state === undefined ? 0 : postalCount(state.postal),
  };
}

function placeOf(token: string): [product: number, segment: number] {
  const match = /^(\d{1,9})\.(\d{1,9})$/.exec(tokenText(token));
  if (match === null) throw invalidField('page_token', 'not a token of this list');
  return [Number(match[1]), Number(match[2])];
}
