// How events are written, and how they lie on disk: by tenant and sequence, each as its kind, its
// time and the rest in JSON, so that neither kind nor age asks for the JSON.

import { EVENT_KINDS, type EventKind, type NewEvent, type StoredEvent } from '../../events.js';
import type { Database } from '../database.js';
import { sequenceKey } from '../sequence-key.js';
import type { TenantDraft } from '../tenant-draft.js';

/** Numbers on disk by kind. */
const NUMBERS: Readonly<Record<EventKind, number>> = {
  ALLOCATED: 1,
  BACKORDERED: 2,
  RELEASED: 3,
  SHIPPED: 4,
  REJECTED: 5,
  STOCK_LOW: 6,
  STOCK_OUT: 7,
  STOCK_SHORT: 8,
  HOLD_EXPIRED: 9,
};
const KINDS: ReadonlyMap<number, EventKind> = new Map(
  EVENT_KINDS.map((kind) => [NUMBERS[kind], kind]),
);

const TIME_AT = 1;
const JSON_AT = 9;

/**
 * Writes an event in the running transaction, as the tenant's next. To be called where nothing can
 * refuse the operation any more.
 */
export function emit(database: Database, draft: TenantDraft, event: NewEvent): void {
  const key = sequenceKey(draft.state.number, draft.nextEventSequence);
  void database.events.put(key, encodeEvent(event, draft.timeEpochMs));
  draft.eventCount++;
  draft.isWritten = true;
}

function encodeEvent({ kind, ...rest }: NewEvent, timeEpochMs: number): Buffer {
  const json = JSON.stringify(rest);
  const bytes = Buffer.allocUnsafe(JSON_AT + Buffer.byteLength(json));
  bytes[0] = NUMBERS[kind];
  bytes.writeDoubleBE(timeEpochMs, TIME_AT);
  bytes.write(json, JSON_AT);
  return bytes;
}

/** The event of an entry. */
export function decodeEvent(sequence: number, bytes: Buffer): StoredEvent {
  const rest = JSON.parse(bytes.toString('utf8', JSON_AT)) as Omit<NewEvent, 'kind'>;
  return { sequence, kind: kindOf(bytes), timeEpochMs: timeOf(bytes), ...rest };
}

/** The kind of an entry. */
export function kindOf(bytes: Buffer): EventKind {
  return KINDS.get(bytes[0]) as EventKind;
}

/** When an entry was written, in epoch milliseconds. */
export function timeOf(bytes: Buffer): number {
  return bytes.readDoubleBE(TIME_AT);
}
