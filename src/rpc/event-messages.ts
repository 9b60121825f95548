// Events between what the store tells and the contract's messages. Decides nothing but shape.

import { invalidField } from '../base/outcome.js';
import type { EventKind, EventRow, EventUnits, StoredEvent } from '../stores/events.js';
import { type Timestamp, timestampOf } from './timestamps.js';

type KindName = `EVENT_KIND_${EventKind}`;

/** A decoded WatchEventsRequest. */
export type WatchRequest = {
  readonly afterSequence?: number;
  readonly kinds?: readonly (KindName | typeof UNSPECIFIED)[];
};
/** An Event to be encoded. */
type EventMessage = {
  readonly sequence: number;
  readonly kind: KindName;
  readonly time: Timestamp;
  readonly orderId?: string;
  readonly orderVersion?: number;
  readonly units?: readonly EventUnits[];
  readonly row?: EventRow;
  readonly holdId?: string;
};
/** A WatchEventsResponse to be encoded. */
export type WatchAnswer = {
  readonly events: readonly EventMessage[];
  readonly nextAfterSequence: number;
};

const UNSPECIFIED = 'EVENT_KIND_UNSPECIFIED';

/** The kinds that a request wants. Throws a `Refusal` that names one that is none. */
export function kindsOf({ kinds = [] }: WatchRequest): EventKind[] {
  return kinds.map((name, i) => {
    if (name === UNSPECIFIED) throw invalidField(`kinds[${i}]`, 'must be a kind of event');
    return name.replace('EVENT_KIND_', '') as EventKind;
  });
}

/** Events as they are sent, and where to go on from. */
export function watchAnswer(
  events: readonly StoredEvent[],
  nextAfterSequence: number,
): WatchAnswer {
  return { events: events.map(eventMessage), nextAfterSequence };
}

function eventMessage({ kind, timeEpochMs, ...rest }: StoredEvent): EventMessage {
  return { ...rest, kind: `EVENT_KIND_${kind}`, time: timestampOf(timeEpochMs) };
}
