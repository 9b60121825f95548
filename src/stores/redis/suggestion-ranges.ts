// Which suggestion ids are this engine's: Redis counts ranges of them, and an engine takes one at
// its start and another one when half of it is used.

import { STORE_META, transact, type Database } from '../embedded/database.js';
import type { RedisKeys } from './keys.js';
import type { Scripted } from './scripts.js';

/** Ids of a range: two million ranges are below 2^53. */
const RANGE = 2 ** 32;
const FIRST_ID = 1;

/** The ranges of an engine. */
export class SuggestionRanges {
  private readonly client: Scripted;
  private readonly keys: RedisKeys;
  /** BigInt64[1] in shared memory: the first id that no thread has taken. */
  private readonly next: BigInt64Array;
  private half = 0;
  private isRaising = false;

  constructor(client: Scripted, keys: RedisKeys, next: BigInt64Array) {
    this.client = client;
    this.keys = keys;
    this.next = next;
  }

  /** Takes the first range, before anything of the replica is read. */
  async begin(replica: Database): Promise<void> {
    const first = await this.take();
    transact(replica, () => void replica.meta.put(STORE_META.suggestionIds, first));
  }

  /** Takes another range where half of this one is used. Cheap where it is not. */
  async raise(): Promise<void> {
    if (this.isRaising || Number(Atomics.load(this.next, 0)) < this.half) return;
    this.isRaising = true;
    try {
      // Blocks that threads took meanwhile are of the old range, and as good.
      Atomics.store(this.next, 0, BigInt(await this.take()));
    } catch {
      // There is half a range left: the next sweep asks again.
    } finally {
      this.isRaising = false;
    }
  }

  private async take(): Promise<number> {
    const range = await this.client.incr(this.keys.suggestionRanges);
    const first = (range - 1) * RANGE + FIRST_ID;
    this.half = first + RANGE / 2;
    return first;
  }
}
