// How writes become durable in a folder: a group of them is checked in order, written in one
// transaction, then applied to the shared columns. Readers never see what is not on disk.

import { Refusal, STATUS } from '../../base/outcome.js';
import { momentUs } from '../../telemetry/clock.js';
import { countCommit, STORE_COUNT, type StoreFigures } from '../../telemetry/engine-figures.js';
import type { StoreOutcome } from '../messages.js';
import { transact, type Database } from './database.js';
import { detailOf } from './detail.js';
import type { FileWatch } from './file-watch.js';
import {
  type Applied,
  type Drafts,
  type GroupWrites,
  NOTHING_APPLIED,
  type WriteCall,
} from './group-writes.js';
import type { Clock } from './history/clock.js';
import type { TenantState } from './tenant-state.js';

/** What a group of calls came to, with the outcome of each call. */
export type GroupResult = Applied & { readonly outcomes: readonly StoreOutcome[] };

/** What groups are committed with. */
export type GroupCommitParts = {
  readonly database: Database;
  readonly watch: FileWatch;
  readonly tenants: ReadonlyMap<string, TenantState>;
  readonly writes: GroupWrites;
  readonly clock: Clock;
  readonly figures: StoreFigures;
};

/** Commits groups of writes to all tenants. */
export class GroupCommit {
  private readonly parts: GroupCommitParts;
  /** No active hold of any tenant ends before it. */
  private nextHoldEndMs = Number.NEGATIVE_INFINITY;

  constructor(parts: GroupCommitParts) {
    this.parts = parts;
  }

  /**
   * Commits the calls together. A call that is refused changes nothing; where the disk fails, none
   * changes anything. Throws where the file that was written is no longer the data file: nothing
   * is acknowledged then, and the store must end.
   */
  run(calls: readonly WriteCall[]): GroupResult {
    const { writes, clock } = this.parts;
    try {
      return this.commit((drafts) => calls.map((call) => writes.answer(call, drafts, clock())));
    } catch (error) {
      if (!(error instanceof WriteFailure)) throw error;
      const { detail } = error;
      return { ...NOTHING_APPLIED, outcomes: calls.map(() => ({ isDone: false, detail })) };
    }
  }

  /**
   * Ends the holds whose time is over, of all tenants, also where nobody calls. Throws where the
   * disk fails: they are ended the next time.
   */
  expireHolds(): Applied {
    const { tenants, writes, clock } = this.parts;
    const now = clock();
    if (this.nextHoldEndMs > now) return NOTHING_APPLIED;
    const due = [...tenants.values()].filter((state) => state.nextHoldEndMs <= now);
    let result = NOTHING_APPLIED;
    if (due.length > 0) {
      result = this.commit((drafts) => {
        for (const { tenantId } of due) writes.draftOf(tenantId, drafts, clock());
        return [];
      });
    }
    let next = Number.POSITIVE_INFINITY;
    for (const state of tenants.values()) next = Math.min(next, state.nextHoldEndMs);
    this.nextHoldEndMs = next;
    return result;
  }

  private commit(write: (drafts: Drafts) => readonly StoreOutcome[]): GroupResult {
    const { database, watch, writes, figures } = this.parts;
    const begunUs = momentUs();
    const drafts: Drafts = new Map();
    const takeBack = (): void => {
      writes.drop(drafts);
      drafts.clear();
    };
    let outcomes: readonly StoreOutcome[];
    try {
      const action = (): readonly StoreOutcome[] => {
        const results = write(drafts);
        for (const draft of drafts.values()) writes.settle(draft);
        return results;
      };
      outcomes = transact(database, action, takeBack);
    } catch (error) {
      takeBack();
      figures.counts[STORE_COUNT.failed]++;
      throw new WriteFailure(error);
    }
    watch.check();
    const result = { ...writes.apply(drafts), outcomes };
    for (const { state } of drafts.values()) {
      this.nextHoldEndMs = Math.min(this.nextHoldEndMs, state.nextHoldEndMs);
    }
    const refusedCount = outcomes.filter(({ isDone }) => !isDone).length;
    countCommit(figures, begunUs, outcomes.length, refusedCount);
    return result;
  }
}

/** Nothing of a group was written. */
class WriteFailure extends Refusal {
  constructor(cause: unknown) {
    const reason = 'STORE_WRITE_FAILED';
    const message = `nothing was written: ${detailOf(cause).message}`;
    super({ code: STATUS.unavailable, reason, message, violations: [] });
  }
}
