// A decision's log as the bytes of a SuggestionLog: what was recorded, and what came of deciding it
// again. The request and the decision go in as they were recorded, to the byte.

import type { MessageTypeDefinition } from '@grpc/proto-loader';
import { textOf } from '../base/text.js';
import type { SuggestionEvent } from '../explain/events.js';
import type { Explanation } from '../explain/explain.js';
import type { ReplayInputs } from '../explain/inputs.js';
import { type DecisionRecord, readRecord, RECORD_KIND } from '../wire/record.js';
import type { Contract } from './definitions.js';
import { fieldBytes, lastValue, renumbered } from '../wire/message-parts.js';
import { timestampOf } from './timestamps.js';

/** What is known of a decision that was to be made again. */
export type LogOutcome = {
  /** Null where it could not be made again; `note` then says why, where `inputs` do not. */
  readonly explanation: Explanation | null;
  readonly note: string | null;
  /** Of a list of candidates, what was answered, which no record holds; null: not known. */
  readonly candidateLocationCodes: readonly string[] | null;
};

/** A composed log. */
export type ComposedLog = {
  readonly bytes: Buffer;
  readonly suggestionId: number;
  readonly isReproduced: boolean;
};

/** The fields of SuggestRoutingRequest by those of SuggestCandidatesRequest. */
const ROUTING_OF_CANDIDATES = new Map([
  [1, 4],
  [2, 5],
  [3, 6],
  [4, 24],
  [6, 8],
  [7, 9],
  [8, 10],
  [9, 13],
  [10, 14],
  [11, 16],
  [12, 17],
  [13, 19],
  [14, 20],
  [15, 21],
  [16, 26],
  [17, 27],
  [18, 28],
  [19, 29],
  [20, 30],
  [21, 32],
]);

const REQUEST_FIELD = { orderId: 1, externalResponseId: 3 } as const;
const LOG_FIELD = { decision: 9, events: 13 } as const;
const EVENT_FIELD = { request: 5, response: 17 } as const;
const RESPONSE_DECISION_FIELD = 1;

type Encode = (message: object) => Buffer;

/** Puts logs together. */
export class LogComposer {
  private readonly encodeLog: Encode;
  private readonly encodeEvent: Encode;
  private readonly encodeResponse: Encode;

  constructor(contract: Contract) {
    const encoder = (name: string): Encode => {
      const { serialize } = contract[`shipfrom.v1.${name}`] as MessageTypeDefinition<
        object,
        object
      >;
      return (message) => serialize(message);
    };
    this.encodeLog = encoder('SuggestionLog');
    this.encodeEvent = encoder('SuggestionEvent');
    this.encodeResponse = encoder('Response');
  }

  /**
   * The log of a recorded decision. Without an explanation, or where that came to another decision,
   * it has the request and the response only; without `hasEvents` none at all.
   */
  compose(inputs: ReplayInputs, outcome: LogOutcome, hasEvents: boolean): ComposedLog {
    const record = readRecord(inputs.record, 0);
    const { explanation } = outcome;
    const isReproduced = explanation !== null && isSame(explanation, record, outcome);
    const head = this.encodeLog({
      ...headOf(inputs, record),
      reproduced: isReproduced,
      ...(isReproduced ? {} : faultOf(inputs, outcome)),
    });
    const parts: Uint8Array[] = [head];
    if (record.kind === RECORD_KIND.suggest) {
      parts.push(fieldBytes(LOG_FIELD.decision, record.decision));
    }
    if (hasEvents) {
      const events = isReproduced ? explanation.events : outlineOf(record, outcome.note);
      for (const event of events) parts.push(this.eventField(event, record));
    }
    const bytes = Buffer.concat(parts);
    return { bytes, suggestionId: record.suggestionId, isReproduced };
  }

  /** The log of a recorded decision without the decision itself, and with a line that says why. */
  composeNote(inputs: ReplayInputs, note: string): ComposedLog {
    const record = readRecord(inputs.record, 0);
    const bytes = this.encodeLog({ ...headOf(inputs, record), notReproducedDetail: note });
    return { bytes, suggestionId: record.suggestionId, isReproduced: false };
  }

  private eventField(event: SuggestionEvent, record: DecisionRecord): Buffer {
    const { response, ...rest } = event;
    const parts: Uint8Array[] = [this.encodeEvent(rest)];
    if (event.type === 'SUGGESTION_EVENT_TYPE_NEW_REQUEST') {
      parts.push(fieldBytes(EVENT_FIELD.request, requestOf(record)));
    }
    if (response !== undefined) {
      const answer: Uint8Array[] = [this.encodeResponse(response)];
      if (record.kind === RECORD_KIND.suggest) {
        answer.push(fieldBytes(RESPONSE_DECISION_FIELD, record.decision));
      }
      parts.push(fieldBytes(EVENT_FIELD.response, Buffer.concat(answer)));
    }
    return fieldBytes(LOG_FIELD.events, Buffer.concat(parts));
  }
}

/** The fields that a record says, in the contract's JSON. */
function headOf(inputs: ReplayInputs, record: DecisionRecord): object {
  return {
    suggestionId: record.suggestionId,
    orderId: requestText(record, REQUEST_FIELD.orderId),
    externalResponseId: requestText(record, REQUEST_FIELD.externalResponseId),
    decideTime: timestampOf(record.timeEpochMs),
    tenantId: inputs.tenantId,
    siteId: inputs.siteId,
    environmentId: 1,
    context: {
      configurationVersion: record.configurationVersion,
      snapshotSequence: record.snapshotSequence,
      snapshotAgeMs: record.snapshotAgeMs,
      consistent: record.isConsistent,
    },
  };
}

/** Why a decision was not reproduced. A defect has no reason of its own, and a note. */
function faultOf({ problem }: ReplayInputs, { explanation, note }: LogOutcome): object {
  if (explanation !== null) {
    return {
      notReproducedReason: 'NOT_REPRODUCED_REASON_DECISION_DIFFERS',
      notReproducedDetail: 'deciding again on the recorded inputs gives another decision',
    };
  }
  if (problem === null) return { notReproducedDetail: note ?? '' };
  return {
    notReproducedReason: `NOT_REPRODUCED_REASON_${problem.reason}`,
    notReproducedDetail: problem.detail,
  };
}

/** The request and the response alone. */
function outlineOf(record: DecisionRecord, note: string | null): SuggestionEvent[] {
  const response = {
    externalResponseId: requestText(record, REQUEST_FIELD.externalResponseId),
    candidateLocationCodes: [],
  };
  const errors = note === null ? {} : { errors: [note] };
  return [
    { type: 'SUGGESTION_EVENT_TYPE_NEW_REQUEST' },
    { type: 'SUGGESTION_EVENT_TYPE_RESPONSE', ...errors, response },
  ];
}

/** The recorded request as a SuggestRoutingRequest. */
function requestOf({ kind, request }: DecisionRecord): Uint8Array {
  return kind === RECORD_KIND.suggest ? request : renumbered(request, ROUTING_OF_CANDIDATES);
}

function requestText({ kind, request }: DecisionRecord, field: number): string {
  return kind === RECORD_KIND.suggest ? textOf(lastValue(request, field)) : '';
}

function isSame(
  explanation: Explanation,
  record: DecisionRecord,
  { candidateLocationCodes: answered }: LogOutcome,
): boolean {
  if (Buffer.compare(explanation.decision, record.decision) !== 0) return false;
  const codes = explanation.candidateLocationCodes;
  return answered === null || codes.join('\n') === answered.join('\n');
}
