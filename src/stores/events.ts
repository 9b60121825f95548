// What a store tells of what happened: to orders, to stock and to holds.

import type { ProductKey } from './stock-rows.js';

/** What may happen. */
export const EVENT_KINDS = [
  'ALLOCATED',
  'BACKORDERED',
  'RELEASED',
  'SHIPPED',
  'REJECTED',
  'STOCK_LOW',
  'STOCK_OUT',
  'STOCK_SHORT',
  'HOLD_EXPIRED',
] as const;

/** What happened. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** Units that an event is about. */
export type EventUnits = {
  /** The line of the order; absent for a hold. */
  readonly orderItemId?: number;
  readonly product: ProductKey;
  /** Empty: units that wait for stock. */
  readonly locationCode: string;
  readonly quantity: number;
};

/** The row that an event is about, after it. */
export type EventRow = {
  /** By the key that first named it. */
  readonly product: ProductKey;
  readonly locationCode: string;
  readonly segment: Readonly<Record<string, string>>;
  readonly effective: number;
  /** Units that are allocated and not there. */
  readonly short: number;
};

/** Something that happens in the running step. */
export type NewEvent = {
  readonly kind: EventKind;
  /** Absent: it is about no order. */
  readonly orderId?: string;
  /** Of an order: the version of its allocation after the event. */
  readonly orderVersion?: number;
  /** Of an order or a hold. */
  readonly units?: readonly EventUnits[];
  /** Of stock. */
  readonly row?: EventRow;
  /** Of a hold. */
  readonly holdId?: string;
};

/** Something that happened. */
export type StoredEvent = NewEvent & {
  /** Counts the events of the tenant, from 1, without gaps. */
  readonly sequence: number;
  readonly timeEpochMs: number;
};

/** Which events are read. */
export type EventQuery = {
  /** Those after this one; 0: from the oldest that is kept; -1: none so far. */
  readonly afterSequence: number;
  /** Empty: all. */
  readonly kinds: readonly EventKind[];
  /** Events of a page at most, 1 or more; it may be shorter. */
  readonly limit: number;
};

/** Events in order. */
export type EventPage = {
  readonly events: readonly StoredEvent[];
  /** Up to which event the page has all that are wanted: where the next one goes on. */
  readonly nextAfterSequence: number;
  /** The oldest event that is kept; one more than the last where none is. */
  readonly oldestSequence: number;
  /** The last event of the tenant, wanted or not; 0: there was none. */
  readonly lastSequence: number;
};

/** That events were written. */
export type EventNews = { readonly tenantId: string; readonly lastSequence: number };

/**
 * The part of a store that tells what happened. An event is written in the step that it tells of.
 */
export interface EventOperations {
  /**
   * A page of the events of a tenant. Refuses with OUT_OF_RANGE (EVENTS_GONE) where events after
   * `afterSequence` are not kept any more, and INVALID_ARGUMENT where it is after the last.
   */
  readEvents(tenantId: string, query: EventQuery): Promise<EventPage>;
}
