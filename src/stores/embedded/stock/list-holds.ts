// Which holds there are, by id. Reads between two commits.

import type { Hold, HoldFilter } from '../../stock-operations.js';
import type { Page } from '../../store.js';
import { binaryKey, type Database, type HoldRecord } from '../database.js';
import { tokenOf, tokenText } from '../page-token.js';
import type { TenantState } from '../tenant-state.js';
import { holdOf } from './holds.js';

/** Holds that are looked at for one page at most. */
const LOOKED_AT_MAX = 10_000;
/** Lines of a page at most, so that it fits a message. */
const LINES_MAX = 10_000;

/** A page of the holds of a tenant. Refuses a token that is none. */
export function listHolds(
  database: Database,
  state: TenantState | undefined,
  filter: HoldFilter,
  pageSize: number,
  pageToken: string,
): Page<Hold> {
  const last = pageToken === '' ? null : Buffer.from(tokenText(pageToken));
  if (state === undefined) return { items: [], nextPageToken: '' };
  const start = binaryKey(state.number);
  const range = { start: last === null ? start : after(start, last), end: endOf(state) };
  const items: Hold[] = [];
  let lookedAt = 0;
  let lineCount = 0;
  let seen = '';
  for (const { value } of database.holds.getRange(range)) {
    const isFull = items.length === pageSize || lookedAt === LOOKED_AT_MAX;
    if (isFull || lineCount > LINES_MAX) return { items, nextPageToken: tokenOf(seen) };
    lookedAt++;
    seen = value.holdId;
    if (!isWanted(value, filter)) continue;
    items.push(holdOf(value));
    lineCount += value.lines.length;
  }
  return { items, nextPageToken: '' };
}

/** The first key after that of an id. */
function after(start: Buffer, id: Buffer): Buffer {
  return Buffer.concat([start, id, Buffer.of(0)]);
}

function endOf({ number }: TenantState): Buffer {
  return binaryKey(number + 1);
}

function isWanted(
  { state, orderId, lines }: HoldRecord,
  { orderId: wanted, locationCode, isEndedIncluded }: HoldFilter,
): boolean {
  if (state !== 'ACTIVE' && !isEndedIncluded) return false;
  if (wanted !== '' && orderId !== wanted) return false;
  return locationCode === '' || lines.some((line) => line.locationCode === locationCode);
}
