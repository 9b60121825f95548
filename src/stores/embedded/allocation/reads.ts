// What orders have and what waits. Reads between two commits.

import { notFound } from '../../../base/outcome.js';
import { PRODUCT_KIND } from '../../../columns/stock.js';
import type {
  Allocation,
  AllocationFilter,
  Backorder,
  OrderBasis,
  WaitingOrders,
} from '../../allocation.js';
import type { ProductCode } from '../../inventory-check.js';
import { checkIdGiven, checkProductAt } from '../../stock-check.js';
import type { Page, ProductKey } from '../../stock-rows.js';
import { allocationKey, binaryKey, type Database } from '../database.js';
import { tokenOf, tokenText } from '../page-token.js';
import type { TenantState } from '../tenant-state.js';
import { effectiveOf } from './effective-of.js';
import { ALL_PRODUCTS, waitingFor } from './queue.js';
import { riseCountOf } from './waiting-changes.js';
import {
  type AllocationRecord,
  allocationOf,
  type LineRecord,
  liveUnits,
  statusOf,
} from './record.js';

/** Orders that are looked at for one page at most. */
const LOOKED_AT_MAX = 10_000;
/** Lines of a page at most, so that it fits a message. */
const LINES_MAX = 10_000;
/** Orders of a page of those that wait for a product. */
const WAITING_ORDERS_MAX = 256;

/** What an order has. Throws where it was never allocated, or where the id is none. */
export function getAllocation(
  database: Database,
  state: TenantState | undefined,
  orderId: string,
): Allocation {
  checkIdGiven('order_id', orderId);
  const record = recordOf(database, state, orderId);
  if (record === undefined) throw notFound('allocation of the order', orderId);
  return allocationOf(record);
}

/** How an order is routed again; null: it is not there. */
export function orderBasis(
  database: Database,
  state: TenantState | undefined,
  orderId: string,
): OrderBasis | null {
  const record = recordOf(database, state, orderId);
  if (record === undefined) return null;
  const { siteId, version, request, rejectedLocationCodes, assignmentCount, lines } = record;
  const waiting = lines.filter(({ backordered }) => backordered > 0);
  return {
    siteId,
    version,
    request,
    backordered: waiting.map(({ orderItemId, productIndex: product, backordered: quantity }) => {
      return { orderItemId, product, quantity };
    }),
    assigned: lines.flatMap(({ orderItemId, units }) => {
      return units.map((one) => {
        return { orderItemId, locationCode: one.locationCode, quantity: liveUnits(one) };
      });
    }),
    rejectedLocationCodes,
    assignmentCount,
  };
}

/** A page of orders by id. Refuses a token that is none. */
export function listAllocations(
  database: Database,
  state: TenantState | undefined,
  filter: AllocationFilter,
  pageSize: number,
  pageToken: string,
): Page<Allocation> {
  const last = pageToken === '' ? null : Buffer.from(tokenText(pageToken));
  if (state === undefined) return { items: [], nextPageToken: '' };
  const first = binaryKey(state.number);
  const start = last === null ? first : Buffer.concat([first, last, Buffer.of(0)]);
  const items: Allocation[] = [];
  let lookedAt = 0;
  let lineCount = 0;
  let seen = '';
  const range = { start, end: binaryKey(state.number + 1) };
  for (const { value } of database.allocations.getRange(range)) {
    const isFull = items.length === pageSize || lookedAt === LOOKED_AT_MAX;
    if (isFull || lineCount > LINES_MAX) return { items, nextPageToken: tokenOf(seen) };
    lookedAt++;
    seen = value.orderId;
    if (!isWanted(value, filter)) continue;
    items.push(allocationOf(value));
    lineCount += value.lines.length;
  }
  return { items, nextPageToken: '' };
}

function isWanted(record: AllocationRecord, { status, locationCode }: AllocationFilter): boolean {
  if (status !== undefined && statusOf(record) !== status) return false;
  if (locationCode === '') return true;
  return record.lines.some(({ units }) => {
    return units.some((one) => one.locationCode === locationCode && liveUnits(one) > 0);
  });
}

/** A page of lines that wait, of one product or of all. Refuses a token that is none. */
export function listBackorders(
  database: Database,
  state: TenantState | undefined,
  product: ProductKey | null,
  pageSize: number,
  pageToken: string,
): Page<Backorder> {
  const after = keyOfToken(pageToken);
  const code = product === null ? null : checkProductAt('product', product);
  if (state === undefined) return { items: [], nextPageToken: '' };
  const found = code === null ? ALL_PRODUCTS : state.writer.findProduct(code.kind, code.bytes);
  const isNamed = (line: LineRecord) => found >= 0 || code === null || hasCode(line, code);
  const items: Backorder[] = [];
  let last: Buffer | null = null;
  for (const { key, orderId, orderItemId } of waitingFor(database, state.number, found, after)) {
    if (items.length === pageSize) return { items, nextPageToken: tokenOfKey(last) };
    last = key;
    const record = recordOf(database, state, orderId) as AllocationRecord;
    const line = record.lines.find((one) => one.orderItemId === orderItemId);
    if (line === undefined || !isNamed(line)) continue;
    const { priority, createTimeEpochMs } = record;
    const names = { orderId, orderItemId, product: line.product };
    const { backordered: quantity } = line;
    items.push({ ...names, quantity, priority, createTimeEpochMs });
  }
  return { items, nextPageToken: '' };
}

/** Whether a line names a product that nobody knows yet. */
function hasCode({ upc, sku, partNumber }: LineRecord, { kind, text }: ProductCode): boolean {
  if (kind === PRODUCT_KIND.upc) return upc === text;
  return text === (kind === PRODUCT_KIND.sku ? sku : partNumber);
}

/** Orders that wait for a product, each once, and what there is of it. */
export function waitingOrders(
  database: Database,
  state: TenantState | undefined,
  product: number,
  pageToken: string,
): WaitingOrders {
  const after = keyOfToken(pageToken);
  const none = { orderIds: [], nextPageToken: '', effective: 0 };
  if (state === undefined) return { ...none, turn: { product, riseCount: 0 } };
  const turn = { product, riseCount: riseCountOf(state, product) };
  const orderIds = new Set<string>();
  const effective = effectiveOf(state, product);
  let last: Buffer | null = null;
  for (const { key, orderId } of waitingFor(database, state.number, product, after)) {
    if (orderIds.size === WAITING_ORDERS_MAX) {
      return { orderIds: [...orderIds], nextPageToken: tokenOfKey(last), effective, turn };
    }
    last = key;
    orderIds.add(orderId);
  }
  return { orderIds: [...orderIds], nextPageToken: '', effective, turn };
}

function recordOf(
  database: Database,
  state: TenantState | undefined,
  orderId: string,
): AllocationRecord | undefined {
  return state && database.allocations.get(allocationKey(state.number, orderId));
}

function keyOfToken(token: string): Buffer | null {
  return token === '' ? null : Buffer.from(tokenText(token), 'latin1');
}

function tokenOfKey(key: Buffer | null): string {
  return key === null ? '' : tokenOf(key.toString('latin1'));
}
