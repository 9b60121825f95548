// A page of the ledger: opening balances, then changes, oldest first. Works in steps, so that the
// store's thread can do other things in between.

import { invalidField, invalidFields, type FieldViolation } from '../../../base/outcome.js';
import { textOf } from '../../../base/text.js';
import type { RowValues } from '../../../columns/stock-writer.js';
import { ROW_FLAG } from '../../../columns/stock.js';
import { checkProductKey, productKeyOf } from '../../inventory-check.js';
import { segmentOf } from '../../row-names.js';
import type { LedgerEntry, LedgerFilter, LedgerQuantities, Page } from '../../store.js';
import { binaryKey, binaryRange, type Database } from '../database.js';
import { tokenOf, tokenText } from '../page-token.js';
import { SEQUENCE_BYTES, sequenceIn, sequenceKey, sequenceOfKey } from '../sequence-key.js';
import type { TenantState } from '../tenant-state.js';
import { entryOf, versionRanges } from './ledger.js';
import {
  decodeLedgerRow,
  isAtLocation,
  LEDGER_REASON,
  type LedgerRow,
  VERSION_MASK,
} from './ledger-codec.js';
import { type FoldedEntry, openingEntry } from './openings.js';

/** Entries that are looked at in one step. */
const STEP_ENTRIES = 1000;
/** Entries that are looked at for one page at most: then it is given as it is, with a token. */
const LOOKED_AT_MAX = 1_000_000;
const NOTHING = Buffer.alloc(0);

const REASONS: Readonly<Record<number, LedgerEntry['reason']>> = {
  [LEDGER_REASON.upsert]: 'UPSERT',
  [LEDGER_REASON.import]: 'IMPORT',
  [LEDGER_REASON.locationDeleted]: 'LOCATION_DELETED',
  [LEDGER_REASON.adjusted]: 'ADJUSTED',
  [LEDGER_REASON.deleted]: 'DELETED',
  [LEDGER_REASON.blocked]: 'BLOCKED',
  [LEDGER_REASON.unblocked]: 'UNBLOCKED',
  [LEDGER_REASON.transferOut]: 'TRANSFER_OUT',
  [LEDGER_REASON.transferIn]: 'TRANSFER_IN',
  [LEDGER_REASON.received]: 'RECEIVED',
  [LEDGER_REASON.held]: 'HELD',
  [LEDGER_REASON.holdReleased]: 'HOLD_RELEASED',
  [LEDGER_REASON.holdExpired]: 'HOLD_EXPIRED',
  [LEDGER_REASON.holdConsumed]: 'HOLD_CONSUMED',
  [LEDGER_REASON.allocated]: 'ALLOCATED',
  [LEDGER_REASON.allocationReleased]: 'ALLOCATION_RELEASED',
  [LEDGER_REASON.shipped]: 'SHIPPED',
  [LEDGER_REASON.rejected]: 'REJECTED',
  [LEDGER_REASON.opening]: 'OPENING_BALANCE',
};

/**
 * Where a list goes on: behind the key of an opening balance, or with a change, by its sequence or
 * by the version of the product that is asked for; undefined: with the first change.
 */
type Place = { readonly behind: Buffer } | number | undefined;

/** An entry as it lies on disk, and the place from which the next one is looked for. */
type Found = FoldedEntry & { readonly next: Place };

/**
 * A page of the changes of a tenant, the opening balances before them. Yields after each step.
 * Refuses a product key that is none and a token that is not of this list.
 */
export function* listLedger(
  database: Database,
  state: TenantState | undefined,
  { product, locationCode = '' }: LedgerFilter,
  pageSize: number,
  pageToken: string,
): Generator<undefined, Page<LedgerEntry>> {
  const number = product === undefined ? undefined : productOf(state, product);
  let next: Place = pageToken === '' ? { behind: NOTHING } : placeOf(pageToken);
  if (state === undefined || number === -1) return { items: [], nextPageToken: '' };
  const code = locationCode === '' ? undefined : Buffer.from(locationCode);
  const items: LedgerEntry[] = [];
  let lookedAt = 0;
  for (;;) {
    const step: Found[] =
      typeof next === 'object'
        ? openingsBehind(database, state, number, next.behind)
        : stepOf(database, state, number, next);
    for (const found of step) {
      if (items.length === pageSize) return { items, nextPageToken: tokenOf(placeText(next)) };
      next = found.next;
      if (code !== undefined && !isAtLocation(found.bytes, code)) continue;
      items.push(entryFrom(state, found));
    }
    lookedAt += step.length;
    if (step.length < STEP_ENTRIES) {
      if (typeof next !== 'object') return { items, nextPageToken: '' };
      next = undefined;
    } else if (lookedAt >= LOOKED_AT_MAX) {
      return { items, nextPageToken: tokenOf(placeText(next)) };
    }
    yield undefined;
  }
}

