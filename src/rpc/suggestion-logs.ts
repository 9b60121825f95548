// Where logs come from: decided again on a worker, put together here, and kept a while for whoever
// asks twice. A log is never the reason why something else fails.

import { LRUCache } from 'lru-cache';
import type { ReplayInputs } from '../explain/inputs.js';
import type { Explainer } from '../pool/calls.js';
import type { Scope } from '../stores/store.js';
import type { Contract } from './definitions.js';
import type { Log } from './log.js';
import { type ComposedLog, LogComposer, type LogOutcome } from './suggestion-log.js';

/** Logs that are kept at most, and their bytes together. */
const KEPT_MAX = 1000;
const KEPT_BYTES_MAX = 64 * 1024 * 1024;

/** Makes logs. */
export class SuggestionLogs {
  private readonly explainer: Explainer;
  private readonly composer: LogComposer;
  private readonly log: Log;
  private readonly kept = new LRUCache<string, Buffer>({
    max: KEPT_MAX,
    maxSize: KEPT_BYTES_MAX,
    sizeCalculation: (bytes, key) => bytes.length + key.length,
  });

  constructor(contract: Contract, explainer: Explainer, log: Log) {
    this.explainer = explainer;
    this.composer = new LogComposer(contract);
    this.log = log;
  }

  /** A whole log that was made not long ago. It would come out the same again. */
  recent(scope: Scope, suggestionId: number): Buffer | undefined {
    return this.kept.get(keyOf(scope, suggestionId));
  }

  /**
   * Makes the log of a record, with events or without. Never rejects: what fails is noted in the
   * log. `answeredCodes` is what was answered to a question for candidates, else null.
   */
  async make(
    inputs: ReplayInputs,
    wantsEvents: boolean,
    answeredCodes: readonly string[] | null,
  ): Promise<ComposedLog> {
    const outcome = await this.decideAgain(inputs, wantsEvents, answeredCodes);
    const composed = this.composer.compose(inputs, outcome, wantsEvents);
    const { suggestionId, isReproduced, bytes } = composed;
    // A log from the time when the rows were still there is worth more than none of now.
    if (!isReproduced && inputs.problem !== null && inputs.storedLog !== null && wantsEvents) {
      return { ...composed, bytes: Buffer.from(inputs.storedLog) };
    }
    if (isReproduced && wantsEvents && suggestionId > 0) {
      this.kept.set(keyOf(inputs, suggestionId), bytes);
    }
    return composed;
  }

  /** The log of a record without its events, with a line for people that says why. */
  outline(inputs: ReplayInputs, note: string): ComposedLog {
    const outcome = { explanation: null, note, candidateLocationCodes: null };
    return this.composer.compose(inputs, outcome, true);
  }

  /** No more of the log of a record than whose it is, with a line for people that says why. */
  note(inputs: ReplayInputs, note: string): ComposedLog {
    return this.composer.composeNote(inputs, note);
  }

  private async decideAgain(
    inputs: ReplayInputs,
    wantsEvents: boolean,
    candidateLocationCodes: readonly string[] | null,
  ): Promise<LogOutcome> {
    if (inputs.world === null) return { explanation: null, note: null, candidateLocationCodes };
    try {
      const explanation = await this.explainer.explain(inputs, wantsEvents);
      return { explanation, note: null, candidateLocationCodes };
    } catch (error) {
      this.log.error({ err: error }, 'a decision could not be made again');
      const note = 'the decision could not be made again: internal error';
      return { explanation: null, note, candidateLocationCodes };
    }
  }
}

function keyOf({ tenantId, siteId }: Scope, suggestionId: number): string {
  return `${tenantId}/${siteId}/${suggestionId}`;
}
