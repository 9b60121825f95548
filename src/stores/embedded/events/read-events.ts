// A page of events. Reads between two commits.

import { invalidField, Refusal, STATUS } from '../../../base/outcome.js';
import type { EventPage, EventQuery, StoredEvent } from '../../events.js';
import { binaryKey, type Database } from '../database.js';
import { sequenceKey, sequenceOfKey } from '../sequence-key.js';
import type { TenantState } from '../tenant-state.js';
import { decodeEvent, kindOf } from './events.js';

/** Events that are looked at for one page at most. */
const LOOKED_AT_MAX = 5000;
/** Bytes of the events of a page, so that it fits a message; the last may go beyond. */
const BYTES_MAX = 1024 * 1024;

/** A page of the events of a tenant, see EventOperations. */
export function readEvents(
  database: Database,
  state: TenantState | undefined,
  { afterSequence, kinds, limit }: EventQuery,
): EventPage {
  const lastSequence = state?.eventSequence ?? 0;
  const oldestSequence = state === undefined ? 1 : oldestOf(database, state);
  if (afterSequence < -1 || afterSequence > lastSequence) {
    throw invalidField('after_sequence', `must be -1 to ${lastSequence}, is ${afterSequence}`);
  }
  const page = { oldestSequence, lastSequence };
  const isFromNow = afterSequence === -1 || afterSequence === lastSequence;
  if (state === undefined || isFromNow) {
    return { ...page, events: [], nextAfterSequence: lastSequence };
  }
  if (afterSequence > 0 && afterSequence + 1 < oldestSequence) throw gone(oldestSequence);
  const wanted = kinds.length === 0 ? null : new Set(kinds);
  const events: StoredEvent[] = [];
  let nextAfterSequence = afterSequence;
  let bytes = 0;
  const range = {
    start: sequenceKey(state.number, afterSequence + 1),
    end: binaryKey(state.number + 1),
    limit: LOOKED_AT_MAX,
  };
  for (const { key, value } of database.events.getRange(range)) {
    nextAfterSequence = sequenceOfKey(key);
    if (wanted !== null && !wanted.has(kindOf(value))) continue;
    events.push(decodeEvent(nextAfterSequence, value));
    bytes += value.length;
    if (events.length === limit || bytes >= BYTES_MAX) break;
  }
  return { ...page, events, nextAfterSequence };
}

/** The oldest event that is kept; one more than the last where none is. */
function oldestOf(database: Database, { number, eventSequence }: TenantState): number {
  const range = { start: binaryKey(number), end: binaryKey(number + 1), limit: 1 };
  for (const key of database.events.getKeys(range)) return sequenceOfKey(key);
  return eventSequence + 1;
}

function gone(oldestSequence: number): Refusal {
  return new Refusal({
    code: STATUS.outOfRange,
    reason: 'EVENTS_GONE',
    message: `after_sequence: the oldest event that is kept is ${oldestSequence}`,
    violations: [{ field: 'after_sequence', description: 'events after it are gone' }],
    metadata: { oldestSequence: String(oldestSequence) },
  });
}
