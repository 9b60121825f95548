// What the store thread asks of a store, wherever that is.

import type { Backup } from './embedded/backup.js';
import type { StoreCall } from './messages.js';

/** An open store inside its thread. */
export interface StoreKeeper {
  /** When the shared columns were last known to hold all there is, in epoch milliseconds. */
  readonly wholeEpochMs: number;
  /** Answers calls; what is about the past is answered by `work`. */
  answer(calls: readonly StoreCall[]): void;
  /** Gets on with what is about the past, for a moment. Answers whether there is more to do. */
  work(): boolean;
  /** Ends the holds whose time is over, so that routing sees their units again. */
  expireHolds(): void;
  /** Has what waits tried again where there is some of it. */
  reviveWaiting(): void;
  /** Writes the records of decisions that are waiting. */
  drain(): void;
  /** Lets go what is too old, a little of it. Answers whether there is more of it. */
  sweep(): boolean;
  /** Throws where the store cannot go on. */
  check(): void;
  /** Copies the store into a new folder of `directory`. */
  backUp(directory: string): Promise<Backup>;
  /** Answers and writes what is left, and ends. */
  close(): Promise<void>;
}
