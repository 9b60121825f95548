// Which suggestion ids are this engine's: Redis counts ranges of them, and an engine takes one at
// its start and another one when half of it is used. A server that lost the count begins at the
// minutes since 2026, and is told by the engines that run which ranges are theirs: so no range is
// given out twice, unless engines have taken more of them than minutes have passed.

import { STORE_META, transact, type Database } from '../embedded/database.js';
import type { RedisKeys } from './keys.js';
import type { Scripted } from './scripts.js';

/** Ids of a range. The ranges of 63 years of minutes are below 2^53. */
export const IDS_OF_RANGE = 2 ** 28;
/** The first id of the first range. */
export const FIRST_ID = 1;
/** How often an engine looks whether its range is counted. */
const LOOK_MS = 500;
const MINUTE_MS = 60_000;
const FIRST_MINUTE = Date.UTC(2026, 0) / MINUTE_MS;

/** The ranges of an engine. */
export class SuggestionRanges {
  private readonly client: Scripted;
  private readonly keys: RedisKeys;
  /** BigInt64[1] in shared memory: the first id that no thread has taken. */
  private readonly next: BigInt64Array;
  private range = 0;
  private half = 0;
  private isKeeping = false;
  private lookMs = 0;

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

  /**
   * Takes another range where half of this one is used, and sees that Redis counts this one. Cheap
   * where neither is due.
   */
  async keep(): Promise<void> {
    const nowMs = performance.now();
    const isUsed = Number(Atomics.load(this.next, 0)) >= this.half;
    if (this.isKeeping || (!isUsed && nowMs < this.lookMs)) return;
    this.isKeeping = true;
    this.lookMs = nowMs + LOOK_MS;
    try {
      const key = this.keys.suggestionRanges;
      const count = Number((await this.client.get(key)) ?? 0);
      // Two that see it at once leave ranges out.
      if (count < this.range) await this.client.incrby(key, this.range - count);
      if (!isUsed) return;
      // Blocks that threads took meanwhile are of the old range, and as good.
      Atomics.store(this.next, 0, BigInt(await this.take()));
    } catch {
      // There is half a range left: the next sweep asks again.
    } finally {
      this.isKeeping = false;
    }
  }

  private async take(): Promise<number> {
    const key = this.keys.suggestionRanges;
    const passed = Math.floor(Date.now() / MINUTE_MS) - FIRST_MINUTE;
    let range = await this.client.incr(key);
    // Every answer is a number that no other one is, whoever asks at the same time.
    if (range < passed) range = await this.client.incrby(key, passed - range);
    this.range = range;
    const first = (range - 1) * IDS_OF_RANGE + FIRST_ID;
    this.half = first + IDS_OF_RANGE / 2;
    return first;
  }
}
