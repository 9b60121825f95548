// Which records a question is about, the newest first: those with an id of an order, or all. Works
// in steps, so that the store's thread can do other things in between.

import { FNV_BASIS, fnv1a } from '../../../base/hash.js';
import { invalidField } from '../../../base/outcome.js';
import { bytesOf } from '../../../base/text.js';
import { sameBytes } from '../../../columns/dictionary.js';
import { ORDER_TEXT, type OrderColumns } from '../../../columns/order.js';
import { decodeSuggestRouting } from '../../../wire/decode-order.js';
import { readRecord, RECORD } from '../../../wire/record.js';
import type { RecordQuery } from '../../store.js';
import type { Database } from '../database.js';
import { tokenOf, tokenText } from '../page-token.js';
import { decodeEntry, entryKey, hasHash, keyWith, numberOfKey, recordsIn } from './page-codec.js';
import type { RecordSite } from './record-store.js';

/** Entries that are looked at in one step. */
const STEP_ENTRIES = 256;

/** The place of a record in the order in which records are listed. */
export type RecordPlace = {
  readonly drain: number;
  readonly timeEpochMs: number;
  readonly suggestionId: number;
};

/** The token of the page that begins after a place. */
export function placeToken({ drain, timeEpochMs, suggestionId }: RecordPlace): string {
  return tokenOf(`${drain}_${timeEpochMs}_${suggestionId}`);
}

/** The place of a token; refuses what is none. */
export function placeOf(token: string): RecordPlace {
  const match = /^(\d{1,16})_(\d{1,16}(?:\.\d+)?)_(\d{1,16})$/.exec(tokenText(token));
  if (match === null) throw invalidField('page_token', 'not a token of this list');
  const [drain, timeEpochMs, suggestionId] = match.slice(1).map(Number);
  return { drain, timeEpochMs, suggestionId };
}

/** A record that was found. */
export type FoundRecord = { readonly place: RecordPlace; readonly record: Buffer };

/** A text that records are searched by, and which id of the order it is. */
type Wanted = { readonly which: 0 | 1; readonly bytes: Uint8Array; readonly hash: number };

/** Pages that were written together. */
type Drain = { readonly number: number; readonly firstIds: number[] };

/**
 * The records of a site that `query` names by an id of the order, or all, from after `place` on.
 * Undefined where a step found nothing. `order` is overwritten.
 */
export function* findRecords(
  database: Database,
  site: RecordSite,
  query: RecordQuery,
  place: RecordPlace | undefined,
  order: OrderColumns,
): Generator<FoundRecord | undefined> {
  const wanted = wantedBy(query);
  for (const drain of drainsOf(database, site, wanted, place?.drain ?? site.drain)) {
    if (drain === undefined) {
      yield undefined;
      continue;
    }
    const found: FoundRecord[] = [];
    for (const firstId of drain.firstIds) {
      const page = database.recordPages.get(keyWith(site.key, firstId));
      // It may have gone since its entry was read.
      if (page !== undefined) collect(page, drain.number, wanted, order, found);
    }
    found.sort((left, right) => fromNewest(left.place, right.place));
    for (const one of found) {
      if (place === undefined || fromNewest(place, one.place) < 0) yield one;
    }
  }
}

/** Orders places from the newest on. */
function fromNewest(left: RecordPlace, right: RecordPlace): number {
  return (
    right.drain - left.drain ||
    right.timeEpochMs - left.timeEpochMs ||
    right.suggestionId - left.suggestionId
  );
}

function wantedBy({ orderId, externalResponseId }: RecordQuery): Wanted | null {
  const text = orderId ?? externalResponseId;
  if (text === undefined) return null;
  const bytes = bytesOf(text);
  const hash = fnv1a(FNV_BASIS, bytes, 0, bytes.length) >>> 0;
  return { which: orderId === undefined ? 1 : 0, bytes, hash };
}

/** The drains of a site that may have what is wanted, from `newest` back; undefined: a step. */
function* drainsOf(
  database: Database,
  site: RecordSite,
  wanted: Wanted | null,
  newest: number,
): Generator<Drain | undefined> {
  let before = entryKey(site.key, newest + 1, 0);
  let drain: Drain | undefined;
  for (;;) {
    const entries = entriesBefore(database, site, before);
    for (const { key, value } of entries) {
      if (wanted !== null && !hasHash(value, wanted.which, wanted.hash)) continue;
      const number = numberOfKey(site.key, key);
      if (drain !== undefined && drain.number !== number) {
        yield drain;
        drain = undefined;
      }
      drain ??= { number, firstIds: [] };
      drain.firstIds.push(decodeEntry(value).firstId);
    }
    if (entries.length < STEP_ENTRIES) break;
    before = entries[entries.length - 1].key;
    yield undefined;
  }
  yield drain;
}

function entriesBefore(
  database: Database,
  site: RecordSite,
  before: Buffer,
): { key: Buffer; value: Buffer }[] {
  const entries: { key: Buffer; value: Buffer }[] = [];
  const range = { start: before, end: site.key, reverse: true, limit: STEP_ENTRIES + 1 };
  for (const { key, value } of database.recordIndex.getRange(range)) {
    // A range begins with its start.
    if (before.equals(key) || entries.length === STEP_ENTRIES) continue;
    entries.push({ key: Buffer.from(key), value });
  }
  return entries;
}

/** Adds the records of a page that have what is wanted. */
function collect(
  page: Buffer,
  drain: number,
  wanted: Wanted | null,
  order: OrderColumns,
  found: FoundRecord[],
): void {
  for (const { start, end } of recordsIn(page)) {
    if (wanted !== null && !isWanted(page, start, wanted, order)) continue;
    const place = {
      drain,
      timeEpochMs: page.readDoubleLE(start + RECORD.timeEpochMs),
      suggestionId: page.readDoubleLE(start + RECORD.suggestionId),
    };
    found.push({ place, record: page.subarray(start, end) });
  }
}

function isWanted(page: Buffer, start: number, wanted: Wanted, order: OrderColumns): boolean {
  const { which, bytes, hash } = wanted;
  const field = which === 0 ? RECORD.orderIdHash : RECORD.externalIdHash;
  if (page.readUInt32LE(start + field) !== hash) return false;
  const { request } = readRecord(page, start);
  if (decodeSuggestRouting(request, 0, request.length, order) !== null) return false;
  const text = which === 0 ? ORDER_TEXT.orderId : ORDER_TEXT.externalResponseId;
  const at = order.texts[text * 2];
  const isAsLong = order.texts[text * 2 + 1] === bytes.length;
  return isAsLong && sameBytes(order.bytes, at, bytes, 0, bytes.length);
}
