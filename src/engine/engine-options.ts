// What an engine is opened with.

import { invalidField } from '../base/outcome.js';
import type { StorePlace } from '../stores/messages.js';
import { type RedisOptions, redisTargetOf } from '../stores/redis-options.js';

/** The options of an engine, with units. */
export type EngineOptions = {
  /** The folder of the embedded store; created where it is missing. Absent: `redis` is given. */
  readonly dataDirectory?: string;
  /** The Redis of the store, in place of a folder. */
  readonly redis?: RedisOptions;
  /** Worker threads, at least 1; absent: one less than the processors that the process may use. */
  readonly workerCount?: number;
  /** Calls that may wait or run at once; absent: 1,024. */
  readonly queueMax?: number;
  /**
   * Whether the main thread may decide small orders itself while little is under way; absent: true.
   */
  readonly isInlineAllowed?: boolean;
  /**
   * Whether decisions are recorded as the settings say; absent: true. Else none is, and none has an
   * id.
   */
  readonly isRecordingAllowed?: boolean;
  /** Bytes of a thread's ring of records, a power of two; absent: 8 MiB. For tests. */
  readonly recordRingBytes?: number;
  /**
   * Hears what an operator should know, at most every ten seconds; absent: `process.emitWarning`.
   */
  readonly onWarning?: (message: string, fields: object) => void;
  /** Called when a thread of the engine died and it can no longer serve. */
  readonly onFailure?: (error: Error) => void;
};

/**
 * Where options say that the store is. Throws a `Refusal`, INVALID_ARGUMENT, where they name none
 * or two, and where a Redis cannot be what they say; see `redisTargetOf`.
 */
export function storePlaceOf({ dataDirectory, redis }: EngineOptions): StorePlace {
  if (redis === undefined) {
    if (dataDirectory !== undefined) return { dataDirectory };
    throw invalidField('dataDirectory', 'a folder or a Redis must be named');
  }
  if (dataDirectory !== undefined) {
    throw invalidField('redis', 'the store is in a folder or in Redis, not in both');
  }
  redisTargetOf(redis);
  return { redis };
}
