// Puts the logs that requests ask for into their answers, behind the decision: the answer's own
// bytes stay as they are, and no answer fails because of its log.

import { textOf } from '../base/text.js';
import type { ReplayInputs } from '../explain/inputs.js';
import { CALL_KIND, type WantedLog } from '../pool/calls.js';
import type { Scope, Store } from '../stores/store.js';
import type { Log } from './log.js';
import { fieldBytes, fieldsOf, lastValue } from '../wire/message-parts.js';
import type { ComposedLog } from './suggestion-log.js';
import type { SuggestionLogs } from './suggestion-logs.js';

/** Bytes of all logs of an answer, and of the answer with them: clients take 4 MiB by default. */
const LOGS_BYTES_MAX = 3 * 1024 * 1024;
const ANSWER_BYTES_MAX = 4 * 1024 * 1024 - 64 * 1024;
/** Bytes of a log that says no more than that it does not fit, at most, with what is around it. */
const NOTE_BYTES_MAX = 512;

const SUGGEST_LOG_FIELD = 8;
const CANDIDATES_LOG_FIELD = 6;
/** Fields of SuggestRoutingResponse, and the value that says that a record is kept. */
const RECORD_OUTCOME_FIELD = 7;
const RECORD_KEPT = 1;
/** Of a stream's answer and of a result of a batch: the response. */
const STREAM_RESPONSE_FIELD = 2;
const BATCH_RESPONSE_FIELD = 1;
const BATCH_RESULTS_FIELD = 1;
const CANDIDATES_FIELD = 1;
const CANDIDATE_CODE_FIELD = 1;

/** Adds logs to answers. */
export class LogAttacher {
  private readonly store: Store;
  private readonly logs: SuggestionLogs;
  private readonly log: Log;

  constructor(store: Store, logs: SuggestionLogs, log: Log) {
    this.store = store;
    this.logs = logs;
    this.log = log;
  }

  /** The answer to a call of this kind with the logs that it wants. Never rejects. */
  async attach(
    kind: number,
    scope: Scope,
    answer: Uint8Array,
    wanted: readonly WantedLog[],
  ): Promise<Uint8Array> {
    try {
      return await this.withLogs(kind, scope, answer, wanted);
    } catch (error) {
      this.log.error({ err: error }, 'an answer goes out without its log');
      return answer;
    }
  }

  private async withLogs(
    kind: number,
    scope: Scope,
    answer: Uint8Array,
    wanted: readonly WantedLog[],
  ): Promise<Uint8Array> {
    const budget = budgetOf(answer, wanted.length);
    const [first] = wanted;
    switch (kind) {
      case CALL_KIND.suggest:
        return this.withLog(scope, answer, first, budget);
      case CALL_KIND.candidates: {
        const { shown } = await this.make(scope, first.record, codesOf(answer), budget);
        return Buffer.concat([answer, fieldBytes(CANDIDATES_LOG_FIELD, shown)]);
      }
      case CALL_KIND.batch:
        return this.withBatchLogs(scope, answer, wanted, budget);
      default:
        return withField(answer, STREAM_RESPONSE_FIELD, (response) =>
          this.withLog(scope, response, first, budget),
        );
    }
  }

  /** A SuggestRoutingResponse with its log, which is kept beside the record. */
  private async withLog(
    scope: Scope,
    response: Uint8Array,
    { record }: WantedLog,
    budget: Budget,
  ): Promise<Uint8Array> {
    const { whole, shown } = await this.make(scope, record, null, budget);
    if (whole.isReproduced && isRecordKept(response)) {
      this.store.keepLog(scope, whole.suggestionId, whole.bytes).catch((error: unknown) => {
        this.log.error({ err: error }, 'a log could not be kept');
      });
    }
    return Buffer.concat([response, fieldBytes(SUGGEST_LOG_FIELD, shown)]);
  }

  private async withBatchLogs(
    scope: Scope,
    answer: Uint8Array,
    wanted: readonly WantedLog[],
    budget: Budget,
  ): Promise<Uint8Array> {
    const byElement = new Map(wanted.map((one) => [one.element, one]));
    const parts: Uint8Array[] = [];
    let element = 0;
    for (const { number, start, valueStart, end } of fieldsOf(answer)) {
      const one = number === BATCH_RESULTS_FIELD ? byElement.get(element++) : undefined;
      if (one === undefined) {
        parts.push(answer.subarray(start, end));
        continue;
      }
      const result = await withField(
        answer.subarray(valueStart, end),
        BATCH_RESPONSE_FIELD,
        (response) => this.withLog(scope, response, one, budget),
      );
      parts.push(fieldBytes(BATCH_RESULTS_FIELD, result));
    }
    return Buffer.concat(parts);
  }

  /**
   * The log of a record that is at hand; where it does not fit or cannot be had, an outline, and
   * where that does not fit either, a note.
   */
  private async make(
    scope: Scope,
    record: Uint8Array,
    answeredCodes: readonly string[] | null,
    budget: Budget,
  ): Promise<MadeLog> {
    const none = { ...scope, record, storedLog: null, world: null, problem: null };
    let inputs: ReplayInputs;
    try {
      inputs = await this.store.replayInputs(scope, record);
    } catch (error) {
      this.log.error({ err: error }, 'the inputs of a log cannot be had');
      const whole = this.logs.outline(none, 'the log could not be made: internal error');
      return { whole, shown: whole.bytes };
    }
    const whole = await this.logs.make(inputs, true, answeredCodes);
    if (takes(budget, whole.bytes)) return { whole, shown: whole.bytes };
    const { length } = whole.bytes;
    const note = `the log takes ${length} bytes, more than fit: GetSuggestionLog has it`;
    const outline = this.logs.outline(none, note).bytes;
    return { whole, shown: takes(budget, outline) ? outline : this.logs.note(none, note).bytes };
  }
}

/** A log, and what of it goes into the answer. */
type MadeLog = { readonly whole: ComposedLog; readonly shown: Uint8Array };

type Budget = { bytesLeft: number };

/** What logs may take beside the answer, and beside a note for each of them. */
function budgetOf({ length }: Uint8Array, logCount: number): Budget {
  const bytesLeft = ANSWER_BYTES_MAX - length - logCount * NOTE_BYTES_MAX;
  return { bytesLeft: Math.min(LOGS_BYTES_MAX, bytesLeft) };
}

/** Takes a log into the budget; false where it does not fit. */
function takes(budget: Budget, { length }: Uint8Array): boolean {
  if (length > budget.bytesLeft) return false;
  budget.bytesLeft -= length;
  return true;
}

/** The message with the last field of this number replaced by what `change` makes of its value. */
async function withField(
  message: Uint8Array,
  number: number,
  change: (value: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const field = fieldsOf(message).findLast((part) => part.number === number);
  if (field === undefined) return message;
  const changed = await change(message.subarray(field.valueStart, field.end));
  const before = message.subarray(0, field.start);
  return Buffer.concat([before, fieldBytes(number, changed), message.subarray(field.end)]);
}

function isRecordKept(response: Uint8Array): boolean {
  const value = lastValue(response, RECORD_OUTCOME_FIELD);
  return value.length === 1 && value[0] === RECORD_KEPT;
}

/** The codes that an answer to a question for candidates lists. */
function codesOf(answer: Uint8Array): string[] {
  return fieldsOf(answer)
    .filter(({ number }) => number === CANDIDATES_FIELD)
    .map(({ valueStart, end }) => {
      const candidate = answer.subarray(valueStart, end);
      return textOf(lastValue(candidate, CANDIDATE_CODE_FIELD));
    });
}