function productOf(state: TenantState | undefined, key: NonNullable<LedgerFilter['product']>) {
  const report: FieldViolation[] = [];
  const code = checkProductKey(report, 'product', key);
  if (report.length > 0) throw invalidFields(report);
  return state?.writer.findProduct(code.kind, code.bytes) ?? -1;
}

function placeText(place: Place): string {
  if (typeof place === 'object') return `o${place.behind.toString('hex')}`;
  return place === undefined ? 'c' : String(place);
}

function placeOf(token: string): Place {
  const text = tokenText(token);
  if (text === 'c') return undefined;
  if (/^\d{1,16}$/.test(text)) return Number(text);
  if (!/^o[0-9a-f]{24}$/.test(text)) throw invalidField('page_token', 'not a token of this list');
  return { behind: Buffer.from(text.slice(1), 'hex') };
}

/** The opening balances behind a key, of which the tenant is left out. */
function openingsBehind(
  database: Database,
  { number: tenant }: TenantState,
  product: number | undefined,
  behind: Buffer,
): Found[] {
  const { start: front, end } =
    product === undefined
      ? binaryRange(tenant)
      : { start: binaryKey(tenant, product), end: binaryKey(tenant, product + 1) };
  // A byte more: the next key that there can be.
  const from = Buffer.concat([binaryKey(tenant), behind, Buffer.of(0)]);
  const start = Buffer.compare(front, from) > 0 ? front : from;
  const step: Found[] = [];
  const range = { start, end, limit: STEP_ENTRIES };
  for (const { key, value } of database.ledgerOpenings.getRange(range)) {
    step.push({ ...openingEntry(value), next: { behind: Buffer.from(key.subarray(4)) } });
  }
  return step;
}

/** The entries from a place on: a sequence, or a version of the product that is asked for. */
function stepOf(
  database: Database,
  state: TenantState,
  product: number | undefined,
  place: number | undefined,
): Found[] {
  const { number: tenant } = state;
  if (product !== undefined) return stepOfProduct(database, state, product, place);
  const range = {
    start: sequenceKey(tenant, place ?? 0),
    end: binaryKey(tenant + 1),
    limit: STEP_ENTRIES,
  };
  const step: Found[] = [];
  for (const { key, value } of database.ledger.getRange(range)) {
    const sequence = Buffer.from(key.subarray(-SEQUENCE_BYTES));
    step.push({ sequence, bytes: value, next: sequenceOfKey(key) + 1 });
  }
  return step;
}

function stepOfProduct(
  database: Database,
  state: TenantState,
  product: number,
  place: number | undefined,
): Found[] {
  const { number: tenant, writer } = state;
  const now = writer.columns.productVersion[product] >>> 1;
  // Versions wrap: the one after the newest is the oldest that there can be.
  const first = (place ?? now + 1) & VERSION_MASK;
  const count = place === undefined ? VERSION_MASK + 1 : (now - first + 1) & VERSION_MASK;
  const step: Found[] = [];
  for (const range of versionRanges(tenant, product, first, count)) {
    const limit = STEP_ENTRIES - step.length;
    if (limit === 0) break;
    for (const { key, value } of database.ledgerProducts.getRange({ ...range, limit })) {
      const bytes = entryOf(database, tenant, value);
      const version = Buffer.from(key).readUInt32BE(8);
      if (bytes !== undefined) step.push({ sequence: value, bytes, next: version + 1 });
    }
  }
  return step;
}

function entryFrom(state: TenantState, { sequence, bytes }: Found): LedgerEntry {
  const row = decodeLedgerRow(bytes);
  const { kind, key: code } = state.writer.codeAt(state.firstCodes[row.product]);
  const { tags, futureEpochMs } = segmentOf(state.segments.textOf(row.before.segment));
  return {
    sequence: sequenceIn(sequence),
    changeTimeEpochMs: row.timeEpochMs,
    product: productKeyOf(kind, textOf(code)),
    locationCode: row.locationCode,
    segment: tags,
    ...(futureEpochMs === undefined ? {} : { futureEpochMs }),
    reason: REASONS[row.reason],
    reference: row.reference,
    productVersion: row.productVersion,
    ...quantitiesIn(row),
  };
}

/** What a change was from and to; of an opening balance what it is. */
function quantitiesIn({ reason, before, after }: LedgerRow): Pick<LedgerEntry, 'before' | 'after'> {
  if (reason === LEDGER_REASON.opening) return { after: quantitiesOf(before) };
  return {
    before: quantitiesOf(before),
    ...(after === null ? {} : { after: quantitiesOf(after) }),
  };
}

/** The quantities of a row. */
export function quantitiesOf(values: RowValues): LedgerQuantities {
  const { onHand, allocated, held, inTransit, safetyStock, flags } = values;
  return {
    onHand,
    allocated,
    held,
    inTransit,
    safetyStock,
    blocked: (flags & ROW_FLAG.blocked) !== 0,
    hasInfiniteInventory: (flags & ROW_FLAG.infinite) !== 0,
  };
}
