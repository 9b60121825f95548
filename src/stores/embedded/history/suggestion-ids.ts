// Which suggestion ids are free: none is given out twice, whatever happens to the process. Threads
// take blocks of them from shared memory; on disk is an id that none has reached.

import { STORE_META, transact, type Database } from '../database.js';
import { ID_BLOCK } from './page-codec.js';

/** How far the id on disk is ahead at least: more than is given out between two looks. */
const AHEAD_MIN = 2 ** 26;
const AHEAD = 2 ** 27;
const FIRST_ID = 1;

/** The source of suggestion ids. */
export class SuggestionIds {
  private readonly database: Database;
  /** BigInt64[1] in shared memory: the first id that no thread has taken. */
  private readonly next: BigInt64Array;
  private ceiling: number;

  /** Begins with the first id that is free for sure. */
  constructor(database: Database, next: BigInt64Array) {
    this.database = database;
    this.next = next;
    this.ceiling = database.meta.get(STORE_META.suggestionIds) ?? FIRST_ID;
    Atomics.store(next, 0, BigInt(this.ceiling));
    this.raise();
  }

  /** Keeps the id on disk far enough ahead. Cheap where it is. */
  raise(): void {
    const next = Number(Atomics.load(this.next, 0));
    if (next + AHEAD_MIN > this.ceiling) this.put(next + AHEAD);
  }

  /** Leaves no gap. No thread may take ids any more. */
  close(): void {
    const next = Number(Atomics.load(this.next, 0));
    // Blocks begin where they would have.
    this.put(Math.ceil((next - FIRST_ID) / ID_BLOCK) * ID_BLOCK + FIRST_ID);
  }

  private put(ceiling: number): void {
    transact(this.database, () => void this.database.meta.put(STORE_META.suggestionIds, ceiling));
    this.ceiling = ceiling;
  }
}
