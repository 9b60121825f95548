// Commits of other engines that routing has already, and the replica not yet: most of what a commit
// writes is history, which is put there a little later, many commits at a time. Whoever uses the
// tables has all of it put there before.

import { transact, type Database } from '../embedded/database.js';
import { writesOf, type FeedEntry } from './feed-entry.js';
import { putFields } from './tenant-tables.js';

/** How long entries wait for more of them: whoever is behind catches up first. */
const WAIT_MS = 50;
/** How long they wait at most. */
const WAIT_MS_MAX = 1000;
/** Entries that are put in one transaction while others wait for their turns. */
const ENTRIES_OF_STEP = 64;
/** Bytes of writes that wait at most. */
const BYTES_MAX = 32 * 1024 * 1024;

type Late = { readonly tenantId: string; readonly number: number; readonly entry: FeedEntry };

/** What waits to go into one replica. */
export class FeedBacklog {
  private readonly database: Database;
  private late: Late[] = [];
  private lengthBytes = 0;
  private timer: NodeJS.Timeout | null = null;
  /** When the timer was set first, `performance.now()`. */
  private sinceMs = 0;

  constructor(database: Database) {
    this.database = database;
  }

  /** Keeps entries of a tenant until they are put. */
  add(tenantId: string, number: number, entries: readonly FeedEntry[]): void {
    for (const entry of entries) {
      this.late.push({ tenantId, number, entry });
      this.lengthBytes += entry.writes.length;
    }
    if (this.lengthBytes > BYTES_MAX) this.settle();
    else this.wait();
  }

  /** Puts everything. Throws where the replica cannot be written; then it still waits. */
  settle(): void {
    if (!this.isEmpty) this.put(this.late.length);
  }

  /** Forgets everything: nobody uses the replica any more. */
  close(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.late = [];
  }

  private get isEmpty(): boolean {
    return this.late.length === 0;
  }

  private wait(): void {
    if (this.timer === null) {
      this.sinceMs = performance.now();
      this.timer = setTimeout(() => this.step(), WAIT_MS);
    } else if (performance.now() - this.sinceMs < WAIT_MS_MAX) this.timer.refresh();
  }

  private step(): void {
    this.timer = null;
    if (this.isEmpty) return;
    try {
      this.put(ENTRIES_OF_STEP);
    } catch {
      // They still wait, and whoever uses the tables is told.
      this.wait();
      return;
    }
    // Whoever hears and beats has a turn.
    if (!this.isEmpty) this.timer = setTimeout(() => this.step(), 1);
  }

  private put(count: number): void {
    const some = this.late.slice(0, count);
    const { database } = this;
    transact(database, () => {
      for (const { tenantId, number, entry } of some) {
        putFields(database, tenantId, number, writesOf(entry));
      }
    });
    this.late = this.late.slice(count);
    for (const { entry } of some) this.lengthBytes -= entry.writes.length;
  }
}
